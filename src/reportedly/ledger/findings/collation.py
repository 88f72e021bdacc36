"""A quotation collated with the passages that others print: where its words stand there, and where they differ.

A passage is what an article quotes without a break. Each stretch of a quotation between two cues is collated with it
word by word. Strict where `quotations.changes` is lenient: a word that no passage has counts wherever it stands, since
whoever checks a draft wants to know where each of its words comes from. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from typing import Final, Literal

from ...english import lexicon
from ...english.lexicon import NEGATIONS
from ...english.verbatim import EMPTY, Word, censors, words
from ..tables.record import Source, StatementRecord
from ..threads.vocabulary import PRONOUNS

DivergenceKind = Literal["altered", "cut", "sense"]

#: Words from which on something isn't said but doubted, supposed or denied; and by how many words at most they stand
#: before what they are about.
DOUBTING: Final = lexicon.words(
    "if unless whether suppose supposing imagine pretend doubt doubts deny denies denied lie lies false untrue myth "
    "wrong rumour rumor nonsense claim claims wish refuse refuses refused"
)
NEARBY: Final = 4
#: Words that make what stands before them conditional.
CONDITIONS: Final = (("if",), ("unless",), ("provided",), ("providing",), ("only", "if"), ("as", "long", "as"))
#: Who promises something by what follows a condition; of others it may be a mere case: “if it rains, nobody comes”.
PROMISING: Final = lexicon.words("i we")
#: Words that may stand before a condition.
OPENING: Final = lexicon.words("and but so well")
#: Conjunctions that begin a clause whatever follows, and those that do so before a subject.
SUBORDINATE: Final = lexicon.words("because although though while whereas since but yet")
COORDINATE: Final = lexicon.words("and or so nor")
SUBJECTS: Final = PRONOUNS | lexicon.words(
    "the a an this that these those my our your his her its their there everyone"
)
#: Fewest words left out without a mark that make a quotation spliced. Fewer are an alteration.
APART: Final = 4
#: Fewest words in a row that aren't shared by chance; blocks of fewer count only beside another, no farther away.
RUN, BESIDE = 3, 6
#: Least share (0 to 1) of a quotation's words that a passage has, if both are of one utterance; or so many in a row.
SHARE, LONG = 0.6, 6


@dataclass(frozen=True, slots=True)
class Passage:
    """What an article quotes without a break, or the whole of an article or record.

    words: with their places in the text. text: of the article. source: None for what isn't in the ledger.
    records: the statements that have some of it. quoted: whether it stands in quotation marks.
    """

    words: tuple[Word, ...]
    text: str
    source: Source
    records: tuple[StatementRecord, ...] = ()
    quoted: bool = True

    @property
    def forms(self) -> tuple[str, ...]:
        """What is compared."""
        return tuple(word.form for word in self.words)

    def said(self, first: int, last: int) -> str:
        """The words from one to another, as the text has them."""
        return self.text[self.words[first].start : self.words[last - 1].end]


@dataclass(frozen=True, slots=True)
class Divergence:
    """Where a quotation differs from a passage.

    kind: "altered": other words, more, or fewer; "cut": words left out without a mark, as many as make it spliced;
    "sense": what is left out at an end or a gap, whereby the rest says something else. ours, theirs: words of either.
    """

    kind: DivergenceKind
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True)
class Collation:
    """A quotation and a passage laid side by side.

    ours: the quotation, without gaps at its ends. blocks: (start in ours, start in the passage, size) of the words in
    common. changes: where they differ between, before and after these.
    """

    ours: tuple[Word, ...]
    passage: Passage
    blocks: tuple[tuple[int, int, int], ...]
    changes: tuple[Divergence, ...]

    @cached_property
    def shared(self) -> int:
        """The number of words in common."""
        return sum(size for *_, size in self.blocks)

    @cached_property
    def longest(self) -> int:
        """The most words in common in a row."""
        return max((size for *_, size in self.blocks), default=0)

    @property
    def share(self) -> float:
        """The share (0 to 1) of the quotation's words that the passage has."""
        return self.shared / max(1, sum(not word.gap for word in self.ours))

    @property
    def whole(self) -> bool:
        """Whether every word of the quotation stands there as it is."""
        return bool(self.blocks) and not self.changes

    @property
    def related(self) -> bool:
        """Whether both have so much in common that they are of one utterance."""
        telling = any(
            self.ours[i].form not in EMPTY for start, _, size in self.blocks for i in range(start, start + size)
        )
        return telling and (self.share >= SHARE or self.longest >= LONG)

    @property
    def at(self) -> tuple[int, int]:
        """[first, last) of the words of the passage that are the quotation's."""
        return (self.blocks[0][1], self.blocks[-1][1] + self.blocks[-1][2]) if self.blocks else (0, 0)


