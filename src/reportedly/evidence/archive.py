"""The WARC file of kept evidence: it grows by records, each packed by itself, and is whole whenever nobody writes.

Before anything is appended, the file's size is noted beside it. A writer that was killed, or had no room left, leaves
that note, and whoever comes next cuts the file back to it. So a record is there as a whole or not at all, and every
record that a ledger knows of was on the disk before the ledger was.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from filelock import FileLock, Timeout
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ..__about__ import __version__
from ..articles.captured import Capture, now
from ..errors import EvidenceError
from .kept import KeptCapture, RecordType, SealedRecord, Stamp

#: The WARC file in a folder of evidence.
NAME: Final = "evidence.warc.gz"
#: Seconds that a writer waits for others.
PATIENCE: Final = 600.0
#: Bytes read at once.
AT_ONCE: Final = 1 << 20
#: What a record holds where it is no file's content.
_CONTENT: Final = {
    "request": "application/http; msgtype=request", "response": "application/http; msgtype=response",
    "warcinfo": "application/warc-fields",
}  # fmt: skip
ANSWER: Final = "application/timestamp-reply"


@dataclass(frozen=True, slots=True)
class TimestampToken:
    """A timestamp (RFC 3161) for some bytes. der: the authority's whole answer. at, by, url: as in `Stamp`."""

    der: bytes
    at: str
    by: str
    url: str


#: Asks for a timestamp for these bytes.
Stamps = Callable[[IO[bytes]], TimestampToken]
#: The same bytes of the same address, if they were kept before. Given are the address and the SHA-256.
KeptBefore = Callable[[str, str], KeptCapture | None]


@dataclass(frozen=True, slots=True)
class _Record:
    """A record to be written. opened: opens its block. fields: further fields of its head."""

    type: RecordType
    uri: str | None
    at: str
    content_type: str
    opened: Callable[[], IO[bytes]]
    fields: tuple[tuple[str, str], ...] = ()
    status: int | None = None
    payload_at: int = 0
    id: str = ""


class Archive:
    """A folder of evidence. It is made when something is kept for the first time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def warc(self) -> Path:
        """The WARC file."""
        return self.folder / NAME

    @property
    def whole(self) -> int | None:
        """How many bytes of the file are whole records, if a writer has left its note; None if all are."""
        with suppress(OSError, ValueError):
            return int(self._note.read_text(encoding="ascii"))
        return None

    def keep(self, capture: Capture, known: KeptBefore = lambda *_: None, stamps: Stamps | None = None) -> KeptCapture:
        """Keep what was fetched or read, unless `known` has it already. stamps: where to ask for a timestamp.

        It is on the disk once this returns. Raises EvidenceError, and then nothing has changed; also what `stamps` and
        opening the capture raise.
        """
        with capture.opened() as body:
            sha256, size = digest_of(body)
            there = known(capture.uri, sha256)
            if there and (there.stamp or not stamps) and self._has(there):
                return there
            body.seek(0)
            token = stamps(body) if stamps else None
        # The last is the one that has the body, and what says something of it comes after it.
        records = list(_records(capture))
        main = records[-1] if not capture.exchanges else records[-2]
        if token:
            records.append(_token(token, main, capture.uri))
        with self._appending() as file:
            written = [_write(file, one) for one in ([_about()] if file.tell() == 0 else []) + records]
        stamp = Stamp(token.at, token.by, records[-1].id, token.url) if token else None
        return KeptCapture(
            capture.uri, capture.at, capture.media_type, size, sha256, NAME, main.id, tuple(written), stamp
        )

    def _has(self, kept: KeptCapture) -> bool:
        """Whether the record with the bytes lies here: a ledger may know of evidence in another folder."""
        try:
            with self.warc.open("rb") as file:
                return digest_at(file, kept.sealed.offset, kept.sealed.length) == kept.sealed.sha256
        except OSError:
            return False

    @property
    def _note(self) -> Path:
        return self.warc.with_name(f"{NAME}.pending")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """A context in which nobody else appends. Raises EvidenceError."""
        with _told(self.folder):
            self.folder.mkdir(exist_ok=True)
            lock = FileLock(self.warc.with_name(f"{NAME}.lock"), timeout=PATIENCE)
            try:
                lock.acquire()
            except Timeout as error:
                raise EvidenceError(
                    f"expected to keep evidence in {self.folder}, but another program has been writing there for "
                    f"{PATIENCE / 60:.0f} minutes"
                ) from error
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def _appending(self) -> Iterator[IO[bytes]]:
        """The file, at its end. On an error it is cut back to what it was."""
        with self.alone(), _told(self.folder):
            self._cut_back()
            # Unbuffered, so that nothing is left to be written once it was cut back.
            with self.warc.open("ab", buffering=0) as file:
                self._note_down(file.seek(0, os.SEEK_END))
                try:
                    yield file
                    os.fsync(file.fileno())
                except BaseException:
                    self._cut_back()
                    raise
            self._note.unlink()

    def _note_down(self, size: int) -> None:
        with self._note.open("w", encoding="ascii") as note:
            note.write(str(size))
            note.flush()
            os.fsync(note.fileno())
        with suppress(PermissionError):  # Windows opens no folder
            number = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(number)
            finally:
                os.close(number)

    def _cut_back(self) -> None:
        """Take back what a writer didn't finish."""
        size = self.whole
        if size is not None and self.warc.exists() and self.warc.stat().st_size > size:
            os.truncate(self.warc, size)
        self._note.unlink(missing_ok=True)


