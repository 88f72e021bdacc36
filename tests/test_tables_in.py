"""Tables → articles: CSV, TSV, Excel, Parquet, JSON, packed or not; which column is what; what is damaged."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import commands
import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from reportedly import InputError, MissingExtra
from reportedly.articles import tables
from reportedly.articles.columns import NAMES, columns_of, has_names
from reportedly.articles.inputs import Facts, Input, articles
from reportedly.articles.tables import GivenRow, Table
from reportedly.cli.group import HOLDS
from reportedly.errors import NotText, TooLarge

SAID = "“It floats,” said Ana Reyes.\n\nShe added that the tide, at last, was late."
ROWS: list[dict[str, Any]] = [
    {"id": 1, "headline": "Ferry", "body": SAID, "date": "2024-05-08", "link": "https://courier.example/1",
     "publication": "The Courier", "author": "Petra Voss; Ole Lund"},
    {"id": 2, "headline": "Quay, “north”", "body": "“It sinks,” said Ole Lund.", "date": "2024-05-09", "link": None,
     "publication": "NTB", "author": None},
]  # fmt: skip


def csv_of(rows: list[dict[str, Any]], delimiter: str = ",") -> str:
    def cell(value: object) -> str:
        return "" if value is None else '"{}"'.format(str(value).replace('"', '""'))

    head = delimiter.join(rows[0])
    return "\r\n".join([head, *(delimiter.join(map(cell, row.values())) for row in rows)]) + "\r\n"


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rows_of(rows: list[dict[str, Any]]) -> list[list[Any]]:
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def parquet_of(rows: list[dict[str, Any]]) -> bytes:
    file = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(rows), file)
    return file.getvalue()


def zstandard(data: bytes) -> bytes:
    packed: bytes = pa.compress(data, "zstd", asbytes=True)
    return packed


CSV = csv_of(ROWS).encode()
#: a file's name, its content
FILES: list[tuple[str, bytes]] = [
    ("news.csv", CSV),
    ("news.csv", b"\xef\xbb\xbf" + CSV),
    ("news.CSV", csv_of(ROWS, ";").encode("utf-16")),
    ("news.csv", csv_of(ROWS, ";").encode("cp1252")),
    ("news.csv", b"sep=|\r\n" + csv_of(ROWS, "|").encode()),
    ("news.tsv", csv_of(ROWS, "\t").encode()),
    ("news.txt", CSV),
    ("news", CSV),
    ("news.xlsx", workbook({"News": rows_of(ROWS)})),
    ("news.csv", workbook({"News": rows_of(ROWS)})),
    ("news", workbook({"Empty": [], "News": rows_of(ROWS)})),
    ("news.parquet", parquet_of(ROWS)),
    ("news.bin", parquet_of(ROWS)),
    ("news.json", json.dumps(ROWS).encode()),
    ("news.json", json.dumps({"status": "ok", "articles": ROWS}).encode()),
    ("news.txt", json.dumps(ROWS).encode()),
    ("news.jsonl", "\n".join(map(json.dumps, ROWS)).encode()),
]  # fmt: skip
PACKINGS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("", bytes), (".gz", gzip.compress), (".xz", lzma.compress), (".bz2", bz2.compress), (".zst", zstandard),
]  # fmt: skip


def given(*names: Path | str, **more: Any) -> list[Input]:
    return list(articles([str(name) for name in names], **more))


def told(path: Path, **more: Any) -> list[str]:
    sentences: list[str] = []
    given(path, tell=sentences.append, **more)
    return [sentence.replace(f"{path.parent}/", "") for sentence in sentences]


@pytest.mark.parametrize(("suffix", "pack"), PACKINGS)
@pytest.mark.parametrize(("name", "data"), FILES)
def test_a_table_is_its_articles(
    tmp_path: Path, name: str, data: bytes, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / f"{name}{suffix}"
    path.write_bytes(pack(data))
    first, second = (found.article for found in given(path))
    assert first is not None
    assert second is not None
    assert (first.text, first.title, first.published, first.url) == (
        SAID,
        "Ferry",
        "2024-05-08",
        "https://courier.example/1",
    )
    assert (first.outlet, first.authors) == ("The Courier", ("Petra Voss", "Ole Lund"))
    assert (second.title, second.published, second.url, second.authors) == ("Quay, “north”", "2024-05-09", None, ())


@pytest.mark.parametrize(("name", "data"), [one for one in FILES if one[0] in ("news.txt", "news", "news.bin")])
@pytest.mark.parametrize(("_", "pack"), PACKINGS)
def test_a_table_on_standard_input(
    monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, _: str, pack: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(pack(data))))
    assert [found.article and found.article.title for found in given("-")] == ["Ferry", "Quay, “north”"]


def test_171_rows_are_171_articles(tmp_path: Path) -> None:
    rows = [{"title": f"Ferry {i}", "content": f"“It floats,” said Ana Reyes on day {i}."} for i in range(171)]
    (tmp_path / "a.csv").write_text(csv_of(rows), encoding="utf-8")
    found = given(tmp_path)
    assert [one.article and one.article.title for one in found] == [row["title"] for row in rows]
    assert found[170].name == f"{tmp_path / 'a.csv'}, row 172"


# -- columns -----------------------------------------------------------------------------------------------------------

#: the columns, the texts of a column whose name tells nothing, what is taken from where
GUESSED = [
    (["text", "url"], {}, {"text": "text", "url": "url"}),
    (["Body Text", "HEADLINE", "Pub. Date"], {}, {"text": "Body Text", "title": "HEADLINE", "published": "Pub. Date"}),
    (["content", "text"], {}, {"text": "text"}),
    (["html", "title"], {}, {"html": "html", "title": "title"}),
    (["text", "html"], {}, {"text": "text"}),
    (["a", "b", "title"], {"b": SAID * 4, "a": "short"}, {"text": "b", "title": "title"}),
    (["source", "article", "by"], {}, {"text": "article", "outlet": "source", "authors": "by"}),
]  # fmt: skip


def table(columns: list[str], cells: dict[str, Any] | None = None) -> tuple[Table, list[GivenRow]]:
    row = GivenRow("a.csv, row 2", cells or {})
    return Table("a.csv", tuple(columns), iter([row])), [row]


@pytest.mark.parametrize(("columns", "cells", "expected"), GUESSED)
def test_columns_are_guessed(columns: list[str], cells: dict[str, str], expected: dict[str, str]) -> None:
    of, head = table(columns, cells)
    assert dict(columns_of(of, head, {}).of) == expected


def test_what_the_user_says_of_columns_wins() -> None:
    of, head = table(["text", "Summary", "title", "head"])
    assert dict(columns_of(of, head, {"text": "summary", "title": "head"}).of) == {"text": "Summary", "title": "head"}


#: the columns, what the user says, the sentence
NO_COLUMN = [
    (["id", "name"], {}, "expected a column with the texts of articles in a.csv, found id, name; --column text=NAME"),
    (["text"], {"text": "body"}, "expected the column 'body' in a.csv, found text"),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "chosen", "sentence"), NO_COLUMN)
def test_a_column_that_is_not_there(columns: list[str], chosen: dict[str, str], sentence: str) -> None:
    of, head = table(columns)
    with pytest.raises(InputError) as error:
        columns_of(of, head, chosen)
    assert sentence in str(error.value)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["title", "text"], True), (["Body", "Date", "x"], True), (["text"], False), (["title", "date"], False),
        (["The story by the source, a text", "text", "title"], True),
        (["“The text,” she said, “is what I read in the paper today", " and the title is wrong.”"], False),
    ],
)  # fmt: skip
def test_names_of_columns_are_told_from_prose(columns: list[str], expected: bool) -> None:
    assert has_names(columns) == expected


def test_what_is_taken_from_where_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(csv_of(ROWS), encoding="utf-8")
    assert told(tmp_path / "a.csv") == [
        "a.csv: text from “body”, title from “headline”, url from “link”, outlet from “publication”, authors from "
        "“author”, published from “date”; not used: id"
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, [*ROWS, {"text": SAID}])), encoding="utf-8")
    assert len(told(tmp_path / "a.jsonl")) == 1


def test_the_command_knows_what_columns_hold() -> None:
    assert set(HOLDS) == set(NAMES)


def test_columns_on_the_command_line(tmp_path: Path) -> None:
    rows = [{"summary": "Short.", "a": "“It floats,” said Ana Reyes.", "b": "Ferry"}]
    (tmp_path / "a.csv").write_text(csv_of(rows), encoding="utf-8")
    args = ["read", "--json", "--column", "text=a", "title=b", str(tmp_path / "a.csv")]
    result = commands.run(*args)
    assert (result.returncode, json.loads(result.stdout)["article"]["title"]) == (0, "Ferry")
    assert "a.csv: text from “a”, title from “b”; not used: summary" in result.stderr
    wrong = commands.run("read", "--column", "words=a", str(tmp_path / "a.csv"))
    assert (wrong.returncode, "expected one of text, html, title" in wrong.stderr) == (2, True)


# -- days --------------------------------------------------------------------------------------------------------------

#: the days of a column, those of its articles; a sentence for one that can't be told
DAYS: list[tuple[list[Any], list[str]]] = [
    (["2024-05-08T10:00:00Z", "2024/5/8", "20240508"], ["2024-05-08"] * 3),
    ([date(2024, 5, 8), datetime(2024, 5, 8, 23, 0)], ["2024-05-08"] * 2),
    (["May 8, 2024", "8 May 2024", "Wed, 08 May 2024 10:00:00 GMT"], ["2024-05-08"] * 3),
    (["3/5/2024", "25/4/2024"], ["2024-05-03", "2024-04-25"]),
    (["3/5/2024", "4/25/2024"], ["2024-03-05", "2024-04-25"]),
    (["3/5/2024", "5.5.2024"], ["found '3/5/2024', in which day and month can't be told apart", "2024-05-05"]),
    (["3/5/2024", "25/4/2024", "4/25/2024"], ["can't be told apart", "2024-04-25", "2024-04-25"]),
    ([1715162400, 1715162400000], ["2024-05-08"] * 2),
    (["May 2024", "yesterday", "31/2/2024", "13/13/2024"], ["expected a date of publication as YYYY-MM-DD, found"] * 4),
]


@pytest.mark.parametrize(("days", "expected"), DAYS)
def test_days(tmp_path: Path, days: list[Any], expected: list[str]) -> None:
    (tmp_path / "a.xlsx").write_bytes(
        workbook({"A": [["text", "date"], *(["“It floats,” said Reyes.", day] for day in days)]})
    )
    for found, one in zip(given(tmp_path / "a.xlsx"), expected, strict=True):
        assert one in (found.article.published or "" if found.article else str(found.error))


# -- what is damaged, empty or hostile ---------------------------------------------------------------------------------

#: a file's name, its content, for each outcome its title or the sentence
BAD: list[tuple[str, bytes, list[str]]] = [
    ("a.csv", b"", ["expected a table in {}, found nothing"]),
    ("a.csv", b"\n\n \n", ["expected a table in {}, found nothing"]),
    ("a.csv", b"title,text\n", []),
    ("a.csv", b"title,text\nA,x\n,\nB,\n", ["A", "expected an article, found no text, in {}, row 4"]),
    ("a.csv", b"title,text\nA,x\nB,y,z\nC,z\n", ["A", "expected at most 2 cells in {}, row 3, found 3", "C"]),
    ("a.csv", b'title,text\n"A"b,x\nC,y\n', ["expected cells in {}, row 2, found CSV that can't", "C"]),
    ("a.csv", b'title,text\nA,x\nB,"y\nC,z\n', ["A", "expected cells in {}, row 3, found a quotation mark that isn't"]),
    ("a.csv", b"title,text\nA," + b"x" * 2_000_001 + b"\nB,y\n", ["expected at most 2,000,000 characters", "B"]),
    ("a.csv", b"title,text\nA,\x81\x8d\x8f\xff\x00\nB,y\n", ["expected cells in {}, row 2, found", "B"]),
    ("a.csv", b"id,name\n1,x\n", ["expected a column with the texts of articles in {}, found id, name"]),
    ("a.csv", b"title,text,title\nA,x,B\n", ["A"]),
    ("a.csv", b"%PDF-1.7 nothing", ["found one that is damaged"]),
    ("a.csv", b"<!doctype html><html><body></body></html>", ["found HTML without one"]),
    ("a.xlsx", b"", ["expected an Excel workbook in {}, found a file that can't be read as one"]),
    ("a.xlsx", b"title,text\nA,x\n", ["expected an Excel workbook in {}, found a file that can't be read as one"]),
    ("a.xlsx", b"PK\x03\x04 broken", ["expected an Excel workbook in {}, found a file that can't be read as one"]),
    ("a.xlsx", workbook({"A": rows_of(ROWS)})[:-200], ["found a file that can't be read as one"]),
    ("a.xlsx", workbook({"A": []}), ["expected a table in {}, found nothing"]),
    ("a.xlsx", workbook({"Notes": [["x"]], **{n: [["title", "text"], [n, "x"]] for n in "AB"}}), ["A", "B"]),
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ["found an old Office document, or one with a password"]),
    ("a.parquet", b"PAR1 broken", ["expected a Parquet file in {}, found a file that can't be read as one"]),
    ("a.parquet", parquet_of(ROWS)[:-9], ["expected a Parquet file in {}, found a file that can't be read as one"]),
    ("a.json", b"", ["expected JSON in {}, found nothing"]),
    ("a.json", b'[{"text": "x"', ["expected JSON in {}, found"]),
    ("a.json", b"[" * 100_000, ["expected JSON in {}, found"]),
    ("a.json", b"[1, 2]", ["expected a list of objects in {}, found [1, 2]"]),
    ("a.json", b'[{"title": "A", "text": "x"}, 7, {"title": "B", "text": "y", "source": {"name": "NTB"}}]',
     ["A", "expected an object in {}, item 2, found 7", "B"]),
    ("a.csv.gz", gzip.compress(CSV, mtime=0)[:60], ["found a file that can't be read"]),
    ("a.txt.xz", lzma.compress(b"It floats.")[:20], ["found a file that can't be read"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "expected"), BAD)
def test_what_cannot_be_read_is_one_outcome(tmp_path: Path, name: str, data: bytes, expected: list[str]) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    found = given(path)
    assert len(found) == len(expected)
    for one, wanted in zip(found, expected, strict=True):
        assert wanted.format(path) in (str(one.error) if one.article is None else f"{one.article.title}")
        assert (one.article is None) == isinstance(one.error, InputError)


def test_a_sheet_that_is_not_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook({"Notes": [["x"]], "A": [["title", "text"], ["A", "x"]]}))
    assert told(tmp_path / "a.xlsx")[1].startswith(
        "not read: expected a column with the texts of articles in a.xlsx, sheet Notes"
    )


@pytest.mark.parametrize(("name", "data", "module"), [
    ("a.xlsx", workbook({"A": rows_of(ROWS)}), "openpyxl"),
    ("a.parquet", parquet_of(ROWS), "pyarrow"),
    ("a.csv.zst", zstandard(CSV), "pyarrow"),
])  # fmt: skip
def test_a_missing_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / name).write_bytes(data)
    (found,) = given(tmp_path / name)
    assert isinstance(found.error, MissingExtra)
    assert str(found.error).endswith("pip install 'reportedly[tables]'")


def test_too_much_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_JSON", 100)
    (tmp_path / "a.json").write_text(json.dumps(ROWS), encoding="utf-8")
    (found,) = given(tmp_path / "a.json")
    assert isinstance(found.error, TooLarge)


# -- folders, titles ---------------------------------------------------------------------------------------------------


def test_what_a_folder_holds_and_is_not_read_is_told(tmp_path: Path) -> None:
    for name in ("a.txt", "b.JPG", "c.jpg", "d.doc", ".DS_Store", "e.csv.gz"):
        (tmp_path / name).write_bytes(gzip.compress(CSV) if name.endswith(".gz") else SAID.encode())
    sentences: list[str] = []
    assert len(given(tmp_path, tell=sentences.append)) == 3
    assert sentences[0] == f"not read in the folder {tmp_path}: 2 .jpg, 1 .doc"
    for name in ("a.txt", "e.csv.gz"):
        (tmp_path / name).unlink()
    (found,) = given(tmp_path)
    assert str(found.error) == f"expected articles in the folder {tmp_path}, found 2 .jpg, 1 .doc"


def test_a_title_is_for_one_article(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(SAID, encoding="utf-8")
    first, second = given(tmp_path, facts=Facts(title="Ferry"))
    assert first.article is not None
    assert first.article.title == "Ferry"
    assert "expected one article for the title 'Ferry', found" in str(second.error)


@pytest.mark.parametrize("name", ["a.txt.gz", "a.html.xz", "a.md.bz2"])
def test_articles_are_unpacked(tmp_path: Path, name: str) -> None:
    pack = {".gz": gzip.compress, ".xz": lzma.compress, ".bz2": bz2.compress}[Path(name).suffix]
    text = "<p>“It sinks,” said Ole Lund, and left.</p>" if "html" in name else SAID
    (tmp_path / name).write_bytes(pack(text.encode()))
    (found,) = given(tmp_path)
    assert found.article is not None
    assert found.article.text == ("“It sinks,” said Ole Lund, and left." if "html" in name else SAID)


def test_a_zip_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.odt").write_bytes(b"PK\x03\x04mimetype")
    (found,) = given(tmp_path / "a.odt")
    assert isinstance(found.error, NotText)
    assert "found a ZIP archive; of Office documents .docx and .xlsx are read" in str(found.error)
