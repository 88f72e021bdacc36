"""Connections to the public internet only, for fetching URLs that strangers give (against SSRF).

A host name is resolved once, its addresses are checked, and the connection is made to one of these addresses, so a name
server that answers differently the second time (DNS rebinding) gains nothing. Every redirect to another host needs a
new connection, so it is checked too.
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

#: The ports of web servers; connections to others are refused.
PORTS = (80, 443)
#: The part of IPv6 that is allocated to the public internet; the rest is local or unassigned.
_INTERNET = IPv6Network("2000::/3")
#: NAT64 addresses (RFC 6052), by which IPv6-only networks reach IPv4: the last 32 bits are the IPv4 address.
_NAT64 = IPv6Network("64:ff9b::/96")


def guarded(**settings: Any) -> PoolManager:
    """A PoolManager(**settings) whose connections raise NotPublic for any host off the public internet."""
    pool = PoolManager(**settings)
    pool.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
    return pool


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


def _resolved(connection: HTTPConnection) -> list[str]:
    """The IP addresses of a connection's host.

    Raises NotPublic if one of them isn't public or the port isn't in PORTS, and NameResolutionError.
    """
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
    """A connection to the very addresses that its host was resolved to and checked for."""

    def connect(self) -> None:
        """Connect to the first of the host's addresses that answers. Raises NotPublic."""
        name = self.host
        try:
            self._connect_to(_resolved(self))
        finally:
            self.host = name  # the request names the host, not the address

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
    """The same over TLS: the certificate must be valid for the host name, not for the address."""

    def connect(self) -> None:
        """Connect, and verify the certificate against the host name. Raises NotPublic."""
        self.server_hostname = self.host
        super().connect()


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection
