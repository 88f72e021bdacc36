"""Tables: the rows of CSV, TSV, Excel, Parquet and JSON files, as texts by column, one by one.

A row that can't be read is yielded with its error, and the rest goes on.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import IO, Any, Final, Literal

from ..errors import Empty, InputError, MissingExtra, NotText, TooLarge
from ..printable import shorten
from .decoding import decoded
from .documents import ZIP

#: How a table is written.
TableForm = Literal["csv", "excel", "parquet", "json"]
#: The form by what a name ends in.
SUFFIXES: Final[Mapping[str, TableForm]] = {
    ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".xlsx": "excel", ".xlsm": "excel", ".parquet": "parquet",
    ".json": "json",
}  # fmt: skip
#: The most characters of a cell, beyond which a quotation mark is missing rather than an article long; and of a JSON
#: file, which is read as a whole.
MAX_CELL, MAX_JSON = 20_000_000, 500_000_000
#: How many rows the columns are told by, and how many are read at once.
HEAD_ROWS, AT_ONCE = 200, 64
_PARQUET: Final = b"PAR1"
_NEEDED: Final = "{} need the extra: pip install 'reportedly[tables]'"


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A row: what messages call it, and its cells by column, without empty ones; or the error if it can't be read."""

    name: str
    cells: Mapping[str, Any]
    error: InputError | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table. columns: their names, in order. rows: read while they are asked for."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[GivenRow]


def form_of(name: str, head: bytes) -> TableForm | None:
    """How a table is written, by how the file begins and what its name, in lower case, ends in; None for no table."""
    if head.startswith(_PARQUET):
        return "parquet"
    named = next((form for suffix, form in SUFFIXES.items() if name.endswith(suffix)), None)
    if head.startswith(ZIP):
        return "excel" if named else None  # else it is told by what is in it, by whoever reads all of it
    return named


def tables(file: IO[bytes], name: str, form: TableForm) -> Iterator[Table]:
    """The tables in an open file: one, or a sheet each of a workbook.

    Raises InputError if it isn't what `form` says, and MissingExtra.
    """
    if form == "csv":
        yield _csv(file, name)
    elif form == "json":
        yield _json(file, name)
    else:
        yield from (_excel if form == "excel" else _parquet)(file, name)


# -- CSV -------------------------------------------------------------------------------------------------------------

_DELIMITERS: Final = ",;\t|"
#: Bytes that aren't UTF-8, as Python's decoder passes them on.
_UNDECODED: Final = re.compile("[\udc80-\udcff]")


def _csv(file: IO[bytes], name: str) -> Table:
    """A CSV file with any of the usual delimiters, in any encoding, its columns named in its first row."""
    lines = _text_lines(file, name)
    first = next((line for line in lines if line.strip()), "")
    said = re.fullmatch(r"sep=(.)\s*", first)  # as Excel writes it
    if said:
        first = next((line for line in lines if line.strip()), "")
    if not first:
        raise Empty(f"expected a table in {name}, found nothing")
    delimiter = said[1] if said else delimiter_of(first)
    # A cell may be an article; the limit is the process's, and never made smaller.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_CELL))
    rows = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
    return _table(name, _csv_rows(rows, name))


def delimiter_of(line: str) -> str:
    """What parts the cells of a line: the delimiter that stands in it most often, outside quotation marks."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max(_DELIMITERS, key=bare.count)


def _text_lines(file: IO[bytes], name: str) -> Iterator[str]:
    """The lines of a file. Bytes that aren't UTF-8 are passed on undecoded: a row by itself tells what they are."""
    peek = getattr(file, "peek", None)
    head = peek(4)[:4] if peek else b""
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = io.TextIOWrapper(file, "utf-16" if wide else "utf-8-sig", "surrogateescape", newline="")
    try:
        while line := text.readline(MAX_CELL):
            yield line
    except UnicodeError as error:
        raise NotText(f"expected a table as text in {name}, found damage or an unusual encoding") from error
    finally:
        text.detach()  # the file is closed by whoever opened it


def _csv_rows(rows: Iterator[list[str]], name: str) -> Iterator[list[str] | InputError]:
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            unclosed = "unexpected end" in str(error)
            yield InputError("a quotation mark that isn't closed" if unclosed else f"CSV that can't be read: {error}")
            continue
        yield _redecoded(row, name) if any(map(_UNDECODED.search, row)) else row


def _redecoded(row: list[str], name: str) -> list[str] | InputError:
    """A row that isn't in UTF-8, in whatever encoding it is."""
    try:
        lines = decoded("\n".join(row).encode("utf-8", "surrogateescape"), name, is_html=False).split("\n")
    except (NotText, UnicodeError):
        return InputError("text in an encoding that can't be told")
    rest = iter(lines)  # as many of them for each cell as it has
    return ["\n".join(islice(rest, cell.count("\n") + 1)) for cell in row]


def _table(name: str, given: Iterable[list[Any] | InputError]) -> Table:
    """A table from lists of cells, of which the first that isn't blank names the columns."""
    numbered = ((number, row) for number, row in enumerate(given, 1))
    for number, row in numbered:
        if isinstance(row, InputError):
            raise InputError(f"expected the names of columns in {name}, row {number}, found {row}")
        if any(_filled(cell) for cell in row):
            named = [str(cell).strip() if _filled(cell) else "" for cell in row]
            while named and not named[-1]:
                named.pop()
            columns = tuple(one or f"column {i}" for i, one in enumerate(named, 1))
            return Table(name, columns, _rows(numbered, columns, name))
    raise Empty(f"expected a table in {name}, found nothing")


