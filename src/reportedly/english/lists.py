"""Lists: English words in files that an editor can extend, one file a list, in `data/`.

A line has an entry in lower case and, after a colon, its marks, separated by blanks. Lines that begin with # say at the
top what the list is for and what its marks mean. A file is read on first use.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def entries(name: str) -> Mapping[str, tuple[str, ...]]:
    """The entries of data/`name`.txt with their marks, in the order of the file. Raises FileNotFoundError."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    parts = (line.partition(":") for line in lines if not line.startswith("#"))
    return {entry: tuple(marks.split()) for entry, _, marks in parts}


@cache
def listed(name: str, *marks: str, but: str | None = None) -> frozenset[str]:
    """The entries of a list that have one of the marks, or all entries if no mark is given.

    but: a mark whose entries are left out. An abbreviation ("sen.") is given without its full stop too, unless it is
    marked as "dotted". Raises FileNotFoundError.
    """
    return frozenset(
        spelling
        for entry, own in entries(name).items()
        if (not marks or not {*marks}.isdisjoint(own)) and but not in own
        for spelling in {entry, entry if "dotted" in own else entry.removesuffix(".")}
    )


@cache
def meanings(name: str) -> Mapping[str, str]:
    """The meanings of the entries that have a mark =WORD: the word by the entry without its full stop."""
    return {
        entry.removesuffix("."): mark[1:]
        for entry, marks in entries(name).items()
        for mark in marks
        if mark.startswith("=")
    }
