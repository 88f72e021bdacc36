"""What the reader serves of itself: its files, and what its API can do."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response

from ..pages import file, page

router = APIRouter(include_in_schema=False)


@router.get("/static/{digest}/{name:path}")
def static_file(digest: str, name: str) -> Response:
    """A style sheet, a script, a picture."""
    found = file(digest, name)
    if found is None:
        raise HTTPException(404)
    return found


@router.get("/api")
def documentation(request: Request) -> Response:
    """Every operation of the API."""
    app = request.app
    return page(request, "api.html", title="API", openapi=app.openapi(), document=app.openapi_url)
