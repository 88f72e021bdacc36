"""An index of records that is kept in a file, so that a folder of thousands is read once.

The file is a SQLite database: transactions keep it whole if a process is killed, and only what a quotation needs is
read from it. Each record lies in it as it was read, by the digest of its file's bytes; the postings lie in segments,
each made once and never changed. Records are added in a segment of their own, together with those of segments of which
less than half is still asked for.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np

from ..articles import packed
from ..articles.article import file_bytes
from ..errors import InputError, MissingExtra
from ..records import recording, sound
from ..records.load import Hear, files, load, of_bytes
from ..records.record import Hearing, Moment, Record, Turn
from ..span import Span
from . import postings
from .index import HeldRecord, IndexedRecords, RecordIndex
from .postings import SEGMENT, Cells, Hashes, Postings

#: How the file is told from other databases, and in which form it is: another form is made anew.
_APPLICATION: Final = 0x52505249
_FORM: Final = 2
#: Buckets that are read together.
_PAGE: Final = 256
#: Records that stay in memory.
_HELD: Final = 64
#: Seconds that another process may take to write.
_PATIENCE: Final = 120
_TABLES: Final = (
    "CREATE TABLE form (form INTEGER NOT NULL, version TEXT NOT NULL)",
    "CREATE TABLE segments (id INTEGER PRIMARY KEY, size INTEGER NOT NULL, buckets INTEGER NOT NULL)",
    "CREATE TABLE pages (id INTEGER PRIMARY KEY, data BLOB NOT NULL)",
    "CREATE TABLE records (id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, segment INTEGER NOT NULL, "
    "first INTEGER NOT NULL, cells INTEGER NOT NULL, data BLOB NOT NULL)",
)
#: The pages of a segment have the ids from its own times this.
_PAGES: Final = 2**32


@dataclass(frozen=True, slots=True)
class IndexHearing:
    """What hears the recordings of an index. model: its digest: what another model heard is heard anew."""

    hear: Hear
    model: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """A file that is asked for. digest: of its bytes and of the suffix by which its form is told."""

    path: Path
    digest: bytes


@dataclass(frozen=True, slots=True)
class _Row:
    """A record in the file: its id, the segment that its words are in, its first cell there, and how many it has."""

    id: int
    digest: bytes
    segment: int
    first: int
    cells: int


@contextmanager
def kept_index(
    file: Path,
    paths: Iterable[Path],
    tell: Callable[[InputError | MissingExtra], object] | None = None,
    progress: Callable[[int, int], object] | None = None,
    hearing: IndexHearing | None = None,
) -> Iterator[RecordIndex | None]:
    """The index of the records in files and folders, kept in `file`, which is made, or brought up to date, first.

    None if none of them can be read.
    A record is read from its own file only if the index hasn't these bytes. tell: as in `records.load_all`. progress:
    takes how many files of how many are looked at. hearing: what hears recordings, each once; None: those in folders
    are passed over. Raises as `load_all`, InputError if the index can't be opened, read or written, or is another kind
    of file.
    """
    with _told(file), closing(_opened(file)) as database:
        wanted = [one for path in paths for one in _files(path, recordings=hearing is not None)]
        indexed = None
        while indexed is None:  # until no other process drops what this one has found
            asked = _brought_up_to_date(database, wanted, tell, progress, hearing)
            database.execute("BEGIN")  # from here on what is read stays as it is, whoever writes
            indexed = _indexed(database, asked)
            if indexed is None:
                database.execute("COMMIT")
        yield RecordIndex(indexed) if asked else None


def _opened(file: Path) -> sqlite3.Connection:
    """The database in a file, with its tables; one in another form is emptied. Raises InputError for another file."""
    database = sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)
    try:
        _made(database, file)
    except BaseException:
        database.close()
        raise
    return database


def _made(database: sqlite3.Connection, file: Path) -> None:
    (application,) = database.execute("PRAGMA application_id").fetchone()
    (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != _APPLICATION and tables:
        raise InputError(f"expected an index of records in {file}, found another database")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    form = (_FORM, version("reportedly"))
    with _transaction(database):
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        if tables and database.execute("SELECT form, version FROM form").fetchone() == form:
            return
        for name in tables:
            database.execute(f"DROP TABLE {name}")
        for table in _TABLES:
            database.execute(table)
        database.execute("INSERT INTO form VALUES (?, ?)", form)
        database.execute(f"PRAGMA application_id = {_APPLICATION}")


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """A context in which errors of SQLite are told as ours."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise InputError(f"expected an index of records that can be used in {file}, found: {error}") from error
    except sqlite3.DatabaseError as error:
        raise InputError(
            f"expected an index of records in {file}, found a file that is none, or is damaged ({error}); delete it to "
            "have it made anew"
        ) from error


# -- adding ------------------------------------------------------------------------------------------------------------


