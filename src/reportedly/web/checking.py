"""Drafts read for a check, one after the other, in a process of their own; nothing of them is kept."""

from __future__ import annotations

import threading
from typing import Final

from fastapi import HTTPException

from ..articles.article import Article
from ..ledger import Ledger
from ..ledger.asked.checked import Check
from ..reading import Reading
from ..reading_process import ReadingProcess

#: Seconds for reading one draft, and those for which one waits until others are read.
READING, WAITING = 120.0, 30.0


class Checker:
    """Checks drafts against one ledger. Call `close` when the reader stops."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._process: Final = ReadingProcess(seconds=READING)
        self._free = threading.Lock()

    def check(self, draft: Article) -> tuple[Reading, Check]:
        """A draft's reading, and how it stands in the ledger.

        Raises InputError if it can't be read, LedgerError, and HTTPException (503) if others are read for too long.
        """
        # One at a time, since reading occupies a core that the pages need too.
        if not self._free.acquire(timeout=WAITING):
            raise HTTPException(503, "Expected to read the draft at once, but others are being read; try again soon.")
        try:
            reading = self._process.read(draft)
        finally:
            self._free.release()
        return reading, self._ledger.check(reading)

    def close(self) -> None:
        """End the process, whatever it reads."""
        self._process.close()
