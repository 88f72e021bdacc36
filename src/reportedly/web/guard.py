"""Guard: checks that apply to every request, and headers that apply to every response.

Checked are the host name (against DNS rebinding, by which a foreign page's own name can lead to this machine), the size
of the request, and its rate. The headers keep anything in an article from running or loading.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request, Response
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..given import number
from .log import located

#: The largest request body in bytes: an article of the greatest length, with room for its encoding as a form.
MOST = 10_000_000
#: Headers that a proxy adds to the requests that it passes on.
FORWARDING = (
    "forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-server", "x-real-ip",
)  # fmt: skip
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{styles}; img-src 'self' data:; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
#: Makes the response to a refused request from the request, the status and the sentence.
Refusal = Callable[[Request, int, str], Response]

_log = logging.getLogger("reportedly.web")


def is_loopback(host: str) -> bool:
    """Whether `host`, a name or an IP address, means this machine to whoever asks for it."""
    try:
        return host.lower() == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def was_passed_on(request: Request) -> bool:
    """Whether a header says that a proxy passed the request on, so that whoever asked may be anywhere."""
    return any(name in request.headers for name in FORWARDING)


def allow_style(request: Request, digest: str) -> None:
    """Allow one `<style>` element that a script adds to this page. digest: `sha256-…`, in base64."""
    request.scope.setdefault("reportedly.styles", []).append(digest)


class Guard:
    """The ASGI middleware around the whole reader.

    names: host names that requests may use, besides those of this machine. exposed: whether others than this machine
    can reach the reader, so that requests may use any IP address, too. refuse: makes the response to a refused request.
    most: the largest request body in bytes.
    """

    def __init__(
        self, app: ASGIApp, names: Collection[str], refuse: Refusal, *, exposed: bool = False, most: int = MOST
    ) -> None:
        self.app, self.names, self.exposed = app, {name.lower() for name in names}, exposed
        self.refuse, self.most = refuse, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request or pass it on; an unexpected exception is logged and answered with status 500."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] == "HEAD":  # answered like GET; the server leaves out the body
            scope = {**scope, "method": "GET"}
        answer = _Answer(scope, send)
        refused = self._refused(Request(scope))
        if refused:
            await self._refuse(scope, receive, answer, *refused)
            return
        try:
            await self.app(scope, _measured(receive, self.most), answer)
        except Exception as error:  # whatever an answer raises, the client gets a sentence and the log one line
            _log.error("%s %s: %s", scope["method"], scope["path"], located(error))
            if not answer.begun:
                sentence = "Something went wrong in the reader itself; the terminal it runs in says what."
                await self._refuse(scope, receive, answer, 500, sentence)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, status: int, sentence: str) -> None:
        # In a thread: a page says who is signed in, which the ledger knows.
        response = await run_in_threadpool(self.refuse, Request(scope), status, sentence)
        await response(scope, receive, send)

    def _refused(self, request: Request) -> tuple[int, str] | None:
        if not self._is_ours(_host(request.headers.get("host", ""))):
            return 421, "Expected the address under which the reader was opened, but found another in the request."
        length = number(request.headers.get("content-length", "0"))
        if length is None or length > self.most:
            return 413, _too_large(self.most)
        return None

    def _is_ours(self, host: str | None) -> bool:
        """Whether a request may ask for this host."""
        return host is not None and (host in self.names or is_loopback(host) or (self.exposed and _is_address(host)))


@dataclass
class _Answer:
    """Sends a response with our headers added. begun: whether any of it has been sent."""

    scope: Scope
    send: Send
    begun: bool = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            styles = "".join(f" '{digest}'" for digest in self.scope.get("reportedly.styles", ()))
            headers["Content-Security-Policy"] = POLICY.format(styles=styles)
            headers.setdefault("Cache-Control", "private, no-cache")
            for name, value in HEADERS.items():
                headers[name] = value
            for cookie in self.scope.get("reportedly.cookies", ()):
                headers.append("Set-Cookie", cookie)
        await self.send(message)


def _measured(receive: Receive, most: int) -> Receive:
    """`receive`, but raising HTTPException (413) once the body exceeds `most` bytes."""
    come = 0

    async def measured() -> Message:
        nonlocal come
        message = await receive()
        come += len(message.get("body", b""))
        if come > most:
            raise HTTPException(413, _too_large(most))
        return message

    return measured


def _too_large(most: int) -> str:
    return f"Expected at most {most // 1_000_000} MB in one request, but found more."


def _host(header: str) -> str | None:
    """The name in a Host header, without its port; None if the header is invalid."""
    try:
        return (urlsplit(f"//{header}").hostname or "").removesuffix(".") or None
    except ValueError:
        return None


def _is_address(host: str) -> bool:
    """Whether `host` is an IP address, which no name server can redirect."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


# -- how often ---------------------------------------------------------------------------------------------------------


class Limiter:
    """Counts each client's requests for what is limited; one for each reader."""

    def __init__(self) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    def hit(self, rate: str, what: str, client: str) -> bool:
        """Count a request; False if it exceeds the rate (“10/minute”)."""
        return self._windows.hit(parse(rate), what, client)


def limited(rate: str, what: str) -> Any:
    """A dependency that limits each client's requests for `what` to `rate` (“10/minute”); beyond, it answers 429."""

    def check(request: Request) -> None:
        limiter: Limiter = request.app.state.limiter
        if not limiter.hit(rate, what, request.client.host if request.client else "unknown"):
            often = rate.replace("/", " a ")
            raise HTTPException(429, f"Expected {what} at most {often}, but found more; wait a little and try again.")

    return Depends(check)


# -- where from --------------------------------------------------------------------------------------------------------


def is_from_here(request: Request) -> bool:
    """Whether the browser's headers say that the request comes from one of our own pages."""
    site, own = request.headers.get("sec-fetch-site"), f"{request.url.scheme}://{request.headers.get('host', '')}"
    return site == "same-origin" or (site is None and request.headers.get("origin") == own)


def from_here(request: Request) -> None:
    """Raise HTTPException (403) unless the request comes from one of our own pages."""
    if not is_from_here(request):
        raise HTTPException(403, "Expected a request from a page of the reader itself, but found one from elsewhere.")
