"""Additions: articles that somebody has handed in, read one after the other, each with what came of it.

Where much has changed since findings were last looked for, it is done here too: no page waits for that.
"""

from __future__ import annotations

import logging
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final, Literal

from ..articles.article import Article
from ..articles.fetching import fetch
from ..errors import InputError, ReportedlyError
from ..ledger import Ledger
from ..printable import printable, shorten
from ..reading import read

AdditionState = Literal["waiting", "fetching", "reading", "done", "failed"]
#: Additions that are remembered, the newest; and how many may wait at once.
MOST, MOST_WAITING = 500, 50

_log = logging.getLogger("reportedly.web")


@dataclass(frozen=True, slots=True)
class Handed:
    """What somebody handed in: an address, or a text; and what they say of it, over what a page says itself."""

    url: str | None = None
    text: str | None = None
    outlet: str | None = None
    published: str | None = None

    @property
    def name(self) -> str:
        """What to call it before it is read."""
        return shorten(printable(self.url or (self.text or "").strip()), 80)


@dataclass(frozen=True, slots=True)
class Addition:
    """One article on its way into the ledger.

    id: by which it is asked for. state: how far it is. article, outcome, statements: once it is done. error: the
    sentence, if it failed.
    """

    id: str
    name: str
    state: AdditionState = "waiting"
    article: int | None = None
    outcome: str | None = None
    statements: int | None = None
    error: str | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ("done", "failed")


class Additions:
    """The articles handed in to one reader. Call `close` when nobody is answered any more."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        # One at a time: reading takes a processor, which the pages need too.
        self._worker: Final = ThreadPoolExecutor(1, "additions")
        self._known: dict[str, Addition] = {}

    def hand_in(self, handed: Handed) -> Addition:
        """Take an article, to be read soon. Raises InputError where there is none, or too many are waiting."""
        if bool(handed.url) == bool(handed.text and handed.text.strip()):
            raise InputError("expected either a URL or a text, but found " + ("both" if handed.url else "neither"))
        if sum(not one.over for one in [*self._known.values()]) >= MOST_WAITING:
            raise InputError(f"expected at most {MOST_WAITING} articles to wait, but found more; try again in a minute")
        article = None if handed.url else Article.from_text(
            handed.text or "", outlet=handed.outlet, published=handed.published
        )  # fmt: skip
        addition = self._note(Addition(secrets.token_urlsafe(9), handed.name))
        self._worker.submit(self._add, addition, handed, article)
        return addition

    def get(self, number: str) -> Addition | None:
        """What has become of one; None where it isn't known, or no longer."""
        return self._known.get(number)

    def look(self) -> None:
        """Look for findings where something has changed, soon."""
        self._worker.submit(self._look)

    def close(self) -> None:
        """Finish the article in hand; those that wait are forgotten."""
        self._worker.shutdown(cancel_futures=True)

    def _add(self, addition: Addition, handed: Handed, article: Article | None) -> None:
        try:
            if article is None:
                self._note(replace(addition, state="fetching"))
                page = fetch(handed.url or "", public_only=True)
                article = Article.from_page(page, outlet=handed.outlet, published=handed.published)
            self._note(replace(addition, state="reading"))
            kept = self._ledger.known(article) or self._ledger.add(read(article))
            self.look()
        except ReportedlyError as error:
            self._note(replace(addition, state="failed", error=str(error)))
        except Exception:  # the worker goes on with the next
            _log.exception("adding %s", addition.name)
            self._note(replace(addition, state="failed", error="something went wrong; the terminal says what"))
        else:
            self._note(
                replace(addition, state="done", article=kept.article, outcome=kept.outcome, statements=kept.statements)
            )

    def _look(self) -> None:
        try:
            self._ledger.refresh()
        except ReportedlyError as error:  # a ledger that can't be written to now; it stays to be done
            _log.warning("looking for findings: %s", error)

    def _note(self, addition: Addition) -> Addition:
        self._known[addition.id] = addition
        while len(self._known) > MOST:
            del self._known[next(iter(self._known))]
        return addition
