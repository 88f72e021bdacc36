"""A quotation beside words that a machine heard: which of them are the same, and where the two differ.

A machine hears “Foss” for “Voss” and “a part” for “apart”, so words are laid beside each other by how they sound, and
so that as few words as possible differ.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import jellyfish
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from ..english.verbatim import EMPTY, FILLERS, Word
from .alignment import SaidWord

#: What a word costs that only one of the two has: one that tells something, one that doesn't, a filler.
_TELLING, _PLAIN, _FILLER = 1.0, 0.6, 0.1
#: What a word costs where the quotation says that it leaves some out. Two words that stand for each other cost at most
#: as much as the dearer: what was misheard stands where it was said, also at an end.
_LEFT_OUT: Final = 0.02


@dataclass(frozen=True, slots=True)
class HeardDifference:
    """Where the two differ: `ours` are the indices `[start, end)` of words in the quotation, `theirs` of words heard.

    One of them may be empty.
    """

    ours: tuple[int, int]
    theirs: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sounding:
    """A quotation laid beside words that were heard. start, end: which of them. cost: of all differences.

    differences: in order, words between two of which are the same in both.
    """

    start: int
    end: int
    cost: float
    differences: tuple[HeardDifference, ...]


def beside(ours: Sequence[Word], theirs: Sequence[SaidWord], open_: Collection[int] = ()) -> Sounding:
    """A quotation laid beside the stretch of heard words that is most like it.

    open_: the indices of words before which the quotation says that it leaves something out.
    """
    mine, others = [word.form for word in ours], [one.word.form for one in theirs]
    sounds, heard = [spoken_as(word) for word in ours], [spoken_as(one.word) for one in theirs]
    less = [_alone(form) for form in mine]
    more = [_alone(form) for form in others]
    rows, columns = len(mine), len(others)
    cost = np.zeros((rows + 1, columns + 1))
    cost[1:, 0] = np.cumsum(less)
    step = np.zeros((rows + 1, columns + 1), dtype=np.int8)  # 0: both go on, 1: ours alone, 2: theirs alone
    step[1:, 0] = 1
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            same = mine[i - 1] == others[j - 1]
            dear = max(less[i - 1], more[j - 1])
            both = cost[i - 1, j - 1] + (0.0 if same else dear * (1.0 - alike(sounds[i - 1], heard[j - 1])))
            left_out = _LEFT_OUT if i in open_ else more[j - 1]
            ways = (both, cost[i - 1, j] + less[i - 1], cost[i, j - 1] + left_out)
            step[i, j] = ways.index(min(ways))
            cost[i, j] = min(ways)
    end = int(cost[rows].argmin())
    return _traced(mine, others, step, end, float(cost[rows, end]))


def _traced(mine: Sequence[str], others: Sequence[str], step: NDArray[np.int8], end: int, cost: float) -> Sounding:
    i, j = len(mine), end
    found: list[HeardDifference] = []
    while i > 0:
        before = i, j
        kind = step[i, j]
        i, j = i - (kind != 2), j - (kind != 1)
        if kind == 0 and mine[i] == others[j]:
            continue
        # what stands side by side differs as one
        if found and found[-1].ours[0] == before[0] and found[-1].theirs[0] == before[1]:
            before = found[-1].ours[1], found[-1].theirs[1]
            found.pop()
        found.append(HeardDifference((i, before[0]), (j, before[1])))
    return Sounding(j, end, cost, tuple(found[::-1]))


def _alone(form: str) -> float:
    return _FILLER if form in FILLERS else _PLAIN if form in EMPTY else _TELLING


def spoken_as(word: Word) -> str:
    """A word as it is spoken, as far as that is written: “two” of the number 2."""
    return word.raw if word.form[:1].isdigit() and word.raw.isalpha() else word.form


@lru_cache(maxsize=1 << 16)
def alike(one: str, other: str) -> float:
    """How alike two words, or rows of words, sound, from 0 to 1, by their letters and by their consonants."""
    one, other = one.replace(" ", ""), other.replace(" ", "")  # where a word ends isn't heard
    letters = Levenshtein.normalized_similarity(one, other)
    return (letters + like_consonants(one, other)) / 2


def like_consonants(one: str, other: str) -> float:
    """How alike the consonants of two words, or rows of words, sound, from 0 to 1."""
    codes = (jellyfish.metaphone(words.replace(" ", "")) for words in (one, other))
    return float(Levenshtein.normalized_similarity(*codes))
