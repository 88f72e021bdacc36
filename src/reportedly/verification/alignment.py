"""A quotation aligned with a record: which of its words stand where, in which order, and what lies between them.

The runs of words in common are chained so that as much as possible is explained with as few jumps as possible: words
left out cost little, a leap to another turn, back, or far ahead as much as some words are worth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Final, NamedTuple

from ..english.verbatim import EMPTY, Word, censors, words

#: What a word that two texts have in common is worth: one that says something, one that doesn't.
TELLING, PLAIN = 1.0, 0.5
#: What a leap costs: to another turn, back, or over more than FAR words; what words left out cost: some at all, each.
LEAP, SOME, EACH = 3.0, 0.15, 0.02
#: So many times as much is a word worth that the holder says.
_FAVOUR: Final = 1.02
#: Fewest words between two stretches of one turn that are two places.
FAR: Final = 100
#: Runs of words that are chained at most.
_RUNS: Final = 60
_NOWHERE: list[int] = []
_HIDDEN: Final = re.compile(r"[*#@]|--")
#: Words beside a run, among which single ones are looked for.
_BESIDE: Final = 60


@dataclass(frozen=True, slots=True)
class ComparedQuotation:
    """The words of a quotation. words: without gaps. gaps: for each index, the marks that stand before that word.

    breaks: the indices before which a cue stands. text: the article's.
    """

    words: tuple[Word, ...]
    gaps: dict[int, tuple[Word, ...]]
    breaks: frozenset[int]
    text: str

    @property
    def worth(self) -> float:
        """What all words are worth."""
        return sum(worth(word) for word in self.words)

    def marked(self, first: int, last: int) -> tuple[Word, ...]:
        """The ellipses and brackets before the words from `first` to `last`, both among them."""
        if not self.gaps:
            return ()
        return tuple(gap for i in range(first, last + 1) for gap in self.gaps.get(i, ()))


class SaidWord(NamedTuple):
    """A word of a record. word: with its place in the record's text. turn: its index.

    number: which word it is of the stretch that was looked at; between two stretches lie many.
    """

    word: Word
    turn: int
    number: int


@dataclass(frozen=True, slots=True)
class Run:
    """Words in common: `size` of them, from `ours` in the quotation and from `theirs` in the words of the record."""

    ours: int
    theirs: int
    size: int
    leap: bool = False


@dataclass(frozen=True)
class Aligned:
    """A quotation and the words of a record. runs: in the quotation's order. score: their worth, less what leaps cost.

    worth: of all words in common.
    """

    quoted: ComparedQuotation
    said: Sequence[SaidWord]
    runs: tuple[Run, ...]
    score: float
    worth: float = field(default=0.0)

    @property
    def share(self) -> float:
        """The share (0 to 1) of the quotation's words that the record has, by their worth."""
        whole = self.quoted.worth
        return self.worth / whole if whole else 0.0

    @property
    def longest(self) -> int:
        """The most words in a row."""
        return max((run.size for run in self.runs), default=0)


def quoted_words(text: str, pieces: Iterable[tuple[int, int]]) -> ComparedQuotation:
    """The words of a quotation, piece by piece."""
    found: list[Word] = []
    gaps: dict[int, tuple[Word, ...]] = {}
    breaks: set[int] = set()
    for start, end in pieces:
        if found:
            breaks.add(len(found))
        stretch = text[start:end]
        for word in words(stretch, fillers=True):
            one = Word(word.form, start + word.start, start + word.end, word.stop, word.raw)
            if word.gap:
                gaps[len(found)] = (*gaps.get(len(found), ()), one)
            else:
                found.append(one)
    return ComparedQuotation(tuple(found), gaps, frozenset(breaks), text)


def worth(word: Word) -> float:
    """What a word in common is worth."""
    return PLAIN if word.form in EMPTY else TELLING


