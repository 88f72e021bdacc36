"""Records of a WARC file: where each lies, what its head says, and whether its bytes are what its digests say."""

from __future__ import annotations

import base64
import hashlib
import http.client
import re
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Final, cast

import urllib3
from warcio.archiveiterator import WARCIterator

#: Bytes read at once, and those of a record that are held in memory and not in a file.
AT_ONCE: Final = 1 << 18
IN_MEMORY: Final = 8_000_000
#: How a packed record begins: gzip, deflate, no flags that anybody sets in a WARC.
MAGIC: Final = b"\x1f\x8b\x08"
_WINDOW: Final = 31  # zlib's for gzip


@dataclass(frozen=True, slots=True)
class Member:
    """What lies in a stretch of a WARC file that is packed by itself.

    offset, length: in bytes. block: the record's block, at its start; None if it can't be unpacked. head: its fields by
    name in lower case. type, id, uri: of these. fault: what is wrong with it, in words; None if nothing is. cut:
    whether the file ends before it does.
    """

    offset: int
    length: int
    head: dict[str, str]
    block: IO[bytes] | None
    fault: str | None = None
    cut: bool = False

    @property
    def type(self) -> str:
        """What kind of record it is."""
        return self.head.get("warc-type", "record")

    @property
    def id(self) -> str:
        """Its WARC-Record-ID without brackets; empty if it has none."""
        return self.head.get("warc-record-id", "").strip("<>")

    @property
    def uri(self) -> str | None:
        """What it is of."""
        return self.head.get("warc-target-uri")


def members(file: IO[bytes], end: int | None = None) -> Iterator[Member]:
    """The records of a WARC file, packed one by one. What can't be read is one, too; then it goes on at the next.

    end: bytes from which on nothing counts.
    """
    size = file.seek(0, 2)
    end, at = size if end is None else min(end, size), 0
    while at < end:
        found = member(file, at, end)
        yield found
        at += found.length


def member(file: IO[bytes], at: int, end: int) -> Member:
    """The record that begins at an offset. end: bytes from which on nothing counts."""
    unpacked, after, fault = _unpacked(file, at, end)
    if fault is None:
        head, block, fault = _parsed(unpacked)
        return Member(at, after - at, head, block, fault)
    unpacked.close()
    return Member(at, (_next(file, at + 1, end) or end) - at, {}, None, fault, cut=after >= end)


def _unpacked(file: IO[bytes], at: int, end: int) -> tuple[IO[bytes], int, str | None]:
    """What is packed at an offset, in a file of its own; where it ends; and why it can't be unpacked, if it can't."""
    out = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - whoever asks closes it
    inflate = zlib.decompressobj(_WINDOW)
    file.seek(at)
    while at < end:
        piece = file.read(min(AT_ONCE, end - at))
        if not piece:
            break
        try:
            out.write(inflate.decompress(piece))
        except zlib.error as error:
            return _as_file(out), at, f"it can't be unpacked ({_plain(error)})"
        if inflate.eof:
            out.seek(0)
            return _as_file(out), at + len(piece) - len(inflate.unused_data), None
        at += len(piece)
    return _as_file(out), end, "the file ends before it does"


def _as_file(file: Any) -> IO[bytes]:
    return cast("IO[bytes]", file)


def _plain(error: zlib.error) -> str:
    """What zlib says, without its number."""
    return str(error).rpartition(": ")[2]


def _next(file: IO[bytes], at: int, end: int) -> int | None:
    """Where the next record begins that can be read, from an offset on; None if there is none."""
    file.seek(at)
    before = b""
    while at < end:
        piece = file.read(min(AT_ONCE, end - at))
        if not piece:
            return None
        window, start = before + piece, at - len(before)
        for match in re.finditer(re.escape(MAGIC), window):
            if _begins(file, start + match.start()):
                return start + match.start()
        at += len(piece)
        before = window[-len(MAGIC) + 1 :]
        file.seek(at)
    return None


def _begins(file: IO[bytes], at: int) -> bool:
    """Whether a record is packed at an offset."""
    file.seek(at)
    try:
        return zlib.decompressobj(_WINDOW).decompress(file.read(512), 5) == b"WARC/"
    except zlib.error:
        return False


def _parsed(unpacked: IO[bytes]) -> tuple[dict[str, str], IO[bytes] | None, str | None]:
    """Head, block and fault of what was unpacked."""
    try:
        record = next(iter(WARCIterator(unpacked, no_record_parse=True)))
        head = {name.lower(): value for name, value in record.rec_headers.headers}
        block = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - whoever asks closes it
        while piece := record.raw_stream.read(AT_ONCE):
            block.write(piece)
    except Exception as error:  # warcio raises whatever its parsing of a damaged head leads to
        return {}, None, f"its head can't be read ({type(error).__name__})"
    finally:
        unpacked.close()
    length = block.tell()
    block.seek(0)
    if str(length) != head.get("content-length"):
        return head, _as_file(block), f"expected {head.get('content-length')} bytes, found {length}"
    return head, _as_file(block), _differing(head, _as_file(block))


def _differing(head: dict[str, str], block: IO[bytes]) -> str | None:
    """Expected and found digest in words, if they differ; `block` is at its start again."""
    for name, skipped in (("warc-block-digest", False), ("warc-payload-digest", True)):
        algorithm, _, expected = head.get(name, "").partition(":")
        if not expected or head.get("warc-type") == "revisit" or "warc-segment-number" in head:
            continue
        try:
            digest = hashlib.new(algorithm.replace("-", ""))
        except ValueError:
            continue
        if skipped and head.get("content-type", "").startswith("application/http"):
            _skip_head(block)
        while piece := block.read(AT_ONCE):
            digest.update(piece)
        block.seek(0)
        found = _encoded(digest.digest(), like=expected)
        if found.lower() != expected.lower():
            return f"expected {algorithm} {expected}, found {found}"
        if not skipped:
            return None  # the payload is part of the block
    return None


def _encoded(digest: bytes, *, like: str) -> str:
    return digest.hex() if len(like) == 2 * len(digest) else base64.b32encode(digest).decode()


def _skip_head(block: IO[bytes]) -> None:
    while block.readline().strip():
        pass


# -- what was read -----------------------------------------------------------------------------------------------------


def body_of(found: Member) -> IO[bytes]:
    """The bytes that an article was read from: a file's, or of a response what came, unpacked as when it was fetched.

    Raises ValueError if it isn't a whole record with such bytes.
    """
    if found.block is None or found.fault:
        raise ValueError(found.fault)
    if found.type != "response":
        return found.block
    body = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - whoever asks closes it
    try:
        response = http.client.HTTPResponse(cast("Any", _Answered(found.block)))
        response.begin()
        again = urllib3.HTTPResponse(response, urllib3.HTTPHeaderDict(response.msg.items()), preload_content=False)
        while piece := again.read(AT_ONCE, decode_content=True):
            body.write(piece)
    except (http.client.HTTPException, urllib3.exceptions.HTTPError, OSError) as error:
        raise ValueError("its response can't be unpacked") from error
    body.seek(0)
    return _as_file(body)


class _Answered:
    """A socket on which a response lies."""

    def __init__(self, block: IO[bytes]) -> None:
        self._block = block

    def makefile(self, *_: object, **__: object) -> IO[bytes]:
        """The response."""
        return self._block
