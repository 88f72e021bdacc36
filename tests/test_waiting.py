"""Nobody waits for findings, and a writer waits for another: two connections, or two processes, to one ledger."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from commands import run
from test_asking import CLOSED, NEWS, of
from test_writers import add, lines

from reportedly.errors import LedgerLocked, NoConnection
from reportedly.ledger import Ledger, Query, Waiting
from reportedly.ledger.findings import examine
from reportedly.ledger.tables import engine


def filled(where: str | Path) -> None:
    with Ledger.open(where) as ledger:
        for number, (text, outlet, published) in enumerate(NEWS, 1):
            ledger.add(of(text, outlet, published, number))


@contextmanager
def writing(where: str | Path) -> Iterator[None]:
    """Another writer that doesn't end."""
    with Ledger.open(where) as other, engine.writing(other._engine):
        yield


def keys(ledger: Ledger) -> set[str]:
    return {kept.finding.key for kept in ledger.queue(limit=1000).findings}


def test_no_question_needs_to_write(where: str) -> None:
    filled(where)
    with Ledger.open(where, Waiting(0)) as ledger, writing(where):
        since = time.monotonic()
        (trace,) = ledger.trace("port", limit=1)
        number = trace.statements[0].holder or 0
        asked = (trace, ledger.who("Ana Reyes"), ledger.holder(number), ledger.article(1), ledger.statement(1))
        assert {one.waiting for one in asked} == {ledger.queue().waiting} == {ledger.waiting()}
        assert ledger.waiting() > 1
        assert ledger.search(Query("port")).statements
        assert time.monotonic() - since < 20
        assert ledger.findings() == []


