"""Discourse: the order and nesting of an article's attributions, and their sentences and paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..attributions.attribution import Attribution
from ..english.sentences import paragraph, sentence
from ..span import Span
from .cue_context import CueContext, cue_contexts

BREAK = re.compile(r"\n+")


@dataclass(frozen=True)
class Discourse:
    """A text with its attributions, in the order of their first words; parameters and results are their indices.

    Attributions of the same depth are those nested in the same attribution, or in none.
    """

    text: str
    attributions: tuple[Attribution, ...]

    @cached_property
    def contexts(self) -> tuple[CueContext, ...]:
        """The cue context of each attribution."""
        return cue_contexts(self.text, self.attributions)

    # -- the order of statements ---------------------------------------------------------------------------------

    @cached_property
    def by_cue(self) -> tuple[int, ...]:
        """All attributions in the order of their cues."""
        return tuple(sorted(range(len(self.attributions)), key=self.start))

    def start(self, i: int) -> int:
        """The code point at which the cue of an attribution begins."""
        return self.attributions[i].cue[0].start

    @cached_property
    def _siblings(self) -> dict[int | None, list[int]]:
        """The attributions nested directly in each one, under None those in none, in the order of their cues."""
        found: dict[int | None, list[int]] = {}
        for i in self.by_cue:
            found.setdefault(self.attributions[i].parent, []).append(i)
        return found

    @cached_property
    def _rank(self) -> dict[int, int]:
        """The rank of each attribution among those of the same depth."""
        return {i: rank for siblings in self._siblings.values() for rank, i in enumerate(siblings)}

    def earlier(self, i: int) -> Sequence[int]:
        """The attributions of the same depth whose cues come before, in text order."""
        return self._siblings[self.attributions[i].parent][: self._rank[i]]

    def later(self, i: int) -> Sequence[int]:
        """The attributions of the same depth whose cues come after, in text order."""
        return self._siblings[self.attributions[i].parent][self._rank[i] + 1 :]

    def before(self, i: int) -> int | None:
        """The previous attribution of the same depth, by cues, or None."""
        return next(reversed(self.earlier(i)), None)

    def begun_before(self, i: int) -> int | None:
        """The previous attribution of the same depth, by first words, or None: quotations often precede their cue."""
        parent = self.attributions[i].parent
        return next((j for j in reversed(range(i)) if self.attributions[j].parent == parent), None)

    def begun_after(self, i: int) -> int | None:
        """The next attribution of the same depth, by first words, or None."""
        parent = self.attributions[i].parent
        return next((j for j in range(i + 1, len(self.attributions)) if self.attributions[j].parent == parent), None)

    # -- statements within statements ----------------------------------------------------------------------------

    def nested(self, i: int) -> Sequence[int]:
        """The attributions nested directly in one."""
        return self._siblings.get(i, [])

    def around(self, i: int) -> Iterator[int]:
        """The attributions that one is nested in, the innermost first."""
        parent = self.attributions[i].parent
        while parent is not None:
            yield parent
            parent = self.attributions[parent].parent

    # -- places in the text --------------------------------------------------------------------------------------

    def paragraph(self, at: int) -> Span:
        """The paragraph around code point `at`, which must not be a line break."""
        return paragraph(self.text, at)

    def sentence(self, at: int, within: Span | None = None) -> Span:
        """The sentence around code point `at`. within: the span that it is looked for in, by default its paragraph."""
        piece = within or self.paragraph(at)
        start, end = sentence(piece.of(self.text), at - piece.start)
        return Span(piece.start + start, piece.start + end)

    @cached_property
    def _breaks(self) -> list[int]:
        return [match.start() for match in BREAK.finditer(self.text)]

    def breaks(self, start: int, end: int) -> int:
        """The number of paragraphs that end in `[start, end)`; 0 if `end` comes first."""
        return max(0, bisect_left(self._breaks, end) - bisect_left(self._breaks, start))

    @cached_property
    def _cues(self) -> list[int]:
        return sorted(map(self.start, range(len(self.attributions))))

    def speaks(self, start: int, end: int) -> bool:
        """Whether a cue begins in `[start, end)`."""
        return bisect_left(self._cues, start) < bisect_left(self._cues, end)

    def is_of_another(self, i: int, span: Span, *, whole: bool = True) -> bool:
        """Whether another cue of the same depth begins within `span` or between it and the cue of the attribution.

        whole: whether a cue that begins where `span` does counts if `span` comes first.
        """
        start, end = sorted((span.start, self.start(i)))
        first = start if whole else start + 1
        return any(first <= self.start(j) < end for j in self._siblings[self.attributions[i].parent] if j != i)
