"""Feeds: the entries of RSS and Atom, each with its own text and what it says of its article, read by feedparser.

feedparser copes best with broken feeds. Only its dates aren't taken: it brings them to Greenwich, so that an evening's
news is the next day's, and reads what is no date into one (2024/3/5 into November).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urljoin

from dateutil.parser import parserinfo

from ..errors import Empty, InputError, MissingExtra, NotText
from ..given import is_day
from .article import Article

# cases: tests/test_feeds.py, DAYS and TEXTS
#: The beginning of a feed. The groups are atomic and the quantifiers possessive: otherwise a page with many comments
#: that isn't a feed would cause catastrophic backtracking.
FEED = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?>(?:<!--.*?-->|<\?[^>]*+>|<!DOCTYPE\s(?:[^\[>]|\[[^\]]*+\])*+>)\s*+)*+<(?:rss|feed|rdf:RDF)\b",
    re.S | re.I,
)
#: A character reference. One to a lone surrogate would keep feedparser from reading the feed.
_REFERENCE = re.compile(rb"&#0*(x0*[0-9a-f]{1,9}|[0-9]{1,9});", re.I)
#: Characters, without tags, from which on an entry's own text counts as an article and not as a teaser.
WHOLE: Final = 600
#: The end of a text that is only the beginning of an article.
_CUT_SHORT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|read more|continue reading|full story)\W*$", re.IGNORECASE)
#: A day as ISO 8601 has it, alone or with a time after it.
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]\s*\d\d:\d\d.*)?")
#: A day with its month in letters, as RFC 822 has it and many write it; what follows is a time.
_LETTERED = re.compile(
    r"(?:[a-z]{3,9}\.?,?\s)?(?:(?P<day>\d{1,2})[\s-](?P<month>[a-z]{3,9})\.?|(?P<first>[a-z]{3,9})\.?\s(?P<then>\d{1,2}),?)"
    r"[\s-](?P<year>\d{4}|\d\d)(?:,?\s\d{1,2}:\d\d.*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry of a feed.

    name: what messages call it. link: of its article, as it leads from the feed, None if there is none; it may be
    unreadable (`given.is_address`). html: its own text, the longest of its `content` and `description`; may be empty.
    is_content: whether that is its `content`. title, published (ISO date), outlet, authors: as the feed has them.
    source: the outlet that the entry itself names.
    """

    name: str
    link: str | None = None
    html: str = ""
    is_content: bool = False
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """Its own text without tags."""
        return re.sub(r"<[^>]*>", "", self.html).strip()

    @property
    def is_whole(self) -> bool:
        """Whether its own text is the whole article, so that its page needn't be asked for."""
        return self.is_content and len(self.plain) >= WHOLE and not _CUT_SHORT.search(self.plain)


def entries(data: bytes, name: str) -> list[FeedEntry]:
    """The entries of a feed in its order. name: its URL, against which links are resolved, or its file.

    Raises InputError if it can't be read, Empty if it has none, MissingExtra.
    """
    try:
        import feedparser  # noqa: PLC0415 - few inputs are feeds
    except ModuleNotFoundError as error:
        raise MissingExtra("feeds need the extra: pip install 'reportedly[ledger]'") from error
    # The feed's own URL, so that relative links such as /news/1 can be resolved.
    known = {"content-location": name} if "://" in name else {}
    try:
        feed = feedparser.parse(io.BytesIO(_REFERENCE.sub(_possible, data)), response_headers=known)
    except Exception as error:  # feedparser and the parsers below it may raise anything on a broken feed
        raise InputError(f"expected a feed that can be read in {name}, found one that can't") from error
    if not feed.entries:
        raise Empty(f"expected a feed with entries in {name}, found none")
    # A feed in a file has no URL of its own: its links are resolved against the site that it names.
    site, outlet = feed.feed.get("link", ""), feed.feed.get("title")
    return [_entry(entry, f"{name}, entry {number}", site, outlet) for number, entry in enumerate(feed.entries, 1)]


