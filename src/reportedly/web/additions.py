"""Additions: articles submitted to the reader, read one after the other, each with its state and result."""

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

AdditionState = Literal["waiting", "fetching", "reading", "done", "failed"]
#: How many additions are remembered (the newest), and how many may wait at once.
MOST, MOST_WAITING = 500, 50

_log = logging.getLogger("reportedly.web")


@dataclass(frozen=True, slots=True)
class Handed:
    """A submitted article: its URL or its text, with metadata that takes precedence over the page's.

    published: YYYY-MM-DD.
    """

    url: str | None = None
    text: str | None = None
    outlet: str | None = None
    published: str | None = None

    @property
    def name(self) -> str:
        """A name for it until it is read: its URL or first words, in at most 80 characters."""
        return shorten(printable(self.url or (self.text or "").strip()), 80)


@dataclass(frozen=True, slots=True)
class Addition:
    """One article on its way into the ledger.

    id: by which it is asked for. state: how far it is. article, outcome, statements: once it is done. error: the
    sentence, if it failed. over: whether nothing more will come of it.
    """

    id: str
    name: str
    state: AdditionState = "waiting"
    article: int | None = None
    outcome: str | None = None
    statements: int | None = None
    error: str | None = None
    over: bool = False


class Additions:
    """The articles submitted to one reader. Call `close` when the reader stops serving."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        # One at a time, since reading occupies a core that the pages need too.
        self._worker: Final = ThreadPoolExecutor(1, "additions")
        self._known: dict[str, Addition] = {}

    def hand_in(self, handed: Handed) -> Addition:
        """Queue an article for reading.

        Raises InputError unless there is either a URL or a text, if the text can't be an article, and if too many wait.
        """
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
        """The addition with this id; None if it is unknown or no longer remembered."""
        return self._known.get(number)

    def close(self) -> None:
        """Finish the current article and drop those that wait."""
        self._worker.shutdown(cancel_futures=True)

    def _add(self, addition: Addition, handed: Handed, article: Article | None) -> None:
        try:
            if article is None:
                self._note(replace(addition, state="fetching"))
                page = fetch(handed.url or "", reach="web")
                article = Article.from_page(page, outlet=handed.outlet, published=handed.published)
            self._note(replace(addition, state="reading"))
            kept = self._ledger.keep(article)
        except ReportedlyError as error:
            self._note(replace(addition, state="failed", error=str(error), over=True))
        except Exception:  # the worker must go on with the next article
            _log.exception("adding %s", addition.name)
            failed = replace(addition, state="failed", over=True)
            self._note(replace(failed, error="something went wrong; the terminal says what"))
        else:
            done = replace(addition, state="done", article=kept.article, outcome=kept.outcome, over=True)
            self._note(replace(done, statements=kept.statements))

    def _note(self, addition: Addition) -> Addition:
        self._known[addition.id] = addition
        while len(self._known) > MOST:
            del self._known[next(iter(self._known))]
        return addition