def collate(ours: Sequence[Word], passage: Passage, negated: bool = False) -> Collation:
    """A quotation laid beside a passage. negated: whether the words before the quotation already say “not”."""
    mine = tuple(_bare(ours))
    theirs = passage.words
    blocks = tuple(_blocks(mine, theirs))
    if not blocks:
        return Collation(mine, passage, (), ())
    changes = [
        *_before(mine, theirs, blocks[0], negated),
        *(change for one, other in pairwise(blocks) for change in _between(mine, theirs, one, other)),
        *_after(mine, theirs, blocks[-1]),
    ]
    return Collation(mine, passage, blocks, tuple(changes))


def _bare(ours: Sequence[Word]) -> Sequence[Word]:
    """A quotation without gaps at its ends."""
    first, last = 0, len(ours)
    while first < last and ours[first].gap:
        first += 1
    while first < last and ours[last - 1].gap:
        last -= 1
    return ours[first:last]


def _blocks(ours: Sequence[Word], theirs: Sequence[Word]) -> Iterator[tuple[int, int, int]]:
    """Runs of words in common, in order, without those that are alike by chance, far from the others."""
    mine = [word.form if not word.gap else "[ours]" for word in ours]
    found = [
        (i, j, size)
        for i, j, size in SequenceMatcher(
            None, mine, [word.form for word in theirs], autojunk=False
        ).get_matching_blocks()
        if size and not theirs[j].gap
    ]
    if not found:
        return
    main = max(range(len(found)), key=lambda n: found[n][2])
    kept = [found[main]]
    for step, rest in ((-1, found[:main][::-1]), (1, found[main + 1 :])):
        nearest = found[main]
        for block in rest:
            one, other = (block, nearest) if step < 0 else (nearest, block)
            inside = ours[one[0] + one[2] : other[0]]
            gone = other[1] - one[1] - one[2]
            by_mark = any(word.gap for word in inside)
            telling = any(ours[i].form not in EMPTY for i in range(block[0], block[0] + block[2]))
            if by_mark or gone <= BESIDE + len(inside) or (block[2] >= RUN and telling):
                kept.append(block)
                nearest = block
    yield from sorted(kept)


# -- where they differ -----------------------------------------------------------------------------------------------


def _between(
    ours: Sequence[Word], theirs: Sequence[Word], one: tuple[int, int, int], other: tuple[int, int, int]
) -> Iterator[Divergence]:
    """What differs between two runs of words in common."""
    mine, left = list(ours[one[0] + one[2] : other[0]]), list(theirs[one[1] + one[2] : other[1]])
    gaps = [word for word in mine if word.gap]
    mine = [word for word in mine if not word.gap]
    if any(word.gap for word in left):
        return  # what they leave out may be what we have
    mine, left = _differing(mine, left)
    if gaps and not mine:
        lost = _unsaid(theirs, one[1] + one[2], other[1]) or _exchanged(gaps, left)
        if lost:
            yield Divergence("sense", (), lost)
        return
    if not mine and not left:
        return
    if not mine and len(left) >= APART and not _repeated(left, theirs):
        yield Divergence("cut", (), _said(left))
    elif mine or not _repeated(left, theirs):
        yield Divergence("altered", _said(mine), _said(left))


