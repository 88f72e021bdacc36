"""Postings: in which cells of records which words and pairs of words stand, as numbers in numpy.

A cell is CELL words in a row of one record. Words and pairs are hashed into buckets: what a bucket proposes is only
looked at, so that two that fall into one cost nothing but a look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ..english.verbatim import EMPTY

#: Words of a cell.
CELL: Final = 32
#: Cells of a segment, so that a cell is a number of two bytes; a longer record is a segment by itself.
SEGMENT: Final = 2**16
_WORD: Final = r"[^\W_]+(?:['’][^\W_]+)*"
_WORDS: Final = re.compile(_WORD)
_CELLS: Final = re.compile(rf"(?:{_WORD}(?:[\W_]+|\Z)){{1,{CELL}}}")
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_FOLD: Final = np.uint64(29)
#: Buckets at least, and so many that each has one word while there are no more than MANY; then each has at most four.
_BUCKETS, _MANY, _WORDS_A_BUCKET = 256, 2**19, 4

Hashes = NDArray[np.uint64]
Cells = NDArray[np.integer]


class _Forms(dict[str, int]):
    """The number of each word as written: the same however its case and apostrophes are, in every process."""

    def __missing__(self, word: str) -> int:
        form = word.casefold().replace("’", "").replace("'", "")
        found = self[word] = crc32(form.encode("utf-8", "surrogatepass"))
        return found


#: So many words as written are kept at most with their numbers.
_FORMS_KEPT: Final = 1_000_000
_FORMS: Final = _Forms()
_EMPTY: Final[Hashes] = np.array(sorted(_Forms()[word] for word in EMPTY), dtype=np.uint64)


class PostingsSegment(Protocol):
    """Where words stand in the cells of some records."""

    @property
    def size(self) -> int:
        """How many cells there are."""

    @property
    def buckets(self) -> int:
        """How many buckets there are: a power of two."""

    def cells(self, buckets: Sequence[int]) -> list[Cells]:
        """For each bucket the cells, ascending, counted from the first of the segment."""


def hashed(text: str) -> Hashes:
    """The words of a text as numbers, in order."""
    if len(_FORMS) > _FORMS_KEPT:
        _FORMS.clear()
    found = _WORDS.findall(text)
    return np.fromiter(map(_FORMS.__getitem__, found), dtype=np.uint64, count=len(found))


def places(text: str) -> NDArray[np.int32]:
    """Where in a text its cells begin, in code points; a text without words is one cell."""
    return np.array([match.start() for match in _CELLS.finditer(text)] or [0], dtype=np.int32)


def singles(words: Hashes) -> Hashes:
    """The keys of the words that tell something."""
    return _scattered(words[~np.isin(words, _EMPTY)])


def pairs(words: Hashes) -> Hashes:
    """The keys of every two words in a row."""
    return _scattered(words[:-1] * _MIX + words[1:] + np.uint64(1))


def _scattered(keys: Hashes) -> Hashes:
    mixed = keys * _MIX
    return mixed ^ (mixed >> _FOLD)


@dataclass(frozen=True)
class Postings:
    """The postings of some records in memory. ends: for each bucket where its cells end in `posted`."""

    size: int
    ends: NDArray[np.int64]
    posted: Cells

    @property
    def buckets(self) -> int:
        """How many buckets there are: a power of two."""
        return len(self.ends)

    def cells(self, buckets: Sequence[int]) -> list[Cells]:
        """For each bucket the cells, ascending."""
        ends = self.ends
        return [self.posted[ends[one - 1] if one else 0 : ends[one]] for one in buckets]


def posted(texts: Iterable[Hashes], sizes: Sequence[int]) -> Postings:
    """The postings of records, from the words of each, and how many cells each has."""
    keys: list[Hashes] = []
    cells: list[NDArray[np.int64]] = []
    count = first = 0
    for words, size in zip(texts, sizes, strict=True):
        at = first + np.arange(len(words), dtype=np.int64) // CELL
        telling = ~np.isin(words, _EMPTY)
        keys += [_scattered(words[telling]), pairs(words)]
        cells += [at[telling], at[:-1]]
        count += len(words)
        first += size
    buckets = _BUCKETS
    while buckets < min(count, _MANY) or buckets * _WORDS_A_BUCKET < count:
        buckets *= 2
    every = np.concatenate(keys) & np.uint64(buckets - 1)
    rows = np.sort(every * np.uint64(first) + np.concatenate(cells).astype(np.uint64))
    rows = rows[np.concatenate([[True], rows[1:] != rows[:-1]])] if len(rows) else rows
    ends = np.cumsum(np.bincount((rows // np.uint64(first)).astype(np.int64), minlength=buckets))
    kind = np.uint16 if first <= SEGMENT else np.uint32
    return Postings(first, ends, (rows % np.uint64(first)).astype(kind))
