"""Nested: which statements aren't their holder's own word: not said, or in somebody else's words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import sqlalchemy as sa

from ..tables import schema
from ..tables.around import around
from ..tables.counting import value, with_reviews
from ..tables.lists import wanted

#: Condition: the holder said it, or somebody says that they did. Needs `with_reviews`.
SAID: Final = value("standing").element != "not said"


def nested_of(connection: sa.Connection, holders: Sequence[int]) -> frozenset[int]:
    """The ids of the statements of some holders that stand in somebody else's words."""
    return frozenset(around(connection, connection.execute(_within(), {"wanted": holders}).scalars().all()))


@cache
def _within() -> sa.Select[Any]:
    """The statements of the holders in the parameter `wanted` that stand within another."""
    statement = schema.statements
    inside = sa.select(statement.c.id).select_from(with_reviews(statement))
    return inside.where(wanted(statement.c.holder_id), value("parent_id").element.is_not(None))
