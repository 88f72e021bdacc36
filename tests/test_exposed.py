"""Who may do what: readers that only this machine can reach, and others; forms that can't be taken yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import run
from fabricated import RICH
from lxml import html
from servers import csrf, serving
from starlette.testclient import TestClient

from reportedly.ledger import Ledger
from reportedly.web import Settings, create_app

OURS = {"Sec-Fetch-Site": "same-origin"}
NEWS = "Ole Lund denied it.\n\n“There was no call at all,” he told “reporters” & others in Orle on Monday.\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "desk.db") as opened:
        opened.add(RICH)
        yield opened


def client(ledger: Ledger, address: str = "http://127.0.0.1:8765", **settings: Any) -> TestClient:
    return TestClient(create_app(ledger, Settings(**settings)), base_url=address, follow_redirects=False)


def form_of(page: str) -> tuple[str, dict[str, str]]:
    """Where the last form on a page goes, and what it sends if nothing is typed."""
    form = html.fromstring(page).xpath("//main//form")[-1]
    # The line break after <textarea> isn't part of what is in it.
    return form.get("action"), {name: (value or "").removeprefix("\n") for name, value in form.form_values()}


# Who reads and writes -------------------------------------------------------------------------------------------------

#: settings, headers, whether reading needs a token, whether writing does without a user in the ledger
REACHED = [
    ({}, {}, False, False),
    ({"host": "127.0.0.2"}, {}, False, False),
    ({"host": "::1"}, {}, False, False),
    ({"names": ("localhost", "127.0.0.1")}, {}, False, False),
    ({"host": "0.0.0.0"}, {}, True, True),
    ({"host": "192.168.1.7"}, {}, True, True),
    ({"names": ("desk.example",)}, {}, True, True),
    ({"names": ("desk.example",)}, {"Host": "desk.example"}, True, True),
    ({"names": ("localhost", "desk.example")}, {"Host": "localhost"}, True, True),
    ({"names": ("192.168.1.7",)}, {}, True, True),
    ({"proxies": ("127.0.0.1",)}, {}, True, True),
    ({"names": ("desk.example",), "public_read": True}, {"Host": "desk.example"}, False, True),
    ({"host": "0.0.0.0", "public_read": True}, {}, False, True),
    # A proxy that nobody told the reader of: whoever asks it may be anywhere.
    ({}, {"X-Forwarded-For": "203.0.113.9"}, True, True),
    ({}, {"Forwarded": "for=203.0.113.9"}, True, True),
    ({}, {"X-Real-IP": "127.0.0.1"}, True, True),
    ({}, {"Via": "1.1 cache"}, True, True),
    ({"public_read": True}, {"X-Forwarded-For": "203.0.113.9"}, False, True),
]


@pytest.mark.parametrize(("settings", "headers", "reading", "writing"), REACHED)
def test_who_needs_a_token(
    ledger: Ledger, settings: dict[str, Any], headers: dict[str, str], reading: bool, writing: bool
) -> None:
    reader = client(ledger, **settings)
    for path in ("/", "/articles/1", "/add", "/reviews.jsonl", "/api/v1/articles/1"):
        status = reader.get(path, headers=headers).status_code
        assert (path, status) == (path, (401 if "/api/" in path else 303) if reading else 200)
    form = {"csrf": csrf(reader.get("/signin", headers=headers).text), "finding": "x" * 64, "verdict": "accept"}
    status = reader.post("/findings/review", data=form, headers={**OURS, **headers}).status_code
    assert status == (401 if writing else 404)  # there is no such finding
    said = {"verdict": "reject", "statement": 1, "field": "time"}
    assert reader.post("/api/v1/reviews", json=said, headers=headers).status_code in (401, 403)


def test_no_address_of_a_client_is_trusted(ledger: Ledger) -> None:
    ledger.add_user("jo")
    reader = TestClient(
        create_app(ledger, Settings(names=("desk.example",))), base_url="http://desk.example", follow_redirects=False,
        client=("127.0.0.1", 50_000),
    )  # fmt: skip
    assert reader.get("/articles/1").headers["location"].startswith("/signin")
    assert reader.post("/api/v1/reviews", json={}, headers=OURS).status_code == 401


def test_once_there_was_a_user_writing_stays_closed(ledger: Ledger) -> None:
    reader = client(ledger)
    token = ledger.add_user("jo")
    ledger.revoke_user("jo")
    assert (ledger.has_users(), ledger.had_users()) == (False, True)
    form = {"csrf": csrf(reader.get("/add").text), "text": NEWS}
    assert reader.post("/add", data=form, headers=OURS).status_code == 401
    said = {"verdict": "reject", "statement": 1, "field": "time"}
    for head in (f"Bearer {token}", "Bearer ", "Bearer"):
        assert reader.post("/api/v1/reviews", json=said, headers={"Authorization": head}).status_code == 401
    assert ledger.reviews() == []


def test_an_empty_bearer_is_nobody(ledger: Ledger) -> None:
    token, reader = ledger.add_user("jo"), client(ledger)
    reader.post("/signin", data={"csrf": csrf(reader.get("/signin").text), "token": token}, headers=OURS)
    said = {"verdict": "reject", "statement": 1, "field": "time"}
    # It would otherwise stand for the session, without the session's CSRF token.
    assert reader.post("/api/v1/reviews", json=said, headers={"Authorization": "Bearer "}).status_code == 401


def test_each_port_has_its_cookie(ledger: Ledger) -> None:
    token = ledger.add_user("jo")
    one, other = client(ledger, port=8765), client(ledger, port=8766)
    one.post("/signin", data={"csrf": csrf(one.get("/signin").text), "token": token}, headers=OURS)
    other.cookies.update(one.cookies)  # a browser has one jar for all ports of a host
    other.post("/signin", data={"csrf": csrf(other.get("/signin").text), "token": token}, headers=OURS)
    one.cookies.update(other.cookies)
    assert set(one.cookies) == {"reportedly-8765", "reportedly-8766"}
    assert "Signed in as" in one.get("/").text
    assert "Signed in as" in other.get("/").text


# Forms that can't be taken yet ----------------------------------------------------------------------------------------

FORMS = [
    ("/add", {"url": "", "text": NEWS, "outlet": "Harbour “Sheet”", "published": "2024-07-30"}),
    ("/statements/1/review", {"field": "time", "verdict": "correct", "value": "2024", "words": "a\nb", "why": "<b>"}),
    ("/articles/1/missed", {"content": "x", "cue": "", "type": "direct"}),
    ("/articles/1/facts", {"title": "x"}),
    ("/holders/1/split", {"appearance": "1", "why": "a namesake"}),
    ("/reviews/undo", {}),
]


@pytest.mark.parametrize(("path", "typed"), FORMS)
@pytest.mark.parametrize("settings", [{}, {"names": ("desk.example",)}])
def test_what_was_typed_comes_back_after_signing_in(
    ledger: Ledger, path: str, typed: dict[str, str], settings: dict[str, Any]
) -> None:
    token, reader = ledger.add_user("jo"), client(ledger, **settings)
    stale = csrf(client(ledger).get("/signin").text)  # of a reader that has ended
    asked = reader.post(path, data={"csrf": stale, **typed}, headers=OURS)
    there, form = form_of(asked.text)
    assert (asked.status_code, there) == (401, "/signin")
    wrong = reader.post("/signin", data={**form, "token": "guess"}, headers=OURS)
    there, form = form_of(wrong.text)
    assert (wrong.status_code, there) == (401, "/signin")
    back = reader.post("/signin", data={**form, "token": token}, headers=OURS)
    there, form = form_of(back.text)
    assert (back.status_code, there) == (200, path)
    assert {n: v for n, v in form.items() if n != "csrf"} == typed
    sent = reader.post(there, data=form, headers=OURS)
    assert sent.status_code in (303, 400)
    if path == "/add":
        assert sent.headers["location"].startswith("/add/")


@pytest.mark.parametrize(("path", "typed"), FORMS)
def test_a_form_from_before_the_reader_was_started_again_comes_back(
    ledger: Ledger, path: str, typed: dict[str, str]
) -> None:
    old, reader = client(ledger), client(ledger)
    stale = csrf(old.get("/add").text)
    reader.cookies = old.cookies
    asked = reader.post(path, data={"csrf": stale, **typed}, headers=OURS)
    there, form = form_of(asked.text)
    assert (asked.status_code, there) == (403, path)
    assert {n: v for n, v in form.items() if n != "csrf"} == typed
    assert reader.post(there, data=form, headers=OURS).status_code in (303, 400)


@pytest.mark.parametrize("path", ["/add", "/signin", "/signout", "/reviews/undo"])
def test_what_another_site_sends_comes_back_nowhere(ledger: Ledger, path: str) -> None:
    ledger.add_user("jo")
    for settings in ({}, {"names": ("desk.example",)}):
        reader = client(ledger, **settings)
        sent = reader.post(path, data={"text": "planted", "token": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
        assert sent.status_code in (303, 403)
        assert "planted" not in sent.text


def test_signing_out_needs_a_form_of_the_session(ledger: Ledger) -> None:
    token, reader = ledger.add_user("jo"), client(ledger)
    reader.post("/signin", data={"csrf": csrf(reader.get("/signin").text), "token": token}, headers=OURS)
    assert reader.post("/signout", data={"csrf": "0.0"}, headers=OURS).status_code == 403
    assert "Signed in as" in reader.get("/").text
    reader.post("/signout", data={"csrf": csrf(reader.get("/signin").text)}, headers=OURS)
    assert "Signed in as" not in reader.get("/").text


# The command ----------------------------------------------------------------------------------------------------------

#: arguments, what is said
REFUSED = [
    (
        ("--name", "desk.example"),
        "at desk.example, but there is none; `reportedly users --add NAME --ledger /",
    ),
    (("--host", "0.0.0.0"), "others can reach it at 0.0.0.0"),
    (("--host", "0.0.0.0", "--public-read"), "others can reach it at 0.0.0.0"),
    (("--trusted-proxy", "127.0.0.1"), "others can reach it at 127.0.0.1"),
    (("--trusted-proxy", "nginx"), "expected an IP address or network for --trusted-proxy, but found 'nginx'"),
    (("--trusted-proxy", "*"), "expected an IP address or network for --trusted-proxy, but found '*'"),
    (("--name", "https://desk.example/"), "expected a host name such as desk.example for --name"),
    (("--name", "desk.example:443"), "expected a host name such as desk.example for --name"),
]


@pytest.mark.parametrize(("arguments", "expected"), REFUSED)
def test_serve_does_not_start_open_to_others(
    ledger: Ledger, tmp_path: Path, arguments: tuple[str, ...], expected: str
) -> None:
    given = ["--ledger", str(tmp_path / "desk.db"), "--port", "0", *arguments]
    ended = run("serve", *given)
    assert (ended.returncode, "Traceback" in ended.stderr, ended.stderr.count("\n")) == (1, False, 1)
    assert expected in ended.stderr


def test_behind_a_proxy_on_this_machine_nobody_reads_without_a_token(ledger: Ledger, tmp_path: Path) -> None:
    token = ledger.add_user("jo")
    where = tmp_path / "desk.db"
    proxied = {"Host": "desk.example", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    with serving(where, "--name", "desk.example") as server:
        for headers in (proxied, {"Host": "desk.example"}, {}):
            assert server.ask("/articles/1", headers=headers)[0] == 303
            assert server.ask("/api/v1/articles/1", headers=headers)[0] == 401
            signed = {**headers, "Authorization": f"Bearer {token}"}
            assert server.ask("/api/v1/articles/1", headers=signed)[0] == 200
        # Nobody said that this proxy is to be believed.
        assert "Secure" not in server.ask("/signin", headers=proxied)[1]["set-cookie"]
    with serving(where, "--name", "desk.example", "--trusted-proxy", "127.0.0.1") as server:
        assert "Secure" in server.ask("/signin", headers=proxied)[1]["set-cookie"]
        form = {"csrf": "", "token": "guess"}
        for client, expected in (("203.0.113.9", 429), ("203.0.113.10", 403)):
            headers = {**proxied, "X-Forwarded-For": client}
            for _ in range(11 if expected == 429 else 1):
                status = server.ask("/signin", form, headers)[0]
            assert status == expected  # each client has its own limit
