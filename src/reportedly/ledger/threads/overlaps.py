"""The stretch of a longer wording that a shorter one may be, and what makes the two another claim all the same.

A negation, a number, a name, a modal verb or an opposite on one side only do, however much the two share. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import LCSseq

from .alignment import aligned
from .tokens import EVERYDAY, Token, TokenKind, are_opposite, are_spellings
from .wordings import ComparableWording

#: Whether two wordings have the same holder (by the ledger or by name), different ones, or one that isn't known.
Whose = Literal["same", "unknown", "other"]
#: Shared weight from which one freely exchanged word makes an alteration rather than another claim.
FREE = 5.0
ELLIPSIS = re.compile(r"\.{3}|\[\s*\]|\s-\s")


@dataclass(frozen=True, slots=True)
class Overlap:
    """The stretch of the larger wording (b) that has most of the smaller one's (a) content words.

    shared: weight in common. extra: weight in the stretch that a lacks. in_order: share of the common content words
    that stand in the same order. mine, theirs: tokens of a and of the stretch that the other lacks.
    tokens: the stretch. before, after: up to four tokens around it, within its sentence.
    """

    a: ComparableWording
    b: ComparableWording
    shared: float
    extra: float
    in_order: float
    mine: tuple[Token, ...]
    theirs: tuple[Token, ...]
    tokens: tuple[Token, ...]
    before: tuple[Token, ...]
    after: tuple[Token, ...]

    @classmethod
    def of(cls, a: ComparableWording, b: ComparableWording) -> Overlap | None:
        """The stretch; None if the two have no content word in common."""
        start, end = _window(a, b)
        wanted = Counter(a.content)
        matched = []
        for k in range(start, end):
            if wanted[b.content[k]] > 0:
                wanted[b.content[k]] -= 1
                matched.append(k)
        if not matched:
            return None
        low, high = _widened(b, b.at[matched[0]], b.at[matched[-1]] + 1)
        # If a has words that b lacks, those in their place may lie just outside the common ones.
        if any(wanted.values()):
            low, high = _widened(b, b.at[max(start, matched[0] - 1)], b.at[min(end - 1, matched[-1] + 1)] + 1)
        tokens = b.tokens[low:high]
        # After a's last content word only negations are compared.
        mine, theirs = _left_over(a.tokens[: a.at[-1] + 1], tokens)
        extra = sum(token.weight for token in theirs)
        shared = a.info - sum(token.weight for token in mine)
        theirs_in = tuple(token.form for token in tokens if token.weight)
        ordered = LCSseq.similarity(a.content, theirs_in) / len(matched)
        return cls(a, b, shared, extra, ordered, mine, theirs, tokens, tokens_before(b, low), tokens_after(b, high))

    def agrees(self, retold: bool, whose: Whose = "same") -> bool:
        """Whether nothing makes the smaller wording another claim than this stretch."""
        return not (self.contrary() or self._other_mood() or self._exchanged(retold, whose))

    def contrary(self) -> bool:
        """Whether there is a negation, a number, a name or an opposite on one side only."""
        if self._denied():
            return True
        if any(token.kind == "number" for token in (*self.mine, *self.theirs)):
            return True
        sides = [[token for token in side if token.weight] for side in (self.mine, self.theirs)]
        if all(sides) and any(token.kind in ("name", "initial") for side in sides for token in side):
            return True
        if self.shared < FREE / 2 and any(token.kind == "name" for token in (*self.mine, *self.theirs)):
            return True
        return any(are_opposite(x.form, y.form) for x in self.mine for y in self.theirs)

    def speaks_against(self) -> bool:
        """Whether the difference can't be explained by words that were left out of either."""
        if self.shared >= 0.85 * self.a.info and not any(ELLIPSIS.search(of.text) for of in (self.a, self.b)):
            return True
        return all(any(token.kind in ("number", "name") for token in side) for side in (self.mine, self.theirs))

    def _denied(self) -> bool:
        """Whether one side negates what the other doesn't, also right after the last common content word."""
        common = {token.form for token in self.a.tokens if token.weight} - {token.form for token in self.mine}
        here = _negations(self.a.tokens, common)
        inner = _negations((*self.before, *self.tokens), common)
        there = [*inner, *(len(common) for _ in range(counted(self.after, "negation")))]
        if not len(inner) <= len(here) <= len(there):
            return True
        if len(here) == len(inner) and self.shared >= FREE + 1 and not (self.a.direct and self.b.direct):
            return False  # clauses may change their order when much is retold
        slack = 1 if len(common) >= 4 else 0
        return any(abs(x - y) > slack for x, y in zip(here, there, strict=False))

    def _other_mood(self) -> bool:
        """Whether the modal verbs differ ("will" against none or "may"), or one is a question, and little is shared."""
        if self.shared >= FREE or self.a.tokens[0].form == "to" or (self.tokens and self.tokens[0].form == "to"):
            return False
        moods = [{token.form for token in side if token.kind == "mood"} for side in (self.a.tokens, self.tokens)]
        return moods[0] != moods[1] or (self.a.is_question != self.b.is_question)

    def _exchanged(self, retold: bool, whose: Whose) -> bool:
        """Whether too many content words stand in the place of others."""
        mine = [token for token in self.mine if token.weight]
        theirs = [token for token in self.theirs if token.weight]
        lost, new = sum(t.weight for t in mine), sum(t.weight for t in theirs)
        if min(lost, new) > self._free(retold, whose) or (min(lost, new) > 0 and not self._in_place(retold)):
            return True
        if new > self.shared * (0.5 if retold else 0.4):
            return True
        if retold:
            return False
        same = LCSseq.similarity([t.form for t in self.a.tokens], [t.form for t in self.tokens])
        return same < 0.7 * len(self.a.tokens)

    def _in_place(self, retold: bool) -> bool:
        """Whether every exchanged word stands between the same words (if retold: between the same content words)."""
        mine = [t for t in self.a.tokens if t.weight or not retold]
        theirs = [t for t in self.tokens if t.weight or not retold]
        if any(t.form in ("have", "be", "do") for t in (*self.mine, *self.theirs)):
            return False  # another tense or voice is another claim
        exchanged, lost, new = 0, 0.0, 0.0
        for x, y in _unequal(mine, theirs):
            if any(t.weight >= 1 for t in x) and self._at_an_edge(x, y, mine):
                return False
            weights = sum(t.weight for t in x), sum(t.weight for t in y)
            if all(weights):
                exchanged += 1
                if max(len(x), len(y)) > 2:
                    return False
            else:
                lost, new = lost + weights[0], new + weights[1]
        return exchanged <= max(1, len(self.a.content) // 8) and min(lost, new) <= EVERYDAY

    def _at_an_edge(self, x: Sequence[Token], y: Sequence[Token], mine: Sequence[Token]) -> bool:
        """Whether one wording begins or ends with the exchanged words and the other doesn't."""
        last = [side.tokens[side.at[-1]] for side in (self.a, self.b)]
        first = [side.tokens[side.at[0]] for side in (self.a, self.b)]
        ends = x[-1] is mine[-1] or last[0] in x
        begins = x[0] is mine[0] or first[0] in x
        return (ends and last[1] not in y) or (begins and first[1] not in y)

    def _free(self, retold: bool, whose: Whose) -> float:
        """The weight of content words that may be exchanged for any others in an alteration."""
        enough = FREE if whose == "same" else FREE + 4
        return 0.0 if retold or self.shared < enough else max(1.0, self.shared / FREE)

    def replaces(self) -> bool:
        """Whether some content words stand exactly in the place of others."""
        mine = [t for t in self.a.tokens if t.weight]
        theirs = [t for t in self.tokens if t.weight]
        return any(all(sum(t.weight for t in side) >= 1 for side in pair) for pair in _unequal(mine, theirs))


def _window(a: ComparableWording, b: ComparableWording) -> tuple[int, int]:
    """[start, end) of the stretch in b's content that shares most weight with a; the first of equals.

    At most half as long again as a's content, and two more.
    """
    size = len(a.content) * 3 // 2 + 2
    if len(b.content) <= size:
        return 0, len(b.content)
    wanted = Counter(a.content)
    weights = dict(zip(b.content, b.weights, strict=True))
    have: Counter[str] = Counter()
    value, best, at = 0.0, -1.0, 0
    for k, form in enumerate(b.content):
        have[form] += 1
        value += weights[form] if have[form] <= wanted[form] else 0.0
        if k >= size:
            gone = b.content[k - size]
            value -= weights[gone] if have[gone] <= wanted[gone] else 0.0
            have[gone] -= 1
        if value > best + 1e-9:
            best, at = value, max(0, k - size + 1)
    return at, min(len(b.content), at + size)


def _widened(b: ComparableWording, low: int, high: int) -> tuple[int, int]:
    """[low, high) extended to the left by up to four tokens without weight, within the sentence."""
    for _ in range(4):
        if low > 0 and low not in b.breaks and not b.tokens[low - 1].weight:
            low -= 1
    return low, high


def tokens_before(b: ComparableWording, at: int) -> tuple[Token, ...]:
    """Up to four tokens before an index, within its sentence."""
    start = max(at - 4, max((k for k in b.breaks if k <= at), default=0), 0)
    return b.tokens[start:at]


def tokens_after(b: ComparableWording, at: int) -> tuple[Token, ...]:
    """Up to four tokens from an index on, within the sentence that goes on there."""
    return b.tokens[at : min(at + 4, min((k for k in b.breaks if k >= at), default=at + 4))]


def _left_over(a: Sequence[Token], b: Sequence[Token]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """The tokens of either side that the other lacks, in any order. Spellings and censored words count as equal."""
    mine, theirs = _without(a, b), _without(b, a)
    for token in [t for t in mine if t.weight or t.kind == "censored"]:
        twin = next((other for other in theirs if are_spellings(token, other)), None)
        if twin:
            mine.remove(token)
            theirs.remove(twin)
    return tuple(mine), tuple(theirs)


def _unequal(a: Sequence[Token], b: Sequence[Token]) -> Iterator[tuple[Sequence[Token], Sequence[Token]]]:
    """The pairs of stretches that differ, between tokens that are equal in both."""
    for stretch in aligned([t.form for t in a], [t.form for t in b]):
        if not stretch.same:
            yield a[stretch.ours], b[stretch.theirs]


def _negations(tokens: Sequence[Token], common: Collection[str]) -> list[int]:
    """For each negation, how many of the common content words stand before it."""
    found: list[int] = []
    seen: set[str] = set()
    for token in tokens:
        if token.kind == "negation":
            found.append(len(seen))
        elif token.form in common:
            seen.add(token.form)
    return found


def _without(a: Sequence[Token], b: Sequence[Token]) -> list[Token]:
    left = Counter(token.form for token in b)
    found = []
    for token in a:
        if left[token.form] > 0:
            left[token.form] -= 1
        else:
            found.append(token)
    return found


def counted(tokens: Sequence[Token], kind: TokenKind) -> int:
    """How many of the tokens are of a kind."""
    return sum(token.kind == kind for token in tokens)
