"""Findings about dates that can't all be true."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from ...english import dates, lexicon
from ...english.sentences import sentences
from ...span import Span
from ..tables.record import SAME_DAY, Source, StatementRecord, order
from .finding import Evidence, Finding, quote
from .recalled import own_words

#: The offices that a holder (id) held on an ISO day: titles in lower case. An empty day asks for all offices ever held.
#: None if the holder isn't known to be a public figure.
Offices = Callable[[int, str], "Sequence[str] | None"]

# cases: tests/test_findings.py, OFFICE
#: Words in a role by which the office isn't held: no longer, not yet, or only in part.
NOT_NOW = re.compile(
    r"\b(?:former|ex|then|onetime|late|outgoing|incoming|elect|designate|candidate|nominee|hopeful|acting|would-be|"
    r"deputy|vice|shadow|honorary|retired|emeritus)\b",
    re.IGNORECASE,
)
#: Beginning of a cue that announces a statement: "will tell the board on Friday".
TO_COME = re.compile(r"(?:will|would|shall|is|are|was|were|plans?|intends?|hopes?|due|expected)\b", re.IGNORECASE)
#: Most code points between a statement's content and a date that is taken to be its own; set by hand.
BESIDE = 80
#: Words right before a day to which something is put off or lasts, or on which it is due: of what is told.
AHEAD = re.compile(
    r"\b(?:to|until|till|by|from|before|after|for|since|through|between|due|starting|beginning|effective)"
    r"(?: (?:on|the|this|next|about|around))?\s*$|"
    r"\b(?:will|shall|would|is to|are to|(?:scheduled|slated|set|fixed|adjourned|postponed)\b)[^.!?\n]*$",
    re.IGNORECASE,
)
#: What ends a sentence between a day and the words said.
SENTENCE = re.compile(r"[.!?][”\"’']?\s+[“\"‘']?[A-Z]|\n")
#: Cues of what is called an answer: that one statement answers another may be misread.
REPLYING = re.compile(
    r"\b(?:repl\w+|respon\w+|answer\w*|wr[io]te\w* back|retort\w*|react\w*|rebut\w*|counter\w*|reject\w*|dismiss\w*|"
    r"den(?:y|ies|ied)|(?:hit|fired|shot|hits|fires) back)\b",
    re.IGNORECASE,
)
#: Least `StatementRecord.sure` of the holders of both.
SURE = 0.6
#: Words for what is written to somebody, or asked of them.
ADDRESSED = re.compile(
    r"\b(?:wrote|written|letter|e-?mail\w*|ask\w*|invit\w+|request\w*|demand\w*|question\w*|summon\w*|complain\w*|"
    r"challeng\w+|petition\w*|appeal\w*|urg(?:ed|ing))\b",
    re.IGNORECASE,
)
#: The end of a sentence within a paragraph; a day may have a full stop before it: “Sept. 17”.
ENDS = re.compile(r"(?<![A-Z][a-z]{2}[.])(?<![A-Z][a-z]{3}[.])(?<=[.!?])[”\"’']?\s+(?=[“\"‘']?[A-Z])")
#: The writer's own words for a reply to what the sentence before tells, up to its day: “the firm answered it on 7 May”.
REPLIED = re.compile(
    r"\b(?:answered|replied to|responded to|rejected|dismissed|acknowledged) (?:it|them|that|this|the (?:letter|"
    r"complaint|e-?mail|request|question|petition|message|demand|appeal))\b[^.;:!?“”\"\n]{0,40}? on (?=\w)"
)
#: Words that say when something began: "the flood, which began in April", "the camp by the lake, opened on 3 May".
BEGAN = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]ts) (?P<what>[a-z]+(?: [a-z]+)?)"
    r"(?P<which> (?:of|in|at|on|by|near|for|into|against|over|between|behind|outside) [^,.;:“”\"\n]{2,60}?)?"
    r",? (?:(?:which|that) )?(?:had )?(?:only )?"
    r"(?P<how>began|begun|started|broke out|erupted|opened|was launched|was founded|took effect) "
    r"(?P<date>(?:(?:on|in|at the (?:start|end) of|early in|late in) |(?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b))"
    r"[^,.;:“”\"\n]{3,40})"
)
#: A later day of it, which is told on that day or after it: “the second day of the hearing”, “Day 3 of the trial”.
NTH_DAY = re.compile(
    r"\b(?:the )?(?:(?P<nth>second|third|fourth|fifth|2nd|3rd|4th|5th) day|day (?P<day>two|three|four|five|[2-5])) of "
    r"(?:the |a |an )?(?:[\w’'-]+ ){0,2}?"
    r"(?P<what>hearings?|trial|inquest|inquiry|debate|summit|conference|talks|strike)\b",
    re.IGNORECASE,
)
NTH = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "two": 2, "three": 3, "four": 4, "five": 5}
#: Days by which the first of several may lie further back than they count: a weekend (`order` leaves another).
IDLE = timedelta(days=2)
#: Words that speak of something ({what}) as under way or over: "during the flood", "this flood has".
UNDER_WAY = (
    r"\b(?:(?:during|in|since|throughout|at|into) (?:the|this|that|our)(?: whole)? {what}\b|"
    r"(?:first|opening|last) (?:\w+ )?\w+ of (?:the|this|that|our) {what}\b|"
    r"(?:the|this|that|our)(?: whole)? {what}(?: (?:here|there))? (?:has|had|was|is (?:already|still|"
    r"(?!start|beg|com|go|loom|approach|draw)\w+ing))\b)"
)
#: Words before a noun that tell one of several apart.
OF_SEVERAL = lexicon.words(
    "first second third fourth last latest next new newest old older other another main final later present current "
    "whole same"
)
#: Words by which something was said at it ({what}): “told the hearing”, “said during the trial”.
AT_IT = r"\b(?:during|at|in|told) (?:the|that|this|its)(?: whole)? {what}\b"
#: A year, or words for another than that of publication.
YEAR = re.compile(
    r"\b(?:(?:19|20)\d\d|(?:last|previous|next|same|that) year|years? (?:ago|earlier|before|later))\b", re.IGNORECASE
)
#: Words before the day of what is asked for: “asked for a hearing on”.
ASKED_FOR = re.compile(r"\bfor [\w’' -]{2,40} on (?:the )?$", re.IGNORECASE)
#: What may stand between the words said and those that date them.
_BETWEEN = " ,;:–—"
#: How days of a month are written (`english.dates.RULES`).
OF_A_MONTH = frozenset(["day", "day_us"])
#: Most days after publication of a day without a year for it to be taken for that of the same year: nobody writes “on
#: 28 March” in the middle of the month if it was a year ago.
AHEAD_BY = timedelta(days=31)


def not_yet(statement: StatementRecord, text: str) -> Iterator[Finding]:
    """A statement dated after the article that reports it, by words beside its content. At most one finding.

    text: of the article.
    """
    late = order(statement.source.published, statement.first) == "before" or _is_ahead(statement, text)
    if late and _dated_here(statement, text) and not TO_COME.match(statement.cue):
        sentence = (
            f"{statement.source.name}, published on {statement.source.published}, "
            f"dates what {statement.who} said {_dated_as(statement, text)}: {quote(statement.content, 70)}."
        )
        yield Finding("impossible-date", sentence, _time_and_words(statement, text))


def _is_ahead(statement: StatementRecord, text: str) -> bool:
    """Whether a day without a year, read as of the year before, is one that comes within a month of publication."""
    if not (statement.source.published and statement.first and statement.first == statement.last):
        return False
    published, said = date.fromisoformat(statement.source.published), date.fromisoformat(statement.first)
    if said.year != published.year - 1 or (said.month, said.day) == (2, 29):
        return False
    ahead = said.replace(year=published.year) - published
    return SAME_DAY < ahead <= AHEAD_BY and all(_is_bare(text, span) for span in statement.time_spans)


def _is_bare(text: str, day: Span) -> bool:
    """Whether words for a day are those of a month, and neither they nor their paragraph before or after say a year."""
    start, end = text.rfind("\n", 0, day.start) + 1, text.find("\n", day.end)
    around = text[start : len(text) if end < 0 else end]
    forms = {one.form for one in dates.expressions(day.of(text), None)}
    return bool(forms) and forms <= OF_A_MONTH and not YEAR.search(around)


def _dated_as(statement: StatementRecord, text: str) -> str | None:
    """The time of a statement, in the article's own words where it is read as of another year."""
    if statement.first and statement.source.published and statement.first < statement.source.published:
        return " ".join(span.of(text) for span in statement.time_spans)
    return statement.time


