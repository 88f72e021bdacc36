"""Which holder of the ledger somebody is who speaks in a record: by name, role and office, as holders are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from ...english.persons import person
from ..tables import schema
from . import figures
from .decisions import roots
from .identity import Appearance, choose, likely


@dataclass(frozen=True, slots=True)
class SpeakerLabel:
    """How a record calls a speaker. name: “REYES”, “Sen. Ana Reyes”, “THE PRESIDENT”. role: what stands beside it."""

    name: str
    role: str | None = None

    @property
    def written(self) -> str:
        """The name as an article would write it: “Ana Reyes” of “ANA REYES”."""
        return " ".join(part.title() if part.isupper() and len(part) > 2 else part for part in self.name.split())

    @property
    def known_as(self) -> str | None:
        """The role, or else the title before the name: “Sen.” of “Sen. Reyes”."""
        at = self.written.casefold().find(person(self.written).first or person(self.written).family)
        return self.role or (self.written[:at].strip() if at > 0 else None) or None


def recognised(
    connection: sa.Connection, labels: Mapping[int, SpeakerLabel], day: str | None
) -> dict[int, tuple[int, str]]:
    """The holders that speakers are, by the numbers they are given by, each with the reason; nothing is written.

    day: on which they spoke, an ISO date. Left out is whoever isn't surely one that the ledger has.
    """
    speaking = {
        number: Appearance(number, label.written, "person", label.known_as, published=day)
        for number, label in labels.items()
        if person(label.written).family
    }
    if not speaking:
        return {}
    sure = _in_public(connection, speaking, day)
    known = likely(connection, [*speaking.values()], {figure for figure, _ in sure.values()})
    found: dict[int, tuple[int, str]] = {}
    for number, one in speaking.items():
        figure = sure.get(number)
        of_figure = [holder for holder in known.values() if figure and holder.figure == figure[0] and not holder.split]
        chosen = choose(one, [holder for holder in known.values() if not figure or holder.figure in {None, figure[0]}])
        if figure and of_figure:
            found[number] = of_figure[0].id, figure[1]
        elif chosen:
            found[number] = chosen[0].id, chosen[1]
    return found


def _in_public(
    connection: sa.Connection, speaking: Mapping[int, Appearance], day: str | None
) -> dict[int, tuple[int, str]]:
    """The public figures that speakers surely are, with the reason: by name, or by the office they are called by."""
    if not figures.are_there(connection):
        return {}
    candidates = figures.candidates(connection, [one.name for one in speaking.values()])
    found: dict[int, tuple[int, str]] = {}
    for number, one in speaking.items():
        if named := candidates.named(one.name, one.role, day):
            found[number] = named
        elif in_office := figures.holder_of(connection, one.name, day):
            found[number] = in_office[0], in_office[2]
    return found


def names(connection: sa.Connection, holders: set[int]) -> dict[int, tuple[int, str]]:
    """By the id of each holder the one that it was merged into in the end: its id and its name."""
    whole = roots(connection, holders)
    table = schema.holders.c
    called = {
        row.id: row.name
        for row in connection.execute(sa.select(table.id, table.name).where(table.id.in_({*whole.values()})))
    }
    return {holder: (root, called[root]) for holder, root in whole.items() if root in called}