def digest_of(file: IO[bytes]) -> tuple[str, int]:
    """The SHA-256, hexadecimal, of what follows in a file, and its size in bytes."""
    digest, size = hashlib.sha256(), 0
    while piece := file.read(AT_ONCE):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def digest_at(file: IO[bytes], at: int, length: int) -> str:
    """The SHA-256, hexadecimal, of a stretch of a file, or of what there is of it."""
    digest = hashlib.sha256()
    file.seek(at)
    while length and (piece := file.read(min(AT_ONCE, length))):
        digest.update(piece)
        length -= len(piece)
    return digest.hexdigest()


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """A context that turns OSError into EvidenceError."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise EvidenceError(
                f"expected room for evidence in {folder}, but the disk is full; what was kept before is safe"
            ) from error
        raise EvidenceError(f"expected to keep evidence in {folder}, but: {error.strerror or error}") from error


# -- records -----------------------------------------------------------------------------------------------------------


def _records(capture: Capture) -> Iterator[_Record]:
    """The records of a capture: of each exchange the response and the request; or the file."""
    if not capture.exchanges:
        media = capture.media_type or "application/octet-stream"
        yield _Record("resource", capture.uri, capture.at, media, capture.opened, id=_id())
    for exchange in capture.exchanges:
        answer = _id()
        where = (("WARC-IP-Address", exchange.address),) if exchange.address else ()
        yield _Record(
            "response", exchange.url, exchange.at, _CONTENT["response"], _opened(exchange.response),
            where + ((("WARC-Truncated", "length"),) if exchange.cut else ()), _status(exchange.response),
            _head(exchange.response), answer,
        )  # fmt: skip
        yield _Record(
            "request", exchange.url, exchange.at, _CONTENT["request"], _opened(exchange.request),
            (*where, ("WARC-Concurrent-To", f"<{answer}>")), None, _head(exchange.request), _id(),
        )  # fmt: skip


def _token(token: TimestampToken, main: _Record, uri: str) -> _Record:
    """The record of a timestamp for the bytes of another record."""
    refers = (("WARC-Refers-To", f"<{main.id}>"),)
    return _Record("metadata", uri, now(), ANSWER, _opened(token.der), refers, id=_id())


def _about() -> _Record:
    """The record that describes the file."""
    fields = {
        "software": f"Reportedly/{__version__}", "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    }  # fmt: skip
    written = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    named = (("WARC-Filename", NAME),)
    return _Record("warcinfo", None, now(), _CONTENT["warcinfo"], _opened(written.encode()), named, id=_id())


def _opened(data: bytes) -> Callable[[], IO[bytes]]:
    return lambda: io.BytesIO(data)


def _id() -> str:
    return uuid.uuid4().urn


def _head(message: bytes) -> int:
    """How long the head of an HTTP message is, the blank line included."""
    ends = [at + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (at := message.find(mark)) >= 0]
    return min(ends, default=len(message))


def _status(response: bytes) -> int | None:
    parts = response[:64].split(maxsplit=2)
    return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else None


def _write(file: IO[bytes], record: _Record) -> SealedRecord:
    """Append a record, its digests in its head. The bytes of its block are written as they are."""
    out = _Sealing(file)
    with record.opened() as block:
        sha256, size = digest_of(block)
        block.seek(record.payload_at)
        payload = sha256 if record.payload_at == 0 else digest_of(block)[0]
        block.seek(0)
        fields = [
            ("WARC-Type", record.type), ("WARC-Record-ID", f"<{record.id}>"), ("WARC-Date", record.at),
            *((("WARC-Target-URI", record.uri),) if record.uri else ()), *record.fields,
            ("WARC-Block-Digest", f"sha256:{sha256}"),
            *(() if record.type == "warcinfo" else (("WARC-Payload-Digest", f"sha256:{payload}"),)),
        ]  # fmt: skip
        head = StatusAndHeaders("", fields, protocol="WARC/1.1")
        # Without HTTP headers of its own, or they would be written anew and not as they came.
        made = ArcWarcRecord("warc", record.type, head, block, None, record.content_type, size)
        WARCWriter(out, gzip=True).write_record(made)
    return SealedRecord(record.id, record.type, record.uri, *out.sealed(), record.status)


class _Sealing:
    """Writes to the end of an unbuffered file, and knows what it wrote."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._start, self._size, self._digest = file, file.tell(), 0, hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Write all of it."""
        left = memoryview(data)
        while left:
            left = left[self._file.write(left) :]
        self._digest.update(data)
        self._size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def sealed(self) -> tuple[int, int, str]:
        """Where it began, in bytes of the file, how much was written, and the SHA-256 of it."""
        return self._start, self._size, self._digest.hexdigest()
