"""Standing: how firmly the article presents a statement, never our own verdict.

By the rules it shows in the verb group of the cue (“declined to say”, “allegedly told”), or else in the content (“We
can confirm that …”), or in what the article itself adds (“falsely claimed”); what is nested in an allegation is
alleged. What was not said is told by `unsaid`. The tagger's cue head has a say of its own, and one weighing decides.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from ..attributions.attribution import Attribution
from ..english import lexicon
from ..patterns import lazy
from ..span import Span
from ..tagger import STANDINGS, Scores, StandingValue
from .draft import Draft
from .provenance import By, by_either
from .unsaid import unsaid

#: A standing. not said: negated, asked or on a condition. disputed: the article itself says that it is false or
#: unproven. The rules alone give these two: the cue head, which has the others, has seen neither.
Firmness = Literal[StandingValue, "not said", "disputed"]
#: What the rules' word weighs beside the cue head's log-probabilities: the best of six on the whole articles of dev.
RULED = 1.4
#: The same where the words leave no doubt: “allegedly”, “declined to”. The head has seen few of each.
OUTRIGHT: Mapping[Firmness, float] = dict.fromkeys(("alleged", "denied", "neither", "declined", "retracted"), 12.0)
#: The least probability that counts.
LEAST = 1e-6
#: Words of which a denial has one; the cue head alone takes “She is a liar” for one. Of the statements of 744 annotated
#: articles read as denials, 145 of 180 with such a word are, and 4 of 14 without.
DENYING = lazy(
    r"\b(?:no|not|never|none|nothing|nobody|neither|nor|without|cannot|false(?:hoods?|ly)?|untrue|lies?|lying|fake|baseless|"
    r"unfounded|wrong|nonsense|incorrect|inaccurate|den(?:y|ies|ied|ying|ials?)|reject\w*|refut\w*|disput\w*|dismiss\w*|"
    r"rebut\w*|fabricat\w*|mislead\w*|misrepresent\w*|rumou?rs?|hoax|bogus|ridiculous|absurd|contrary|unaware|fiction|myth|"
    r"mischief\w*)\b|n['’]t\b",
    re.IGNORECASE,
)
#: Patterns with the value that each means, and the stems of which words have to contain one for it to match; the first
#: that matches decides.
StandingPatterns = tuple[tuple[Firmness, re.Pattern[str], tuple[str, ...]], ...]

#: A value, and the words it rests on.
StandingEvidence = tuple[Firmness, Span]

#: How far on both sides of a cue its verb group may reach, in code points.
REACH = 80
# cases: tests/test_standing.py, TABLES
#: What may precede the words that count at the beginning of the content: a quotation mark, "that", an interjection.
OPENING = lazy(
    r"[“\"‘'\s]*(?:(?:(?:that(?! (?:is|was|are|were)\b)|well|look|and|but|so|again),?|(?:yes|no),)\s+)*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the text presents a statement; never our own verdict.

    spans: the words it rests on; for “asserted”, the cue.
    """

    value: Firmness
    spans: tuple[Span, ...]


#: Parts that the patterns share, by the name that stands for them there.
PARTS = {
    "claim": lexicon.either(lexicon.CLAIMS) + "s?",
    "speak": rf"(?:{lexicon.either(lexicon.DECLINABLE)}|(?:be|get|go) (?:drawn|interviewed|quoted|into))",
    "false": r"(?:(?:a|an|just|simply|completely|totally|absolutely|utterly|entirely|categorically|complete|total|"
    rf"utter|absolute|outright|pure) )*(?:{lexicon.either(lexicon.UNTRUE)}|not true|"
    r"without (?:any )?(?:merit|foundation|substance|basis))",
    "not": r"(?:\b(?:not|never|neither|nor|cannot)|n['’]t)",
    "nor": r"(?:n?or)",
    "unwilling": r"(?:\b(?:not|neither|nor|cannot|without|(?:declin|refus)\w* to|unable to)|n['’]t)",
    "confirm": r"(?:confirm|corroborat|verif|admit)\w*",
    "deny": r"(?:den(?:y|ies|ied|ying)|disput\w+|refut\w+)",
    "who": r"(?:I|we|he|she|it|they|the \w+)",
    "sure": r"(?!.{0,40}\bn[o'’]t\b(?! true))",
    "w": r"(?:[\w’'-]+ )",
}
#: Stems that rows share. They stand in lower case, anywhere in a word.
STEMS = {
    "confirm": "confirm corroborat verif admit",
    "deny": "deny deni disput refut",
    "false": " ".join(sorted(lexicon.UNTRUE)) + " true merit foundation substance basis",
}


