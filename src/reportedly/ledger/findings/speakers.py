"""Whether two holders of the same words are one, two, or may be either: who spoke for whom, who passed words on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, Literal

from rapidfuzz.distance import Levenshtein

from ...english import lexicon
from ...english.names import words
from ..tables.around import passes_on
from ..tables.record import StatementRecord
from ..tables.store import folded
from ..threads.linking import name_words
from ..threads.verbatim import EMPTY
from .finding import Evidence, Finding, listed, quote
from .quotations import changes, spoken

#: Whether two statements have one holder, two, or it can't be told.
Speakers = Literal["same", "unknown", "other"]
#: Fewest words, and fewest that say something, of a quotation that can be anybody's alone: others may say as much.
LEAST, TELLING = 5, 3
#: Least letters of a word of a name that may be misspelt.
LONG: Final = 5
#: Words of names that several bodies share, by which a body and a person aren't brought together.
_COMMON: Final = lexicon.words("the of for and in on at a an its his her their national former")


def speakers(one: StatementRecord, other: StatementRecord) -> Speakers:
    """Whether two statements of the same words have one holder, by all that is known of both.

    "unknown": one of them isn't named, passes on what the other said, speaks for the other, or publishes it.
    """
    if not (_is_named(one) and _is_named(other)):
        return "unknown"
    if one.holder is not None and one.holder == other.holder:
        return "same"
    mine, theirs = name_words(one.name), name_words(other.name)
    if mine <= theirs or theirs <= mine or _misspelt(mine, theirs) or _joint(one, other):
        return "same"
    if any(_passes_on(a, b) or _speaks_for(a, b) for a, b in ((one, other), (other, one))):
        return "unknown"
    return "other"


def _is_named(one: StatementRecord) -> bool:
    """Whether a holder is somebody whom the article names; a description (“the minister”) may be anybody."""
    return bool(one.name) and not one.unnamed and one.name != (one.name or "").lower() and one.document is None


def _misspelt(one: Collection[str], other: Collection[str]) -> bool:
    """Whether every word of the shorter of two names is one of the other, but for a letter in a word of some length."""
    short, long = sorted((one, other), key=len)
    return all(
        word in long or any(min(len(word), len(two)) >= LONG and Levenshtein.distance(word, two) <= 1 for two in long)
        for word in short
    )


#: Those who speak for a body.
_OFFICERS: Final = lexicon.SPOKESPEOPLE | lexicon.words(
    "director chief executive ceo chair chairman chairwoman chairperson president secretary head leader founder owner "
    "manager minister commissioner superintendent principal"
)


def may_speak_for(one: StatementRecord, other: StatementRecord, article: Iterable[StatementRecord]) -> bool:
    """Whether an article shows a person in an office of a body, without saying of which: “its managing director”.

    article: the statements of one in which both speak.
    """
    if {"person", "organization"} != {one.kind, other.kind}:
        return False
    person, body = (one, other) if one.kind == "person" else (other, one)
    every = list(article)
    roles = [said.role for said in every if speakers(said, person) == "same" and said.role]
    officer = any(word.lower() in _OFFICERS for role in roles for word in re.findall(r"\w+", role))
    return officer and any(speakers(said, body) == "same" for said in every)


def _joint(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether one of them is among several who speak together: “Ana Reyes and Ole Lund”."""
    return any(
        name_words(part) and (name_words(part) <= name_words(b.name) or name_words(b.name) <= name_words(part))
        for a, b in ((one, other), (other, one))
        for part in _parts(a.name or "")
    )


def _parts(name: str) -> list[str]:
    parts = [part.strip() for part in re.split(r",| and | & ", name)]
    return [part for part in parts if part] if len(parts) > 1 else []


def _passes_on(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether the first passes on what the second said: an outlet, a hop of its chain, or whoever published it."""
    name = folded(one.name or "")
    hops = {folded(hop) for hop, _ in other.chain}
    return (
        passes_on(one.name, one.kind)
        or name in hops
        or name == other.source.site
        or (bool(other.source.outlet) and name == folded(other.source.outlet or ""))
    )


def _speaks_for(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether the first is a person with a role at the body that is the second: a spokesman, a minister."""
    if other.kind == "person" or one.kind not in ("person", None):
        return False
    body = {_stem(word) for word in words(other.name or "")} - _COMMON
    role = {_stem(word) for word in words(f"{one.role or ''} {one.name or ''}")} - _COMMON
    return bool(body & role)


def _stem(word: str) -> str:
    """A word by which a ministry and its minister are alike."""
    return re.sub(r"(?:'s|s|ry|er|erial)$", "", word)


# -- one quotation, several holders ----------------------------------------------------------------------------------


def misattributed(statements: Sequence[StatementRecord]) -> Iterator[Finding]:
    """One quotation that articles give to two or more people; at most one finding.

    statements: of one utterance. Those in copies of another article don't count.
    """
    every = [one for one in statements if one.source.copy_of is None and not one.nested and distinct(spoken(one))]
    every.sort(key=lambda one: (one.source.published or "~", one.id))
    camps: list[list[StatementRecord]] = []
    for one in every:
        alike = [camp for camp in camps if speakers(one, camp[0]) == "same"]
        if alike:
            alike[0].append(one)
        elif _is_named(one):
            camps.append([one])
    camps.sort(key=lambda camp: -len({one.source.id for one in camp}))
    found = camps[:1]
    for camp in camps[1:]:
        if all(speakers(camp[0], other[0]) == "other" and _same_words(camp, other) for other in found):
            found.append(camp)
    first = [next(_alike(camp, found)) for camp in found] if len(found) > 1 else []
    if len({one.source.id for one in first}) > 1:
        told = listed(f"{one.who} in {one.source.name}" for one in first)
        yield Finding(
            "misattributed-quotation",
            f"{quote(first[0].content)} is given to {told}.",
            tuple(map(Evidence.of, first[::-1])),
        )


def _alike(camp: Sequence[StatementRecord], found: Sequence[Sequence[StatementRecord]]) -> Iterator[StatementRecord]:
    """The statements of a camp whose words another camp has."""
    others = [other for camp_ in found if camp_ is not camp for other in camp_]
    yield from (one for one in camp if any(same_words(one, other) for other in others))


def _same_words(camp: Sequence[StatementRecord], other: Sequence[StatementRecord]) -> bool:
    return any(same_words(one, two) for one in camp for two in other)


def same_words(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether two statements quote the same words, or one of them a part of the other's."""
    mine, theirs = spoken(one), spoken(other)
    short, long = sorted((mine, theirs), key=len)
    return distinct(short) and changes(short, long) == [] and len(set(short) - set(long)) <= len(short) // 8


def distinct(forms: Iterable[str]) -> bool:
    """Whether a quotation says enough that two people hardly say it by chance."""
    every = list(forms)
    return len(every) >= LEAST and sum(form not in EMPTY for form in every) >= TELLING
