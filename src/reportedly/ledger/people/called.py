"""Called: the holders that a name means as somebody types it: all of it or a part, in any spelling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from ...english.names import called
from ...given import number
from ..tables import schema
from ..tables.lists import page, wanted
from . import counts
from .decisions import roots
from .names import key, looked_up

#: Kinds of holders, the one first that a name means if others have the same.
KINDS = ("person", "organization", "group", "unnamed")


@dataclass(frozen=True, slots=True)
class LikelyHolder:
    """A holder that a name may mean.

    statements: how many are its own (`counts.Count`). whole: whether the name is all of its name.
    """

    id: int
    name: str
    kind: str
    statements: int
    whole: bool = False


def so(name: str) -> sa.ColumnElement[bool]:
    """Condition on `holders`: each word of the name begins a word of the holder's; none without letters and digits."""
    column = sa.literal(" ").concat(schema.holders.c.called)
    words = called(name).split()
    return sa.and_(*(column.contains(f" {word}", autoescape=True) for word in words)) if words else sa.false()


def numbered(connection: sa.Connection, name: str) -> list[int]:
    """The ids of the holder of this number, or of all whose names have this part, in order.

    Those that were merged lead to what they were merged into.
    """
    holder, meant = schema.holders.c, number(name)
    which = so(name) if meant is None else holder.id == meant
    found = connection.execute(sa.select(holder.id).where(which)).scalars().all()
    return sorted({*roots(connection, found).values()})


def choices(connection: sa.Connection, name: str, limit: int = 20) -> list[LikelyHolder]:
    """The holders that a name may mean, the likeliest first: whole names, people, those who say most.

    A title may stand before the whole name of a person. Those of whom it is only a part count if it is nobody's whole.
    """
    whole = _whole(connection, name)
    rows = connection.execute(_choosing(), {"wanted": whole or numbered(connection, name), "limit": limit, "skip": 0})
    return [LikelyHolder(row.id, row.name, row.kind, row.statements, bool(whole)) for row in rows]


@cache
def _choosing() -> sa.Select[Any]:
    """The query of `choices` among the holders in the parameter `wanted`."""
    holder = schema.holders
    counted = counts.counting(wanted(schema.statements.c.holder_id)).subquery()
    own = sa.func.coalesce(counted.c.statements, 0).label("statements")
    kind = sa.case({kind: place for place, kind in enumerate(KINDS)}, value=holder.c.kind, else_=len(KINDS))
    query = sa.select(*holder.c["id", "name", "kind"], own).outerjoin(counted, counted.c.holder_id == holder.c.id)
    return page(query.where(wanted(holder.c.id)).order_by(kind, own.desc(), holder.c.id))


def _whole(connection: sa.Connection, name: str) -> list[int]:
    """The ids of holders of whom this is the whole name, or was before they were merged."""
    holder, asked = schema.holders.c, called(name)
    if not asked:
        return []
    exact = connection.execute(sa.select(holder.id).where(holder.called == asked)).scalars().all()
    if not exact:
        keys = {key(name, "person"), looked_up(name)}
        exact = connection.execute(sa.select(holder.id).where(holder.key.in_(keys))).scalars().all()
    return sorted({*roots(connection, exact).values()})


def meant(found: Sequence[LikelyHolder]) -> LikelyHolder | None:
    """The one that is meant: the only one, or the only person of that whole name; None if that isn't clear."""
    people = [one for one in found if one.kind == "person"]
    if len(found) == 1:
        return found[0]
    return people[0] if len(people) == 1 and people[0].whole else None
