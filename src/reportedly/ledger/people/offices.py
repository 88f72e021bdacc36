"""Offices: which office a role or a description names ("former US president"), compared with offices from a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ...english.lexicon import words as closed
from ...english.lists import listed
from ...english.names import words
from .names import looked_up, role_words

# cases: tests/test_figures.py, OFFICES
#: Words before a title that make it another office: a vice president isn't the president.
OTHERS = closed("vice deputy assistant associate co shadow junior senior under")
FORMER = closed("former ex onetime")
#: Words before a title that don't name a place.
NEUTRAL = closed("the current incumbent sitting then republican democratic democrat conservative labour gop")
#: The usual names of countries and states by other words for them.
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
    """An office as a role names it.

    head: the words before "of", with titles spelt out. of: those after it. former: whether it is no longer held.
    """

    head: tuple[str, ...]
    of: tuple[str, ...]
    former: bool = False


@lru_cache(maxsize=1 << 14)
def named_office(role: str | None) -> NamedOffice:
    """The office that a role names. "former Democratic Sen. from Ohio": head democratic senator, of ohio, former."""
    head, _, tail = OF.sub("\0", role or "", count=1).partition("\0")
    parts = role_words(head)
    return NamedOffice(
        tuple(word for word in parts if word not in FORMER and word != "the"),
        tuple(looked_up(tail).split()),
        bool(FORMER & {*parts}),
    )


def place(name: str) -> str:
    """The usual name of a place in lower case: "united states" for "American"."""
    one = looked_up(name)
    return PLACES.get(one, one)


def is_office(named: NamedOffice, title: str, of: str | None, *, somewhere: bool = False) -> bool:
    """Whether the named office is the office `title` of the place or body `of`.

    somewhere: whether the name has to tell a place. Otherwise it needn't, but a different one isn't accepted.
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
    """Titles of offices of which a place has just one, so that they identify a person without a name."""
    return listed("offices", "single", "high")


def titles(named: NamedOffice) -> list[str]:
    """The titles that the office may have: the last one, two and three words of its head."""
    return [" ".join(named.head[-length:]) for length in (1, 2, 3) if length <= len(named.head)]


@lru_cache(maxsize=1 << 14)
def same_high(one: str | None, other: str | None) -> bool:
    """Whether two roles can be the same high office, held by one person of a country: "President", "US president".

    High offices are those marked so in the list of offices. If both roles tell a place, it must be the same.
    """
    first, second = named_office(one), named_office(other)
    for title in listed("offices", "high") & {*titles(first)} & {*titles(second)}:
        mine, theirs = ({place(" ".join(w for w in p.head[: -len(title.split())] if w not in NEUTRAL)),
                         place(" ".join(p.of))} - {""} for p in (first, second))  # fmt: skip
        others = OTHERS & {*first.head, *second.head}
        if not others and (not mine or not theirs or mine == theirs):
            return True
    return False
