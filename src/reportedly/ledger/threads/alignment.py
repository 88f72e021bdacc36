"""Alignment of two sequences of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz.distance import LCSseq


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one sequence aligned with words of the other.

    same: whether they are equal. If not, one of the two may be empty. ours, theirs: where they stand, as slices.
    """

    same: bool
    ours: slice
    theirs: slice

    @property
    def size(self) -> int:
        """The number of words of the first sequence."""
        return int(self.ours.stop - self.ours.start)


def aligned(ours: Sequence[str], theirs: Sequence[str], *, runs: bool = False) -> Iterator[Stretch]:
    """Both sequences, in order, as stretches that are equal and stretches that aren't. Together they cover all words.

    As many words as possible are equal (longest common subsequence, rapidfuzz). runs: longest runs of words are found
    first instead (Ratcliff and Obershelp, difflib), which is slower and closer to how people compare texts.
    """
    i = j = 0
    for a, b, size in _runs(ours, theirs) if runs else _most(ours, theirs):
        if (i, j) != (a, b):
            yield Stretch(False, slice(i, a), slice(j, b))
        yield Stretch(True, slice(a, a + size), slice(b, b + size))
        i, j = a + size, b + size
    if i < len(ours) or j < len(theirs):
        yield Stretch(False, slice(i, len(ours)), slice(j, len(theirs)))


def _most(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    for op in LCSseq.opcodes(ours, theirs):
        if op.tag == "equal":
            yield op.src_start, op.dest_start, op.src_end - op.src_start


def _runs(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    for match in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        if match.size:
            yield match.a, match.b, match.size
