"""Draft: a reading in the making, on which every stage after the holders works."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ..articles.article import Article
from ..attributions.attribution import Attribution
from ..attributions.choice import attributions
from ..holders.cast import Cast
from ..holders.holder import Holder
from ..tagger import Scores
from .cue_context import CueContext, cue_contexts

#: Cues that carry on what the same holder was saying.
GOES_ON = re.compile(
    r"\b(?:add(?:s|ed|ing)?|continu(?:es|ed|ing)|went on|goes on|going on|conclud(?:es|ed|ing))\b", re.IGNORECASE
)
PARTICIPLE = re.compile(r"\w+ing\b", re.IGNORECASE)


@dataclass(frozen=True)
class Draft:
    """An article with its attributions, the context and the holder of each, in the same order.

    cast: everybody in the article. scores: what the tagger says of the text.
    """

    article: Article
    scores: Scores
    attributions: tuple[Attribution, ...]
    contexts: tuple[CueContext, ...]
    cast: Cast
    holders: tuple[Holder | None, ...]

    @classmethod
    def of(cls, article: Article, scores: Scores) -> Draft:
        """The draft of an article that the tagger has read."""
        return cls.from_attributions(article, scores, attributions(article.text, scores))

    @classmethod
    def from_attributions(cls, article: Article, scores: Scores, found: tuple[Attribution, ...]) -> Draft:
        """The draft of an article of which the attributions are known."""
        cast = Cast(article.text, found, scores)
        return cls(article, scores, found, cue_contexts(article.text, found), cast, cast.holders())

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    @cached_property
    def before(self) -> tuple[int | None, ...]:
        """For each attribution the one that plainly goes on in it: the same holder in the same breath.

        “…,” she told the court on Monday, adding that …: what was said of the first holds for the second.
        """
        return tuple(self._before(i) for i in range(len(self.attributions)))

    def _before(self, i: int) -> int | None:
        a, context = self.attributions[i], self.contexts[i]
        earlier = [
            j for j, b in enumerate(self.attributions) if b.parent == a.parent and b.cue[0].start < a.cue[0].start
        ]
        j = max(earlier, key=lambda j: self.attributions[j].cue[0].start, default=None)
        if j is None or self.holders[j] is None or self.holders[j] is not self.holders[i]:
            return None
        shared = a.source and a.source == self.attributions[j].source
        hanging = self.contexts[j].span == context.span and PARTICIPLE.match(a.cue[0].of(self.text))
        return j if shared or hanging or GOES_ON.search(a.cue[0].of(self.text)) else None