def align(
    quoted: ComparedQuotation, said: Sequence[SaidWord], places: Sequence[int], favoured: frozenset[int]
) -> Aligned:
    """The best alignment of a quotation with words of a record.

    places: by turn, the number of the place that it belongs to: turns of one speaker in a row are one. favoured: the
    turns of the quotation's holder, preferred where the words stand in others too.
    """
    if whole := _as_it_stands(quoted, said):
        return Aligned(quoted, said, (whole,), quoted.worth, quoted.worth)
    runs = _runs(quoted, said)
    sums = list(accumulate((worth(word) for word in quoted.words), initial=0.0))
    best: list[tuple[float, int, Run]] = []
    for run in runs:
        more = _FAVOUR if said[run.theirs].turn in favoured else 1.0
        top = ((sums[run.ours + run.size] - sums[run.ours]) * more, -1, run)
        for number, (score, _, before) in enumerate(best):
            one = _after(before, run)
            if one is None:
                continue
            cost, leap = _cost(quoted, said, before, one, places)
            worth_ = (sums[one.ours + one.size] - sums[one.ours]) * more
            if score + worth_ - cost > top[0]:
                top = (score + worth_ - cost, number, Run(one.ours, one.theirs, one.size, leap))
        best.append(top)
    if not best:
        return Aligned(quoted, said, (), 0.0)
    at = max(range(len(best)), key=lambda number: (best[number][0], -number))
    chain: list[Run] = []
    score = best[at][0]
    while at >= 0:
        chain.append(best[at][2])
        at = best[at][1]
    filled = _filled(quoted, said, chain[::-1], places)
    return Aligned(quoted, said, filled, score, sum(_worth(quoted, run) for run in filled))


def _as_it_stands(quoted: ComparedQuotation, said: Sequence[SaidWord]) -> Run | None:
    """All words of a quotation in a row, once in these words of a record; None if not at all, or more than once."""
    mine = [word.form for word in quoted.words]
    others = [one.word.form for one in said]
    size = len(mine)
    found = [i for i, form in enumerate(others) if form == mine[0] and others[i : i + size] == mine]
    if len(found) != 1 or said[found[0] + size - 1].number - said[found[0]].number != size - 1:
        return None
    return Run(0, found[0], size)


def _worth(quoted: ComparedQuotation, run: Run) -> float:
    return sum(worth(word) for word in quoted.words[run.ours : run.ours + run.size])


def _runs(quoted: ComparedQuotation, said: Sequence[SaidWord]) -> list[Run]:
    """Words in common as the longest runs, in the quotation's order; single ones only if they tell something."""
    where: dict[str, list[int]] = {}
    for i, word in enumerate(quoted.words):
        where.setdefault(word.form, []).append(i)
    hidden = [i for i, word in enumerate(quoted.words) if _HIDDEN.search(word.form)]
    open_: dict[int, int] = {}  # where a run began, by the index in the quotation of its last word
    found: list[Run] = []
    for j, one in enumerate(said):
        form = one.word.form
        heads = where.get(form, _NOWHERE)
        if not heads and not open_ and not hidden:
            continue  # most words of a record
        parted = j > 0 and one.number != said[j - 1].number + 1
        if hidden:
            heads = heads + [i for i in hidden if censors(quoted.words[i].form, form)]
        going: dict[int, int] = {}
        for i in heads:
            going[i] = open_[i - 1] if not parted and i - 1 in open_ else j
        found += [Run(i - (j - 1 - begin), begin, j - begin) for i, begin in open_.items() if going.get(i + 1) != begin]
        open_ = going
    found += [Run(i - (len(said) - 1 - begin), begin, len(said) - begin) for i, begin in open_.items()]
    few = len(quoted.words) <= 3
    kept = [run for run in found if few or run.size > 1 or quoted.words[run.ours].form not in EMPTY]
    kept = sorted(kept, key=lambda run: (-_worth(quoted, run), run.theirs))[:_RUNS]
    return sorted(kept, key=lambda run: (run.ours + run.size, run.ours, run.theirs))