def test_findings_are_looked_for_in_turns_of_any_size(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(where)
    monkeypatch.setattr(examine, "MOST", 1)
    turns: list[tuple[int, int]] = []

    def stop(done: int, of: int) -> None:
        turns.append((done, of))
        raise KeyboardInterrupt

    with Ledger.open(where) as ledger:
        before = ledger.waiting()
        with pytest.raises(KeyboardInterrupt):
            ledger.refresh(progress=stop)
        assert turns == [(1, before)]
        assert ledger.waiting() == before - 1
        assert ledger.refresh(seconds=0) == before - 1
        assert ledger.refresh() == 0
        found = keys(ledger)
        assert len(found) > 1
        monkeypatch.undo()
        with engine.writing(ledger._engine) as connection:
            examine.mark_touched(connection, [("article", n) for n in range(1, 7)] + [("thread", 1), ("holder", 1)])
        assert ledger.refresh() == 0
        assert keys(ledger) == found


def test_others_write_while_a_place_is_examined_and_it_is_examined_again(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(where)
    looked, late, examined = examine._looked, [of(CLOSED, "Herald", "2024-05-09", 9)], []

    def meanwhile(connection: sa.Connection, kind: examine.TouchedKind, number: int, *given: Any) -> examine.Examined:
        examined.append((kind, number))
        found = looked(connection, kind, number, *given)
        if late and kind == "thread":
            with Ledger.open(where, Waiting(0)) as other:
                assert other.add(late.pop()).outcome == "new"
        return found

    monkeypatch.setattr(examine, "_looked", meanwhile)
    with Ledger.open(where) as ledger:
        assert ledger.refresh() == 0
        assert examined.count(("thread", 1)) == 2
        assert examined.count(("article", ledger.counts().articles)) == 1


def test_two_who_look_at_once_find_the_same(where: str) -> None:
    filled(where)

    def look() -> None:
        with Ledger.open(where) as ledger:
            ledger.refresh()

    both = [threading.Thread(target=look) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    with Ledger.open(where) as ledger:
        found = [kept.finding.key for kept in ledger.queue(limit=1000).findings]
        assert len(found) == len({*found}) > 1
        assert ledger.waiting() == 0


def test_a_writer_waits_and_says_so(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MOMENT", 0.1)
    filled(where)
    told: list[str] = []
    free = threading.Event()

    def hold() -> None:
        with writing(where):
            free.wait(20)

    other = threading.Thread(target=hold)
    other.start()
    with Ledger.open(where, Waiting(20, lambda sentence: (told.append(sentence), free.set()))) as ledger:
        while not told:
            ledger.fail("a.txt", "nothing")
    other.join()
    assert len(told) == 1
    assert told[0].startswith("waiting for another writer to ")
    assert told[0].endswith(", for 20 seconds at most; nothing is lost meanwhile")


def test_a_writer_gives_up_in_the_end(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MOMENT", 0.1)
    filled(where)
    with Ledger.open(where, Waiting(0.3)) as ledger, writing(where):
        since = time.monotonic()
        with pytest.raises(LedgerLocked, match="another program keeps it locked"):
            ledger.fail("a.txt", "nothing")
        assert 0.3 < time.monotonic() - since < 10


# -- PostgreSQL --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("server", ["postgresql"], indirect=True)
def test_a_table_that_somebody_keeps_locked_is_given_up(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "ANSWERED", 1)
    monkeypatch.setattr(engine, "MOMENT", 0.2)
    name = where.partition("?")[0]
    with Ledger.open(where, Waiting(0.3)) as ledger, psycopg.connect(where) as other:
        ledger.fail("a.txt", "nothing")
        other.execute("LOCK TABLE statements")
        since = time.monotonic()
        with pytest.raises(NoConnection) as unanswered:
            ledger.search(Query("port"))
        assert str(unanswered.value) == f"expected an answer from {name}, but none came within its statement_timeout"
        with pytest.raises(LedgerLocked) as locked:
            ledger.add(of(*NEWS[0], 1))
        assert str(locked.value) == f"expected to write to {name}, but another program keeps it locked"
        assert 1 < time.monotonic() - since < 20
        other.rollback()
        ledger.add(of(*NEWS[0], 1))
        assert ledger.search(Query("port")).statements
    with Ledger.open(f"{where}&options=-c%20statement_timeout%3D7s") as ledger, ledger._engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "7s"


def test_a_server_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "REACHED", 2)  # the least that libpq knows
    with socket.create_server(("127.0.0.1", 0)) as silent:
        where = f"postgresql://desk:secret@127.0.0.1:{silent.getsockname()[1]}/news"
        since = time.monotonic()
        with pytest.raises(NoConnection) as unanswered:
            Ledger.open(where)
        assert (
            str(unanswered.value)
            == f"expected to reach {where.replace('secret', '***')}, but there was no answer in time"
        )
        assert time.monotonic() - since < 20


# -- the command -------------------------------------------------------------------------------------------------------

ADD = """
import sys
from reportedly.cli import ledger, main
from reportedly.ledger.tables import engine
ledger.PATIENCE, engine.MOMENT = float(sys.argv.pop(1)), 0.2
main()
"""


def test_an_add_waits_for_another_writer_and_keeps_all(where: str, tmp_path: Path) -> None:
    filled(where)
    with writing(where):
        writer = subprocess.Popen(
            [sys.executable, "-c", ADD, "60", "add", str(lines(tmp_path / "news.jsonl", range(3))), "--ledger", where],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        assert writer.stderr is not None
        told = writer.stderr.readline()
        assert told.startswith("reportedly: waiting for another writer to ")
        assert told.endswith(", for 60 seconds at most; nothing is lost meanwhile\n")
    out, error = writer.communicate(timeout=120)
    assert (writer.returncode, error) == (0, "3 new\n")
    assert [line.partition(":")[0] for line in out.splitlines()] == ["new"] * 3


def test_an_article_that_could_not_be_kept_is_told_and_the_rest_goes_on(where: str, tmp_path: Path) -> None:
    filled(where)
    file = lines(tmp_path / "news.jsonl", range(2))
    command = [sys.executable, "-c", ADD, "0.3", "add", str(file), "--ledger", where]
    with writing(where):
        result = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 1
    failed = [line for line in result.stderr.splitlines() if "another program keeps it locked" in line]
    assert len(failed) == 2
    assert "2 failed" in result.stderr
    again = add(file, where)
    again.communicate(timeout=120)
    assert again.returncode == 0
    with Ledger.open(where) as ledger:
        assert ledger.counts().articles == len(NEWS) + 2


def test_commands_say_what_is_still_to_be_examined(tmp_path: Path) -> None:
    filled(tmp_path / "desk.db")
    asked = ("trace", "port", "--ledger", tmp_path / "desk.db")
    assert run(*asked).stderr.endswith(
        " places that changed are still to be examined, so findings may be missing: `reportedly findings` goes on.\n"
    )
    found = json.loads(run("findings", "--json", *asked[2:]).stdout)
    assert (found["waiting"], len(found["findings"]) > 1) == (0, True)
    assert run(*asked).stderr == ""
