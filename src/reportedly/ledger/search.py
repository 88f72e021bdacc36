"""Full-text search over what was said, with filters. Here alone the two databases speak differently of words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from ..errors import LedgerError
from . import schema
from .counting import NOT_REJECTED, value, with_reviews
from .lists import wanted
from .said import Said, fetch
from .store import folded

#: A phrase in quotation marks, or a word; a star after it for all words that begin so.
TERM = re.compile(r"[\"“](?P<phrase>[^\"“”]+)[\"”]?|(?P<word>[^\s\"“”]+)")


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for: every word and every “phrase” of `words`, among those for which the rest holds.

    holder: part of the holder's name, or its number. outlet: its name or host. since, until: ISO days between which the
    statement was uttered, or its article published where the text doesn't tell. standing: as in Standing.
    """

    words: str = ""
    holder: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    standing: str | None = None

    def __post_init__(self) -> None:
        for day in (self.since, self.until):
            if day is not None:
                check_day(day)


def check_day(day: str) -> None:
    """Raise LedgerError for what is no ISO day."""
    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise LedgerError(f"expected a day as YYYY-MM-DD, but found {day!r}") from error


@dataclass(frozen=True, slots=True)
class Share:
    """How many of what was found have a value. name: in words, where the value is a number."""

    value: str
    count: int
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many statements there are, and of which sort.

    total: how many, up to MOST_COUNTED; more: there are others, that aren't counted. holders (by number), outlets,
    years, standings: those of most statements first, years the newest first.
    """

    total: int
    more: bool
    holders: tuple[Share, ...]
    outlets: tuple[Share, ...]
    years: tuple[Share, ...]
    standings: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The statements found, the best first where words were asked for, else, or if very many have them, the newest.
    more: others are left out. counts: where they were asked for.
    """

    statements: tuple[Said, ...]
    more: bool
    counts: Counts | None = None


#: Statements that are counted at most, and values of one sort that are told.
MOST_COUNTED: Final = 1_000
MOST_SHARES: Final = 20
#: Statements that are put in order by how well they have the words asked for, at most: of more, the newest come first.
MOST_RANKED: Final = 10_000


def search(connection: sa.Connection, query: Query, limit: int = 20, skip: int = 0, *, counts: bool = False) -> Found:
    """Statements of the current versions of articles. limit, skip: how many, from which on. counts: of which sort."""
    of = schema.statements
    chosen = _chosen(connection, query)
    if chosen is None:
        return Found((), False, _counts(connection, []) if counts else None)
    first = 0 if counts else skip
    until = max(MOST_COUNTED, skip + limit) if counts else skip + limit
    every: list[int] = list(connection.execute(chosen.limit(until - first + 1).offset(first)).scalars())
    ids = every[skip - first :][: limit + 1]
    by_id = {said.id: said for said in fetch(connection, of.c.id.in_(ids[:limit]))}
    found = tuple(by_id[i] for i in ids[:limit])
    return Found(found, len(ids) > limit, _counts(connection, every) if counts else None)


def _chosen(connection: sa.Connection, query: Query) -> sa.Select[Any] | None:
    """The ids of what is searched for, in order; None where the words asked for are none."""
    of, article = schema.statements, schema.articles
    terms = _terms(query.words)
    if query.words.strip() and not terms:
        return None
    tables: sa.FromClause = of.join(article, of.c.article_id == article.c.id)
    conditions = _filters(query)
    order: list[Any] = [of.c.id.desc()]
    if terms:
        sqlite = connection.dialect.name == "sqlite"
        number, matching, best = _sqlite(terms) if sqlite else _postgresql(terms)
        tables = tables.join(_WORDS, number == of.c.id) if sqlite else tables
        order = best if _are_few(connection, number, matching) else [number.desc()]
        conditions.append(matching)
    # The table that may lack a row comes last: a database begins with one of those before it.
    chosen = sa.select(of.c.id).select_from(with_reviews(tables)).order_by(*order)
    return chosen.where(article.c.current, NOT_REJECTED, *conditions)


def _are_few(connection: sa.Connection, number: sa.ColumnElement[int], matching: sa.ColumnElement[bool]) -> bool:
    """Whether words are in so few statements that it tells something which of them have them best."""
    some = sa.select(number).where(matching).limit(MOST_RANKED + 1)
    count = connection.execute(sa.select(sa.func.count()).select_from(some.subquery())).scalar_one()
    return count <= MOST_RANKED


