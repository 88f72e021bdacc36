"""Days: the positions of days on a time axis, and the ticks to label. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

#: The most ticks on an axis.
MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled day. at: its position, from 0 at the first day to 1 at the last."""

    day: str
    at: float


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """A time axis from `first` to `last`."""

    first: date
    last: date

    @classmethod
    def over(cls, days: Iterable[str]) -> TimeAxis | None:
        """The axis over these ISO dates; None unless at least two differ."""
        known = sorted({date.fromisoformat(day[:10]) for day in days})
        return cls(known[0], known[-1]) if len(known) > 1 else None

    def at(self, day: str) -> float:
        """The position of an ISO date, from 0 to 1."""
        return (date.fromisoformat(day[:10]) - self.first) / (self.last - self.first)

    def ticks(self) -> list[Tick]:
        """The days to label: the first, the last, and some at even distances between."""
        span = (self.last - self.first).days
        steps = min(MOST - 1, span)
        days = [self.first + timedelta(days=round(span * step / steps)) for step in range(steps + 1)]
        return [Tick(day.isoformat(), self.at(day.isoformat())) for day in days]
