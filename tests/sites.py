"""A web site for a watch: feeds and pages that can be edited, with ETags, robots.txt, failures; it counts requests."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PAGE = "<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article></body></html>"
FEED = '<rss version="2.0"><channel><title>{outlet}</title><link>{site}/</link>{items}</channel></rss>'


@dataclass
class Site:
    """What is there, by path: content type and body, or a status to fail with.

    asked: requests by path. statuses: of all answers. headers: of the last request for each path. extra: of answers.
    kill: a path, and what is called before it is answered.
    """

    port: int = 0
    there: dict[str, tuple[str, str] | int] = field(default_factory=dict)
    extra: dict[str, Mapping[str, str]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    headers: dict[str, Mapping[str, str]] = field(default_factory=dict)
    kill: tuple[str, Callable[[], object]] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def page(self, path: str, title: str, *paragraphs: str) -> None:
        """Publish an article, or edit the one there."""
        text = "".join(f"<p>{words}</p>" for words in paragraphs)
        self.there[path] = ("text/html", PAGE.format(title=title, text=text))

    def feed(self, path: str, outlet: str, *items: tuple[str, str], more: str = "") -> None:
        """Publish a feed. items: path and title of each article."""
        written = "".join(
            f"<item><title>{title}</title><link>{self.url}{where}</link>{more}"
            "<pubDate>Wed, 08 May 2024 23:30:00 -0700</pubDate></item>"
            for where, title in items
        )
        self.there[path] = ("application/rss+xml", FEED.format(outlet=outlet, site=self.url, items=written))

    def forget(self) -> None:
        """Count anew."""
        self.asked.clear()
        self.statuses.clear()


@contextmanager
def site() -> Iterator[Site]:
    """A site on a free port of this machine."""
    here = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked[self.path] += 1
            here.headers[self.path] = dict(self.headers.items())
            if here.kill and here.kill[0] == self.path:
                here.kill[1]()
            found = here.there.get(self.path, 404)
            if isinstance(found, int):
                self._answer(found, {**here.extra.get(self.path, {})}, b"")
                return
            kind, body = found[0], found[1].encode()
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            headers = {"Content-Type": f"{kind}; charset=utf-8", "ETag": etag, **here.extra.get(self.path, {})}
            if self.headers.get("If-None-Match") == etag:
                self._answer(304, headers, b"")
            else:
                self._answer(200, headers, body)

        def _answer(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
            here.statuses[status] += 1
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with serving(Handler) as port:
        here.port = port
        yield here


@dataclass
class Channel:
    """What a channel was told: apprise's `json://` posts it. refuses: whether it takes nothing."""

    port: int = 0
    told: list[dict[str, Any]] = field(default_factory=list)
    refuses: bool = False

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self.port}/"


@contextmanager
def channel(then: Any = lambda _: None) -> Iterator[Channel]:
    """A channel on a free port. then: called with the number of messages, before one is confirmed."""
    import json  # noqa: PLC0415

    here = Channel()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            if not here.refuses:
                here.told.append(json.loads(body))
                then(len(here.told))
            self.send_response(503 if here.refuses else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with serving(Handler) as port:
        here.port = port
        yield here


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    """The port at which a handler answers."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server.server_port
        server.shutdown()
