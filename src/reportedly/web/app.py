"""The reader's application: its guard, its pages and the API."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from ..__about__ import __version__
from ..ledger import Ledger
from . import api, views
from .additions import Additions
from .failures import failure, handle
from .guard import Guard, Limiter, is_loopback, limited
from .sessions import READER, Sessions

#: The limit on page requests by each client, where others than this machine can reach the reader: more than searching
#: as one types needs.
RATE = "600/minute"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the reader listens. host: the address. names: further host names that requests may use."""

    host: str = "127.0.0.1"
    port: int = 8765
    names: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether only this machine can reach it, so that reading needs no token."""
        return is_loopback(self.host)


def create_app(ledger: Ledger, settings: Settings | None = None) -> FastAPI:
    """The reader of an open ledger. The caller must close its `state.additions` in the end, and then the ledger."""
    settings = settings or Settings()
    app = FastAPI(
        title="Reportedly", version=__version__, description="Who said what: a ledger of statements.",
        docs_url=None, redoc_url=None, openapi_url=api.OPENAPI,
    )  # fmt: skip
    app.state.ledger = ledger
    app.state.sessions = Sessions(ledger, open=settings.open)
    app.state.limiter = Limiter()
    app.state.additions = Additions(ledger)
    app.state.sections = views.SECTIONS
    for router in views.OPEN:
        app.include_router(router)
    guards = [READER] if settings.open else [READER, limited(RATE, "pages")]
    for router in views.PAGES:
        app.include_router(router, dependencies=guards)
    handle(app)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    app.add_middleware(Guard, names={settings.host, *settings.names}, refuse=failure)
    return app
