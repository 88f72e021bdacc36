"""Where words stand against words: a denial that an article leaves out, two accounts that can't both be true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from ..said import Said
from ..wordings import Wording, differ, wording
from .finding import Evidence, Finding, quote

#: Answers that a reader of the claim should know of.
DENIALS = frozenset(["denies"])
#: What two accounts must share to be of one event: the weight of their common words, and when they were published.
COMMON, WITHIN = 5.0, timedelta(days=7)
#: Share of the shorter account's words that the other has too.
MOSTLY = 0.7


def denied_elsewhere(thread: Sequence[Said], replies: Sequence[Said]) -> Iterator[Finding]:
    """Articles that have an utterance and leave out a denial that another article, not published later, has.

    thread: the statements of one thread. replies: statements, of any article, that answer one of them.
    """
    ids = {said.id for said in thread}
    denials = [r for r in replies if any(i in ids and how in DENIALS for i, how in r.answers) and not r.nested]
    if not denials:
        return
    told = {reply.source.id for reply in denials}
    speakers = {reply.holder for reply in denials if reply.holder is not None}
    for said in thread:
        known = [r for r in denials if r.holder != said.holder and _was_out(r, said)]
        knows = said.source.id in told or said.source.copy_of in told or said.holder in speakers
        if knows or said.standing != "asserted" or not known:
            continue
        told.add(said.source.id)
        first = min(known, key=lambda r: (r.source.published or "~", r.id))
        sentence = (
            f"{said.source.name} has {quote(said.content, 70)}, said by {said.who}, and not that {first.who} denied it "
            f"in {first.source.name}: {quote(first.content, 70)}."
        )
        yield Finding("denied-elsewhere", sentence, (Evidence.of(said), Evidence.of(first)))


def _was_out(reply: Said, said: Said) -> bool:
    """Whether a reply was published by the day of an article."""
    return bool(reply.source.published and said.source.published and reply.source.published <= said.source.published)


def conflicting(said: Said, others: Iterable[Said]) -> Iterator[Finding]:
    """What other holders say that can't be true if this is: the same words but for a negation or a number."""
    for other in others:
        if _may_conflict(said, other) and _contrary(*(wording(one.content, one.type) for one in (said, other))):
            first, second = sorted((said, other), key=lambda one: one.id)
            sentence = (
                f"{first.who} says {quote(first.content, 70)} in {first.source.name}, {second.who} says "
                f"{quote(second.content, 70)} in {second.source.name}."
            )
            yield Finding("conflicting-accounts", sentence, (Evidence.of(first), Evidence.of(second)))


def _contrary(mine: Wording, theirs: Wording) -> bool:
    """Whether two wordings say the same of the same, one of them with a negation more or with other numbers."""
    shared = mine.in_common(theirs)
    if shared < COMMON or shared < MOSTLY * min(mine.info, theirs.info) or _of(mine, "name") != _of(theirs, "name"):
        return False
    numbers = _of(mine, "number"), _of(theirs, "number")
    negated = (len(_of(mine, "negation")) - len(_of(theirs, "negation"))) % 2 == 1
    counted = all(numbers) and not {*numbers[0]} & {*numbers[1]}
    return (negated and numbers[0] == numbers[1]) != (counted and not negated) and differ(mine, theirs) == "contrary"


def _of(words: Wording, kind: str) -> list[str]:
    """The forms of one kind, in order of the alphabet."""
    return sorted(token.form for token in words.tokens if token.kind == kind)


def _may_conflict(one: Said, other: Said) -> bool:
    if one.holder is None or other.holder is None or one.holder == other.holder or one.nested or other.nested:
        return False
    if {one.standing, other.standing} != {"asserted"} or other.source.copy_of == one.source.id:
        return False
    days = [date.fromisoformat(s.source.published) for s in (one, other) if s.source.published]
    return len(days) == 2 and abs(days[0] - days[1]) <= WITHIN
