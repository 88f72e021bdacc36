"""An article's words made safe to print and to encode, and shortened to a width."""

from __future__ import annotations

import re
from typing import Final, overload

#: Unicode bidirectional controls: left open, they would change the direction of the text that we print around them.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
#: Lone surrogates: neither UTF-8 nor a strict JSON parser accepts them.
_SURROGATE = re.compile("[\ud800-\udfff]")
#: Characters that a database can't store: lone surrogates and, in PostgreSQL, U+0000.
UNSTORABLE = re.compile("[\ud800-\udfff\x00]")
#: Characters that JSON may have as they are, although a terminal executes some of them (DEL, C1), others turn the text
#: around them, and some programs take others for line breaks.
_UNRULY = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
#: What takes the place of characters that an output's encoding lacks; of others “?” does.
_PLAINER: Final = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'", "–": "-", "—": "-", "…": "..."}
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
    if words is None or (words.isascii() and "\x00" not in words):  # seen at once, as most are
        return words
    return UNSTORABLE.sub("\ufffd", words)


def printable(text: str) -> str:
    """`text` on one line, safe to print.

    Each run of white space becomes one space, each control character U+FFFD; bidirectional controls are dropped.
    """
    return _UNPRINTABLE.sub("\ufffd", _TURNS.sub("", " ".join(text.split())))


def tame(line: str) -> str:
    """JSON with every unruly character escaped; its value is the same."""
    return _UNRULY.sub(lambda match: f"\\u{ord(match.group()):04x}", line)


def plainer(error: UnicodeError) -> tuple[str, int]:
    """A codec's error handler for printing: “ becomes " where the encoding lacks it, other characters “?”."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_PLAINER.get(character, "?") for character in lacking), error.end


def shorten(text: str, width: int) -> str:
    """`text` in at most `width` code points: if longer, cut at a space where there is one, and ended by an ellipsis."""
    if len(text) <= width:
        return text
    return (text[: width - 1].rpartition(" ")[0] or text[: width - 1]) + "…"
