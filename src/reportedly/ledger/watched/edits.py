"""Edits: what one version of an article changed in the one before, as sentences and as statements. Pure.

Only what was rewritten counts: a statement that is read otherwise since something else on the page has changed is no
edit, nor are other marks, capitals, or the line that says when a page was updated.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rapidfuzz.fuzz import ratio

from ...english.sentences import sentences
from ...span import Span
from ..tables.record import StatementRecord
from ..threads.alignment import Stretch, aligned

# cases: tests/test_edits.py, EDITS
_WORD = re.compile(r"\w+(?:['’]\w+)*")
#: A short line that only says when a page was made or changed, or how long it takes to read.
_STAMP = re.compile(
    r"(?:(?:last |first )?(?:updated|published|posted|modified)\b.{0,60}|.{0,30}\b\d+ (?:min|minute|hour|second|day)s?"
    r"(?: read| ago)?|[\d\s:.,/-]*(?:[ap]\.?m\.?)?)\W*",
    re.IGNORECASE,
)
#: Most words, of both texts multiplied, whose middle is laid side by side; beyond, all of it counts as rewritten.
_MOST: Final = 4_000_000_000
#: From which likeness on (0 to 100) a statement that is gone and one that is new are two wordings of one; set by hand.
_ALIKE: Final = 55


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Sentences of one version (old) that stand otherwise in the next (new); None: there are none."""

    old: Span | None
    new: Span | None


@dataclass(frozen=True, slots=True)
class Reworded:
    """A statement of one version (old) and what became of it in the next (new); either may be None."""

    old: StatementRecord | None
    new: StatementRecord | None


def rewritten(old: str, new: str) -> list[Rewritten]:
    """The sentences that were rewritten, in the order of the new text; neighbours that go together are one."""
    ours, theirs = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    mine, others = _Sentences(old), _Sentences(new)
    found: list[Rewritten] = []
    for stretch in _aligned([m[0].casefold() for m in ours], [m[0].casefold() for m in theirs]):
        if stretch.same:
            continue
        inside = mine.parted(ours, stretch.ours) if stretch.ours.start < stretch.ours.stop else None
        inside = inside or others.parted(theirs, stretch.theirs)
        change = Rewritten(mine.around(ours, stretch.ours, inside), others.around(theirs, stretch.theirs, inside))
        if found and (_meet(found[-1].old, change.old) or _meet(found[-1].new, change.new)):
            last = found.pop()
            change = Rewritten(_joined(last.old, change.old), _joined(last.new, change.new))
        found.append(change)
    return [one for one in found if not (_is_stamp(one.old, old) and _is_stamp(one.new, new))]


def reworded(
    changes: Sequence[Rewritten], old: Sequence[StatementRecord], new: Sequence[StatementRecord]
) -> list[Reworded]:
    """The statements that were reworded, taken out or put in, in the order of the new text, those taken out last.

    changes: of the text. old, new: the statements of both versions.
    """
    gone = [one for one in old if _touches(one, [change.old for change in changes])]
    came = [one for one in new if _touches(one, [change.new for change in changes])]
    had, has = {_told(one) for one in old}, {_told(one) for one in new}
    gone, came = [one for one in gone if _told(one) not in has], [one for one in came if _told(one) not in had]
    found: list[Reworded] = []
    for one in came:
        before = max(gone, key=lambda other: _likeness(other, one), default=None)
        if before is not None and _likeness(before, one) >= _ALIKE:
            gone.remove(before)
            found.append(Reworded(before, one))
        else:
            found.append(Reworded(None, one))
    return [*found, *(Reworded(one, None) for one in gone)]


def extent(one: StatementRecord) -> Span:
    """The stretch of the text from the first to the last word of a statement's source and content."""
    every = [*one.spans, *one.source_spans]
    return Span(min(span.start for span in every), max(span.end for span in every))


def _told(one: StatementRecord) -> tuple[str | None, str, str]:
    """What of a statement can be changed: whose it is, its words, how firmly they are presented."""
    return one.name, " ".join(_WORD.findall(one.content.casefold())), one.standing


def _likeness(one: StatementRecord, other: StatementRecord) -> float:
    return float(ratio(one.content.casefold(), other.content.casefold())) + (10 if one.name == other.name else 0)


def _touches(one: StatementRecord, changed: Sequence[Span | None]) -> bool:
    here = extent(one)
    return any(span is not None and span.start < here.end and here.start < span.end for span in changed)


def _meet(one: Span | None, other: Span | None) -> bool:
    """Whether two stretches, the second not before the first, share something."""
    return one is not None and other is not None and other.start < one.end


def _joined(one: Span | None, other: Span | None) -> Span | None:
    if one is None or other is None:
        return one or other
    return Span(min(one.start, other.start), max(one.end, other.end))


def _is_stamp(span: Span | None, text: str) -> bool:
    return span is None or _STAMP.fullmatch(span.of(text).strip()) is not None


def _aligned(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Stretch]:
    if len(ours) * len(theirs) <= _MOST:
        return aligned(ours, theirs)
    return iter([Stretch(False, slice(0, len(ours)), slice(0, len(theirs)))])


class _Sentences:
    """The sentences of a text, found by place."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [span.start for span in sentences(text)]
        self._ends = [*(after for _, after in pairwise(self._starts)), len(text)]

    def around(self, words: Sequence[re.Match[str]], some: slice, inside: tuple[bool, bool]) -> Span | None:
        """The sentences that some of the text's words stand in.

        inside: of none, whether the sentence of the word before, and that of the word after, are meant.
        """
        first, last = some.start, some.stop - 1
        if some.start == some.stop:
            first, last = some.start - inside[0], some.start - (not inside[1])
            if first > last or first < 0 or last >= len(words):
                return None
        start, end = self._starts[self._at(words[first])], self._ends[self._at(words[last])]
        words_there = self._text[start:end]
        return Span(start + len(words_there) - len(words_there.lstrip()), start + len(words_there.rstrip()))

    def parted(self, words: Sequence[re.Match[str]], some: slice) -> tuple[bool, bool]:
        """Whether a sentence goes on into some of the text's words, and whether one goes on after them."""
        first, last = some.start, some.stop - 1
        before = first > 0 and self._at(words[first - 1]) == self._at(words[first])
        after = last + 1 < len(words) and self._at(words[last]) == self._at(words[last + 1])
        return before, after

    def _at(self, word: re.Match[str]) -> int:
        return bisect_right(self._starts, word.start()) - 1
