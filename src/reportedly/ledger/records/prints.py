"""Prints: hashes of words in a row, by which records and what articles quote find each other.

Of every few hashes in a row the least is kept (winnowing: Schleimer, Wilkerson, Aiken, 2003), so that two texts that
share `SURE` words in a row share a print, at two fifths of the rows that all hashes would take.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final
from zlib import crc32

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from ...english.quotation import quotations
from ...english.verbatim import FILLERS
from ..tables import schema
from ..tables.store import insert
from ..threads.meeting import leads, meeting

#: Words of a hash; hashes in a row of which one is kept; the words in a row that surely meet.
ROW, WINDOW = 3, 4
SURE: Final = ROW + WINDOW - 1
#: A print that leads to more than so many records or articles is of words that anybody says, and leads nowhere.
COMMON: Final = 64
#: Records that a quotation is held against at most.
MOST: Final = 3
#: A record is left out that shares less than one in FEW of a quotation's hashes, or one in RIVAL of what another does.
FEW, RIVAL = 8, 3
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_RECORDS: Final = meeting(schema.record_prints.c.print, schema.record_prints.c.record_id)
_ARTICLES: Final = meeting(schema.quoted_prints.c.print, schema.quoted_prints.c.article_id)


def hashes(text: str) -> NDArray[np.int64]:
    """Signed 64-bit hashes of every ROW words in a row, in order; case, marks and fillers make no difference."""
    return _mixed(_words(text))


def _words(text: str) -> list[int]:
    """The words of a text but for fillers, each as a number."""
    return [one for word in _WORD.findall(text) if (one := _word(word)) is not None]


@lru_cache(maxsize=1 << 16)
def _word(word: str) -> int | None:
    """The number of a word as written; None for a filler."""
    folded = word.casefold()
    return None if folded in FILLERS else crc32(folded.replace("’", "").replace("'", "").encode())


def _mixed(words: Sequence[int]) -> NDArray[np.int64]:
    """The hashes of every ROW numbers in a row."""
    given = np.array(words, dtype=np.uint64)
    size = max(0, len(given) - ROW + 1)
    mixed = np.zeros(size, dtype=np.uint64)
    for place in range(ROW):
        mixed = (mixed ^ given[place : place + size]) * _FACTOR
        mixed ^= mixed >> np.uint64(29)
    return mixed.view(np.int64)


def kept(text: str) -> list[int]:
    """The prints of a text, in ascending order, each once: the least of every WINDOW hashes in a row."""
    every = hashes(text)
    if len(every) > WINDOW:
        every = np.lib.stride_tricks.sliding_window_view(every, WINDOW).min(axis=1)
    else:
        every = every[:1] if not len(every) else every.min(keepdims=True)
    found: list[int] = np.unique(every).tolist()
    return found


def of_record(connection: sa.Connection, number: int, text: str) -> None:
    """Store the prints of a record, by its id."""
    insert(connection, schema.record_prints, [{"print": one, "record_id": number} for one in kept(text)])


def of_article(connection: sa.Connection, number: int, text: str) -> None:
    """Store the prints of what an article quotes, by its id."""
    insert(connection, schema.quoted_prints, [{"print": one, "article_id": number} for one in quoted(text)])


def quoted(text: str) -> list[int]:
    """The prints of all that stands in quotation marks in an article's text, in ascending order.

    As `kept` gives them of each quotation, which takes four times as long one by one, and every article has many.
    """
    words: list[int] = []
    places: list[tuple[int, int]] = []  # of the hashes of each quotation among all
    for one in quotations(text):
        own = [] if one.depth else _words(one.span.of(text))
        if len(own) >= ROW:
            places.append((len(words), len(words) + len(own) - ROW + 1))
            words += own
    every = _mixed(words)
    if len(every) < WINDOW:
        return sorted({int(every[start:end].min()) for start, end in places})
    least = np.lib.stride_tricks.sliding_window_view(every, WINDOW).min(axis=1)
    found: set[int] = set()
    for start, end in places:
        if end - start < WINDOW:
            found.add(int(every[start:end].min()))
        else:
            found.update(least[start : end - WINDOW + 1].tolist())
    return sorted(found)


def articles(connection: sa.Connection, text: str) -> list[int]:
    """The ids of the articles that may quote a record, by its text."""
    met = leads(connection, _ARTICLES, kept(text))
    return sorted({one for found in met.values() if len(found) <= COMMON for one in found})


def records(connection: sa.Connection, quoted_words: Iterable[str]) -> list[list[int]]:
    """For each of some quotations the ids of the records that may have it, the likeliest first, MOST of them."""
    sought = [np.unique(hashes(words)).tolist() for words in quoted_words]
    met = leads(connection, _RECORDS, sorted({one for some in sought for one in some}))
    return [_likeliest([met[one] for one in some if one in met], len(some)) for some in sought]


def _likeliest(met: Iterable[list[int]], size: int) -> list[int]:
    """The records that share most hashes with a quotation of `size` hashes, a rare one counting for more.

    Left out are those that share few, as any record does by chance: of a quotation that it has, a record has two
    fifths, and surely a quarter.
    """
    votes: dict[int, float] = {}
    shared: dict[int, int] = {}
    for found in met:
        for record in found if len(found) <= COMMON else ():
            votes[record] = votes.get(record, 0.0) + 1 / len(found)
            shared[record] = shared.get(record, 0) + 1
    least = max([size // FEW, *(count // RIVAL for count in shared.values())])
    likely = (record for record, count in shared.items() if count >= least)
    return sorted(likely, key=lambda record: (-votes[record], record))[:MOST]
