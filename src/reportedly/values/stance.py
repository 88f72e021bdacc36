"""Stance: for or against whom a statement speaks.

Verbs that judge, and judgements said outright, say so by themselves ("condemned the closure"). Of everybody and
everything else that a statement names the stance head says whether it takes a side.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, takewhile

import numpy as np

from ..holders.entities import calling
from ..holders.forms import lower
from ..patterns import lazy
from ..span import Span
from ..tagger import Floats, Rows, Scores, ends, softmax
from . import targets
from .addressees import Addressee
from .candidates import PossibleTarget, PossibleTargets
from .draft import Draft
from .provenance import By, by_either
from .targets import ANAPHOR, NEWS, SUBJECT_PRONOUN, Judged

# cases: tests/test_stance.py, VERBS, OBJECTS and OUTRIGHT
#: Words for what was named before: "the measure".
GENERIC = frozenset(
    ["scheme", "plan", "plans", "measure", "measures", "proposal", "project", "move", "deal", "policy", "programme"]
)
#: How far back "it" may mean what was judged before, in code points.
REACH = 400
#: What nobody could say which it is.
INDEFINITE = lazy(r"(?:an?|some|any|two|three|four|five|six|several|many|more|economic|further) ", re.IGNORECASE)
#: Before a name that only says more of another.
OF = lazy(r"\b(?:of|from|in|at|for) $")
#: Allegations, which are against the first person that they name.
CHARGE = lazy(r"\balleg\w*", re.IGNORECASE)
#: Before the last word of a name: "a tidal | barrage".
LONGER = lazy(r"\b(?:an?|the|its|his|her|their|this|new|[\w-]+[’']s) (?P<name>(?:[\w-]+ ){1,2})$")
NO_TARGET = lazy(
    r"(?:it|there|what|how|why|who|that|this|these|those|one|no one|nobody|everyone|everybody|something|nothing|"
    r"anyone|others?|themselves|himself|herself|itself|you|we|i|us|"
    r"me|they|he|she|them|him|her|people|time|day|year|way|thing|things|part|some|many|all|most|more|if|whether|not|no|"
    r"claims?|reports?|allegations?|accusations?|accounts?|remarks?|matter|answer|question|issue|idea|notion|suggestion|fact|"
    r"(?:\w+ )*(?:request|motion|bid|appeal|argument)s?|.{0,2}|\d.*)",
    re.IGNORECASE,
)
#: How far into a text what has no name is looked for under a longer one, in code points.
FIRST = 200_000
#: The most stances of one statement; the most of them that are taken of its mentions; and the last pieces of its words
#: in which a mention is heard. In articles a statement has 250 pieces at most.
MOST, MOST_HEARD, SCOPE = 3, 64, 2_048


@dataclass(frozen=True, slots=True)
class Stance:
    """What the holder's words are for or against.

    target: canonical name. polarity: 1 (for) or -1 (against). spans: the mentions of the target and the words it rests
    on.
    """

    target: str
    polarity: float
    spans: tuple[Span, ...]


def stances(
    draft: Draft, told: Sequence[Addressee | None], scores: Scores
) -> tuple[tuple[tuple[Stance, By], ...], ...]:
    """The stances of each attribution, at most MOST, and by what each came.

    First those that words give, then by the head, the surest first.

    told: the addressee of each. scores: the tagger's, of the article's text.
    """
    judge, heard = _Judge(draft), heard_by_head(draft, told, scores)
    return tuple(tuple(judge.stances(i, heard[i])) for i in range(len(draft.attributions)))


def _is_same(text: str, span: Span, target: Span) -> bool:
    """Whether words begin with those of a target and go on, or are a part of them that names nobody."""
    if target.contains(span):
        return span != target and span.of(text).islower()
    return span.start == target.start and span.end > target.end


class _Judge:
    """Judges the statements of a draft one by one."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.text = draft, draft.text
        #: The last target that isn't a named entity, which "it" means.
        self.topic, self.topic_at = "", -REACH
        self._named_in_full: dict[str, tuple[int, str]] = {}

    def stances(self, i: int, heard: Sequence[Stance]) -> list[tuple[Stance, By]]:
        """The stances of statement `i`, and by what each came. heard: those by the target head."""
        told, found = list(self._by_words(i)), dict[str, Stance]()
        # More words around a target are no second one, nor fewer: “flood victims”, “flood victims on leaked tape”.
        judged = [stance.spans[0] for stance in told]
        heard = [one for one in heard if not any(_is_same(self.text, one.spans[0], span) for span in judged)]
        for stance in (*told, *heard):
            found.setdefault(stance.target.casefold(), stance)
        by_words, by_head = ({stance.target.casefold() for stance in some} for some in (told, heard))
        mine = self.draft.holders[i]
        kept = ((key, stance) for key, stance in found.items() if not mine or stance.target != mine.name)
        return [(stance, by_either(key in by_words, key in by_head)) for key, stance in kept][:MOST]

    # -- what the words say by themselves ----------------------------------------------------------------------

    def _by_words(self, i: int) -> Iterator[Stance]:
        """The stances that a verb gives: "condemned the closure", "urged members to back the barrage"."""
        discourse, a = self.draft.discourse, self.draft.attributions[i]
        cue = a.cue[0].of(self.text)
        yield from self._towards(targets.by_cue(discourse, i))
        if CHARGE.search(cue):
            yield from self._charged(i)
        if targets.is_outright(discourse, i):
            yield from self._appraisals(i)
        for content in a.content:
            for wish in targets.wishes(discourse, content):
                yield from self._towards(wish)
            for who, words in targets.ousted(discourse, content):
                if name := self._name(who):
                    yield Stance(name, -1, (words,))

    def _towards(self, judged: Judged | None) -> Iterator[Stance]:
        """The stance towards a noun phrase that words judge."""
        if judged is None:
            return
        phrase = judged.phrase
        name = self._in_apposition(phrase) or self._owner(phrase) or self._name(phrase)
        if name and not INDEFINITE.match(phrase.of(self.text)):
            yield Stance(name, judged.sign, (phrase, judged.words))

    def _in_apposition(self, phrase: Span) -> str | None:
        """The name after a comma: "endorsed his former rival, | Joe Lund"."""
        if not self.text.startswith(", ", phrase.end) or self.draft.cast.meant_in(phrase):
            return None
        meant = self.draft.cast.meant_from(phrase.end + 2)
        return next((e.name for _, e in meant if e.kind == "person"), None)

    def _owner(self, phrase: Span) -> str | None:
        """Whose deed or word a noun phrase names, if anybody's."""
        owner = targets.owner_of(self.text, phrase)
        if owner is None or any(span.end == phrase.end for span, _ in self.draft.cast.meant_in(phrase)):
            return None
        entity = self.draft.cast.who(owner)
        return entity.name if entity is not None and entity.kind in ("person", "organization") else None

    def _charged(self, i: int) -> Iterator[Stance]:
        """The stance towards the first person that an allegation names."""
        a, cast = self.draft.attributions[i], self.draft.cast
        meant = (one for content in a.content for one in cast.meant_in(content))
        named = min((one for one in meant if one[1].kind != "unnamed"), key=lambda one: one[0], default=None)
        if named:
            yield Stance(named[1].name, -1, (named[0], a.cue[0]))

    def _appraisals(self, i: int) -> Iterator[Stance]:
        """The stances towards those of whom the content says outright what they are, or what is felt about them."""
        discourse = self.draft.discourse
        for content in self.draft.attributions[i].content:
            for span in self._subjects(content):
                appraisal = targets.appraised(discourse, content, span)
                entity = self.draft.cast.who(span) if appraisal else None
                if appraisal and entity is not None and entity.kind != "unnamed":
                    yield Stance(entity.name, appraisal.sign, (span, appraisal.words))
            for felt in targets.feelings(discourse, content):
                yield from self._towards(felt)
            for who, side in targets.own_endorsements(discourse, content):
                if self._is_own(i, who):
                    yield from self._towards(side)

    def _is_own(self, i: int, who: Span) -> bool:
        """Whether a pronoun in statement i means its holder; "I" in another's words within it doesn't."""
        if who.of(self.text).lower() in ("i", "we"):
            nested = (self.draft.attributions[k] for k in self.draft.discourse.nested(i))
            return not any(c.contains(who) for a in nested for c in a.content)
        holder = self.draft.cast.speakers[i]
        return holder is not None and self.draft.cast.who(who) is holder

    def _subjects(self, content: Span) -> list[Span]:
        """Who is named in a content, by name, pronoun or description, in text order."""
        owned = (span for span in self._names(content) if not OF.search(self.text, max(0, span.start - 6), span.start))
        discourse = self.draft.discourse
        people = targets.pronouns(discourse, content, SUBJECT_PRONOUN)
        return sorted({*owned, *people, *targets.described(discourse, content)})

    # -- names and nouns --------------------------------------------------------------------------------------

    def _names(self, content: Span) -> Iterator[Span]:
        """The names in a content, in text order."""
        names = self.draft.cast.names
        first = bisect_left(names, content.start, key=lambda mention: mention.span.start)
        there = takewhile(lambda m: m.span.start < content.end, (names[k] for k in range(first, len(names))))
        return (mention.span for mention in there if mention.span.end <= content.end)

    def _name(self, span: Span) -> str | None:
        """What a noun phrase means: the name of somebody, or the words by which the text first has it in full."""
        words, cast = span.of(self.text), self.draft.cast
        named = [e for s, e in cast.meant_in(span) if s.end == span.end]
        if named and not targets.is_done(words):
            return named[0].name
        if ANAPHOR.fullmatch(words):
            return self.topic if span.start - self.topic_at < REACH else None
        if targets.is_somebody(words):
            return self._someone(span)
        bare = targets.bare(words)
        if not bare or NO_TARGET.fullmatch(bare):
            return None
        if bare.lower() in GENERIC and self.topic:
            return self.topic
        self.topic, self.topic_at = self._fullest(bare, span), span.start
        return self.topic

    def _someone(self, span: Span) -> str | None:
        """The name of a person meant by a pronoun or a description; of one named nowhere, the description."""
        cast = self.draft.cast
        entity = cast.who(span)
        if entity is not None and entity.kind == "person":
            return entity.name
        called = self._people.get(calling(span.of(self.text)) or "", [])
        return called[0] if len(called) == 1 else entity.name if entity else None

    def _fullest(self, words: str, span: Span) -> str:
        """The words, or the longer ones that the text had for it first: "a tidal barrage", then "the barrage"."""
        if " " in words:
            return words
        if (named := self._by_last_word.get(words.lower())) is not None:
            return named
        at, longer = self._longer(words)
        return NEWS.sub("", longer + words) if at + len(words) < span.start else words

    @cached_property
    def _by_last_word(self) -> dict[str, str]:
        """The first entity's name that ends in each word."""
        entities = reversed(self.draft.cast.entities)
        return {lower(entity.name)[-1]: entity.name for entity in entities if lower(entity.name)}

    @cached_property
    def _people(self) -> dict[str, list[str]]:
        """The names of the persons by what the text calls them."""
        found: dict[str, list[str]] = {}
        for entity in self.draft.cast.entities:
            for word in entity.called if entity.kind == "person" else ():
                found.setdefault(word, []).append(entity.name)
        return found

    def _longer(self, words: str) -> tuple[int, str]:
        """Where the text first has a word with others before it, if within its first FIRST code points, and these."""
        if words not in self._named_in_full:
            at = self.text.find(f" {words}", 0, FIRST)
            while at >= 0 and not (longer := LONGER.search(self.text, max(0, at - 60), at + 1)):
                at = self.text.find(f" {words}", at + 1, FIRST)
            self._named_in_full[words] = (at, longer["name"]) if at >= 0 and longer else (len(self.text), "")
        return self._named_in_full[words]


