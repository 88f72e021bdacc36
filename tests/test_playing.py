"""Recordings that are played: which file a record is of, and its seconds in the reader, over HTTP and in a browser."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from browsers import overflow, served, violations, watched
from hearing import ABOUT, ARTICLE, HEARING, KNOWN
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

import reportedly
from reportedly.errors import EvidenceError, InputError, NotFound
from reportedly.evidence import recordings as kept
from reportedly.ledger import Ledger
from reportedly.ledger.records.recordings import StoredRecording
from reportedly.records import recording
from reportedly.records.heard import HeardWord, as_webvtt, record_of_words
from reportedly.records.load import of_bytes
from reportedly.records.record import Hearing
from reportedly.records.recording import RecordingFile, fragment, has_pictures, media_type
from reportedly.span import Span
from reportedly.web import Settings, create_app
from tests.commands import run
from tests.recordings import speak

needs_speech = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="expected espeak-ng to speak")

# -- which file, which seconds -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(7.5, 9.0, "#t=7.0,9.7"), (0.2, 1.0, "#t=0.0,1.7"), (7.5, None, "#t=7.0"), (7.5, 7.5, "#t=7.0"), (None, 3.0, "")],
)
def test_the_seconds_of_an_address(start: float | None, end: float | None, expected: str) -> None:
    assert fragment(start, end) == expected


@pytest.mark.parametrize(
    ("name", "type_", "pictures"),
    [("a.mp3", "audio/mpeg", False), ("A.MP4", "video/mp4", True), ("a.m4a", "audio/mp4", False),
     ("a.ogg", "audio/ogg", False), ("a.html", "application/octet-stream", False),
     ("a", "application/octet-stream", False)],
)  # fmt: skip
def test_the_type_of_a_recording(name: str, type_: str, pictures: bool) -> None:
    assert (media_type(name), has_pictures(name)) == (type_, pictures)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [("We counted rust", 5.0, 9.0), ("nobody asked me", 9.0, 14.0), ("The tide is late", 14.0, 20.0),
     ("bearings. I have", 5.0, 14.0)],
)  # fmt: skip
def test_when_words_begin_and_have_been_said(words: str, start: float, end: float) -> None:
    record = of_bytes(HEARING.encode(), "hearing.vtt")
    at = record.text.index(words)
    assert (record.time_at(at), record.time_after(Span(at, at + len(words)))) == (start, end)


def test_a_passage_tells_by_when_it_was_said() -> None:
    found = reportedly.verify(reportedly.read(ARTICLE), [of_bytes(HEARING.encode(), "hearing.vtt")]).quotations
    assert [(one.time, one.until) for held in found for one in held.passages] == [
        (20.0, 26.0),
        (5.0, 9.0),
        (14.0, 20.0),
    ]


def test_a_recording_beside_what_was_heard(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(b"ID3\x04 sound")
    digest = recording.digest_of(tmp_path / "a.mp3")
    heard = record_of_words(
        "a.mp3", [HeardWord("It", 0, 1), HeardWord("floats.", 1, 2)], Hearing("a.mp3", digest, "m", "0", 2)
    )
    (tmp_path / "a.vtt").write_text(as_webvtt(heard))
    record = replace(heard, name=str(tmp_path / "a.vtt"))
    assert recording.of_record(record) == RecordingFile(tmp_path / "a.mp3", digest)
    (tmp_path / "a.mp3").write_bytes(b"ID3\x04 other")
    assert recording.of_record(record) is None
    assert recording.of_record(of_bytes(HEARING.encode(), str(tmp_path / "hearing.vtt"))) is None


def test_what_is_no_recording(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It floats.")
    with pytest.raises(InputError, match="found another file"):
        RecordingFile.of(tmp_path / "a.txt")
    with pytest.raises(NotFound, match="no such file"):
        RecordingFile.of(tmp_path / "a.mp3")


def test_a_copy_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.MP3"
    path.write_bytes(b"ID3\x04 sound")
    digest = recording.digest_of(path)
    name = kept.keep(tmp_path / "e", path, digest)
    assert name == f"recordings/{digest}.mp3"
    assert (tmp_path / "e" / name).read_bytes() == path.read_bytes()
    assert kept.place(tmp_path / "e", name) == tmp_path / "e" / name
    assert kept.place(tmp_path / "e", "recordings/../../secret") is None
    with pytest.raises(EvidenceError, match="other bytes"):
        kept.keep(tmp_path / "e", path, "0" * 64)
    assert [one.name for one in (tmp_path / "e" / "recordings").iterdir()] == [f"{digest}.mp3"]


# -- served ------------------------------------------------------------------------------------------------------------

SOUND = b"ID3\x04" + bytes(range(256)) * 40


@pytest.fixture
def tape(tmp_path: Path) -> Path:
    path = tmp_path / "tapes" / "hearing.mp3"
    path.parent.mkdir()
    path.write_bytes(SOUND)
    return path


@pytest.fixture
def ledger(tables: Path, tmp_path: Path, tape: Path) -> Iterator[Ledger]:
    """A ledger with a record and its recording, and an article that quotes it; and a record without a recording."""
    with Ledger.open(shutil.copy(tables, tmp_path / "desk.db")) as opened:
        opened.add_record(
            of_bytes(HEARING.encode(), "hearing.vtt"), ABOUT, StoredRecording(str(tape), RecordingFile.of(tape).digest)
        )
        opened.add_record(of_bytes(b"Ana Reyes: It floats.\n\nOle Lund: It sinks.", "other.txt"))
        opened.add(reportedly.read(ARTICLE, **KNOWN))
        opened.refresh()
        yield opened


def client(ledger: Ledger, evidence: Path | None = None) -> TestClient:
    return TestClient(create_app(ledger, Settings(evidence=evidence)), base_url="http://127.0.0.1:8765")


@pytest.mark.usefixtures("off_the_loop")
def test_a_recording_is_served_in_ranges(ledger: Ledger) -> None:
    browser = client(ledger)
    whole = browser.get("/records/1/recording", headers={"Accept-Encoding": "gzip"})
    assert (whole.status_code, whole.content, whole.headers["content-type"]) == (200, SOUND, "audio/mpeg")
    assert (whole.headers["accept-ranges"], whole.headers["x-content-type-options"]) == ("bytes", "nosniff")
    part = browser.get("/records/1/recording", headers={"Range": "bytes=100-199", "Accept-Encoding": "gzip"})
    assert (part.status_code, part.content) == (206, SOUND[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(SOUND)}"
    assert browser.get("/records/1/recording", headers={"Range": "bytes=99999-"}).status_code == 416


@pytest.mark.usefixtures("off_the_loop")
@pytest.mark.parametrize("path", ["/records/2/recording", "/records/9/recording", "/records/1/..%2f..%2fdesk.db"])
def test_nothing_else_is_served(ledger: Ledger, path: str) -> None:
    assert client(ledger).get(path).status_code == 404


@pytest.mark.usefixtures("off_the_loop")
def test_another_file_in_its_place_is_not_served(ledger: Ledger, tape: Path) -> None:
    tape.write_bytes(SOUND[:-1] + b"x")
    answer = client(ledger).get("/records/1/recording")
    assert (answer.status_code, "found another file there" in answer.text) == (404, True)
    tape.unlink()
    answer = client(ledger).get("/records/1/recording")
    assert (answer.status_code, "found it moved or deleted" in answer.text) == (404, True)
    page = client(ledger).get("/records/1").text
    assert "can’t be played here" in page
    assert "<audio" not in page + client(ledger).get("/articles/1").text
    assert str(tape.parent) not in page


@pytest.mark.usefixtures("off_the_loop")
def test_a_copy_is_served_from_the_folder_of_evidence(ledger: Ledger, tape: Path, tmp_path: Path) -> None:
    file = RecordingFile.of(tape)
    name = kept.keep(tmp_path / "evidence", tape, file.digest)
    record = of_bytes(HEARING.encode(), "hearing.vtt")
    assert ledger.add_record(record, recording=StoredRecording(name, file.digest, kept=True)).outcome == "corrected"
    assert ledger.add_record(record, recording=StoredRecording(str(tape), file.digest)).outcome == "unchanged"
    tape.unlink()
    assert client(ledger, tmp_path / "evidence").get("/records/1/recording").content == SOUND
    assert client(ledger).get("/records/1/recording").status_code == 404


def test_a_record_is_shown_with_where_to_listen(ledger: Ledger, tmp_path: Path) -> None:
    shown = run("record", "show", "1", "--ledger", tmp_path / "desk.db").stdout
    assert "listen  http://127.0.0.1:8765/records/1/recording#t=4.5,9.7" in shown


@pytest.mark.usefixtures("off_the_loop")
def test_what_is_said_is_served_as_captions(ledger: Ledger) -> None:
    answer = client(ledger).get("/records/1/captions.vtt")
    assert answer.headers["content-type"].startswith("text/vtt")
    assert answer.text.startswith("WEBVTT\n\n00:00:05.000 --> 00:00:14.000\nAna Reyes: We counted rust in eleven")


@pytest.mark.usefixtures("off_the_loop")
def test_the_api_tells_of_the_recording(ledger: Ledger, tape: Path) -> None:
    told = client(ledger).get("/api/v1/records/1").json()["recording"]
    assert told == {
        "name": "hearing.mp3",
        "sha256": RecordingFile.of(tape).digest,
        "media_type": "audio/mpeg",
        "kept": False,
    }


# -- played ------------------------------------------------------------------------------------------------------------


def test_the_commands_note_and_keep_it(tmp_path: Path, tape: Path) -> None:
    (tmp_path / "hearing.vtt").write_text(HEARING)
    desk = ("--ledger", tmp_path / "desk.db")
    added = run("record", "add", tmp_path / "hearing.vtt", "--recording", tape, "--keep", *desk)
    assert (added.returncode, added.stdout.strip().endswith("its recording kept")) == (0, True), added.stderr
    told = json.loads(run("record", "show", "1", "--json", *desk).stdout)["recording"]
    assert (told["kept"], told["sha256"]) == (True, RecordingFile.of(tape).digest)
    (copy,) = (tmp_path / "desk.db.evidence" / "recordings").iterdir()
    assert copy.read_bytes() == SOUND
    checked = run("verify-evidence", tmp_path / "desk.db")
    assert (checked.returncode, checked.stdout) == (0, "as it was kept: 0 records, 1 recording\n")
    copy.write_bytes(SOUND[:-1] + b"x")
    checked = run("verify-evidence", tmp_path / "desk.db")
    assert (checked.returncode, "the recording of record 1" in checked.stdout) == (1, True)
    copy.unlink()
    assert "but: no such file" in run("verify-evidence", tmp_path / "desk.db").stdout
    for arguments, found in (
        ([tmp_path / "hearing.vtt", "--recording", tmp_path / "none.mp3"], "no such file"),
        ([tmp_path / "hearing.vtt", "--recording", tmp_path / "hearing.vtt"], "another file"),
        ([tmp_path / "tapes", "--recording", tape], "expected one FILE"),
    ):
        refused = run("record", "add", *arguments, *desk)
        assert (refused.returncode != 0, found in refused.stderr) == (True, True), refused.stderr


def test_what_a_machine_heard_is_told_with_where_to_listen(tmp_path: Path) -> None:
    tape = tmp_path / "a tape.mp3"
    tape.write_bytes(SOUND)
    words = "We counted rust in twelve of the sixteen bearings and nobody told the council"
    said = [HeardWord(word, at / 2, at / 2 + 0.4) for at, word in enumerate(words.split())]
    hearing = Hearing(tape.name, recording.digest_of(tape), "tiny.en", "0" * 64, 7.0)
    (tmp_path / "tape.vtt").write_text(as_webvtt(record_of_words(tape.name, said, hearing)))
    (tmp_path / "draft.txt").write_text("“We counted rust in two of the sixteen bearings,” Ana Reyes said.")
    shown = run("verify", tmp_path / "draft.txt", "--record", tmp_path / "tape.vtt").stdout
    assert "".join(shown.split()).count(f"{tape.as_uri()}#t=0.0,5.2") == 1
    added = run("record", "add", tmp_path / "tape.vtt", "--ledger", tmp_path / "desk.db")
    assert added.stdout.strip().endswith("with its recording")


@pytest.fixture(scope="module")
def spoken(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a reader of a ledger whose record has a recording of real speech."""
    folder = tmp_path_factory.mktemp("spoken")
    speech = RecordingFile.of(speak(f"{ARTICLE} {ARTICLE} {ARTICLE}", folder / "hearing.wav"))
    with Ledger.open(shutil.copy(tables, folder / "desk.db")) as ledger:
        record = of_bytes(HEARING.encode(), "hearing.vtt")
        ledger.add_record(record, ABOUT, StoredRecording(str(speech.path), speech.digest))
        ledger.add(reportedly.read(ARTICLE, **KNOWN))
        ledger.refresh()
        with served(ledger) as address:
            yield address