def before_what_it_answers(
    reply: StatementRecord, by_id: Mapping[int, StatementRecord], text: str
) -> Iterator[Finding]:
    """A reply, called so, that is dated before what it answers: a statement, or else what the sentence before tells.

    by_id: the statements of the same article by id. text: of the article.
    """
    found = [*before_the_question(reply, by_id, text)]
    yield from found or before_the_letter(reply, text)


def before_the_question(reply: StatementRecord, by_id: Mapping[int, StatementRecord], text: str) -> Iterator[Finding]:
    """A reply, called so, that is dated before the statement it answers.

    by_id: the statements of the same article by id. text: of the article.
    """
    for number, _ in reply.answers if REPLYING.search(reply.cue) else ():
        statement = by_id.get(number)
        if statement is None or statement.holder is None or min(reply.sure, statement.sure) < SURE:
            continue
        first = statement.first if _dated_here(statement, text) else _day_within(statement, text)
        if _dated_here(reply, text) and order(reply.last, first) == "before":
            sentence = (
                f"{reply.who} is dated {reply.time} in {reply.source.name}, before the words answered, which "
                f"{statement.who} said {first}: {quote(statement.content, 70)}."
            )
            yield Finding(
                "impossible-date", sentence, (*_time_and_words(reply, text), *_time_and_words(statement, text))
            )


