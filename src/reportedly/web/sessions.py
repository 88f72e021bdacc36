"""Sessions: who may write, and proof that a request comes from them.

To a ledger without users, whoever sits at the machine may write. With users, writing needs a token: given by signing in
on a page, or as `Authorization: Bearer TOKEN` on the API. Each form has a CSRF token that is bound to the session's
cookie. It differs each time, because the compression of pages could otherwise reveal it (BREACH).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import URL

from ..ledger import Ledger
from .guard import from_here

COOKIE = "reportedly"
#: The most sessions at once; beyond that, the oldest ones have to sign in again.
MOST = 10_000


class SignInNeeded(Exception):
    """The request needs a user, and nobody has signed in."""


class Sessions:
    """Who has signed in. Sessions are kept in memory, so a restart ends them.

    open: whether reading needs no token.
    """

    def __init__(self, ledger: Ledger, *, open: bool) -> None:
        self._ledger, self.open = ledger, open
        self._secret = secrets.token_bytes(32)
        self._tokens: dict[str, str] = {}

    # -- the session of a request ------------------------------------------------------------------------------------

    def csrf(self, request: Request) -> str:
        """A new CSRF token for a form on this page; starts a session if there is none."""
        salt = secrets.token_hex(16)
        return f"{salt}.{self._signed(salt, self._of(request) or self._begin(request))}"

    def sign_in(self, request: Request, token: str) -> str:
        """Bind a user's token to a new session and return the user's name. Raises SignInNeeded for an unknown token."""
        name = self._ledger.user(token)
        if name is None:
            raise SignInNeeded
        self._tokens[self._begin(request)] = token
        while len(self._tokens) > MOST:
            del self._tokens[next(iter(self._tokens))]
        return name

    def sign_out(self, request: Request) -> None:
        """Forget this session's user."""
        self._tokens.pop(self._of(request) or "", None)

    def user(self, request: Request) -> str | None:
        """The user's name, by the bearer's token or the session's; None if there is none or it was revoked."""
        token = _bearer(request) or self._tokens.get(self._of(request) or "")
        return self._ledger.user(token) if token else None

    # -- what a request may ------------------------------------------------------------------------------------------

    def may_read(self, request: Request) -> bool:
        """Whether the request may see what is in the ledger."""
        return self.open or self.user(request) is not None

    def writer(self, request: Request) -> str | None:
        """The name of the user who writes by this request; None for whoever sits at the machine.

        Raises SignInNeeded.
        """
        user = self.user(request)
        if user is None and (self._ledger.has_users() or _bearer(request) or not self.open):
            raise SignInNeeded
        return user

    async def check_csrf(self, request: Request) -> None:
        """Raise HTTPException (403) unless the form or a header has a CSRF token of the session."""
        given = request.headers.get("x-csrf-token") or str((await request.form()).get("csrf", ""))
        salt, _, signed = given.partition(".")
        session = self._of(request)
        if session is None or not hmac.compare_digest(self._signed(salt, session).encode(), signed.encode()):
            raise HTTPException(403, "Expected a form of this session, but it is of another; load the page again.")

    def _signed(self, salt: str, session: str) -> str:
        return hmac.new(self._secret, f"{salt}.{session}".encode(), hashlib.sha256).hexdigest()

    def _of(self, request: Request) -> str | None:
        begun: str | None = request.scope.get("reportedly.session")
        return begun or request.cookies.get(COOKIE)

    def _begin(self, request: Request) -> str:
        session = secrets.token_urlsafe(32)
        secure = "; Secure" if request.url.scheme == "https" else ""
        request.scope["reportedly.session"] = session
        cookie = f"{COOKIE}={session}; Path=/; HttpOnly; SameSite=Strict{secure}"
        request.scope["reportedly.cookies"] = [cookie]
        return session


def _bearer(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def sessions(request: Request) -> Sessions:
    """The sessions of the reader that answers this request."""
    found: Sessions = request.app.state.sessions
    return found


async def _from_our_form(request: Request) -> None:
    from_here(request)
    await sessions(request).check_csrf(request)


async def _proven(request: Request) -> None:
    if _bearer(request) is None:
        await _from_our_form(request)


def _writer(request: Request, _: Annotated[None, Depends(_proven)]) -> str | None:
    return sessions(request).writer(request)


async def _typed(request: Request) -> dict[str, str]:
    return {name: str(given) for name, given in (await request.form()).items()}


def _reader(request: Request) -> None:
    if not sessions(request).may_read(request):
        raise SignInNeeded


# What awaits a request's body is a coroutine and asks the ledger nothing, since that would hold up all other requests.
# What asks the ledger is a plain function, which FastAPI runs in a thread.

#: A parameter for views that write: the user's name, None for whoever sits at the machine. Answers 401 and 403 itself.
Writer = Annotated[str | None, Depends(_writer)]
#: A dependency: the request has to come from a form of the session that it is in. Answers 403 itself.
OUR_FORM = Depends(_from_our_form)
#: A parameter: every field of a form, by name.
TypedForm = Annotated[dict[str, str], Depends(_typed)]
#: A dependency for routers: reading needs a token unless only this machine can reach the reader.
READER = Depends(_reader)


def local(where: str) -> str:
    """`where` if it is a path of ours, else `/`: a redirect after signing in must not lead to another site."""
    url = URL(where)
    return where if where.startswith("/") and not (url.netloc or where[1:2] in ("/", "\\")) else "/"
