"""What is known of watched feeds and pages: as their servers gave them last, and when they are asked again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

import sqlalchemy as sa

from ...articles.addresses import address_key
from ...articles.feeds import FeedEntry
from ...printable import storable
from ..tables import schema
from ..tables.lists import among, one_of

#: Greatest length of what a server gives to know a page again by; more isn't kept.
LONGEST: Final = 1_000

_FEED: Final = schema.watched_feeds.c
_PAGE: Final = schema.watched_pages.c


@dataclass(frozen=True, slots=True)
class FeedState:
    """A feed. etag, modified: as its server gave them. digest: of what it gave. asked_at: when it was asked last;
    not_before: until when it isn't, in seconds since 1970. failures: in a row, the last for the reason `error`.
    """

    url: str
    title: str | None = None
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None
    asked_at: float | None = None
    not_before: float = 0.0
    failures: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class PageState:
    """A page that a feed names. id: in the ledger. entry: what the feed says of it. seen_at: since when it is known.
    quiet: whether it is no news. article: the version of which was told last. The rest as of a feed.
    """

    id: int
    url: str
    entry: FeedEntry
    seen_at: float
    quiet: bool = False
    article: int | None = None
    due_at: float | None = None
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None
    failures: int = 0
    error: str | None = None


def feeds(connection: sa.Connection, urls: Iterable[str]) -> dict[str, FeedState]:
    """What is known of feeds, by URL; of one that is new, nothing but that."""
    rows = connection.execute(among(_FEED.url), {"wanted": sorted({*urls})}).mappings()
    known = {row["url"]: FeedState(**{one.name: row[one.name] for one in fields(FeedState)}) for row in rows}
    return {url: known.get(url) or FeedState(url) for url in urls}


def keep_feed(connection: sa.Connection, feed: FeedState) -> int:
    """Store what is known of a feed; returns its id."""
    row = asdict(replace(feed, title=storable(feed.title), error=storable(feed.error), etag=_short(feed.etag),
                         modified=_short(feed.modified)))  # fmt: skip
    there = connection.execute(sa.select(_FEED.id).where(_FEED.url == feed.url)).scalar()
    if there is None:
        adding = sa.insert(schema.watched_feeds).values(row).returning(_FEED.id)
        return int(connection.execute(adding).scalar_one())
    connection.execute(sa.update(schema.watched_feeds).where(_FEED.id == there).values(row))
    return int(there)


def keep_entries(connection: sa.Connection, feed: int, entries: Sequence[FeedEntry], at: float, *, quiet: bool) -> int:
    """Store the pages that a feed (by id) names; returns how many are new.

    One of which the feed says something else than before is due at once. quiet: whether new ones are no news.
    """
    by_address = {_address(feed, entry): entry for entry in entries}
    rows = connection.execute(among(_PAGE.address), {"wanted": sorted(by_address)}).mappings()
    there = {row["address"]: row for row in rows}
    new = [
        {"address": address, "url": storable(entry.link or entry.name), "feed_id": feed, "entry": _written(entry),
         "seen_at": at, "quiet": quiet, "due_at": at}
        for address, entry in by_address.items()
        if address not in there
    ]  # fmt: skip
    if new:
        connection.execute(sa.insert(schema.watched_pages), new)
    for address, row in there.items():
        entry = _written(by_address[address])
        # What two feeds say of one page may differ for good; and what is old isn't asked for any more.
        if row["feed_id"] == feed and row["entry"] is not None and row["entry"] != entry:
            again = {"entry": entry, "etag": None, "modified": None, "digest": None, "due_at": at}
            connection.execute(sa.update(schema.watched_pages).where(_PAGE.id == row["id"]).values(again))
    return len(new)


def due_pages(connection: sa.Connection, at: float, limit: int) -> list[PageState]:
    """The pages that are due at this time (seconds since 1970), those that have waited for longest first."""
    query = sa.select(schema.watched_pages).where(_PAGE.due_at <= at, _PAGE.entry.is_not(None))
    rows = connection.execute(query.order_by(_PAGE.due_at, _PAGE.id).limit(limit)).mappings()
    return [_page(row) for row in rows]


def next_due(connection: sa.Connection) -> float | None:
    """When the next page is due; None if none is any more."""
    found: float | None = connection.execute(sa.select(sa.func.min(_PAGE.due_at))).scalar()
    return found


def keep_page(connection: sa.Connection, page: PageState) -> None:
    """Store what is known of a page. One that is never due again needs no entry any more."""
    row = {
        "etag": _short(page.etag), "modified": _short(page.modified), "digest": page.digest, "quiet": page.quiet,
        "article_id": page.article, "due_at": page.due_at, "failures": page.failures, "error": storable(page.error),
    }  # fmt: skip
    if page.due_at is None:
        row["entry"] = None
    connection.execute(sa.update(schema.watched_pages).where(_PAGE.id == page.id).values(row))


def failing(connection: sa.Connection, urls: Iterable[str]) -> list[FeedState]:
    """The feeds among these that failed when they were asked last."""
    return [feed for feed in feeds(connection, urls).values() if feed.failures]


def robots(connection: sa.Connection, origins: Iterable[str]) -> dict[str, tuple[str | None, float]]:
    """robots.txt of hosts, None where there is none, and when it was asked for; by origin, those that are known."""
    rows = connection.execute(among(schema.robots.c.origin), {"wanted": sorted({*origins})})
    return {row.origin: (row.text, row.at) for row in rows}


def keep_robots(connection: sa.Connection, origin: str, text: str | None, at: float) -> None:
    """Store robots.txt of a host."""
    connection.execute(sa.delete(schema.robots).where(one_of(schema.robots.c.origin, [origin])))
    connection.execute(sa.insert(schema.robots).values(origin=origin, text=storable(text), at=at))


def digest(data: bytes) -> str:
    """By what the same content is known again."""
    return hashlib.sha256(data).hexdigest()[:32]


def _address(feed: int, entry: FeedEntry) -> str:
    """One address for all URLs of a page; an entry without a link is known by its own words."""
    if entry.link:
        return storable(address_key(entry.link))
    return f"{feed} {digest(f'{entry.title}{entry.html}'.encode('utf-8', 'replace'))}"


def _written(entry: FeedEntry) -> dict[str, Any]:
    """An entry as JSON that any database takes."""
    row = {name: storable(value) if isinstance(value, str) else value for name, value in asdict(entry).items()}
    return {**row, "authors": [storable(author) for author in entry.authors]}


def _page(row: Mapping[Any, Any]) -> PageState:
    known = {one.name: row[one.name] for one in fields(PageState) if one.name not in ("entry", "article")}
    entry = FeedEntry(**{**row["entry"], "authors": tuple(row["entry"]["authors"])})
    return PageState(**known, entry=entry, article=row["article_id"])


def _short(given: str | None) -> str | None:
    return storable(given) if given is not None and len(given) <= LONGEST else None
