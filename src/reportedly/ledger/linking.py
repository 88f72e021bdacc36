"""Which thread a statement belongs to, among statements that share some of its words. Pure: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .wordings import Match, Relation, Whose, Wording, compare, differ, wording


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as far as linking knows it.

    holder: its holder in the ledger. name: the holder's name, None where it isn't named. type: direct, mixed, indirect.
    thread: the thread it is in, None if in none.
    """

    id: int
    article: int
    holder: int | None
    name: str | None
    type: str
    text: str
    thread: int | None = None

    @property
    def wording(self) -> Wording:
        """Its words, ready to be compared."""
        return wording(self.text, self.type, name_words(self.name))


@dataclass(frozen=True, slots=True)
class Link:
    """Why a statement is in its thread: another one of it, and how they relate."""

    statement: int
    other: int
    relation: Relation
    score: float


#: Weight that a statement must share with two threads for them to become one.
JOINS_FROM = 3.0


def name_words(name: str | None) -> frozenset[str]:
    """The words of a name, lower case."""
    return frozenset(name.lower().replace("’", "'").split()) if name else frozenset()


def whose(a: Said, b: Said) -> Whose:
    """Whether two statements are one holder's: by the ledger, else by names of which one is a part of the other."""
    if a.holder is not None and a.holder == b.holder:
        return "same"
    if not a.name or not b.name:
        return "unknown"
    x, y = name_words(a.name), name_words(b.name)
    return "same" if x <= y or y <= x else "other"


def links(new: Said, candidates: Iterable[Said]) -> list[Link]:
    """The best link of a statement to each thread that it belongs to, the best first; empty where it belongs to none.

    A candidate that is in no thread counts as one of its own. No thread is joined of which a candidate says something
    else; and through a part, or through indirect speech, a statement joins one thread alone, since others may hold the
    same words.
    """
    mine = new.wording
    threads: dict[tuple[bool, int], list[Said]] = {}
    for other in candidates:
        if other.id != new.id:
            key = (other.thread is None, other.id if other.thread is None else other.thread)
            threads.setdefault(key, []).append(other)
    found: list[tuple[Match, Said, list[Said]]] = []
    for members in threads.values():
        matches = [(match, m) for m in members if (match := compare(mine, m.wording, whose(new, m)))]
        if not matches:
            continue
        match, other = max(matches, key=lambda pair: (_rank(pair[0]), -pair[1].id))
        if not _vetoed(new, other, match, members):
            found.append((match, other, members))
    found.sort(key=lambda one: (_rank(one[0]), -one[1].id), reverse=True)
    kept = found[:1]
    for match, other, members in found[1:]:
        if _joins(match) and not _differ(members, [m for _, _, others in kept for m in others]):
            kept.append((match, other, members))
    return [Link(new.id, other.id, match.relation, match.score) for match, other, _ in kept]


def _joins(match: Match) -> bool:
    return match.relation != "part" and match.shared >= JOINS_FROM


def _vetoed(new: Said, other: Said, match: Match, members: Sequence[Said]) -> bool:
    """Whether another wording of the thread speaks against a match.

    Contents exchanged speak against it only where the match rests on less than the new statement says: else they were
    looked at already, and found to be altered words.
    """
    if match.relation in ("exact", "repunctuated"):
        return False
    slight = other.wording.info < 0.8 * new.wording.info
    verdicts = {differ(new.wording, m.wording) for m in members if m is not other}
    return "contrary" in verdicts or (slight and "other" in verdicts)


def _differ(a: Sequence[Said], b: Sequence[Said]) -> bool:
    """Whether the fullest of either say different things."""
    fullest = [sorted(side, key=lambda m: (-m.wording.info, m.id))[:3] for side in (a, b)]
    return any(differ(x.wording, y.wording) for x in fullest[0] for y in fullest[1])


_ORDER: dict[Relation, int] = {"exact": 5, "repunctuated": 4, "trimmed": 3, "altered": 3, "indirect": 2, "part": 1}


def _rank(match: Match) -> tuple[float, float, int]:
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
