"""Targets: the noun phrases in a statement that it may be for or against.

They are the object of a judging verb, either the cue (“condemned the closure”) or in the content (“to back the
barrage”). The cast resolves whom they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..english import lexicon
from ..english.quotation import too_deep
from ..holders.cast import Phrase
from ..patterns import lazy
from ..span import Span, covers
from . import appraisals, endorsements
from .discourse import Discourse

# cases: tests/test_stance.py, VERBS, OBJECTS and PLAIN
#: Verbs that judge what follows them.
FAVOURABLE = lazy(
    r"\b(?:prais|laud|hail|welcom|applaud|endors|(?<!took )(?<!take )(?<!gave )(?<!give )(?<!came )(?<!come )"
    r"back(?:s|ed|ing)?\b(?! (?:against|at|off|down|on|to|out|from)\b)|support|favou?r|thank|commend|celebrat|champion|"
    r"defend|admir|congratulat|salut|embrac|approv|prefer|choos|chose|vote[sd]? for|(?:speak|spoke|argu)\w* for|"
    r"agree[sd]? with|want\w* to (?:keep|save))\w*",
    re.IGNORECASE,
)
UNFAVOURABLE = lazy(
    r"\b(?:condemn|denounc|criticis|criticiz|accus|blam|oppos|reject|attack|slam|blast|lambast|deplor|decri|mock|ridicul|rebuk|"
    r"warn\w* against|fault|disparag|denigrat|object(?:s|ed|ing)? to|ripp|rail(?:s|ed|ing)? against|excoriat|assail|"
    r"derid|(?:vot(?:e[sd]?|ing)|(?:speak|spoke|argu|campaign)\w*) against|"
    r"castigat|chid|scold|resent|scrap|abolish|repeal|boycott|sack|impeach|distrust|mistrust|rubbish(?:ed|es|ing)|"
    r"push(?:es|ed|ing)? back (?:against|on|at)|(?:hit|hits|hitting|fired|fires|firing) back at|"
    r"(?:hit|hits|hitting|lash(?:es|ed|ing)?) out at|(?:took|takes?|taking|taken) aim at|"
    r"(?:lost|losing|loses?) (?:all )?(?:faith|confidence|trust|patience) (?:in|with))\w*",
    re.IGNORECASE,
)
#: What begins a clause or a phrase that is no object: “accused | of perverting the course of justice”.
CLAUSE = lazy(r"(?:that|what|how|why|if|whether|when|of|with)\b", re.IGNORECASE)
NEGATED = lazy(r"\b(?:not|never|no longer|refus\w+|declin\w+|fail\w*|neither|nor)\b|n[’']t\b", re.IGNORECASE)
#: Of one who doesn't do it.
HELD_BACK = lazy(
    r"\b(?:refus|declin|reluctan|hesita|unwilling|stop\w* short|ton(?:e[sd]?|ing) down|soften)\w*", re.IGNORECASE
)
ANAPHOR = lazy(r"(?:it|them|that|this)\b", re.IGNORECASE)
#: What may turn the sense of the verb before it: to back, but to push back against.
PARTICLE = lazy(r"(?:against|on|at|out at) ")
#: Who is surely meant by a person's pronoun; "it" and "they" are as often no body's.
PERSONAL = lazy(rf"\b(?:{'|'.join(sorted(lexicon.HE | lexicon.SHE))})\b", re.IGNORECASE)
#: Cues that give a fact rather than a view, or withhold one: who is named after them is not judged.
FACTUAL = lazy(
    r"\b(?:show|disclos|expos|find|found|reveal|document|declin|refus|den(?:y|ie)|withdr|withdraw|know|ask|"
    r"demand\w* to know|"
    r"neither|project|led|poll|estimat|expect|announc|confirm|plead|pled|call\w* (?:for|on))\w*",
    re.IGNORECASE,
)
#: Somebody, and what is theirs; who is for somebody's end is not for them.
OWNED = lazy(
    r"(?P<owner>his|her|their|(?:the |The )?[\w.-]+(?: [\w.-]+){0,4}(?=[’']))(?:[’']s?)? "
    r"(?!(?:\w+ ){0,2}(?:resignation|ouster|dismissal|sacking|"
    r"arrest|impeachment|removal|departure|defeat|death|conviction|opponents?|critics|rivals?)\b)"
)
SUBJECT_PRONOUN = lazy(r"\b(?:he|she|they)\b", re.IGNORECASE)
#: A determiner with one word, two, three: the last of one of them may be what somebody is.
DESCRIPTION = lazy(r"\b(?:the|this|my|our|his|her|their) [\w-]+(?=( [\w-]+)?)(?=(?: [\w-]+( [\w-]+))?)", re.IGNORECASE)
NEITHER = lazy(r"neither\b", re.IGNORECASE)
BE = lazy(r"\b(?:is|was|were|are|has|have|had|would|will)\b")
CHARGING = lazy(r"\b(?:accus|charg|suspect|convict)\w*", re.IGNORECASE)
#: What isn't claimed.
SUPPOSED = lazy(r"\b(?:if|whether|unless|suppose|until|when)\b[^,;]*$|^[\"“]?(?:is|was|are|were)\b", re.IGNORECASE)
#: Before "to support", these deny that something does; and what follows them is done, not wished for.
NO_WISH = lazy(
    r"\b(?:evidence|proof|basis|facts?|data|reasons?|enough|continu(?:es?|ed|ing)|beg[au]n|start(?:s|ed)|tri(?:es|ed)|"
    r"attempt(?:s|ed)|fail(?:s|ed)|help(?:s|ed)|used|order|able|unable|reluctant|hesitant|unwilling|refus\w+|"
    r"declin\w+) $|"
    r"(?:\b(?:not|never)|n[’']t) (?:\w+ ){0,4}(?:ready|prepared|comfortable|willing|eager|inclined|going)\b[^.;,]*$"
)
_DETERMINER = r"(?:the|this|these|those|that|his|her|their|its|our|an?)"
_SHORT = r"(?:Mrs?|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Prof|Rev|St|Jr|Sr)\."
_WORD = rf"(?:{_SHORT}|(?!{_SHORT})[\w’'-]+)"
OBJECT = lazy(
    rf"(?P<phrase>(?:{_DETERMINER} )?(?:[“\"]?{_WORD},? ){{0,4}}?{_WORD}[”\"]?(?: of (?!{_WORD}ing)(?:{_DETERMINER} "
    rf")?(?:{_WORD} ){{0,2}}?{_WORD})?)"
    r"(?=[,.;:“”\"]| (?:as|for|over|because|after|when|while|and|but|that|which|who|in|on|at|by|of|to|with|against|"
    r"about|such|via|until|against|a|an|the|again|today|yesterday|twice|instead|too|"
    r"any (?:more|longer)|anymore|now|"
    r"(?!(?:family|ally|assembly|rally|supply|reply|Italy|July)\b)\w{3,}ly)\b| [“\"]|$)"
)
#: "to back the barrage", "to reject it": what others are to do says what one thinks oneself.
WISH = lazy(rf"\b(?:to|should|must) (?P<verb>{FAVOURABLE.pattern}|{UNFAVOURABLE.pattern}) ", re.IGNORECASE)
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
#: Something done: by a form of a verb, not by one that describes who is named after it.
DONE = lazy(
    r"(?!(?:leading|sitting|outgoing|incoming|ruling|acting|visiting|opposing|rising|existing|remaining|fighting|growing|"
    r"missing|surviving|living|reigning|running|during|nothing|something|anything|everything)\b)[a-z]{2,}ing [\w“\"‘]"
)
PRAISE_IN_NAME = lazy(r"^[“\"][^”\"]*[”\"] ")


@dataclass(frozen=True, slots=True)
class Judged:
    """A noun phrase that is judged. sign: 1 for it, -1 against it. words: those that judge."""

    phrase: Span
    sign: int
    words: Span


def phrases(discourse: Discourse) -> Iterator[Phrase]:
    """The targets of all statements, and their possessors, that must be resolved."""
    for i in range(len(discourse.attributions)):
        yield from (Phrase(span, i) for span in _asked(discourse, i))


def _asked(discourse: Discourse, i: int) -> Iterator[Span]:
    """Those of one statement, in the order in which it is judged."""
    yield from _people(discourse, by_cue(discourse, i))
    contents = discourse.attributions[i].content
    for content in contents if is_outright(discourse, i) else ():
        people = pronouns(discourse, content, SUBJECT_PRONOUN)
        yield from (span for span in people if appraised(discourse, content, span))
        yield from described(discourse, content)
        for felt in feelings(discourse, content):
            yield from _people(discourse, felt)
        for who, side in own_endorsements(discourse, content):
            yield who
            yield from _people(discourse, side)
    for content in contents:
        for wish in wishes(discourse, content):
            yield from _people(discourse, wish)
        for who, _ in ousted(discourse, content):
            yield from _person(discourse, who)
    for content in contents:
        yield from pronouns(discourse, content, PERSONAL)


def _people(discourse: Discourse, judged: Judged | None) -> Iterator[Span]:
    """Whose a noun phrase is, and the phrase itself where it means somebody."""
    if judged is None:
        return
    if owner := owner_of(discourse.text, judged.phrase):
        yield owner
    yield from _person(discourse, judged.phrase)


def _person(discourse: Discourse, phrase: Span | None) -> Iterator[Span]:
    if phrase and is_somebody(phrase.of(discourse.text)):
        yield phrase


def is_somebody(words: str) -> bool:
    """Whether a noun phrase is a pronoun or describes somebody: "the minister"."""
    return words.lower() in lexicon.PRONOUNS or head(bare(words)) in lexicon.PERSONS | lexicon.OFFICES | lexicon.TITLES


def is_done(words: str) -> bool:
    """Whether a noun phrase is of something done, which somebody may be named in: “closing Cutler School”."""
    return DONE.match(words) is not None


def bare(words: str) -> str:
    """A noun phrase without the adjectives that belong to no name, and without praise in quotation marks."""
    return PRAISE_IN_NAME.sub("", NEWS.sub("", words))


def head(words: str) -> str:
    """The last word of a noun phrase."""
    return words.rpartition(" ")[-1].lower()


# -- what the cue says ---------------------------------------------------------------------------------------------


def cue_sign(discourse: Discourse, i: int) -> int:
    """1 if the cue favours what follows it, -1 if it is against it, else 0."""
    return _side(discourse, i, discourse.attributions[i].cue[0])


def _side(discourse: Discourse, i: int, cue: Span) -> int:
    """As `cue_sign`, of the words at `cue`, which may be more than the cue."""
    text, negated = discourse.text, is_negated(discourse, i)
    side = -sign(cue.of(text)) if negated else sign(cue.of(text))
    if HELD_BACK.search(text, max(0, cue.start - 24), cue.end) and (side > 0 or not negated):
        side = 0  # who refuses to attack isn't for anybody, and who is slow to endorse isn't yet
    return endorsements.side(cue.of(text)) or side  # who withdraws an endorsement is against


def is_negated(discourse: Discourse, i: int) -> bool:
    """Whether the source doesn't do what the cue says."""
    text, a = discourse.text, discourse.attributions[i]
    negated = NEGATED.search(text, max(0, a.cue[0].start - 12), a.cue[0].end)
    return bool(negated) or any(NEITHER.match(source.of(text)) for source in a.source)


