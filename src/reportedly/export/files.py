"""Export of a ledger to files: complete or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Literal

from ..__about__ import __version__
from ..errors import OutputError
from ..ledger import Ledger
from ..ledger.asked.snapshot import Snapshot
from ..printable import tame
from . import evidence, graph
from .names import BASE, Namespace, NodeObject
from .shapes import IRI, checked
from .tables import write_csv, write_parquet
from .whole import whole_file, whole_folder

Format = Literal["jsonld", "annotations", "csv", "parquet"]
#: Called with the number of articles done.
ExportProgress = Callable[[int], None]


def export(
    ledger: Ledger, to: Path | IO[str], form: Format, base: str = BASE, progress: ExportProgress | None = None
) -> None:
    """Write a ledger's content, validated against the published schemas.

    to: for `jsonld` and `annotations` a path or an open file; for `csv` and `parquet` a folder that doesn't exist yet
    or is empty. base: the IRI that the names of nodes begin with. progress: called after each article, for `jsonld` and
    `annotations`. A path is written completely or not at all.
    Raises OutputError if it can't be written or a node doesn't match its schema.
    """
    if not IRI.fullmatch(base):
        raise OutputError(f"expected an IRI that names can begin with, found {base!r}")
    with ledger.snapshot() as snapshot:
        if form in ("csv", "parquet"):
            if not isinstance(to, Path):
                raise OutputError(f"expected a folder for {form}: a table is a file")
            with whole_folder(to) as folder:
                (write_csv if form == "csv" else write_parquet)(folder, snapshot.rows)
            return
        pieces = _pieces(snapshot, form, Namespace(base), progress or (lambda _: None))
        if isinstance(to, Path):
            with whole_file(to) as file:
                file.writelines(pieces)
        else:
            to.writelines(pieces)


def _pieces(snapshot: Snapshot, form: Format, names: Namespace, progress: ExportProgress) -> Iterator[str]:
    """One JSON document in pieces, since a ledger may be larger than memory."""
    if form == "jsonld":
        head: NodeObject = {"@context": graph.CONTEXT}
        nodes = _graph(snapshot, names, progress)
        return _document(head, '"@graph": [', nodes, "]}")
    head = {
        "@context": evidence.CONTEXT,
        "id": f"{names.base}annotations",
        "type": "AnnotationCollection",
        "label": "Words that statements rest on",
        "generator": {"id": "urn:reportedly:software", "type": "Software", "name": f"Reportedly {__version__}"},
    }
    page = json.dumps({"id": f"{names.base}annotations/1", "type": "AnnotationPage", "startIndex": 0})
    return _document(head, f'"first": {page[:-1]}, "items": [', _annotations(snapshot, names, progress), "]}}")


def _document(head: NodeObject, opening: str, nodes: Iterable[NodeObject], closing: str) -> Iterator[str]:
    yield f"{json.dumps(head, ensure_ascii=False)[:-1]},\n{opening}"
    parted = ""
    for node in checked(nodes):
        yield f"{parted}\n{tame(json.dumps(node, ensure_ascii=False, allow_nan=False))}"
        parted = ","
    yield f"\n{closing}\n"


def _graph(snapshot: Snapshot, names: Namespace, progress: ExportProgress) -> Iterator[NodeObject]:
    yield from (graph.party(party, names) for party in snapshot.parties())
    for done, record in enumerate(snapshot.records(), 1):
        yield from chain(graph.article(record, names), evidence.annotations_of(record, names))
        progress(done)
    yield from (graph.utterance(utterance, names) for utterance in snapshot.utterances())


def _annotations(snapshot: Snapshot, names: Namespace, progress: ExportProgress) -> Iterator[NodeObject]:
    for done, record in enumerate(snapshot.records(), 1):
        yield from evidence.annotations_of(record, names)
        progress(done)
