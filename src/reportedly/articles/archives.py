"""Archives of the web: the records of WARC and WACZ files, and the page in each that holds one."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from ..errors import InputError, MissingExtra, NotText
from ..printable import printable, shorten
from .article import Article
from .fetching import DOCUMENT_TYPES, HTML_TYPES, MAX_BYTES, MAYBE_TEXT, Page, content_type, too_many_bytes
from .packed import inner_name
from .pending import FoundRecord, Input, PassedOver, Pending

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

#: What the names of archives end in, packed or not.
SUFFIXES: Final = (".warc", ".wacz")
_WARC: Final = b"WARC/"
_ZIP, _GZIP, _ZSTANDARD = b"PK\x03\x04", b"\x1f\x8b", (b"\x28\xb5\x2f\xfd", b"\x2a\x4d\x18")
#: In a WACZ, where its WARC files lie.
_IN_WACZ: Final = "archive/"
#: Bytes in which the next record is looked for behind a damaged one.
_STEP: Final = 1 << 20


def is_archive(name: str, head: bytes) -> bool:
    """Whether a file is an archive. name: what it is called, in lower case. head: how it begins, unpacked."""
    return head.startswith(_WARC) or inner_name(name).endswith(SUFFIXES)


def of_file(path: Path, at: int = 0) -> Iterator[FoundRecord]:
    """The records of an archive. at: the byte at which the first begins, as a record before told (`Pending.at`).

    Raises InputError for a file that is damaged, or isn't one, and MissingExtra. What a record holds is read when it is
    asked for, or not at all.
    """
    with path.open("rb") as file:
        head = file.read(4)
        file.seek(0)
        if head == _ZIP:
            yield from _wacz(file, str(path))
            return
        seekable = head.startswith((_GZIP, _WARC[:4]))
        start: int | None = at
        while start is not None:
            last = start
            try:
                for record in _records(file, str(path), start, seekable=seekable):
                    last = getattr(record, "at", None) or last
                    yield record
                start = None
            except OSError as error:
                damaged = InputError(f"expected a WARC record in {path} after byte {last:,}, found damage: {error}")
                yield Input(f"{path}, after byte {last:,}", error=damaged)
                start = _next_record(file, last + 1, head[:2]) if seekable else None


def of_stream(file: IO[bytes], name: str) -> Iterator[FoundRecord]:
    """The records of a WARC file on a pipe. name: what messages call it. Raises InputError and MissingExtra."""
    with _damage_told(name):
        yield from _records(file, name, 0, seekable=False)


def _wacz(file: IO[bytes], name: str) -> Iterator[FoundRecord]:
    try:
        with zipfile.ZipFile(file) as packed:
            inner = sorted(one for one in packed.namelist() if one.startswith(_IN_WACZ) and ".warc" in one)
            if not inner:
                raise InputError(f"expected WARC files in {_IN_WACZ} of {name}, found none")
            for one in inner:
                with packed.open(one) as opened, _damage_told(f"{name}, {one}"):
                    yield from _records(opened, name, 0, seekable=False)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise InputError(f"expected a WACZ file in {name}, found one that can't be read: {error}") from error


@contextmanager
def _damage_told(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(f"expected WARC records in {name}, found damage: {error}") from error


def _records(file: IO[bytes], name: str, at: int, *, seekable: bool) -> Iterator[FoundRecord]:
    """The records from a byte on. seekable: whether each begins where reading can begin. Raises OSError for damage."""
    try:
        from fastwarc.warc import ArchiveIterator  # noqa: PLC0415 - few inputs are archives
    except ModuleNotFoundError as error:
        raise MissingExtra(f"{name} needs the extra: pip install 'reportedly[archives]'") from error
    if at:
        file.seek(at)
    try:
        given: Any = file if seekable else _Onward(file)
        for record in ArchiveIterator(given, parse_http=False):
            yield _record(record, name, record.stream_pos if seekable else None)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of Rust, and no Exception
            raise
        raise OSError("a record that fastwarc can't read") from error


class _Onward:
    """A file that is only read on. fastwarc asks where it is, and never wants to be anywhere else."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._at = file, 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._file.read(size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        """How many bytes were read."""
        return self._at

    def seek(self, place: int, whence: int = 0) -> int:
        """Where it is. Raises OSError for any other place."""
        if (place, whence) not in ((self._at, 0), (0, 1)):
            raise OSError("a pipe, which can't be read again")
        return self._at


def _record(record: WarcRecord, name: str, at: int | None) -> FoundRecord:
    kind = str(record.record_type).rpartition(".")[2]
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>") or None
    called = f"{name}, {url}" if url else name
    if kind in ("response", "resource", "conversion"):
        header = record.headers.get("Content-Type") or ""
        if kind != "response":
            return Pending(called, partial(_page, record, called, url, header), at, url)
        if not record.is_http:
            return PassedOver(
                called, "no HTTP", f"a response that isn't HTTP: {shorten(printable(header), 60)}", at, url
            )
        return _response(record, called, at, url)
    told = {
        "revisit": "the page was the same when it was recorded before",
        "request": "what was asked of the server",
        "warcinfo": "what is told of the archive",
        "metadata": "what is told of a page",
    }
    return PassedOver(called, kind, told.get(kind, f"a record of the type {kind}"), at, url)


def _response(record: WarcRecord, called: str, at: int | None, url: str | None) -> FoundRecord:
    """A response: a page, or why it is none."""
    try:
        record.parse_http(auto_decode="all")
    except (OSError, ValueError) as error:
        return Input(called, error=InputError(f"expected an HTTP response in {called}, found damage: {error}"))
    headers = record.http_headers
    status = headers.status_code if headers else None
    if status is None or headers is None:
        return Input(called, error=InputError(f"expected an HTTP response in {called}, found no status"))
    if 300 <= status < 400:
        there = shorten(printable(headers.get("Location") or ""), 200)
        return PassedOver(called, f"HTTP {status}", f"a redirect to {there or 'nowhere'}", at, url)
    if status != 200:
        return PassedOver(called, f"HTTP {status}", f"HTTP status {status} in place of a page", at, url)
    header = headers.get("Content-Type") or ""
    media, _ = content_type(header)
    if media not in HTML_TYPES | MAYBE_TEXT | DOCUMENT_TYPES:
        return PassedOver(called, "no page", f"content of the type {shorten(media, 60)}", at, url)
    return Pending(called, partial(_page, record, called, url, header), at, url)


def _page(record: WarcRecord, called: str, url: str | None, header: str) -> Article:
    """The article of a page. header: its Content-Type. Raises InputError."""
    body = record.reader.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise too_many_bytes(called)
    media, charset = content_type(header)
    if media not in HTML_TYPES | MAYBE_TEXT | DOCUMENT_TYPES:
        raise NotText(f"expected an article as text or HTML in {called}, found {shorten(media, 80)}")
    article = Article.from_page(Page(url or called, body, media in HTML_TYPES, charset))
    return article if url else replace(article, url=None)


def _next_record(file: IO[bytes], start: int, magic: bytes) -> int | None:
    """The byte at which the next record begins behind a damaged one; None if there is none."""
    file.seek(start)
    place, data = start, b""
    while piece := file.read(_STEP):
        data += piece
        found = -1
        while (found := data.find(magic, found + 1)) >= 0:
            if _begins_record(file, place + found):
                return place + found
        file.seek(place + len(data))
        place, data = place + len(data) - 1, data[-1:]
    return None


def _begins_record(file: IO[bytes], at: int) -> bool:
    import zlib  # noqa: PLC0415 - few archives are damaged

    file.seek(at)
    head = file.read(4096)
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(31).decompress(head, 16)
        except zlib.error:
            return False
    return head.startswith(_WARC)
