"""Discourse: the order and nesting of an article's attributions, and their sentences and paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..attributions.attribution import Attribution
from ..english.sentences import sentence
from ..holders.contenders import LOOK_BACK
from ..span import Span, SpanIndex
from .cue_context import REACH, CueContext, cue_contexts

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

    def earlier(self, i: int, most: int = LOOK_BACK) -> Sequence[int]:
        """The last attributions of the same depth whose cues come before, in text order; `most` of them."""
        rank = self._rank[i]
        return self._siblings[self.attributions[i].parent][max(0, rank - most) : rank]

    def later(self, i: int, most: int = LOOK_BACK) -> Sequence[int]:
        """The next attributions of the same depth whose cues come after, in text order; `most` of them."""
        after = self._rank[i] + 1
        return self._siblings[self.attributions[i].parent][after : after + most]

    def before(self, i: int) -> int | None:
        """The previous attribution of the same depth, by cues, or None."""
        return next(iter(self.earlier(i, 1)), None)

    def begun_before(self, i: int) -> int | None:
        """The previous attribution of the same depth, by first words, or None: quotations often precede their cue."""
        begun, at = self._begun[self.attributions[i].parent], self._begun_rank[i]
        return begun[at - 1] if at else None

    def begun_after(self, i: int) -> int | None:
        """The next attribution of the same depth, by first words, or None."""
        begun, at = self._begun[self.attributions[i].parent], self._begun_rank[i] + 1
        return begun[at] if at < len(begun) else None

    @cached_property
    def _begun(self) -> dict[int | None, list[int]]:
        """The attributions nested directly in each one, under None those in none, in the order of their first words."""
        found: dict[int | None, list[int]] = {}
        for i, a in enumerate(self.attributions):
            found.setdefault(a.parent, []).append(i)
        return found

    @cached_property
    def _begun_rank(self) -> dict[int, int]:
        return {i: rank for begun in self._begun.values() for rank, i in enumerate(begun)}

    # -- statements within statements ----------------------------------------------------------------------------

    def nested(self, i: int | None) -> Sequence[int]:
        """The attributions nested directly in one, for None those in none, in the order of their cues."""
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
        before = bisect_right(self._lines, at)
        end = self._lines[before] - 1 if before < len(self._lines) else len(self.text)
        return Span(self._lines[before - 1], end)

    @cached_property
    def _lines(self) -> list[int]:
        """Where the lines begin."""
        return [0, *(at + 1 for at, sign in enumerate(self.text) if sign == "\n")]

    def sentence(self, at: int, within: Span | None = None) -> Span:
        """The sentence around code point `at`, which reaches no further than REACH on either side.

        within: the span that it is looked for in, by default its paragraph.
        """
        whole = within or self.paragraph(at)
        piece = Span(max(whole.start, at - REACH), min(whole.end, at + REACH))
        start, end = sentence(piece.of(self.text), at - piece.start)
        return Span(piece.start + start, piece.start + end)

    def in_sentence(self, words: Span) -> list[int]:
        """The attributions in the sentence of whose cue words stand, ascending."""
        return self._sentences.around(words)

    @cached_property
    def _sentences(self) -> SpanIndex[int]:
        return SpanIndex((context.span, i) for i, context in enumerate(self.contexts))

    def quoting(self, words: Span) -> list[int]:
        """The attributions in a piece of whose content words stand, ascending."""
        return list(dict.fromkeys(self._contents.around(words)))

    @cached_property
    def _contents(self) -> SpanIndex[int]:
        return SpanIndex((span, i) for i, a in enumerate(self.attributions) for span in a.content)

    @cached_property
    def _breaks(self) -> list[int]:
        return [match.start() for match in BREAK.finditer(self.text)]

    def breaks(self, start: int, end: int) -> int:
        """The number of paragraphs that end in `[start, end)`; 0 if `end` comes first."""
        return max(0, bisect_left(self._breaks, end) - bisect_left(self._breaks, start))

    @cached_property
    def cues(self) -> list[int]:
        """Where the cues of all attributions begin, ascending."""
        return [self.start(i) for i in self.by_cue]

    def speaks(self, start: int, end: int) -> bool:
        """Whether a cue begins in `[start, end)`."""
        return bisect_left(self.cues, start) < bisect_left(self.cues, end)

    def is_of_another(self, i: int, span: Span, *, whole: bool = True) -> bool:
        """Whether another cue of the same depth begins within `span` or between it and the cue of the attribution.

        whole: whether a cue that begins where `span` does counts if `span` comes first.
        """
        start, end = sorted((span.start, self.start(i)))
        first = start if whole else start + 1
        siblings = self._siblings[self.attributions[i].parent]
        between = siblings[bisect_left(siblings, first, key=self.start) : bisect_left(siblings, end, key=self.start)]
        return any(j != i for j in between[:2])