def _files(path: Path, *, recordings: bool) -> Iterator[tuple[Path, bool]]:
    """The files that a path stands for, and whether it is a folder, of which some may fail."""
    return ((one, path.is_dir()) for one in files(path, recordings=recordings))


def _brought_up_to_date(
    database: sqlite3.Connection,
    wanted: Sequence[tuple[Path, bool]],
    tell: Callable[[InputError | MissingExtra], object] | None,
    progress: Callable[[int, int], object] | None,
    hearing: IndexHearing | None,
) -> list[_Asked]:
    """The files that have records, in order. Those that the index hasn't are added."""
    known = {row.digest: row for row in _rows(database)}
    draft = _Draft(database)
    asked: list[_Asked] = []
    for count, (path, inside) in enumerate(wanted, 1):
        try:
            digest, record = _known_by(path, hearing)
            if digest not in known and digest not in draft.added:
                draft.add(digest, _written(record()))
            asked.append(_Asked(path, digest))
        except (InputError, MissingExtra) as error:
            if tell is None or not inside:
                raise
            tell(error)
        if progress:
            progress(count, len(wanted))
    if draft.added:
        _thinned(database, draft, known.values(), {one.digest for one in asked})
    return asked


def _known_by(path: Path, hearing: IndexHearing | None) -> tuple[bytes, Callable[[], Record]]:
    """The digest by which a file is known, and what reads, or hears, the record in it."""
    if not sound.is_recording(path):
        data = file_bytes(path, "a record")
        return _digest(data, path), lambda: of_bytes(data, str(path))
    if hearing is None:
        return b"", lambda: load(path)  # which says what it takes to hear one
    heard = hearing  # as it is now
    try:
        content = f"{recording.digest_of(path)} {heard.model}".encode()
    except OSError as error:
        raise InputError(f"expected a file that can be read, found {path}: {error.strerror}") from error
    return _digest(content, path), lambda: heard.hear(path)


def _digest(data: bytes, path: Path) -> bytes:
    """The digest of a file's bytes, and of its suffix, by which its form may be told."""
    suffix = Path(packed.inner_name(path.name)).suffix
    return blake2b(data, digest_size=20, person=suffix.encode("utf-8", "replace")[:16]).digest()


def _thinned(database: sqlite3.Connection, draft: _Draft, rows: Iterable[_Row], asked: Collection[bytes]) -> None:
    """Writes what is drafted, with the records of thin segments, which are dropped: small ones, and those of which
    less than half is asked for."""
    used: Counter[int] = Counter()
    for row in rows:
        used[row.segment] += row.cells * (row.digest in asked)
    thin = {segment for segment, cells in used.items() if 2 * cells < SEGMENT}
    for row in rows:
        if row.segment in thin and row.digest in asked:
            draft.add(row.digest, _data(database, row.id))
    draft.write()
    with _transaction(database):
        for segment in thin:
            database.execute("DELETE FROM records WHERE segment = ?", (segment,))
            database.execute("DELETE FROM segments WHERE id = ?", (segment,))
            database.execute("DELETE FROM pages WHERE id BETWEEN ? AND ?", _pages(segment))


def _pages(segment: int) -> tuple[int, int]:
    """The first and the last id that a page of a segment may have."""
    return segment * _PAGES, segment * _PAGES + _PAGES - 1


