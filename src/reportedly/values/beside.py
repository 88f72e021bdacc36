"""Beside: what the tagger takes the words around a cue for, other than its source and content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from ..attributions.attribution import Attribution
from ..english.words import whole_words
from ..span import Span, strip
from ..tagger import BESIDE, Scores
from ..tagger.activations import Floats

Role = Literal["addressee", "time", "place", "via"]
#: The probability (0 to 1) below which words that a rule proposes are dropped, and from which on words that no rule
#: proposes are taken: of times, best on the whole articles of train and dev.
NEVER, SURELY = 0.02, 0.5
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

    def table(self, role: Role, spans: Sequence[Span]) -> Floats:
        """The probability, float32 (n, m), of each of the words to have a role beside each attribution; 0 where far."""
        found = np.zeros((len(self.attributions), len(spans)), dtype=np.float32)
        if not spans:
            return found
        encoding = self.scores.encoding
        starts, ends = np.array([s.start for s in spans]), np.array([s.end for s in spans])
        first = np.searchsorted(encoding.ends, starts, side="right")
        last = np.searchsorted(encoding.starts, ends, side="left")
        for i, (start, shares) in self._around.items():
            likely = shares[:, BESIDE.index(role)]
            a, b = np.maximum(first - start, 0), np.minimum(last - start, len(likely))
            for k in np.flatnonzero(a < b).tolist():
                found[i, k] = likely[a[k] : b[k]].max()
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
        starts, ends = self.scores.encoding.starts, self.scores.encoding.ends
        places = [(int(starts[c.first]), int(ends[c.last - 1]), c) for c in self.scores.cues]
        found = {}
        for i, a in enumerate(self.attributions):
            at = a.cue[0]
            cue = next((c for start, end, c in places if start < at.end and at.start < end), None)
            if cue is not None:
                found[i] = cue.start, np.exp(cue.beside).reshape(len(cue.beside), len(BESIDE), 2).sum(-1)
        return found
