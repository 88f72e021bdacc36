"""Findings about sourcing: words from unnamed sources alone, and articles that cite one another in a circle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ...values.chains import CARRIES
from ...values.outlets import publishes
from ..tables.record import StatementRecord, near, says_by_itself
from ..threads.origins import Origins, outlet_of
from ..threads.wordings import ComparableWording, wording
from .accounts import figures
from .finding import ON_RECORD, Evidence, Finding, claims, listed, quote

#: Standings of statements that claim nothing.
NO_CLAIM = frozenset(["declined", "neither", "not said"])
#: Standings of statements by which somebody named makes a claim.
TOLD = frozenset(["asserted", "confirmed"])
_MORE = r"(?=$|,| (?:of|to|for|in|at|from|on|with|inside|who|close|familiar|briefed|privy|involved|working|there)\b)"
# cases: tests/test_planted.py, FOUND and NOT_FOUND
#: Descriptions of people whose names the writer withholds: sources, in any number, or a single official or aide of a
#: body. Several of these ("officials said") speak for the body, and of others ("voters") nobody expects a name.
_FAMILIAR = (
    r"\b(?:person|people|someone|somebody|individuals?|lawyers?|bankers?|investors?|members?|employees?|managers?|those|one|two|"
    r"three|four|several|men|women) (?:familiar|close|briefed|privy|involved|with (?:\w+ )?knowledge)\b|"
    r"\b(?:person|people|someone|somebody|individuals?) (?:who (?:(?:has|have|had) )?(?:seen|saw|read|reviewed|"
    r"attended|took part|taken part|worked on|works? on|(?:was|were) (?:present|there|briefed|involved|in the room|"
    r"at the \w+))|in the room)\b"
)
WITHHELD = re.compile(
    r"\b(?:(?<!news )(?<!media )sources?|insiders?|official|aide|advis[eo]r|diplomat|(?<!press )(?<!ex-)officer|"
    r"staff member|staffer|executive|operative|investigator|strategist|administrator|employee|manager|civil servant|"
    r"(?:person|someone|somebody)(?= (?:at|inside|within)\b)|"
    rf"one of .*(?:officials|aides|advis[eo]rs|diplomats|staffers|executives)){_MORE}|{_FAMILIAR}",
    re.IGNORECASE,
)
#: The only one of these descriptions that withholds names where it is of several people.
SEVERAL = re.compile(_FAMILIAR, re.IGNORECASE)
#: Words before such a description that withhold no name after all, because they identify the person by the office
#: ("the ministry's chief adviser") or name somebody else as well ("Lund and an aide", but not "White House and
#: diplomatic sources").
KNOWN = re.compile(
    r"\b(?:chief|head|first|only|highest)\b|[’'](?:s\b|(?= ))|"
    r"\band\b(?! (?!(?:other|some|several|two|three|four)\b)[\w-]+ sources\b)",
    re.IGNORECASE,
)
#: Cues of what is thought or felt, which is no claim, and of e-mails, which are records.
NO_SPEECH = re.compile(
    r"\b(?:want|hope|fear|felt|feel|worr|wish|underst|assum|know|knew|convinced|plan|intend|e-?mail)\w*", re.IGNORECASE
)


#: Least weight of words in common (`Token.weight`), and least share (0 to 1) of the slighter, of one claim in two
#: wordings.
ALIKE, MOSTLY = 2.5, 0.7
#: The same weight of what two outlets have from each other.
PASSED_ON = 2.0
#: Least weight of all words of a short claim that both have, with a figure.
SHORT = 1.6
#: What somebody says who says what was said before.
SAME = re.compile(
    r"[“\"]?(?:that )?(?:much|just|exactly|almost|largely)? ?(?:the same|as much|so too|likewise)\b", re.IGNORECASE
)


def unnamed_only(utterances: Iterable[Sequence[StatementRecord]]) -> Iterator[Finding]:
    """Claims that every article attributes to an unnamed source, and none to a record.

    utterances: for each the statements of its thread, or the single statement that is in no thread.
    All that an article has from the same source makes one finding.
    """
    found: dict[tuple[int, str], list[StatementRecord]] = {}
    for thread in utterances:
        if all(map(_is_withheld, thread)):
            one_each = _one_each(sorted(thread, key=lambda statement: statement.source.published or "~"))
            found.setdefault((one_each[0].source.id, one_each[0].who.casefold()), []).extend(one_each)
    for statement in found.values():
        more = sum(one.source == statement[0].source for one in statement) - 1
        what = f"{quote(statement[0].content)}{f' and {more} more' if more else ''} {'rest' if more else 'rests'}"
        names = list(dict.fromkeys(one.source.name for one in statement))
        whom = f"whom {names[0]} doesn't name" if len(names) == 1 else f"named by none of {listed(names)}"
        yield Finding(
            "unnamed-only", f"{what} on {quote(statement[0].who)} alone, {whom}.", tuple(map(Evidence.of, statement))
        )


def is_named_by(withheld: StatementRecord, other: StatementRecord) -> bool:
    """Whether another article has the claim of a source without a name from somebody whom it names, in its own words.

    Both have most of the telling words and the figures of the shorter, and deny or don't.
    """
    named = other.kind in ("person", "organization") and (other.name or "") != (other.name or "").lower()
    if not named or other.unnamed or other.nested or other.standing not in TOLD or not near(withheld, other):
        return False
    if withheld.source.id == other.source.id or not _is_withheld(withheld):
        return False
    mine, theirs = (wording(one.content, one.type) for one in (withheld, other))
    shared = mine.in_common(theirs)
    alike = shared >= ALIKE and shared >= MOSTLY * min(mine.info, theirs.info)
    figured = figures(mine), figures(theirs)
    alike = alike or (figured[0] == figured[1] != set() and shared >= SHORT and mine.contents == theirs.contents)
    return alike and min(figured, key=len) <= max(figured, key=len) and _denies(mine) == _denies(theirs)


def seconds(other: StatementRecord, one: StatementRecord) -> bool:
    """Whether somebody named says, right behind a claim in its article, “much the same”."""
    named = other.kind == "person" and not other.unnamed and other.standing == "asserted"
    return named and other.position == one.position + 1 and SAME.match(other.content) is not None


def _denies(words: ComparableWording) -> bool:
    return sum(token.kind == "negation" for token in words.tokens) % 2 == 1


def passes_on(statement: StatementRecord) -> bool:
    """Whether an article has a statement from another outlet, as far as it tells."""
    carried = statement.kind == "organization" and CARRIES.search(statement.cue) is not None
    return carried or publishes(statement.name, statement.kind) or any(how == "cited" for _, how in statement.chain)


def is_same_news(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether two articles of a week tell the same, each in its words: most of those of the shorter, figures alike."""
    if one.source.id == other.source.id or not near(one, other):
        return False
    ours, theirs = (wording(statement.content, statement.type) for statement in (one, other))
    shared = ours.in_common(theirs)
    if shared < PASSED_ON or shared < MOSTLY * min(ours.info, theirs.info) or _denies(ours) != _denies(theirs):
        return False
    figured = figures(ours), figures(theirs)
    return min(figured, key=len) <= max(figured, key=len)


