"""Fetching a URL, with limits on size, time and redirects.

urllib3 is imported where it is used: importing it takes longer than reading a short article.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from ..errors import FetchError, NotText, TooLarge
from ..given import is_address, number
from ..printable import printable, shorten

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

    from .captured import Capture, Exchange
    from .guard import Deadline, Reach, Tape

MAX_BYTES = 20_000_000  # of a page; HTML is mostly mark-up
TIMEOUT = 20.0  # seconds to connect, and between two bytes of a response
MAX_FETCH_TIME = 60.0  # seconds for all of it: names, connections, headers, redirects, body
MAX_REDIRECTS = 5
MAX_KEPT = 2 * MAX_BYTES  # bytes of an answer on the wire, heads and what parts its pieces included, if they are kept
MAX_OF_REDIRECT = 1_000_000  # bytes of a redirect's own page that are kept
_TOO_MANY = f"more than {MAX_REDIRECTS} redirects, or redirects without end"
AGENT = "reportedly (reads one article at its user's request)"
#: What is asked for: an article, or a feed where a server has both at one address.
ARTICLE = "text/html, text/plain;q=0.9, */*;q=0.1"
FEED = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/html;q=0.5, */*;q=0.1"

HTML_TYPES = {"text/html", "application/xhtml+xml"}
MAYBE_TEXT = {"", "text/plain", "text/markdown", "application/octet-stream"}  # text or HTML, by the content
DOCUMENT_TYPES = {"application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml"}
)


class Page(NamedTuple):
    """A fetched page. is_html, charset: as its Content-Type header says; charset is None if the header names none.

    capture: what went over the wire, if it is to be kept. etag, modified: by which the server knows this state of it
    again, if it says so. unchanged: whether the server says that it is as it was, and sends nothing.
    """

    url: str
    body: bytes
    is_html: bool
    charset: str | None
    capture: Capture | None = None
    etag: str | None = None
    modified: str | None = None
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, and for what.

    agent: what the server is told who asks. accept: which content types are asked for. etag, modified: of the page as
    it is known; the server may answer that it hasn't changed. any_text: whether the answer may be of any type.
    """

    agent: str = AGENT
    accept: str = ARTICLE
    etag: str | None = None
    modified: str | None = None
    any_text: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the request."""
        known = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        given = {"User-Agent": self.agent, "Accept": self.accept, "Accept-Encoding": "gzip, deflate"}
        return given | {name: value for name, value in known.items() if value}


def fetch(  # noqa: PLR0913 - how a page may be fetched
    url: str, *, feeds: bool = False, reach: Reach = "anywhere", onward: Reach | None = None, keep: bool = False,
    asking: Asking = Asking(),
) -> Page:  # fmt: skip
    """The page at `url`. feeds: whether feeds are accepted as well as articles. keep: whether it gets its `capture`.

    reach: where the URL may lead: "anywhere", if the user names it; "public", to the public internet, if it stands in
    something that was fetched; "web", to web servers there, if strangers give it. onward: where redirects may lead; by
    default the same, but never farther than "public".
    Raises FetchError (also if all of it takes longer than MAX_FETCH_TIME, whatever comes meanwhile), NotPublic, NotText
    (another content type) and TooLarge (over MAX_BYTES).
    """
    import urllib3  # noqa: PLC0415 - slow, see the top

    from .guard import Deadline  # noqa: PLC0415

    onward = onward or ("public" if reach == "anywhere" else reach)
    with Deadline(MAX_FETCH_TIME) as deadline:
        try:
            also = _FEED_TYPES if feeds else frozenset()
            page = _followed(url, deadline, (reach, onward), asking, also, keep=keep)
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            if not deadline.over:
                raise FetchError(f"expected an article at {url}, found {_reason(error)}") from error
            page = None
        if page is None or deadline.over:  # a connection that was shut down looks like the end of a page
            raise FetchError(f"expected an article at {url} within {MAX_FETCH_TIME:.0f} seconds, found no whole answer")
        return page


def _followed(  # noqa: PLR0913 - how a page may be fetched
    url: str, deadline: Deadline, reaches: tuple[Reach, Reach], asking: Asking, also: frozenset[str], *, keep: bool
) -> Page:
    """The page at a URL, or where redirects lead from there.

    reaches: where the URL may lead, and where redirects may. also: content types to accept besides articles.
    """
    from urllib.parse import urljoin  # noqa: PLC0415 - only the network needs it

    import urllib3  # noqa: PLC0415 - slow, see the top

    from .guard import Tape, connections  # noqa: PLC0415

    exchanges: list[Exchange] = []
    (reach, onward), at, settings = reaches, url, {"headers": asking.headers, "retries": False}
    for _ in range(MAX_REDIRECTS + 1):
        if not re.match(r"https?://[^/?#]", at, re.IGNORECASE):
            if at != url:
                raise FetchError(
                    f"expected an article at {url}, found a redirect to an address that isn't http or https", 302
                )
            raise FetchError(f"expected a URL that begins with http:// or https://, found {shorten(url, 200)!r}")
        if not is_address(at):
            raise FetchError(f"expected an article at {shorten(printable(url), 200)}, found an address that is no URL")
        timeout = urllib3.Timeout(deadline.left(TIMEOUT))
        tape = Tape(MAX_KEPT) if keep else None
        with connections(deadline, reach, url, tape=tape, timeout=timeout, **settings) as pool:
            response = pool.request("GET", at, preload_content=False, redirect=False)
            try:
                there = response.get_redirect_location()
                if not there:
                    page = _page(response, url, asking, also)
                    return _captured(page, response, [*exchanges, _exchange(at, tape)]) if tape else page
                if tape:
                    exchanges.append(_exchange(at, tape, cut=not _rest(response)))
            finally:
                response.close()  # instead of returning it to the pool, since the body may be unread
        at, reach = urljoin(at, there), onward
    raise FetchError(f"expected an article at {url}, found {_TOO_MANY}", 302)


def _rest(response: BaseHTTPResponse) -> bool:
    """Read what a redirect says besides where it leads, MAX_OF_REDIRECT bytes at most; returns whether that was all."""
    import urllib3  # noqa: PLC0415 - slow, see the top

    size = 0
    with suppress(urllib3.exceptions.HTTPError, OSError):  # nothing rests on it
        while piece := response.read(65536, decode_content=False):
            size += len(piece)
            if size > MAX_OF_REDIRECT:
                return False
        return True
    return False


def _exchange(url: str, tape: Tape, *, cut: bool = False) -> Exchange:
    from .captured import Exchange, now, response_of  # noqa: PLC0415 - few are kept

    return Exchange(url, now(), bytes(tape.sent), response_of(bytes(tape.received)), tape.address, cut)


def _captured(page: Page, response: BaseHTTPResponse, exchanges: list[Exchange]) -> Page:
    from .captured import of_page  # noqa: PLC0415 - few are kept

    media = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return page._replace(capture=of_page(page.url, media or None, page.body, tuple(exchanges)))


def _page(response: BaseHTTPResponse, url: str, asking: Asking, also: frozenset[str]) -> Page:
    etag, modified = (response.headers.get(name) for name in ("ETag", "Last-Modified"))
    if response.status == 304 and (asking.etag or asking.modified):
        etag, modified = etag or asking.etag, modified or asking.modified
        return Page(url, b"", False, None, etag=etag, modified=modified, unchanged=True)
    if response.status != 200:
        found = f"HTTP status {response.status} {shorten(printable(response.reason or ''), 80)}".rstrip()
        wait = _seconds(response.headers.get("Retry-After", ""))
        raise FetchError(f"expected an article at {url}, found {found}", response.status, wait)
    media, charset = content_type(response.headers.get("Content-Type", ""))
    if not asking.any_text and media not in HTML_TYPES | MAYBE_TEXT | DOCUMENT_TYPES | also:
        raise NotText(f"expected an article as text or HTML at {url}, found {shorten(printable(media), 80)}")
    return Page(url, _body(response, url), media in HTML_TYPES, charset, etag=etag, modified=modified)


def _seconds(retry_after: str) -> float | None:
    """The seconds that a Retry-After header asks to wait, given as their number or as a moment; None if it doesn't."""
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - only the network needs it

    if (given := number(retry_after.strip())) is not None:
        return float(given)
    try:
        moment = parsedate_to_datetime(retry_after)
    except (ValueError, TypeError):
        return None
    return max(0.0, (moment.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def content_type(header: str) -> tuple[str, str | None]:
    """The media type, in lower case, and the charset that a Content-Type header says; empty and None for none."""
    from email.message import Message  # noqa: PLC0415 - only the network needs it

    message = Message()
    message["Content-Type"] = header
    return message.get_content_type() if header else "", message.get_content_charset()


def _body(response: BaseHTTPResponse, url: str) -> bytes:
    """The whole body, read in chunks so that a huge or endless one is given up. Raises TooLarge."""
    size = number(response.headers.get("Content-Length", ""))
    if size and size > MAX_BYTES:
        raise too_many_bytes(url, size)
    body = bytearray()
    # Not `stream`, which takes in a chunk's header of any length.
    while piece := response.read(65536, decode_content=True):
        body += piece
        if len(body) > MAX_BYTES:
            raise too_many_bytes(url)
    return bytes(body)


def _reason(error: Exception) -> str:
    """Why a request failed, in a few words."""
    from urllib3 import exceptions  # noqa: PLC0415 - slow, see the top

    reasons: tuple[tuple[type[Exception], str], ...] = (
        (exceptions.NameResolutionError, "no such host"),
        (exceptions.NewConnectionError, "no connection"),
        (exceptions.TimeoutError, f"no answer within {TIMEOUT:.0f} seconds"),
        (exceptions.SSLError, "a certificate that can't be trusted"),
        (exceptions.DecodeError, "a body that can't be unpacked"),
        (exceptions.ProtocolError, "an answer that broke off"),
        (ValueError, "an address that is no URL"),  # LocationParseError is one, too
    )
    return next(
        (words for kind, words in reasons if isinstance(error, kind)),
        f"a failure ({shorten(printable(str(error)), 80)})",
    )


def too_many_bytes(name: str, size: int | None = None) -> TooLarge:
    """The error for input of more than MAX_BYTES. name: what the message calls it. size: in bytes, if known."""
    found = f"{size / 1e6:,.1f} MB" if size else "more"
    return TooLarge(f"expected at most {MAX_BYTES / 1e6:.0f} MB in {name}, found {found}")
