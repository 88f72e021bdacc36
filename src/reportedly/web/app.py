"""The reader's application: its guard, its pages and the API."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from ..__about__ import __version__
from ..ledger import Ledger
from . import api, views
from .additions import Additions
from .asking import RECORDS
from .checking import Checker
from .failures import failure, handle
from .guard import Guard, Limiter, is_loopback, limited
from .sessions import READER, Sessions
from .signed_in import SignedIn

#: The limit on page requests by each client, where others than this machine can reach the reader: more than searching
#: as one types needs.
RATE = "600/minute"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the reader listens, and to whom it answers.

    evidence: the folder of what was kept of the ledger's articles; None if nobody says.
    host: the address. names: further host names that requests may use. public_read: whether reading needs no token
    although others can reach it. proxies: IP addresses and networks of the proxies whose forwarding headers count.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    names: tuple[str, ...] = ()
    public_read: bool = False
    proxies: tuple[str, ...] = ()
    evidence: Path | None = None

    @property
    def exposed(self) -> str | None:
        """By what others than this machine can reach it: a host, a name or a proxy; None if only this machine can."""
        beyond = (one for one in (self.host, *self.names) if not is_loopback(one))
        return next(chain(beyond, self.proxies), None)


def create_app(
    ledger: Ledger, settings: Settings | None = None, signed_in: SignedIn | None = None, *, reads: bool = True
) -> FastAPI:
    """The reader of an open ledger. The caller must close its `state.additions` and `state.checker`, then the ledger.

    signed_in: who has signed in, if other processes share it. reads: whether it reads what is handed in, not only keeps
    it for one that does.
    """
    settings = settings or Settings()
    app = FastAPI(
        title="Reportedly", version=__version__, description="Who said what: a ledger of statements.",
        docs_url=None, redoc_url=None, openapi_url=api.OPENAPI,
    )  # fmt: skip
    app.state.ledger = ledger
    app.state.evidence = settings.evidence
    exposed = settings.exposed is not None
    app.state.sessions = Sessions(
        ledger,
        signed_in or SignedIn(),
        exposed=exposed,
        public_read=settings.public_read,
        cookie=f"reportedly-{settings.port}",
    )
    app.state.limiter = Limiter()
    app.state.additions = Additions(ledger, reads=reads)
    app.state.checker = Checker(ledger)
    app.state.sections = views.SECTIONS
    for router in views.OPEN:
        app.include_router(router)
    guards = [READER, limited(RATE, "pages"), RECORDS] if exposed else [READER, RECORDS]
    for router in views.PAGES:
        app.include_router(router, dependencies=guards)
    handle(app)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    app.add_middleware(Guard, names={settings.host, *settings.names}, exposed=exposed, refuse=failure)
    return app
