"""Where a holder has turned: for somebody or something on one day, against on another.

A turn is a change of side, not of tone: who congratulates a rival and attacks the rival a week later hasn't turned. So
only words count that take a side, or that say what somebody is; of a matter, praise and blame count too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ...english import lexicon
from ...span import Span
from ...values.endorsements import side
from ..tables.record import Held, StatementRecord, order
from .finding import Evidence, Finding, quote

Manner = Literal["endorsement", "appraisal", "praise"]

#: How clear a stance has to be before it counts on either side of a turn. The signs of weaker ones err often.
CLEAR = 0.8
#: Before a verb, and changing nothing.
_HELPING = r"(?:(?:has|have|had|is|are|was|were|also|again|\w{3,}ly) )*"
PRAISE = re.compile(
    rf"{_HELPING}(?:prais|hail|welcom|applaud|laud|celebrat|champion|condemn|denounc|criticis|criticiz|blast|slam|"
    r"lambast|deplor|decr|attack|assail|ridicul|mock)(?:e?s|e?d|i?es|ied|ing)?",
    re.IGNORECASE,
)
#: What somebody is; that somebody is right or wrong concerns one matter.
BEING = re.compile(
    r"liars?|frauds?|disgrace|cowards?|crooks?|criminals?|racists?|bully|tyrants?|dictators?|fascists?|extremists?|"
    r"hypocrites?|traitors?|monsters?|clowns?|idiots?|disaster|menace|danger|embarrassment|fit to|unfit|"
    r"(?:un|well )?qualified|incompetent|(?:dis)?honest|corrupt|dangerous|(?:un)?trustworthy|hero(?:es)?|patriots?|"
    r"(?:great|good|strong|excellent|outstanding) \w+",
    re.IGNORECASE,
)
#: Whom one stands by has it, and whom one drops has lost it.
TRUST = re.compile(
    r"(?:lost )?(?:my|our|his|her|its|their) (?:\w+ )?(?:confidence|trust|support|backing)", re.IGNORECASE
)
NAMING = re.compile(rf"{_HELPING}(?:call|brand|label)(?:s|ed|ing)?", re.IGNORECASE)
#: What is somebody's, but a candidacy: who opposes a remark isn't against whoever made it.
THEIRS = re.compile(
    r"[’']s? (?!(?:\w+ )?(?:candidacy|campaign|bid|nomination|re-?election|presidency)\b)", re.IGNORECASE
)
#: What stands in a content before the verb where the speaker is bound by it: "we | oppose", "to | reject".
OWN = re.compile(r"(?:^|.*[^\w’'])(?:I|we|he|she|it|they)(?:[’'](?:m|re|ve|ll)| would)? ", re.IGNORECASE | re.DOTALL)
ASKED = re.compile(r"[“\"‘']?(?:[\w’'-]+ ){0,6}(?:should|must) ", re.IGNORECASE)
BOUND = re.compile(r"[“\"‘']?(?:[\w’'-]+ ){0,5}to ", re.IGNORECASE)
BINDING = re.compile(
    rf"{_HELPING}(?:(?:pledg|vow|promis|agree|plan|intend|urg|implor|encourag|press|instruct)\w*|"
    r"(?:call(?:s|ed|ing)?) (?:on|for|upon))",
    re.IGNORECASE,
)
DOUBT = re.compile(r"\b(?:whether|not|never|no|nor|without|refus\w+|declin\w+|fail\w*)\b|n[’']t\b", re.IGNORECASE)
IF = re.compile(r"\b(?:if|unless)\b", re.IGNORECASE)
#: What was so before, on a day that isn't known: it isn't that of publication.
ONCE = re.compile(r"\b(?:once|previously|formerly|had|used to|earlier|originally|initially|long)\b", re.IGNORECASE)


#: What there are many of: "the bill" of another article is another bill, perhaps; "the tunnel" is the tunnel.
MANY = frozenset(
    ["act", "action", "agreement", "amendment", "announcement", "answer", "article", "attack", "attempt", "bid", "bill",
     "book", "budget", "call", "campaign", "candidate", "case", "change", "claim", "comment", "company", "concept",
     "country", "court", "deal", "debate", "decision", "effort", "election", "event", "film", "government", "group",
     "idea", "incident", "inquiry", "investigation", "issue", "law", "leader", "letter", "man", "measure", "media",
     "meeting", "motion", "move", "news", "nomination", "offer", "order", "party", "people", "performance", "plan",
     "policy", "practice", "president", "press", "process", "programme", "program", "project", "proposal", "protest",
     "question", "reform", "remark", "report", "request", "resolution", "response", "result", "rule", "ruling",
     "sentence", "show", "speech", "state", "statement", "step", "story", "study", "system", "team", "thing", "treaty",
     "verdict", "victory", "video", "violence", "vote", "way", "win", "woman", "work"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Point:
    """Where a holder stood. words: what tells it. first, last: days between which it was said."""

    statement: StatementRecord
    held: Held
    manner: Manner
    first: str
    last: str


def reversals(history: Sequence[StatementRecord]) -> Iterator[Finding]:
    """Turns of one holder, each toward one target, between two dated statements more than a day apart.

    history: statements of the holder, in any order. What is denied, alleged or told by another doesn't count.
    """
    for points in _by_target(history).values():
        ordered = sorted(points, key=lambda p: (p.last, p.statement.id))
        for before, after in pairwise(ordered):
            if _is_turn(before, after):
                yield Finding("reversal", _told(before, after), (_evidence(after), _evidence(before)))


def _is_turn(before: _Point, after: _Point) -> bool:
    if before.held.polarity * after.held.polarity > 0 or order(before.last, after.first) != "before":
        return False
    return _is_matter(after.held) or "endorsement" in (before.manner, after.manner)


def _by_target(history: Sequence[StatementRecord]) -> dict[object, list[_Point]]:
    """Where the holder of all these stood toward whom or what, wherever that is clear."""
    found: dict[object, list[_Point]] = {}
    for statement in history:
        days = _days(statement)
        if (
            statement.unnamed
            or statement.nested
            or statement.standing != "asserted"
            or statement.source.copy_of is not None
            or not days
        ):
            continue
        for held in statement.stances:
            manner = _manner(statement, held)
            if manner and abs(held.polarity) >= CLEAR and _is_named(statement, held):
                found.setdefault(_key(statement, held), []).append(_Point(statement, held, manner, *days))
    return found


def _days(statement: StatementRecord) -> tuple[str, str] | None:
    """Between which days it was said: the article's day, if it doesn't tell and doesn't look back."""
    published = statement.source.published
    if statement.first and statement.last:
        return statement.first, min(statement.last, published or statement.last)
    return None if not published or ONCE.search(statement.cue) else (published, published)


