"""Hostile articles in a real browser: no script runs, no other host is asked, no rule of the page is broken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from urllib.parse import quote

from playwright.sync_api import Error

from reportedly import Article, read
from reportedly.ledger import Ledger
from tests.browsers import chromium, chromium_program, served, watched

from .trial import Trial

#: What an article, its title, its outlet or what is searched for may try.
ATTACKS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(2)>", "<svg/onload=alert(3)>",
    "\"><script>alert(4)</script>",
    "' onmouseover='alert(5)", "<a href=javascript:alert(6)>go</a>", "</style><style>*{display:none}</style>",
    "{{ 7*7 }}{% for x in y %}", "${alert(8)}", "<iframe srcdoc='<script>alert(9)</script>'></iframe>",
    "<base href=https://evil.example/>", "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<form action=https://evil.example><button autofocus onfocus=alert(10)>", "<!--", "-->", "<![CDATA[", "]]>",
    "<textarea><title></title>", "<math><mtext><table><mglyph><style><img src=x onerror=alert(11)>",
    "<details open ontoggle=alert(12)>", "<link rel=stylesheet href=https://evil.example/x.css>", "&#x3C;script&#x3E;",
    "\u202e\u2066reversed\u2069", "\x00<script>alert(13)</script>", "\u2028alert(14)\u2029", "<plaintext>",
    "<object data='data:text/html,<script>alert(15)</script>'>", "<b id=t1 class=card>", "</script></body></html>",
)  # fmt: skip


def pages(chance: Random, times: int, folder: Path) -> Iterator[Trial]:
    """Put attacks into the words, title, outlet and holders of articles and into addresses, and open all pages."""
    program = chromium_program()
    if program is None:
        yield Trial("hostile pages in a browser: there is no Chromium here", 0, ())
        return
    faults: list[str] = []
    opened = 0
    with Ledger.open(folder / "hostile.db") as ledger, chromium(program) as browser:
        for number in range(1, max(2, times // 8) + 1):
            ledger.add(read(_hostile(chance, number)))
        with served(ledger) as address:
            addresses = list(_addresses(chance, ledger))
            for path in chance.sample(addresses, min(times, len(addresses))):
                try:
                    with watched(browser, address) as of:
                        page = of.open(path)
                        if page.evaluate("document.documentElement.scrollWidth") < 100:
                            faults.append(f"{path}: nothing is shown")
                        for place in page.locator("main a, main button, main summary").all()[:6]:
                            place.hover(timeout=1_000, force=True)
                        of.messages = [message for message in of.messages if "status of 4" not in message]
                except (AssertionError, Error) as error:
                    faults.append(f"{path}: {str(error).splitlines()[0]}")
                opened += 1
    yield Trial("hostile pages in a browser", opened, tuple(faults))


def _hostile(chance: Random, number: int) -> Article:
    one, two, three, four = chance.sample(ATTACKS, 4)
    text = (
        f"Mayor Ana Reyes said: “{one} it floats {two}.”\n\n"
        f"“The port {three} will be shut,” {two} said Ole Lund {four}.\n\n"
        f"Ole {one} Lund denied that. “We told {four} everybody,” he said."
    )
    return Article.from_text(
        text.replace("\x00", " "), outlet=chance.choice(ATTACKS).replace("\x00", ""),
        url=f"https://courier.example/{number}?{quote(three)}",
    )  # fmt: skip


def _addresses(chance: Random, ledger: Ledger) -> Iterator[str]:
    size = ledger.counts()
    yield from ("/", "/articles", "/holders", "/findings", "/reviews", "/add")
    for number in range(1, size.articles + 1):
        yield from (f"/articles/{number}", f"/articles/{number}/missed")
    for number in range(1, size.statements + 1):
        yield from (f"/statements/{number}", f"/statements/{number}/review", f"/threads/{number}")
    for attack in ATTACKS:
        asked = quote(attack)
        yield from (f"/search?words={asked}", f"/holders?name={asked}", f"/compare?one={asked}&other=1")
    for _ in ATTACKS:
        yield f"/{quote(chance.choice(ATTACKS), safe='')}"
