"""Connections: how long a client may take to ask and to listen, and how many may be open at once.

uvicorn waits for ever for the rest of a request, and for a client that doesn't take its answer.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any, Final, Literal

from uvicorn.protocols.http.h11_impl import H11Protocol

#: What a connection is in the middle of, and the seconds after which it is closed if it still is. uvicorn itself closes
#: one on which nothing is asked any more.
State = Literal["idle", "headers", "body", "answer"]
PATIENCE: Final[dict[State, float]] = {"headers": 10, "body": 60}
#: Seconds in which a client must take some more of its answer.
TAKING: Final = 30
#: Most connections at once; the files that the system should let us have for them, and that are left for all else.
MOST, FILES, OTHER_FILES = 2_000, 4_096, 100


class Connection(H11Protocol):
    """A connection that is closed when its client is too slow.

    When there are `most`, a new one takes the place of the one whose request has been waited for longest; if all are
    being answered, it is closed.
    """

    most = MOST

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._state: State = "idle"
        self._since = 0.0
        self._deadline: asyncio.TimerHandle | None = None
        self._taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Called by asyncio."""
        if len(self.connections) >= self.most:
            self._make_room(transport)
        super().connection_made(transport)
        self._enter("headers")

    def _make_room(self, transport: asyncio.Transport) -> None:
        waited_for = [one for one in self.connections if isinstance(one, Connection) and one._state != "answer"]
        if waited_for:
            oldest = min(waited_for, key=lambda one: one._since)
            self.connections.discard(oldest)  # not only when the loop comes to close it: others may be coming now
            transport = oldest.transport
        transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio."""
        self._enter("idle")
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Called by asyncio."""
        super().data_received(data)
        self._enter(self._now("headers"))

    def on_response_complete(self) -> None:
        """Called when an answer has been sent; handles a request that has come meanwhile."""
        super().on_response_complete()
        self._enter(self._now("idle"))

    def _now(self, otherwise: State) -> State:
        """What the connection is in the middle of. otherwise: where no request's headers are there."""
        if self.cycle is None or self.cycle.response_complete:
            return otherwise
        return "body" if self.cycle.more_body else "answer"

    def _enter(self, state: State) -> None:
        if state == self._state:
            return
        if self._deadline is not None:
            self._deadline.cancel()
        self._state, self._since = state, self.loop.time()
        seconds = PATIENCE.get(state)
        self._deadline = None if seconds is None else self.loop.call_later(seconds, self.transport.abort)

    def pause_writing(self) -> None:
        """Called by asyncio while the client doesn't take what was sent."""
        super().pause_writing()
        self._taking = self.loop.call_later(TAKING, self.transport.abort)

    def resume_writing(self) -> None:
        """Called by asyncio when it has taken enough."""
        super().resume_writing()
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None


def limited() -> type[Connection]:
    """The protocol for as many connections as this process may have files for. Asks the system for more if need be."""
    if sys.platform == "win32":
        return Connection
    import resource  # noqa: PLC0415 - Windows has none

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < FILES:
        soft = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    class Limited(Connection):
        most = max(1, min(MOST, soft - OTHER_FILES))

    return Limited