def before_the_letter(reply: StatementRecord, text: str) -> Iterator[Finding]:
    """A reply, called so, that is dated before what was written or asked in the sentence before it.

    text: of the article.
    """
    published = date.fromisoformat(reply.source.published) if reply.source.published else None
    if published is None or not REPLYING.search(reply.cue) or not _dated_here(reply, text):
        return
    own = min(span.start for span in (*reply.spans, *reply.source_spans, *reply.time_spans))
    start = text.rfind("\n", 0, own) + 1
    before = [match.end() for match in ENDS.finditer(text, start, own + 1)]
    if not before:
        return
    asked = Span(before[-2] if len(before) > 1 else start, before[-1])
    words = asked.of(text)
    found = [one for one in dates.expressions(words, published) if one.form in OF_A_MONTH]
    days = [one.period.first for one in found if one.period and not _is_of_it(words[: one.span.start])]
    if ADDRESSED.search(words) and len(days) == len(found) == 1 and days[0] <= published:
        first = days[0].isoformat()
        if order(reply.last, first) == "before":
            sentence = (
                f"{reply.who} is dated {reply.time} in {reply.source.name}, before what was answered, of {first}: "
                f"{quote(words, 70)}."
            )
            yield Finding(
                "impossible-date", sentence, (*_time_and_words(reply, text), Evidence.at(reply.source, asked, words))
            )


def answered_early(source: Source, text: str) -> Iterator[Finding]:
    """A reply that the writer tells of, on a day before that of what it answers in the sentence before.

    text: of the article `source`.
    """
    published = date.fromisoformat(source.published) if source.published else None
    every = [*sentences(text)] if published and REPLIED.search(text) else []
    for asked, replied in pairwise(every):
        match = REPLIED.search(text, replied.start, replied.end)
        if match is None or "\n" in text[asked.end : replied.start] or not ADDRESSED.search(asked.of(text)):
            continue
        days = [_bare_day(asked.of(text), published), _bare_day(text[match.start() : replied.end], published)]
        if days[0] and days[1] and days[0] - days[1] > SAME_DAY and published and days[0] <= published:
            words = [Span(one.start, one.start + len(one.of(text).rstrip())) for one in (replied, asked)]
            told = f"{source.name} dates a reply {days[1]}, before what it answers, of {days[0]}"
            here = tuple(Evidence.at(source, span, span.of(text)) for span in words)
            yield Finding("impossible-date", f"{told}: {quote(here[0].text, 70)}.", here)


