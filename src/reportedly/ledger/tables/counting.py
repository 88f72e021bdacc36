"""Counting: which statements count, and with which values: as they were read, or as reviews leave them."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from ...values.fields import ON_ROW
from . import schema

_REVIEWED, _STATEMENTS = schema.reviewed, schema.statements

#: That a statement is one: no review has rejected it.
NOT_REJECTED: Final = sa.func.coalesce(_REVIEWED.c.rejected, sa.false()).is_(sa.false())
#: The columns that reviews may leave otherwise than they were read.
VALUES: Final = (
    "parent_id", "type", "source", "cue", "cue_text", "content", "content_text",
    *(column for field in ON_ROW for column in field.columns),
)  # fmt: skip


def with_reviews(tables: sa.FromClause) -> sa.Join:
    """Tables, `statements` among them, with what reviews make of each statement: NOT_REJECTED and the rest need it."""
    return tables.outerjoin(_REVIEWED, _REVIEWED.c.statement_id == _STATEMENTS.c.id)


def value(name: str) -> sa.Label[Any]:
    """A column of statements, by its name: as reviews leave it, else as it was read."""
    there = _REVIEWED.c.statement_id.is_not(None)
    return sa.case((there, _REVIEWED.c[name]), else_=_STATEMENTS.c[name]).label(name)


def beside(table: sa.Table, review: str) -> sa.ColumnElement[bool]:
    """That a row beside a statement counts: of the review that says what stands there, else as it was read.

    review: the column of `reviewed` that names it ("stances_id").
    """
    return sa.func.coalesce(table.c.review_id, 0) == sa.func.coalesce(_REVIEWED.c[review], 0)
