"""Full-text search over the contents of statements, with filters. The only module with SQL that differs by database.

Words are looked up by their stems ("shutting" finds "shut"). Prefixes ("governme*") are looked up among words as
written, because they may be longer than the stem ("govern").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from unicodedata import combining, normalize

import sqlalchemy as sa

from ...errors import InvalidQuery
from ...given import is_day, number
from ...printable import UNSTORABLE, shorten
from ...values import labels
from ...values.fields import ACT, DOCUMENT, SOURCING, STANDING, Field
from ..people import called
from ..tables import around, schema
from ..tables.counting import NOT_REJECTED, SAID, beside, value, with_reviews
from ..tables.lists import among, one_of, wanted
from ..tables.record import StatementRecord, these
from ..tables.store import folded
from .utterances import fullest_first, utterance

#: A phrase in quotation marks, or a word, which may end with a star if it is a prefix; with a minus before it, what is
#: not to be there.
TERM = re.compile(r"(?P<without>(?<!\S)[-−](?=\S))?(?:[\"“](?P<phrase>[^\"“”]+)[\"”]?|(?P<word>[^\s\"“”]+))")
WORD = re.compile(r"[^\W_]+")
#: The values by which a search can be narrowed.
CHOSEN: Final[tuple[Field, ...]] = (STANDING, ACT)


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for: statements with all words and “phrases” of `words`, none of those after a minus, that meet
    the other conditions.

    holder: part of the holder's name, or of the name of one merged into it, or the holder's id. outlet: its name or
    host. since, until: ISO dates between which the statement was uttered or, if its time is unknown, its article was
    published. standing, act: values of a statement. document: part of the words for it. sourcing: part of its words, or
    “anonymity” or “knowledge” for all that tell why a holder is unnamed or how it knows. None: any. nested: whether,
    with a holder, to give what stands in somebody else's words too. What a holder didn't say isn't theirs unless that
    standing is asked for. Raises InvalidQuery for an invalid date or value.
    """

    words: str = ""
    holder: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    standing: str | None = None
    act: str | None = None
    document: str | None = None
    sourcing: str | None = None
    nested: bool = False

    def __post_init__(self) -> None:
        for day in (self.since, self.until):
            if day is not None:
                check_day(day)
        for field in CHOSEN:
            known, given = field.first.choices, getattr(self, field.name)
            if given is not None and given not in known:
                raise InvalidQuery(f"expected {field.one} ({', '.join(known)}), but found {shorten(given, 40)!r}")
        for name in ("holder", "outlet", "document", "sourcing"):
            given = getattr(self, name)
            if given is not None and (not given.strip() or UNSTORABLE.search(given)):
                raise InvalidQuery(f"expected words for {name}, but found {shorten(given, 40)!r}")


def check_day(day: str) -> None:
    """Raise InvalidQuery if `day` isn't an ISO date."""
    if not is_day(day):
        raise InvalidQuery(f"expected a day as YYYY-MM-DD, but found {shorten(day, 40)!r}")


@dataclass(frozen=True, slots=True)
class Share:
    """How many of what was found have a value. name: in words, where the value is a number."""

    value: str
    count: int
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many statements there are, and of which sort.

    total: their number, at most MOST_COUNTED. utterances: how many rows they are, where repetitions are one. more:
    whether there are others, which aren't counted. holders (by id),
    outlets, standings: those with most statements first. years: the newest first.
    """

    total: int
    utterances: int
    more: bool
    holders: tuple[Share, ...]
    outlets: tuple[Share, ...]
    years: tuple[Share, ...]
    standings: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The statements found, the best first where words were asked for, else, or if very many have them, the newest.

    Statements of one holder that repeat one another are one row, as in the list of a holder: the fullest in
    `statements`, and in `repeats`, for each of them, the others that were found, the earliest first. more: others are
    left out. counts: where they were asked for. nested: how many of the holder's are left out because they stand in
    somebody else's words. why: in a sentence, what of the words can't be looked for.
    """

    statements: tuple[StatementRecord, ...]
    more: bool
    repeats: tuple[tuple[StatementRecord, ...], ...] = ()
    counts: Counts | None = None
    nested: int = 0
    why: str | None = None


