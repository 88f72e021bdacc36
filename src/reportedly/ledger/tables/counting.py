"""Counting: SQL for which statements count and with which values, those that were read or those of reviews."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from ...values.fields import ON_ROW
from . import schema

_REVIEWED, _STATEMENTS = schema.reviewed, schema.statements

#: Condition: no review has rejected the statement. Needs `with_reviews`.
NOT_REJECTED: Final = sa.func.coalesce(_REVIEWED.c.rejected, sa.false()).is_(sa.false())
#: The columns of statements that a review may correct.
VALUES: Final = (
    "parent_id", "type", "source", "cue", "cue_text", "content", "content_text",
    *(column for field in ON_ROW for column in field.columns),
)  # fmt: skip
#: The columns with days. What isn't one counts as unknown: versions before 0.1 kept -500-01-01, of the year -0500.
_DAYS: Final = frozenset(one.column for field in ON_ROW for one in field.derived if one.kind == "date")


def with_reviews(tables: sa.FromClause) -> sa.Join:
    """`tables`, which must have `statements`, joined with `reviewed`, as all else in this module needs it."""
    return tables.outerjoin(_REVIEWED, _REVIEWED.c.statement_id == _STATEMENTS.c.id)


def value(name: str) -> sa.Label[Any]:
    """A column of VALUES with reviews applied, labelled with its name. Needs `with_reviews`."""
    there = _REVIEWED.c.statement_id.is_not(None)
    found = sa.case((there, _REVIEWED.c[name]), else_=_STATEMENTS.c[name])
    if name in _DAYS:
        found = sa.case((found.like("____-__-__") & (found >= "0001"), found))
    return found.label(name)


#: The standing of what the holder didn't say: “never said”, “if X says”.
UNSAID: Final = "not said"
#: Condition: the holder said it, or somebody says that they did. Needs `with_reviews`.
SAID: Final = value("standing").element != UNSAID


def beside(table: sa.Table, review: str) -> sa.ColumnElement[bool]:
    """Condition: a row of hops, answers or stances counts. Needs `with_reviews`.

    It counts if it belongs to the statement's review of this field or, without such a review, if it was read.
    review: the column of `reviewed` with that review's id ("stances_id").
    """
    return sa.func.coalesce(table.c.review_id, 0) == sa.func.coalesce(_REVIEWED.c[review], 0)
