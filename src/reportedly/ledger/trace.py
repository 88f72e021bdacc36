"""Asking the ledger: the way of an utterance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ..errors import NotInLedger
from ..phrases import count
from . import schema
from .examine import joined, replies
from .origins import Origins
from .queue import Kept, kept, resting_on
from .said import Said, fetch
from .search import Query, search

#: Statements that words are looked up in, to see which threads have them.
LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Wording:
    """One way in which an utterance is worded, and the statements that have it so, the earliest first."""

    words: str
    type: str
    statements: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """An utterance in all its wordings.

    thread: its number, None for one that a single statement has. statements: by date. origins: what they rest on.
    wordings: those of most articles first. responses: what answers it, by date. findings: those that rest on it.
    matches: how many statements of it have the words asked for.
    """

    thread: int | None
    statements: tuple[Said, ...]
    origins: Origins
    wordings: tuple[Wording, ...]
    responses: tuple[Said, ...]
    findings: tuple[Kept, ...]
    matches: int


def trace(connection: sa.Connection, words: str, limit: int = 5) -> list[Trace]:
    """The utterances that have these words: those in which most statements do first. limit: how many at most."""
    found = search(connection, Query(words), limit=LOOKED_AT).statements
    groups: dict[tuple[str, int], list[Said]] = {}
    for said in found:
        groups.setdefault(("thread", said.thread) if said.thread is not None else ("statement", said.id), []).append(
            said
        )
    ranked = sorted(groups.items(), key=lambda item: -len(item[1]))[:limit]
    return [of_thread(connection, number if kind == "thread" else None, group) for (kind, number), group in ranked]


def thread(connection: sa.Connection, number: int) -> Trace:
    """The utterance of a thread, by its number. Raises NotInLedger if no current article has it."""
    said = fetch(connection, schema.articles.c.current, schema.statements.c.thread_id == number)
    if not said:
        raise NotInLedger(f"expected thread {number} in the ledger, but there is none")
    return _traced(connection, number, said, 0)


def statement(connection: sa.Connection, number: int) -> Trace:
    """The utterance of a statement, by the statement's number, in a thread or alone. Raises NotInLedger."""
    said = fetch(connection, schema.statements.c.id == number)
    if not said:
        raise NotInLedger(f"expected statement {number} in the ledger, but there is none")
    return of_thread(connection, said[0].thread, said)


def of_thread(connection: sa.Connection, thread: int | None, matching: Sequence[Said]) -> Trace:
    """An utterance, by its thread or by its only statement."""
    current = schema.articles.c.current
    said = list(matching) if thread is None else fetch(connection, current, schema.statements.c.thread_id == thread)
    return _traced(connection, thread, said or matching, len(matching))


def _traced(connection: sa.Connection, thread: int | None, said: Sequence[Said], matches: int) -> Trace:
    said = sorted(said, key=_by_day)
    ids = {one.id for one in said}
    answering = [reply for reply in replies(connection, said) if reply.id not in ids]
    return Trace(
        thread,
        tuple(said),
        joined(connection, said),
        tuple(_wordings(said)),
        tuple(sorted(answering, key=_by_day)),
        tuple(kept(connection, resting_on(schema.evidence.c.statement_id, ids))),
        matches,
    )


def _by_day(said: Said) -> tuple[str, int]:
    return said.source.published or said.day or "~", said.id


def _wordings(thread: Iterable[Said]) -> list[Wording]:
    groups: dict[tuple[str, str], list[Said]] = {}
    for said in thread:
        groups.setdefault((said.content.strip(" “”\"‘’'.,").casefold(), said.type), []).append(said)
    found = [Wording(group[0].content, kind, tuple(group)) for (_, kind), group in groups.items()]
    return sorted(found, key=lambda w: -len({said.source.id for said in w.statements}))
<<<<<<< HEAD
=======


def _resting_on(connection: sa.Connection, said: Sequence[Said]) -> list[Kept]:
    ids, articles = {one.id for one in said}, sorted({one.source.id for one in said})
    found = kept(connection, articles=articles)
    return [k for k in found if ids & {e.statement for e in k.finding.evidence}]


def who(connection: sa.Connection, name: str, about: str | None = None, limit: int = 50) -> Profile:
    """What a holder said. name: the holder's, whole or in part. about: only stances toward this target.

    Raises NotInLedger if there is none, or if several could be meant.
    """
    number = holder(connection, name)
    row = connection.execute(sa.select(schema.holders).where(schema.holders.c.id == number)).one()
    of = schema.statements
    said = fetch(connection, schema.articles.c.current, of.c.holder_id == number)
    roles = connection.execute(
        sa.select(schema.appearances.c.role, sa.func.count())
        .where(schema.appearances.c.holder_id == number, schema.appearances.c.role.is_not(None))
        .group_by(schema.appearances.c.role)
    ).all()
    return Profile(
        number,
        row.name,
        row.kind,
        tuple(role for role, _ in sorted(roles, key=lambda row: (-row[1], row[0]))),
        tuple(sorted(said, key=lambda s: (s.day or "", s.id), reverse=True))[:limit],
        tuple(stands(said, about)),
        tuple(_resting_on(connection, said)),
    )


def holder(connection: sa.Connection, name: str) -> int:
    """The id of the holder of this name: whole, else the only one it is a part of. Raises NotInLedger.

    The name of one that was merged into another means that other.
    """
    of, key = schema.holders, " ".join(word for word in plain(name) if word != "the")
    said = sa.select(sa.func.count()).where(schema.statements.c.holder_id == of.c.id).scalar_subquery()
    query = sa.select(of.c.id, of.c.name, said.label("said")).order_by(said.desc(), of.c.id)
    wanted = connection.execute(sa.select(of.c.id).where(of.c.key == key)).scalars().all()
    if not wanted and key:
        part = sa.select(of.c.id).where(of.c.key.contains(key, autoescape=True))
        wanted = connection.execute(part.limit(20)).scalars().all()
    if name.isdecimal() and not wanted:
        wanted = connection.execute(sa.select(of.c.id).where(of.c.id == int(name))).scalars().all()
    rows = connection.execute(query.where(of.c.id.in_({*roots(connection, wanted).values()}))).all()
    if not rows:
        raise NotInLedger(f"expected a holder called {name!r} in the ledger, but there is none")
    if len(rows) > 1:
        names = ", ".join(f"{row.name} (number {row.id}, {count(row.said, 'statement')})" for row in rows[:5])
        raise NotInLedger(
            f"expected one holder called {name!r}, but there are several: {names}; say which by its number"
        )
    return int(rows[0].id)


def stands(said: Iterable[Said], about: str | None = None) -> list[Stand]:
    """Stances by date, with the turns among those toward one target. about: a part of the target's name."""
    signs: dict[int | str, bool] = {}
    found = []
    for one in sorted(said, key=lambda s: (s.day or "~", s.id)):
        for held in one.stances:
            if about and folded(about) not in folded(held.target):
                continue
            target = held.target_id or folded(held.target)
            favourable = held.polarity > 0
            found.append(Stand(one, held, signs.get(target, favourable) != favourable))
            signs[target] = favourable
    return found
>>>>>>> 258d82a (Adding: what is there isn't read again, and the outcomes are counted at the end)
