"""Connections to the public internet alone, for whoever fetches what strangers ask for.

A name is resolved once, what it leads to is judged, and that very address is connected to: a name server that answers
otherwise the next time changes nothing. As every redirect to another host needs a connection, each is judged.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any, cast

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from ..errors import NotPublic

#: Where web servers listen.
PORTS = (80, 443)
#: What of IPv6 is the internet: all else is local, or nobody's.
_INTERNET = IPv6Network("2000::/3")
#: Addresses with an IPv4 address at their end, by which a network that has none reaches it.
_NAT64 = IPv6Network("64:ff9b::/96")


def guarded(**settings: Any) -> PoolManager:
    """A pool of urllib3's whose connections raise NotPublic where they would lead elsewhere than to the internet."""
    pool = PoolManager(**settings)
    pool.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
    return pool


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, and of a single host there."""
    meant = _meant(ip_address(address))
    if isinstance(meant, IPv6Address) and meant not in _INTERNET:
        return False
    return meant.is_global and not meant.is_multicast and not meant.is_reserved


def _meant(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address stands for; any other address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _resolved(connection: HTTPConnection) -> list[str]:
    """The addresses of a connection's host. Raises NotPublic if one of them, or the port, isn't public."""
    host = connection.host
    if connection.port not in PORTS:
        raise NotPublic(f"expected a web server at port 80 or 443 of {host}, found port {connection.port}")
    try:
        found = socket.getaddrinfo(host, connection.port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise NameResolutionError(host, connection, cast(socket.gaierror, error)) from error
    addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))
    if not all(map(is_public, addresses)):
        raise NotPublic(f"expected a host on the public internet, found {host}, which isn't on it")
    return addresses


class _Connection(HTTPConnection):
    """A connection to exactly what its host was resolved to."""

    def connect(self) -> None:
        """Connect to the first of the host's addresses that answers. Raises NotPublic."""
        name = self.host
        try:
            self._connect_to(_resolved(self))
        finally:
            self.host = name  # as the request says it

    def _connect_to(self, addresses: Iterable[str]) -> None:
        failed: Exception | None = None
        for address in addresses:
            self.host = address
            try:
                super().connect()
            except (NewConnectionError, ConnectTimeoutError) as error:
                failed = error
            else:
                return
        if failed:
            raise failed


class _SecureConnection(_Connection, HTTPSConnection):
    """The same over TLS: the certificate must be the name's, not the address's."""

    def connect(self) -> None:
        """Connect, and hold the certificate against the name. Raises NotPublic."""
        self.server_hostname = self.host
        super().connect()


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection
