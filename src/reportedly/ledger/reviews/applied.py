"""Applied reviews: the table `reviewed`, derived again from an article's reviews whenever one is added or undone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as member
from typing import Any, Final, Literal

import sqlalchemy as sa

from ...values.fields import BESIDE, FIELDS, ON_ROW, Field
from ..people.decisions import roots
from ..tables import schema
from ..tables.counting import VALUES
from ..tables.readings import Laid
from ..tables.record import BETWEEN
from ..tables.store import ArticleRows, ids, insert, rows_beside
from ..threads import membership
from .corrections import EMPTY

#: Places that have to be examined again for findings: kind and id.
Touched = set[tuple[Literal["article", "thread", "holder"], int]]


@dataclass(slots=True)
class Says:
    """The outcome of all reviews of one statement that stand.

    there: False if it was rejected. new: whether one of the reviews added it. vouched: whether one says that it, or one
    of its values, is right, or what is. apart: whether it was taken out of its thread.
    values: for each corrected or rejected field the review's id and the new value. accepted: the same for each field of
    which a review says that the value is right.
    """

    there: bool = True
    new: bool = False
    vouched: bool = False
    apart: bool = False
    values: dict[str, tuple[int, Any]] = member(default_factory=dict)
    accepted: dict[str, tuple[int, Any]] = member(default_factory=dict)


def apply_reviews(connection: sa.Connection, article: int) -> Touched:
    """Derive the rows of `reviewed` for an article again, with the holders and threads of its statements.

    Returns the places affected, by the state before or after.
    """
    text = connection.execute(sa.select(schema.articles.c.text).where(schema.articles.c.id == article)).scalar_one()
    rows = _rows(connection, article)
    says, missed = said(connection, article), added_by_people(connection, article)
    _hold(connection, rows, says)
    rejected = {row["id"] for row in rows if not _stands(row, says.get(row["id"]) or Says(), missed)}
    called = _called(connection, article)
    made = [_reviewed(row, says.get(row["id"]) or Says(), text, called)
            for row in rows if row["id"] in says or row["id"] in rejected]  # fmt: skip
    made = _lifted(made, rows, rejected)
    for one in made:
        one["rejected"] = one["statement_id"] in rejected
    reviewed = schema.reviewed
    connection.execute(sa.delete(reviewed).where(reviewed.c.article_id == article))
    insert(connection, reviewed, made)
    return {("article", article), *_place(connection, rows, {one["statement_id"]: one for one in made})}


def _rows(connection: sa.Connection, article: int) -> list[sa.RowMapping]:
    """The statements of an article as read or added, each with the thread it would be in without reviews."""
    statement, reviewed, appearance = schema.statements, schema.reviewed, schema.appearances
    out = sa.or_(reviewed.c.rejected, reviewed.c.apart)
    thread = sa.case((out, reviewed.c.thread_id), else_=statement.c.thread_id).label("own_thread")
    tables = statement.outerjoin(reviewed, reviewed.c.statement_id == statement.c.id)
    tables = tables.outerjoin(appearance, appearance.c.id == statement.c.appearance_id)
    query = sa.select(
        statement,
        thread,
        appearance.c.holder_id.label("own_holder"),
        appearance.c.name.label("own_name"),
        appearance.c.kind.label("own_kind"),
    ).select_from(tables)
    return list(connection.execute(query.where(statement.c.article_id == article).order_by(statement.c.id)).mappings())


def added_by_people(connection: sa.Connection, article: int) -> set[int]:
    """The ids of the article's statements that a review added, also one that was undone."""
    review = schema.reviews.c
    query = sa.select(review.statement_id).where(review.article_id == article, review.subject == "new")
    return set(connection.execute(query).scalars())


def said(connection: sa.Connection, article: int) -> dict[int, Says]:
    """The outcome of the article's reviews by statement id. The last review of a field counts."""
    review = schema.reviews
    query = sa.select(review).where(
        review.c.article_id == article, review.c.undone_at.is_(None), review.c.subject.in_(["statement", "new"])
    )
    found: dict[int, Says] = {}
    for row in connection.execute(query.order_by(review.c.id)):
        says = found.setdefault(row.statement_id, Says())
        says.vouched |= row.verdict != "reject" and row.field != "thread"
        if row.subject == "new":
            says.new = True
            says.accepted |= {field: (row.id, value) for field, value in row.value.items()}
        elif row.field == "statement":
            says.there = row.verdict != "reject"
        elif row.field == "thread":
            says.apart = row.verdict == "reject"
        elif row.verdict == "accept":
            says.accepted[row.field] = (row.id, row.value)
        else:
            says.values[row.field] = (row.id, row.value if row.verdict == "correct" else EMPTY[row.field])
    return found


