"""A record turn by turn, with what articles quote of it in its place, and how a quotation stands in it. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath
from typing import Final

from ..ledger.asked.records import RecordTurn, RecordView
from ..ledger.records.quotations import HeldQuotation
from ..ledger.records.store import RecordFacts, RecordSpeaker
from ..ledger.tables.record import Source
from ..span import Span
from ..verification.verified import QuotationClass, RecordPassage

#: Code points and turns of a record that a page shows at most.
PART, PART_TURNS = 30_000, 300
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+")
#: What is told of a quotation of each class.
_TOLD: Final[dict[QuotationClass, str]] = {
    "verbatim": "word for word",
    "cleaned": "word for word but for fillers and repeats",
    "trimmed": "with words left out",
    "altered": "with words changed",
    "spliced": "put together from several places",
    "other-speaker": "said by somebody else",
    "not-in-this-record": "not in this record",
    "heard-alike": "heard alike by a machine",
    "heard-otherwise": "heard otherwise by a machine",
}


def told(one: HeldQuotation) -> str:
    """How a quotation stands in its record, in plain words: “with words left out, unmarked”."""
    mark = {None: "", True: ", marked", False: ", unmarked"}[one.marked]
    return f"{_TOLD[one.class_]}{mark}"


def title(about: RecordFacts, name: str) -> str:
    """What a record is called on a page: the event that it is of, or its file without the folder."""
    return about.event or file(name)


def file(name: str) -> str:
    """The file that a record is called after, without its folder."""
    return PurePath(name).name or name


@dataclass(frozen=True, slots=True)
class QuotedSegment:
    """Words of a turn that the same quotations have. numbers: of these quotations, from 1; none if nobody quotes them.

    stands: whether none of them changes anything.
    """

    words: str
    numbers: tuple[int, ...]
    stands: bool


@dataclass(frozen=True, slots=True)
class QuotationNote:
    """A quotation beside a turn that has words of it. number: from 1. first: whether none before it on the page has."""

    number: int
    held: HeldQuotation
    source: Source | None
    first: bool


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A turn, or the stretch of it that a part of the record has, its words parted by what is quoted.

    begins: whether the stretch is from the turn's first word on. notes: the quotations beside it.
    """

    turn: RecordTurn
    speaker: RecordSpeaker | None
    begins: bool
    segments: tuple[QuotedSegment, ...]
    notes: tuple[QuotationNote, ...]


def parts(view: RecordView) -> list[Span]:
    """The stretches of a record's text, each for a page: whole turns, and stretches of very long ones."""
    found: list[Span] = []
    start, turns = 0, 0
    for piece in _pieces(view):
        if turns and (piece.end - start > PART or turns == PART_TURNS):
            found.append(Span(start, piece.start))
            start, turns = piece.start, 0
        turns += 1
    end = view.turns[-1].span.end if view.turns else 0
    return [*found, Span(start, end)]


def _pieces(view: RecordView) -> Iterator[Span]:
    """The turns, those that are too long for a page cut at ends of sentences, or else between words."""
    for turn in view.turns:
        start = turn.span.start
        while turn.span.end - start > PART:
            stretch = turn.words[start - turn.span.start :][:PART]
            ends = [*_SENTENCE_END.finditer(stretch)] or [*re.finditer(r"\s+", stretch)]
            cut = start + (ends[-1].end() if ends else PART)
            yield Span(start, cut)
            start = cut
        yield Span(start, turn.span.end)


def part_of(found: Sequence[Span], at: int) -> int:
    """Which of the parts has a code point of a record's text; of one beyond its end the last."""
    return max(0, bisect_right(found, at, key=lambda one: one.start) - 1)


def rows(view: RecordView, part: Span) -> list[TurnRow]:
    """The turns in a part of a record, each with what is quoted of it."""
    quoting: dict[int, list[tuple[int, HeldQuotation]]] = defaultdict(list)
    for number, one in enumerate(view.quotations, 1):
        for at in {at.turn for at in one.passages if at.span.overlap(part)}:
            quoting[at].append((number, one))
    sources = {source.id: source for source in view.sources}
    shown: set[int] = set()
    found: list[TurnRow] = []
    for turn in view.turns:
        stretch = Span(max(turn.span.start, part.start), min(turn.span.end, part.end)) if _meet(turn, part) else None
        if stretch is None:
            continue
        notes = [QuotationNote(n, one, sources.get(one.article), n not in shown) for n, one in quoting[turn.number]]
        shown |= {note.number for note in notes}
        segments = tuple(_segments(turn, stretch, quoting[turn.number]))
        found.append(TurnRow(turn, view.speaker(turn), stretch.start == turn.span.start, segments, tuple(notes)))
    return found


def _meet(turn: RecordTurn, part: Span) -> bool:
    return turn.span.start < part.end and part.start < turn.span.end


def nowhere(view: RecordView) -> list[QuotationNote]:
    """The quotations that no turn has words of."""
    sources = {source.id: source for source in view.sources}
    numbered = enumerate(view.quotations, 1)
    return [
        QuotationNote(number, one, sources.get(one.article), first=True) for number, one in numbered if not one.passages
    ]


def _segments(turn: RecordTurn, stretch: Span, quoting: Iterable[tuple[int, HeldQuotation]]) -> Iterator[QuotedSegment]:
    """The words of a stretch of a turn, parted wherever a quotation begins or ends."""
    found = [(at, number, one.stands) for number, one in quoting for at in one.passages if at.turn == turn.number]
    edges = {stretch.start, stretch.end}
    for at, *_ in found:
        edges |= {min(max(edge, stretch.start), stretch.end) for edge in (at.span.start, at.span.end)}
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        here = [(number, stands) for at, number, stands in found if _covers(at, start, end)]
        words = turn.words[start - turn.span.start : end - turn.span.start]
        yield QuotedSegment(words, tuple(number for number, _ in here), all(stands for _, stands in here))


def _covers(at: RecordPassage, start: int, end: int) -> bool:
    return at.span.start <= start and end <= at.span.end
