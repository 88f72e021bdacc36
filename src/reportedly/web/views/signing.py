"""Signing in and out with a token from the ledger's owner."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from ..guard import limited
from ..pages import page
from ..sessions import OUR_FORM, SignInNeeded, local, sessions

router = APIRouter(include_in_schema=False)

#: Nobody guesses a token at this rate.
RATE = "10/minute"


@router.get("/signin")
def form(request: Request, then: str = "/") -> Response:
    """The form; for who is signed in, the way out."""
    return page(request, "signin.html", title="Sign in", then=local(then), refused=False)


@router.post("/signin", dependencies=[limited(RATE, "signing in"), OUR_FORM])
def sign_in(request: Request, token: Annotated[str, Form()], then: Annotated[str, Form()] = "/") -> Response:
    """Begin a session of the token's user and go on to where they wanted."""
    try:
        sessions(request).sign_in(request, token.strip())
    except SignInNeeded:
        return page(request, "signin.html", 401, title="Sign in", then=local(then), refused=True)
    return RedirectResponse(local(then), 303)


@router.post("/signout", dependencies=[OUR_FORM])
def sign_out(request: Request) -> Response:
    """End the session."""
    sessions(request).sign_out(request)
    return RedirectResponse("/", 303)
