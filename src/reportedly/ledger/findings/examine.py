"""Looks for findings wherever something has changed, and stores them.

What an `add` touches (the article, its threads, its holders) is only marked in the table `dirty`, and examined later,
some places at a time. Examining needs no more than a reader's connection; only what was found is then written, in a
transaction that takes milliseconds. So nobody waits for it, and it may be broken off at any moment.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Literal

import sqlalchemy as sa

from ...values.endorsements import STEMS
from ..records import holding
from ..records import store as records
from ..records.holding import Shelf
from ..records.quotations import HeldQuotation
from ..tables import schema
from ..tables.counting import NOT_REJECTED, with_reviews
from ..tables.prepared import Prepared
from ..tables.record import (
    StatementRecord,
    batched,
    fetch,
    in_thread,
    innermost,
    sources,
    these,
    these_sources,
    worded,
)
from ..tables.store import ArticleRows, now
from .accounts import conflicting
from .dates import Offices, answered_early, before_it_began, before_what_it_answers, not_yet, out_of_office
from .described import meant
from .encounters import (
    MOST_SAID,
    Encounter,
    excluding,
    going_round,
    joined,
    miscounting,
    mostly_within,
    namesakes,
    resting_on_nobody,
    retold,
    reworded,
    sharing,
    text_of,
)
from .extracts import out_of_context
from .finding import Finding
from .omissions import (
    against_what_is_told,
    left_out_alone,
    left_out_of_altered,
    left_out_of_retold,
    left_out_of_thread,
    told_before,
)
from .quotations import altered, contrary, contrary_to, spliced
from .recorded import Recorded, otherwise
from .sides import changed_sides
from .sources import circular, is_named_by, seconds
from .speakers import misattributed
from .turns import reversals
from .unattributed import unattributed

#: `quotations` are those of an article, which are held against records.
TouchedKind = Literal["article", "thread", "holder", "quotations"]
#: Threads come first, since the articles of some have then to be examined too.
KINDS: Final[tuple[TouchedKind, ...]] = ("thread", "holder", "article", "quotations")
#: Called with the number of places done and the number of all.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Examined:
    """A marked place that was examined.

    mark: the one that it had then. found: what holds there. further: ids of articles to be examined because of it.
    held: what records have of an article's quotations, if it is these.
    """

    kind: TouchedKind
    id: int
    mark: int
    found: tuple[Finding, ...]
    further: frozenset[int] = frozenset()
    held: tuple[HeldQuotation, ...] = ()


#: Most places examined at once, which bounds the time for which writing down what was found keeps other writers out.
MOST: Final = 100
#: Words of which every side that is taken has one (`sides.taken`).
SIDE_WORDS: Final = (*STEMS, "should", "must", "ought", "deserve", "in favo")


def mark(connection: sa.Connection, rows: ArticleRows) -> None:
    """Mark a new article, its threads and its holders as to be examined."""
    touched: set[tuple[TouchedKind, int]] = {("article", rows.id)}
    touched |= {("thread", row["thread_id"]) for row in rows.statements if row["thread_id"] is not None}
    touched |= {("holder", row["holder_id"]) for row in rows.statements if row["holder_id"] is not None}
    before = rows.article["supersedes"]
    mark_touched(connection, touched if before is None else touched | touched_by(connection, before))


def touched_by(connection: sa.Connection, article: int) -> set[tuple[TouchedKind, int]]:
    """What has to be examined again if an article in the ledger changes or is superseded.

    The article, its threads and its holders, and wherever a finding was made that rests on its words.
    """
    statement, evidence, finding = schema.statements, schema.evidence, schema.findings
    places = sa.select(statement.c.thread_id, statement.c.holder_id).where(statement.c.article_id == article)
    touched: set[tuple[TouchedKind, int]] = {("article", article)}
    for thread, holder in connection.execute(places.distinct()):
        touched |= {("thread", thread)} if thread is not None else set()
        touched |= {("holder", holder)} if holder is not None else set()
    found = sa.select(finding.c.scope, finding.c.scope_id).join(evidence, evidence.c.finding_id == finding.c.id)
    touched |= {(row.scope, row.scope_id) for row in connection.execute(found.where(evidence.c.article_id == article))}
    return touched


def mark_decided(connection: sa.Connection, decisions: Iterable[int]) -> None:
    """Mark what decisions on holders affect: the holders, and the articles and threads of their appearances.

    decisions: ids in the table `decisions`.
    """
    table, statement = schema.decisions, schema.statements
    touched: set[tuple[TouchedKind, int]] = set()
    query = sa.select(table.c.holder_id, table.c.other_id, table.c.appearances)
    for some in batched(sorted(decisions)):
        for row in connection.execute(query.where(table.c.id.in_(some))).all():
            touched |= {("holder", number) for number in (row.holder_id, row.other_id) if number is not None}
            for appearances in batched(row.appearances):
                places = sa.select(statement.c.article_id, statement.c.thread_id, statement.c.holder_id).where(
                    statement.c.appearance_id.in_(appearances)
                )
                for one in connection.execute(places):
                    # A statement that was rejected no longer has a holder.
                    of_it: tuple[tuple[TouchedKind, int | None], ...] = (
                        ("article", one.article_id), ("holder", one.holder_id), ("thread", one.thread_id),
                    )  # fmt: skip
                    touched |= {(scope, number) for scope, number in of_it if number is not None}
    mark_touched(connection, touched)


def mark_touched(connection: sa.Connection, touched: Iterable[tuple[TouchedKind, int]]) -> None:
    """Mark places as to be examined, each given by its kind and its id. One that is marked already is marked anew.

    With an article its quotations are marked, if there are records to hold them against.
    """
    mark, touched = secrets.randbits(62), {*touched}
    articles = {number for kind, number in touched if kind == "article"}
    if articles and records.are_there(connection):
        touched |= {("quotations", number) for number in articles}
    rows = [{"kind": kind, "id": number, "mark": mark} for kind, number in sorted(touched)]
    if rows:
        _MARKING.each(connection, rows)


def forget_quotations(connection: sa.Connection, articles: Collection[int]) -> None:
    """Forget what was found by holding articles, by their ids, against records; they are held against them again."""
    finding = schema.findings.c
    for some in batched(sorted(articles)):
        where = finding.scope == "quotations", finding.scope_id.in_(some)
        connection.execute(sa.delete(schema.findings).where(*where))
    mark_touched(connection, (("quotations", number) for number in articles))


#: A place gets another mark each time, so that what was found before a change isn't taken for what holds after it.
_MARKING: Final = Prepared(
    sa.text(
        "INSERT INTO dirty (kind, id, mark) VALUES (:kind, :id, :mark) "
        "ON CONFLICT (kind, id) DO UPDATE SET mark = :mark"
    )
)


def examined(connection: sa.Connection, held: Offices, shelf: Shelf, seconds: float) -> list[Examined]:
    """The next marked places: one, and then as many (at most MOST) as can be begun within so many seconds.

    connection: one that sees the ledger at one moment. held: gives a holder's offices on a day (see `dates.Offices`).
    shelf: the records that were held against before.
    """
    until, found = time.monotonic() + seconds, []
    for kind, number, mark in _marked(connection):
        if kind == "quotations":
            told = holding.held(connection, number, shelf)
            found.append(Examined(kind, number, mark, tuple(_otherwise(connection, number, told, shelf)), held=told))
        else:
            found.append(_looked(connection, kind, number, mark, held))
        if time.monotonic() > until:
            break
    return found


def keep(connection: sa.Connection, places: Iterable[Examined]) -> None:
    """Store what was found and remove the marks, but of a place that was marked anew since, or examined by another."""
    for place in places:
        here = sa.delete(schema.dirty).where(
            schema.dirty.c.kind == place.kind, schema.dirty.c.id == place.id, schema.dirty.c.mark == place.mark
        )
        if connection.execute(here).rowcount:
            _replace(connection, place.kind, place.id, place.found)
            if place.kind == "quotations":
                holding.keep(connection, place.id, place.held)
            mark_touched(connection, (("article", number) for number in place.further))


def _marked(connection: sa.Connection) -> Iterator[tuple[TouchedKind, int, int]]:
    """The next MOST marked places, the oldest of each kind first: kind, id and mark."""
    marks, left = schema.dirty.c, MOST
    for kind in KINDS:
        some = sa.select(marks.id, marks.mark).where(marks.kind == kind).order_by(marks.id).limit(left)
        for number, mark in connection.execute(some).all():
            yield kind, number, mark
            left -= 1


def _otherwise(
    connection: sa.Connection, number: int, held: Sequence[HeldQuotation], shelf: Shelf
) -> Iterator[Finding]:
    """Quotations of an article that records have otherwise."""
    if all(one.stands for one in held):
        return
    said = these(connection, {one.statement for one in held if one.statement is not None})
    there = {number: shelf.take(connection, number).stored for number in sorted({one.record for one in held})}
    (source,) = these_sources(connection, [number])
    article = Recorded(source, text_of(connection, number), {one.id: one for one in said}, there)
    yield from otherwise(article, held, held)


def _looked(connection: sa.Connection, kind: TouchedKind, number: int, mark: int, held: Offices) -> Examined:
    if kind == "article":
        statements = fetch(connection, schema.articles.c.current, schema.articles.c.id == number)
        shared = [*sharing(connection, [one for one in statements if one.standing != "not said"])]
        found = tuple(_in_article(connection, number, statements, shared, held))
        further = _named_here(connection, shared)
        for here in these_sources(connection, [number] if statements else []):
            further |= told_before(connection, here, statements)
        return Examined(kind, number, mark, found, further)
    if kind == "holder":
        return Examined(kind, number, mark, tuple(_of_holder(connection, number)))
    thread = in_thread(connection, number)
    return Examined(kind, number, mark, tuple(_in_thread(connection, thread)), _further(connection, number, thread))


def _further(connection: sa.Connection, number: int, thread: Sequence[StatementRecord]) -> frozenset[int]:
    """The articles in which something else may hold since this thread has changed.

    That is whether an utterance is theirs alone: of an article that now has it alone, and of those where it was found
    in one before.
    """
    alone = {statement.source.id for statement in thread}
    finding, evidence, statement = schema.findings, schema.evidence, schema.statements
    resting = sa.select(evidence.c.finding_id).join(statement, evidence.c.statement_id == statement.c.id)
    query = sa.select(finding.c.scope_id).where(
        finding.c.scope == "article", finding.c.id.in_(resting.where(statement.c.thread_id == number))
    )
    before = connection.execute(query).scalars()
    return frozenset((*before, *(alone if len(alone) == 1 else ())))


def _in_article(
    connection: sa.Connection,
    number: int,
    statements: Sequence[StatementRecord],
    shared: Iterable[Encounter],
    held: Offices,
) -> Iterator[Finding]:
    """Findings in an article. statements: its own. shared: these with what `sharing` gives of other articles."""
    article = schema.articles
    here = sources(connection, article.c.current & (article.c.id == number))
    if not here:
        return
    text = text_of(connection, number)
    source, by_id = here[0], {s.id: s for s in statements}
    yield from unattributed(source, text, statements)
    statements = [one for one in statements if one.standing != "not said"]
    yield from before_it_began(source, text, statements)
    for one in statements:
        yield from not_yet(one, text)
    early = [found for one in statements for found in before_what_it_answers(one, by_id, text)]
    yield from early or answered_early(source, text)
    yield from out_of_office(statements, held)
    behind = {one.position - 1: one for one in statements}
    alone = [one for one in statements if one.position not in behind or not seconds(behind[one.position], one)]
    yield from resting_on_nobody(connection, _told_here(connection, number, alone))
    yield from _conflicts(connection, shared)
    for one, others in reworded(connection, shared):
        differing = [*contrary(one, others, partial(text_of, connection))]
        yield from differing
        for other in others:
            yield from _out_of_context(connection, [one, other], differing)
    yield from miscounting(connection, statements)
    yield from going_round(connection, statements)
    yield from against_what_is_told(connection, source, text, statements)


def _named_here(connection: sa.Connection, shared: Iterable[Encounter]) -> frozenset[int]:
    """The articles of which a claim rested on nobody named, until this one names somebody who makes it."""
    claiming = {other.source.id for one, others in shared for other in others if is_named_by(other, one)}
    finding = schema.findings.c
    query = sa.select(finding.scope_id).where(finding.code == "unnamed-only", finding.scope == "article")
    found = (connection.execute(query.where(finding.scope_id.in_(some))) for some in batched(sorted(claiming)))
    return frozenset(number for rows in found for number in rows.scalars())


def _told_here(
    connection: sa.Connection, number: int, statements: Iterable[StatementRecord]
) -> list[list[StatementRecord]]:
    """The utterances that no other article has: for each its statements in this article."""
    here: dict[tuple[int, int], list[StatementRecord]] = {}
    for one in statements:
        here.setdefault((one.thread or 0, 0 if one.thread else one.id), []).append(one)
    elsewhere = set()
    statement, article = schema.statements, schema.articles
    others = sa.select(statement.c.thread_id).select_from(
        with_reviews(statement.join(article, statement.c.article_id == article.c.id))
    )
    for some in batched([thread for thread, _ in here if thread]):
        where = statement.c.thread_id.in_(some), article.c.current, statement.c.article_id != number, NOT_REJECTED
        elsewhere |= set(connection.execute(others.where(*where)).scalars())
    return [thread for (key, _), thread in here.items() if key not in elsewhere]


def _in_thread(connection: sa.Connection, thread: Sequence[StatementRecord]) -> Iterator[Finding]:
    thread = innermost(thread)
    if not thread:
        return
    called = meant(connection, thread)
    thread = [replace(one, holder=called.get(one.id, one.holder)) for one in thread]
    differing = [*altered(thread)]
    yield from differing
    yield from _out_of_context(connection, thread, differing)
    yield from spliced(thread)
    yield from _misattributed(connection, thread)
    if len({statement.source.id for statement in thread}) > 1:  # a thread within one article is examined with that
        yield from resting_on_nobody(connection, [thread])
    yield from left_out_of_thread(connection, thread)
    yield from circular(thread, joined(connection, thread))


def _misattributed(connection: sa.Connection, statements: Sequence[StatementRecord]) -> Iterator[Finding]:
    """Quotations of two people, but for those in which somebody else's words stand, which may be the ones."""
    for finding in misattributed(statements, partial(text_of, connection)):
        whole = {evidence.statement: evidence.text for evidence in finding.evidence if evidence.statement}
        if not mostly_within(connection, {number: len(text) for number, text in whole.items()}):
            yield finding


