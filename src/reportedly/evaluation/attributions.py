"""Attributions: precision, recall and F1 of a reading's spans against gold.

Two attributions match, one to one, if the words of their contents overlap by at least half (intersection over union);
they count as the same attribution if their sources share a word as well, or both have none. Punctuation doesn't count
as words.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from ..span import Span, strip
from .figures import Score
from .gold import ROLES, GoldArticle, SpanRole

T = TypeVar("T")

#: The least intersection over union (0 to 1) of two contents' words with which they can match.
SAME_CONTENT = 0.5
WORD = re.compile(r"\w+")
LINE = re.compile(r"[^\n]+")


class Marked(Protocol):
    """The spans of an attribution, as Statement, Attribution and GoldStatement all have them.

    parent: index, in the same article's list, of the attribution it is nested in; None at the top.
    """

    @property
    def source(self) -> tuple[Span, ...]:
        """Its pieces; empty where the text names none."""

    @property
    def cue(self) -> tuple[Span, ...]:
        """Its pieces."""

    @property
    def content(self) -> tuple[Span, ...]:
        """Its pieces."""

    @property
    def parent(self) -> int | None:
        """Index of the attribution around it, or None."""


@dataclass(frozen=True, slots=True)
class AlignedPair:
    """The indices of a prediction and of the gold attribution with matching content; whether their sources agree."""

    ours: int
    gold: int
    same_source: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """The bounds of a text's words in code points, so that a span's words are a range of indices."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> _Words:
        bounds = [m.span() for m in WORD.finditer(text)]
        return cls(tuple(s for s, _ in bounds), tuple(e for _, e in bounds))

    def under(self, spans: Iterable[Span]) -> frozenset[int]:
        """The indices of the words that the spans overlap."""
        return frozenset(
            i for span in spans for i in range(bisect_right(self.ends, span.start), bisect_left(self.starts, span.end))
        )


@dataclass(frozen=True, slots=True)
class _Read:
    """The word indices of one attribution, and its index in the list it comes from."""

    index: int
    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]

    def shares_source(self, other: _Read) -> bool:
        return bool(self.source & other.source) or not (self.source or other.source)


def score(gold: Iterable[GoldArticle], predicted: Mapping[str, Iterable[Marked]]) -> dict[str, Score]:
    """Precision, recall and F1 of attributions, contents, and of spans and words per role.

    predicted: the attributions by article id; an article that is missing counts as having none.
    Only attributions at the top are counted. Nested ones (whose parent is not None) are left out on both sides, since
    most gold has none.

    attribution, content: matched as this module's docstring says, with and without the condition on the source.
    span source ...: exact contiguous spans, split at line breaks, punctuation counted, outer white space not.
    word source ...: words labelled with the role.
    """
    names = ["attribution", "content", *(f"{unit} {role}" for unit in ("span", "word") for role in ROLES)]
    totals = dict.fromkeys(names, Score())
    for article in gold:
        sides = (_at_the_top(predicted.get(article.id, ())), _at_the_top(article.attributions))
        for name, counted in _score_article(article.text, *sides):
            totals[name] += counted
    return totals


def _at_the_top(attributions: Iterable[Marked]) -> list[Marked]:
    return [attribution for attribution in attributions if attribution.parent is None]


def _score_article(text: str, predicted: Sequence[Marked], marked: Sequence[Marked]) -> Iterator[tuple[str, Score]]:
    words = _Words.of(text)
    ours, gold = _read(words, predicted), _read(words, marked)
    pairs = _matched(ours, gold)
    yield "attribution", Score(sum(pair.same_source for pair in pairs), len(ours), len(gold))
    yield "content", Score(len(pairs), len(ours), len(gold))
    for role in ROLES:
        yield f"span {role}", _shared(lines_of(text, predicted, role), lines_of(text, marked, role))
        labelled = (frozenset[int]().union(*(_words_of(a, role) for a in side)) for side in (ours, gold))
        yield f"word {role}", _shared(*labelled)


def _shared(predicted: frozenset[T], gold: frozenset[T]) -> Score:
    return Score(len(predicted & gold), len(predicted), len(gold))


def _read(words: _Words, attributions: Iterable[Marked]) -> list[_Read]:
    """The words of each attribution; one whose content has no words can't be matched and is left out."""
    read = (
        _Read(i, words.under(a.source), words.under(a.cue), words.under(a.content))
        for i, a in enumerate(attributions)
    )  # fmt: skip
    return [r for r in read if r.content]


def matches(article: GoldArticle, predicted: Sequence[Marked], least: float = SAME_CONTENT) -> list[AlignedPair]:
    """One-to-one pairs of a prediction and a gold attribution of the article, the closest contents first.

    least: the least intersection over union of their contents' words, 0 to 1; at 0.0 one shared word is enough.
    """
    words = _Words.of(article.text)
    return _matched(_read(words, predicted), _read(words, article.attributions), least)


def _matched(ours: Sequence[_Read], gold: Sequence[_Read], least: float = SAME_CONTENT) -> list[AlignedPair]:
    near = []
    for a, b in itertools.product(ours, gold):
        both = len(a.content & b.content)
        if both and (part := both / len(a.content | b.content)) >= least:
            near.append((part, a.index, b.index, a.shares_source(b)))
    found: dict[int, AlignedPair] = {}
    taken: set[int] = set()
    # Of equally close pairs the last is taken first, as in the script that made the published figures for PolNeAR.
    for _, i, j, same_source in sorted(near, reverse=True):
        if i not in found and j not in taken:
            found[i] = AlignedPair(i, j, same_source)
            taken.add(j)
    return list(found.values())


def spans_of(attribution: Marked, role: SpanRole) -> tuple[Span, ...]:
    """The spans of one role."""
    return {"source": attribution.source, "cue": attribution.cue, "content": attribution.content}[role]


def _words_of(read: _Read, role: SpanRole) -> frozenset[int]:
    return {"source": read.source, "cue": read.cue, "content": read.content}[role]


def lines_of(text: str, attributions: Iterable[Marked], role: SpanRole) -> frozenset[Span]:
    """The spans of a role, split at line breaks and without surrounding white space."""
    return frozenset(
        piece
        for attribution in attributions
        for span in spans_of(attribution, role)
        for line in LINE.finditer(text, span.start, span.end)
        if (piece := strip(text, *line.span()))
    )
