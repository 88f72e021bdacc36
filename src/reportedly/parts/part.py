"""A part read: each of its records an outcome, and its articles and statements as Parquet."""

from __future__ import annotations

import io
import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any, Final

from ..articles.article import Article
from ..articles.inputs import records
from ..articles.pending import FoundRecord, Input, PassedOver, Pending, made
from ..english.language import check_english
from ..errors import InputError, ModelError, OtherLanguage, within_bounds
from ..reading import Reading, read
from . import rows
from .folder import PartsFolder
from .plan import BatchPart, BatchPiece, HowRead, part_name
from .rows import TABLES, BatchOutcome, PartTable, RecordKey

#: The folder of the marks of parts that are done.
DONE: Final = "done"

_log = logging.getLogger("reportedly")


@dataclass(frozen=True, slots=True)
class PartDone:
    """What became of the records of a part, and how many statements they have."""

    part: int
    read: int = 0
    skipped: int = 0
    failed: int = 0
    statements: int = 0

    @property
    def records(self) -> int:
        """How many records there were."""
        return self.read + self.skipped + self.failed


class OpenRecords:
    """The records of pieces. A file stays open between two pieces of it, so that nobody begins it anew for each."""

    def __init__(self, how: HowRead) -> None:
        self._how = how
        self._name, self._next = "", 0
        self._rest: Iterator[FoundRecord] = iter(())

    def of(self, piece: BatchPiece) -> Iterator[FoundRecord]:
        """The records of a piece, as many as it says; where the file has no more of them, their errors."""
        goes_on = piece.name == self._name and piece.first >= self._next and piece.count is not None
        if not goes_on or (piece.at is not None and piece.first > self._next):
            self._open(piece)
        for _ in islice(self._rest, piece.first - self._next):
            self._next += 1
        if piece.count is None:
            yield from self._rest
            self._name = ""
            return
        for number in range(piece.first + 1, piece.first + piece.count + 1):
            self._next = number
            missing = InputError(f"expected {number:,} records in {piece.name}, as the plan has it, found fewer")
            yield next(self._rest, Input(f"{piece.name}, record {number:,}", error=missing))

    def _open(self, piece: BatchPiece) -> None:
        self._name, self._next = piece.name, 0 if piece.at is None else piece.first
        self._rest = records(
            piece.name, columns=self._how.columns, allow_private=self._how.allow_private, at=piece.at or 0
        )


@dataclass
class _Written:
    """What is written of a part."""

    tables: dict[PartTable, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in TABLES})
    counts: Counter[str] = field(default_factory=Counter)
    seen: dict[str, int] = field(default_factory=dict)


def read_part(  # noqa: PLR0913 - what differs where it is called from
    part: BatchPart, how: HowRead, folder: PartsFolder, *, opened: OpenRecords | None = None,
    given_up: Mapping[int, str] | None = None, begins: Callable[[int], object] = lambda _: None,
    reads: Callable[[Article], Reading] = read,
) -> PartDone:  # fmt: skip
    """Read a part, write its tables into the folder, then the mark that it is done. The same part gives the same files.

    opened: the records that this process has open. given_up: records that aren't tried, by number, with the reason.
    begins: called with the number of each record before it is read. reads: reads an article.
    Raises OutputError, MissingExtra, ModelError. What a record raises is its outcome.
    """
    written = _Written()
    given = (opened or OpenRecords(how)).of
    for number, record in enumerate((record for piece in part.pieces for record in given(piece)), 1):
        begins(number)
        key = RecordKey(part.number, number)
        if given_up and number in given_up:
            _add(written, BatchOutcome(key, record.name, "failed", "given up", given_up[number]))
        else:
            _take(written, key, record, how, reads)
    _write(part, folder, written.tables)
    counts = written.counts
    done = PartDone(part.number, counts["read"], counts["skipped"], counts["failed"], counts["statements"])
    folder.write(mark_of(part.number), json.dumps(asdict(done)).encode("ascii"))
    return done