def _stands(row: sa.RowMapping, says: Says, missed: Collection[int]) -> bool:
    """Whether a statement counts: nobody has rejected it, and it was read, or somebody has added or vouched for it.

    missed: the ids of those that people added.
    """
    return says.there and (not row["added"] or (says.new if row["id"] in missed else says.vouched))


def _hold(connection: sa.Connection, rows: Iterable[sa.RowMapping], found: Mapping[int, Says]) -> None:
    """Let accepted values count where the text has been read otherwise since. found: changed in place.

    What a review adds has no other holder than the review's.
    """
    for row in rows:
        says = found.get(row["id"]) or Says()
        for name, (review, value) in says.accepted.items():
            if name not in says.values and _differs(connection, row, name, value):
                says.values[name] = (review, value)
                beside = next((field for field in BESIDE if field.name == name), None)
                if beside and not _beside(connection, row["id"], beside, review):
                    write_beside(connection, row["id"], beside, value, review)


def _differs(connection: sa.Connection, row: sa.RowMapping, name: str, value: Any) -> bool:
    """Whether a value of a statement isn't what was read."""
    if name == "holder":
        read = (row["own_name"], row["own_kind"])
        return bool(row["added"]) or read != ((value["name"], value["kind"]) if value else (None, None))
    if row["added"]:
        return False  # its row is what the review says
    if name in _PLAIN:
        return bool(row[_PLAIN[name]] != value)
    field = next(field for field in FIELDS if field.name == name)
    if field in BESIDE:
        return bool(_beside(connection, row["id"], field, None) != value)
    return any(row[column] != cell for column, cell in field.row(value).items())


#: The columns of values that aren't fields.
_PLAIN: Final = {"source": "source", "cue": "cue", "content": "content", "type": "type", "parent": "parent_id"}


def _beside(connection: sa.Connection, statement: int, field: Field, review: int | None) -> list[Any]:
    """The values of a field with a table of its own, as a review gives them; None: as read."""
    table = schema.metadata.tables[field.table]
    query = sa.select(table).where(table.c.statement_id == statement, table.c.review_id.is_not_distinct_from(review))
    order = [column for column in table.c if column.name in ("position", "id")]
    return [field.from_row(row) for row in connection.execute(query.order_by(*order)).mappings()]


def _called(connection: sa.Connection, article: int) -> dict[str, int]:
    """The ids of an article's holders by their names in it."""
    appearances_columns = schema.appearances.c
    query = sa.select(appearances_columns.name, appearances_columns.holder_id).where(
        appearances_columns.article_id == article, appearances_columns.holder_id.is_not(None)
    )
    return {row.name: row.holder_id for row in connection.execute(query)}


# -- values ----------------------------------------------------------------------------------------------------------


def _reviewed(row: sa.RowMapping, says: Says, text: str, called: Mapping[str, int]) -> dict[str, Any]:
    """The row of `reviewed` for a statement. says: the outcome of its reviews. called: see `columns`."""
    values = {name: value for name, (_, value) in says.values.items()}
    holder = values.get("holder")
    numbers = {schema.REVIEWS[field.table]: says.values.get(field.name, (None,))[0] for field in BESIDE}
    return {
        "statement_id": row["id"], "article_id": row["article_id"], "rejected": False, "apart": says.apart,
        "own": "holder" in values, "holder_id": holder["number"] if holder else None, "holder": holder,
        "thread_id": row["own_thread"], **{name: row[name] for name in VALUES}, **columns(values, text, called),
        **numbers,
    }  # fmt: skip


def columns(values: Mapping[str, Any], text: str, called: Mapping[str, int]) -> dict[str, Any]:
    """The columns of a statement for corrected values.

    values: by field, as `corrections` describes them. text: of the article. called: ids of its holders by name.
    """
    found: dict[str, Any] = {name: values[name] for name in ("source", "cue", "content", "type") if name in values}
    for name in ("cue", "content"):
        if name in values:
            found[f"{name}_text"] = BETWEEN.join(text[start:end] for start, end in values[name])
    if "parent" in values:
        found["parent_id"] = values["parent"]
    for field in ON_ROW:
        if field.name in values:
            found |= _called_so(field, field.row(values[field.name]), called)
    return found


