"""The days that an EDTF time covers."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from time import struct_time
from typing import Final

from ..given import is_day

#: The greatest length of a time in characters.
LONGEST: Final = 40
_PLAIN = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-9]{2}))?)?")
# What is left to the library: four digits a year, the last of them, or month or day, perhaps unknown. Neither sets
# nor exponents, with which it counts for ever (Y1E999999999), nor months such as 1X, on which it fails and prints that.
_BOUND = re.compile(
    r"(?:[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|[0-9]XXX)"
    r"(?:-(?:XX|[0-9]{2})(?:-(?:XX|[0-9]{2}(?:T[0-9:]{8}(?:Z|[+-][0-9:]{2,5})?)?))?)?[?~%]?"
)


@lru_cache(maxsize=4096)
def days(time: str) -> tuple[str | None, str | None]:
    """First and last day of an EDTF time ("2016-10", "../2017-01-20") as ISO dates; None where it is open.

    Both are None for a string that isn't an EDTF time, or is longer than LONGEST; a day outside the years 0001 to 9999
    is None.
    """
    if len(time) > LONGEST:
        return None, None
    first, interval, last = time.partition("/")
    return _bound(first, lower=True), _bound(last if interval else first, lower=False)


def is_time(time: str) -> bool:
    """Whether a string is an EDTF time with at least one bound: “2016-10-18”, “2024”, “../2017-01-20”.

    Every bound it has is within the years 0001 to 9999.
    """
    parts = time.split("/")
    first, last = days(time)
    if len(parts) == 1:
        return first is not None and last is not None
    known = [bound for part, bound in zip(parts, (first, last), strict=False) if part not in ("", "..")]
    ordered = first is None or last is None or first <= last
    return len(parts) == 2 and bool(known) and None not in known and ordered


def _bound(time: str, *, lower: bool) -> str | None:
    if time in ("..", ""):
        return None
    plain = _PLAIN.fullmatch(time)
    if plain:
        return _plain(plain, lower=lower)
    if not _BOUND.fullmatch(time):
        return None
    from edtf import parse_edtf  # noqa: PLC0415 - a tenth of a second, which few times are worth

    try:
        parsed = parse_edtf(time)
        there: struct_time = parsed.lower_strict() if lower else parsed.upper_strict()
    except Exception:  # whatever the library raises, it isn't a time
        return None
    day = f"{there.tm_year:04}-{there.tm_mon:02}-{there.tm_mday:02}"
    return day if is_day(day) else None


def _plain(time: re.Match[str], *, lower: bool) -> str | None:
    """The first or last day of a year, month or day, without the library, which takes milliseconds."""
    year, month = int(time["year"]), int(time["month"] or (1 if lower else 12))
    try:
        day = int(time["day"] or (1 if lower else monthrange(year, month)[1]))
        return date(year, month, day).isoformat()
    except ValueError:  # calendar's own error is one, too
        return None
