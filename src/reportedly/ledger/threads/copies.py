"""Whether two articles are copies of one text, such as wire copy: whole, cut, or with a line put before it.

Standing text isn't copied: bulletins, arrests and decisions on rates of two days share nearly all their words, and each
has its own figures, names and days in the same places. Nor are two reports of one speech or statement that share what
they quote of it, and tell it each in its own words.

Similarity is estimated by MinHash with locality-sensitive hashing (Broder 1997; Leskovec, Rajaraman and Ullman, Mining
of Massive Datasets, chapter 3), and then measured on the shingles themselves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final
from zlib import crc32

from rapidfuzz.distance import Levenshtein

from ...english.lexicon import MONTHS, WEEKDAYS
from ...english.quotation import quotations
from ...english.spelling import NUMBERS
from .alignment import Stretch, aligned

_WORD = re.compile(r"\w+")
#: Words in one shingle.
SHINGLE: Final = 4
#: Bands of the sketch and rows (hash values) in each. Two texts with a Jaccard similarity s meet in some band with a
#: probability of 1 - (1 - s³)²¹: 94 percent if they share half of their shingles, 2 percent if they share a tenth.
BANDS, ROWS = 21, 3
# cases: tests/test_threads.py, COPIES
#: Least share (0 to 1) of the shorter text's shingles in the longer one, and how many times as many shingles that may
#: have. Set by hand.
CONTAINED, LONGER = 0.8, 4
#: Least share of what the text that tells less tells outside quotation marks in the other one, and the fewest shingles
#: of it of which a share says something. Set on same-day events of real outlets: of 76 pairs read by hand, 7 of the 10
#: that are no copies have less, and none of the others.
TOLD, TOLD_LEAST = 0.5, 20
#: Most facts that a copy has otherwise, slips and figures brought up to date; and how many days it may come after the
#: text with these. Set by hand on same-day events of real outlets: 293 of 298 pairs that share so
#: much have none, the others one.
SLIPS, DAYS = 1, 7
#: Most words of a stretch that stands in the place of another.
PLACE = 4
#: Least similarity (0 to 1) of two spellings of one name.
ALIKE = 0.6
_FIGURE_OR_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[’'][^\W\d_]+)*")
#: The end of a sentence or a line before a word.
_ENDED = re.compile(r"[.!?:\n]\W*\Z")
#: Fewest words of a text that can be a copy; shorter ones may be alike without being copied. Set by hand.
FEWEST_WORDS = 40


def shingles(text: str) -> frozenset[int]:
    """The 32-bit hashes of all runs of four words, case folded; empty for a text of fewer than 40 words."""
    words = _WORD.findall(text.casefold())
    return _hashed(words) if len(words) >= FEWEST_WORDS else frozenset()


def _hashed(words: Sequence[str]) -> frozenset[int]:
    every = " ".join(words).encode("utf-8", "replace").split()
    return frozenset(map(crc32, map(b" ".join, zip(*(every[i:] for i in range(SHINGLE)), strict=False))))


def bands(shingled: frozenset[int]) -> tuple[int, ...]:
    """Signed 64-bit hashes of the bands, in ascending order; copies are likely to share one. Empty for no shingles."""
    if not shingled:
        return ()
    sketch = _blank().copy()
    sketch.update_batch(sorted(shingled))
    values = sketch.hashvalues.tolist()
    rows = (values[i : i + ROWS] for i in range(0, len(values), ROWS))
    return tuple(sorted(_band(i, row) for i, row in enumerate(rows)))


def may_be_copies(a: frozenset[int], b: frozenset[int]) -> bool:
    """Whether nearly all of the shorter text is in the longer one, which isn't much longer. Symmetric.

    a, b: the shingles of both.
    """
    fewer, more = sorted((len(a), len(b)))
    return fewer > 0 and more <= LONGER * fewer and len(a & b) >= CONTAINED * fewer


def are_copies(one: str, other: str, apart: int | None = None) -> bool:
    """Whether two texts, of which one has most of the other's words in the same order, are of one event and tell it
    alike. Symmetric.

    apart: how many days one was published after the other; None if that isn't known.
    """
    exchanged = exchanged_facts(one, other)
    return exchanged <= (SLIPS if apart is None or apart <= DAYS else 0) and _are_told_alike(one, other)


def _are_told_alike(one: str, other: str) -> bool:
    """Whether two texts share more than what they quote."""
    told, whole = min(((_told(one), shingles(other)), (_told(other), shingles(one))), key=lambda pair: len(pair[0]))
    return len(told) < TOLD_LEAST or len(told & whole) >= TOLD * len(told)


def _told(text: str) -> frozenset[int]:
    """The shingles of a text outside quotation marks."""
    found: set[int] = set()
    at = 0
    for start, end in [*((q.span.start, q.span.end) for q in quotations(text) if not q.depth), (len(text), len(text))]:
        found |= _hashed(_WORD.findall(text[at:start].casefold()))
        at = end
    return frozenset(found)


def exchanged_facts(one: str, other: str) -> int:
    """How often a figure, a day or a name of one text stands where the other has another one of its kind."""
    ours, theirs = _words(one), _words(other)
    count = 0
    for a, b in _exchanged(ours, theirs):
        pairs = (({*_facts(ours[a], kind)}, {*_facts(theirs[b], kind)}) for kind in _KINDS)
        count += any(x and y and not x & y and not _are_spellings(x, y) for x, y in pairs)
    return count


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a text. form: what is compared. named: whether its capital tells a name."""

    form: str
    named: bool