def circular(thread: Sequence[StatementRecord], origins: Origins) -> Iterator[Finding]:
    """Articles of a thread that cite one another and no origin outside.

    thread: its statements. origins: as `origins` gives them for these statements.
    """
    if all(one.parent is not None and not says_by_itself(one.type, one.content) for one in thread):
        return  # what somebody agreed to, by those who say that they did: told of these
    for unknown in origins.unknown:
        citing = [
            one
            for one in _one_each(sorted(thread, key=lambda statement: statement.id))
            if one.source.id in unknown.articles
        ]
        if not unknown.circle or len({outlet_of(one.source) for one in citing}) < 2:
            continue
        sentence = f"{quote(citing[0].content)} goes round: {listed(unknown.circle)} cite one another, and nobody else."
        yield Finding("circular-sourcing", sentence, tuple(Evidence.of(one) for one in citing))


def _is_withheld(statement: StatementRecord) -> bool:
    """Whether a statement is a claim whose article withholds the source's name and tells of no record."""
    if statement.name is None or statement.nested or statement.standing in NO_CLAIM or not claims(statement):
        return False
    if NO_SPEECH.search(statement.cue) or any(relation in ON_RECORD for _, relation in statement.chain):
        return False
    if statement.unnamed and any(kind == "anonymity" for _, kind in statement.sourcing):
        return True
    known_as = WITHHELD if statement.unnamed else SEVERAL if statement.kind == "group" else None
    withheld = known_as and known_as.search(statement.name)
    known = KNOWN.search(statement.name)
    return withheld is not None and not (known and known.start() < withheld.start())


def _one_each(thread: Sequence[StatementRecord]) -> list[StatementRecord]:
    """The first statement of each article."""
    return list({statement.source.id: statement for statement in reversed(thread)}.values())[::-1]
