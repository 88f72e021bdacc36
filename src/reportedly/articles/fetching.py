"""Fetching a URL, with limits on size, time and redirects.

urllib3 is imported where it is used: importing it takes longer than reading a short article.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, NamedTuple

from ..errors import FetchError, NotText, TooLarge

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

MAX_BYTES = 20_000_000  # of a page; HTML is mostly mark-up
TIMEOUT = 20.0  # seconds to connect, and between two chunks of a response
MAX_FETCH_TIME = 60.0  # seconds for a whole page, against servers that send it in endless drips
MAX_REDIRECTS = 5

_HTML_TYPES = {"text/html", "application/xhtml+xml"}
_MAYBE_TEXT = {"", "text/plain", "text/markdown", "application/octet-stream"}  # text or HTML, by the content
_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml"}
)


class Page(NamedTuple):
    """A fetched page. is_html, charset: as its Content-Type header says; charset is None if the header names none."""

    url: str
    body: bytes
    is_html: bool
    charset: str | None


def fetch(url: str, *, feeds: bool = False, public_only: bool = False) -> Page:
    """The page at `url`. feeds: whether feeds are accepted as well as articles.

    public_only: connect only to web servers on the public internet; for URLs that don't come from the user.
    Raises FetchError, NotPublic (`public_only`), NotText (another content type) and TooLarge (over MAX_BYTES).
    """
    import urllib3  # noqa: PLC0415 - slow, see the top

    if not re.match(r"https?://[^/?#]", url, re.IGNORECASE):
        raise FetchError(f"expected a URL that begins with http:// or https://, found {url!r}")
    with _pool(public_only=public_only) as pool:
        try:
            response = pool.request("GET", url, preload_content=False)
            try:
                return _page(response, url, _FEED_TYPES if feeds else frozenset())
            finally:
                response.close()  # instead of returning it to the pool, since the body may be unread
        except (urllib3.exceptions.HTTPError, OSError, UnicodeError) as error:
            raise FetchError(f"expected an article at {url}, found {_reason(error)}") from error


def _pool(*, public_only: bool) -> PoolManager:
    import urllib3  # noqa: PLC0415 - slow, see the top

    from .guard import guarded  # noqa: PLC0415

    headers = {
        "User-Agent": "reportedly (reads one article at its user's request)",
        "Accept": "text/html, text/plain;q=0.9, */*;q=0.1",
        "Accept-Encoding": "gzip, deflate",
    }
    retries = urllib3.Retry(
        total=MAX_REDIRECTS, connect=0, read=0, status=0, other=0, redirect=MAX_REDIRECTS,
        respect_retry_after_header=False,
    )  # fmt: skip
    pool = guarded if public_only else urllib3.PoolManager
    return pool(headers=headers, timeout=urllib3.Timeout(TIMEOUT), retries=retries)


def _page(response: BaseHTTPResponse, url: str, also: frozenset[str]) -> Page:
    from email.message import Message  # noqa: PLC0415 - only the network needs it

    if response.status != 200:
        found = f"HTTP status {response.status} {response.reason or ''}".rstrip()
        raise FetchError(f"expected an article at {url}, found {found}")
    header = Message()
    header["Content-Type"] = response.headers.get("Content-Type", "")
    media = header.get_content_type() if "Content-Type" in response.headers else ""
    if media not in _HTML_TYPES | _MAYBE_TEXT | also:
        found = "a PDF document" if media == "application/pdf" else media
        raise NotText(f"expected an article as text or HTML at {url}, found {found}")
    return Page(url, _body(response, url), media in _HTML_TYPES, header.get_content_charset())


def _body(response: BaseHTTPResponse, url: str) -> bytes:
    """The whole body, read in chunks so that a huge or endless one is given up. Raises TooLarge and FetchError."""
    size = response.headers.get("Content-Length", "")
    if size.isdecimal() and int(size) > MAX_BYTES:
        raise too_many_bytes(url, int(size))
    body = bytearray()
    end = time.monotonic() + MAX_FETCH_TIME
    for piece in response.stream(65536, decode_content=True):
        body += piece
        if len(body) > MAX_BYTES:
            raise too_many_bytes(url)
        if time.monotonic() > end:
            raise FetchError(f"expected an article at {url} within {MAX_FETCH_TIME:.0f} seconds, found part of it")
    return bytes(body)


def _reason(error: Exception) -> str:
    """Why a request failed, in a few words."""
    from urllib3 import exceptions  # noqa: PLC0415 - slow, see the top

    if isinstance(error, exceptions.MaxRetryError) and error.reason:
        error = error.reason
    reasons: tuple[tuple[type[Exception], str], ...] = (
        (exceptions.NameResolutionError, "no such host"),
        (exceptions.ResponseError, f"more than {MAX_REDIRECTS} redirects, or redirects without end"),
        (exceptions.URLSchemeUnknown, "a redirect to an address that isn't http or https"),
        (exceptions.LocationParseError, "an address that is no URL"),
        (exceptions.NewConnectionError, "no connection"),
        (exceptions.TimeoutError, f"no answer within {TIMEOUT:.0f} seconds"),
        (exceptions.SSLError, "a certificate that can't be trusted"),
        (exceptions.DecodeError, "a body that can't be unpacked"),
        (exceptions.ProtocolError, "an answer that broke off"),
    )
    return next((words for kind, words in reasons if isinstance(error, kind)), f"a failure ({error})")


def too_many_bytes(name: str, size: int | None = None) -> TooLarge:
    """The error for input of more than MAX_BYTES. name: what the message calls it. size: in bytes, if known."""
    found = f"{size / 1e6:,.1f} MB" if size else "more"
    return TooLarge(f"expected at most {MAX_BYTES / 1e6:.0f} MB in {name}, found {found}")
