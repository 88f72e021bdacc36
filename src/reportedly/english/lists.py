"""Lists: words of English that an editor can add to, one file each in `data/`.

A line is an entry, lower case, and after a colon its marks, parted by blanks. The lines at the top that begin with #
say what the list is for and what its marks mean. A file is read when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache


@cache
def entries(name: str) -> Mapping[str, tuple[str, ...]]:
    """The entries of data/`name`.txt with their marks, in the order of the file. Raises FileNotFoundError."""
    from importlib.resources import files  # noqa: PLC0415 - what it loads takes longer than all lists

    lines = files(__package__).joinpath("data", f"{name}.txt").read_text(encoding="utf-8").splitlines()
    parts = (line.partition(":") for line in lines if not line.startswith("#"))
    return {entry: tuple(marks.split()) for entry, _, marks in parts}


@cache
def listed(name: str, *marks: str, but: str | None = None) -> frozenset[str]:
    """The entries of a list, each in every spelling: those with one of the marks, if any is given, and not with `but`.

    An abbreviation ("sen.") is one without its full stop too, unless it is marked as dotted.
    """
    return frozenset(
        spelling
        for entry, own in entries(name).items()
        if (not marks or not {*marks}.isdisjoint(own)) and but not in own
        for spelling in {entry, entry if "dotted" in own else entry.removesuffix(".")}
    )


@cache
def meanings(name: str) -> Mapping[str, str]:
    """What entries stand for, of those with a mark =WORD: the entry, without its full stop, to the word."""
    return {
        entry.removesuffix("."): mark[1:]
        for entry, marks in entries(name).items()
        for mark in marks
        if mark.startswith("=")
    }
