"""Sound: what is to be heard in an audio or video file, as the system's ffmpeg reads it, piece by piece.

ffmpeg runs as a program of its own: the system keeps it up to date, and a file that makes it crash takes nothing with
it. It reads the one file only: no playlist, no address, nothing that a file names.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..errors import Empty, InputError, MissingExtra, NotARecord, NotFound
from . import clock

T = TypeVar("T")

#: Samples a second, as speech models take them.
RATE: Final = 16_000
#: Seconds of a piece at most; it ends where it is quietest in its last SEARCHED seconds, so that no word is cut.
PIECE: Final = 240
SEARCHED: Final = 20
#: Seconds over which it is averaged how loud it is.
_QUIET: Final = 0.2
#: A file that breaks off this share before its end, and so many seconds, is told to be incomplete.
_BROKEN_OFF, _SECONDS = 0.02, 3.0
#: What names of recordings end with.
SUFFIXES: Final = (
    ".mp3", ".wav", ".m4a", ".aac", ".flac", ".ogg", ".oga", ".opus", ".wma", ".aiff", ".aif", ".amr", ".mp4", ".m4v",
    ".mov", ".mkv", ".webm", ".avi", ".wmv", ".flv", ".mpg", ".mpeg", ".ts", ".3gp", ".ogv", ".mka", ".mxf",
)  # fmt: skip
#: How recordings begin, each with the place: MP3, WAV and AVI, FLAC, Ogg, MP4 and QuickTime, Matroska, WMA, AIFF, AMR,
#: FLV, Core Audio, MPEG.
_BEGINS: Final = (
    (0, b"ID3"), (8, b"WAVE"), (8, b"AVI "), (0, b"fLaC"), (0, b"OggS"), (4, b"ftyp"), (0, b"\x1aE\xdf\xa3"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"), (8, b"AIFF"), (8, b"AIFC"), (0, b"#!AMR"), (0, b"FLV\x01"), (0, b"caff"),
    (0, b"\x00\x00\x01\xba"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2"), (0, b"\xff\xf1"), (0, b"\xff\xf9"),
)  # fmt: skip
#: Bytes by which a recording is known.
_HEAD: Final = 16
#: The forms that ffmpeg may take a file for. Lists of other files aren't among them.
_FORMS: Final = (
    "aac,ac3,aiff,amr,asf,au,avi,caf,dv,eac3,flac,flv,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpeg,mpegts,mxf,ogg,rm,"
    "tta,wav,w64,wv"
)
_SAFELY: Final = ("-v", "error", "-protocol_whitelist", "file,pipe", "-format_whitelist", _FORMS)
#: What Matroska has more of a second than a time code may have.
_NANOSECONDS: Final = re.compile(r"(:\d\d\.\d{3})\d+\Z")
_NEEDED: Final = "expected ffmpeg to read recordings, found none on this machine: apt-get install ffmpeg"


@dataclass(frozen=True, slots=True)
class SoundPiece:
    """A stretch of sound. start: in seconds from the beginning. samples: from -1 to 1, RATE a second, one channel."""

    start: float
    samples: NDArray[np.float32]

    @property
    def end(self) -> float:
        """In seconds from the beginning."""
        return self.start + len(self.samples) / RATE


def is_recording(path: Path) -> bool:
    """Whether a file is audio or video, by how it begins, or, where that tells nothing, by its name.

    False if it can't be read: whoever reads it as something else tells why.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError):
        return False
    return any(head[at:].startswith(mark) for at, mark in _BEGINS) or path.name.lower().endswith(SUFFIXES)


def seconds_of(path: Path) -> float | None:
    """How many seconds of sound a recording says that it has; None if it doesn't.

    Raises NotFound, Empty (no byte), NotARecord (damaged, or without sound), InputError and MissingExtra (no ffmpeg).
    """
    _must_be_there(path)
    shown = "format=duration:stream=codec_type,duration:stream_tags=DURATION"
    asked = ["ffprobe", *_SAFELY, "-show_entries", shown, "-of", "json", f"file:{path}"]
    ran = _started(lambda: subprocess.run(asked, capture_output=True, stdin=subprocess.DEVNULL, check=False))
    try:
        known: dict[str, Any] = json.loads(ran.stdout or b"{}")
    except ValueError:
        known = {}
    if ran.returncode or not known.get("streams"):
        raise NotARecord(f"expected audio or video in {path}, found a file that ffmpeg can't read")
    tracks = [stream for stream in known["streams"] if stream.get("codec_type") == "audio"]
    if not tracks:
        raise NotARecord(f"expected a recording with sound in {path}, found one without a sound track")
    own = tracks[0].get("duration") or tracks[0].get("tags", {}).get("DURATION")
    if own is None and len(tracks) == len(known["streams"]):  # pictures may last longer
        own = known.get("format", {}).get("duration")
    return None if own is None else clock.seconds(_NANOSECONDS.sub(r"\1", own))


