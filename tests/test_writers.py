"""Several writers at once, and writers that are killed: each in a process of its own, on both databases."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

import reportedly
from reportedly import Article
from reportedly.errors import LedgerLocked
from reportedly.ledger import Ledger
from reportedly.ledger.tables import engine, schema

SAID = "“We will shut the port on Friday,” Mayor Ana Reyes said. Ole Lund denied that the ferry {number} was sold."


def lines(path: Path, numbers: range) -> Path:
    """JSON Lines of articles, one a number."""
    values = [
        {"text": SAID.format(number=number), "url": f"https://courier.example/{number}", "outlet": "The Courier"}
        for number in numbers
    ]
    path.write_text("\n".join(map(json.dumps, values)), encoding="utf-8")
    return path


def add(path: Path, where: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "reportedly.cli", "add", str(path), "--ledger", where]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")


def urls(where: str) -> list[str]:
    """The URLs in a ledger, each of whose articles is there as a whole."""
    found = []
    with Ledger.open(where) as ledger:
        with engine.reading(ledger._engine) as connection:
            numbers = [row.id for row in connection.execute(schema.articles.select())]
        for number in numbers:
            reading = ledger.reading(number)
            assert reading == reportedly.read(reading.article)
            found.append(reading.article.url or "")
    return sorted(found)


@pytest.mark.parametrize("same", [False, True], ids=["other articles", "the same articles"])
def test_writers_at_once_on_a_new_ledger_all_succeed(where: str, tmp_path: Path, same: bool) -> None:
    files = [lines(tmp_path / f"{i}.jsonl", range(8) if same else range(8 * i, 8 * i + 8)) for i in range(3)]
    writers = [add(file, where) for file in files]
    told = [writer.communicate(timeout=120) for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert [len(error.splitlines()) for _, error in told] == [1, 1, 1]  # how many were new, and nothing else
    assert len(urls(where)) == (8 if same else 24)
    outcomes = [line.split(":")[0] for out, _ in told for line in out.splitlines()]
    assert outcomes.count("new") == len(urls(where))
    assert "new version" not in outcomes


def test_a_killed_add_leaves_whole_articles_and_can_be_done_again(where: str, tmp_path: Path) -> None:
    chance, file = random.Random(11), lines(tmp_path / "news.jsonl", range(120))
    for _ in range(4):
        with add(file, where) as writer:
            assert writer.stdout is not None
            for _ in range(chance.randint(1, 25)):
                writer.stdout.readline()
            writer.kill()
        assert len(urls(where)) <= 120
    with add(file, where) as writer:
        out, error = writer.communicate(timeout=120)
    assert (writer.returncode, len(error.splitlines())) == (0, 1)
    assert len(out.splitlines()) == len(urls(where)) == 120


def test_a_writer_that_waits_too_long(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PATIENCE", 0.1)
    reading = reportedly.read(Article.from_text(SAID))
    with Ledger.open(where) as ledger, Ledger.open(where) as other:
        with engine.writing(other._engine) as connection:
            engine.alone(connection, engine.KEEPING)
            with pytest.raises(LedgerLocked, match="another program keeps it locked"):
                ledger.add(reading)
        assert ledger.add(reading).outcome == "new"