def _after(before: Run, run: Run) -> Run | None:
    """A run without the words that one before it has already; None if nothing is left."""
    over = max(0, before.ours + before.size - run.ours)
    if before.theirs < run.theirs < before.theirs + before.size - over:
        return None
    if run.theirs + over >= before.theirs + before.size or run.theirs + run.size <= before.theirs:
        return Run(run.ours + over, run.theirs + over, run.size - over) if run.size > over else None
    more = before.theirs + before.size - run.theirs if run.theirs >= before.theirs else 0
    over = max(over, more)
    return Run(run.ours + over, run.theirs + over, run.size - over) if run.size > over else None


def _cost(
    quoted: ComparedQuotation, said: Sequence[SaidWord], before: Run, run: Run, places: Sequence[int]
) -> tuple[float, bool]:
    """What it costs to go from one run to the next, and whether it is a leap."""
    last, first = said[before.theirs + before.size - 1], said[run.theirs]
    apart = first.number - last.number - 1
    marked = bool(quoted.marked(before.ours + before.size, run.ours))
    if places[first.turn] != places[last.turn] or apart < 0:
        return LEAP, True
    if apart > FAR and not marked:
        return LEAP, True
    missing = run.ours - before.ours - before.size
    cost = 0.0 if not apart and not missing else SOME + EACH * min(apart, FAR)
    return (cost / 3 if marked else cost), False


def _filled(
    quoted: ComparedQuotation, said: Sequence[SaidWord], chain: Sequence[Run], places: Sequence[int]
) -> tuple[Run, ...]:
    """The runs, with the words in common between them, before the first and after the last."""
    found: list[Run] = []
    for i, run in enumerate(chain):
        before = chain[i - 1] if i else None
        start = before.ours + before.size if before else 0
        if before and not run.leap:
            low = before.theirs + before.size
        else:
            low = _edge(said, run.theirs, -1, run.ours - start + 2, places)
        found += _between(quoted, said, (start, run.ours), (low, run.theirs))
        leaps = run.leap and not (len(found) and found[-1].ours >= start and found[-1].theirs >= low)
        if run.leap and not leaps:  # the leap is before what was found in front of the run
            first = next(k for k, one in enumerate(found) if one.ours >= start)
            found[first] = Run(found[first].ours, found[first].theirs, found[first].size, True)
        found.append(Run(run.ours, run.theirs, run.size, leaps))
        following = chain[i + 1] if i + 1 < len(chain) else None
        if following is None:
            end = run.theirs + run.size
            high = _edge(said, end - 1, 1, len(quoted.words) - run.ours - run.size + 2, places) + 1
            found += _between(quoted, said, (run.ours + run.size, len(quoted.words)), (end, high))
    return tuple(found)


def _edge(said: Sequence[SaidWord], at: int, step: int, most: int, places: Sequence[int]) -> int:
    """How far from a word others of its place reach, `most` words away at most."""
    while most > 0 and 0 <= at + step < len(said):
        if abs(said[at + step].number - said[at].number) != 1 or places[said[at + step].turn] != places[said[at].turn]:
            break
        at, most = at + step, most - 1
    return at


def _between(
    quoted: ComparedQuotation, said: Sequence[SaidWord], ours: tuple[int, int], theirs: tuple[int, int]
) -> list[Run]:
    """The words in common of two stretches, in order."""
    if ours[0] >= ours[1] or theirs[0] >= theirs[1] or theirs[1] - theirs[0] > 2 * _BESIDE:
        return []
    mine = [word.form for word in quoted.words[ours[0] : ours[1]]]
    others = [one.word.form for one in said[theirs[0] : theirs[1]]]
    blocks = SequenceMatcher(None, mine, others, autojunk=False).get_matching_blocks()
    return [Run(ours[0] + a, theirs[0] + b, size) for a, b, size in blocks if size]
