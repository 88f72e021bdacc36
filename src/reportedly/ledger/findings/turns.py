"""Findings about reversals: a holder who is for somebody or something on one day and against it on another.

A reversal is a change of side, not of tone: congratulating a rival and attacking the rival a week later is none. So the
only words that count are those that take a side or say what somebody is. Of a matter, praise and blame count too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ...english import lexicon
from ...span import Span
from ...values.endorsements import side
from ..tables.record import Held, StatementRecord, order
from .finding import Evidence, Finding, quote

Manner = Literal["endorsement", "appraisal", "praise"]

#: The standings of what somebody holds: an endorsement that is taken back is a side too.
HELD = frozenset(["asserted", "retracted"])
#: Auxiliaries and adverbs before a verb that don't change its sense.
# cases: tests/test_findings.py, NO_TURN; tests/test_planted.py, FOUND and NOT_FOUND
_HELPING = r"(?:(?:has|have|had|is|are|was|were|also|again|\w{3,}ly) )*"
PRAISE = re.compile(
    rf"{_HELPING}(?:prais|hail|welcom|applaud|laud|celebrat|champion|condemn|denounc|criticis|criticiz|blast|slam|"
    r"lambast|deplor|decr|attack|assail|ridicul|mock)(?:e?s|e?d|i?es|ied|ing)?",
    re.IGNORECASE,
)
#: Words for what somebody is. "Right" and "wrong" are missing because they concern a single matter.
BEING = re.compile(
    r"liars?|frauds?|disgrace|cowards?|crooks?|criminals?|racists?|bully|tyrants?|dictators?|fascists?|extremists?|"
    r"hypocrites?|traitors?|monsters?|clowns?|idiots?|disaster|menace|danger|embarrassment|fit to|unfit|"
    r"(?:un|well )?qualified|incompetent|(?:dis)?honest|corrupt|dangerous|(?:un)?trustworthy|hero(?:es)?|patriots?|"
    r"(?:great|good|strong|excellent|outstanding) \w+",
    re.IGNORECASE,
)
#: What one gives to whom one supports, and takes away again.
TRUST = re.compile(
    r"(?:lost )?(?:my|our|his|her|its|their) (?:[“\"‘']?\w+ ){0,2}[“\"‘']?(?:confidence|trust|support|backing)|"
    r"(?:[\w’']+ ){0,4}(?:faith|confidence|trust)(?: left)? (?:in|with)|"
    r"(?:(?:no longer|do|does|did|not|\w+n[’']t) ){0,2}trust(?:s|ed)?",
    re.IGNORECASE,
)
#: What somebody calls for who has lost trust in whom the words before are about.
GOING = re.compile(
    r" (?:should|must|has to|have to|needs? to|ought to) (?:now |immediately |also )?"
    r"(?:resign|go|quit|step (?:down|aside)|stand down|leave office|be (?:sacked|fired|dismissed|removed|replaced))\b",
    re.IGNORECASE,
)
#: The end of words by which the speaker is against what follows: “I'm | against”.
AM = re.compile(r"(?:\b(?:am|are|is|was|were)|[’'](?:m|re|s)) (?:still |now |also |\w{3,}ly )?$", re.IGNORECASE)
NAMING = re.compile(rf"{_HELPING}(?:call|brand|label)(?:s|ed|ing)?", re.IGNORECASE)
#: A possessive that makes the target something of a person's, such as a remark: opposing it isn't opposing the person.
#: A candidacy counts as the person.
THEIRS = re.compile(
    r"[’']s? (?!(?:\w+ )?(?:candidacy|campaign|bid|nomination|re-?election|presidency)\b)", re.IGNORECASE
)
#: Words before a verb in the content by which its subject is the speaker ("we | oppose"). ASKED: by which the speaker
#: calls for it ("they should | reject"). BOUND: by which it is what a BINDING cue promises or demands ("to | reject").
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
#: Words in a cue that date the statement to an unknown earlier day, so that the day of publication can't stand for it.
ONCE = re.compile(r"\b(?:once|previously|formerly|had|used to|earlier|originally|initially|long)\b", re.IGNORECASE)


#: Targets that need not be the same in two articles: "the bill" may be another bill; "the tunnel" is the tunnel.
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
    """A holder's clear stance in one statement. first, last: ISO days between which it was said."""

    statement: StatementRecord
    held: Held
    manner: Manner
    first: str
    last: str


