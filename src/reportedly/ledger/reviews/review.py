"""Reviews: what people say about what was read and found. Each is an entry with who, when and why.

A review doesn't change what it is about. Corrected values are stored beside those that were read, and `counting`
decides which of both count. Of several reviews of a value the last one counts. Each can be undone; none is deleted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, Literal, get_args

import sqlalchemy as sa

from ...errors import InvalidReview, NotInLedger
from ...printable import UNSTORABLE
from ...span import pairs_of
from ...values import fields
from ...values.checks import Scope
from ...values.fields import PAIRS
from ..people import decisions
from ..tables import schema
from ..tables.engine import KEEPING, alone
from ..tables.lists import EVERY, page, wanted
from ..tables.readings import Laid, laid
from ..tables.readings import article as article_row
from ..tables.store import now
from .applied import Touched, add, apply_reviews, write_beside
from .corrections import ALWAYS, FIELDS, FieldName, added, checked

#: accept: it is right. correct: it is wrong, and the review gives the right value. reject: it is wrong, and there is no
#: right value.
Verdict = Literal["accept", "correct", "reject"]
Subject = Literal["statement", "new", "finding", "holder", "article"]
#: Who undoes the review of a whole article when it is read otherwise.
READ_AGAIN: Final = "Reportedly, since it was read again"


@dataclass(frozen=True, slots=True)
class Review:
    """A review as given, about one of three things.

    statement: id of a statement; the review is about its `field`. article: id of an article with a missed statement,
    which `value` gives whole; or, accepted, of one that was wholly reviewed: every statement in it is there as it
    stands now, with every value. finding: key of a finding.
    value: of a correction, in the form that `corrections` describes. why: the reason, in words.
    """

    verdict: Verdict
    statement: int | None = None
    field: FieldName = "statement"
    value: Any = None
    article: int | None = None
    finding: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A review, or a decision on holders, as the ledger keeps it.

    kind, id: which of the two, and its id among these. at: ISO time in UTC. verdict: of a decision its action, merge,
    split or apart. value: of a correction the new value; if accepted or rejected, the value judged; of a decision the
    holders and appearances. undone_at, undone_by: None while it stands; who undid a decision isn't stored.
    """

    kind: Literal["review", "decision"]
    id: int
    at: str
    by: str
    why: str | None
    subject: Subject
    verdict: str
    article: int | None = None
    statement: int | None = None
    finding: str | None = None
    field: FieldName | None = None
    value: Any = None
    undone_at: str | None = None
    undone_by: str | None = None

    @property
    def stands(self) -> bool:
        """Whether it hasn't been undone."""
        return self.undone_at is None


@dataclass(frozen=True, slots=True)
class UnderReview:
    """A statement with all that a person may say something of.

    article, text: id and text of its article. at: its index in `statements`; None if it doesn't count, and then it has
    no values. values: by field, with reviews applied, in the form that `corrections` describes. thread: id, None if it
    is in none. statements: ids of the article's statements, in the reading's order. entries: its reviews, the newest
    first.
    """

    id: int
    article: int
    text: str
    at: int | None
    values: Mapping[str, Any]
    thread: int | None
    statements: tuple[int, ...]
    entries: tuple[Entry, ...]


# -- a review kept, and undone ---------------------------------------------------------------------------------------


def review(connection: sa.Connection, given: Review, by: str) -> tuple[int, Touched]:
    """Store a review by a person; returns its id and the places it affects. Raises InvalidReview and NotInLedger."""
    alone(connection, KEEPING)
    _check(given, by)
    if given.statement is not None:
        return _of_statement(connection, given, given.statement, by)
    if given.article is not None:
        whole = given.verdict == "accept" and given.field == "statement"
        return (_whole if whole else _missed)(connection, given, given.article, by)
    return _of_finding(connection, given, by), set()


def undo(connection: sa.Connection, number: int, by: str) -> Touched:
    """Undo a review; returns the places affected. Raises InvalidReview if it was undone already, and NotInLedger."""
    alone(connection, KEEPING)
    reviews = schema.reviews
    done = connection.execute(sa.select(reviews).where(reviews.c.id == number)).one_or_none()
    if done is None:
        raise NotInLedger(f"expected review {number} in the ledger, but there is none")
    if done.undone_at:
        raise InvalidReview(f"expected a review that stands, but number {number} was undone {done.undone_at}")
    connection.execute(sa.update(reviews).where(reviews.c.id == number).values(undone_at=now(), undone_by=by))
    return set() if done.subject in ("finding", "article") else apply_reviews(connection, done.article_id)


