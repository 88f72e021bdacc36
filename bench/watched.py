"""Rounds of a watch for docs/watch.md: the feeds of examples/watch.yaml, served on this machine and edited between."""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from unittest import mock

from .printed import ROOT, _fenced, _run

TIDE: Final = "The tide was late, and the ferries waited outside the mole until noon."
WILL: Final = "“We will shut the port down if they walk out again,” Mayor Ana Reyes told reporters on Monday."
LATER: Final = "Harbour chief Ole Lund said the north quay would open in June."
FIRST: Final = {"/1": ("Port talks collapse", WILL, TIDE, LATER)}
#: What is there in the second round: a page edited, one that is new in another outlet.
SECOND: Final = {
    "/1": ("Port talks collapse", WILL.replace("will", "may"), TIDE, LATER.replace("June", "July")),
    "/2": ("Union walks out", "“The port will stay shut for as long as it takes,” Mayor Ana Reyes said.", TIDE),
}
OUTLETS: Final = {"courier.example": ("The Courier", ("/1",)), "post.example": ("Post Online", ("/2",))}


def rounds(number: int) -> str:
    """What the round of this number prints, from 1."""
    return _fenced("console", f"$ reportedly watch examples/watch.yaml --once\n{_all()[number - 1]}")


@cache
def _all() -> list[str]:
    pages: dict[str, tuple[str, ...]] = {}
    printed: list[str] = []
    with _served(pages) as port, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written = (ROOT / "examples" / "watch.yaml").read_text(encoding="utf-8")
        for host in OUTLETS:
            written = written.replace(f"https://{host}", f"http://127.0.0.1:{port}/{host}")
        written = written.replace("pause: 2s", "pause: 0s")  # this host needs no rest
        (folder / "watch.yaml").write_text(written, encoding="utf-8")
        with mock.patch.dict(os.environ, DESK_SLACK=f"json://127.0.0.1:{port}/"):
            for there in (FIRST, SECOND, SECOND):
                pages.clear()
                pages.update(there)
                run = _run("reportedly watch watch.yaml --once --allow-private", 100, folder)
                with closing(sqlite3.connect(folder / "reportedly.db")) as ledger, ledger:  # an hour goes by
                    ledger.execute("UPDATE watched_pages SET due_at = 0")
                printed.append(_as_published(f"{run.stdout}{run.stderr}".rstrip("\n"), port))
    return printed


def _as_published(printed: str, port: int) -> str:
    """With the outlets' own addresses, and moments that are the same each time."""
    for host in OUTLETS:
        printed = printed.replace(f"http://127.0.0.1:{port}/{host}", f"https://{host}")
    moments = iter(["2024-05-08 11:40", "2024-05-08 10:15"])
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d(?= UTC)", lambda _: next(moments), printed)


@contextmanager
def _served(pages: Mapping[str, tuple[str, ...]]) -> Iterator[int]:
    """The port at which all outlets answer, and the desk's channel."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _, host, path = self.path.split("/", 2) if self.path.count("/") > 1 else ("", "", "")
            if path == "feed.xml":
                self._answer("application/rss+xml", _feed(host, pages, self.server.server_port))
            elif f"/{path}" in pages:
                title, *paragraphs = pages[f"/{path}"]
                text = "".join(f"<p>{words}</p>" for words in paragraphs)
                self._answer("text/html", f"<html><title>{title}</title><article>{text}</article></html>")
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._answer("text/plain", "")

        def _answer(self, kind: str, text: str) -> None:
            body = text.encode()
            self.send_response(200)
            for name, value in (("Content-Type", f"{kind}; charset=utf-8"), ("Content-Length", str(len(body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server.server_port
        server.shutdown()


def _feed(host: str, pages: Mapping[str, tuple[str, ...]], port: int) -> str:
    outlet, paths = OUTLETS[host]
    items = "".join(
        f"<item><title>{pages[path][0]}</title><link>http://127.0.0.1:{port}/{host}{path}</link>"
        "<pubDate>Wed, 08 May 2024 10:00:00 +0200</pubDate></item>"
        for path in paths
        if path in pages
    )
    return f'<rss version="2.0"><channel><title>{outlet}</title>{items}</channel></rss>'
