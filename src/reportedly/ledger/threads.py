"""Threads in the database: which statements word one utterance, and which articles are copies, article by article.

What an article costs doesn't grow with the ledger. Statements meet through keys (`wordings.keys`), articles through
bands (`copies.bands`), and each of them leads to a bounded number of rows: one that is full takes no more. Words that
many say ("make the harbour great again") fill their keys soon and tell nothing from then on; an utterance that many
quote is found through its first quotations, which are in its thread.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import sqlalchemy as sa

from . import schema
from .copies import are_copies, bands, shingles
from .linking import Link, Together, Worded, links
from .wordings import Wording, keys

#: Rows that a key or a band leads to at most.
FULL: Final = 48
#: Statements that one is compared with at most, those that share most of its rarest keys first; articles likewise.
MOST_CANDIDATES: Final = 24
MOST_COPIES: Final = 4
#: Standings of statements that say nothing of their own.
SILENT: Final = ("declined",)


def link(connection: sa.Connection, article_id: int) -> None:
    """Put the statements of an article just kept into their threads, and see what it is a copy of.

    In the transaction at hand. Writes threads, keys, bands, links, statements.thread_id and articles.copy_of.
    """
    of = schema.articles
    row = connection.execute(
        sa.select(of.c.text, of.c.url, of.c.supersedes).where(of.c.id == article_id)
    ).one()
    _find_copy(connection, article_id, row.text, row.url)
    new = _statements(connection, article_id)
    if new:
        _find_threads(connection, article_id, new, row.supersedes)


def neighbours(connection: sa.Connection, wordings: Mapping[int, Wording]) -> dict[int, list[int]]:
    """For each statement those, of whatever article, whose words are nearest to its own; itself not among them."""
    marks = {number: keys(of) for number, of in wordings.items()}
    wanted = sorted({key for of in marks.values() for key in of})
    met, _ = _meet(connection, schema.keys, "key", "statement_id", wanted) if wanted else ({}, set())
    return {number: [other for other in _likely(of, met) if other != number] for number, of in marks.items()}


# -- copies --------------------------------------------------------------------------------------------------------


def _find_copy(connection: sa.Connection, article_id: int, text: str, url: str | None) -> None:
    mine = shingles(text)
    numbers = bands(mine)
    if not numbers:
        return
    met, full = _meet(connection, schema.bands, "band", "article_id", numbers)
    _insert(connection, schema.bands, [{"band": n, "article_id": article_id} for n in numbers if n not in full])
    shared = Counter(other for others in met.values() for other in others)
    likely = sorted(shared, key=lambda other: (-shared[other], other))[:MOST_COPIES]
    if not likely:
        return
    of = schema.articles
    rows = connection.execute(sa.select(of.c.id, of.c.text, of.c.url, of.c.copy_of).where(of.c.id.in_(likely))).all()
    # A later version at the same URL is the same article, and no copy.
    first = [row.copy_of or row.id for row in rows if not (url and row.url == url) and are_copies(mine, shingles(row.text))]
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
    met, full = _meet(connection, schema.keys, "key", "statement_id", wanted)
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
    _insert(connection, schema.keys, rows)
    if found:
        _write(connection, article_id, found, {**known, **new}, supersedes)


def _likely(of: Iterable[int], met: Mapping[int, Sequence[int]]) -> list[int]:
    """The statements that share most of some keys, a rare key counting for more; the older first where that's equal."""
    shared: defaultdict[int, float] = defaultdict(float)
    for key in of:
        others = met.get(key, ())
        for other in others:
            shared[other] += 1 + 1 / len(others)
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
        candidates = [known[other] for other in likely[number] if other in known] + [new[other] for other in sorted(within)]
        for link in links(worded, [replace(c, thread=together.first(c.id)) for c in candidates]):
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
    _insert(connection, schema.links, [
        {"statement_id": link.statement, "other_id": link.other, "wording": link.relation, "score": link.score}
        for link in found
    ])  # fmt: skip
    together = _together(worded.values())
    for link in found:
        together.join(link.statement, link.other)
    numbers = sorted({number for link in found for number in (link.statement, link.other)})
    threads = sorted({worded[number].thread for number in numbers} - {None})
    before = _threads_of(connection, supersedes) if supersedes is not None else set()
    for members in together.sets([*numbers, *(-thread for thread in threads)]):
        old = sorted(-member for member in members if member < 0)
        fresh = [worded[member] for member in members if member > 0 and worded[member].thread is None]
        _put(connection, old, fresh, article_id, before)


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


