"""Times in a record: how they are written, and how many seconds they are."""

from __future__ import annotations

import re
from typing import Final

#: A time code as it stands beside words: 2:11, 00:02:11, 00:02:11.500, 0:2:1.170; no frames
CODE: Final = r"(?:\d{1,3}:[0-5]?\d:[0-5]?\d\.\d{3}|(?:\d{1,3}:)?[0-5]?\d:[0-5]\d(?:[.,]\d{1,3}|;\d\d)?)"
_CODE = re.compile(r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d(?:[.,]\d{1,3})?)(?:;\d\d)?")
_SECONDS = re.compile(r"\d{1,7}(?:\.\d+)?")


def seconds(written: str) -> float | None:
    """The seconds of a time as written, from the beginning: 131.0 of “00:02:11”, “2:11” and “131”; None for no time."""
    bare = written.strip().strip("[]()<>").strip()
    if match := _CODE.fullmatch(bare):
        hours, minutes, rest = match.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(rest.replace(",", "."))
    return float(bare) if _SECONDS.fullmatch(bare) else None


def code(time: float) -> str:
    """Seconds as a time code: “00:02:11” of 131.4."""
    whole = int(time)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
