"""WARC and WACZ: pages read, everything else passed over with its reason, damage costing its record alone."""

from __future__ import annotations

import gzip
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from commands import run
from pyarrow import parquet

from reportedly.articles.inputs import articles, records
from reportedly.articles.pending import Input, PassedOver, Pending, made

SAID = "“It floats,” said Ana Reyes, the mayor of Tarn, after the ferry had left the harbour for the first time."
PAGE = f"<html><head><title>Ferry</title></head><body><article><p>{SAID}</p><p>{SAID}</p></article></body></html>"


def record(kind: str, block: bytes, url: str = "", media: str = "application/http; msgtype=response") -> bytes:
    """A record of a WARC file."""
    headers = {
        "WARC-Type": kind, "WARC-Record-ID": "<urn:uuid:12345678-1234-4234-8234-123456789012>",
        "WARC-Date": "2024-05-08T10:00:00Z", "Content-Type": media, "Content-Length": str(len(block)),
    }  # fmt: skip
    if url:
        headers["WARC-Target-URI"] = url
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def response(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    """An HTTP response."""
    given = {"Content-Type": "text/html; charset=utf-8", **{name.replace("_", "-"): it for name, it in headers.items()}}
    lines = "".join(f"{name}: {it}\r\n" for name, it in given.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def chunked(body: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:50], body[50:])) + b"0\r\n\r\n"


def at(number: int) -> str:
    return f"https://ntb.example/{number}"


LATIN = {"Content_Type": "text/html; charset=windows-1252"}
ASKED = "application/http; msgtype=request"
#: Records, and what becomes of each: the kind for which it is passed over, or words of its text, or of its error.
RECORDS = [
    (record("warcinfo", b"software: x", media="application/warc-fields"), "warcinfo"),
    (record("request", b"GET / HTTP/1.1\r\n\r\n", at(1), ASKED), "request"),
    (record("response", response(PAGE.encode()), at(1)), SAID),
    (record("response", response(PAGE.encode("cp1252"), **LATIN), at(2)), SAID),
    (record("response", response(chunked(PAGE.encode()), Transfer_Encoding="chunked"), at(3)), SAID),
    (record("response", response(gzip.compress(PAGE.encode()), Content_Encoding="gzip"), at(4)), SAID),
    (record("response", response(b"", "301 Moved", Location="/new"), at(5)), "HTTP 301"),
    (record("response", response(b"Gone.", "404 Not Found"), at(6)), "HTTP 404"),
    (record("response", response(b"\x89PNG", Content_Type="image/png"), at(7)), "no page"),
    (record("revisit", response(b""), at(1)), "revisit"),
    (record("response", b"dns answer", "dns:ntb.example", "text/dns"), "no HTTP"),
    (record("metadata", b"a: b", "https://ntb.example/1", "application/warc-fields"), "metadata"),
    (record("conversion", SAID.encode(), "https://ntb.example/8", "text/plain"), SAID),
    (record("resource", PAGE.encode(), "https://ntb.example/9", "text/html"), SAID),
    (record("response", response(b"<html><body></body></html>"), at(10)), "HTML without one"),
]  # fmt: skip
EXPECTED = [expected for _, expected in RECORDS]


def zstandard(data: bytes) -> bytes:
    return bytes(pa.Codec("zstd").compress(data, asbytes=True))


def written(form: str, path: Path) -> Path:
    """The records in a file of this form."""
    every = [data for data, _ in RECORDS]
    data = {
        "warc": b"".join(every), "warc.gz": b"".join(map(gzip.compress, every)),
        "warc.zst": b"".join(map(zstandard, every)),
        "one.warc.gz": gzip.compress(b"".join(every)), "bin": b"".join(map(gzip.compress, every)),
    }  # fmt: skip
    file = path / f"news.{form}"
    if form != "wacz":
        file.write_bytes(data[form])
        return file
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("datapackage.json", "{}")
        packed.writestr("archive/one.warc.gz", data["warc.gz"])
    return file


def became(found: Iterator[Input | Pending | PassedOver]) -> list[str]:
    """What became of each record, as in RECORDS."""
    told = []
    for one in found:
        if isinstance(one, PassedOver):
            told.append(one.kind)
            continue
        whole = made(one) if isinstance(one, Pending) else one
        told.append(whole.article.text.split("\n")[0] if whole.article else str(whole.error))
    return [next((words for words in EXPECTED if words in one), one) for one in told]


@pytest.mark.parametrize("form", ["warc", "warc.gz", "warc.zst", "one.warc.gz", "wacz", "bin"])
def test_every_record_of_an_archive(form: str, tmp_path: Path) -> None:
    assert became(records(str(written(form, tmp_path)))) == EXPECTED


@pytest.mark.parametrize("form", ["warc", "warc.gz"])
def test_reading_begins_at_any_record(form: str, tmp_path: Path) -> None:
    file = str(written(form, tmp_path))
    marks = [getattr(one, "at", None) for one in records(file)]
    assert marks == sorted({mark for mark in marks if mark is not None})
    for number in (1, 5, len(marks) - 1):
        assert became(records(file, at=marks[number])) == EXPECTED[number:]


def test_a_page_has_the_address_of_its_record(tmp_path: Path) -> None:
    told: list[str] = []
    found = [one for one in articles([str(written("warc.gz", tmp_path))], tell=told.append) if one.article]
    assert [one.article and one.article.url for one in found] == [
        f"https://ntb.example/{number}" for number in (1, 2, 3, 4, 8, 9)
    ]
    assert told == [
        "passed over: 1 warcinfo, 1 request, 1 HTTP 301, 1 HTTP 404, 1 no page, 1 revisit, 1 no HTTP, 1 metadata"
    ]


def test_damage_costs_its_record_alone(tmp_path: Path) -> None:
    every = [gzip.compress(data) for data, _ in RECORDS]
    file = tmp_path / "news.warc.gz"
    file.write_bytes(every[0] + every[2][:20] + b"\xff" * 40 + b"".join(every[3:6]))
    found = became(records(str(file)))
    assert found[:1] + found[-3:] == ["warcinfo", SAID, SAID, SAID]
    assert [one for one in found if "found damage" in one]


@pytest.mark.parametrize("data", [b"WARC/1.0\r\nContent-Length: 10\r\n", b"\x1f\x8b\x08\x00", b"WARC/9", b"PK\x03\x04"])
def test_a_broken_archive_ends(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    file.write_bytes(data)
    assert len(list(records(str(file)))) <= 2


def test_an_archive_on_standard_input_and_in_a_batch(tmp_path: Path) -> None:
    file = written("warc.gz", tmp_path)
    ended = run("read", "-", "--json", stdin=file.read_bytes())
    assert ended.stdout.count('"reportedly/reading"') == 6, ended.stderr
    out = tmp_path / "out"
    assert run("batch", file, "--out", out, "--jobs", 1).returncode == 0
    rows = parquet.read_table(out / "outcomes").to_pylist()
    assert [row["kind"] or row["outcome"] for row in rows] == [
        "warcinfo", "request", "read", "read", "read", "read", "HTTP 301", "HTTP 404", "no page", "revisit", "no HTTP",
        "metadata", "read", "read", "empty",
    ]  # fmt: skip
    assert rows[6]["reason"] == "a redirect to /new"
    assert rows[6]["url"] == "https://ntb.example/5"


def test_the_extra_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    (found,) = records(str(written("warc", tmp_path)))
    assert isinstance(found, Input)
    assert str(found.error).endswith("needs the extra: pip install 'reportedly[archives]'")
