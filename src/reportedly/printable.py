"""Printable: words of an article made safe to print, to encode, and short enough for their place."""

from __future__ import annotations

import re

#: Marks that turn the direction of writing until they are closed: outside their paragraph they would turn ours.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
#: Half of a pair in UTF-16, standing alone: no UTF-8 and no strict JSON parser takes it.
_SURROGATE = re.compile("[\ud800-\udfff]")
#: Control characters (a terminal obeys them) and lone surrogates (no encoder takes them).
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def encodable(words: str) -> str:
    """The words as UTF-8 can carry them: U+FFFD for a lone surrogate, one for one, so that every offset holds."""
    return _SURROGATE.sub("\ufffd", words)


def printable(text: str) -> str:
    """`text` on one line, safe to print: white space is one space, a control character is U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", _TURNS.sub("", " ".join(text.split())))


def shorten(text: str, width: int) -> str:
    """`text`, cut at a space to at most `width` code points, the cut marked with an ellipsis."""
    if len(text) <= width:
        return text
    return (text[: width - 1].rpartition(" ")[0] or text[: width - 1]) + "…"
