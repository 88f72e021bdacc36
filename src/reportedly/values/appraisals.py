"""Appraisals: outright judgements of somebody: "was the winner", "is unfit", "overstepped", "are proud of"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..patterns import lazy
from ..span import Span

# cases: tests/test_stance.py, OUTRIGHT and PLAIN
_GOOD = (
    r"winner|hero(?:es|ine)?|champions?|geniuse?s?|saints?|patriots?|treasures?|blessing|inspiration|godsend|"
    r"(?:great|good|strong|true|brilliant|excellent|outstanding|remarkable|decent|wonderful|honou?rable|brave|fine|"
    r"terrific|fantastic) (?:\w+ )?(?:man|men|wom[ae]n|person|people|leaders?|friends?|president|minister|mayor|"
    r"captains?|candidates?|partners?|all(?:y|ies)|example|teams?|company|jobs?)|(?:the )?(?:best|finest|greatest)|"
    r"justified|right|correct|innocent|vindicated|honest|trustworthy|reliable|fit to|well qualified|qualified|brave|"
    r"courageous|admirable|brilliant|excellent|outstanding|superb|impeccable|exemplary|effective|fantastic|terrific|"
    r"wonderful|amazing|a man of (?:honou?r|integrity|his word)|a woman of (?:honou?r|integrity|her word)"
)
_BAD = (
    r"liars?|frauds?|disgraces?|cowards?|crooks?|criminals?|racists?|bull(?:y|ies)|tyrants?|dictators?|fascists?|"
    r"extremists?|hypocrites?|traitors?|murderers?|thie(?:f|ves)|killers?|monsters?|clowns?|idiots?|fools?|puppets?|"
    r"disasters?|failures?|menace|dangers?|threats? to|joke|embarrassment|laughing stock|loser|worst|"
    r"wrong|unfit|unqualified|incompetent|dishonest|corrupt|dangerous|reckless|irresponsible|guilty|complicit|"
    r"to blame|responsible for the (?:deaths?|crisis|collapse|violence|failure)|out of touch|lying|cheating|"
    r"disgraceful|shameful|despicable|cruel|heartless|untrustworthy|unreliable|hypocritical|delusional|illegitimate|"
    r"unaccountable|negligent|hostile|sexist|bigoted|deplorable|ineffective|weak"
)
_WRONGED = (
    r"overstep(?:s|ped)|exceeded (?:its|his|her|their)|violat(?:es|ed)|lie[sd]|misled|betray(?:s|ed)|abuse[sd]|"
    r"cheat(?:s|ed)|deceive[sd]|broke (?:the law|its|his|her|their)|covered up|mishandle[sd]|botche[sd]|"
    r"discriminate[sd]|stole|manipulate[sd]|exploit(?:s|ed)|terrori[sz]e[sd]|ruin(?:s|ed)|wreck(?:s|ed)|destroy(?:s|ed)|poison(?:s|ed)|"
    r"demean(?:s|ed)|insult(?:s|ed)|bull(?:ies|ied)|harass(?:es|ed)|incite[sd]|"
    r"failed (?:to (?:protect|act|do (?:its|his|her|their))|the|its|his|her|their|our|us)|"
    r"lost (?:my|our|his|her|their) (?:confidence|trust|support)"
)
_THEIR = r"(?:my|our|his|her|its|their)"
_FULL = r"(?:(?:full|complete|total|absolute|every|entire|utmost|unconditional) ){0,2}"
#: What the speaker gives to somebody: “has my full confidence”, “no longer enjoys his trust”.
_TRUST = rf"{_THEIR} [“\"‘']?{_FULL}[“\"‘']?(?:confidence|trust|support|backing)"
_HAS = r"(?:has|have|had|holds?|held|enjoys?|enjoyed|retains?|retained|keeps?|kept|commands?|commanded)"
_HASNT = (
    rf"(?:no longer {_HAS}|(?:has|have|had) (?:no longer|never)(?: had| enjoyed)?|"
    r"(?:(?:do|does|did)(?: not|n[’']t)|never) (?:(?:still|even|any longer) )?(?:have|enjoy|hold|command))"
)
_EARNED = rf"(?:(?:done|did) the right thing|(?:kept|keeps) {_THEIR} (?:word|promises?))"
_BE = r"(?:is|are|was|were|has been|have been|had been|will be|would be|remains?|(?<=he)[’']s|(?<=they)[’']re)"
_VERY = (
    r"(?: (?:an?|the|very|so|such|too|really|truly|totally|completely|clearly|just|simply|also|still|both|more|most|"
    r"always|hands-down|one of the|our|in good enough overall|\w{2,12}ly))"
)
#: What may stand between a name and what is said of it: "of Indiana", "(D-Vt.)", ", the port's chief,".
_ASIDE = r"(?: (?:of|from) [A-Z][\w.-]+(?: [A-Z][\w.-]+)?)?(?: \([^()\n]{1,30}\))?(?:, [^,;:.“”\"\n]{1,60},)?"
#: A judgement on the person named right before it.
PREDICATE = lazy(
    rf"{_ASIDE}(?:(?P<be> ?{_BE})(?P<not> not\b| never\b| no longer\b|n[’']t\b)?{_VERY}{{0,3}} [\"“‘']?"
    rf"(?:(?P<good>{_GOOD})|(?P<bad>{_BAD}))"
    rf"| (?:(?:still|always|also) )?(?:{_HAS}|continue[sd]? to (?:have|enjoy)) (?:(?:still|always) )?"
    rf"(?P<trusted>{_TRUST})"
    rf"| {_HASNT} (?P<distrusted>{_TRUST})"
    rf"|(?P<had> (?:has|have|had))?(?P<never> never| not)?(?: \w{{2,12}}ly)? "
    rf"[“\"‘']?(?:(?P<wronged>{_WRONGED})|(?P<earned>{_EARNED})))\b(?!-)",
    re.IGNORECASE,
)
_FAITH = r"(?:faith|confidence|trust)"
#: A speaker's feeling about the person named right after it.
FEELING = lazy(
    r"\b(?:I|we|he|she|they)(?:"
    r"(?:[’'](?:m|re|s|ve)| am| are| is| was| were| have| has| had)(?: been)?"
    r"(?P<not> not| never|n[’']t)?(?: \w{2,12}){0,2}? (?:"
    r"(?P<good>(?:pleased|happy|delighted|impressed|satisfied|thrilled) (?:with|by)|(?:proud|supportive|fond) of|"
    r"(?:grateful|thankful) (?:to|for)|(?<!lost )(?<!losing )(?<!lose )(?<!no )(?<!little )(?<!any )(?<!all )"
    rf"{_FAITH} in)"
    r"|(?P<bad>(?:disappointed|frustrated|dissatisfied|fed up|disgusted|appalled|dismayed|horrified|outraged|angry|"
    r"furious|upset) (?:with|in|by|at|about|over)|(?:ashamed|critical|contemptuous|sick|tired|wary) of|"
    rf"(?:no|little) {_FAITH}(?: left)? in|"
    rf"(?:lost|losing|lose) (?:(?:all|any|her|his|my|our|their) )?(?:{_FAITH}|patience) (?:in|with)))"
    r"|(?: (?:still|always|fully|completely|also|both))? (?P<trusts>trust(?:s|ed)?)(?! (?:in|that|to|it|this)\b)"
    rf"| (?P<distrusts>(?:no longer|(?:do|does|did)(?: not|n[’']t)) "
    rf"(?:(?:have|has|had) (?:(?:any|full|much) )?{_FAITH} in|trust(?:s|ed)?))) ",
    re.IGNORECASE,
)
#: The groups of both patterns that judge, each the one that matched.
_KINDS: Final = {"good": 1, "earned": 1, "trusted": 1, "bad": -1, "wronged": -1, "distrusted": -1}
_FEELINGS: Final = {"good": 1, "trusts": 1, "bad": -1, "distrusts": -1}


#: What somebody or something is called: “called | the bill | “a fraud””.
CALLED = lazy(
    r"(?P<phrase>(?:(?:the|this|that|these|those|his|her|their|its|our|my) )?(?:[\w’'-]+ ){0,3}?[\w’'-]+) "
    r"(?:as )?[“\"‘']?"
    rf"(?:(?:an?|the|his|her|their|our) )?(?:[\w-]+ ){{0,2}}?(?:(?P<good>{_GOOD})|(?P<bad>{_BAD}))\b(?!-)",
    re.IGNORECASE,
)
CALLING = lazy(
    r"(?:(?:has|have|had|once|also|again|later|\w{3,}ly) )*"
    r"(?:call|label+|dubb?|describ|brand)(?:e?s|e?d|ing|e)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Appraisal:
    """A judgement. sign: 1 for, -1 against. words: those that judge. end: their end, or the beginning of the object."""

    sign: int
    words: Span
    end: int


def predicate(text: str, start: int, end: int) -> Appraisal | None:
    """The judgement right after `start`, the end of somebody's name, and before `end`; None if there is none."""
    match = PREDICATE.match(text, start, end)
    if match is None:
        return None
    kind = next(kind for kind in _KINDS if match[kind])
    sign = -_KINDS[kind] if match["not"] or match["never"] else _KINDS[kind]
    return Appraisal(sign, Span(*match.span(kind)), match.end())


def feelings(text: str, start: int, end: int) -> Iterator[Appraisal]:
    """The feelings that `text[start:end]` expresses, in order."""
    for match in FEELING.finditer(text, start, end):
        kind = next(kind for kind in _FEELINGS if match[kind])
        sign = -_FEELINGS[kind] if match["not"] else _FEELINGS[kind]
        yield Appraisal(sign, Span(*match.span(kind)), match.end())


def called(text: str, cue: str, start: int, end: int) -> tuple[Span, Appraisal] | None:
    """Whom or what words that call it something name at `start`, and what they call it; None if they judge nothing."""
    match = CALLED.match(text, start, end) if CALLING.fullmatch(cue) else None
    if match is None:
        return None
    kind = "good" if match["good"] else "bad"
    return Span(*match.span("phrase")), Appraisal(_KINDS[kind], Span(*match.span(kind)), match.end())
