"""Examining: a process beside the reader that looks for findings wherever the ledger has changed.

In a process of its own, since beside it in one process each page would wait for its turn again and again.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait
from typing import Final

from ..errors import LedgerReadOnly, ReportedlyError
from ..ledger import Ledger

#: Seconds between two looks at whether anything has changed, and for which one of them goes on at most.
PAUSE: Final = 1.0
TURN: Final = 5.0

_log = logging.getLogger("reportedly.web")


@contextmanager
def examining(where: str) -> Iterator[None]:
    """A process that looks for findings in the ledger at `where`, ended with the context."""
    process = multiprocessing.get_context("spawn").Process(target=_examine, args=(where,), daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()  # whatever it was at is a transaction: it is as if it hadn't begun
        process.join(PAUSE)
        process.kill()


def _examine(where: str) -> None:
    """Look for findings, until the reader ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes, and the reader ends this one
    with suppress(OSError, AttributeError):  # no such call on Windows
        os.nice(15)  # pages first
    reader = multiprocessing.parent_process()
    assert reader is not None
    told = ""
    while not wait([reader.sentinel], PAUSE):
        try:
            with Ledger.open(where) as ledger:
                while not wait([reader.sentinel], PAUSE):
                    if not ledger.refresh(TURN):
                        ledger.checkpoint()
        except LedgerReadOnly:
            return
        except ReportedlyError as error:
            if str(error) != told:
                told = str(error)
                _log.warning("looking for findings: %s", told)
