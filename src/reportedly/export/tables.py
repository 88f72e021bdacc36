"""A ledger as tables: Parquet, or CSV with a description in CSV on the Web (CSVW)."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from ..errors import OutputError
from ..ledger.asked.snapshot import TableName
from ..values.fields import ANSWERS, CHAIN, ON_ROW, SOURCING, STANCES, Field, Sort

if TYPE_CHECKING:
    import pyarrow

#: The type of a cell. spans: [start, end) pairs in code points. texts: a list of strings. values: any other structure,
#: as JSON.
ColumnType = Literal["integer", "number", "text", "date", "boolean", "spans", "texts", "values"]
RowReader = Callable[[TableName], Iterable[Mapping[str, Any]]]
#: The file that describes the CSV files beside it: https://www.w3.org/TR/tabular-metadata/.
METADATA = "csv-metadata.json"
#: Rows written to Parquet at once.
AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. to: the table to whose ids it refers. always: whether it has a value in every row."""

    name: str
    kind: ColumnType
    to: TableName | None = None
    always: bool = False


def _columns(*given: str) -> tuple[Column, ...]:
    """Columns from `name:kind`, `name>table` (an id of another table) or `name` (an integer); “!” means always."""
    columns = []
    for words in given:
        always = words.endswith("!")
        name, _, table = words.rstrip("!").partition(">")
        name, _, kind = name.partition(":")
        columns.append(
            Column(name, cast(ColumnType, kind or "integer"), cast(TableName, table) if table else None, always)
        )
    return tuple(columns)


def _on_row(field: Field) -> Iterator[Column]:
    """The columns of a value in the table of statements."""
    yield Column(field.first.column, "text", always=bool(field.usual))
    yield from (Column(one.column, one.kind) for one in field.derived)


def _beside(field: Field) -> Iterator[Column]:
    """The columns of a value in a table of its own."""
    for part in field.named:
        to: TableName | None = "statements" if part.sort == "statement" else None
        yield Column(part.column, _KINDS[part.sort], to, always=True)
        if part.holder:
            yield Column(part.holder, "integer", "holders")


_KINDS: dict[Sort, ColumnType] = {
    "words": "text", "choice": "text", "statement": "integer", "polarity": "number", "spans": "spans",
}  # fmt: skip

#: The tables and their columns, documented in `docs/export.md`.
COLUMNS: dict[TableName, tuple[Column, ...]] = {
    "articles": _columns(
        "id!", "digest:text!", "url:text", "outlet:text", "site:text", "title:text", "authors:texts!",
        "published:date", "language:text", "words!", "added_at:text!", "version!", "supersedes>articles",
        "current:boolean!", "copy_of>articles", "program:text", "weights:text",
    ),
    "fact_changes": _columns("id!", "article_id>articles!", "fact:text!", "old:values", "new:values", "at:text!"),
    "holders": _columns("id!", "name:text!", "kind:text!", "role:text", "same_as>holders", "wikidata:text"),
    "statements": _columns(
        "id!", "article_id>articles!", "position!", "url:text", "outlet:text", "published:date",
        "parent_id>statements", "type:text!", "holder_id>holders", "holder:text", "holder_kind:text",
        "holder_role:text", "cue_text:text!", "content_text:text!",
    ) + tuple(column for field in ON_ROW for column in _on_row(field)) + _columns(
        "thread_id", "within:text", "said:boolean!", "confidence:number!", "source:spans!", "cue:spans!",
        "content:spans!",
    ),
    "hops": _columns("statement_id>statements!", "position!") + tuple(_beside(CHAIN)),
    "answers": _columns("statement_id>statements!") + tuple(_beside(ANSWERS)),
    "stances": _columns("statement_id>statements!") + tuple(_beside(STANCES)),
    "sourcing": _columns("statement_id>statements!") + tuple(_beside(SOURCING)),
    "links": _columns(
        "statement_id>statements!", "other_id>statements!", "wording:text!", "score:number!"
    ),
    "findings": _columns(
        "id!", "code:text!", "sentence:text!", "article_id>articles!", "evidence:values!", "found_at:text!"
    ),
    "records": _columns(
        "id!", "digest:text!", "name:text!", "form:text!", "event:text", "date:date", "place:text", "words!",
        "added_at:text!", "model:text", "model_sha256:text", "recording:text", "recording_sha256:text",
    ),
    "verified": _columns(
        "id!", "record_id>records!", "article_id>articles!", "statement_id>statements", "holder:text", "class:text!",
        "marked:boolean", "time:number", "words:text!", "spans:spans!", "passages:values!", "differences:values!",
    ),
    "authenticity": _columns(
        "article_id>articles!", "position!", "statement_id>statements", "kind:text!", "text:text!", "record:text!",
        "own:boolean!", "by:text", "spans:spans!", "record_spans:spans!", "by_spans:spans!", "statements:values!",
    ),
}  # fmt: skip


