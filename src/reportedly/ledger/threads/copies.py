"""Whether two articles are one text: wire copy printed by many, whole, cut, or with a line before it. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final
from zlib import crc32

_WORD = re.compile(r"\w+")
#: Words in a row that are compared.
SHINGLE: Final = 4
#: 21 bands of 3: of texts that share half of their shingles, 19 of 20 meet in a band; of those that share a tenth, 1 of
#: 50.
BANDS, ROWS = 21, 3
#: The part of the shorter text that must stand in the longer; and how much longer that may be.
CONTAINED, LONGER = 0.8, 4
#: Texts of fewer words are no copies of one another, whatever they share.
FEWEST_WORDS = 40


def shingles(text: str) -> frozenset[int]:
    """Every four words in a row, as numbers of 32 bits; empty for a text that is too short to be told."""
    words = _WORD.findall(text.casefold())
    if len(words) < FEWEST_WORDS:
        return frozenset()
    return frozenset(
        crc32(" ".join(words[i : i + SHINGLE]).encode("utf-8", "replace")) for i in range(len(words) - SHINGLE + 1)
    )


def bands(shingled: frozenset[int]) -> tuple[int, ...]:
    """Signed numbers of 64 bits of which the shingles of copies share some, in ascending order."""
    if not shingled:
        return ()
    sketch = _blank().copy()
    sketch.update_batch(sorted(shingled))
    values = sketch.hashvalues.tolist()
    rows = (values[i : i + ROWS] for i in range(0, len(values), ROWS))
    return tuple(sorted(_band(i, row) for i, row in enumerate(rows)))


def are_copies(a: frozenset[int], b: frozenset[int]) -> bool:
    """Whether nearly all of the shorter text stands in the longer one, and that isn't much longer. Symmetric."""
    fewer, more = sorted((len(a), len(b)))
    return fewer > 0 and more <= LONGER * fewer and len(a & b) >= CONTAINED * fewer


@lru_cache(maxsize=1)
def _blank() -> Any:
    """Of nothing. Its permutations are drawn from datasketch's own seed: the same in every process."""
    from datasketch import MinHash  # noqa: PLC0415 - it loads SciPy, which only an article to be kept is worth

    return MinHash(num_perm=BANDS * ROWS, hashfunc=int)


def _band(number: int, row: list[int]) -> int:
    words = f"{number} {row}".encode()
    return int.from_bytes(blake2b(words, digest_size=8).digest(), "big", signed=True)
