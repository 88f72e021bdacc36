"""The index of a WARC file in the form CDXJ, packed in blocks with an index of these: https://specs.webrecorder.net/cdxj/.

Written here, since what others write it with sorts addresses by a package under the AGPL.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Final
from urllib.parse import urlsplit

from ..evidence.members import Member, members

#: Lines packed together.
LINES: Final = 1024
_PORTS: Final = {"http": 80, "https": 443}
_WWW: Final = re.compile(r"^www\d*\.")
#: The records that a page is made of.
_SHOWN: Final = ("response", "resource", "revisit")


def index_of(warc: Path) -> tuple[bytes, bytes]:
    """The index of the blocks, and the blocks: index.idx and index.cdx.gz."""
    with warc.open("rb") as file:
        lines = sorted({line for found in members(file) for line in _lines(found, warc.name)})
    return _packed(lines)


def sort_key(url: str) -> str:
    """An address in the order from the general to the particular (SURT): `example,news)/storm?a=1`.

    Without what makes no difference: the scheme, `www.`, capitals, a last slash, the order of a query, a fragment.
    """
    parts = urlsplit(url.lower())
    if parts.scheme not in _PORTS or not parts.hostname:
        return url.lower()
    host, path = _WWW.sub("", parts.hostname), parts.path.rstrip("/") or "/"
    host = ",".join(reversed(host.split(".")))
    port = f":{parts.port}" if parts.port not in (None, _PORTS[parts.scheme]) else ""
    query = "&".join(sorted(parts.query.split("&")))
    return f"{host}{port}){path}" + (f"?{query}" if query else "")


def _lines(found: Member, name: str) -> Iterator[str]:
    if found.block is None or found.type not in _SHOWN or not found.uri:
        return
    status, media = "", found.head.get("content-type", "")
    with found.block as block:
        if found.type != "resource":
            status, media = _http(block)
    value = {
        "url": found.uri, "mime": re.split(r"[;\s]", media, maxsplit=1)[0], **({"status": status} if status else {}),
        "digest": found.head.get("warc-payload-digest", ""), "length": str(found.length), "offset": str(found.offset),
        "filename": name,
    }  # fmt: skip
    moment = re.sub(r"\D", "", found.head.get("warc-date", ""))[:14]
    yield f"{sort_key(found.uri)} {moment} {json.dumps(value)}\n"


def _http(block: IO[bytes]) -> tuple[str, str]:
    """Status and media type of a response, from its head."""
    first = block.readline().decode("latin-1").split()
    status, media = (first[1] if len(first) > 1 else ""), ""
    while line := block.readline().decode("latin-1").strip():
        name, _, value = line.partition(":")
        if name.strip().lower() == "content-type":
            media = value.strip()
    return status, media


def _packed(lines: Sequence[str]) -> tuple[bytes, bytes]:
    index, blocks = ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n'], bytearray()
    for first in range(0, len(lines), LINES):
        some = lines[first : first + LINES]
        pack = zlib.compressobj(9, zlib.DEFLATED, 31)
        packed = pack.compress("".join(some).encode()) + pack.flush()
        at = {"offset": len(blocks), "length": len(packed)}
        index.append(f"{some[0].partition('{')[0]}{json.dumps(at)}\n")
        blocks += packed
    return "".join(index).encode(), bytes(blocks)
