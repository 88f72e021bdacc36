"""Given: values from outside – days, addresses, numbers of a ledger – each checked by one function wherever it enters.

Pages, the API, commands, files that are read in and the library all ask these.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from urllib.parse import urlsplit

#: The greatest number that anything in a ledger may have: beyond it, JSON's readers lose digits.
MOST: Final = 2**53
#: The greatest length of an address in characters.
LONGEST_ADDRESS: Final = 2_000
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NUMBER: Final = re.compile(r"0*[0-9]{1,16}")


def is_day(given: str) -> bool:
    """Whether `given` is a day of the years 0001 to 9999, written as YYYY-MM-DD."""
    # date.fromisoformat alone also accepts 20240305 and 2024-W10-2
    if not _DAY.fullmatch(given):
        return False
    try:
        date.fromisoformat(given)
    except ValueError:
        return False
    return True


def number(given: str) -> int | None:
    """The number that `given` is, from 0 to MOST, in the digits 0 to 9; None for anything else."""
    if not _NUMBER.fullmatch(given):
        return None
    found = int(given[-17:])
    return found if found <= MOST else None


def is_address(given: str) -> bool:
    """Whether `given` may be an article's address: LONGEST_ADDRESS characters at most, a host that can be read."""
    return len(given) <= LONGEST_ADDRESS and not _CONTROL.search(given) and host(given) is not None


def host(address: str) -> str | None:
    """The host in an address, in lower case; empty if it names none, None if it can't be read (“http://[”)."""
    try:
        parts = urlsplit(address)
        found, _ = parts.hostname, parts.port  # either raises where it can't be one
    except ValueError:
        return None
    return found or ""
