"""The guard: which addresses are public, and that nothing else is connected to, whatever a name server says."""

from __future__ import annotations

import gzip
import io
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import urllib3
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly import Article, InputError
from reportedly.articles import fetching, guard
from reportedly.articles.fetching import fetch
from reportedly.articles.inputs import articles
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
    """A page that says for which host it was asked, redirects, and a feed."""

    feed = b""

    def do_GET(self) -> None:
        away = {"/inside": "http://inside.example/secret", "/port": "http://news.example:8080/", "/round": "/round",
                "/nowhere": ""}.get(self.path)  # fmt: skip
        path = unquote(self.path)
        if path.startswith("/away/"):
            away = f"http://{path.removeprefix('/away/')}:{self.server.server_address[1]}/"
        elif path.startswith("/to/"):
            away = path.removeprefix("/to/")
        body = f"Asked for {self.headers['Host']}.".encode() if away is None else b""
        body = self.feed if self.path == "/feed" else body
        self.send_response(200 if away is None else 302)
        self.send_header("Content-Type", "application/rss+xml" if self.path == "/feed" else "text/plain")
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
    with pytest.raises(NotPublic, match=r"a host on the public internet for http.*, found .*, which isn't on it"):
        fetch(f"http://{host}:{port}/", reach="web")


def test_without_the_guard_any_address_is_fetched(port: int) -> None:
    assert fetch(f"http://127.0.0.1:{port}/").body == f"Asked for 127.0.0.1:{port}.".encode()


def test_other_ports_are_refused() -> None:
    with pytest.raises(NotPublic, match=r"at port 80 or 443 of news\.example, found port 22"):
        fetch("http://news.example:22/", reach="web")


@pytest.mark.parametrize("url", ["ftp://news.example/", "file:///etc/passwd", "gopher://news.example:80/x"])
def test_other_schemes_are_refused(url: str) -> None:
    with pytest.raises(FetchError, match="begins with http:// or https://"):
        fetch(url, reach="web")


@pytest.mark.usefixtures("loopback_is_public")
def test_the_address_that_was_judged_is_connected_to(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    names = named(monkeypatch, news=[["127.0.0.1"], ["10.0.0.1"]])
    page = fetch(f"http://news.example:{port}/", reach="web")
    assert page.body == f"Asked for news.example:{port}.".encode()
    assert names.asked == ["news.example"]
    assert Article.from_page(page).url == f"http://news.example:{port}/"


@pytest.mark.usefixtures("loopback_is_public")
def test_the_next_address_is_tried(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, news=[["127.0.0.2", "127.0.0.1"]])
    assert fetch(f"http://news.example:{port}/", reach="web").body == f"Asked for news.example:{port}.".encode()


@pytest.mark.usefixtures("loopback_is_public", "port")
def test_no_address_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, news=[["127.0.0.1", "127.0.0.2"]])
    with pytest.raises(FetchError, match="found no connection"):
        fetch("http://news.example/", reach="web")


@pytest.mark.usefixtures("loopback_is_public")
def test_one_private_address_among_public_ones_is_enough(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, news=[["127.0.0.1", "10.0.0.1"]])
    with pytest.raises(NotPublic):
        fetch(f"http://news.example:{port}/", reach="web")


@pytest.mark.usefixtures("loopback_is_public")
@pytest.mark.parametrize(
    ("path", "found"), [("inside", "found inside.example, which isn't on it"), ("port", "found port 8080")]
)
def test_redirects_are_judged_too(port: int, monkeypatch: pytest.MonkeyPatch, path: str, found: str) -> None:
    named(monkeypatch, news=[["127.0.0.1"]], inside=[["10.0.0.1"]])
    with pytest.raises(NotPublic, match=found):
        fetch(f"http://news.example:{port}/{path}", reach="web")


def test_a_name_that_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(FetchError, match="found no such host"):
        fetch("http://news.example/", reach="web")


