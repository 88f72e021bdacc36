"""The holder head: which of the contenders is the holder of a statement, and how surely."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .activations import Floats, softmax
from .choosers import Chooser


@dataclass(frozen=True, slots=True)
class HolderHead:
    """A chooser over the features of a contender, and a calibration of the choice.

    sure, sure_bias: the coefficients (e,) of what the choice rests on, and the bias.
    """

    chooser: Chooser
    sure: Floats
    sure_bias: float

    @classmethod
    def load(cls, path: Path) -> HolderHead:
        """The weights as `training.holders` writes them."""
        with np.load(path) as w:
            return cls(Chooser.of(w), w["sure.weight"], float(w["sure.bias"]))

    def choose(self, features: Floats) -> Floats:
        """The probability, float32 (k,), of each of the contenders with features (k, f)."""
        return softmax(self.chooser.score(features))

    def confidence(self, evidence: Floats) -> float:
        """The probability (0 to 1) that a holder is right, name and all, from the evidence (e,) for it."""
        return 1 / (1 + math.exp(-float(evidence @ self.sure) - self.sure_bias))
