"""Chain: the hops through which a statement came from its holder to this article.

Hops are read from four things: the addressee, if that is an outlet; the cue context (“on CNN”, “Agence Bleue
reported”); the way of the record that contains the words (“a tape passed to … and broadcast by …”), which an article
tells once for all that it quotes from it; and, for nested statements, the holders who repeat them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Literal

from ..english import lexicon
from ..english.sentences import sentences
from ..holders.forms import lower, proper
from ..patterns import lazy
from ..span import Span
from .addressees import Addressee
from .cue_context import SAID
from .draft import Draft
from .outlets import is_outlet, is_same

HopRelation = Literal["told", "obtained", "recorded", "published", "cited"]


@dataclass(frozen=True, slots=True)
class Hop:
    """One who passed the words on. name: canonical. relation: how. spans: the words it rests on."""

    name: str
    relation: HopRelation
    spans: tuple[Span, ...]


_WORD = r"[A-Z0-9][\w’'&.-]*"
_NAME = rf"{_WORD}(?: (?:(?:of|de|la|le|du|for|&) (?=[A-Z]))?{_WORD}){{0,11}}[ -]?"
# cases: tests/test_chains.py, CASES and DIRECT
#: Who passed something on: words that describe, then a name, or somebody's somebody with a name after a comma. A name
#: must not begin within a word: otherwise a line in capitals would cause catastrophic backtracking.
_AGENT = (
    rf"(?P<agent>(?:(?:the|an?|its|his|her|their|our) )?(?:[a-zà-ÿ][\w’'-]*,? ){{0,4}}?"
    rf"(?<![\w’'&.-])(?:{_NAME}[’']s [a-z]+, {_NAME}|"
    rf"{_NAME}(?:(?:programme|program|podcast|magazine|newspaper|show) {_NAME})?))"
)
AGENT = lazy(_AGENT)
#: When, how often and how fully it was done.
_BY = (
    r"(?: (?:first|later|also|out|up|abroad|in full|in part|online|this week|[oi]n (?:Mon|Tues|Wednes|Thurs|Fri|Satur|"
    r"Sun)day|in \d{4}))*"
)
#: What was done with a record, and who did it.
PASSED: tuple[tuple[HopRelation, re.Pattern[str]], ...] = (
    (
        "recorded",
        lazy(rf"\b(?:recorded|filmed|taped|secretly recorded|videoed){_BY} by {_AGENT}"),
    ),
    (
        "obtained",
        lazy(
            rf"\b(?:(?:obtained|seen|viewed|reviewed|found|smuggled|unearthed|acquired|received|handed|heard|leaked|"
            rf"discovered){_BY} by"
            rf"|(?:leaked|given|handed|passed|sent|provided|supplied|shown|forwarded|released|gave|passes|gave|went|"
            rf"slipped|made available)"
            rf"(?: (?:it|them|copies|a copy|first|out|on|over|the (?:tape|recording|pages|memo|documents)))*{_BY} to"
            rf"|handed by [^,.;]{{3,60}}? to|shared (?:by it |it |them )?with|reach(?:ing|ed)|through it,|then to|"
            rf"before) {_AGENT}"
        ),
    ),
    (
        "published",
        lazy(
            rf"\b(?:published|broadcast|aired|posted|released|shown|played|printed|run|transcribed|translated|carried|"
            rf"circulated|uploaded|reported|revealed|made public|disclosed){_BY} (?:by|in|on) {_AGENT}"
        ),
    ),
    (
        "published",
        lazy(
            rf"{_AGENT} (?:has |had |have )?(?:later |first |also |since )?(?:published|broadcast|aired|posted|"
            rf"released|printed|played) "
            r"(?:the|it|them|an?|its|parts|excerpts|extracts|copies|footage)\b"
        ),
    ),
    (
        "cited",
        lazy(
            rf"\b(?:(?:cited|quoted|picked up|relayed|repeated|described|summarised|summarized){_BY} by|via|citing|"
            rf"quoting) {_AGENT}"
        ),
    ),
)
ALSO = lazy(rf",? ?and (?=(?:the|an?) |[A-Z]){_AGENT}(?!\w)(?! ?(?:sa(?:id|ys)|told|ha[sd]|w(?:as|ere)|is)\b)")
RECORD = lazy(
    lambda: (
        r"\b(?:an?|the|this|that|these|those|his|her|its|their|one|two|leaked|secret|internal) (?:[\w’'-]+ ){0,4}?"
        rf"{lexicon.either(lexicon.RECORDS)}\b|\b[Ii]n (?:footage|audio|emails|e-mails|documents)\b|^(?:Documents|"
        rf"Emails|Pages|Files)\b"
    ),
    re.IGNORECASE,
)
#: Words that stand in a record.
WITHIN_RECORD = lazy(
    lambda: rf"\b(?:in|on|from|into|according to|by|of|over|about) (?:{RECORD.pattern})", re.IGNORECASE
)
CARRIED_ON = lazy(r"\b(?:it|they|them|copies|which|this|these)\b", re.IGNORECASE)
HEARD = lazy(r"\b(?:heard|seen|recorded|caught|filmed) \w+ing\b")
#: The tense in which what is on a tape is told.
HEARD_NOW = lazy(
    r"(?:says|tells|calls|goes|adds|asks|continues|writes|reads|boasts|jokes|mocks|laughs|complains|replies|answers)\b"
)
#: Who reports it, beside another's cue: "…, Agence Bleue reported on Monday", "according to the Post".
REPORTED = lazy(
    rf"(?:(?P<before>, |{SAID} ?)|(?:\b(?:[Aa]ccording to|as (?:reported|quoted|cited) (?:by|in)|"
    rf"first (?:reported|published) by)|\((?:via|per)) ){_AGENT}"
    r"(?(before) (?:reported|reports|first reported|has reported|said|says|wrote|writes)\b)"
)
#: The same at the head of a sentence, up to whose words it reports: "Radio Fjord reported that | the mayor said".
REPORTS_THAT = lazy(rf"^{_AGENT} (?:\w+ly |later |also |first |has )?(?:reported|reports) (?:that )?$")
# What leads to somebody, as AGENT has it.
#: To an agency or a station that spread what was said: "via the news agency Interline".
VIA = lazy(r"\b(?:via|through) ")
CITING = lazy(r"\b(?:citing|quoting|in an interview (?:published|aired|broadcast) (?:with|by|on|in)) ")
#: A body that interviews somebody is a medium.
INTERVIEW = lazy(r"\b(?:interview|interviewed|conversation) (?:with|by) $", re.IGNORECASE)
#: Words of somebody's that an outlet published.
PRINTED = lazy(
    r"\b(?:remarks|comments|interview|op-ed|letter|statement|words|piece|column)(?: that were)? "
    r"(?:published|broadcast|aired|carried|printed) (?:by|in|on) "
)
#: Where one speaks or writes: "on CNN’s “State of the Union”", "in a Fox News interview", "writing for Slate".
AIRED = lazy(
    r"\b(?:[Oo]n|[Ii]n an? (?:\w+ )?(?:interview|appearance|segment) (?:on|for|in|to|aired (?:by|on))|"
    r"[Ww]riting (?:in|for)|"
    r"wr(?:ote|ites) (?:in|for)|(?:op-ed|column|article|piece|essay|editorial) (?:in|for)|"
    r"[Ii]n an? (?=[A-Z][\w ]+ (?:interview|op-ed|column)\b)|appear(?:ing|ed) on|speaking on) "
    r"(?:[Tt]he |an? )?(?P<agent>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,11}[ -]?)"
    r"(?P<show>[’']s? [“\"‘'][^”\"’'\n]{3,40}[”\"’'])?"
)
POSTED = lazy(
    rf"\b(?:on|via|to) (?:his |her |its |their |the )?(?:own |official |"
    rf"personal )?(?P<agent>{lexicon.PLATFORMS})\b(?![’']s)"
    r"|\b(?P<tweet>tweet|tweets|tweeted|tweeting|retweeted)\b"
)
AT = lazy(r"\b(?:at|of|for|in) (?:the )?")
#: After an outlet's name, who works for it: "Sky News’s Ana Reyes", "BBC political editor Ana Reyes".
STAFF = lazy(
    r"[’']s? (?:[a-z-]+ ){0,4}[A-Z]|(?:[’']s?)? (?:[\w-]+ ){0,3}?(?:correspondent|editor|reporter|columnist|host|"
    r"presenter|anchor|contributor|analyst|critic|writer|commentator|journalist)s?\b"
)
#: Shares of people, as polls give them.
SHARE = lazy(r"\b(?:percent|per cent|%|in (?:ten|10|five|four|three)|of 10|majority|plurality|half)\b|%", re.IGNORECASE)
POLL = lazy(r"\b(?:poll|survey)s?\b", re.IGNORECASE)

#: Cues by which what was said before is denied.
DENIES = lazy(
    r"\b(?:den(?:y|ies|ied|ying)|denials?|reject(?:s|ed|ing|ion)?|disput(?:es?|ed|ing)|refut(?:es?|ed|ing))\b",
    re.IGNORECASE,
)

#: The most through whose hands a record goes.
MOST = 64
#: Cues of a body that passes on what others said.
CARRIES = lazy(r"\b(?:report(?:s|ed|ing)|according to|cit(?:es|ed|ing)|quot(?:es|ed|ing))\b", re.IGNORECASE)


def chains(draft: Draft, told: Sequence[Addressee | None]) -> tuple[tuple[Hop, ...], ...]:
    """The chain of each attribution, nearest to the holder first, without the article's own outlet.

    told: the addressee of each attribution.
    """
    return tuple(Ways(draft, told).found)


class Ways:
    """Finds the chain of every statement in a draft."""

    def __init__(self, draft: Draft, told: Sequence[Addressee | None]) -> None:
        self.draft, self.text, self.told = draft, draft.text, told
        self.record = self._of_the_record()
        self.carriers = {hop.name for hop in self.record}
        self.own = [list(self._own(i, told[i])) for i in range(len(draft.attributions))]
        found = list(self.own)
        for i in draft.discourse.by_cue:
            if not found[i]:
                found[i] = list(self._inherited(i, found, told))
        self.found = [self._whole(i, found) for i in range(len(found))]

    # -- one statement -----------------------------------------------------------------------------------------

    def _own(self, i: int, told: Addressee | None) -> Iterator[Hop]:
        """The hops that the statement's own context gives, or the record it stands in."""
        if told:
            yield from self._told(told)
        yield from self._aired(i)
        if self._rests_on_record(i):
            yield from self.record
        yield from self._reported(i)
        yield from self._polled(i)

    def _told(self, told: Addressee) -> Iterator[Hop]:
        """The outlet that was told, or whose interviewer was: “told Radio Sella’s Ole Lund”."""
        if self._is_outlet(told.name, told.spans) or self._interviews(told):
            yield Hop(told.name, "told", told.spans)
            return
        for span, entity in self.draft.cast.meant_in(told.spans[0]):
            if self._is_outlet(entity.name, (span,)):
                yield Hop(entity.name, "told", (span,))

    def _interviews(self, told: Addressee) -> bool:
        """Whether a body was told in an interview: "an interview with Rolling Stone"."""
        start = told.spans[0].start
        entity = self.draft.cast.called(told.name)
        body = entity is not None and entity.kind == "organization"
        return body and bool(INTERVIEW.search(self.text, max(0, start - 24), start))

    def _aired(self, i: int) -> Iterator[Hop]:
        """Where it was said or written: on air, in print, on a platform."""
        context = self.draft.contexts[i]
        for match in AIRED.finditer(context.words):
            name = self.name(context.at(*match.span("agent")))
            if name and (self._is_outlet(name, ()) or match["show"]):
                yield Hop(name, "published", (context.at(*match.span()),))
        for match in POSTED.finditer(context.words):
            if not self.draft.discourse.is_of_another(i, context.at(*match.span())):
                yield Hop(match["agent"] or "Twitter", "published", (context.at(*match.span()),))
        for _, agent in _led(PRINTED, context.words):
            yield from self._hops("published", context.at(agent.start, agent.end), i)
        yield from self._house(i)

    def _house(self, i: int) -> Iterator[Hop]:
        """The outlet that a source works for: "Dan McLaughlin at the National Review"."""
        holder = self.draft.holders[i]
        for source in self.draft.attributions[i].source[:1] if holder else ():
            for lead, agent in _led(AT, self.text, source.start, source.end):
                name = self.name(agent)
                if name and holder and holder.name != name and self._is_outlet(name, ()):
                    yield Hop(name, "published", (Span(lead, agent.end),))
            for span, entity in self.draft.cast.meant_in(source):
                staff = STAFF.match(self.text, span.end)
                if staff and holder and entity.name != holder.name and self._is_outlet(entity.name, ()):
                    yield Hop(entity.name, "published", (span,))

    def _reported(self, i: int) -> Iterator[Hop]:
        """Who reports it, and whom they cite: these stand nearer to the holder."""
        context = self.draft.contexts[i]
        cue = context.cue
        for lead, agent in _led(CITING, context.words):
            if not cue.start <= lead < cue.end:
                yield from self._hops("cited", context.at(agent.start, agent.end), i)
        for _, agent in _led(VIA, context.words):
            for hop in self._hops("published", context.at(agent.start, agent.end), i):
                if self._is_outlet(hop.name, hop.spans):
                    yield hop
        before = context.words[: context.source.start] if context.source else ""
        reports = REPORTS_THAT.search(before) if "report" in before else None
        if reports:
            for hop in self._hops("cited", context.at(*reports.span("agent")), i):
                if self._is_outlet(hop.name, hop.spans):
                    yield hop
        for match in REPORTED.finditer(context.words):
            if match.end() <= cue.start or match.start() >= cue.end:
                for hop in self._hops("cited", context.at(*match.span("agent")), i):
                    if self._is_outlet(hop.name, hop.spans):
                        yield hop

    def _polled(self, i: int) -> Iterator[Hop]:
        """Of what shares of people say, the poll that asked them."""
        a = self.draft.attributions[i]
        if not a.source or not SHARE.search(a.source[0].of(self.text)):
            return
        for cue, hop in self._polls:
            if cue < a.cue[0].start:
                yield hop
                return

    @cached_property
    def _polls(self) -> list[tuple[int, Hop]]:
        """The polls that are cited, in text order, each with where its cue begins: before those of all earlier ones."""
        found: list[tuple[int, Hop]] = []
        for a, holder in zip(self.draft.attributions, self.draft.holders, strict=True):
            poll = a.source and POLL.search(a.source[0].of(self.text))
            if poll and holder and " " in holder.name and (not found or a.cue[0].start < found[-1][0]):
                found.append((a.cue[0].start, Hop(holder.name, "published", a.source)))
        return found

    def _inherited(self, i: int, found: Sequence[Sequence[Hop]], told: Sequence[Addressee | None]) -> Sequence[Hop]:
        """The way of the statement before on the same occasion; not if this one was said to another."""
        j = self.draft.occasion[i]
        if j is None or (told[i] and told[j] and told[i] != told[j]):
            return []
        # A record has come a way of its own: what its speaker says besides, of it or of something else, hasn't.
        besides = self.draft.attributions[i].type == "indirect" and any(hop in self.record for hop in found[j])
        return [] if besides else found[j]

    def _whole(self, i: int, found: Sequence[Sequence[Hop]]) -> tuple[Hop, ...]:
        """The hops of a statement, then those who repeat it if it is nested; nobody twice, nor the holder first."""
        hops = list(found[i])
        for parent in self.draft.discourse.around(i):
            holder = self.draft.holders[parent]
            if holder:
                spans = self.draft.attributions[parent].source
                hops.append(Hop(holder.name, "cited" if self._reports(parent) else "told", spans))
            hops += found[parent]
        mine = self.draft.holders[i]
        kept: dict[str, Hop] = {}
        for hop in hops:
            if not (mine and hop.name == mine.name) and not is_same(hop.name, self.draft.article.outlet):
                kept.setdefault(hop.name, hop)
        return tuple(kept.values())

    def _reports(self, i: int) -> bool:
        """Whether a statement is an outlet's, or a body's that reports, in which others are quoted."""
        holder, a = self.draft.holders[i], self.draft.attributions[i]
        if holder is None or self._is_outlet(holder.name, a.source):
            return holder is not None
        return holder.kind == "organization" and any(CARRIES.search(cue.of(self.text)) for cue in a.cue)

    # -- the record --------------------------------------------------------------------------------------------

    def _of_the_record(self) -> list[Hop]:
        """Everybody through whose hands the article's record went, in the order of the text and at most MOST; nobody if
        no outlet did.

        A letter that was sent to a ministry is no record that travelled.
        """
        hops = list(islice(self._passed(), MOST))
        cast = self.draft.cast
        travelled = any(h.relation == "recorded" or is_outlet(cast, h.name, h.spans, self.text) for h in hops)
        return hops if travelled else []

    def _passed(self) -> Iterator[Hop]:
        """Who passed a record on or was given one."""
        last = -1000
        for span in sentences(self.text):
            start, end, words = span.start, span.end, span.of(self.text)
            if RECORD.search(words):
                last = end
            elif not (CARRIED_ON.search(words) and start - last < 400):
                continue
            matches = [(m.start(), relation, m) for relation, pattern in PASSED for m in pattern.finditer(words)]
            for _, relation, match in sorted(matches, key=lambda found: found[0]):
                last = end
                at = Span(start + match.start("agent"), start + match.end("agent"))
                yield from self._hops(relation, at, 0)
                also = ALSO.match(words, match.end())
                if also:
                    yield from self._hops(relation, Span(start + also.start("agent"), start + also.end("agent")), 0)

    def is_live(self, i: int) -> bool:
        """Whether a statement was made to somebody, or denies another, so that it can't stand in the article's record,
        whoever speaks there; or is quoted in such a one.
        """
        a = self.draft.attributions[i]
        if a.parent is not None:
            return self.is_live(a.parent)
        spoken = self.told[i] is not None or any(DENIES.search(cue.of(self.text)) for cue in a.cue)
        return spoken and not self._rests_on_record(i)

    def _rests_on_record(self, i: int) -> bool:
        """Whether the words of a statement stand in the record: "on the tape", "a leaked memo", "is heard saying"."""
        if not self.record:
            return False
        words = self.draft.contexts[i].words
        sources = [source.of(self.text) for source in self.draft.attributions[i].source]
        if HEARD.search(words) or any(RECORD.search(source) for source in sources) or self._is_heard(i):
            return True
        return bool(WITHIN_RECORD.search(words) or re.search(r"\bIn it\b", words))

    def _is_heard(self, i: int) -> bool:
        """Whether an article that tells what people said tells that these words, after its record, are said."""
        a = self.draft.attributions[i]
        after = self.record[0].spans[0].end < a.cue[0].start
        if a.type == "indirect" or a.parent is not None or not after or not self._is_now(i):
            return False
        return self._tells_what_was

    @cached_property
    def _tells_what_was(self) -> bool:
        """Whether most statements are told in another tense than what is on a tape."""
        now = [self._is_now(j) for j, b in enumerate(self.draft.attributions) if b.parent is None]
        return sum(now) < len(now) / 2

    def _is_now(self, i: int) -> bool:
        return bool(HEARD_NOW.match(self.text, self.draft.attributions[i].cue[0].start))

    # -- names -------------------------------------------------------------------------------------------------

    def _hops(self, relation: HopRelation, span: Span, i: int) -> Iterator[Hop]:
        name = self.name(span)
        if name:
            yield Hop(name, relation, (span,))

    def name(self, span: Span) -> str | None:
        """The name that a phrase ends in, as the article gives it in full; None for one without a name."""
        words = span.of(self.text).rstrip(" -.’'")
        name = proper(words)
        if name is None or lower(name)[0] in lexicon.CALENDAR:
            return None
        at = Span(span.start + words.rindex(name), span.start + len(words))
        meant = [e for s, e in self.draft.cast.meant_until(at.end) if s.start <= at.start]
        return meant[0].name if meant else name

    def _is_outlet(self, name: str, spans: Sequence[Span]) -> bool:
        return is_outlet(self.draft.cast, name, spans, self.text, self.carriers)


def _led(lead: re.Pattern[str], text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[tuple[int, Span]]:
    """Whoever is named right after a match of `lead` in `text[start:end]`, with the place at which that match begins.

    One pattern for both would be compiled anew for each lead, and AGENT is long.
    """
    while match := lead.search(text, start, end):
        agent = AGENT.match(text, match.end(), end)
        start = agent.end() if agent else match.start() + 1
        if agent:
            yield match.start(), Span(*agent.span())
