"""Time and place: when and where a statement was made.

Its own sentence tells, or that of another statement on the same occasion: a speech quoted over five paragraphs, a
letter, a poll. A time within the content isn't that of the utterance.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..english.dates import Expression
from ..patterns import lazy
from ..span import Span
from .adverbials import DAYS, Adverbials, documents
from .draft import ELSEWHERE, Draft


@dataclass(frozen=True, slots=True)
class Time:
    """When it was said. edtf: EDTF level 0 or 1 (ISO 8601-2): "2016-10-18", "2024", "../2017-01-20". spans: the words
    it rests on.
    """

    edtf: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was said, or on what occasion. text: the named place, or the noun phrase. spans: the words it rests
    on.
    """

    text: str
    spans: tuple[Span, ...]


# cases: tests/test_times.py, ON_THE_SAME_OCCASION
#: Cues with which a speaker continues on the same occasion; what somebody rejects, hopes or has said may be of any day.
WENT_ON = lazy(
    r"(?:\w+ly |also |further |then |later )?(?:said|saying|wrote|add(?:ed|ing)|argued|warn(?:ed|ing)|noted|explained|"
    r"insisted|stressed|stated|declared|recalled|claimed|observed|suggested|predicted|promised|vowed|joked|announced|"
    r"contended|accused|complained|lamented|acknowledged|agreed|ruled|made|conceded|admitted|concluded|continued|"
    r"described|called|calling|characteri[sz]ed|critici[sz]ed|praised|pointed|cited|referenced|recommends|finds|found|"
    r"mentioned|urging)\b", re.IGNORECASE,
)  # fmt: skip
#: Cues of an exchange: addressed to the previous speaker.
EXCHANGED = lazy(r"(?:replied|retorted|shouted|interjected|interrupted|shot back|chimed in)\b", re.IGNORECASE)
#: Words in its context that put a statement on an occasion of its own.
ANOTHER = lazy(rf"\btold\b|\b[Aa]sked by\b|^To \b|{ELSEWHERE.pattern}")
#: The document or recording in which something is said.
IN_IT = lazy(r"\b(?:in|on) (?:the|an?|his|her|its|their) (?:[\w’'-]+ ){0,2}(\w+)\b")
#: Words of a source that stands for the answers to a poll; and the nouns for the poll.
ANSWERS = lazy(
    r"\b(?:percent|per cent|poll|survey|majority|voters|respondents|(?:in|of) (?:ten|10|five|5))\b|%", re.IGNORECASE
)
POLLS = {"poll", "survey"}
#: Code points over which an occasion lasts without a statement by its speaker: half a page, set by judgement.
REACH = 2000
#: How many mentions of its holder in the sentence before a statement are looked at.
NEAR = 64
#: A headline and the paragraph under it.
LEDE = lazy(r"\s*[^\n]*\s*[^\n]*")


def times(draft: Draft) -> tuple[Time | None, ...]:
    """The time of each attribution; None where the text doesn't tell.

    Without the article's day of publication only dates with a year can be told.
    """
    occasions = Occasions(draft)
    found = (occasions.time(i) for i in range(len(draft.attributions)))
    return tuple(Time(e.period.edtf, (e.span,)) if e and e.period else None for e in found)


def places(draft: Draft) -> tuple[Place | None, ...]:
    """The place of each attribution; None where the text doesn't tell."""
    occasions = Occasions(draft)
    found = (occasions.place(i) for i in range(len(draft.attributions)))
    return tuple(Place(span.of(draft.text), (span,)) if span else None for span in found)


