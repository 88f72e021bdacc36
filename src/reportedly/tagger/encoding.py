"""Encoding: a text as word pieces with features, and the windows in which the model reads them.

Training and run time share this module, so that both encode a text alike.
"""

from __future__ import annotations

import math
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..english.quotation import quotations

if TYPE_CHECKING:
    from tokenizers import Tokenizer

SURROGATE = re.compile("[\ud800-\udfff]")
#: Pieces in a window, without [CLS] and [SEP].
WIDTH = 382
#: Pieces of context that a window has on either side of the pieces whose scores are taken from it.
CONTEXT = 32
#: The most pieces before the start of a cue, and from its start on, for which roles are computed. In PolNeAR dev 1 in
#: 100 lies beyond.
BEFORE, AFTER = 64, 112
#: The pieces for which roles are computed first; the full range follows only where a role may reach beyond: for one cue
#: in ten.
NEAR_BEFORE, NEAR_AFTER = 40, 56
#: Further pieces on either side that the convolutions of the role head need as input.
MARGIN = 4
CLS, SEP, MASK = 101, 102, 103
#: Features of a piece: case (4) x space before (2) x first of a line (2) x quotation depth (3).
FEATURES = 48
SPACE_BEFORE, FIRST_OF_LINE, QUOTED = 4, 12, 16


@dataclass(frozen=True)
class Encoding:
    """A text as `n` word pieces.

    ids: int64 (n,), the pieces' numbers in the vocabulary.
    features: int64 (n,), case, spacing, line starts and quotation depth in one number below FEATURES.
    starts, ends: int64 (n,), code points of the text, half open.
    """

    ids: NDArray[np.int64]
    features: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)

    def pieces(self, start: int, end: int) -> tuple[int, int]:
        """First and last piece of the words `[start, end)`, in code points; the nearest where they have none."""
        starts, ends = self._bounds
        top = len(starts) - 1
        first = min(bisect_right(ends, start), top)
        return first, max(first, min(bisect_left(starts, end) - 1, top))

    @cached_property
    def _bounds(self) -> tuple[array[int], array[int]]:
        """`starts` and `ends` once more: one place is found in them four times as fast as in numpy's."""
        return array("q", self.starts.tobytes()), array("q", self.ends.tobytes())

    @property
    def lines(self) -> NDArray[np.int64]:
        """The pieces that begin a line."""
        return np.flatnonzero(self.features % 16 >= FIRST_OF_LINE)


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces `[start, end)` that the model reads at once; the scores of `[first, last)` are taken from this window."""

    start: int
    end: int
    first: int
    last: int


def encode(tokenizer: Tokenizer, text: str) -> Encoding:
    """Encode `text` as word pieces with their features."""
    # The tokenizer rejects lone surrogates; replacing each by one code point moves no offset.
    pieces = tokenizer.encode(SURROGATE.sub("\ufffd", text), add_special_tokens=False)
    offsets: Sequence[tuple[int, int]] = pieces.offsets
    bounds = np.array(offsets, dtype=np.int64).reshape(-1, 2)
    starts, ends = bounds[:, 0], bounds[:, 1]
    features = np.fromiter((_look(text, s, e) for s, e in offsets), dtype=np.int64, count=len(offsets))
    depth = quotation_depth(text)
    features += QUOTED * depth[starts].astype(np.int64) if len(starts) else 0
    return Encoding(np.array(pieces.ids, dtype=np.int64), features, starts, ends)


def quotation_depth(text: str) -> NDArray[np.uint8]:
    """The quotation depth of each code point, uint8 (len(text) + 1,): 0 outside quotation marks, 1 inside, 2 nested."""
    depth = np.zeros(len(text) + 1, dtype=np.uint8)
    for quotation in quotations(text):
        depth[quotation.span.start : quotation.span.end] = quotation.depth + 1
    return depth


def _look(text: str, start: int, end: int) -> int:
    """The features of the piece `text[start:end]` but for its quotation depth: case, space before, first of a line."""
    piece = text[start:end]
    case = 0
    if piece.islower():
        case = 1
    elif piece.isupper() and len(piece) > 1:
        case = 3
    elif piece[:1].isupper():
        case = 2
    if start == 0:
        return case + FIRST_OF_LINE
    before = start - 1
    if not text[before].isspace():
        return case
    while before > 0 and text[before] != "\n" and text[before].isspace():
        before -= 1
    return case + (FIRST_OF_LINE if text[before] == "\n" else SPACE_BEFORE)


def windows(pieces: int, lines: NDArray[np.int64]) -> list[Window]:
    """Windows over `pieces` pieces, each piece scored by exactly one. lines: the pieces that begin a line, ascending.

    The windows are of about equal length and are cut at the start of a line where one is in reach, since a statement
    rarely crosses a paragraph. Their number is one or even, which keeps two cores busy to the end.
    """
    own = WIDTH - 2 * CONTEXT
    count = 1 if pieces <= WIDTH else 2 * math.ceil(pieces / own / 2)
    bounds = [0]
    for k in range(1, count):
        # The remaining pieces must fit into the remaining windows.
        low, high = max(bounds[-1] + 1, pieces - (count - k) * own), min(bounds[-1] + own, pieces - (count - k))
        wanted = min(max(round(k * pieces / count), low), high)
        near = lines[np.searchsorted(lines, low) : np.searchsorted(lines, high, side="right")]
        bounds.append(int(near[np.abs(near - wanted).argmin()]) if len(near) else wanted)
    return [
        Window(max(0, first - CONTEXT), min(pieces, last + CONTEXT), first, last)
        for first, last in pairwise([*bounds, pieces])
    ]