def _put(
    connection: sa.Connection, old: Sequence[int], fresh: Sequence[Worded], article_id: int, before: Collection[int]
) -> None:
    """Statements that were in no thread into the first of some threads, or into a new one; the threads become one.

    before: threads that have an earlier version of the article, which counts as one article with it.
    """
    of, threads = schema.statements, schema.threads
    articles = {worded.article for worded in fresh}
    thread = old[0] if old else None
    if thread is None:
        made = sa.insert(threads).values(statements=len(fresh), articles=len(articles)).returning(threads.c.id)
        thread = connection.execute(made).scalar_one()
    connection.execute(sa.update(of).where(of.c.id.in_([w.id for w in fresh])).values(thread_id=thread))
    if len(old) > 1:
        _merge(connection, thread, old[1:])
    if len(old) > 1 or (old and articles != {article_id}):
        _count(connection, thread)
    elif old:
        # No thread has statements of this article yet: so there is no need to count the whole of it.
        more = 0 if thread in before else 1
        connection.execute(
            sa.update(threads)
            .where(threads.c.id == thread)
            .values(statements=threads.c.statements + len(fresh), articles=threads.c.articles + more)
        )


def _merge(connection: sa.Connection, thread: int, others: Collection[int]) -> None:
    of, threads = schema.statements, schema.threads
    connection.execute(sa.update(of).where(of.c.thread_id.in_(others)).values(thread_id=thread))
    # Findings name the thread they were made in.
    findings = schema.findings
    connection.execute(sa.update(findings).where(findings.c.thread_id.in_(others)).values(thread_id=thread))
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


def _meet(
    connection: sa.Connection, table: sa.Table, mark: str, of: str, wanted: Sequence[int]
) -> tuple[dict[int, list[int]], set[int]]:
    """Whom each mark leads to, and which marks are full."""
    query = sa.select(table.c[mark], table.c[of]).where(table.c[mark].in_(wanted))
    found: dict[int, list[int]] = {}
    for key, other in connection.execute(query):
        found.setdefault(key, []).append(other)
    return found, {key for key, others in found.items() if len(others) >= FULL}


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(sa.insert(table), rows)


_STATEMENTS = schema.statements
_COLUMNS = sa.select(
    _STATEMENTS.c.id,
    _STATEMENTS.c.article_id,
    _STATEMENTS.c.parent_id,
    _STATEMENTS.c.holder_id,
    _STATEMENTS.c.type,
    _STATEMENTS.c.content,
    _STATEMENTS.c.content_text,
    _STATEMENTS.c.standing,
    _STATEMENTS.c.thread_id,
    schema.appearances.c.name,
    schema.appearances.c.kind,
).select_from(
    _STATEMENTS.outerjoin(schema.appearances, schema.appearances.c.id == _STATEMENTS.c.appearance_id)
)


def _statements(connection: sa.Connection, article_id: int) -> dict[int, Worded]:
    """The statements of an article that can be in a thread, by id, in their order."""
    rows = connection.execute(
        _COLUMNS.where(_STATEMENTS.c.article_id == article_id).order_by(_STATEMENTS.c.position)
    ).all()
    within: dict[int, list[Sequence[Sequence[int]]]] = {}
    for row in rows:
        if row.parent_id is not None:
            within.setdefault(row.parent_id, []).append(row.content)
    return {row.id: _of(row, within.get(row.id, ())) for row in rows if row.standing not in SILENT}


def _worded(connection: sa.Connection, numbers: Collection[int]) -> dict[int, Worded]:
    """Statements by their ids."""
    if not numbers:
        return {}
    rows = connection.execute(_COLUMNS.where(_STATEMENTS.c.id.in_(sorted(numbers)))).all()
    # Those within others stand in the same article: found by its index.
    query = sa.select(_STATEMENTS.c.parent_id, _STATEMENTS.c.content).where(
        _STATEMENTS.c.article_id.in_(sorted({row.article_id for row in rows})),
        _STATEMENTS.c.parent_id.is_not(None),
    )
    within: dict[int, list[Sequence[Sequence[int]]]] = {}
    for parent, content in connection.execute(query):
        if parent in numbers:
            within.setdefault(parent, []).append(content)
    return {row.id: _of(row, within.get(row.id, ())) for row in rows}


def _of(row: Any, within: Sequence[Sequence[Sequence[int]]]) -> Worded:
    named = row.kind in ("person", "organization") and row.name
    return Worded(
        id=row.id,
        article=row.article_id,
        holder=row.holder_id if named else None,
        name=row.name if named else None,
        type=row.type,
        text=own_words(row.content_text, row.content, [span for content in within for span in content]),
        thread=row.thread_id,
        denied=row.standing == "denied",
    )


#: What stands between two pieces of a content in statements.content_text.
BETWEEN: Final = " … "


def own_words(text: str, content: Sequence[Sequence[int]], within: Sequence[Sequence[int]]) -> str:
    """The words of a statement without those of the statements in it, which are others' utterances.

    text: its pieces, parted by an ellipsis. content, within: spans in the article.
    """
    if not within:
        return text
    kept, at = [], 0
    for start, end in content:
        piece = text[at : at + end - start]
        at += end - start + len(BETWEEN)
        left = start
        for inner, inner_end in sorted((max(a, start), min(b, end)) for a, b in within):
            if inner < inner_end:
                kept.append(piece[left - start : max(left, inner) - start])
                left = max(left, inner_end)
        kept.append(piece[left - start :])
    return BETWEEN.join(part.strip() for part in kept if part.strip())
