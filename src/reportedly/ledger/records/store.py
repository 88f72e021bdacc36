"""Storing records, and giving them back as they were."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import accumulate
from typing import Any, Final, Literal, cast

import sqlalchemy as sa

from ...errors import InputError, NotInLedger
from ...given import is_day
from ...printable import storable
from ...records.record import Hearing, Moment, Record, RecordForm, Turn
from ...span import Span
from ..people import speakers
from ..people.speakers import SpeakerLabel
from ..tables import schema
from ..tables.engine import KEEPING, alone
from ..tables.prepared import Prepared
from ..tables.store import insert, now
from . import prints, recordings
from .recordings import StoredRecording

RecordOutcome = Literal["new", "unchanged", "corrected"]


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What is known of a record beside its words; None: unknown.

    event: what it is of (“hearing on the bridge”). date: on which it was said, an ISO date. place: where.
    """

    event: str | None = None
    date: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """What came of adding a record. record: its id. known: how many of its speakers are holders of the ledger."""

    record: int
    outcome: RecordOutcome
    turns: int
    speakers: int
    known: int


@dataclass(frozen=True, slots=True)
class RecordSpeaker:
    """Who speaks in a record.

    name: as the record calls them. role: that its first label gives, or None. holder, holder_name: the holder of the
    ledger that it is, None if that isn't known. reason: why it is this one.
    """

    name: str
    role: str | None
    holder: int | None
    holder_name: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record of the ledger: its id, the record as it was read, what is known of it, who speaks in it.

    recording: the file that it is of, None if none is known.
    """

    id: int
    record: Record
    about: RecordFacts
    speakers: tuple[RecordSpeaker, ...]
    added_at: str
    recording: StoredRecording | None = None

    def speaker(self, turn: int) -> RecordSpeaker | None:
        """Who speaks in a turn, by its index; None where the record doesn't tell."""
        name = self.record.turns[turn].speaker
        return next((one for one in self.speakers if one.name == name), None)

    @property
    def named(self) -> Record:
        """The record with its speakers called as the ledger calls them, where it knows them."""
        known = {one.name: one.holder_name for one in self.speakers if one.holder_name}
        turns = (replace(turn, speaker=known.get(turn.speaker or "", turn.speaker)) for turn in self.record.turns)
        return replace(self.record, turns=tuple(turns))


def digest(record: Record) -> str:
    """What a record is known again by: the SHA-256 of its file, or of what it says if it is from none."""
    if record.digest:
        return record.digest
    said = [[turn.speaker, turn.role, turn.words, turn.start, turn.end] for turn in record.turns]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def are_there(connection: sa.Connection) -> bool:
    """Whether the ledger has any record."""
    return bool(_ANY.rows(connection))


_ANY: Final = Prepared(sa.select(schema.records.c.id).limit(1))  # asked with each article


def add(
    connection: sa.Connection, record: Record, about: RecordFacts, recording: StoredRecording | None = None
) -> KeptRecord:
    """Store a record, in the current transaction. One that is there takes what is given of its facts and recording.

    Raises InputError for no day.
    """
    if about.date is not None and not is_day(about.date):
        raise InputError(f"expected the day of a record as YYYY-MM-DD, found {about.date!r}")
    alone(connection, KEEPING)
    table = schema.records
    there = connection.execute(sa.select(table).where(table.c.digest == digest(record))).mappings().first()
    given = {name: storable(value) for name in _FACTS if (value := getattr(about, name)) is not None}
    if there is None:
        number = _insert(connection, record, given)
        recognise(connection, number)
        if recording:
            recordings.note(connection, number, recording)
        return _kept(connection, number, "new")
    changed = {name: value for name, value in given.items() if there[name] != value}
    if changed:
        connection.execute(sa.update(table).where(table.c.id == there["id"]).values(changed))
    noted = recording is not None and recordings.note(connection, there["id"], recording)
    return _kept(connection, there["id"], "corrected" if changed or noted else "unchanged")


_FACTS: Final = ("event", "date", "place")


def _insert(connection: sa.Connection, record: Record, given: Mapping[str, Any]) -> int:
    row = {
        "digest": digest(record), "name": storable(record.name), "form": record.form, "words": len(record.text.split()),
        "moments": [[one.at, one.seconds] for one in record.moments], "added_at": now(),
        "hearing": _storable_hearing(record.hearing), **given,
    }  # fmt: skip
    inserted = connection.execute(sa.insert(schema.records).values(row)).inserted_primary_key
    assert inserted is not None
    number = int(inserted[0])
    places = {name: position for position, name in enumerate(record.speakers)}
    roles: dict[str, str] = {}
    for turn in record.turns:
        if turn.speaker and turn.role:
            roles.setdefault(turn.speaker, turn.role)
    insert(
        connection, schema.speakers,
        [
            {"record_id": number, "position": position, "name": storable(name), "role": storable(roles.get(name))}
            for name, position in places.items()
        ],
    )  # fmt: skip
    insert(
        connection, schema.turns,
        [
            {"record_id": number, "position": position, "speaker": places.get(turn.speaker or ""),
             "role": storable(turn.role), "words": storable(turn.words), "begins": turn.start, "ends": turn.end}
            for position, turn in enumerate(record.turns)
        ],
    )  # fmt: skip
    prints.of_record(connection, number, record.text)
    return number