class Occasions:
    """The words that date and place each attribution: its own, or those of a statement or event that it belongs to."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.adverbials = draft, Adverbials(draft)
        self.own = [self.adverbials.time(i) for i in range(len(draft.attributions))]
        self.taken = {e for e in self.own if e and e.period}
        self.goes_on: dict[int, int] = {}
        self.dated: dict[int, Expression] = {}
        for i in draft.discourse.by_cue:
            if e := self.own[i] or self._inherited(i):
                self.dated[i] = e
        for i in draft.discourse.by_cue:
            if i not in self.dated and (e := self._told_below(i)):
                self.dated[i] = e

    def time(self, i: int) -> Expression | None:
        """The expression that dates an attribution, or None."""
        return self.dated.get(i)

    def place(self, i: int) -> Span | None:
        """The words that give the place of an attribution, or None."""
        return self._places[i]

    @cached_property
    def _places(self) -> dict[int, Span | None]:
        found: dict[int, Span | None] = {}
        for i in self.draft.discourse.by_cue:  # each goes on with one before
            own = self.adverbials.place(i)
            before = None if own or self.own[i] else self.goes_on.get(i, self._same_occasion(i))
            found[i] = own if before is None else found[before]
        return found

    def _same_occasion(self, i: int) -> int | None:
        """The holder's statement before if it may be of the same occasion, or None."""
        return None if ANOTHER.search(self.draft.contexts[i].words) else self.draft.occasion[i]

    @cached_property
    def _lede(self) -> int:
        """The end of the headline and the paragraph under it."""
        lede = LEDE.match(self.draft.text)
        return lede.end() if lede else 0

    @cached_property
    def _of_holder(self) -> dict[int, list[int]]:
        """The attributions of each holder, by its id, in the order of their cues."""
        found: dict[int, list[int]] = {}
        for i in self.draft.discourse.by_cue:
            found.setdefault(id(self.draft.holders[i]), []).append(i)
        return found

    def _start(self, i: int) -> int:
        return self.draft.discourse.start(i)

    def _cue(self, i: int) -> str:
        return self.draft.attributions[i].cue[0].of(self.draft.text)

    def _inherited(self, i: int) -> Expression | None:
        before = self.draft.before[i]
        if before is None:
            if e := self._of_document(i) or self._of_scene(i):
                return e
            before = self._occasion(i)
        if before is not None:
            self.goes_on[i] = before
            return self.dated.get(before)
        return None

    def _of_document(self, i: int) -> Expression | None:
        """The date of a document or poll, which holds for everything that it says."""
        source = self.draft.attributions[i].source
        if not source or not self.adverbials.records:
            return None
        words = source[0].of(self.draft.text)
        nouns = set(documents(words)) | {m[1] for m in IN_IT.finditer(self.draft.contexts[i].words)}
        if ANSWERS.search(words):
            nouns |= POLLS
        known = [self._dated_records[noun] for noun in nouns if noun in self._dated_records]
        return self.adverbials.records[min(known)][1] if known else None

    @cached_property
    def _dated_records(self) -> dict[str, int]:
        """The first record of each noun that the article dates."""
        records = self.adverbials.records
        return {records[k][0]: k for k in reversed(range(len(records)))}

    def _of_scene(self, i: int) -> Expression | None:
        """The day on which, in the sentence before, the same holder does something."""
        holder, start = self.draft.holders[i], self.draft.contexts[i].span.start
        if holder is None or self._is_inner(i) or self.draft.text[start - 1 : start] in {"", "\n"}:
            return None
        around = self.draft.discourse.sentence(start - 1)
        first = bisect_left(holder.mentions, around.start, key=lambda mention: mention.start)
        if not any(around.contains(mention) for mention in holder.mentions[first : first + NEAR]):
            return None
        day = self._day(self.adverbials.within(around.start, around.end))
        return None if day in self.taken else day

    def _is_inner(self, i: int) -> bool:
        return self.draft.attributions[i].parent is not None

    def _day(self, mentioned: Sequence[Expression]) -> Expression | None:
        """The last of the expressions if it is a day in the past, or None."""
        last = mentioned[-1] if mentioned else None
        known = last and last.form in DAYS and last.period
        return last if last and known and self.adverbials.is_past(last) else None

    def _occasion(self, i: int) -> int | None:
        """The dated statement that this one continues: of the same holder or, in an exchange, of anybody; or None."""
        if not self._can_go_on(i):
            return None
        holder = self.draft.holders[i]
        anybody = EXCHANGED.match(self._cue(i))
        reach = None if self._is_document(i) else self._start(i) - REACH
        for j in reversed(self.draft.discourse.earlier(i)):
            if reach is not None and self._start(j) < reach:
                return None
            same = anybody or (holder is not None and self.draft.holders[j] is holder)
            told = j in self.dated and not self._cue(j).startswith("had ")
            if same and told:
                return None if self._turns(j, i) else j
        return None

    def _can_go_on(self, i: int) -> bool:
        if EXCHANGED.match(self._cue(i)) or self._is_document(i):
            return True
        return bool(WENT_ON.match(self._cue(i))) and not ANOTHER.search(self.draft.contexts[i].words)

    def _is_document(self, i: int) -> bool:
        source = self.draft.attributions[i].source
        return bool(source and documents(source[0].of(self.draft.text)))

    def _turns(self, j: int, i: int) -> bool:
        """Whether the article turns to another time between two statements, one that dates no statement."""
        between = self.adverbials.within(self.draft.contexts[j].span.end, self.draft.contexts[i].span.start)
        return any(
            e not in self.taken and e.period != self.dated[j].period and self.adverbials.opens(e) for e in between
        )

    def _told_below(self, i: int) -> Expression | None:
        """The time of a statement in the headline or lede: that of the holder's first statement in the story below."""
        holder = self.draft.holders[i]
        if self._is_inner(i) or holder is None or self._start(i) >= self._lede:
            return None
        below = self.draft.discourse.paragraph(self._start(i)).end
        told = self._of_holder[id(holder)]
        later = (told[k] for k in range(bisect_right(told, below, key=self._start), len(told)))
        first = next((self.dated[j] for j in later if j in self.dated), None)
        # "By Wednesday he had withdrawn it" dates no headline.
        return None if first is None or (first.period and first.period.edtf.startswith("..")) else first
