"""Full-text search over what was said, with filters. Here alone the two databases speak differently of words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ..errors import LedgerError
from . import schema
from .said import Said, fetch
from .store import folded

#: A phrase in quotation marks, or a word; a star after it for all words that begin so.
TERM = re.compile(r"[\"“](?P<phrase>[^\"“”]+)[\"”]?|(?P<word>[^\s\"“”]+)")


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for: every word and every “phrase” of `words`, among those for which the rest holds.

    holder: part of the holder's name. outlet: its name or host. since, until: ISO days between which the statement was
    uttered, or its article published where the text doesn't tell. standing: as in Standing.
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
class Found:
    """The statements found, the best first where words were asked for, else the newest. more: others are left out."""

    statements: tuple[Said, ...]
    more: bool


def search(connection: sa.Connection, query: Query, limit: int = 20, skip: int = 0) -> Found:
    """Statements of the current versions of articles. limit, skip: how many, from which on."""
    of = schema.statements
    chosen = (sa.select(of.c.id).join(schema.articles)).where(schema.articles.c.current, *_filters(query))
    terms = _terms(query.words)
    if query.words.strip() and not terms:
        return Found((), False)
    if terms:
        chosen = _sqlite(chosen, terms) if connection.dialect.name == "sqlite" else _postgresql(chosen, terms)
    else:
        chosen = chosen.order_by(of.c.id.desc())
    ids = list(connection.execute(chosen.limit(limit + 1).offset(skip)).scalars())
    by_id = {said.id: said for said in fetch(connection, of.c.id.in_(ids[:limit]))}
    return Found(tuple(by_id[i] for i in ids[:limit]), len(ids) > limit)


def _filters(query: Query) -> list[sa.ColumnElement[bool]]:
    of, article, holder = schema.statements, schema.articles, schema.holders
    conditions: list[sa.ColumnElement[bool]] = []
    if query.holder:
        named = sa.select(holder.c.id).where(holder.c.key.contains(folded(query.holder), autoescape=True))
        conditions.append(of.c.holder_id.in_(named))
    if query.outlet:
        conditions.append(sa.or_(article.c.site == folded(query.outlet), article.c.site == query.outlet.lower()))
    if query.since:
        conditions.append(sa.func.coalesce(of.c.last, article.c.published) >= query.since)
    if query.until:
        conditions.append(sa.func.coalesce(of.c.first, article.c.published) <= query.until)
    if query.standing:
        conditions.append(of.c.standing == query.standing)
    return conditions


def _terms(words: str) -> list[tuple[str, bool]]:
    """Words and phrases, and whether each is only how a word begins; what has no letter or digit is nothing."""
    terms = [(m["phrase"] or m["word"], bool(m["word"] and m["word"].endswith("*"))) for m in TERM.finditer(words)]
    plain = [(re.sub(r"[^\w\s’'-]+", " ", term).replace("\x00", " ").strip(), begins) for term, begins in terms]
    return [(term, begins) for term, begins in plain if re.search(r"\w", term)]


def _sqlite(chosen: sa.Select[tuple[int]], terms: list[tuple[str, bool]]) -> sa.Select[tuple[int]]:
    words = sa.table("statement_words", sa.column("rowid", sa.Integer), sa.column("rank", sa.Float))
    # Within double quotation marks FTS5 takes everything for words.
    match = " ".join(f'"{term}"{"*" if begins else ""}' for term, begins in terms)
    return (
        chosen.join(words, words.c.rowid == schema.statements.c.id)
        .where(sa.literal_column("statement_words").op("MATCH")(match))
        .order_by(words.c.rank)
    )


def _postgresql(chosen: sa.Select[tuple[int]], terms: list[tuple[str, bool]]) -> sa.Select[tuple[int]]:
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
    return chosen.where(vector.op("@@")(asked)).order_by(
        sa.func.ts_rank_cd(vector, asked).desc(), schema.statements.c.id
    )