def _storable_hearing(hearing: Hearing | None) -> dict[str, Any] | None:
    if hearing is None:
        return None
    return {**asdict(hearing), "recording": storable(hearing.recording), "model": storable(hearing.model)}


def _kept(connection: sa.Connection, number: int, outcome: RecordOutcome) -> KeptRecord:
    turn, speaker = schema.turns, schema.speakers.c
    turns = sa.select(sa.func.count()).select_from(turn).where(turn.c.record_id == number)
    whose = sa.select(sa.func.count(), sa.func.count(speaker.holder_id)).where(speaker.record_id == number)
    many, known = connection.execute(whose).one()
    return KeptRecord(number, outcome, connection.execute(turns).scalar_one(), many, known)


def recognise(connection: sa.Connection, number: int) -> None:
    """Find the ledger's holders for the speakers of a record who are nobody's yet, by names and offices."""
    speaker = schema.speakers.c
    query = sa.select(speaker.position, speaker.name, speaker.role)
    rows = connection.execute(query.where(speaker.record_id == number, speaker.holder_id.is_(None))).all()
    day = connection.execute(sa.select(schema.records.c.date).where(schema.records.c.id == number)).scalar()
    labels = {row.position: SpeakerLabel(row.name, row.role) for row in rows}
    for position, (holder, reason) in speakers.recognised(connection, labels, day).items():
        name_speaker(connection, number, position, holder, reason)


def name_speaker(connection: sa.Connection, number: int, position: int, holder: int, reason: str) -> None:
    """Store which holder a speaker of a record is, by its position, and why."""
    speaker = schema.speakers
    here = sa.and_(speaker.c.record_id == number, speaker.c.position == position)
    connection.execute(sa.update(speaker).where(here).values(holder_id=holder, reason=storable(reason)))


def stored(connection: sa.Connection, number: int) -> StoredRecord:
    """A record by its id. Raises NotInLedger."""
    row = find(connection, number)
    turn = schema.turns
    rows = connection.execute(sa.select(turn).where(turn.c.record_id == number).order_by(turn.c.position)).all()
    whose = _speakers(connection, number)
    ends = [*accumulate(len(one.words) + 1 for one in rows)]
    turns = tuple(
        Turn(
            None if one.speaker is None else whose[one.speaker].name, one.role, one.words,
            Span(end - 1 - len(one.words), end - 1), one.begins, one.ends,
        )
        for one, end in zip(rows, ends, strict=True)
    )  # fmt: skip
    record = Record(
        row["name"], cast(RecordForm, row["form"]), "\n".join(turn.words for turn in turns), turns,
        tuple(Moment(at, seconds) for at, seconds in row["moments"]), row["digest"],
        Hearing(**row["hearing"]) if row["hearing"] else None,
    )  # fmt: skip
    about = RecordFacts(*(row[name] for name in _FACTS))
    own = recordings.stored(row["recording"]) if row["recording"] else None
    return StoredRecord(number, record, about, whose, row["added_at"], own)


def find(connection: sa.Connection, number: int) -> sa.RowMapping:
    """The row of a record by its id. Raises NotInLedger."""
    row = connection.execute(sa.select(schema.records).where(schema.records.c.id == number)).mappings().first()
    if row is None:
        raise NotInLedger(f"expected record {number} in the ledger, but there is none")
    return row


def _speakers(connection: sa.Connection, number: int) -> tuple[RecordSpeaker, ...]:
    speaker = schema.speakers
    query = sa.select(speaker).where(speaker.c.record_id == number).order_by(speaker.c.position)
    rows: Sequence[sa.Row[Any]] = connection.execute(query).all()
    whole = speakers.names(connection, {row.holder_id for row in rows} - {None})
    found = ((row, *whole.get(row.holder_id, (None, None))) for row in rows)
    return tuple(RecordSpeaker(row.name, row.role, holder, name, row.reason) for row, holder, name in found)


def remove(connection: sa.Connection, number: int) -> list[int]:
    """Take a record out, in the current transaction; returns the ids of articles of which something stood in it.

    Raises NotInLedger.
    """
    find(connection, number)
    verified = schema.verified.c
    there = sa.select(verified.article_id).where(verified.record_id == number).distinct()
    found = [*connection.execute(there).scalars()]
    connection.execute(sa.delete(schema.records).where(schema.records.c.id == number))
    return found
