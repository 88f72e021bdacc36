"""The reader in a real browser: every page, wide and narrow, light and dark, by keyboard, without script, attacked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import PATIENCE, fill, overflow, served, violations, watched
from fabricated import made
from playwright.sync_api import Browser, Page, expect

from reportedly.articles.article import Article
from reportedly.ledger import Ledger
from reportedly.ledger.additions import Handed
from reportedly.ledger.reviews.review import Review
from reportedly.reading import read
from reportedly.records.load import of_bytes

PAGES = [
    "/", "/articles", "/articles/2", "/threads/1", "/statements/6", "/holders", "/holders/9", "/holders/1/appearances",
    "/holders/suggested",
    "/compare?one=9&other=13", "/search?words=goats", "/findings", "/add", "/statements/16/review",
    "/articles/2/missed", "/reviews", "/api", "/signin", "/articles/999",
]  # fmt: skip
#: What an article may try: markup, a script, an address that runs one, marks that turn the reading direction.
ATTACK = (
    "Mayor Ana Reyes said: “<script>alert(1)</script> <img src=x onerror=alert(2)> it floats.”\n\n"
    "“<a href=javascript:alert(3)>go</a> </p></article><style>*{display:none}</style> {{ 7*7 }},” said Ole Lund.\n\n"
    "Mayor Ana Reyes praised Ole Lund. \u202e“The <b onmouseover=alert(4)>port</b> will be shut,” said Ole Lund."
)
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a reader of the week."""
    path: Path = tmp_path_factory.mktemp("desk") / "desk.db"
    with Ledger.open(path) as ledger:
        fill(ledger)
        with served(ledger) as address:
            yield address


HEARING = (
    "Ana Reyes: We counted rust in eleven bearings, and nobody asked why.\n\nOle Lund: The tide is late every day."
)
QUOTING = (
    "“We counted rust in twelve bearings,” the mayor, Ana Reyes, said.\n\n“The tide is late every day,” said Ole Lund."
)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a reader of a ledger with a record, and an article that quotes it."""
    path: Path = tmp_path_factory.mktemp("recorded") / "desk.db"
    with Ledger.open(path) as ledger:
        ledger.add_record(of_bytes(HEARING.encode(), "hearing.txt"))
        ledger.add(read(QUOTING))
        ledger.refresh()
        with served(ledger) as address:
            yield address


@pytest.mark.parametrize("path", ["/records", "/records/1", "/articles/1", "/statements/1"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_record_can_be_used_by_everybody(browser: Browser, recorded: str, path: str, scheme: str) -> None:
    with watched(browser, recorded, viewport=WIDE, color_scheme=scheme, bypass_csp=True) as of:
        assert violations(of.open(path)) == []
    with watched(browser, recorded, viewport=NARROW, java_script_enabled=False) as of:
        assert of.open(path).locator("main").inner_text()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_asks_nothing_of_others_and_can_be_used_by_everybody(
    browser: Browser, address: str, path: str, scheme: str
) -> None:
    with watched(browser, address, viewport=WIDE, color_scheme=scheme, bypass_csp=True) as of:
        assert violations(of.open(path)) == []
        of.messages = [message for message in of.messages if "404" not in message]  # of the page that isn't there


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_phone_and_breaks_no_rule_of_its_own(browser: Browser, address: str, path: str) -> None:
    with watched(browser, address, viewport=NARROW) as of:
        page = of.open(path)
        assert overflow(page) == 0
        of.messages = [message for message in of.messages if "404" not in message]


def numbers(page: Page) -> list[str]:
    """The numbers of the statements of an article's page, as they stand beside its text."""
    return [one.get_attribute("data-entry") or "" for one in page.locator(".entry").all()]


# By keyboard, without script, on paper --------------------------------------------------------------------------------


def test_the_keyboard_leads_through_an_article(browser: Browser, address: str) -> None:
    with watched(browser, address, viewport=WIDE) as of:
        page = of.open("/articles/2")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        number = numbers(page)[0]
        page.focus(f"#t{number}")
        expect(page.locator(f"#s{number} .card")).to_be_visible()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.className") == "card"
        page.keyboard.press("Escape")
        expect(page.locator(f"#s{number} .card")).to_be_hidden()
        assert page.evaluate("document.activeElement.id") == f"t{number}"
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "words"


