"""Figures: scores and proportions with their counts, as a table and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """Counts: `predicted` things were found, `hits` of them right, and there were `gold` to find."""

    hits: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """The part of the predictions that are right, 0 to 1; 0 if there were none."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The part of gold that was found, 0 to 1; 0 if there is none."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0 to 1."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def __add__(self, other: Score) -> Score:
        """The sums of both scores' counts."""
        return Score(self.hits + other.hits, self.predicted + other.predicted, self.gold + other.gold)


@dataclass(frozen=True, slots=True)
class Proportion:
    """The `count` of `total` things for which something holds; the figure's name says what."""

    count: int = 0
    total: int = 0

    @classmethod
    def of(cls, each: Iterable[bool]) -> Proportion:
        """The proportion of true values."""
        counted = list(each)
        return cls(sum(counted), len(counted))

    @property
    def value(self) -> float:
        """The proportion, 0 to 1; 0 if the total is 0."""
        return self.count / self.total if self.total else 0.0


Metric = Score | Proportion


def table(figures: Mapping[str, Metric]) -> str:
    """The figures with their counts as aligned lines: first the scores, below them the proportions."""
    width = max(map(len, figures), default=0)
    scores = [_score_line(name, f, width) for name, f in figures.items() if isinstance(f, Score)]
    shares = [_share_line(name, f, width) for name, f in figures.items() if isinstance(f, Proportion)]
    if scores:
        scores.insert(0, f"{'':{width}} precision  recall     F1    hits predicted    gold")
    if shares:
        shares.insert(0, f"{'':{width}}     share   count      of")
    return "\n\n".join("\n".join(lines) for lines in (scores, shares) if lines)


def _score_line(name: str, s: Score, width: int) -> str:
    parts, counts = f"{s.precision:9.3f} {s.recall:7.3f} {s.f1:6.3f}", f"{s.hits:7} {s.predicted:9} {s.gold:7}"
    return f"{name:{width}} {parts} {counts}"


def _share_line(name: str, s: Proportion, width: int) -> str:
    return f"{name:{width}} {s.value:9.3f} {s.count:7} {s.total:7}"


def as_json(figures: Mapping[str, Metric]) -> dict[str, dict[str, float]]:
    """The figures as JSON values, by name: counts, and fractions rounded to four digits.

    {"precision", "recall", "f1", "hits", "predicted", "gold"}, or {"share", "count", "of"}.
    """
    return {name: _values(figure) for name, figure in figures.items()}


def _values(figure: Metric) -> dict[str, float]:
    if isinstance(figure, Proportion):
        return {"share": round(figure.value, 4), "count": figure.count, "of": figure.total}
    parts = {"precision": figure.precision, "recall": figure.recall, "f1": figure.f1}
    counts = {"hits": figure.hits, "predicted": figure.predicted, "gold": figure.gold}
    return {**{name: round(value, 4) for name, value in parts.items()}, **counts}
