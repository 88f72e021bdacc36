"""Occurrences: where words stand in a text, found by its words, not by going through the text for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from ..patterns import lazy
from ..span import Span

WORD = lazy(r"\w+")


class Occurrences:
    """The places of words in a text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def of(self, words: str, inside: str = "") -> Sequence[Span]:
        """The places at which words stand as whole words, in text order and none over another.

        inside: further signs beside which they aren't whole.
        """
        found: list[Span] = []
        first = WORD.search(words)
        if first is None:
            return found
        second, end = WORD.search(words, first.end()), 0
        for at in self._begins.get((first[0], second[0] if second else ""), ()):
            start = at - first.start()
            beyond = start + len(words)
            around = f"{self.text[max(0, start - 1) : max(0, start)]}{self.text[beyond : beyond + 1]}"
            whole = not any(sign in inside or WORD.match(sign) for sign in around)
            if start >= end and whole and self.text.startswith(words, start):
                end = beyond
                found.append(Span(start, beyond))
        return found

    @cached_property
    def _begins(self) -> dict[tuple[str, str], list[int]]:
        """Where each word of the text begins: by itself, and with the word that follows it."""
        found: dict[tuple[str, str], list[int]] = {}
        last: re.Match[str] | None = None
        for word in WORD.finditer(self.text):
            found.setdefault((word[0], ""), []).append(word.start())
            if last:
                found.setdefault((last[0], word[0]), []).append(last.start())
            last = word
        return found
