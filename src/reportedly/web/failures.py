"""Failures: every error as one sentence with its HTTP status, on a page or, under `/api`, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException as StarletteHTTPException

from .. import errors
from ..printable import printable
from .pages import page
from .sessions import SignInNeeded, StaleForm
from .unsent import again, sign_in_page

#: The HTTP status of each of our errors; an error without one has that of its nearest base class.
STATUS: dict[type[errors.ReportedlyError], int] = {
    errors.NotInLedger: 404,
    errors.InvalidQuery: 400,
    errors.InvalidReview: 400,
    errors.InvalidUser: 400,
    errors.LedgerLocked: 503,
    errors.NoConnection: 503,
    errors.LedgerFull: 507,
    errors.LedgerReadOnly: 403,
    errors.LedgerError: 500,
    errors.TooLarge: 413,
    errors.FetchError: 502,
    errors.InputError: 400,
    errors.MissingExtra: 501,
    errors.ReportedlyError: 500,
}
SENTENCES = {
    404: "There is no such page here.",
    405: "This page isn’t asked for in that way.",
}


def failure(request: Request, status: int, sentence: str) -> Response:
    """The response to a request that failed: a page, or JSON under `/api`."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": sentence}, status)
    return page(request, "failure.html", status, title=HTTPStatus(status).phrase, sentence=sentence, code=status)


def handle(app: FastAPI) -> None:
    """Install handlers that answer every error with a sentence."""
    app.add_exception_handler(StarletteHTTPException, _http)
    app.add_exception_handler(RequestValidationError, _wrong)
    app.add_exception_handler(errors.ReportedlyError, _ours)
    app.add_exception_handler(SignInNeeded, _sign_in)
    app.add_exception_handler(StaleForm, _stale)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, StarletteHTTPException)
    said = error.detail if isinstance(error, HTTPException) and error.detail != _phrase(error.status_code) else ""
    sentence = said or SENTENCES.get(error.status_code) or f"{_phrase(error.status_code)}."
    answer = failure(request, error.status_code, sentence)
    answer.headers.update(error.headers or {})
    return answer


def _wrong(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return failure(request, 400, _sentence(error.errors()))


def _ours(request: Request, error: Exception) -> Response:
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    sentence = printable(str(error))
    return failure(request, status, sentence[:1].upper() + sentence[1:] + ("" if sentence.endswith(".") else "."))


def _sign_in(request: Request, error: Exception) -> Response:
    assert isinstance(error, SignInNeeded)
    if request.url.path.startswith("/api/"):
        answer = failure(request, 401, "Expected a user’s token, but found none that is known.")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    if request.method == "POST" and error.typed is not None:
        return sign_in_page(request, request.url.path, error.typed, 401)
    there = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/signin?then={quote(there if request.method == 'GET' else '/')}", 303)


def _stale(request: Request, error: Exception) -> Response:
    assert isinstance(error, StaleForm)
    sentence = "Expected a form of this session, but it is of another."
    if request.url.path.startswith("/api/"):
        return failure(request, 403, sentence)
    return again(request, request.url.path, error.typed, f"{sentence} Nothing has been done yet.", 403)


def _sentence(found: Sequence[Any]) -> str:
    """A sentence on the first error of pydantic's validation."""
    first = found[0] if found else {"loc": (), "msg": "the request can't be read"}
    name = ".".join(str(part) for part in first["loc"][1:]) or "the request"
    reason = printable(str(first["msg"]))
    return f"Expected another value for {printable(name)}: {reason[:1].lower()}{reason[1:]}."


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "The request failed"
