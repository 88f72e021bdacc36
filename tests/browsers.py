"""A real browser, and a real server for it: the reader as a desk has it, with everything that a page does watched."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from reportedly.articles.inputs import Facts, articles
from reportedly.ledger import Ledger
from reportedly.reading import read
from reportedly.web import Settings, create_app

#: Invented articles of ten days in which a tape makes its way.
WEEK = Path(__file__).parent.parent / "examples" / "desk.jsonl"
#: How long a page may take to show what is waited for, in milliseconds: two cores may be busy with other tests.
PATIENCE = 20_000


def chromium_program() -> str | None:
    """Chromium: of REPORTEDLY_TEST_CHROMIUM, else Debian's; None without any."""
    return os.environ.get("REPORTEDLY_TEST_CHROMIUM") or shutil.which("chromium")


@contextmanager
def chromium(program: str) -> Iterator[Browser]:
    """The browser, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def fill(ledger: Ledger) -> None:
    """Read and keep the week."""
    for source in articles([str(WEEK)], Facts()):
        assert source.article is not None
        ledger.add(read(source.article))
    ledger.findings()


@contextmanager
def served(ledger: Ledger, **settings: Any) -> Iterator[str]:
    """The address of a reader that answers until the end."""
    app = create_app(ledger, Settings(**settings))
    config = uvicorn.Config(app, port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        thread.join(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        app.state.additions.close()


@dataclass
class Watched:
    """A page whose every request, message and dialogue is noted.

    messages: what a console shows: refusals of the content security policy among them. strange: addresses asked for
    that aren't the reader's. dialogues: what a script made the browser ask.
    """

    page: Page
    address: str
    messages: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    dialogues: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))
        self.page.on("request", self._asked)
        self.page.on("dialog", lambda dialogue: (self.dialogues.append(dialogue.message), dialogue.dismiss()))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.messages.append(message.text)

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url)[:2] != urlsplit(self.address)[:2] and not request.url.startswith("data:"):
            self.strange.append(request.url)

    def open(self, path: str) -> Page:
        """Go to a path of the reader."""
        self.page.goto(self.address + path, wait_until="load")
        return self.page

    def assert_quiet(self) -> None:
        """That nothing went wrong, nothing was asked of another host, and no script spoke."""
        assert (self.messages, self.strange, self.dialogues) == ([], [], [])


@contextmanager
def watched(browser: Browser, address: str, **options: Any) -> Iterator[Watched]:
    """A fresh page, which must have been quiet in the end. options: of Playwright's new_context."""
    context: BrowserContext = browser.new_context(**options)
    of = Watched(context.new_page(), address)
    yield of
    context.close()
    of.assert_quiet()


def violations(page: Page) -> list[str]:
    """What axe-core finds seriously wrong: each rule with the first place where it is broken.

    axe-core goes past the content security policy of the page, which would refuse it.
    """
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]} … {one['nodes'][0].get('failureSummary', '')}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def overflow(page: Page) -> float:
    """By how many pixels the page is wider than its window."""
    return float(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