def _bare_day(words: str, published: date | None) -> date | None:
    """The one day of a month in a sentence, if it isn't of what is told or asked for."""
    found = [one for one in dates.expressions(words, published) if one.form in OF_A_MONTH and one.period]
    plain = [one.period.first for one in found if one.period and not _is_of_it(words[: one.span.start])]
    return plain[0] if len(plain) == len(found) == 1 else None


def _is_of_it(before: str) -> bool:
    """Whether the words before a day say that it is that of what is asked or told."""
    return AHEAD.search(before) is not None or ASKED_FOR.search(before) is not None


def _day_within(statement: StatementRecord, text: str) -> str | None:
    """The one day, no later than publication, that stands within an accusation or a question: “asked him on 3 May to”.

    An ISO date; None if there is none, or the words are quoted.
    """
    published = date.fromisoformat(statement.source.published) if statement.source.published else None
    if published is None or statement.type != "indirect":
        return None
    days = [
        one.period.first
        for span in statement.spans
        for one in dates.expressions(span.of(text), published)
        if one.form in OF_A_MONTH and one.period and not _is_of_it(span.of(text)[: one.span.start])
    ]
    return days[0].isoformat() if len(days) == 1 and days[0] <= published else None


def out_of_office(statements: Iterable[StatementRecord], held: Offices) -> Iterator[Finding]:
    """Statements whose holder is called by an office not held on that day; of equal findings only the first.

    statements: of one article. held: gives a holder's offices on a day.
    """
    told = set()
    for statement in statements:
        for finding in _out_of_office(statement, held):
            if finding.sentence not in told:
                told.add(finding.sentence)
                yield finding


def _out_of_office(statement: StatementRecord, held: Offices) -> Iterator[Finding]:
    day = statement.first or statement.source.published
    if statement.holder is None or not statement.role or not day or NOT_NOW.search(statement.role):
        return
    titles = held(statement.holder, day)
    office = _office(statement.role)
    if titles is None or office is None or any(office in title for title in titles):
        return
    if not any(office in title for title in held(statement.holder, "") or ()):
        return  # the file of public figures doesn't have this office at all, so it can't tell when it was held
    sentence = f"{statement.source.name} calls {statement.who} {statement.role} on {day}, when the office was not held."
    yield Finding("impossible-date", sentence, (Evidence.of(statement),))


def before_it_began(source: Source, text: str, statements: Sequence[StatementRecord]) -> Iterator[Finding]:
    """Statements about something which, according to the same text, began only later.

    text, statements: of the article `source`.
    """
    published = date.fromisoformat(source.published) if source.published else None
    for what, first, told, evidence in (*_begun(source, text, published), *_going_on(source, text, published)):
        about = re.compile(UNDER_WAY.format(what=_spoken_of(what)), re.IGNORECASE)
        at_it = re.compile(AT_IT.format(what=_spoken_of(what)), re.IGNORECASE)
        for statement in statements:
            here = about.search(statement.content) or (
                _dated_here(statement, text) and at_it.search(own_words(text, statement.spans[0]))
            )
            if here and order(statement.last, first.isoformat()) == "before":
                sentence = (
                    f"{source.name} dates what {statement.who} said of the {what} {statement.time}, and the "
                    f"{what} itself {told}: {quote(statement.content, 70)}."
                )
                yield Finding("impossible-date", sentence, (*_time_and_words(statement, text), evidence))


#: What began, the first day on which it can have, the day as it is told, and the words that say so.
_Beginning = tuple[str, date, str, Evidence]