def _rows(
    numbered: Iterable[tuple[int, list[Any] | InputError]], columns: tuple[str, ...], name: str
) -> Iterator[GivenRow]:
    for number, row in numbered:
        called = f"{name}, row {number}"
        if isinstance(row, InputError):
            yield GivenRow(called, {}, InputError(f"expected cells in {called}, found {row}"))
        elif any(map(_filled, row[len(columns) :])):
            found = f"expected at most {len(columns)} cells in {called}, found {len(row)}"
            yield GivenRow(called, {}, InputError(found))
        elif any(map(_filled, row)):
            yield GivenRow(called, _cells(zip(columns, row, strict=False)))


def _cells(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The filled cells; of columns with the same name the first."""
    found: dict[str, Any] = {}
    for column, cell in pairs:
        if _filled(cell):
            found.setdefault(column, cell)
    return found


def _filled(cell: Any) -> bool:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return False
    return not isinstance(cell, str) or bool(cell.strip())


# -- Excel -----------------------------------------------------------------------------------------------------------


def _excel(file: IO[bytes], name: str) -> Iterator[Table]:
    """The sheets of a workbook that have something in them."""
    with _by_the_extra("Excel files", "an Excel workbook", name):
        from openpyxl import load_workbook  # noqa: PLC0415 - takes a while to load

        data = file if file.seekable() else io.BytesIO(file.read())
        book = load_workbook(data, read_only=True, data_only=True)
        sheets = book.worksheets
    empty = True
    for sheet in sheets:
        called = f"{name}, sheet {shorten(sheet.title, 40)}" if len(sheets) > 1 else name
        rows = _excel_rows(sheet, called)
        first = next((row for row in rows if any(map(_filled, row))), None)
        if first is not None:
            empty = False
            yield _table(called, chain([first], rows))
    if empty:
        raise Empty(f"expected a table in {name}, found nothing")


def _excel_rows(sheet: Any, name: str) -> Iterator[list[Any]]:
    with _by_the_extra("Excel files", "an Excel workbook", name):
        sheet.reset_dimensions()  # what a file says of its size needn't be true
        for row in sheet.iter_rows(values_only=True):
            yield list(row)


@contextmanager
def _by_the_extra(what: str, found: str, name: str) -> Iterator[None]:
    """A context in which a library of an extra reads a file. Raises MissingExtra, and NotText if it can't."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtra(_NEEDED.format(what)) from error
    except (InputError, GeneratorExit):
        raise
    except MemoryError as error:
        raise TooLarge(f"expected a table that can be read with the memory there is, found {name}") from error
    except Exception as error:  # these libraries may raise anything on a broken file
        raise NotText(f"expected {found} in {name}, found a file that can't be read as one") from error


# -- Parquet ---------------------------------------------------------------------------------------------------------


def _parquet(file: IO[bytes], name: str) -> Iterator[Table]:
    with _by_the_extra("Parquet files", "a Parquet file", name):
        from pyarrow import parquet  # noqa: PLC0415 - takes a while to load

        table = parquet.ParquetFile(file if file.seekable() else io.BytesIO(file.read()))
        columns = tuple(table.schema_arrow.names)
    yield Table(name, columns, _parquet_rows(table, name))


def _parquet_rows(table: Any, name: str) -> Iterator[GivenRow]:
    number = 0
    with _by_the_extra("Parquet files", "a Parquet file", name):
        for some in table.iter_batches(batch_size=AT_ONCE):
            for cells in some.to_pylist():
                number += 1
                if any(map(_filled, cells.values())):
                    yield GivenRow(f"{name}, row {number}", _cells(cells.items()))


# -- JSON ------------------------------------------------------------------------------------------------------------


def _json(file: IO[bytes], name: str) -> Table:
    """A list of objects; or one object, or the one list of objects in it, as news services answer."""
    data = file.read(MAX_JSON + 1)
    if len(data) > MAX_JSON:
        raise TooLarge(f"expected at most {MAX_JSON / 1e6:.0f} MB in {name}, found more; JSON Lines may be longer")
    text = decoded(data, name, is_html=False)
    if not text.strip():
        raise Empty(f"expected JSON in {name}, found nothing")
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"expected JSON in {name}, found {shorten(text.strip(), 40)!r}") from error
    return json_table(values, name)


def json_table(values: Any, name: str) -> Table:
    """The table of a JSON value. Raises InputError if there are no objects in it."""
    if isinstance(values, Mapping):
        lists = [one for one in values.values() if _has_objects(one)]
        values = lists[0] if len(lists) == 1 else [values]
    if not _has_objects(values):
        raise InputError(f"expected a list of objects in {name}, found {shorten(repr(values), 60)}")
    columns = dict.fromkeys(key for one in islice(values, HEAD_ROWS) if isinstance(one, Mapping) for key in one)
    return Table(name, tuple(columns), _json_rows(values, name))


def _has_objects(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, Mapping) for one in value)


def _json_rows(values: Iterable[Any], name: str) -> Iterator[GivenRow]:
    for number, value in enumerate(values, 1):
        called = f"{name}, item {number}"
        if isinstance(value, Mapping):
            yield GivenRow(called, _cells(value.items()))
        else:
            yield GivenRow(called, {}, InputError(f"expected an object in {called}, found {shorten(repr(value), 40)}"))


def written(cell: Any) -> str:
    """A cell as text: days as ISO dates, whole numbers without a fraction, of an object its name."""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, Mapping):
        return str(cell.get("name") or cell.get("title") or "")
    return str(cell)
