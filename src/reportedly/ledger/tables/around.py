"""Around: in whose words a statement stands, where these are somebody else's: in Lund's denial, in a guard's words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
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
    rows: dict[int, sa.RowMapping] = {}
    level = {*numbers}
    while level:
        found = connection.execute(_rows(), {"wanted": sorted(level)}).mappings().all()
        rows |= {row["id"]: row for row in found}
        level = {row["parent_id"] for row in found if row["parent_id"] is not None} - rows.keys()
    within = {number: _nearest(rows, number) for number in numbers if number in rows}
    return {number: found for number, found in within.items() if found}


@cache
def _rows() -> sa.Select[Any]:
    """The query is built once, since that takes longer than running it."""
    statement, appearance, holder, reviewed = schema.statements, schema.appearances, schema.holders, schema.reviewed.c
    tables = statement.outerjoin(appearance, statement.c.appearance_id == appearance.c.id)
    tables = tables.outerjoin(holder, statement.c.holder_id == holder.c.id)
    columns = [
        *statement.c["id", "holder_id", "appearance_id"], value("parent_id"), value("standing"), reviewed.own,
        reviewed.holder, appearance.c.kind, sa.func.coalesce(holder.c.name, appearance.c.name).label("name"),
    ]  # fmt: skip
    return sa.select(*columns).select_from(with_reviews(tables)).where(wanted(statement.c.id))


def _nearest(rows: Mapping[int, sa.RowMapping], number: int) -> Around | None:
    mine, at, passed = _whose(rows[number]), rows[number]["parent_id"], {number}
    while at in rows and at not in passed:
        row = rows[at]
        whose = _whose(row)
        if whose is not None and whose != mine and not passes_on(row["name"], row["kind"]):
            said = (row["holder"] or {}).get("name") if row["own"] else None
            return Around(at, row["holder_id"], row["name"] if said is None else said, row["standing"])
        passed.add(at)
        at = row["parent_id"]
    return None


def _whose(row: sa.RowMapping) -> tuple[str, Any] | None:
    """What tells the holder of a statement from others; None if it is unknown."""
    if row["holder_id"] is not None:
        return "holder", row["holder_id"]
    if row["own"]:
        return ("review", row["holder"]["name"]) if row["holder"] else None
    return None if row["appearance_id"] is None else ("appearance", row["appearance_id"])


def passes_on(name: str | None, kind: str | None) -> bool:
    """Whether a holder passes on what others say: a body with an outlet's name."""
    parts = words(name or "")
    return kind == "organization" and bool(parts) and bool({parts[0], parts[-1]} & lexicon.OUTLETS)
