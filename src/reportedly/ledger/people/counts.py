"""Counts: how much each holder of the ledger said, by the one rule that every list and page goes by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import sqlalchemy as sa

from ..tables import schema
from ..tables.around import within
from ..tables.counting import SAID, UNSAID, with_reviews
from ..tables.lists import page, wanted

_STATEMENT: Final = schema.statements
#: Of few articles there are other versions, and they have an index: to look up each statement's article is slower.
_SUPERSEDED: Final = sa.select(schema.articles.c.id).where(schema.articles.c.current.is_(sa.false()))


@dataclass(frozen=True, slots=True)
class Count:
    """How much a holder said in current versions of articles.

    statements: its own, without what it didn't say. articles: those that have one. nested: how many others stand in
    somebody else's words.
    """

    statements: int = 0
    articles: int = 0
    nested: int = 0


def of(connection: sa.Connection, holders: Sequence[int]) -> dict[int, Count]:
    """The counts of some holders by id."""
    rows = connection.execute(_of_some(), {"wanted": holders}) if holders else ()
    found = {row.holder_id: Count(row.statements, row.articles, row.nested) for row in rows}
    return {number: found.get(number, Count()) for number in holders}


def most(connection: sa.Connection, limit: int, skip: int = 0) -> list[int]:
    """The ids of those who said most, the first first; of all of whom there is something. limit, skip: the page."""
    return list(connection.execute(_most(), {"limit": limit, "skip": skip}).scalars())


@cache
def _most() -> sa.Select[Any]:
    """The query of `most`.

    Counted are all statements by an index, and then those that don't count, which are few: to look at each of a large
    ledger takes seconds.
    """
    every = sa.select(_STATEMENT.c.holder_id, sa.func.count().label("number"))
    every_one = every.where(_STATEMENT.c.holder_id.is_not(None)).group_by(_STATEMENT.c.holder_id).subquery()
    gone = _gone().cte("gone")
    inside = within()
    nested = sa.select(inside.c.holder).where(inside.c.id.not_in(sa.select(gone.c.id)))
    kinds = (sa.select(gone.c.holder_id, sa.literal(1).label("gone")), nested.add_columns(sa.literal(0)))
    kind = sa.union_all(*kinds).subquery()
    sums = (sa.func.sum(kind.c.gone).label("gone"), sa.func.sum(1 - kind.c.gone).label("nested"))
    off = sa.select(kind.c.holder_id, *sums).group_by(kind.c.holder_id).subquery()
    without, others = (sa.func.coalesce(off.c[name], 0) for name in ("gone", "nested"))
    own = every_one.c.number - without - others
    ids = sa.select(every_one.c.holder_id).outerjoin(off, off.c.holder_id == every_one.c.holder_id)
    return page(ids.where(own + others > 0).order_by(own.desc(), every_one.c.holder_id))


def _gone() -> sa.CompoundSelect[Any]:
    """The ids and holders of statements that nobody said, or that only an older version of an article has."""
    columns, read, reviewed = _STATEMENT.c["id", "holder_id"], _STATEMENT.c.standing, schema.reviewed.c.standing
    older = sa.select(*columns).where(_STATEMENT.c.article_id.in_(_SUPERSEDED))
    tables = with_reviews(_STATEMENT)
    as_read = sa.select(*columns).select_from(tables).where(read == UNSAID, sa.func.coalesce(reviewed, read) == UNSAID)
    said_so = sa.select(*columns).join(schema.reviewed, schema.reviewed.c.statement_id == _STATEMENT.c.id)
    return sa.union(older, as_read, said_so.where(reviewed == UNSAID))


@cache
def _of_some() -> sa.Select[Any]:
    return counting(wanted(_STATEMENT.c.holder_id))


def counting(which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """A query for counts, a row for each holder: `holder_id`, and the fields of `Count`.

    which: a condition on `statements` for those that are counted.
    """
    inside = within(which)
    own = inside.c.id.is_(None)
    columns = (
        _STATEMENT.c.holder_id,
        sa.func.count(sa.case((own, 1))).label("statements"),
        sa.func.count(sa.case((own, _STATEMENT.c.article_id)).distinct()).label("articles"),
        sa.func.count(inside.c.id).label("nested"),
    )
    tables = with_reviews(_STATEMENT).outerjoin(inside, inside.c.id == _STATEMENT.c.id)
    counts = (which, _STATEMENT.c.holder_id.is_not(None), _STATEMENT.c.article_id.not_in(_SUPERSEDED), SAID)
    return sa.select(*columns).select_from(tables).where(*counts).group_by(_STATEMENT.c.holder_id)
