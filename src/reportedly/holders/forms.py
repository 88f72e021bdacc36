"""Forms: a name in full, and the words by which it is called as well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from ..english import lexicon, names
from ..english.lists import listed
from ..english.names import tokens
from ..patterns import lazy
from .holder import HolderKind
from .mentions import VERSUS

# cases: tests/test_holders.py, TABLES
#: Where somebody or a body belongs, before the name: “Tarn-based Brask Freight”.
RESIDENT = lazy(r"^[A-Z][\w.]*-(?:based|born|headquartered|backed|owned|led|run|linked|listed|controlled) (?=[A-Z])")
NICKNAME = lazy(r"\s*[\"“][^\"”]*[\"”]\s*")
PROPER = lazy(
    r"(?:^|[ ’'-])(?P<name>[A-Z0-9À-Þ][\w’'&.-]*(?: (?:(?:of|de|la|le|du|for|&|and) )?[A-Z0-9À-Þ][\w’'&.-]*)*)$"
)
#: Initials with full stops: each is a word of its own.
DOTTED = lazy(r"(?:[A-Z]\.){2,}")
#: What outlets are called besides, and often are not: “Time”, “Time Magazine”.
OUTLET_NOUNS = frozenset(("magazine", "newspaper", "news", "tv", "radio", "network"))
#: The most words of a name that is taken for the full form of a shorter one.
LONGEST = {"person": 5, "organization": 12}
#: The least length, in letters, of the longer of two surnames that may be one although a letter of them differs.
MISSPELT = 6
#: A letter more at the end of a surname makes it another's: the Lunds, Mrs Ivanova.
OTHERS_END = ("s", "a")
#: The most words by which a name is found.
MOST_WORDS = 24
#: The House of a parliament isn't this one.
OTHER_HOUSES = frozenset([("white", "house")])
#: What is named before or behind its field: the Justice Department, the Department of Justice.
FIELDED = frozenset(["department", "ministry"])
#: A word within an abbreviation may keep its small letter: MoD, DoJ.
SMALL_OF = lazy(r"(?<=^[A-Z])o(?=[A-Z]+$)")
#: What is no letter of an abbreviation.
LETTERS = lazy(r"[^A-Za-z]")
#: What tells a person from a parent of the same name, and so belongs to the name.
GENERATIONS = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])


def lower(words: str) -> tuple[str, ...]:
    """The words of a name as names of one article are compared."""
    return names.words(words, "spelt")


@lru_cache(maxsize=4096)
def canonical(words: str, kind: HolderKind) -> str:
    """A name without article, courtesy title, nickname, post-nominal letters and possessive ending."""
    words = re.sub(r"\s+", " ", re.sub(r"['’]s?$", "", words.strip()))
    plain = NICKNAME.sub(" ", words).strip() or words.strip(' “”"')  # a name that stands in marks is no nickname
    parts = _undated(RESIDENT.sub("", plain).split(" "))
    if kind == "person":
        ordinary = [i for i, part in enumerate(parts[:-1]) if _is_plain_word(part)]
        parts = parts[ordinary[-1] + 1 :] if ordinary else parts  # “NBA great Omar Sand”
        while len(parts) > 1 and _is_title(parts[0].lower(), len(parts)):
            parts = parts[1:]
        while len(parts) > 2 and parts[-1].lower().strip(",") in lexicon.SUFFIXES - GENERATIONS:
            parts = parts[:-1]
    elif len(parts) > 1 and parts[0] == "the":
        parts = parts[1:]
    return " ".join(parts)


def _is_title(word: str, words: int) -> bool:
    """Whether the first of so many words of a name is no part of it; callings are first names too: “Lance Lund”."""
    return word in lexicon.TITLES or (words > 2 and word in lexicon.CALLINGS)


def _undated(parts: list[str]) -> list[str]:
    """The words of a name without a day that follows it: “Ana Reyes | Tuesday”."""
    while len(parts) > 2 and parts[-1].lower() in lexicon.CALENDAR:
        parts = parts[:-1]
    return parts


def _is_plain_word(word: str) -> bool:
    """Whether a word before a name doesn't belong to it: “barmaid”."""
    return word.isalpha() and word.islower() and word not in lexicon.PARTICLES and word != "and"


