"""An index of records: where words of a quotation may stand, among any number of records.

Every two and three words in a row are kept as one number, sorted, in numpy. What the index proposes is only looked at:
it knows nothing of spelling, so a passage needs two words in a row in common with a quotation, spelled alike.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..english.verbatim import EMPTY, Word, words
from ..records.record import Record

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
#: Stage directions, which nobody says.
_STAGE = re.compile(
    r"[(\[](?:[^()\[\]]{0,80}\b)?(?:applause|laughter|laughs?|inaudible|unintelligible|crosstalk|cross-talk|off-?mike|"
    r"off-?mic|music|cheers?|cheering|boos?|booing|pause|indiscernible|audience|video|clip|sic|ph|break|speaks?|"
    r"in progress|through (?:an )?interpreter|gavel|bell|silence|sighs?|coughs?)\b[^()\[\]]{0,80}[)\]]"
    r"|\([A-Z][^()]{0,60}\.\)",
    re.IGNORECASE,
)
#: Words of a cell, by which passages are counted; and how many a passage has before and after what was found in it.
CELL: Final = 32
MARGIN: Final = 24
#: Two words in a row that stand in more places than this tell nothing.
_COMMON: Final = 2_000
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


class RecordIndex:
    """Records, and where which words stand in them. Raises ValueError for no records."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records: tuple[Record, ...] = tuple(records)
        if not self.records:
            raise ValueError("expected at least one record, found none")
        self._numbers: dict[str, int] = {}
        ids, places = array("i"), array("i")  # not lists: a folder may hold a hundred million words
        starts: list[int] = []
        for record in self.records:
            starts.append(len(ids))
            for match in _WORD.finditer(record.text):
                ids.append(self._numbers.setdefault(_key(match[0]), len(self._numbers)))
                places.append(match.start())
            padding = -len(ids) % CELL or CELL  # a cell is of one record
            ids.extend([-1] * padding)
            places.extend([len(record.text)] * padding)
        self._ids: NDArray[np.int64] = np.array(ids, dtype=np.int64)
        self._places = np.array(places, dtype=np.int32)
        self._starts = np.array(starts, dtype=np.int64)
        self._rows = [_Row(self._ids, size) for size in (1, 2, 3)]
        self._chunks: dict[tuple[int, int], list[tuple[Word, int]]] = {}
        #: By turn of each record, the number of its place: turns of one speaker in a row are one.
        self.places: tuple[tuple[int, ...], ...] = tuple(map(_places, self.records))
        self._cuts = [_cuts(record.text) for record in self.records]

    def regions(self, quotation: str) -> list[Region]:
        """The stretches of records that have most of a quotation's words in a row, the likeliest first."""
        ids = [self._numbers.get(_key(match[0]), -1) for match in _WORD.finditer(quotation)]
        votes: dict[int, float] = {}
        for size, row in ((2, self._rows[1]), (3, self._rows[2])):
            for at in {tuple(ids[i : i + size]) for i in range(len(ids) - size + 1)}:
                if -1 not in at:
                    _vote(votes, row.places(at), float(size))
        if not votes:
            for one in {i for i in ids if i >= 0}:
                _vote(votes, self._rows[0].places((one,)), 1.0)
        return self._best(votes, _PASSAGES + len(ids) // _MORE)

    def about(self, said: str) -> list[Region]:
        """The stretches that have most of the telling words of an indirect statement, in any order."""
        votes: dict[int, float] = {}
        for match in {_key(match[0]) for match in _WORD.finditer(said)} - EMPTY:
            number = self._numbers.get(match, -1)
            if number >= 0:
                places = self._rows[0].places((number,))
                _vote(votes, places, 1.0, weight=1.0 / (1 + np.log1p(len(places))))
        return self._best(votes, 3)

    def _best(self, votes: dict[int, float], most: int) -> list[Region]:
        both = {cell: score + votes.get(cell + 1, 0.0) for cell, score in votes.items()}
        best = sorted(both, key=lambda cell: (-both[cell], cell))[:most]
        return [self._region(cell * CELL, both[cell]) for cell in best]

    def _region(self, at: int, votes: float) -> Region:
        """The region around the cell that begins with a word, within its record."""
        record = max(0, int(np.searchsorted(self._starts, min(at + CELL // 2, len(self._ids) - 1), "right")) - 1)
        first, last = int(self._starts[record]), len(self._ids)
        if record + 1 < len(self._starts):
            last = int(self._starts[record + 1])
        start, end = max(first, at - MARGIN), min(last, at + 2 * CELL + MARGIN)
        text = self.records[record].text
        until = int(self._places[end]) if end < last else len(text)
        return Region(record, int(self._places[start]), max(until, int(self._places[start]) + 1), votes)

    def words(self, record: int, start: int, end: int) -> list[tuple[Word, int]]:
        """The words of a record's text around `[start, end)`, each with its turn; fillers, but no stage directions."""
        cuts = self._cuts[record]
        first = max(0, int(np.searchsorted(cuts, start, "right")) - 1)
        last = max(first + 1, int(np.searchsorted(cuts, end, "left")))
        found: list[tuple[Word, int]] = []
        for chunk in range(first, min(last, len(cuts) - 1)):
            found += self._chunk(record, chunk)
        return found

    def _chunk(self, record: int, chunk: int) -> list[tuple[Word, int]]:
        found = self._chunks.get((record, chunk))
        if found is None:
            start, end = self._cuts[record][chunk : chunk + 2]
            one = self.records[record]
            said = spoken(one.text, int(start), int(end))
            found = self._chunks[record, chunk] = [(word, one.turn_at(word.start)) for word in said]
        return found


class _Row:
    """Where every `size` words in a row stand."""

    def __init__(self, ids: NDArray[np.int64], size: int) -> None:
        rows = len(ids) - size + 1
        keys = np.zeros(max(rows, 0), dtype=np.uint64)
        for place in range(size):
            keys = keys * np.uint64(_FACTOR) + ids[place : place + len(keys)].astype(np.uint64)
        self._order = np.argsort(keys, kind="stable").astype(np.int32)
        self._keys = keys[self._order]

    def places(self, words: Sequence[int]) -> NDArray[np.int32]:
        """At which words these begin."""
        key = 0
        for word in words:
            key = (key * _FACTOR + word) % 2**64
        first, last = (int(np.searchsorted(self._keys, np.uint64(key), side)) for side in ("left", "right"))
        return self._order[first:last]


_FACTOR: Final = 0x9E3779B97F4A7C15


def _vote(votes: dict[int, float], places: NDArray[np.int32], size: float, weight: float | None = None) -> None:
    if len(places) > _COMMON and weight is None:
        return
    value = size / (1 + float(np.log1p(len(places)))) if weight is None else weight
    for cell in np.unique(places[: 4 * _COMMON] // CELL).tolist():
        votes[cell] = votes.get(cell, 0.0) + value


def _places(record: Record) -> tuple[int, ...]:
    numbers: list[int] = []
    for number, (_, group) in enumerate(groupby(record.turns, key=lambda turn: turn.speaker)):
        numbers += [number] * len(list(group))
    return tuple(numbers)


def _key(word: str) -> str:
    return word.casefold().replace("’", "").replace("'", "")


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