#: Most statements that are counted, and most values given of holders, outlets and standings. They bound the cost.
MOST_COUNTED: Final = 1_000
MOST_SHARES: Final = 20
#: Most matches that are ranked by relevance. If there are more, the newest come first, because ranking gets slow and
#: tells little.
MOST_RANKED: Final = 10_000
#: How many statements beyond those of a page are looked through for repetitions of these.
BEYOND: Final = 200


def search(connection: sa.Connection, query: Query, limit: int = 20, skip: int = 0, *, counts: bool = False) -> Found:
    """Statements in the current versions of articles that a query finds.

    limit, skip: the page, in rows (see `Found`). counts: whether to count all matches by holder, outlet and so on.
    """
    statements = schema.statements
    chosen = _chosen(connection, query)
    if chosen is None:
        return Found((), False, counts=_counts(connection, []) if counts else None, why=_unsought(query.words))
    nested = _nested(connection, query)
    without = _many(connection, chosen.where(one_of(statements.c.id, nested))) if nested else 0
    if without:
        chosen = chosen.where(sa.not_(one_of(statements.c.id, nested)))
    rows = _rows(connection, chosen, skip + limit + 1)
    shown = rows[skip : skip + limit]
    by_id = {one.id: one for one in these(connection, [number for row in shown for number in row])}
    said = [fullest_first([by_id[number] for number in row]) for row in shown]
    every = connection.execute(chosen.limit(MOST_COUNTED + 1)).scalars().all() if counts else ()
    return Found(
        tuple(row[0] for row in said), len(rows) > skip + limit, tuple(tuple(row[1:]) for row in said),
        _counts(connection, every) if counts else None, without, _unsought(query.words),
    )  # fmt: skip


def _rows(connection: sa.Connection, chosen: sa.Select[Any], number: int) -> list[list[int]]:
    """The first so many rows of what was found, or all: the ids of each one's statements."""
    query = chosen.add_columns(schema.statements.c.holder_id, utterance().label("utterance"))
    most = number + BEYOND
    while True:
        rows: dict[tuple[int | None, str], list[int]] = {}
        found = connection.execute(query.limit(most)).all()
        for one in found:
            rows.setdefault((one.holder_id, one.utterance), []).append(one.id)
        if len(rows) >= number or len(found) < most:
            return list(rows.values())
        most *= 2


def _nested(connection: sa.Connection, query: Query) -> frozenset[int]:
    """The statements of the holder asked for that stand in somebody else's words, if they aren't asked for."""
    if not query.holder or query.nested:
        return frozenset()
    return around.nested(connection, called.numbered(connection, query.holder))


def _many(connection: sa.Connection, chosen: sa.Select[Any]) -> int:
    inside = chosen.order_by(None).limit(MOST_COUNTED).subquery()
    return connection.execute(sa.select(sa.func.count()).select_from(inside)).scalar_one()


def _unsought(words: str) -> str | None:
    """Why some of the words can't be looked for, in a sentence; None if all can."""
    if words.strip() and not terms(words):
        return (
            "There are no letters or digits in what was asked for. A star stands for the end of a word (ferr* finds "
            "ferry and ferries); without words, holder, outlet or days list what there is."
        )
    if any("*" in (term["word"] or "").rstrip("*") for term in TERM.finditer(words)):
        return "A star counts at the end of a word only: ferr* finds ferry and ferries."
    return None


