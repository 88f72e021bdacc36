"""The activations that the small heads share, in numpy."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def softmax(scores: Floats) -> Floats:
    """Probabilities (…, k), float32, from scores (…, k)."""
    shares = np.exp(scores - scores.max(-1, keepdims=True))
    result: Floats = (shares / shares.sum(-1, keepdims=True)).astype(np.float32)
    return result


def gelu(x: Floats) -> Floats:
    """The exact Gaussian error linear unit (Hendrycks & Gimpel, 2016), elementwise, as torch computes it."""
    erf = np.fromiter(map(math.erf, x.ravel() / math.sqrt(2)), dtype=np.float32, count=x.size).reshape(x.shape)
    result: Floats = 0.5 * x * (1 + erf)
    return result
