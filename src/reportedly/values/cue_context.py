"""Cue context: the sentence around a cue without any content, from which most values of a statement are read."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ..attributions.attribution import Attribution
from ..english.sentences import sentence
from ..span import Span, SpanIndex

#: Replaces each code point of content; a private-use character, which no article is expected to have.
SAID = "\ue000"
#: The greatest extent of a cue's sentence on either side, in code points: without full stops, it would be the whole
#: text.
REACH = 2_000
#: The same within what another says, which may be several paragraphs.
FAR = 10_000
#: The most other cues of the same depth on either side of a cue in its sentence; in articles there are four.
CUES = 8


@dataclass(frozen=True, slots=True)
class CueContext:
    """The sentence around the cue of an attribution, with all content in it blanked out.

    span: the sentence. words: its text, of the same length, with SAID for each code point of the content of an
    attribution of the same depth. source, cue: their places as indices into `words`; source is None if it isn't in this
    sentence.
    """

    span: Span
    words: str
    source: Span | None
    cue: Span

    def at(self, start: int, end: int) -> Span:
        """The span of the article under `words[start:end]`."""
        return Span(self.span.start + start, self.span.start + end)


def cue_contexts(text: str, found: Sequence[Attribution]) -> tuple[CueContext, ...]:
    """The cue context of each attribution, in the same order."""
    said: dict[int | None, SpanIndex[Span]] = {}
    cues: dict[int | None, list[Span]] = {}
    for a in found:
        siblings = said.setdefault(a.parent, SpanIndex())
        for span in a.content:
            siblings.add(span, span)
        cues.setdefault(a.parent, []).append(a.cue[0])
    for some in cues.values():
        some.sort()
    return tuple(_cue_context(text, a, found, said[a.parent], _among(cues[a.parent], a.cue[0])) for a in found)


def _among(cues: Sequence[Span], cue: Span) -> Span:
    """From the last of the CUES before a cue to the last of those after it, beyond which its sentence doesn't go."""
    at = bisect_left(cues, cue)
    start = cues[at - CUES].start if at >= CUES else 0
    return Span(start, cues[at + CUES].end if at + CUES < len(cues) else sys.maxsize)


def near(text: str, at: Span) -> Span:
    """The line around a span in it, no more than REACH on either side."""
    start, end = max(0, at.start - REACH), min(len(text), at.end + REACH)
    line = text.find("\n", at.start, end)
    return Span(text.rfind("\n", start, at.start) + 1 or start, line if line >= 0 else end)


def _cue_context(
    text: str, a: Attribution, found: Sequence[Attribution], said: SpanIndex[Span], among: Span
) -> CueContext:
    """The cue context of one attribution. said: the contents of all of its depth. among: where it may lie."""
    around = near(text, a.cue[0])
    if a.parent is not None:
        inner = next((c for c in found[a.parent].content if c.contains(a.cue[0])), around)
        start, end = max(inner.start, a.cue[0].start - FAR), min(inner.end, a.cue[0].end + FAR)
        around = Span(start, end)
    around = Span(max(around.start, among.start), min(around.end, max(among.end, a.cue[0].end)))
    masked = around.of(text)
    for span in said.across(around):
        if not span.contains(a.cue[0]):
            start, end = max(span.start - around.start, 0), min(span.end, around.end) - around.start
            masked = masked[:start] + SAID * (end - start) + masked[end:]
    start, end = sentence(masked, a.cue[0].start - around.start)
    shift = around.start + start
    source = next((s for s in a.source if shift <= s.start and s.end <= around.start + end), None)
    return CueContext(
        Span(shift, around.start + end),
        masked[start:end],
        Span(source.start - shift, source.end - shift) if source else None,
        Span(a.cue[0].start - shift, min(a.cue[-1].end, around.start + end) - shift),
    )
