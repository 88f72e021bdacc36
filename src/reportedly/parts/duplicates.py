"""Duplicates across parts: articles that were read, and read again, in another part or at another address.

Parts are read side by side, each as if it were alone, so this is known only when all are done.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ..errors import OutputError
from .folder import PartsFolder
from .plan import Plan
from .rows import IDENTITY, arrow, identity

#: The file in which they stand.
DUPLICATES: Final = "duplicates/all.parquet"
#: How many bits of a place tell the record.
_BITS: Final = 32


@dataclass(frozen=True, slots=True)
class _Read:
    """The articles that were read.

    whole, text: a number for each, the same for the same article, and for the same text. places: part and record, as
    one number.
    """

    whole: NDArray[np.uint64]
    text: NDArray[np.uint64]
    places: NDArray[np.int64]


def tell_duplicates(folder: PartsFolder, plan: Plan) -> int:
    """Write down which articles were read more than once, when all parts are done; how many were so again.

    Of each: where it stands, where the first stands, and whether all that is known is the same or only the text.
    Raises OutputError and MissingExtra.
    """
    pa = arrow()
    read = _read(folder, plan)
    whole, text = (_firsts(keys, read.places) for keys in (read.whole, read.text))
    again = np.flatnonzero(text != read.places)
    again = again[np.argsort(read.places[again], kind="stable")]
    first = np.where(whole[again] != read.places[again], whole[again], text[again])
    same = np.where(whole[again] != read.places[again], "all", "text")
    columns = {
        "part": read.places[again] >> _BITS, "record": read.places[again] & ((1 << _BITS) - 1),
        "first_part": first >> _BITS, "first_record": first & ((1 << _BITS) - 1), "same": same,
    }  # fmt: skip
    numbers = [(name, pa.int32()) for name in columns if name != "same"]
    schema = pa.schema([*numbers, ("same", pa.string())])
    file = io.BytesIO()
    pa.parquet.write_table(
        pa.table({name: column.tolist() for name, column in columns.items()}, schema=schema), file, compression="zstd"
    )
    folder.write(DUPLICATES, file.getvalue())
    return len(again)


def duplicates_told(folder: PartsFolder) -> int | None:
    """How many are written down; None if that hasn't been done. Raises OutputError and MissingExtra."""
    data = folder.read(DUPLICATES)
    return None if data is None else int(arrow().parquet.read_metadata(io.BytesIO(data)).num_rows)


def _read(folder: PartsFolder, plan: Plan) -> _Read:
    whole, text = [np.empty(0, np.uint64)], [np.empty(0, np.uint64)]
    places = [np.empty(0, np.int64)]
    for part in plan.parts:
        rows = _rows(folder, f"articles/{part.name}.parquet")
        whole.append(np.array([int(identity(row)[:16], 16) for row in rows], dtype=np.uint64))
        text.append(np.array([int(row["article"][:16], 16) for row in rows], dtype=np.uint64))
        places.append(np.array([part.number << _BITS | row["record"] for row in rows], dtype=np.int64))
    return _Read(np.concatenate(whole), np.concatenate(text), np.concatenate(places))


def _rows(folder: PartsFolder, name: str) -> list[dict[str, Any]]:
    pa = arrow()
    data = folder.read(name)
    if data is None:
        raise OutputError(f"expected {name} in {folder.where}, found no such file")
    try:
        found = pa.parquet.read_table(io.BytesIO(data), columns=["record", *IDENTITY])
    except pa.ArrowException as error:
        raise OutputError(f"expected {name} in {folder.where} as it was written, found it damaged") from error
    rows: list[dict[str, Any]] = found.to_pylist()
    return rows


def _firsts(keys: NDArray[np.uint64], places: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each the place of the first with the same key."""
    order = np.lexsort((places, keys))
    begins = np.ones(len(keys), dtype=np.bool_)
    begins[1:] = keys[order][1:] != keys[order][:-1]
    heads = order[begins]
    firsts = np.empty_like(places)
    firsts[order] = places[heads][np.cumsum(begins) - 1]
    return firsts
