"""`KeptCapture`: what is known of a page or a file that was kept, and where it lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, cast

from ..errors import EvidenceError

RecordType = Literal["warcinfo", "request", "response", "resource", "metadata"]


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """A record of the WARC file, and the digest by which it is known.

    id: its WARC-Record-ID. uri: what it is of; None for what describes the file. offset, length: in bytes of the file,
    packed as it lies there. sha256: of these bytes, hexadecimal. status: of an HTTP response.
    """

    id: str
    type: RecordType
    uri: str | None
    offset: int
    length: int
    sha256: str
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a timestamp (RFC 3161) says. at: when, ISO in UTC. by: the authority, as its certificate names it.

    record: the id of the record that has the authority's answer. url: where it was asked for.
    """

    at: str
    by: str
    record: str
    url: str


@dataclass(frozen=True, slots=True)
class KeptCapture:
    """A page or a file that was kept.

    uri: the URL that was named, or a file's. at: when it was fetched or read, ISO in UTC. media_type: as the server, or
    the file's name, has it; None if neither does. size, sha256: of the bytes that were read, without the server's
    packing. warc: the name of the file. record: the id of the record that has these bytes. records: all that were
    written for it, in their order. stamp: the proof that these bytes were there at a time.
    """

    uri: str
    at: str
    media_type: str | None
    size: int
    sha256: str
    warc: str
    record: str
    records: tuple[SealedRecord, ...]
    stamp: Stamp | None = None

    @property
    def sealed(self) -> SealedRecord:
        """The record that has the bytes."""
        return next(one for one in self.records if one.id == self.record)


def to_rows(records: Sequence[SealedRecord]) -> list[dict[str, Any]]:
    """Records in JSON."""
    return [asdict(one) for one in records]


def from_rows(rows: Sequence[Mapping[str, Any]]) -> tuple[SealedRecord, ...]:
    """Records from JSON, as `to_rows` gives them."""
    return tuple(SealedRecord(**cast("Any", row)) for row in rows)


def to_json(kept: KeptCapture) -> dict[str, Any]:
    """A capture in JSON."""
    return asdict(kept)


def from_json(value: Mapping[str, Any]) -> KeptCapture:
    """A capture from JSON, as `to_json` gives it."""
    stamp = value["stamp"]
    return KeptCapture(**{**value, "records": from_rows(value["records"]), "stamp": Stamp(**stamp) if stamp else None})


def beside(ledger: Path) -> Path:
    """The folder of evidence of a ledger in a file."""
    return ledger.with_name(f"{ledger.name}.evidence")


def folder_of(ledger: str, given: str | None) -> Path:
    """The folder of a ledger's evidence. ledger: its path or URL. given: a place that the user gives.

    Raises EvidenceError for a ledger on a server without such a place.
    """
    if given:
        return Path(given).expanduser()
    if "://" in ledger:
        raise EvidenceError(
            "expected --evidence FOLDER (or REPORTEDLY_EVIDENCE), since the ledger is on a server and has no folder"
        )
    return beside(Path(ledger).expanduser())
