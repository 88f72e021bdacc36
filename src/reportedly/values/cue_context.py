"""Cue context: the sentence around a cue without any content, from which most values of a statement are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..attributions.attribution import Attribution
from ..english.sentences import paragraph, sentence
from ..span import Span

#: Replaces each code point of content; a private-use character, which no article is expected to have.
SAID = "\ue000"
#: The greatest extent of a cue's sentence on either side, in code points: without full stops, it would be the whole
#: text.
REACH = 2_000


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
    siblings: dict[int | None, list[Span]] = {}
    for a in found:
        siblings.setdefault(a.parent, []).extend(a.content)
    return tuple(_cue_context(text, a, found, siblings[a.parent]) for a in found)


def _cue_context(text: str, a: Attribution, found: Sequence[Attribution], said: Sequence[Span]) -> CueContext:
    around = paragraph(text, a.cue[0].start)
    around = Span(max(around.start, a.cue[0].start - REACH), min(around.end, a.cue[0].end + REACH))
    if a.parent is not None:
        around = next((c for c in found[a.parent].content if c.contains(a.cue[0])), around)
    masked = around.of(text)
    for span in said:
        if span.start < around.end and around.start < span.end and not span.contains(a.cue[0]):
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
