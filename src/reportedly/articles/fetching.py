"""Fetching: the answer at a URL, with limits on its size, its time and its redirects.

urllib3 is imported where it is used: it costs more time than reading a short article.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, NamedTuple

from ..errors import FetchError, NotText, TooLarge

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

MAX_BYTES = 20_000_000  # of a page; HTML is mostly mark-up
TIMEOUT = 20.0  # seconds to connect, and between two pieces of an answer
MAX_FETCH_TIME = 60.0  # seconds for a whole page, so that a server can't drip for ever
MAX_REDIRECTS = 5

_HTML_TYPES = {"text/html", "application/xhtml+xml"}
_MAYBE_TEXT = {"", "text/plain", "text/markdown", "application/octet-stream"}  # their content decides
_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml"}
)


class Page(NamedTuple):
    """A fetched answer: from where, its body, whether it is said to be HTML, the character set it is said to be in."""

    url: str
    body: bytes
    is_html: bool
    charset: str | None


def fetch(url: str, *, feeds: bool = False, public_only: bool = False) -> Page:
    """The answer at `url`. feeds: whether a feed is as good as an article.

    public_only: only from web servers of the public internet, for URLs that others than the user give.
    Raises FetchError, NotPublic (`public_only`), NotText (another content type) or TooLarge.
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
                response.close()  # not back to the pool: the body may be unread
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
    """The whole body, read in pieces so that neither a huge nor an endless one is taken in."""
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
    """Why the network failed, in a few words."""
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
    """That there is more in `name` than may be; size: how much, where it is known."""
    found = f"{size / 1e6:,.1f} MB" if size else "more"
    return TooLarge(f"expected at most {MAX_BYTES / 1e6:.0f} MB in {name}, found {found}")
