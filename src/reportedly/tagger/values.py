"""The value head: which of the values proposed for a statement it has, of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np

from .activations import Floats
from .choosers import Chooser

ValueKind = Literal["addressee", "time", "place", "chain"]
KINDS: Final[tuple[ValueKind, ...]] = ("addressee", "time", "place", "chain")


@dataclass(frozen=True, slots=True)
class ValueHead:
    """A chooser for each kind. floors: the least probability (0 to 1) from which on a value of a kind is taken."""

    choosers: Mapping[ValueKind, Chooser]
    floors: Mapping[ValueKind, float]

    @classmethod
    def load(cls, path: Path) -> ValueHead:
        """The weights as `training.values` writes them."""
        with np.load(path) as w:
            weights = {name: w[name].astype(np.float32) for name in w.files}
        choosers = {kind: Chooser.of(weights, f"{kind}.") for kind in KINDS}
        return cls(choosers, {kind: float(weights[f"{kind}.floor"]) for kind in KINDS})

    def judge(self, kind: ValueKind, features: Floats) -> Floats:
        """The probability, float32 (n, v), that statement i has value v, from features (n, v, f).

        A statement has one value at most, but of hops each by itself. That it has none has the score of no features.
        """
        n, v, f = features.shape
        if not n or not v:
            return np.zeros((n, v), dtype=np.float32)
        chooser = self.choosers[kind]
        scores = chooser.score(features) - chooser.score(np.zeros((1, f), dtype=np.float32))
        if kind == "chain":
            found: Floats = 1 / (1 + np.exp(-scores))
            return found
        most = np.maximum(scores.max(1, keepdims=True), 0)
        odds = np.exp(scores - most)
        shares: Floats = odds / (odds.sum(1, keepdims=True) + np.exp(-most))
        return shares
