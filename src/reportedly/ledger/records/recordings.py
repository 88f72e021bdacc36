"""The recording of a record: which file it is, in the tables and out of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

import sqlalchemy as sa

from ...printable import storable
from ...records import recording
from ..tables import schema


@dataclass(frozen=True, slots=True)
class StoredRecording:
    """The audio or video file that a record is of.

    path: where it lies: a copy that was kept by its name in the folder of evidence, any other by its whole path.
    digest: SHA-256 of its bytes, in hexadecimal. kept: whether it is a copy.
    """

    path: str
    digest: str
    kept: bool = False

    @property
    def facts(self) -> RecordingFacts:
        """What may be told of it to anybody."""
        return RecordingFacts(PurePath(self.path).name, self.digest, recording.media_type(self.path), self.kept)


@dataclass(frozen=True, slots=True)
class RecordingFacts:
    """What is told of a record's recording: not where on the machine it lies.

    name: its file's. sha256: of its bytes. media_type: by its name (“audio/mpeg”). kept: whether a copy is kept.
    """

    name: str
    sha256: str
    media_type: str
    kept: bool

    @property
    def has_pictures(self) -> bool:
        """Whether it may have pictures."""
        return recording.has_pictures(self.name)


def note(connection: sa.Connection, number: int, given: StoredRecording) -> bool:
    """Store the recording of a record, by its id, in the current transaction; whether that is anything new.

    A copy that is kept stays, unless it is of another recording.
    """
    known = of(connection, [number]).get(number)
    if known == given or (known and known.kept and known.digest == given.digest):
        return False
    row = {**asdict(given), "path": storable(given.path)}
    table = schema.records
    connection.execute(sa.update(table).where(table.c.id == number).values(recording=row))
    return True


def of(connection: sa.Connection, numbers: Collection[int]) -> dict[int, StoredRecording]:
    """The recordings of some records, by their ids; those that have none are left out."""
    table = schema.records.c
    query = sa.select(table.id, table.recording).where(table.id.in_(sorted(numbers)), table.recording.is_not(None))
    return {number: stored(row) for number, row in connection.execute(query)}


def every(connection: sa.Connection) -> dict[int, StoredRecording]:
    """All recordings, by the ids of their records."""
    table = schema.records.c
    query = sa.select(table.id, table.recording).where(table.recording.is_not(None)).order_by(table.id)
    return {number: stored(row) for number, row in connection.execute(query)}


def stored(row: Mapping[str, Any]) -> StoredRecording:
    """A recording from its column."""
    return StoredRecording(row["path"], row["digest"], row["kept"])
