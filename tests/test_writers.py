"""Several writers at once, and writers that are killed: each in a process of its own, on both databases."""

from __future__ import annotations

import functools
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from commands import run

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


#: Each article is read once here, however often it is compared.
read = functools.cache(reportedly.read)


def urls(where: str) -> list[str]:
    """The URLs in a ledger, each of whose articles is there as a whole."""
    found = []
    with Ledger.open(where) as ledger:
        with engine.reading(ledger._engine) as connection:
            numbers = [row.id for row in connection.execute(schema.articles.select())]
        for number in numbers:
            reading = ledger.reading(number)
            assert reading == read(reading.article)
            found.append(reading.article.url or "")
    return sorted(found)


def test_writers_at_once_on_a_new_ledger_all_succeed(new: str, tmp_path: Path) -> None:
    files = [lines(tmp_path / f"{i}.jsonl", range(4 * i, 4 * i + 8)) for i in range(3)]  # half are another's, too
    writers = [add(file, new) for file in files]
    told = [writer.communicate(timeout=600) for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    for _, error in told:
        # How many were new, and nothing else but that others were waited for.
        assert [line for line in error.splitlines() if ": waiting for another writer to " not in line] == [
            error.splitlines()[-1]
        ]
    assert len(urls(new)) == 16
    outcomes = [line.split(":")[0] for out, _ in told for line in out.splitlines()]
    assert (outcomes.count("new"), outcomes.count("unchanged")) == (16, 8)


def test_a_killed_add_leaves_whole_articles_and_can_be_done_again(where: str, tmp_path: Path) -> None:
    chance, file = random.Random(11), lines(tmp_path / "news.jsonl", range(30))
    for _ in range(2):
        with add(file, where) as writer:
            assert writer.stdout is not None
            for _ in range(chance.randint(1, 9)):
                writer.stdout.readline()
            writer.kill()
        assert 0 < len(urls(where)) < 30
    ended = run("add", file, "--ledger", where)
    assert (ended.returncode, len(ended.stderr.splitlines())) == (0, 1)
    assert len(ended.stdout.splitlines()) == len(urls(where)) == 30


def test_a_writer_that_waits_too_long(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PATIENCE", 0.1)
    reading = reportedly.read(Article.from_text(SAID))
    with Ledger.open(where) as ledger, Ledger.open(where) as other:
        with engine.writing(other._engine) as connection:
            engine.alone(connection, engine.KEEPING)
            with pytest.raises(LedgerLocked, match="another program keeps it locked"):
                ledger.add(reading)
        assert ledger.add(reading).outcome == "new"
