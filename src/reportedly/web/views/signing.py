"""Signing in and out with a token from the ledger's owner."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from ..guard import from_here, limited
from ..sessions import SignInNeeded, StaleForm, TypedForm, local, sessions
from ..turns import InTurn
from ..unsent import again, carried, sign_in_page

router = APIRouter(include_in_schema=False, route_class=InTurn)

#: Nobody guesses a token at this rate.
RATE = "10/minute"


@router.get("/signin")
def form(request: Request, then: str = "/") -> Response:
    """The form; for who is signed in, the way out."""
    return sign_in_page(request, local(then))


@router.post("/signin", dependencies=[limited(RATE, "signing in")])
def sign_in(
    request: Request, form: TypedForm, token: Annotated[str, Form()], then: Annotated[str, Form()] = "/"
) -> Response:
    """Begin a session of the token's user and go on to where they wanted, or to the form that they had sent."""
    from_here(request)
    desk, there, typed = sessions(request), local(then), carried(form)
    try:
        desk.check_csrf(request, form)
        name = desk.sign_in(request, token.strip())
    except StaleForm:
        return sign_in_page(request, there, typed, 403, "Expected a form of this session; sign in with this one.")
    except SignInNeeded:
        return sign_in_page(request, there, typed, 401, "Expected a user’s token, but nobody here has this one.")
    if typed is None:
        return RedirectResponse(there, 303)
    return again(request, there, typed, f"You are signed in as {name}. This is what you were about to send.")


@router.post("/signout")
def sign_out(request: Request, form: TypedForm) -> Response:
    """End the session."""
    from_here(request)
    desk = sessions(request)
    desk.check_csrf(request, form)
    desk.sign_out(request)
    return RedirectResponse("/", 303)
