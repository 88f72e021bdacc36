"""Threads and copies in the database, updated as articles are added.

The cost of an article hardly grows with the ledger. Statements find one another by keys (`wordings.keys`) and articles
by bands (`copies.bands`). A key or band stores a bounded number of rows and takes no more once it is full. So common
words ("make the harbour great again") soon fill their keys, which from then on tell nothing; an utterance that is
quoted often is found by its first quotations, which are in its thread.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any, Final

import sqlalchemy as sa

from ...values.outlets import publishes
from ..tables import schema
from ..tables.lists import wanted
from ..tables.prepared import Prepared
from ..tables.record import BETWEEN, batched, says_by_itself
from ..tables.store import ArticleRows, ids, insert
from . import reprints
from .linking import Link, Together, Worded, links
from .meeting import FULL, leads, meeting
from .reprints import Reprint
from .wordings import LEAST, ComparableWording, keys, wording

#: Most statements that one is compared with: those that share most keys with it, rare keys counting for more.
#: It bounds the cost of adding an article; set by judgement.
MOST_CANDIDATES: Final = 12
#: Score of a single shared key that leads to twelve statements: a candidate needs more, that is a rarer key or several.
#: MANY: from this number of keys on both sides, a single shared key never suffices.
COMMON: Final = 1 + 1 / 12
MANY: Final = 4
#: Name and kind for a statement without a holder.
NOBODY: Final = (None, None)
#: Words in a cue by which something wasn't said: “never told”.
NEGATED: Final = re.compile(r"\b(?:not|never|no|nobody|none)\b|n[’']t\b", re.IGNORECASE)
#: Standings of statements that have no words to compare, or whose words their holder didn't say.
SILENT: Final = ("declined", "not said")


@dataclass(slots=True)
class Joins:
    """What connects an article with others, to be written once its own rows are in the database.

    keys, links: rows of these tables. recount: ids of threads that have to be counted again. reprint: of which articles
    it is a copy, or the original.
    """

    keys: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    recount: list[int] = field(default_factory=list)
    reprint: Reprint = field(default_factory=Reprint)


def join(connection: sa.Connection, rows: ArticleRows) -> Joins:
    """Find the threads of a new article's statements and the article that it is a copy of.

    rows: changed in place: `thread_id` and `copy_of` are filled in. Threads, and statements that are in the database
    already, are updated in the current transaction; the rest is returned, for `write`.
    """
    joins = Joins(reprint=reprints.find(connection, rows.article))
    rows.article["copy_of"] = joins.reprint.copy_of
    new = _statements(rows)
    if new:
        _find_threads(connection, rows, new, joins)
    return joins


@dataclass(frozen=True, slots=True)
class ThreadToBe:
    """A thread as it would be: the ids of the threads that would become it, and of statements that are in none yet."""

    threads: frozenset[int]
    statements: frozenset[int]


def rehearse(connection: sa.Connection, rows: ArticleRows) -> dict[int, ThreadToBe]:
    """Find the threads of an article that isn't to be written, nor anything else.

    rows: changed in place: `copy_of` is filled in, and `thread_id`, negative for a thread that isn't there yet.
    Returns what would be in each of these threads, beside the article's own statements.
    """
    rows.article["copy_of"] = reprints.find(connection, rows.article).copy_of
    new = _statements(rows)
    met = _met(connection, new)
    worded = {**met.known, **new}
    of: dict[int, ThreadToBe] = {}
    whose: dict[int, int] = {}
    for at, (old, fresh) in enumerate(_plans(met.links(new), worded), 1):
        number = old[0] if old else -at
        of[number] = ThreadToBe(frozenset(old), frozenset(one.id for one in fresh if one.id not in new))
        whose |= {one.id: number for one in fresh if one.id in new}
    for row in rows.statements:
        row["thread_id"] = whose.get(row["id"])
    _place_wrappers(rows, Joins())
    return of


def join_one(connection: sa.Connection, rows: ArticleRows) -> Joins:
    """As `join`, for a statement that is added to an article in the database. rows: only this statement's."""
    joins = Joins()
    new = _statements(rows)
    if new:
        _find_threads(connection, rows, new, joins)
    joins.recount += [row["thread_id"] for row in rows.statements if row["thread_id"] is not None]
    return joins


def worded(rows: ArticleRows) -> dict[int, Worded]:
    """The statements of an article that can be in a thread, by id, with all by which their threads are found."""
    return _statements(rows)


