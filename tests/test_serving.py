"""Several processes that answer for one reader: who has signed in, what is handed in, how they end."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fabricated import RICH
from servers import PATIENCE, Server, csrf, is_running, serving, until

from reportedly.ledger import Ledger
from reportedly.web.serving import SHARES
from reportedly.web.signed_in import SignedIn

pytestmark = pytest.mark.skipif(not SHARES, reason="only Linux gives several processes their share of connections")
NEWS = "Ole Lund denied it.\n\n“There was no call at all,” he told reporters in Orle on Monday.\n"
#: Requests, each on a connection of its own, after which all of two processes have answered, but for one time in 10^9.
OFTEN = 30


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "desk.db") as opened:
        opened.add(RICH)
        yield opened


@pytest.fixture
def server(ledger: Ledger, tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path / "desk.db", processes=2) as server:
        until(lambda: len(listeners(server)) == 2)
        yield server


def family(server: Server) -> list[int]:
    """The server's processes: its own number and its children's."""
    number = server.process.pid
    children = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="ascii")
    return [number, *map(int, children.split())]


def sockets(server: Server) -> set[str]:
    """The sockets that listen at its port, as links to them are called."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    return {f"socket:[{line[9]}]" for line in lines if line[3] == "0A" and line[1].endswith(f":{server.port:04X}")}


def listeners(server: Server) -> list[int]:
    """Those of its processes that listen at its port."""
    there = sockets(server)
    return [n for n in family(server) if any(str(_target(fd)) in there for fd in Path(f"/proc/{n}/fd").iterdir())]


def _target(link: Path) -> Path:
    try:
        return link.readlink()
    except OSError:  # closed meanwhile
        return link


def statuses(server: Server, path: str, cookie: str) -> set[int]:
    return {server.ask(path, headers={"Cookie": cookie})[0] for _ in range(OFTEN)}


def test_whoever_signed_in_is_known_to_all(ledger: Ledger, tmp_path: Path) -> None:
    token = ledger.add_user("jo")
    with serving(tmp_path / "desk.db", "--name", "desk.example", processes=2) as server:
        until(lambda: len(listeners(server)) == 2)
        _, headers, page = server.ask("/signin")
        cookie = headers["set-cookie"].partition(";")[0]
        assert statuses(server, "/articles/1", cookie) == {303}
        form = {"csrf": csrf(page), "token": token}
        status, headers, _ = server.ask("/signin", form, {"Cookie": cookie})
        assert status == 303
        signed = headers["set-cookie"].partition(";")[0]
        assert statuses(server, "/articles/1", signed) == {200}
        assert statuses(server, "/articles/1", cookie) == {303}  # the session before is another
        form = {"csrf": csrf(server.ask("/signin", headers={"Cookie": signed})[2])}
        assert server.ask("/signout", form, {"Cookie": signed})[0] == 303
        assert statuses(server, "/articles/1", signed) == {303}


def test_a_form_goes_to_any_of_them(server: Server) -> None:
    for _ in range(OFTEN // 3):
        _, headers, page = server.ask("/add")
        form = {"csrf": csrf(page), "text": NEWS}
        assert server.ask("/add", form, {"Cookie": headers["set-cookie"].partition(";")[0]})[0] == 303


def test_what_any_of_them_takes_in_is_read(server: Server, ledger: Ledger) -> None:
    for number in range(6):
        _, headers, page = server.ask("/add")
        form = {"csrf": csrf(page), "text": f"{NEWS}\nIt was call {number}.\n"}
        assert server.ask("/add", form, {"Cookie": headers["set-cookie"].partition(";")[0]})[0] == 303
    until(lambda: ledger.counts().articles == 7)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_all_end_with_the_reader(server: Server, tmp_path: Path, how: signal.Signals) -> None:
    numbers = family(server)
    assert len(numbers) >= 3  # one beside it answers too, one looks for findings
    assert server.stop(how) < 5
    until(lambda: not any(map(is_running, numbers)), 5)
    with serving(tmp_path / "desk.db", port=server.port) as again:  # at the same address, at once
        assert again.ask("/articles/1")[0] == 200


def test_one_that_dies_leaves_the_others(server: Server) -> None:
    reader, beside = listeners(server)
    subprocess.run(["kill", "-9", str(beside)], check=True)
    until(lambda: len(sockets(server)) == 1)
    assert listeners(server) == [reader]
    assert {server.ask("/articles/1")[0] for _ in range(OFTEN)} == {200}


def test_no_second_reader_gets_a_share(server: Server, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "reportedly.cli", "serve", "--ledger", str(tmp_path / "desk.db")]
    ended = subprocess.run(
        [*command, "--port", str(server.port)], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert f"on port {server.port}, but: address already in use; --port names another" in ended.stderr


def test_the_longest_signed_in_sign_in_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportedly.web.signed_in.MOST", 3)
    signed_in = SignedIn()
    for number in range(5):
        signed_in.put(f"session {number}", f"{number:064x}")
    assert [signed_in.get(f"session {number}") is not None for number in range(5)] == [False, False, True, True, True]
    signed_in.remove("session 4")
    signed_in.remove("session 4")
    assert signed_in.get("session 4") is None


def test_no_cookie_leads_out_of_the_folder() -> None:
    signed_in = SignedIn()
    for session in ("../../etc/passwd", "", "\udc80", "a/b", "x" * 10_000):
        assert signed_in.get(session) is None
