"""The days that an EDTF time covers."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from time import struct_time

_PLAIN = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?)?")


@lru_cache(maxsize=4096)
def days(time: str) -> tuple[str | None, str | None]:
    """First and last day of an EDTF time ("2016-10", "../2017-01-20") as ISO dates; None where it is open.

    Both are None for a string that isn't an EDTF time.
    """
    first, _, last = time.partition("/")
    if not last:
        first, last = time, time
    return _bound(first, lower=True), _bound(last, lower=False)


def is_time(time: str) -> bool:
    """Whether a string is an EDTF time with at least one bound: “2016-10-18”, “2024”, “../2017-01-20”."""
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
    from edtf import parse_edtf  # noqa: PLC0415 - a tenth of a second, which few times are worth
    from edtf.parser.edtf_exceptions import EDTFParseException  # noqa: PLC0415

    try:
        parsed = parse_edtf(time)
        day: struct_time = parsed.lower_strict() if lower else parsed.upper_strict()
    except (EDTFParseException, ValueError, AttributeError):
        return None
    return f"{day.tm_year:04}-{day.tm_mon:02}-{day.tm_mday:02}"


def _plain(time: re.Match[str], *, lower: bool) -> str | None:
    """The first or last day of a year, month or day, without the library, which takes milliseconds."""
    year, month = int(time["year"]), int(time["month"] or (1 if lower else 12))
    try:
        day = int(time["day"] or (1 if lower else monthrange(year, month)[1]))
        return date(year, month, day).isoformat()
    except ValueError:  # calendar's own error is one, too
        return None
