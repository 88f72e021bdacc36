"""Turns: a process makes few pages at a time, since what makes them keeps one core busy whatever threads there are.

With forty at once each of them waits for the others after every query of the ledger, and none is ready soon. Sending a
page takes no turn, so a slow client keeps nobody waiting; nor does what is handed in, which may wait for the ledger.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final
from weakref import WeakKeyDictionary

from fastapi import Request, Response
from fastapi.routing import APIRoute

#: Pages that a process makes at once: more than one, because the ledger may be waited for.
AT_ONCE: Final = 3

#: By event loop, to which a semaphore belongs.
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


class InTurn(APIRoute):
    """A route whose pages, and what is asked of the API, are made in turn."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What makes the response to a request, before it is sent. Called by FastAPI."""
        make = super().get_route_handler()

        async def in_turn(request: Request) -> Response:
            if request.method not in ("GET", "HEAD"):
                return await make(request)
            async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)):
                return await make(request)

        return in_turn
