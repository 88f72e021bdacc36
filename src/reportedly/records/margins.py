"""Margins: what stands before the words of a line and is neither said nor a label, such as the numbers of its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

_NUMBER: Final = re.compile(r"[ \t]*(\d{1,2})(?:[ \t]+|\Z)")
#: The share of the lines that are numbered where lines are, and fewest of them.
_MOST, _FEWEST = 0.7, 4
#: Lines of a page at most.
_PAGE: Final = 60


def widths(lines: Sequence[str]) -> list[int]:
    """How many code points of each line its number takes, as in the record of a court; 0 where lines aren't numbered.

    A numbered list is no such record: its numbers have a full stop.
    """
    found = [_NUMBER.match(line) for line in lines]
    numbers = [int(match[1]) for match in found if match]
    filled = sum(bool(line.strip()) for line in lines)
    following = sum(after == before + 1 or after == 1 for before, after in pairwise(numbers))
    if len(numbers) < _FEWEST or len(numbers) < _MOST * filled or following < _MOST * (len(numbers) - 1):
        return [0] * len(lines)
    return [match.end() if match and int(match[1]) <= _PAGE else 0 for match in found]
