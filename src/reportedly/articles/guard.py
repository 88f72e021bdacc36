"""Connections that lead only where they may (against SSRF), and end at a deadline, whatever the server does.

A host name is resolved once, its addresses are checked, and the connection is made to one of these addresses, so a name
server that answers differently the second time (DNS rebinding) gains nothing; the certificate must be the name's. Each
connection is made so, that of a redirect, too. Proxies that the environment names aren't used: they would connect to
what nobody checked.
"""

from __future__ import annotations

import http.client
import io
import socket
import threading
import time
from contextlib import suppress
from functools import partial
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from typing import Any, Literal, Self, cast

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

from ..errors import NotPublic

#: Where a connection may lead: anywhere; to any host on the public internet; to such a host's web server.
Reach = Literal["anywhere", "public", "web"]
#: The ports of web servers.
PORTS = (80, 443)
#: The part of IPv6 that is allocated to the public internet; the rest is local or unassigned.
_INTERNET = IPv6Network("2000::/3")
#: NAT64 addresses (RFC 6052), by which IPv6-only networks reach IPv4: the last 32 bits are the IPv4 address.
_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an IP address is public and unicast. Raises ValueError if `address` isn't an IP address."""
    meant = _meant(ip_address(address))
    if isinstance(meant, IPv6Address) and meant not in _INTERNET:
        return False
    return meant.is_global and not meant.is_multicast and not meant.is_reserved


def _meant(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address embedded in an IPv6 address (NAT64, mapped, 6to4), else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


class Deadline:
    """The time that all connections of one fetch have together; a context manager.

    Socket timeouts alone bound no more than the wait for the next byte. So at the end of the time every connection is
    shut down, and whatever waits for it, in Python or in OpenSSL, goes on at once.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            for one in self._open:
                one.close()
            self._open.clear()

    @property
    def over(self) -> bool:
        """Whether no time is left."""
        return time.monotonic() >= self._end

    def left(self, most: float) -> float:
        """The seconds that are left, at most `most`. Raises TimeoutError if none are."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, most)

    def hold(self, connected: socket.socket) -> None:
        """Shut this connection down at the end of the time."""
        # A duplicate, since TLS takes the socket over; shutting down ends the connection, whichever of them is asked.
        with self._lock:
            self._open.append(connected.dup())
        if self.over:
            self._cut()

    def _cut(self) -> None:
        with self._lock:
            for one in self._open:
                with suppress(OSError):  # the server has closed it
                    one.shutdown(socket.SHUT_RDWR)


class Tape:
    """What goes over the wire in one exchange, TLS taken off. address: the IP address at the other end.

    most: how many bytes it takes of an answer; with more of them, reading the answer raises OSError.
    """

    def __init__(self, most: int) -> None:
        self.sent, self.received, self.address = bytearray(), bytearray(), ""
        self._most = most

    def take(self, received: bytes | memoryview) -> None:
        """Take on what came. Raises OSError if it is too much."""
        self.received += received
        if len(self.received) > self._most:
            raise OSError(f"an answer of more than {self._most / 1e6:.0f} MB")


def connections(
    deadline: Deadline, reach: Reach, url: str, *, tape: Tape | None = None, **settings: Any
) -> PoolManager:
    """A PoolManager(**settings) whose connections end at a deadline, and raise NotPublic where they may not lead.

    url: what is being fetched, for messages. tape: takes what goes over the wire.
    """
    pool = PoolManager(**settings)
    way: dict[str, Any] = {"deadline": deadline, "reach": reach, "url": url, "tape": tape}
    classes: Any = {"http": partial(_HTTPPool, **way), "https": partial(_HTTPSPool, **way)}
    pool.pool_classes_by_scheme = classes
    return pool


class _Connection(HTTPConnection):
    """A connection to one of the very addresses that its host was resolved to and checked for."""

    def __init__(
        self, *args: Any, deadline: Deadline, reach: Reach, url: str, tape: Tape | None = None, **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        self._deadline, self._reach, self._url, self._tape = deadline, reach, url, tape
        if tape:
            taped: Any = partial(_TapedResponse, tape=tape)
            self.response_class = taped

    def send(self, data: Any) -> None:
        """As the base class; what is sent goes on the tape."""
        if self._tape:
            self._tape.sent += data
        super().send(data)

    def _new_conn(self) -> socket.socket:
        """A socket connected to the first of the host's addresses that answers. Raises NotPublic."""
        failed: Exception | None = None
        for address in self._resolved():
            timeout = self._deadline.left(cast("float", self.timeout))
            try:
                connected = create_connection((address, self.port), timeout, self.source_address, self.socket_options)
            except TimeoutError:
                failed = ConnectTimeoutError(self, f"no connection to {self.host} within {timeout:.0f} seconds")
            except OSError as error:
                failed = NewConnectionError(self, str(error))
            else:
                self._deadline.hold(connected)
                if self._tape:
                    self._tape.address = address
                return connected
        raise failed or NewConnectionError(self, "no address")

    def _resolved(self) -> list[str]:
        """The IP addresses of the host. Raises NotPublic where it may not lead there, and NameResolutionError."""
        if self._reach == "web" and self.port not in PORTS:
            raise NotPublic(f"expected a web server at port 80 or 443 of {self.host}, found port {self.port}")
        found = _addresses(self.host, self.port, self._deadline.left(threading.TIMEOUT_MAX))
        if isinstance(found, Exception):
            raise NameResolutionError(self.host, self, cast("socket.gaierror", found)) from found
        if self._reach != "anywhere" and not all(map(is_public, found)):
            way_out = " (--allow-private fetches it all the same)" if self._reach == "public" else ""
            raise NotPublic(
                f"expected a host on the public internet for {self._url}, found {self.host}, which isn't on it{way_out}"
            )
        return found


class _TapedResponse(http.client.HTTPResponse):
    """A response whose bytes go on a tape as they come."""

    def __init__(self, connected: socket.socket, *args: Any, tape: Tape, **settings: Any) -> None:
        super().__init__(connected, *args, **settings)
        self.fp.close()
        self.fp = io.BufferedReader(_Taped(connected.makefile("rb", buffering=0), tape))


class _Taped(io.RawIOBase):
    """A stream whose bytes go on a tape."""

    def __init__(self, stream: Any, tape: Tape) -> None:
        self._stream, self._tape = stream, tape

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Fill `buffer` with what comes next; returns the number of bytes, 0 at the end."""
        size: int | None = self._stream.readinto(buffer)
        self._tape.take(memoryview(buffer)[: size or 0])
        return size

    def close(self) -> None:
        """Close both."""
        self._stream.close()
        super().close()


class _SecureConnection(_Connection, HTTPSConnection):
    """The same over TLS: the certificate must be valid for the host name."""


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


def _addresses(host: str, port: int, seconds: float) -> list[str] | Exception:
    """The IP addresses of a host, each once; or why there are none. Raises TimeoutError after so many seconds."""
    found: SimpleQueue[list[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.put(list(dict.fromkeys(str(address[0]) for *_, address in answers)))
        except (OSError, UnicodeError) as error:
            found.put(error)

    # In a thread of its own: nothing else ends a question to name servers that don't answer.
    threading.Thread(target=ask, daemon=True).start()
    try:
        return found.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
