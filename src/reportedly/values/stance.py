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

from ..english import lexicon
from ..english.sentences import sentence
from ..holders.entities import Entity, lower
from ..holders.mentions import ENTITY_TYPES
from ..patterns import lazy
from ..span import Span, strip
from ..tagger import Scores
from . import appraisals, endorsements
from .addressees import Addressee
from .draft import Draft

#: Verbs that judge what follows them.
FAVOURABLE = lazy(
    r"\b(?:prais|laud|hail|welcom|applaud|endors|(?<!took )(?<!take )(?<!gave )(?<!give )(?<!came )(?<!come )"
    r"back(?:s|ed|ing)?\b|support|favou?r|thank|commend|celebrat|champion|defend|admir|"
    r"congratulat|salut|embrac|approv|prefer|choos|chose|vote[sd]? for|(?:speak|spoke|argu)\w* for|agree[sd]? with|"
    r"want\w* to (?:keep|save))\w*",
    re.IGNORECASE,
)
UNFAVOURABLE = lazy(
    r"\b(?:condemn|denounc|criticis|criticiz|accus|blam|oppos|reject|attack|slam|blast|lambast|deplor|decri|mock|ridicul|rebuk|"
    r"warn\w* against|fault|disparag|denigrat|object(?:s|ed|ing)? to|ripp|rail(?:s|ed|ing)? against|excoriat|assail|"
    r"derid|"
    r"castigat|chid|scold|resent|scrap|abolish|repeal|boycott|sack|impeach)\w*",
    re.IGNORECASE,
)
#: Verbs that say what they think of something: "called the cut “vandalism with a spreadsheet”".
NAMING = lazy(
    r"\b(?:call|describ|brand|dubb?|label|regard|liken|compar|characteri[sz]|portray)\w*\b(?! (?:for|on|upon))",
    re.IGNORECASE,
)
#: Dread of what the content speaks of.
DREAD = lazy(r"\b(?:fear|dread|worr)\w*", re.IGNORECASE)
CLAUSE = lazy(r"(?:that|what|how|why|if|whether|when)\b", re.IGNORECASE)
NEGATED = lazy(r"\b(?:not|never|no longer|refus\w+|declin\w+|fail\w*|neither|nor)\b|n[’']t\b", re.IGNORECASE)
#: Of one who doesn't do it.
HELD_BACK = lazy(
    r"\b(?:refus|declin|reluctan|hesita|unwilling|stop\w* short|ton(?:e[sd]?|ing) down|soften)\w*", re.IGNORECASE
)
#: Words for what was named before: "the measure".
GENERIC = frozenset(
    ["scheme", "plan", "plans", "measure", "measures", "proposal", "project", "move", "deal", "policy", "programme"]
)
#: How far back "it" may mean what was judged before, in code points.
REACH = 400
ANAPHOR = lazy(r"(?:it|them|that|this)\b", re.IGNORECASE)
#: Who is surely meant by a person's pronoun; "it" and "they" are as often no body's.
PERSONAL = lazy(rf"\b(?:{'|'.join(sorted(lexicon.HE | lexicon.SHE))})\b", re.IGNORECASE)
#: Cues that give a fact rather than a view, or withhold one: who is named after them is not judged.
FACTUAL = lazy(
    r"\b(?:show|disclos|expos|find|found|reveal|document|declin|refus|den(?:y|ie)|withdr|withdraw|know|ask|"
    r"demand\w* to know|"
    r"neither|project|led|poll|estimat|expect|announc|confirm|plead|pled|call\w* (?:for|on))\w*",
    re.IGNORECASE,
)
#: What nobody could say which it is.
INDEFINITE = lazy(r"(?:an?|some|any|two|three|four|five|six|several|many|more|economic|further) ", re.IGNORECASE)
#: Somebody, and what is theirs; who is for somebody's end is not for them.
OWNED = lazy(
    r"(?P<owner>his|her|their|(?:the |The )?[\w.-]+(?: [\w.-]+){0,4}(?=[’']))(?:[’']s?)? "
    r"(?!(?:\w+ ){0,2}(?:resignation|ouster|dismissal|sacking|"
    r"arrest|impeachment|removal|departure|defeat|death|conviction|opponents?|critics|rivals?)\b)"
)
SUBJECT_PRONOUN = lazy(r"\b(?:he|she|they)\b", re.IGNORECASE)
NEITHER = lazy(r"neither\b", re.IGNORECASE)
BE = lazy(r"\b(?:is|was|were|are|has|have|had|would|will)\b")
CHARGING = lazy(r"\b(?:accus|charg|suspect|convict)\w*", re.IGNORECASE)
#: What isn't claimed.
SUPPOSED = lazy(r"\b(?:if|whether|unless|suppose|until|when)\b[^,;]*$|^[\"“]?(?:is|was|are|were)\b", re.IGNORECASE)
#: Cues that pass on what somebody says or what happened.
RELAYING = lazy(r"\b(?:report(?:s|ed|ing)?|according)\b", re.IGNORECASE)
#: What befalls somebody: to tell of it is not to speak against them.
MISFORTUNE = lazy(
    r"\b(?:die[sd]|dying|deaths?|dead|decease\w*|passed away|passing|demise|funeral|killed|murdered|slain|injur\w+|"
    r"wound\w+|"
    r"hurt|hospitali[sz]ed|suffer\w*|ill|illness|sick|infected|coma|resuscitation|condition|missing|kidnapped|abducted|"
    r"shot|stabbed|beaten|arrested|detained|jailed|imprisoned|charged|indicted|convicted|sentenced|acquitted|crash\w*|"
    r"collapsed|saddened|mourn\w*|grie(?:f|v\w+)|sorrow|condolences|prayers?|pray|loss)\b",
    re.IGNORECASE,
)
#: What happens to people, and what they die of: nobody is for or against it by naming it.
EVENT = lazy(
    r"(?:\w+ )*(?:deaths?|dead|killings?|attack(?:s|ers?)?|fires?|crash(?:es)?|bombings?|stabbings?|shootings?|blasts?|"
    r"explosions?|collapse|accidents?|incidents?|victims?|suspects?|gunm[ae]n|earthquakes?|storms?|hurricanes?|typhoons?|"
    r"floods?|outbreaks?|virus|disease|epidemic|pandemic|infections?|injur(?:y|ies)|tragedy|condition)",
    re.IGNORECASE,
)
#: Storms have people's names, and gods aren't spoken against.
NOBODY = lazy(r"(?:\w+ )?(?:God|Allah|Jesus|Lord|Virgin)\b")
STORMS = frozenset(["hurricane", "typhoon", "storm", "cyclone", "depression"])
#: Before "to support", these deny that something does; and what follows them is done, not wished for.
NO_WISH = lazy(
    r"\b(?:evidence|proof|basis|facts?|data|reasons?|enough|continu(?:es?|ed|ing)|beg[au]n|start(?:s|ed)|tri(?:es|ed)|"
    r"attempt(?:s|ed)|fail(?:s|ed)|help(?:s|ed)|used|order|able|unable|reluctant|hesitant|unwilling|refus\w+|"
    r"declin\w+) $|"
    r"(?:\b(?:not|never)|n[’']t) (?:\w+ ){0,4}(?:ready|prepared|comfortable|willing|eager|inclined|going)\b[^.;,]*$"
)
#: Before a name that only says more of another.
OF = lazy(r"\b(?:of|from|in|at|for) $")
YOU = lazy(r"\b(?:you|your|yours)\b", re.IGNORECASE)
#: Claims against whoever they name first.
CHARGE = lazy(r"\balleg\w*", re.IGNORECASE)
_DETERMINER = r"(?:the|this|these|those|that|his|her|their|its|our|an?)"
_SHORT = r"(?:Mrs?|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Prof|Rev|St|Jr|Sr)\."
_WORD = rf"(?:{_SHORT}|(?!{_SHORT})[\w’'-]+)"
#: The noun phrase that a content begins with and goes on to speak of.
SUBJECT = lazy(
    rf"(?:all )?(?P<phrase>{_DETERMINER} (?:{_WORD} ){{0,3}}?{_WORD}|[a-z][a-z-]+(?:s|ion))"
    r"(?: of [£$€][\w.]+(?: an? \w+)?)?"
    r"(?= (?P<verb>was|were|is|are|had|has|have|would|will|could|should|may|might|can|must|did|does|"
    r"do)\b(?P<quote>(?<=was|ere| is|are) [“\"‘]an? )?)"
)
OBJECT = lazy(
    rf"(?P<phrase>(?:{_DETERMINER} )?(?:[“\"]?{_WORD},? ){{0,4}}?{_WORD}[”\"]?(?: of (?!{_WORD}ing)(?:{_DETERMINER} "
    rf")?(?:{_WORD} ){{0,2}}?{_WORD})?)"
    r"(?=[,.;:“”\"]| (?:as|for|over|because|after|when|while|and|but|that|which|who|in|on|at|by|of|to|with|against|"
    r"about|such|via|until|against|a|an|the|again|today|yesterday|twice|publicly|instead|too)\b| [“\"]|$)"
)
#: "to back the barrage", "to reject it": what others are to do says what one thinks oneself.
WISH = lazy(rf"\b(?:to|should|must) (?P<verb>{FAVOURABLE.pattern}|{UNFAVOURABLE.pattern}) ", re.IGNORECASE)
#: What stands where the one named should: the name itself.
NO_OBJECT = lazy(r"[“\"‘']|as\b")
#: What is demanded of somebody one is against.
OUST = lazy(
    r"(?P<who>\b(?:his|her|their)|\bthe [a-z]+(?: [a-z]+)?|\b[A-Z][\w-]+(?: [A-Z][\w-]+)*)(?:[’']s)? (?:resignation|"
    r"ouster|dismissal|sacking|arrest|impeachment|removal|"
    r"(?:to|should|must) (?:resign|step down|quit|go|be (?:sacked|fired|arrested|jailed|impeached|removed)))"
)
#: Adjectives that belong to no name of a thing.
NEWS = lazy(
    rf"^(?:(?:{_DETERMINER}|all|both|more|new|latest|late|old|proposed|planned|recent|first|current|controversial|whole|"
    rf"entire|expansive) )+",
    re.IGNORECASE,
)
#: Before the last word of a name: "a tidal | barrage".
LONGER = lazy(r"\b(?:an?|the|its|his|her|their|this|new) (?P<name>(?:[\w’'-]+ ){1,2})$")
PRAISE_IN_NAME = lazy(r"^[“\"][^”\"]*[”\"] ")
NO_TARGET = lazy(
    r"(?:it|there|what|how|why|who|that|this|these|those|one|no one|nobody|everyone|everybody|something|nothing|"
    r"anyone|others?|themselves|himself|herself|itself|you|we|i|us|"
    r"me|they|he|she|them|him|her|people|time|day|year|way|thing|things|part|some|many|all|most|more|if|whether|not|no|"
    r"claims?|reports?|allegations?|accusations?|accounts?|remarks?|matter|answer|question|issue|idea|notion|suggestion|fact|"
    r"(?:\w+ )*(?:request|motion|bid|appeal|argument)s?|.{0,2}|\d.*)",
    re.IGNORECASE,
)
#: From which difference of probabilities on a target is claimed, by what named it (tuned on the gold stances).
NAMED_FLOOR, BODY_FLOOR, THING_FLOOR, CALLED_FLOOR = 0.4, 0.85, 0.95, 0.3
#: Polarity that a verb which judges gives by itself.
JUDGED = 0.8
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
    """What may be spoken of: its name, where the statement mentions it, how sure a claim must be."""

    name: str
    mentions: tuple[Span, ...]
    floor: float