def _check(given: Review, by: str) -> None:
    if given.verdict not in get_args(Verdict):
        raise InvalidReview(f"expected accept, correct or reject, but found {str(given.verdict)[:40]!r}")
    if given.field not in FIELDS:
        raise InvalidReview(f"expected one of {', '.join(FIELDS)}, but found {str(given.field)[:40]!r}")
    if sum(on is not None for on in (given.statement, given.article, given.finding)) != 1:
        raise InvalidReview("expected a review of one statement, one article or one finding, but found none or several")
    for words in (by, given.why or "why"):
        if not words.strip() or UNSTORABLE.search(words):
            raise InvalidReview(f"expected words for who reviews and why, but found {words[:40]!r}")


def _of_statement(connection: sa.Connection, given: Review, number: int, by: str) -> tuple[int, Touched]:
    article = _article_of(connection, number)
    found = laid(connection, article, reviewed=True)
    at = {row["id"]: i for i, row in enumerate(found.rows)}.get(number)
    if at is None and given.field != "statement":
        raise InvalidReview(
            f"expected a statement, but number {number} was rejected, or isn't read any more: accept it first"
        )
    correct = given.verdict == "correct"
    value = _corrected(connection, given, found, number) if correct else _judged(given, found, at)
    kept = _keep(connection, given, by, subject="statement", article=article, value=value)
    beside = next((field for field in fields.BESIDE if field.name == given.field), None)
    if correct and beside:
        write_beside(connection, number, beside, value, review=kept)
    return kept, apply_reviews(connection, article)


def _article_of(connection: sa.Connection, statement: int) -> int:
    statements = schema.statements
    article = connection.execute(sa.select(statements.c.article_id).where(statements.c.id == statement)).scalar()
    if article is None:
        raise NotInLedger(f"expected statement {statement} in the ledger, but there is none")
    return int(article)


def _judged(given: Review, found: Laid, at: int | None) -> Any:
    """The value that is accepted or rejected. at: the statement's index in the reading, None if it was rejected."""
    if given.verdict == "reject" and given.field in ALWAYS:
        raise InvalidReview(f"expected a correction of the {given.field}, which every statement has, but found none")
    if at is None:
        return None
    if given.field == "thread":
        thread = found.rows[at]["thread_id"]
        if given.verdict == "reject" and thread is None:
            raise InvalidReview(f"expected a statement in a thread, but number {given.statement} is in none")
        return thread
    value = told(found, at)
    return {"content": value["content"]} if given.field == "statement" else value[given.field]


def _corrected(connection: sa.Connection, given: Review, found: Laid, number: int) -> Any:
    mine = next((row for row in found.rows if row["id"] == number), None)
    if mine is None:
        raise InvalidReview("expected to accept or reject a statement, but found a correction of it")
    parents = {row["id"]: row["parent_id"] for row in found.rows}
    value = checked(given.field, given.value, Scope(found.reading.article.text, parents, number, mine["cue"]))
    return _known(connection, found, value, mine["source"]) if given.field == "holder" else value


def _whole(connection: sa.Connection, given: Review, article: int, by: str) -> tuple[int, Touched]:
    """Store that an article was wholly reviewed."""
    found = article_row(connection, article)
    return _keep(connection, given, by, subject="article", article=found["id"], value=None), set()


def read_again(connection: sa.Connection, article: int) -> None:
    """Undo what says that an article was wholly reviewed, since it is read otherwise now."""
    columns = schema.reviews.c
    stands = (columns.article_id == article, columns.subject == "article", columns.undone_at.is_(None))
    connection.execute(sa.update(schema.reviews).where(*stands).values(undone_at=now(), undone_by=READ_AGAIN))


def _missed(connection: sa.Connection, given: Review, article: int, by: str) -> tuple[int, Touched]:
    """Store the review of a missed statement; adds the statement."""
    if given.verdict != "correct" or given.field != "statement":
        raise InvalidReview("expected a correction with a statement that the article has, but found another review")
    found = laid(connection, article, reviewed=True)
    parents = {row["id"]: row["parent_id"] for row in found.rows}
    value = added(given.value, Scope(found.reading.article.text, parents))
    value["holder"] = _known(connection, found, value["holder"], value["source"])
    number = add(connection, found, value)
    kept = _keep(connection, given, by, subject="new", article=article, statement=number, value=value)
    return kept, apply_reviews(connection, article)


