"""Fit the confidence of attributions on held-out articles."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from reportedly.attributions.decoding import Candidate, Tagged, decoded
from reportedly.evaluation import GoldArticle, matches
from reportedly.tagger import Scores

RIDGE = 1.0
#: As many zeros as there are features, and the bias: what the tagger loads before anything is fitted.
NEUTRAL = np.zeros(8)


def examples(articles: list[GoldArticle], scores: dict[str, Scores]) -> tuple[np.ndarray, np.ndarray]:
    """The features of every candidate attribution, float (n, k), and whether it is right, (n,)."""
    rows, right = [], []
    for article in articles:
        tagged = Tagged.of(article.text, scores[article.id])
        found = [a for cue in tagged.scores.cues if (a := decoded(tagged, cue))]
        # Flat gold doesn't tell whether a nested candidate is right.
        kept = [a for a in found if article.whole or not _nested(a, article)]
        hits = {m.ours for m in matches(article, kept) if m.same_source}
        for i, candidate in enumerate(kept):
            rows.append(candidate.features)
            right.append(i in hits)
    return np.array(rows), np.array(right, dtype=float)


def _nested(candidate: Candidate, article: GoldArticle) -> bool:
    return any(span.contains(candidate.cue[0]) for gold in article.attributions for span in gold.content)


def fit(rows: np.ndarray, right: np.ndarray, steps: int = 50) -> np.ndarray:
    """Coefficients (k + 1,), the bias last: ridge logistic regression by Newton's method."""
    scale = rows.std(0) + 1e-9
    x = np.hstack([rows / scale, np.ones((len(rows), 1))])
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (p - right) + RIDGE * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(len(w))
        w -= np.linalg.solve(hessian, gradient)
    return np.append(w[:-1] / scale, w[-1])


def write(coefficients: np.ndarray, path: Path) -> None:
    """Write the coefficients as JSON in the form that `Calibration.load` reads."""
    stored = {"weights": [round(float(w), 6) for w in coefficients[:-1]], "bias": round(float(coefficients[-1]), 6)}
    path.write_text(json.dumps(stored) + "\n", encoding="utf-8")
