"""Sessions: who may read and write, and proof that a request comes from them.

Where only this machine can reach the reader, whoever sits at it may read, and write too as long as the ledger never had
a user. Anywhere else both need a token: given by signing in on a page, or as `Authorization: Bearer TOKEN` on the API.
A client's address proves nothing, since a proxy on this machine has this machine's.

Each form has a CSRF token that is bound to the session's cookie. It differs each time, because the compression of pages
could otherwise reveal it (BREACH).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Request

from ..ledger import Ledger
from ..ledger.reviews.users import token_digest
from .guard import from_here, is_from_here, was_passed_on
from .signed_in import SignedIn

#: What was typed into a form: name and value of each field, without the CSRF token.
Typed = Sequence[tuple[str, str]]


class SignInNeeded(Exception):
    """The request needs a user, and nobody has signed in. typed: the form that it has sent, if any."""

    def __init__(self, typed: Typed | None = None) -> None:
        self.typed = typed


class StaleForm(Exception):
    """A form of ours has come without a CSRF token of its session: one from before the reader was started again.

    typed: what is in it.
    """

    def __init__(self, typed: Typed) -> None:
        self.typed = typed


class Sessions:
    """Sessions of one reader, which end with it.

    signed_in: who has signed in, as the reader's other processes know it. exposed: whether others than this machine can
    reach the reader. public_read: whether they read without a token. cookie: its name, another for each port, since
    browsers keep one jar for all ports of a host.
    """

    def __init__(
        self, ledger: Ledger, signed_in: SignedIn, *, exposed: bool = False, public_read: bool = False,
        cookie: str = "reportedly",
    ) -> None:  # fmt: skip
        self._ledger, self._signed_in = ledger, signed_in
        self._exposed, self._public_read, self._cookie = exposed, public_read, cookie

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
        self._signed_in.put(self._begin(request), token_digest(token))
        return name

    def sign_out(self, request: Request) -> None:
        """Forget this session's user."""
        if session := self._of(request):
            self._signed_in.remove(session)

    def user(self, request: Request) -> str | None:
        """The user's name, by the bearer's token or the session's; None if there is none or it was revoked."""
        bearer = _bearer(request)
        if bearer is not None:
            return self._ledger.user(bearer) if bearer else None
        session = self._of(request)
        digest = self._signed_in.get(session) if session else None
        return self._ledger.user_of(digest) if digest else None

    # -- what a request may ------------------------------------------------------------------------------------------

    def may_read(self, request: Request) -> bool:
        """Whether the request may see what is in the ledger."""
        return self._public_read or self._is_here(request) or self.user(request) is not None

    def writer(self, request: Request, typed: Typed) -> str | None:
        """The name of the user who writes by this request; None for whoever sits at the machine.

        typed: the request's form. Raises SignInNeeded, StaleForm, and HTTPException (403) for a request that doesn't
        come from one of our pages.
        """
        bearer = _bearer(request)
        if bearer is None:
            from_here(request)
        user = self.user(request)
        if user is None and (bearer is not None or not self._is_here(request) or self._ledger.had_users()):
            raise SignInNeeded(_without_csrf(typed))
        if bearer is None:
            self.check_csrf(request, typed)
        return user

    def check_csrf(self, request: Request, typed: Typed) -> None:
        """Raise StaleForm unless the form or a header has a CSRF token of the session."""
        given = request.headers.get("x-csrf-token") or dict(typed).get("csrf", "")
        salt, _, signed = given.partition(".")
        session = self._of(request)
        if session is None or not hmac.compare_digest(self._signed(salt, session).encode(), signed.encode()):
            raise StaleForm(_without_csrf(typed))

    def _is_here(self, request: Request) -> bool:
        """Whether the request was made at this machine, for all that can be known."""
        return not self._exposed and not was_passed_on(request)

    def _signed(self, salt: str, session: str) -> str:
        return hmac.new(self._signed_in.secret, f"{salt}.{session}".encode(), hashlib.sha256).hexdigest()

    def _of(self, request: Request) -> str | None:
        begun: str | None = request.scope.get("reportedly.session")
        return begun or request.cookies.get(self._cookie)

    def _begin(self, request: Request) -> str:
        session = secrets.token_urlsafe(32)
        secure = "; Secure" if request.url.scheme == "https" else ""
        request.scope["reportedly.session"] = session
        cookie = f"{self._cookie}={session}; Path=/; HttpOnly; SameSite=Strict{secure}"
        request.scope["reportedly.cookies"] = [cookie]
        return session


def _bearer(request: Request) -> str | None:
    """The token in the Authorization header, perhaps empty; None without such a header."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _without_csrf(typed: Typed) -> Typed:
    return [(name, value) for name, value in typed if name != "csrf"]


def sessions(request: Request) -> Sessions:
    """The sessions of the reader that answers this request."""
    found: Sessions = request.app.state.sessions
    return found


# What awaits a request's body is a coroutine and asks the ledger nothing, since that would hold up all other requests.
# What asks the ledger is a plain function, which FastAPI runs in a thread.


async def _typed(request: Request) -> Typed:
    return [(name, given) for name, given in (await request.form()).multi_items() if isinstance(given, str)]


#: A parameter for views: the request's form, empty if it has sent none.
TypedForm = Annotated[Typed, Depends(_typed)]


def _writer(request: Request, typed: TypedForm) -> str | None:
    return sessions(request).writer(request, typed)


def _reader(request: Request, typed: TypedForm) -> None:
    if not sessions(request).may_read(request):
        # What another site made the browser send is nothing that somebody typed here.
        raise SignInNeeded(_without_csrf(typed) if request.method == "POST" and is_from_here(request) else None)


#: A parameter for views that write: the user's name, None for whoever sits at the machine. Answers 401 and 403 itself.
Writer = Annotated[str | None, Depends(_writer)]
#: A dependency for routers: reading needs a token unless only this machine can reach the reader.
READER = Depends(_reader)


def local(where: str) -> str:
    """`where` if it is a path of ours, else `/`: a redirect after signing in must not lead to another site."""
    return where if where.startswith("/") and where[1:2] not in ("/", "\\") else "/"
