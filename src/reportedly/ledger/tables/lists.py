"""Lists: many values as one parameter, so that a query is built and prepared once, however many values it is asked for;
and many values of a group as one text.

An IN with a parameter for each value is another text for each number of values: a quarter of what keeping an article
spent on asking went into writing it out.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


@cache
def among(column: sa.Column[Any]) -> sa.Select[Any]:
    """The rows of a column's table that have one of the values given as `wanted` in it."""
    return sa.select(column.table).where(wanted(column))


def wanted(column: sa.Column[Any]) -> sa.ColumnElement[bool]:
    """That a column has one of the values given as `wanted`, a list."""
    given = sa.bindparam("wanted", type_=_List(column.type))
    return column.op("IN", is_comparison=True)(_Each(given))


def joined(column: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """The values of a column in a group, in no order, with commas between them."""
    # SQLAlchemy's aggregate_strings writes its comma into the query's text anew whenever it is asked.
    return _Joined(sa.cast(column, sa.Text))


class _List(sa.types.TypeDecorator[Sequence[Any]]):
    """An array for PostgreSQL, JSON for SQLite."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, of: sa.types.TypeEngine[Any]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        """As what a database takes it."""
        return dialect.type_descriptor(sa.Text() if dialect.name == "sqlite" else sa.ARRAY(self.of))

    def process_bind_param(self, value: Sequence[Any] | None, dialect: sa.Dialect) -> Any:
        """A list as a database takes it."""
        given = list(value or ())
        return json.dumps(given) if dialect.name == "sqlite" else given


class _Each(FunctionElement[Any]):
    """The values of a list, a row each."""

    inherit_cache = True


@compiles(_Each, "sqlite")
def _in_sqlite(element: _Each, compiler: SQLCompiler, **options: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **options)}))"


@compiles(_Each, "postgresql")
def _in_postgresql(element: _Each, compiler: SQLCompiler, **options: Any) -> str:
    return f"(SELECT unnest({compiler.process(element.clauses, **options)}))"


class _Joined(FunctionElement[str]):
    """Texts of a group, with commas between them."""

    type = sa.Text()
    inherit_cache = True


@compiles(_Joined, "sqlite")
def _joined_in_sqlite(element: _Joined, compiler: SQLCompiler, **options: Any) -> str:
    return f"group_concat({compiler.process(element.clauses, **options)})"


@compiles(_Joined, "postgresql")
def _joined_in_postgresql(element: _Joined, compiler: SQLCompiler, **options: Any) -> str:
    return f"string_agg({compiler.process(element.clauses, **options)}, ',')"
