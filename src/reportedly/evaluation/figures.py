"""Figures: counts of what is right, as parts between 0 and 1, in a table and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """Counts: `hits` of `predicted` things are right, and there were `gold` to find."""

    hits: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Part of what was predicted that is right, 0 to 1; 0 if nothing was predicted."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Part of what is there that was found, 0 to 1; 0 if nothing is there."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def __add__(self, other: Score) -> Score:
        """The counts of both together."""
        return Score(self.hits + other.hits, self.predicted + other.predicted, self.gold + other.gold)


@dataclass(frozen=True, slots=True)
class Proportion:
    """How many of `total` are so, as the name of the figure says."""

    count: int = 0
    total: int = 0

    @classmethod
    def of(cls, each: Iterable[bool]) -> Proportion:
        """The share of those that are true."""
        counted = list(each)
        return cls(sum(counted), len(counted))

    @property
    def value(self) -> float:
        """Between 0 and 1; 0 if there were none."""
        return self.count / self.total if self.total else 0.0


Metric = Score | Proportion


def table(figures: Mapping[str, Metric]) -> str:
    """The figures as aligned lines, with the counts behind them: first those with an F1, below them the shares."""
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
    """The figures as JSON values, by name: counts, and parts to four digits.

    {"precision", "recall", "f1", "hits", "predicted", "gold"}, or {"share", "count", "of"}.
    """
    return {name: _values(figure) for name, figure in figures.items()}


def _values(figure: Metric) -> dict[str, float]:
    if isinstance(figure, Proportion):
        return {"share": round(figure.value, 4), "count": figure.count, "of": figure.total}
    parts = {"precision": figure.precision, "recall": figure.recall, "f1": figure.f1}
    counts = {"hits": figure.hits, "predicted": figure.predicted, "gold": figure.gold}
    return {**{name: round(value, 4) for name, value in parts.items()}, **counts}
