"""Rereading: a text that the ledger has, read again by other weights, after a correction, or since it is current again.

What is read now takes the place of what was read before; no version of the article comes of it. A statement that still
stands keeps its id, and with it its reviews and its thread. One that isn't read any more keeps its row, but counts only
as long as people vouch for it; if it is read again later, it is the same one. A text that comes back to its address is
a version of its own, of which people have said what they said of it before.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from ..printable import storable
from ..reading import ReadBy, Reading, Statement
from ..span import pairs_of
from ..values import fields
from .findings import examine
from .people import decisions, identity
from .reviews import applied
from .reviews.applied import Says
from .reviews.review import read_again
from .tables import readings, schema, store
from .tables.readings import Stored
from .tables.record import batched
from .tables.store import ArticleRows
from .threads import membership
from .threads.linking import Worded

#: Values other than those of fields, by their columns: JSON of a reading's statement.
_WORDS: Final = ("source", "cue", "content", "type")
#: Spans as pairs of start and end, to look things up by.
_At = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement in few words. statement: its id; None if it has none yet. holder: the name."""

    statement: int | None
    holder: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A value of a statement that is read otherwise now.

    field: as of a review. old, new: as a review of it gives them; of holders the names.
    """

    said: Said
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Rereading:
    """What reading an article again has changed, without regard to reviews.

    article: its id. name: its outlet, title or number. before, after: what read it; None: that wasn't kept.
    statements: how many are read now. gone, new: statements. changed: values of those that still stand.
    kept: statements that aren't read any more, for which people vouched: they stay. lost: ids of the reviews of
    statements that are gone. error: a sentence, if it can't be read any more; all is then as it was.
    """

    article: int
    name: str
    before: ReadBy | None
    after: ReadBy | None
    statements: int = 0
    gone: tuple[Said, ...] = ()
    new: tuple[Said, ...] = ()
    changed: tuple[Difference, ...] = ()
    kept: tuple[Said, ...] = ()
    lost: tuple[int, ...] = ()
    error: str | None = None

    @property
    def counts(self) -> Counter[str]:
        """How many of each there are: “gone”, “new”, “kept”, “lost”, and values changed by the name of their field."""
        lists = {"gone": self.gone, "new": self.new, "kept": self.kept, "lost": self.lost}
        return +Counter({name: len(some) for name, some in lists.items()}) + Counter(one.field for one in self.changed)


def name(about: Mapping[Any, Any]) -> str:
    """What to call an article, by its row: its outlet, or else its title, or else its number."""
    return str(about["outlet"] or about["site"] or about["title"] or f"article {about['id']}")


def waiting(
    connection: sa.Connection, by: ReadBy, numbers: Sequence[int], since: str | None, outlet: str | None
) -> list[int]:
    """The ids of articles, all versions, that an older program or other weights than `by` read, in the order of adding.

    numbers: only these, if any are given. since: only those published on this day or later. outlet: only its own, by
    name or host. Raises NotInLedger if one of the numbers is unknown.
    """
    article = schema.articles.c
    made = sa.select(article.program, article.weights).distinct()
    others = [row for row in connection.execute(made) if _is_older(row.program, row.weights, by)]
    same = (article[part].is_not_distinct_from for part in ("program", "weights"))
    program, weights = same
    query = sa.select(article.id).where(sa.or_(sa.false(), *(program(a) & weights(b) for a, b in others)))
    if since:
        query = query.where(article.published >= since)
    if outlet:
        query = query.where(article.site.in_({store.folded(outlet), outlet.removeprefix("www.")}))
    found = list(connection.execute(query.order_by(article.id)).scalars())
    for number in numbers:
        readings.article(connection, number)
    return [number for number in found if number in {*numbers}] if numbers else found


def _is_older(program: str | None, weights: str | None, by: ReadBy) -> bool:
    """Whether a reading is worth making again: an older program made it, or the same with other weights."""
    if program is None or program == by.program:
        return program is None or weights != by.weights
    return _release(program) < _release(by.program)


def _release(program: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", program)]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What becomes of the statements of an article.

    article: its row. reading: the new one. old: all statements that are there. of: for each statement of the new
    reading the one that it was, if any. reviews: outcomes by statement id. missed: ids of statements that people added.
    seen: appearances that are there, by name and kind.
    """

    article: sa.RowMapping
    reading: Reading
    old: tuple[Stored, ...]
    of: tuple[Stored | None, ...]
    reviews: Mapping[int, Says]
    missed: Collection[int]
    seen: Mapping[tuple[str, str], sa.RowMapping]

    @property
    def still(self) -> set[int]:
        """The ids of the statements that the new reading has too."""
        return {one.row["id"] for one in self.of if one}

    @property
    def left(self) -> list[Stored]:
        """The statements that it doesn't have."""
        still = self.still
        return [one for one in self.old if one.row["id"] not in still]

    def counted(self, one: Stored) -> bool:
        """Whether a statement was read before; of one that only an earlier reading had, whether people vouch for it."""
        return not one.row["added"] or one.row["id"] in self.missed or self.vouched(one)

    def vouched(self, one: Stored) -> bool:
        """Whether people vouch for a statement, and nobody has rejected it."""
        says = self.reviews.get(one.row["id"]) or Says()
        return says.there and says.vouched

    def said(self, one: Stored) -> Said:
        """A statement that is there, in few words."""
        return Said(one.row["id"], self.name(one), one.row["content_text"])

    def name(self, one: Stored) -> str | None:
        """The name of its holder, as the article has it."""
        of = one.row["appearance_id"]
        return next((row["name"] for row in self.seen.values() if row["id"] == of), None)