def is_factual(discourse: Discourse, i: int) -> bool:
    """Whether the cue gives a fact rather than a view, or withholds one."""
    return bool(FACTUAL.search(discourse.attributions[i].cue[0].of(discourse.text)))


def is_outright(discourse: Discourse, i: int) -> bool:
    """Whether a judgement in the content is the holder's own."""
    return not is_negated(discourse, i) and not is_factual(discourse, i)


def by_cue(discourse: Discourse, i: int) -> Judged | None:
    """The object of a cue that judges: "condemned | the closure", "called | the vote | a sham"."""
    text, cue, after = discourse.text, discourse.attributions[i].cue[0], _after(discourse, i)
    if after is None:
        return None
    if called := appraisals.called(text, cue.of(text), after.start, after.end):
        phrase, what = called
        return None if is_negated(discourse, i) else Judged(phrase, what.sign, what.words)
    cue, after = _with_particle(text, cue, after)
    whole = endorsements.taken(text, cue.start, after.end)
    if whole and whole.words.end > max(cue.end, after.start):  # “withdrew | her support for | the bill”
        side = 0 if is_negated(discourse, i) else whole.sign
        return judged(text, whole.words.end + 1, after.end, side, whole.words) if side else None
    side = _side(discourse, i, cue)
    return judged(text, after.start, after.end, side, cue) if side else None


