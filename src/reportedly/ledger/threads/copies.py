"""Whether two articles are copies of one text, such as wire copy: whole, cut, or with a line put before it.

Similarity is estimated by MinHash with locality-sensitive hashing (Broder 1997; Leskovec, Rajaraman and Ullman, Mining
of Massive Datasets, chapter 3), and then measured on the shingles themselves.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final
from zlib import crc32

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
#: Fewest words of a text that can be a copy; shorter ones may be alike without being copied. Set by hand.
FEWEST_WORDS = 40


def shingles(text: str) -> frozenset[int]:
    """The 32-bit hashes of all runs of four words, case folded; empty for a text of fewer than 40 words."""
    words = _WORD.findall(text.casefold())
    if len(words) < FEWEST_WORDS:
        return frozenset()
    return frozenset(
        crc32(" ".join(words[i : i + SHINGLE]).encode("utf-8", "replace")) for i in range(len(words) - SHINGLE + 1)
    )


def bands(shingled: frozenset[int]) -> tuple[int, ...]:
    """Signed 64-bit hashes of the bands, in ascending order; copies are likely to share one. Empty for no shingles."""
    if not shingled:
        return ()
    sketch = _blank().copy()
    sketch.update_batch(sorted(shingled))
    values = sketch.hashvalues.tolist()
    rows = (values[i : i + ROWS] for i in range(0, len(values), ROWS))
    return tuple(sorted(_band(i, row) for i, row in enumerate(rows)))


def are_copies(a: frozenset[int], b: frozenset[int]) -> bool:
    """Whether nearly all of the shorter text is in the longer one, which isn't much longer. Symmetric.

    a, b: the shingles of both.
    """
    fewer, more = sorted((len(a), len(b)))
    return fewer > 0 and more <= LONGER * fewer and len(a & b) >= CONTAINED * fewer


@lru_cache(maxsize=1)
def _blank() -> Any:
    """The sketch of an empty text. Its permutations come from datasketch's fixed seed, the same in every process."""
    from datasketch import MinHash  # noqa: PLC0415 - it loads SciPy, which is slow and needed only to add articles

    return MinHash(num_perm=BANDS * ROWS, hashfunc=int)


def _band(number: int, row: list[int]) -> int:
    words = f"{number} {row}".encode()
    return int.from_bytes(blake2b(words, digest_size=8).digest(), "big", signed=True)
