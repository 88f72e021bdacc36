"""What was kept, as WACZ: valid by the format's own tools, with the statements that rest on it, every byte checked."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cdxj_indexer.main import CDXJIndexer
from commands import run
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_evidence import PAGE, Handler, file_of, site
from wacz.main import main as wacz

from reportedly import Article, Holder, Reading, Span, Standing, Statement
from reportedly.articles.fetching import fetch
from reportedly.errors import EvidenceError
from reportedly.evidence import packages
from reportedly.evidence.archive import Archive
from reportedly.evidence.checked import check_file
from reportedly.evidence.packages import check_package
from reportedly.export.cdxj import sort_key
from reportedly.export.wacz import COLUMNS, export_wacz
from reportedly.ledger import Ledger
from reportedly.web import Settings, create_app

__all__ = ["Handler", "site"]
TEXT = "“It floats,” said Ana Reyes."


def reading(text: str = TEXT, url: str | None = None) -> Reading:
    """A reading of one statement, as the tagger would make it."""
    holder = Holder("Ana Reyes", "person", None, (Span(18, 27),))
    said = Statement(
        (Span(18, 27),), (Span(13, 17),), (Span(0, 12),), "direct", None, 0.9, holder, None, None, None, (),
        Standing("asserted", ()), (), (),
    )  # fmt: skip
    return Reading(Article(text, url=url, outlet="Courier", published="2024-05-06"), (said,), (holder,))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, site: str) -> Iterator[tuple[Ledger, Archive]]:
    folder = tmp_path_factory.mktemp("desk")
    archive = Archive(folder / "desk.db.evidence")
    page = fetch(f"{site}/pieces", keep=True).capture
    assert page is not None
    with Ledger.open(folder / "desk.db") as ledger:
        ledger.add(reading(url=f"{site}/pieces"), of=[archive.keep(page)])
        ledger.add(reading(f"{TEXT} Twice."), of=[archive.keep(file_of(folder))])
        ledger.add(reading(f"{TEXT} Unkept."))
        yield ledger, archive


@pytest.fixture(scope="module")
def case(desk: tuple[Ledger, Archive], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("case") / "case.wacz"
    assert export_wacz(*desk, path) == 1
    return path


def test_it_is_valid_by_the_format_s_own_tools(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert wacz(["validate", "-f", str(case)]) == 0
    assert "the passed WACZ is valid" in capsys.readouterr().out


def test_it_has_the_warc_its_index_and_its_pages(case: Path, desk: tuple[Ledger, Archive], site: str) -> None:
    with zipfile.ZipFile(case) as archive:
        assert archive.read("archive/evidence.warc.gz") == desk[1].warc.read_bytes()
        lines = [
            line.split(" ", 2) for line in gzip.decompress(archive.read("indexes/index.cdx.gz")).decode().splitlines()
        ]
        index = {json.loads(line[2])["url"]: json.loads(line[2]) for line in lines}
        assert archive.read("indexes/index.idx").startswith(b"!meta 0 ")
        header, page = map(json.loads, archive.read("pages/pages.jsonl").decode().splitlines())
        assert all(one.compress_type == zipfile.ZIP_STORED for one in archive.infolist())
    kept = desk[0].captures(1)[0]
    assert index[f"{site}/pieces"]["offset"] == str(kept.sealed.offset)
    assert index[f"{site}/pieces"]["length"] == str(kept.sealed.length)
    assert (header["format"], page["url"], page["ts"]) == ("json-pages-1.0", f"{site}/pieces", kept.at)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.News.example/Storm/?b=2&a=1#top", "http://news.example:8080/", "https://news.example:443/a/b/",
        "http://127.0.0.1:8000/storm", "http://www2.news.example", "https://news.example/?", "http://a.b.c.example/x.html",
    ],
)  # fmt: skip
def test_addresses_are_sorted_as_others_sort_them(url: str) -> None:
    assert sort_key(url) == CDXJIndexer(None, []).get_url_key(url)


def test_its_manifest_has_every_statement_with_what_it_rests_on(case: Path) -> None:
    with zipfile.ZipFile(case) as archive:
        manifest = json.loads(archive.read("statements/statements.json"))
        rows = list(csv.DictReader(io.StringIO(archive.read("statements/statements.csv").decode(), newline="")))
    assert [article["id"] for article in manifest["articles"]] == [1, 2]
    first, said = manifest["articles"][0], manifest["statements"][0]
    assert said["evidence_sha256"] == first["captures"][0]["sha256"] == hashlib.sha256(PAGE.encode()).hexdigest()
    assert said["text_sha256"] == first["text_sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert [first["text"][start:end] for start, end in said["content_spans"]] == ["“It floats,”"]
    assert (said["holder"], said["cue"], said["content"]) == ("Ana Reyes", "said", "“It floats,”")
    assert tuple(rows[0]) == COLUMNS
    assert [row["record"] for row in rows] == [article["captures"][0]["record"] for article in manifest["articles"]]
    assert json.loads(rows[0]["content_spans"]) == said["content_spans"] == [[0, 12]]


def test_it_is_as_it_was_kept(case: Path) -> None:
    checked = check_package(case)
    assert (checked.faults, checked.records, checked.captures) == ((), 4, 2)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_any_byte_that_differs_is_found(case: Path, desk: tuple[Ledger, Archive], data: st.DataObject) -> None:
    sound = case.read_bytes()
    flipped = bytearray(sound)
    at = data.draw(st.integers(0, len(sound) - 1))
    flipped[at] ^= 1 << data.draw(st.integers(0, 7))
    faults = packages._checked(io.BytesIO(flipped), "case.wacz").faults
    assert faults
    start = sound.index(desk[1].warc.read_bytes())
    for number in (1, 2):
        for record in desk[0].captures(number)[0].records:
            if record.offset <= at - start < record.offset + record.length:
                assert [(fault.record, fault.articles) for fault in faults] == [(record.id, (number,))]


def test_a_record_of_another_s_file_is_checked_too(case: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.wacz"
    with zipfile.ZipFile(case) as source:
        (tmp_path / "evidence.warc.gz").write_bytes(source.read("archive/evidence.warc.gz"))
    assert wacz(["create", str(tmp_path / "evidence.warc.gz"), "-o", str(made), "--detect-pages"]) == 0
    assert check_package(made).faults == ()
    data = bytearray(made.read_bytes())
    data[data.index(b"\x1f\x8b\x08", data.index(b"archive/")) + 200] ^= 1
    made.write_bytes(data)
    assert any("archive/evidence.warc.gz" in fault.sentence for fault in check_package(made).faults)


def test_what_is_no_wacz_is_told(tmp_path: Path) -> None:
    (tmp_path / "none.wacz").write_bytes(b"It floats.")
    (fault,) = check_package(tmp_path / "none.wacz").faults
    assert fault.sentence == (
        "expected a WACZ file in none.wacz, found one that can't be read (File is not a zip file)"
    )
    with pytest.raises(EvidenceError, match=r"expected a WACZ file in .*, but: no such file or directory"):
        check_package(tmp_path / "other.wacz")


@given(st.binary(max_size=400) | st.binary(max_size=200).map(lambda data: gzip.compress(b"WARC/1.1\r\n" + data)))
def test_any_bytes_are_checked(data: bytes) -> None:
    assert packages._checked(io.BytesIO(data), "any.wacz").faults
    assert check_file(io.BytesIO(data), "any.warc.gz").faults


# -- as a user calls it ------------------------------------------------------------------------------------------------


def test_export_and_verify(desk: tuple[Ledger, Archive], tmp_path: Path) -> None:
    shutil.copytree(desk[1].folder.parent, tmp_path / "desk")
    ledger, case = tmp_path / "desk" / "desk.db", tmp_path / "case.wacz"
    written = run("export", case, "--ledger", ledger)
    assert (written.returncode, written.stderr) == (
        0, f"reportedly: left out: 1 articles of which nothing was kept\nWrote {case}\n",
    )  # fmt: skip
    sound = run("verify-evidence", case)
    assert (sound.returncode, sound.stdout) == (0, "as it was kept: 4 records, 2 pages and files\n")
    case.write_bytes(case.read_bytes()[:-500])
    assert run("verify-evidence", case).returncode == 1
    refused = run("export", "-", "--format", "wacz", "--ledger", ledger)
    assert (refused.returncode, "expected a file for a WACZ" in refused.stderr) == (2, True)
    shutil.rmtree(tmp_path / "desk" / "desk.db.evidence")
    gone = run("export", case, "--ledger", ledger)
    assert gone.returncode == 1
    assert gone.stderr.startswith("reportedly: expected the ledger's evidence in ")


def test_a_ledger_without_evidence_has_none_to_export(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "reportedly.db") as ledger:
        ledger.add(reading())
    result = run("export", "case.wacz", folder=tmp_path)
    assert (result.returncode, result.stderr) == (
        1, "reportedly: expected evidence in the ledger, found none: `reportedly add --keep` keeps it\n",
    )  # fmt: skip
    assert not (tmp_path / "case.wacz").exists()


# -- in the reader -----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("off_the_loop")
def test_the_reader_offers_it_as_a_download(desk: tuple[Ledger, Archive]) -> None:
    ledger, archive = desk
    reader = TestClient(create_app(ledger, Settings(evidence=archive.folder)), base_url="http://127.0.0.1:8765")
    kept = ledger.captures(1)[0]
    page = reader.get("/articles/1").text
    assert 'href="/articles/1/evidence/1"' in page
    assert kept.sha256 in page
    for address in ("/articles/1/evidence/1", "/api/v1/articles/1/evidence/1"):
        answer = reader.get(address)
        assert (answer.status_code, answer.content) == (200, PAGE.encode())
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"] == f'attachment; filename="article-1-{kept.sha256[:12]}.html"'
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert [one["sha256"] for one in reader.get("/api/v1/articles/1").json()["captures"]] == [kept.sha256]
    assert reader.get("/articles/1/evidence/2").status_code == 404
    assert reader.get("/api/v1/articles/3/evidence/1").status_code == 404
    assert "Kept as evidence" not in reader.get("/articles/3").text


@pytest.mark.usefixtures("off_the_loop")
def test_a_reader_that_is_told_no_place_says_so(desk: tuple[Ledger, Archive]) -> None:
    reader = TestClient(create_app(desk[0], Settings()), base_url="http://127.0.0.1:8765")
    answer = reader.get("/api/v1/articles/1/evidence/1")
    assert (answer.status_code, "--evidence says it" in answer.json()["error"]) == (500, True)