def _table(*rows: tuple[Firmness, str, str]) -> StandingPatterns:
    """Rows of value, stems and pattern, compiled on first use; `<name>` stands for PARTS[name] or STEMS[name]."""
    return tuple(
        (value, lazy(_filled(pattern, PARTS), re.IGNORECASE), tuple(_filled(stems, STEMS).split()))
        for value, stems, pattern in rows
    )


def _filled(text: str, parts: Mapping[str, str]) -> str:
    return re.sub(r"(?<!P)<(\w+)>", lambda part: parts[part[1]], text)


def _possible(table: StandingPatterns, words: str) -> Iterator[tuple[Firmness, re.Pattern[str]]]:
    """The rows of a table that may match in words; most can't, and aren't even compiled."""
    words = words.lower()
    return ((value, pattern) for value, pattern, stems in table if any(stem in words for stem in stems))


#: The values by the verb group of the cue.
GROUPS = _table(
    # Neither "neither confirmed nor denied" nor a refusal, whatever verb it has.
    ("neither", "<confirm>", r"<unwilling>\s+<w>?<confirm>\b[^.;“”\"]{0,60}?\b<nor> (?:to )?<deny>\b"),
    ("neither", "<confirm>", r"<unwilling>\s+<w>?<deny>\b[^.;“”\"]{0,60}?\b<nor> (?:to )?<confirm>\b"),
    # Near-misses: a denial not made, a request refused, an office confirmed.
    ("asserted", "deny deni",
        r"(?:<not>|\bno one|\bnobody|\b(?:hard|hardly|difficult|impossible) to|\bcan) <w>?den(?:y|ied|ies)\b"),
    ("asserted", "retract withdr recant accus alleg disput",
        r"<not> <w>?(?:retract|withdr[ae]w|recant|accus|alleg|disput)\w*"),
    ("asserted", "deny deni",
        r"\bden(?:y|ies|ied|ying) <w>{0,4}?(?:access|appeal|asylum|bail|entry|funding|motion|"
        r"parole|permission|permits?|request|visas?)\b"),
    ("asserted", "confirm", r"\bconfirm(?:s|ed|ing)? <w>{0,4}?(?:appointment|nominat\w+|nominees?|as)\b"),
    ("declined", "comment confirm say discuss",
        r"\b(?:neither|no one|nobody|none) <w>{0,8}?(?:would|will) (?:comment|confirm|say|discuss)\b"),
    ("declined", "declin refus",
        r"\b(?:declin|refus)\w* (?:(?:further|even|again|\w+ly|\w+day) )*to <w>?(?:<speak>|<confirm>)\b"),
    ("declined", "declin refus", r"\b(?:declin|refus)\w* <w>{0,3}(?:comments?|interviews?)\b"),
    ("declined", "drawn comment discuss elaborate say answer speculate specify confirm",
        r"(?:\b(?:(?:will|would|do|does|did|could|can) |can)not|\b\w+n['’]t) (?:be drawn|comment|discuss|elaborate|"
        r"say|answer|speculate|specify|confirm)\b"),
    ("declined", "respond repl return answer",
        r"(?:\b(?:do|does|did|has|have|had) not|\b\w+n['’]t) (?:immediately |yet |directly )*"
        r"(?:respond(?:ed)?|repl(?:y|ied)|return(?:ed)?|answer(?:ed)?)\b"),
    ("declined", "comment", r"<not> (?:be )?(?:immediately )?(?:available|reached|reachable) for <w>?comment\b"),
    ("declined", "comment response reply",
        r"\b(?:had|has|have|offered|made|with|gave) no <w>?(?:comment|response|reply)\b"),
    ("retracted", "retract recant back", r"\b(?:retract|recant|back-?track|back-?pedal)\w*"),
    ("retracted", "back", r"\b(?:take|takes|took|taken|taking|walk|walks|walked|walking) <w>{0,3}?back\b"),
    ("retracted", "withdr",
        r"\bwithdr[ae]w(?:n|s|ing)? (?:it|them|that|<w>{0,5}?(?:<claim>|article|editorial|paper|study))\b"),
    ("retracted", "back revers",
        r"\b(?:row|rows|rowed|rowing|climb\w*) back\b|\brevers(?:e|es|ed|ing) (?:course|tack)\b"),
    ("denied", "guilty", r"\b(?:plead(?:s|ed|ing)?|pled) not guilty\b"),
    ("denied", "<deny> debunk rebut repudiat contradict rubbish",
        r"\b(?:<deny>|denials?|debunk\w*|rebut\w*|repudiat\w+|contradict(?:s|ed|ing)|rubbish(?:es|ed|ing))\b"),
    ("denied", "reject dismiss brush wav shrug laugh bat swat knock push hit scoff struck strik",
        r"\b(?:reject|dismiss|brush|wav|shrug|laugh|bat|swat|knock|push|hit|scoff|struck|strik)\w* "
        r"(?:(?:off|aside|away|down|back|at|on|against) )*(?:as [“\"]?<w>{0,3}?[\w-]+[”\"]? )?"
        r"<w>{0,4}?<claim>\b"),
    ("denied", "reject dismiss", r"\b(?:reject|dismiss)\w* (?:it|this|that|them|these|those)(?= as\b|[.,;]|$)"),
    ("denied", "insist", r"\binsist\w* (?:that )?<w>{1,4}?(?:not|never)\b"),
    ("denied", "pour", r"\bpour\w* (?:cold water|scorn) on\b"),
    ("confirmed", "<confirm>", r"\b(?:confirmations?|<confirm>)\b"),
    ("alleged", "alleg accus purport",
        r"\b(?:alleg(?:e|es|ed|ing|ations?)|accus(?:e|es|ed|ing|ations?)|purport(?:s|ed|ing)?)\b"),
    ("alleged", "allegedly purportedly supposedly", r"\b(?:allegedly|purportedly|supposedly)\b"),
)  # fmt: skip

