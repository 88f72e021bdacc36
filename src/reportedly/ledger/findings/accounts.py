"""Findings about contradiction: accounts of two people that can't both be true.

The thresholds were set by hand, beside the planted articles of the tests and what was found in real news.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from itertools import product

from ..tables.record import StatementRecord, near
from ..threads.matches import differ
from ..threads.wordings import ComparableWording, wording
from .finding import Finding, extents, sentences, states, two_accounts
from .opposites import opposite

# cases: tests/test_planted.py, FOUND and NOT_FOUND
#: Most words of an account in which some numbers are those of the other account.
LONGEST = 30
#: Weight of common words (`Token.weight`) from which two accounts are taken to be about the same event.
COMMON = 5.0
#: The same where they have nearly all words in common: a share (0 to 1) of the weight of the longer one.
VERBATIM, ALMOST = 3.0, 0.8
#: Contents about the holder itself, or about somebody the words don't name: "it had a loss", "net income fell to …".
#: Two holders who say such things speak of different matters.
OWN = re.compile(
    r"[“\"‘']?(?:that )?(?:I|we|he|she|it|they|my|our|his|her|its|their)\b|"
    r".*\b(?:net|earnings|profits?|revenues?|dividends?|the company|(?:a|per|of|common|preferred) (?:share|stock))\b",
    re.IGNORECASE | re.DOTALL,
)
#: Words before a number that isn't exact, and how many times the other it may be.
ROUGHLY = re.compile(
    r"\b(?:about|some|around|nearly|almost|roughly|approximately|close to|an estimated) \w", re.IGNORECASE
)
NEARLY = 1.15
POWERS = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
#: Least shares (0 to 1) of the weight of the slighter and of the other of two accounts that both have.
MOSTLY, HALF = 0.7, 0.5


def conflicting(statement: StatementRecord, others: Iterable[StatementRecord]) -> Iterator[Finding]:
    """Accounts of other holders that can't be true if this one is: a sentence that has another number or a negation."""
    for other in others:
        if _may_conflict(statement, other) and any(
            _are_contrary(one, two) for one, two in product(_accounts(statement), _accounts(other))
        ):
            yield two_accounts(statement, other)


def excluded(statement: StatementRecord, others: Iterable[StatementRecord]) -> Iterator[StatementRecord]:
    """Those of other articles, and of other holders, by whom something was done that by a statement wasn't, or the
    other way round."""
    for other in others:
        if statement.source.id != other.source.id and _may_conflict(statement, other) and opposite(statement, other):
            yield other


def _accounts(statement: StatementRecord) -> list[tuple[str, ComparableWording]]:
    """The sentences of a statement that tell what happened, each with its wording."""
    told = (part for part in sentences(statement.content) if states(part) and not OWN.match(part))
    return [(part, wording(part, statement.type)) for part in told]


def _are_contrary(one: tuple[str, ComparableWording], other: tuple[str, ComparableWording]) -> bool:
    """Whether two sentences agree, also in time and area, but for one negation or the numbers (not for both)."""
    (mine, ours), (its, theirs) = one, other
    shared = ours.in_common(theirs)
    enough = COMMON if shared < ALMOST * max(_but_figures(ours), _but_figures(theirs)) else VERBATIM
    least, most = sorted((ours.info, theirs.info))
    if shared < max(enough, MOSTLY * least, HALF * most) or _of(ours, "name") != _of(theirs, "name"):
        return False
    numbers = figures(ours), figures(theirs)
    both = numbers[0] & numbers[1]
    if both and (len(numbers[0] ^ numbers[1]) != 2 or max(len(ours.tokens), len(theirs.tokens)) > LONGEST):
        both = set()  # of documents and figures read out, that are printed otherwise
    if _is_rounded(mine, its, numbers[0] - both, numbers[1] - both):
        return False
    negated = (len(_of(ours, "negation")) - len(_of(theirs, "negation"))) % 2 == 1
    counted = all(numbers) and numbers[0] & numbers[1] == both and bool(_counted(ours, both) & _counted(theirs, both))
    contrary = (negated and numbers[0] == numbers[1]) != (counted and not negated)
    return contrary and extents(mine) == extents(its) and differ(ours, theirs) == "contrary"


def _but_figures(words: ComparableWording) -> float:
    """The weight of a wording without its figures, which are what differs."""
    return sum(token.weight for token in words.tokens if token.kind != "number")


def _is_rounded(mine: str, its: str, ours: Collection[str], theirs: Collection[str]) -> bool:
    """Whether one of two sentences gives a number roughly, and the other one near it: about 900, 920."""
    some = [float(figure) for figure in (*ours, *theirs) if re.fullmatch(r"\d+(?:\.\d+)?", figure)]
    rough = ROUGHLY.search(mine) or ROUGHLY.search(its)
    return bool(rough) and len(ours) == len(theirs) == 1 and len(some) == 2 and max(some) <= NEARLY * min(some)


def _of(words: ComparableWording, kind: str) -> list[str]:
    """The forms of all tokens of one kind, sorted."""
    return sorted(token.form for token in words.tokens if token.kind == kind)


def _counted(words: ComparableWording, but: Collection[str]) -> set[tuple[str, str]]:
    """What stands right before and after each number of a wording: what is counted, or by what it is told.

    but: numbers that aren't asked for, in figures: of “19 of the 41 taps” the one that both accounts have.
    """
    forms = ["", *(token.form for token in words.tokens), ""]
    found: set[tuple[str, str]] = set()
    for i, token in enumerate(words.tokens, 1):
        if token.kind == "number" and token.form not in but:
            found |= {("after", forms[i + 1])} if forms[i + 1] else {("before", forms[i - 1])}
    return found


def figures(words: ComparableWording) -> set[str]:
    """The numbers of a wording in figures: "400" for "four hundred"."""
    found: list[str] = []
    after = False
    for token in words.tokens:
        power = POWERS.get(token.form)
        if power and after and found[-1].replace(".", "", 1).isdigit():
            found[-1] = f"{(Decimal(found[-1]) * power).normalize():f}"
        elif token.kind == "number":
            found.append(str(power or token.form))
        after = token.kind == "number"
    return {*found}


def _may_conflict(one: StatementRecord, other: StatementRecord) -> bool:
    if one.holder is None or other.holder is None or one.holder == other.holder or one.nested or other.nested:
        return False
    if not {one.standing, other.standing} <= {"asserted", "denied"} or other.source.copy_of == one.source.id:
        return False
    return near(one, other)