def leave(connection: sa.Connection, statements: Mapping[int, Worded | None]) -> set[int]:
    """Take statements out of their threads, with their keys and links; returns the ids of these threads.

    statements: by id, with that by which they were found; None for one that wasn't to be found.
    """
    links, table = schema.links, schema.keys
    left: set[int] = set()
    found = [(number, key) for number, old in statements.items() if old for key in keys(old.wording)]
    for number, key in found:
        connection.execute(sa.delete(table).where(table.c.key == key, table.c.statement_id == number))
    for some in batched(sorted(statements)):
        for held, name in ((schema.statements, "id"), (schema.reviewed, "statement_id")):
            inside = held.c[name].in_(some), held.c.thread_id.is_not(None)
            left |= set(connection.execute(sa.select(held.c.thread_id).where(*inside)).scalars())
            connection.execute(sa.update(held).where(*inside).values(thread_id=None))
        either = sa.or_(links.c.statement_id.in_(some), links.c.other_id.in_(some))
        connection.execute(sa.delete(links).where(either))
    return left


def rejoin(connection: sa.Connection, rows: ArticleRows, changed: Collection[int]) -> Joins:
    """As `join`, for those statements of an article that are new or have changed since it was kept.

    rows: all statements of the article. changed: ids of these statements, which are in no thread (`leave`).
    """
    joins = Joins()
    new = {number: found for number, found in _statements(rows).items() if number in changed}
    some = replace(rows, statements=[row for row in rows.statements if row["id"] in changed])
    if new:
        _find_threads(connection, some, new, joins)
    joins.recount += [row["thread_id"] for row in some.statements if row["thread_id"] is not None]
    return joins


def dissolve(connection: sa.Connection, threads: Iterable[int]) -> None:
    """Count threads again after statements have left them; one that has a single statement left, or none, goes.

    It stays as long as a statement is kept out of it by a review, which may be undone.
    """
    statement, review, table = schema.statements, schema.reviewed, schema.threads
    for thread in sorted(set(threads)):
        count(connection, thread)
        left = sa.select(table.c.statements).where(table.c.id == thread)
        waiting = sa.select(review.c.statement_id).where(review.c.thread_id == thread).limit(1)
        if (connection.execute(left).scalar() or 0) > 1 or connection.execute(waiting).first():
            continue
        inside = sa.update(statement).where(statement.c.thread_id == thread)
        connection.execute(inside.values(thread_id=None))
        connection.execute(sa.delete(table).where(table.c.id == thread))
        findings = schema.findings
        connection.execute(sa.delete(findings).where(findings.c.scope == "thread", findings.c.scope_id == thread))


def write(connection: sa.Connection, joins: Joins) -> None:
    """Write what `join` returned for an article, whose own rows must have been written."""
    insert(connection, schema.bands, joins.reprint.bands)
    # A statement that is read again may have some of its keys: those that it had by other words than its own now.
    insert(connection, schema.keys, joins.keys, again=True)
    insert(connection, schema.links, joins.links)
    for thread in joins.recount:
        count(connection, thread)


def neighbours(connection: sa.Connection, wordings: Mapping[int, ComparableWording]) -> dict[int, list[int]]:
    """For each statement (by id) the ids of others that share most keys with it, at most MOST_CANDIDATES of them."""
    marks = {number: keys(found) for number, found in wordings.items()}
    wanted = sorted({key for found in marks.values() for key in found})
    met = leads(connection, _KEYS, wanted)
    return {number: [other for other in _likely(found, met) if other != number] for number, found in marks.items()}


# -- threads -------------------------------------------------------------------------------------------------------


def _find_threads(connection: sa.Connection, rows: ArticleRows, new: Mapping[int, Worded], joins: Joins) -> None:
    met = _met(connection, new)
    if not any(met.marks.values()):
        return
    found = met.links(new)
    room = {key: FULL - len(met.leads.get(key, ())) for own in met.marks.values() for key in own}
    for number, own in met.marks.items():
        kept = [key for key in own if room[key] > 0]
        joins.keys += [{"key": key, "statement_id": number, "of": len(kept)} for key in kept]
        room |= {key: room[key] - 1 for key in kept}
    if found:
        _place(connection, rows, found, {**met.known, **new}, joins)
    _place_wrappers(rows, joins)


