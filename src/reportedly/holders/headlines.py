"""Headlines: lines in title case or in capitals, where every word looks like a name."""

from __future__ import annotations

from collections.abc import Iterator

from ..patterns import lazy
from ..span import Span

LINE = lazy(r"[^\n]+")
#: The greatest length of a headline, in code points; longer first lines are paragraphs.
HEADLINE = 120
#: The least number of long words after the first of a line in title case, and the share of capitals among them that is
#: to be exceeded.
TITLE_WORDS, TITLE_SHARE = 5, 0.6
#: A full stop, with what may close after it; "U.S." ends many a headline.
SENTENCE_END = lazy(r"[a-z0-9][”\"’')]?\.[”\"’')]*\s*\Z")
#: A word that title case writes with a capital.
LONG_WORD = lazy(r"\b[^\W\d_]{4,}")


def in_title_case(text: str) -> list[Span]:
    """The headline in title case, and other lines in it, in text order."""
    end = _headline(text)
    first = [Span(0, end)] if end else []
    return [*first, *(line for line in _titles(text) if line.start >= end)]


def shouted(text: str) -> list[Span]:
    """The lines that have only capitals."""
    return [Span(*line.span()) for line in LINE.finditer(text) if line.group().isupper()]


def _headline(text: str) -> int:
    """The end of a headline in title case, in code points; 0 if the text begins with none.

    A first line isn't one if it is longer than HEADLINE, ends like a sentence, or has mostly lower-case words.
    """
    start = len(text) - len(text.lstrip())
    end = max(start, text.find("\n", start))
    if end - start > HEADLINE or SENTENCE_END.search(text, start, end):
        return 0
    words = LONG_WORD.findall(text, start, end)[1:]
    return 0 if sum(word[0].islower() for word in words) > len(words) / 2 else end


def _titles(text: str) -> Iterator[Span]:
    """The lines in title case besides the headline: of other articles, or of posts, that stand within this one."""
    for line in LINE.finditer(text):
        words = LONG_WORD.findall(line[0])[1:]
        capitals = sum(word[0].isupper() for word in words)
        if len(words) >= TITLE_WORDS and capitals > len(words) * TITLE_SHARE and line[0].count(",") <= 1:
            yield Span(*line.span())