def _of_finding(connection: sa.Connection, given: Review, by: str) -> int:
    finding = schema.findings
    article = connection.execute(sa.select(finding.c.article_id).where(finding.c.key == given.finding)).scalar()
    if article is None:
        raise NotInLedger(f"expected finding {str(given.finding)[:40]} in the ledger, but there is none")
    if given.verdict == "correct":
        raise InvalidReview("expected to accept or reject a finding, but found a correction of it")
    return _keep(connection, given, by, subject="finding", article=article, value=None)


def _keep(  # noqa: PLR0913 - what a review is on, by name
    connection: sa.Connection, given: Review, by: str, *, subject: Subject, article: int, value: Any,
    statement: int | None = None,
) -> int:  # fmt: skip
    row = {
        "at": now(), "by": by, "why": given.why, "subject": subject, "article_id": article,
        "statement_id": given.statement if statement is None else statement, "finding": given.finding,
        "field": None if subject in ("finding", "article") else given.field, "verdict": given.verdict, "value": value,
    }  # fmt: skip
    reviews = schema.reviews
    return int(connection.execute(sa.insert(reviews).values(row).returning(reviews.c.id)).scalar_one())


# -- values as they are ----------------------------------------------------------------------------------------------


def told(found: Laid, at: int) -> dict[str, Any]:
    """The values of a statement by field, in the form of corrections. at: its index in the reading."""
    statement, row = found.reading.statements[at], found.rows[at]
    ids = [row["id"] for row in found.rows]
    holder = statement.holder
    return {
        "holder": holder
        and {"number": row["holder_id"], "name": holder.name, "kind": holder.kind, "role": holder.role,
             "spans": pairs_of(holder.mentions)},
        "source": pairs_of(statement.source),
        "cue": pairs_of(statement.cue),
        "content": pairs_of(statement.content),
        "type": statement.type,
        "parent": None if statement.parent is None else ids[statement.parent],
        **fields.written(statement, replace(PAIRS, statement=ids.__getitem__)),
    }  # fmt: skip


def _known(
    connection: sa.Connection, found: Laid, value: Mapping[str, Any] | None, source: Sequence[Sequence[int]]
) -> dict[str, Any] | None:
    """A corrected holder with its id in the ledger: one of the article's, or else of the ledger's, or else a new one.

    source: the spans that it rests on if the correction gives none. Raises NotInLedger for an unknown id.
    """
    if value is None:
        return None
    appearance, holder = schema.appearances, schema.holders
    mine = sa.select(appearance).where(appearance.c.article_id == found.article["id"]).order_by(appearance.c.position)
    here = connection.execute(mine).all()
    if value["number"] is not None:
        there = connection.execute(sa.select(holder).where(holder.c.id == value["number"])).one_or_none()
        if there is None:
            raise NotInLedger(f"expected holder {value['number']} in the ledger, but there is none")
        one = next((row for row in here if row.holder_id == there.id), there)
        spans = value["spans"] or getattr(one, "mentions", source)
        return {"number": there.id, "name": one.name, "kind": one.kind, "role": one.role, "spans": spans}
    same = next((row for row in here if (row.name, row.kind) == (value["name"], value["kind"])), None)
    number = same.holder_id if same else None
    if number is None and value["kind"] != "unnamed":
        number = _holder(connection, value)
    return {**value, "number": number, "spans": value["spans"] or (same.mentions if same else source)}


def _holder(connection: sa.Connection, value: Mapping[str, Any]) -> int:
    """The id of the only holder with this name and kind, or else of a new one."""
    holder = schema.holders
    row = decisions.row(value["name"], value["kind"], value["role"])
    query = sa.select(holder.c.id).where(*(holder.c[name] == row[name] for name in ("name", "kind", "key")))
    there = {*decisions.roots(connection, connection.execute(query).scalars()).values()}
    if len(there) == 1:
        return there.pop()
    return int(connection.execute(sa.insert(holder).values(row).returning(holder.c.id)).scalar_one())