#: The values by the words right before the cue.
HEDGES = _table(
    ("alleged", "allegedly purportedly supposedly",
        r"\b(?P<hedge>allegedly|purportedly|supposedly),? "
        r"(?:(?:had|has|have|been|also|once|later|then|\w+ly) )*$"),
)  # fmt: skip

#: The values by the first words of the content.
OPENINGS = _table(
    ("neither", "<confirm>", r"(?:<w>{1,4})?(?:<unwilling>)\s+<w>?<confirm>\b[^.;“”\"]{0,40}?\b<nor> (?:to )?<deny>\b"),
    ("neither", "<confirm>", r"(?:<w>{1,4})?(?:<unwilling>)\s+<w>?<deny>\b[^.;“”\"]{0,40}?\b<nor> (?:to )?<confirm>\b"),
    ("declined", "comment", r"no (?:further )?comment\b"),
    ("declined", "drawn comment discuss elaborate answer speculate into talk say",
        r"<who> <w>?(?:(?:will|would|do|does|did|could|can) ?not|\w+n['’]t|never) <w>?(?:be drawn|"
        r"be commenting|comment|discuss|elaborate|answer|speculate|(?:get|go) into|talk about|"
        r"say (?:if|whether|how|what|when|who|why|more|anything))\b"),
    ("declined", "going prepared able willing position",
        r"<who>(?: <w>?(?:am|are|is|was|were)|['’]m|['’]re) not (?:going|prepared|able|willing|in a position) "
        r"to <w>?<speak>\b"),
    ("declined", "decline refuse", r"(?:I|we) <w>?(?:decline|refuse)\b"),
    ("declined", "declin refus", r"<who> <w>?(?:declin|refus)(?:e|es|ed) to <w>?<speak>\b"),
    ("declined", "comment nothing",
        r"<who> (?:have|has|had) (?:no (?:further )?comment|nothing (?:more |further )?to "
        r"(?:say|add))\b"),
    ("declined", "comment",
        r"[^.”\"]{0,60}\b(?:not|inappropriate|wrong|improper|premature|unable) <w>{0,6}(?:to )?comment\b"),
    ("retracted", "retract recant take withdr",
        r"(?:[^.”\"]{0,40}?\b)?<who> <w>{0,2}(?:retract|recant|take (?:<w>{1,4})?back|"
        r"withdr[ae]w\w* (?:it|that|what|<w>{0,4}?<claim>))\b"),
    ("retracted", "wrong mistake spoke",
        r"(?:I|we|he|she|it|they) <w>?(?:(?:was|were) (?:\w+ )?(?:wrong|mistaken)\b(?! about)|"
        r"made a mistake\b|mis-?sp(?:oke|oken)\b)"),
    ("confirmed", "confirm",
        r"(?:(?:I|we)(?: can| could| do)?|(?:he|she|it|they) (?:can|could)) (?:now |also |only )?confirm\b"),
    ("confirmed", "true correct accurate", r"(?:that|it|this)(?: is|['’]s) (?:true|correct|accurate)\b"),
    ("denied", "deny deni reject",
        r"(?:I|we|he|she|it|they) <w>{0,2}(?:(?:deny|denies|denied)\b|reject\w* <w>{0,4}?<claim>\b)"),
    ("denied", "never did", r"I (?:never|did ?n[o'’]t)(?: did)?\W*$"),
    ("denied", "true", r"not true\b"),
    ("denied", "<false>",
        r"<sure>[^.”\"]{0,60}?\b(?:it|that|this|these|those|they|all|everything|<claim>)"
        r"(?: <w>{0,6}?(?:is|are|was|were)|['’](?:s|re)) <false>\b"),
    ("denied", "baseless fabricated false groundless true unfounded unsupported",
        r"<sure>[^.”\"]{0,80}?\b(?:is|are|was|were) (?:\w+ly )?(?:baseless|fabricated|false|groundless|not true|"
        r"unfounded|unsupported|untrue)\b"),
)  # fmt: skip

