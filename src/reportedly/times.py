"""Time and place: when and where a statement was made."""

from __future__ import annotations

from dataclasses import dataclass

from .draft import Draft
from .span import Span


@dataclass(frozen=True, slots=True)
class Time:
    """When it was said. edtf: EDTF level 0 or 1 (ISO 8601-2): "2016-10-18", "2024", "../2017-01-20". spans: the words
    it rests on.
    """

    edtf: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was said, or on what occasion. text: the named place, or the noun phrase. spans: the words it rests on."""

    text: str
    spans: tuple[Span, ...]


def times(draft: Draft) -> tuple[Time | None, ...]:
    """The time of each attribution; None where the text doesn't tell."""
    return (None,) * len(draft.attributions)


def places(draft: Draft) -> tuple[Place | None, ...]:
    """The place of each attribution; None where the text doesn't tell."""
    return (None,) * len(draft.attributions)
