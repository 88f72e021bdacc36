"""Reversals by words: a holder takes a side of a matter on one day, and the other on another, whatever it is called.

`turns` goes by the targets that the reading gives. Here the side is what the words take (“we are in favour of”, “I
oppose”, “must not get”), and what they take it of is compared as wordings are: “a new licence for the ferry”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ...values.endorsements import own, side
from ..tables.record import StatementRecord, order
from ..threads.tokens import stem
from ..threads.wordings import wording
from .finding import MARKS, Evidence, Finding, quote, sentences
from .turns import MANY, days_of

# cases: tests/test_sides.py
#: What somebody should be given, or not.
_GIVEN: Final = re.compile(
    r"\b(?:should|must|ought to|deserves? to) ?(?P<not>not |never )?(?:ever )?(?:get|have|receive|keep|"
    r"be (?:given|granted|awarded|approved|renewed|built|allowed|kept))\b|"
    r"\b(?P<no>(?:should|must)n[’']t) (?:ever )?(?:get|have|receive|keep|be (?:given|granted|awarded|approved|renewed|"
    r"built|allowed|kept))\b",
    re.IGNORECASE,
)
#: What is only supposed, asked, or somebody's of before; the end of what a side is taken of.
_OPEN: Final = re.compile(r"\b(?:if|unless|whether|would have|once|used to|had)\b|\?", re.IGNORECASE)
_END: Final = re.compile(
    r"[,;:.!?—–“”\"]|\b(?:because|but|when|while|which|who|although|though|since|until|"
    r"and (?:I|we|he|she|it|they|so|will))\b"
)
_ME: Final = frozenset(["i", "we"])
_COMMON: Final = frozenset(map(stem, MANY))
#: Least weight (`Token.weight`, about 1 a word) of what a side is taken of, and of what two such have in common; least
#: share (0 to 1) of the slighter.
LEAST, SHARED, MOSTLY = 1.0, 1.0, 0.6


@dataclass(frozen=True, slots=True)
class SideTaken:
    """A side that a statement takes. sign: 1 for, -1 against. matter: the telling words of what it is taken of, with
    their weights, in their order. names: those of them that are names.
    first, last: ISO days between which it was said."""

    statement: StatementRecord
    sign: int
    matter: dict[str, float]
    names: frozenset[str]
    first: str
    last: str


def changed_sides(history: Sequence[StatementRecord], told: Iterable[Finding]) -> Iterator[Finding]:
    """Reversals of one holder, but for those told already: between two statements more than a day apart.

    history: statements of the holder, in any order. Only asserted ones count, and none within another's words.
    """
    known = {frozenset(evidence.article for evidence in finding.evidence) for finding in told}
    points = sorted((one for statement in history for one in taken(statement)), key=lambda one: one.last)
    for at, after in enumerate(points):
        before = next((one for one in reversed(points[:at]) if _is_one_matter(one, after)), None)
        if before is None or before.sign == after.sign or order(before.last, after.first) != "before":
            continue
        both = frozenset((before.statement.source.id, after.statement.source.id))
        if len(both) == 2 and both not in known:
            known.add(both)
            yield Finding(
                "reversal", _told(before, after), (Evidence.of(after.statement), Evidence.of(before.statement))
            )


def taken(one: StatementRecord) -> Iterator[SideTaken]:
    """The sides that a statement takes outright, each of something that its words tell apart."""
    days = days_of(one)
    if one.unnamed or one.nested or one.standing != "asserted" or one.source.copy_of is not None or not days:
        return
    for sign, words in _sides(one):
        tokens = [
            token for token in wording(_END.split(words.strip(MARKS), maxsplit=1)[0], "indirect").tokens if token.weight
        ]
        matter = {token.form: token.weight for token in tokens}
        names = frozenset(token.form for token in tokens if token.kind == "name")
        if sum(matter.values()) >= LEAST and not set(matter) <= _COMMON:
            yield SideTaken(one, sign, matter, names, *days)


def _sides(one: StatementRecord) -> Iterator[tuple[int, str]]:
    """The side that each sentence takes, and the words for what."""
    by_cue = side(one.cue)
    if by_cue and one.type == "indirect":
        yield by_cue, one.content
    for sentence in sentences(one.content):
        if _OPEN.search(sentence):
            continue
        for found in own(sentence, 0, len(sentence)):
            if one.type == "indirect" or found.who.of(sentence).lower() in _ME:
                yield found.sign, sentence[found.end :]
        given = _GIVEN.search(sentence)
        if given:
            yield (-1 if given["not"] or given["no"] else 1), f"{sentence[: given.start()]} {sentence[given.end() :]}"


def _is_one_matter(one: SideTaken, other: SideTaken) -> bool:
    shared = one.matter.keys() & other.matter.keys()
    if not shared.issuperset({next(iter(one.matter)), next(iter(other.matter))}):
        return False  # closing a road isn't the road
    weight = sum(min(one.matter[form], other.matter[form]) for form in shared)
    least = min(sum(one.matter.values()), sum(other.matter.values()))
    if weight < max(SHARED, MOSTLY * least) or shared <= _COMMON:
        return False
    return not (one.names and other.names and not one.names & other.names)


def _told(before: SideTaken, after: SideTaken) -> str:
    was, now = ("for", "against") if before.sign > 0 else ("against", "for")
    then, here = (f"{one.statement.day}, {quote(one.statement.content, 60)}" for one in (before, after))
    return f"{after.statement.who} spoke {now} a matter on {here}, and {was} it on {then}."
