"""Discourse: how the statements of an article stand to each other and in its text."""

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
    """A text with its attributions, in the order of their first words; they are spoken of by their index.

    Of the same depth are those nested in the same attribution, or in none.
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
        """All attributions by where their cues stand."""
        return tuple(sorted(range(len(self.attributions)), key=self.start))

    def start(self, i: int) -> int:
        """Where the cue of an attribution begins."""
        return self.attributions[i].cue[0].start

    @cached_property
    def _siblings(self) -> dict[int | None, list[int]]:
        """Those nested in each attribution, under None those in none, by where their cues stand."""
        found: dict[int | None, list[int]] = {}
        for i in self.by_cue:
            found.setdefault(self.attributions[i].parent, []).append(i)
        return found

    @cached_property
    def _rank(self) -> dict[int, int]:
        """Where each stands among those of its depth."""
        return {i: rank for siblings in self._siblings.values() for rank, i in enumerate(siblings)}

    def earlier(self, i: int) -> Sequence[int]:
        """The attributions of the same depth whose cues stand before, in text order."""
        return self._siblings[self.attributions[i].parent][: self._rank[i]]

    def later(self, i: int) -> Sequence[int]:
        """The attributions of the same depth whose cues stand after it, in text order."""
        return self._siblings[self.attributions[i].parent][self._rank[i] + 1 :]

    def before(self, i: int) -> int | None:
        """The attribution of the same depth right before."""
        return next(reversed(self.earlier(i)), None)

    def after(self, i: int) -> int | None:
        """The attribution of the same depth right after."""
        return next(iter(self.later(i)), None)

    # -- statements within statements ----------------------------------------------------------------------------

    def nested(self, i: int) -> Sequence[int]:
        """The attributions right within the content of one."""
        return self._siblings.get(i, [])

    def around(self, i: int) -> Iterator[int]:
        """The attributions in whose content one is nested, the innermost first."""
        parent = self.attributions[i].parent
        while parent is not None:
            yield parent
            parent = self.attributions[parent].parent

    # -- places in the text --------------------------------------------------------------------------------------

    def paragraph(self, at: int) -> Span:
        """The paragraph around code point `at`, which is no line break."""
        return paragraph(self.text, at)

    def sentence(self, at: int, within: Span | None = None) -> Span:
        """The sentence around code point `at`. within: a piece of the text that bounds it, by default its paragraph."""
        piece = within or self.paragraph(at)
        start, end = sentence(piece.of(self.text), at - piece.start)
        return Span(piece.start + start, piece.start + end)

    @cached_property
    def _breaks(self) -> list[int]:
        return [match.start() for match in BREAK.finditer(self.text)]

    def breaks(self, start: int, end: int) -> int:
        """How many paragraphs end between two places."""
        return bisect_left(self._breaks, end) - bisect_left(self._breaks, start)

    @cached_property
    def _cues(self) -> list[int]:
        return sorted(map(self.start, range(len(self.attributions))))

    def speaks(self, start: int, end: int) -> bool:
        """Whether a cue begins in a stretch of the text."""
        return bisect_left(self._cues, start) < bisect_left(self._cues, end)

    def is_of_another(self, i: int, span: Span) -> bool:
        """Whether the cue of another attribution of the same depth begins in words or between them and the cue."""
        start, end = sorted((span.start, self.start(i)))
        siblings = (j for j in self._siblings[self.attributions[i].parent] if j != i)
        return any(start <= self.start(j) < end for j in siblings)
