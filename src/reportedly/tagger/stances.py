"""The stance head: whether the words of a scope are for or against somebody or something named in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .activations import Floats, gelu, softmax

#: Attention heads of the stance head.
HEADS = 4


@dataclass(frozen=True, slots=True)
class Stances:
    """The weights of the stance head, computed in numpy: attention from the target to the words of its scope.

    Weights are float32 (out, in), biases (out,). target (the query), key, value: 384 to 128 in four heads. inner: 512
    to 128. out: 128 to the three labels.
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
        """The weights in the .npz file at `path`, as `training.export` writes them."""
        with np.load(path) as w:
            names = (
                f"{layer}.{part}" for layer in ("target", "key", "value", "inner", "out") for part in ("weight", "bias")
            )
            return cls(*(w[name] for name in names))

    def judge(self, hidden: Floats, targets: Sequence[NDArray[np.int64]], scope: NDArray[np.int64]) -> Floats:
        """Probabilities, float32 (targets, 3), that the scope is unfavourable, neutral, favourable to each target.

        As in `hear`.
        """
        return softmax(gelu(self.hear(hidden, targets, scope)) @ self.out.T + self.out_bias)

    def hear(self, hidden: Floats, targets: Sequence[NDArray[np.int64]], scope: NDArray[np.int64]) -> Floats:
        """What the head makes of each target before it decides, float32 (targets, 128).

        hidden: float32 (n, 384), the encoder's states. targets: for each target its rows of `hidden`, at least one.
        scope: the rows of the scope, at least one.
        """
        sizes = np.array([len(rows) for rows in targets])
        sums = np.add.reduceat(hidden[np.concatenate(targets)], np.cumsum(sizes) - sizes, axis=0, dtype=np.float32)
        asked = sums / sizes.astype(np.float32)[:, None]
        query = (asked @ self.target.T + self.target_bias).reshape(len(asked), HEADS, -1)
        keys = (hidden[scope] @ self.key.T + self.key_bias).reshape(len(scope), HEADS, -1)
        values = (hidden[scope] @ self.value.T + self.value_bias).reshape(len(scope), HEADS, -1)
        weights = softmax(np.einsum("nad,tad->nat", query, keys) / np.sqrt(query.shape[-1]))
        heard = np.einsum("nat,tad->nad", weights, values).reshape(len(asked), -1)
        inner: Floats = np.concatenate([asked, heard], axis=-1) @ self.inner.T + self.inner_bias
        return inner
