"""Watched: what a watch asks of its ledger, and keeps there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

import sqlalchemy as sa

from ...articles.feeds import FeedEntry
from ...errors import WatchError
from ..tables import engine
from . import alerts, news, state
from .alerts import Alert, Delivery
from .rules import Rule
from .state import FeedState, PageState

#: The key of PostgreSQL's advisory lock that a watch holds, arbitrary but ours.
WATCHING: Final = 7_461_020
#: Most pages that are asked for in one round.
MOST_PAGES: Final = 5_000


class Watched:
    """The part of a ledger that belongs to its watch. Every method raises LedgerError if the database fails."""

    def __init__(self, opened: sa.Engine) -> None:
        self._engine = opened

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other watch off this ledger, until the context or this process ends. Raises WatchError."""
        if self._engine.dialect.name == "postgresql":
            with engine.told(self._engine), self._engine.connect() as connection:
                if not connection.execute(sa.select(sa.func.pg_try_advisory_lock(WATCHING))).scalar():
                    raise _another()
                connection.commit()
                yield
                connection.execute(sa.select(sa.func.pg_advisory_unlock(WATCHING)))
            return
        if not self._engine.url.database:
            yield
            return
        # A lock on a file of its own, which ends with the process that holds it, however that ends.
        beside = Path(f"{self._engine.url.database}.watch")
        with closing(sqlite3.connect(beside, timeout=0, isolation_level=None)) as lock:
            try:
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                raise _another() from error
            yield

    # -- feeds and pages ---------------------------------------------------------------------------------------------

    def feeds(self, urls: Sequence[str]) -> dict[str, FeedState]:
        """What is known of feeds, by URL."""
        with engine.reading(self._engine) as connection:
            return state.feeds(connection, urls)

    def keep_feed(self, feed: FeedState, entries: Sequence[FeedEntry] | None = None, *, quiet: bool = False) -> int:
        """Store what is known of a feed and of the pages that it names, in one transaction; returns how many are new.

        quiet: whether those are no news.
        """
        with engine.writing(self._engine) as connection:
            number = state.keep_feed(connection, feed)
            if not entries:
                return 0
            return state.keep_entries(connection, number, entries, feed.asked_at or 0.0, quiet=quiet)

    def due_pages(self, at: float) -> list[PageState]:
        """The pages that are due at this time (seconds since 1970)."""
        with engine.reading(self._engine) as connection:
            return state.due_pages(connection, at, MOST_PAGES)

    def next_due(self) -> float | None:
        """When the next page is due; None if none is any more."""
        with engine.reading(self._engine) as connection:
            return state.next_due(connection)

    def keep_page(self, page: PageState, article: int | None = None, rules: Iterable[Rule] = ()) -> int:
        """Store what is known of a page and, in the same transaction, what there is to tell of it.

        article: the version that it has now; None: none was read. Returns how many things are to be told.
        """
        with engine.writing(self._engine) as connection:
            told = 0
            if article is not None:
                silent = page.quiet and page.article is None
                told = 0 if silent else news.tell(connection, rules, article, page.article)
                changed = page.article is not None and page.article != article
                page = replace(page, article=article, quiet=page.quiet and not changed)
            state.keep_page(connection, page)
            return told

    def page_taken_down(self, page: PageState, why: str, rules: Iterable[Rule]) -> int:
        """Store what is known of a page that isn't there any more and, in the same transaction, what there is to tell.

        why: a sentence. Returns how many things are to be told.
        """
        with engine.writing(self._engine) as connection:
            state.keep_page(connection, page)
            return news.tell_taken_down(connection, rules, page.article, why) if page.article is not None else 0

    def robots(self, origins: Iterable[str]) -> dict[str, tuple[str | None, float]]:
        """robots.txt of hosts, as far as they are known, and when it was asked for."""
        with engine.reading(self._engine) as connection:
            return state.robots(connection, origins)

    def keep_robots(self, origin: str, text: str | None, at: float) -> None:
        """Store robots.txt of a host."""
        with engine.writing(self._engine) as connection:
            state.keep_robots(connection, origin, text, at)

    # -- what is told ------------------------------------------------------------------------------------------------

    def tell_findings(self, rules: Sequence[Rule]) -> int:
        """Store what rules pick of what was found in watched pages; returns how many things that are."""
        with engine.writing(self._engine) as connection:
            return news.tell_findings(connection, rules)

    def digest(self, day: str, channels: Sequence[str]) -> bool:
        """Store the digest of a day (ISO), once; whether there wasn't any yet."""
        with engine.writing(self._engine) as connection:
            return alerts.digest(connection, day, channels)

    def newest(self) -> int:
        """The greatest id of an alert; 0 if there is none."""
        with engine.reading(self._engine) as connection:
            return alerts.newest(connection)

    def since(self, number: int) -> list[Alert]:
        """The alerts without digests whose ids are greater than this, in order."""
        with engine.reading(self._engine) as connection:
            return alerts.since(connection, number)

    def latest(self, limit: int = 30, skip: int = 0) -> list[Alert]:
        """The latest alerts without digests, the newest first."""
        with engine.reading(self._engine) as connection:
            return alerts.latest(connection, limit, skip)

    def due(self, at: float) -> list[Delivery]:
        """What is to be sent to channels at this time (seconds since 1970)."""
        with engine.reading(self._engine) as connection:
            return alerts.due(connection, at)

    def mark(
        self, some: Sequence[Delivery], how: Literal["waiting", "sending", "told"], not_before: float = 0.0
    ) -> None:
        """Store how far deliveries are. not_before: when those that were sent in vain are due again."""
        with engine.writing(self._engine) as connection:
            alerts.mark(connection, some, how, not_before)


def _another() -> WatchError:
    return WatchError("expected one watch of a ledger at a time, but another is at this one")
