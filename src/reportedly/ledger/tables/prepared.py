"""Queries that each article needs, compiled once and put to the database's driver itself.

What SQLAlchemy does for a query takes five times as long as such a short one does, and an article needs thirty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

_Process = Callable[[Any], Any]


@dataclass(frozen=True, eq=False)
class Prepared:
    """A query, or a change, that is carried out with its parameters."""

    query: sa.SelectBase | sa.Update | sa.TextClause

    def rows(self, connection: sa.Connection, **given: Any) -> list[tuple[Any, ...]]:
        """The rows as tuples. given: the parameters."""
        compiled = _compiled(self, connection.dialect)
        found = _put(connection, compiled.sql, compiled.values(given))
        if not compiled.read:
            return found
        return [
            tuple(read(cell) if read else cell for read, cell in zip(compiled.read, row, strict=True)) for row in found
        ]

    def mappings(self, connection: sa.Connection, **given: Any) -> list[dict[str, Any]]:
        """The rows by the names of their columns. given: the parameters."""
        names = _compiled(self, connection.dialect).names
        return [dict(zip(names, row, strict=True)) for row in self.rows(connection, **given)]

    def firsts(self, connection: sa.Connection, **given: Any) -> list[Any]:
        """The first column of each row. given: the parameters."""
        return [row[0] for row in self.rows(connection, **given)]

    def each(self, connection: sa.Connection, given: Iterable[Mapping[str, Any]]) -> None:
        """Carry out a change for each of several sets of parameters."""
        compiled = _compiled(self, connection.dialect)
        _put(connection, compiled.sql, list(map(compiled.values, given)), many=True)


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A query for one kind of database.

    order: the names of its parameters, if it takes them by position. fixed: the values of those that are never given.
    write: what brings given ones into the driver's form. names: of its columns. read: what brings their cells from the
    driver's form, None where nothing has to; empty if none needs it.
    """

    sql: str
    order: tuple[str, ...]
    fixed: Mapping[str, Any]
    write: Mapping[str, _Process]
    names: tuple[str, ...]
    read: tuple[_Process | None, ...]

    def values(self, given: Mapping[str, Any]) -> Mapping[str, Any] | Sequence[Any]:
        every = {**self.fixed, **given}
        for name, write in self.write.items():
            every[name] = write(every[name])
        return [every[name] for name in self.order] if self.order else every


@lru_cache(maxsize=256)
def _compiled(prepared: Prepared, dialect: sa.Dialect) -> _Compiled:
    compiled = prepared.query.compile(dialect=dialect)
    columns = dict(prepared.query.selected_columns) if isinstance(prepared.query, sa.SelectBase) else {}
    write = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
    read = tuple(column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns.values())
    return _Compiled(
        str(compiled),
        tuple(compiled.positiontup or ()),
        {name: bind.value for name, bind in compiled.binds.items() if not bind.required},
        {name: process for name, process in write.items() if process},
        tuple(columns),
        read if any(read) else (),
    )


def put(connection: sa.Connection, sql: str, values: Sequence[Any], *, many: bool = False) -> None:
    """Have the driver carry out an INSERT or the like. many: whether `values` are those of many rows."""
    _put(connection, sql, values, many=many)


def _put(connection: sa.Connection, sql: str, values: Any, *, many: bool = False) -> list[tuple[Any, ...]]:
    if not connection.in_transaction():
        connection.begin()
    cursor = connection.connection.cursor()
    try:
        (cursor.executemany if many else cursor.execute)(sql, values)
        return list(cursor.fetchall()) if cursor.description else []
    except connection.dialect.loaded_dbapi.Error as error:
        raise sa.exc.DBAPIError.instance(sql, None, error, connection.dialect.loaded_dbapi.Error) from error
    finally:
        cursor.close()