# -- what has changed --------------------------------------------------------------------------------------------------


def rehearse(connection: sa.Connection, number: int, reading: Reading) -> Rereading:
    """What `replace` would change; nothing is stored. Raises NotInLedger."""
    plan = _planned(connection, number, reading)
    # New statements have no ids yet: those of the ledger are positive.
    return _told(plan, [one.row["id"] if one else -1 - i for i, one in enumerate(plan.of)])


def _planned(connection: sa.Connection, number: int, reading: Reading) -> _Plan:
    article, appearance = readings.article(connection, number), schema.appearances
    rows = connection.execute(sa.select(appearance).where(appearance.c.article_id == number)).mappings().all()
    old = tuple(readings.stored(connection, number))
    return _Plan(
        article, reading, old, tuple(_matched(old, reading)), applied.said(connection, number),
        applied.added_by_people(connection, number), {(row["name"], row["kind"]): row for row in rows},
    )  # fmt: skip


def _matched(old: Sequence[Stored], reading: Reading) -> list[Stored | None]:
    """For each statement of a reading the stored one that it was.

    That is the one of the same cue and content, or else of the same content, or else of the same cue with some of the
    content; of several the first.
    """
    found: list[Stored | None] = [None] * len(reading.statements)
    mine = [(_at(pairs_of(statement.cue)), _at(pairs_of(statement.content))) for statement in reading.statements]
    free = {number: (_at(one.row["cue"]), _at(one.row["content"])) for number, one in enumerate(old)}
    keys: tuple[Callable[[_At, _At], Hashable], ...] = (
        lambda cue, content: (cue, content),
        lambda _, content: content,
        lambda cue, _: cue,
    )
    for key in keys:
        alike = defaultdict[Hashable, list[int]](list)
        for number, place in free.items():
            alike[key(*place)].append(number)
        for i, place in enumerate(mine):
            if found[i] is None:
                some = (k for k in alike[key(*place)] if k in free and _overlap(free[k][1], place[1]))
                if (at := next(some, None)) is not None:
                    found[i] = old[at]
                    del free[at]
    return found


def _at(spans: Sequence[Sequence[int]]) -> _At:
    return tuple((start, end) for start, end in spans)


def _overlap(one: _At, other: _At) -> bool:
    return one == other or any(a < d and c < b for a, b in one for c, d in other)


