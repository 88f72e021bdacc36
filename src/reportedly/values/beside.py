"""Beside: what the tagger takes the words around a cue for, other than its source and content."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from ..attributions.attribution import Attribution
from ..english.words import whole_words
from ..span import Span, strip
from ..tagger import BESIDE, Cue, Floats, Rows, Scores

Role = Literal["addressee", "time", "place", "via"]
#: The probability (0 to 1) below which words that a rule proposes are dropped, and from which on words that no rule
#: proposes are taken: of times, best on the whole articles of train and dev.
NEVER, SURELY = 0.02, 0.5
#: The numbers that `Beside.sides` gives.
SIDES = 6
#: Pieces beside the likeliest belong to the same words if they are likelier than its probability divided by this.
SHARE = 3


@dataclass(frozen=True)
class Beside:
    """The tagger's scores for the words around each attribution's cue. scores: of the text of the attributions."""

    text: str
    attributions: Sequence[Attribution]
    scores: Scores

    def probability(self, role: Role, i: int, span: Span) -> float | None:
        """The probability (0 to 1) that words have a role beside attribution `i`, by their likeliest piece.

        None where the tagger has no cue there, or the words lie too far from it.
        """
        if i not in self._around:
            return None
        start, shares = self._around[i]
        encoding = self.scores.encoding
        first = max(int(np.searchsorted(encoding.ends, span.start, side="right")) - start, 0)
        last = int(np.searchsorted(encoding.starts, span.end, side="left")) - start
        likely = shares[first : max(last, 0), BESIDE.index(role)]
        return float(likely.max()) if len(likely) else None

    def table(self, role: Role, among: Sequence[int], spans: Sequence[Span]) -> Floats:
        """The probability, float32 (n, m), of words to have a role beside some attributions; 0 where they are far."""
        found = np.zeros((len(among), len(spans)), dtype=np.float32)
        if not spans:
            return found
        encoding = self.scores.encoding
        starts, ends = np.array([s.start for s in spans]), np.array([s.end for s in spans])
        first = np.searchsorted(encoding.ends, starts, side="right")
        last = np.searchsorted(encoding.starts, ends, side="left")
        for row, i in enumerate(among):
            if i in self._around:
                start, shares = self._around[i]
                likely = shares[:, BESIDE.index(role)]
                a, b = np.maximum(first - start, 0), np.minimum(last - start, len(likely))
                near = np.flatnonzero(a < b)
                # Of each pair of bounds the greatest between them; what is between two pairs is of no use.
                bounds = np.stack([a[near], b[near]], axis=1).ravel()
                found[row, near] = np.maximum.reduceat(np.append(likely, np.float32(0)), bounds)[::2]
        return found

    def denies(self, role: Role, i: int, span: Span) -> bool:
        """Whether words surely don't have a role beside attribution `i`."""
        likely = self.probability(role, i, span)
        return likely is not None and likely < NEVER

    def surely(self, role: Role, i: int, floor: float = SURELY) -> Span | None:
        """The words that are surely of a role, and of all such the likeliest; None if there are none."""
        if i not in self._around:
            return None
        begins, shares = self._around[i]
        likely = shares[:, BESIDE.index(role)]
        best = first = last = int(likely.argmax())
        if likely[best] < floor:
            return None
        while first > 0 and likely[first - 1] >= likely[best] / SHARE:
            first -= 1
        while last + 1 < len(likely) and likely[last + 1] >= likely[best] / SHARE:
            last += 1
        encoding = self.scores.encoding
        start, end = int(encoding.starts[begins + first]), int(encoding.ends[begins + last])
        found = strip(self.text, *whole_words(self.text, start, end))
        # “Voss, who took office in May, denied it” doesn't tell when she denied it.
        a = self.attributions[i]
        return None if found and any(span.contains(found) for span in (*a.source, *a.content)) else found

    @cached_property
    def _around(self) -> dict[int, tuple[int, Floats]]:
        """For each attribution whose cue the tagger has: the first piece around it, and the probability of each piece
        from there on to begin or continue each of BESIDE, (T, 4).
        """
        return {
            i: (cue.start, np.exp(cue.beside).reshape(len(cue.beside), len(BESIDE), 2).sum(-1))
            for i, cue in enumerate(self._cues)
            if cue is not None
        }

    def sides(self, i: int, bounds: Rows) -> Floats:
        """What the role head says of words as the names of what statement `i` is for or against, float32 (n, SIDES).

        bounds: the first and the last piece of each, (n, 2). For either side: the greatest probability of any piece, of
        beginning with the first, and that of going on behind the last; all 0 where the tagger has no cue, or the words
        lie too far from it.
        """
        found = np.zeros((len(bounds), SIDES), dtype=np.float32)
        cue = self._cues[i]
        if cue is None:
            return found
        begins, goes_on = cue.sides[:, 0::2], cue.sides[:, 1::2]
        first = np.maximum(bounds[:, 0] - cue.start, 0)
        behind = bounds[:, 1] + 1 - cue.start
        near = np.flatnonzero(first < np.minimum(behind, len(begins)))
        if not len(near):
            return found
        first, behind = first[near], behind[near]
        # Of each pair of bounds the greatest between them; what is between two pairs is of no use.
        pairs = np.stack([first, np.minimum(behind, len(begins))], axis=1).ravel()
        either = np.append(begins + goes_on, np.zeros((1, 2), dtype=begins.dtype), axis=0)
        after = np.append(goes_on, np.zeros((1, 2), dtype=goes_on.dtype), axis=0)
        greatest = np.maximum.reduceat(either, pairs)[::2]
        found[near] = np.concatenate([greatest, begins[first], after[np.minimum(behind, len(begins))]], axis=1)
        return found

    @cached_property
    def _cues(self) -> list[Cue | None]:
        """For each attribution the tagger's cue under its own."""
        starts, ends = self.scores.encoding.starts, self.scores.encoding.ends
        first = [int(starts[cue.first]) for cue in self.scores.cues]  # in text order
        found = []
        for a in self.attributions:
            at = a.cue[0]
            near = self.scores.cues[max(0, bisect_left(first, at.start) - 1) : bisect_left(first, at.end)]
            found.append(next((c for c in near if starts[c.first] < at.end and at.start < ends[c.last - 1]), None))
        return found
