"""Draft: an article with its attributions and cast, on which every later stage works."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..articles.article import Article
from ..attributions.attribution import Attribution
from ..attributions.choice import attributions
from ..holders.cast import Cast
from ..holders.holder import Holder
from ..holders.resolution import resolve
from ..patterns import lazy
from ..tagger import Floats, Scores, statements
from . import hearers, targets
from .beside import Beside
from .cue_context import CueContext
from .discourse import Discourse

#: Cues that continue a statement of the same holder.
GOES_ON = re.compile(
    r"\b(?:add(?:s|ed|ing)?|continu(?:es|ed|ing)|went on|goes on|going on|conclud(?:es|ed|ing))\b", re.IGNORECASE
)
#: Words in its sentence that put a statement on an occasion of its own.
ELSEWHERE = lazy(
    r"\b[Oo]n (?:CNN|MSNBC|Fox|NBC|ABC|CBS|Twitter|Facebook)\b|"
    r"\b[Ii]n (?:an?|another) (?:[\w’'-]+ ){0,3}(?:statement|interview|letter|e-?mail|post|tweet|message|speech|"
    r"briefing|column|essay|article|book)\b"
)
#: The most statements of an article that are weighed all beside one another; the articles in `articles` and `raw` have
#: 150 at most. A longer one is weighed stretch by stretch, each beside so many statements before and after it.
WHOLE, STRETCH, MARGIN = 256, 64, 32
#: The most paragraphs from one statement to the next of the same occasion. In articles/train nine in ten quotations
#: within so many have the chain of the statement before, seven in ten the addressee.
PARAGRAPHS = 3


@dataclass(frozen=True)
class Draft:
    """The input of every stage after the holders; the result of a stage depends on nothing else.

    discourse: the attributions, their order and nesting. cast: the holder of each, in the same order.
    beside: what the tagger takes the words around each cue for.
    """

    article: Article
    discourse: Discourse
    cast: Cast
    beside: Beside

    @classmethod
    def of(cls, article: Article, scores: Scores) -> Draft:
        """The draft of an article. scores: the tagger's, of the article's text."""
        return cls.from_attributions(article, scores, attributions(article.text, scores))

    @classmethod
    def from_attributions(cls, article: Article, scores: Scores, found: tuple[Attribution, ...]) -> Draft:
        """The draft of an article with given attributions, in text order. scores: the tagger's, of the same text."""
        discourse = Discourse(article.text, found)
        asked = (*hearers.phrases(discourse), *targets.phrases(discourse))
        cast = resolve(article.text, found, scores, asked)
        return cls(article, discourse, cast, Beside(article.text, found, scores))

    @property
    def attributions(self) -> tuple[Attribution, ...]:
        """Every attribution, in text order."""
        return self.discourse.attributions

    @property
    def contexts(self) -> tuple[CueContext, ...]:
        """The cue context of each attribution."""
        return self.discourse.contexts

    @property
    def holders(self) -> tuple[Holder | None, ...]:
        """The holder of each attribution; None where the text doesn't tell."""
        return self.cast.holders

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    def states(self, scores: Scores, among: Sequence[int]) -> Floats:
        """The encoder's states of some attributions, (n, 1152), as `tagger.statements` gives them."""
        found = (self.attributions[i] for i in among)
        return statements(scores.hidden, scores.encoding, [(a.cue, a.content) for a in found])

    def stretches(self) -> Iterator[tuple[list[int], list[int]]]:
        """The attributions in stretches, ascending, and beside each those among which it is weighed, itself among them.

        One stretch, of all, unless the article is long.
        """
        order = self.discourse.by_cue
        size = STRETCH if len(order) > WHOLE else max(len(order), 1)
        for first in range(0, len(order), size):
            yield sorted(order[first : first + size]), sorted(order[max(0, first - MARGIN) : first + size + MARGIN])

    @cached_property
    def before(self) -> tuple[int | None, ...]:
        """For each attribution the index of the one that it plainly continues, or None.

        “…,” she told the court on Monday, adding that …: addressee and time of the first hold for the second as well.
        """
        return tuple(self._before(i) for i in range(len(self.attributions)))

    def _before(self, i: int) -> int | None:
        a, j = self.attributions[i], self.discourse.before(i)
        if j is None or self.holders[j] is None or self.holders[j] is not self.holders[i]:
            return None
        shared = a.source and a.source == self.attributions[j].source
        return j if shared or GOES_ON.search(a.cue[0].of(self.text)) else None

    @cached_property
    def occasion(self) -> tuple[int | None, ...]:
        """For each attribution the one before, of the same holder and depth, that may be of the same occasion, or None.

        Who speaks goes on for some paragraphs: addressee, time, place and chain hold until the text tells others.
        """
        found: list[int | None] = [None for _ in self.attributions]
        last: dict[tuple[int | None, int], int] = {}
        for i in self.discourse.by_cue:
            if self.holders[i] is None:
                continue
            whose = self.attributions[i].parent, id(self.holders[i])
            j = last.get(whose)
            if j is not None and self.discourse.breaks(self.discourse.start(j), self.discourse.start(i)) <= PARAGRAPHS:
                found[i] = j
            last[whose] = i
        return tuple(found)
