"""Adverbials: the words in a statement's own sentence that tell when and where it was made.

They belong to its cue, not to another part of the sentence, and lie outside of the content.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property, lru_cache

from ..english import lexicon
from ..english.dates import Expression, expressions
from ..patterns import lazy
from ..span import Span, covers
from .beside import SURELY
from .cue_context import SAID
from .draft import Draft

# cases: tests/test_times.py, IN_ITS_SENTENCE, NOT_ITS and PLACES
#: Forms of expressions that mean a day.
DAYS = frozenset({"weekday", "deictic", "day", "day_us", "named", "iso"})
#: Those that end a source only when it ran on into them: "the court this month", "a panel in 2001".
EDGE = DAYS | {"unit", "weekend", "year", "month_of", "month_alone"}
#: What makes what follows, or stands before, another clause than the cue's.
SUBORDINATE = lazy(
    r"\b(?:who|whose|whom|which|where|that|when|after|because|if|though|although|since|until|while)\b|"
    r"(?<!late )(?<!early )(?<!recently )\bas\b(?! (?:late|early|recently|well)\b)", re.IGNORECASE,
)  # fmt: skip
#: The same for what stands after the cue, where "after the vote" is its own, and "announced" dates something else.
PARTED = lazy(
    r"\b(?:who|whose|whom|which|where|that|because|if|though|although|since|until|but|while|released|published|"
    r"announced|filed|aired|elected|born|killed|died|founded|scheduled|expected|just as)\b",
    re.IGNORECASE,
)  # fmt: skip
#: Right before a time, what else was done then: "said a recording | uploaded on | Wednesday".
DONE = lazy(
    r"\b(?:(?!completed|conducted|issued|dated)\w{2,}ed|held|shot|found|left|began|broke out|took place|sent)"
    r"(?: (?:on|in|at|late|early))? $"
)
#: Days in names: "Super Tuesday", "USA Today".
NAMED_DAY = lazy(r"\b(?:Super|Black|Giant|Bloody|USA|Cyber|Ruby) $")
#: "The Sunday trade ban" is of every Sunday; "the Sunday interview" is of one.
THE_DAY = lazy(r"\b(?:[Tt]he|[Aa]n?) $")
OF_A_THING = lazy(
    r" (?!(?:[\w’'-]+ ){0,2}(?:interview|statement|speech|talk|address|debate|briefing|conference|hearing|meeting|"
    r"rally|report|post|tweet|letter|morning|afternoon|evening|night|event|show|session|vote|ruling|call|memo|message|release|"
    r"announcement|appearance|editorial|column|article|story|edition|paper|press|news|filing|order|decision)\b)[a-z]"
)
#: Words after which an adverbial opens its sentence and holds for all of it.
OPENING = lazy(r"\W*(?:(?:On|In|At|During|By|Before|From|As late|Late|Early|Speaking|Back|But|And|Then)\b[^.;]*)?$")
#: After an adverbial, what ends its sentence.
STOP = lazy(r"(?:[a-z]{4}|[\d)”\"’'])[.!?]\s+[A-Z]|[;:] ")
#: Between a time in one clause and a cue in another; not if the time opens the sentence.
COORDINATED = lazy(r"\b(?:but|and|so|yet)\b")
#: Before a time, these make it no time at which something is said; no more does a possessive after it.
ELSEWHEN = lazy(
    r"\b(?:since|until|till|from|for|after|through|of next|(?:first|second|third|fourth|fifth|last) time|"
    r"(?:due|maturing|payable|expiring|effective)(?: (?:in|on|by))?)"
    r"(?: (?:the|late|early))? $", re.IGNORECASE,
)  # fmt: skip
POSSESSIVE = ("’s", "'s")
#: Before a possessive, these make it the time of the event at which something is said: "at Monday’s debate".
AT_EVENT = lazy(r"\b(?:at|on|during|in)(?: the)? $", re.IGNORECASE)
#: Before a bare year, these make it a time, not part of a name.
IN_YEAR = lazy(
    r"\b(?:in|during|at|by|before|back in|on) (?:(?:the|an?|his|her|its|their) (?:[\w-]+ ){0,2})?$", re.IGNORECASE
)
#: In a source, or between it and its cue, what dates a document.
DATED = lazy(
    r"\b(?:dated|filed|published|released|issued|printed|written|sent|carried out|conducted|made|held|taken|recorded|"
    r"posted|drafted|signed|dates? from|surveyed|interviewed|polled)\b[^.;]*$"
)
#: An agency's line of place and date: FLINT, Mich., Oct. 4 (UPI) —
DATELINE = lazy(r"^[A-Z][A-Z’' .-]{2,}[^\n“\"]{0,60}?(?:[—–]|--| - )", re.MULTILINE)

WORD = lazy("[a-z-]+")
NAME = r"[A-Z][\w’'.-]*\w"
INSTITUTION = (
    "(?:(?:magistrates[’']|crown|high|district) )?"
    "(?:airport|court|station|school|hospital|university|prison|stadium|church|cathedral)"
)
#: "at a petrol station in Kirrawee Flats", "outside Stannow magistrates' court", "in the bar of the Hotel Enzian".
NAMED_PLACE = lazy(
    r"\b(?:[Ii]n|[Aa]t|[Oo]utside|[Ii]nside|[Nn]ear|From|speaking from|[Aa]board|"
    r"(?:[Ii]n|[Aa]t|[Oo]n|[Ff]rom|[Oo]utside|[Ii]nside) (?:the|an?) (?:[a-z’'-]+ ){1,4}of) (?:the )?"
    rf"(?P<place>{NAME}(?: (?:of|de|la|upon|al)(?= [A-Z])| {NAME})*(?: {INSTITUTION})?)(?![\w’'$€£])"
)
#: "in the corridor", "at a rally".
VENUE = lazy(
    r"\b(?:[Ii]n|[Aa]t|[Oo]n|[Oo]utside|[Ii]nside|[Ff]rom|[Dd]uring|[Bb]efore) "
    r"(?P<place>(?:the|an?|his|her|its|their) (?:[\w’'-]+ ){0,3}?(?:corridor|dressing room|witness box|dock|courtroom|"
    r"car park|parking lot|lobby|pulpit|stage|rally|fundraiser|fund-raiser|(?:(?:news|press) )?conference|briefing|"
    r"hearing|debate|funeral|ceremony|event|summit|forum|convention|campaign stop|dinner|vigil|town hall|meeting))"
    r"(?![\w’']| of\b)"
)
#: An occasion that goes on with where it is: "at a | stakeholders' meeting in | Tarn".
OCCASION = lazy(
    r"\b(?:[Aa]t|[Dd]uring|[Ii]n|[Oo]n|[Aa]ddressing) (?:(?:an?|the|his|her|its|their) )?"
    r"(?P<occasion>(?:[\w’'-]+ ){0,4}?"
    r"(?:meeting|event|speech|rally|conference|presentation|interview|hearing|trial|ceremony|briefing|forum|summit|debate|"
    r"dinner|convention|fundraiser|hall|appearance|visit|session|address|conversation|awards?)(?: [\w’'-]+){0,5}? "
    r"(?:in|at) (?:the )?)\Z"
)
#: Words without what a phrase begins and ends with.
BARE = lazy(
    r"(?:[’']s |an? |the |his |her |its |their |in |at |on |during )*"
    r"(?P<place>\S.*?)(?:,|(?: (?:on|in|at|of|to|by|for|with|this|last|the)))*",
    re.DOTALL,
)
#: What is written, or sent, is no place.
WRITTEN = lazy(r"\b(?:tweets?|statement|letter|note|memo|report|message|e-?mail|website|told)\b", re.IGNORECASE)
#: Capitalised words after "in" and "at" that are no places: times, tongues, and what carries words.
NO_PLACE = lazy(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|\w+day|Christmas|"
    r"Easter|Eve|English|French|German|Spanish|Russian|Arabic|Mandarin|Times|Post|News|Journal|Radio|TV|CNN|BBC|NPR|"
    r"Twitter|Facebook|Instagram|YouTube|Party|Journal|Nature|Science|Medicine|Letters|Reports|PLoS|PLOS|Proceedings|"
    r"Lancet|Review|BMJ|Cell|Mr|Mrs|Ms|Dr|Sir|Sen|Rep|Gov|I)\b"
)
#: Forms of a date that may have its year.
SPELT_OUT = frozenset(["iso", "day", "day_us"])
WITH_YEAR = lazy(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")


class Adverbials:
    """The expressions of time in an article, and the time and place of each attribution by its own sentence."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        published = draft.article.published
        self.published = date.fromisoformat(published) if published else None
        said = tuple(sorted(span for a in draft.attributions if a.parent is None for span in a.content))
        datelines = [Span(*m.span()) for m in DATELINE.finditer(draft.text)]
        found = expressions(draft.text, self.published, said)
        self.dates = [e for e in found if not covers(datelines, e.span.start)]
        self.told = [e for e in self.dates if not e.said]

    def time(self, i: int) -> Expression | None:
        """The time of attribution `i` in its sentence, the nearest to the cue if there are several; or None.

        One that the tagger is sure is none is left out; where there is none, that which it is sure of is taken.
        """
        cue, beside = self.draft.attributions[i].cue, self.draft.beside
        nearest = min(
            (e for e in self._in_frame(i) if self._is_time(i, e)),
            key=lambda e: max(e.span.start - cue[-1].end, cue[0].start - e.span.end),
            default=None,
        )
        if nearest and not beside.denies("time", i, nearest.span):
            return nearest
        likely = {e: beside.probability("time", i, e.span) or 0.0 for e in self._in_frame(i) if not self.is_future(e)}
        best = max(likely, key=likely.__getitem__, default=None)
        return best if best and best.period and likely[best] >= SURELY else None

    def place(self, i: int) -> Span | None:
        """The place of attribution `i` in its sentence, the last if there are several; or None.

        One that the tagger is sure is none is left out; where there is none, that which it is sure of is taken.
        """
        context, beside = self.draft.contexts[i], self.draft.beside
        found = [m.span("place") for m in places_in(context.words) if self._belongs(i, *m.span())]
        last = context.at(*found[-1]) if found else None
        if last and not beside.denies("place", i, last):
            occasion = OCCASION.search(self.draft.text, context.span.start, last.start)
            return Span(occasion.start("occasion"), last.end) if occasion else last
        sure = beside.surely("place", i)
        bare = BARE.fullmatch(self.draft.text, sure.start, sure.end) if sure else None
        return Span(*bare.span("place")) if bare and not WRITTEN.search(bare["place"]) else None

    def within(self, start: int, end: int) -> Sequence[Expression]:
        """The expressions that begin in `[start, end)`, outside of any content."""
        return self.told[_at(self.told, start) : _at(self.told, end)]

    def is_past(self, e: Expression) -> bool:
        """Whether a statement can have been made then, by the words before and the day of publication."""
        before = self.draft.text[max(0, e.span.start - 30) : e.span.start]
        return not self.is_future(e) and not ELSEWHEN.search(before)

    def opens(self, e: Expression) -> bool:
        """Whether a time opens its sentence."""
        lead = self.draft.text[self.draft.discourse.sentence(e.span.start).start : e.span.start]
        return len(lead.split()) <= 5 and bool(OPENING.match(lead)) and not ELSEWHEN.search(lead)

    @cached_property
    def records(self) -> tuple[tuple[str, Expression], ...]:
        """The documents that the article dates: the noun and the date of each."""
        return tuple(self._records())

    def _records(self) -> Iterator[tuple[str, Expression]]:
        for e in self.dates:
            lead = self.draft.text[self.draft.discourse.sentence(e.span.start).start : e.span.start]
            dated = DATED.search(lead)
            nouns = documents(lead[: dated.start()]) if dated else ()
            if nouns and e.period and not self.is_future(e):
                yield nouns[-1], e

    def _in_frame(self, i: int) -> Iterator[Expression]:
        context = self.draft.contexts[i]
        shift = context.span.start
        for e in self.dates[_at(self.dates, shift) : _at(self.dates, context.span.end)]:
            if SAID not in context.words[e.span.start - shift : e.span.end - shift]:
                yield e

    def is_future(self, e: Expression) -> bool:
        """Whether an expression means a time after the day of publication."""
        if e.period is None or self.published is None:
            return False
        return (e.period.last if e.period.first == date.min else e.period.first) > self.published

    def is_spelt_out(self, e: Expression) -> bool:
        """Whether a date has its year; if that is after publication, one of the two dates is wrong, not our reading."""
        return e.form in SPELT_OUT and bool(WITH_YEAR.search(e.span.of(self.draft.text)))

    def _is_time(self, i: int, e: Expression) -> bool:
        """Whether a time in the context of attribution `i` can be the time of the statement."""
        words, start = self.draft.contexts[i].words, e.span.start - self.draft.contexts[i].span.start
        end = start + len(e.span)
        if (self.is_future(e) and not self.is_spelt_out(e)) or ELSEWHEN.search(words[:start]):
            return False
        of_a_thing = e.form == "weekday" and THE_DAY.search(words[:start]) and OF_A_THING.match(words, end)
        if of_a_thing or NAMED_DAY.search(words[:start]):
            return False
        if words.startswith(POSSESSIVE, end) and not AT_EVENT.search(words[:start]):
            return False
        if e.form == "year" and not IN_YEAR.search(words[:start]) and not self._dates_source(i, start):
            return False
        return self._belongs(i, start, end, e.form)

    def _belongs(self, i: int, start: int, end: int, form: str | None = None) -> bool:
        """Whether `words[start:end]` of the context stand with the cue. form: of a time; None for a place."""
        context = self.draft.contexts[i]
        words, cue, source = context.words, context.cue, context.source
        if source and source.start <= start and end <= source.end:
            lead = words[source.start : start]
            edge = form in EDGE and end == source.end
            return (edge and not SUBORDINATE.search(lead)) or self._dates_source(i, start)
        if start >= cue.end:
            between = words[cue.end : start]
            done = form is not None and DONE.search(between)
            return not done and not PARTED.search(between) and not self._speaks(i, cue.end, start)
        if start >= cue.start:
            return True
        if source and source.end <= start:
            return _is_aside(words[source.end : start], is_time=form is not None)
        return self._leads(i, start, end)

    def _leads(self, i: int, start: int, end: int) -> bool:
        """Whether words before source and cue hold for their clause."""
        context = self.draft.contexts[i]
        lead, between = context.words[:start], context.words[end : context.cue.start]
        if context.source and end <= context.source.start < context.cue.start:
            name = context.words[context.source.start : context.source.end]
            between = context.words[end : context.source.start] + (name if SUBORDINATE.fullmatch(name) else "")
        if STOP.search(between) or SUBORDINATE.search(lead):
            return False
        if OPENING.match(lead):
            inner = [m.end() for m in SUBORDINATE.finditer(between)]
            if inner and "," not in between[inner[-1] :]:
                return False
        elif SUBORDINATE.search(between) or COORDINATED.search(between):
            return False
        return len(context.words[end : context.cue.start].split()) <= 3 or not self._speaks(i, 0, start)

    def _speaks(self, i: int, start: int, end: int) -> bool:
        """Whether another cue stands in a stretch of the context."""
        shift = self.draft.contexts[i].span.start
        return self.draft.discourse.speaks(shift + start, shift + end)

    def _dates_source(self, i: int, start: int) -> bool:
        """Whether a time in the source is that of a document: "a 2014 study", "the letter dated 3 March"."""
        context = self.draft.contexts[i]
        if context.source is None or not context.source.start <= start < context.source.end:
            return False
        source, lead = context.source.of(context.words), context.words[context.source.start : start]
        return bool(documents(source)) and not SUBORDINATE.search(lead)


@lru_cache(maxsize=1024)
def documents(words: str) -> tuple[str, ...]:
    """The nouns for documents among some words."""
    return tuple(w for w in WORD.findall(words.lower()) if w in lexicon.DOCUMENTS)


def places_in(words: str) -> list[re.Match[str]]:
    """Matches of places in `words`, with the group “place”: named ones, or else nouns."""
    for pattern in (NAMED_PLACE, VENUE):
        if found := [m for m in pattern.finditer(words) if not NO_PLACE.search(m["place"])]:
            return found
    return []


def _is_aside(words: str, *, is_time: bool) -> bool:
    """Whether the words from the source to an adverbial before the cue let it be the cue's: "a poll, held in May"."""
    lead = words.rpartition(",")[2]
    if "," not in words:
        return is_time and not SUBORDINATE.search(words)
    dated = is_time and DATED.search(lead)
    return (len(lead.split()) <= 1 or bool(dated)) and not SUBORDINATE.search(words)


def _at(found: Sequence[Expression], start: int) -> int:
    return bisect_left(found, start, key=lambda e: e.span.start)
