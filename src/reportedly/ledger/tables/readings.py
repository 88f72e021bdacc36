"""Readings out of the tables again: unchanged, or with reviews applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, cast

import sqlalchemy as sa

from ...articles.article import Article
from ...attributions.attribution import QuotationType
from ...errors import NotInLedger
from ...holders.holder import Holder, HolderKind
from ...reading import ReadBy, Reading, Statement
from ...span import spans_of as spans
from ...values.authenticity import Authenticity
from ...values.fields import BESIDE, FIELDS, ON_ROW, Field
from ...values.provenance import Provenance
from . import schema
from .counting import NOT_REJECTED, VALUES, value, with_reviews
from .engine import KEEPING, alone


@dataclass(frozen=True, slots=True)
class Laid:
    """An article from the ledger: its row, its reading, and the rows of its statements in the reading's order."""

    article: sa.RowMapping
    reading: Reading
    rows: tuple[sa.RowMapping, ...]


def reading(connection: sa.Connection, number: int, *, reviewed: bool = False) -> Reading:
    """The reading of an article by its id, as stored, or with reviews applied. Raises NotInLedger."""
    return laid(connection, number, reviewed=reviewed).reading


_BY_ID: Final = sa.select(schema.articles).where(schema.articles.c.id == sa.bindparam("article"))


def article(connection: sa.Connection, number: int) -> sa.RowMapping:
    """The row of an article by its id. Raises NotInLedger."""
    row = connection.execute(_BY_ID, {"article": number}).mappings().first()
    if row is None:
        raise NotInLedger(f"expected article {number} in the ledger, but there is none")
    return row


def find_article(connection: sa.Connection, number: int) -> sa.RowMapping:
    """As `article`. Keeps other writers out until the transaction ends."""
    alone(connection, KEEPING)
    return article(connection, number)


def read_by(row: Mapping[Any, Any]) -> ReadBy | None:
    """What made the reading of an article, by its row; None if that wasn't kept."""
    return ReadBy(row["program"], row["weights"]) if row["program"] else None


def published_as(row: Mapping[Any, Any]) -> Article:
    """An article from its row."""
    return Article(
        row["text"], row["url"], row["outlet"], row["title"], tuple(row["authors"]), row["published"], row["language"]
    )


def laid(connection: sa.Connection, number: int, *, reviewed: bool) -> Laid:
    """An article by its id, with its reading as stored, or with reviews applied. Raises NotInLedger."""
    row = article(connection, number)
    published = published_as(row)
    seen = _of(connection, schema.appearances, number)
    appearances = {
        r["id"]: Holder(r["name"], cast(HolderKind, r["kind"]), r["role"], spans(r["mentions"])) for r in seen
    }
    rows = _in_text_order(_reviewed(connection, number)) if reviewed else _read(connection, number)
    whose = _whose(rows, appearances)
    at = {r["id"]: i for i, r in enumerate(rows)}
    values = _values(connection, number, rows, at)
    places = {r["position"]: i for i, r in enumerate(rows)}
    statements = tuple(_statement(r, whose[r["id"]], values[r["id"]], at, places) for r in rows)
    holders = _present(whose.values()) if reviewed else tuple(appearances[r["id"]] for r in seen if r["position"] >= 0)
    whole = Reading(published, statements, holders, read_by(row), doubted(row["authenticity"], places))
    return Laid(row, whole, tuple(rows))


@dataclass(frozen=True, slots=True)
class Stored:
    """A statement as the ledger has it without reviews, also one that a review added.

    row: its columns. values: by field, as `Form` writes them, with spans as `[start, end]` and statements by their ids.
    """

    row: sa.RowMapping
    values: Mapping[str, Any]


def stored(connection: sa.Connection, number: int) -> list[Stored]:
    """All statements of an article, by position."""
    statement = schema.statements
    query = sa.select(statement, *_AS_READ).where(statement.c.article_id == number).order_by(statement.c.position)
    rows = connection.execute(query).mappings().all()
    values = _values(connection, number, rows, {row["id"]: i for i, row in enumerate(rows)})
    return [Stored(row, values[row["id"]]) for row in rows]


def _of(connection: sa.Connection, table: sa.Table, number: int) -> Sequence[sa.RowMapping]:
    return connection.execute(_in_article(table), {"article": number}).mappings().all()


@cache
def _in_article(table: sa.Table) -> sa.Select[Any]:
    return sa.select(table).where(table.c.article_id == sa.bindparam("article")).order_by(table.c.position)


#: The columns of `reviewed` for statements as read: no review gives the holder or the rows beside them.
_AS_READ: Final = [sa.null().label(name) for name in ("own", "holder", *schema.REVIEWS.values())]


def _read(connection: sa.Connection, number: int) -> list[sa.RowMapping]:
    """The rows of an article's statements as read, in the reading's order."""
    statement = schema.statements
    query = sa.select(statement, *_AS_READ).where(statement.c.article_id == number, statement.c.added.is_(sa.false()))
    return list(connection.execute(query.order_by(statement.c.position)).mappings())


def _reviewed(connection: sa.Connection, number: int) -> list[sa.RowMapping]:
    """The rows of an article's statements with reviews applied; added statements come last."""
    return list(connection.execute(_reviewing(), {"article": number}).mappings())


@cache
def _reviewing() -> sa.Select[Any]:
    """The query of `_reviewed`. Building it takes longer than running it."""
    statement = schema.statements
    same = statement.c[
        "id", "article_id", "position", "appearance_id", "holder_id", "confidence", "holder_confidence", "provenance",
        "thread_id", "added",
    ]  # fmt: skip
    values = [value(name) for name in VALUES]
    read = [statement.c[name].label(f"read_{name}") for field in ON_ROW for name in field.columns]
    beside = schema.reviewed.c["own", "holder", *schema.REVIEWS.values()]
    query = (
        sa.select(*same, *values, *read, *beside)
        .select_from(with_reviews(statement))
        .where(statement.c.article_id == sa.bindparam("article"), NOT_REJECTED)
    )
    return query.order_by(statement.c.position)