def _before(
    ours: Sequence[Word], theirs: Sequence[Word], first: tuple[int, int, int], negated: bool
) -> Iterator[Divergence]:
    """What differs before the words in common: words of ours, or a negation that is left out."""
    mine = [word for word in ours[: first[0]] if not word.gap]
    gaps = len(mine) < first[0]
    if mine:
        left = theirs[max(0, first[1] - len(mine)) : first[1]]
        if any(word.gap for word in left):
            return
        mine, left = _differing(mine, list(left))
        if mine:
            yield Divergence("altered", _said(mine), _said(left))
        return
    lost = () if negated else _unsaid_before(theirs, first[1], ours[first[0] :])
    if lost:
        yield Divergence("sense", (), lost)
    elif gaps and not negated:
        lost = _exchanged([word for word in ours[: first[0]] if word.gap], theirs[max(0, first[1] - 3) : first[1]])
        if lost:
            yield Divergence("sense", (), lost)


def _after(ours: Sequence[Word], theirs: Sequence[Word], last: tuple[int, int, int]) -> Iterator[Divergence]:
    """What differs after the words in common: words of ours, or a condition that is left out."""
    end = last[1] + last[2]
    mine = [word for word in ours[last[0] + last[2] :] if not word.gap]
    if mine:
        left = list(theirs[end : end + len(mine)])
        if any(word.gap for word in left):
            return
        mine, left = _differing(mine, left)
        if mine:
            yield Divergence("altered", _said(mine), _said(left))
    elif theirs[end - 1].stop in ("", ","):
        follows = tuple(word.form for word in theirs[end : end + 3])
        if any(follows[: len(condition)] == condition for condition in CONDITIONS):
            yield Divergence("sense", (), _said(theirs[end : end + 6]))


def _differing(mine: list[Word], theirs: list[Word]) -> tuple[list[Word], list[Word]]:
    """Both without what is the same at either end, however it is printed: “he'd” and “he had”, “d*mn”, “mid-air”."""
    for end in (0, -1):
        while mine and theirs and _is_spelling(mine[end], theirs[end]):
            mine.pop(end)
            theirs.pop(end)
    if "".join(word.form for word in mine) == "".join(word.form for word in theirs):
        return [], []
    return mine, theirs


def _is_spelling(one: Word, other: Word) -> bool:
    if one.form == other.form:
        return True
    for short, long in ((one, other), (other, one)):
        if short.raw.endswith("'d") and short.form == "would" and long.form == "had":
            return True
        if short.raw.endswith("'s") and short.form == "is" and long.form == "has":
            return True
    return censors(one.form, other.form)


def _said(words: Iterable[Word]) -> tuple[str, ...]:
    return tuple(word.form for word in words)


def _repeated(left: Sequence[Word], words: Sequence[Word]) -> bool:
    """Whether the words left out only repeat those beside them: “if she wins, if she wins”."""
    cut, every = _said(left), _said(words)
    return any(every[i : i + 2 * len(cut)] == (*cut, *cut) for i in range(len(every)))


# -- what is left out, and what the rest says without it -------------------------------------------------------------


def _unsaid_before(theirs: Sequence[Word], at: int, ours: Sequence[Word]) -> tuple[str, ...]:
    """The words of the same sentence, before a quotation begins, that negate or doubt it; from the negation on."""
    begins = at
    while begins and theirs[begins - 1].stop not in (".", ";"):
        begins -= 1
    clause = _is_clause(ours)
    for k in range(at - 1, begins - 1, -1):
        near = at - k <= NEARBY
        negates = theirs[k].form in NEGATIONS and not _not_only(theirs, k, at) and (near or clause)
        doubts = theirs[k].form in DOUBTING and near
        if (negates or doubts) and not _ends_between(theirs, k, at):
            return _said(theirs[k:at])
    return _condition(theirs, begins, at) if ours[0].form in PROMISING else ()


def _condition(theirs: Sequence[Word], begins: int, at: int) -> tuple[str, ...]:
    """The condition that opens a sentence, if what is quoted is all that follows it: “if she asks me, I'll go”."""
    first = begins + 1 if at - begins > 1 and theirs[begins].form in OPENING else begins
    if first < at and theirs[at - 1].stop == ",":
        opens = _said(theirs[first:at])
        if any(opens[: len(condition)] == condition for condition in CONDITIONS):
            return opens
    return ()