def under_review(connection: sa.Connection, number: int) -> UnderReview:
    """A statement by its id, with what is needed to review it. Raises NotInLedger."""
    article = _article_of(connection, number)
    found = laid(connection, article, reviewed=True)
    numbers = tuple(int(row["id"]) for row in found.rows)
    at = numbers.index(number) if number in numbers else None
    return UnderReview(
        number, article, found.reading.article.text, at, {} if at is None else told(found, at),
        None if at is None else found.rows[at]["thread_id"], numbers, tuple(_on(connection, number)),
    )  # fmt: skip


def _on(connection: sa.Connection, statement: int) -> list[Entry]:
    """The reviews of one statement, the newest first."""
    columns = schema.reviews.c
    query = sa.select(columns.id).where(columns.statement_id == statement).order_by(columns.id.desc())
    numbers = connection.execute(query).scalars().all()
    found = _reviews(connection, numbers)
    return [found["review", number] for number in numbers]


# -- all of them -----------------------------------------------------------------------------------------------------

#: Conditions for decisions made by people; merges made on loading figures aren't.
_DECIDED: Final = schema.decisions.c
_BY_PEOPLE: Final = (_DECIDED.action.in_(["merge", "split", "apart"]), _DECIDED.by != decisions.OURSELVES)


def entries(
    connection: sa.Connection, article: int | None = None, by: str | None = None, limit: int | None = 50, skip: int = 0
) -> list[Entry]:
    """Reviews, and decisions on holders by people, the newest first.

    article: only about this one (id). by: only by this person. limit, skip: the page, counted in entries.
    """
    values = {"article": article, "by": by, "limit": EVERY if limit is None else limit, "skip": skip}
    decided = {"wanted": _decided_in(connection, article)} if article is not None else {}
    rows = connection.execute(_entries(article is not None, by is not None), {**values, **decided}).all()
    found = _reviews(connection, [row.id for row in rows if row.kind == "review"])
    found |= _decisions(connection, [row.id for row in rows if row.kind == "decision"])
    return [found[row.kind, row.id] for row in rows]


@cache
def _entries(in_article: bool, by_one: bool) -> sa.Select[Any]:
    """The query of `entries`. Building it takes longer than running it."""
    columns, kind = schema.reviews.c, sa.literal_column
    reviews = sa.select(kind("'review'").label("kind"), columns.id, columns.at)
    decided = sa.select(kind("'decision'").label("kind"), _DECIDED.id, _DECIDED.at).where(*_BY_PEOPLE)
    if in_article:
        reviews = reviews.where(columns.article_id == sa.bindparam("article"))
        decided = decided.where(wanted(_DECIDED.id))
    if by_one:
        by: sa.BindParameter[str] = sa.bindparam("by")
        reviews, decided = reviews.where(columns.by == by), decided.where(_DECIDED.by == by)
    both = sa.union_all(reviews, decided).subquery()
    return page(sa.select(both).order_by(both.c.at.desc(), both.c.kind.desc(), both.c.id.desc()))


def _decided_in(connection: sa.Connection, article: int) -> list[int]:
    """The ids of decisions by people on holders of an article."""
    columns = schema.appearances.c
    every = connection.execute(_DECISIONS).all()
    if not every:
        return []
    mine = {*connection.execute(sa.select(columns.id).where(columns.article_id == article)).scalars()}
    return [row.id for row in every if mine & {*row.appearances}]


_DECISIONS: Final = sa.select(_DECIDED.id, _DECIDED.appearances).where(*_BY_PEOPLE)


def _reviews(connection: sa.Connection, numbers: Sequence[int]) -> dict[tuple[str, int], Entry]:
    reviews = schema.reviews
    rows = connection.execute(sa.select(reviews).where(reviews.c.id.in_(numbers))) if numbers else ()
    return {
        ("review", row.id): Entry(
            "review", row.id, row.at, row.by, row.why, row.subject, row.verdict, row.article_id, row.statement_id,
            row.finding, row.field, row.value, row.undone_at, row.undone_by,
        )
        for row in rows
    }  # fmt: skip


def _decisions(connection: sa.Connection, numbers: Sequence[int]) -> dict[tuple[str, int], Entry]:
    decision = schema.decisions
    rows = connection.execute(sa.select(decision).where(decision.c.id.in_(numbers))) if numbers else ()
    return {
        ("decision", row.id): Entry(
            "decision", row.id, row.at, row.by, row.reason, "holder", row.action, undone_at=row.undone_at,
            value={"holder": row.holder_id, "other": row.other_id, "appearances": row.appearances},
        )
        for row in rows
    }  # fmt: skip
