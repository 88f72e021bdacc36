"""Ledger: the statements of many articles, in one SQLite file or a PostgreSQL database."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from ..reading import Reading
from . import engine, store
from .store import Kept


class Ledger:
    """A ledger, open. Use it as a context manager, or close it.

    Every method raises LedgerError where the database can't do its part (locked, damaged, full), and NotInLedger for
    what isn't there.
    """

    def __init__(self, opened: sa.Engine) -> None:
        self._engine = opened

    @classmethod
    def open(cls, where: str | Path) -> Self:
        """The ledger at a path or a `postgresql://` URL; a new one if there is none."""
        return cls(engine.connect(where))

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, reading: Reading) -> Kept:
        """Keep a reading: whole or not at all. The same article again changes nothing."""
        with engine.writing(self._engine) as connection:
            return store.keep(connection, reading)

    def reading(self, article: int) -> Reading:
        """The reading of an article, by its id, as it was kept."""
        with engine.reading(self._engine) as connection:
            return store.reading(connection, article)