def _entry(entry: Mapping[str, Any], place: str, site: str, outlet: str | None) -> FeedEntry:
    link = _joined(site, entry.get("link"))
    content = max((one.get("value") or "" for one in entry.get("content", ())), key=len, default="")
    summary = entry.get("summary") or ""
    return FeedEntry(
        name=link or place,
        link=link,
        html=max(content, summary, key=len),
        is_content=len(content) >= len(summary) and bool(content),
        title=entry.get("title"),
        published=day(entry.get("published") or entry.get("updated")),
        outlet=outlet,
        source=entry.get("source", {}).get("title"),
        authors=tuple(one["name"] for one in entry.get("authors", ()) if one.get("name")),
    )


def article_of(entry: FeedEntry, page: Callable[[str], Article]) -> Article:
    """The article of an entry: its own text where that is whole, or where its page gives less.

    page: gives the article at the entry's link. Raises what `page` does, unless the entry's own text is an article;
    Empty if there is neither text nor link.
    """
    if entry.is_whole:
        return with_facts(entry, own(entry) or Article.from_text(entry.plain))
    if not entry.link or "://" not in entry.link:
        raise Empty(f"expected an article or a link to one in {entry.name}, found neither")
    try:
        article = page(entry.link)
    except InputError as error:
        theirs = own(entry)
        # A teaser isn't the article of a page that fails today: tomorrow the page would seem to have been rewritten.
        if theirs is None or not (isinstance(error, Empty | NotText) or len(theirs.text) >= WHOLE):
            raise
        return with_facts(entry, theirs)
    theirs = own(entry)
    if theirs is not None and len(theirs.text.split()) > len(article.text.split()):
        article = replace(article, text=theirs.text)
    return with_facts(entry, article)


def own(entry: FeedEntry) -> Article | None:
    """An entry's own text as an article at its link; None if it has none."""
    if not entry.plain:
        return None
    try:
        return Article.from_html(f"<html><body><article>{entry.html}</article></body></html>", url=entry.link)
    except Empty:
        return Article.from_text(entry.plain, url=entry.link)


def with_facts(entry: FeedEntry, article: Article) -> Article:
    """An article with what its entry says of it."""
    return replace(
        article,
        title=entry.title or article.title,
        published=entry.published or article.published,
        outlet=entry.source or _named(article.outlet) or entry.outlet or article.outlet,
        authors=article.authors or entry.authors,
    )


def day(written: str | None) -> str | None:
    """The ISO date that a feed writes, in whatever zone it writes it; None if it can't be read whole."""
    words = " ".join((written or "").split())
    iso = _ISO.fullmatch(words)
    if iso:
        return iso[1] if is_day(iso[1]) else None
    lettered = _LETTERED.fullmatch(words)
    month = parserinfo().month(lettered["month"] or lettered["first"]) if lettered else None
    if lettered is None or month is None:
        return None
    year = int(lettered["year"])
    try:
        # Two digits are a year from 1969 to 2068, as POSIX has it.
        return date(
            year if len(lettered["year"]) > 2 else year + (2000 if year < 69 else 1900),
            month,
            int(lettered["day"] or lettered["then"]),
        ).isoformat()
    except ValueError:
        return None


def _possible(reference: re.Match[bytes]) -> bytes:
    """A character reference, or one to U+FFFD in place of one to no character."""
    written = reference[1].lower()
    number = int(written[1:], 16) if written.startswith(b"x") else int(written)
    return reference[0] if 0 < number < 0xD800 or 0xE000 <= number <= 0x10FFFF else b"&#xFFFD;"


def _joined(site: str, link: str | None) -> str | None:
    """A link of a feed, resolved against its site; as it stands if one of both can't be read."""
    try:
        return urljoin(site, link) if link else None
    except ValueError:
        return link


def _named(outlet: str | None) -> str | None:
    """The outlet's name, or None if it is only the host of its page."""
    return None if outlet is None or re.fullmatch(r"[\w.-]+\.\w+(?::\d+)?", outlet) else outlet
