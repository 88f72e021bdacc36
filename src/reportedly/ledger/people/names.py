"""Names of holders: the keys by which they are looked up, and whether two names can be the same holder's."""

from __future__ import annotations

from functools import lru_cache

from ...english import lexicon
from ...english.lists import entries, listed, meanings
from ...english.names import words
from ...english.persons import nicknames, person, same_first

# cases: tests/test_people.py, PEOPLE and OTHERS
#: Fields that people are known for, by words of their roles. Two people of one name in different fields are two people.
FIELDS = {
    word: field
    for field, known in {
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
    for word in known.split()
}  # fmt: skip


#: Names of states and unions that are part of the names of bodies, with their short forms.
SHORT = {
    "united states of america": "us", "united states": "us", "usa": "us", "united kingdom": "uk",
    "united nations": "un", "european union": "eu",
}  # fmt: skip
#: Words of names that bodies in many places have. A name of such words alone doesn't identify a body: every country has
#: its Supreme Court.
COMMON = lexicon.words(
    "supreme high federal district county city town state states national regional local central constitutional appeal "
    "appeals court courts senate parliament police government cabinet council commission committee board bureau "
    "ministry department office agency authority authorities administration officials media company party union "
    "university hospital army military navy embassy opposition guard fire coast bank house representatives assembly "
    "legislature prosecutors prosecution defence defense foreign interior health education justice finance labour "
    "labor transport environment affairs and of for in the on at public security service services general attorney's "
    "election electoral ruling coast emergency campaign team club association institute foundation church school "
    "airport poll polls opinion survey study studies research report data website team"
)


def looked_up(name: str) -> str:
    """The words of a name for looking it up, separated by blanks, without "the"."""
    return " ".join(word for word in words(name) if word != "the")


def is_name(name: str) -> bool:
    """Whether a person's name is written like one, with capitals or as a single word; "foreign minister" isn't."""
    return sum(word[:1].isupper() for word in name.split()) >= 2 or " " not in name


@lru_cache(maxsize=1 << 16)
def key(name: str, kind: str) -> str:
    """The key for looking up a holder. Equal keys may be one holder; different ones are so only through an alias."""
    if kind == "person":
        return person(name).key
    parts = looked_up(name).split(" ")
    while len(parts) > 1 and parts[-1] in listed("firms", "legal"):
        parts = parts[:-1]
    joined = f" {' '.join(parts)} "
    for whole, short in SHORT.items():
        joined = joined.replace(f" {whole} ", f" {short} ")
    return joined.strip()


def keys(name: str, kind: str) -> set[str]:
    """All keys under which a holder may be found: of a person also those with other forms of the first name."""
    if kind != "person" or not person(name).first:
        return {key(name, kind)}
    taken = person(name)
    wholes = {taken.first, *nicknames().get(taken.first, ())}
    firsts = wholes.union(*(entries("nicknames").get(whole, ()) for whole in wholes))
    return {f"{first} {taken.family}" for first in firsts}


def family(name: str, kind: str) -> str:
    """The family name of a person; empty for other kinds."""
    return person(name).family if kind == "person" else ""


def common(name: str) -> bool:
    """Whether a body's name has only words that bodies in many places have (COMMON)."""
    return set(words(name)) <= COMMON


def letters(name: str) -> str:
    """The first letters of a body's name without its small words: "nema"."""
    return "".join(word[0] for word in words(name) if word not in SMALL)


def fuller(one: str, other: str, kind: str) -> bool | None:
    """Whether the other of two names of one holder is the fuller one; None where neither is, so that it is in doubt."""
    if looked_up(one) == looked_up(other):
        return False
    if kind == "person":
        mine, theirs = person(one), person(other)
        if mine.family != theirs.family:
            return None
        firsts = mine.first, theirs.first
        if all(len(first) > 1 for first in firsts) and mine.first != theirs.first:
            short = [first in nicknames() for first in firsts]
            return short[0] if short[0] != short[1] and same_first(*firsts) else None
        sizes = [(min(len(who.first), 2), sum(min(len(part), 2) for part in who.middle)) for who in (mine, theirs)]
        return sizes[0] < sizes[1]
    has, more = {*words(one)} - {"the"}, {*words(other)} - {"the"}
    if has < more or (len(has) == 1 and has == {letters(other)}):
        return True
    return False if more < has or (len(more) == 1 and more == {letters(one)}) else None


def field(role: str | None) -> str | None:
    """The field of a role: "sport", "stage", "public" or "private"; None if its words don't tell."""
    known = [FIELDS[word] for word in words(role or "") if word in FIELDS]
    return known[-1] if known else None


#: Words of roles that don't tell what somebody does.
SMALL = lexicon.words("the of for a an in at on s former and to by with from new us u american one its his her their")


#: Other words for titles, besides the abbreviations in the list of titles.
OTHER_TITLES = {
    "congressman": "representative", "congresswoman": "representative",
    "pm": "prime minister", "vp": "vice president", "potus": "us president",
}  # fmt: skip


@lru_cache(maxsize=1 << 14)
def role_words(role: str | None) -> tuple[str, ...]:
    """The words of a role, with titles spelt out."""
    whole = {**meanings("titles"), **OTHER_TITLES}
    return tuple(part for word in words(role or "") for part in whole.get(word, word).split())


def shared_role(one: str | None, other: str | None) -> bool:
    """Whether two roles share a telling word, as "Sen." and "Ohio senator" do."""
    return bool(({*role_words(one)} & {*role_words(other)}) - SMALL)