def _is_named(statement: StatementRecord, held: Held) -> bool:
    """Whether a stance is toward somebody named, or a matter, itself; not toward a pronoun, a title or a remark."""
    phrase = held.words[0]
    if (
        held.target_id == statement.holder
        or phrase.partition(" ")[0].lower() in lexicon.PRONOUNS
        or THEIRS.search(phrase)
    ):
        return False
    return any(len(word) > 2 and word.lower().rstrip(".") not in lexicon.TITLES for word in held.target.split())


def _is_matter(held: Held) -> bool:
    """Whether what is spoken of is neither a person nor a body: no name ends it."""
    return held.target_id is None and held.target.rpartition(" ")[2].islower()


def _key(statement: StatementRecord, held: Held) -> object:
    """The same for the same target. One of many that no other word tells apart is so within an article only."""
    name = held.target.casefold()
    if _is_matter(held) and name.removesuffix("s") in MANY:
        return statement.source.id, name
    return name if held.target_id is None else held.target_id


def _manner(statement: StatementRecord, held: Held) -> Manner | None:
    """How the words speak of the target; None where they don't say outright what they mean."""
    if len(held.spans) == len(held.words) == 2:
        verb, words = held.spans[1], held.words[1]
        if TRUST.fullmatch(words) or (side(words) * held.polarity > 0 and _is_bound(statement, verb)):
            return "endorsement"
        if BEING.fullmatch(words):
            return "appraisal"
        if _is_matter(held) and PRAISE.fullmatch(words) and _before(statement, verb) is None:
            return "praise"
    return "appraisal" if NAMING.fullmatch(statement.cue) and _is_called(statement, held) else None


def _is_called(statement: StatementRecord, held: Held) -> bool:
    """Whether a content begins with the target and goes on with what it is: "Lund | a liar"."""
    words = statement.words[0].removeprefix(held.words[0])
    return words != statement.words[0] and not words.startswith(("'", "’")) and bool(BEING.search(words))


def _is_bound(statement: StatementRecord, verb: Span) -> bool:
    """Whether the words take the side of whoever says them: as the cue does, or in what is said."""
    before = _before(statement, verb)
    if before is None:
        return True
    if DOUBT.search(before) or IF.search(statement.content):
        return False
    asks = BOUND.fullmatch(before) and BINDING.fullmatch(statement.cue)
    return bool(asks or OWN.fullmatch(before) or ASKED.fullmatch(before))


def _before(statement: StatementRecord, verb: Span) -> str | None:
    """What stands in the content before a verb, in its sentence; None if the verb isn't in the content."""
    for span, words in zip(statement.spans, statement.words, strict=True):
        if span.contains(verb):
            return re.split(r"(?<=[.!?;]) ", words[: verb.start - span.start])[-1]
    return None


def _evidence(point: _Point) -> Evidence:
    """The content, with the verb where that is the cue."""
    statement = point.statement
    if point.manner == "appraisal" and len(point.held.spans) != 2:
        return Evidence.of(statement)
    verb, words = point.held.spans[-1], point.held.words[-1]
    if _before(statement, verb) is not None:
        return Evidence.of(statement)
    spans = tuple(sorted((verb, *statement.spans)))
    if verb.end + 1 == statement.spans[0].start:
        words = f"{words} {statement.content}"
    else:
        words = " … ".join(w for _, w in sorted([(verb, words), *zip(statement.spans, statement.words, strict=True)]))
    return Evidence(statement.source.id, statement.id, spans, words)


def _told(before: _Point, after: _Point) -> str:
    was, now = ("for", "against") if before.held.polarity > 0 else ("against", "for")
    then, here = (f"{p.statement.day}, {quote(_evidence(p).text, 60)}" for p in (before, after))
    return f"{after.statement.who} spoke {now} {after.held.target} on {here}, and {was} on {then}."