def _chosen(connection: sa.Connection, query: Query) -> sa.Select[Any] | None:
    """The query for the ids of all matches, in order. None if `words` is given but has no letter or digit."""
    statement, article = schema.statements, schema.articles
    asked = terms(query.words)
    if query.words.strip() and not asked:
        return None
    tables: sa.FromClause = statement.join(article, statement.c.article_id == article.c.id)
    conditions = _filters(query)
    order: list[Any] = [statement.c.id.desc()]
    lookup = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    without = [term for term in asked if term.without]
    conditions += [sa.not_(_has(lookup([term]))) for term in without]
    if len(asked) > len(without):
        found = lookup([term for term in asked if not term.without])
        tables = tables if found.table is None else tables.join(found.table, found.number == statement.c.id)
        order = [*found.best] if _are_few(connection, found) else [found.number.desc()]
        conditions.append(found.condition)
    # The outer join comes last, so that the database can start with one of the other tables.
    chosen = sa.select(statement.c.id).select_from(with_reviews(tables)).order_by(*order)
    return chosen.where(article.c.current, NOT_REJECTED, *conditions)


def _has(found: _Matching) -> sa.ColumnElement[bool]:
    """Condition: a statement has what is looked up."""
    if found.table is None:
        return found.condition
    return schema.statements.c.id.in_(sa.select(found.number).where(found.condition))


def _are_few(connection: sa.Connection, found: _Matching) -> bool:
    """Whether there are few enough matches to rank them (MOST_RANKED)."""
    some = sa.select(found.number).where(found.condition).limit(MOST_RANKED + 1)
    count = connection.execute(sa.select(sa.func.count()).select_from(some.subquery())).scalar_one()
    return count <= MOST_RANKED


def _counts(connection: sa.Connection, ids: Sequence[int]) -> Counts:
    counted = _sorts(connection, ids[:MOST_COUNTED])
    holders = Counter(row.holder_id for row in counted if row.holder_id is not None).most_common(MOST_SHARES)
    named = connection.execute(among(schema.holders.c.id), {"wanted": [number for number, _ in holders]})
    names: dict[int, str] = {row.id: row.name for row in named}
    years = Counter(row.year for row in counted if row.year)
    return Counts(
        len(counted),
        len({(row.holder_id, row.utterance) for row in counted}),
        len(ids) > MOST_COUNTED,
        tuple(Share(str(number), count, names[number]) for number, count in holders),
        _shares(Counter(row.outlet for row in counted if row.outlet)),
        tuple(Share(year, years[year]) for year in sorted(years, reverse=True)),
        _shares(Counter(row.standing for row in counted)),
    )


def _sorts(connection: sa.Connection, ids: Sequence[int]) -> list[sa.Row[Any]]:
    """The holder, outlet, year, standing and utterance of statements."""
    return list(connection.execute(_sorting(), {"wanted": ids}))


@cache
def _sorting() -> sa.Select[Any]:
    """The query of `_sorts`. Building it takes longer than running it."""
    statement, article = schema.statements, schema.articles
    day = sa.func.coalesce(value("last").element, article.c.published)
    outlet = sa.func.coalesce(article.c.outlet, article.c.site)
    sorts = (statement.c.holder_id, outlet.label("outlet"), sa.func.substr(day, 1, 4).label("year"), value("standing"))
    tables = with_reviews(statement.join(article, statement.c.article_id == article.c.id))
    query: sa.Select[Any] = sa.select(*sorts, utterance().label("utterance")).select_from(tables)
    return query.where(wanted(statement.c.id))


def _shares(counted: Counter[str]) -> tuple[Share, ...]:
    return tuple(Share(value, count) for value, count in counted.most_common(MOST_SHARES))


