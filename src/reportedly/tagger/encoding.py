"""Text to numbers: word pieces, the features of each piece, and the windows they are read in.

Training and run time share this module, so that both see a text alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from ..quotation import quotations

SURROGATE = re.compile("[\ud800-\udfff]")
#: Pieces in a window, without the two that frame it.
WIDTH = 382
#: Pieces that two neighbouring windows share.
OVERLAP = 64
CLS, SEP, MASK = 101, 102, 103
#: Features of a piece: case (4) x space before (2) x first of a line (2) x quotation depth (3).
FEATURES = 48


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
    features += 16 * depth[starts].astype(np.int64) if len(starts) else 0
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
        return case + 12
    before = start - 1
    if not text[before].isspace():
        return case
    while before > 0 and text[before] != "\n" and text[before].isspace():
        before -= 1
    return case + (12 if text[before] == "\n" else 4)


def windows(pieces: int, width: int = WIDTH, overlap: int = OVERLAP) -> Iterator[Window]:
    """Windows that cover `pieces` pieces; each piece is answered for by the window it stands most central in."""
    start = 0
    while True:
        end = min(pieces, start + width)
        first = start + overlap // 2 if start else 0
        if end == pieces:
            yield Window(start, end, first, end)
            return
        yield Window(start, end, first, end - overlap + overlap // 2)
        start += width - overlap
