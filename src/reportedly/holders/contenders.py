"""Contenders: everybody in an article who may be the holder of one statement, and what speaks for each.

The rules of `resolution` propose a holder; the holder head (`tagger/holders.py`), learned from annotated articles,
weighs that proposal against all others. Features are numbers of about the size of 1.
"""

from __future__ import annotations

import math
import re
import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ..attributions.attribution import Attribution
from ..english import lexicon
from ..english.names import tokens
from ..english.sentences import sentences
from ..span import Span, SpanIndex
from ..tagger import Rows
from ..tagger.activations import Floats
from .antecedents import Antecedents
from .entities import Cluster, Gender, calling, calling_before, is_anothers
from .forms import abbreviates
from .mentions import Mention
from .naming import Naming
from .sources import SourcePhrase

SORTS: Final = ("pronoun", "spokesperson", "document", "organization", "group", "person", "name", "none")
KINDS: Final = ("person", "organization", "group", "unnamed")
#: Pronouns that may mean the same kinds of holders.
PRONOUNS: Final = (
    lexicon.HE | lexicon.SHE, lexicon.THEY, lexicon.IT, lexicon.SPEAKER, lexicon.RELATIVE,
)  # fmt: skip
#: A possessive within a source.
OWNED: Final = re.compile(r"\w['’]s? \w")
#: The most mentions of entities in a text whose entities all contend for each of its statements; the articles in
#: `articles` and `raw` have 1,100 at most. In a longer text those contend that are mentioned in the same stretch of so
#: many mentions as a statement, or in the stretch before or after.
WHOLE, STRETCH = 2_048, 512
#: How many statements back, or further back of the same depth, somebody is looked for who was told of before.
LOOK_BACK = 512
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

    found: its attributions. sources: their source phrases, by index. namings: what names their holders. entities: all
    that were found. answers: the holders that the rules propose. antecedents: what each source refers back to. meant:
    the entity of each name and source. headed: the end of headline and lede, in code points. rivals: for names that
    several have all of them.
    """

    text: str
    found: Sequence[Attribution]
    sources: Mapping[int, SourcePhrase]
    namings: Mapping[int, Naming]
    entities: Sequence[Cluster]
    answers: Mapping[int, Cluster | None]
    antecedents: Antecedents
    meant: Mapping[Span, Cluster]
    headed: int
    rivals: Mapping[Span, Sequence[Cluster]]

    @cached_property
    def _paragraphs(self) -> list[int]:
        return [at for at, sign in enumerate(self.text) if sign == "\n"]

    @cached_property
    def _sentences(self) -> list[int]:
        return [sentence.start for sentence in sentences(self.text)]

    @cached_property
    def _siblings(self) -> dict[int | None, list[int]]:
        """The attributions nested in each one, under None those in none, in the order of their cues."""
        found: dict[int | None, list[int]] = {}
        for i in sorted(range(len(self.found)), key=lambda i: self.found[i].cue[0].start):
            found.setdefault(self.found[i].parent, []).append(i)
        return found

    @cached_property
    def _rank(self) -> dict[int, int]:
        """The place of each attribution in that order."""
        return {i: rank for siblings in self._siblings.values() for rank, i in enumerate(siblings)}

    def sentence(self, at: int) -> int:
        """The number of the sentence around code point `at`."""
        return bisect_right(self._sentences, at) - 1

    def paragraph(self, at: int) -> int:
        """The number of the paragraph around code point `at`."""
        return bisect_left(self._paragraphs, at)

    def is_new(self, i: int) -> bool:
        """Whether the rules propose whom the source describes, and nothing before it means them."""
        answer, source = self.answers.get(i), self.sources.get(i)
        return bool(answer and answer.head and source and answer.mentions and answer.mentions[0] == source.span)

    def opening(self, number: int) -> int:
        """Where the sentence with that number begins; 0 if there is none."""
        return self._sentences[number] if 0 <= number < len(self._sentences) else 0

    @cached_property
    def held(self) -> Counter[int]:
        """Of how many statements each entity, by its id, is proposed as the holder."""
        return Counter(id(answer) for answer in self.answers.values() if answer)

    def named_in(self, span: Span) -> int:
        """How many names and sources stand within a span."""
        return len(self._meant.within(span))

    @cached_property
    def _meant(self) -> SpanIndex[Cluster]:
        return SpanIndex(self.meant.items())

    @cached_property
    def _tables(self) -> _Tables:
        return _Tables(self)

    def table(self, at: int) -> _Table:
        """The entities that contend for a statement whose source or cue begins at code point `at`, as columns.

        They are as they were when first asked for; and all of them, unless the text is long.
        """
        return self._tables.at(at)

    def neighbours(self, i: int) -> tuple[Cluster | None, Cluster | None, Cluster | None, Cluster | None]:
        """The holders proposed for the two statements of the same depth before, for the next, and for the parent."""
        parent, rank = self.found[i].parent, self._rank[i]
        siblings = self._siblings[parent]
        earlier = (self.answers.get(siblings[k]) for k in reversed(range(max(0, rank - LOOK_BACK), rank)))
        told = (answer for answer in earlier if answer)
        following = self.answers.get(siblings[rank + 1]) if rank + 1 < len(siblings) else None
        around = self.answers.get(parent) if parent is not None else None
        return next(told, None), next(told, None), following, around


def _told_apart(words: Sequence[str], described: Sequence[str]) -> tuple[float, float]:
    """Whether a description and another with its noun have words before it that the other lacks, both or the first.

    “The provincial minister” is hardly the federal minister; “the minister” may be.
    """
    if not words or words[-1] not in described:
        return 0.0, 0.0
    ours, theirs = {*words[:-1]}, {*described[: described.index(words[-1])]}
    return float(bool(ours - theirs and theirs - ours)), float(bool(ours - theirs))


def contenders(known: Proposals, i: int) -> tuple[list[Contender], Floats]:
    """The possible holders of attribution `i`, the last of them nobody; and their features, float32 (k, FEATURES).

    Who is named in the source needs no choice, and has no feature but that the rules propose them; unless others have
    the same name.
    """
    source, answer = known.sources.get(i), known.answers.get(i)
    if source and answer and (source.sort == "name" or source.members):
        rivals = known.rivals.get(source.name.span, ()) if source.name else ()
        if len(rivals) < 2:
            return [Contender(answer)], _one_of(FEATURES, 0)
        view = _View(known, i)
        near = [rival for rival in rivals if id(rival) in view.table.row]
        if len(near) < 2:
            return [Contender(answer)], _one_of(FEATURES, 0)
        rows = np.array([view.table.row[id(rival)] for rival in near])
        return [Contender(rival) for rival in near], view.features(rows, ())
    view = _View(known, i)
    rows, others = view.candidates(), [Contender(None)]
    if source and source.sort not in ("name", "pronoun"):
        others.insert(0, Contender(answer if view.new else None, described=True))
    return [*(Contender(view.table.entities[row]) for row in rows), *others], view.features(rows, others)


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
    named = known.named_in(outer) if outer else 0
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


class _Tables:
    """The entities of an article as tables: one, or one for each stretch of a long text, of which the last is kept."""

    def __init__(self, known: Proposals) -> None:
        self.known = known
        everywhere = ((span, row) for row, entity in enumerate(known.entities) for span in entity.mentions)
        self.mentions = sorted(everywhere, key=lambda mention: mention[0].start)
        self.starts = [span.start for span, _ in self.mentions]
        self.last: tuple[int, _Table] | None = None

    def at(self, at: int) -> _Table:
        """The table for a statement at a code point."""
        stretch = bisect_left(self.starts, at) // STRETCH if len(self.mentions) > WHOLE else 0
        if self.last is None or self.last[0] != stretch:
            self.last = stretch, _Table(self.known, self._near(stretch))
        return self.last[1]

    def _near(self, stretch: int) -> list[tuple[Cluster, list[Span]]]:
        """The entities mentioned in a stretch or in those beside it, each with its mentions there."""
        if len(self.mentions) <= WHOLE:
            return [(entity, entity.mentions) for entity in self.known.entities]
        near: dict[int, list[Span]] = {}
        for span, row in self.mentions[max(0, stretch - 1) * STRETCH : (stretch + 2) * STRETCH]:
            near.setdefault(row, []).append(span)
        return [(self.known.entities[row], sorted(near[row])) for row in sorted(near)]


class _Table:
    """Entities and their mentions as columns, so that a statement is compared with all at once.

    Columns of entities have n rows; those of mentions m, by entity and then in text order. of: the entity of each
    mention. held: of how many statements each entity is proposed as the holder.
    """

    def __init__(self, known: Proposals, near: Sequence[tuple[Cluster, Sequence[Span]]]) -> None:
        self.entities = [entity for entity, _ in near]
        self.row = {id(entity): row for row, entity in enumerate(self.entities)}
        self.spans = [span for _, mentions in near for span in mentions]
        self.of = np.repeat(np.arange(len(near)), [len(mentions) for _, mentions in near])
        self.place = np.array([known.antecedents.place.get(span, -1) for span in self.spans], dtype=np.int64)
        self.start = np.array([span.start for span in self.spans], dtype=np.int64)
        self.end = np.array([span.end for span in self.spans], dtype=np.int64)
        self.sentence = np.array([known.sentence(span.start) for span in self.spans], dtype=np.int64)
        self.paragraph = np.array([known.paragraph(span.start) for span in self.spans], dtype=np.int64)
        self.opens = self.start - np.array([known.opening(number) for number in self.sentence], dtype=np.int64) < 12
        self.kind = np.array([KINDS.index(entity.kind) for entity in self.entities], dtype=np.int64)
        self.nature = np.array(
            [(entity.place, entity.plural, bool(entity.head)) for entity in self.entities], dtype=np.float32
        ).reshape(len(self.entities), 3)
        self.names = [[word.lower() for word in tokens(entity.name)] for entity in self.entities]
        #: The words that describe each: the role of whoever has a name, or what stands for a name.
        self.described = [
            [word.lower() for word in tokens(entity.name if entity.head else entity.role or "")]
            for entity in self.entities
        ]
        self.roles = [{word.lower() for word in tokens(entity.role or "")} for entity in self.entities]
        self.held = np.array([known.held[id(entity)] for entity in self.entities], dtype=np.int64)
        self.first = self.each_first(np.arange(len(self.spans)), self.start, sys.maxsize)

    def each_any(self, mentions: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """For each entity, bool (n,), whether one of its mentions, bool (m,), is among those."""
        return self.count(mentions) > 0

    def count(self, mentions: NDArray[Any]) -> Rows:
        """For each entity how many of its mentions, bool (m,) or by number (k,), are among those."""
        return np.bincount(self.of[mentions], minlength=len(self.entities))

    def each_first(self, mentions: Rows, values: NDArray[Any], nothing: float) -> NDArray[Any]:
        """For each entity the value (m,) of its first mention among those numbered (k,), or else `nothing`."""
        return self.each_last(mentions[::-1], values, nothing)

    def each_last(self, mentions: Rows, values: NDArray[Any], nothing: float) -> NDArray[Any]:
        """The same of its last mention."""
        found = np.full(len(self.entities), nothing, dtype=values.dtype)
        found[self.of[mentions]] = values[mentions]
        return found


class _View:
    """One statement's view of the entities of its article."""

    def __init__(self, known: Proposals, i: int) -> None:
        self.known = known
        self.attribution = known.found[i]
        self.source = known.sources.get(i)
        self.at = self.source.span.start if self.source else self.attribution.cue[0].start
        self.table = known.table(self.at)
        self.new, self.answer = known.is_new(i), known.answers.get(i)
        self.sentence, self.paragraph = known.sentence(self.at), known.paragraph(self.at)
        self.neighbours = known.neighbours(i)
        self.sort = SORTS.index(self.source.sort) if self.source and self.source.sort in SORTS else len(SORTS) - 1
        self.words = [word.lower() for word in tokens(self.source.words)] if self.source else []
        own = self.source.span if self.source else None
        naming = known.namings.get(i)
        self.naming = naming.likely if naming else 0.0
        table = self.table  # mentions but the source itself
        self.other = (table.start != own.start) | (table.end != own.end) if own else np.ones(len(table.spans), np.bool_)

    def candidates(self) -> Rows:
        """The rows of the entities that are among the contenders: one without a name only after its first mention."""
        table = self.table
        may = (table.nature[:, 2] == 0) | (table.first < self.at)
        answer = table.row.get(id(self.answer), -1)
        if not (self.source and self.source.plural):
            may &= (table.nature[:, 1] == 0) | (table.nature[:, 2] > 0)  # those named together are several
        if answer >= 0:
            may[answer] = not self.new
        may &= ~self._only_spoken_of()
        if self.source and self.source.head:
            for row in np.flatnonzero(may).tolist():
                may[row] = not is_anothers(self.source.words, table.entities[row])
        return np.flatnonzero(may & (table.first < sys.maxsize))

    def _only_spoken_of(self) -> NDArray[np.bool_]:
        """Which entities, (n,), a direct quotation is the first to name: whoever says it would say “I” there."""
        table, a = self.table, self.attribution
        if a.type != "direct" or not self.source or self.source.sort != "pronoun":
            return np.zeros(len(table.entities), dtype=np.bool_)
        inside = self._within(a.content)
        return table.each_any(inside) & ~table.each_any(~inside & self.other & (table.start < self.at))

    def _within(self, pieces: Sequence[Span]) -> NDArray[np.bool_]:
        """Which mentions, (m,), stand within a piece."""
        inside = np.zeros(len(self.table.spans), dtype=np.bool_)
        for piece in pieces:
            inside |= (self.table.start >= piece.start) & (self.table.end <= piece.end)
        return inside

    def features(self, rows: Rows, others: Sequence[Contender]) -> Floats:
        """All features (k, FEATURES) of the entities in those rows, then of other contenders, whose own are 0."""
        table, found = self.table, np.zeros((len(rows) + len(others), FEATURES), dtype=np.float32)
        sorts = [2] * len(rows) + [0 if contender.described else 1 for contender in others]
        proposed = [table.entities[row] is self.answer for row in rows] + [
            contender.described == self.new and (self.new or not self.answer) for contender in others
        ]
        which = 0 if self.source and self.source.definite else 1 if self.source and self.source.new else 2
        found[:, 0] = proposed
        for k, sort in enumerate(sorts):
            found[k, 1 + sort] = 1
            found[k, 4 + 3 * self.sort + sort] = 1
            found[k, 4 + 3 * len(SORTS) + 3 * which + sort] = 1
            found[k, 13 + 3 * len(SORTS) + sort] = self.naming
        if len(rows):
            found[: len(rows), -OF_ENTITY:] = self._of_entities(rows)
        return found

    def _of_entities(self, rows: Rows) -> Floats:
        """The features (k, OF_ENTITY) of the entities in these rows."""
        table = self.table
        others = np.flatnonzero(self.other)
        earlier = np.flatnonzero(self.other & (table.end <= self.at))
        one, identity = np.arange(len(table.entities)), np.zeros((len(table.entities), 4 + 4 * len(SORTS)))
        identity[one, table.kind] = 1
        identity[one, 4 + 4 * self.sort + table.kind] = 1
        blocks = (
            self._linked(earlier), self._near(others, earlier), identity[:, :4], table.nature, identity[:, 4:],
            self._pronoun(), self._worded(rows), self._told(), self._placed(others),
        )  # fmt: skip
        return np.concatenate(blocks, axis=1, dtype=np.float32)[rows]

    def _linked(self, earlier: Rows) -> NDArray[np.float64]:
        """What the link head says of the best and of the nearest mention."""
        table = self.table
        links, best = np.full(len(table.spans), -math.inf), math.inf
        if self.source:
            linked, best = self.known.antecedents.towards(self.source.span, table.place)
            links = linked.astype(np.float64)
        scored = earlier[links[earlier] > -math.inf]
        top = np.full(len(table.entities), -math.inf)
        np.maximum.at(top, table.of[scored], links[scored])
        there = top > -math.inf
        nearest, sure = table.each_last(earlier, links, -LINK), there & (top >= best)
        return np.stack(
            [np.clip(top, -LINK, LINK) / LINK_SCALE, np.maximum(nearest, -LINK) / LINK_SCALE, there, sure], axis=1
        )

    def _near(self, others: Rows, earlier: Rows) -> NDArray[np.float64]:
        """How often and how near each is mentioned."""
        table = self.table
        before, times = table.count(earlier), table.count(others)
        headed = table.each_first(others, table.start, sys.maxsize) < self.known.headed
        there = before > 0
        away = self.at - table.each_last(earlier, table.end, self.at)
        paragraphs = self.paragraph - table.each_last(earlier, table.paragraph, self.paragraph)
        between = self.sentence - table.each_last(earlier, table.sentence, self.sentence)
        return np.stack(
            [
                np.log1p(before), np.log1p(times), there, headed, np.log1p(away) / 5, np.minimum(paragraphs, 6) / 3,
                np.minimum(between, 8) / 4,
            ],
            axis=1,
        )  # fmt: skip

    def _pronoun(self) -> NDArray[np.float64]:
        """Which pronoun the source is, for each kind of holder."""
        found = np.zeros((len(self.table.entities), 4 * len(PRONOUNS)))
        if self.source and self.source.sort == "pronoun":
            which = next((p for p, words in enumerate(PRONOUNS) if self.source.words in words), None)
            if which is not None:
                found[np.arange(len(found)), 4 * which + self.table.kind] = 1
        return found

    def _worded(self, rows: Rows) -> NDArray[np.float64]:
        """How far the words of the source fit each entity's name, its gender and what the text calls it."""
        table, source = self.table, self.source
        found = np.zeros((len(table.entities), WORDED))
        if source is None:
            return found
        outer = self.attribution.source[0]
        inside = self.other & (table.start >= outer.start) & (table.end <= outer.end)
        gender = {None: 0, "he": 1, "she": 2}
        wanted = gender[gender_of(source)]
        genders = np.array([gender[entity.gender] for entity in table.entities])
        found[:, 0] = (wanted > 0) & (genders > 0) & (genders != wanted)
        found[:, 1] = (wanted > 0) & (genders == wanted)
        if source.sort != "pronoun" and len(rows):
            found[rows, 2:13] = self._named(source, rows)
        found[:, 13] = source.plural == table.nature[:, 1]
        found[:, 14] = table.each_any(inside)
        found[:, 15] = table.each_any(inside & (table.end >= outer.end - 1))
        if isinstance(source.body, Mention) and (body := self.known.meant.get(source.body.span)):
            found[[table.row[id(body)]] if id(body) in table.row else [], 16] = 1
        found[:, 17] = source.owner is not None
        return found

    def _named(self, source: SourcePhrase, rows: Rows) -> list[list[float]]:
        """How far a description fits the name of the entity in each row, and what the text calls it."""
        table, head, words = self.table, source.head, self.words
        called, before = (calling(source.words), calling_before(source.words)) if head else (None, None)
        capitals = [word for word in tokens(source.words) if word.isupper()]
        distinct, size = {*words}, max(1, len(words))
        long = {word for word in distinct if len(word) > 3}
        found = []
        for row in rows.tolist():
            entity, name = table.entities[row], table.names[row]
            short = capitals and any(abbreviates(word, tokens(entity.name)) for word in capitals)
            found.append(
                [
                    float(called in entity.called), float(before in entity.called),
                    float(bool(head) and head == entity.head), float(bool(name) and head == name[-1]),
                    float(head in name), len(long.intersection(name)) / size, len(distinct & table.roles[row]) / size,
                    float(bool(short)), float(bool(name) and name[-len(words) :] == words),
                    *_told_apart(words, table.described[row]),
                ]
            )  # fmt: skip
        return found

    def _told(self) -> NDArray[np.float64]:
        """Who is proposed as the holder of the statements beside this one and around it, and of how many of all."""
        found = np.zeros((len(self.table.entities), 6))
        for k, neighbour in enumerate(self.neighbours):
            if neighbour is not None and id(neighbour) in self.table.row:
                found[self.table.row[id(neighbour)], k] = 1
        found[:, 4] = self.neighbours[3] is not None
        own = self.table.row.get(id(self.answer))
        held = self.table.held - (np.arange(len(found)) == own)
        found[:, 5] = np.log1p(held)
        return found

    def _placed(self, others: Rows) -> NDArray[np.float64]:
        """Where their mentions stand: in the content, beside the cue, in this sentence and in the one before."""
        table, a = self.table, self.attribution
        inside = self._within(a.content)
        after, before = table.start - a.cue[-1].end, a.cue[0].start - table.end
        here = others[table.sentence[others] == self.sentence]
        previous = others[table.sentence[others] == self.sentence - 1]
        spoken = table.each_any(self.other & inside)
        starts = table.each_first(here, table.start, sys.maxsize)
        direct = np.full(len(table.entities), a.type == "direct")
        return np.stack(
            [
                spoken, spoken & direct, direct,
                table.each_any(self.other & (after >= 0) & (after <= 6)),
                table.each_any(self.other & (before >= 0) & (before <= 3)),
                starts < sys.maxsize, starts < self.at,
                table.each_first(previous, np.ones(len(table.spans), dtype=np.bool_), False),
                table.each_first(previous, table.opens, False),
            ],
            axis=1,
        ).astype(float)  # fmt: skip


@cache
def _one(size: int, which: int) -> tuple[float, ...]:
    """`size` numbers: 1 at `which`, else 0; all 0 if it is below 0."""
    return tuple(float(k == which) for k in range(size))


@cache
def _one_of(size: int, which: int) -> Floats:
    """The same as one row, float32 (1, size)."""
    return np.array([_one(size, which)], dtype=np.float32)


def gender_of(source: SourcePhrase) -> Gender | None:
    """The gender that a pronoun or the noun of a description tells."""
    if source.words in lexicon.HE or source.head in lexicon.MALE_NOUNS:
        return "he"
    return "she" if source.words in lexicon.SHE or source.head in lexicon.FEMALE_NOUNS else None


#: The number of features of what the source's words say of an entity, and of all that are only of entities.
WORDED: Final = 18
OF_ENTITY: Final = 4 + 7 + 7 + 4 * len(SORTS) + 4 * len(PRONOUNS) + WORDED + 6 + 9
#: The numbers of a choice's evidence.
EVIDENCE: Final = 3 + len(SORTS) + 4 + 7 + 3 + 8
#: The number of features of a contender.
FEATURES: Final = 1 + 3 + 3 * len(SORTS) + 9 + 3 + OF_ENTITY