def reversals(history: Sequence[StatementRecord]) -> Iterator[Finding]:
    """Reversals of one holder: opposite stances toward a target in two dated statements more than a day apart.

    history: statements of the holder, in any order. Only those asserted or taken back count, and none that stands
    within another.
    """
    for points in _by_target(history).values():
        ordered = sorted(_plainest(points), key=lambda p: (p.last, p.statement.id))
        for before, after in pairwise(ordered):
            if _is_turn(before, after):
                yield Finding("reversal", _told(before, after), (_evidence(after), _evidence(before)))


def _plainest(points: Sequence[_Point]) -> list[_Point]:
    """Of the points of one day and side in an article one: rather the holder's own words than those of the writer."""
    best: dict[object, _Point] = {}
    for point in sorted(points, key=lambda p: (p.statement.nested, p.statement.type != "direct", p.statement.id)):
        best.setdefault((point.statement.source.id, point.last, point.held.polarity > 0), point)
    return [*best.values()]


def _is_turn(before: _Point, after: _Point) -> bool:
    if before.held.polarity * after.held.polarity > 0 or order(before.last, after.first) != "before":
        return False
    return _is_matter(after.held) or "endorsement" in (before.manner, after.manner)


def _by_target(history: Sequence[StatementRecord]) -> dict[object, list[_Point]]:
    """The holder's clear stances, grouped by target."""
    found: dict[object, list[_Point]] = {}
    # A target may be a holder in the one article, and only named in the other.
    known = {
        held.target.casefold(): held.target_id for s in history for held in s.stances if held.target_id is not None
    }
    for statement in history:
        days = days_of(statement)
        if (
            statement.unnamed
            or (statement.nested and statement.around is not None)
            or statement.standing not in HELD
            or statement.source.copy_of is not None
            or not days
        ):
            continue
        for held in statement.stances:
            how = _manner(statement, held)
            if statement.standing == "retracted" and how != "endorsement":
                continue
            if how and _is_named(statement, held):
                found.setdefault(_key(statement, held, known), []).append(_Point(statement, held, how, *days))
    return found


def days_of(statement: StatementRecord) -> tuple[str, str] | None:
    """The first and last day on which it can have been said; the day of publication if no time is given.

    None if there is no day, or if the cue looks back ("once opposed").
    """
    published = statement.source.published
    if statement.first and statement.last:
        return statement.first, min(statement.last, published or statement.last)
    return None if not published or ONCE.search(statement.cue) else (published, published)


def _is_named(statement: StatementRecord, held: Held) -> bool:
    """Whether the target is named in the words: not by a pronoun or a title alone, nor through something of theirs."""
    phrase = held.words[0]
    first = phrase.partition(" ")[0].lower()
    pronoun = first in lexicon.PRONOUNS and f"{phrase}, {held.target}" not in statement.content  # his aide, Karl Voss
    theirs = THEIRS.search(phrase) and not (_is_matter(held) and held.target in phrase)
    if held.target_id == statement.holder or pronoun or theirs:
        return False
    return any(len(word) > 2 and word.lower().rstrip(".") not in lexicon.TITLES for word in held.target.split())


def _is_matter(held: Held) -> bool:
    """Whether the target is a thing rather than a person or a body: it is no holder and its last word is lower case."""
    return held.target_id is None and held.target.rpartition(" ")[2].islower()