def _counts(connection: sa.Connection, ids: Sequence[int]) -> Counts:
    counted = _sorts(connection, ids[:MOST_COUNTED])
    holders = Counter(row.holder_id for row in counted if row.holder_id is not None).most_common(MOST_SHARES)
    of = schema.holders.c
    query = sa.select(of.id, of.name).where(of.id.in_([number for number, _ in holders]))
    names: dict[int, str] = {row.id: row.name for row in connection.execute(query)} if holders else {}
    years = Counter(row.year for row in counted if row.year)
    return Counts(
        len(counted),
        len(ids) > MOST_COUNTED,
        tuple(Share(str(number), count, names[number]) for number, count in holders),
        _shares(Counter(row.outlet for row in counted if row.outlet)),
        tuple(Share(year, years[year]) for year in sorted(years, reverse=True)),
        _shares(Counter(row.standing for row in counted)),
    )


def _sorts(connection: sa.Connection, ids: Sequence[int]) -> list[sa.Row[Any]]:
    """What statements are counted by."""
    of, article = schema.statements, schema.articles
    day = sa.func.coalesce(value("last").element, article.c.published)
    outlet = sa.func.coalesce(article.c.outlet, article.c.site)
    sorts = (of.c.holder_id, outlet.label("outlet"), sa.func.substr(day, 1, 4).label("year"), value("standing"))
    tables = with_reviews(of.join(article, of.c.article_id == article.c.id))
    query: sa.Select[Any] = sa.select(*sorts).select_from(tables).where(wanted(of.c.id))
    return list(connection.execute(query, {"wanted": ids}))


def _shares(counted: Counter[str]) -> tuple[Share, ...]:
    return tuple(Share(value, count) for value, count in counted.most_common(MOST_SHARES))


def _filters(query: Query) -> list[sa.ColumnElement[bool]]:
    of, article, holder = schema.statements, schema.articles, schema.holders
    conditions: list[sa.ColumnElement[bool]] = []
    if query.holder and query.holder.isdecimal():
        conditions.append(of.c.holder_id == int(query.holder))
    elif query.holder:
        named = sa.select(holder.c.id).where(holder.c.key.contains(folded(query.holder), autoescape=True))
        conditions.append(of.c.holder_id.in_(named))
    if query.outlet:
        conditions.append(sa.or_(article.c.site == folded(query.outlet), article.c.site == query.outlet.lower()))
    if query.since:
        conditions.append(sa.func.coalesce(value("last").element, article.c.published) >= query.since)
    if query.until:
        conditions.append(sa.func.coalesce(value("first").element, article.c.published) <= query.until)
    if query.standing:
        conditions.append(value("standing").element == query.standing)
    return conditions


def search_words(words: str) -> list[str]:
    """The single words of what is searched for, without its marks: what to look for in what was found."""
    return [word for term, _ in _terms(words) for word in re.findall(r"\w+", term)]


def _terms(words: str) -> list[tuple[str, bool]]:
    """Words and phrases, and whether each is only how a word begins; what has no letter or digit is nothing."""
    terms = [(m["phrase"] or m["word"], bool(m["word"] and m["word"].endswith("*"))) for m in TERM.finditer(words)]
    plain = [(re.sub(r"[^\w\s’'-]+", " ", term).replace("\x00", " ").strip(), begins) for term, begins in terms]
    return [(term, begins) for term, begins in plain if re.search(r"\w", term)]


_WORDS: Final = sa.table("statement_words", sa.column("rowid", sa.Integer), sa.column("rank", sa.Float))


#: The numbers of statements, what matches the words asked for, and by what the best come first.
_Matching = tuple[sa.ColumnElement[int], sa.ColumnElement[bool], list[Any]]


def _sqlite(terms: list[tuple[str, bool]]) -> _Matching:
    # Within double quotation marks FTS5 takes everything for words.
    match = " ".join(f'"{term}"{"*" if begins else ""}' for term, begins in terms)
    matching = sa.literal_column("statement_words").op("MATCH", is_comparison=True)(match)
    return _WORDS.c.rowid, matching, [_WORDS.c.rank]


def _postgresql(terms: list[tuple[str, bool]]) -> _Matching:
    english: sa.ColumnElement[str] = sa.literal_column("'english'::regconfig")
    vector = sa.func.to_tsvector(english, schema.statements.c.content_text)
    parts = [
        sa.func.to_tsquery(english, "'" + term.replace("'", "''") + "':*") if begins
        else sa.func.phraseto_tsquery(english, term)
        for term, begins in terms
    ]  # fmt: skip
    asked: sa.ColumnElement[str] = parts[0]
    for part in parts[1:]:
        asked = asked.op("&&")(part)
    matching: sa.ColumnElement[bool] = vector.op("@@", is_comparison=True)(asked)
    number = schema.statements.c.id
    return number, matching, [sa.func.ts_rank_cd(vector, asked).desc(), number]
