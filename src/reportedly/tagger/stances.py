"""For or against: how the words of a scope speak of somebody or something named in them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .links import Floats, linear_algebra

#: Attention heads of the stance head.
HEADS = 4


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a scope speaks of a target: probabilities that it is unfavourable, neutral and favourable (they sum to 1), and
    the weight (r,) that each row of the scope has in it.
    """

    unfavourable: float
    neutral: float
    favourable: float
    weights: Floats


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
            names = (f"{layer}.{part}" for layer in ("target", "key", "value", "inner", "out") for part in ("weight", "bias"))
            return cls(*(w[name] for name in names))

    def judge(self, hidden: Floats, target: NDArray[np.int64], scope: NDArray[np.int64]) -> Judgement:
        """hidden: (n, 384). target, scope: rows of it, neither empty."""
        with linear_algebra().limit(limits=1):
            asked = hidden[target].mean(0)
            query = (self.target @ asked + self.target_bias).reshape(HEADS, -1)
            keys = (hidden[scope] @ self.key.T + self.key_bias).reshape(len(scope), HEADS, -1)
            values = (hidden[scope] @ self.value.T + self.value_bias).reshape(len(scope), HEADS, -1)
            weights = _softmax(np.einsum("ad,tad->at", query, keys) / np.sqrt(query.shape[-1]))
            heard = np.einsum("at,tad->ad", weights, values).ravel()
            inner = _gelu(self.inner @ np.concatenate([asked, heard]) + self.inner_bias)
            probabilities = _softmax(self.out @ inner + self.out_bias)
        unfavourable, neutral, favourable = (float(p) for p in probabilities)
        return Judgement(unfavourable, neutral, favourable, weights.mean(0).astype(np.float32))


def _softmax(scores: Floats) -> Floats:
    shares = np.exp(scores - scores.max(-1, keepdims=True))
    result: Floats = (shares / shares.sum(-1, keepdims=True)).astype(np.float32)
    return result


def _gelu(x: Floats) -> Floats:
    erf = np.fromiter(map(math.erf, x / math.sqrt(2)), dtype=np.float32, count=len(x))
    result: Floats = 0.5 * x * (1 + erf)
    return result
