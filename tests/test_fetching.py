"""The guard: which addresses are public, and that nothing else is connected to, whatever a name server says."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from urllib3.connection import HTTPSConnection

from reportedly import Article
from reportedly.articles import guard
from reportedly.articles.fetching import fetch
from reportedly.errors import FetchError, NotPublic

#: address → whether it is of the public internet
ADDRESSES = [
    ("8.8.8.8", True),
    ("93.184.216.34", True),
    ("2606:4700::1111", True),
    ("::ffff:8.8.8.8", True),
    ("64:ff9b::808:808", True),  # 8.8.8.8 by NAT64
    ("2002:808:808::1", True),  # 8.8.8.8 by 6to4
    ("127.0.0.1", False),
    ("127.9.9.9", False),
    ("0.0.0.0", False),
    ("10.0.0.1", False),
    ("172.16.0.1", False),
    ("192.168.1.1", False),
    ("169.254.169.254", False),  # where clouds keep their secrets
    ("100.64.0.1", False),
    ("192.0.2.1", False),
    ("198.18.0.1", False),
    ("224.0.0.1", False),
    ("240.0.0.1", False),
    ("255.255.255.255", False),
    ("::", False),
    ("::1", False),
    ("::127.0.0.1", False),
    ("::ffff:127.0.0.1", False),
    ("::ffff:10.0.0.1", False),
    ("64:ff9b::a00:1", False),
    ("64:ff9b:1::1", False),
    ("2002:a00:1::1", False),
    ("2002:7f00:1::1", False),
    ("2001::1", False),
    ("2001:db8::1", False),
    ("fc00::1", False),
    ("fd12:3456::1", False),
    ("fe80::1", False),
    ("fe80::1%1", False),
    ("fec0::1", False),
    ("ff02::1", False),
    ("4000::1", False),
]


@pytest.mark.parametrize(("address", "expected"), ADDRESSES)
def test_which_addresses_are_public(address: str, expected: bool) -> None:
    assert guard.is_public(address) == expected


class Handler(BaseHTTPRequestHandler):
    """A page that says for which host it was asked, and redirects."""

    def do_GET(self) -> None:
        away = {"/inside": "http://inside.example/secret", "/port": "http://news.example:8080/"}.get(self.path)
        body = b"" if away else f"Asked for {self.headers['Host']}.".encode()
        self.send_response(302 if away else 200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        if away:
            self.send_header("Location", away)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a server at 127.0.0.1, which counts as a web server's."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        monkeypatch.setattr(guard, "PORTS", (80, server.server_port))
        yield server.server_port
        server.shutdown()


class Names:
    """A name server: what it says of each name, one answer after the other, and what it was asked."""

    def __init__(self, answers: Mapping[str, Sequence[Sequence[str]]]) -> None:
        self.answers = {name: iter(given) for name, given in answers.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int, *_: object, **__: object) -> list[Any]:
        if host not in self.answers:  # an address, which has no name to be asked for
            socket.inet_aton(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        self.asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in next(self.answers[host])]


@pytest.fixture
def loopback_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if 127.0.0.1 and 127.0.0.2 were addresses on the internet: tests have none."""
    monkeypatch.setattr(guard, "is_public", {"127.0.0.1", "127.0.0.2"}.__contains__)


def named(monkeypatch: pytest.MonkeyPatch, **answers: Sequence[Sequence[str]]) -> Names:
    names = Names({f"{name}.example": given for name, given in answers.items()})
    monkeypatch.setattr(socket, "getaddrinfo", names)
    return names


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0.0.0.0", "127.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_the_machine_itself_is_refused(port: int, host: str) -> None:
    with pytest.raises(NotPublic, match=r"a host on the public internet, found .*, which isn't on it"):
        fetch(f"http://{host}:{port}/", public_only=True)


def test_without_the_guard_any_address_is_fetched(port: int) -> None:
    assert fetch(f"http://127.0.0.1:{port}/").body == f"Asked for 127.0.0.1:{port}.".encode()


def test_other_ports_are_refused() -> None:
    with pytest.raises(NotPublic, match=r"at port 80 or 443 of news\.example, found port 22"):
        fetch("http://news.example:22/", public_only=True)


@pytest.mark.parametrize("url", ["ftp://news.example/", "file:///etc/passwd", "gopher://news.example:80/x"])
def test_other_schemes_are_refused(url: str) -> None:
    with pytest.raises(FetchError, match="begins with http:// or https://"):
        fetch(url, public_only=True)


@pytest.mark.usefixtures("loopback_is_public")
def test_the_address_that_was_judged_is_connected_to(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    names = named(monkeypatch, news=[["127.0.0.1"], ["10.0.0.1"]])
    page = fetch(f"http://news.example:{port}/", public_only=True)
    assert page.body == f"Asked for news.example:{port}.".encode()
    assert names.asked == ["news.example"]
    assert Article.from_page(page).url == f"http://news.example:{port}/"


@pytest.mark.usefixtures("loopback_is_public")
def test_the_next_address_is_tried(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, news=[["127.0.0.2", "127.0.0.1"]])
    assert fetch(f"http://news.example:{port}/", public_only=True).body == f"Asked for news.example:{port}.".encode()


@pytest.mark.usefixtures("loopback_is_public", "port")
def test_no_address_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, news=[["127.0.0.1", "127.0.0.2"]])
    with pytest.raises(FetchError, match="found no connection"):
        fetch("http://news.example/", public_only=True)


@pytest.mark.usefixtures("loopback_is_public")
def test_one_private_address_among_public_ones_is_enough(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, news=[["127.0.0.1", "10.0.0.1"]])
    with pytest.raises(NotPublic):
        fetch(f"http://news.example:{port}/", public_only=True)


@pytest.mark.usefixtures("loopback_is_public")
@pytest.mark.parametrize(
    ("path", "found"), [("inside", "found inside.example, which isn't on it"), ("port", "found port 8080")]
)
def test_redirects_are_judged_too(port: int, monkeypatch: pytest.MonkeyPatch, path: str, found: str) -> None:
    named(monkeypatch, news=[["127.0.0.1"]], inside=[["10.0.0.1"]])
    with pytest.raises(NotPublic, match=found):
        fetch(f"http://news.example:{port}/{path}", public_only=True)


def test_a_name_that_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(FetchError, match="found no such host"):
        fetch("http://news.example/", public_only=True)


@pytest.mark.usefixtures("loopback_is_public")
def test_a_certificate_is_held_against_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def connect(connection: HTTPSConnection) -> None:
        seen.append((connection.host, connection.server_hostname))
        raise OSError("far enough")

    named(monkeypatch, news=[["127.0.0.1"]])
    monkeypatch.setattr(HTTPSConnection, "connect", connect)
    with pytest.raises(FetchError):
        fetch("https://news.example/", public_only=True)
    assert seen == [("127.0.0.1", "news.example")]
