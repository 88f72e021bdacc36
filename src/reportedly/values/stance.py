"""Stance: for or against whom a statement speaks.

What can be spoken of is everybody named in the content, and what it is about: its subject, or the object of a verb that
judges ("condemned the closure"). The tagger's stance head says how the statement speaks of it; a verb that judges says
so by itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from ..holders.entities import Entity, lower
from ..holders.mentions import ENTITY_TYPES
from ..patterns import lazy
from ..span import Span
from ..tagger import Scores
from . import targets
from .addressees import Addressee
from .draft import Draft
from .targets import ANAPHOR, NEWS, PERSONAL, SUBJECT_PRONOUN, Judged

# cases: tests/test_stance.py, HEARD and PLAIN
#: Dread of what the content speaks of.
DREAD = lazy(r"\b(?:fear|dread|worr)\w*", re.IGNORECASE)
#: Words for what was named before: "the measure".
GENERIC = frozenset(
    ["scheme", "plan", "plans", "measure", "measures", "proposal", "project", "move", "deal", "policy", "programme"]
)
#: How far back "it" may mean what was judged before, in code points.
REACH = 400
#: What nobody could say which it is.
INDEFINITE = lazy(r"(?:an?|some|any|two|three|four|five|six|several|many|more|economic|further) ", re.IGNORECASE)
#: What befalls somebody: to tell of it is not to speak against them.
MISFORTUNE = lazy(
    r"\b(?:die[sd]|dying|deaths?|dead|decease\w*|passed away|passing|demise|funeral|killed|murdered|slain|injur\w+|"
    r"wound\w+|"
    r"hurt|hospitali[sz]ed|suffer\w*|ill|illness|sick|infected|coma|resuscitation|condition|missing|kidnapped|abducted|"
    r"shot|stabbed|beaten|arrested|detained|jailed|imprisoned|charged|indicted|convicted|sentenced|acquitted|crash\w*|"
    r"collapsed|saddened|mourn\w*|grie(?:f|v\w+)|sorrow|condolences|prayers?|pray|loss)\b",
    re.IGNORECASE,
)
#: Storms have people's names, and gods aren't spoken against.
NOBODY = lazy(r"(?:\w+ )?(?:God|Allah|Jesus|Lord|Virgin)\b")
STORMS = frozenset(["hurricane", "typhoon", "storm", "cyclone", "depression"])
#: Before a name that only says more of another.
OF = lazy(r"\b(?:of|from|in|at|for) $")
YOU = lazy(r"\b(?:you|your|yours)\b", re.IGNORECASE)
#: Allegations, which are against the first person that they name.
CHARGE = lazy(r"\balleg\w*", re.IGNORECASE)
#: Before the last word of a name: "a tidal | barrage".
LONGER = lazy(r"\b(?:an?|the|its|his|her|their|this|new) (?P<name>(?:[\w’'-]+ ){1,2})$")
NO_TARGET = lazy(
    r"(?:it|there|what|how|why|who|that|this|these|those|one|no one|nobody|everyone|everybody|something|nothing|"
    r"anyone|others?|themselves|himself|herself|itself|you|we|i|us|"
    r"me|they|he|she|them|him|her|people|time|day|year|way|thing|things|part|some|many|all|most|more|if|whether|not|no|"
    r"claims?|reports?|allegations?|accusations?|accounts?|remarks?|matter|answer|question|issue|idea|notion|suggestion|fact|"
    r"(?:\w+ )*(?:request|motion|bid|appeal|argument)s?|.{0,2}|\d.*)",
    re.IGNORECASE,
)
#: The least difference (0 to 1) between the probabilities of favourable and unfavourable for a stance towards a person,
#: an organization, a thing, and something that the holder calls something in quotation marks (tuned on the gold
#: stances).
NAMED_FLOOR, BODY_FLOOR, THING_FLOOR, CALLED_FLOOR = 0.4, 0.85, 0.95, 0.3
#: The polarity (its absolute value) of a stance that words alone decide.
JUDGED = 0.8
#: The most stances of one statement.
MOST = 3


@dataclass(frozen=True, slots=True)
class Stance:
    """What the holder's words are for or against.

    target: canonical name. polarity: -1 (unfavourable) to 1 (favourable). spans: the mentions of the target and the
    words it rests on.
    """

    target: str
    polarity: float
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Target:
    """A possible target: its name, its mentions, and the least difference of probabilities for a stance."""

    name: str
    mentions: tuple[Span, ...]
    floor: float


def stances(draft: Draft, told: Sequence[Addressee | None], scores: Scores) -> tuple[tuple[Stance, ...], ...]:
    """The stances of each attribution, the strongest first, at most MOST.

    told: the addressee of each. scores: the tagger's, of the article's text.
    """
    judge = _Judge(draft, told, scores)
    return tuple(tuple(judge.stances(i)) for i in range(len(draft.attributions)))


class _Judge:
    """Judges the statements of a draft one by one."""

    def __init__(self, draft: Draft, told: Sequence[Addressee | None], scores: Scores) -> None:
        self.draft, self.text, self.told, self.scores = draft, draft.text, told, scores
        #: The last target that isn't a named entity, which "it" means.
        self.topic, self.topic_at = "", -REACH

    def stances(self, i: int) -> list[Stance]:
        """The stances of statement `i`, the strongest first."""
        found: dict[str, Stance] = {}
        for stance in (*self._by_words(i), *self._by_head(i)):
            found.setdefault(stance.target, stance)
        mine = self.draft.holders[i]
        return sorted((s for s in found.values() if not mine or s.target != mine.name), key=lambda s: -abs(s.polarity))[
            :MOST
        ]

    # -- what the words say by themselves ----------------------------------------------------------------------

    def _by_words(self, i: int) -> Iterator[Stance]:
        """The stances that a verb gives: "condemned the closure", "urged members to back the barrage"."""
        discourse, a = self.draft.discourse, self.draft.attributions[i]
        cue = a.cue[0].of(self.text)
        yield from self._towards(targets.by_cue(discourse, i))
        called = targets.by_name(discourse, i)
        name = self._name(called) if called else None
        if called and name:  # by what the head hears in the name
            yield from self._heard(i, [_Target(name, (called,), CALLED_FLOOR)])
        if DREAD.search(cue):
            for target in self._thing(i):
                yield Stance(target.name, -JUDGED, (*target.mentions, a.cue[0]))
        if CHARGE.search(cue):
            yield from self._charged(i)
        if targets.is_outright(discourse, i):
            yield from self._appraisals(i)
        for content in a.content:
            for wish in targets.wishes(discourse, content):
                yield from self._towards(wish)
            for who, words in targets.ousted(discourse, content):
                if name := self._name(who):
                    yield Stance(name, -JUDGED, (words,))

    def _towards(self, judged: Judged | None) -> Iterator[Stance]:
        """The stance towards a noun phrase that words judge."""
        if judged is None:
            return
        phrase = judged.phrase
        name = self._in_apposition(phrase) or self._owner(phrase) or self._name(phrase)
        if name and not INDEFINITE.match(phrase.of(self.text)):
            yield Stance(name, judged.sign * JUDGED, (phrase, judged.words))

    def _in_apposition(self, phrase: Span) -> str | None:
        """The name after a comma: "endorsed his former rival, | Joe Lund"."""
        meant = self.draft.cast.meant
        if any(phrase.contains(s) for s in meant) or not self.text.startswith(", ", phrase.end):
            return None
        return next((e.name for s, e in meant.items() if s.start == phrase.end + 2 and e.kind == "person"), None)

    def _owner(self, phrase: Span) -> str | None:
        """Whose deed or word a noun phrase names, if anybody's."""
        owner = targets.owner_of(self.text, phrase)
        if owner is None or any(phrase.contains(s) and s.end == phrase.end for s in self.draft.cast.meant):
            return None
        entity = self.draft.cast.who(owner)
        return entity.name if entity is not None and entity.kind in ("person", "organization") else None

    def _charged(self, i: int) -> Iterator[Stance]:
        """The stance towards the first person that an allegation names."""
        a, cast = self.draft.attributions[i], self.draft.cast
        named = sorted(
            s for s, e in cast.meant.items() if any(c.contains(s) for c in a.content) and e.kind != "unnamed"
        )
        for span in named[:1]:
            yield Stance(cast.meant[span].name, -JUDGED, (span, a.cue[0]))

    def _appraisals(self, i: int) -> Iterator[Stance]:
        """The stances towards those of whom the content says outright what they are, or what is felt about them."""
        discourse = self.draft.discourse
        for content in self.draft.attributions[i].content:
            for span in self._subjects(content):
                appraisal = targets.appraised(discourse, content, span)
                entity = self.draft.cast.who(span) if appraisal else None
                if appraisal and entity is not None and entity.kind != "unnamed":
                    yield Stance(entity.name, appraisal.sign * JUDGED, (span, appraisal.words))
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
        """Who is named in a content, by name or pronoun, in text order."""
        owned = (span for span in self._names(content) if not OF.search(self.text, max(0, span.start - 6), span.start))
        return sorted({*owned, *targets.pronouns(self.draft.discourse, content, SUBJECT_PRONOUN)})

    # -- by the stance head ------------------------------------------------------------------------------------

    def _by_head(self, i: int) -> Iterator[Stance]:
        """The stances, by the tagger's stance head, towards those named in the content and towards its subject."""
        yield from self._heard(i, [*self._named(i), *self._thing(i)])

    def _named(self, i: int) -> Iterator[_Target]:
        """The entities named in the content, and the addressee."""
        a, cast, discourse = self.draft.attributions[i], self.draft.cast, self.draft.discourse
        holder = cast.speakers[i]
        # A paper, a poll or a bank gives facts, be they good or bad for somebody.
        if not targets.is_heard(discourse, i) or (holder is not None and holder.kind == "organization"):
            return
        passed_on = [cast.speakers[k] for k in discourse.nested(i)]  # whose words one passes on one need not judge
        mentions: dict[int, tuple[Entity, list[Span]]] = {}
        for content in a.content:
            spans = self._names(content, ("person", "organization"))
            for span in sorted([*spans, *targets.pronouns(discourse, content, PERSONAL)]):
                entity = cast.who(span)
                if (
                    entity is not None
                    and entity is not holder
                    and entity not in passed_on
                    and entity.kind in ("person", "organization")
                    and not entity.place
                    and not (entity.called & STORMS or NOBODY.match(entity.name))
                ):
                    mentions.setdefault(id(entity), (entity, []))[1].append(span)
        for entity, found in mentions.values():
            plain = entity.kind == "person"
            yield _Target(entity.name, tuple(found), NAMED_FLOOR if plain else BODY_FLOOR)
        listener = self.told[i]
        yous = [Span(*m.span()) for c in a.content for m in YOU.finditer(self.text, c.start, c.end)]
        if listener and yous and a.type == "direct":
            yield _Target(listener.name, tuple(yous), NAMED_FLOOR)

    def _thing(self, i: int) -> Iterator[_Target]:
        """The subject of a content, if it isn't a named entity."""
        start, told = self.draft.attributions[i].content[0].start, self.told[i]
        if told and told.spans[0].start == start:  # told | delegates | the buyers were “spivs”
            start = told.spans[0].end + 1
        subject = targets.subject(self.draft.discourse, i, start)
        name = self._name(subject.span) if subject else None
        if subject and name:
            yield _Target(name, (subject.span,), CALLED_FLOOR if subject.called else THING_FLOOR)

    def _heard(self, i: int, targets: Sequence[_Target]) -> Iterator[Stance]:
        """The stances towards targets by the stance head, without those that are neutral or uncertain.

        Of several sentences that mention a target, the one with the strongest polarity counts.
        """
        clearest = dict.fromkeys(range(len(targets)), 0.0)
        for scope, asked in self._by_sentence(i, targets).items():
            misfortune = MISFORTUNE.search(self.text, scope.start, scope.end)
            for number, polarity in self._polarities(i, scope, asked):
                if polarity < 0 and misfortune:
                    continue
                clearest[number] = max(clearest[number], polarity, key=abs)
        for target, polarity in zip(targets, clearest.values(), strict=True):
            if abs(polarity) >= target.floor:
                yield Stance(target.name, round(polarity, 2), target.mentions)

    def _polarities(self, i: int, scope: Span, asked: Mapping[int, list[Span]]) -> Iterator[tuple[int, float]]:
        """Index and polarity (-1 to 1) of each target that a sentence of the content mentions."""
        scores = self.scores
        said = rows(scores, [scope, *self.draft.attributions[i].cue])
        at = {number: found for number, spans in asked.items() if len(found := rows(scores, spans))}
        if len(said) and at:
            judged = scores.stances.judge(scores.hidden, list(at.values()), said).tolist()
            yield from zip(at, (favourable - unfavourable for unfavourable, _, favourable in judged), strict=True)

    def _by_sentence(self, i: int, targets: Sequence[_Target]) -> dict[Span, dict[int, list[Span]]]:
        """The sentences of a content, with the mentions in each by the index of their target."""
        found: dict[Span, dict[int, list[Span]]] = {}
        for number, target in enumerate(targets):
            for mention in target.mentions:
                found.setdefault(self._around(i, mention), {}).setdefault(number, []).append(mention)
        return found

    def _around(self, i: int, mention: Span) -> Span:
        """The sentence of the content that a mention stands in; outside the content, the mention alone."""
        piece = next((c for c in self.draft.attributions[i].content if c.contains(mention)), None)
        return self.draft.discourse.sentence(mention.start, piece) if piece else mention

    # -- names and nouns --------------------------------------------------------------------------------------

    def _names(self, content: Span, types: Sequence[str] = ENTITY_TYPES) -> list[Span]:
        """The names in a content, in text order."""
        named = self.draft.cast.names
        first = bisect_left(named, content.start, key=lambda m: m.span.start)
        inside = takewhile(lambda m: m.span.end <= content.end, named[first:])
        return [m.span for m in inside if m.type in types]

    def _name(self, span: Span) -> str | None:
        """What a noun phrase means: the name of somebody, or the words by which the text first has it in full."""
        words, cast = span.of(self.text), self.draft.cast
        named = [e for s, e in cast.meant.items() if span.contains(s) and s.end == span.end]
        if named:
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
        called = [e.name for e in cast.entities if e.kind == "person" and e.is_called(span.of(self.text))]
        return called[0] if len(called) == 1 else entity.name if entity else None

    def _fullest(self, words: str, span: Span) -> str:
        """The words, or the longer ones that the text had for it first: "a tidal barrage", then "the barrage"."""
        if " " in words:
            return words
        named = [e.name for e in self.draft.cast.entities if lower(e.name)[-1:] == (words.lower(),)]
        if named:
            return named[0]
        at = self.text.find(f" {words}", 0, span.start)
        while at >= 0:
            longer = LONGER.search(self.text, max(0, at - 60), at + 1)
            if longer:
                return NEWS.sub("", longer["name"] + words)
            at = self.text.find(f" {words}", at + 1, span.start)
        return words


def rows(scores: Scores, spans: Sequence[Span]) -> NDArray[np.int64]:
    """The indices of the word pieces under spans, in order."""
    encoding = scores.encoding
    ranges = [
        np.arange(
            int(np.searchsorted(encoding.ends, span.start, side="right")),
            int(np.searchsorted(encoding.starts, span.end, side="left")),
        )
        for span in sorted(spans)
    ]
    return np.concatenate(ranges) if ranges else np.zeros(0, dtype=np.int64)
