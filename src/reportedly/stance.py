"""Stance: for or against whom a statement speaks."""

from __future__ import annotations

from dataclasses import dataclass

from .draft import Draft
from .span import Span


@dataclass(frozen=True, slots=True)
class Stance:
    """What the holder's words are for or against. target: canonical name. polarity: -1 (unfavourable) to 1 (favourable).
    spans: the mentions of the target and the words it rests on.
    """

    target: str
    polarity: float
    spans: tuple[Span, ...]


def stances(draft: Draft) -> tuple[tuple[Stance, ...], ...]:
    """The stances of each attribution."""
    return ((),) * len(draft.attributions)
