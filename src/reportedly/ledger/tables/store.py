"""Storing readings; `readings` gives them back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any, Final, Literal

import sqlalchemy as sa

from ...articles.addresses import address_key
from ...articles.article import Article
from ...english.names import comparable
from ...given import host
from ...printable import storable
from ...reading import Reading, Statement
from ...span import Span, pairs_of
from ...values import fields
from ...values.authenticity import Authenticity
from ...values.fields import BESIDE, CHAIN, ON_ROW, Field, Form
from . import facts, schema, succession
from .engine import KEEPING, alone
from .facts import FactChange
from .prepared import Prepared, put
from .record import BETWEEN, batched

Outcome = Literal["new", "unchanged", "new version", "older version", "corrected"]


@dataclass(frozen=True, slots=True)
class KeptArticle:
    """The result of adding a reading.

    article: id in the ledger. outcome: whether it was new, or of the same text a fact was. An older version is one that
    was published before another that is there. statements: their number. facts: those that were corrected. copy_of: the
    id of the article that a new one is a copy of.
    """

    article: int
    outcome: Outcome
    statements: int
    facts: tuple[FactChange, ...] = ()
    copy_of: int | None = None


_ARTICLE: Final = schema.articles.c
_FOUND: Final = sa.select(*_ARTICLE["id", "version", "outlet", "title", "authors", "published", "language"])
_SAME: Final = Prepared(_FOUND.where(_ARTICLE.digest == sa.bindparam("digest")))
_IS_THIS: Final = _ARTICLE.text == sa.bindparam("text", type_=sa.Text)
_AT: Final = Prepared(
    _FOUND.add_columns(_IS_THIS.label("same"))
    .where(_ARTICLE.address == sa.bindparam("address"))
    .order_by(_ARTICLE.version)
)


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """The rows of an article with their ids, not yet in the database.

    Holders and threads are filled in (`identity`, `membership`) before the rows are written, because that costs less
    than to change them afterwards. beside: rows with values of statements, by name of their table.
    """

    article: dict[str, Any]
    appearances: list[dict[str, Any]]
    statements: list[dict[str, Any]]
    beside: dict[str, list[dict[str, Any]]]

    @property
    def id(self) -> int:
        """The id of the article."""
        return int(self.article["id"])


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where an article stands in the ledger, or would stand.

    versions: those at its address, the oldest first, each with whether its text is the same; none without a URL.
    same: the id, version and facts of the article's row if its text is the current one at its address; else None. Of an
    article that was published before the current version, that of its text. Without a URL, that of an article of the
    same text and outlet.
    """

    versions: Sequence[Mapping[Any, Any]]
    same: Mapping[Any, Any] | None


def find(connection: sa.Connection, article: Article) -> Whereabouts:
    """As `whereabouts`. Keeps other writers out until the transaction ends."""
    # The lock comes before the look-up: otherwise two writers with the same article would both find it missing.
    alone(connection, KEEPING)
    return whereabouts(connection, article)


def same(connection: sa.Connection, article: Article) -> Mapping[Any, Any] | None:
    """The row of an article that is in the ledger already (`Whereabouts.same`)."""
    return whereabouts(connection, article).same


def whereabouts(connection: sa.Connection, article: Article) -> Whereabouts:
    """Where an article stands in the ledger."""
    if not article.url:
        return Whereabouts((), next(iter(_SAME.mappings(connection, digest=_digest(article))), None))
    address = storable(address_key(article.url))
    there = _AT.mappings(connection, address=address, text=storable(article.text))
    if not there or there[-1]["same"]:
        return Whereabouts(there, there[-1] if there else None)
    came_late = len(succession.predecessors(there, article.published)) < len(there)
    return Whereabouts(there, next((one for one in there[::-1] if one["same"]), None) if came_late else None)


