"""Antecedents: what the mentions of a text may refer back to, as the link head has it, near each of them.

Each mention is scored against the mentions of its stretch of text and of the stretch before. Nothing grows with the
square of a text's length: rows are made in blocks when they are first asked for, and only the last are kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ..span import Span
from ..tagger import Floats, Rows, Scores
from .mentions import Mention, MentionForm, pieces

#: The most mentions of a text that is one stretch; the articles in `articles` and `raw` have 1,100 at most. And the
#: mentions of a stretch of a longer text.
WHOLE, STRETCH = 2_048, 1_024
#: How many stretches, and how many rows of phrases asked of later, are kept.
BLOCKS, KEPT = 3, 1_024
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """What one mention may refer back to.

    starts, ends: int64 (m,), where the mentions stand. links: float32 (m,), the log-odds of each; -inf for those that
    don't come before. told: bool (m,), which of them are known to mean somebody, as far as that is kept.
    """

    mentions: Sequence[Mention]
    starts: Rows
    ends: Rows
    links: Floats
    told: NDArray[np.bool_]

    def likely(self, before: int, floor: float, cost: float) -> list[tuple[float, int]]:
        """Those before a code point who may mean somebody and whose score is above a floor: score and number of each,
        the greatest score first.

        The score is the log-odds less `cost` for each hundred code points from the mention to there.
        """
        scores = self.links - cost * (before - self.ends) / 100
        near = np.flatnonzero((scores > floor) & self.told & (self.starts < before))
        ordered = near[np.argsort(-scores[near], kind="stable")]
        return list(zip(scores[ordered].tolist(), ordered.tolist(), strict=True))


class Antecedents:
    """The mentions of a text and, for those that ask, their log-odds to refer back to earlier ones.

    mentions: all, in text order. asking: the spans of those that ask. Others may ask later.
    """

    def __init__(self, scores: Scores, mentions: Sequence[Mention], asking: Iterable[Span]) -> None:
        self._scores, self.mentions = scores, mentions
        self.place = {mention.span: j for j, mention in enumerate(mentions)}
        self._starts, self._ends = _bounds_of(mentions)
        self._size = WHOLE if len(mentions) <= WHOLE else STRETCH
        self._asking = sorted(self.place[span] for span in asking)
        self._asked = set(self._asking)
        self._told = np.zeros(len(mentions), dtype=np.bool_)
        self._blocks: dict[int, tuple[dict[int, int], int, Floats]] = {}
        self._states: dict[int, Floats] = {}
        self._later: list[Mention] = []
        self._rows: dict[Span, Row] = {}
        self._region: _Region | None = None

    def asks(self, span: Span) -> bool:
        """Whether a span is a mention that asked from the beginning."""
        return self.place.get(span, -1) in self._asked

    def tell(self, span: Span) -> None:
        """Let it be known that a mention means somebody: others aren't looked at."""
        if (j := self.place.get(span)) is not None:
            self._told[j] = True

    def row(self, span: Span) -> Row:
        """What a mention that asks may refer back to, among those known when it first did."""
        if not self.asks(span):
            return self._rows[span]
        first, links = self._links(self.place[span])
        end = first + len(links)
        starts, ends = self._starts[first:end], self._ends[first:end]
        return Row(self.mentions[first:end], starts, ends, links, self._told[first:end])

    def towards(self, span: Span, places: Rows) -> tuple[Floats, float]:
        """Of a mention that asked from the beginning the log-odds towards others by their `place`, float32 (k,); and
        the greatest of all. -inf for those that it can't refer back to, or that have no place (-1).
        """
        if not self.asks(span):
            return np.full(len(places), -np.inf, dtype=np.float32), np.inf
        first, links = self._links(self.place[span])
        near = (places >= first) & (places < first + len(links))
        found = np.where(near, links[np.where(near, places - first, 0)], -np.inf).astype(np.float32)
        best = float(links.max(initial=-np.inf))
        return found, best if best > -np.inf else np.inf

    def _links(self, j: int) -> tuple[int, Floats]:
        """The log-odds of a mention to refer back to others, from a first mention on."""
        rows, first, links = self._block(j // self._size)
        return first, links[rows[j]]

    def ask(self, span: Span, form: MentionForm) -> None:
        """Let one more mention ask; those that ask after it may refer back to it."""
        if self.asks(span) or span in self._rows:
            return
        stretch = min(bisect_left(self.mentions, span, key=_span), max(len(self.mentions) - 1, 0)) // self._size
        if self._region is None or self._region.stretch != stretch:
            self._region = self._around(stretch)
        region = self._region
        at = bisect_left(region.mentions, span, key=_span)
        if region.mentions[at : at + 1] == [] or region.mentions[at].span != span:
            mention = Mention(span, form)
            self._later.insert(bisect_left(self._later, span, key=_span), mention)
            region.mentions.insert(at, mention)
            region.states = np.insert(region.states, at, self._of([mention]), axis=0)
        links = self._scored(region.mentions, region.states, [at])[0]
        if len(self._rows) >= KEPT:
            del self._rows[next(iter(self._rows))]
        anybody = np.ones(len(links), dtype=np.bool_)
        self._rows[span] = Row(list(region.mentions), *_bounds_of(region.mentions), links, anybody)

    # -- stretches -----------------------------------------------------------------------------------------------

    def _around(self, stretch: int) -> _Region:
        """The mentions of a stretch and of the one before, with those that asked later."""
        first, end = self._bounds(stretch)
        begin = self.mentions[first].span if first else Span(0, 1)
        beyond = self.mentions[end].span if end < len(self.mentions) else None
        low = bisect_left(self._later, begin, key=_span)
        high = bisect_left(self._later, beyond, key=_span) if beyond else len(self._later)
        both = [*self.mentions[first:end], *self._later[low:high]]
        states = np.concatenate([self._known(stretch), self._of(self._later[low:high])])
        order = sorted(range(len(both)), key=lambda k: both[k].span)
        return _Region(stretch, [both[k] for k in order], states[order])

    def _bounds(self, stretch: int) -> tuple[int, int]:
        return max(0, stretch - 1) * self._size, min((stretch + 1) * self._size, len(self.mentions))

    def _block(self, stretch: int) -> tuple[dict[int, int], int, Floats]:
        """Of the mentions of a stretch that ask the row of each, and their log-odds from a first mention on."""
        if (known := self._blocks.get(stretch)) is not None:
            return known
        first, end = self._bounds(stretch)
        low, high = (bisect_left(self._asking, at) for at in (stretch * self._size, end))
        asking = self._asking[low:high]
        links = self._scored(self.mentions[first:end], self._known(stretch), [j - first for j in asking])
        block = {j: row for row, j in enumerate(asking)}, first, links
        _keep(self._blocks, stretch, block)
        return block

    def _known(self, stretch: int) -> Floats:
        """The mentions of a stretch and of the one before as antecedents, (m, 128)."""
        parts = []
        for k in range(max(0, stretch - 1), stretch + 1):
            if k not in self._states:
                _keep(self._states, k, self._of(self.mentions[k * self._size : (k + 1) * self._size]))
            parts.append(self._states[k])
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _of(self, mentions: Sequence[Mention]) -> Floats:
        return self._scores.links.antecedents(self._scores.hidden, pieces(self._scores, mentions))

    def _scored(self, mentions: Sequence[Mention], states: Floats, asking: Sequence[int]) -> Floats:
        return self._scores.links.score(self._scores.hidden, pieces(self._scores, mentions), states, asking)


@dataclass(slots=True)
class _Region:
    """The mentions of a stretch and of the one before, those that asked later too, and their states as antecedents."""

    stretch: int
    mentions: list[Mention]
    states: Floats


def _bounds_of(mentions: Sequence[Mention]) -> tuple[Rows, Rows]:
    starts = np.array([mention.span.start for mention in mentions], dtype=np.int64)
    return starts, np.array([mention.span.end for mention in mentions], dtype=np.int64)


def _keep(kept: dict[int, T], stretch: int, made: T) -> None:
    """Keep what was made of a stretch, and of the last few only."""
    while len(kept) >= BLOCKS:
        del kept[next(iter(kept))]
    kept[stretch] = made


def _span(mention: Mention) -> Span:
    return mention.span
