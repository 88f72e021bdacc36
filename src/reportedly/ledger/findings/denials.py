"""Denials that a draft leaves out: somebody's in another article, be it the very holder's of the draft's words."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from ..tables.record import StatementRecord
from ..threads.linking import name_words
from ..threads.wordings import ComparableWording, TokenKind, wording
from .answers import WHOLE, denies, has_its_say, negates_of_oneself
from .comparison import named
from .finding import Evidence, Finding, claims, quote
from .speakers import speakers

#: Least weight of words in common (`Token.weight`), and least share (0 to 1) of the denial's words, if a claim is what
#: is denied: by whoever the claim is about or comes from, and by anybody else.
CONCERNED, ANYBODY = 1.2, 3.0
MOSTLY: Final = 0.6
#: Fewest words in common.
WORDS: Final = 3


def left_out(
    claim: StatementRecord,
    others: Sequence[StatementRecord],
    draft: Sequence[StatementRecord],
    same: Collection[int] = (),
) -> Finding | None:
    """A claim of a draft that was denied before, and of which the draft has no denial.

    others: statements of other articles. draft: all of the draft's. same: ids of statements that are this claim.
    """
    if claim.standing != "asserted" or not claims(claim) or claim.nested:
        return None
    if any(denies(one, claim) for one in draft):
        return None
    told = [one for one in others if one.id in same]
    beside = {one.source.id for one in told}  # articles that have both
    known = [
        one
        for one in others
        if _was_out(one, claim)
        and (
            denies_it(one, claim, one.source.id in beside and not _answers_another(one, same))
            or _answers(one, same)
            or (not one.nested and any(negates_of_oneself(one, other) for other in told))
        )
    ]
    denied = [one for one in draft if one.standing == "denied"]
    known = [
        one
        for one in known
        if not any(_is_one(one, other) for other in denied) and not any(has_its_say(o, claim, one) for o in draft)
    ]
    if not known:
        return None
    first = min(known, key=lambda one: (one.source.published or "~", one.id))
    sentence = (
        f"{claim.source.name} has {quote(claim.content, 70)}, said by {claim.who}, and not that {first.who} denied it "
        f"in {named(first.source)}: {quote(first.content, 70)}."
    )
    return Finding("denied-elsewhere", sentence, (Evidence.of(claim), Evidence.of(first)))


def denies_it(reply: StatementRecord, claim: StatementRecord, beside: bool = False) -> bool:
    """Whether a statement denies what a claim says, and not something else of the same matter.

    beside: whether its article has the claim too.
    """
    if reply.standing != "denied" or reply.nested or reply.name is None:
        return False
    if reply.type != "indirect" and speakers(reply, claim) == "same":
        return False  # the same in its own words
    own = name_words(reply.name)
    mine, theirs = (wording(one.content, one.type, own) for one in (reply, claim))
    shared = mine.in_common(theirs)
    alike = sum(token.form in theirs.contents for token in (mine.tokens[i] for i in mine.at))
    concerned = beside or speakers(reply, claim) == "same" or _names(claim, reply)
    if (
        shared < (CONCERNED if concerned else ANYBODY)
        or shared < MOSTLY * mine.info
        or alike < min(WORDS, len(mine.at))
    ):
        return False
    # What was denied is told indirectly, the denial itself in its own words: “I never took it”.
    alike_negated = len(_of(mine, "negation")) % 2 == len(_of(theirs, "negation")) % 2
    if alike_negated != (reply.type == "indirect"):
        return False
    return not any(_of(mine, kind) - _of(theirs, kind) and _of(theirs, kind) - _of(mine, kind) for kind in _TELLING)


_TELLING: Final[tuple[TokenKind, ...]] = ("number", "name")


def _answers(reply: StatementRecord, same: Collection[int]) -> bool:
    """Whether it denies, as a whole, one of the statements that are the claim: “the allegation”, “it”."""
    denied = any(number in same and relation == "denies" for number, relation in reply.answers)
    return denied and WHOLE.match(reply.content) is not None


def _answers_another(reply: StatementRecord, same: Collection[int]) -> bool:
    """Whether it is told as the denial of something else than the statements that are the claim."""
    denied = {number for number, relation in reply.answers if relation == "denies"}
    return bool(denied) and denied.isdisjoint(same)


def _is_one(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether two statements are one's, as far as names tell: “Darrow” and “Colm Darrow”."""
    words = name_words(one.name), name_words(other.name)
    return (one.holder is not None and one.holder == other.holder) or bool(
        words[0] and words[1] and (words[0] <= words[1] or words[1] <= words[0])
    )


def _of(words: ComparableWording, kind: TokenKind) -> set[str]:
    return {token.form for token in words.tokens if token.kind == kind}


def _names(claim: StatementRecord, reply: StatementRecord) -> bool:
    """Whether the claim names whoever replies, by the last name, or by the first word of a body's name."""
    name = (reply.name or "").split()
    return any(len(word) > 2 and re.search(rf"\b{re.escape(word)}\b", claim.content) for word in (name[-1], name[0]))


def _was_out(reply: StatementRecord, claim: StatementRecord) -> bool:
    """Whether the denial was published no later than the draft; where a day is unknown, it was."""
    return not (reply.source.published and claim.source.published) or reply.source.published <= claim.source.published
