"""Additions: articles submitted to the reader, read one after the other beside the pages, in a process of their own.

Each is in the ledger before it is confirmed. A reader that is stopped, or dies, goes on with them when it is started
again.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from contextlib import suppress
from typing import Final

from ..articles.article import Article
from ..english.language import other_language
from ..errors import (
    InputError,
    LedgerFull,
    LedgerLocked,
    LedgerReadOnly,
    NoConnection,
    OtherLanguage,
    ReportedlyError,
)
from ..given import is_day
from ..ledger import Ledger
from ..ledger.additions import HOLD, Addition, Handed, NoLongerHeld, Taken
from ..printable import shorten
from ..reading_process import Ended, ReadingProcess

#: Seconds between two looks at what others have left (the reader's other processes, a dead one), and between two tries
#: of a ledger that can't be written to.
POLL, AGAIN = 1.0, 5.0
#: What keeps a ledger from being written to for a while: the addition is tried again.
TRANSIENT: Final = (LedgerLocked, LedgerFull, LedgerReadOnly, NoConnection)

_log = logging.getLogger("reportedly.web")


class Additions:
    """The articles submitted to one reader. Call `start` when it serves, and `close` when it stops.

    reads: whether it reads them; otherwise another process does that looks into the same ledger.
    """

    def __init__(self, ledger: Ledger, *, reads: bool = True) -> None:
        self._ledger, self._reads = ledger, reads
        self._process = ReadingProcess(self._keep_holding)
        self._name: Final = secrets.token_hex(8)
        self._held: Taken | None = None
        self._said = 0.0
        self._awake, self._closed = threading.Event(), threading.Event()
        # One at a time, since reading occupies a core that the pages need too. It ends with the program in any case.
        self._worker = threading.Thread(target=self._work, name="additions", daemon=True)
        self._starting = threading.Lock()

    def start(self) -> None:
        """Go on with the additions that wait in the ledger."""
        with self._starting:
            if self._reads and self._worker.ident is None:
                self._worker.start()

    def hand_in(self, handed: Handed, by: str | None = None) -> Addition:
        """Store an article to be read. by: who hands it in.

        Raises InputError unless there is either a URL or a text, if the text can't be an article, and if too many wait.
        """
        if bool(handed.url) == bool(handed.text and handed.text.strip()):
            raise InputError("expected either a URL or a text, but found " + ("both" if handed.url else "neither"))
        if handed.url is None:
            _article(handed)
        elif handed.published is not None and not is_day(handed.published):
            raise InputError(f"expected a date of publication as YYYY-MM-DD, found {shorten(handed.published, 40)!r}")
        addition = self._ledger.hand_in(handed, by)
        self.start()
        self._awake.set()
        return addition

    def close(self) -> None:
        """Stop the worker; what it is in the midst of is begun anew by the next."""
        self._closed.set()
        self._awake.set()
        self._process.close()
        if self._worker.ident is not None:
            self._worker.join(1.5)

    # -- the worker --------------------------------------------------------------------------------------------------

    def _work(self) -> None:
        while not self._closed.is_set():
            self._awake.clear()
            try:
                held = self._ledger.take_addition(self._name)
                if held is None:
                    self._awake.wait(POLL)
                else:
                    self._bring(held)
            except (Ended, NoLongerHeld):
                pass
            except ReportedlyError as error:
                _log.warning("going on with what was handed in: %s", error)
                self._closed.wait(AGAIN)
            except Exception:  # the worker must go on with the next article
                _log.exception("going on with what was handed in")
                self._closed.wait(AGAIN)

    def _bring(self, held: Taken) -> None:
        """Read an addition and keep the reading, or why there is none.

        Raises Ended, NoLongerHeld, and one of TRANSIENT if neither can be kept now.
        """
        self._held, self._said = held, time.monotonic()
        try:
            self._read(held)
        except Ended:
            self._ledger.release_addition(held)
            raise
        except (NoLongerHeld, *TRANSIENT):
            raise
        except ReportedlyError as error:
            self._ledger.fail_addition(held, str(error))
        except Exception as error:  # a fault of ours is this article's outcome, and not the worker's end
            _log.exception("adding %s", held.handed.name, exc_info=error)
            self._ledger.fail_addition(held, "something went wrong; the terminal says what")
        finally:
            self._held = None

    def _read(self, held: Taken) -> None:
        handed = held.handed
        if handed.url is None:
            article = _article(handed)
        else:
            self._ledger.hold_addition(held, "fetching")
            article = self._process.page(handed.url, handed.outlet, handed.published, handed.title)
        if language := other_language(article.text):
            how = "`reportedly add --language any` adds it anyway"
            raise OtherLanguage(f"expected an article in English, found another language ({language}); {how}", language)
        self._ledger.hold_addition(held, "reading")
        self._ledger.keep(article, by=self._process.read, ending=held)

    def _keep_holding(self) -> None:
        """Say that the addition is still held, if that hasn't been said for a while. Raises NoLongerHeld."""
        if self._held is not None and time.monotonic() - self._said > HOLD / 3:
            self._said = time.monotonic()
            with suppress(LedgerLocked):  # said again in a moment
                self._ledger.hold_addition(self._held)


def _article(handed: Handed) -> Article:
    """The article of a text. Raises InputError."""
    return Article.from_text(handed.text or "", outlet=handed.outlet, title=handed.title, published=handed.published)