_FALSELY = r"(?:falsely|baselessly|groundlessly|erroneously|incorrectly|wrongly)"
_FALSE = (
    r"(?:debunked|disprove[dn]|discredited|refuted|false|untrue|baseless|groundless|unfounded|unproven|unsupported|"
    r"unsubstantiated|bogus)"
)
_PROOF = r"(?:(?:any|a shred of|\w+ing(?: any)?) )?(?:evidence|proof|basis|foundation)"
#: What the article itself says of a statement. on: the words that say so; by: what the cue has to be part of.
DISPUTED = (
    lazy(rf"\b(?P<on>{_FALSELY}) (?P<by>(?:\w+ ){{0,2}}\w+)", re.IGNORECASE),
    lazy(rf"(?P<by>\b\w+),? (?P<on>{_FALSELY})\b", re.IGNORECASE),
    lazy(rf"(?P<by>\b\w+),? (?P<on>without {_PROOF})", re.IGNORECASE),
    lazy(rf"^\W*(?P<on>without {_PROOF}),? (?P<by>(?:\w+ ){{0,3}}\w+)", re.IGNORECASE),
    lazy(rf", (?P<on>without {_PROOF}), (?!and\b|but\b|or\b)(?P<by>(?:\w+ ){{0,2}}\w+)", re.IGNORECASE),
    lazy(lambda: rf"\b(?P<on>{_FALSE}) (?P<by>(?:\w+ )?{lexicon.either(lexicon.CLAIMS)}s?)\b", re.IGNORECASE),
    lazy(
        lambda: (
            rf"(?P<by>\b{lexicon.either(lexicon.CLAIMS)}s?\b[^.;?!]*?)\b(?:that|which) (?:has|have|had|is|are|was|were)"
            rf" (?:(?:been|since|long|now|\w+ly) )*(?P<on>(?:proven? )?{_FALSE})\b"
        ),
        re.IGNORECASE,
    ),
)
#: The same where a content begins (“claimed | falsely that …”, “repeated | the debunked claim …”), and where it ends.
REPEATS = lazy(r"(?:repeat|reiterat|spread|promot|push|mak|mad|float|echo|peddl|amplif|tout)\w*", re.IGNORECASE)
DISPUTED_FIRST = lazy(rf"(?P<on>{_FALSELY})\b", re.IGNORECASE)
DISPUTED_CLAIM = lazy(
    lambda: (
        rf"(?:the|an?|his|her|its|their|that|this) (?:\w+ )?(?P<on>{_FALSE}) (?:\w+ )?{lexicon.either(lexicon.CLAIMS)}"
    ),
    re.IGNORECASE,
)
DISPUTED_AFTER = lazy(
    lambda: (
        rf",? (?:(?P<proof>without {_PROOF})\b|(?:an? (?:\w+ )?{lexicon.either(lexicon.CLAIMS)} )?(?:that|which) "
        rf"(?:has|have|is|was|were) (?:(?:been|since|long|now|\w+ly) )*(?P<on>{_FALSE})\b)"
    ),
    re.IGNORECASE,
)
#: A denial that continues with another negation.
NO_AGAIN = lazy(r"(?:[\w’']+ ){0,3}?(?:no|never|not|none|\w+n['’]t)\b", re.IGNORECASE)
#: Cues of jest, which confirms and denies nothing.
JEST = lazy(r"\b(?:jok|quip|jest)\w*", re.IGNORECASE)


