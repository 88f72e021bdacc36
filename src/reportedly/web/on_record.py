"""A record turn by turn, with what articles quote of it in its place, and how a quotation stands in it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath
from typing import Final

from ..ledger.asked.records import RecordTurn, RecordView
from ..ledger.records.quotations import HeldQuotation
from ..ledger.records.store import RecordFacts, RecordSpeaker
from ..ledger.tables.record import Source
from ..verification.verified import QuotationClass, RecordPassage

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
    """A quotation beside a turn that has words of it. number: from 1. first: whether no turn before it has."""

    number: int
    held: HeldQuotation
    source: Source | None
    first: bool


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A turn, its words parted by what is quoted, with the quotations beside it."""

    turn: RecordTurn
    speaker: RecordSpeaker | None
    segments: tuple[QuotedSegment, ...]
    notes: tuple[QuotationNote, ...]


def rows(view: RecordView) -> list[TurnRow]:
    """The turns of a record, each with what is quoted of it."""
    quoting: dict[int, list[tuple[int, HeldQuotation]]] = defaultdict(list)
    for number, one in enumerate(view.quotations, 1):
        for turn in {at.turn for at in one.passages}:
            quoting[turn].append((number, one))
    sources = {source.id: source for source in view.sources}
    return [_row(view, turn, quoting[turn.number], sources) for turn in view.turns]


def nowhere(view: RecordView) -> list[QuotationNote]:
    """The quotations that no turn has words of."""
    sources = {source.id: source for source in view.sources}
    numbered = enumerate(view.quotations, 1)
    return [
        QuotationNote(number, one, sources.get(one.article), first=True) for number, one in numbered if not one.passages
    ]


def _row(
    view: RecordView, turn: RecordTurn, quoting: Sequence[tuple[int, HeldQuotation]], sources: Mapping[int, Source]
) -> TurnRow:
    notes = (
        QuotationNote(number, one, sources.get(one.article), min(at.turn for at in one.passages) == turn.number)
        for number, one in quoting
    )
    return TurnRow(turn, view.speaker(turn), tuple(_segments(turn, quoting)), tuple(notes))


def _segments(turn: RecordTurn, quoting: Iterable[tuple[int, HeldQuotation]]) -> Iterator[QuotedSegment]:
    """The words of a turn, parted wherever a quotation begins or ends."""
    found = [(at, number, one.stands) for number, one in quoting for at in one.passages if at.turn == turn.number]
    edges = {turn.span.start, turn.span.end}
    for at, *_ in found:
        edges |= {min(max(edge, turn.span.start), turn.span.end) for edge in (at.span.start, at.span.end)}
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        here = [(number, stands) for at, number, stands in found if _covers(at, start, end)]
        words = turn.words[start - turn.span.start : end - turn.span.start]
        yield QuotedSegment(words, tuple(number for number, _ in here), all(stands for _, stands in here))


def _covers(at: RecordPassage, start: int, end: int) -> bool:
    return at.span.start <= start and end <= at.span.end