# -- by the target head --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TargetQuestion:
    """Everything that a draft asks of the target head.

    asked: each candidate with the index of its statement. ones: float32 (candidates, 896), twos: (statements, 1152),
    flags: (candidates, FLAGS).
    """

    asked: Sequence[tuple[int, PossibleTarget]]
    ones: Floats
    twos: Floats
    flags: Floats


def question(draft: Draft, told: Sequence[Addressee | None], scores: Scores) -> TargetQuestion:
    """What is asked of the target head: a candidate is its first and last state and what the stance head hears of it in
    the statement; a statement is the first and last state of its cue and the mean of its content.
    """
    return _question(PossibleTargets(draft, told), scores, range(len(draft.attributions)))


def _question(candidates: PossibleTargets, scores: Scores, stretch: Sequence[int]) -> TargetQuestion:
    """What is asked of a stretch of statements, of which `twos` are."""
    draft, hidden, pieces = candidates.draft, scores.hidden, scores.encoding.pieces
    asked = [(i, one) for i in stretch for one in candidates.of(i)]
    if not asked:
        nothing = np.zeros((0, 0), dtype=np.float32)
        return TargetQuestion(asked, nothing, nothing, nothing)
    bounds = np.array([pieces(one.span.start, one.span.end) for _, one in asked], dtype=np.int64).reshape(-1, 2)
    heard, flags = [], []
    for i, found in groupby(range(len(asked)), key=lambda row: asked[row][0]):
        rows = list(found)
        a = draft.attributions[i]
        scope = np.concatenate([_rows(*pieces(span.start, span.end)) for span in (*a.content, *a.cue)])[-SCOPE:]
        own = bounds[rows[0] : rows[-1] + 1]
        heard.append(scores.stances.hear(hidden, [_rows(first, last) for first, last in own.tolist()], scope))
        flags.append(candidates.flags(i, [asked[row][1] for row in rows], own))
    ones = np.concatenate([ends(hidden, bounds), np.maximum(np.concatenate(heard), 0)], axis=1)
    return TargetQuestion(asked, ones, draft.states(scores, stretch), np.concatenate(flags))