def _unsaid(theirs: Sequence[Word], first: int, last: int) -> tuple[str, ...]:
    """The words at a marked gap, if they negate what is quoted before or after it."""
    for k in range(first, last):
        if theirs[k].form in NEGATIONS and not _not_only(theirs, k, last):
            before = theirs[first - 1].stop != "" or _ends_between(theirs, first - 1, k)
            after = _ends_between(theirs, k, last)
            if not (before and after):
                return _said(theirs[first:last])
    return ()


def _not_only(theirs: Sequence[Word], k: int, last: int) -> bool:
    """Whether a negation is that of “not only”, and both words are left out."""
    return k + 1 < last and theirs[k + 1].form in ("only", "just", "merely")


def _ends_between(theirs: Sequence[Word], k: int, at: int) -> bool:
    """Whether a clause ends between two words, the second of which begins what is quoted on."""
    for i in range(k, at):
        if theirs[i].stop in (".", ";"):
            return True
        follows = theirs[i + 1].form if i + 1 < len(theirs) else ""
        then = theirs[i + 2].form if i + 2 < len(theirs) else ""
        if theirs[i].stop == "," and (
            i == k or follows in SUBJECTS or follows in SUBORDINATE or (follows in COORDINATE)
        ):
            return True
        if follows in SUBORDINATE and i + 1 <= at:
            return True
        if follows in COORDINATE and i + 1 <= at and then in SUBJECTS:
            return True
    return False


def _exchanged(gaps: Iterable[Word], left: Sequence[Word]) -> tuple[str, ...]:
    """The words left out, if those in brackets in their place are other numbers, or negate what wasn't negated."""
    inside = [word for gap in gaps if gap.raw.startswith(("[", "(")) for word in words(gap.raw.strip("[]()"))]
    mine = {word.form for word in inside if word.form[:1].isdigit()}
    theirs = {word.form for word in left if word.form[:1].isdigit()}
    if mine and theirs and not mine & theirs:
        return _said(left)
    if any(word.form in NEGATIONS for word in inside) and not any(word.form in NEGATIONS for word in left):
        return _said(left) or ("[…]",)
    return ()


def _is_clause(ours: Sequence[Word]) -> bool:
    """Whether a quotation has a predicate, as far as its function words tell; else it is a mere phrase."""
    return any(word.form in FINITE for word in ours[1:]) or (len(ours) >= 3 and ours[0].form in PRONOUNS)


FINITE: Final = lexicon.words(
    "is are was were am be been has have had do does did will would can could shall should may might must"
)


# -- two passages run into one ---------------------------------------------------------------------------------------

#: Fewest words in a row of each of several passages that make up a quotation, and most that belong to none of them.
PART, LOOSE = 3, 2


@dataclass(frozen=True, slots=True)
class Splice:
    """A quotation made of several passages. parts: of each the words of the quotation, as [first, last)."""

    parts: tuple[tuple[int, int, Passage], ...]


def spliced(ours: Sequence[Word], collations: Iterable[Collation]) -> Splice | None:
    """The passages that a quotation runs together, if no single one but several have nearly all its words."""
    mine = _bare(ours)
    runs = [
        (i, i + size, one.passage)
        for one in collations
        for i, _, size in one.blocks
        if size >= PART and any(mine[k].form not in EMPTY for k in range(i, i + size))
    ]
    taken: list[tuple[int, int, Passage]] = []
    at = 0
    while at < len(mine):
        best = max(
            (run for run in runs if run[0] <= at + LOOSE and run[1] > at + PART - 1),
            key=lambda run: run[1],
            default=None,
        )
        if best is None:
            break
        taken.append((max(at, best[0]), best[1], best[2]))
        at = best[1]
    loose = len(mine) - sum(last - first for first, last, _ in taken)
    if len(taken) < 2 or len(mine) - at > LOOSE or loose > LOOSE + len(taken):
        return None
    if len({id(passage) for *_, passage in taken}) < 2:
        return None
    return Splice(tuple(taken))
