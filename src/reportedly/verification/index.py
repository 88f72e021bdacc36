"""An index of records: where words of a quotation may stand, among any number of records.

What the index proposes is only looked at: it knows nothing of spelling, so a passage needs two words in a row in common
with a quotation, spelled alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, overload

import numpy as np
from numpy.typing import NDArray

from ..english.verbatim import Word, words
from ..records.record import Record, Turn
from . import postings
from .postings import Hashes, PostingsSegment

#: Cells over all segments in a row.
Numbers = NDArray[np.int64]

#: Stage directions, which nobody says.
_STAGE = re.compile(
    r"[(\[](?:[^()\[\]]{0,80}\b)?(?:applause|laughter|laughs?|inaudible|unintelligible|crosstalk|cross-talk|off-?mike|"
    r"off-?mic|music|cheers?|cheering|boos?|booing|pause|indiscernible|audience|video|clip|sic|ph|break|speaks?|"
    r"in progress|through (?:an )?interpreter|gavel|bell|silence|sighs?|coughs?)\b[^()\[\]]{0,80}[)\]]"
    r"|\([A-Z][^()]{0,60}\.\)",
    re.IGNORECASE,
)
_NOTED: Final = re.compile(r"(?:\s*(?:\[[^\[\]]*\]|\([^()]*\)))+\s*")
#: Cells of a passage, and one more on either side of it.
_CELLS: Final = 2
#: Two words in a row that stand in more cells than this tell nothing, unless there is nothing better: so many cells
#: are counted for a quotation at most.
_COMMON, _COUNTED = 1_000, 20_000
#: Passages looked at for a quotation, and one more for so many words.
_PASSAGES, _MORE = 6, 32
#: Fewest code points of a chunk whose words are read together.
_CHUNK: Final = 500
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s")


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch `[start, end)` of a record's text that may have words of a quotation. votes: what speaks for it."""

    record: int
    start: int
    end: int
    votes: float


