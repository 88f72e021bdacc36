"""Choosers: which of several things it is, judged from numbers that say what speaks for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .activations import Floats


@dataclass(frozen=True, slots=True)
class Chooser:
    """Two hidden layers over the features of a candidate, small enough for numpy.

    Weights as (out, in), biases as (out,): first from the features to 64, second from 64 to 64, out from 64 to 1.
    """

    first: Floats
    first_bias: Floats
    second: Floats
    second_bias: Floats
    out: Floats

    @classmethod
    def of(cls, weights: Mapping[str, Floats], prefix: str = "") -> Chooser:
        """The weights among others, as `training.choosers` names them. prefix: what comes before their names."""
        names = ("first.weight", "first.bias", "second.weight", "second.bias", "out.weight")
        return cls(*(weights[f"{prefix}{name}"] for name in names))

    def score(self, features: Floats) -> Floats:
        """A score, float32 (…), of each candidate with features (…, f)."""
        inner = np.maximum(features @ self.first.T + self.first_bias, 0)
        inner = inner + np.maximum(inner @ self.second.T + self.second_bias, 0)
        scores: Floats = (inner @ self.out.T)[..., 0]
        return scores