class _Draft:
    """Records that are to be written as a segment. added: the digests of all that were added, written or not."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._rows: list[tuple[bytes, int, bytes]] = []
        self._words: list[Hashes] = []
        self._cells = 0
        self.added: set[bytes] = set()

    def add(self, digest: bytes, data: bytes) -> None:
        """Adds a record; a segment that is full is written first."""
        loaded = _read(data)
        cells = len(loaded["cells"])
        if self._cells + cells > SEGMENT:
            self.write()
        self._rows.append((digest, cells, data))
        self._words.append(postings.hashed(loaded["text"]))
        self._cells += cells
        self.added.add(digest)

    def write(self) -> None:
        """Writes the records as a segment, in a transaction."""
        if not self._rows:
            return
        made = postings.posted(self._words, [cells for _, cells, _ in self._rows])
        with _transaction(self._database):
            (segment,) = self._database.execute("SELECT coalesce(max(id), 0) + 1 FROM segments").fetchone()
            self._database.execute("INSERT INTO segments VALUES (?, ?, ?)", (segment, made.size, made.buckets))
            self._database.executemany("INSERT INTO pages VALUES (?, ?)", _paged(made, segment * _PAGES))
            first = 0
            for digest, cells, data in self._rows:
                self._database.execute(
                    "INSERT OR REPLACE INTO records (digest, segment, first, cells, data) VALUES (?, ?, ?, ?, ?)",
                    (digest, segment, first, cells, data),
                )
                first += cells
        self._rows, self._words, self._cells = [], [], 0


def _paged(made: Postings, first: int) -> Iterator[tuple[int, bytes]]:
    """The pages of a segment, each with its id: where in it the cells of each bucket end, and the cells."""
    for number, at in enumerate(range(0, made.buckets, _PAGE)):
        begin = made.ends[at - 1] if at else 0
        ends = made.ends[at : at + _PAGE]
        yield first + number, (ends - begin).astype(np.uint32).tobytes() + made.posted[begin : ends[-1]].tobytes()


# -- one record --------------------------------------------------------------------------------------------------------


def _written(record: Record) -> bytes:
    """A record, but for its name, as it lies in the file."""
    loaded = {
        "form": record.form,
        "sha256": record.digest,
        "text": record.text,
        "turns": [
            [turn.speaker, turn.role, turn.span.start, turn.span.end, turn.start, turn.end] for turn in record.turns
        ],
        "moments": [[moment.at, moment.seconds] for moment in record.moments],
        "cells": postings.places(record.text).tolist(),
        "hearing": asdict(record.hearing) if record.hearing else None,
    }
    return zlib.compress(json.dumps(loaded, separators=(",", ":")).encode("utf-8"), 3)


def _read(data: bytes) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(zlib.decompress(data))
    return loaded


def _held(data: bytes, name: str) -> HeldRecord:
    """The record that lies in the file. name: its own file's."""
    loaded = _read(data)
    text = loaded["text"]
    turns = (
        Turn(speaker, role, text[first:last], Span(first, last), start, end)
        for speaker, role, first, last, start, end in loaded["turns"]
    )
    moments = (Moment(at, seconds) for at, seconds in loaded["moments"])
    hearing = Hearing(**loaded["hearing"]) if loaded["hearing"] else None
    record = Record(name, loaded["form"], text, tuple(turns), tuple(moments), loaded["sha256"], hearing)
    return HeldRecord.of(record, np.array(loaded["cells"], dtype=np.int32))


# -- reading -----------------------------------------------------------------------------------------------------------


def _rows(database: sqlite3.Connection) -> list[_Row]:
    query = "SELECT id, digest, segment, first, cells FROM records ORDER BY segment, first"
    return [_Row(*row) for row in database.execute(query)]


def _data(database: sqlite3.Connection, row: int) -> bytes:
    (data,) = database.execute("SELECT data FROM records WHERE id = ?", (row,)).fetchone()
    return bytes(data)


def _indexed(database: sqlite3.Connection, asked: Sequence[_Asked]) -> IndexedRecords | None:
    """The records that are asked for, as they lie in the file; None if one is missing. Of equal ones one is found."""
    rows = _rows(database)
    ids = {row.digest: row.id for row in rows}
    if any(one.digest not in ids for one in asked):
        return None
    numbers = {one.digest: number for number, one in reversed(list(enumerate(asked)))}
    segments: list[_KeptSegment] = []
    bases: dict[int, int] = {}
    base = 0
    for segment, size, buckets in database.execute("SELECT id, size, buckets FROM segments ORDER BY id"):
        segments.append(_KeptSegment(database, segment, size, buckets))
        bases[segment] = base
        base += size
    stretches = [(0, -1)]
    for row in rows:
        start = bases[row.segment] + row.first
        stretches += [(start, numbers.get(row.digest, -1)), (start + row.cells, -1)]  # what follows may be dropped
    return IndexedRecords(
        names=tuple(str(one.path) for one in asked),
        held=lambda number: _held(_data(database, ids[asked[number].digest]), str(asked[number].path)),
        segments=segments,
        firsts=np.array([first for first, _ in stretches], dtype=np.int64),
        owners=np.array([owner for _, owner in stretches], dtype=np.int64),
        held_at_once=_HELD,
    )


@dataclass(frozen=True, slots=True)
class _KeptSegment:
    """A segment whose postings lie in a file."""

    database: sqlite3.Connection
    id: int
    size: int
    buckets: int

    def cells(self, buckets: Sequence[int]) -> list[Cells]:
        """For each bucket the cells, ascending."""
        first = self.id * _PAGES
        wanted = sorted({bucket // _PAGE for bucket in buckets})
        marks = ",".join(str(first + page) for page in wanted)
        pages = dict(self.database.execute(f"SELECT id - {first}, data FROM pages WHERE id IN ({marks})"))
        return [self._of_page(pages[bucket // _PAGE], bucket % _PAGE) for bucket in buckets]

    def _of_page(self, data: bytes, at: int) -> Cells:
        ends = np.frombuffer(data, np.uint32, count=_PAGE)
        kind = np.uint16 if self.size <= SEGMENT else np.uint32
        begin, end = (int(ends[at - 1]) if at else 0), int(ends[at])
        return np.frombuffer(data, kind, count=end - begin, offset=ends.nbytes + begin * kind().nbytes)
