"""Which thread a statement belongs to, among statements that share some of its words. Pure: values in, values out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from .wordings import (
    LEAST,
    ComparableWording,
    Whose,
    WordingMatch,
    WordingRelation,
    compare,
    differ,
    may_agree,
    wording,
)


@dataclass(frozen=True)
class Worded:
    """A statement as far as linking knows it.

    holder: its holder in the ledger. name: the holder's name, None where it isn't named. type: direct, mixed, indirect.
    text: its own words, without those of statements within. thread: the thread it is in, None if in none. denied:
    whether the holder says that it isn't so.
    """

    id: int
    article: int
    holder: int | None
    name: str | None
    type: str
    text: str
    thread: int | None = None
    denied: bool = False

    @cached_property
    def wording(self) -> ComparableWording:
        """Its words, ready to be compared."""
        return wording(self.text, self.type, name_words(self.name))


@dataclass(frozen=True, slots=True)
class Link:
    """Why a statement is in its thread: another one of it, and how they relate."""

    statement: int
    other: int
    relation: WordingRelation
    score: float


#: Different wordings of one thread that a statement is laid beside.
WORDINGS = 6
#: Weight that a statement must share with two threads for them to become one; of a part two more.
JOINS_FROM = 3.0


@lru_cache(maxsize=1 << 14)
def name_words(name: str | None) -> frozenset[str]:
    """The words of a name, lower case."""
    return frozenset(name.lower().replace("’", "'").split()) if name else frozenset()


def whose(a: Worded, b: Worded) -> Whose:
    """Whether two statements are one holder's: by the ledger, else by names of which one is a part of the other."""
    if a.holder is not None and a.holder == b.holder:
        return "same"
    if not a.name or not b.name:
        return "unknown"
    x, y = name_words(a.name), name_words(b.name)
    return "same" if x <= y or y <= x else "other"


def links(new: Worded, candidates: Iterable[Worded], first: Callable[[int], int] | None = None) -> list[Link]:
    """The best link of a statement to each thread that it belongs to, the best first; empty where it belongs to none.

    first: gives for a candidate's id what stands for its thread, which is the id itself where it is in none; by default
    Worded.thread says so.

    A candidate that is in no thread counts as one of its own. No thread is joined of which a candidate says something
    else; and through a part, or through indirect speech, a statement joins one thread alone, since others may hold the
    same words.
    """
    mine = new.wording
    threads: dict[int, list[Worded]] = {}
    for other in candidates:
        if other.id == new.id:
            continue
        members = threads.setdefault(first(other.id) if first else _alone(other), [])
        # A few wordings stand for a thread that has many; to look at the text first spares most of the work.
        if len(members) == WORDINGS or any(m.text == other.text and m.type == other.type for m in members):
            continue
        if min(mine.info, mine.in_common(other.wording)) >= LEAST:
            members.append(other)
    found: list[_Found] = []
    for group, members in threads.items():
        near = [m for m in members if may_agree(mine, m.wording)]
        matches = [(match, m) for m in near if (match := _compared(new, m))]
        if not matches:
            continue
        match, other = max(matches, key=lambda pair: (_rank(pair[0]), -pair[1].id))
        if not _vetoed(new, other, match, near):
            found.append((match, other, members, group == other.id))
    found.sort(key=lambda one: (_rank(one[0]), -one[1].id), reverse=True)
    kept = found[:1]
    for one in found[1:]:
        if all(_join(new, one, other) for other in kept):
            kept.append(one)
    return [Link(new.id, other.id, match.relation, match.score) for match, other, *_ in kept]


#: A match, the statement it is with, the others of its thread, and whether it is in none.
_Found = tuple[WordingMatch, Worded, list[Worded], bool]


def _alone(other: Worded) -> int:
    """What stands for a candidate's thread: itself where it is in none; threads are numbered apart, below nought."""
    return other.id if other.thread is None else -other.thread


def _compared(new: Worded, other: Worded) -> WordingMatch | None:
    match = compare(new.wording, other.wording, whose(new, other))
    if match is None or new.denied == other.denied:
        return match
    # A denial names what it denies: "he denied that he had shut the port" is not "I have shut the port".
    quoted = new.type != "indirect" and other.type != "indirect"
    return match if quoted and match.relation in ("exact", "repunctuated", "trimmed") else None


def _join(new: Worded, one: _Found, other: _Found) -> bool:
    """Whether two threads that a statement belongs to are one."""
    match, nearest, members, alone = one
    if not alone and match.shared < JOINS_FROM + (2 if match.relation == "part" else 0):
        return False
    slight = any(_is_slight(new, of) for of in (nearest, other[1]))
    return not any(_against(x, y, slight) for x in _fullest(members) for y in _fullest(other[2]))


def _fullest(members: Sequence[Worded]) -> list[Worded]:
    return sorted(members, key=lambda m: (-m.wording.info, m.id))[:3]


def _is_slight(new: Worded, other: Worded) -> bool:
    """Whether the other says much less than the new statement: a match with it leaves most of that open."""
    return other.wording.info < 0.8 * new.wording.info


def _against(a: Worded, b: Worded, slight: bool) -> bool:
    """Whether one wording speaks against the other; contents exchanged do so only where the match is slight.

    Else they were looked at already, and found to be altered words.
    """
    verdict = differ(a.wording, b.wording)
    return verdict == "contrary" or (slight and verdict == "other")


def _vetoed(new: Worded, other: Worded, match: WordingMatch, near: Sequence[Worded]) -> bool:
    """Whether another wording of the thread speaks against a match."""
    if match.relation in ("exact", "repunctuated"):
        return False
    slight = _is_slight(new, other)
    return any(_against(new, m, slight) for m in near if m is not other)


_ORDER: dict[WordingRelation, int] = {
    "exact": 5,
    "repunctuated": 4,
    "trimmed": 3,
    "altered": 3,
    "indirect": 2,
    "part": 1,
}


def _rank(match: WordingMatch) -> tuple[float, float, int]:
    return (match.score, match.shared, _ORDER[match.relation])


class Together:
    """Which statements have become one: a union of sets of which the smallest member stands for all."""

    def __init__(self) -> None:
        self._of: dict[int, int] = {}

    def first(self, id: int) -> int:
        """The smallest of the set that `id` is in."""
        while (above := self._of.get(id, id)) != id:
            self._of[id] = self._of.get(above, above)
            id = above
        return id

    def join(self, a: int, b: int) -> int:
        """Make two sets one; its smallest member."""
        a, b = sorted((self.first(a), self.first(b)))
        self._of[b] = a
        return a

    def sets(self, ids: Sequence[int]) -> Iterator[list[int]]:
        """The sets that `ids` fall into, each in ascending order."""
        found: dict[int, list[int]] = {}
        for id in sorted(ids):
            found.setdefault(self.first(id), []).append(id)
        yield from found.values()
