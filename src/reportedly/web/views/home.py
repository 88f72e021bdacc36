"""The front page: what is new in the ledger."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from ..asking import TheLedger
from ..pages import page
from ..turns import InTurn

router = APIRouter(include_in_schema=False, route_class=InTurn)

#: The numbers of articles and of findings on the front page.
LATEST = 12
LOOK_AT = 6


@router.get("/")
def home(request: Request, ledger: TheLedger) -> Response:
    """The latest articles, the latest findings."""
    queue = ledger.queue(state="open", limit=LOOK_AT)
    return page(
        request, "home.html", title="What’s new", listed=ledger.articles(LATEST), findings=queue.findings,
        waiting=queue.waiting, alerts=bool(ledger.watched.latest(1)),
    )  # fmt: skip
