"""Two wordings side by side: which words of either the other lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..english.verbatim import Word, words
from ..ledger.threads.alignment import aligned


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """Words in a row. differs: whether the other wording lacks them."""

    words: str
    differs: bool


def side_by_side(ours: str, theirs: str) -> tuple[tuple[MarkedWords, ...], tuple[MarkedWords, ...]]:
    """Both wordings cut into stretches, which together are all of each.

    Spelling, marks, capitals and contractions are no difference, nor is what only the second has before or after the
    words in common: the first quotes less of it.
    """
    mine, others = words(ours), words(theirs)
    same = [s for s in aligned([w.form for w in mine], [w.form for w in others], runs=True) if s.same]
    in_mine = {i for s in same for i in range(s.ours.start, s.ours.stop)}
    in_theirs = {i for s in same for i in range(s.theirs.start, s.theirs.stop)}
    first, last = (min(in_theirs), max(in_theirs)) if in_theirs else (0, len(others))
    left = tuple(_cut(ours, mine, [i not in in_mine and not mine[i].gap for i in range(len(mine))]))
    right = tuple(_cut(theirs, others, [first < i < last and i not in in_theirs for i in range(len(others))]))
    return left, right


def _cut(text: str, every: Sequence[Word], differs: Sequence[bool]) -> Iterator[MarkedWords]:
    at, i = 0, 0
    while i < len(every):
        last = i
        while last + 1 < len(every) and differs[last + 1] == differs[i]:
            last += 1
        if differs[i]:
            start, end = every[i].start, max(word.end for word in every[i : last + 1])
            if start > at:
                yield MarkedWords(text[at:start], False)
            if end > max(at, start):
                yield MarkedWords(text[max(at, start) : end], True)
            at = max(at, end)
        i = last + 1
    if at < len(text):
        yield MarkedWords(text[at:], False)
