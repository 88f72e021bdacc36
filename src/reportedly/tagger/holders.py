"""The holder head: which of the contenders is the holder of a statement, and how surely."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .activations import Floats, softmax


@dataclass(frozen=True, slots=True)
class HolderHead:
    """Two hidden layers over the features of a contender, small enough for numpy, and a calibration of the choice.

    Weights as (out, in), biases as (out,): first from the features to 64, second from 64 to 64, out from 64 to 1.
    sure, sure_bias: the coefficients (e,) of what the choice rests on, and the bias.
    """

    first: Floats
    first_bias: Floats
    second: Floats
    second_bias: Floats
    out: Floats
    sure: Floats
    sure_bias: float

    @classmethod
    def load(cls, path: Path) -> HolderHead:
        """The weights as `training.holders` writes them."""
        with np.load(path) as w:
            return cls(
                w["first.weight"], w["first.bias"], w["second.weight"], w["second.bias"], w["out.weight"],
                w["sure.weight"], float(w["sure.bias"]),
            )  # fmt: skip

    def choose(self, features: Floats) -> Floats:
        """The probability, float32 (k,), of each of the contenders with features (k, f)."""
        inner = np.maximum(features @ self.first.T + self.first_bias, 0)
        inner = inner + np.maximum(inner @ self.second.T + self.second_bias, 0)
        return softmax((inner @ self.out.T)[:, 0])

    def confidence(self, evidence: Floats) -> float:
        """The probability (0 to 1) that a holder is right, name and all, from the evidence (e,) for it."""
        return 1 / (1 + math.exp(-float(evidence @ self.sure) - self.sure_bias))