def _filters(query: Query) -> list[sa.ColumnElement[bool]]:
    statement, article = schema.statements, schema.articles
    conditions: list[sa.ColumnElement[bool]] = []
    if query.holder and (holder := number(query.holder)) is not None:
        conditions.append(statement.c.holder_id == holder)
    elif query.holder:
        conditions.append(statement.c.holder_id.in_(_called(query.holder)))
    if query.holder and not query.standing:
        conditions.append(SAID)
    if query.outlet:
        conditions.append(_published_by(query.outlet))
    if query.since:
        conditions.append(sa.func.coalesce(value("last").element, article.c.published) >= query.since)
    if query.until:
        conditions.append(sa.func.coalesce(value("first").element, article.c.published) <= query.until)
    for field in CHOSEN:
        if chosen := getattr(query, field.name):
            conditions.append(value(field.first.column).element == chosen)
    if query.document:
        conditions.append(value(DOCUMENT.first.column).element.icontains(query.document, autoescape=True))
    if query.sourcing:
        conditions.append(_sourced(query.sourcing))
    return conditions


def _sourced(words: str) -> sa.ColumnElement[bool]:
    """Condition: words of sourcing have this part, or are of this kind."""
    table = schema.sourcing
    of_kind = words in labels.SOURCING
    so = table.c.kind == words if of_kind else table.c.text.icontains(words, autoescape=True)
    counts = beside(table, schema.REVIEWS[SOURCING.table])
    found = sa.exists().where(table.c.statement_id == schema.statements.c.id, counts, so)
    return found.correlate(schema.statements, schema.reviewed)


def _called(name: str) -> sa.Select[tuple[int]]:
    """The holders whose names have this part, and those that they were merged into."""
    holder = schema.holders
    found = sa.select(holder.c.id).where(called.so(name)).cte("called", recursive=True)
    into = sa.select(holder.c.same_as).join(found, holder.c.id == found.c.id).where(holder.c.same_as.is_not(None))
    return sa.select(found.union(into).c.id)


def _published_by(outlet: str) -> sa.ColumnElement[bool]:
    """Condition: the article is of the outlet with this name or host."""
    columns, host = schema.articles.c, outlet.lower().removeprefix("www.")
    at = [columns.url.icontains(f"://{www}{host}/", autoescape=True) for www in ("", "www.")]
    return sa.or_(columns.site == folded(outlet), columns.site == host, *(at if "." in host else ()))


def resembling(connection: sa.Connection, words: Sequence[str], phrase: Sequence[str], limit: int) -> list[int]:
    """The ids of statements with any of some words, those with most of them first, a rare word counting for more.

    phrase: words in a row; whoever has them comes before all others. Empty if none has a letter or digit. limit: most.
    """
    some = [term for word in (" ".join(phrase), *words) for term in terms(f'"{word}"')]
    if not some:
        return []
    found = (_any_sqlite if connection.dialect.name == "sqlite" else _any_postgresql)(some)
    number = found.number
    tables = schema.statements if found.table is None else found.table
    query = sa.select(number).select_from(tables).where(found.condition).order_by(*found.best).limit(limit)
    return list(connection.execute(query).scalars())


# -- words -----------------------------------------------------------------------------------------------------------


