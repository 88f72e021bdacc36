"""Threads in the database: which statements word one utterance, and which articles are copies, article by article.

What an article costs doesn't grow with the ledger. Statements meet through keys (`wordings.keys`), articles through
bands (`copies.bands`), and each of them leads to a bounded number of rows: one that is full takes no more. Words that
many say ("make the harbour great again") fill their keys soon and tell nothing from then on; an utterance that many
quote is found through its first quotations, which are in its thread.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from . import schema
from .copies import are_copies, bands, shingles
from .linking import Link, Together, Worded, links
from .store import insert
from .wordings import Wording, keys

#: Rows that a key or a band leads to at most.
FULL: Final = 48
#: Statements that one is compared with at most, those that share most of its rarest keys first; articles likewise.
MOST_CANDIDATES: Final = 12
#: Rows from which on a key by itself doesn't make a candidate.
COMMON: Final = 4
MOST_COPIES: Final = 4
#: Standings of statements that say nothing of their own.
SILENT: Final = ("declined",)
#: What a clause has, and the mere object of a verb hasn't.
CLAUSE: Final = re.compile(
    r"\b(?:to|that|if|whether|how|why|what|is|are|was|were|be|been|has|had|have|will|would|can|could|should|must|may|"
    r"might|do|does|did|not|\w{2,}ed)\b|n[’']t\b"
)


_TEXT: Final = sa.select(*schema.articles.c["text", "url", "supersedes"]).where(
    schema.articles.c.id == sa.bindparam("article")
)


def link(connection: sa.Connection, article_id: int) -> None:
    """Put the statements of an article just kept into their threads, and see what it is a copy of.

    In the transaction at hand. Writes threads, keys, bands, links, statements.thread_id and articles.copy_of.
    """
    row = connection.execute(_TEXT, {"article": article_id}).one()
    _find_copy(connection, article_id, row.text, row.url)
    new = _statements(connection, article_id)
    if new:
        _find_threads(connection, article_id, new, row.supersedes)


def neighbours(connection: sa.Connection, wordings: Mapping[int, Wording]) -> dict[int, list[int]]:
    """For each statement those, of whatever article, whose words are nearest to its own; itself not among them."""
    marks = {number: keys(of) for number, of in wordings.items()}
    wanted = sorted({key for of in marks.values() for key in of})
    met, _ = _meet(connection, schema.keys, wanted) if wanted else ({}, set())
    return {number: [other for other in _likely(of, met) if other != number] for number, of in marks.items()}


# -- copies --------------------------------------------------------------------------------------------------------


def _find_copy(connection: sa.Connection, article_id: int, text: str, url: str | None) -> None:
    mine = shingles(text)
    numbers = bands(mine)
    if not numbers:
        return
    met, full = _meet(connection, schema.bands, numbers)
    insert(connection, schema.bands, [{"band": n, "article_id": article_id} for n in numbers if n not in full])
    shared = Counter(other for others in met.values() for other in others)
    likely = sorted(shared, key=lambda other: (-shared[other], other))[:MOST_COPIES]
    if not likely:
        return
    of = schema.articles
    rows = connection.execute(sa.select(of.c.id, of.c.text, of.c.url, of.c.copy_of).where(of.c.id.in_(likely))).all()
    # A later version at the same URL is the same article, and no copy.
    first = [
        row.copy_of or row.id for row in rows if not (url and row.url == url) and are_copies(mine, shingles(row.text))
    ]
    if first:
        connection.execute(sa.update(of).where(of.c.id == article_id).values(copy_of=min(first)))


# -- threads -------------------------------------------------------------------------------------------------------


def _find_threads(
    connection: sa.Connection, article_id: int, new: Mapping[int, Worded], supersedes: int | None
) -> None:
    marks = {number: keys(worded.wording) for number, worded in new.items()}
    wanted = sorted({key for of in marks.values() for key in of})
    if not wanted:
        return
    met, full = _meet(connection, schema.keys, wanted)
    likely = {number: _likely(of, met) for number, of in marks.items()}
    known = _worded(connection, {other for others in likely.values() for other in others})
    found = _linked(new, marks, likely, known)
    room = {key: FULL - len(met.get(key, ())) for key in wanted if key not in full}
    rows = []
    for number, of in marks.items():
        for key in of:
            if room.get(key, 0) > 0:
                room[key] -= 1
                rows.append({"key": key, "statement_id": number})
    insert(connection, schema.keys, rows)
    if found:
        _write(connection, article_id, found, {**known, **new}, supersedes)


def _likely(of: Collection[int], met: Mapping[int, Sequence[int]]) -> list[int]:
    """The statements that share most of some keys, a rare key counting for more; the older first where that's equal."""
    shared: defaultdict[int, float] = defaultdict(float)
    for key in of:
        others = met.get(key, ())
        for other in others:
            shared[other] += 1 + 1 / len(others)
    if len(of) >= 4:
        # Of so many, one that leads to many tells nothing.
        shared = defaultdict(float, {other: score for other, score in shared.items() if score > 1 + 1 / COMMON})
    return sorted(shared, key=lambda other: (-shared[other], other))[:MOST_CANDIDATES]


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


