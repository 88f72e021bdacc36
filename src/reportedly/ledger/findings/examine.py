"""Looks for findings wherever something has changed, and stores them.

What an `add` touches (the article, its threads, its holders) is only marked in the table `dirty`, and examined later,
some places at a time. Examining needs no more than a reader's connection; only what was found is then written, in a
transaction that takes milliseconds. So nobody waits for it, and it may be broken off at any moment.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, partial
from typing import Any, Final, Literal, cast

import sqlalchemy as sa

from ..tables import schema
from ..tables.counting import NOT_REJECTED, beside, value, with_reviews
from ..tables.lists import wanted
from ..tables.prepared import Prepared
from ..tables.record import WITHIN, StatementRecord, batched, fetch, in_thread, innermost, sources, these, worded
from ..tables.store import ArticleRows, now
from ..threads import membership
from ..threads.credits import credits
from ..threads.origins import Origins, origins, record_noun
from ..threads.wordings import compare, keys, wording
from .answers import MAY_DENY, conflicting, denied_elsewhere, excluded, has_its_say, says_that_they_deny
from .counts import APART, counted, miscounted
from .dates import Offices, before_it_began, before_what_it_answers, not_yet, out_of_office
from .described import meant
from .extracts import out_of_context
from .finding import Evidence, Finding, two_accounts
from .opposites import is_told_with
from .quotations import altered, contrary, contrary_to, may_differ, quoted, spliced, spoken, unattributed
from .sources import circular, is_named_by, is_same_news, passes_on, seconds, unnamed_only
from .speakers import misattributed
from .turns import reversals

TouchedKind = Literal["article", "thread", "holder"]
#: Threads come first, since the articles of some have then to be examined too.
KINDS: Final[tuple[TouchedKind, ...]] = ("thread", "holder", "article")
#: Called with the number of places done and the number of all.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Examined:
    """A marked place that was examined.

    mark: the one that it had then. found: what holds there. further: ids of articles to be examined because of it.
    """

    kind: TouchedKind
    id: int
    mark: int
    found: tuple[Finding, ...]
    further: frozenset[int] = frozenset()


#: A statement of an article, and those of others that share its words.
_Shared = tuple[StatementRecord, list[StatementRecord]]
#: Most places examined at once, which bounds the time for which writing down what was found keeps other writers out.
MOST: Final = 100
#: Most statements of three days with which the counts of an article are compared; set by judgement.
MOST_COUNTS: Final = 1000
#: How many statements of a thread are used to search the rest of the ledger for denials. Bounds the work for a long
#: thread, whose statements say the same anyway; set by judgement.
WORDINGS: Final = 6

#: Fewest keys by which a quotation is sure to meet others of the same words. One with fewer is compared with all that
#: its holder said in the weeks around, at most so many statements; set by judgement.
FEW: Final = 3
WEEKS: Final = timedelta(days=21)
MOST_SAID: Final = 200


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
    """Mark places as to be examined, each given by its kind and its id. One that is marked already is marked anew."""
    mark = secrets.randbits(62)
    rows = [{"kind": kind, "id": number, "mark": mark} for kind, number in sorted(touched)]
    if rows:
        _MARKING.each(connection, rows)


#: A place gets another mark each time, so that what was found before a change isn't taken for what holds after it.
_MARKING: Final = Prepared(
    sa.text(
        "INSERT INTO dirty (kind, id, mark) VALUES (:kind, :id, :mark) "
        "ON CONFLICT (kind, id) DO UPDATE SET mark = :mark"
    )
)


def examined(connection: sa.Connection, held: Offices, seconds: float) -> list[Examined]:
    """The next marked places: one, and then as many (at most MOST) as can be begun within so many seconds.

    connection: one that sees the ledger at one moment. held: gives a holder's offices on a day (see `dates.Offices`).
    """
    until, found = time.monotonic() + seconds, []
    for kind, number, mark in _marked(connection):
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
            mark_touched(connection, (("article", number) for number in place.further))


def _marked(connection: sa.Connection) -> Iterator[tuple[TouchedKind, int, int]]:
    """The next MOST marked places, the oldest of each kind first: kind, id and mark."""
    marks, left = schema.dirty.c, MOST
    for kind in KINDS:
        some = sa.select(marks.id, marks.mark).where(marks.kind == kind).order_by(marks.id).limit(left)
        for number, mark in connection.execute(some).all():
            yield kind, number, mark
            left -= 1


def _looked(connection: sa.Connection, kind: TouchedKind, number: int, mark: int, held: Offices) -> Examined:
    if kind == "article":
        statements = fetch(connection, schema.articles.c.current, schema.articles.c.id == number)
        shared = [*sharing(connection, [one for one in statements if one.standing != "not said"])]
        found = tuple(_in_article(connection, number, statements, shared, held))
        return Examined(kind, number, mark, found, _named_here(connection, shared))
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
    shared: Iterable[_Shared],
    held: Offices,
) -> Iterator[Finding]:
    """Findings in an article. statements: its own. shared: these with what `sharing` gives of other articles."""
    article = schema.articles
    here = sources(connection, article.c.current & (article.c.id == number))
    if not here:
        return
    text = _text(connection, number)
    source, by_id = here[0], {s.id: s for s in statements}
    yield from unattributed(source, text, statements)
    statements = [one for one in statements if one.standing != "not said"]
    yield from before_it_began(source, text, statements)
    for one in statements:
        yield from not_yet(one, text)
        yield from before_what_it_answers(one, by_id, text)
    yield from out_of_office(statements, held)
    behind = {one.position - 1: one for one in statements}
    alone = [one for one in statements if one.position not in behind or not seconds(behind[one.position], one)]
    yield from resting_on_nobody(connection, _told_here(connection, number, alone))
    yield from _conflicts(connection, shared)
    yield from _reworded(connection, shared)
    yield from miscounting(connection, statements)
    yield from _going_round(connection, statements)


def resting_on_nobody(connection: sa.Connection, utterances: Sequence[Sequence[StatementRecord]]) -> Iterator[Finding]:
    """Claims of sources without a name, but for those that another article has from somebody named.

    utterances: as `unnamed_only` takes them.
    """
    by_id = {one.id: one for utterance in utterances for one in utterance}
    for finding in unnamed_only(utterances):
        withheld = [by_id[evidence.statement] for evidence in finding.evidence if evidence.statement]
        if not any(is_named_by(one, other) for one, others in sharing(connection, withheld) for other in others):
            yield finding


def _named_here(connection: sa.Connection, shared: Iterable[_Shared]) -> frozenset[int]:
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
    differing = [*altered(thread)]
    yield from differing
    yield from _out_of_context(connection, thread, differing)
    yield from spliced(thread)
    yield from _misattributed(connection, thread)
    if len({statement.source.id for statement in thread}) > 1:  # a thread within one article is examined with that
        yield from resting_on_nobody(connection, [thread])
    yield from _left_out(connection, thread)
    yield from circular(thread, joined(connection, thread))


def _left_out(connection: sa.Connection, thread: Sequence[StatementRecord]) -> Iterator[Finding]:
    """Denials of an utterance that articles leave out."""
    for finding in denied_elsewhere(thread, _against(connection, thread)):
        if not _tells_of(connection, *finding.evidence):
            yield finding


def _left_out_of_altered(
    connection: sa.Connection, one: StatementRecord, others: Iterable[StatementRecord]
) -> Iterator[Finding]:
    """The same for a quotation that was altered so much that it isn't in the thread of the others."""
    threads = sorted({other.thread for other in others if other.thread is not None} - {one.thread})
    if threads:
        where = schema.articles.c.current, schema.statements.c.thread_id.in_(threads)
        thread = innermost(fetch(connection, *where))
        for finding in _left_out(connection, [one, *thread]):
            if finding.evidence[0].statement == one.id:
                yield finding