def _begun(source: Source, text: str, published: date | None) -> Iterator[_Beginning]:
    """What by the text began on a certain day; who opened something that day began nothing."""
    for match in BEGAN.finditer(text):
        known = [e.period for e in dates.expressions(match["date"], published) if e.period]
        person = match["what"].rpartition(" ")[2] in lexicon.PERSONS | lexicon.OFFICES
        if len(known) == 1 and not person:
            evidence = Evidence.at(source, Span(*match.span()), match.group())
            yield match["what"], known[0].first, known[0].edtf, evidence


def _going_on(source: Source, text: str, published: date | None) -> Iterator[_Beginning]:
    """What by the text is on one of its next days, and so can't have begun long before."""
    for match in NTH_DAY.finditer(text) if published else ():
        nth = match["nth"] or match["day"]
        number = NTH.get(nth.lower()) or int(nth[0])
        first = (published or date.min) - timedelta(days=number - 1) - IDLE
        yield match["what"], first, f"on its {nth} day", Evidence.at(source, Span(*match.span()), match.group())


def _spoken_of(what: str) -> str:
    """A pattern of what something may be called by whoever speaks of it: “winter camp” is “the camp”.

    Words that tell one of several apart ("second", "new") belong to it.
    """
    first, _, last = what.rpartition(" ")
    own = f"(?:{first} )?{last}" if first and first not in OF_SEVERAL else what
    return f"{own}(?! (?:of|in|at|against) )"


def _dated_here(statement: StatementRecord, text: str) -> bool:
    """Whether the date stands in the sentence of the content, as that of the utterance.

    One inherited from farther away may belong to another statement, and a day of what is told isn't when it was said.
    """
    pairs = [(time, words) for time in statement.time_spans for words in statement.spans]
    return any(_is_beside(text, time, words) for time, words in pairs) and not any(
        AHEAD.search(_before_day(statement, time, text)) for time in statement.time_spans
    )


def _before_day(statement: StatementRecord, time: Span, text: str) -> str:
    """The words before a day in which it may be said to be of what is told, or yet to come.

    What was said doesn't count where the words for who said it stand between: “it would go on, Lund said on 3 May”.
    """
    said = max((span.end for span in statement.spans if span.end <= time.start), default=0)
    between = [span.end for span in statement.source_spans if said <= span.start and span.end <= time.start]
    before = text[max(time.start - BESIDE, said if between else 0, 0) : time.start]
    return re.split(r"[”\"»]", before)[-1]


def _is_beside(text: str, time: Span, words: Span) -> bool:
    first, last = sorted((time, words), key=lambda span: span.start)
    return last.start - first.end <= BESIDE and not SENTENCE.search(text[first.end : last.start])


def _office(role: str) -> str | None:
    """The head noun of a role in lower case: "senator" for "Democratic senator from Ohio"; None if there is none."""
    head = re.split(r"\b(?:of|for|from|at|in|to|on)\b|,", role)[0].strip().lower()
    return head.rpartition(" ")[-1] or None


def _time_and_words(statement: StatementRecord, text: str) -> tuple[Evidence, ...]:
    dated = _dating(statement, text)
    return (Evidence.of(statement), *([dated] if dated else []))


def _dating(statement: StatementRecord, text: str) -> Evidence | None:
    """The words around a statement that date it: those of the sentence with the day that aren't its content.

    text: of the article.
    """
    if not statement.time_spans:
        return None
    day = statement.time_spans[0]
    start = text.rfind("\n", 0, day.start) + 1
    line = text[start:].partition("\n")[0]
    around = [Span(start + span.start, start + span.end) for span in sentences(line)]
    first = max([start, *(one.start for one in around if one.start <= day.start)])
    last = min([start + len(line), *(one.end for one in around if one.end >= day.end)])
    first = max([first, *(span.end for span in statement.spans if span.end <= day.start)])
    last = min([last, *(span.start for span in statement.spans if span.start >= day.end)])
    words = text[first:last]
    first += len(words) - len(words.lstrip(_BETWEEN))
    words = words.strip(_BETWEEN)
    return Evidence(statement.source.id, statement.id, (Span(first, first + len(words)),), words)
