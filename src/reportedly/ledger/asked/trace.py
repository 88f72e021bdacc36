"""Tracing an utterance: its wordings, its origins, what answers it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ...errors import InvalidQuery, NotInLedger
from ..findings.encounters import joined, replies
from ..findings.queue import Kept, on_statements, waiting
from ..records import quotations
from ..records.quotations import HeldQuotation
from ..tables import schema
from ..tables.counting import with_reviews
from ..tables.record import StatementRecord, in_thread, innermost, these
from ..threads.origins import Origins
from . import authenticity
from .authenticity import DoubtedRecord
from .search import Query, search

#: Most statements looked at to find the threads that have given words; set by judgement.
LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Wording:
    """One way in which an utterance is worded, and the statements that have it so, the earliest first."""

    words: str
    type: str
    statements: tuple[StatementRecord, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """An utterance in all its wordings.

    thread: its id, None if a single statement has it. statements, responses: by date, the earliest first.
    wordings: those of most articles first. findings: stored ones that rest on these statements.
    matches: how many of the statements were found by the words asked for. waiting: number of places in the ledger that
    are still to be examined, so that findings may be missing. verified: what records have of these statements.
    authenticity: what the articles say of whether the records are genuine in which they read these words.
    """

    thread: int | None
    statements: tuple[StatementRecord, ...]
    origins: Origins
    wordings: tuple[Wording, ...]
    responses: tuple[StatementRecord, ...]
    findings: tuple[Kept, ...]
    matches: int
    waiting: int = 0
    verified: tuple[HeldQuotation, ...] = ()
    authenticity: tuple[DoubtedRecord, ...] = ()

    @property
    def ends(self) -> tuple[HeldQuotation, ...]:
        """Where the thread ends at records: of each the first quotation that stands there, in which it was said."""
        first: dict[int, HeldQuotation] = {}
        for one in self.verified:
            if one.stands:
                first.setdefault(one.record, one)
        return tuple(first.values())


def trace(connection: sa.Connection, words: str, limit: int = 5) -> list[Trace]:
    """The utterances with these words, at most `limit`, those with most matching statements first.

    words: as in Query, but there must be some. Raises InvalidQuery.
    """
    if not words.strip():
        raise InvalidQuery("expected words of an utterance, but found none")
    found = search(connection, Query(words), limit=LOOKED_AT).statements
    groups: dict[tuple[str, int], list[StatementRecord]] = {}
    for statement in found:
        groups.setdefault(
            ("thread", statement.thread) if statement.thread is not None else ("statement", statement.id), []
        ).append(statement)
    ranked = sorted(groups.items(), key=lambda item: -len(item[1]))[:limit]
    return [of_thread(connection, number if kind == "thread" else None, group) for (kind, number), group in ranked]


def thread(connection: sa.Connection, number: int) -> Trace:
    """The utterance of a thread, by the thread's id. Raises NotInLedger if no current article has it."""
    statements = in_thread(connection, number)
    if not statements:
        raise NotInLedger(f"expected thread {number} in the ledger, but there is none")
    return _traced(connection, number, statements, 0)


def statement(connection: sa.Connection, number: int) -> Trace:
    """The utterance of a statement, by the statement's id, in a thread or alone. Raises NotInLedger."""
    if not stands(connection, number):
        raise NotInLedger(f"expected statement {number}, but it was rejected, or isn't read any more")
    statements = these(connection, [number])
    return of_thread(connection, statements[0].thread, statements)


def stands(connection: sa.Connection, number: int) -> bool:
    """Whether a statement, by its id, counts: nobody has rejected it, and it is read. Raises NotInLedger."""
    rejected, columns = schema.reviewed.c.rejected, schema.statements.c
    found = connection.execute(
        sa.select(sa.func.coalesce(rejected, sa.false()).label("rejected"))
        .select_from(with_reviews(schema.statements))
        .where(columns.id == number)
    ).first()
    if found is None:
        raise NotInLedger(f"expected statement {number} in the ledger, but there is none")
    return not found.rejected


def of_thread(connection: sa.Connection, thread: int | None, matching: Sequence[StatementRecord]) -> Trace:
    """An utterance by its thread's id, or by its statements if it is in none. matching: those found by a search."""
    statements = list(matching) if thread is None else in_thread(connection, thread)
    return _traced(connection, thread, statements or matching, len(matching))


def _traced(
    connection: sa.Connection, thread: int | None, statements: Sequence[StatementRecord], matches: int
) -> Trace:
    statements = sorted(innermost(statements), key=_by_day)
    ids = {one.id for one in statements}
    answering = [reply for reply in replies(connection, statements) if reply.id not in ids]
    return Trace(
        thread,
        tuple(statements),
        joined(connection, statements),
        tuple(_wordings(statements)),
        tuple(sorted(answering, key=_by_day)),
        tuple(on_statements(connection, ids)),
        matches,
        waiting(connection),
        quotations.of_statements(connection, ids),
        authenticity.of_statements(connection, statements),
    )


def _by_day(statement: StatementRecord) -> tuple[str, int]:
    return statement.source.published or statement.day or "~", statement.id


def _wordings(thread: Iterable[StatementRecord]) -> list[Wording]:
    groups: dict[tuple[str, str], list[StatementRecord]] = {}
    for statement in thread:
        groups.setdefault((statement.content.strip(" “”\"‘’'.,").casefold(), statement.type), []).append(statement)
    found = [Wording(group[0].content, kind, tuple(group)) for (_, kind), group in groups.items()]
    return sorted(found, key=lambda w: -len({statement.source.id for statement in w.statements}))
