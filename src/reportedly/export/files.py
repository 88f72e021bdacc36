"""A ledger into files: whole or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO, Literal

from ..__about__ import __version__
from ..errors import OutputError
from ..ledger import Ledger
from ..ledger.records import Snapshot
from . import evidence, graph
from .names import BASE, Names, Node
from .shapes import IRI, checked
from .tables import write_csv, write_parquet

Format = Literal["jsonld", "annotations", "csv", "parquet"]
#: Told with how many articles are done.
Progress = Callable[[int], None]


def export(
    ledger: Ledger, to: Path | IO[str], form: Format, base: str = BASE, progress: Progress | None = None
) -> None:
    """Write what a ledger holds, checked against its published shapes.

    to: a file for `jsonld` and `annotations`, or an open one; for `csv` and `parquet` a folder that isn't there yet.
    base: with what the names of nodes begin, an IRI. Nothing is left of what could not be written whole.
    Raises OutputError if it can't be written or hasn't its shape.
    """
    if not IRI.fullmatch(base):
        raise OutputError(f"expected an IRI that names can begin with, found {base!r}")
    with ledger.snapshot() as snapshot:
        if form in ("csv", "parquet"):
            if not isinstance(to, Path):
                raise OutputError(f"expected a folder for {form}: a table is a file")
            with _folder(to) as folder:
                (write_csv if form == "csv" else write_parquet)(folder, snapshot.rows)
            return
        pieces = _pieces(snapshot, form, Names(base), progress or (lambda _: None))
        if isinstance(to, Path):
            with _file(to) as file:
                file.writelines(pieces)
        else:
            to.writelines(pieces)


def _pieces(snapshot: Snapshot, form: Format, names: Names, progress: Progress) -> Iterator[str]:
    """One JSON document, piece by piece: a ledger may be larger than memory."""
    if form == "jsonld":
        head: Node = {"@context": graph.CONTEXT}
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


def _document(head: Node, opening: str, nodes: Iterable[Node], closing: str) -> Iterator[str]:
    yield f"{json.dumps(head, ensure_ascii=False)[:-1]},\n{opening}"
    parted = ""
    for node in checked(nodes):
        yield f"{parted}\n{json.dumps(node, ensure_ascii=False, allow_nan=False)}"
        parted = ","
    yield f"\n{closing}\n"


def _graph(snapshot: Snapshot, names: Names, progress: Progress) -> Iterator[Node]:
    yield from (graph.party(party, names) for party in snapshot.parties())
    for done, record in enumerate(snapshot.records(), 1):
        yield from chain(graph.article(record, names), evidence.annotations_of(record, names))
        progress(done)
    yield from (graph.utterance(utterance, names) for utterance in snapshot.utterances())


def _annotations(snapshot: Snapshot, names: Names, progress: Progress) -> Iterator[Node]:
    for done, record in enumerate(snapshot.records(), 1):
        yield from evidence.annotations_of(record, names)
        progress(done)


@contextmanager
def _file(path: Path) -> Iterator[IO[str]]:
    """A file that takes the place of `path` once it is whole."""
    with _told(path):
        if path.is_dir():
            raise OutputError(f"expected a file to write, but {path} is a folder")
        with tempfile.TemporaryDirectory(dir=path.absolute().parent, prefix=f".{path.name}.") as folder:
            draft = Path(folder) / path.name
            with draft.open("w", encoding="utf-8") as file:
                yield file
            draft.replace(path)


@contextmanager
def _folder(path: Path) -> Iterator[Path]:
    """A folder that becomes `path` once it is whole."""
    with _told(path):
        if path.exists() and not (path.is_dir() and not any(path.iterdir())):
            raise OutputError(f"expected a folder that isn't there yet, but {path} is, and has something in it")
        draft = Path(tempfile.mkdtemp(dir=path.absolute().parent, prefix=f".{path.name}."))
        try:
            yield draft
            draft.chmod(0o755)
            draft.replace(path)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Errors of the system as OutputError."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"expected to write {path}, but: {error.strerror or error}") from error
