"""Which threads a statement belongs to, given statements that share some of its words. Pure, without a database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ...english.names import words
from .matches import WordingMatch, WordingRelation, compare, differ, may_agree
from .overlaps import Whose
from .wordings import LEAST, ComparableWording, wording


@dataclass(frozen=True)
class Worded:
    """What linking needs to know of a statement.

    holder: id of its holder in the ledger. name: the holder's name; None if it is unnamed, unknown, or an outlet, which
    only passes words on.
    type: direct, mixed or indirect. text: the content, without the contents of statements within it.
    thread: id of its thread, None if it is in none. denied: whether its standing is "denied".
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
        """The text, prepared for comparison."""
        return wording(self.text, self.type, name_words(self.name))


@dataclass(frozen=True, slots=True)
class Link:
    """Why a statement is in a thread: its best match there, how the two relate, and the score of that (0 to 1)."""

    statement: int
    other: int
    relation: WordingRelation
    score: float


#: Most wordings of one thread that a statement is compared with, so that long threads don't cost more.
WORDINGS = 6
#: Weight of words (`Token.weight`) that a statement must share with a second thread to merge it with the first; two
#: more if it matches as a part. Set by hand on the planted utterances (`bench.ledger threads`).
JOINS_FROM = 3.0


@lru_cache(maxsize=1 << 14)
def name_words(name: str | None) -> frozenset[str]:
    """The words of a name in the form of `Token.word`; empty for None."""
    return frozenset(words(name.replace("’", "'"), "spelt")) if name else frozenset()


def whose(a: Worded, b: Worded) -> Whose:
    """Whether two statements have the same holder: by the ledger, else by whether one name is part of the other."""
    if a.holder is not None and a.holder == b.holder:
        return "same"
    if not a.name or not b.name:
        return "unknown"
    x, y = name_words(a.name), name_words(b.name)
    return "same" if x <= y or y <= x else "other"


def links(new: Worded, candidates: Iterable[Worded], first: Callable[[int], int] | None = None) -> list[Link]:
    """The best link of a statement to each thread it belongs to, the best of all first. Empty if it belongs to none.


    candidates: statements that may be of one utterance with it. One that is in no thread is treated as a thread.
    first: gives for a candidate's id the number of its thread (the id itself if it is in none). By default this is
    derived from `Worded.thread`.

    A thread is left out if another of its wordings excludes the match. After the best link come only those whose
    threads may be merged with the ones before.
    """
    mine = new.wording
    threads: dict[int, list[Worded]] = {}
    for other in candidates:
        if other.id == new.id:
            continue
        members = threads.setdefault(first(other.id) if first else _alone(other), [])
        # A few wordings represent a long thread. The texts are compared first because that saves most of the work.
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


#: The best match with a thread, the statement that it is with, the wordings compared, and whether that statement is in
#: no thread yet.
_Found = tuple[WordingMatch, Worded, list[Worded], bool]


def _alone(other: Worded) -> int:
    """The number of a candidate's thread: its own id if it is in none, the thread's id negated otherwise."""
    return other.id if other.thread is None else -other.thread


def _compared(new: Worded, other: Worded) -> WordingMatch | None:
    match = compare(new.wording, other.wording, whose(new, other))
    if match is None or new.denied == other.denied:
        return match
    if match.relation in ("exact", "repunctuated") and whose(new, other) == "same":
        return match
    # A denial repeats what it denies: "he denied that he had shut the port" is not "I have shut the port".
    quoted = new.type != "indirect" and other.type != "indirect"
    return match if quoted and match.relation in ("exact", "repunctuated", "trimmed") else None


def _join(new: Worded, one: _Found, other: _Found) -> bool:
    """Whether the threads of two matches of a statement may be merged."""
    match, nearest, members, alone = one
    if not alone and match.shared < JOINS_FROM + (2 if match.relation == "part" else 0):
        return False
    slight = any(_is_slight(new, of) for of in (nearest, other[1]))
    return not any(_against(x, y, slight) for x in _fullest(members) for y in _fullest(other[2]))


def _fullest(members: Sequence[Worded]) -> list[Worded]:
    return sorted(members, key=lambda m: (-m.wording.info, m.id))[:3]


def _is_slight(new: Worded, other: Worded) -> bool:
    """Whether the other has less than 0.8 of the new statement's content, so that a match with it proves little."""
    return other.wording.info < 0.8 * new.wording.info


def _against(a: Worded, b: Worded, slight: bool) -> bool:
    """Whether two wordings exclude each other.

    slight: whether the match rests on little; only then do exchanged words count. Otherwise `compare` has already
    judged them to be an alteration.
    """
    verdict = differ(a.wording, b.wording)
    return verdict == "contrary" or (slight and verdict == "other")


def _vetoed(new: Worded, other: Worded, match: WordingMatch, near: Sequence[Worded]) -> bool:
    """Whether another wording of the thread excludes a match. Identical words can't be excluded."""
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
    """Disjoint sets of numbers (union-find); the smallest member represents its set."""

    def __init__(self) -> None:
        self._of: dict[int, int] = {}

    def first(self, id: int) -> int:
        """The smallest member of the set of `id`."""
        while (above := self._of.get(id, id)) != id:
            self._of[id] = self._of.get(above, above)
            id = above
        return id

    def join(self, a: int, b: int) -> int:
        """Unite the sets of `a` and `b`; returns the smallest member."""
        a, b = sorted((self.first(a), self.first(b)))
        self._of[b] = a
        return a

    def sets(self, ids: Sequence[int]) -> Iterator[list[int]]:
        """`ids` grouped by set, each group in ascending order."""
        found: dict[int, list[int]] = {}
        for id in sorted(ids):
            found.setdefault(self.first(id), []).append(id)
        yield from found.values()
