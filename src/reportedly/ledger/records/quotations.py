"""HeldQuotation: a quotation of an article, and what a record has of it; in the tables, and out of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from ...span import Span, pairs_of, spans_of
from ...verification.verified import ComparedWords, QuotationClass, RecordPassage
from ..tables import schema
from ..tables.store import insert

#: Those in which nothing is changed: the words stand there, as their holder said them.
STANDING: Final[frozenset[QuotationClass]] = frozenset(["verbatim", "cleaned", "trimmed", "heard-alike"])


@dataclass(frozen=True, slots=True)
class HeldQuotation:
    """A quotation of an article, and what a record has of it.

    record, article: ids. statement: id of the statement that it is of; None if none has it. holder: whose it is in the
    article. class_, marked, differences: as in `VerifiedQuotation`. spans, words: in the article.
    passages: where it stands in the record, with the names that the record has for its speakers.
    """

    record: int
    article: int
    statement: int | None
    holder: str | None
    class_: QuotationClass
    marked: bool | None
    spans: tuple[Span, ...]
    words: str
    passages: tuple[RecordPassage, ...]
    differences: tuple[ComparedWords, ...]

    @property
    def time(self) -> float | None:
        """When it was said, in seconds from the beginning of the record; None if that isn't known."""
        return next((one.time for one in self.passages if one.time is not None), None)

    @property
    def stands(self) -> bool:
        """Whether nothing in it was changed, whatever was left out."""
        return self.class_ in STANDING


def write(connection: sa.Connection, article: int, found: Sequence[HeldQuotation]) -> list[HeldQuotation]:
    """Store what records have of the quotations of an article, in the place of what was stored before.

    Returns those that were stored: a record may have been taken out since it was looked into.
    """
    table = schema.verified
    connection.execute(sa.delete(table).where(table.c.article_id == article))
    there = sa.select(schema.records.c.id).where(schema.records.c.id.in_({one.record for one in found}))
    known = {*connection.execute(there).scalars()}
    kept = [one for one in found if one.record in known]
    insert(connection, table, [_row(one) for one in kept])
    return kept


def _row(one: HeldQuotation) -> dict[str, Any]:
    return {
        "record_id": one.record, "article_id": one.article, "statement_id": one.statement, "holder": one.holder,
        "class": one.class_, "marked": one.marked, "spans": pairs_of(one.spans), "words": one.words,
        "passages": [
            {"turn": at.turn, "time": at.time, "span": [at.span.start, at.span.end], "words": at.words,
             "speaker": at.speaker, "record": at.record, "until": at.until}
            for at in one.passages
        ],
        "differences": [{"kind": it.kind, "quoted": it.quoted, "said": it.said} for it in one.differences],
    }  # fmt: skip


def of_article(connection: sa.Connection, number: int) -> tuple[HeldQuotation, ...]:
    """What records have of the quotations of an article, as it was last looked for, in the order of its text."""
    return _read(connection, schema.verified.c.article_id == number)


def of_record(connection: sa.Connection, number: int) -> tuple[HeldQuotation, ...]:
    """What current articles quote of a record, article by article."""
    return _read(connection, schema.verified.c.record_id == number)


def of_statements(connection: sa.Connection, numbers: Iterable[int]) -> tuple[HeldQuotation, ...]:
    """What records have of some statements, by their ids."""
    return _read(connection, schema.verified.c.statement_id.in_(sorted(numbers)))


def _read(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> tuple[HeldQuotation, ...]:
    table = schema.verified
    query = sa.select(table).where(condition).order_by(table.c.article_id, table.c.id)
    return tuple(map(_held, connection.execute(query).mappings()))


def _held(row: Mapping[Any, Any]) -> HeldQuotation:
    return HeldQuotation(
        row["record_id"], row["article_id"], row["statement_id"], row["holder"], row["class"], row["marked"],
        spans_of(row["spans"]), row["words"],
        tuple(
            RecordPassage(
                at["record"], at["speaker"], at["turn"], at["time"], Span(*at["span"]), at["words"], at.get("until")
            )
            for at in row["passages"]
        ),
        tuple(ComparedWords(it["kind"], it["quoted"], it["said"]) for it in row["differences"]),
    )  # fmt: skip