def _out_of_context(
    connection: sa.Connection, statements: Sequence[StatementRecord], differing: Iterable[Finding]
) -> Iterator[Finding]:
    """Quotations cut out of others, but for those of which it is told already that their words differ."""
    told = {evidence.statement for finding in differing for evidence in finding.evidence[:1]}
    for finding in out_of_context(statements, partial(text_of, connection)):
        if finding.evidence[0].statement not in told:
            yield finding


def _of_holder(connection: sa.Connection, number: int) -> Iterator[Finding]:
    """Reversals of a holder.

    An article that also names somebody else with the same last name is left out: its "Reyes" may be the other one.
    """
    found = [*_turns(connection, number)]
    yield from found
    taking = _taking_sides(connection, number)
    if any(changed_sides(taking, found)):
        shared = namesakes(connection, number, {statement.source.id for statement in taking})
        yield from changed_sides([statement for statement in taking if statement.source.id not in shared], found)


def _taking_sides(connection: sa.Connection, number: int) -> list[StatementRecord]:
    """The statements of a holder with words that may take a side, the last MOST_SAID of them."""
    statement, article = schema.statements, schema.articles
    said = sa.func.lower(statement.c.content_text + " " + statement.c.cue_text)
    any_of = sa.or_(*(said.contains(words) for words in SIDE_WORDS))
    query = sa.select(statement.c.id).join(article, statement.c.article_id == article.c.id)
    own = query.where(statement.c.holder_id == number, article.c.current, any_of).order_by(statement.c.id.desc())
    ids = connection.execute(own.limit(MOST_SAID)).scalars().all()
    return these(connection, ids, current=True) if len(ids) > 1 else []