def search_words(words: str) -> list[str]:
    """The single words of a query without marks, for highlighting them in matches."""
    return [
        word
        for term in TERM.finditer(words)
        if not term["without"]
        for word in WORD.findall(term["phrase"] or term["word"])
    ]


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of a query, without accents and marks.

    begins: whether its last word is a prefix. without: whether it is not to be there.
    """

    words: tuple[str, ...]
    begins: bool
    without: bool


def terms(words: str) -> list[Term]:
    """The terms of a query. Those without a letter or digit are dropped."""
    bare = "".join(sign for sign in normalize("NFD", words) if not combining(sign))
    found = (
        Term(tuple(WORD.findall(m["phrase"] or m["word"])), (m["word"] or "").endswith("*"), bool(m["without"]))
        for m in TERM.finditer(bare)
    )
    return [term for term in found if term.words]


@dataclass(frozen=True, slots=True)
class _Matching:
    """How a database looks up terms.

    table: the full-text table to join, None if the index is on `statements` itself. number: its column with the
    statement's id. condition: whether all terms match. best: the order by relevance.
    """

    table: sa.TableClause | None
    number: sa.ColumnElement[int]
    condition: sa.ColumnElement[bool]
    best: Sequence[sa.ColumnElement[Any]]


_WORDS: Final = sa.table("statement_words", sa.column("rowid", sa.Integer), sa.column("rank", sa.Float))
_EXACT: Final = sa.table("statement_words_exact", sa.column("rowid", sa.Integer))


def _sqlite(terms: Sequence[Term]) -> _Matching:
    # Within double quotation marks FTS5 knows no operators.
    whole = [f'"{" ".join(term.words)}"' for term in terms if not term.begins]
    begun = [" ".join(f'"{word}"' for word in term.words) + "*" for term in terms if term.begins]
    if not whole:
        return _Matching(_EXACT, _EXACT.c.rowid, _match(_EXACT, begun), [_EXACT.c.rowid.desc()])
    condition = _match(_WORDS, whole)
    if begun:
        condition &= _WORDS.c.rowid.in_(sa.select(_EXACT.c.rowid).where(_match(_EXACT, begun)))
    return _Matching(_WORDS, _WORDS.c.rowid, condition, [_WORDS.c.rank, _WORDS.c.rowid])


def _match(table: sa.TableClause, terms: Sequence[str]) -> sa.ColumnElement[bool]:
    return sa.literal_column(table.name).op("MATCH", is_comparison=True)(" ".join(terms))


_STEMS: Final[sa.ColumnElement[str]] = sa.literal_column("'statement_words'::regconfig")
_AS_WRITTEN: Final[sa.ColumnElement[str]] = sa.literal_column("'simple'::regconfig")


def _postgresql(terms: Sequence[Term]) -> _Matching:
    columns = schema.statements.c
    stems, exact = (
        sa.func.to_tsvector(by, sa.func.statement_words(columns.content_text)) for by in (_STEMS, _AS_WRITTEN)
    )
    whole = [sa.func.phraseto_tsquery(_STEMS, " ".join(term.words)) for term in terms if not term.begins]
    begun = [sa.func.to_tsquery(_AS_WRITTEN, " & ".join(term.words) + ":*") for term in terms if term.begins]
    conditions = [exact.op("@@", is_comparison=True)(_all(begun))] if begun else []
    if not whole:
        return _Matching(None, columns.id, conditions[0], [columns.id.desc()])
    conditions.append(stems.op("@@", is_comparison=True)(_all(whole)))
    return _Matching(
        None, columns.id, sa.and_(*conditions), [sa.func.ts_rank_cd(stems, _all(whole)).desc(), columns.id]
    )


def _all(asked: Sequence[sa.ColumnElement[str]]) -> sa.ColumnElement[str]:
    """The conjunction of PostgreSQL text-search queries, of which there is at least one."""
    every = asked[0]
    for one in asked[1:]:
        every = every.op("&&")(one)
    return every


def _any_sqlite(terms: Sequence[Term]) -> _Matching:
    some = " OR ".join(f'"{" ".join(term.words)}"' for term in terms)
    return _Matching(_WORDS, _WORDS.c.rowid, _match(_WORDS, [some]), [_WORDS.c.rank, _WORDS.c.rowid])


def _any_postgresql(terms: Sequence[Term]) -> _Matching:
    columns = schema.statements.c
    stems = sa.func.to_tsvector(_STEMS, sa.func.statement_words(columns.content_text))
    some: sa.ColumnElement[str] = sa.func.phraseto_tsquery(_STEMS, " ".join(terms[0].words))
    for term in terms[1:]:
        some = some.op("||")(sa.func.phraseto_tsquery(_STEMS, " ".join(term.words)))
    condition = stems.op("@@", is_comparison=True)(some)
    return _Matching(None, columns.id, condition, [sa.func.ts_rank_cd(stems, some).desc(), columns.id])
