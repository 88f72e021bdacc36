"""The recording that a record is of: which file it is, and the address at which its seconds are played."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..errors import InputError, NotFound
from . import sound
from .record import Record

#: Seconds that are played before and after words, since times are off by some.
BEFORE, AFTER = 0.5, 0.7
_BYTES: Final = 1 << 20
#: What the system's list of types may lack, or call otherwise than browsers do.
_TYPES: Final = {
    ".m4a": "audio/mp4", ".m4v": "video/mp4", ".mkv": "video/x-matroska", ".mka": "audio/x-matroska",
    ".opus": "audio/ogg", ".oga": "audio/ogg", ".ogg": "audio/ogg", ".ogv": "video/ogg", ".wav": "audio/wav",
    ".flac": "audio/flac", ".aac": "audio/aac", ".webm": "video/webm", ".ts": "video/mp2t", ".amr": "audio/amr",
    ".mxf": "video/mxf",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecordingFile:
    """An audio or video file. path: where it lies. digest: SHA-256 of its bytes, in hexadecimal."""

    path: Path
    digest: str

    @classmethod
    def of(cls, path: Path) -> RecordingFile:
        """The recording in a file. Raises NotFound, and InputError if it is no audio or video, or can't be read."""
        try:
            if not path.is_file():
                raise NotFound(f"expected a recording in {path}, found no such file")
            if not sound.is_recording(path):
                raise InputError(f"expected audio or video in {path}, found another file")
            return cls(path.resolve(), digest_of(path))
        except OSError as error:
            raise InputError(f"expected a file that can be read, found {path}: {error.strerror}") from error


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes, as hexadecimal digits."""
    whole = hashlib.sha256()
    update(whole, path)
    return whole.hexdigest()


def update(whole: hashlib._Hash, path: Path) -> None:
    """Add a file's bytes to a digest."""
    with path.open("rb") as file:
        while block := file.read(_BYTES):
            whole.update(block)


def of_record(record: Record) -> RecordingFile | None:
    """The recording that a machine heard for a record, if it lies unchanged beside the record's file, or is it.

    None if it isn't there, is another by now, or no machine heard the record.
    """
    hearing = record.hearing
    if hearing is None:
        return None
    path = Path(record.name).parent / Path(hearing.recording).name
    try:
        same = path.is_file() and digest_of(path) == hearing.recording_digest
    except OSError:
        return None
    return RecordingFile(path.resolve(), hearing.recording_digest) if same else None


def media_type(name: str) -> str:
    """The media type of a recording, by its file's name: “audio/mpeg”; never that of something else."""
    suffix = Path(name).suffix.lower()
    found = _TYPES.get(suffix) or mimetypes.guess_type(f"a{suffix}")[0] or ""
    return found if found.startswith(("audio/", "video/")) else "application/octet-stream"


def has_pictures(name: str) -> bool:
    """Whether a recording may have pictures, by its file's name."""
    return media_type(name).startswith("video/")


def fragment(start: float | None, end: float | None = None) -> str:
    """What at the end of a recording's address plays the seconds of some words (Media Fragments): “#t=7.1,12.4”.

    start, end: of the words, in seconds; a little before and after is played too. Empty if it isn't known when.
    """
    if start is None:
        return ""
    begin = f"#t={max(0.0, start - BEFORE):.1f}"
    return begin if end is None or end <= start else f"{begin},{end + AFTER:.1f}"
