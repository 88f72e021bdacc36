"""Clients that ask slowly, never finish, never listen or are too many; what is written of what goes wrong."""

from __future__ import annotations

import asyncio
import logging
import resource
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from fabricated import RICH
from servers import Server, serving, until
from uvicorn import Config
from uvicorn.server import ServerState

from reportedly.ledger import Ledger
from reportedly.web import log
from reportedly.web.connections import OTHER_FILES, PATIENCE, Connection

HALF = b"GET /articles HTTP/1.1\r\nHost: localhost\r\nX-Slow: "


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where: Path = tmp_path_factory.mktemp("desk") / "desk.db"
    with Ledger.open(where) as opened:
        opened.add(RICH)
    return where


@pytest.fixture(scope="module")
def server(ledger: Path) -> Iterator[Server]:
    with serving(ledger) as running:
        yield running


def is_closed(line: socket.socket) -> bool:
    """Whether the server has closed a connection; what it has sent before is read away."""
    line.settimeout(0.01)
    try:
        return line.recv(65536) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def test_half_sent_requests_keep_nobody_out_and_are_given_up(server: Server) -> None:
    with ExitStack() as stack:
        lines = [stack.enter_context(server.connect(HALF)) for _ in range(300)]
        start = time.monotonic()
        assert server.ask("/articles/1")[0] == 200
        assert time.monotonic() - start < PATIENCE["headers"] / 2
        closed: set[socket.socket] = set()

        def all_closed() -> bool:
            for line in lines:
                if line not in closed and is_closed(line):
                    closed.add(line)
                elif line not in closed:  # a drip doesn't buy time
                    line.settimeout(1)
                    try:
                        line.sendall(b"x")
                    except OSError:
                        closed.add(line)
            return len(closed) == len(lines)

        until(all_closed, 4 * PATIENCE["headers"])
    assert server.ask("/articles/1")[0] == 200
    assert server.log == []


def test_more_connections_than_files_keep_nobody_out(ledger: Path) -> None:
    def few_files() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (OTHER_FILES + 60, OTHER_FILES + 60))

    with serving(ledger, preexec_fn=few_files) as server, ExitStack() as stack:
        lines = [stack.enter_context(server.connect(HALF)) for _ in range(300)]
        assert server.ask("/articles/1")[0] == 200
        assert sum(map(is_closed, lines)) >= 240
        assert server.stop() < 5
        assert server.log[-1] == "Closed.\n"
        assert len(server.log) <= 2  # that there are no more files, once


UPGRADE = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"
#: what is sent, how often, what is written of it
BAD = [
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", 200, "Invalid HTTP request received."),
    (UPGRADE, 100, "Unsupported upgrade"),
]


def test_a_log_says_a_thing_once(ledger: Path) -> None:
    with serving(ledger) as server:
        for sent, times, _ in BAD:
            for _ in range(times):
                with server.connect(sent) as line:
                    assert line.recv(100).startswith(b"HTTP/1.1 ")
        assert server.ask("/articles/1")[0] == 200
        server.stop()
        for _, _, sentence in BAD:
            assert len([line for line in server.log if sentence in line]) == 1
        assert len(server.log) <= 4


class Transport(asyncio.Transport):
    """One that writes nowhere, and says whether it was given up."""

    aborted = False

    def __init__(self) -> None:
        super().__init__({"peername": ("127.0.0.1", 1), "sockname": ("127.0.0.1", 2)})

    def write(self, data: bytes | bytearray | memoryview) -> None:
        pass

    def is_closing(self) -> bool:
        return self.aborted

    def abort(self) -> None:
        self.aborted = True

    close = abort

    def pause_reading(self) -> None:
        pass

    resume_reading = pause_reading


async def silent(scope: object, receive: object, send: object) -> None:
    """An application that never answers."""
    await asyncio.sleep(60)


#: what comes in pieces, in what state that leaves the connection
STATES = [
    ((), "headers"),
    ((b"GET / HT",), "headers"),
    ((b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n",), "body"),
    ((b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab", b"c"), "body"),
    ((b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab", b"cd"), "answer"),
    ((b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",), "answer"),
    ((b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HT",), "answer"),
]


@pytest.mark.parametrize(("pieces", "state"), STATES)
def test_what_a_connection_is_in_the_midst_of(pieces: tuple[bytes, ...], state: str) -> None:
    async def come() -> str:
        connection = Connection(Config(silent, log_config=None), ServerState(), {})
        connection.connection_made(Transport())
        for piece in pieces:
            connection.data_received(piece)
        found = connection._state
        connection.connection_lost(None)
        return found

    assert asyncio.run(come()) == state


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_open_connection_does_not_keep_it_from_ending(ledger: Path, how: signal.Signals) -> None:
    form = b"POST /add HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999\r\n\r\ntext="
    with serving(ledger) as server, server.connect(), server.connect(HALF), server.connect(form):
        server.ask("/articles")
        assert server.stop(how) < 5
        assert server.process.returncode == 0
        assert server.log[-1] == "Closed.\n"


def test_a_client_that_does_not_listen_is_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportedly.web.connections.TAKING", 0.01)

    async def stall() -> bool:
        transport = Transport()
        connection = Connection(Config(silent, log_config=None), ServerState(), {})
        connection.connection_made(transport)
        connection.pause_writing()
        await asyncio.sleep(0.1)
        return transport.aborted

    assert asyncio.run(stall())


# The log --------------------------------------------------------------------------------------------------------------


def record(message: str, *args: object) -> logging.LogRecord:
    return logging.LogRecord("x", logging.ERROR, "", 0, message, args, None)


def test_messages_of_a_kind_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    sparing = log.Sparing()
    assert [sparing.filter(record("no %s", number)) for number in (1, 1, 2, 1)] == [True, False, True, False]
    assert sum(sparing.filter(record("no %s", number)) for number in range(100)) == log.MOST - 2
    assert sparing.filter(record("another"))
    clock[0] = log.WHILE + 1
    told = record("no %s", 7)
    assert sparing.filter(told)
    assert told.getMessage() == "no 7 (and 99 more like it before)"


def test_kinds_are_forgotten() -> None:
    sparing = log.Sparing()
    for number in range(2 * log.KINDS):
        assert sparing.filter(record(f"kind {number}"))
    assert len(sparing._kinds) == log.KINDS


def test_an_error_is_one_line() -> None:
    error = ValueError("two\nlines \x1b[31m")
    raised = logging.LogRecord("x", logging.ERROR, "", 0, "adding %s", ("a\nb",), (ValueError, error, None))
    assert log.OneLine().format(raised) == "reportedly: adding a b: ValueError: two lines \ufffd[31m"


@pytest.mark.parametrize(
    ("name", "error", "written"),
    [
        ("asyncio", ValueError("Invalid file descriptor: -1"), False),
        ("asyncio", ValueError("Invalid file descriptor: 7"), True),
        ("asyncio", None, True),
        ("uvicorn.error", ValueError("Invalid file descriptor: -1"), True),
    ],
)
def test_that_a_closed_listener_is_not_listened_on_is_not_told(
    name: str, error: ValueError | None, written: bool
) -> None:
    raised = (type(error), error, None) if error else None
    record = logging.LogRecord(name, logging.ERROR, "", 0, "Exception in callback at 12.5", (), raised)
    assert log.Sparing().filter(record) is written
