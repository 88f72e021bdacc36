"""An index of records that is kept in a file: the same answers, brought up to date, whole after a kill."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportedly.cli.group import cli
from reportedly.errors import InputError, MissingExtra
from reportedly.records import load_all
from reportedly.span import Span
from reportedly.verification import RecordIndex, kept, kept_index
from reportedly.verification.quoted import QuotedWords
from reportedly.verification.verify import verified

PLACES = ["gate", "mast", "quay", "crane", "wall", "dock", "pier", "road", "lamp"]
VTT = "WEBVTT\n\n00:00:08.000 --> 00:00:12.000\n<v Ana Reyes>The beacon was lit again by nobody at all.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of records, each with words of its own."""
    made = tmp_path / "records"
    made.mkdir()
    for place in PLACES:
        text = f"REYES: The {place} of the yard is shut today.\n\nLUND: The {place} is old and nobody paints it."
        (made / f"{place}.txt").write_text(text, encoding="utf-8")
    (made / "beacon.vtt").write_text(VTT, encoding="utf-8")
    return made


def answers(index: RecordIndex | None) -> list[tuple[str | None, str, str | None, float | None]]:
    """Of a quotation about each place: its class, the record, the speaker, the time."""
    assert index is not None
    found = []
    for text in (*(f"“the {place} is old and nobody paints it”" for place in PLACES), "“the beacon was lit again”"):
        one = verified(text, QuotedWords((Span(0, len(text)),), None, None), index)
        assert one is not None
        at = one.passages[0] if one.passages else None
        found.append((one.class_, Path(at.record).name, at.speaker, at.time) if at else (one.class_, "", None, None))
    return found


def held(file: Path, folder: Path) -> list[tuple[str | None, str, str | None, float | None]]:
    with kept_index(file, [folder]) as index:
        return answers(index)


def segments(file: Path) -> int:
    with closing(sqlite3.connect(file)) as database:
        return int(database.execute("SELECT count(*) FROM segments").fetchone()[0])


def no_loading(data: bytes, name: str) -> None:
    raise AssertionError(f"{name} is read again")


def test_it_answers_as_one_in_memory(folder: Path, tmp_path: Path) -> None:
    expected = answers(RecordIndex(load_all(folder)))
    assert [(one[0], one[1]) for one in expected[:2]] == [("verbatim", "gate.txt"), ("verbatim", "mast.txt")]
    assert expected[-1] == ("verbatim", "beacon.vtt", "Ana Reyes", 8.0)
    assert held(tmp_path / "i", folder) == expected
    with kept_index(tmp_path / "i", [folder]) as index:
        assert index is not None
        assert list(index.records) == list(load_all(folder))
        assert list(index.records[1:3]) == list(load_all(folder))[1:3]


def test_it_reads_each_file_once(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = held(tmp_path / "i", folder)
    monkeypatch.setattr(kept, "of_bytes", no_loading)
    folder.rename(tmp_path / "elsewhere")
    assert held(tmp_path / "i", tmp_path / "elsewhere") == expected


def test_it_is_brought_up_to_date(folder: Path, tmp_path: Path) -> None:
    held(tmp_path / "i", folder)
    (folder / "gate.txt").write_text("REYES: The gate is new.", encoding="utf-8")
    (folder / "mast.txt").unlink()
    (folder / "also.txt").write_text((folder / "quay.txt").read_text("utf-8"), encoding="utf-8")
    assert held(tmp_path / "i", folder) == answers(RecordIndex(load_all(folder)))
    assert [one[:2] for one in held(tmp_path / "i", folder)[:4]] == [
        ("altered", "also.txt"), ("altered", "also.txt"), ("verbatim", "also.txt"), ("verbatim", "crane.txt"),
    ]  # fmt: skip


def test_small_segments_become_one(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "SEGMENT", 4)
    expected = held(tmp_path / "i", folder)
    assert segments(tmp_path / "i") == 3
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"REYES: It is number {number}.", encoding="utf-8")
        assert held(tmp_path / "i", folder) == expected
    assert segments(tmp_path / "i") == 5


