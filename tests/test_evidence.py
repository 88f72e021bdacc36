"""Evidence: what is fetched is kept byte for byte, whatever stops a writer, and every byte that differs is named."""

from __future__ import annotations

import errno
import gzip
import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from commands import run, run_alone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.cli import main as warcio

from reportedly import Article, Reading
from reportedly.articles import captured
from reportedly.articles.captured import Capture
from reportedly.articles.fetching import fetch
from reportedly.articles.inputs import articles
from reportedly.errors import EvidenceError, InputError
from reportedly.evidence.archive import Archive
from reportedly.evidence.checked import body, check_file, check_kept, check_sealed
from reportedly.evidence.kept import KeptCapture
from reportedly.ledger import Ledger

PAGE = "<html><body><article><h1>Tide</h1>" + "<p>“It floats,” said Ana Reyes of Lund. The tide was late.</p>" * 9
PAGE += "</article></body></html>"
FEED = """<rss version="2.0"><channel><title>Courier</title><item><title>Tide</title><link>/storm</link>
<pubDate>Mon, 06 May 2024 10:00:00 GMT</pubDate></item></channel></rss>"""


class Handler(BaseHTTPRequestHandler):
    """A page in several forms: packed, in pieces, behind two redirects; and a feed."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        away = {"/old": "/older", "/older": "/storm"}.get(self.path)
        data = {"/feed": FEED.encode(), "/old": b"moved", "/older": b"again"}.get(self.path, PAGE.encode())
        packed = gzip.compress(data, mtime=0) if self.path in ("/packed", "/pieces") else data
        self.send_response(302 if away else 200)
        self.send_header("Content-Type", "application/rss+xml" if self.path == "/feed" else "text/html; charset=utf-8")
        if away:
            self.send_header("Location", away)
        if packed != data:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("X-Odd", "  two  blanks ")
        if self.path == "/pieces":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for at in range(0, len(packed), 50):
                piece = packed[at : at + 50]
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.send_header("Content-Length", str(len(packed)))
            self.end_headers()
            self.wfile.write(packed + (b"behind the end" if self.path == "/more" else b""))

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.asked = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def file_of(folder: Path, name: str = "storm.txt", text: str = "“It floats,” said Ana Reyes.") -> Capture:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return captured.of_file(path)


def ids(kept: KeptCapture) -> list[str]:
    return [record.type for record in kept.records]


def content(archive: Archive, kept: KeptCapture) -> bytes:
    with body(archive, kept) as file:
        return file.read()


# -- what goes over the wire -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/storm", "/packed", "/pieces", "/more"])
def test_a_page_is_kept_as_it_came(site: str, tmp_path: Path, path: str) -> None:
    page = fetch(site + path, keep=True)
    assert page.capture is not None
    archive = Archive(tmp_path / "evidence")
    kept = archive.keep(page.capture)
    assert (kept.uri, kept.media_type, kept.size) == (site + path, "text/html", len(PAGE.encode()))
    assert kept.sha256 == hashlib.sha256(PAGE.encode()).hexdigest()
    assert content(archive, kept) == page.body == PAGE.encode()
    assert ids(kept) == ["warcinfo", "response", "request"]
    response = page.capture.exchanges[0].response
    assert b"X-Odd:   two  blanks \r\n" in response  # its head isn't written anew
    assert not response.endswith(b"behind the end")
    with archive.warc.open("rb") as file:
        blocks = {r.rec_type: r.raw_stream.read() for r in ArchiveIterator(file, no_record_parse=True)}
    assert blocks["response"] == response
    assert blocks["request"].startswith(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1".encode())


def test_every_hop_of_a_redirect_is_kept(site: str, tmp_path: Path) -> None:
    page = fetch(f"{site}/old", onward="anywhere", keep=True)
    assert page.capture is not None
    kept = Archive(tmp_path / "evidence").keep(page.capture)
    hops = [(record.status, record.uri) for record in kept.records if record.type == "response"]
    assert hops == [(302, f"{site}/old"), (302, f"{site}/older"), (200, f"{site}/storm")]
    assert kept.sealed.uri == f"{site}/storm"
    assert page.capture.exchanges[0].response.endswith(b"\r\n\r\nmoved")


def test_nothing_is_taken_down_unless_it_is_to_be_kept(site: str) -> None:
    assert fetch(f"{site}/storm").capture is None


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab"),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nabc", b"HTTP/1.1 200 OK\r\n\r\nabc"),
        (b"HTTP/1.1 200 OK\r\n\r\ncontent-length: 1\r\n", b"HTTP/1.1 200 OK\r\n\r\ncontent-length: 1\r\n"),
        (b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n"),
    ],
)
def test_what_of_the_wire_is_the_response(received: bytes, expected: bytes) -> None:
    assert captured.response_of(received) == expected


# -- inputs ------------------------------------------------------------------------------------------------------------


def test_an_entry_of_a_feed_has_its_page_and_the_feed(site: str) -> None:
    (found,) = articles([f"{site}/feed"], allow_private=True, keep=True)
    assert found.article is not None
    assert [one.uri for one in found.captures] == [f"{site}/storm", f"{site}/feed"]


def test_the_articles_of_a_file_share_its_capture(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text('{"text": "One."}\n{"text": "Two."}\n', encoding="utf-8")
    one, two = articles([str(path)], keep=True)
    assert one.captures == two.captures
    assert (one.captures[0].uri, one.captures[0].media_type) == (path.as_uri(), "application/jsonl")
    assert [found.captures for found in articles([str(path)])] == [(), ()]


def test_a_file_that_changes_while_it_is_read_is_not_kept(tmp_path: Path) -> None:
    capture = file_of(tmp_path)
    (tmp_path / "storm.txt").write_text("Other.", encoding="utf-8")
    with pytest.raises(InputError, match=r"expected to keep .*storm\.txt as it was read, but it has changed since"):
        Archive(tmp_path / "evidence").keep(capture)


# -- the file ----------------------------------------------------------------------------------------------------------


def test_the_file_grows_by_records_that_other_programs_read(
    site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = Archive(tmp_path / "evidence")
    kept = [archive.keep(file_of(tmp_path, f"{n}.txt", f"Text {n}.")) for n in range(3)]
    for path in ("/pieces", "/packed"):
        capture = fetch(site + path, keep=True).capture
        assert capture is not None
        kept.append(archive.keep(capture))
    records = [record for one in kept for record in one.records]
    assert [record.offset for record in records][1:] == [r.offset + r.length for r in records][:-1]
    assert records[-1].offset + records[-1].length == archive.warc.stat().st_size
    assert [content(archive, one) for one in kept[:3]] == [b"Text 0.", b"Text 1.", b"Text 2."]
    with pytest.raises(SystemExit) as ended:
        warcio(["check", str(archive.warc)])
    assert ended.value.code == 0
    assert "failed" not in capsys.readouterr().out


def test_what_is_kept_already_is_not_kept_again(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "evidence")
    first = archive.keep(file_of(tmp_path))
    size = archive.warc.stat().st_size
    again = archive.keep(file_of(tmp_path), lambda uri, sha: first if (uri, sha) == (first.uri, first.sha256) else None)
    assert (again, archive.warc.stat().st_size) == (first, size)
    elsewhere = Archive(tmp_path / "elsewhere").keep(file_of(tmp_path), lambda *_: first)
    assert content(Archive(tmp_path / "elsewhere"), elsewhere) == content(archive, first)


def test_a_full_disk_takes_nothing_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path / "evidence")
    first = archive.keep(file_of(tmp_path))
    before = archive.warc.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("reportedly.evidence.archive.os.fsync", full)
        with pytest.raises(EvidenceError, match="but the disk is full; what was kept before is safe"):
            archive.keep(file_of(tmp_path, "other.txt", "Other."))
    assert archive.warc.read_bytes() == before
    assert content(archive, first)
    archive.keep(file_of(tmp_path, "other.txt", "Other."))


KILLED = """
import os, sys
from pathlib import Path
from reportedly.articles import captured
from reportedly.evidence import archive