def test_pointing_at_words_tells_whose_they_are(browser: Browser, address: str) -> None:
    with watched(browser, address, viewport=WIDE, locale="en-US") as of:
        page = of.open("/articles/3")
        number = numbers(page)[1]
        page.hover(f"#t{number}")
        expect(page.locator(f"#s{number} .card")).to_be_visible()
        assert "3 outlets" in page.inner_text(f"#s{number} .card")
        assert "Radio Sella, June 3, 2024" in page.inner_text(f"#s{number} .elsewhere")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_reads_without_script(browser: Browser, address: str, path: str) -> None:
    with (
        watched(browser, address, viewport=WIDE) as of,
        watched(browser, address, viewport=WIDE, java_script_enabled=False) as bare,
    ):
        with_script, without = of.open(path), bare.open(path)
        headings = with_script.locator("h1, h2").all_inner_texts()
        assert without.locator("h1, h2").all_inner_texts() == headings
        for one in (of, bare):
            one.messages = [message for message in one.messages if "404" not in message]


def test_a_statement_opens_without_script(browser: Browser, address: str) -> None:
    with watched(browser, address, viewport=WIDE, java_script_enabled=False) as of:
        page = of.open("/articles/2")
        number = numbers(page)[0]
        page.click(f"#t{number}")
        expect(page.locator(f"#s{number} .card")).to_be_visible()


def test_on_paper_the_text_and_its_findings_stay(browser: Browser, address: str) -> None:
    with watched(browser, address, viewport=WIDE) as of:
        page = of.open("/articles/2")
        page.emulate_media(media="print")
        expect(page.locator("header.site")).to_be_hidden()
        expect(page.locator(".finding").first).to_be_visible()
        expect(page.locator(".entry .line").first).to_be_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


# What a desk does -----------------------------------------------------------------------------------------------------


def test_search_follows_what_is_typed(browser: Browser, address: str) -> None:
    with watched(browser, address, viewport=WIDE) as of:
        page = of.open("/search")
        page.fill("#all", "goats")
        expect(page.locator("#found")).to_have_text("4 statements")
        assert page.url.endswith("/search?words=goats")
        page.click(".facets >> text=Northern Mirror")
        expect(page.locator("#found")).to_have_text("2 statements")
        assert "outlet=Northern" in page.url


def test_every_point_of_a_chart_opens_its_words(browser: Browser, address: str) -> None:
    with watched(browser, address, viewport=WIDE) as of:
        page = of.open("/holders/9")
        points = page.locator("#chart a")
        expect(points.first).to_be_visible()
        rows = page.locator("#stances-list tbody tr[data-day]:not([data-day=''])")
        assert points.count() == rows.count()
        points.first.click()
        page.wait_for_url("**/articles/*#s*")
        expect(page.locator(".entry.open .card")).to_be_visible()


def test_a_link_leads_to_its_words_whatever_was_rejected(browser: Browser, tmp_path: Path) -> None:
    said = (("Ana Reyes", "the port shuts"), ("Ole Lund", "the ferry sails"), ("Pia Voss", "the quay floods"))
    text = " ".join(f"{{{name}}} {{says}} {{“{words}”}}." for name, words in said)
    with Ledger.open(tmp_path / "desk.db") as ledger, served(ledger) as address:
        ledger.add(made(text, outlet="NTB", published="2024-05-08"))
        ledger.review(Review("reject", 1))
        with watched(browser, address, viewport=WIDE) as of:
            page = of.open("/search?words=quay")
            page.click(".quoted a")
            expect(page.locator(".entry.open .card")).to_contain_text("“the quay floods”")
            assert page.url.endswith("/articles/1#s3")
            page = of.open("/statements/1")
            assert page.url.endswith("/statements/1/review")


def test_a_key_answers_a_suggestion(browser: Browser, tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "desk.db") as ledger, served(ledger) as address:
        ledger.add(made("{Diaz} {says} {“it floats”}.", outlet="NTB", published="2024-05-08"))
        ledger.add(made("{Joaquin Diaz} {says} {“it sinks”}.", outlet="Post", published="2024-05-09"))
        with watched(browser, address, viewport=WIDE) as of:
            page = of.open("/holders/suggested")
            expect(page.locator("main")).to_contain_text("is a surname alone")
            page.keyboard.press("y")
            expect(page.locator(".nothing")).to_have_text("Nobody is suggested.")
            assert [one.name for one in ledger.holders()] == ["Joaquin Diaz"]


def test_a_text_is_handed_in_and_watched(browser: Browser, address: str) -> None:
    with watched(browser, address, viewport=NARROW) as of:
        page = of.open("/add")
        page.fill("#text", "Ole Lund denied it. “There was no call at all,” he told reporters on Monday.")
        page.click("main button")
        expect(page.locator("h1")).to_have_text("Read", timeout=4 * PATIENCE)  # the model has to be loaded first
        page.click("text=Open the article")
        assert "There was no call at all" in page.inner_text("article.text")


