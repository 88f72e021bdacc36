"""Text to numbers: word pieces, the features of each piece, and the windows they are read in.

Training and run time share this module, so that both see a text alike.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..english.quotation import quotations

if TYPE_CHECKING:
    from tokenizers import Tokenizer

SURROGATE = re.compile("[\ud800-\udfff]")
#: Pieces in a window, without the two that frame it.
WIDTH = 382
#: Pieces that a window sees on either side of those that it answers for.
CONTEXT = 32
#: Pieces before the start of a cue, and from it on, that are asked for their role at most: PolNeAR dev has 1 in 100
#: beyond.
BEFORE, AFTER = 64, 112
#: As far is asked at first, and further only where a role may reach there: one cue in ten.
NEAR_BEFORE, NEAR_AFTER = 40, 56
#: Pieces beyond those that the roles' convolutions look at.
MARGIN = 4
CLS, SEP, MASK = 101, 102, 103
#: Features of a piece: case (4) x space before (2) x first of a line (2) x quotation depth (3).
FEATURES = 48
SPACE_BEFORE, FIRST_OF_LINE, QUOTED = 4, 12, 16


@dataclass(frozen=True, slots=True)
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

    @property
    def lines(self) -> NDArray[np.int64]:
        """The pieces that begin a line."""
        return np.flatnonzero(self.features % 16 >= FIRST_OF_LINE)


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces `[start, end)` that the model reads at once, of which it answers for `[first, last)`."""

    start: int
    end: int
    first: int
    last: int


def encode(tokenizer: Tokenizer, text: str) -> Encoding:
    """The word pieces of `text` and their features."""
    # The tokenizer takes no lone surrogates; another code point in their place moves no offset.
    pieces = tokenizer.encode(SURROGATE.sub("\ufffd", text), add_special_tokens=False)
    offsets: Sequence[tuple[int, int]] = pieces.offsets
    bounds = np.array(offsets, dtype=np.int64).reshape(-1, 2)
    starts, ends = bounds[:, 0], bounds[:, 1]
    features = np.fromiter((_look(text, s, e) for s, e in offsets), dtype=np.int64, count=len(offsets))
    depth = quotation_depth(text)
    features += QUOTED * depth[starts].astype(np.int64) if len(starts) else 0
    return Encoding(np.array(pieces.ids, dtype=np.int64), features, starts, ends)


def quotation_depth(text: str) -> NDArray[np.uint8]:
    """For each code point: 0 outside quotation marks, 1 inside, 2 inside a quotation in a quotation."""
    depth = np.zeros(len(text) + 1, dtype=np.uint8)
    for quotation in quotations(text):
        depth[quotation.span.start : quotation.span.end] = quotation.depth + 1
    return depth


def _look(text: str, start: int, end: int) -> int:
    """Case, white space before, and start of a line, of the piece `text[start:end]`."""
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
    """Windows that cover `pieces` pieces, each piece answered for by one of them; `lines`: where lines begin, in order.

    They are about equally long and, where a line begins near by, part there: what someone is given to say rarely
    crosses a paragraph. An even number of them, or one, keeps two cores busy to the end.
    """
    own = WIDTH - 2 * CONTEXT
    count = 1 if pieces <= WIDTH else 2 * math.ceil(pieces / own / 2)
    bounds = [0]
    for k in range(1, count):
        # What is left must fit into the windows that are left.
        low, high = max(bounds[-1] + 1, pieces - (count - k) * own), min(bounds[-1] + own, pieces - (count - k))
        wanted = min(max(round(k * pieces / count), low), high)
        near = lines[(lines >= low) & (lines <= high)]
        bounds.append(int(near[np.abs(near - wanted).argmin()]) if len(near) else wanted)
    return [
        Window(max(0, first - CONTEXT), min(pieces, last + CONTEXT), first, last)
        for first, last in pairwise([*bounds, pieces])
    ]
