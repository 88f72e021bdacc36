"""Period: a stretch of whole days, and how EDTF (ISO 8601-2, levels 0 and 1) writes it.

dateutil counts the days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends in it, and how EDTF writes it."""

    first: date
    last: date
    edtf: str

    @property
    def is_day(self) -> bool:
        """Whether it is a single day."""
        return self.first == self.last


def day(first: date) -> Period:
    """A single day."""
    return Period(first, first, first.isoformat())


def stretch(first: date, last: date) -> Period:
    """Days from one to another."""
    return Period(first, last, f"{first.isoformat()}/{last.isoformat()}")


def week(of: date) -> Period:
    """Monday to Sunday."""
    monday = of - timedelta(of.weekday())
    return stretch(monday, monday + timedelta(6))


def weekend(of: date) -> Period:
    """Saturday and Sunday of the week."""
    saturday = of - timedelta(of.weekday() - 5)
    return stretch(saturday, saturday + timedelta(1))


def month(of: date) -> Period:
    """The month around a day."""
    first = of.replace(day=1)
    return Period(first, moved(first, months=1, days=-1), f"{of.year:04}-{of.month:02}")


def year(number: int) -> Period:
    """A calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31), f"{number:04}")


def until(end: Period) -> Period:
    """Up to a time, from nobody knows when."""
    exact = re.fullmatch(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?", end.edtf)
    return Period(date.min, end.last, f"../{end.edtf if exact else end.last.isoformat()}")


def moved(start: date, **by: int) -> date:
    """The day so much later; what has no such day (31 June) gives the last before."""
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 - only articles with dates need it

    there: date = start + relativedelta(**by)
    return there


def parsed(words: str, default: date) -> date:
    """The date in `words`; what they leave out (the year, the month) is that of `default`."""
    from dateutil import parser  # noqa: PLC0415 - only articles with dates need it

    there: date = parser.parse(words, default=datetime(default.year, default.month, default.day)).date()
    return there


def on(start: date, weekday: int, count: int) -> date:
    """The weekday (0: Monday) that is the `count`-th from `start`, itself included; negative counts back."""
    from dateutil import relativedelta  # noqa: PLC0415 - only articles with dates need it

    there: date = start + relativedelta.relativedelta(weekday=relativedelta.weekday(weekday, count))
    return there


def around(there: date, unit: str) -> Period:
    """The week, month or year around a day, or the day."""
    if unit == "year":
        return year(there.year)
    return {"week": week, "month": month}.get(unit, day)(there)
