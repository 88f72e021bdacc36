"""Denials that articles of the ledger leave out: where they are looked for, by threads, words, and sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Final, cast

import sqlalchemy as sa

from ..tables import schema
from ..tables.counting import NOT_REJECTED, value, with_reviews
from ..tables.record import WITHIN, Source, StatementRecord, batched, fetch, innermost, these
from ..threads import membership
from ..threads.wordings import ComparableWording, wording
from .denials import (
    MAY_DENY,
    denied_elsewhere,
    denies,
    has_its_say,
    is_denied,
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
#: Most denials of those whom an utterance names that are looked at; set by judgement.
MOST_DENIALS: Final = 50


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
        claims = [*others, *_naming(connection, one, {other.id for other in others})]
    else:
        known = any(other.standing == "denied" for other in others) or _of_whom_it_names(connection, [one])
        claims = [one] if known else []
    for claim in claims:
        if claim.thread is None and not (claim.nested or claim.unnamed):
            yield from left_out_of_thread(connection, [claim])


def against_what_is_told(
    connection: sa.Connection, source: Source, text: str, statements: Sequence[StatementRecord]
) -> Iterator[Finding]:
    """What an article says of its own that somebody denied in another, or claims there and somebody else denies."""
    own = own_sentences(text, statements)
    worded = {at: wording(span.of(text), "indirect") for at, span in enumerate(own)}
    near = membership.neighbours(connection, worded)
    met = {one.id: one for one in these(connection, {n for some in near.values() for n in some}, current=True)}
    told: set[int] = set()  # the articles with denials of which it is told already
    for at, numbers in near.items():
        for one in (met[number] for number in numbers if number in met and met[number].source.id != source.id):
            replies = [one] if is_denied(one, worded[at]) else _denials_of(connection, one, worded[at])
            for reply in (reply for reply in replies if not {one.source.id, reply.source.id} & told):
                found = [*told_as_fact(source, text, statements, own[at], reply)]
                told |= {one.source.id, reply.source.id} if found else set()
                yield from found


def _denials_of(
    connection: sa.Connection, claim: StatementRecord, sentence: ComparableWording
) -> list[StatementRecord]:
    """The denials of a claim, in any article, if a sentence says nearly all of it."""
    return [one for one in _against(connection, [claim]) if denies(one, claim)] if is_told(claim, sentence) else []


def told_before(connection: sa.Connection, source: Source, statements: Iterable[StatementRecord]) -> frozenset[int]:
    """The articles that were added before one, and published no earlier, and name somebody who denies something in it.

    They may say it of their own.
    """
    article, found = schema.articles.c, set[int]()
    names = {(one.name or "").rpartition(" ")[2] for one in statements if one.standing == "denied" and not one.nested}
    if source.published:
        until = (date.fromisoformat(source.published) + WITHIN).isoformat()
        since = article.current, article.published.between(source.published, until), article.id < source.id
        for name in sorted(one for one in names if one[:1].isupper()):
            query = sa.select(article.id).where(*since, article.text.contains(name, autoescape=True))
            found |= {*connection.execute(query.order_by(article.id.desc()).limit(MOST_DENIALS)).scalars()}
    return frozenset(found)


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
    denials and such statements in similar words.
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
    met = {other for others in near.values() for other in others} | _of_whom_it_names(connection, thread)
    found = [one for some in batched(here) for one in fetch(connection, current, statements.c.id.in_(some))]
    far = these(connection, met - {*here}, current=True)
    # Who denied “that she told them to leave” is found by what stands within, which is most of the words.
    around = {one.parent for one in far if one.parent is not None} - {*here, *met}
    far += these(connection, around, current=True)
    return found + [one for one in far if one.standing == "denied" or MAY_DENY.search(one.content)]


def _of_whom_it_names(connection: sa.Connection, thread: Sequence[StatementRecord]) -> set[int]:
    """The denials, by id, of those whom an utterance names, in articles of the days around it.

    They may have too few words in common with it to be found by these: “promising the steelmakers anything”.
    """
    first = thread[0]
    if not first.source.published:
        return set()
    appearance, statement, article = schema.appearances, schema.statements, schema.articles
    here = sa.select(appearance.c.holder_id, appearance.c.name).where(
        appearance.c.article_id.in_(sorted({one.source.id for one in thread})), appearance.c.holder_id.is_not(None)
    )
    named = {
        row.holder_id
        for row in connection.execute(here)
        if (last := row.name.rpartition(" ")[2])[:1].isupper() and last in first.content
    }
    day = date.fromisoformat(first.source.published)
    days = article.c.published.between((day - WITHIN).isoformat(), (day + WITHIN).isoformat())
    denied = sa.select(statement.c.id).join(article, article.c.id == statement.c.article_id)
    denied = denied.where(
        statement.c.holder_id.in_(sorted(named)), statement.c.standing == "denied", article.c.current, days
    )
    found = denied.order_by(statement.c.id.desc()).limit(MOST_DENIALS)
    return {*connection.execute(found).scalars()} if named else set()


def _naming(connection: sa.Connection, reply: StatementRecord, met: Collection[int]) -> Iterator[StatementRecord]:
    """The claims that a denial is of, in articles of the days behind it, and that name who denies.

    met: ids of those that are looked at already.
    """
    last = (reply.name or "").rpartition(" ")[2]
    if reply.nested or not reply.source.published or not last[:1].isupper():
        return
    statement, article = schema.statements, schema.articles
    day = date.fromisoformat(reply.source.published)
    days = article.c.published.between(day.isoformat(), (day + WITHIN).isoformat())
    query = sa.select(statement.c.id).join(article, article.c.id == statement.c.article_id)
    query = query.where(days, article.c.current, statement.c.content_text.contains(last, autoescape=True))
    found = connection.execute(query.order_by(statement.c.id.desc()).limit(MOST_DENIALS)).scalars().all()
    yield from (one for one in these(connection, {*found} - {*met}, current=True) if denies(reply, one))
