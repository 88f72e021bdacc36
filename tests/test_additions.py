"""Articles handed in: kept in the ledger, read in a process of their own, and brought to an end once."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fabricated import RICH
from servers import Server, csrf, is_running, serving, until

from reportedly import Article
from reportedly.errors import InputError, NotInLedger, NotPublic
from reportedly.ledger import Ledger, additions
from reportedly.ledger.additions import Addition, Handed, NoLongerHeld, Taken
from reportedly.reading_process import RESERVED_BY_A_THREAD, Ended, ReadingProcess

NEWS = "“The ferry {number} sails at noon,” Mayor Ana Reyes said. Ole Lund denied that it was sold."
#: A text that takes some seconds.
LONG = "\n\n".join(
    f"“Pier {n} is shut,” said Ana Reyes. Ole Lund told NTB that it would open in May." for n in range(120)
)


# In the ledger --------------------------------------------------------------------------------------------------------


def taken(ledger: Ledger, worker: str = "one") -> Taken:
    held = ledger.take_addition(worker)
    assert held is not None
    return held


def test_an_addition_goes_its_way(ledger: Ledger) -> None:
    given = Handed(text=RICH.article.text, outlet="The Courier")
    first, second = ledger.hand_in(given, "jo"), ledger.hand_in(Handed(url="https://courier.example/1"), "kim")
    assert ledger.additions() == [second, first]
    assert (first.by, first.state, first.over) == ("jo", "waiting", False)
    held = taken(ledger)
    assert (held.id, held.handed) == (first.id, given)
    ledger.hold_addition(held, "reading")
    assert ledger.addition(first.id).state == "reading"
    kept = ledger.add(RICH, ending=held)
    assert ledger.addition(first.id) == Addition(
        first.id, first.name, "jo", first.at, "done", kept.article, "new", len(RICH.statements)
    )
    assert ledger.handed(first.id) == Handed(outlet="The Courier")  # its text is the article's now
    other = taken(ledger)
    ledger.fail_addition(other, "expected a page, found none")
    failed = ledger.addition(second.id)
    assert (failed.state, failed.error, failed.over) == ("failed", "expected a page, found none", True)
    assert ledger.handed(second.id).url == "https://courier.example/1"
    assert ledger.take_addition("one") is None
    with pytest.raises(NotInLedger):
        ledger.addition("none")


def test_what_one_holds_no_other_takes_until_it_is_let_go(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1_000_000.0]
    monkeypatch.setattr(time, "time", lambda: clock[0])
    ledger.hand_in(Handed(text="x"), "jo")
    held = taken(ledger)
    assert ledger.take_addition("other") is None
    clock[0] += additions.HOLD - 1
    ledger.hold_addition(held)
    clock[0] += additions.HOLD - 1
    assert ledger.take_addition("other") is None
    ledger.release_addition(held)
    held = taken(ledger, "other")
    clock[0] += additions.HOLD + 1  # it has died
    again = taken(ledger, "third")
    assert (again.id, again.by) == (held.id, "third")
    for late in (
        lambda: ledger.add(RICH, ending=held),
        lambda: ledger.fail_addition(held, "x"),
        lambda: ledger.hold_addition(held),
        lambda: ledger.release_addition(held),
    ):
        with pytest.raises(NoLongerHeld):
            late()
    assert ledger.counts().articles == 0  # the reading went with it
    assert ledger.add(RICH, ending=again).outcome == "new"
    with pytest.raises(NoLongerHeld):
        ledger.add(RICH, ending=again)


def test_what_is_in_the_ledger_already_ends_an_addition(ledger: Ledger) -> None:
    ledger.add(RICH)
    one = ledger.hand_in(Handed(text=RICH.article.text), "jo")
    kept = ledger.keep(RICH.article, by=lambda _: pytest.fail("it was read again"), ending=taken(ledger))
    assert (kept.outcome, ledger.addition(one.id).outcome, ledger.addition(one.id).article) == ("unchanged",) * 2 + (1,)


def test_only_so_many_wait_and_are_remembered(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(additions, "MOST_WAITING", 3)
    monkeypatch.setattr(additions, "MOST_OVER", 2)
    given = [ledger.hand_in(Handed(text=f"{n}\x00\ud800"), "jo") for n in range(3)]
    with pytest.raises(InputError, match="expected at most 3 articles to wait"):
        ledger.hand_in(Handed(text="x"), "jo")
    for _ in given:
        ledger.fail_addition(taken(ledger), "no \x00 \ud800")
    assert [one.id for one in ledger.additions()] == [given[2].id, given[1].id]
    assert ledger.additions()[0].error == "no \ufffd \ufffd"


# The process ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def process() -> Iterator[ReadingProcess]:
    opened = ReadingProcess()
    yield opened
    opened.close()


def pid(process: ReadingProcess) -> int:
    assert process._process is not None
    return process._process.pid


def test_it_reads_one_after_the_other(process: ReadingProcess) -> None:
    article = Article.from_text(NEWS)
    reading = process.read(article)
    number = pid(process)
    assert (reading.article, [holder.name for holder in reading.holders]) == (article, ["Ana Reyes", "Ole Lund"])
    assert all(any(statement.holder is holder for holder in reading.holders) for statement in reading.statements)
    with pytest.raises(NotPublic, match="expected a host on the public internet"):
        process.page("http://127.0.0.1/")
    assert process.read(article) == reading
    assert pid(process) == number


@pytest.mark.parametrize(
    ("times", "expected"),
    [(1, None), (2, "the process that reads it twice was ended by SIGKILL, perhaps for want of memory")],
)
def test_it_is_started_again(process: ReadingProcess, times: int, expected: str | None) -> None:
    killed: list[int] = []

    def kill() -> None:
        if len(killed) < times and pid(process) not in killed:
            killed.append(pid(process))
            os.kill(killed[-1], signal.SIGKILL)

    process._meanwhile = kill
    try:
        if expected is None:
            assert process.read(Article.from_text(LONG)).statements
        else:
            with pytest.raises(InputError, match=expected):
                process.read(Article.from_text(LONG))
    finally:
        process._meanwhile = lambda: None
    assert len(killed) == times
    assert process.read(Article.from_text(NEWS)).statements


def test_what_takes_too_long_is_given_up() -> None:
    # A process that is stopped stands for a call that never comes back.
    process = ReadingProcess(lambda: os.kill(pid(process), signal.SIGSTOP), seconds=3)
    start = time.monotonic()
    with pytest.raises(InputError, match="expected to read the article within 0 minutes, but it took longer"):
        process.read(Article.from_text(LONG))
    assert time.monotonic() - start < 10
    process.close()


def test_what_needs_too_much_memory_is_refused() -> None:
    process = ReadingProcess(memory=2**25 - (os.cpu_count() or 1) * RESERVED_BY_A_THREAD)  # 32 MB
    with pytest.raises(InputError, match="memory"):
        process.read(Article.from_text(LONG * 60))
    process.close()


def test_it_can_be_closed_while_it_reads() -> None:
    process = ReadingProcess()
    process._meanwhile = process.close
    with pytest.raises(Ended):
        process.read(Article.from_text(LONG))
    with pytest.raises(Ended):
        process.read(Article.from_text(NEWS))


# The reader -----------------------------------------------------------------------------------------------------------


def hand_in(server: Server, text: str) -> str:
    """Hand in a text as a browser does; the path at which it is watched."""
    _, headers, page = server.ask("/add")
    cookie = headers["set-cookie"].partition(";")[0]
    status, headers, _ = server.ask("/add", {"csrf": csrf(page), "text": text}, {"Cookie": cookie})
    assert status == 303
    return headers["location"]


def children(server: Server) -> list[int]:
    """The processes that a server has started."""
    tasks = Path(f"/proc/{server.process.pid}/task").glob("*/children")
    return [int(number) for task in tasks for number in task.read_text(encoding="ascii").split()]


def readers(server: Server) -> list[int]:
    """Those that read articles."""
    lines = ((number, Path(f"/proc/{number}/cmdline").read_bytes()) for number in children(server))
    return [number for number, line in lines if b"reading_process" in line]


#: how it is stopped, and how once it was started again
STOPS = [(signal.SIGKILL, signal.SIGKILL), (signal.SIGTERM, signal.SIGINT)]


@pytest.mark.parametrize(("how", "again"), STOPS)
def test_what_waits_is_read_after_all_once(tmp_path: Path, how: signal.Signals, again: signal.Signals) -> None:
    where, chance = tmp_path / "desk.db", random.Random(7)
    Ledger.open(where).close()
    texts = [NEWS.format(number=number) for number in range(3)] + [LONG, NEWS.format(number=9)]
    with serving(where) as server:
        for text in texts:
            hand_in(server, text)
        left = children(server)
        server.stop(how)
    with serving(where) as server:
        time.sleep(1 + 2 * chance.random())
        left += children(server)
        server.stop(again)
    until(lambda: not any(map(is_running, left)), 30)
    with serving(where) as server, Ledger.open(where) as ledger:
        until(lambda: all(one.over for one in ledger.additions()), 120)
        ends = [(one.state, one.outcome) for one in ledger.additions()]
        assert ends == [("done", "new")] * len(texts)
        kept = {ledger.reading(one.article).article.text for one in ledger.additions() if one.article}
        assert (kept, ledger.counts().articles) == (set(texts), len(texts))
        assert server.ask("/add")[0] == 200


def test_what_is_not_in_english_is_told(tmp_path: Path) -> None:
    where = tmp_path / "desk.db"
    Ledger.open(where).close()
    text = (
        "Der Hafen von Tarn bleibt bis auf weiteres geschlossen, sagte die Bürgermeisterin am Montag, nachdem die "
        "Ingenieure in neun von elf Pfeilern Risse gefunden hatten, die breiter sind als eine Hand."
    )
    with serving(where) as server, Ledger.open(where) as ledger:
        hand_in(server, text)
        until(lambda: all(one.over for one in ledger.additions()), 60)
        (addition,) = ledger.additions()
        assert (addition.state, ledger.counts().articles) == ("failed", 0)
        assert addition.error == (
            "expected an article in English, found another language (de); "
            "`reportedly add --language any` adds it anyway"
        )


def test_whatever_hangs_it_ends_in_time(tmp_path: Path) -> None:
    where = tmp_path / "desk.db"
    Ledger.open(where).close()
    with serving(where) as server:
        hand_in(server, LONG)
        (reading,) = until(lambda: readers(server))
        os.kill(reading, signal.SIGSTOP)
        assert server.stop() < 5
        until(lambda: not is_running(reading), 5)
    with serving(where) as server:
        hand_in(server, NEWS)
        with sqlite3.connect(where, isolation_level=None, timeout=60) as other:
            other.execute("BEGIN IMMEDIATE")  # whoever writes waits
            line = server.connect(b"POST /add HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\ntext=")
            assert server.stop() < 5
            line.close()
            other.execute("ROLLBACK")
    with Ledger.open(where) as ledger:
        assert [one.over for one in ledger.additions()].count(False) >= 1


def test_a_text_that_ends_the_process_does_not_end_the_reader(tmp_path: Path) -> None:
    where = tmp_path / "desk.db"
    Ledger.open(where).close()
    with serving(where) as server, Ledger.open(where) as ledger:
        path = hand_in(server, LONG)
        key, killed = path.rpartition("/")[2], set()
        while not ledger.addition(key).over:
            for number in readers(server):
                if number not in killed and ledger.addition(key).state == "reading":
                    killed.add(number)
                    os.kill(number, signal.SIGSEGV)
            time.sleep(0.05)
        found = ledger.addition(key)
        assert (found.state, found.error) == (
            "failed", "expected to read the article, but the process that reads it twice was ended by SIGSEGV",
        )  # fmt: skip
        assert "twice was ended by SIGSEGV" in server.ask(path)[2]
        assert LONG[:60] in server.ask(f"/add?again={key}")[2]
        assert until(lambda: ledger.addition(hand_in(server, NEWS).rpartition("/")[2]))
        until(lambda: all(one.over for one in ledger.additions()))
        assert ledger.counts().articles == 1