def standings(draft: Draft) -> tuple[Standing, ...]:
    """The standing of each attribution, in the same order."""
    found = [_own(draft, i) for i in range(len(draft.attributions))]
    for i, own in enumerate(found):
        if own.value == "asserted":
            found[i] = _going_on(draft, i, found) or own
    return tuple(_within(draft, i, found) for i in range(len(found)))


def weighed(draft: Draft, ruled: Sequence[Standing], scores: Scores) -> tuple[tuple[Standing, By], ...]:
    """The standing of each attribution by the rules and the tagger's cue head together, and by which of them it came.

    The likeliest value by the head's log-probabilities, that of the rules with RULED added; where the head has its way,
    it rests on the cue. ruled: the standings by the rules, in the same order. scores: the tagger's, of the article's
    text.
    """
    if not ruled:
        return ()
    cues = [scores.encoding.pieces(a.cue[0].start, a.cue[-1].end) for a in draft.attributions]
    _, likely = scores.cue_head.judge(scores.hidden, cues)
    return tuple(
        _weighed(draft.text, a, own, row)
        for a, own, row in zip(draft.attributions, ruled, likely.tolist(), strict=True)
    )


def _weighed(text: str, a: Attribution, ruled: Standing, likely: Sequence[float]) -> tuple[Standing, By]:
    value = _likeliest(likely, ruled.value) if ruled.value in STANDINGS else ruled.value
    said = (*a.cue, *a.content)
    if value != ruled.value and (value != "denied" or any(DENYING.search(text, s.start, s.end) for s in said)):
        return Standing(value, a.cue), "tagger"
    by_head = STANDINGS[max(range(len(likely)), key=likely.__getitem__)]
    return ruled, by_either(True, by_head == ruled.value)


def _likeliest(probabilities: Sequence[float], ruled: Firmness) -> Firmness:
    weighted = {
        value: math.log(max(probability, LEAST)) + OUTRIGHT.get(value, RULED) * (value == ruled)
        for value, probability in zip(STANDINGS, probabilities, strict=True)
    }
    return max(weighted, key=weighted.__getitem__)


