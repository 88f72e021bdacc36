"""The reader's static files and the page on its API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response

from ..pages import file, page
from ..turns import InTurn

router = APIRouter(include_in_schema=False, route_class=InTurn)


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
    told = app.openapi()
    return page(
        request, "api.html", title="API", document=app.openapi_url, version=told["openapi"],
        operations=list(_operations(told)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the API. parameters: name, place (path, query, body) and meaning of each."""

    method: str
    path: str
    told: str
    parameters: tuple[tuple[str, str, str], ...]


def _operations(told: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            named = [(one["name"], one["in"], one.get("description", "")) for one in operation.get("parameters", ())]
            yield Operation(
                method.upper(),
                path,
                operation.get("description") or operation["summary"],
                (*named, *_in_body(told, operation)),
            )


def _in_body(told: dict[str, Any], operation: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Name, place (“body”) and meaning of each member of the JSON object that is sent."""
    for content in operation.get("requestBody", {}).get("content", {}).values():
        model = told["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
        for name, member in model["properties"].items():
            yield name, "body", member.get("description", "")
