"""What the tagger says of a cue by itself: of what it is an act, and how firmly its words are presented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from .activations import Floats, gelu, softmax

StandingValue = Literal["asserted", "alleged", "denied", "confirmed", "neither", "declined", "retracted"]

#: The labels of the head's two answers, in order.
ACTS = ("say", "think", "feel", "want", "rule", "show")
STANDINGS: tuple[StandingValue, ...] = (
    "asserted", "alleged", "confirmed", "denied", "neither", "declined", "retracted",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CueHead:
    """The cue head, small enough for numpy: a hidden layer on a cue's first and last piece, two outputs on that.

    Weights as (out, in), biases as (out,): cue from 768 to 128, act from 128 to 6, standing from 128 to 7.
    """

    cue: Floats
    cue_bias: Floats
    act: Floats
    act_bias: Floats
    standing: Floats
    standing_bias: Floats

    @classmethod
    def load(cls, path: Path) -> CueHead:
        """The weights as `training` exports them."""
        with np.load(path) as w:
            return cls(*(w[f"{layer}.{part}"] for layer in ("cue", "act", "standing") for part in ("weight", "bias")))

    def judge(self, hidden: Floats, cues: Sequence[tuple[int, int]]) -> tuple[Floats, Floats]:
        """Probabilities of the ACTS (cues, 6) and of the STANDINGS (cues, 7).

        hidden: (n, 384). cues: first and last piece of each.
        """
        bounds = np.array(cues, dtype=np.int64).reshape(-1, 2)
        ends = np.concatenate([hidden[bounds[:, 0]], hidden[bounds[:, 1]]], axis=-1)
        inner = gelu(ends @ self.cue.T + self.cue_bias)
        return softmax(inner @ self.act.T + self.act_bias), softmax(inner @ self.standing.T + self.standing_bias)