_KINDS: Final = ("number", "day", "month", "name")
#: Months, in full and in short.
_MONTHS: Final = MONTHS | {month[:3] for month in MONTHS} | {"sept"}


def _words(text: str) -> list[_Word]:
    found = []
    for match in _FIGURE_OR_WORD.finditer(text):
        word, before = match[0], text[max(0, match.start() - 4) : match.start()]
        begins = not before.strip(" \"“‘'(") or _ENDED.search(before)
        form = word.casefold().replace(",", "")
        form = NUMBERS.get(form, form)
        found.append(_Word(form, word[0].isupper() and not word.isupper() and not begins))
    return found


def _facts(words: Sequence[_Word], kind: str) -> Iterator[str]:
    if kind == "name":
        if words and all(word.named for word in words):
            yield " ".join(word.form for word in words)
        return
    for word in words:
        if word.form[0].isdigit() if kind == "number" else kind == "day" and word.form in WEEKDAYS:
            yield word.form
        elif kind == "month" and word.named and word.form in _MONTHS:
            yield word.form[:3]


def _are_spellings(x: Collection[str], y: Collection[str]) -> bool:
    """Whether two names are one in other spellings, in short, or one part of the other."""
    a, b = " ".join(sorted(x)), " ".join(sorted(y))
    if a[0].isdigit():
        return False
    return a in b or b in a or Levenshtein.normalized_similarity(a, b) > ALIKE


def _exchanged(ours: Sequence[_Word], theirs: Sequence[_Word]) -> Iterator[tuple[slice, slice]]:
    """Short stretches that stand in each other's place after the same words, as slices."""
    before = False
    held: Stretch | None = None
    for stretch in aligned([word.form for word in ours], [word.form for word in theirs]):
        if stretch.same:
            if held:
                yield held.ours, held.theirs
            before, held = True, None
            continue
        sizes = stretch.size, stretch.theirs.stop - stretch.theirs.start
        held = stretch if before and min(sizes) > 0 and max(sizes) <= PLACE else None
    if held:
        yield held.ours, held.theirs


@lru_cache(maxsize=1)
def _blank() -> Any:
    """The sketch of an empty text. Its permutations come from datasketch's fixed seed, the same in every process."""
    from datasketch import MinHash  # noqa: PLC0415 - it loads SciPy, which is slow and needed only to add articles

    return MinHash(num_perm=BANDS * ROWS, hashfunc=int)


def _band(number: int, row: list[int]) -> int:
    words = f"{number} {row}".encode()
    return int.from_bytes(blake2b(words, digest_size=8).digest(), "big", signed=True)