@dataclass(frozen=True, slots=True)
class _Met:
    """What statements meet. marks: the keys of each. leads: the statements that each key leads to. likely: those that
    each may be linked with; known: these as the ledger has them."""

    marks: Mapping[int, Collection[int]]
    leads: Mapping[int, Sequence[int]]
    likely: Mapping[int, Sequence[int]]
    known: Mapping[int, Worded]

    def links(self, new: Mapping[int, Worded]) -> list[Link]:
        """The links of the statements."""
        return _linked(new, self.marks, self.likely, self.known)


def _met(connection: sa.Connection, new: Mapping[int, Worded]) -> _Met:
    marks = {number: keys(worded.wording) for number, worded in new.items()}
    wanted = sorted({key for own in marks.values() for key in own})
    met = leads(connection, _KEYS, wanted) if wanted else {}
    likely = {number: _likely(own, met) for number, own in marks.items()}
    return _Met(marks, met, likely, _worded(connection, {other for others in likely.values() for other in others}))


def _likely(given: Collection[int], met: Mapping[int, Sequence[int]]) -> list[int]:
    """The ids of the statements that share most of the given keys, a rare key counting for more; of equals the older.

    met: what each key leads to, as `_KEYS` gives it.
    """
    shared: defaultdict[int, float] = defaultdict(float)
    for key in given:
        others = met.get(key, ())
        worth = 1 + 1 / max(1, len(others))
        for other in others:
            shared[other] += worth
    found: Iterable[int] = shared
    if len(given) > 1:
        # A single shared key isn't enough if it is a common one, or if both statements have many keys. Full keys
        # aren't counted because a later statement couldn't be found by them.
        alone = 2 if sum(len(met.get(key, ())) < FULL for key in given) >= MANY else COMMON
        found = [one for one, score in shared.items() if score > (alone if one % SIZES >= MANY else COMMON)]
    return [one // SIZES for one in sorted(found, key=lambda one: (-shared[one], one))[:MOST_CANDIDATES]]


def _linked(
    new: Mapping[int, Worded],
    marks: Mapping[int, Collection[int]],
    likely: Mapping[int, Sequence[int]],
    known: Mapping[int, Worded],
) -> list[Link]:
    """The links of the article's statements, taken in order: each can be linked to those before it."""
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
    """Make, extend and merge threads as the links require. A merged thread keeps the smallest id."""
    joins.links += [
        {"statement_id": link.statement, "other_id": link.other, "wording": link.relation, "score": link.score}
        for link in found
    ]
    plans = _plans(found, worded)
    made = _new_threads(connection, [fresh for old, fresh in plans if not old])
    placed: dict[int, int] = {}
    grown = []
    before = _threads_of(connection, rows.article)
    for old, fresh in plans:
        thread = old[0] if old else next(made)
        placed |= dict.fromkeys((w.id for w in fresh), thread)
        if len(old) > 1:
            _merge(connection, thread, old[1:])
        if len(old) > 1 or (old and {w.article for w in fresh} != {rows.id}):
            joins.recount.append(thread)
        elif old:
            # Only statements of this article are added, so the counts can be increased instead of counted again.
            grown.append({"thread": thread, "more": len(fresh), "articles_more": 0 if thread in before else 1})
    if grown:
        _GROWING.each(connection, grown)
    for row in rows.statements:
        row["thread_id"] = placed.pop(row["id"], None)
    if placed:
        around = _wrapped(connection, placed)
        placed |= around
        joins.recount += sorted({*around.values()} - {*joins.recount})
        _PLACING.each(connection, ({"number": number, "thread": thread} for number, thread in placed.items()))


def _place_wrappers(rows: ArticleRows, joins: Joins) -> None:
    """Put statements that only tell who said another into the thread of that."""
    of = {row["id"]: row for row in rows.statements}
    for wrapper, inner in wrappers(rows.statements).items():
        if wrapper in of and inner in of and of[inner]["thread_id"] is not None:
            of[wrapper]["thread_id"] = of[inner]["thread_id"]
            joins.recount.append(of[inner]["thread_id"])


def _wrapped(connection: sa.Connection, placed: Mapping[int, int]) -> dict[int, int]:
    """The threads of statements in the database that only tell who said one of those placed, by id."""
    found = _AROUND.mappings(connection, wanted=sorted(placed))
    if not found:
        return {}
    inside = _WITHIN.mappings(connection, wanted=[row["id"] for row in found])
    return {wrapper: placed[one] for wrapper, one in wrappers([*found, *inside]).items() if one in placed}


def wrappers(statements: Iterable[Mapping[Any, Any]]) -> dict[int, int]:
    """The statements that only tell who said another ("Reyes said she would go, NTB reported"): that other, by id.

    statements: rows of an article.
    """
    every = {row["id"]: row for row in statements}
    within: dict[int, list[Mapping[Any, Any]]] = {}
    for row in every.values():
        if row["parent_id"] in every:
            within.setdefault(row["parent_id"], []).append(row)
    found = {}
    for number, inner in within.items():
        outer = every[number]
        if len(inner) == 1 and outer["type"] != "direct" and says_by_itself(inner[0]["type"], inner[0]["content_text"]):
            spans = [[*one[part]] for one in inner for part in ("source", "cue", "content")]
            left = own_words(outer["content_text"], outer["content"], spans)
            if wording(left, "indirect").info < LEAST:
                found[number] = int(inner[0]["id"])
    return found


def _plans(found: Sequence[Link], worded: Mapping[int, Worded]) -> list[tuple[list[int], list[Worded]]]:
    """For each thread that results from the links: the ids of the threads that become it, and the statements new to it.

    No ids if the thread is new, several if threads are merged.
    """
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


_PLACING: Final = Prepared(
    sa.update(schema.statements)
    .where(schema.statements.c.id == sa.bindparam("number"))
    .values(thread_id=sa.bindparam("thread"))
)
_GROWING: Final = Prepared(
    sa.update(schema.threads)
    .where(schema.threads.c.id == sa.bindparam("thread"))
    .values(
        statements=schema.threads.c.statements + sa.bindparam("more"),
        articles=schema.threads.c.articles + sa.bindparam("articles_more"),
    )
)


def _new_threads(connection: sa.Connection, groups: Sequence[Sequence[Worded]]) -> Iterator[int]:
    """Insert a thread for each group of statements; returns the ids in the same order."""
    if not groups:
        return iter(())
    (numbers,) = ids(connection, {schema.threads: len(groups)})
    insert(connection, schema.threads, [
        {"id": number, "statements": len(fresh), "articles": len({w.article for w in fresh})}
        for number, fresh in zip(numbers, groups, strict=True)
    ])  # fmt: skip
    return iter(numbers)


def _together(worded: Iterable[Worded]) -> Together:
    """The statements that are in one thread as one set, of which the thread is a member too, by its negated id."""
    together = Together()
    for one in worded:
        if one.thread is not None:
            together.join(one.id, -one.thread)
    return together


def _threads_of(connection: sa.Connection, about: Mapping[str, Any]) -> set[int]:
    """The threads of all versions of an article before a new one. about: the new one's row."""
    if about["supersedes"] is None:
        return set()
    statement, article = schema.statements, schema.articles
    query = sa.select(statement.c.thread_id).join(article, statement.c.article_id == article.c.id)
    query = query.where(article.c.address == about["address"], statement.c.thread_id.is_not(None))
    return set(connection.execute(query.distinct()).scalars())


def _merge(connection: sa.Connection, thread: int, others: Collection[int]) -> None:
    threads = schema.threads
    for table in (schema.statements, schema.reviewed):
        connection.execute(sa.update(table).where(table.c.thread_id.in_(others)).values(thread_id=thread))
    # Their findings will be found again in the merged thread.
    findings = schema.findings
    connection.execute(sa.delete(findings).where(findings.c.scope == "thread", findings.c.scope_id.in_(others)))
    connection.execute(sa.delete(threads).where(threads.c.id.in_(others)))


def count(connection: sa.Connection, thread: int) -> None:
    """Count a thread's statements and articles again. Versions of an article (same address) count as one."""
    statement, articles, threads = schema.statements, schema.articles, schema.threads
    which = sa.func.coalesce(articles.c.address, sa.cast(articles.c.id, sa.Text))
    query = sa.select(sa.func.count(), sa.func.count(which.distinct())).select_from(
        statement.join(articles, articles.c.id == statement.c.article_id)
    )
    statements, different = connection.execute(query.where(statement.c.thread_id == thread)).one()
    values = {"statements": statements, "articles": different}
    connection.execute(sa.update(threads).where(threads.c.id == thread).values(**values))


# -- rows ----------------------------------------------------------------------------------------------------------


#: More than a statement can have keys (`wordings.MOST_KEYS`). A statement's id and the number of its stored keys (0 if
#: unknown) are packed into one number: id * SIZES + number.
SIZES: Final = 64
_KEYS: Final = meeting(
    schema.keys.c.key, schema.keys.c.statement_id * sa.literal(SIZES, sa.BigInteger) + schema.keys.c.of
)
_Spans = Sequence[Sequence[int]]
_STATEMENTS = schema.statements
#: Statements that were rejected in a review, or taken out of their thread.
_APART: Final = sa.select(schema.reviewed.c.statement_id).where(
    sa.or_(schema.reviewed.c.rejected, schema.reviewed.c.apart)
)
_SOME: Final = Prepared(
    sa.select(
        *_STATEMENTS.c["id", "article_id", "holder_id", "type", "content_text", "thread_id", "standing"],
        *schema.appearances.c["name", "kind"],
    )
    .select_from(_STATEMENTS.outerjoin(schema.appearances, schema.appearances.c.id == _STATEMENTS.c.appearance_id))
    .where(wanted(_STATEMENTS.c.id), _STATEMENTS.c.id.not_in(_APART))
)
_WRAPPING: Final = _STATEMENTS.c["id", "parent_id", "type", "source", "cue", "content", "content_text"]
#: With the columns that `wrappers` asks: the statements around some, and those within some.
_AROUND: Final = Prepared(
    sa.select(*_WRAPPING).where(
        _STATEMENTS.c.id.in_(sa.select(_STATEMENTS.c.parent_id).where(wanted(_STATEMENTS.c.id)))
    )
)
_WITHIN: Final = Prepared(sa.select(*_WRAPPING).where(wanted(_STATEMENTS.c.parent_id)))
_INNER: Final = Prepared(
    sa.select(*_STATEMENTS.c["parent_id", "content", "type", "content_text"]).where(wanted(_STATEMENTS.c.parent_id))
)


def _statements(rows: ArticleRows) -> dict[int, Worded]:
    """The statements of a new article that can be in a thread, by id, in text order."""
    of = {row["id"]: row for row in rows.statements}
    around = wrappers(rows.statements)
    within: dict[int, list[_Spans]] = {}
    for row in rows.statements:
        said = says_by_itself(row["type"], row["content_text"])
        if row["parent_id"] is not None and said and not _is_part(row, of.get(row["parent_id"])):
            within.setdefault(row["parent_id"], []).append(row["content"])
    called = {row["id"]: (row["name"], row["kind"]) for row in rows.appearances}
    return {
        row["id"]: _of(
            row["id"], rows.id, row["holder_id"], row["type"],
            own_words(row["content_text"], row["content"], within.get(row["id"], ())), None, row["standing"],
            *called.get(row["appearance_id"], NOBODY),
        )
        for row in sorted(rows.statements, key=itemgetter("position"))
        if row["standing"] not in SILENT and row["id"] not in around and not _is_own(row, of.get(row["parent_id"]))
    }  # fmt: skip


def _is_part(inner: Mapping[str, Any], outer: Mapping[str, Any] | None) -> bool:
    """Whether a statement is a clause of the quotation that it stands in, and no quotation within that."""
    return outer is not None and outer["type"] == "direct" and inner["type"] == "indirect"


def _is_own(inner: Mapping[str, Any], outer: Mapping[str, Any] | None) -> bool:
    """Whether such a clause tells of nobody else, or that somebody didn't say so: it is the quotation's alone."""
    if outer is None or not _is_part(inner, outer):
        return False
    return inner["holder_id"] in (None, outer["holder_id"]) or NEGATED.search(inner["cue_text"]) is not None


def _worded(connection: sa.Connection, numbers: Collection[int]) -> dict[int, Worded]:
    """Statements in the database, by id; rejected ones and those taken out of their thread are left out."""
    if not numbers:
        return {}
    found = {row[0]: _of(*row) for row in _SOME.rows(connection, wanted=sorted(numbers))}
    inner: dict[int, list[_Spans]] = {}
    for parent, content, type, text in _INNER.rows(connection, wanted=sorted(found)):
        if says_by_itself(type, text) and (type != "indirect" or found[parent].type != "direct"):
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
    """A statement from its row, together with the name and kind of its appearance."""
    # A description in lower case ("the minister") is no name: it may be anybody whom another article names.
    named = kind != "unnamed" and name and name != name.lower() and not publishes(name, kind)
    return Worded(
        number, article, holder if named else None, name if named else None, type, text, thread, standing == "denied"
    )


def own_words(text: str, content: _Spans, within: Sequence[_Spans]) -> str:
    """The content of a statement without the contents of statements within it, which are others' utterances.

    text: the pieces of the content, separated by BETWEEN. content: their [start, end) in code points of the article.
    within: the same for each statement within it.
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
