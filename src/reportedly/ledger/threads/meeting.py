"""What keys and bands lead to: the statements and the articles that share them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa

from ..tables.lists import joined, wanted
from ..tables.prepared import Prepared

#: Most rows stored for a key or a band.
FULL: Final = 48


def meeting(mark: sa.Column[int], other: sa.ColumnElement[int]) -> Prepared:
    """The query for `leads`. mark: the column of a key or a band. other: what is found by it."""
    # One row a mark, with the ids joined in one text: separate rows would be a thousand Python objects an article.
    return Prepared(sa.select(mark, joined(other)).where(wanted(mark)).group_by(mark))


def leads(connection: sa.Connection, query: Prepared, marks: Sequence[int]) -> dict[int, list[int]]:
    """What each of the given keys or bands leads to. query: as `meeting` makes it."""
    return {mark: list(map(int, others.split(","))) for mark, others in query.rows(connection, wanted=marks)}
