"""Contenders: everybody in an article who may be the holder of one statement, and what speaks for each.

The rules of `resolution` propose a holder; the holder head (`tagger/holders.py`), learned from annotated articles,
weighs that proposal against all others. Features are numbers of about the size of 1.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

import numpy as np

from ..attributions.attribution import Attribution
from ..english import lexicon
from ..english.names import tokens
from ..english.sentences import sentences
from ..span import Span
from ..tagger.activations import Floats
from .entities import Cluster, Gender, abbreviates
from .mentions import Mention
from .sources import SourcePhrase

SORTS: Final = ("pronoun", "spokesperson", "document", "organization", "group", "person", "none")
KINDS: Final = ("person", "organization", "group", "unnamed")
#: Pronouns that may mean the same kinds of holders.
PRONOUNS: Final = (
    lexicon.HE | lexicon.SHE, lexicon.THEY, lexicon.IT, lexicon.SPEAKER, lexicon.RELATIVE,
)  # fmt: skip
#: A possessive within a source.
OWNED: Final = re.compile(r"\w['’]s? \w")
#: Log-odds of the link head beyond which no difference is made, and what they are divided by.
LINK, LINK_SCALE = 10.0, 5.0


@dataclass(frozen=True, slots=True)
class Contender:
    """One who may be the holder.

    cluster: an entity of the article; None for nobody. described: whom the source's own words describe, and nothing
    else in the article; `cluster` is then the entity that the rules made of them, or None if they made none.
    """

    cluster: Cluster | None
    described: bool = False


@dataclass(frozen=True)
class Proposals:
    """An article as the rules resolved it: the ground on which contenders are compared.

    found: its attributions. sources: their source phrases, by index. entities: all that were found. answers: the
    holders that the rules propose. links: for each source span the log-odds that it refers back to a mention.
    meant: the entity of each name and source. headed: the end of headline and lede, in code points.
    """

    text: str
    found: Sequence[Attribution]
    sources: Mapping[int, SourcePhrase]
    entities: Sequence[Cluster]
    answers: Mapping[int, Cluster | None]
    links: Mapping[Span, Mapping[Span, float]]
    meant: Mapping[Span, Cluster]
    headed: int

    @cached_property
    def _paragraphs(self) -> list[int]:
        return [at for at, sign in enumerate(self.text) if sign == "\n"]

    @cached_property
    def _sentences(self) -> list[int]:
        return [sentence.start for sentence in sentences(self.text)]

    @cached_property
    def _order(self) -> list[int]:
        """The attributions in the order of their cues."""
        return sorted(range(len(self.found)), key=lambda i: self.found[i].cue[0].start)

    @cached_property
    def _rank(self) -> dict[int, int]:
        """The place of each attribution in that order."""
        return {i: rank for rank, i in enumerate(self._order)}

    def sentence(self, at: int) -> int:
        """The number of the sentence around code point `at`."""
        return bisect_right(self._sentences, at) - 1

    def paragraph(self, at: int) -> int:
        """The number of the paragraph around code point `at`."""
        return bisect_left(self._paragraphs, at)

    def is_new(self, i: int) -> bool:
        """Whether the rules propose whom the source describes, and nothing before it means them."""
        answer, source = self.answers.get(i), self.sources.get(i)
        return bool(answer and answer.head and source and answer.mentions and min(answer.mentions) == source.span)

    def neighbours(self, i: int) -> tuple[Cluster | None, Cluster | None, Cluster | None, Cluster | None]:
        """The holders proposed for the two statements of the same depth before, for the next, and for the parent."""
        parent, order, rank = self.found[i].parent, self._order, self._rank[i]
        # Each search ends at once in most texts: to go through all statements for each would take the square of them.
        earlier = (self.answers.get(order[k]) for k in reversed(range(rank)) if self.found[order[k]].parent == parent)
        told = (answer for answer in earlier if answer)
        later = (order[k] for k in range(rank + 1, len(order)) if self.found[order[k]].parent == parent)
        after = next(later, None)
        following = self.answers.get(after) if after is not None else None
        around = self.answers.get(parent) if parent is not None else None
        return next(told, None), next(told, None), following, around


def contenders(known: Proposals, i: int) -> tuple[list[Contender], Floats]:
    """The possible holders of attribution `i`, the last of them nobody; and their features, float32 (k, FEATURES)."""
    view = _View(known, i)
    if view.source and view.source.sort == "name" and view.answer:
        found = [Contender(view.answer)]  # who is named needs no choice
    else:
        found = [Contender(entity) for entity in known.entities if view.may_be(entity)]
        own = view.source and view.source.sort not in ("name", "pronoun")
        found += [Contender(view.answer if view.new else None, described=True)] if own else []
        found.append(Contender(None))
    return found, np.array([view.features(contender) for contender in found], dtype=np.float32)


def evidence(known: Proposals, i: int, chosen: Cluster | None, likely: float, features: Floats) -> Floats:
    """What the choice of a holder rests on, float32 (EVIDENCE,), for its calibration.

    likely: the probability that the head gives the choice. features: those of the contender chosen.
    """
    source = known.sources.get(i)
    odds = math.log(max(likely, 1e-4) / max(1 - likely, 1e-4))
    sort = SORTS.index(source.sort) if source and source.sort in SORTS else len(SORTS) - 1 if not source else -1
    name = tokens(chosen.name) if chosen else ()
    short = int(len(name) == 1)
    kind = KINDS.index(chosen.kind) if chosen else -1
    a = known.found[i]
    times = len(chosen.mentions) if chosen else 0
    outer = a.source[0] if a.source else None
    named = sum(outer.contains(span) for span in known.meant) if outer else 0
    covered = len(source.span) / len(outer) if source and outer else 0.0
    owned = outer is not None and bool(OWNED.search(known.text, outer.start, outer.end))
    return np.array(
        [
            odds, float(features[0]), math.log(max(a.confidence, 1e-3) / max(1 - a.confidence, 1e-3)),
            *_one(len(SORTS), sort), *_one(4, kind), float(chosen is not None and bool(chosen.head)),
            float(short), float(len(name) > 3), float(times == 1), math.log1p(times),
            float(a.parent is not None), float(a.type == "direct"), float(named > 1), covered, float(owned),
            *_one(4 * 2, 2 * kind + short if kind >= 0 else -1),
        ],
        dtype=np.float32,
    )  # fmt: skip


class _View:
    """One statement's view of the entities of its article."""

    def __init__(self, known: Proposals, i: int) -> None:
        self.known = known
        self.attribution = known.found[i]
        self.source = known.sources.get(i)
        self.at = self.source.span.start if self.source else self.attribution.cue[0].start
        self.new, self.answer = known.is_new(i), known.answers.get(i)
        self.links = known.links.get(self.source.span, {}) if self.source else {}
        self.best = max(self.links.values(), default=math.inf)
        self.sentence, self.paragraph = known.sentence(self.at), known.paragraph(self.at)
        self.before, self.second, self.after, self.parent = known.neighbours(i)
        self.sort = SORTS.index(self.source.sort) if self.source and self.source.sort in SORTS else len(SORTS) - 1
        self.words = [word.lower() for word in tokens(self.source.words)] if self.source else []

    def may_be(self, entity: Cluster) -> bool:
        """Whether an entity is among the contenders: one without a name only after its first mention."""
        if not entity.mentions or (self.new and entity is self.answer):
            return False
        return not entity.head or min(entity.mentions).start < self.at or entity is self.answer

    def features(self, contender: Contender) -> list[float]:
        """All features of one contender; those of entities are 0 for others."""
        entity = None if contender.described else contender.cluster
        proposed = (
            entity is self.answer if entity else contender.described == self.new and (self.new or not self.answer)
        )
        sort = 0 if contender.described else 1 if entity is None else 2
        found = [float(proposed), *_one(3, sort), *_one(3 * len(SORTS), 3 * self.sort + sort), *self._article(sort)]
        return [*found, *(self._of_entity(entity) if entity else _NOTHING)]

    def _article(self, sort: int) -> tuple[float, ...]:
        """Whether the source is definite, for each sort of contender."""
        which = 0 if self.source and self.source.definite else 1
        return _one(6, 3 * which + sort)

    def _of_entity(self, entity: Cluster) -> list[float]:
        own = self.source.span if self.source else None
        mentions = sorted(m for m in entity.mentions if m != own)
        earlier = [m for m in mentions if m.end <= self.at]
        kind = KINDS.index(entity.kind)
        return [
            *self._linked(earlier),
            *self._near(mentions, earlier),
            *_one(4, kind), float(entity.place), float(entity.plural), float(bool(entity.head)),
            *_one(4 * len(SORTS), 4 * self.sort + kind),
            *self._pronoun(kind),
            *self._worded(entity, mentions),
            *self._told(entity),
            *self._placed(mentions),
        ]  # fmt: skip

    def _linked(self, earlier: Sequence[Span]) -> list[float]:
        """What the link head says of the best and of the nearest mention."""
        scores = [self.links[m] for m in earlier if m in self.links]
        top = max(scores, default=-LINK)
        nearest = self.links.get(earlier[-1], -LINK) if earlier else -LINK
        sure = float(bool(scores) and top >= self.best)
        return [max(-LINK, min(LINK, top)) / LINK_SCALE, max(-LINK, nearest) / LINK_SCALE, float(bool(scores)), sure]

    def _near(self, mentions: Sequence[Span], earlier: Sequence[Span]) -> list[float]:
        """How often and how near it is mentioned."""
        times = [math.log1p(len(earlier)), math.log1p(len(mentions)), float(bool(earlier))]
        headed = float(bool(mentions) and mentions[0].start < self.known.headed)
        if not earlier:
            return [*times, headed, 0.0, 0.0, 0.0]
        last = earlier[-1]
        paragraphs = self.paragraph - self.known.paragraph(last.start)
        between = self.sentence - self.known.sentence(last.start)
        return [*times, headed, math.log1p(self.at - last.end) / 5, min(paragraphs, 6) / 3, min(between, 8) / 4]

    def _pronoun(self, kind: int) -> tuple[float, ...]:
        """Which pronoun the source is, for each kind of holder."""
        which = -1
        if self.source and self.source.sort == "pronoun":
            which = next((p for p, words in enumerate(PRONOUNS) if self.source.words in words), -1)
        return _one(4 * len(PRONOUNS), 4 * which + kind if which >= 0 else -1)

    def _worded(self, entity: Cluster, mentions: Sequence[Span]) -> list[float]:
        """How far the words of the source fit the entity's name, its gender and what the text calls it."""
        source = self.source
        if source is None:
            return [0.0] * 16
        name = [word.lower() for word in tokens(entity.name)]
        role = {word.lower() for word in tokens(entity.role or "")}
        wanted = _gender(source)
        outer = self.attribution.source[0]
        inside = [m for m in mentions if outer.contains(m)]
        short = any(abbreviates(word, tokens(entity.name)) for word in tokens(source.words) if word.isupper())
        head, size = source.head, max(1, len(self.words))
        return [
            float(bool(wanted and entity.gender) and wanted != entity.gender),
            float(bool(wanted) and wanted == entity.gender),
            float(bool(head) and entity.is_called(source.words)),
            float(bool(head) and entity.was_called(source.words)),
            float(bool(head) and head == entity.head), float(bool(name) and head == name[-1]), float(head in name),
            len({w for w in self.words if len(w) > 3} & {*name}) / size, len({*self.words} & role) / size,
            float(short), float(bool(name) and name[-len(self.words) :] == self.words),
            float(source.plural == entity.plural), float(bool(inside)),
            float(any(m.end >= outer.end - 1 for m in inside)),
            float(isinstance(source.body, Mention) and self.known.meant.get(source.body.span) is entity),
            float(source.owner is not None),
        ]  # fmt: skip

    def _told(self, entity: Cluster) -> list[float]:
        """Whether it is proposed as the holder of the statements beside this one and around it."""
        return [
            float(entity is self.before), float(entity is self.second), float(entity is self.after),
            float(entity is self.parent), float(self.parent is not None),
        ]  # fmt: skip

    def _placed(self, mentions: Sequence[Span]) -> list[float]:
        """Where its mentions stand: in the content, beside the cue, in this sentence and in the one before."""
        a, known = self.attribution, self.known
        inside = any(c.contains(m) for m in mentions for c in a.content)
        numbers = {known.sentence(m.start): m for m in reversed(mentions)}
        here, previous = numbers.get(self.sentence), numbers.get(self.sentence - 1)
        opens = previous and previous.start - known._sentences[self.sentence - 1] < 12
        return [
            float(inside), float(inside and a.type == "direct"), float(a.type == "direct"),
            float(any(0 <= m.start - a.cue[-1].end <= 6 for m in mentions)),
            float(any(0 <= a.cue[0].start - m.end <= 3 for m in mentions)),
            float(here is not None), float(here is not None and here.start < self.at),
            float(previous is not None), float(bool(opens)),
        ]  # fmt: skip


@cache
def _one(size: int, which: int) -> tuple[float, ...]:
    """`size` numbers: 1 at `which`, else 0; all 0 if it is below 0."""
    return tuple(float(k == which) for k in range(size))


def _gender(source: SourcePhrase) -> Gender | None:
    if source.words in lexicon.HE or source.head in lexicon.MALE_NOUNS:
        return "he"
    return "she" if source.words in lexicon.SHE or source.head in lexicon.FEMALE_NOUNS else None


_NOTHING: Final = [0.0] * (4 + 7 + 7 + 4 * len(SORTS) + 4 * len(PRONOUNS) + 16 + 5 + 9)
#: The numbers of a choice's evidence.
EVIDENCE: Final = 3 + len(SORTS) + 4 + 7 + 3 + 8
#: The number of features of a contender.
FEATURES: Final = 1 + 3 + 3 * len(SORTS) + 6 + len(_NOTHING)