def _in_text_order(rows: Sequence[sa.RowMapping]) -> list[sa.RowMapping]:
    """The rows with added statements moved to their places by text order."""
    ordered = [row for row in rows if not row["added"]]
    for row in (row for row in rows if row["added"]):
        after = (i for i, other in enumerate(ordered) if _start(other) > _start(row))
        ordered.insert(next(after, len(ordered)), row)
    return ordered


def _start(row: sa.RowMapping) -> int:
    return min(int(start) for name in ("source", "cue", "content") for start, _ in row[name])


def _whose(rows: Sequence[sa.RowMapping], appearances: Mapping[int, Holder]) -> dict[int, Holder | None]:
    """The holder of each statement, by statement id: as read, or as a review gives it."""
    named = {(holder.name, holder.kind): holder for holder in appearances.values()}
    found: dict[int, Holder | None] = {}
    for row in rows:
        said = row["holder"]
        if not row["own"]:
            found[row["id"]] = appearances.get(row["appearance_id"])
        elif said is None:
            found[row["id"]] = None
        else:
            new = Holder(said["name"], said["kind"], said["role"], spans(said["spans"]))
            found[row["id"]] = named.setdefault((new.name, new.kind), new)
    return found


def _present(whose: Iterable[Holder | None]) -> tuple[Holder, ...]:
    """The holders that have statements, each once, in the order of their first mentions."""
    distinct = {id(holder): holder for holder in whose if holder is not None}.values()
    return tuple(sorted(distinct, key=lambda h: (not h.mentions, h.mentions[:1])))


def _values(
    connection: sa.Connection, number: int, rows: Sequence[sa.RowMapping], at: Mapping[int, int]
) -> dict[int, dict[str, Any]]:
    """The values of an article's statements in JSON, by statement id and field. at: index of each by its id."""
    found: dict[int, dict[str, Any]] = {
        row["id"]: {field.name: field.from_row(row) if row[field.first.column] else None for field in ON_ROW}
        | {field.name: [] for field in BESIDE}
        for row in rows
    }
    says = {row["id"]: row for row in rows}
    for field in BESIDE:
        others = [part.column for part in field.parts if part.sort == "statement"]
        for row in _counting(connection, schema.metadata.tables[field.table], number, says):
            if all(row[other] in at for other in others):
                found[row["statement_id"]][field.name].append(field.from_row(row))
    return found


def _statement(
    row: sa.RowMapping, holder: Holder | None, values: Mapping[str, Any], at: Mapping[int, int],
    places: Mapping[int, int],
) -> Statement:  # fmt: skip
    given = {field.name: field.read(values[field.name], at.__getitem__) for field in FIELDS}
    return Statement(
        source=spans(row["source"]),
        cue=spans(row["cue"]),
        content=spans(row["content"]),
        type=cast(QuotationType, row["type"]),
        parent=at.get(row["parent_id"]),
        confidence=row["confidence"],
        holder_confidence=row["holder_confidence"],
        holder=holder,
        provenance=tuple(_provenance(row, given, places)),
        id=row["id"],
        **given,
    )


def _provenance(row: sa.RowMapping, given: Mapping[str, Any], places: Mapping[int, int]) -> Iterator[Provenance]:
    """By what the values of a statement came, as read but for those that a review set. places: indices by position."""
    read = [Provenance(name, by, None if at is None else places.get(at)) for name, by, at in row["provenance"]]
    for field in FIELDS:
        if _is_set(row, field):
            yield from (Provenance(field.name, "review") for _ in field.values(given[field.name]))
        else:
            yield from (one for one in read if one.field == field.name)


def _is_set(row: sa.RowMapping, field: Field) -> bool:
    """Whether a review gives the value."""
    if row["added"]:
        return True
    if field.table:
        return row[schema.REVIEWS[field.table]] is not None
    return any(row[name] != row.get(f"read_{name}", row[name]) for name in field.columns)


def _counting(
    connection: sa.Connection, table: sa.Table, number: int, says: Mapping[int, sa.RowMapping]
) -> list[sa.RowMapping]:
    """The rows of a table beside an article's statements that count: those of a review, or else as read."""
    rows, review = connection.execute(_beside(table), {"article": number}).mappings(), schema.REVIEWS[table.name]
    return [
        row for row in rows if row["statement_id"] in says and row["review_id"] == says[row["statement_id"]][review]
    ]


@cache
def _beside(table: sa.Table) -> sa.Select[Any]:
    """The rows of a table beside the statements of the article that is the parameter `article`."""
    inside = sa.select(schema.statements.c.id).where(schema.statements.c.article_id == sa.bindparam("article"))
    return sa.select(table).where(table.c.statement_id.in_(inside)).order_by(*_in_order(table))


def _in_order(table: sa.Table) -> Iterator[sa.Column[Any]]:
    """The columns by which the rows of one statement are sorted."""
    return (column for column in table.c if column.name in ("position", "id"))


def doubted(kept: Iterable[Mapping[str, Any]], places: Mapping[int, int]) -> tuple[Authenticity, ...]:
    """The same out again. places: of the statements that count, by their positions; others are left out."""
    return tuple(
        Authenticity(
            one["kind"], one["text"], spans(one["spans"]), one["record"], spans(one["record_spans"]), one["own"],
            one["by"], spans(one["by_spans"]), places.get(one["statement"]),
            tuple(places[at] for at in one["statements"] if at in places),
        )
        for one in kept
    )  # fmt: skip
