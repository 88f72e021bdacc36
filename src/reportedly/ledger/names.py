"""Names of people, bodies and groups, brought to one form; and whether two of one name can be the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

TITLES = frozenset(
    "mr mrs ms miss dr sir dame lord lady sen senator rep representative gov governor gen general col colonel capt captain lt "
    "sgt president prime minister mayor judge justice prof professor rev reverend father sister king queen prince "
    "princess pope chancellor ambassador secretary congressman congresswoman councillor chief former ex acting "
    "vice deputy".split()
)
SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv", "phd", "md", "mp", "mep", "qc", "kc", "obe", "mbe", "cbe"])
LEGAL = frozenset(
    ["inc", "ltd", "llc", "plc", "corp", "corporation", "company", "co", "gmbh", "ag", "sa", "nv", "limited"]
)
#: Short forms of first names.
NICKNAMES = {
    short: whole
    for whole, shorts in {
        "robert": "bob rob bobby", "william": "bill will billy", "richard": "dick rick", "james": "jim jimmy",
        "john": "jack johnny", "joseph": "joe joey", "michael": "mike mick", "thomas": "tom tommy", "edward": "ed ted eddie",
        "charles": "charlie chuck", "daniel": "dan danny", "david": "dave", "donald": "don", "anthony": "tony",
        "andrew": "andy drew", "benjamin": "ben", "samuel": "sam", "steven": "steve", "stephen": "steve",
        "christopher": "chris", "matthew": "matt", "gregory": "greg", "kenneth": "ken", "ronald": "ron",
        "timothy": "tim", "nicholas": "nick", "elizabeth": "liz beth betty", "katherine": "kate kathy katie",
        "catherine": "cathy", "margaret": "maggie meg", "susan": "sue", "deborah": "debbie", "patricia": "pat patty",
        "jennifer": "jen jenny", "victoria": "vicky", "alexander": "alex", "bernard": "bernie", "lawrence": "larry",
        "jeffrey": "jeff", "philip": "phil", "frederick": "fred", "raymond": "ray", "theodore": "ted", "peter": "pete",
    }.items()
    for short in shorts.split()
}  # fmt: skip
#: What somebody is known for, by words of the role. Two of one name who are known for other things are two people.
FIELDS = {
    word: field
    for field, words in {
        "sport": "footballer player striker goalkeeper midfielder defender quarterback pitcher batsman bowler cricketer "
        "golfer swimmer sprinter runner boxer cyclist skier athlete coach jockey umpire referee medallist olympian "
        "wrestler",
        "stage": "actor actress singer rapper musician guitarist drummer comedian dancer filmmaker novelist poet painter",
        "public": "president minister senator representative congressman congresswoman governor mayor chancellor "
        "secretary ambassador lawmaker politician candidate nominee mp mep councillor spokesman spokeswoman "
        "spokesperson adviser judge justice attorney prosecutor lawyer general admiral commander chief commissioner "
        "sheriff ceo chairman chairwoman founder executive economist professor scientist researcher director editor "
        "bishop archbishop pope imam activist leader strategist official chairperson premier diplomat envoy",
        "private": "resident neighbour neighbor student pupil teacher nurse farmer driver waiter waitress shopkeeper "
        "witness victim suspect mother father passenger tourist fisherman worker volunteer voter retiree pensioner",
    }.items()
    for word in words.split()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name, taken apart. All lower case, without accents."""

    first: str
    family: str
    middle: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """First and family name: what two articles share."""
        return f"{self.first} {self.family}".strip()


def plain(name: str) -> list[str]:
    """The words of a name, lower case, without accents and punctuation."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("’", "'").replace("'s ", " "))
    return re.findall(r"[^\W_]+(?:['-][^\W_]+)*", "".join(c for c in letters if not unicodedata.combining(c)))


@lru_cache(maxsize=1 << 16)
def person(name: str) -> Person:
    """A person's name without titles and suffixes: of "Sen. Robert J. Fox Jr." first "robert", family "fox"."""
    words = [word for word in plain(name) if word not in SUFFIXES]
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    if len(words) < 2:
        return Person("", words[0] if words else "")
    return Person(words[0], words[-1], tuple(words[1:-1]))


@lru_cache(maxsize=1 << 16)
def key(name: str, kind: str) -> str:
    """By what a holder is looked up: two of one key may be the same, two of different keys are only by alias."""
    if kind == "person":
        return person(name).key
    words = [word for word in plain(name) if word != "the"]
    while len(words) > 1 and words[-1] in LEGAL:
        words = words[:-1]
    return " ".join(words)


def same_middle(one: Person, other: Person) -> bool:
    """Whether middle names don't contradict: "J." and "John" agree, "J." and "Peter" don't."""
    if not one.middle or not other.middle:
        return True
    a, b = one.middle[0], other.middle[0]
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])


def whole_first(first: str) -> str:
    """A first name, not its short form: "robert" for "bob"."""
    return NICKNAMES.get(first, first)


def field(role: str | None) -> str | None:
    """What a role says somebody is known for: sport, stage, public, private; None where that isn't known."""
    known = [FIELDS[word] for word in plain(role or "") if word in FIELDS]
    return known[-1] if known else None


def shared_role(one: str | None, other: str | None) -> bool:
    """Whether two roles share a word that says something."""
    small = {"the", "of", "for", "a", "an", "in", "at", "s", "former", "and", "to"}
    return bool(({*plain(one or "")} & {*plain(other or "")}) - small)
