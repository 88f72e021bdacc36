"""What was tried, how often, and what went wrong; processes that are killed; whether a ledger is sound."""

from __future__ import annotations

import os
import signal
import sqlite3
import struct
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from reportedly.errors import ReportedlyError
from reportedly.printable import printable


@dataclass(frozen=True)
class Trial:
    """What was tried, how often, and a sentence for each fault."""

    what: str
    times: int
    faults: tuple[str, ...]


#: A part of the torture. It takes chance, how many times as much as in CI, and a folder to work in.
Part = Callable[[Random, int, Path], Iterator[Trial]]


def outcome(tried: Callable[[], object]) -> str | None:
    """What is wrong with how something ended: None if it returned, or raised one of our errors with one sentence."""
    try:
        tried()
    except ReportedlyError as error:
        said = printable(str(error))  # as everybody who shows it does: it may repeat what was given
        return None if said and "\n" not in said else f"{type(error).__name__} with no sentence: {said!r}"
    except Exception:
        return "a traceback: " + " < ".join(reversed(traceback.format_exc().strip().splitlines()[-3:]))
    return None


class Child:
    """A forked process that does some work and says, number by number, what it has done.

    It is forked from a process in which everything is loaded, since starting another takes longer than what is tried.
    """

    def __init__(self, work: Callable[[Callable[[int], None]], None]) -> None:
        self._said, saying = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            code = 1
            try:
                os.close(self._said)
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                work(lambda number: _all(saying, struct.pack("<I", number)))
                code = 0
            except ReportedlyError:
                code = 2
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(code)
        os.close(saying)

    def kill(self, after: float, once: int = 0) -> list[int]:
        """End it at once so many seconds after it has said so many numbers; returns what it said."""
        said = b""
        while len(said) < 4 * once and (piece := os.read(self._said, 65_536)):
            said += piece
        time.sleep(after)
        os.kill(self.pid, signal.SIGKILL)
        return self._all_said(said)[0]

    def end(self) -> tuple[list[int], int]:
        """Wait for its end; returns what it said, and its exit code: 0; 2 for one of our errors; 1, or the signal."""
        return self._all_said(b"")

    def _all_said(self, said: bytes) -> tuple[list[int], int]:
        while piece := os.read(self._said, 65_536):
            said += piece
        os.close(self._said)
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return [number for (number,) in struct.iter_unpack("<I", said[: len(said) // 4 * 4])], code


def _all(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]


def damage(path: Path) -> list[str]:
    """What is wrong with a SQLite ledger as a file: nothing, if it is sound."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            return [f"{path.name} is damaged: {error}"]
    wrong = [] if found == ["ok"] else [f"{path.name} is damaged: {found[0]}"]
    return [*wrong, *(f"{path.name} has a row without what it belongs to: {row}" for row in broken[:1])]
