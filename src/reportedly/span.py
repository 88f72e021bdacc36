"""Span: a half-open stretch of an article's text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The stretch `[start, end)` of a text, in Unicode code points.

    `text[span.start:span.end]` is exactly what is claimed; a span is never empty.
    Raises ValueError for a span that is empty or starts below zero.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words of `text` under the span."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlap(self, other: Span) -> int:
        """How many code points both share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


def overlap(left: Iterable[Span], right: Iterable[Span]) -> int:
    """How many code points two lists of pieces share; pieces of one list do not overlap."""
    others = tuple(right)
    return sum(a.overlap(b) for a in left for b in others)


def covers(spans: Sequence[Span], at: int) -> bool:
    """Whether code point `at` stands in one of `spans`, which are in text order and do not overlap."""
    before = bisect_right(spans, at, key=lambda span: span.start)
    return before > 0 and at < spans[before - 1].end


def strip(text: str, start: int, end: int) -> Span | None:
    """The span `[start, end)` without its outer white space; None if nothing is left."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return Span(start, end) if start < end else None
