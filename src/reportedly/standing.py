"""Standing: how firmly the article presents a statement, and which statement it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .addressees import Addressee
from .draft import Draft
from .span import Span

Value = Literal["asserted", "alleged", "denied", "confirmed", "neither", "declined", "retracted"]
Response = Literal["denies", "confirms", "doubts", "declines", "replies"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How the text presents a statement; never our own verdict. spans: the words it rests on; of one asserted, its cue."""

    value: Value
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """That a statement answers another. statement: index of the other. relation: how it does."""

    statement: int
    relation: Response


def standings(draft: Draft) -> tuple[Standing, ...]:
    """The standing of each attribution."""
    return tuple(Standing("asserted", a.cue) for a in draft.attributions)


def answers(
    draft: Draft, standing: Sequence[Standing], told: Sequence[Addressee | None]
) -> tuple[tuple[Answer, ...], ...]:
    """Which statements each attribution answers."""
    return ((),) * len(draft.attributions)