def _turns(connection: sa.Connection, number: int) -> Iterator[Finding]:
    """Reversals by the targets of stances."""
    has, statements = sa.select(schema.stances.c.statement_id), schema.statements
    if not _stood_on_both_sides(connection, number):
        return
    history = list(
        worded(
            connection,
            fetch(connection, schema.articles.c.current, statements.c.holder_id == number, statements.c.id.in_(has)),
        )
    )
    found = list(reversals(history))
    if found:
        shared = namesakes(connection, number, {statement.source.id for statement in history})
        yield from reversals([statement for statement in history if statement.source.id not in shared])


def _stood_on_both_sides(connection: sa.Connection, number: int) -> bool:
    """Whether a holder has a favourable and an unfavourable stance. Most haven't, and need no closer look."""
    statement, held = schema.statements, schema.stances
    query = sa.select(sa.func.min(held.c.polarity), sa.func.max(held.c.polarity))
    query = query.join(statement, held.c.statement_id == statement.c.id).where(statement.c.holder_id == number)
    least, most = connection.execute(query).one()
    return least is not None and least < 0 < most


def _conflicts(connection: sa.Connection, shared: Iterable[Encounter]) -> Iterator[Finding]:
    """Conflicting accounts of, and contrary quotations to, the statements of an article."""
    for one, others in shared:
        yield from conflicting(one, others)
        yield from excluding(connection, one, others)
        differing = [*contrary(one, others, partial(text_of, connection))]
        yield from differing
        apart = [other for other in others if other.thread is None or other.thread != one.thread]
        for other in apart:  # else it is found in the thread
            yield from _out_of_context(connection, [one, other], differing)
            yield from _misattributed(connection, [one, other])
        yield from left_out_of_altered(connection, one, contrary_to(one, others, partial(text_of, connection)))
        yield from left_out_alone(connection, one, others)
        yield from left_out_of_altered(connection, one, retold(one, others))
        yield from left_out_of_retold(connection, one, others)


