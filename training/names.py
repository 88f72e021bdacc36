"""Which words of an annotated statement's source name or describe its holder: what the naming head learns from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .articles import Row
from .corpora import Piece

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_DETERMINER = re.compile(r"(?:the|a|an) ", re.IGNORECASE)
#: Between the words of one name as it may be written.
_BETWEEN = r"\W+(?:(?:the|an?)\W+)?"
#: Between the names of those who speak together.
_JOINED = re.compile(r", and |, | and ")


def naming(text: str, statement: Row) -> Piece | None:
    """The words of a statement's source that name or describe its holder: all that it is called, or a part of its name.

    None where the source has no such words, as a pronoun.
    """
    holder, kind = statement["holder"], statement["kind"]
    for start, end in statement["source"] if holder else ():
        if found := _called(text, _words(holder), start, end):
            return found
        several = _JOINED.split(holder)
        if len(several) > 1:  # "Strzok and Page" are two, each by a part of the name
            parts = [part for name in several if (part := _called_in_part(text, name, True, start, end))]
            if len(parts) == len(several):
                return min(part[0] for part in parts), max(part[1] for part in parts)
        elif kind in ("person", "organization") and (
            found := _called_in_part(text, holder, kind == "person", start, end)
        ):
            return found
    return None


def _words(name: str) -> list[str]:
    """The words of a name without its determiner."""
    return _WORD.findall(_DETERMINER.sub("", name, count=1) if _DETERMINER.match(name) else name)


def _called(text: str, words: Sequence[str], start: int, end: int) -> Piece | None:
    """Where these words follow each other in a part of the text."""
    pattern = re.compile(rf"(?<!\w){_BETWEEN.join(map(re.escape, words))}(?!\w)", re.IGNORECASE)
    found = pattern.search(text, start, end) if words else None
    return found.span() if found else None


def _called_in_part(text: str, name: str, person: bool, start: int, end: int) -> Piece | None:
    """Where the text has the last words of a name, as many as it has, a person’s first or a body’s initials."""
    words = _words(name)
    other = words[:1] if person else ["".join(word[0] for word in words if word[0].isupper())]
    parts = [*(words[k:] for k in range(1, len(words))), *([other] if len(other[0]) > 1 else [])]
    spans = (_called(text, part, start, end) for part in parts)
    return next((span for span in spans if span and text[span[0]].isupper()), None)
