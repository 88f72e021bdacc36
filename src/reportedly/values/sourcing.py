"""Sourcing: why a holder is unnamed and how it knows, in the article's words.

“spoke on condition of anonymity because she feared losing her job”, “briefed on the talks”. The words stand in the
source, beside it in its sentence, or in a sentence of their own that begins with whom they are about.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from ..english import lexicon
from ..holders.contenders import LOOK_BACK
from ..patterns import lazy
from ..span import Span, SpanIndex, strip
from .draft import PARAGRAPHS, Draft

#: anonymity: why the holder isn't named. knowledge: how it knows.
SourcingKind = Literal["anonymity", "knowledge"]

# cases: tests/test_sourcing.py
_NOT = r"(?: ?not|n[’']t)"
_WISHED = (
    rf"(?:(?:ask|request|insist|declin|refus|wish|want|prefer|begg?|opt|demand)\w*|chose|choosing|"
    rf"(?:did|do|does){_NOT} (?:want|wish|like|agree|consent)|would rather)"
)
_NAMED = (
    r"(?:publicly )?(?:named|identified|identifiable|quoted(?! (?:as|in|saying))|"
    r"mentioned(?: by name)?(?! (?:as|in|on|by)\b))\b"
)
_NAME = r"(?:(?:his|her|their|the) (?:own )?)?(?:(?:full|real|last|first|true|given|family) |sur)?(?:names?|identity)"
_HIDDEN = (
    r"(?:withheld|used|published|printed|disclosed|revealed|released|made public|known|protected|kept \w+|"
    r"left out)"
)
_LEAVE = r"(?:authori[sz]ation|authority|permission|clearance)"
_TELL = (
    r"(?:\w+ly )?(?:speak|talk|comment|discuss|disclose|brief|describe|reveal|address|share|release|give|detail|answer|"
    r"be (?:named|quoted|identified))\b"
)
_CONDITION = (
    rf"(?:on|under) (?:(?:the|a|strict) )*conditions? (?:of (?:\w+ )?(?:anonymity|confidentiality)|(?:that )?"
    rf"(?:he|she|they|neither|{_NAME}) [^.;,\n]{{0,24}}?(?:{_NAMED}|{_HIDDEN}))"
)
#: Words without which nothing says why somebody isn't named; looking for them first is faster.
TELLTALE = lazy(
    r"[Aa]nonym|[Nn]am[ei]|[Ii]denti|off the record|attribution|[Bb]ackground|confiden|uthori[sz]|permi|allowed to|"
    r"quoted|mentioned|who (?:\w+ )?fear|afraid|cleared to|entitled to|supposed to|empowered to|liberty|free to"
)
#: Why somebody isn't named.
ANONYMITY = lazy(
    r"\b(?:"
    # spoke to the Gazette on condition of anonymity, speaking anonymously
    rf"(?:(?:sp[eo]\w*|talk\w*|interviewed)\b(?:(?! that ) [\w’'.&-]+){{0,8}}? )?(?:{_CONDITION}|anonymously\b|"
    r"off the record\b|not for attribution\b|on (?:deep )?background\b(?! (?:check|noise)))"
    # spoke in confidence
    r"|(?:sp[eo]\w*|talk\w*|told)\b(?:(?! that ) [\w’'.&-]+){0,6}? in (?:(?:the )?strict(?:est)? )?confidence\b"
    # was granted anonymity, requested anonymity
    r"|(?:grant|offer|promis|guarante|request|demand|insist|prefer|given|sought|seek|ask|wish)\w*(?: (?:up)?on| for)? "
    r"(?:(?:strict|complete|full|his|her|their) )?anonymity\b"
    # asked not to be named, did not want to remain anonymous
    rf"|{_WISHED} (?:(?:only|not|to) )*(?:be|being) {_NAMED}(?! (?:as|after|an?|to (?:the|an?)) )"
    rf"|{_WISHED} (?:(?:to|be|being|remain|stay|keep|kept) )+(?:anonymous|unnamed|unidentified)\b"
    # declined to give her name, asked that his name be withheld
    rf"|{_WISHED} (?:(?:not|to) )*(?:have|giv|us|publish|disclos|reveal|provid)(?:e|ing)? {_NAME}\b(?: {_HIDDEN})?"
    rf"|{_WISHED} (?:that |for )?{_NAME} (?:(?:not|to|be) )*{_HIDDEN}\b"
    # does not want to read his name in the paper, would not give her name
    rf"|{_WISHED} (?:(?:not|to) )*(?:see|read|find|have) {_NAME} (?:in|on) (?:(?:the|a|this) )?"
    r"(?:paper|print|news\w*|press|article|story|page|web|internet)\b"
    rf"|(?:would|will){_NOT} (?:give|say|tell|reveal|disclose) {_NAME}\b"
    # who fears for his job, was afraid that she would be dismissed
    r"|(?<=who )(?:\w+ly )?(?:fear(?:s|ed)?|(?:is|was|are|were) afraid) (?:(?:for|of|that|to|losing) )*"
    r"(?:(?:his|her|their) (?:own )?(?:jobs?|careers?|li[fv]es?|safety|licen[cs]es?|contracts?|pensions?)|"
    r"repris\w+|retaliation|retribution|"
    r"(?:(?:he|she|they) (?:w|c|m)\w+ )?be(?:ing)? (?:\w+ly )?(?:dismissed|fired|sacked|punished|demoted|prosecuted))\b"
    # could not be named, is not being identified; the Gazette is not naming her
    rf"|(?:is|are|was|were|could|can|may|must|will|would|should){_NOT} (?:be(?:ing)? )?{_NAMED}"
    r"|(?:not|withhold\w*|withheld) (?:(?:to )?(?:nam|identify|us|publish|print|disclos|reveal)(?:e|ing)? )?"
    rf"(?P<object>(?<=ng |me |fy )(?:her|him|them)|(?:his|her|their) {_NAME})\b"
    # whose name is being withheld, gave only her first name
    rf"|whose {_NAME} (?:(?:is|are|was|were|has|have|had|will|not|been|being|be|the|[A-Z]\w+) )*"
    rf"(?:{_HIDDEN}|withholding|changed|using)\b"
    r"|(?:gave|gives?|giving|provid\w+|used|using) (?:only )?(?:his|her|their) (?:first|last|given|middle) names?\b"
    r"|(?:identif|nam|call|introduc)\w+ (?:him|her|them)sel(?:f|ves) only (?:as|by)\b"
    # not authorised to speak publicly, lacked permission to comment
    r"|(?:not|never|\w+n[’']t) (?:(?:been|be|yet|\w+ly) )*"
    rf"(?:authori[sz]ed|permitted|allowed|cleared|entitled|supposed|empowered|at liberty|free) to {_TELL}"
    rf"|(?:lack\w*|without|not have|\w+n[’']t have)(?: the)? {_LEAVE} to {_TELL}|unauthori[sz]ed to {_TELL}"
    r")",
    re.IGNORECASE,
)
#: How somebody knows; right behind the noun for who it is.
KNOWLEDGE = lazy(
    r"\b(?:"
    r"(?:(?:\w+ly|very|well|also|still|long|being)[ -])?(?:"
    r"(?:familiar|acquainted|conversant) with|(?:briefed|informed|apprised|updated|consulted|told) (?:on|about|of|by)|"
    r"privy to|aware of|party to|close to|involved (?:in|with)|(?:engaged|participating|taking part) in|"
    r"working (?:on|in|for|at)|knowledgeable about|tracking|monitoring|overseeing|inside)"
    r"|(?:with|has|had|have|having) (?:(?:direct|first-?hand|intimate|personal|detailed|inside|close|some|good|an?) )*"
    r"(?:knowledge|understanding|experience|awareness) (?:of|about|in)"
    r"|with access to|in (?:contact|touch) with|in the know"
    r"|present (?:at|in|during|for|when)|in attendance|in the room|on the call|at the (?:meeting|scene|table|talks)"
    # what they did themselves, in a clause of its own
    r"|(?<=who )(?:(?:has|have|had|also|\w+ly) )*(?:seen|saw|read|reviewed|heard|listened to|viewed|watched|witnessed|"
    r"attended|examined|observed|overheard|t(?:ook|aken) part in|participated in|received|obtained|inspected|"
    r"w(?:as|ere) (?:there|present)|dealt with|met with|helped|survived|knows?|knew|"
    r"(?:live[sd]?|work(?:s|ed)?|served) (?:there|near\w*|next|across|opposite|on|in|at|for|with|under|aboard))"
    r")\b",
    re.IGNORECASE,
)
_REASON = (
    r"(?:because|since|as (?:he|she|they|the|it)|citing|for (?:fear|(?:\w+ )?reasons|his|her|their)|out of|fearing|"
    r"given|due to|owing to|(?:in order )?to (?:avoid|protect|discuss|describe|speak|talk|share))\b"
)
#: What a reason begins with.
REASON = lazy(_REASON, re.IGNORECASE)
#: Where words of sourcing end.
ENDS = lazy(rf"[;:!?\n“”\"()—]|\s[-–]|,(?! {_REASON})", re.IGNORECASE)
#: What stands at their end and leads on to something else.
LOOSE = lazy(
    r"(?:[\s,.]+(?:and|but|or|who|that|which|was|were|is|are|has|had|have|been|also|both|then|he|she|they|did|do|does))*"
    r"[\s,.]*$",
    re.IGNORECASE,
)
#: What they begin without.
LEADS = lazy(r"(?:(?:was|were|been|has|have|had|also|who) )*", re.IGNORECASE)
#: How far behind a source the words for how it knows may begin and end, in code points.
REACH = 80
#: Between a source and how it knows.
NEXT_TO = lazy(r",?\s*(?:(?:who|which|that)(?: (?:is|was|are|were|has|had|have|been|also|both))* ?)?", re.IGNORECASE)
#: Whom a sentence of its own is about, up to its verb.
SUBJECT = lazy(
    r"[\s“”\"’]*(?:(?:but|and|however|still|like the others?),? )?"
    r"(?:(?:he|she|they|(?:both|all|each|neither|none)(?: of (?:them|the \w+))?)|"
    r"(?:the|this|that|these|those|both|all)(?: [\w’'-]+){0,3}? (?P<noun>[\w’'-]+))"
    r"(?:,? (?:who|both|all|each|also|too))*,?(?: (?:has|had|have|was|were|is|are|did|do|does|only|could|would))* ?",
    re.IGNORECASE,
)
#: The most words of sourcing that are told of one statement, of those carried on: articles have five at most.
MOST = 32
#: Nouns that anybody may be called by; none stands for a pronoun.
ANYBODY = frozenset(("", "person", "people", "source", "sources", "individual", "individuals"))


@dataclass(frozen=True, slots=True)
class Sourcing:
    """Why a holder is unnamed, or how it knows.

    text: the words, without “who” and “was” (“briefed on the talks”). spans: their place in the article.
    """

    text: str
    kind: SourcingKind
    spans: tuple[Span, ...]


def sourcing(draft: Draft) -> tuple[tuple[Sourcing, ...], ...]:
    """What the article says of the sourcing of each attribution, in the same order.

    What it says of an unnamed holder holds for all that this holder says from there on; why it is unnamed, for what it
    says right before, too.
    """
    found: list[list[Sourcing]] = [[] for _ in draft.attributions]
    for i, value in _anonymity(draft):
        found[i].append(value)
    reasons = SpanIndex((value.spans[0], value) for values in found for value in values)
    for i, value in _knowledge(draft):
        if not reasons.across(value.spans[0]):
            found[i].append(value)
    _carry(draft, found)
    return tuple(tuple(sorted(values, key=lambda value: value.spans)) for values in found)


def _carry(draft: Draft, found: list[list[Sourcing]]) -> None:
    """Add to attributions what is said of the same holder before, or right after them."""
    for i in reversed(draft.discourse.by_cue):
        before = draft.occasion[i]
        if before is not None and _is_described(draft, i):
            found[before] += [v for v in found[i] if v.kind == "anonymity" and v not in found[before]]
            del found[before][MOST:]
    known: dict[int, list[Sourcing]] = {}
    for i in draft.discourse.by_cue:
        if draft.holders[i] is not None and _is_described(draft, i):
            said = known.setdefault(id(draft.holders[i]), [])
            said += [value for value in found[i] if value not in said]
            del said[:-MOST]
            found[i] = list(said)


def _anonymity(draft: Draft) -> Iterator[tuple[int, Sourcing]]:
    around = {draft.discourse.paragraph(told.start()): None for told in TELLTALE.finditer(draft.text)}
    matches = [match for there in around for match in ANONYMITY.finditer(draft.text, there.start, there.end)]
    end = 0
    for match, after in zip_longest(matches, matches[1:]):
        i = None if match.start() < end else _beside(draft, match)
        i = _apart(draft, match) if i is None and match.start() >= end else i
        if i is None:
            continue
        span = _extent(draft, i, match)
        if after and after.start() < span.end and not REASON.search(draft.text, match.end(), after.start()):
            span = _trimmed(draft.text, span.start, after.start()) or span
        end = span.end
        yield i, Sourcing(span.of(draft.text), "anonymity", (span,))


def _knowledge(draft: Draft) -> Iterator[tuple[int, Sourcing]]:
    for i, a in enumerate(draft.attributions):
        for source in a.source[:1] if _is_described(draft, i) else ():
            end = source.start
            for match in KNOWLEDGE.finditer(draft.text, source.start, source.end + REACH):
                within = match.start() < source.end
                beside = within or NEXT_TO.fullmatch(draft.text, source.end, match.start())
                if beside and match.start() >= end and not any(cue.overlap(Span(*match.span())) for cue in a.cue):
                    span = _extent(draft, i, match, within=within)
                    end = span.end
                    yield i, Sourcing(span.of(draft.text), "knowledge", (span,))


# -- whose it is -----------------------------------------------------------------------------------------------------


def _beside(draft: Draft, match: re.Match[str]) -> int | None:
    """The attribution in whose sentence the words stand: that with the nearest source before them, or else after."""
    words = Span(*match.span())
    inside = _around(draft, words)
    there = [
        (source, i)
        for i in draft.discourse.in_sentence(words)
        if draft.attributions[i].parent == inside
        for source in draft.attributions[i].source[:1]
    ]
    before = [(source, i) for source, i in there if source.start <= words.start]
    after = [(s, i) for s, i in there if s.start > words.start and draft.contexts[i].span.start == words.start]
    _, i = max(before, key=lambda one: one[0].start, default=None) or min(after, default=(None, None))
    return i if i is not None and _is_unnamed(draft, i) else None


def _apart(draft: Draft, match: re.Match[str]) -> int | None:
    """The attribution whose holder a sentence of its own is about: the last before it of whom that may be said, or,
    where it comes first in its paragraph, the next.
    """
    sentence = draft.discourse.sentence(match.start())
    subject = SUBJECT.fullmatch(draft.text, sentence.start, match.start())
    if (subject is None and match["object"] is None) or _around(draft, Span(*match.span())) is not None:
        return None
    noun = (subject["noun"] if subject and not match["object"] else None) or ""
    top, start = draft.discourse.nested(None), draft.discourse.start
    before = bisect_left(top, match.start(), key=start)
    after = bisect_right(top, match.start(), key=start)
    for i in (top[k] for k in reversed(range(max(0, before - LOOK_BACK), before))):
        if draft.discourse.breaks(draft.discourse.start(i), sentence.start) > PARAGRAPHS:
            break
        if _is_called(draft, i, noun):
            return i if _is_unnamed(draft, i) else None
    for i in top[after : after + LOOK_BACK]:
        if draft.discourse.breaks(sentence.start, draft.discourse.start(i)) < PARAGRAPHS and _is_called(draft, i, noun):
            return i if _is_unnamed(draft, i) else None
    return None


def _around(draft: Draft, words: Span) -> int | None:
    """The innermost attribution in whose content the words stand, or None."""
    inside = draft.discourse.quoting(words)
    return min(inside, key=lambda i: sum(map(len, draft.attributions[i].content)), default=None)


def _is_described(draft: Draft, i: int) -> bool:
    """Whether the holder of an attribution is known by a description alone."""
    holder = draft.holders[i]
    return holder is None or holder.kind in ("unnamed", "group")


def _is_unnamed(draft: Draft, i: int) -> bool:
    """Whether no more than a first name is told of whoever speaks in an attribution, for a body or not."""
    holder = draft.holders[i]
    if holder is None or holder.kind == "person":
        return holder is None or " " not in holder.name
    speaking = {word for source in draft.attributions[i].source for word in source.of(draft.text).lower().split()}
    return holder.kind != "organization" or not speaking.isdisjoint(lexicon.VOICES | lexicon.SPOKESPEOPLE)


def _is_called(draft: Draft, i: int, noun: str) -> bool:
    """Whether the holder or the source of an attribution is called by a noun; by one for anybody, or none, each is."""
    if noun.lower() in ANYBODY:
        return True
    holder = draft.holders[i]
    words = " ".join([holder.name if holder else "", *(s.of(draft.text) for s in draft.attributions[i].source)])
    stem = {"men": "man", "women": "woman"}.get(noun.lower(), noun.lower().removesuffix("s"))
    return bool(re.search(rf"\b{re.escape(stem)}", words, re.IGNORECASE))


# -- how far it goes -------------------------------------------------------------------------------------------------


def _extent(draft: Draft, i: int, match: re.Match[str], *, within: bool = False) -> Span:
    """The words of a match with what belongs to them, up to the cue and the words said.

    within: whether they end where a source does in which they stand.
    """
    a, text, words = draft.attributions[i], draft.text, Span(*match.span())
    sentence = draft.contexts[i].span
    sentence = sentence if sentence.contains(words) else draft.discourse.sentence(words.start)
    stops = [piece.start for piece in (*a.cue, *a.content) if piece.start >= words.end]
    stops += [source.end for source in a.source if within and source.start < words.start < words.end < source.end]
    end = min([sentence.end, *stops])
    mark = ENDS.search(text, words.end, end)
    leads = LEADS.match(text, words.start, words.end)
    return _trimmed(text, leads.end() if leads else words.start, mark.start() if mark else end) or words


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """The words without those that lead on to what follows: “ and”, “ who was”."""
    loose = LOOSE.search(text[start:end])
    return strip(text, start, start + loose.start() if loose else end)
