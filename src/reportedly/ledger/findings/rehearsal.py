"""What would be found in an article that isn't in the ledger: a draft. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from ..tables import schema
from ..tables.record import StatementRecord, fetch, innermost, with_words, worded
from ..threads.credits import credits
from ..threads.membership import ThreadToBe
from ..threads.origins import record_noun
from . import encounters
from .accounts import conflicting
from .dates import Offices, answered_early, before_it_began, before_what_it_answers, not_yet, out_of_office
from .finding import Finding
from .sources import circular
from .turns import reversals


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """An article as it would be in the ledger.

    text, authors: of the article. statements: its own, in text order. threads: by the number of each of their threads,
    what else would be in it. told: by statement, the addressee and where its chain begins, in code points; None for
    either if there is none. persons: those whom it names: name and holder. apart: the ids of articles that are itself.
    """

    text: str
    authors: Sequence[str]
    statements: Sequence[StatementRecord]
    threads: Mapping[int, ThreadToBe]
    told: Mapping[int, tuple[str | None, int | None]]
    persons: Sequence[tuple[str, int | None]]
    apart: frozenset[int]


def found(connection: sa.Connection, draft: Rehearsed, held: Offices) -> Iterator[Finding]:
    """Findings in a draft, but for those that come of comparing its quotations and of denials."""
    if not draft.statements:
        return
    said = [one for one in draft.statements if one.standing != "not said"]
    by_id = {one.id: one for one in draft.statements}
    yield from before_it_began(said[0].source, draft.text, said) if said else ()
    for one in said:
        yield from not_yet(one, draft.text)
    early = [found for one in said for found in before_what_it_answers(one, by_id, draft.text)]
    yield from early or answered_early(draft.statements[0].source, draft.text)
    yield from out_of_office(said, held)
    yield from _in_threads(connection, draft, said)
    for one, others in encounters.sharing(connection, said):
        elsewhere = _elsewhere(draft, others)
        yield from conflicting(one, elsewhere)
        yield from encounters.excluding(connection, one, elsewhere, said)
    yield from encounters.miscounting(connection, said, draft.text)
    for holder in sorted({one.holder for one in said if one.holder is not None}):
        yield from _turns(connection, draft, holder)


def _elsewhere(draft: Rehearsed, statements: Sequence[StatementRecord]) -> list[StatementRecord]:
    return [one for one in statements if one.source.id not in draft.apart]


def others(connection: sa.Connection, draft: Rehearsed, number: int) -> list[StatementRecord]:
    """What other articles have of a thread of the draft."""
    thread, statement = draft.threads[number], schema.statements.c
    inside = sa.or_(statement.thread_id.in_(thread.threads), statement.id.in_(thread.statements))
    found = fetch(connection, schema.articles.c.current, inside)
    return [replace(one, thread=number) for one in _elsewhere(draft, found)]


def _in_threads(connection: sa.Connection, draft: Rehearsed, said: Sequence[StatementRecord]) -> Iterator[Finding]:
    mine: dict[tuple[int, int], list[StatementRecord]] = {}
    for one in said:
        mine.setdefault((one.thread or 0, 0 if one.thread else one.id), []).append(one)
    alone = []
    for (number, _), own in mine.items():
        elsewhere = others(connection, draft, number) if number else []
        if not elsewhere:
            alone.append(own)
            continue
        thread = innermost([*elsewhere, *own])
        yield from encounters.resting_on_nobody(connection, [thread])
        yield from circular(thread, encounters.joined(connection, thread, _told(draft, own)))
    yield from encounters.resting_on_nobody(connection, alone)


def _told(draft: Rehearsed, own: Sequence[StatementRecord]) -> encounters.Told:
    """What the origins of a thread need to know of the draft's statements in it."""
    starts = {one.id: draft.told[one.id][1] for one in own}
    nouns = {number: record_noun(draft.text, start) for number, start in starts.items() if start is not None}
    told = {one.id: draft.told[one.id][0] for one in own}
    agencies = credits(draft.text, draft.authors)[:1]
    return encounters.Told(
        {number: noun for number, noun in nouns.items() if noun},
        {number: name for number, name in told.items() if name},
        {one.source.id: agency for agency in agencies for one in own},
    )


def _turns(connection: sa.Connection, draft: Rehearsed, number: int) -> Iterator[Finding]:
    """Turns of a holder between the draft and what is in the ledger."""
    own = [with_words(one, draft.text) for one in draft.statements if one.holder == number and one.stances]
    last = {name.rpartition(" ")[2] for name, holder in draft.persons if holder == number}
    if not own or any(name.rpartition(" ")[2] in last for name, holder in draft.persons if holder != number):
        return
    statement = schema.statements.c
    has = sa.select(schema.stances.c.statement_id)
    there = fetch(connection, schema.articles.c.current, statement.holder_id == number, statement.id.in_(has))
    history = [*worded(connection, _elsewhere(draft, there)), *own]
    if len({held.polarity > 0 for one in history for held in one.stances}) > 1:
        shared = encounters.namesakes(connection, number, {one.source.id for one in history})
        yield from reversals([one for one in history if one.source.id not in shared])
