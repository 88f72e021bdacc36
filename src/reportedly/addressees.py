"""Addressee: to whom a statement was made."""

from __future__ import annotations

from dataclasses import dataclass

from .draft import Draft
from .span import Span


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whoever was told. name: canonical, or the bare noun ("reporters"). spans: the words it rests on."""

    name: str
    spans: tuple[Span, ...]


def addressees(draft: Draft) -> tuple[Addressee | None, ...]:
    """The addressee of each attribution; None where the text doesn't tell."""
    return (None,) * len(draft.attributions)