def _own(draft: Draft, i: int) -> Standing:
    """The standing by the attribution's own cue and content."""
    a = draft.attributions[i]
    found = chain(_unsaid(draft, i), _disputed(draft, i), _hedged(draft, i), _of_group(draft, i), _of_opening(draft, i))
    value, words = next(found, ("asserted", a.cue[0]))
    return Standing("asserted", a.cue) if value == "asserted" else Standing(value, (words,))


def _unsaid(draft: Draft, i: int) -> Iterator[StandingEvidence]:
    """“not said” for what is negated, asked or on a condition."""
    words = unsaid(draft, i)
    if words:
        yield "not said", words


def _disputed(draft: Draft, i: int) -> Iterator[StandingEvidence]:
    """“disputed” where the article itself says so, beside a cue that stands in nobody's words."""
    a, context = draft.attributions[i], draft.contexts[i]
    if a.parent is not None:
        return
    first, last = a.content[0], a.content[-1]
    opening = DISPUTED_CLAIM if REPEATS.search(a.cue[-1].of(draft.text)) else DISPUTED_FIRST
    for match in (opening.match(draft.text, first.start, first.end), DISPUTED_AFTER.match(draft.text, last.end)):
        if match:
            yield "disputed", Span(*match.span("on" if match["on"] else "proof"))
    for pattern in DISPUTED:
        for match in pattern.finditer(context.words):
            words = Span(*match.span("by"))
            if words.overlap(context.cue):
                yield "disputed", context.at(*match.span("on"))


def _hedged(draft: Draft, i: int) -> Iterator[StandingEvidence]:
    """The value by the words right before the cue: “allegedly, | told”."""
    sentence, cue = draft.contexts[i].span, draft.attributions[i].cue[0]
    start, end = max(sentence.start, cue.start - REACH), cue.start
    for value, pattern in _possible(HEDGES, draft.text[start:end]):
        match = pattern.search(draft.text, start, end)
        if match:
            yield value, Span(*match.span("hedge"))


def _of_group(draft: Draft, i: int) -> Iterator[StandingEvidence]:
    """The value by a verb group that overlaps the cue."""
    sentence = draft.contexts[i].span
    for cue in draft.attributions[i].cue:
        start, end = max(sentence.start, cue.start - REACH), min(sentence.end, cue.end + REACH)
        for value, pattern in _possible(GROUPS, draft.text[start:end]):
            for match in pattern.finditer(draft.text, start, end):
                words = Span(*match.span())
                if words.overlap(cue):
                    yield value, words


def _of_opening(draft: Draft, i: int) -> Iterator[StandingEvidence]:
    """The value by the first words of the content, unless said in jest."""
    a = draft.attributions[i]
    if any(JEST.match(draft.text, cue.start) for cue in a.cue):
        return
    for piece in a.content:
        start = _opening(draft.text, piece)
        for value, pattern in _possible(OPENINGS, draft.text[start : piece.end]):
            match = pattern.match(draft.text, start, piece.end)
            if match:
                yield value, Span(*match.span())


def _going_on(draft: Draft, i: int, found: Sequence[Standing]) -> Standing | None:
    """“denied” for a direct quotation that continues a denial in the same paragraph: “denied it. ‘There were none’”."""
    a = draft.attributions[i]
    before = draft.discourse.begun_before(i)
    if before is None or found[before].value != "denied" or a.type != "direct":
        return None
    match = NO_AGAIN.match(draft.text, _opening(draft.text, a.content[0]), a.content[0].end)
    apart = draft.discourse.breaks(draft.attributions[before].cue[0].end, a.content[0].start)
    return Standing("denied", (Span(*match.span()),)) if match and not apart else None


def _opening(text: str, content: Span) -> int:
    """The code point at which the words of the content begin that count."""
    opening = OPENING.match(text, content.start, content.end)
    return opening.end() if opening else content.start


def _within(draft: Draft, i: int, found: Sequence[Standing]) -> Standing:
    """The standing of what was alleged or not said that an asserted statement is nested in, or else its own."""
    parent = draft.attributions[i].parent
    outer = found[parent] if parent is not None else None
    return outer if outer and outer.value in ("alleged", "not said") and found[i].value == "asserted" else found[i]