def _with_particle(text: str, cue: Span, after: Span) -> tuple[Span, Span]:
    """A cue and what follows, with the preposition that turns its sense: “pushed back | against the claims”."""
    particle = PARTICLE.match(text, after.start, after.end) if after.start - cue.end == 1 else None
    if particle is None:
        return cue, after
    both = Span(cue.start, particle.end() - 1)
    turned = sign(both.of(text)) != sign(cue.of(text))
    return (both, Span(particle.end(), after.end)) if turned else (cue, after)


def _after(discourse: Discourse, i: int) -> Span | None:
    """The first piece of content after the cue, or None."""
    a = discourse.attributions[i]
    return next((c for c in a.content if c.start >= a.cue[0].end), None)


def judged(text: str, start: int, end: int, side: int, words: Span) -> Judged | None:
    """The object, at `start`, of words that judge."""
    if CLAUSE.match(text, start, end):
        return None
    quoted = text[start] in '“"‘'
    if quoted and not text[start:end].rstrip(".,").endswith(("”", '"', "’")):
        return None  # half of a quotation names nothing
    match = OBJECT.match(text, start + quoted, end)
    if match is None or (quoted and BE.search(match["phrase"])):
        return None
    phrase = Span(*match.span("phrase"))
    if phrase.of(text)[-1] in '”"' and not set('“"') & set(phrase.of(text)[:-1]):
        phrase = Span(phrase.start, phrase.end - 1)  # the end of a quotation that begins before
    return Judged(_accused(text, words, phrase), side, words)


