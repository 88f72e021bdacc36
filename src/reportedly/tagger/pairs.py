"""Pair heads: what one stretch of words is to another, judged from both and from what is known of the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..span import Span
from .activations import Floats
from .encoding import Encoding

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PairHead:
    """One hidden layer on two vectors and on flags, computed in numpy.

    Weights are float32 (out, in): one (w, d1) with its bias (w,), two (w, d2), flags (w, f), and out (k, w) with its
    bias (k,). floor: the least probability (0 to 1) from which on what the head finds counts.
    """

    one: Floats
    bias: Floats
    two: Floats
    flags: Floats
    out: Floats
    out_bias: Floats
    floor: float

    @classmethod
    def load(cls, path: Path) -> PairHead:
        """The weights in the .npz file at `path`, as `training.fit` writes them."""
        with np.load(path) as w:
            one, bias, two, flags, out, out_bias = (
                w[name].astype(np.float32) for name in ("one", "bias", "two", "flags", "out", "out_bias")
            )
            return cls(one, bias, two, flags, out, out_bias, float(w["floor"]))

    def score(self, ones: Floats, twos: Floats, which: tuple[Rows, Rows], flags: Floats) -> Floats:
        """Scores, float32 (n, k), of n pairs.

        ones: (m1, d1). twos: (m2, d2). which: for each pair its row of `ones` and of `twos`, (n,) each. flags: (n, f).
        """
        inner = (ones @ self.one.T + self.bias)[which[0]] + (twos @ self.two.T)[which[1]] + flags @ self.flags.T
        scores: Floats = np.maximum(inner, 0) @ self.out.T + self.out_bias
        return scores


def ends(hidden: Floats, bounds: Rows) -> Floats:
    """The states of the first and of the last piece of each stretch, (n, 768). bounds: (n, 2), inclusive."""
    return np.concatenate([hidden[bounds[:, 0]], hidden[bounds[:, 1]]], axis=-1)


def statements(hidden: Floats, encoding: Encoding, said: Sequence[tuple[Sequence[Span], Sequence[Span]]]) -> Floats:
    """Of each statement, given by the spans of its cue and of its content, the states of the first and of the last
    piece of its cue and the mean of its content's: (n, 1152).
    """
    found = np.zeros((len(said), 3 * hidden.shape[1]), dtype=np.float32)
    for row, (cue, content) in enumerate(said):
        first, last = encoding.pieces(cue[0].start, cue[-1].end)
        bounds = [encoding.pieces(span.start, span.end) for span in content]
        parts = [hidden[a : b + 1] for a, b in bounds]
        inner = (parts[0] if len(parts) == 1 else np.concatenate(parts)).mean(0)
        found[row] = np.concatenate([hidden[first], hidden[last], inner])
    return found
