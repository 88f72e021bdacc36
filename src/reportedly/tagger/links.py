"""The link head: which earlier mention a mention refers back to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .activations import Floats


@dataclass(frozen=True, slots=True)
class Links:
    """The weights of the link head: a bilinear score of two mentions and their distance, computed in numpy.

    anaphor, antecedent: float32 (128, 768) with biases (128,). distance: float32 (buckets, 128).
    none: float32 (128,) with its bias, the score of having no antecedent.
    bounds: int64 (buckets - 1,), upper bounds of the distance buckets in pieces.
    """

    anaphor: Floats
    anaphor_bias: Floats
    antecedent: Floats
    antecedent_bias: Floats
    distance: Floats
    none: Floats
    none_bias: float
    bounds: NDArray[np.int64]

    @classmethod
    def load(cls, path: Path) -> Links:
        """The weights in the .npz file at `path`, as `training.export` writes them."""
        with np.load(path) as w:
            return cls(
                w["anaphor.weight"], w["anaphor.bias"], w["antecedent.weight"], w["antecedent.bias"],
                w["distance.weight"], w["none.weight"][0], float(w["none.bias"][0]), w["bounds"].astype(np.int64),
            )  # fmt: skip

    def antecedents(self, hidden: Floats, mentions: Sequence[tuple[int, int]]) -> Floats:
        """Each mention as one that may be referred back to, float32 (M, 128). The parameters are those of `score`."""
        found: Floats = _ends(hidden, mentions) @ self.antecedent.T + self.antecedent_bias
        return found

    def score(
        self, hidden: Floats, mentions: Sequence[tuple[int, int]], antecedents: Floats, asking: Sequence[int]
    ) -> Floats:
        """Log-odds, float32 (A, M), that mention `asking[i]` refers back to mention j rather than to none.

        hidden: float32 (n, 384), the encoder's states. mentions: first and last piece (inclusive) of each of the M
        mentions, in text order. antecedents: (M, 128), theirs. asking: A indices into them. -inf where mention j isn't
        earlier.
        """
        if not asking:
            return np.zeros((0, len(mentions)), dtype=np.float32)
        bounds, rows = np.array(mentions, dtype=np.int64), np.array(asking, dtype=np.int64)
        apart = np.digitize(bounds[rows, 0][:, None] - bounds[:, 0][None], self.bounds, right=True)
        a = _ends(hidden, [mentions[row] for row in asking]) @ self.anaphor.T + self.anaphor_bias
        scores = a @ antecedents.T + np.take_along_axis(a @ self.distance.T, apart, axis=1)
        scores = scores / np.sqrt(a.shape[-1]) - (a @ self.none + self.none_bias)[:, None]
        earlier = np.arange(len(mentions))[None] < rows[:, None]
        return np.where(earlier, scores, -np.inf).astype(np.float32)


def _ends(hidden: Floats, mentions: Sequence[tuple[int, int]]) -> Floats:
    """The states of the first and of the last piece of each mention, float32 (M, 768)."""
    bounds = np.array(mentions, dtype=np.int64).reshape(-1, 2)
    return np.concatenate([hidden[bounds[:, 0]], hidden[bounds[:, 1]]], axis=-1)