def kept(connection: sa.Connection, number: int, outcome: Outcome = "unchanged") -> KeptArticle:
    """The result of adding an article that is in the ledger already, by its id."""
    statement = schema.statements.c
    read = sa.select(sa.func.count()).where(statement.article_id == number, statement.added.is_(sa.false()))
    count = connection.execute(read).scalar_one()
    return KeptArticle(number, outcome, count)


def rows(connection: sa.Connection, reading: Reading, at: Whereabouts, *, to_write: bool = True) -> ArticleRows:
    """The rows for a new article, with new ids. It supersedes the version before it at the same address, if any.

    at: where it stands. to_write: see `ids`.
    """
    article, there = reading.article, at.versions
    before = succession.predecessors(there, article.published)
    counts = {schema.articles: 1, schema.appearances: len(reading.holders), schema.statements: len(reading.statements)}
    (number,), appearances, numbers = ids(connection, counts, to_write=to_write)
    row = {
        "id": number,
        "digest": _digest(article, sum(version["same"] for version in there)),
        "url": storable(article.url),
        "address": article.url and storable(address_key(article.url)),
        "site": storable(site(article.url, article.outlet)),
        **facts.columns(article),
        "text": storable(article.text),
        "words": len(article.text.split()),
        "added_at": now(),
        "version": len(before) + 1,
        "supersedes": before[-1]["id"] if before else None,
        "current": len(before) == len(there),
        "copy_of": None,
        **made(reading),
    }
    return ArticleRows(row, *statement_rows(reading, number, appearances, numbers))


def amend(connection: sa.Connection, number: int, article: Article, changes: Iterable[FactChange]) -> list[int]:
    """Store corrected facts of an article, and what they were before, in the current transaction.

    article: with all its facts as they are from now on. Returns the ids of the versions at its address that became
    current by that, or no longer are.
    """
    row = facts.columns(article) | {"site": storable(site(article.url, article.outlet))}
    connection.execute(sa.update(schema.articles).where(schema.articles.c.id == number).values(row))
    facts.record(connection, number, changes)
    return succession.settle(connection, address_key(article.url)) if article.url else []


def made(reading: Reading) -> dict[str, Any]:
    """The columns that say by what an article was read, and what it says itself of records."""
    by = reading.read_by
    return {
        "program": by.program if by else None,
        "weights": by.weights if by else None,
        "authenticity": [_doubt(one) for one in reading.authenticity],
    }


def _doubt(one: Authenticity) -> dict[str, Any]:
    """What is said of whether a record is genuine, as it is kept: spans as pairs, statements by their positions."""
    return {
        "kind": one.kind, "text": storable(one.text), "spans": pairs_of(one.spans), "record": storable(one.record),
        "record_spans": pairs_of(one.record_spans), "own": one.own, "by": storable(one.by),
        "by_spans": pairs_of(one.by_spans), "statement": one.statement, "statements": list(one.statements),
    }  # fmt: skip


def write(connection: sa.Connection, rows: ArticleRows) -> None:
    """Insert the rows of an article in the current transaction."""
    before = rows.article["supersedes"]
    if before is not None and rows.article["current"]:
        connection.execute(sa.update(schema.articles).where(schema.articles.c.id == before).values(current=False))
    insert(connection, schema.articles, [rows.article])
    if not rows.article["current"]:
        succession.settle(connection, rows.article["address"])
    insert(connection, schema.appearances, rows.appearances)
    insert(connection, schema.statements, rows.statements)
    for name, values in rows.beside.items():
        insert(connection, schema.metadata.tables[name], values)


def fail(connection: sa.Connection, name: str, reason: str) -> None:
    """Record that an input could not be read, in the current transaction. name: of the input."""
    row = {"input": storable(name), "reason": storable(reason), "at": now()}
    connection.execute(sa.insert(schema.failures).values(row))


def site(url: str | None, outlet: str | None) -> str:
    """What identifies an outlet: its folded name ("courier" for "The Courier"), or else the host of the URL."""
    if outlet:
        return folded(outlet)
    return (host(url or "") or "").removeprefix("www.")


def folded(name: str) -> str:
    """A name as `names.comparable` gives it by its letters, without a leading "the"."""
    return comparable(name, "letters").removeprefix("the ")