def test_a_value_is_corrected_and_the_correction_undone(browser: Browser, address: str) -> None:
    with watched(browser, address, viewport=WIDE) as of:
        page = of.open("/articles/2")
        page = of.open(f"/articles/2#s{numbers(page)[8]}")
        page.click(".entry.open .card >> text=review")
        page.click("#time summary")
        page.fill("#time-value", "2024-06-03")
        page.fill("#time-why", "The transcript says Monday.")
        page.click("#time details button")
        expect(page.locator("#time .now")).to_have_text("2024-06-03")
        assert "The transcript says Monday." in page.inner_text(".said-of")
        page.click(".said-of button")
        expect(page.locator("#time .now")).to_have_text("2024-06-04")


@pytest.mark.parametrize("script", [True, False])
def test_what_was_typed_before_signing_in_comes_back(browser: Browser, tmp_path: Path, script: bool) -> None:
    text = "“The quay opens in June,” Lund said.\n\nNobody else was “asked” & told.\n"
    with Ledger.open(tmp_path / "desk.db") as ledger, served(ledger) as address:
        token = ledger.add_user("jo")
        with watched(browser, address, viewport=NARROW, java_script_enabled=script) as of:
            page = of.open("/add")
            page.fill("#text", text)
            page.focus("main button")
            page.keyboard.press("Enter")
            expect(page.locator("h1")).to_have_text("Sign in")
            assert overflow(page) == 0
            page.fill("#token", token)
            page.keyboard.press("Enter")
            expect(page.locator("h1")).to_have_text("Send it again")
            assert overflow(page) == 0
            assert page.input_value("textarea") == text
            page.focus("main button")
            page.keyboard.press("Enter")
            expect(page.locator("h1")).to_have_text(re.compile("Waiting|Reading|Read"))
            assert ledger.additions()[0].by == "jo"
            expect(page.locator("h1")).to_have_text("Read", timeout=4 * PATIENCE)
            assert ledger.reading(1).article.text.splitlines() == text.splitlines()
            page.goto(address + "/add")
            expect(page.locator(".after li a")).to_have_attribute("href", "/articles/1")
            of.messages = [message for message in of.messages if "401" not in message]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_form_that_comes_back_can_be_used_by_everybody(browser: Browser, tmp_path: Path, scheme: str) -> None:
    with Ledger.open(tmp_path / "desk.db") as ledger, served(ledger) as address:
        token = ledger.add_user("jo")
        held = ledger.hand_in(Handed(url="https://courier.example/1"), "jo")
        with watched(browser, address, viewport=WIDE, color_scheme=scheme, bypass_csp=True) as of:
            for path in ("/add", f"/add/{held.id}"):
                assert violations(of.open(path)) == []
            page = of.open("/add")
            page.fill("#text", "“The quay opens in June,” Lund said.")
            page.click("main button")
            assert violations(page) == []
            page.fill("#token", token)
            page.click("main button")
            expect(page.locator("h1")).to_have_text("Send it again")
            assert violations(page) == []
            of.messages = [message for message in of.messages if "401" not in message]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a reader of two articles that attack whoever opens them."""
    path: Path = tmp_path_factory.mktemp("attacked") / "desk.db"
    with Ledger.open(path) as ledger:
        for outlet in ("<script>alert(5)</script>", "<img src=x onerror=alert(7)>"):
            news = f"{ATTACK}\n\nSo had {outlet} it."
            ledger.add(read(Article.from_text(news, outlet=outlet, published="2024-05-06")))
        ledger.findings()
        with served(ledger) as address:
            yield address


@pytest.mark.parametrize(
    "path",
    ["/", "/articles/1", "/articles/1/missed", "/threads/1", "/holders", "/holders/1", "/holders/1/appearances",
     "/compare?one=1&other=2", "/search?words=<script>alert(6)</script>", "/search?words=floats", "/findings",
     "/statements/1/review"],
)  # fmt: skip
def test_an_attack_stays_inert(browser: Browser, attacked: str, path: str) -> None:
    with watched(browser, attacked, viewport=WIDE) as of:
        page = of.open(path)
        assert page.locator("main img, main script, main style:not(#chart style), main b[onmouseover]").count() == 0
        assert page.locator("a[href^='javascript']").count() == 0
        expect(page.locator("h1")).to_be_attached()