def _write(
    connection: sa.Connection,
    article_id: int,
    found: Sequence[Link],
    worded: Mapping[int, Worded],
    supersedes: int | None,
) -> None:
    """Links, and the threads that follow from them; of threads that become one, the smaller number stays."""
    insert(connection, schema.links, [
        {"statement_id": link.statement, "other_id": link.other, "wording": link.relation, "score": link.score}
        for link in found
    ])  # fmt: skip
    together = _together(worded.values())
    for link in found:
        together.join(link.statement, link.other)
    numbers = sorted({number for link in found for number in (link.statement, link.other)})
    threads = sorted({thread for number in numbers if (thread := worded[number].thread) is not None})
    before = _threads_of(connection, supersedes) if supersedes is not None else set()
    plans = []
    for members in together.sets([*numbers, *(-thread for thread in threads)]):
        old = sorted(-member for member in members if member < 0)
        plans.append((old, [worded[m] for m in members if m > 0 and worded[m].thread is None]))
    made = _new_threads(connection, [fresh for old, fresh in plans if not old])
    placed = [(old[0] if old else next(made), fresh) for old, fresh in plans]
    rows = [{"number": w.id, "thread": thread} for thread, fresh in placed for w in fresh]
    if rows:
        connection.execute(_PLACING, rows)
    grown = []
    for (old, fresh), (thread, _) in zip(plans, placed, strict=True):
        if len(old) > 1:
            _merge(connection, thread, old[1:])
        if len(old) > 1 or (old and {w.article for w in fresh} != {article_id}):
            _count(connection, thread)
        elif old:
            # No thread has statements of this article yet: so there is no need to count the whole of it.
            grown.append({"thread": thread, "more": len(fresh), "articles_more": 0 if thread in before else 1})
    if grown:
        connection.execute(_GROWING, grown)


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


def _new_threads(connection: sa.Connection, of: Sequence[Sequence[Worded]]) -> Iterator[int]:
    """A thread for each group of statements, in their order."""
    if not of:
        return iter(())
    rows = [{"statements": len(fresh), "articles": len({w.article for w in fresh})} for fresh in of]
    made = sa.insert(schema.threads).returning(schema.threads.c.id, sort_by_parameter_order=True)
    return iter(connection.execute(made, rows).scalars().all())


def _together(worded: Iterable[Worded]) -> Together:
    """The statements of one thread as one set, in which the thread stands by its number below nought."""
    together = Together()
    for one in worded:
        if one.thread is not None:
            together.join(one.id, -one.thread)
    return together


def _threads_of(connection: sa.Connection, article_id: int) -> set[int]:
    of = schema.statements
    query = sa.select(of.c.thread_id).where(of.c.article_id == article_id, of.c.thread_id.is_not(None))
    return set(connection.execute(query).scalars())


def _merge(connection: sa.Connection, thread: int, others: Collection[int]) -> None:
    of, threads = schema.statements, schema.threads
    connection.execute(sa.update(of).where(of.c.thread_id.in_(others)).values(thread_id=thread))
    # What was found in them will be looked for in the one they are now.
    findings = schema.findings
    connection.execute(sa.delete(findings).where(findings.c.scope == "thread", findings.c.scope_id.in_(others)))
    connection.execute(sa.delete(threads).where(threads.c.id.in_(others)))


def _count(connection: sa.Connection, thread: int) -> None:
    """Count a thread's statements and articles; versions of one article are one."""
    of, articles, threads = schema.statements, schema.articles, schema.threads
    which = sa.func.coalesce(articles.c.url, sa.cast(articles.c.id, sa.Text))
    query = sa.select(sa.func.count(), sa.func.count(which.distinct())).select_from(
        of.join(articles, articles.c.id == of.c.article_id)
    )
    statements, different = connection.execute(query.where(of.c.thread_id == thread)).one()
    values = {"statements": statements, "articles": different}
    connection.execute(sa.update(threads).where(threads.c.id == thread).values(**values))


