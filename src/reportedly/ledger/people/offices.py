"""Offices: the office that a role or a description names ("former US president"), and whether it is one with dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ...english.lexicon import words as closed
from ...english.lists import listed
from ...english.names import words
from .names import looked_up, role_words

#: Before a title that is another's: a vice president is no president.
OTHERS = closed("vice deputy assistant associate co shadow junior senior under")
FORMER = closed("former ex onetime")
#: Words before a title that say nothing of where.
NEUTRAL = closed("the current incumbent sitting then republican democratic democrat conservative labour gop")
#: Countries and states by other words for them.
PLACES = {
    word: place
    for place, adjectives in {
        "united states": "us usa american america", "united kingdom": "uk british britain", "france": "french",
        "germany": "german", "russia": "russian", "china": "chinese", "india": "indian", "japan": "japanese",
        "canada": "canadian", "australia": "australian", "mexico": "mexican", "brazil": "brazilian", "italy": "italian",
        "spain": "spanish", "ukraine": "ukrainian", "poland": "polish", "turkey": "turkish", "israel": "israeli",
        "iran": "iranian", "iraq": "iraqi", "syria": "syrian", "egypt": "egyptian", "pakistan": "pakistani",
        "ireland": "irish", "scotland": "scottish", "wales": "welsh", "norway": "norwegian", "sweden": "swedish",
        "denmark": "danish", "finland": "finnish", "netherlands": "dutch", "belgium": "belgian", "greece": "greek",
        "hungary": "hungarian", "austria": "austrian", "switzerland": "swiss", "portugal": "portuguese",
        "south korea": "south-korean", "philippines": "philippine filipino", "indonesia": "indonesian",
        "nigeria": "nigerian", "kenya": "kenyan", "argentina": "argentine argentinian", "chile": "chilean",
        "venezuela": "venezuelan", "colombia": "colombian", "afghanistan": "afghan",
        "alabama": "al", "alaska": "ak", "arizona": "az", "arkansas": "ar", "california": "ca", "colorado": "co",
        "connecticut": "ct", "delaware": "de", "florida": "fl", "georgia": "ga", "hawaii": "hi", "idaho": "id",
        "illinois": "il", "indiana": "in", "iowa": "ia", "kansas": "ks", "kentucky": "ky", "louisiana": "la",
        "maine": "me", "maryland": "md", "massachusetts": "ma", "michigan": "mi", "minnesota": "mn",
        "mississippi": "ms",
        "missouri": "mo", "montana": "mt", "nebraska": "ne", "nevada": "nv", "new hampshire": "nh", "new jersey": "nj",
        "new mexico": "nm", "new york": "ny", "north carolina": "nc", "north dakota": "nd", "ohio": "oh",
        "oklahoma": "ok", "oregon": "or", "pennsylvania": "pa", "rhode island": "ri", "south carolina": "sc",
        "south dakota": "sd", "tennessee": "tn", "texas": "tx", "utah": "ut", "vermont": "vt", "virginia": "va",
        "washington": "wa", "west virginia": "wv", "wisconsin": "wi", "wyoming": "wy",
    }.items()
    for word in adjectives.split()
}  # fmt: skip
OF = re.compile(r"\b(?:of|for|from|at|in)\b|,")


@dataclass(frozen=True, slots=True)
class NamedOffice:
    """What a role names. head: its words before "of", titles in full; of: those after it; former: no longer held."""

    head: tuple[str, ...]
    of: tuple[str, ...]
    former: bool = False


@lru_cache(maxsize=1 << 14)
def named_office(role: str | None) -> NamedOffice:
    """The office that a role names: of "former Democratic Sen. from Ohio" the senator of Ohio, no longer held."""
    head, _, tail = OF.sub("\0", role or "", count=1).partition("\0")
    parts = role_words(head)
    return NamedOffice(
        tuple(word for word in parts if word not in FORMER and word != "the"),
        tuple(looked_up(tail).split()),
        bool(FORMER & {*parts}),
    )


def place(name: str) -> str:
    """A place by its usual name: "united states" of "American"."""
    one = looked_up(name)
    return PLACES.get(one, one)


def is_office(named: NamedOffice, title: str, of: str | None, *, somewhere: bool = False) -> bool:
    """Whether what a role names is the office `title` of `of`.

    somewhere: it has to say of where it is; else it mustn't differ.
    """
    asked = words(title)
    if named.head[-len(asked) :] != asked:
        return False
    before = named.head[: -len(asked)]
    if OTHERS & {*before}:
        return False
    said = {place(part) for part in (" ".join(w for w in before if w not in NEUTRAL), " ".join(named.of)) if part}
    if not said:
        return not somewhere
    return of is not None and said == {place(of)}


def single() -> frozenset[str]:
    """Offices of which a place has one: whoever isn't named but by them can be looked up."""
    return listed("offices", "single", "high")


def titles(named: NamedOffice) -> list[str]:
    """What the office may be called: the last words of its name, one to three."""
    return [" ".join(named.head[-length:]) for length in (1, 2, 3) if length <= len(named.head)]


def same_high(one: str | None, other: str | None) -> bool:
    """Whether two roles are the same high office, as far as they say of where: "President" and "US president"."""
    first, second = named_office(one), named_office(other)
    for title in listed("offices", "high") & {*titles(first)} & {*titles(second)}:
        mine, theirs = ({place(" ".join(w for w in p.head[: -len(title.split())] if w not in NEUTRAL)),
                         place(" ".join(p.of))} - {""} for p in (first, second))  # fmt: skip
        others = OTHERS & {*first.head, *second.head}
        if not others and (not mine or not theirs or mine == theirs):
            return True
    return False