def _accused(text: str, verb: Span, phrase: Span) -> Span:
    """Who is accused, without what they are accused of: "accused | her | of theft"."""
    of = phrase.of(text).find(" of ")
    pronoun = phrase.of(text).partition(" ")[0].lower() in lexicon.PRONOUNS
    cut = of > 0 and (pronoun or CHARGING.search(verb.of(text)))
    return Span(phrase.start, phrase.start + of) if cut else phrase


def owner_of(text: str, phrase: Span) -> Span | None:
    """Whose deed or word a noun phrase names, if anybody's: "the court’s well-reasoned decision"."""
    owned = OWNED.match(phrase.of(text))
    if owned is None or is_done(phrase.of(text)):
        return None
    who, of, _ = owned["owner"].partition(" of ")
    if of and who[:1].islower() and not is_somebody(who):  # “the renewal of Norline’s licence” is nobody’s
        return None
    return Span(phrase.start, phrase.start + owned.end("owner"))


# -- what the content says -----------------------------------------------------------------------------------------


def pronouns(discourse: Discourse, content: Span, which: re.Pattern[str]) -> Iterator[Span]:
    """The pronouns of people in a content, without those that are quoted too deep to tell whom they mean."""
    deep, found = too_deep(discourse.text), which.finditer(discourse.text, content.start, content.end)
    yield from (Span(*m.span()) for m in found if not covers(deep, m.start()))


def appraised(discourse: Discourse, content: Span, span: Span) -> appraisals.Appraisal | None:
    """The outright judgement in a content on the person named at `span`."""
    appraisal = appraisals.predicate(discourse.text, span.end, content.end)
    return appraisal if appraisal and _meant_so(discourse, content, span) else None


def described(discourse: Discourse, content: Span) -> Iterator[Span]:
    """Who is judged outright in a content and only described: “the minister | has my confidence”."""
    text = discourse.text
    for match in DESCRIPTION.finditer(text, content.start, content.end):
        ends = (match.end(), *(match.end(k) for k in (1, 2) if match[k]))
        for end in ends:
            span = Span(match.start(), end)
            if is_somebody(span.of(text)) and appraised(discourse, content, span):
                yield span


def feelings(discourse: Discourse, content: Span) -> Iterator[Judged]:
    """The targets of feelings that a content expresses."""
    for felt in appraisals.feelings(discourse.text, content.start, content.end):
        if found := judged(discourse.text, felt.end, content.end, felt.sign, felt.words):
            yield found


def own_endorsements(discourse: Discourse, content: Span) -> Iterator[tuple[Span, Judged]]:
    """For and against whom a content says that somebody is: the pronoun of that one, and the object."""
    for side in endorsements.own(discourse.text, content.start, content.end):
        found = judged(discourse.text, side.end, content.end, side.sign, side.words)
        if found and _meant_so(discourse, content, side.who):
            yield side.who, found


def wishes(discourse: Discourse, content: Span) -> Iterator[Judged]:
    """For and against whom others are to do something: "to back the barrage"."""
    for wish in WISH.finditer(discourse.text, content.start, content.end):
        if not NO_WISH.search(discourse.text, max(0, wish.start() - 48), wish.start()):
            verb = Span(*wish.span("verb"))
            if found := judged(discourse.text, wish.end(), content.end, sign(wish["verb"]), verb):
                yield found


def ousted(discourse: Discourse, content: Span) -> Iterator[tuple[Span, Span]]:
    """Whose resignation is demanded, and the words that do."""
    for oust in OUST.finditer(discourse.text, content.start, content.end):
        yield Span(*oust.span("who")), Span(*oust.span())


def _meant_so(discourse: Discourse, content: Span, span: Span) -> bool:
    """Whether the sentence around a span says what it says: it neither asks nor supposes."""
    around = discourse.sentence(span.start, content)
    asks = around.of(discourse.text).rstrip(" ”’\"'").endswith("?")
    return not asks and not SUPPOSED.search(discourse.text[around.start : span.start])


def sign(verb: str) -> int:
    """1 for a verb that favours, -1 for one that doesn't, else 0."""
    return bool(FAVOURABLE.search(verb)) - bool(UNFAVOURABLE.search(verb))
