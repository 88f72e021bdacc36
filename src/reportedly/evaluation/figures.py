"""Figures: scores and proportions with their counts, as a table and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

#: The normal quantile of an interval that has what is estimated in 95 of 100 samples.
NORMAL: Final = 1.959964


def wilson(count: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson's score, 0 to 1; (0, 1) if the total is 0.

    It takes each thing for independent; those of one article are less so, and the interval is then too narrow.
    """
    if not total:
        return 0.0, 1.0
    share, spread = count / total, NORMAL**2 / total
    middle = (share + spread / 2) / (1 + spread)
    half = NORMAL / (1 + spread) * sqrt(share * (1 - share) / total + NORMAL**2 / (4 * total**2))
    return max(0.0, middle - half), min(1.0, middle + half)


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
        scores.insert(0, f"{'':{width}} precision {'(95 %)':>11}  recall     F1    hits predicted    gold")
    if shares:
        shares.insert(0, f"{'':{width}}     share {'(95 %)':>11}   count      of")
    return "\n\n".join("\n".join(lines) for lines in (scores, shares) if lines)


def _score_line(name: str, s: Score, width: int) -> str:
    between = _between(s.hits, s.predicted)
    parts, counts = (
        f"{s.precision:9.3f} {between} {s.recall:7.3f} {s.f1:6.3f}",
        f"{s.hits:7} {s.predicted:9} {s.gold:7}",
    )
    return f"{name:{width}} {parts} {counts}"


def _share_line(name: str, s: Proportion, width: int) -> str:
    return f"{name:{width}} {s.value:9.3f} {_between(s.count, s.total)} {s.count:7} {s.total:7}"


def _between(count: int, total: int) -> str:
    low, high = wilson(count, total)
    return f"{low:5.3f}–{high:5.3f}"


def as_json(figures: Mapping[str, Metric]) -> dict[str, dict[str, Any]]:
    """The figures as JSON values, by name: counts, and fractions rounded to four digits.

    {"precision", "recall", "f1", "hits", "predicted", "gold"}, or {"share", "count", "of"}; and "interval", that of the
    precision or share by Wilson, [low, high].
    """
    return {name: _values(figure) for name, figure in figures.items()}


def _values(figure: Metric) -> dict[str, Any]:
    if isinstance(figure, Proportion):
        between = [round(bound, 4) for bound in wilson(figure.count, figure.total)]
        return {"share": round(figure.value, 4), "count": figure.count, "of": figure.total, "interval": between}
    parts = {"precision": figure.precision, "recall": figure.recall, "f1": figure.f1}
    counts = {"hits": figure.hits, "predicted": figure.predicted, "gold": figure.gold}
    between = [round(bound, 4) for bound in wilson(figure.hits, figure.predicted)]
    return {**{name: round(value, 4) for name, value in parts.items()}, **counts, "interval": between}
