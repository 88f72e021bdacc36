"""Alignment: two rows of words laid side by side, and where they are the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz.distance import LCSseq


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one row beside words of the other. same: whether they are the same; else one of the two may be empty."""

    same: bool
    ours: slice
    theirs: slice

    @property
    def size(self) -> int:
        """How many words of the first row there are."""
        return int(self.ours.stop - self.ours.start)


def aligned(ours: Sequence[str], theirs: Sequence[str], *, runs: bool = False) -> Iterator[Stretch]:
    """Two rows cut into stretches that are the same in both and stretches that aren't, in turn, in order.

    As many words as can be are the same. runs: instead the longest runs of words are, as whoever reads them would find
    them, which takes longer.
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
