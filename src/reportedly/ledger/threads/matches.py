"""How two wordings relate: same words, fewer, other words, a part, retold; or that they are two utterances.

Their content words are aligned (longest common subsequence, rapidfuzz) and have to agree. Precision comes before
recall: in doubt, two wordings are two utterances. All weights and thresholds were set by hand, on planted utterances,
mostly on their tuning half (`python -m bench.ledger threads --part tune`), and on what was linked in real articles
(docs/threads.md). Pure: no database, nothing of the rest of the ledger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from .alignment import aligned
from .overlaps import ELLIPSIS, Overlap, Whose, counted, tokens_before
from .wordings import LEAST, ComparableWording

WordingRelation = Literal["exact", "repunctuated", "trimmed", "part", "altered", "indirect"]


@dataclass(frozen=True, slots=True)
class WordingMatch:
    """That two wordings are of one utterance. score: share (0 to 1) of the smaller that agrees. shared: its weight."""

    relation: WordingRelation
    score: float
    shared: float


@dataclass(frozen=True, slots=True)
class Bar:
    """What two wordings must reach. shared: least weight of common content words; cover: its least share (0 to 1) of
    the smaller wording's."""

    shared: float
    cover: float


#: Added to the weight that must be shared: UNQUOTED if the holder isn't known to be the same and not both are quoted,
#: BOTH_UNQUOTED if neither is quoted, whoever the holders are. Outside quotation marks the same topics recur.
UNQUOTED, BOTH_UNQUOTED = 1.2, 1.0
#: What must be reached, by whether the holder is the same: for the same words or fewer of them, for altered words, and
#: if one of the two is retold.
VERBATIM: Final[dict[Whose, Bar]] = {"same": Bar(1.6, 1.0), "unknown": Bar(2.0, 1.0), "other": Bar(4.0, 1.0)}
ALTERED: Final[dict[Whose, Bar]] = {"same": Bar(3.0, 0.75), "unknown": Bar(4.0, 0.8), "other": Bar(6.0, 0.85)}
RETOLD: Final[dict[Whose, Bar]] = {"same": Bar(1.9, 0.8), "unknown": Bar(2.8, 0.85), "other": Bar(6.0, 0.9)}
#: Least shared weight between a retold and a much longer wording of the same holder.
RETOLD_PART = 3.0
#: Fewest tokens in a row, and their least weight, that two quotations don't share by chance.
RUN, RUN_INFO = 8, 3.5
#: Least share (0 to 1) of the smaller wording's content words in common, if one agrees with or excludes the other.
PART: Final = 0.5
#: Fewest words of a piece that is a clause of its own, and of one that “that” opens.
CLAUSE: Final = 4


def may_agree(a: ComparableWording, b: ComparableWording) -> bool:
    """Whether two wordings share enough for `compare` or `differ` to find something. A quick test before these.

    It misses only a few pairs whose words are spelt differently. Symmetric, except where one wording has its holder's
    name for a pronoun and the other has it as a word.
    """
    common = a.in_common(b)
    if min(a.info, common) < LEAST:
        return False
    return common >= PART * min(a.info, b.info) or (common >= RUN_INFO and a.quoted and b.quoted)


def compare(a: ComparableWording, b: ComparableWording, whose: Whose) -> WordingMatch | None:
    """How two wordings relate, or None if it isn't certain enough that they are of one utterance. Symmetric.

    whose: whether they have the same holder.
    """
    if not a.tokens or not b.tokens:
        return None
    if (len(b.tokens), b.info, b.text) < (len(a.tokens), a.info, a.text):
        a, b = b, a  # a is the smaller from here on
    if not (a.says_something and b.says_something) or a.in_common(b) < VERBATIM[whose].shared - 1e-9:
        return None
    same = _same(a, b)
    if same:
        return WordingMatch(same, 1.0, a.info) if _reaches(_bar(VERBATIM, whose, a, b), a.info, 1.0) else None
    laid = _Laid(a, b)
    return laid.fewer(whose) or laid.other(whose) or laid.run(whose)


def _same(a: ComparableWording, b: ComparableWording) -> WordingRelation | None:
    if a.words != b.words:
        return None
    return "exact" if a.text.rstrip(".") == b.text.rstrip(".") else "repunctuated"


def _reaches(bar: Bar, shared: float, cover: float) -> bool:
    return shared >= bar.shared - 1e-9 and cover >= bar.cover - 1e-9


def _bar(bars: dict[Whose, Bar], whose: Whose, a: ComparableWording, b: ComparableWording) -> Bar:
    """What two wordings must reach: more if words aren't quoted or one of them is only a phrase."""
    shared = bars[whose].shared
    if whose != "same":
        shared += UNQUOTED * (not (a.quoted and b.quoted)) + (1.0 if min(len(a.words), len(b.words)) < 4 else 0.0)
    return Bar(shared + BOTH_UNQUOTED * (not (a.quoted or b.quoted)), bars[whose].cover)


