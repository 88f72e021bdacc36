"""Names of people, bodies and groups, brought to one form; and whether two of one name can be the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache


def words(text: str) -> frozenset[str]:
    """A closed list of words, written as one text."""
    return frozenset(text.split())


TITLES = words(
    "mr mrs ms miss dr sir dame lord lady sen senator rep representative gov governor gen general col colonel capt "
    "captain lt sgt president prime minister mayor judge justice prof professor rev reverend father sister king queen "
    "prince princess pope chancellor ambassador secretary congressman congresswoman councillor chief former ex acting "
    "vice deputy"
)
SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv", "phd", "md", "mp", "mep", "qc", "kc", "obe", "mbe", "cbe"])
LEGAL = frozenset(
    ["inc", "ltd", "llc", "plc", "corp", "corporation", "company", "co", "gmbh", "ag", "sa", "nv", "limited"]
)
#: First names and their short forms.
SHORTS: dict[str, tuple[str, ...]] = {
    whole: tuple(shorts.split())
    for whole, shorts in {
        "robert": "bob rob bobby", "william": "bill will billy", "richard": "dick rick", "james": "jim jimmy",
        "john": "jack johnny", "joseph": "joe joey", "michael": "mike mick", "thomas": "tom tommy",
        "edward": "ed ted eddie", "charles": "charlie chuck", "daniel": "dan danny", "david": "dave", "donald": "don",
        "anthony": "tony",
        "andrew": "andy drew", "benjamin": "ben", "samuel": "sam", "steven": "steve", "stephen": "steve",
        "christopher": "chris", "matthew": "matt", "gregory": "greg", "kenneth": "ken", "ronald": "ron",
        "timothy": "tim", "nicholas": "nick", "elizabeth": "liz beth betty", "katherine": "kate kathy katie",
        "catherine": "cathy", "margaret": "maggie meg", "susan": "sue", "deborah": "debbie", "patricia": "pat patty",
        "jennifer": "jen jenny", "victoria": "vicky", "alexander": "alex", "bernard": "bernie", "lawrence": "larry",
        "jeffrey": "jeff", "philip": "phil", "frederick": "fred", "raymond": "ray", "theodore": "ted", "peter": "pete",
    }.items()
}  # fmt: skip
#: Short forms and the first names that they may stand for.
NICKNAMES: dict[str, tuple[str, ...]] = {}
for _whole, _shorts in SHORTS.items():
    for _short in _shorts:
        NICKNAMES[_short] = (*NICKNAMES.get(_short, ()), _whole)
#: What somebody is known for, by words of the role. Two of one name who are known for other things are two people.
FIELDS = {
    word: field
    for field, words in {
        "sport": "footballer player striker goalkeeper midfielder defender quarterback pitcher batsman bowler "
        "cricketer golfer swimmer sprinter runner boxer cyclist skier athlete coach jockey umpire referee "
        "medallist olympian wrestler",
        "stage": "actor actress singer rapper musician guitarist drummer comedian dancer filmmaker novelist poet "
        "painter",
        "public": "president minister senator representative congressman congresswoman governor mayor chancellor "
        "secretary ambassador lawmaker politician mp mep councillor spokesman spokeswoman "
        "spokesperson adviser judge justice attorney prosecutor lawyer general admiral commander chief commissioner "
        "sheriff ceo chairman chairwoman founder executive economist professor scientist researcher director editor "
        "bishop archbishop pope imam strategist official chairperson premier diplomat envoy",
        "private": "resident neighbour neighbor student pupil teacher nurse farmer driver waiter waitress shopkeeper "
        "witness victim suspect mother father passenger tourist fisherman worker volunteer voter retiree pensioner",
    }.items()
    for word in words.split()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name, taken apart. All lower case, without accents."""

    first: str
    family: str
    middle: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """First and family name: what two articles share."""
        return f"{self.first} {self.family}".strip()


#: Letters that no accent can be taken from.
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})
#: States and unions as bodies have them in their names, and their short forms.
SHORT = {
    "united states of america": "us", "united states": "us", "usa": "us", "united kingdom": "uk",
    "united nations": "un", "european union": "eu",
}  # fmt: skip
#: Words of names that bodies everywhere have: the Supreme Court of one country isn't that of another.
COMMON = words(
    "supreme high federal district county city town state states national regional local central constitutional appeal "
    "appeals court courts senate parliament police government cabinet council commission committee board bureau "
    "ministry department office agency authority authorities administration officials media company party union "
    "university hospital army military navy embassy opposition guard fire coast bank house representatives assembly "
    "legislature prosecutors prosecution defence defense foreign interior health education justice finance labour "
    "labor transport environment affairs and of for in the on at public security service services general attorney's "
    "election electoral ruling coast emergency campaign team club association institute foundation church school "
    "airport poll polls opinion survey study studies research report data website team"
)