write = archive._write
def killed(file, record):
    write(file, record)
    file.write(b"half of a record")
    os.kill(os.getpid(), 9)
archive._write = killed
archive.Archive(Path(sys.argv[1])).keep(captured.of_file(Path(sys.argv[2])))
"""


def test_what_a_killed_writer_left_is_taken_away(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "evidence")
    first = archive.keep(file_of(tmp_path))
    size = archive.warc.stat().st_size
    ended = subprocess.run([sys.executable, "-c", KILLED, archive.folder, tmp_path / "storm.txt"], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert archive.warc.stat().st_size > size
    (remark,) = check_kept(archive, [(first, [1])]).remarks
    assert remark.startswith("the last ")
    second = archive.keep(file_of(tmp_path, "other.txt", "Other."))
    assert second.records[0].offset == size
    assert check_kept(archive, [(first, [1]), (second, [2])]).faults == ()


def test_several_writers_at_once(tmp_path: Path) -> None:
    archive, kept = Archive(tmp_path / "evidence"), list[KeptCapture]()

    def write(number: int) -> None:
        kept.extend(archive.keep(file_of(tmp_path, f"{number}-{n}.txt", f"Text {n}.")) for n in range(8))

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(kept) == 32
    checked = check_kept(archive, [(one, [n]) for n, one in enumerate(kept)])
    assert (checked.faults, checked.records) == ((), 33)


# -- checking ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, site: str) -> tuple[Archive, list[tuple[KeptCapture, list[int]]]]:
    folder = tmp_path_factory.mktemp("desk")
    archive = Archive(folder / "evidence")
    page = fetch(f"{site}/pieces", keep=True).capture
    assert page is not None
    return archive, [(archive.keep(page), [1]), (archive.keep(file_of(folder)), [2, 3])]


def test_evidence_that_is_as_it_was_kept(desk: tuple[Archive, list[tuple[KeptCapture, list[int]]]]) -> None:
    archive, resting = desk
    assert check_kept(archive, resting).faults == ()
    with archive.warc.open("rb") as file:
        assert check_file(file, "evidence.warc.gz").faults == ()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_any_byte_that_differs_is_named(
    desk: tuple[Archive, list[tuple[KeptCapture, list[int]]]], data: st.DataObject
) -> None:
    archive, resting = desk
    sound = archive.warc.read_bytes()
    at = data.draw(st.integers(0, len(sound) - 1))
    bit = data.draw(st.integers(0, 7))
    flipped = bytearray(sound)
    flipped[at] ^= 1 << bit
    record, of = next((r, of) for k, of in resting for r in k.records if r.offset <= at < r.offset + r.length)
    (fault,) = check_sealed(io.BytesIO(flipped), "evidence.warc.gz", resting).faults
    found = hashlib.sha256(flipped[record.offset : record.offset + record.length]).hexdigest()
    assert (fault.kind, fault.record, fault.articles) == ("differs", record.id, tuple(of))
    assert f"expected SHA-256 {record.sha256}, found {found}" in fault.sentence
    # By its own digests the file is known to differ wherever what is packed does.
    alone = check_file(io.BytesIO(flipped), "evidence.warc.gz").faults
    if alone:
        assert any(record.offset <= (one.offset or 0) < record.offset + record.length for one in alone)
    else:
        assert gzip.decompress(bytes(flipped)) == gzip.decompress(sound)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_file_that_was_cut_is_told(
    desk: tuple[Archive, list[tuple[KeptCapture, list[int]]]], data: st.DataObject
) -> None:
    archive, resting = desk
    sound = archive.warc.read_bytes()
    size = data.draw(st.integers(0, len(sound) - 1))
    faults = check_sealed(io.BytesIO(sound[:size]), "evidence.warc.gz", resting).faults
    assert faults[0].kind == "cut"
    assert f"expected at least {len(sound):,} bytes in evidence.warc.gz, found {size:,}" in faults[0].sentence
    lost = {r.id for k, _ in resting for r in k.records if r.offset + r.length > size}
    assert {fault.record for fault in faults[1:]} == lost


def test_a_record_that_was_taken_out_is_missing(desk: tuple[Archive, list[tuple[KeptCapture, list[int]]]]) -> None:
    archive, resting = desk
    sound, out = archive.warc.read_bytes(), resting[0][0].sealed
    cut = sound[: out.offset] + sound[out.offset + out.length :]
    faults = check_sealed(io.BytesIO(cut), "evidence.warc.gz", resting).faults
    assert [fault.record for fault in faults if fault.record] == [out.id]
    assert "2 records in evidence.warc.gz are sound, but not where they were kept" in faults[-1].sentence


def test_what_was_put_between_is_a_remark_and_damage_there_a_fault(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "evidence")
    kept = [archive.keep(file_of(tmp_path, f"{n}.txt", f"Text {n}.")) for n in range(3)]
    resting = [(kept[0], [1]), (kept[2], [3])]
    assert check_kept(archive, resting).remarks == ("1 records in evidence.warc.gz belong to no article here",)
    data = bytearray(archive.warc.read_bytes())
    data[kept[1].sealed.offset + 60] ^= 4
    (fault,) = check_sealed(io.BytesIO(data), "evidence.warc.gz", resting).faults
    assert (fault.kind, fault.offset, fault.articles) == ("differs", kept[1].sealed.offset, ())


def test_evidence_that_is_gone(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "evidence")
    kept = archive.keep(file_of(tmp_path))
    shutil.rmtree(archive.folder)
    (fault,) = check_kept(archive, [(kept, [4, 5])]).faults
    assert (fault.kind, fault.articles) == ("missing", (4, 5))
    assert fault.sentence.startswith("expected the evidence of articles 4, 5 in ")
    with pytest.raises(EvidenceError, match="no such file"):
        body(archive, kept)


def test_bytes_that_differ_are_not_offered(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "evidence")
    kept = archive.keep(file_of(tmp_path))
    with pytest.raises(EvidenceError, match=r"expected SHA-256 0+ of file:///.+, found "):
        body(archive, replace(kept, sha256="0" * 64))


# -- in the ledger -----------------------------------------------------------------------------------------------------


def test_the_ledger_knows_what_an_article_was_read_from(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "desk.db.evidence")
    kept = archive.keep(file_of(tmp_path))
    article = Article("“It floats,” said Ana Reyes.")
    with Ledger.open(tmp_path / "desk.db") as ledger:
        number = ledger.add(Reading(article, (), ()), of=[kept]).article
        assert ledger.captures(number) == (kept,)
        ledger.keep(article, of=[kept])  # again
        assert ledger.captures(number) == (kept,)
        assert ledger.captured(kept.uri, kept.sha256) == kept
        assert ledger.captured(kept.uri, "0" * 64) is None
        with ledger.snapshot() as snapshot:
            assert list(snapshot.captures()) == [(number, kept)]


# -- as a user calls it ------------------------------------------------------------------------------------------------


def test_add_keeps_and_evidence_offers(site: str, tmp_path: Path) -> None:
    added = run_alone("add", "--keep", f"{site}/packed", folder=tmp_path)
    assert (added.returncode, added.stderr) == (0, "")
    shown = json.loads(run("evidence", "show", "1", "--json", folder=tmp_path).stdout)
    assert [one["sha256"] for one in shown] == [hashlib.sha256(PAGE.encode()).hexdigest()]
    assert f"SHA-256 {shown[0]['sha256']}" in run("evidence", "show", "1", folder=tmp_path).stdout.replace(
        "\n    ", " "
    )
    assert run("evidence", "get", "1", folder=tmp_path).stdout == PAGE
    written = run("evidence", "get", "1", "--output", "page.html", folder=tmp_path)
    assert (written.stderr, (tmp_path / "page.html").read_text("utf-8")) == ("Wrote page.html\n", PAGE)
    (tmp_path / "page.html").unlink()
    sound = run("verify-evidence", "reportedly.db", folder=tmp_path)
    assert (sound.returncode, sound.stdout) == (0, "as it was kept: 3 records, 1 page or file\n")
    # The same again changes nothing; nor are the files of the evidence read with the folder.
    warc = tmp_path / "reportedly.db.evidence" / "evidence.warc.gz"
    before = warc.read_bytes()
    (tmp_path / "tide.txt").write_text("The tide was late.", encoding="utf-8")
    again = run("add", "--keep", f"{site}/packed", tmp_path, folder=tmp_path)
    assert again.stderr == "1 unchanged, 1 new\n"
    assert warc.read_bytes().startswith(before)
    assert len(json.loads(run("evidence", "show", "1", "--json", folder=tmp_path).stdout)) == 1
    warc.write_bytes(bytes([*warc.read_bytes()[:-9], 0, *warc.read_bytes()[-8:]]))
    copied = run("backup", "reportedly.db", "copy.db", folder=tmp_path)
    assert copied.stderr.endswith("reportedly: what was kept isn't part of it: copy reportedly.db.evidence too\n")
    differs = run("verify-evidence", "reportedly.db", folder=tmp_path)
    assert differs.returncode == 1
    assert differs.stdout.startswith("article 2: the resource of file:///")
    alone = run("verify-evidence", warc, "--json")
    assert (alone.returncode, len(json.loads(alone.stdout)["faults"])) == (1, 1)
    assert run("evidence", "get", "2", folder=tmp_path).returncode == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("evidence", "get", "1"), "expected evidence of article 1, found none: `reportedly add --keep` keeps it"),
        (("evidence", "get", "7"), "expected article 7 in the ledger, but there is none"),
        (
            ("verify-evidence", "plain.warc"),
            "expected a WARC file packed by record in plain.warc, found",
        ),
        (("verify-evidence", "none.warc.gz"), "expected a WARC file in none.warc.gz, but: no such file or directory"),
        (("verify-evidence", "postgresql://nobody@localhost/none"), "expected --evidence FOLDER"),
        (("add", "--keep", "x.txt", "--ledger", "postgresql://nobody@localhost/none"), "expected --evidence FOLDER"),
    ],
)
def test_errors_are_one_sentence(tmp_path: Path, arguments: tuple[str, ...], expected: str) -> None:
    with Ledger.open(tmp_path / "reportedly.db") as ledger:
        ledger.add(Reading(Article("It floats."), (), ()))
    (tmp_path / "plain.warc").write_bytes(b"WARC/1.1\r\n")
    result = run(*arguments, folder=tmp_path)
    assert result.returncode == 1
    assert result.stderr.startswith(f"reportedly: {expected}")
    assert result.stderr.count("\n") == 1


def test_a_ledger_of_which_nothing_was_kept(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "reportedly.db") as ledger:
        ledger.add(Reading(Article("It floats."), (), ()))
    result = run("verify-evidence", "reportedly.db", folder=tmp_path)
    assert (result.returncode, result.stdout) == (0, "nothing was kept: `reportedly add --keep` keeps it\n")


def test_without_the_extra_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "reportedly.evidence.archive", None)
    (tmp_path / "x.txt").write_text("It floats.", encoding="utf-8")
    result = run("add", "--keep", "x.txt", folder=tmp_path)
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert "evidence needs the extra: pip install 'reportedly[evidence]'" in result.stderr
