"""Servers that drip, hang, lie and turn round: each is given up in time, with a sentence."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from random import Random
from unittest import mock

from reportedly.articles import fetching

from .trial import Trial, outcome

#: The deadline that fetching gets here, in seconds, and how much later it may end: two cores may be busy.
DEADLINE, LATE = 2.0, 3.0
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
Send = Callable[[bytes], None]


def _slowly(data: bytes) -> Callable[[Send], None]:
    def drip(send: Send) -> None:
        for one in data:
            send(bytes([one]))
            time.sleep(0.2)

    return drip


def _for_ever(piece: bytes) -> Callable[[Send], None]:
    def go_on(send: Send) -> None:
        while True:
            send(piece)
            time.sleep(0.02)

    return go_on


def _wait(seconds: float) -> Callable[[Send], None]:
    return lambda _: time.sleep(seconds)


_END = b"Content-Length: 0\r\n\r\n"
#: How each server answers a request: what it sends at once, and what it does then.
SERVERS: Mapping[str, tuple[bytes, Callable[[Send], None]]] = {
    "says nothing": (b"", _wait(10 * DEADLINE)),
    "drips its status": (b"", _slowly(OK * 40)),
    "drips headers": (OK, _slowly(b"X-Slow: drop\r\n" * 400)),
    "sends headers without end": (OK, _for_ever(b"X-More: and more\r\n")),
    "drips its body": (OK + b"\r\n<p>", _slowly(b"slow " * 4_000)),
    "drips less than it promised": (OK + b"Content-Length: 100000\r\n\r\n", _slowly(b"slow " * 4_000)),
    "drips the length of a chunk": (OK + b"Transfer-Encoding: chunked\r\n\r\n", _slowly(b"0" * 4_000)),
    "drips chunks": (OK + b"Transfer-Encoding: chunked\r\n\r\n", _for_ever(b"1\r\na\r\n")),
    "drips what is packed": (OK + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08", _slowly(bytes(4_000))),
    "redirects to itself": (b"HTTP/1.1 302 Found\r\nLocation: /again\r\n" + _END, _wait(DEADLINE / 4)),
    "asks to be asked later": (b"HTTP/1.1 503 Unavailable\r\nRetry-After: 600\r\n" + _END, _wait(0)),
    "answers with what is no HTTP": (b"\x00\xff" * 5_000, _wait(0)),
    "closes at once": (b"", _wait(0)),
}


@contextmanager
def _listening(first: bytes, then: Callable[[Send], None]) -> Iterator[int]:
    """The port of a server that answers so."""
    listener = socket.create_server(("127.0.0.1", 0))

    def talk(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.recv(65_536)
            connection.sendall(first)
            then(connection.sendall)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=talk, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


def drips(_: Random, times: int, __: Path) -> Iterator[Trial]:
    """Fetch from each server, all at once."""
    faults: list[str] = []

    def ask(name: str) -> None:
        for scheme in ("http", "https"):
            with _listening(*SERVERS[name]) as port:
                begun = time.monotonic()
                wrong = outcome(partial(fetching.fetch, f"{scheme}://127.0.0.1:{port}/"))
                took = time.monotonic() - begun
            if wrong or took > DEADLINE + LATE:
                faults.append(f"a server that {name} ({scheme}): {wrong or f'given up after {took:.1f} s'}")

    with mock.patch.object(fetching, "MAX_FETCH_TIME", DEADLINE):
        for _ in range(times):
            asking = [threading.Thread(target=ask, args=(name,), daemon=True) for name in SERVERS]
            for one in asking:
                one.start()
            until = time.monotonic() + 4 * (DEADLINE + LATE)
            for one, name in zip(asking, SERVERS, strict=True):
                one.join(max(0.0, until - time.monotonic()))
                if one.is_alive():
                    faults.append(f"a server that {name} is waited for for ever")
    yield Trial("servers that drip, hang or lie", 2 * len(SERVERS) * times, tuple(faults))