def _told(plan: _Plan, numbers: Sequence[int]) -> Rereading:
    """numbers: ids of the new reading's statements; negative for those that have none yet."""
    about, reading = plan.article, plan.reading
    now = list(zip(numbers, reading.statements, plan.of, strict=True))
    read = [one for one in plan.left if not one.row["added"]]
    return Rereading(
        about["id"], name(about),
        readings.read_by(about), reading.read_by, len(reading.statements),
        gone=tuple(plan.said(one) for one in read if not plan.vouched(one)),
        new=tuple(
            Said(number if number > 0 else None, _name(statement),
                 reading.words(statement.content))
            for number, statement, was in now if was is None or not plan.counted(was)
        ),
        changed=tuple(_differences(plan, numbers)),
        kept=tuple(plan.said(one) for one in read if plan.vouched(one)),
        lost=tuple(sorted(review for one in read for review in _lost(plan, one))),
    )  # fmt: skip


def _name(statement: Statement) -> str | None:
    return statement.holder.name if statement.holder else None


def _lost(plan: _Plan, one: Stored) -> Iterator[int]:
    """The ids of the reviews of a statement that isn't read any more, if none says whether it is one."""
    says = plan.reviews.get(one.row["id"])
    if says and says.there and not says.vouched:
        yield from (review for review, _ in says.values.values())


def _differences(plan: _Plan, numbers: Sequence[int]) -> Iterator[Difference]:
    for statement, was in zip(plan.reading.statements, plan.of, strict=True):
        if was is None or was.row["added"]:
            continue
        new: dict[str, Any] = {name: pairs_of(getattr(statement, name)) for name in ("source", "cue", "content")}
        new |= {"type": statement.type, "holder": _name(statement)}
        new |= {"parent": None if statement.parent is None else numbers[statement.parent]}
        new |= store.written(statement, numbers)
        old = {name: was.row[name] for name in _WORDS} | {"holder": plan.name(was)}
        old |= {"parent": was.row["parent_id"], **was.values}
        yield from (
            Difference(plan.said(was), name, old[name], new[name])
            for name in ("holder", *_WORDS, "parent", *was.values)
            if old[name] != new[name]
        )


# -- and is stored -----------------------------------------------------------------------------------------------------


def replace(connection: sa.Connection, number: int, reading: Reading, site: str | None = None) -> Rereading:
    """Put a new reading of an article's text in the place of the stored one, in the current transaction.

    site: what identified the outlet before, if that was corrected. Raises NotInLedger.
    """
    plan = _planned(connection, number, reading)
    touched = examine.touched_by(connection, number)
    rows = _rows(connection, plan)
    told = _told(plan, _numbers(plan, rows))
    changed = _changed(plan, rows)
    threads = membership.leave(connection, changed)
    joins = membership.rejoin(connection, rows, _joining(plan, rows, changed))
    _write(connection, plan, rows, changed)
    membership.write(connection, joins)
    touched |= applied.apply_reviews(connection, number)
    membership.dissolve(connection, threads)
    _describe(connection, plan, rows, site)
    examine.mark_touched(connection, touched | examine.touched_by(connection, number))
    if told.counts:
        read_again(connection, number)
    return told


def _rows(connection: sa.Connection, plan: _Plan) -> ArticleRows:
    """The rows of the article with its new reading; what still stands has its ids and its holders."""
    known = [plan.seen.get((storable(holder.name), holder.kind)) for holder in plan.reading.holders]
    counts = {schema.appearances: known.count(None), schema.statements: plan.of.count(None)}
    more, further = (iter(some) for some in store.ids(connection, counts))
    appearances = [row["id"] if row else next(more) for row in known]
    numbers = [one.row["id"] if one else next(further) for one in plan.of]
    article = {**plan.article, **store.made(plan.reading)}
    rows = ArticleRows(article, *store.statement_rows(plan.reading, plan.article["id"], appearances, numbers))
    _assign(connection, rows, {row["id"]: row["holder_id"] for row in known if row})
    return rows