def pieces(path: Path) -> Iterator[SoundPiece]:
    """The first sound track of a recording, in order, without gaps. Raises NotARecord if nothing of it can be read."""
    waiting = np.zeros(0, dtype=np.float32)
    start = 0.0
    with _decoded(path) as stream:
        while data := stream.read(2 * RATE * PIECE - 2 * len(waiting)):
            waiting = np.concatenate([waiting, _samples(data)])
            if len(waiting) < RATE * PIECE:
                continue
            cut = _quietest(waiting)
            yield SoundPiece(start, waiting[:cut])
            start, waiting = start + cut / RATE, waiting[cut:]
    if len(waiting):
        yield SoundPiece(start, waiting)
    elif not start:
        raise NotARecord(f"expected audio or video in {path}, found a sound track that ffmpeg can't read")


def stretch(path: Path, start: float, end: float) -> NDArray[np.float32]:
    """The samples of a recording from `start` to `end`, in seconds; none if it can't be read."""
    with _decoded(path, "-ss", f"{start:.3f}", "-t", f"{end - start:.3f}") as stream:
        return _samples(stream.read())


def _samples(data: bytes) -> NDArray[np.float32]:
    """Samples of 16 bits as numbers from -1 to 1."""
    return np.frombuffer(data[: len(data) // 2 * 2], dtype="<i2").astype(np.float32) * np.float32(1 / 32768)


def is_broken_off(known: float | None, heard: float) -> bool:
    """Whether a recording of `known` seconds, of which `heard` could be read, has no end."""
    return known is not None and known - heard > max(_SECONDS, _BROKEN_OFF * known)


@contextmanager
def _decoded(path: Path, *which: str) -> Iterator[IO[bytes]]:
    """The samples of a recording as ffmpeg gives them, 16 bits each; ffmpeg is ended with the context.

    which: options that choose a stretch.
    """
    asked = [
        "ffmpeg",
        "-nostdin",
        *_SAFELY,
        *which,
        "-i",
        f"file:{path}",
        "-map",
        "0:a:0",
        "-ac",
        "1",
        "-ar",
        str(RATE),
    ]
    with tempfile.TemporaryFile() as told:  # a pipe that nobody reads would stop it
        running = _started(
            lambda: subprocess.Popen(
                [*asked, "-f", "s16le", "pipe:1"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=told
            )
        )
        assert running.stdout is not None  # it was asked for
        try:
            yield running.stdout
        finally:
            running.kill()
            running.wait()
            running.stdout.close()


def _started(start: Callable[[], T]) -> T:
    """What a start of ffmpeg gives. Raises MissingExtra."""
    try:
        return start()
    except (FileNotFoundError, PermissionError) as error:
        raise MissingExtra(_NEEDED) from error


def _must_be_there(path: Path) -> None:
    try:
        if path.is_dir():
            raise InputError(f"expected a file, found the folder {path}")
        size = path.stat().st_size
        path.open("rb").close()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(f"expected a recording in {path}, found no such file") from error
    except PermissionError as error:
        raise InputError(f"expected a file that may be read, found no permission for {path}") from error
    except OSError as error:
        raise InputError(f"expected a file that can be read, found {path}: {error.strerror}") from error
    if not size:
        raise Empty(f"expected a recording in {path}, found nothing")


def _quietest(samples: NDArray[np.float32]) -> int:
    """Where the quietest stretch of _QUIET seconds in the last SEARCHED seconds has its middle."""
    size = int(_QUIET * RATE)
    last = samples[-SEARCHED * RATE :]
    loud = np.square(last[: len(last) // size * size]).reshape(-1, size).mean(axis=1)
    return len(samples) - len(last) + int(loud.argmin()) * size + size // 2