def now() -> str:
    """The current time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _digest(article: Article, times: int = 0) -> str:
    """times: how often the text was at the URL before."""
    parts = (article.url or "", article.outlet or "", article.text, *([str(times + 1)] if times else []))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def ids(connection: sa.Connection, counts: Mapping[sa.Table, int], *, to_write: bool = True) -> list[range]:
    """New ids for each table, as many as asked for, consecutive.

    SQLite has one writer at a time, so that the ids after the last one are free. PostgreSQL has sequences.
    to_write: whether rows with these ids are going to be written; without, nobody is kept out.
    """
    if connection.dialect.name == "sqlite" or not to_write:
        last = [at or 0 for at in _last(tuple(counts)).rows(connection)[0]]
        return [range(at + 1, at + 1 + count) for at, count in zip(last, counts.values(), strict=True)]
    return [_counted(connection, table, count) for table, count in counts.items()]


@cache
def _last(tables: tuple[sa.Table, ...]) -> Prepared:
    return Prepared(sa.select(*(sa.select(sa.func.max(table.c.id)).scalar_subquery() for table in tables)))


def _counted(connection: sa.Connection, table: sa.Table, count: int) -> range:
    # The lock keeps ids consecutive while others write.
    connection.execute(sa.text("SELECT pg_advisory_xact_lock(:of)"), {"of": LOCKS[table.name]})
    sequence = sa.text(f"SELECT nextval(pg_get_serial_sequence('{table.name}', 'id')) FROM generate_series(1, :count)")
    numbers = sorted(connection.execute(sequence, {"count": count}).scalars())
    return range(numbers[0], numbers[0] + count) if numbers else range(0)


#: Keys of advisory locks, arbitrary but ours.
LOCKS = {
    "articles": 7_461_001, "appearances": 7_461_002, "statements": 7_461_003, "holders": 7_461_004,
    "threads": 7_461_005,
}  # fmt: skip


def statement_rows(
    reading: Reading, article: int, appearances: Sequence[int], numbers: Sequence[int]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, list[dict[str, Any]]]]:
    """The rows `appearances`, `statements` and `beside` of `ArticleRows`.

    article: its id. appearances, numbers: ids of the reading's holders and statements, in its order.
    """
    form = _form(numbers)
    of = {id(holder): appearances[i] for i, holder in enumerate(reading.holders)}
    whose = [None if s.holder is None else of.get(id(s.holder)) or appearances[reading.holders.index(s.holder)]
             for s in reading.statements]  # fmt: skip
    statements = list(zip(numbers, reading.statements, strict=True))
    return (
        [
            {"id": appearances[i], "article_id": article, "position": i, "name": storable(holder.name),
             "kind": holder.kind, "role": storable(holder.role), "mentions": pairs_of(holder.mentions),
             "holder_id": None}
            for i, holder in enumerate(reading.holders)
        ],
        [
            {"article_id": article, "position": i, "appearance_id": whose[i],
             **_statement_row(reading, numbers, i, form)}
            for i in _outer_first(reading)
        ],
        {
            field.table: [
                row for at, statement in statements for row in rows_beside(field, at, field.written(statement, form))
            ]
            for field in BESIDE
        },
    )  # fmt: skip


def rows_beside(
    field: Field, statement: int, given: Iterable[Mapping[str, Any]], review: int | None = None
) -> list[dict[str, Any]]:
    """The rows of a field that has a table of its own.

    statement: id of the statement whose values these are. given: the values in JSON, with spans as `[start, end]` and
    statements by their ids. review: id of the review that gives them; None if they were read.
    """
    rows = [{"statement_id": statement, "review_id": review, **field.row(one)} for one in given]
    if field is CHAIN:
        return [{**row, "position": i, "site": folded(row["name"])} for i, row in enumerate(rows)]
    return rows


def _outer_first(reading: Reading) -> list[int]:
    """Indices of the statements, parents before the statements within them, as foreign keys need it."""

    def depth(i: int) -> int:
        parent = reading.statements[i].parent
        return 0 if parent is None else depth(parent) + 1

    return sorted(range(len(reading.statements)), key=depth)


def insert(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]], *, again: bool = False) -> None:
    """Insert rows that all have the same columns. They go to the driver directly, which makes it much faster.

    again: whether rows may be there already; these are left as they are.
    """
    if not rows:
        return
    sql, order, written = _inserting(connection.dialect, table, tuple(rows[0]), again)
    if written:
        rows = [row | {name: write(cell) for name, write in written if (cell := row[name]) is not None} for row in rows]
    # A driver without named parameters takes them by position.
    values = list(map(itemgetter(*order), rows)) if order else list(rows)
    if order and table is schema.statements:
        for some in batched(values, TOGETHER):
            put(connection, _of_many(sql, len(some)), tuple(chain.from_iterable(some)))
    else:
        put(connection, sql, values, many=True)


_Write = Callable[[Any], str]
#: What is written has no circles, and `json.dumps` takes twice as long to see that.
_JSON: Final = json.JSONEncoder(check_circular=False)
#: Most statements in one INSERT. SQLite's indexes of words write down what they have after each, so that one for each
#: row takes twice as long; old versions of SQLite take 999 values in one.
TOGETHER: Final = 25


def _of_many(sql: str, count: int) -> str:
    """An INSERT of one row as one of several."""
    into, values, row = sql.rpartition(" VALUES ")
    return into + values + ", ".join([row] * count)


@lru_cache(maxsize=64)
def _inserting(
    dialect: sa.Dialect, table: sa.Table, columns: tuple[str, ...], again: bool
) -> tuple[str, tuple[str, ...], tuple[tuple[str, _Write], ...]]:
    """The SQL, the order of its parameters if they have no names, and what writes the cells of columns of JSON."""
    compiled = sa.insert(table).compile(dialect=dialect, column_keys=list(columns))
    written = tuple((name, _writing(table.c[name])) for name in columns if isinstance(table.c[name].type, sa.JSON))
    sql = f"{compiled} ON CONFLICT DO NOTHING" if again else str(compiled)
    return sql, tuple(compiled.positiontup or ()), written


def _writing(column: sa.Column[Any]) -> _Write:
    """What writes the cells of a column of JSON. Spans, lists of whole numbers, look the same when Python shows them,
    which takes it a fifth of the time."""
    return str if isinstance(column.type, schema.SpanPairs) else _JSON.encode


_NO_VALUES: Final = dict.fromkeys(column for field in ON_ROW for column in field.columns)


def _statement_row(reading: Reading, ids: Sequence[int], i: int, form: Form) -> dict[str, Any]:
    statement = reading.statements[i]
    row = {
        "id": ids[i],
        "parent_id": None if statement.parent is None else ids[statement.parent],
        "holder_id": None,
        "type": statement.type,
        "confidence": float(statement.confidence),
        "holder_confidence": float(statement.holder_confidence),
        "provenance": [[one.field, one.by, one.statement] for one in statement.provenance],
        "source": pairs_of(statement.source),
        "cue": pairs_of(statement.cue),
        "cue_text": _words(reading, statement.cue),
        "content": pairs_of(statement.content),
        "content_text": _words(reading, statement.content),
        "thread_id": None,
        **_NO_VALUES,
    }
    for field in ON_ROW:
        if (value := field.written(statement, form)) is not None:
            row |= field.row(value)
    return row


def _words(reading: Reading, spans: Iterable[Span]) -> str:
    return storable(BETWEEN.join(span.of(reading.article.text) for span in spans))


def written(statement: Statement, numbers: Sequence[int]) -> dict[str, Any]:
    """The values of a statement of a reading, as in `Stored`. numbers: ids of the reading's statements."""
    return fields.written(statement, _form(numbers))


def _form(numbers: Sequence[int]) -> Form:
    return Form(pairs_of, storable, statement=numbers.__getitem__)
