"""Threads in the database: which statements word one utterance, and which articles are copies, article by article.

What an article costs hardly grows with the ledger. Statements meet through keys (`wordings.keys`), articles through
bands (`copies.bands`), and each of them leads to a bounded number of rows: one that is full takes no more. Words that
many say ("make the harbour great again") fill their keys soon and tell nothing from then on; an utterance that many
quote is found through its first quotations, which are in its thread.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any, Final

import sqlalchemy as sa

from ..tables import schema
from ..tables.lists import joined, wanted
from ..tables.record import BETWEEN
from ..tables.store import ArticleRows, ids, insert
from .copies import are_copies, bands, shingles
from .linking import Link, Together, Worded, links
from .wordings import ComparableWording, keys

#: Rows that a key or a band leads to at most.
FULL: Final = 48
#: Statements that one is compared with at most, those that share most of its rarest keys first; articles likewise.
MOST_CANDIDATES: Final = 12
#: The score of a key that leads to so many that it doesn't make a candidate by itself; and how many keys two statements
#: have of which one by itself never does.
COMMON: Final = 1 + 1 / 12
MANY: Final = 4
MOST_COPIES: Final = 4
#: The name and kind of the holder of a statement that has none.
NOBODY: Final = (None, None)
#: Standings of statements that say nothing of their own.
SILENT: Final = ("declined",)


@dataclass(slots=True)
class Joins:
    """How an article is joined to others: what is to be written once its own rows are there.

    keys, bands, links: rows. recount: threads whose statements are to be counted anew.
    """

    keys: list[dict[str, Any]] = field(default_factory=list)
    bands: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    recount: list[int] = field(default_factory=list)


def join(connection: sa.Connection, rows: ArticleRows) -> Joins:
    """Put the statements of an article to be kept into their threads, and see what it is a copy of.

    In the transaction at hand. Fills thread_id and copy_of in; writes threads and what else is there already.
    """
    joins = Joins()
    _find_copy(connection, rows, joins)
    new = _statements(rows)
    if new:
        _find_threads(connection, rows, new, joins)
    return joins


def join_one(connection: sa.Connection, rows: ArticleRows) -> Joins:
    """Put a statement that is added to an article which is there into its thread. rows: the statement's alone."""
    joins = Joins()
    new = _statements(rows)
    if new:
        _find_threads(connection, rows, new, joins)
    joins.recount += [row["thread_id"] for row in rows.statements if row["thread_id"] is not None]
    return joins


def write(connection: sa.Connection, joins: Joins) -> None:
    """Write what joins an article, just written, to others."""
    insert(connection, schema.bands, joins.bands)
    insert(connection, schema.keys, joins.keys)
    insert(connection, schema.links, joins.links)
    for thread in joins.recount:
        count(connection, thread)


def neighbours(connection: sa.Connection, wordings: Mapping[int, ComparableWording]) -> dict[int, list[int]]:
    """For each statement those, of whatever article, whose words are nearest to its own; itself not among them."""
    marks = {number: keys(found) for number, found in wordings.items()}
    wanted = sorted({key for found in marks.values() for key in found})
    met = _met(connection, _KEYS, wanted)
    return {number: [other for other in _likely(found, met) if other != number] for number, found in marks.items()}


# -- copies --------------------------------------------------------------------------------------------------------


def _find_copy(connection: sa.Connection, rows: ArticleRows, joins: Joins) -> None:
    mine = shingles(rows.article["text"])
    numbers = bands(mine)
    if not numbers:
        return
    met = _met(connection, _BANDS, numbers)
    joins.bands += [{"band": n, "article_id": rows.id} for n in numbers if len(met.get(n, ())) < FULL]
    shared = Counter(other for others in met.values() for other in others)
    likely = sorted(shared, key=lambda other: (-shared[other], other))[:MOST_COPIES]
    if not likely:
        return
    article, url = schema.articles, rows.article["url"]
    others = connection.execute(
        sa.select(article.c.id, article.c.text, article.c.url, article.c.copy_of).where(article.c.id.in_(likely))
    ).all()
    # A later version at the same URL is the same article, and no copy.
    first = [o.copy_of or o.id for o in others if not (url and o.url == url) and are_copies(mine, shingles(o.text))]
    rows.article["copy_of"] = min(first, default=None)