def stances(draft: Draft, told: Sequence[Addressee | None]) -> tuple[tuple[Stance, ...], ...]:
    """The stances of each attribution, the strongest first, three at most."""
    judge = _Judge(draft, told)
    return tuple(tuple(judge.stances(i)) for i in range(len(draft.attributions)))


class _Judge:
    """Judges the statements of a draft one by one."""

    def __init__(self, draft: Draft, told: Sequence[Addressee | None]) -> None:
        self.draft, self.text, self.told = draft, draft.text, told
        #: What was last judged that is nobody named: what "it" means.
        self.topic, self.topic_at = "", -REACH
        #: Whose statements are nested in each.
        self.inner: dict[int, list[Entity | None]] = {}
        for k, a in enumerate(draft.attributions):
            if a.parent is not None:
                self.inner.setdefault(a.parent, []).append(draft.cast.answers.get(k))
        self.known: dict[tuple[int, Span], Entity | None] = {}

    def stances(self, i: int) -> list[Stance]:
        """What statement i is for and against."""
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
        a = self.draft.attributions[i]
        cue = a.cue[0].of(self.text)
        after = [c for c in a.content if c.start >= a.cue[0].end]
        negated = NEGATED.search(self.text, max(0, a.cue[0].start - 12), a.cue[0].end) or any(
            NEITHER.match(source.of(self.text)) for source in a.source
        )
        sign = -_sign(cue) if negated else _sign(cue)
        if HELD_BACK.search(self.text, max(0, a.cue[0].start - 24), a.cue[0].end) and (sign > 0 or not negated):
            sign = 0  # who refuses to attack isn't for anybody, and who is slow to endorse isn't yet
        sign = endorsements.side(cue) or sign  # who withdraws an endorsement is against
        if after and sign:
            yield from self._towards(i, after[0].start, after[0].end, sign, a.cue[0])
        if after and NAMING.search(cue):
            yield from self._as_called(i, after[0])
        if DREAD.search(cue):
            for target in self._thing(i):
                yield Stance(target.name, -JUDGED, (*target.mentions, a.cue[0]))
        if CHARGE.search(cue):
            yield from self._charged(i)
        if not negated and not FACTUAL.search(cue):
            yield from self._appraisals(i)
        for content in a.content:
            for wish in WISH.finditer(self.text, content.start, content.end):
                if NO_WISH.search(self.text, max(0, wish.start() - 48), wish.start()):
                    continue
                yield from self._towards(i, wish.end(), content.end, _sign(wish["verb"]), Span(*wish.span("verb")))
            for oust in OUST.finditer(self.text, content.start, content.end):
                name = self._name(i, Span(*oust.span("who")))
                if name:
                    yield Stance(name, -JUDGED, (Span(*oust.span()),))

    def _towards(self, i: int, start: int, end: int, sign: int, verb: Span) -> Iterator[Stance]:
        """The stance towards the object at `start`."""
        if CLAUSE.match(self.text, start, end):
            return
        if self.text[start] in '“"‘' and not self.text[start:end].rstrip(".,").endswith(("”", '"', "’")):
            return  # half of a quotation names nothing
        match = OBJECT.match(self.text, start + (self.text[start] in '“"‘'), end)
        if match is None or (self.text[start] in '“"‘' and BE.search(match["phrase"])):
            return
        phrase = self._accused(verb, Span(*match.span("phrase")))
        name = self._in_apposition(phrase) or self._owner(i, phrase) or self._name(i, phrase)
        if name and not INDEFINITE.match(phrase.of(self.text)):
            yield Stance(name, sign * JUDGED, (phrase, verb))

    def _accused(self, verb: Span, phrase: Span) -> Span:
        """Who is accused, without what they are accused of: "accused | her | of theft"."""
        of = phrase.of(self.text).find(" of ")
        pronoun = phrase.of(self.text).partition(" ")[0].lower() in lexicon.PRONOUNS
        cut = of > 0 and (pronoun or CHARGING.search(verb.of(self.text)))
        return Span(phrase.start, phrase.start + of) if cut else phrase

    def _in_apposition(self, phrase: Span) -> str | None:
        """The name after a comma: "endorsed his former rival, | Joe Lund"."""
        meant = self.draft.cast.meant
        if any(phrase.contains(s) for s in meant) or not self.text.startswith(", ", phrase.end):
            return None
        return next((e.name for s, e in meant.items() if s.start == phrase.end + 2 and e.kind == "person"), None)

    def _owner(self, i: int, phrase: Span) -> str | None:
        """Whose deed or word a noun phrase names, if anybody's: "the court’s well-reasoned decision"."""
        owned = OWNED.match(phrase.of(self.text))
        if owned is None or any(phrase.contains(s) and s.end == phrase.end for s in self.draft.cast.meant):
            return None
        owner = Span(phrase.start, phrase.start + owned.end("owner"))
        entity = self._whom(i, owner)
        return entity.name if entity is not None and entity.kind in ("person", "organization") else None

    def _as_called(self, i: int, content: Span) -> Iterator[Stance]:
        """The stance towards what is given a name, by what the head hears in the name."""
        cue = self.draft.attributions[i].cue[0]
        between = strip(self.text, cue.end, content.start) if cue.end < content.start else None
        if between and ANAPHOR.fullmatch(between.of(self.text)):  # calling | it | “a licence to cull”
            name = self._name(i, between)
            if name:
                yield from self._heard(i, [_Target(name, (between,), CALLED_FLOOR)])
            return
        if NO_OBJECT.match(self.text, content.start, content.end):  # the name alone, without what it is given to
            return
        match = OBJECT.match(self.text, content.start, content.end)
        span = Span(*match.span("phrase")) if match else None
        name = self._name(i, span) if span and not EVENT.fullmatch(span.of(self.text)) else None
        if span and name:
            yield from self._heard(i, [_Target(name, (span,), CALLED_FLOOR)])

    def _charged(self, i: int) -> Iterator[Stance]:
        """The stance towards whoever an allegation names first."""
        a, cast = self.draft.attributions[i], self.draft.cast
        named = sorted(
            s for s, e in cast.meant.items() if any(c.contains(s) for c in a.content) and e.kind != "unnamed"
        )
        for span in named[:1]:
            yield Stance(cast.meant[span].name, -JUDGED, (span, a.cue[0]))

    def _appraisals(self, i: int) -> Iterator[Stance]:
        """The stances towards those of whom the content says outright what they are, or what is felt about them."""
        for content in self.draft.attributions[i].content:
            for span in self._subjects(content):
                appraisal = appraisals.predicate(self.text, span.end, content.end)
                if appraisal is None or not self._meant_so(content, span):
                    continue
                entity = self._whom(i, span)
                if entity is not None and entity.kind != "unnamed":
                    yield Stance(entity.name, appraisal.sign * JUDGED, (span, appraisal.words))
            for felt in appraisals.feelings(self.text, content.start, content.end):
                yield from self._towards(i, felt.end, content.end, felt.sign, felt.words)
            for side in endorsements.own(self.text, content.start, content.end):
                if self._is_own(i, side.who) and self._meant_so(content, side.who):
                    yield from self._towards(i, side.end, content.end, side.sign, side.words)

    def _is_own(self, i: int, who: Span) -> bool:
        """Whether a pronoun in statement i means its holder; "I" in another's words within it doesn't."""
        if who.of(self.text).lower() in ("i", "we"):
            inner = (k for k, a in enumerate(self.draft.attributions) if a.parent == i)
            return not any(c.contains(who) for k in inner for c in self.draft.attributions[k].content)
        holder = self.draft.cast.answers.get(i)
        return holder is not None and self._whom(i, who) is holder

    def _subjects(self, content: Span) -> list[Span]:
        """Who is named in a content, by name or pronoun, in text order."""
        owned = (span for span in self._names(content) if not OF.search(self.text, max(0, span.start - 6), span.start))
        return sorted(
            {*owned, *(Span(*m.span()) for m in SUBJECT_PRONOUN.finditer(self.text, content.start, content.end))}
        )

    def _meant_so(self, content: Span, span: Span) -> bool:
        """Whether the sentence around a span says what it says: it neither asks nor supposes."""
        start, end = sentence(content.of(self.text), span.start - content.start)
        words = content.of(self.text)[start:end]
        return not words.rstrip(" ”’\"'").endswith("?") and not SUPPOSED.search(
            words[: span.start - content.start - start]
        )

    # -- what the head hears -----------------------------------------------------------------------------------

    def _by_head(self, i: int) -> Iterator[Stance]:
        """The stances that the tagger's head hears towards those named in the content, and towards its subject."""
        yield from self._heard(i, [*self._named(i), *self._thing(i)])

    def _named(self, i: int) -> Iterator[_Target]:
        """Everybody named in the content, and whoever it is said to."""
        a, cast = self.draft.attributions[i], self.draft.cast
        cue = a.cue[0].of(self.text)
        if FACTUAL.search(cue) or RELAYING.search(cue) or _sign(cue):  # a verb that judges says whom it judges
            return
        holder = cast.answers.get(i)
        mentions: dict[int, tuple[Entity, list[Span]]] = {}
        for content in a.content:
            spans = self._names(content, ("person", "organization"))
            spans += [Span(*m.span()) for m in PERSONAL.finditer(self.text, content.start, content.end)]
            for span in sorted(spans):
                entity = self._whom(i, span)
                if (
                    entity is not None
                    and entity is not holder
                    and entity not in self.inner.get(i, ())  # whose words one passes on one need not judge
                    and entity.kind in ("person", "organization")
                    and not entity.place
                    and not (entity.called & STORMS or NOBODY.match(entity.name))
                ):
                    mentions.setdefault(id(entity), (entity, []))[1].append(span)
        if holder is not None and holder.kind == "organization":
            return  # a paper, a poll or a bank gives facts, be they good or bad for somebody
        for entity, found in mentions.values():
            plain = entity.kind == "person"
            yield _Target(entity.name, tuple(found), NAMED_FLOOR if plain else BODY_FLOOR)
        listener = self.told[i]
        yous = [Span(*m.span()) for c in a.content for m in YOU.finditer(self.text, c.start, c.end)]
        if listener and yous and a.type == "direct":
            yield _Target(listener.name, tuple(yous), NAMED_FLOOR)

    def _thing(self, i: int) -> Iterator[_Target]:
        """What a content is about: its first noun phrase, if it is nobody named."""
        a = self.draft.attributions[i]
        if FACTUAL.search(a.cue[0].of(self.text)):
            return
        start, told = a.content[0].start, self.told[i]
        if told and told.spans[0].start == start:  # told | delegates | the buyers were “spivs”
            start = told.spans[0].end + 1
        match = SUBJECT.match(self.text, start, a.content[0].end)
        span = Span(*match.span("phrase")) if match else None
        name = self._name(i, span) if span and not EVENT.fullmatch(span.of(self.text)) else None
        if match and span and name:
            yield _Target(name, (span,), CALLED_FLOOR if match["quote"] else THING_FLOOR)

    def _heard(self, i: int, targets: Sequence[_Target]) -> Iterator[Stance]:
        """How the statement speaks of targets, by the tagger's head; nothing of those where it is neutral or unsure.

        Of several sentences that mention a target, the clearest counts.
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
        """How a sentence of the content speaks of the targets, by their numbers, that it mentions: -1 to 1."""
        scores = self.draft.scores
        said = rows(scores, [scope, *self.draft.attributions[i].cue])
        at = {number: found for number, spans in asked.items() if len(found := rows(scores, spans))}
        if len(said) and at:
            judged = scores.stances.judge(scores.hidden, list(at.values()), said).tolist()
            yield from zip(at, (favourable - unfavourable for unfavourable, _, favourable in judged), strict=True)

    def _by_sentence(self, i: int, targets: Sequence[_Target]) -> dict[Span, dict[int, list[Span]]]:
        """The sentences of a content, and where they mention which targets, by number."""
        found: dict[Span, dict[int, list[Span]]] = {}
        for number, target in enumerate(targets):
            for mention in target.mentions:
                found.setdefault(self._around(i, mention), {}).setdefault(number, []).append(mention)
        return found

    def _around(self, i: int, mention: Span) -> Span:
        """The sentence of the content that a mention stands in; outside the content, the mention alone."""
        piece = next((c for c in self.draft.attributions[i].content if c.contains(mention)), None)
        if piece is None:
            return mention
        start, end = sentence(piece.of(self.text), mention.start - piece.start)
        return Span(piece.start + start, piece.start + end)

    # -- names and nouns --------------------------------------------------------------------------------------

    def _names(self, content: Span, types: Sequence[str] = ENTITY_TYPES) -> list[Span]:
        """The names in a content, in text order."""
        named = self.draft.cast.named
        first = bisect_left(named, content.start, key=lambda m: m.span.start)
        inside = takewhile(lambda m: m.span.end <= content.end, named[first:])
        return [m.span for m in inside if m.type in types]

    def _whom(self, i: int, span: Span) -> Entity | None:
        """Whom a name or pronoun in statement i means."""
        if (i, span) not in self.known:
            self.known[i, span] = self.draft.cast.meant.get(span) or self.draft.cast.who(span, i)
        return self.known[i, span]

    def _name(self, i: int, span: Span) -> str | None:
        """What a noun phrase means: the name of somebody, or the words by which the text first has it in full."""
        words, cast = span.of(self.text), self.draft.cast
        named = [e for s, e in cast.meant.items() if span.contains(s) and s.end == span.end]
        if named:
            return named[0].name
        if ANAPHOR.fullmatch(words):
            return self.topic if span.start - self.topic_at < REACH else None
        bare = PRAISE_IN_NAME.sub("", NEWS.sub("", words))
        head = bare.rpartition(" ")[-1].lower()
        if words.lower() in lexicon.PRONOUNS or head in lexicon.PERSONS | lexicon.OFFICES | lexicon.TITLES:
            return self._someone(i, span, head)
        if not bare or NO_TARGET.fullmatch(bare):
            return None
        if bare.lower() in GENERIC and self.topic:
            return self.topic
        self.topic, self.topic_at = self._fullest(bare, span), span.start
        return self.topic

    def _someone(self, i: int, span: Span, head: str) -> str | None:
        """The name of a person meant by a pronoun or a description; of one named nowhere, the description."""
        cast = self.draft.cast
        entity = cast.who(span, i)
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
    """The pieces of the tagger's encoding under spans, in order."""
    encoding = scores.encoding
    ranges = [
        np.arange(
            int(np.searchsorted(encoding.ends, span.start, side="right")),
            int(np.searchsorted(encoding.starts, span.end, side="left")),
        )
        for span in sorted(spans)
    ]
    return np.concatenate(ranges) if ranges else np.zeros(0, dtype=np.int64)


def _sign(verb: str) -> int:
    """1 for a verb that favours, -1 for one that doesn't, else 0."""
    return bool(FAVOURABLE.search(verb)) - bool(UNFAVOURABLE.search(verb))