@dataclass(frozen=True)
class HeldRecord:
    """A record with what is known of its text. cells: where its cells begin.

    places: by turn, the number of its place: turns of one speaker in a row are one.
    """

    record: Record
    cells: NDArray[np.int32]
    places: tuple[int, ...]
    cuts: NDArray[np.int64]
    chunks: dict[int, list[tuple[Word, int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, record: Record, cells: NDArray[np.int32]) -> HeldRecord:
        """What is held of a record."""
        return cls(record, cells, _places(record), _cuts(record.text))


@dataclass(frozen=True)
class IndexedRecords:
    """What an index is made of: records, and where their words stand.

    names: of the records, in order. held: gives one of them by its index. segments: their postings.
    firsts: ascending, the first cell of each stretch of cells over all segments in a row; owners: whose it is, the
    index of a record or -1 for one that isn't looked at. held_at_once: how many records stay in memory; None: all.
    """

    names: tuple[str, ...]
    held: Callable[[int], HeldRecord]
    segments: Sequence[PostingsSegment]
    firsts: NDArray[np.int64]
    owners: NDArray[np.int64]
    held_at_once: int | None = None


class RecordIndex:
    """Records, and where which words stand in them. Raises ValueError for no records."""

    def __init__(self, records: Iterable[Record] | IndexedRecords) -> None:
        self._of = records if isinstance(records, IndexedRecords) else _indexed(tuple(records))
        self.names: tuple[str, ...] = self._of.names
        if not self.names:
            raise ValueError("expected at least one record, found none")
        self._held = lru_cache(self._of.held_at_once)(self._of.held)
        self._bases = np.cumsum([0, *(segment.size for segment in self._of.segments)])

    @property
    def records(self) -> Sequence[Record]:
        """The records; of an index that is kept in a file, each is read when it is asked for."""
        return _Records(self)

    def record(self, number: int) -> Record:
        """The record with this index."""
        return self._held(number).record

    def places(self, number: int) -> tuple[int, ...]:
        """By turn of a record, the number of its place: turns of one speaker in a row are one."""
        return self._held(number).places

    def regions(self, quotation: str) -> list[Region]:
        """The stretches of records that have most of a quotation's words in a row, the likeliest first."""
        found = postings.hashed(quotation)
        most = _PASSAGES + len(found) // _MORE
        return self._best(postings.pairs(found), most) or self._best(postings.singles(found), most)

    def about(self, said: str) -> list[Region]:
        """The stretches that have most of the telling words of an indirect statement, in any order."""
        return self._best(postings.singles(postings.hashed(said)), 3)

    def _rows(self, keys: Hashes) -> list[Numbers]:
        """For each key, in order, the cells that have it, over all segments; those without any are left out."""
        once = list(dict.fromkeys(keys.tolist()))
        parts: list[list[Numbers]] = [[] for _ in once]
        for base, segment in zip(self._bases.tolist(), self._of.segments, strict=False):
            mask = segment.buckets - 1
            for part, cells in zip(parts, segment.cells([key & mask for key in once]), strict=True):
                if len(cells):
                    part.append(cells.astype(np.int64) + base)
        return [np.concatenate(part) for part in parts if part]

    def _best(self, keys: Hashes, most: int) -> list[Region]:
        """The passages that have most of these keys, each counted once, and the more the fewer cells have it."""
        rows = _telling(self._rows(keys))
        if not rows:
            return []
        sizes = np.array([len(row) for row in rows])
        at, cells = np.repeat(np.arange(len(rows)), sizes), np.concatenate(rows)
        follows = self._of.firsts[self._stretch(cells)] < cells  # the passage from the cell before on has it too
        at, cells = np.concatenate([at, at[follows]]), np.concatenate([cells, cells[follows] - 1])
        both = np.sort(at * int(self._bases[-1] + 1) + cells)
        at, cells = np.divmod(both[np.concatenate([[True], both[1:] != both[:-1]])], int(self._bases[-1] + 1))
        cells, where = np.unique(cells, return_inverse=True)
        votes = np.bincount(where, (1 / (1 + np.log1p(sizes)))[at]).astype(np.float64, copy=False)
        owners = self._of.owners[self._stretch(cells)]
        cells, votes, owners = cells[owners >= 0], votes[owners >= 0], owners[owners >= 0]
        best = np.lexsort((cells, -votes))[:most]
        return [self._region(int(owners[i]), int(cells[i]), float(votes[i])) for i in best]

    def _stretch(self, cells: Numbers) -> Numbers:
        """For each cell the stretch of cells that it is in."""
        return np.searchsorted(self._of.firsts, cells, "right") - 1

    def _region(self, number: int, cell: int, votes: float) -> Region:
        """The region that begins with a cell, with one more before and behind, within its record."""
        held = self._held(number)
        first = int(self._of.firsts[self._stretch(np.array([cell]))[0]])
        start, end = max(0, cell - first - 1), cell - first + _CELLS + 1
        begins = int(held.cells[start])
        until = int(held.cells[end]) if end < len(held.cells) else len(held.record.text)
        return Region(number, begins, max(until, begins + 1), votes)

    def words(self, record: int, start: int, end: int) -> list[tuple[Word, int]]:
        """The words of a record's text around `[start, end)`, each with its turn; fillers, but no stage directions."""
        held = self._held(record)
        first = max(0, int(np.searchsorted(held.cuts, start, "right")) - 1)
        last = max(first + 1, int(np.searchsorted(held.cuts, end, "left")))
        found: list[tuple[Word, int]] = []
        for chunk in range(first, min(last, len(held.cuts) - 1)):
            found += _chunk(held, chunk)
        return found


class _Records(Sequence[Record]):
    """The records of an index."""

    def __init__(self, index: RecordIndex) -> None:
        self._index = index

    def __len__(self) -> int:
        return len(self._index.names)

    @overload
    def __getitem__(self, number: int) -> Record: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Record]: ...

    def __getitem__(self, number: int | slice) -> Record | Sequence[Record]:
        """The record at an index, or those of a slice."""
        every = range(len(self))[number]
        return self._index.record(every) if isinstance(every, int) else [self._index.record(one) for one in every]


def _indexed(records: tuple[Record, ...]) -> IndexedRecords:
    """Records in memory."""
    held = [HeldRecord.of(record, postings.places(record.text)) for record in records]
    sizes = [len(one.cells) for one in held]
    segments: list[PostingsSegment] = []
    if records:
        segments.append(postings.posted((postings.hashed(record.text) for record in records), sizes))
    firsts = np.cumsum([0, *sizes])[:-1]
    return IndexedRecords(
        tuple(record.name for record in records), held.__getitem__, segments, firsts, np.arange(len(records))
    )


def _telling(rows: Iterable[Numbers]) -> list[Numbers]:
    """The rows that are counted: those with more than _COMMON cells only while there are few in all."""
    counted: list[Numbers] = []
    total = 0
    for row in sorted(rows, key=len):
        total += len(row)
        if counted and len(row) > _COMMON and total > _COUNTED:
            break
        counted.append(row)
    return counted


def _chunk(held: HeldRecord, chunk: int) -> list[tuple[Word, int]]:
    found = held.chunks.get(chunk)
    if found is None:
        start, end = (int(cut) for cut in held.cuts[chunk : chunk + 2])
        said = ((word, held.record.turn_at(word.start)) for word in spoken(held.record.text, start, end))
        found = held.chunks[chunk] = [one for one in said if not is_staged(held.record.turns[one[1]])]
    return found


def _places(record: Record) -> tuple[int, ...]:
    numbers: list[int] = []
    speaker = record.turns[0].speaker
    for turn in record.turns:
        if is_staged(turn):
            numbers.append(numbers[-1] if numbers else 0)
        else:
            parts = bool(numbers) and turn.speaker != speaker
            numbers.append(numbers[-1] + parts if numbers else 0)
            speaker = turn.speaker
    return tuple(numbers)


def is_staged(turn: Turn) -> bool:
    """Whether nobody says a turn: it has nothing but notes in brackets, such as “[Applause]”."""
    return bool(_NOTED.fullmatch(turn.words))


def _cuts(text: str) -> NDArray[np.int64]:
    """Where chunks of a text begin, at ends of sentences and turns; the last is its length."""
    cuts = [0]
    for match in re.finditer(rf"\n|{_SENTENCE_END.pattern}", text):
        if match.end() - cuts[-1] >= _CHUNK:
            cuts.append(match.end())
    if cuts[-1] < len(text) or len(cuts) == 1:
        cuts.append(len(text))
    return np.array(cuts, dtype=np.int64)


def spoken(text: str, start: int, end: int) -> Iterator[Word]:
    """The words said in a stretch of a record, fillers among them, with their places in the whole of it.

    Stage directions aren't said; what stands in other parentheses is.
    """
    stretch = text[start:end]  # cut, as reading words costs as much as there is text before them
    stages = [match.span() for match in _STAGE.finditer(stretch)]
    for word in words(stretch, fillers=True):
        if any(a <= word.start < b for a, b in stages):
            continue
        inner = [word]
        if word.gap:
            in_brackets = word.end - word.start > 2 and stretch[word.start] in "(["
            inner = words(stretch[: word.end - 1], word.start + 1, fillers=True) if in_brackets else []
        for one in inner:
            yield Word(one.form, start + one.start, start + one.end, one.stop, one.raw)