# -- threads -------------------------------------------------------------------------------------------------------


def _find_threads(connection: sa.Connection, rows: ArticleRows, new: Mapping[int, Worded], joins: Joins) -> None:
    marks = {number: keys(worded.wording) for number, worded in new.items()}
    wanted = sorted({key for own in marks.values() for key in own})
    if not wanted:
        return
    met = _met(connection, _KEYS, wanted)
    likely = {number: _likely(own, met) for number, own in marks.items()}
    known = _worded(connection, {other for others in likely.values() for other in others})
    found = _linked(new, marks, likely, known)
    room = {key: FULL - len(met.get(key, ())) for key in wanted}
    for number, own in marks.items():
        kept = [key for key in own if room[key] > 0]
        joins.keys += [{"key": key, "statement_id": number, "of": len(kept)} for key in kept]
        room |= {key: room[key] - 1 for key in kept}
    if found:
        _place(connection, rows, found, {**known, **new}, joins)


def _likely(given: Collection[int], met: Mapping[int, Sequence[int]]) -> list[int]:
    """The statements that share most of some keys, a rare key counting for more; the older first where that's equal.

    met: whom each key leads to, as `_KEYS` gives them.
    """
    shared: defaultdict[int, float] = defaultdict(float)
    for key in given:
        others = met.get(key, ())
        worth = 1 + 1 / max(1, len(others))
        for other in others:
            shared[other] += worth
    found: Iterable[int] = shared
    if len(given) > 1:
        # Of several, one that leads to many tells nothing; nor does any, where both have many. What is full doesn't
        # count: a statement that came later isn't found by it.
        alone = 2 if sum(len(met.get(key, ())) < FULL for key in given) >= MANY else COMMON
        found = [one for one, score in shared.items() if score > (alone if one % SIZES >= MANY else COMMON)]
    return [one // SIZES for one in sorted(found, key=lambda one: (-shared[one], one))[:MOST_CANDIDATES]]


def _linked(
    new: Mapping[int, Worded],
    marks: Mapping[int, Collection[int]],
    likely: Mapping[int, Sequence[int]],
    known: Mapping[int, Worded],
) -> list[Link]:
    """The links of the article's statements in order, each seen by those after it."""
    together = _together(known.values())
    before: dict[int, list[int]] = {}
    found: list[Link] = []
    for number, worded in new.items():
        within = {other for key in marks[number] for other in before.get(key, ())}
        candidates = [known[other] for other in likely[number] if other in known]
        candidates += [new[other] for other in sorted(within)]
        for link in links(worded, candidates, together.first):
            together.join(number, link.other)
            found.append(link)
        for key in marks[number]:
            before.setdefault(key, []).append(number)
    return found


def _place(
    connection: sa.Connection, rows: ArticleRows, found: Sequence[Link], worded: Mapping[int, Worded], joins: Joins
) -> None:
    """Links, and the threads that follow from them; of threads that become one, the smaller number stays."""
    joins.links += [
        {"statement_id": link.statement, "other_id": link.other, "wording": link.relation, "score": link.score}
        for link in found
    ]
    plans = _plans(found, worded)
    made = _new_threads(connection, [fresh for old, fresh in plans if not old])
    placed: dict[int, int] = {}
    grown = []
    before = _threads_of(connection, rows.article["supersedes"])
    for old, fresh in plans:
        thread = old[0] if old else next(made)
        placed |= dict.fromkeys((w.id for w in fresh), thread)
        if len(old) > 1:
            _merge(connection, thread, old[1:])
        if len(old) > 1 or (old and {w.article for w in fresh} != {rows.id}):
            joins.recount.append(thread)
        elif old:
            # No thread has statements of this article yet: so there is no need to count the whole of it.
            grown.append({"thread": thread, "more": len(fresh), "articles_more": 0 if thread in before else 1})
    if grown:
        connection.execute(_GROWING, grown)
    for row in rows.statements:
        row["thread_id"] = placed.pop(row["id"], None)
    if placed:
        connection.execute(_PLACING, [{"number": number, "thread": thread} for number, thread in placed.items()])


def _plans(found: Sequence[Link], worded: Mapping[int, Worded]) -> list[tuple[list[int], list[Worded]]]:
    """For each thread that is made, grows or takes others in: the threads it is of, and the statements in none yet."""
    together = _together(worded.values())
    for link in found:
        together.join(link.statement, link.other)
    numbers = sorted({number for link in found for number in (link.statement, link.other)})
    threads = sorted({thread for number in numbers if (thread := worded[number].thread) is not None})
    return [
        (
            sorted(-member for member in members if member < 0),
            [worded[member] for member in members if member > 0 and worded[member].thread is None],
        )
        for members in together.sets([*numbers, *(-thread for thread in threads)])
    ]


_PLACING: Final = (
    sa.update(schema.statements)
    .where(schema.statements.c.id == sa.bindparam("number"))
    .values(thread_id=sa.bindparam("thread"))
)
_GROWING: Final = (
    sa.update(schema.threads)
    .where(schema.threads.c.id == sa.bindparam("thread"))
    .values(
        statements=schema.threads.c.statements + sa.bindparam("more"),
        articles=schema.threads.c.articles + sa.bindparam("articles_more"),
    )
)


def _new_threads(connection: sa.Connection, groups: Sequence[Sequence[Worded]]) -> Iterator[int]:
    """A thread for each group of statements, in their order."""
    if not groups:
        return iter(())
    (numbers,) = ids(connection, {schema.threads: len(groups)})
    insert(connection, schema.threads, [
        {"id": number, "statements": len(fresh), "articles": len({w.article for w in fresh})}
        for number, fresh in zip(numbers, groups, strict=True)
    ])  # fmt: skip
    return iter(numbers)


def _together(worded: Iterable[Worded]) -> Together:
    """The statements of one thread as one set, in which the thread stands by its number below nought."""
    together = Together()
    for one in worded:
        if one.thread is not None:
            together.join(one.id, -one.thread)
    return together


def _threads_of(connection: sa.Connection, article_id: int | None) -> set[int]:
    if article_id is None:
        return set()
    statement = schema.statements
    query = sa.select(statement.c.thread_id).where(
        statement.c.article_id == article_id, statement.c.thread_id.is_not(None)
    )
    return set(connection.execute(query).scalars())


def _merge(connection: sa.Connection, thread: int, others: Collection[int]) -> None:
    threads = schema.threads
    for table in (schema.statements, schema.reviewed):
        connection.execute(sa.update(table).where(table.c.thread_id.in_(others)).values(thread_id=thread))
    # What was found in them will be looked for in the one they are now.
    findings = schema.findings
    connection.execute(sa.delete(findings).where(findings.c.scope == "thread", findings.c.scope_id.in_(others)))
    connection.execute(sa.delete(threads).where(threads.c.id.in_(others)))


def count(connection: sa.Connection, thread: int) -> None:
    """Count a thread's statements and articles; versions of one article are one."""
    statement, articles, threads = schema.statements, schema.articles, schema.threads
    which = sa.func.coalesce(articles.c.url, sa.cast(articles.c.id, sa.Text))
    query = sa.select(sa.func.count(), sa.func.count(which.distinct())).select_from(
        statement.join(articles, articles.c.id == statement.c.article_id)
    )
    statements, different = connection.execute(query.where(statement.c.thread_id == thread)).one()
    values = {"statements": statements, "articles": different}
    connection.execute(sa.update(threads).where(threads.c.id == thread).values(**values))


# -- rows ----------------------------------------------------------------------------------------------------------


def _meeting(mark: sa.Column[int], other: sa.ColumnElement[int]) -> sa.Select[int, str]:
    # Of each mark all in one text: a thousand rows an article would be made only to be put into lists.
    return sa.select(mark, joined(other)).where(wanted(mark)).group_by(mark)


#: More than a statement has keys. A statement and how many of its keys are kept (0: that isn't known) are one number,
#: SIZES times the first and the second added.
SIZES: Final = 64
_KEYS: Final = _meeting(
    schema.keys.c.key, schema.keys.c.statement_id * sa.literal(SIZES, sa.BigInteger) + schema.keys.c.of
)
_BANDS: Final = _meeting(schema.bands.c.band, schema.bands.c.article_id)


def _met(connection: sa.Connection, meeting: sa.Select[int, str], wanted: Sequence[int]) -> dict[int, list[int]]:
    """Whom each mark leads to."""
    return {
        mark: [int(other) for other in others.split(",")]
        for mark, others in connection.execute(meeting, {"wanted": wanted}).all()
    }


_Spans = Sequence[Sequence[int]]
_STATEMENTS = schema.statements
#: Statements that people said are none, or are in no thread.
_APART: Final = sa.select(schema.reviewed.c.statement_id).where(
    sa.or_(schema.reviewed.c.rejected, schema.reviewed.c.apart)
)
_SOME: Final = (
    sa.select(
        *_STATEMENTS.c["id", "article_id", "holder_id", "type", "content_text", "thread_id", "standing"],
        *schema.appearances.c["name", "kind"],
    )
    .select_from(_STATEMENTS.outerjoin(schema.appearances, schema.appearances.c.id == _STATEMENTS.c.appearance_id))
    .where(wanted(_STATEMENTS.c.id), _STATEMENTS.c.id.not_in(_APART))
)
_INNER: Final = sa.select(_STATEMENTS.c.parent_id, _STATEMENTS.c.content).where(wanted(_STATEMENTS.c.parent_id))


def _statements(rows: ArticleRows) -> dict[int, Worded]:
    """The statements of an article that can be in a thread, by id, in their order."""
    within: dict[int, list[_Spans]] = {}
    for row in rows.statements:
        if row["parent_id"] is not None:
            within.setdefault(row["parent_id"], []).append(row["content"])
    called = {row["id"]: (row["name"], row["kind"]) for row in rows.appearances}
    return {
        row["id"]: _of(
            row["id"], rows.id, row["holder_id"], row["type"],
            own_words(row["content_text"], row["content"], within.get(row["id"], ())), None, row["standing"],
            *called.get(row["appearance_id"], NOBODY),
        )
        for row in sorted(rows.statements, key=itemgetter("position"))
        if row["standing"] not in SILENT
    }  # fmt: skip


def _worded(connection: sa.Connection, numbers: Collection[int]) -> dict[int, Worded]:
    """Statements by their ids."""
    if not numbers:
        return {}
    found = {row[0]: _of(*row) for row in connection.execute(_SOME, {"wanted": sorted(numbers)}).all()}
    inner: dict[int, list[_Spans]] = {}
    for parent, content in connection.execute(_INNER, {"wanted": sorted(found)}).all():
        inner.setdefault(parent, []).append(content)
    if inner:
        query = sa.select(_STATEMENTS.c.id, _STATEMENTS.c.content).where(_STATEMENTS.c.id.in_(sorted(inner)))
        for number, content in connection.execute(query).all():
            found[number] = replace(found[number], text=own_words(found[number].text, content, inner[number]))
    return found


def _of(  # noqa: PLR0913, PLR0917 - a row, in its order
    number: int, article: int, holder: int | None, type: str, text: str, thread: int | None, standing: str,
    name: str | None, kind: str | None,
) -> Worded:  # fmt: skip
    """A statement, with the name and kind of whoever the article says it is of."""
    # "The minister" may be whoever another article names.
    named = kind != "unnamed" and name and name != name.lower()
    return Worded(
        number, article, holder if named else None, name if named else None, type, text, thread, standing == "denied"
    )


def own_words(text: str, content: _Spans, within: Sequence[_Spans]) -> str:
    """The words of a statement without those of the statements in it, which are others' utterances.

    text: its pieces, parted by an ellipsis. content: their spans in the article. within: those of each statement in it.
    """
    if not within:
        return text
    kept, at = [], 0
    for start, end in content:
        piece = text[at : at + end - start]
        at += end - start + len(BETWEEN)
        left = start
        for inner, inner_end in sorted((max(a, start), min(b, end)) for spans in within for a, b in spans):
            if inner < inner_end:
                kept.append(piece[left - start : max(left, inner) - start])
                left = max(left, inner_end)
        kept.append(piece[left - start :])
    return BETWEEN.join(part.strip() for part in kept if part.strip())
