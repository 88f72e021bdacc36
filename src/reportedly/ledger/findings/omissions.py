"""Denials that articles of the ledger leave out: where they are looked for, by threads, words, and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, cast

import sqlalchemy as sa

from ..tables import schema
from ..tables.counting import NOT_REJECTED, value, with_reviews
from ..tables.record import Source, StatementRecord, batched, fetch, innermost, these
from ..threads import membership
from ..threads.wordings import wording
from .denials import (
    MAY_DENY,
    denied_elsewhere,
    denies,
    has_its_say,
    is_told,
    one_claim,
    own_sentences,
    says_that_they_deny,
    told_as_fact,
)
from .encounters import text_of
from .finding import Evidence, Finding

#: How many statements of a thread are used to search the rest of the ledger for denials. Bounds the work for a long
#: thread, whose statements say the same anyway; set by judgement.
WORDINGS: Final = 6


def left_out_of_thread(connection: sa.Connection, thread: Sequence[StatementRecord]) -> Iterator[Finding]:
    """Denials of an utterance that articles leave out."""
    for finding in denied_elsewhere(thread, _against(connection, thread)):
        if not _tells_of(connection, *finding.evidence):
            yield finding


def left_out_of_altered(
    connection: sa.Connection, one: StatementRecord, others: Iterable[StatementRecord]
) -> Iterator[Finding]:
    """The same for a quotation that was altered so much that it isn't in the thread of the others."""
    threads = sorted({other.thread for other in others if other.thread is not None} - {one.thread})
    if threads:
        where = schema.articles.c.current, schema.statements.c.thread_id.in_(threads)
        thread = innermost(fetch(connection, *where))
        for finding in left_out_of_thread(connection, [one, *thread]):
            if finding.evidence[0].statement == one.id:
                yield finding


def left_out_of_retold(
    connection: sa.Connection, one: StatementRecord, others: Iterable[StatementRecord]
) -> Iterator[Finding]:
    """The same for a claim that articles tell each in its own words, so that no thread holds it."""
    apart = [other for other in others if other.thread is None or other.thread != one.thread]
    same = [other for other in apart if one_claim(one, other)]
    if same:
        yield from left_out_of_thread(connection, [one, *same])


def left_out_alone(
    connection: sa.Connection, one: StatementRecord, others: Iterable[StatementRecord]
) -> Iterator[Finding]:
    """The same for a named holder's claim that one article alone has, where it or its denial is the one looked at."""
    others = [*others]
    if one.standing == "denied":
        claims = others
    else:
        claims = [one] if any(other.standing == "denied" for other in others) else []
    for claim in claims:
        if claim.thread is None and not (claim.nested or claim.unnamed):
            yield from left_out_of_thread(connection, [claim])


def against_what_is_told(
    connection: sa.Connection, source: Source, text: str, statements: Sequence[StatementRecord]
) -> Iterator[Finding]:
    """What an article says of its own that somebody claims in another, and somebody else denies there."""
    told: set[int] = set()
    own = own_sentences(text, statements)
    worded = {at: wording(span.of(text), "indirect") for at, span in enumerate(own)}
    near = membership.neighbours(connection, worded)
    claims = {one.id: one for one in these(connection, {n for some in near.values() for n in some}, current=True)}
    for at, numbers in near.items():
        same = (claims[number] for number in numbers if number in claims)
        for claim in (one for one in same if is_told(one, worded[at]) and one.source.id not in {source.id, *told}):
            beside = fetch(connection, schema.statements.c.article_id == claim.source.id)
            for reply in (one for one in beside if denies(one, claim)):
                found = [*told_as_fact(source, text, statements, own[at], reply)][: not told]
                told |= {claim.source.id} if found else set()
                yield from found


def _tells_of(connection: sa.Connection, claim: Evidence, denial: Evidence) -> bool:
    """Whether an article has an answer of whoever denies its claim, be it in words that weren't read as a statement."""
    here = {one.id: one for one in fetch(connection, schema.statements.c.article_id == claim.article)}
    (reply,) = fetch(connection, schema.statements.c.id == denial.statement)
    claimed = here[cast(int, claim.statement)]
    return says_that_they_deny(text_of(connection, claim.article), reply.name) or any(
        has_its_say(one, claimed, reply) for one in here.values()
    )


def _against(connection: sa.Connection, thread: Sequence[StatementRecord]) -> list[StatementRecord]:
    """The statements that may deny an utterance.

    In the articles of the thread these are denials and statements with negating words; in the rest of the ledger,
    denials in similar words.
    """
    statements, current = schema.statements, schema.articles.c.current
    here = []
    told = sa.select(statements.c.id, value("standing"), value("content_text")).select_from(with_reviews(statements))
    for some in batched(sorted({statement.source.id for statement in thread})):
        rows = connection.execute(told.where(statements.c.article_id.in_(some), NOT_REJECTED))
        here += [r.id for r in rows if r.standing == "denied" or MAY_DENY.search(r.content_text)]
    near = membership.neighbours(
        connection, {statement.id: wording(statement.content, statement.type) for statement in thread[:WORDINGS]}
    )
    far = sorted({other for others in near.values() for other in others} - {*here})
    found = [statement for some in batched(here) for statement in fetch(connection, current, statements.c.id.in_(some))]
    others = (statement for some in batched(far) for statement in fetch(connection, current, statements.c.id.in_(some)))
    return found + [statement for statement in others if statement.standing == "denied"]
