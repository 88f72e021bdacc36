"""Period: a range of whole days and its EDTF (ISO 8601-2, levels 0 and 1).

Days are calculated by dateutil.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """A range of days, both ends included, with its EDTF string."""

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
    """The days from `first` to `last`, both included."""
    return Period(first, last, f"{first.isoformat()}/{last.isoformat()}")


def week(of: date) -> Period:
    """The week around a day, Monday to Sunday."""
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
    """The interval up to and including `end`, with an unknown beginning (“../2017-01-20”)."""
    exact = re.fullmatch(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?", end.edtf)
    return Period(date.min, end.last, f"../{end.edtf if exact else end.last.isoformat()}")


def moved(start: date, **by: int) -> date:
    """`start` moved by units of relativedelta (days=1, months=-2); a missing day (31 June) becomes the month's last."""
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 - only articles with dates need it

    there: date = start + relativedelta(**by)
    return there


def parsed(words: str, default: date) -> date:
    """The date in `words`; missing parts (year, month) are taken from `default`. Raises ValueError for other words."""
    from dateutil import parser  # noqa: PLC0415 - only articles with dates need it

    there: date = parser.parse(words, default=datetime(default.year, default.month, default.day)).date()
    return there


def on(start: date, weekday: int, count: int) -> date:
    """The `count`-th of a weekday (0: Monday) counted from `start`, which is included; backwards if negative."""
    from dateutil import relativedelta  # noqa: PLC0415 - only articles with dates need it

    there: date = start + relativedelta.relativedelta(weekday=relativedelta.weekday(weekday, count))
    return there


def around(there: date, unit: str) -> Period:
    """The week, month or year around a day, or the day itself for any other unit."""
    if unit == "year":
        return year(there.year)
    return {"week": week, "month": month}.get(unit, day)(there)
