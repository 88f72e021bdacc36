"""How the statements of articles meet: what the ledger has beside a statement, and what is found by laying it beside.

Statements meet by their words, by their holder in the same weeks, by what they count, and by whom they have it from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, cast

import sqlalchemy as sa

from ..tables import schema
from ..tables.counting import NOT_REJECTED, beside, value, with_reviews
from ..tables.lists import wanted
from ..tables.record import WITHIN, StatementRecord, batched, fetch, these
from ..threads import membership
from ..threads.credits import credits
from ..threads.matches import compare
from ..threads.origins import Origins, origins, record_noun
from ..threads.wordings import keys, wording
from .accounts import excluded
from .counts import APART, counted, miscounted
from .described import meant
from .finding import Finding, two_accounts
from .opposites import is_told_with
from .quotations import is_within, may_differ
from .sources import circular, is_named_by, is_same_news, passes_on, unnamed_only
from .substitutions import quoted, spoken

#: A statement of an article, and those of others that share its words.
Encounter = tuple[StatementRecord, list[StatementRecord]]
#: Most statements of three days with which the counts of an article are compared; set by judgement.
MOST_COUNTS: Final = 1000
#: Fewest keys by which a quotation is sure to meet others of the same words. One with fewer is compared with all that
#: its holder said in the weeks around, at most so many statements; set by judgement.
FEW: Final = 5
WEEKS: Final = timedelta(days=21)
MOST_SAID: Final = 200


def text_of(connection: sa.Connection, article: int) -> str:
    """The text of an article, by its id."""
    query = sa.select(schema.articles.c.text).where(schema.articles.c.id == article)
    return cast(str, connection.execute(query).scalar_one())


def reworded(connection: sa.Connection, shared: Iterable[Encounter]) -> Iterator[Encounter]:
    """Quotations with others of their holder that share too few telling words with them to meet them by these.

    “We are sorry for every hour of it” says little by which it could be looked up.
    """
    met = {one.id: {one.id, *(other.id for other in others)} for one, others in shared}
    said = {one.id: one for one, _ in shared if one.holder is not None and quoted(one) and one.source.published}
    theirs = _said_by(connection, [*said.values()])
    for one in said.values():
        mine = spoken(one)
        some = (o for o in theirs.get(cast(int, one.holder), ()) if o.id not in met[one.id])
        others = [other for other in some if may_differ(mine, words := spoken(other)) or is_within(mine, words)]
        if others:
            yield one, others


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


def retold(one: StatementRecord, others: Iterable[StatementRecord]) -> list[StatementRecord]:
    """Those of some statements that are one holder's utterance with a statement that their thread doesn't take."""
    if one.thread is not None or one.holder is None or one.nested:
        return []
    own = wording(one.content, one.type)
    same = (other for other in others if other.holder == one.holder and other.thread is not None)
    return [other for other in same if compare(own, wording(other.content, other.type), "same")]


def going_round(connection: sa.Connection, statements: Sequence[StatementRecord]) -> Iterator[Finding]:
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


def sharing(connection: sa.Connection, statements: Sequence[StatementRecord]) -> Iterator[Encounter]:
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
    return mostly_within(connection, {one.id: len(one.content) for one in statements if one.type != "direct"})


def mostly_within(connection: sa.Connection, whole: Mapping[int, int]) -> set[int]:
    """Those of some statements, by id, of which other statements within have half of the words or more.

    What is told of nobody (“pupils were told not to speak”) is their own. whole: the length of each, in code points.
    """
    inner: Counter[int] = Counter()
    asked = sa.select(value("parent_id"), value("content_text")).select_from(with_reviews(schema.statements))
    asked = asked.where(schema.statements.c.appearance_id.is_not(None) | schema.reviewed.c.own)
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


def resting_on_nobody(connection: sa.Connection, utterances: Sequence[Sequence[StatementRecord]]) -> Iterator[Finding]:
    """Claims of sources without a name, but for those that another article has from somebody named.

    utterances: as `unnamed_only` takes them.
    """
    by_id = {one.id: one for utterance in utterances for one in utterance}
    for finding in unnamed_only(utterances):
        withheld = [by_id[evidence.statement] for evidence in finding.evidence if evidence.statement]
        if not any(is_named_by(one, other) for one, others in sharing(connection, withheld) for other in others):
            yield finding


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
