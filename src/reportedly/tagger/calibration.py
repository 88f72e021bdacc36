"""Calibration: the tagger's scores turned into a calibrated probability."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression over a few features of a decoded attribution, fitted on held-out articles.

    weights: one for each feature. bias: the intercept.
    """

    weights: tuple[float, ...]
    bias: float

    @classmethod
    def load(cls, path: Path) -> Calibration:
        """The coefficients in the JSON file at `path`, as `training.calibrate` writes them."""
        stored = json.loads(path.read_text(encoding="utf-8"))
        return cls(tuple(stored["weights"]), float(stored["bias"]))

    def probability(self, features: Sequence[float]) -> float:
        """The estimated probability, 0 to 1, that an attribution with these features is right."""
        score = self.bias + sum(w * f for w, f in zip(self.weights, features, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