def test_a_record_longer_than_a_segment(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = " ".join(f"w{number}" for number in range(400))
    (folder / "long.txt").write_text(f"REYES: {words} and the mast is old and nobody paints it.", encoding="utf-8")
    monkeypatch.setattr(kept, "SEGMENT", 4)
    monkeypatch.setattr("reportedly.verification.postings.SEGMENT", 4)
    assert held(tmp_path / "i", folder) == answers(RecordIndex(load_all(folder)))


def test_what_cannot_be_read_is_told(folder: Path, tmp_path: Path) -> None:
    (folder / "broken.json").write_text("{", encoding="utf-8")
    told: list[InputError | MissingExtra] = []
    for _ in range(2):
        with kept_index(tmp_path / "i", [folder], told.append) as index:
            assert len(answers(index)) == len(PLACES) + 1
    assert [str(error).partition(" in ")[0] for error in told] == ["expected a record as JSON"] * 2
    with pytest.raises(InputError), kept_index(tmp_path / "i", [folder / "broken.json"], told.append):
        pass


def test_no_record(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "broken.json").write_text("{", encoding="utf-8")
    with kept_index(tmp_path / "i", [tmp_path / "r"], lambda _: None) as index:
        assert index is None


def test_another_version_makes_it_anew(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = held(tmp_path / "i", folder)
    monkeypatch.setattr(kept, "version", lambda _: "0.0.1")
    assert held(tmp_path / "i", folder) == expected
    with closing(sqlite3.connect(tmp_path / "i")) as database:
        assert database.execute("SELECT version FROM form").fetchall() == [("0.0.1",)]


#: what stands in the file that is named, and what is told of it
OTHERS: list[tuple[Sequence[str], bytes, str]] = [
    (["CREATE TABLE notes (words TEXT)"], b"", "found another database"),
    ([], b"It floats. " * 300, "found a file that is none, or is damaged"),
]


@pytest.mark.parametrize(("tables", "content", "expected"), OTHERS)
def test_another_file_is_left_alone(
    tables: list[str], content: bytes, expected: str, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "desk.db"
    file.write_bytes(content)
    for table in tables:
        with closing(sqlite3.connect(file)) as database:
            database.execute(table)
    before = file.read_bytes()
    with pytest.raises(InputError, match=expected), kept_index(file, [folder]):
        pass
    assert file.read_bytes() == before


def test_a_folder_is_no_file(folder: Path) -> None:
    with pytest.raises(InputError, match="expected an index of records that can be used"), kept_index(folder, [folder]):
        pass


KILLED = """
import os, signal, sys
from pathlib import Path
from reportedly.verification import kept
kept.SEGMENT = 4
def at(done, of):
    if done == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
with kept.kept_index(Path(sys.argv[1]), [Path(sys.argv[2])], None, at):
    pass
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal on this system")
def test_it_is_whole_after_a_kill(folder: Path, tmp_path: Path) -> None:
    expected = answers(RecordIndex(load_all(folder)))
    for done in ("5", "9"):
        arguments = [sys.executable, "-c", KILLED, str(tmp_path / "i"), str(folder), done]
        killed = subprocess.run(arguments, env={**os.environ}, check=False, capture_output=True)
        assert killed.returncode == -signal.SIGKILL
    assert held(tmp_path / "i", folder) == expected


def test_on_the_command_line(folder: Path, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("“The gate is old and nobody paints it,” said Ole Lund.", encoding="utf-8")
    arguments = ["verify", str(article), "--record", str(folder)]
    plain = CliRunner().invoke(cli, arguments)
    for _ in range(2):
        kept_ = CliRunner().invoke(cli, [*arguments, "--index", str(tmp_path / "i")])
        assert (kept_.exit_code, kept_.output) == (0, plain.output)
    other = CliRunner().invoke(cli, [*arguments, "--index", str(article)])
    assert other.exit_code == 1
    assert str(other.exception).startswith("expected an index of records in")