def _key(statement: StatementRecord, held: Held, known: Mapping[str, int]) -> object:
    """What is equal for equal targets. A bare noun of which there are MANY equals itself only within an article.

    known: the ids of the targets that are holders, by name.
    """
    name = held.target.casefold()
    if _is_matter(held) and name.removesuffix("s") in MANY:
        return statement.source.id, name
    said = statement.content.casefold()
    in_full = {number for full, number in known.items() if full.endswith(f" {name}") and full in said}
    if len(in_full) == 1:  # “Marta Quill has lost my confidence” is of her, whoever “Quill” is taken for
        return in_full.pop()
    if held.target_id is not None or name in known:
        return known.get(name, held.target_id) if held.target_id is None else held.target_id
    called = [word for word in name.split() if word.rstrip(".") not in lexicon.TITLES]
    named = {number for full, number in known.items() if len(called) == 1 and full.split()[-1:] == called}
    return named.pop() if len(named) == 1 else name


def _manner(statement: StatementRecord, held: Held) -> Manner | None:
    """The way in which the words take a side; None if they don't do so outright."""
    if held.polarity < 0 and _is_to_go(statement, held):
        return "endorsement"
    if len(held.spans) == len(held.words) == 2:
        verb, words = held.spans[1], held.words[1]
        if _is_of_trust(statement, verb) or (_side(statement, held) * held.polarity > 0 and _is_bound(statement, verb)):
            return "endorsement"
        if BEING.fullmatch(words):
            return "appraisal"
        if _is_matter(held) and PRAISE.fullmatch(words) and _before(statement, verb) is None:
            return "praise"
    return "appraisal" if NAMING.fullmatch(statement.cue) and _is_called(statement, held) else None


def _side(statement: StatementRecord, held: Held) -> int:
    """The side that the words for a stance take: 1 for the target, -1 against it, 0 for none."""
    of_preposition = {"for": 1, "against": -1}.get(held.words[1].lower())
    if of_preposition is None:
        return side(held.words[1])
    return of_preposition if AM.search(_before(statement, held.spans[1]) or "") else 0


def _is_to_go(statement: StatementRecord, held: Held) -> bool:
    """Whether the holder calls for the target to leave an office, in the holder's own words."""
    target = " ".join(held.words[:1]).partition(" should ")[0].partition(" must ")[0]
    return any(
        GOING.match(words, match.end()) and not IF.search(words) and not DOUBT.search(words, 0, match.start())
        for words in statement.words
        for match in re.finditer(re.escape(target), words)
        if target
    )


def _is_of_trust(statement: StatementRecord, verb: Span) -> bool:
    """Whether the words for a stance are, or stand in, words for trust: “complete” in “had complete faith in”."""
    for span, words in zip(statement.spans, statement.words, strict=True):
        if span.contains(verb):
            return any(
                match.start() <= verb.start - span.start and verb.end - span.start <= match.end()
                for match in TRUST.finditer(words)
            )
    return False


def _is_called(statement: StatementRecord, held: Held) -> bool:
    """Whether the content begins with the target and goes on to say what it is: "Lund | a liar"."""
    words = statement.words[0].removeprefix(held.words[0])
    return words != statement.words[0] and not words.startswith(("'", "’")) and bool(BEING.search(words))


def _is_bound(statement: StatementRecord, verb: Span) -> bool:
    """Whether the holder takes the side that the verb takes: it is the cue, or the holder speaks or asks by it."""
    before = _before(statement, verb)
    if before is None:
        return True
    if DOUBT.search(before) or IF.search(statement.content):
        return False
    asks = BOUND.fullmatch(before) and BINDING.fullmatch(statement.cue)
    return bool(asks or OWN.fullmatch(before) or ASKED.fullmatch(before))


def _before(statement: StatementRecord, verb: Span) -> str | None:
    """The part of the verb's sentence before it, within the content; None if the verb isn't in the content."""
    for span, words in zip(statement.spans, statement.words, strict=True):
        if span.contains(verb):
            return re.split(r"(?<=[.!?;]) ", words[: verb.start - span.start])[-1]
    return None


def _evidence(point: _Point) -> Evidence:
    """The content, together with the verb if that stands outside it."""
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