def _left_out_alone(
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
            yield from _left_out(connection, [claim])


def _misattributed(connection: sa.Connection, statements: Sequence[StatementRecord]) -> Iterator[Finding]:
    """Quotations of two people, but for those in which somebody else's words stand, which may be the ones."""
    for finding in misattributed(statements, partial(_text, connection)):
        whole = {evidence.statement: evidence.text for evidence in finding.evidence if evidence.statement}
        if not _mostly_within(connection, {number: len(text) for number, text in whole.items()}):
            yield finding


def _out_of_context(
    connection: sa.Connection, statements: Sequence[StatementRecord], differing: Iterable[Finding]
) -> Iterator[Finding]:
    """Quotations cut out of others, but for those of which it is told already that their words differ."""
    told = {evidence.statement for finding in differing for evidence in finding.evidence[:1]}
    for finding in out_of_context(statements, partial(_text, connection)):
        if finding.evidence[0].statement not in told:
            yield finding


def _text(connection: sa.Connection, article: int) -> str:
    query = sa.select(schema.articles.c.text).where(schema.articles.c.id == article)
    return cast(str, connection.execute(query).scalar_one())


def _tells_of(connection: sa.Connection, claim: Evidence, denial: Evidence) -> bool:
    """Whether an article has an answer of whoever denies its claim, be it in words that weren't read as a statement."""
    here = {one.id: one for one in fetch(connection, schema.statements.c.article_id == claim.article)}
    (reply,) = fetch(connection, schema.statements.c.id == denial.statement)
    claimed = here[cast(int, claim.statement)]
    return says_that_they_deny(_text(connection, claim.article), reply.name) or any(
        has_its_say(one, claimed, reply) for one in here.values()
    )


def _of_holder(connection: sa.Connection, number: int) -> Iterator[Finding]:
    """Reversals of a holder.

    An article that also names somebody else with the same last name is left out: its "Reyes" may be the other one.
    """
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


def namesakes(connection: sa.Connection, number: int, articles: Collection[int]) -> set[int]:
    """Those of the given articles that name somebody else with the holder's last name."""
    appearance = schema.appearances
    rows: list[sa.RowMapping] = []
    for some in batched(sorted(articles)):
        query = sa.select(appearance.c.article_id, appearance.c.name, appearance.c.holder_id)
        rows += connection.execute(
            query.where(appearance.c.article_id.in_(some), appearance.c.kind == "person", appearance.c.position >= 0)
        ).mappings()
    last = {row["name"].rpartition(" ")[2] for row in rows if row["holder_id"] == number}
    return {r["article_id"] for r in rows if r["holder_id"] != number and r["name"].rpartition(" ")[2] in last}


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


def _conflicts(connection: sa.Connection, shared: Iterable[_Shared]) -> Iterator[Finding]:
    """Conflicting accounts of, and contrary quotations to, the statements of an article."""
    for one, others in shared:
        yield from conflicting(one, others)
        yield from excluding(connection, one, others)
        differing = [*contrary(one, others, partial(_text, connection))]
        yield from differing
        apart = [other for other in others if other.thread is None or other.thread != one.thread]
        for other in apart:  # else it is found in the thread
            yield from _out_of_context(connection, [one, other], differing)
            yield from _misattributed(connection, [one, other])
        yield from _left_out_of_altered(connection, one, contrary_to(one, others, partial(_text, connection)))
        yield from _left_out_alone(connection, one, others)
        yield from _left_out_of_altered(connection, one, _retold(one, others))


def _reworded(connection: sa.Connection, shared: Iterable[_Shared]) -> Iterator[Finding]:
    """Quotations contrary to others of their holder that share too few telling words with them to meet them by these.

    “We are sorry for every hour of it” says little by which it could be looked up.
    """
    met = {one.id: {one.id, *(other.id for other in others)} for one, others in shared}
    said = {one.id: one for one, _ in shared if one.holder is not None and quoted(one) and one.source.published}
    theirs = _said_by(connection, [*said.values()])
    for one in said.values():
        mine = spoken(one)
        some = (o for o in theirs.get(cast(int, one.holder), ()) if o.id not in met[one.id])
        others = [other for other in some if may_differ(mine, spoken(other))]
        if others:
            yield from contrary(one, others, partial(_text, connection))


def _said_by(connection: sa.Connection, statements: Sequence[StatementRecord]) -> dict[int, list[StatementRecord]]:
    """What the holders of some statements of an article say in articles of the same weeks, the last MOST_SAID of each.

    Only what says too little to be looked up by its words.
    """
    few = {cast(int, one.holder) for one in statements if len(keys(wording(one.content, one.type))) < FEW}
    day = date.fromisoformat(statements[0].source.published or "") if statements else date.min
    article, statement = schema.articles, schema.statements
    weeks = article.c.published.between((day - WEEKS).isoformat(), (day + WEEKS).isoformat()) if few else sa.false()
    query = sa.select(statement.c.id).join(article, statement.c.article_id == article.c.id)
    found: dict[int, list[StatementRecord]] = {}
    for holder in sorted(few):
        own = query.where(statement.c.holder_id == holder, article.c.current, weeks, statement.c.type != "indirect")
        ids = connection.execute(own.order_by(statement.c.id.desc()).limit(MOST_SAID)).scalars().all()
        found[holder] = these(connection, ids, current=True)
    return found


def _retold(one: StatementRecord, others: Iterable[StatementRecord]) -> list[StatementRecord]:
    """Those of some statements that are one holder's utterance with a statement that their thread doesn't take."""
    if one.thread is not None or one.holder is None or one.nested:
        return []
    own = wording(one.content, one.type)
    same = (other for other in others if other.holder == one.holder and other.thread is not None)
    return [other for other in same if compare(own, wording(other.content, other.type), "same")]


def _going_round(connection: sa.Connection, statements: Sequence[StatementRecord]) -> Iterator[Finding]:
    """What outlets have from one another, each in its own words, so that no thread holds all of it."""
    passing = {one.id: one for one in statements if passes_on(one)}
    passing = {number: one for number, one in passing.items() if one.parent not in passing}
    if not passing:
        return
    near = membership.neighbours(connection, {one.id: wording(one.content, one.type) for one in passing.values()})
    met = _with_wrappers(connection, {other for others in near.values() for other in others})
    threads = _threads_around([*statements, *met.values()])
    for one in passing.values():
        around = {met[number].parent for number in near[one.id] if number in met}
        same = {n for n in {*near[one.id], *around} if n in met and is_same_news(one, met[n])}
        group = [one, *(met[number] for number in sorted(same) if met[number].parent not in same)]
        if not frozenset.intersection(*(threads[member.id] for member in group)):  # else it is found in the thread
            yield from circular(group, joined(connection, group))


def _threads_around(statements: Iterable[StatementRecord]) -> dict[int, frozenset[int]]:
    """The threads of each statement and of those that stand in it, by its id."""
    found: dict[int, set[int]] = {}
    for one in statements:
        for number in (one.id, one.parent):
            if number is not None:
                found.setdefault(number, set()).update(() if one.thread is None else (one.thread,))
    return {number: frozenset(threads) for number, threads in found.items()}


def _with_wrappers(connection: sa.Connection, numbers: Collection[int]) -> dict[int, StatementRecord]:
    """The statements of some ids, and those that they stand in, in current versions of articles."""
    found = {one.id: one for one in these(connection, numbers, current=True)}
    around = {one.parent for one in found.values() if one.parent is not None} - found.keys()
    return found | {one.id: one for one in these(connection, around, current=True)}


def excluding(
    connection: sa.Connection,
    one: StatementRecord,
    others: Iterable[StatementRecord],
    here: Sequence[StatementRecord] | None = None,
) -> Iterator[Finding]:
    """Accounts of two people that exclude each other, but for those that one of the articles tells together.

    here: the statements of the article of `one`, if that isn't in the ledger.
    """
    told = schema.statements.c.article_id
    for other in excluded(one, others):
        ours = fetch(connection, told == one.source.id) if here is None else here
        theirs = fetch(connection, told == other.source.id)
        if not is_told_with(one, theirs, other) and not is_told_with(other, ours, one):
            yield two_accounts(one, other)


def sharing(connection: sa.Connection, statements: Sequence[StatementRecord]) -> Iterator[_Shared]:
    """Each statement of an article with those of the ledger that share its words.

    Whoever merely passes words on is left out, and a holder who is only described is whoever that means.
    """
    outer = _wrapping(connection, statements)
    statements = [one for one in statements if one.id not in outer]
    near = membership.neighbours(connection, {one.id: wording(one.content, one.type) for one in statements})
    ids = sorted({other for others in near.values() for other in others})
    current = schema.articles.c.current
    found = [o for some in batched(ids) for o in fetch(connection, current, schema.statements.c.id.in_(some))]
    outer = _wrapping(connection, found)
    others = {other.id: other for other in found if other.id not in outer}
    called = meant(connection, [*statements, *others.values()])
    others = {number: replace(other, holder=called.get(number, other.holder)) for number, other in others.items()}
    for one in statements:
        yield replace(one, holder=called.get(one.id, one.holder)), [others[o] for o in near[one.id] if o in others]


def _wrapping(connection: sa.Connection, statements: Iterable[StatementRecord]) -> set[int]:
    """Those of some statements, by id, that mostly tell what another says: which stands within, and isn't direct."""
    return _mostly_within(connection, {one.id: len(one.content) for one in statements if one.type != "direct"})


def _mostly_within(connection: sa.Connection, whole: Mapping[int, int]) -> set[int]:
    """Those of some statements, by id, of which other statements within have half of the words or more.

    whole: the length of each, in code points.
    """
    inner: Counter[int] = Counter()
    asked = sa.select(value("parent_id"), value("content_text")).select_from(with_reviews(schema.statements))
    for some in batched(sorted(whole)):
        for row in connection.execute(asked.where(schema.statements.c.parent_id.in_(some), NOT_REJECTED)):
            inner[row.parent_id] += len(row.content_text)
    return {number for number, size in inner.items() if 2 * size >= whole.get(number, 0)}


def miscounting(
    connection: sa.Connection, statements: Sequence[StatementRecord], text: str | None = None
) -> Iterator[Finding]:
    """Counts of the same that differ from those in the articles of these days.

    text: of the statements' article, if that isn't in the ledger.
    """
    article, statement = schema.articles, schema.statements
    counting = [one for one in statements if counted(one.content) and one.source.published]
    if not counting:
        return
    to_be = [one for one in counting if any(count.to_be for count in counted(one.content))]
    ids = [*_counting(connection, counting, APART), *(_counting(connection, to_be, WITHIN) if to_be else ())]
    where = article.c.current
    others = [o for some in batched(sorted({*ids})) for o in fetch(connection, where, statement.c.id.in_(some))]
    others = [other for other in others if counted(other.content)]
    numbers = {one.source.id for one in (*counting, *others)}
    read = sa.select(article.c.id, article.c.text).where(article.c.id.in_(numbers))
    texts = {row.id: row.text for row in connection.execute(read)}
    texts |= {} if text is None else {counting[0].source.id: text}
    for one in counting:
        yield from miscounted(one, others, texts)


def _counting(connection: sa.Connection, counting: Sequence[StatementRecord], apart: timedelta) -> list[int]:
    """The statements with a noun that some statements of an article count, in articles no farther apart: their ids."""
    article, statement = schema.articles, schema.statements
    day = date.fromisoformat(counting[0].source.published or "")
    days = [(day + timedelta(days=more)).isoformat() for more in range(-apart.days, apart.days + 1)]
    nouns = {count.noun for one in counting for count in counted(one.content)}
    about = sa.or_(sa.false(), *(sa.func.lower(statement.c.content_text).contains(noun) for noun in sorted(nouns)))
    query = sa.select(statement.c.id).join(article, statement.c.article_id == article.c.id)
    near = query.where(article.c.published.in_(days), article.c.current, about).order_by(statement.c.id.desc())
    return list(connection.execute(near.limit(MOST_COUNTS)).scalars())


@dataclass(frozen=True, slots=True)
class Told:
    """What origins need to know of statements beside their records, as `origins.origins` takes it."""

    records: Mapping[int, str]
    told: Mapping[int, str]
    credited: Mapping[int, str]


def joined(connection: sa.Connection, thread: Sequence[StatementRecord], given: Told | None = None) -> Origins:
    """The origins of a thread, with the record nouns and addressees that are looked up in the ledger.

    given: the same of statements that aren't in it.
    """
    records = dict(given.records) if given else {}
    told = dict(given.told) if given else {}
    credited = dict(given.credited) if given else {}
    for row in connection.execute(_beside_origins(), {"wanted": [statement.id for statement in thread]}):
        for agency in credits(row.text, row.authors)[:1]:
            credited[row.article] = agency
        called = record_noun(row.text, row.spans[0][0]) if row.spans else None
        if called:
            records[row.id] = called
        if row.addressee:
            told[row.id] = row.addressee
    return origins(thread, records, told, credited)


@cache
def _beside_origins() -> sa.Select[Any]:
    """What `joined` looks up of the statements in the parameter `wanted`: addressee, first hop and article of each."""
    statements, hop, article = schema.statements, schema.hops, schema.articles
    first = (hop.c.statement_id == statements.c.id) & (hop.c.position == 0) & beside(hop, "chain_id")
    of_articles = with_reviews(statements.join(article, statements.c.article_id == article.c.id))
    columns = [statements.c.id, value("addressee"), hop.c.spans, article.c.id.label("article"),
               *article.c["text", "authors"]]  # fmt: skip
    return sa.select(*columns).select_from(of_articles.outerjoin(hop, first)).where(wanted(statements.c.id))


def replies(connection: sa.Connection, thread: Sequence[StatementRecord]) -> list[StatementRecord]:
    """The statements that answer one of the given ones, in current versions of articles."""
    answering = connection.execute(_answering(), {"wanted": [statement.id for statement in thread]}).scalars()
    return these(connection, {*answering}, current=True)


@cache
def _answering() -> sa.Select[Any]:
    """The statements that answer one of those in the parameter `wanted`."""
    answers = schema.answers
    same = schema.reviewed.c.statement_id == answers.c.statement_id
    query = sa.select(answers.c.statement_id).select_from(answers.outerjoin(schema.reviewed, same))
    return query.where(wanted(answers.c.answered_id), beside(answers, "answers_id"))


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
    }  # fmt: skip
