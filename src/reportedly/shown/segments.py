"""Segments: the marks of statements on an article's words, and the text cut wherever a mark begins or ends."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from ..reading import Reading, Statement
from ..span import Span
from ..values.fields import evidence

LINE_BREAKS = frozenset("\n\r\v\f\x85\u2028\u2029")
_LINE = re.compile(f"[^{''.join(LINE_BREAKS)}]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """One span of a statement.

    role: source, cue or content, or the role of a field. statement: the statement's index. value: None for the
    statement's own words, otherwise the value that the span is evidence for (“3-time”, “3-chain-2”: the id of the
    statement, hops counted from 1).
    """

    span: Span
    role: str
    statement: int
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text between two boundaries, with every mark it belongs to, outermost first."""

    span: Span
    marks: tuple[Mark, ...]

    @property
    def own(self) -> list[Mark]:
        """The marks of statements' own words."""
        return [mark for mark in self.marks if mark.value is None]

    @property
    def evidence(self) -> list[Mark]:
        """The marks of evidence for statements' values."""
        return [mark for mark in self.marks if mark.value is not None]

    @property
    def innermost(self) -> int:
        """The index of the innermost statement that it belongs to. Raises IndexError if it belongs to none."""
        return self.marks[-1].statement


def marks(reading: Reading) -> Iterator[Mark]:
    """A mark for every span of every statement."""
    for index, statement in enumerate(reading.statements):
        for role, spans in _own(statement):
            yield from (Mark(span, role, index) for span in spans)
        for field, number, _, spans in evidence(statement):
            yield from (Mark(span, field.role, index, f"{statement.id}-{field.mark(number)}") for span in spans)


def segments(reading: Reading, also: Iterable[Span] = ()) -> list[Segment]:
    """The text cut at every boundary of a mark, of a line, and of a span in `also`."""
    text, depths = reading.article.text, dict(reading.outline())

    def inwardness(mark: Mark) -> tuple[bool, int, bool, int, int]:
        """The sort key, outermost first: evidence before own words, then by depth, content first, longest first."""
        own = mark.value is None
        return own, depths[mark.statement], mark.role != "content", -len(mark.span), mark.statement

    opening: dict[int, list[Mark]] = defaultdict(list)
    closing: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks(reading):
        opening[mark.span.start].append(mark)
        closing[mark.span.end].append(mark)
    cuts = {0, len(text), *opening, *closing}
    cuts.update(at for line in _LINE.finditer(text) for at in line.span())
    cuts.update(at for span in also for at in (span.start, span.end))
    found = []
    active: dict[Mark, None] = {}
    for start, end in pairwise(sorted(cuts)):
        for mark in closing[start]:
            active.pop(mark, None)
        active.update(dict.fromkeys(opening[start]))
        found.append(Segment(Span(start, end), tuple(sorted(active, key=inwardness))))
    return found


def _own(statement: Statement) -> Iterator[tuple[str, tuple[Span, ...]]]:
    yield "source", statement.source
    yield "cue", statement.cue
    yield "content", statement.content
