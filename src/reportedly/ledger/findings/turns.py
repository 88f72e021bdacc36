"""Where a holder has turned: for somebody or something on one day, against on another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..said import Held, Said
from .finding import Evidence, Finding, quote

#: How clear a stance has to be before it counts on either side of a turn. The signs of weaker ones err often.
CLEAR = 0.8


@dataclass(frozen=True, slots=True)
class _Point:
    said: Said
    held: Held
    day: str


def reversals(history: Sequence[Said]) -> Iterator[Finding]:
    """Turns in the stances of one holder, each toward one target, between two dated statements.

    history: statements of the holder, in any order. What is denied, alleged or nested in another's words doesn't count.
    """
    for points in _by_target(history).values():
        ordered = sorted(points, key=lambda p: (p.day, p.said.id))
        for before, after in pairwise(ordered):
            if before.day < after.day and before.held.polarity * after.held.polarity < 0:
                yield Finding("reversal", _told(before, after), (Evidence.of(after.said), Evidence.of(before.said)))


def _by_target(history: Sequence[Said]) -> dict[int | str, list[_Point]]:
    found: dict[int | str, list[_Point]] = {}
    for said in history:
        if said.unnamed or said.holder is None or said.standing != "asserted" or said.source.copy_of is not None:
            continue
        for held in said.stances:
            if abs(held.polarity) >= CLEAR and said.day:
                found.setdefault(held.target_id or held.target.casefold(), []).append(_Point(said, held, said.day))
    return found


def _told(before: _Point, after: _Point) -> str:
    side = ("for", "against") if before.held.polarity > 0 else ("against", "for")
    return (
        f"{after.said.who} spoke {side[1]} {after.held.target} on {after.day}, {quote(after.said.content, 60)}, and "
        f"{side[0]} on {before.day}, {quote(before.said.content, 60)}."
    )
