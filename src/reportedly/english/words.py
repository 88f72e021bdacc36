"""The bounds of words in a text, so that no span cuts a word."""

from __future__ import annotations

from collections.abc import Iterator

from ..patterns import lazy
from ..span import Span, strip

#: The most that a span is extended on either side not to cut a word, in code points.
LONGEST = 1_000
#: A domain name: "Kikoto.hu".
DOMAIN = lazy(r"[^\W_][\w-]*[^\W_](?:\.(?:com|org|net|news|info|tv|eu|[a-z]{2}))+(?!\w)")


def lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The lines of `[start, end)` extended to whole words; a line without a (possibly censored) word is left out."""
    start, end = whole_words(text, start, end)
    at = start
    for line in text[start:end].split("\n"):
        span = strip(text, at, at + len(line))
        if span and any(c.isalnum() or c == "*" for c in line):
            yield span
        at += len(line) + 1


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds moved outwards until they cut no word (of LONGEST code points at most); a hyphenated word is one."""
    first, last = max(0, start - LONGEST), min(len(text), end + LONGEST)
    while start > first and _joins(text, start):
        start -= 1
    while end < last and _joins(text, end):
        end += 1
    return start, end


def _joins(text: str, at: int) -> bool:
    """Whether the code points on both sides of `at` belong to one word."""
    before, after = text[at - 1], text[at]
    if before.isalnum() and after.isalnum():
        return True
    if "." in (before, after) and _in_address(text, at):
        return True
    if before in "'’" and after.isalpha():  # I|'d, not ‘d
        return at > 1 and text[at - 2].isalnum()
    if before in "nN" and after in "'’":  # didn|'t
        return text[at + 1 : at + 2] in ("t", "T") and not text[at + 2 : at + 3].isalnum()
    if after == "-":
        return before.isalnum() and text[at + 1 : at + 2].isalnum()
    return before == "-" and after.isalnum() and text[at - 2 : at - 1].isalnum() and at > 1


def _in_address(text: str, at: int) -> bool:
    return any(m.start() < at < m.end() for m in DOMAIN.finditer(text, max(0, at - 24), at + 8))
