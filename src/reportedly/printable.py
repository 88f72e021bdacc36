"""An article's words made safe to print and to encode, and shortened to a width."""

from __future__ import annotations

import re
from typing import overload

#: Unicode bidirectional controls: left open, they would change the direction of the text that we print around them.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
#: Lone surrogates: neither UTF-8 nor a strict JSON parser accepts them.
_SURROGATE = re.compile("[\ud800-\udfff]")
#: Characters that a database can't store: lone surrogates and, in PostgreSQL, U+0000.
UNSTORABLE = re.compile("[\ud800-\udfff\x00]")
#: Control characters (a terminal would execute them) and lone surrogates (no encoder accepts them).
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def encodable(words: str) -> str:
    """`words` with each lone surrogate replaced by U+FFFD, one for one, so that every offset still holds."""
    return _SURROGATE.sub("\ufffd", words)


@overload
def storable(words: str) -> str: ...
@overload
def storable(words: str | None) -> str | None: ...
def storable(words: str | None) -> str | None:
    """`words` with each character that a database can't store replaced by U+FFFD, one for one; None stays None."""
    return None if words is None else UNSTORABLE.sub("\ufffd", words)


def printable(text: str) -> str:
    """`text` on one line, safe to print.

    Each run of white space becomes one space, each control character U+FFFD; bidirectional controls are dropped.
    """
    return _UNPRINTABLE.sub("\ufffd", _TURNS.sub("", " ".join(text.split())))


def shorten(text: str, width: int) -> str:
    """`text` in at most `width` code points: if longer, cut at a space where there is one, and ended by an ellipsis."""
    if len(text) <= width:
        return text
    return (text[: width - 1].rpartition(" ")[0] or text[: width - 1]) + "…"