def _rows(first: int, last: int) -> Rows:
    return np.arange(first, last + 1)


def heard_by_head(draft: Draft, told: Sequence[Addressee | None], scores: Scores) -> list[list[Stance]]:
    """The stances of each attribution by the target head, the surest first; of mentions that overlap, the surest."""
    found: list[list[Stance]] = [[] for _ in draft.attributions]
    if scores.targets.floor > 1:
        return found
    candidates = PossibleTargets(draft, told)
    taken: list[list[Span]] = [[] for _ in draft.attributions]
    for stretch, _ in draft.stretches():
        asking = _question(candidates, scores, stretch)
        if not asking.asked:
            continue
        place = {i: k for k, i in enumerate(stretch)}
        which = np.arange(len(asking.asked)), np.array([place[i] for i, _ in asking.asked])
        shares = softmax(scores.targets.score(asking.ones, asking.twos, which, asking.flags))
        for row in np.argsort(shares[:, 0], kind="stable").tolist():
            if 1 - shares[row, 0] < scores.targets.floor:
                break
            i, one = asking.asked[row]
            if len(taken[i]) < MOST_HEARD and not any(span.overlap(one.span) for span in taken[i]):
                taken[i].append(one.span)
                sign = 1 if shares[row, 1] > shares[row, 2] else -1
                found[i].append(Stance(one.name, sign, (one.span, *draft.attributions[i].cue[:1])))
    return found