# -- rows ----------------------------------------------------------------------------------------------------------


def _meet(connection: sa.Connection, table: sa.Table, wanted: Sequence[int]) -> tuple[dict[int, list[int]], set[int]]:
    """Whom each mark leads to, and which marks are full."""
    found: dict[int, list[int]] = {}
    for key, other in connection.execute(_MEETING[table.name], {"wanted": wanted}):
        found.setdefault(key, []).append(other)
    return found, {key for key, others in found.items() if len(others) >= FULL}


def _wanted(column: sa.Column[Any]) -> sa.ColumnElement[bool]:
    """That a column is among the values given as `wanted`: built once, since building it costs more than asking."""
    return column.in_(sa.bindparam("wanted", expanding=True))


_MEETING: Final = {
    table.name: sa.select(*table.primary_key.columns).where(_wanted(next(iter(table.primary_key.columns))))
    for table in (schema.keys, schema.bands)
}


_Spans = Sequence[Sequence[int]]
_STATEMENTS = schema.statements
_COLUMNS = sa.select(
    _STATEMENTS.c.id,
    _STATEMENTS.c.article_id,
    _STATEMENTS.c.parent_id,
    _STATEMENTS.c.holder_id,
    _STATEMENTS.c.type,
    _STATEMENTS.c.content_text,
    _STATEMENTS.c.standing,
    _STATEMENTS.c.thread_id,
    schema.appearances.c.name,
    schema.appearances.c.kind,
).select_from(_STATEMENTS.outerjoin(schema.appearances, schema.appearances.c.id == _STATEMENTS.c.appearance_id))


_SOME: Final = _COLUMNS.where(_wanted(_STATEMENTS.c.id))
_ARTICLE: Final = (
    _COLUMNS.add_columns(_STATEMENTS.c.content)
    .where(_STATEMENTS.c.article_id == sa.bindparam("article"))
    .order_by(_STATEMENTS.c.position)
)
_INNER: Final = sa.select(_STATEMENTS.c.parent_id, _STATEMENTS.c.content).where(
    _wanted(_STATEMENTS.c.article_id), _STATEMENTS.c.parent_id.is_not(None)
)


def _statements(connection: sa.Connection, article_id: int) -> dict[int, Worded]:
    """The statements of an article that can be in a thread, by id, in their order."""
    rows = connection.execute(_ARTICLE, {"article": article_id}).all()
    within: dict[int, list[_Spans]] = {}
    for row in rows:
        if row.parent_id is not None:
            within.setdefault(row.parent_id, []).append(row.content)
    return {
        row.id: _of(row, own_words(row.content_text, row.content, within.get(row.id, ())))
        for row in rows
        if row.standing not in SILENT
    }


def _worded(connection: sa.Connection, numbers: Collection[int]) -> dict[int, Worded]:
    """Statements by their ids."""
    if not numbers:
        return {}
    rows = connection.execute(_SOME, {"wanted": sorted(numbers)}).all()
    inner = _within(connection, rows)
    own: dict[int, str] = {}
    if inner:
        query = sa.select(_STATEMENTS.c.id, _STATEMENTS.c.content_text, _STATEMENTS.c.content)
        for number, text, content in connection.execute(query.where(_STATEMENTS.c.id.in_(sorted(inner)))):
            own[number] = own_words(text, content, inner[number])
    return {row.id: _of(row, own.get(row.id, row.content_text)) for row in rows}


def _within(connection: sa.Connection, rows: Sequence[Any]) -> dict[int, list[_Spans]]:
    """For statements that have others in them, the contents of these: found by the index of articles."""
    numbers = {row.id for row in rows}
    found: dict[int, list[_Spans]] = {}
    for parent, content in connection.execute(_INNER, {"wanted": sorted({row.article_id for row in rows})}):
        if parent in numbers:
            found.setdefault(parent, []).append(content)
    return found


def _of(row: Any, text: str) -> Worded:
    named = row.kind != "unnamed" and row.name
    return Worded(
        id=row.id,
        article=row.article_id,
        holder=row.holder_id if named else None,
        name=row.name if named else None,
        type=row.type,
        text=text,
        thread=row.thread_id,
        denied=row.standing == "denied",
    )


#: What stands between two pieces of a content in statements.content_text.
BETWEEN: Final = " … "


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