def _assign(connection: sa.Connection, rows: ArticleRows, known: dict[int, int | None]) -> None:
    """Fill in the holders: those that the article's appearances have, and for new ones as for a new version.

    known: holders by appearance.
    """
    fresh = [row for row in rows.appearances if row["id"] not in known]
    if fresh:
        theirs = {row["id"] for row in fresh}
        said = [row for row in rows.statements if row["appearance_id"] in theirs]
        # As if it superseded itself: the holders of the reading before are those of the version before.
        before = {**rows.article, "supersedes": rows.article["id"]}
        identity.assign(connection, ArticleRows(before, fresh, said, {"stances": []}))
    whose = {row["id"]: row["holder_id"] for row in fresh} | known
    called = {row["name"]: holder for row in rows.appearances if (holder := whose[row["id"]]) is not None}
    identity.fill_in(rows, {one: holder for one, holder in whose.items() if holder is not None}, called)


def _numbers(plan: _Plan, rows: ArticleRows) -> list[int]:
    """The ids of the new reading's statements, in its order."""
    at = {row["position"]: row["id"] for row in rows.statements}
    return [at[i] for i in range(len(plan.reading.statements))]


def _changed(plan: _Plan, rows: ArticleRows) -> dict[int, Worded | None]:
    """The statements that go, or whose threads may be others now, by id, with what they were found by."""
    seen = [dict(row) for row in plan.seen.values()]
    whose = {row["id"]: row["holder_id"] for row in seen}
    # Threads are found by the holders that were read, whatever reviews say.
    was = [{**one.row, "holder_id": whose.get(one.row["appearance_id"])} for one in plan.old]
    old = membership.worded(ArticleRows(dict(plan.article), seen, was, {}))
    new = membership.worded(rows)
    back = {one.row["id"] for one in plan.of if one and one.row["added"]}
    others = {number for number in plan.still if number in back or old.get(number) != new.get(number)}
    gone = {one.row["id"] for one in plan.left if not one.row["added"] and not plan.vouched(one)}
    return {number: old.get(number) for number in others | gone}


def _joining(plan: _Plan, rows: ArticleRows, changed: Collection[int]) -> set[int]:
    """The statements for which threads are looked for: new and changed ones, unless reviews keep them out."""
    out = {number for number, says in plan.reviews.items() if says.apart or not says.there}
    return {row["id"] for row in rows.statements if row["id"] in changed or row["id"] not in plan.still} - out


def _write(connection: sa.Connection, plan: _Plan, rows: ArticleRows, changed: Collection[int]) -> None:
    """Write the rows of the article over those that are there. changed: ids of statements that have other threads."""
    article, statement, still = schema.articles, schema.statements, plan.still
    made = store.made(plan.reading)
    connection.execute(sa.update(article).where(article.c.id == rows.id).values(made))
    _write_appearances(connection, plan, rows)
    # Positions are unique: those that are given away have to be free.
    away = sa.update(statement).where(statement.c.article_id == rows.id)
    connection.execute(away.values(position=-1 - statement.c.position))
    store.insert(connection, statement, [row for row in rows.statements if row["id"] not in still])
    for row in (row for row in rows.statements if row["id"] in still):
        same = ("id", "article_id") if row["id"] in changed else ("id", "article_id", "thread_id")
        values = {name: cell for name, cell in row.items() if name not in same} | {"added": False}
        connection.execute(sa.update(statement).where(statement.c.id == row["id"]).values(values))
    for place, one in enumerate(plan.left, len(rows.statements)):
        mine = sa.update(statement).where(statement.c.id == one.row["id"])
        connection.execute(mine.values(position=place, added=True))
    back = [one.row["id"] for one in plan.of if one and one.row["added"]]
    for some in batched(sorted(back)):
        # What a review, or no reading, has left of it is made anew by `apply_reviews`.
        connection.execute(sa.delete(schema.reviewed).where(schema.reviewed.c.statement_id.in_(some)))
    for name, beside in rows.beside.items():
        table = schema.metadata.tables[name]
        for some in batched(sorted(still)):
            connection.execute(sa.delete(table).where(table.c.statement_id.in_(some), table.c.review_id.is_(None)))
        store.insert(connection, table, beside)


