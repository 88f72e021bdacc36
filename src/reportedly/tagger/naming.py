"""The naming head: which words of a source name or describe its holder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .activations import Floats, softmax

#: The pieces on either side of a source that the head sees besides.
CONTEXT = 3
#: Labels of a piece: none, begins, goes on.
NONE, BEGINS, GOES_ON = range(3)


@dataclass(frozen=True, slots=True)
class NamingHead:
    """A hidden layer on each piece, two convolutions over three pieces each, and scores, small enough for numpy.

    Weights as (out, in), of convolutions (3, out, in), biases as (out,): first from 384 to w; near, whose last input is
    whether a piece is the source's; far, over every second piece; out from w to 3.
    """

    first: Floats
    first_bias: Floats
    near: Floats
    near_bias: Floats
    far: Floats
    far_bias: Floats
    out: Floats
    out_bias: Floats

    @classmethod
    def load(cls, path: Path) -> NamingHead:
        """The weights as `training` writes them."""
        with np.load(path) as w:
            return cls(
                *(
                    w[f"{layer}.{part}"].astype(np.float32)
                    for layer in ("first", "near", "far", "out")
                    for part in ("weight", "bias")
                )
            )

    def label(self, hidden: Floats, first: int, last: int) -> Floats:
        """Probabilities, float32 (last - first, 3), of none, begins and goes on for each piece of a source.

        hidden: (n, 384), the encoder's states of the whole text. first, last: the source's pieces, half open.
        """
        begin, end = max(0, first - CONTEXT), min(len(hidden), last + CONTEXT)
        inner = np.zeros((last - first + 2 * CONTEXT, len(self.first) + 1), dtype=np.float32)
        at = begin - first + CONTEXT
        rows = slice(at, at + end - begin)
        # Beyond the text the states are zeros, as in training: a hidden layer of its bias.
        inner[:, :-1] = np.maximum(self.first_bias, 0)
        inner[rows, :-1] = np.maximum(hidden[begin:end] @ self.first.T + self.first_bias, 0)
        inner[CONTEXT : CONTEXT + last - first, -1] = 1
        inner = _convolved(inner, self.near, self.near_bias, 1)
        inner = inner + _convolved(inner, self.far, self.far_bias, 2)
        return softmax((inner @ self.out.T + self.out_bias)[CONTEXT : CONTEXT + last - first])


def _convolved(rows: Floats, weights: Floats, bias: Floats, apart: int) -> Floats:
    """What a convolution makes of rows (T, in), where negative zero: (T, out). apart: the step between its inputs."""
    padded = np.pad(rows, ((apart, apart), (0, 0)))
    size = len(rows)
    found: Floats = sum((padded[k * apart : k * apart + size] @ weights[k].T for k in range(len(weights))), start=bias)
    return np.maximum(found, 0)
