"""What was fetched or read, byte for byte, for those who keep it.

On the wire a page is a request and a response, or several where redirects lead on; a file is its own bytes.
"""

from __future__ import annotations

import io
import mimetypes
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

from ..errors import InputError
from ..given import number
from .packed import inner_name

#: What standard input is called where an address is asked for.
STANDARD_INPUT: Final = "urn:reportedly:standard-input"
#: The media types of suffixes that Python's own table lacks.
_TYPES: Final = {
    ".jsonl": "application/jsonl", ".ndjson": "application/jsonl", ".md": "text/markdown",
    ".rss": "application/rss+xml", ".atom": "application/atom+xml", ".text": "text/plain",
    ".parquet": "application/vnd.apache.parquet",
}  # fmt: skip
#: The end of an HTTP message's head; answers before the last one (100 Continue).
_HEAD: Final = re.compile(rb"\r?\n\r?\n")
_INTERIM: Final = re.compile(rb"HTTP/1\.[01] 1\d\d[^\n]*\n(?:[^\r\n][^\n]*\n)*\r?\n")
_LENGTH: Final = re.compile(rb"^content-length:[ \t]*(\d+)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response, each with its head, as they went over the wire, TLS taken off.

    url: what was asked for. at: when, ISO in UTC. address: the IP address that answered. cut: whether the end of the
    response wasn't waited for, as of a redirect with a long page.
    """

    url: str
    at: str
    request: bytes
    response: bytes
    address: str | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Capture:
    """What articles were read from.

    uri: the URL that was named, or a file's. at: when it was fetched or read, ISO in UTC. media_type: as the server, or
    the file's name, has it. exchanges: in order, a redirect first; none of a file. opened: opens the bytes that were
    read, of a page without the server's packing; they lie in memory or in a file.
    """

    uri: str
    at: str
    media_type: str | None
    opened: Callable[[], IO[bytes]]
    exchanges: tuple[Exchange, ...] = ()


def of_page(uri: str, media_type: str | None, body: bytes, exchanges: tuple[Exchange, ...]) -> Capture:
    """The capture of a page that was fetched. body: what came last, unpacked."""
    return Capture(uri, exchanges[-1].at, media_type, lambda: io.BytesIO(body), exchanges)


def of_file(path: Path) -> Capture:
    """The capture of a file. Opening it raises InputError if the file has changed since."""
    before = _state(path.stat()) if path.exists() else None

    def opened() -> IO[bytes]:
        file = path.open("rb")
        if _state(os.fstat(file.fileno())) != before:
            file.close()
            raise InputError(f"expected to keep {path} as it was read, but it has changed since")
        return file

    return Capture(path.absolute().as_uri(), now(), _media_type(path), opened)


def of_stream(data: Path) -> Capture:
    """The capture of standard input, which lies in a file."""
    return Capture(STANDARD_INPUT, now(), None, lambda: data.open("rb"))


def now() -> str:
    """The current time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def response_of(received: bytes) -> bytes:
    """The response among the bytes that a server sent: without interim answers, and without what comes behind its end.

    The end is known by Content-Length; else all counts.
    """
    while interim := _INTERIM.match(received):
        received = received[interim.end() :]
    head = _HEAD.search(received)
    if head is None or re.search(rb"^transfer-encoding:", received[: head.end()], re.IGNORECASE | re.MULTILINE):
        return received
    given = _LENGTH.search(received[: head.end()])
    length = number(given[1].decode()) if given else None
    return received if length is None else received[: head.end() + length]


def _state(stat: os.stat_result) -> tuple[int, int]:
    return stat.st_mtime_ns, stat.st_size


def _media_type(path: Path) -> str | None:
    name = path.name.lower()
    if inner_name(name) != name:  # packed: what it holds is another matter
        return "application/octet-stream"
    return _TYPES.get(path.suffix.lower()) or mimetypes.guess_type(name)[0]
