"""Lists in SQL: many values as one parameter, and the values of a group as one text.

With a parameter for each value, IN would be another query text for each number of values, built and prepared anew. That
took a quarter of the time spent on queries when an article was added.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


@cache
def among(column: sa.Column[Any]) -> sa.Select[Any]:
    """The rows of a column's table whose value is in the list given as parameter `wanted`."""
    return sa.select(column.table).where(wanted(column))


def wanted(column: sa.ColumnElement[Any], given_as: str = "wanted") -> sa.ColumnElement[bool]:
    """Condition: the column's value is in the list given as the parameter of this name."""
    given = sa.bindparam(given_as, type_=_List(column.type))
    return column.op("IN", is_comparison=True)(_Each(given))


def one_of(column: sa.Column[Any], values: Iterable[Any]) -> sa.ColumnElement[bool]:
    """Condition: the column's value is one of these."""
    given = sa.bindparam(None, sorted(values), type_=_List(column.type), unique=True)
    return column.op("IN", is_comparison=True)(_Each(given))


#: The parameter `limit` of `page` for all rows.
EVERY: Final = 2**62


def page(query: sa.Select[Any]) -> sa.Select[Any]:
    """The query for one page of its rows, given as the parameters `limit` and `skip`."""
    return query.limit(sa.bindparam("limit", type_=sa.BigInteger)).offset(sa.bindparam("skip", type_=sa.BigInteger))


def joined(column: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """Aggregate: the values of a column in a group as one text, in no particular order, separated by commas."""
    # SQLAlchemy's aggregate_strings renders its separator into the query's text again at every execution.
    return _Joined(sa.cast(column, sa.Text))


class _List(sa.types.TypeDecorator[Sequence[Any]]):
    """The type of a list: an array in PostgreSQL, JSON in SQLite."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, of: sa.types.TypeEngine[Any]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        """The type in the database. Called by SQLAlchemy."""
        return dialect.type_descriptor(sa.Text() if dialect.name == "sqlite" else sa.ARRAY(self.of))

    def process_bind_param(self, value: Sequence[Any] | None, dialect: sa.Dialect) -> Any:
        """The list in the form that the database's driver takes. Called by SQLAlchemy."""
        given = list(value or ())
        return json.dumps(given) if dialect.name == "sqlite" else given


class _Each(FunctionElement[Any]):
    """A subquery with the values of a list, one a row."""

    inherit_cache = True


@compiles(_Each, "sqlite")
def _in_sqlite(element: _Each, compiler: SQLCompiler, **options: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **options)}))"


@compiles(_Each, "postgresql")
def _in_postgresql(element: _Each, compiler: SQLCompiler, **options: Any) -> str:
    return f"(SELECT unnest({compiler.process(element.clauses, **options)}))"


class _Joined(FunctionElement[str]):
    """The texts of a group, separated by commas."""

    type = sa.Text()
    inherit_cache = True


@compiles(_Joined, "sqlite")
def _joined_in_sqlite(element: _Joined, compiler: SQLCompiler, **options: Any) -> str:
    return f"group_concat({compiler.process(element.clauses, **options)})"


@compiles(_Joined, "postgresql")
def _joined_in_postgresql(element: _Joined, compiler: SQLCompiler, **options: Any) -> str:
    return f"string_agg({compiler.process(element.clauses, **options)}, ',')"
