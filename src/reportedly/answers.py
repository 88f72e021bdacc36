"""Answers: which statement answers which, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .addressees import Addressee
from .draft import Draft
from .standing import Standing

Response = Literal["denies", "confirms", "doubts", "declines", "replies"]


@dataclass(frozen=True, slots=True)
class Answer:
    """That a statement answers another. statement: index of the other. relation: how it does."""

    statement: int
    relation: Response


def answers(
    draft: Draft, standing: Sequence[Standing], told: Sequence[Addressee | None]
) -> tuple[tuple[Answer, ...], ...]:
    """Which statements each attribution answers."""
    return ((),) * len(draft.attributions)
