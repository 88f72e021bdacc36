"""Dates that can't all be true."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from ...english import dates
from ...span import Span
from ..tables.record import Source, StatementRecord, order
from .finding import Evidence, Finding, quote

#: Offices held on a day, by holder: titles, lower case; None for one of whom no office is known.
Offices = Callable[[int, str], "Sequence[str] | None"]

#: What is said of one who doesn't hold the office, or not yet, or not for good.
NOT_NOW = re.compile(
    r"\b(?:former|ex|then|onetime|late|outgoing|incoming|elect|designate|candidate|nominee|hopeful|acting|would-be|"
    r"deputy|vice|shadow|honorary|retired|emeritus)\b",
    re.IGNORECASE,
)
#: What somebody has yet to say: "will tell the board on Friday".
TO_COME = re.compile(r"(?:will|would|shall|is|are|was|were|plans?|intends?|hopes?|due|expected)\b", re.IGNORECASE)
#: Code points between the words of a statement and the date beside them.
BESIDE = 80
#: Something that an article says began, and when: "the flood, which began in April".
BEGAN = re.compile(
    r"\b(?:the|The) (?P<what>[a-z]+(?: [a-z]+)?),? (?:(?:which|that) )?(?:had )?"
    r"(?P<how>began|begun|started|broke out|erupted|opened|was launched|was founded|took effect) "
    r"(?P<date>(?:on|in|at the (?:start|end) of|early in|late in) [^,.;:“”\"\n]{3,40})"
)


def not_yet(statement: StatementRecord) -> Iterator[Finding]:
    """A statement that is dated, where it stands, after the article which has it."""
    if (
        order(statement.source.published, statement.first) == "before"
        and _dated_here(statement)
        and not TO_COME.match(statement.cue)
    ):
        sentence = (
            f"{statement.source.name}, published on {statement.source.published}, "
            f"dates what {statement.who} said {statement.time}: {quote(statement.content, 70)}."
        )
        yield Finding("impossible-date", sentence, _time_and_words(statement))


def before_the_question(reply: StatementRecord, by_id: Mapping[int, StatementRecord]) -> Iterator[Finding]:
    """A reply that is dated before what it answers."""
    for number, _ in reply.answers:
        statement = by_id.get(number)
        if statement is None or not (_dated_here(reply) and _dated_here(statement)):
            continue
        if order(reply.last, statement.first) == "before":
            sentence = (
                f"{reply.who} is dated {reply.time} in {reply.source.name}, before the words answered, which "
                f"{statement.who} said {statement.time}: {quote(statement.content, 70)}."
            )
            yield Finding("impossible-date", sentence, (*_time_and_words(reply), *_time_and_words(statement)))


def out_of_office(statements: Iterable[StatementRecord], held: Offices) -> Iterator[Finding]:
    """Statements of one article made in an office that its holder didn't hold on that day: the first of each."""
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
        return  # an office that the file of public figures doesn't know of says nothing
    sentence = f"{statement.source.name} calls {statement.who} {statement.role} on {day}, when the office was not held."
    yield Finding("impossible-date", sentence, (Evidence.of(statement),))


def before_it_began(source: Source, text: str, statements: Sequence[StatementRecord]) -> Iterator[Finding]:
    """Statements about something that by the same text began only later."""
    published = date.fromisoformat(source.published) if source.published else None
    for match in BEGAN.finditer(text):
        known = [e.period for e in dates.expressions(match["date"], published) if e.period]
        what = re.compile(rf"\b(?:during|in|since|throughout|at) the {re.escape(match['what'])}\b", re.IGNORECASE)
        for statement in statements if len(known) == 1 else ():
            here = what.search(statement.content)
            if here and order(statement.last, known[0].first.isoformat()) == "before":
                sentence = (
                    f"{source.name} dates what {statement.who} said of the {match['what']} {statement.time}, and the "
                    f"{match['what']} itself {known[0].edtf}: {quote(statement.content, 70)}."
                )
                evidence = Evidence.at(source, Span(*match.span()), match.group())
                yield Finding("impossible-date", sentence, (*_time_and_words(statement), evidence))


def _dated_here(statement: StatementRecord) -> bool:
    """Whether the words that date a statement stand beside it: a date taken over from elsewhere may be another's."""
    between = ((time, words) for time in statement.time_spans for words in statement.spans)
    return any(max(time.start - words.end, words.start - time.end) <= BESIDE for time, words in between)


def _office(role: str) -> str | None:
    """The noun of a role: "senator" of "Democratic senator from Ohio"."""
    head = re.split(r"\b(?:of|for|from|at|in|to|on)\b|,", role)[0].strip().lower()
    return head.rpartition(" ")[-1] or None


def _time_and_words(statement: StatementRecord) -> tuple[Evidence, ...]:
    when = statement.time_spans
    words = Evidence.of(statement)
    return (words, Evidence(statement.source.id, statement.id, when, statement.time or "")) if when else (words,)