def _write_appearances(connection: sa.Connection, plan: _Plan, rows: ArticleRows) -> None:
    """Write the holders of the article; one that only an earlier reading has keeps its row without a place."""
    appearance = schema.appearances
    there, now = {row["id"] for row in plan.seen.values()}, {row["id"] for row in rows.appearances}
    store.insert(connection, appearance, [row for row in rows.appearances if row["id"] not in there])
    for row in (row for row in rows.appearances if row["id"] in there):
        values = {name: row[name] for name in ("position", "role", "mentions")}
        connection.execute(sa.update(appearance).where(appearance.c.id == row["id"]).values(values))
    gone = [row["id"] for row in plan.seen.values() if row["id"] not in now and row["position"] >= 0]
    for some in batched(gone):
        mine = sa.update(appearance).where(appearance.c.id.in_(some))
        connection.execute(mine.values(position=-1 - appearance.c.position))


def _describe(connection: sa.Connection, plan: _Plan, rows: ArticleRows, site: str | None) -> None:
    """Describe again the holders whose roles or outlets are others now."""

    def facts(seen: Iterable[Mapping[Any, Any]], at: str) -> set[tuple[int, str | None, str]]:
        return {(row["holder_id"], row["role"], at) for row in seen if row["holder_id"] is not None}

    now = rows.article["site"]
    before = [row for row in plan.seen.values() if row["position"] >= 0]
    others = facts(before, now if site is None else site) ^ facts(rows.appearances, now)
    for holder in sorted({holder for holder, _, _ in others}):
        decisions.describe_again(connection, holder)


# -- a text that comes back --------------------------------------------------------------------------------------------


def carry(connection: sa.Connection, rows: ArticleRows, reading: Reading) -> applied.Touched:
    """Have what people said of an earlier version with the same text said of a new one, in the current transaction.

    rows: of the new version, as written. Each review is one of its own, by the same person at the same time, and can be
    undone. Returns the places affected.
    """
    article, review = schema.articles.c, schema.reviews
    same = (article[name] == rows.article[name] for name in ("address", "text"))
    before = connection.execute(
        sa.select(article.id).where(*same, article.id != rows.id).order_by(article.version.desc())
    ).scalar()
    stands = review.c.article_id == before, review.c.undone_at.is_(None), review.c.subject != "finding"
    reviews = connection.execute(sa.select(review).where(*stands).order_by(review.c.id)).mappings().all()
    if before is None or not reviews:
        return set()
    position = {row["position"]: row["id"] for row in rows.statements}
    now = {
        was.row["id"]: position[i]
        for i, was in enumerate(_matched(readings.stored(connection, before), reading)) if was
    }  # fmt: skip
    for given in reviews:
        if given["subject"] == "new" and given["statement_id"] not in now:
            value = _elsewhere(given["value"], now)
            now[given["statement_id"]] = applied.add(
                connection, readings.laid(connection, rows.id, reviewed=True), value
            )
        if given["statement_id"] in now:
            _carry(connection, given, rows.id, now)
    return applied.apply_reviews(connection, rows.id)


def _carry(connection: sa.Connection, given: sa.RowMapping, article: int, now: Mapping[int, int]) -> None:
    """Say of a statement what a review says of the one that it was. now: the ids of statements by those they were."""
    number, name, review = now[given["statement_id"]], given["field"], schema.reviews
    value: Any = given["value"]
    value = _elsewhere(value, now) if given["subject"] == "new" else _elsewhere({name: value}, now)[name]
    row = {**given, "article_id": article, "statement_id": number, "value": value}
    del row["id"]
    kept = int(connection.execute(sa.insert(review).values(row).returning(review.c.id)).scalar_one())
    beside = next((field for field in fields.BESIDE if field.name == name), None)
    if given["verdict"] == "correct" and beside:
        applied.write_beside(connection, number, beside, value, kept)


def _elsewhere(values: Mapping[str, Any], now: Mapping[int, int]) -> dict[str, Any]:
    """Values of a review, by field, with statements as they are now; those that aren't there are left out."""
    moved = dict(values)
    if values.get("parent") is not None:
        moved["parent"] = now.get(values["parent"])
    if values.get("answers"):
        moved["answers"] = [
            {**one, "statement": now[one["statement"]]} for one in values["answers"] if one["statement"] in now
        ]
    return moved
