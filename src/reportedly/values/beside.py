"""Beside: what the tagger takes the words around a cue for, other than its source and content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..attributions.attribution import Attribution
from ..english.words import whole_words
from ..span import Span, strip
from ..tagger import BESIDE, Cue, Scores
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
        cue = self._cue(i)
        if cue is None:
            return None
        encoding = self.scores.encoding
        first = max(int(np.searchsorted(encoding.ends, span.start, side="right")) - cue.start, 0)
        last = int(np.searchsorted(encoding.starts, span.end, side="left")) - cue.start
        likely = self._likely(role, cue)[first : max(last, 0)]
        return float(likely.max()) if len(likely) else None

    def denies(self, role: Role, i: int, span: Span) -> bool:
        """Whether words surely don't have a role beside attribution `i`."""
        likely = self.probability(role, i, span)
        return likely is not None and likely < NEVER

    def surely(self, role: Role, i: int) -> Span | None:
        """The words that are surely of a role, and of all such the likeliest; None if there are none."""
        cue = self._cue(i)
        if cue is None:
            return None
        likely = self._likely(role, cue)
        best = first = last = int(likely.argmax())
        if likely[best] < SURELY:
            return None
        while first > 0 and likely[first - 1] >= likely[best] / SHARE:
            first -= 1
        while last + 1 < len(likely) and likely[last + 1] >= likely[best] / SHARE:
            last += 1
        encoding = self.scores.encoding
        start, end = int(encoding.starts[cue.start + first]), int(encoding.ends[cue.start + last])
        found = strip(self.text, *whole_words(self.text, start, end))
        # “Voss, who took office in May, denied it” doesn't tell when she denied it.
        a = self.attributions[i]
        return None if found and any(span.contains(found) for span in (*a.source, *a.content)) else found

    def _cue(self, i: int) -> Cue | None:
        """The tagger's cue under that of an attribution, or None."""
        starts, ends = self.scores.encoding.starts, self.scores.encoding.ends
        at = self.attributions[i].cue[0]
        return next((c for c in self.scores.cues if starts[c.first] < at.end and at.start < ends[c.last - 1]), None)

    def _likely(self, role: Role, cue: Cue) -> Floats:
        """The probability of each piece around a cue to begin or continue a role."""
        begins = 2 * BESIDE.index(role)
        likely: Floats = np.exp(cue.beside[:, begins : begins + 2]).sum(-1)
        return likely
