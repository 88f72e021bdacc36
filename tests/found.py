"""The statement of a reading that a test is about, found by words of its content; and spans compared with words."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.reading import Reading, Statement
from reportedly.span import Span


def said(of: Reading, words: str) -> Statement:
    """The innermost statement whose content holds the words."""
    text = of.article.text
    assert text.count(words) == 1, f"{words!r} stands {text.count(words)} times in the text"
    at = Span(text.index(words), text.index(words) + len(words))
    holding = [s for s in of.statements if any(c.overlap(at) == len(at) for c in s.content)]
    assert holding, f"no statement holds {words!r}; found:\n{of}"
    return min(holding, key=lambda s: sum(map(len, s.content)))


def assert_words(of: Reading, spans: Sequence[Span], *words: str) -> None:
    """That the spans are these words of the text, by offsets and by what stands there."""
    text = of.article.text
    assert [text[s.start : s.end] for s in spans] == list(words)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
