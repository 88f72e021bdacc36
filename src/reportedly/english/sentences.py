"""The bounds of sentences and paragraphs in a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from ..patterns import lazy
from ..span import Span
from . import lexicon

END = re.compile(r"[.!?][”\"’')\]]*\s+(?=[“\"‘'(\[A-Z\ue000])")
#: Abbreviations whose full stop doesn't end a sentence; those of titles are others.
SHORT = lexicon.words("jan feb mar apr jun jul aug sept oct nov dec mt ft vs dept")
LAST_WORD = re.compile(r"(?<!\w)(\w+)\.$")
ABBREVIATION = lazy(r"(?:\b[A-Z]|\.[A-Za-z]|\b(?:Inc|Corp|Co|Ltd|Jr|Sr|St|No|Mr|Mrs|Ms|Dr|a\.m|p\.m))\.$")


def sentence(text: str, at: int) -> tuple[int, int]:
    """Start and end, in code points, of the sentence around code point `at`. text: one paragraph."""
    start = 0
    for match in END.finditer(text):
        if _is_short(text, match):
            continue
        if match.end() > at:
            return start, match.end()
        start = match.end()
    return start, len(text)


def sentences(text: str) -> Iterator[Span]:
    """The sentences of a text, none across a line break; the white space after a sentence belongs to it."""
    for line in re.finditer(r"[^\n]+", text):
        start = 0
        for match in END.finditer(line.group()):
            if not _is_short(line.group(), match):
                yield Span(line.start() + start, line.start() + match.end())
                start = match.end()
        if start < len(line.group()):
            yield Span(line.start() + start, line.end())


def _is_short(text: str, match: re.Match[str]) -> bool:
    """Whether the full stop belongs to an abbreviation: "Sen.", "U.S."."""
    stop = match.start() + 1
    if text[match.start()] != ".":
        return False
    word = LAST_WORD.search(text, max(0, stop - 12), stop)
    last = word[1].lower() if word else ""
    return last in SHORT or last in lexicon.TITLES or bool(ABBREVIATION.search(text, max(0, stop - 8), stop))


def paragraph(text: str, at: int) -> Span:
    """The line that contains code point `at`, which must not be a line break."""
    breaks = _line_breaks(text)
    before = bisect_left(breaks, at)
    return Span(breaks[before - 1] + 1 if before else 0, breaks[before] if before < len(breaks) else len(text))


@lru_cache(maxsize=2)  # asked for every cue: to look for them from there would go through an endless line each time
def _line_breaks(text: str) -> list[int]:
    return [line_break.start() for line_break in re.finditer("\n", text)]