# -- CSV -------------------------------------------------------------------------------------------------------------


def write_csv(folder: Path, rows: RowReader) -> None:
    """Write a CSV file (UTF-8, RFC 4180) for each table and their description, then validate them against it.

    folder: an existing folder. rows: gives the rows of a table. Raises OutputError if they don't fit.
    """
    for name, columns in COLUMNS.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(column.name for column in columns)
            writer.writerows([_cell(row[column.name], column.kind) for column in columns] for row in rows(name))
    description = folder / METADATA
    description.write_text(json.dumps(metadata(), indent=2) + "\n", encoding="utf-8")
    _check_csv(description)


def _cell(value: Any, kind: ColumnType) -> str:
    if value is None:
        return ""
    if kind in ("spans", "texts", "values"):
        return json.dumps(value, ensure_ascii=False)
    if kind == "boolean":
        return "true" if value else "false"
    return str(value)


_DATATYPES = {"text": "string", "spans": "json", "texts": "json", "values": "json"}


def metadata() -> dict[str, Any]:
    """The description of the CSV files in CSV on the Web."""
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "dialect": {"header": True, "encoding": "utf-8", "lineTerminators": ["\r\n"]},
        "tables": [{"url": f"{name}.csv", "tableSchema": _schema(columns)} for name, columns in COLUMNS.items()],
    }


def _schema(columns: Sequence[Column]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "columns": [
            {
                "name": column.name,
                "titles": column.name,
                "datatype": _DATATYPES.get(column.kind, column.kind),
                "required": column.always,
            }
            for column in columns
        ],
        "foreignKeys": [
            {"columnReference": column.name, "reference": {"resource": f"{column.to}.csv", "columnReference": "id"}}
            for column in columns
            if column.to
        ],
    }
    return {**described, "primaryKey": "id"} if columns[0].name == "id" else described


def _check_csv(description: Path) -> None:
    """Read every file back and check types, required cells and references. Raises OutputError."""
    from csvw import TableGroup  # noqa: PLC0415 - takes a while to load

    try:
        group = TableGroup.from_file(description)
        for table in group.tables:
            for _ in table.iterdicts(strict=True):
                pass
        group.check_referential_integrity()
    except ValueError as error:
        raise OutputError(f"expected tables that fit {METADATA}, but {error}") from error


# -- Parquet ---------------------------------------------------------------------------------------------------------


def write_parquet(folder: Path, rows: RowReader) -> None:
    """Write a Parquet file for each table, and check its schema and number of rows.

    folder: an existing folder. rows: gives the rows of a table. Raises OutputError if they don't fit.
    """
    import pyarrow as pa  # noqa: PLC0415 - takes a while to load
    from pyarrow import parquet  # noqa: PLC0415

    for name, columns in COLUMNS.items():
        schema, count, path = arrow_schema(columns), 0, folder / f"{name}.parquet"
        try:
            with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
                for some in _batched(rows(name), AT_ONCE):
                    values = [{c.name: _value(row[c.name], c.kind) for c in columns} for row in some]
                    writer.write_table(pa.Table.from_pylist(values, schema=schema))
                    count += len(values)
        except pa.ArrowInvalid as error:
            raise OutputError(f"expected the table {name} to fit its columns, but {error}") from error
        written = parquet.read_metadata(path)
        if written.num_rows != count or not written.schema.to_arrow_schema().equals(schema):
            raise OutputError(f"expected {count} rows of {name} in {path.name}, found {written.num_rows}")


def arrow_schema(columns: Iterable[Column]) -> pyarrow.Schema:
    """The Arrow schema of the columns."""
    import pyarrow as pa  # noqa: PLC0415

    types = {
        "integer": pa.int64(), "number": pa.float64(), "text": pa.string(), "date": pa.date32(),
        "boolean": pa.bool_(), "spans": pa.list_(pa.list_(pa.int32(), 2)), "texts": pa.list_(pa.string()),
        "values": pa.string(),
    }  # fmt: skip
    return pa.schema([pa.field(c.name, types[c.kind], nullable=not c.always) for c in columns])


def _value(value: Any, kind: ColumnType) -> Any:
    if value is None:
        return None
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "boolean":
        return bool(value)
    return json.dumps(value, ensure_ascii=False) if kind == "values" else value


def _batched(rows: Iterable[Mapping[str, Any]], size: int) -> Iterator[list[Mapping[str, Any]]]:
    """The rows in batches of `size` (itertools.batched needs Python 3.12)."""
    remaining = iter(rows)
    while some := list(islice(remaining, size)):
        yield some
