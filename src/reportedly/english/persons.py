"""Names of persons: their parts, without titles, and whether two can be one person's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from . import lexicon
from .lists import entries, listed
from .names import words

# cases: tests/test_people.py, PEOPLE and OTHERS


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of a person's name, in lower case and without accents; first is empty if there is only a surname."""

    first: str
    family: str
    middle: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """First and family name: what two articles share."""
        return f"{self.first} {self.family}".strip()


@cache
def _titles() -> frozenset[str]:
    """Titles, which precede a name without being part of it, as `words` gives them."""
    return listed("titles", but="dotted") | listed("offices", "title")


@cache
def nicknames() -> Mapping[str, tuple[str, ...]]:
    """Short forms of first names, each with the full forms it may stand for."""
    found: dict[str, tuple[str, ...]] = {}
    for whole, shorts in entries("nicknames").items():
        for short in shorts:
            found[short] = (*found.get(short, ()), whole)
    return found


@lru_cache(maxsize=1 << 16)
def person(name: str) -> PersonName:
    """The parts of a person's name without titles and suffixes: "robert", "fox" and "j" of "Sen. Robert J. Fox Jr."."""
    parts = _untitled([word for word in words(name) if word not in lexicon.SUFFIXES])
    if len(parts) < 2:
        return PersonName("", parts[0] if parts else "")
    return PersonName(parts[0], parts[-1], tuple(parts[1:-1]))


def uncapitalised(name: str) -> str:
    """A name in capitals as one that isn't, which is titled and parted alike: “Ana Reyes” of “ANA REYES”."""
    return " ".join(part.title() if part.isupper() and len(part) > 2 else part for part in name.split())


def _untitled(name: list[str]) -> list[str]:
    """The words of a name without titles such as "senator" or "first minister of scotland"."""
    titled = False
    while len(name) > 1:
        if name[0] in _titles() or (name[0] == "first" and name[1] in {"lady", "minister", "secretary"}):
            name, titled = name[1:], True
        elif titled and name[0] == "of" and len(name) > 3:
            name = name[2:]
        else:
            break
    return name


def same_middle(one: PersonName, other: PersonName) -> bool:
    """Whether the middle names are compatible: "J." and "John" are, "J." and "Peter" aren't, none and any are."""
    if not one.middle or not other.middle:
        return True
    a, b = one.middle[0], other.middle[0]
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])


def same_first(one: str, other: str) -> bool:
    """Whether two first names can be forms of the same: "bob" and "robert", or "bob" and "rob"."""
    forms = [{name, *nicknames().get(name, ())} for name in (one, other)]
    return bool(forms[0] & forms[1])