def _replace(connection: sa.Connection, kind: TouchedKind, number: int, found: Iterable[Finding]) -> None:
    """Store what is found in a place now.

    A finding that was there before keeps its row (and so its id and its time); one that no longer holds is deleted.
    """
    table = schema.findings
    here = (table.c.scope == kind) & (table.c.scope_id == number)
    new = {finding.key: finding for finding in found}
    old = set(connection.execute(sa.select(table.c.key).where(here)).scalars())
    gone = sorted(old - new.keys())
    for some in (gone[i : i + 500] for i in range(0, len(gone), 500)):
        connection.execute(sa.delete(table).where(here, table.c.key.in_(some)))
    # Two places may give the same finding, such as the two articles of conflicting accounts. It is stored under the
    # place that gave it first.
    elsewhere: set[str] = set()
    for some in (list(new)[i : i + 500] for i in range(0, len(new), 500)):
        elsewhere |= set(connection.execute(sa.select(table.c.key).where(table.c.key.in_(some))).scalars())
    added = [_row(finding, kind, number) for key, finding in new.items() if key not in elsewhere]
    if added:
        connection.execute(sa.insert(table), added)
        _rest(connection, [row["key"] for row in added])


def _rest(connection: sa.Connection, keys: Sequence[str]) -> None:
    """Store which articles and statements new findings rest on. keys: of these findings."""
    columns = schema.findings.c
    for some in (keys[i : i + 500] for i in range(0, len(keys), 500)):
        rows = connection.execute(sa.select(columns.id, columns.evidence).where(columns.key.in_(some))).all()
        connection.execute(
            sa.insert(schema.evidence),
            [
                {"finding_id": row.id, "article_id": e["article"], "statement_id": e["statement"]}
                for row in rows
                for e in row.evidence
            ],
        )


def _row(finding: Finding, kind: TouchedKind, number: int) -> dict[str, Any]:
    evidence = [
        {"article": e.article, "statement": e.statement, "spans": [[s.start, s.end] for s in e.spans], "text": e.text}
        for e in finding.evidence
    ]
    return {
        "key": finding.key, "code": finding.code, "sentence": finding.sentence, "scope": kind, "scope_id": number,
        "article_id": finding.evidence[0].article, "evidence": evidence, "found_at": now(),
        "passages": [
            {"record": p.record, "name": p.name, "turn": p.turn, "speaker": p.speaker, "time": p.time,
             "span": [p.span.start, p.span.end], "text": p.text}
            for p in finding.passages
        ],
    }  # fmt: skip
