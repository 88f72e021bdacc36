"""Span: a half-open range of an article's text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The range `[start, end)` of a text, in Unicode code points; never empty.

    `text[span.start:span.end]` is exactly the words that a value rests on.
    Raises ValueError unless 0 <= start < end.
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
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlap(self, other: Span) -> int:
        """The number of code points that both spans share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


class SpanIndex(Generic[T]):
    """Things that stand at spans of a text, found by place without asking all of them.

    Iterating gives all of them, in the order in which they were added.
    """

    def __init__(self, items: Iterable[tuple[Span, T]] = ()) -> None:
        self._cells: dict[int, dict[int, list[tuple[int, Span]]]] = {}
        self._items: list[T] = []
        for span, item in items:
            self.add(span, item)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    # A span of at most 2**k code points touches two of the text's cells of 2**k at most: there it is looked up.

    def add(self, span: Span, item: T) -> None:
        """Put `item` at `span`; the same may stand at several."""
        bits = max(_SMALLEST_CELL, (len(span) - 1).bit_length())
        cells = self._cells.setdefault(bits, {})
        for cell in range(span.start >> bits, ((span.end - 1) >> bits) + 1):
            cells.setdefault(cell, []).append((len(self._items), span))
        self._items.append(item)

    def across(self, span: Span) -> list[T]:
        """Whatever stands at a span that overlaps `span`, in the order in which it was added."""
        return [self._items[number] for number, _ in self._across(span)]

    def within(self, span: Span) -> list[T]:
        """Whatever stands at a span wholly inside `span`, in the same order."""
        return [self._items[number] for number, other in self._across(span) if span.contains(other)]

    def around(self, span: Span) -> list[T]:
        """Whatever stands at a span that contains `span`, in the same order."""
        return [self._items[number] for number, other in self._across(span) if other.contains(span)]

    def _across(self, span: Span) -> list[tuple[int, Span]]:
        start, end = span.start, span.end
        found: dict[int, Span] = {}
        for bits, cells in self._cells.items():
            for cell in range(start >> bits, ((end - 1) >> bits) + 1):
                found |= {n: other for n, other in cells.get(cell, ()) if other.start < end and start < other.end}
        return sorted(found.items())


#: The cells of a SpanIndex have at least 2**8 code points.
_SMALLEST_CELL = 8


def spans_of(pairs: Iterable[Sequence[int]] | None) -> tuple[Span, ...]:
    """Spans from `[start, end)` pairs of code points; empty for None."""
    return tuple(Span(start, end) for start, end in pairs or ())


def pairs_of(spans: Iterable[Span]) -> list[list[int]]:
    """Spans as `[start, end)` pairs of code points."""
    return [[span.start, span.end] for span in spans]


def overlap(left: Iterable[Span], right: Iterable[Span]) -> int:
    """The number of code points that two lists of spans share; the spans of one list must not overlap."""
    others = tuple(right)
    return sum(a.overlap(b) for a in left for b in others)


def covers(spans: Sequence[Span], at: int) -> bool:
    """Whether code point `at` lies in one of `spans`, which must be in text order and must not overlap."""
    before = bisect_right(spans, at, key=lambda span: span.start)
    return before > 0 and at < spans[before - 1].end


def strip(text: str, start: int, end: int) -> Span | None:
    """The span `[start, end)` without leading and trailing white space; None if nothing is left."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return Span(start, end) if start < end else None