@pytest.mark.usefixtures("loopback_is_public")
def test_a_certificate_is_held_against_the_name(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def wrap(sock: socket.socket, *, server_hostname: str, **_: object) -> None:
        seen.append((sock.getpeername(), server_hostname))
        raise OSError("far enough")

    named(monkeypatch, news=[["127.0.0.1"]])
    monkeypatch.setattr(urllib3.connection, "ssl_wrap_socket", wrap)
    with pytest.raises(FetchError):
        fetch(f"https://news.example:{port}/", reach="web")
    assert seen == [(("127.0.0.1", port), "news.example")]


# -- where redirects and links may lead --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/away/127.0.0.1", "/away/localhost", "/away/[::1]", "/away/0x7f.1"])
def test_a_redirect_does_not_reach_this_machine(port: int, path: str) -> None:
    with pytest.raises(NotPublic, match="which isn't on it \\(--allow-private fetches it all the same\\)"):
        fetch(f"http://127.0.0.1:{port}{path}")


def test_a_redirect_may_be_let_through(port: int) -> None:
    page = fetch(f"http://localhost:{port}/away/127.0.0.1", onward="anywhere")
    assert page.body == f"Asked for 127.0.0.1:{port}.".encode()


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/to/http://[", "found an address that is no URL"),
        ("/to/http://a:b/", "found an address that is no URL"),
        ("/to/file:///etc/passwd", "found a redirect to an address that isn't http or https"),
        ("/to/ftp://news.example/", "found a redirect to an address that isn't http or https"),
        ("/to/http://", "found more than 5 redirects"),
        ("/round", "found more than 5 redirects"),
        ("/nowhere", "found HTTP status 302"),
    ],
)
def test_redirects_to_nowhere(port: int, path: str, found: str) -> None:
    with pytest.raises(FetchError, match=found):
        fetch(f"http://127.0.0.1:{port}{path}", onward="anywhere")


FEED = """<rss version="2.0"><channel><title>The Courier</title>
<item><title>Ferry</title><link>http://{host}:{port}/</link></item></channel></rss>"""


@pytest.mark.parametrize("where", ["fetched", "file", "standard input"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0"])
def test_a_link_in_a_feed_does_not_reach_this_machine(
    port: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, where: str, host: str
) -> None:
    feed = FEED.format(host=host, port=port)
    (tmp_path / "a.rss").write_text(feed, encoding="utf-8")
    monkeypatch.setattr(Handler, "feed", feed.encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(feed.encode())))
    name = {"fetched": f"http://127.0.0.1:{port}/feed", "file": str(tmp_path / "a.rss"), "standard input": "-"}[where]
    (found,) = articles([name])
    assert isinstance(found.error, NotPublic)


def test_a_link_in_a_feed_may_be_let_through(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Handler, "feed", FEED.format(host="localhost", port=port).encode())
    (found,) = articles([f"http://127.0.0.1:{port}/feed"], allow_private=True)
    assert found.article is not None
    assert found.article.text == f"Asked for localhost:{port}."


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_no_proxy_of_the_environment_is_used(port: int, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert fetch(f"http://127.0.0.1:{port}/").body == f"Asked for 127.0.0.1:{port}.".encode()


# -- whatever a server answers -----------------------------------------------------------------------------------------

ANSWERS = [
    b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nIt floats",
    b"HTTP/1.1 302 Found\r\nLocation: http://news.example/1\r\nSet-Cookie: a=b\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>It\r\n0\r\n\r\n",
    b"HTTP/1.1 404 Not\x9b Found\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, deflate\r\n\r\n" + gzip.compress(b"It floats"),
]
PIECES = st.sampled_from(
    [b"", b"\r\n", b"\x00", b"\x9b", b":", b"9" * 40, b"-1", b"http://[", b"//[", b"text/\x1b[", b"; charset*=x",
     b"\xff", b"Content-Length: 5\r\n", b"Location: /\r\n", b"HTTP/9.9 ", b"0\r\n\r\n", b"x" * 70_000]
)  # fmt: skip


@given(st.sampled_from(ANSWERS), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 9), PIECES), max_size=4))
@settings(max_examples=300, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_any_answer_is_a_page_or_a_sentence(sent: bytes, changes: list[tuple[int, int, bytes]]) -> None:
    for at, cut, piece in changes:
        sent = sent[:at] + piece + sent[at + cut :]

    def connected(*_: object, **__: object) -> socket.socket:
        ours, theirs = socket.socketpair()

        def answer() -> None:
            with theirs, suppress(OSError):  # nobody need take all of it
                theirs.sendall(sent)

        threading.Thread(target=answer, daemon=True).start()  # it may be more than a socket holds
        return ours

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(guard, "create_connection", connected)
        patched.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("93.184.216.34", 80))])
        said = ""
        try:
            fetch("http://news.example/", reach="web")
        except InputError as error:
            said = str(error)
    assert said.isprintable() or said == ""
    assert len(said) < 400


