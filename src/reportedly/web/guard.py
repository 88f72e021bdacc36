"""Guard: what no request gets past, whatever page it is for.

The name it asks for (a page elsewhere may have its own name lead to this machine: DNS rebinding), how much it sends,
how often it asks; and the headers that every answer carries, so that nothing an article holds can run or load.
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
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: The most that a request may carry, in bytes: an article's text at its longest, and room for its form.
MOST = 10_000_000
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{styles}; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
#: How an answer is made of what was refused: the request, the status, the sentence.
Refusal = Callable[[Request, int, str], Response]

_log = logging.getLogger("reportedly.web")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens at `host`."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def allow_style(request: Request, digest: str) -> None:
    """Let one `<style>` element that a script adds apply on this page. digest: `sha256-…`, in base64."""
    request.scope.setdefault("reportedly.styles", []).append(digest)


class Guard:
    """Around all the reader. names: hosts it may be asked for besides addresses and this machine's own."""

    def __init__(self, app: ASGIApp, names: Collection[str], refuse: Refusal, most: int = MOST) -> None:
        self.app, self.names, self.refuse, self.most = app, LOOPBACK | {*names}, refuse, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] == "HEAD":  # as GET is answered; the server leaves out what comes after the headers
            scope = {**scope, "method": "GET"}
        answer = _Answer(scope, send)
        refused = self._refused(Request(scope))
        if refused:
            await self.refuse(Request(scope), *refused)(scope, receive, answer)
            return
        try:
            await self.app(scope, _measured(receive, self.most), answer)
        except Exception as error:
            _log.error("%s %s: %s", scope["method"], scope["path"], _where(error))
            if not answer.begun:
                sentence = "Something went wrong in the reader itself; the terminal it runs in says what."
                await self.refuse(Request(scope), 500, sentence)(scope, receive, answer)

    def _refused(self, request: Request) -> tuple[int, str] | None:
        host = _host(request.headers.get("host", ""))
        if host is None or not (host in self.names or _is_address(host)):
            return 421, "Expected the address under which the reader was opened, but found another in the request."
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self.most:
            return 413, _too_large(self.most)
        return None


@dataclass
class _Answer:
    """What is sent, with our headers; whether it has begun."""

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
    """`receive`, until more has come than may."""
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
    """The name in a Host header, without its port; None for what is none."""
    try:
        return urlsplit(f"//{header}").hostname
    except ValueError:
        return None


def _is_address(host: str) -> bool:
    """Whether it is a number: those can't be made to lead elsewhere."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _where(error: Exception) -> str:
    """An error on one line, with the place it comes from."""
    at = error.__traceback__
    while at and at.tb_next:
        at = at.tb_next
    place = f" ({at.tb_frame.f_code.co_filename}:{at.tb_lineno})" if at else ""
    return f"{type(error).__name__}: {error}".replace("\n", " ") + place


# -- how often ---------------------------------------------------------------------------------------------------------


class Limiter:
    """How often each client has asked for what is limited; one for each reader that is served."""

    def __init__(self) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    def hit(self, rate: str, what: str, client: str) -> bool:
        """Count one more; False if it is one too many."""
        return self._windows.hit(parse(rate), what, client)


def limited(rate: str, what: str) -> Any:
    """A dependency: a client may ask for `what` so often ("10/minute"), and is answered 429 beyond."""

    def check(request: Request) -> None:
        limiter: Limiter = request.app.state.limiter
        if not limiter.hit(rate, what, request.client.host if request.client else "unknown"):
            often = rate.replace("/", " a ")
            raise HTTPException(429, f"Expected {what} at most {often}, but found more; wait a little and try again.")

    return Depends(check)


# -- where from --------------------------------------------------------------------------------------------------------


def from_here(request: Request) -> None:
    """Raise HTTPException (403) unless a browser says that the request comes from one of our own pages."""
    site, own = request.headers.get("sec-fetch-site"), f"{request.url.scheme}://{request.headers.get('host', '')}"
    if site == "same-origin" or (site is None and request.headers.get("origin") == own):
        return
    raise HTTPException(403, "Expected a request from a page of the reader itself, but found one from elsewhere.")