def _called_so(field: Field, row: dict[str, Any], called: Mapping[str, int]) -> dict[str, Any]:
    """The columns of a value, with the ids of the holders it names filled in."""
    return row | {part.holder: called.get(row[part.column]) for part in field.parts if part.holder}


def _lifted(made: Sequence[dict[str, Any]], rows: Iterable[sa.RowMapping], rejected: set[int]) -> list[dict[str, Any]]:
    """Rows of `reviewed`, with each statement within a rejected one moved to the next statement around that."""
    found = {one["statement_id"]: one for one in made}
    plain = {row["id"]: row for row in rows}
    around = {number: found.get(number, row)["parent_id"] for number, row in plain.items()}
    for number, parent in around.items():
        lifted = _above(number, around, rejected)
        if lifted != parent:
            around[number] = lifted
            one = found.get(number) or _reviewed(plain[number], Says(), "", {})
            found[number] = {**one, "parent_id": lifted}
    return list(found.values())


def _above(number: int, around: Mapping[int, int | None], rejected: set[int]) -> int | None:
    """The nearest statement around one that wasn't rejected.

    None if there is none, or if undoing a review has left the statement within itself.
    """
    way, at = [number], around[number]
    while at is not None and at not in way:
        way.append(at)
        at = around.get(at)
    if at == number:
        return None
    return next((above for above in way[1:] if above not in rejected), None)


# -- holders and threads ---------------------------------------------------------------------------------------------


def _place(connection: sa.Connection, rows: Sequence[sa.RowMapping], made: Mapping[int, Mapping[str, Any]]) -> Touched:
    """Store the holders and threads that follow from reviews; returns the affected ones, old and new."""
    given = {one["holder_id"] for one in made.values() if one["holder_id"] is not None}
    at = roots(connection, given)
    touched: Touched = set()
    for row in rows:
        one = made.get(row["id"])
        holder, thread = row["own_holder"], row["own_thread"]
        if one and one["own"]:
            holder = at.get(one["holder_id"])
        if one and one["rejected"]:
            holder = None
        if one and (one["rejected"] or one["apart"]):
            thread = None
        if one or (holder, thread) != (row["holder_id"], row["thread_id"]):
            touched |= {("holder", n) for n in (holder, row["holder_id"]) if n is not None}
            touched |= {("thread", n) for n in (thread, row["thread_id"]) if n is not None}
            statement = schema.statements
            connection.execute(
                sa.update(statement).where(statement.c.id == row["id"]).values(holder_id=holder, thread_id=thread)
            )
    for kind, number in touched:
        if kind == "thread":
            membership.count(connection, number)
    return touched


# -- statements and what stands beside them --------------------------------------------------------------------------


def add(connection: sa.Connection, found: Laid, value: Mapping[str, Any]) -> int:
    """Add a missed statement to an article, and to a thread if it matches one; returns the statement's id.

    value: all its values, as `corrections` describes them.
    """
    statement, article = schema.statements, found.article["id"]
    (numbers,) = ids(connection, {statement: 1})
    last = connection.execute(
        sa.select(sa.func.max(statement.c.position)).where(statement.c.article_id == article)
    ).scalar()
    row = {
        "id": numbers[0], "article_id": article, "position": 0 if last is None else last + 1, "appearance_id": None,
        "holder_id": (value["holder"] or {}).get("number"), "confidence": 1.0, "thread_id": None, "added": True,
        **columns(value, found.reading.article.text, _called(connection, article)),
    }  # fmt: skip
    rows = ArticleRows({**found.article, "supersedes": None}, [], [row], {})
    joins = membership.join_one(connection, rows)
    insert(connection, statement, rows.statements)
    membership.write(connection, joins)
    for field in BESIDE:
        write_beside(connection, numbers[0], field, value[field.name])
    return numbers[0]


def write_beside(
    connection: sa.Connection, statement: int, field: Field, value: Sequence[Mapping[str, Any]],
    review: int | None = None,
) -> None:  # fmt: skip
    """Write the values of a field with a table of its own.

    value: as `corrections` describes it. review: id of the review that gives it; None for an added statement.
    """
    whose = schema.statements.c
    article = connection.execute(sa.select(whose.article_id).where(whose.id == statement)).scalar_one()
    called = _called(connection, article)
    rows = [_called_so(field, row, called) for row in rows_beside(field, statement, value, review)]
    insert(connection, schema.metadata.tables[field.table], rows)