def played_from(page: Page, selector: str) -> float:
    """The second from which an element that plays has begun to."""
    page.wait_for_function("one => document.querySelector(one).played.length > 0", arg=selector)
    return float(page.evaluate("one => document.querySelector(one).played.start(0)", selector))


@needs_speech
def test_a_record_plays_its_seconds(browser: Browser, spoken: str) -> None:
    with watched(browser, spoken, viewport={"width": 1280, "height": 900}) as of:
        page = of.open("/records/1")
        page.locator("#turn-1 a.play").click()
        assert played_from(page, "#player") == pytest.approx(13.5, abs=0.3)
        expect(page.locator("#player")).to_have_attribute("src", re.compile(r"/records/1/recording#t=13\.5,20\.7$"))
        player = page.locator("#player")
        page.locator("#q2 a.play").click()
        page.wait_for_function("one => one.currentTime > 4.4 && one.currentTime < 10", arg=player.element_handle())


@needs_speech
def test_an_article_plays_beside_its_words(browser: Browser, spoken: str) -> None:
    with watched(browser, spoken, viewport={"width": 1280, "height": 900}) as of:
        page = of.open("/articles/1#s2")
        player = page.locator("#s2 audio")
        expect(player).to_be_visible()
        player.focus()
        page.keyboard.press("Space")
        assert played_from(page, "#s2 audio") == pytest.approx(4.5, abs=0.3)


@needs_speech
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/records/1", "/articles/1#s2"])
def test_what_plays_can_be_used_by_everybody(browser: Browser, spoken: str, path: str, scheme: str) -> None:
    with watched(browser, spoken, viewport={"width": 1280, "height": 900}, color_scheme=scheme, bypass_csp=True) as of:
        assert violations(of.open(path)) == []
    with watched(browser, spoken, viewport={"width": 360, "height": 740}, color_scheme=scheme) as of:
        assert overflow(of.open(path)) == 0


@needs_speech
def test_without_script_the_browser_plays_the_seconds(browser: Browser, spoken: str) -> None:
    with watched(browser, spoken, viewport={"width": 1280, "height": 900}, java_script_enabled=False) as of:
        page = of.open("/records/1")
        address = page.locator("#turn-1 a.play").get_attribute("href")
        assert address == "/records/1/recording#t=13.5,20.7"
