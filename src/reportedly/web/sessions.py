"""Sessions: who writes, and that it is them who ask.

A ledger without users is its desk's own: who sits at the machine writes. With users, writing needs a token: by signing
in on a page, or as `Authorization: Bearer TOKEN` on the API. A form carries a CSRF token that is bound to the session's
cookie, and differs each time, so that a compressed page doesn't give it away.
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
#: Sessions kept at once; beyond, the oldest sign in again.
MOST = 10_000


class SignInNeeded(Exception):
    """Nobody has signed in, and what was asked for needs it."""


class Sessions:
    """Who has signed in, while the reader runs: a restart ends all sessions.

    open: whether reading needs no token.
    """

    def __init__(self, ledger: Ledger, *, open: bool) -> None:
        self._ledger, self.open = ledger, open
        self._secret = secrets.token_bytes(32)
        self._tokens: dict[str, str] = {}

    # -- the session of a request ------------------------------------------------------------------------------------

    def csrf(self, request: Request) -> str:
        """A new CSRF token for a form on this page; begins a session if there is none."""
        salt = secrets.token_hex(16)
        return f"{salt}.{self._signed(salt, self._of(request) or self._begin(request))}"

    def sign_in(self, request: Request, token: str) -> str:
        """Bind a user's token to a new session; the user's name. Raises SignInNeeded for a token that is nobody's."""
        name = self._ledger.user(token)
        if name is None:
            raise SignInNeeded
        self._tokens[self._begin(request)] = token
        while len(self._tokens) > MOST:
            del self._tokens[next(iter(self._tokens))]
        return name

    def sign_out(self, request: Request) -> None:
        """Forget who this session is."""
        self._tokens.pop(self._of(request) or "", None)

    def user(self, request: Request) -> str | None:
        """Who asks, by the bearer's token or the session's; None for nobody known, or whose token was revoked."""
        token = _bearer(request) or self._tokens.get(self._of(request) or "")
        return self._ledger.user(token) if token else None

    # -- what a request may ------------------------------------------------------------------------------------------

    def may_read(self, request: Request) -> bool:
        """Whether the request may see what is in the ledger."""
        return self.open or self.user(request) is not None

    async def writer(self, request: Request) -> str | None:
        """Who writes by this request; None for who sits at the machine.

        Raises SignInNeeded, and HTTPException (403) for a request that didn't come from our page.
        """
        if _bearer(request) is None:
            from_here(request)
            await self.check_csrf(request)
        user = self.user(request)
        if user is None and (self._ledger.has_users() or _bearer(request) or not self.open):
            raise SignInNeeded
        return user

    async def check_csrf(self, request: Request) -> None:
        """Raise HTTPException (403) unless form or header carry the session's CSRF token."""
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


async def _writer(request: Request) -> str | None:
    return await sessions(request).writer(request)


def _reader(request: Request) -> None:
    if not sessions(request).may_read(request):
        raise SignInNeeded


#: As a parameter of a view that writes: the user's name, None for who sits at the machine. Answers 401 and 403 itself.
Writer = Annotated[str | None, Depends(_writer)]
#: As a dependency of a router: reading needs a token where others than this machine can reach the reader.
READER = Depends(_reader)


def local(where: str) -> str:
    """A path of ours to go back to after signing in: `/` for anything that leads elsewhere."""
    url = URL(where)
    return where if where.startswith("/") and not (url.netloc or where[1:2] in ("/", "\\")) else "/"
