"""A ledger's evidence as WACZ: the WARC, its index, its pages, and the statements with what they rest on.

https://specs.webrecorder.net/wacz/1.1.1/. The format's own tools (`wacz`) take no files of others, so it is put
together here; a test has them validate it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import tempfile
import uuid
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

from ..__about__ import __version__
from ..errors import EvidenceError, OutputError
from ..evidence.archive import Archive, digest_of
from ..evidence.kept import KeptCapture, to_json
from ..evidence.packages import DIGEST, MANIFEST, PACKAGE
from ..evidence.sealed_zip import entry, seal
from ..ledger import Ledger
from ..ledger.asked.snapshot import Snapshot
from ..reading import Reading
from ..span import pairs_of
from .cdxj import index_of
from .whole import whole_bytes

VERSION: Final = "1.1.1"
TABLE: Final = "statements/statements.csv"
#: The columns of the table of statements. spans: JSON, [start, end) in code points of the article's text.
COLUMNS: Final = (
    "statement", "article", "url", "outlet", "published", "evidence_sha256", "text_sha256", "record", "holder", "type",
    "act", "standing", "cue", "content", "source_spans", "cue_spans", "content_spans",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Kept:
    """An article of which something was kept. captures: its page or file first."""

    id: int
    reading: Reading
    captures: tuple[KeptCapture, ...]


def export_wacz(ledger: Ledger, evidence: Archive, to: Path) -> int:
    """Write what was kept of a ledger's articles; returns how many articles of it have no evidence.

    to: a path, written completely or not at all. Raises OutputError if it can't be written, and EvidenceError if
    nothing was kept, or the evidence isn't there.
    """
    with ledger.snapshot() as snapshot:
        kept = list(_kept(snapshot))
        if not kept:
            raise EvidenceError("expected evidence in the ledger, found none: `reportedly add --keep` keeps it")
        left = snapshot.size() - len(kept)
        records = _on_record(snapshot, {one.id for one in kept})
    with tempfile.TemporaryDirectory() as folder:
        warc = Path(folder) / evidence.warc.name
        _copy(evidence, warc)
        with whole_bytes(to) as file:
            if not file.seekable():
                raise OutputError(f"expected a file for a WACZ, found {to}, which is none")
            _write(file, warc, kept, records)
    return left


def _on_record(snapshot: Snapshot, articles: Collection[int]) -> dict[str, list[Mapping[str, Any]]]:
    """What records have of what these articles quote, these records, and what the articles say of records."""
    verified = [row for row in snapshot.rows("verified") if row["article_id"] in articles]
    there = {row["record_id"] for row in verified}
    return {
        "records": [row for row in snapshot.rows("records") if row["id"] in there],
        "verified": verified,
        "authenticity": [row for row in snapshot.rows("authenticity") if row["article_id"] in articles],
    }


def _kept(snapshot: Snapshot) -> Iterator[_Kept]:
    captures: dict[int, list[KeptCapture]] = {}
    for number, capture in snapshot.captures():
        captures.setdefault(number, []).append(capture)
    for number, found in sorted(captures.items()):
        yield _Kept(number, snapshot.reading(number), tuple(found))


def _copy(evidence: Archive, to: Path) -> None:
    """Copy the whole records of the WARC file."""
    try:
        with evidence.warc.open("rb") as source, to.open("wb") as target:
            shutil.copyfileobj(source, target)
            if (whole := evidence.whole) is not None:
                target.truncate(min(whole, target.tell()))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise EvidenceError(f"expected the ledger's evidence in {evidence.warc}, but: {reason}") from error


def _write(file: IO[bytes], warc: Path, kept: Sequence[_Kept], records: Mapping[str, Any]) -> None:
    index, lines = index_of(warc)
    manifest = json.dumps({**_manifest(kept), **records}, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    resources: list[dict[str, Any]] = []
    with zipfile.ZipFile(file, "w") as archive:

        def put(path: str, content: IO[bytes], **more: Any) -> None:
            sha256, size = digest_of(content)
            content.seek(0)
            entry(archive, path, content, size)
            name = path.rpartition("/")[2]
            resources.append({"name": name, "path": path, "hash": f"sha256:{sha256}", "bytes": size, **more})

        with warc.open("rb") as content:
            put(f"archive/{warc.name}", content)
        put("indexes/index.cdx.gz", io.BytesIO(lines))
        put("indexes/index.idx", io.BytesIO(index))
        put("pages/pages.jsonl", io.BytesIO("".join(_pages(kept)).encode("utf-8", "replace")))
        put(MANIFEST, io.BytesIO(manifest))
        fields = [{"name": column, "type": "string"} for column in COLUMNS]
        put(TABLE, io.BytesIO(_table(kept)), profile="tabular-data-resource", schema={"fields": fields})
        package = json.dumps(_package(resources), indent=2).encode()
        entry(archive, PACKAGE, io.BytesIO(package), len(package))
        digest = {"path": PACKAGE, "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}
        written = json.dumps(digest).encode()
        entry(archive, DIGEST, io.BytesIO(written), len(written))
    seal(file)


def _package(resources: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": "Evidence of statements",
        "created": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "software": f"Reportedly {__version__}",
        "resources": list(resources),
    }


def _pages(kept: Iterable[_Kept]) -> Iterator[str]:
    """The pages that can be looked at again, a line each."""
    yield json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "Articles"}) + "\n"
    for one in kept:
        capture = one.captures[0]
        if capture.uri.startswith(("http://", "https://")):
            page = {"id": uuid.uuid5(uuid.NAMESPACE_URL, f"{capture.record} {one.id}").hex, "url": capture.uri,
                    "ts": capture.at, "title": one.reading.headline}  # fmt: skip
            yield json.dumps(page, ensure_ascii=False) + "\n"


def _manifest(kept: Iterable[_Kept]) -> dict[str, Any]:
    articles, statements = [], []
    for one in kept:
        it = one.reading.article
        articles.append(
            {
                "id": one.id, "url": it.url, "outlet": it.outlet, "published": it.published, "title": it.title,
                "text": it.text, "text_sha256": it.id, "captures": [to_json(capture) for capture in one.captures],
            }
        )  # fmt: skip
        statements += [dict(zip(COLUMNS, row, strict=True)) for row in _rows(one)]
    return {"schema": "reportedly/evidence", "version": 1, "articles": articles, "statements": statements}


def _table(kept: Iterable[_Kept]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in kept:
        for row in _rows(one):
            writer.writerow(json.dumps(cell) if isinstance(cell, list) else cell for cell in row)
    return text.getvalue().encode("utf-8", "replace")


def _rows(kept: _Kept) -> Iterator[tuple[Any, ...]]:
    reading, capture = kept.reading, kept.captures[0]
    it = reading.article
    for said in reading.statements:
        yield (
            said.id, kept.id, it.url, it.outlet, it.published, capture.sha256, it.id, capture.record,
            said.holder and said.holder.name, said.type, said.act, said.standing.value, reading.words(said.cue),
            reading.words(said.content), pairs_of(said.source), pairs_of(said.cue), pairs_of(said.content),
        )  # fmt: skip
