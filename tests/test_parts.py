"""A batch: readings as Parquet and back, an outcome for each record, killed and gone on with."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from commands import run
from drafts import reading_from
from pyarrow import parquet

from reportedly import Article, InputError, OutputError, Reading, batch, read
from reportedly.articles.pending import Input
from reportedly.ledger import Ledger
from reportedly.parts import part as parts
from reportedly.parts import plan as plans
from reportedly.parts import readings, rows
from reportedly.parts.folder import PartsFolder
from reportedly.parts.part import OpenRecords, PartDone, read_part
from reportedly.parts.plan import BatchPart, BatchPiece, HowRead
from reportedly.parts.rows import RecordKey

SAID = "“It floats,” said Ana Reyes."
MARKED = (
    "[s1:Mayor {Ana Reyes}] [c1:said] [q1:the port would shut on Friday].\n\n[q2:“It floats,”] [s2:{Ole Lund}] "
    "[c2:told] the council in mid-air. {Petra Voss} nodded. Nobody denied it."
)
LEAK = Path(__file__).parents[1] / "examples" / "leak.txt"


def lines(path: Path, *articles: dict[str, str]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in articles), encoding="utf-8")
    return path


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    return [row for file in sorted((folder / name).iterdir()) for row in parquet.read_table(file).to_pylist()]


def fake(article: Article) -> Reading:
    return Reading(article, (), ())


# -- rows ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def leak() -> Reading:
    article = Article.from_file(LEAK, outlet="KNA", url="https://kna.example/1", published="2024-05-08")
    return read(article, title="Boats \ud83d")


def back(reading: Reading) -> Reading:
    """A reading written to Parquet and read from it."""
    import pyarrow as pa  # noqa: PLC0415

    key = RecordKey(3, 1)
    given = {"articles": [rows.article_row(key, "a", reading)], "statements": list(rows.statement_rows(key, reading))}
    schemas = rows.schemas()
    written = {name: pa.Table.from_pylist(given[name], schema=schemas[name]).to_pylist() for name in given}
    (there,) = rows.readings_of(written["articles"], written["statements"])
    return there


def test_a_reading_comes_back_as_it_was(leak: Reading) -> None:
    encodable = Reading(rows.encodable_article(leak.article), leak.statements, leak.holders, leak.read_by)
    assert len(leak.statements) > 20
    assert back(encodable) == encodable
    assert [one.id for one in back(encodable).statements] == [one.id for one in leak.statements]


@pytest.mark.parametrize("marked", [MARKED, "Nobody spoke.", "[q1:“Ah] [c1:said]"])
def test_so_does_any(marked: str) -> None:
    reading = reading_from(marked, outlet="NTB", published="0987-05-08")
    assert back(reading) == reading


def test_a_row_of_a_statement(leak: Reading) -> None:
    encodable = Reading(rows.encodable_article(leak.article), leak.statements, leak.holders, leak.read_by)
    said = next(one for one in rows.statement_rows(RecordKey(1, 2), encodable) if one["chain"])
    first = leak.statements[said["statement"] - 1]
    assert said["content_text"] == " … ".join(leak.article.text[start:end] for start, end in said["content"])
    assert (said["part"], said["record"], said["outlet"]) == (1, 2, "KNA")
    assert [hop["name"] for hop in said["chain"]] == [hop.name for hop in first.chain]


def test_every_column_is_described() -> None:
    page = (Path(__file__).parents[1] / "docs" / "batch.md").read_text("utf-8")
    assert [name for schema in rows.schemas().values() for name in schema.names if f"`{name}`" not in page] == []


# -- plans -------------------------------------------------------------------------------------------------------------


def test_a_plan_cuts_inputs_into_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "LEAST", 2)
    news = tmp_path / "news"
    news.mkdir()
    for name in "abc":
        (news / f"{name}.txt").write_text(SAID, encoding="utf-8")
    many = str(lines(tmp_path / "many.jsonl", *[{"text": SAID}] * 4))
    plan = plans.planned([str(news), many, "https://ntb.example/1"], HowRead(), 4)
    assert [[(Path(p.name).name, p.first, p.count) for p in part.pieces] for part in plan.parts] == [
        [("a.txt", 0, 1), ("b.txt", 0, 1)], [("c.txt", 0, 1), ("many.jsonl", 0, 1)],
        [("many.jsonl", 1, 2)], [("many.jsonl", 3, 1), ("1", 0, None)],
    ]  # fmt: skip
    assert plan.records == 8
    folder = PartsFolder(str(tmp_path / "out"))
    plans.kept(plan, folder)
    assert plans.found(folder) == plan


def test_records_of_a_piece(tmp_path: Path) -> None:
    many = str(lines(tmp_path / "many.jsonl", *[{"text": SAID}] * 5))
    opened = OpenRecords(HowRead())
    asked = [(0, 2), (2, 1), (4, 1), (1, 1), (4, 2)]
    names = [[one.name.rpartition(", ")[2] for one in opened.of(BatchPiece(many, *piece))] for piece in asked]
    assert names == [["line 1", "line 2"], ["line 3"], ["line 5"], ["line 2"], ["line 5", "record 6"]]


@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [(["-"], "found -: standard input can't"), (["none.txt"], "expected an input in none.txt, found no such file")],
)
def test_what_can_not_be_planned(inputs: list[str], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        plans.planned(inputs, HowRead(), 1)


# -- a part ------------------------------------------------------------------------------------------------------------


def test_an_outcome_for_every_record(tmp_path: Path) -> None:
    given = lines(
        tmp_path / "a.jsonl", {"text": SAID, "url": "https://ntb.example/1?utm_source=x"}, {"text": "  "},
        {"text": SAID, "url": "http://www.ntb.example/1"}, {"text": SAID, "url": "https://ntb.example/2"},
        {"text": "Fault."}, {"text": "Given up."}, {"text": "It \ud800 floats."},
    )  # fmt: skip
    begun: list[int] = []

    def reads(article: Article) -> Reading:
        if article.text == "Fault.":
            raise ZeroDivisionError("by nought")
        return fake(article)

    part = BatchPart(4, (BatchPiece(str(given), 0, 7), BatchPiece(str(tmp_path / "none.txt"), 0, 1)))
    out = tmp_path / "out"
    done = read_part(
        part, HowRead(outlet="NTB"), PartsFolder(str(out)), given_up={6: "twice"}, begins=begun.append, reads=reads
    )
    assert done == PartDone(4, read=3, skipped=1, failed=4)
    assert begun == [*range(1, 9)]
    outcomes = table(out, "outcomes")
    assert [(one["record"], one["outcome"], one["kind"], one["same_as"]) for one in outcomes] == [
        (1, "read", None, None), (2, "failed", "empty", None), (3, "skipped", "duplicate", 1), (4, "read", None, None),
        (5, "failed", "fault", None), (6, "failed", "given up", None), (7, "read", None, None),
        (8, "failed", "not found", None),
    ]  # fmt: skip
    assert [one["reason"] for one in outcomes if one["record"] in (5, 6)] == [
        "expected to read the article, but something went wrong in Reportedly: ZeroDivisionError: by nought", "twice",
    ]  # fmt: skip
    assert [one["record"] for one in table(out, "articles")] == [1, 4, 7]
    assert table(out, "articles")[-1]["text"] == "It \ufffd floats."
    assert parts.parts_done(PartsFolder(str(out))) == {4}


def test_a_place_of_fsspec(tmp_path: Path) -> None:
    given = lines(tmp_path / "a.jsonl", {"text": SAID})
    folder = PartsFolder("memory://batch/one")
    read_part(BatchPart(1, (BatchPiece(str(given), 0, 1),)), HowRead(), folder, reads=fake)
    assert folder.names("articles") == {"000001.parquet"}
    assert folder.names("nowhere") == set()
    (record,) = readings.batch_records(folder)
    assert record.reading is not None
    assert record.reading.article.text == SAID


# -- the command -------------------------------------------------------------------------------------------------------


def test_batch_and_add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = lines(
        tmp_path / "a.jsonl", {"text": SAID, "outlet": "NTB"}, {"text": " "}, {"text": "It sank, said Ole Lund."}
    )
    out = tmp_path / "out"
    ended = run("batch", given, LEAK, "--out", out, "--jobs", 2)
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr.splitlines()[-1].startswith("4 records: 3 read with ")
    assert ended.stderr.endswith(" statements, 0 skipped, 1 failed\n")
    assert "4 records, 4 of them before: 3 read" in run("batch", given, LEAK, "--out", out).stderr
    assert "another folder begins anew" in run("batch", given, "--out", out).stderr
    assert "expected an empty folder" in run("batch", given, "--out", tmp_path).stderr
    added = run("add", out, "--ledger", tmp_path / "batch.db")
    assert "3 new, 1 failed" in added.stderr
    assert added.returncode == 1
    run("add", given, LEAK, "--ledger", tmp_path / "one.db")
    with Ledger.open(tmp_path / "batch.db") as batched, Ledger.open(tmp_path / "one.db") as one:
        assert [batched.reading(i) for i in (1, 2, 3)] == [one.reading(i) for i in (1, 2, 3)]
    assert "3 unchanged, 1 failed" in run("add", out, "--ledger", tmp_path / "batch.db").stderr
    assert "was said when they were read" in run("add", out, "--outlet", "X", "--ledger", tmp_path / "batch.db").stderr


def test_what_is_told_of_a_folder(tmp_path: Path) -> None:
    given = lines(tmp_path / "a.jsonl", {"text": SAID})
    folder = PartsFolder(str(tmp_path / "out"))
    plans.kept(plans.planned([str(given)], HowRead(), 1), folder)
    lines(given, {"text": SAID}, {"text": SAID})
    with pytest.raises(InputError, match="as the plan has it, found"):
        batch.run([str(given)], folder.where)
    assert readings.parts_left(folder) == 1
    with batch._alone(folder), pytest.raises(OutputError, match="another run writes to it"):
        batch.run([str(given)], folder.where)


# -- killed ------------------------------------------------------------------------------------------------------------


def killed_after(command: list[str], seconds: float) -> None:
    """Run a command and kill it, unless it ends before."""
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)


def test_killed_at_random_moments_nothing_is_lost_or_twice(tmp_path: Path) -> None:
    given = lines(tmp_path / "a.jsonl", *[{"text": f"“It floats {i},” said Ana Reyes."} for i in range(96)])
    out = tmp_path / "out"
    command = [sys.executable, "-m", "reportedly", "batch", str(given), "--out", str(out), "--jobs", "2"]
    killed_after(command, 0.5)
    for _ in range(20):  # until something was done before it was killed
        killed_after(command, random.uniform(0.8, 2.5))
        if (out / "done").exists():
            break
    subprocess.run(command, check=True, capture_output=True)
    texts = Counter(row["text"] for row in table(out, "articles"))
    assert texts == Counter(f"“It floats {i},” said Ana Reyes." for i in range(96))
    assert Counter(row["name"] for row in table(out, "outcomes")) == Counter(
        f"{given}, line {number}" for number in range(1, 97)
    )


def test_a_record_that_kills_its_process_costs_itself_alone(tmp_path: Path) -> None:
    killer = tmp_path / "killing.py"
    killer.write_text(
        "import os, reportedly.reading as r, reportedly.parts.part as p, reportedly.reading_process as m, sys\n"
        "read = r.read\n"
        "def kills(article):\n"
        "    if 'kill' in article.text: os.abort()\n"
        "    return r.Reading(article, (), ())\n"
        "p.read_part.__kwdefaults__['reads'] = kills\n"
        "m.main(*sys.argv[1:])\n",
        encoding="utf-8",
    )
    given = lines(tmp_path / "a.jsonl", {"text": SAID}, {"text": "It kills."}, {"text": f"{SAID} He"})
    process = batch.ReadingProcess()
    part = BatchPart(1, (BatchPiece(str(given), 0, 3),))
    with pytest.MonkeyPatch.context() as patched:
        popen = subprocess.Popen

        def started(command: list[str], **options: Any) -> Any:
            return popen([command[0], str(killer), *command[4:]], **options)

        patched.setattr("reportedly.reading_process.subprocess.Popen", started)
        done = process.part(part, HowRead(), str(tmp_path / "out"), lambda _: None)
        process.close()
    assert done == PartDone(1, read=2, failed=1)
    (failed,) = (one for one in table(tmp_path / "out", "outcomes") if one["outcome"] == "failed")
    assert failed["reason"].startswith("expected to read the article, but the process that reads it twice was ended by")


def test_a_duplicate_is_one_only_if_all_is_the_same() -> None:
    one = Article(SAID, url="https://ntb.example/1", outlet="NTB")
    same = [Input("", Article(SAID, url="http://www.ntb.example/1/", outlet="NTB"))]
    others = [Article(SAID, outlet="NTB"), Article(SAID, url="https://ntb.example/1", outlet="KNA")]
    assert all(parts._identity(one) == parts._identity(each.article) for each in same if each.article)
    assert not any(parts._identity(one) == parts._identity(each) for each in others)


def test_duplicates_across_parts_are_told_at_the_end(tmp_path: Path) -> None:
    given, out = tmp_path / "many.jsonl", tmp_path / "out"
    told = [{"text": f"“It floats,” said Ana Reyes of boat {n}.", "url": f"https://a.example/{n}"} for n in range(18)]
    told[3]["text"] = told[2]["text"]  # in one part, at another address
    told[16] = {**told[0], "url": "http://www.a.example/0?utm_source=x"}  # in the second part, all the same
    told[17]["text"] = told[1]["text"]
    lines(given, *told)
    ended = run("batch", given, "--out", out, "--jobs", 1)
    assert "18 read" in ended.stderr
    assert ended.stderr.rstrip().endswith("0 failed; 3 of those read had been read before (duplicates/)")
    again = table(out, "duplicates")
    assert [tuple(one.values()) for one in again] == [(1, 4, 1, 3, "text"), (2, 1, 1, 1, "all"), (2, 2, 1, 2, "text")]
    (out / "duplicates" / "all.parquet").unlink()
    assert "3 of those read" in run("batch", given, "--out", out, "--jobs", 1).stderr
    assert "3 of those read" in run("batch", given, "--out", out, "--jobs", 1).stderr