# -- one deadline ------------------------------------------------------------------------------------------------------

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
#: What a server sends at once, and what it then sends again and again. None: an endless chain of redirects.
DRIPS: dict[str, tuple[bytes, bytes] | None] = {
    "nothing": (b"", b""),
    "status line": (b"", b"H"),
    "interim answers": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "headers": (HEAD + b"X: ", b"x"),
    "chunk sizes": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
    "chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "trailers": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", b"X: y\r\n"),
    "body": (HEAD + b"Content-Length: 1000000\r\n\r\n", b"x"),
    "body without end": (HEAD + b"Connection: close\r\n\r\n", b"x"),
    "packed body": (HEAD + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03", b"x"),
    "body of a redirect": (b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 1000000\r\n\r\n", b"x"),
    "redirects": None,
}


@contextmanager
def dripping(sent: tuple[bytes, bytes] | None, pause: float = 0.05) -> Iterator[int]:
    """The port of a server that drips. Each redirect of an endless chain takes a quarter of a second."""
    over = threading.Event()

    def drip(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            first, then = sent or (b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", b"")
            over.wait(0 if sent else 0.25)
            connection.sendall(first)
            while not over.wait(pause):
                connection.sendall(then)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=drip, args=(server.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=accept, daemon=True).start()
        yield server.getsockname()[1]
        over.set()
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("kind", DRIPS)
def test_a_server_that_drips_is_given_up(monkeypatch: pytest.MonkeyPatch, kind: str, scheme: str) -> None:
    monkeypatch.setattr(fetching, "MAX_FETCH_TIME", 0.6)
    with dripping(DRIPS[kind]) as port:
        begun = time.monotonic()
        # Over https, all of it drips into the handshake: as the length of a record whose rest never comes.
        with pytest.raises(
            FetchError, match=r"within 1 seconds, found no whole answer|found a certificate|more than 5"
        ):
            fetch(f"{scheme}://127.0.0.1:{port}/", onward="anywhere")
        assert time.monotonic() - begun < 2


def test_a_handshake_that_drips_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MAX_FETCH_TIME", 0.6)
    with dripping((b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc", b"\x00")) as port:  # a ServerHello of 16 kB
        begun = time.monotonic()
        with pytest.raises(FetchError, match="within 1 seconds, found no whole answer"):
            fetch(f"https://127.0.0.1:{port}/")
        assert time.monotonic() - begun < 2


def test_name_servers_that_do_not_answer_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = threading.Event()
    monkeypatch.setattr(fetching, "MAX_FETCH_TIME", 0.3)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: asked.wait(5) and [])
    begun = time.monotonic()
    with pytest.raises(FetchError, match="found no whole answer"):
        fetch("http://news.example/")
    asked.set()
    assert time.monotonic() - begun < 2


def test_connections_that_nobody_takes_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MAX_FETCH_TIME", 0.3)

    def never(_: object, timeout: float, *__: object) -> None:
        time.sleep(timeout)
        raise TimeoutError

    monkeypatch.setattr(guard, "create_connection", never)
    named(monkeypatch, news=[[f"10.0.0.{i}" for i in range(9)]])
    begun = time.monotonic()
    with pytest.raises(FetchError, match="found no whole answer"):
        fetch("http://news.example/")
    assert time.monotonic() - begun < 2


def test_a_silent_server_is_given_up_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TIMEOUT", 0.2)
    with dripping((b"", b""), pause=9) as port, pytest.raises(FetchError, match="no answer within"):
        fetch(f"http://127.0.0.1:{port}/")


def test_no_thread_and_no_connection_is_left(port: int) -> None:
    before = threading.active_count(), len([*Path("/proc/self/fd").iterdir()])
    for _ in range(5):
        fetch(f"http://127.0.0.1:{port}/")
    time.sleep(0.1)
    assert threading.active_count() <= before[0] + 1
    assert len([*Path("/proc/self/fd").iterdir()]) <= before[1] + 1
