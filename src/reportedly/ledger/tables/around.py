"""Around: in whose words a statement stands, where these are somebody else's: in Lund's denial, in a guard's words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from ...english import lexicon
from ...english.names import words
from . import schema
from .counting import value, with_reviews
from .lists import wanted

#: What the words are called in which another's stand, by their standing; any other are “words”.
CALLED: Final = {"denied": "denial", "alleged": "allegation", "retracted": "retraction", "declined": "refusal"}


@dataclass(frozen=True, slots=True)
class Around:
    """The statement of somebody else in which one stands.

    statement: its id. holder: the id of its holder, name: as the ledger has it; None if unknown. standing: its own.
    """

    statement: int
    holder: int | None
    name: str | None
    standing: str

    def __str__(self) -> str:
        """In words: “in Ole Lund’s denial”."""
        name = self.name or "somebody"
        several = name[:1].islower() and name.endswith("s")  # the dockers, but Pia Voss
        return f"in {name}{'’' if several else '’s'} {CALLED.get(self.standing, 'words')}"


def around(connection: sa.Connection, numbers: Collection[int]) -> dict[int, Around]:
    """Those of some statements, by id, that stand in somebody else's words, with the nearest of these.

    Outlets, and what is said by nobody (“it was reported”), pass words on: what stands in theirs is its holder's own.
    """
    found = connection.execute(_AROUND, {"wanted": sorted(numbers)}) if numbers else ()
    return {row.id: Around(row.around, row.holder_id, row.name, row.standing) for row in found}


def nested(connection: sa.Connection, holders: Sequence[int]) -> frozenset[int]:
    """The ids of the statements of some holders that stand in somebody else's words."""
    return frozenset(connection.execute(_OF_HOLDERS, {"wanted": holders}).scalars()) if holders else frozenset()


def within(which: sa.ColumnElement[bool] | None = None) -> sa.CTE:
    """The statements in somebody else's words: `id`, `holder`; and the nearest such words: `around`, their `holder_id`,
    `name`, `standing`.

    which: a condition on `statements` for those that are looked at; None for all.
    """
    return _within(which).cte("within")


_STATEMENT, _HOLDER, _APPEARANCE, _REVIEWED = schema.statements, schema.holders, schema.appearances, schema.reviewed.c
_NESTED: Final = schema.statements.alias("nested")
_SAID_SO: Final = _REVIEWED.holder["name"].as_string()
#: What tells the holder of a statement from others, where the ledger has no holder for it.
_UNNUMBERED: Final = sa.case(
    (_REVIEWED.own, _SAID_SO), else_="appearance " + sa.cast(_STATEMENT.c.appearance_id, sa.Text)
)


def _within(which: sa.ColumnElement[bool] | None) -> sa.Select[Any]:
    """From each statement up through those around it, until one is somebody else's."""
    parent = value("parent_id").element
    if which is None:  # by an index, and the few reviewed: to look at every statement takes longer than all the rest
        nested = sa.select(_NESTED.c.id).where(_NESTED.c.parent_id.is_not(None))
        which = _STATEMENT.c.id.in_(nested.union_all(sa.select(_REVIEWED.statement_id)))
    whose = (_STATEMENT.c.holder_id.label("holder"), _UNNUMBERED.label("unnumbered"))
    first = sa.select(_STATEMENT.c.id, *whose, parent.label("at")).select_from(with_reviews(_STATEMENT))
    way = first.where(which, parent.is_not(None)).cte("way", recursive=True)
    own = sa.select(way.c.id, way.c.holder, way.c.unnumbered, parent).select_from(_above(way))
    # A union of different rows ends even where reviews have put two statements into one another.
    way = way.union(own.where(sa.not_(_theirs(way)), parent.is_not(None)))
    name = sa.case((_HOLDER.c.id.is_not(None), _HOLDER.c.name), (_REVIEWED.own, _SAID_SO), else_=_APPEARANCE.c.name)
    told = (_STATEMENT.c.id.label("around"), _STATEMENT.c.holder_id, name.label("name"), value("standing"))
    tables = _above(way).outerjoin(_APPEARANCE, _APPEARANCE.c.id == _STATEMENT.c.appearance_id)
    return sa.select(way.c.id, way.c.holder, *told).select_from(tables).where(_theirs(way))


def _above(way: sa.CTE) -> sa.Join:
    """Each of `way` with the statement that it has come to, and the holder of that."""
    tables = with_reviews(way.join(_STATEMENT, _STATEMENT.c.id == way.c.at))
    return tables.outerjoin(_HOLDER, _HOLDER.c.id == _STATEMENT.c.holder_id)


def _theirs(way: sa.CTE) -> sa.ColumnElement[bool]:
    """Condition: it has come to somebody else's own words."""
    numbered = _STATEMENT.c.holder_id.is_distinct_from(way.c.holder)
    unnumbered = sa.and_(_UNNUMBERED.is_not(None), _UNNUMBERED.is_distinct_from(way.c.unnumbered))
    others = sa.case((_STATEMENT.c.holder_id.is_not(None), numbered), else_=unnumbered)
    return sa.and_(others, sa.func.coalesce(_HOLDER.c.passes_on, sa.false()).is_(sa.false()))


#: Built once, since building a query takes longer than running it.
_AROUND: Final = _within(wanted(_STATEMENT.c.id))
_OF_HOLDERS: Final = _within(wanted(_STATEMENT.c.holder_id))


def passes_on(name: str | None, kind: str | None) -> bool:
    """Whether a holder passes on what others say: a body with an outlet's name."""
    parts = words(name or "")
    return kind == "organization" and bool(parts) and bool({parts[0], parts[-1]} & lexicon.OUTLETS)