def plain(name: str) -> list[str]:
    """The words of a name, lower case, without accents and punctuation; "U.S." as "us"."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("’", "'").replace("'s ", " ")).translate(LETTERS)
    letters = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", letters)
    return re.findall(r"[^\W_]+(?:['-][^\W_]+)*", "".join(c for c in letters if not unicodedata.combining(c)))


@lru_cache(maxsize=1 << 16)
def person(name: str) -> PersonName:
    """A person's name without titles and suffixes: of "Sen. Robert J. Fox Jr." first "robert", family "fox"."""
    words = _untitled([word for word in plain(name) if word not in SUFFIXES])
    if len(words) < 2:
        return PersonName("", words[0] if words else "")
    return PersonName(words[0], words[-1], tuple(words[1:-1]))


def _untitled(words: list[str]) -> list[str]:
    """A name without its titles, "first minister of scotland" too."""
    titled = False
    while len(words) > 1:
        if words[0] in TITLES or (words[0] == "first" and words[1] in {"lady", "minister", "secretary"}):
            words, titled = words[1:], True
        elif titled and words[0] == "of" and len(words) > 3:
            words = words[2:]
        else:
            break
    return words


def is_name(name: str) -> bool:
    """Whether the words of a person's name are written as one: "foreign minister" is none."""
    return sum(word[:1].isupper() for word in name.split()) >= 2 or " " not in name


@lru_cache(maxsize=1 << 16)
def key(name: str, kind: str) -> str:
    """By what a holder is looked up: two of one key may be the same, two of different keys are only by alias."""
    if kind == "person":
        return person(name).key
    words = [word for word in plain(name) if word != "the"]
    while len(words) > 1 and words[-1] in LEGAL:
        words = words[:-1]
    joined = f" {' '.join(words)} "
    for whole, short in SHORT.items():
        joined = joined.replace(f" {whole} ", f" {short} ")
    return joined.strip()


def keys(name: str, kind: str) -> set[str]:
    """The keys under which a holder may be found: a person's with short forms of the first name too."""
    if kind != "person" or not person(name).first:
        return {key(name, kind)}
    taken = person(name)
    wholes = {taken.first, *NICKNAMES.get(taken.first, ())}
    firsts = wholes.union(*(SHORTS.get(whole, ()) for whole in wholes))
    return {f"{first} {taken.family}" for first in firsts}


def family(name: str, kind: str) -> str:
    """A person's family name; empty for others."""
    return person(name).family if kind == "person" else ""


def common(name: str) -> bool:
    """Whether a body's name is one that bodies everywhere have."""
    return set(plain(name)) <= COMMON


def same_middle(one: PersonName, other: PersonName) -> bool:
    """Whether middle names don't contradict: "J." and "John" agree, "J." and "Peter" don't."""
    if not one.middle or not other.middle:
        return True
    a, b = one.middle[0], other.middle[0]
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])


def same_first(one: str, other: str) -> bool:
    """Whether two first names can be forms of one: "bob" and "robert", "bob" and "rob"."""
    forms = [{name, *NICKNAMES.get(name, ())} for name in (one, other)]
    return bool(forms[0] & forms[1])


def field(role: str | None) -> str | None:
    """What a role says somebody is known for: sport, stage, public, private; None where that isn't known."""
    known = [FIELDS[word] for word in plain(role or "") if word in FIELDS]
    return known[-1] if known else None


#: Words of roles that say nothing of what somebody does.
SMALL = words("the of for a an in at on s former and to by with from new us u american one its his her their")


#: Short forms of titles.
SHORT_TITLES = {
    "sen": "senator", "rep": "representative", "congressman": "representative", "congresswoman": "representative",
    "gov": "governor", "pm": "prime minister", "vp": "vice president", "potus": "us president",
}  # fmt: skip


def role_words(role: str | None) -> list[str]:
    """The words of a role, its titles in full."""
    return [part for word in plain(role or "") for part in SHORT_TITLES.get(word, word).split()]


def shared_role(one: str | None, other: str | None) -> bool:
    """Whether two roles share a word that says something: "Sen." and "Ohio senator" do."""
    return bool(({*role_words(one)} & {*role_words(other)}) - SMALL)
