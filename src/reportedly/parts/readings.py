"""Readings of a batch, taken out of its folder again, as whoever keeps them wants them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import OutputError
from ..reading import Reading
from .folder import PartsFolder
from .part import parts_done
from .plan import PLAN, found
from .rows import PartTable, arrow, readings_of


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """A record of a batch: its name, and its reading, or why there is none."""

    name: str
    reading: Reading | None = None
    reason: str | None = None


def is_batch(path: Path) -> bool:
    """Whether a folder is one that a batch was written into."""
    return (path / PLAN).is_file()


def parts_left(folder: PartsFolder) -> int:
    """How many parts of a batch aren't read yet. Raises OutputError."""
    plan = found(folder)
    return len(plan.parts) - len(parts_done(folder)) if plan else 0


def batch_records(folder: PartsFolder) -> Iterator[BatchRecord]:
    """What became of the records of all parts that are done, in their order, but for those that were skipped.

    Raises OutputError if a file of one of them is missing or damaged, and MissingExtra.
    """
    for number in sorted(parts_done(folder)):
        readings = readings_of(_rows(folder, "articles", number), _rows(folder, "statements", number))
        for row in _rows(folder, "outcomes", number, ["name", "outcome", "reason"]):
            if row["outcome"] == "read":
                yield BatchRecord(row["name"], next(readings))
            elif row["outcome"] == "failed":
                yield BatchRecord(row["name"], reason=row["reason"])


def _rows(folder: PartsFolder, table: PartTable, number: int, columns: list[str] | None = None) -> list[dict[str, Any]]:
    pa = arrow()
    name = f"{table}/{number:06}.parquet"
    data = folder.read(name)
    if data is None:
        raise OutputError(f"expected {name} in {folder.where}, found no such file")
    try:
        rows: list[dict[str, Any]] = pa.parquet.read_table(io.BytesIO(data), columns=columns).to_pylist()
    except pa.ArrowException as error:
        raise OutputError(f"expected {name} in {folder.where} as it was written, found it damaged") from error
    return rows
