"""The reader in a real browser: every page, wide and narrow, light and dark, by keyboard, without script, attacked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import chromium, chromium_program, fill, overflow, served, violations, watched
from playwright.sync_api import Browser

from reportedly.ledger import Ledger

PAGES = ["/", "/articles", "/articles/2", "/api", "/signin", "/articles/999"]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = chromium_program()
    if program is None:
        pytest.skip("expected Chromium or REPORTEDLY_TEST_CHROMIUM")
    with chromium(program) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a reader of the week."""
    path: Path = tmp_path_factory.mktemp("desk") / "desk.db"
    with Ledger.open(path) as ledger:
        fill(ledger)
        with served(ledger) as address:
            yield address


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
