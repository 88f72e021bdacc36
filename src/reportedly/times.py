"""Time and place: when and where a statement was made.

Both stand in the statement's frame, or hold from an earlier statement made on the same occasion. A time in what is said
is none of its utterance.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .dates import Expression, Period, expressions
from .draft import Draft
from .frames import SAID, Frame
from .lexicon import DOCUMENTS
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


#: Before a time, these make it the end of a stretch open at its beginning.
UNTIL = re.compile(r"\b(?:before|by|prior to)(?: (?!on\b|in\b)[\w’'-]+){0,4} $", re.IGNORECASE)
#: Before a time, these make it no time at which something is said.
ELSEWHEN = re.compile(r"\b(?:since|until|till|from|for|after|through|next|of next|scheduled for)(?: the)? $", re.IGNORECASE)
#: Between a time and a cue, these part them: the time is that of something else.
PARTED = re.compile(
    r"\b(?:who|whose|whom|which|where|that|because|if|though|although|since|until|but|while|released|published|announced|filed|"
    r"aired|elected|born|killed|died|founded|scheduled|expected)\b", re.IGNORECASE,
)  # fmt: skip
SUBORDINATE = re.compile(r"\b(?:who|whose|whom|which|where|that|when|after|because|as|if|though|although|since|until|while)\b", re.I)
#: What a document is dated by.
DATED = re.compile(
    r"\b(?:dated|filed|published|released|issued|printed|written|sent|carried out|conducted|made|held|taken|recorded|"
    r"posted|drafted|signed|of|from|in|date from|dates from|dates to)\b[^.]*$"
)
ASKED = re.compile(r"\b(?:contacted|speaking|interviewed|asked|reached|quoted|writing|testifying|appearing)\b", re.IGNORECASE)


def times(draft: Draft) -> tuple[Time | None, ...]:
    """The time of each attribution; None where the text doesn't tell."""
    return _Clock(draft).times()


def places(draft: Draft) -> tuple[Place | None, ...]:
    """The place of each attribution; None where the text doesn't tell."""
    return (None,) * len(draft.attributions)


class _Clock:
    """The times in one article outside of what is said, and whose each is."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        published = draft.article.published
        self.published = date.fromisoformat(published) if published else None
        said = [span for a in draft.attributions if a.parent is None for span in a.content]
        self.told = _blanked(draft.text, said)
        self.found = expressions(self.told, self.published)

    def times(self) -> tuple[Time | None, ...]:
        n = len(self.draft.attributions)
        own: list[Time | None] = [None] * n
        for i in sorted(range(n), key=lambda i: self.draft.attributions[i].cue[0].start):
            e = self._own(i)
            if e is not None:
                own[i] = self._time(i, e)
                continue
            j = self.draft.before[i]
            if j is not None:
                own[i] = own[j]
        return tuple(own)

    def _time(self, i: int, e: Expression) -> Time | None:
        if e.period is None:
            return None
        frame = self.draft.frames[i]
        before = frame.words[: e.span.start - frame.span.start]
        until = UNTIL.search(before)
        if until:
            return Time(f"../{e.period.last.isoformat() if not e.period.edtf.isdigit() else e.period.edtf}", (e.span,))
        return Time(e.period.edtf, (e.span,))

    def _own(self, i: int) -> Expression | None:
        frame = self.draft.frames[i]
        fitting = [e for e in self._in_frame(i) if self._fits(i, e)]
        cue = frame.at(frame.cue.start, frame.cue.end)
        return min(fitting, key=lambda e: max(e.span.start - cue.end, cue.start - e.span.end), default=None)

    def _in_frame(self, i: int) -> list[Expression]:
        frame, a = self.draft.frames[i], self.draft.attributions[i]
        if a.parent is None:
            start = bisect_left(self.found, frame.span.start, key=lambda e: e.span.start)
            inside = []
            for e in self.found[start:]:
                if e.span.end > frame.span.end:
                    break
                if SAID not in frame.words[e.span.start - frame.span.start : e.span.end - frame.span.start]:
                    inside.append(e)
            return inside
        shift = frame.span.start
        return [
            Expression(Span(e.span.start + shift, e.span.end + shift), e.form, e.period)
            for e in expressions(frame.words, self.published)
        ]

    def _fits(self, i: int, e: Expression) -> bool:
        frame = self.draft.frames[i]
        words, start, end = frame.words, e.span.start - frame.span.start, e.span.end - frame.span.start
        if e.period is not None and self.published and e.period.first > self.published:
            return False
        if ELSEWHEN.search(words[:start]) and not UNTIL.search(words[:start]):
            return False
        if words[end : end + 2] in {"’s", "'s"}:
            return False
        cue, source = frame.cue, frame.source
        if cue.start <= start and end <= cue.end:
            return True
        if start >= cue.end:
            between = words[cue.end : start]
            if source and source.start >= cue.end and source.contains(Span(start, end)):
                return self._dates_source(frame, start)
            return not PARTED.search(between) and not self._cue_between(i, cue.end, start)
        between = words[end : cue.start]
        if source and source.contains(Span(start, end)):
            return self._dates_source(frame, start)
        if source and source.end <= start:
            lead = words[source.end : start].rpartition(",")[2]
            comma = "," in words[source.end : start]
            if comma and len(lead.split()) > 1 and not (ASKED.search(lead) or DATED.search(lead)):
                return False
            return not SUBORDINATE.search(words[source.end : start])
        lead = words[:start]
        return not SUBORDINATE.search(lead)

    def _cue_between(self, i: int, start: int, end: int) -> bool:
        frame = self.draft.frames[i]
        span = frame.at(start, end) if start < end else None
        return span is not None and any(span.contains(a.cue[0]) for k, a in enumerate(self.draft.attributions) if k != i)

    def _dates_source(self, frame: Frame, start: int) -> bool:
        assert frame.source is not None
        lead = frame.words[frame.source.start : start]
        words = re.findall(r"[a-z-]+", frame.words[frame.source.start : frame.source.end].lower())
        return any(w in DOCUMENTS or w in {"study", "survey", "audit", "lawsuit"} for w in words) and not SUBORDINATE.search(lead)


def _blanked(text: str, said: Sequence[Span]) -> str:
    """The text with everything in `said` blanked out."""
    words = list(text)
    for span in said:
        words[span.start : span.end] = SAID * len(span)
    return "".join(words)