@lru_cache(maxsize=65536)
def same_name(words: str, name: str, kind: str | None, theirs: HolderKind) -> bool:
    """Whether `words` can be a form of `name`: the same, a surname or first name, an abbreviation."""
    if ("–" in name and "–" not in words) or VERSUS.search(name):  # a joint ticket, or a case, is neither of the two
        return False
    short = _bare(lower(canonical(words, "person" if kind == "person" else "organization")))
    whole = _bare(lower(name))
    if theirs == "person":
        short, whole = (without_initials(_without_generation(form)) for form in (short, whole))
    else:
        short, whole = _field_first(short), _field_first(whole)
    if not short or not whole or short == whole:
        return bool(short) and short == whole
    if len(whole) > LONGEST.get(theirs, 12):
        return False
    if theirs == "person" and kind in ("person", "other", "organization", None):
        return len(short) < len(whole) and (
            short == whole[-len(short) :]
            or (len(short) == 1 and short[0] in (whole[0], whole[-1].rpartition("-")[2]))
            or _outer(short, whole)
        )
    if theirs == "organization" and kind in ("organization", "other", "place"):
        return abbreviates(words, tokens(name)) or (
            kind == "organization" and len(short) < len(whole) and _shortens(short, whole)
        )
    return False


def _shortens(short: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether a body's name is left out but for its end, its beginning, or what stands before a preposition."""
    own = whole[: len(whole) - _legal(whole)]
    return (len(short) < len(own) and _ends_in(own, short)) or _stem(short, whole) or _firm(short, whole)


def _legal(whole: Sequence[str]) -> int:
    """How many words of a body's name are its legal form: 1 or 0."""
    return int(len(whole) > 1 and whole[-1].rstrip(".") in listed("firms", "legal"))


def _stem(short: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether `short` is what stands before the preposition: “the Coalition” of the Coalition of Northern Groups."""
    return short == whole[: len(short)] and whole[len(short)] in lexicon.PREPOSITIONS - {"and", "&"}


def _ends_in(whole: Sequence[str], short: Sequence[str]) -> bool:
    """Whether a body's name ends in a shorter one; what follows a preposition is another's: “High Court in Tarn”."""
    before = whole[-len(short) - 1]
    other = tuple(whole[-2:]) in OTHER_HOUSES and len(short) == 1
    return whole[-len(short) :] == short and before not in lexicon.PREPOSITIONS and not other


def _field_first(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name with the field before the noun: “Justice Department” for “Department of Justice”."""
    at = next((k for k in range(len(words) - 2) if words[k] in FIELDED and words[k + 1] == "of"), None)
    if at is None or not lexicon.PREPOSITIONS.isdisjoint(words[at + 2 :]):
        return words
    return (*words[:at], *words[at + 2 :], words[at])


def _field_last(full: Sequence[str]) -> Sequence[str]:
    """The words of a name with the field behind the noun: “Department of Justice” for “U.S. Justice Department”."""
    if len(full) < 2 or full[-1].lower() not in FIELDED:
        return full
    return [full[-1], "of", *(word for word in full[:-1] if not DOTTED.fullmatch(word))]


def proper(words: str) -> str | None:
    """The name at the end of a phrase (“the trade weekly Sealane”), or None."""
    match = PROPER.search(words)
    return match["name"] if match and match["name"].lower() not in lexicon.DEFINITE else None


@lru_cache(maxsize=4096)
def without_initials(words: tuple[str, ...]) -> tuple[str, ...]:
    """A person's name without middle initials: “Donald J. Trump”."""
    return tuple(w for k, w in enumerate(words) if not 0 < k < len(words) - 1 or len(w.rstrip(".")) > 1)


def _without_generation(words: tuple[str, ...]) -> tuple[str, ...]:
    """A person's name without what tells the younger from the older: “King Jr.” may be the King of before."""
    return words[:-1] if len(words) > 1 and words[-1] in GENERATIONS else words


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name without its article, so that “The Times” fits “The New York Times”."""
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def _outer(short: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether `short` is the first name and the surname of `whole`, which has another name between them."""
    return len(short) == 2 and len(whole) == 3 and (short[0], short[1]) == (whole[0], whole[2])


def _firm(short: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether `whole` is `short` and what a body is called besides, after which it is left out.

    A word for a company comes next (“Sefton Motors”, but not “Sefton Assembly Line”), a legal form ends it (“Sefton
    Marine Systems Inc.”), or one word says what a body with a longer name is (“Tarn County Police | Department”).
    """
    rest = whole[len(short) :]
    if short != whole[: len(short)]:
        return False
    if len(rest) == 1 and rest[0] in OUTLET_NOUNS:
        return True
    legal = len(rest) < 4 and rest[-1].rstrip(".") in listed("firms", "legal")
    return rest[0] in lexicon.FIRMS or legal or (len(short) > 1 and len(rest) == 1 and rest[0] in lexicon.ORGANIZATIONS)


def abbreviates(words: str, full: Sequence[str]) -> bool:
    """Whether `words` are the initials of a name or of its end: “IMF” for “International Monetary Fund”."""
    letters = _letters(words)
    if len(letters) < 2 or not letters.isupper() or len(full) < 2:
        return False
    if letters == _initials(_field_last(full))[1]:
        return True
    capitals, initials = _initials(full)
    begins = len(letters) > 2 and capitals.startswith(letters)  # CDC: Centers for Disease Control and Prevention
    return begins or capitals.endswith(letters) or letters == initials


def _letters(words: str) -> str:
    """The letters of an abbreviation, a small one for “of” too: MOD for “MoD”."""
    return SMALL_OF.sub("O", LETTERS.sub("", words))


def _initials(full: Sequence[str]) -> tuple[str, str]:
    """The first letters of the words of a name: those that are capitals, and all as capitals."""
    parted = (t.replace(".", "") if DOTTED.fullmatch(t) else t.split("-") for t in full)
    parts = [part for parts in parted for part in parts if part]
    return "".join(t[0] for t in parts if t[0].isupper()), "".join(t[0].upper() for t in parts)


def forms_of(name: str) -> set[str | tuple[str, ...]]:
    """What words have to be, as `asked_for` gives it, for `same_name` to hold: all forms, and more than those."""
    spelt = lower(name)
    found: set[str | tuple[str, ...]] = {spelt, *(spelt[-k:] for k in range(1, min(len(spelt), MOST_WORDS) + 1))}
    bare = _bare(spelt)
    for whole in (bare, _field_first(bare), without_initials(_without_generation(bare))):
        found |= {whole, whole[:1], (*whole[:1], *whole[-1:])}
        found |= {(word.rpartition("-")[2],) for word in whole[-1:]}
        own = whole[: len(whole) - _legal(whole)]
        found |= {part for k in range(1, min(len(whole), MOST_WORDS) + 1) for part in (whole[-k:], whole[:k], own[-k:])}
    if len(spelt) <= MOST_WORDS:
        capitals, initials = _initials(tokens(name))
        found |= {
            initials,
            _initials(_field_last(tokens(name)))[1],
            *(capitals[k:] for k in range(len(capitals))),
            *(capitals[:k] for k in range(3, len(capitals))),
        }
    return found


def asked_for(words: str, kind: str | None) -> set[str | tuple[str, ...]]:
    """By what the names that these words, of a type, can be a form of are to be found among those of `forms_of`."""
    short = _bare(lower(canonical(words, "person" if kind == "person" else "organization")))
    found: set[str | tuple[str, ...]] = {
        short, _field_first(short), without_initials(_without_generation(short)), _letters(words)
    }  # fmt: skip
    return found - {(), ""}


def spellings(surname: str) -> set[str]:
    """A surname and what remains without any one of its letters: two that share one are at most two letters apart."""
    if len(surname) < MISSPELT - 1:
        return set()
    return {surname, *(surname[:k] + surname[k + 1 :] for k in range(len(surname)))}


def is_misspelt(words: Sequence[str], name: Sequence[str]) -> bool:
    """Whether one letter of a surname is wrong, missing, too much, or changed places with the next.

    words: the surname, with or without a first name, which has to be the same. name: in full. Both as of `lower`.
    """
    shorter, longer = sorted((words[-1], name[-1]), key=len)
    another = any(longer == shorter + end for end in OTHERS_END)
    first = len(words) == 1 or words[0] == name[0]
    return first and not another and len(longer) >= MISSPELT and OSA.distance(words[-1], name[-1], score_cutoff=1) == 1