class _Laid:
    """Two wordings to compare, of which `a` is the smaller."""

    def __init__(self, a: ComparableWording, b: ComparableWording) -> None:
        self.a, self.b = a, b

    # -- the same words, fewer of them -----------------------------------------------------------------------------

    def fewer(self, whose: Whose) -> WordingMatch | None:
        """The match if all words of the smaller stand in the larger, in one piece or in a few."""
        a, b = self.a, self.b
        pieces = _pieces(a.words, b.words)
        if pieces is None or len(pieces) > (4 if ELLIPSIS.search(a.text) else 2):
            return None
        if not _reaches(_bar(VERBATIM, whose, a, b), a.info, 1.0) or (whose == "other" and not (a.quoted and b.quoted)):
            return None
        gaps = [b.tokens[end:start] for (_, end), (start, _) in pairwise(pieces)]
        marked = ELLIPSIS.search(a.text) is not None
        # Without a negation that stood before it, a piece says the contrary. A longer gap that is marked, or in what
        # the same holder is quoted with, is a clause left out together with its own negation.
        clauses = marked or (whose == "same" and a.direct and b.direct)
        cut = [tokens_before(b, pieces[0][0]), *(gap for gap in gaps if not clauses or len(gap) < 4)]
        if any(counted(gap, "negation") for gap in cut):
            return None
        short = clauses and all(end - start >= CLAUSE for start, end in pieces)
        if not marked and sum(token.weight for gap in gaps for token in gap) > a.info * (2 if short else 1):
            return None
        return WordingMatch("part" if 2 * len(a.words) < len(b.words) else "trimmed", 1.0, a.info)

    # -- other words -----------------------------------------------------------------------------------------------

    def other(self, whose: Whose) -> WordingMatch | None:
        """The match if most content words agree: altered, or retold as indirect speech."""
        a, b = self.a, self.b
        overlap = Overlap.of(a, b)
        if overlap is None:
            return None
        retold = not (a.direct and b.direct)
        bar = _bar(RETOLD if retold else ALTERED, whose, a, b)
        if not any(token.weight for token in (*overlap.mine, *overlap.theirs)) and b.info <= 1.5 * a.info:
            bar = _bar(VERBATIM, whose, a, b)  # spellings, contractions, a word struck out
        if not _reaches(bar, overlap.shared, overlap.shared / a.info) or (
            whose == "other" and not (a.quoted and b.quoted)
        ):
            return None
        if retold and whose == "same" and overlap.shared < RETOLD_PART and b.info > 1.5 * overlap.shared:
            return None  # so small a part of so much may be about something else
        if overlap.in_order < (0.5 if retold else 0.8) or not overlap.agrees(retold, whose):
            return None
        score = overlap.shared / (a.info + 0.5 * overlap.extra)
        return WordingMatch(self._relation(), round(min(1.0, score), 4), overlap.shared)

    def _relation(self) -> WordingRelation:
        return "altered" if self.a.direct == self.b.direct else "indirect"

    # -- one run of words ------------------------------------------------------------------------------------------

    def run(self, whose: Whose) -> WordingMatch | None:
        """The match if the two share one long run of words and were cut at different places.

        On either side, the run has to reach the end of a wording, or a boundary of sentences in both.
        """
        a, b = self.a, self.b
        i, j, size = _longest_run(a.words, b.words)
        info = sum(token.weight for token in a.tokens[i : i + size])
        least = RUN if whose == "same" else RUN + 4
        if size < least or info < RUN_INFO * (1 if whose == "same" else 1.5) or not (a.quoted and b.quoted):
            return None
        if any(token.kind == "negation" for token in (*tokens_before(a, i), *tokens_before(b, j))):
            return None
        begins = i == 0 or j == 0 or (i in a.breaks and j in b.breaks)
        last_a, last_b = i + size, j + size
        ends = last_a == len(a.words) or last_b == len(b.words) or (last_a in a.breaks and last_b in b.breaks)
        return WordingMatch("trimmed", round(info / a.info, 4), info) if begins and ends else None


def _pieces(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]] | None:
    """Where the words of a stand in b, as [start, end) indices; None unless all do, in the same order."""
    for j in range(len(b) - len(a) + 1):
        if b[j] == a[0] and tuple(b[j : j + len(a)]) == tuple(a):
            return [(j, j + len(a))]
    equal = [stretch for stretch in aligned(a, b) if stretch.same]
    if sum(stretch.size for stretch in equal) < len(a):
        return None
    return [(stretch.theirs.start, stretch.theirs.stop) for stretch in equal]


def _longest_run(a: Sequence[str], b: Sequence[str]) -> tuple[int, int, int]:
    """Start in a, start in b and length of the longest common run; the first of several that are equally long."""
    best = (0, 0, 0)
    row: dict[int, int] = {}
    places: dict[str, list[int]] = {}
    for j, word in enumerate(b):
        places.setdefault(word, []).append(j)
    for i, word in enumerate(a):
        row = {j: row.get(j - 1, 0) + 1 for j in places.get(word, ())}
        for j, size in row.items():
            if size > best[2]:
                best = (i - size + 1, j - size + 1, size)
    return best


def differ(a: ComparableWording, b: ComparableWording) -> Literal["contrary", "other"] | None:
    """Why two wordings that share much are two utterances all the same; None if nothing speaks against one.

    "contrary": a negation, a number, a name or an opposite on one side only. "other": content words in the place of
    others. None also if they share too little or do match. Serves to keep a third wording that matches both from
    joining them in one thread. Symmetric.
    """
    if not a.tokens or not b.tokens or a.words == b.words or compare(a, b, "same"):
        return None
    if (len(b.tokens), b.info, b.text) < (len(a.tokens), a.info, a.text):
        a, b = b, a
    overlap = Overlap.of(a, b) if a.info >= LEAST else None
    if overlap is None or overlap.shared < PART * a.info:
        return None
    if overlap.contrary() and overlap.speaks_against():
        return "contrary"
    return "other" if overlap.replaces() else None
