"""The front page: what is new in the ledger."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from ..asking import TheLedger
from ..pages import page

router = APIRouter(include_in_schema=False)

#: How many articles and findings the front page shows.
LATEST = 12
LOOK_AT = 6


@router.get("/")
def home(request: Request, ledger: TheLedger) -> Response:
    """The latest articles, the latest findings."""
    listed = ledger.articles(LATEST)
    return page(request, "home.html", title="What’s new", listed=listed, findings=ledger.findings(limit=LOOK_AT))
