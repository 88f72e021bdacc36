"""For or against: how the words of a scope speak of somebody or something named in them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .links import Floats

#: Attention heads of the stance head.
HEADS = 4


@dataclass(frozen=True, slots=True)
class Stances:
    """The stance head, small enough for numpy: the target asks, the words of its scope answer.

    Weights as (out, in), biases as (out,): target, key, value from 384 to 128 in four heads, inner from 512 to 128, out
    to the three labels.
    """

    target: Floats
    target_bias: Floats
    key: Floats
    key_bias: Floats
    value: Floats
    value_bias: Floats
    inner: Floats
    inner_bias: Floats
    out: Floats
    out_bias: Floats

    @classmethod
    def load(cls, path: Path) -> Stances:
        """The weights as `training` exports them."""
        with np.load(path) as w:
            names = (
                f"{layer}.{part}" for layer in ("target", "key", "value", "inner", "out") for part in ("weight", "bias")
            )
            return cls(*(w[name] for name in names))

    def judge(self, hidden: Floats, targets: Sequence[NDArray[np.int64]], scope: NDArray[np.int64]) -> Floats:
        """How a scope speaks of each target: probabilities (targets, 3) of unfavourable, neutral, favourable.

        hidden: (n, 384). targets: the rows of each, none empty. scope: rows, not empty.
        """
        asked = np.stack([hidden[rows].mean(0) for rows in targets])
        query = (asked @ self.target.T + self.target_bias).reshape(len(asked), HEADS, -1)
        keys = (hidden[scope] @ self.key.T + self.key_bias).reshape(len(scope), HEADS, -1)
        values = (hidden[scope] @ self.value.T + self.value_bias).reshape(len(scope), HEADS, -1)
        weights = _softmax(np.einsum("nad,tad->nat", query, keys) / np.sqrt(query.shape[-1]))
        heard = np.einsum("nat,tad->nad", weights, values).reshape(len(asked), -1)
        inner = _gelu(np.concatenate([asked, heard], axis=-1) @ self.inner.T + self.inner_bias)
        return _softmax(inner @ self.out.T + self.out_bias)


def _softmax(scores: Floats) -> Floats:
    shares = np.exp(scores - scores.max(-1, keepdims=True))
    result: Floats = (shares / shares.sum(-1, keepdims=True)).astype(np.float32)
    return result


def _gelu(x: Floats) -> Floats:
    erf = np.fromiter(map(math.erf, x.ravel() / math.sqrt(2)), dtype=np.float32, count=x.size).reshape(x.shape)
    result: Floats = 0.5 * x * (1 + erf)
    return result
