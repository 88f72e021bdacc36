"""Endorsements: words that take sides for or against somebody or something: "endorsed", "will vote against".

Praise and blame don't take sides: whoever congratulates a rival isn't for the rival, and whoever criticizes a friend
isn't against the friend. “Hasn't endorsed” doesn't take sides either, but “won't endorse” does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..patterns import lazy
from ..span import Span

# cases: tests/test_planted.py, FOUND and NOT_FOUND
_FOR = (
    r"(?:endors(?:e[sd]?|ing)|back(?:s|ed|ing)?(?! (?:at|to|down|off|up|away|out|from|into)\b)|support(?:s|ed|ing)?|"
    r"favou?r(?:s|ed|ing)?|vot(?:e[sd]?|ing) for|(?:c[ao]mes? out |spoke |speaks |voted? )?in (?:favou?r|support) of|"
    r"supportive of|stands? (?:by|behind)|"
    # I'm for the bond, but not: for the moment
    r"(?:(?<=\bam )|(?<=\bare )|(?<=[’']m )|(?<=[’']re ))for"
    r"(?= (?:the|this|that|these|those|his|her|their|its|\w+ing)\b)"
    r"(?! (?:the|this|that) (?:most|first|second|last|next|time|moment|record|present|sake|good|long|duration|rest|"
    r"day|week|month|year|weekend|evening|morning|night|season|reason)\b))"
)
_AGAINST = (
    r"(?:opposed to|oppos(?:e[sd]?|ing)|reject(?:s|ed|ing)?|vot(?:e[sd]?|ing) against|"
    r"(?:c[ao]mes? out|sp(?:eaks?|oke) out|campaign(?:s|ed|ing)?) against|disavow(?:s|ed|ing)?|renounc(?:e[sd]?|ing)|"
    r"repudiat(?:e[sd]?|ing)|veto(?:es|ed|ing)?|(?:(?<=\bam )|(?<=\bare )|(?<=\bis )|(?<=\bwas )|(?<=\bwere )|"
    r"(?<=[’']m )|(?<=[’']re )|(?<=\bnow )|(?<=\bstill )|(?<=ly ))against)"
)
_OWN = r"(?:(?:his|her|its|their|my|our|the|an?|full|firm|strong|public|formal|official|party|longtime|long-time) )*"
_SUPPORT = rf"{_OWN}(?:support|endorsement|backing) (?:for|of|to|behind)"
_OPPOSITION = rf"{_OWN}opposition to"
_GIVEN = (
    r"(?:thr(?:ew|ows?|own|owing)|g(?:ave|ives?|iven|iving)|len(?:t|ds?)|offer(?:s|ed)?|announc(?:e[sd]?|ing)|"
    r"declar(?:e[sd]?|ing)|reaffirm(?:s|ed)?|reiterat(?:es?|ed|ing)|voic(?:e[sd]?|ing)|express(?:es|ed)?)"
)
_TAKEN_BACK = (
    r"(?:withdr(?:ew|aws?|awn|awing)|drop(?:s|ped|ping)?|rescind(?:s|ed|ing)?|revok(?:e[sd]?|ing)|retract(?:s|ed|ing)?|"
    r"pull(?:s|ed|ing)?|abandon(?:s|ed|ing)?|end(?:s|ed|ing)|reverse[sd]?)"
)
_WONT = (
    r"(?:(?:(?:do|does|did|can|could|will|would|wo|ca)(?:n[’']t| not)|cannot|(?:(?:will|would|can|could) )?"
    r"(?:no longer|never))(?! \w{2,12}ly)|refus(?:e[sd]?|ing) to)"
)
#: What may stand before it and changes nothing: "has", "now publicly".
_HELPING = (
    r"(?:(?:has|have|had|is|are|was|were|am|been|be|will|do|does|did|also|now|still|again|all|both|"
    r"(?!hardly|barely|nearly|early|only|reportedly|allegedly|formerly|previously|potentially|reluctantly)\w{3,}ly) )*"
)
_SIDE = (
    rf"{_HELPING}(?:(?P<wont>{_WONT} {_FOR})|(?P<left>{_TAKEN_BACK} {_SUPPORT})|"
    rf"(?P<gave_in>{_TAKEN_BACK} {_OPPOSITION}|no longer oppose[sd]?)|(?P<against>{_AGAINST}|{_OPPOSITION})|"
    rf"(?P<for>{_FOR}|(?:{_GIVEN} )?{_SUPPORT}))"
)
SIDE = lazy(_SIDE, re.IGNORECASE)
#: What one says of oneself; told by others, what one will do is what one "would".
OWN = lazy(
    rf"\b(?:(?P<me>I|we)(?:[’'](?:m|re|ve|ll))?|(?P<them>he|she|it|they)(?: would)?) "
    rf"(?P<words>{_SIDE})(?! by\b) (?=\S)",
    re.IGNORECASE,
)
#: What every endorsement contains one of: most words don't, and the patterns are long.
STEMS = (
    "endors", "back", "support", "favo", "vot", "oppos", "reject", "against", "disavow", "renounc", "repudiat", "veto",
    "stand", "m for", "re for",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Endorsement:
    """Taking a side. sign: 1 for, -1 against. who: the subject, a pronoun. words: the verb. end: the object's start."""

    sign: int
    who: Span
    words: Span
    end: int


@dataclass(frozen=True, slots=True)
class Side:
    """A side that is taken. sign: 1 for, -1 against. words: those that take it."""

    sign: int
    words: Span


def side(words: str) -> int:
    """The side that words take: 1 for what follows them, -1 against it, 0 if neither or not fully."""
    match = SIDE.fullmatch(words.strip()) if _may(words) else None
    return _sign(match) if match else 0


def taken(text: str, start: int, end: int) -> Side | None:
    """The side that the words from `start` take of what follows them before `end`; None if they take none."""
    match = SIDE.match(text, start, end) if _may(text[start:end]) else None
    more = match is not None and match.end() + 1 < end and text[match.end()] == " "
    return Side(_sign(match), Span(*match.span())) if match and more else None


def own(text: str, start: int, end: int) -> Iterator[Endorsement]:
    """The endorsements in `text[start:end]` whose subject is a pronoun, in order."""
    for match in OWN.finditer(text, start, end) if _may(text[start:end]) else ():
        who = Span(*match.span("me" if match["me"] else "them"))
        yield Endorsement(_sign(match), who, Span(*match.span("words")), match.end())


def _may(words: str) -> bool:
    """Whether an endorsement may be among the words."""
    words = words.lower()
    return any(stem in words for stem in STEMS)


def _sign(match: re.Match[str]) -> int:
    return 1 if match["for"] or match["gave_in"] else -1