def mark_of(number: int) -> str:
    """The file that marks a part as done."""
    return f"{DONE}/{part_name(number)}.json"


def parts_done(folder: PartsFolder) -> set[int]:
    """The numbers of the parts that are done."""
    return {int(name.removesuffix(".json")) for name in folder.names(DONE)}


def counts_of(folder: PartsFolder, part: BatchPart) -> PartDone:
    """What became of a part that is done. Raises OutputError."""
    data = folder.read(mark_of(part.number))
    return PartDone(**json.loads(data)) if data else PartDone(part.number)


def _take(
    written: _Written, key: RecordKey, record: FoundRecord, how: HowRead, reads: Callable[[Article], Reading]
) -> None:
    """Read one record, and add what becomes of it."""
    if isinstance(record, PassedOver):
        _add(written, BatchOutcome(key, record.name, "skipped", record.kind, record.reason, record.url))
        return
    url = record.url if isinstance(record, Pending) else None
    try:
        found = made(record) if isinstance(record, Pending) else record
        if found.article is None:
            error = found.error or InputError(f"expected an article in {record.name}, found none")
            _add(written, BatchOutcome(key, record.name, "failed", _kind(error), str(error), url))
            return
        article = rows.encodable_article(how.facts.of(found.article))
        url = article.url
        if not how.any_language:
            check_english(article.text)
        same = written.seen.setdefault(_identity(article), key.record)
        if same != key.record:
            _add_duplicate(written, key, record.name, article, same)
            return
        with within_bounds(len(article.text)):
            _add_reading(written, key, record.name, reads(article))
    except ModelError:
        raise
    except OtherLanguage as error:
        known = (url, article.id, error.language)
        _add(written, BatchOutcome(key, record.name, "skipped", _kind(error), str(error), *known))
    except InputError as error:
        _add(written, BatchOutcome(key, record.name, "failed", _kind(error), str(error), url))
    except Exception as error:  # whatever a bad record leads to costs that record alone
        _log.exception("reading %s", record.name)
        fault = f"{type(error).__name__}: {error}"
        reason = f"expected to read the article, but something went wrong in Reportedly: {fault}"
        _add(written, BatchOutcome(key, record.name, "failed", "fault", reason, url))


def _identity(article: Article) -> str:
    """By which an article is known that was there before."""
    own = {name: getattr(article, name) for name in rows.IDENTITY if name != "article"}
    return rows.identity({"article": article.id, **own})


def _kind(error: Exception) -> str:
    """The kind of an error, in a word or two that count: “too large”."""
    name = type(error).__name__
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def _add_duplicate(written: _Written, key: RecordKey, name: str, article: Article, same: int) -> None:
    reason = f"the same as record {same} of part {key.part}: text, address and all else that is known of it"
    known = (article.url, article.id, article.language)
    _add(written, BatchOutcome(key, name, "skipped", "duplicate", reason, *known, same_as=same))


def _add_reading(written: _Written, key: RecordKey, name: str, reading: Reading) -> None:
    article = reading.article
    said = list(rows.statement_rows(key, reading))
    row = rows.article_row(key, name, reading)
    outcome = BatchOutcome(
        key, name, "read", url=article.url, article=article.id, language=article.language, statements=len(said)
    )
    written.tables["articles"].append(row)
    written.tables["statements"] += said
    written.counts["statements"] += len(said)
    _add(written, outcome)


def _add(written: _Written, outcome: BatchOutcome) -> None:
    written.tables["outcomes"].append(rows.outcome_row(outcome))
    written.counts[outcome.outcome] += 1


def _write(part: BatchPart, folder: PartsFolder, tables: Mapping[PartTable, list[dict[str, Any]]]) -> None:
    pa = rows.arrow()
    for name, schema in rows.schemas().items():
        file = io.BytesIO()
        pa.parquet.write_table(pa.Table.from_pylist(tables[name], schema=schema), file, compression="zstd")
        folder.write(f"{name}/{part.name}.parquet", file.getvalue())
