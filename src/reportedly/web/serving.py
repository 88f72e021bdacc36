"""Serving: the processes in which a ledger's reader answers.

Rendering a page keeps one core busy, whatever threads there are. So several processes listen at one address, and the
system gives each new connection to one of them. One of them is the reader: it takes care of what was handed in, and the
others end when it does.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Final

import uvicorn
from fastapi import FastAPI

from ..errors import ReportedlyError, ServeError
from ..ledger import Ledger
from . import log
from .app import Settings, create_app
from .connections import limited
from .examining import examining
from .signed_in import SignedIn

#: Seconds for requests in hand to be answered when the reader is stopped, and for all of it to end.
GRACE, ENDING = 2, 4.5
#: Seconds for which an address is waited for that is in use: the processes of a reader that was killed take a moment to
#: notice.
LEAVING: Final = 1.0
#: Connections that wait to be accepted.
BACKLOG: Final = 2048
#: Whether several processes can listen at one address and get their share of the connections.
SHARES: Final = sys.platform == "linux"
#: Processes that answer unless told otherwise: one for each core, but each takes some 100 MB.
PROCESSES: Final = min(4, len(os.sched_getaffinity(0))) if SHARES else 1

_log = logging.getLogger("reportedly.web")


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens and whose address the processes of one reader can share. Raises ServeError."""
    until = time.monotonic() + LEAVING
    while True:
        try:
            with _bound(host, port, shared=False):  # or a second reader would get a share of the first one's requests
                pass
            break
        except ServeError:
            if time.monotonic() > until:
                raise
            time.sleep(LEAVING / 20)
    with _bound(host, port, shared=SHARES) as listener:
        yield listener


def _bound(host: str, port: int, *, shared: bool) -> socket.socket:
    """A socket that listens. shared: whether other sockets may, too. Raises ServeError."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise ServeError(f"expected an address of this machine to listen at, but {host} is none") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(address)
        listener.listen(BACKLOG)  # before the address is told: who asks at once waits instead of being refused
    except OSError as error:
        listener.close()
        raise ServeError(
            f"expected to listen at {host} on port {port}, but: {(error.strerror or str(error)).lower()}; "
            "--port names another"
        ) from error
    return listener


def serve(where: str, ledger: Ledger, settings: Settings, listener: socket.socket, processes: int) -> None:
    """Answer requests until the user or the system stops it.

    where: the ledger's path or URL. settings: with the port at which `listener` listens. processes: how many answer.
    """
    log.write()
    signed_in = SignedIn()
    app = create_app(ledger, settings, signed_in)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # which uvicorn gives the signal to when it has ended
    app.state.additions.start()
    with ExitStack() as ending:
        ending.callback(app.state.additions.close)
        ending.callback(app.state.checker.close)
        ending.callback(signal.signal, signal.SIGINT, signal.SIG_IGN)
        ending.enter_context(examining(where))
        beside = ending.enter_context(_beside(where, settings, signed_in, processes - 1))
        with suppress(KeyboardInterrupt):  # which isn't raised where Ctrl-C is ignored, as in a script's background
            _Server(app, settings, beside).run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that ends in time. beside: the processes that end with it."""

    def __init__(self, app: FastAPI, settings: Settings, beside: Sequence[BaseProcess] = ()) -> None:
        config = uvicorn.Config(
            app, log_config=None, log_level="warning", access_log=False, server_header=False, lifespan="off",
            http=limited(), ws="none", timeout_graceful_shutdown=GRACE, proxy_headers=bool(settings.proxies),
            forwarded_allow_ips=[*settings.proxies], backlog=BACKLOG,
        )  # fmt: skip
        super().__init__(config)
        self._beside = beside

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Called by the signals that stop it."""
        # Whatever hangs is given up then: a transaction that isn't committed will not have been.
        end = threading.Timer(ENDING, os._exit, [1])
        end.daemon = True
        end.start()
        for process in self._beside:
            process.terminate()
        super().handle_exit(sig, frame)


@contextmanager
def _beside(where: str, settings: Settings, signed_in: SignedIn, count: int) -> Iterator[Sequence[BaseProcess]]:
    """Further processes that answer, ended with the context."""
    spawn = multiprocessing.get_context("spawn")
    started = [spawn.Process(target=_answer, args=(where, settings, signed_in), daemon=True) for _ in range(count)]
    for process in started:
        process.start()
    try:
        yield started
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.join(GRACE / 2)
            process.kill()


def _answer(where: str, settings: Settings, signed_in: SignedIn) -> None:
    """Answer requests at the reader's address, until the reader ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes, and the reader ends this one
    log.write()
    reader = multiprocessing.parent_process()
    assert reader is not None
    threading.Thread(target=_end_with, args=(reader.sentinel,), daemon=True).start()
    try:
        with Ledger.open(where) as ledger, _bound(settings.host, settings.port, shared=True) as listener:
            app = create_app(ledger, settings, signed_in, reads=False)
            _Server(app, settings).run(sockets=[listener])
    except ReportedlyError as error:
        _log.warning("answering with one process less: %s", error)


def _end_with(sentinel: int) -> None:
    """End this process once the reader has ended."""
    wait([sentinel])
    os._exit(1)
