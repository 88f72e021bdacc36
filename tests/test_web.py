"""The reader: what gets in, what it answers, what an article can't do to it."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from commands import run
from fabricated import RICH, bare, made, said_of_all, spans
from fastapi.routing import APIRoute
from lxml import html
from starlette.testclient import TestClient

from reportedly.articles.article import Article
from reportedly.holders.holder import Holder
from reportedly.ledger import Ledger
from reportedly.ledger.reviews.users import token_digest
from reportedly.reading import ReadBy, Reading
from reportedly.shown.segments import marks
from reportedly.web import Settings, create_app, views

pytestmark = pytest.mark.usefixtures("off_the_loop")

HERE = "http://127.0.0.1:8765"
TOKEN = "a-token-of-jo"
ATTACK = (
    '<script>alert(1)</script> said </article></style></title></textarea> "onmouseover="alert(2)" '
    "' onfocus='alert(3)' <img src=x onerror=alert(4)> <a href=javascript:alert(5)>go</a> {{ 7*7 }} {% raw %} "
    "&lt;b&gt; ]]> --> <style>@import url(//evil.example)</style> \u202egnol\u2066 \x1b[31m \x07 ${x}"
)
BROKEN = (
    "Mayor Ana Reyes said: “The ferry sails at noon.\n\n“It won’t wait, and ‘later’ is no answer.”\n\n"
    "Lund said: “It floats.\n\nNobody else was asked."
)


@pytest.fixture
def ledger(tables: Path, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(shutil.copy(tables, tmp_path / "desk.db")) as opened:
        yield opened


def client(ledger: Ledger, **settings: Any) -> TestClient:
    return TestClient(create_app(ledger, Settings(**settings)), base_url=HERE, follow_redirects=False)


@pytest.fixture
def reader(ledger: Ledger) -> TestClient:
    ledger.add(RICH)
    return client(ledger)


@pytest.fixture
def guarded(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A ledger with one user."""
    ledger.add(RICH)
    monkeypatch.setattr(ledger, "user_of", {token_digest(TOKEN): "jo"}.get)
    monkeypatch.setattr(ledger, "had_users", lambda: True)
    return ledger


def csrf(reader: TestClient) -> str:
    (field,) = html.fromstring(reader.get("/signin").text).xpath("//input[@name='csrf']/@value")
    return str(field)


# What holds nobody up ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("signed_in", [False, True])
def test_no_answer_asks_the_ledger_on_the_loop(ledger: Ledger, signed_in: bool) -> None:
    ledger.add(RICH)
    token = ledger.add_user("jo")
    reader = client(ledger, host="192.168.1.7")
    headers = {"Authorization": f"Bearer {token}"} if signed_in else {"Origin": HERE, "X-CSRF-Token": csrf(reader)}
    bodies: list[dict[str, Any]] = [{"json": {}}, {"data": {"token": "1"}}]
    routes = [route for router in (*views.PAGES, *views.OPEN) for route in router.routes]
    assert len(routes) > 30
    for route in routes:
        assert isinstance(route, APIRoute)
        path = re.sub(r"{\w+(:path)?}", "1", route.path)
        for method, body in product(route.methods, bodies):
            assert reader.request(method, path, headers=headers, **body).status_code < 500
    for refused in ({"Host": "evil.example"}, {"Content-Length": "99999999999"}):
        assert reader.get("/", headers={**headers, **refused}).status_code in (413, 421)


# What an article was -----------------------------------------------------------------------------------------------


def test_an_article_shows_its_versions_its_facts_and_what_read_it(ledger: Ledger) -> None:
    marked = "{Ana Reyes} {says} {“the port will shut on Friday”}."
    url = "https://courier.example/1"
    by = {"read_by": ReadBy("0.1.0", "abcd1234")}
    ledger.add(replace(made(marked, url=url, published="2024-05-08", title="Storm"), **by))
    ledger.add(replace(made(marked.replace("Friday", "Monday"), url=url, published="2024-05-08"), **by))
    ledger.add(replace(made(marked, url=url, published="2024-05-08"), **by))
    ledger.add(replace(made(marked, url=url, published="2024-05-09", title=ATTACK), **by))
    reader = client(ledger)
    page = html.fromstring(reader.get("/articles/3").text)
    (history,) = page.xpath("//details[@class='history']")
    lines = [" ".join(line.text_content().split()) for line in history.xpath(".//li")]
    assert lines[:4] == [
        "Version 1", "Version 2", "Version 3, this one",
        "published changed from 8 May 2024 to 9 May 2024, learnt " + lines[3].rpartition("learnt ")[2],
    ]  # fmt: skip
    assert lines[4].startswith("title is known now: <script>alert(1)</script>")
    assert history.xpath(".//a/@href") == ["/articles/1", "/articles/2"]
    assert not history.xpath(".//script | .//img | .//style")
    assert "Read by Reportedly 0.1.0 with weights abcd1234." in page.text_content()
    found = reader.get("/api/v1/articles/3").json()
    assert found["reading"]["read_by"] == {"program": "0.1.0", "weights": "abcd1234"}
    assert [(fact["fact"], fact["old"]) for fact in found["facts"]] == [("published", "2024-05-08"), ("title", None)]
    assert not html.fromstring(client(ledger).get("/articles/1").text).xpath("//details[@class='history']//li[4]")


# Who gets in ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/articles", "/articles/1", "/nothing", "/api/v1/articles/1", "/api/v1/nothing"])
def test_every_answer_has_the_headers(reader: TestClient, path: str) -> None:
    headers = reader.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cache-control"] == "private, no-cache"
    assert "set-cookie" not in headers


#: host, status where only this machine can reach the reader, status where others can under a name
HOSTS = [
    ("127.0.0.1:8765", 200, 303),
    ("localhost", 200, 303),
    ("[::1]:8765", 200, 303),
    ("127.8.9.1", 200, 303),
    ("192.168.1.7", 421, 303),  # by which somebody reaches it through a proxy, or a forwarded port
    ("news.desk", 421, 303),
    ("NEWS.desk.:80", 421, 303),
    ("evil.example", 421, 421),
    ("127.0.0.1.evil.example", 421, 421),
    ("localhost.evil.example:8765", 421, 421),
    ("", 421, 421),
    ("[", 421, 421),
]


@pytest.mark.parametrize(("host", "here", "named"), HOSTS)
def test_the_host_asked_for_is_ours(ledger: Ledger, host: str, here: int, named: int) -> None:
    assert here == client(ledger).get("/", headers={"Host": host}).status_code
    assert named == client(ledger, names=("news.desk",)).get("/", headers={"Host": host}).status_code


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 401),  # let in, and then the token is nobody's
        ({"Origin": HERE}, 401),
        ({"Sec-Fetch-Site": "cross-site", "Origin": HERE}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_a_form_comes_from_our_own_page(guarded: Ledger, headers: dict[str, str], status: int) -> None:
    reader = client(guarded)
    form = {"csrf": csrf(reader), "token": "guessed"}
    assert status == reader.post("/signin", data=form, headers=headers).status_code


@pytest.mark.parametrize("given", ["", "x", ".", "0" * 32 + "." + "0" * 64])
def test_a_form_is_of_its_session(guarded: Ledger, given: str) -> None:
    reader, other = client(guarded), client(guarded)
    ours = {"Origin": HERE}
    assert csrf(reader) != csrf(reader)  # each differs, and each holds
    for wrong in (given, csrf(other)):
        assert reader.post("/signin", data={"csrf": wrong, "token": TOKEN}, headers=ours).status_code == 403
    assert reader.post("/signin", data={"csrf": csrf(reader), "token": TOKEN}, headers=ours).status_code == 303
    assert "Signed in as" in reader.get("/").text


def test_the_cookie_stays_with_us(guarded: Ledger) -> None:
    cookie = client(guarded).get("/signin").headers["set-cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}


@pytest.mark.parametrize(
    ("then", "expected"),
    [("/articles/1", "/articles/1"), ("//evil.example", "/"), ("https://evil.example", "/"), ("/\\evil.example", "/")],
)
def test_signing_in_leads_nowhere_else(guarded: Ledger, then: str, expected: str) -> None:
    reader = client(guarded)
    form = {"csrf": csrf(reader), "token": TOKEN, "then": then}
    assert expected == reader.post("/signin", data=form, headers={"Origin": HERE}).headers["location"]


def test_beyond_this_machine_reading_needs_a_token(guarded: Ledger) -> None:
    reader = client(guarded, host="0.0.0.0")
    assert reader.get("/articles/1?x=1").headers["location"] == "/signin?then=/articles/1%3Fx%3D1"
    refused = reader.get("/api/v1/articles/1")
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert reader.get("/api/v1/articles/1", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert reader.get("/api/v1/articles/1", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_too_much_is_refused(reader: TestClient) -> None:
    refused = reader.post("/signin", content=b"x" * 10_000_001)
    assert (refused.status_code, "at most 10 MB" in refused.text) == (413, True)
    pieces = iter([b"token=" + b"x" * 6_000_000, b"x" * 6_000_000])  # without saying how much
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert reader.post("/signin", content=pieces, headers=kind).status_code == 413


def test_too_often_is_refused(guarded: Ledger) -> None:
    reader = client(guarded)
    form = {"csrf": csrf(reader), "token": "guessed"}
    answers = [reader.post("/signin", data=form, headers={"Origin": HERE}).status_code for _ in range(11)]
    assert answers == [401] * 10 + [429]
    assert client(guarded).post("/signin", data=form, headers={"Origin": HERE}).status_code != 429


def test_reading_from_elsewhere_has_a_limit_and_at_the_machine_none(
    guarded: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportedly.web.app.RATE", "2/minute")
    head = {"Authorization": f"Bearer {TOKEN}"}
    beyond, here = client(guarded, host="0.0.0.0"), client(guarded)
    assert [beyond.get("/articles", headers=head).status_code for _ in range(3)] == [200, 200, 429]
    assert [here.get("/articles").status_code for _ in range(3)] == [200, 200, 200]


# What goes wrong --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/nothing", 404, "There is no such page here."),
        ("/articles/99", 404, "Expected article 99 in the ledger, but there is none."),
        ("/articles/x", 400, "Expected another value for number"),
        ("/articles?page=0", 400, "Expected another value for page"),
        ("/articles/%00%1b%3Cscript%3E", 400, "Expected another value for number"),
        ("/static/x/reader.css", 404, "There is no such page here."),
    ],
)
def test_a_failure_is_a_sentence(reader: TestClient, path: str, status: int, sentence: str) -> None:
    page = reader.get(path)
    assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert sentence in html.fromstring(page.text).find(".//main").text_content()
    if not path.startswith("/static"):
        answer = reader.get(f"/api/v1{path}")
        assert (answer.status_code, list(answer.json())) == (status, ["error"])
        assert answer.json()["error"].startswith(sentence)


def test_the_reader_own_failure_is_a_sentence_too(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no such luck")

    monkeypatch.setattr(ledger, "article", broken)
    reader = client(ledger)
    assert reader.get("/articles/1").status_code == reader.get("/api/v1/articles/1").status_code == 500
    assert "Traceback" not in reader.get("/articles/1").text + caplog.text
    assert "RuntimeError: no such luck" in caplog.text


# The article ------------------------------------------------------------------------------------------------------


def marked(page: str, text: str) -> list[tuple[int, int, Any]]:
    """Every piece of the article on a page, with the stretch of `text` that it shows."""
    found, at = [], 0
    for paragraph in html.fromstring(page).xpath("//article[@class='text']/div/p"):
        words = paragraph.text_content()
        at = text.index(words, at)
        assert words == text[at : at + len(words)]
        here = at
        for piece in paragraph.xpath(".//text()"):
            stands_in = piece.getparent().getparent() if piece.is_tail else piece.getparent()
            found.append((here, here + len(piece), stands_in))
            here += len(piece)
        at = here
    return found


def test_marks_stand_at_the_words_of_their_statements(reader: TestClient) -> None:
    text, expected = RICH.article.text, defaultdict(set)
    for mark in marks(RICH):
        at = {i for i in range(mark.span.start, mark.span.end) if text[i] != "\n"}
        expected[str(mark.statement + 1)].update(at)
    found: dict[str, set[int]] = defaultdict(set)
    words: dict[str, str] = defaultdict(str)
    for start, end, element in marked(reader.get("/articles/1").text, text):
        links = [element, *element.iterancestors("a")]
        for number in next((link.get("data-s") for link in links if link.get("data-s")), "").split():
            found[number].update(range(start, end))
            words[number] += text[start:end]
    assert found == expected
    assert "“I told Lund, ‘Try me,’”" in words["2"]


def test_an_entry_tells_what_is_known_and_leads_there(reader: TestClient) -> None:
    page = html.fromstring(reader.get("/articles/1").text)
    entry = page.get_element_by_id("s4")
    told = " ".join(entry.text_content().split())
    for known in ("Ole Lund", "neither confirmed nor denied", "to the harbour committee", "on 7 May 2024", "in Orle"):
        assert known in told
    assert entry.xpath(".//a[@class='who']/@href") == ["/holders/2"]
    for link in page.xpath("//main//a[starts-with(@href, '#')]/@href"):
        assert page.get_element_by_id(link[1:]) is not None


def test_every_statement_is_reached_by_the_keyboard_once(reader: TestClient) -> None:
    page = html.fromstring(reader.get("/articles/1").text)
    stops = page.xpath("//article[@class='text']/div/p//a[not(@tabindex)]/@href")
    assert sorted(stops) == sorted(f"#s{number}" for number in range(1, len(RICH.statements) + 1))


def test_broken_and_nested_quotations_are_marked_as_such(ledger: Ledger) -> None:
    ledger.add(Reading(Article(BROKEN), (), ()))
    page = client(ledger).get("/articles/1").text
    found = {(BROKEN[start:end], element.get("class")) for start, end, element in marked(page, BROKEN)}
    kinds = {kind: words for words, kind in found if kind}
    assert kinds == {"within": "‘later’", "carried": "“", "unclosed": "“"}
    assert page.count("A quotation is opened here and never closed.") == 1


def test_findings_stand_beside_their_words(ledger: Ledger) -> None:
    text = "It rained. “We were never told that you would close it.” The doors shut.\n\nOle Lund said it floats."
    said = bare(spans(text, "Lund [said]"), spans(text, "[it floats]"))
    ledger.add(Reading(Article(text, outlet="The Courier"), (said,), ()))
    ledger.refresh()
    page = client(ledger).get("/articles/1").text
    found = [text[start:end] for start, end, element in marked(page, text) if element.get("class") == "found"]
    assert found == ["“We were never told that you would close it.”"]
    (beside,) = html.fromstring(page).xpath("//div[@class='row'][1]/div[@class='margin']/section[@class='finding']")
    assert "doesn't say whose words they are" in beside.text_content()


def test_colours_go_to_those_who_say_most(ledger: Ledger) -> None:
    ledger.add(RICH)
    page = html.fromstring(client(ledger).get("/articles/1").text)
    chips = [" ".join(chip.text_content().split()) for chip in page.xpath("//a[contains(@class, 'chip')]")]
    assert chips[0] == "Ana Reyes 6"


# What an article can't do -----------------------------------------------------------------------------------------


@pytest.fixture
def attacked(ledger: Ledger) -> TestClient:
    reading = said_of_all(ATTACK)
    article = replace(
        reading.article, url="javascript:alert(1)", title=ATTACK, outlet=ATTACK, authors=(ATTACK,), language=ATTACK
    )
    holder = Holder(ATTACK, "person", ATTACK, reading.holders[0].mentions)
    said = tuple(replace(statement, holder=holder) for statement in reading.statements)
    ledger.add(Reading(article, said, (holder,)))
    return client(ledger)


@pytest.mark.parametrize("path", ["/", "/articles", "/articles/1", "/%3Cscript%3Ealert(1)%3C/script%3E"])
def test_an_attack_stays_text(attacked: TestClient, path: str) -> None:
    answer = attacked.get(path)
    page = html.fromstring(answer.text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", answer.text)
    assert [script.text for script in page.xpath("//script")] == [None]
    assert not page.xpath("//style | //img | //iframe | //object | //embed | //base | //meta[@http-equiv]")
    for element in page.iter():
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"], element.tag
    for link in page.xpath("//@href | //@src | //@action | //@formaction | //@srcset"):
        assert re.match(r"[/#](?!/)", link), link
    assert "49" not in page.xpath("//main")[0].text_content().replace("7*7", "")


def test_its_words_are_all_there(attacked: TestClient) -> None:
    shown = html.fromstring(attacked.get("/articles/1").text).xpath("//article[@class='text']/div/p")[0].text_content()
    assert shown == re.sub("[\x07\x1b]", "\ufffd", ATTACK)
    assert attacked.get("/api/v1/articles/1").json()["reading"]["article"]["text"] == ATTACK


@pytest.mark.parametrize(
    ("url", "links"), [("https://courier.example/1", 1), ("javascript:alert(1)", 0), ("data:text/html,x", 0)]
)
def test_only_the_web_is_linked_to(ledger: Ledger, url: str, links: int) -> None:
    ledger.add(replace(RICH, article=replace(RICH.article, url=url)))
    page = html.fromstring(client(ledger).get("/articles/1").text)
    assert links == len([link for link in page.xpath("//main//a/@href") if not re.match("[/#]", link)])


# Files and the API ------------------------------------------------------------------------------------------------


def test_files_are_kept_for_good_and_pages_are_packed(reader: TestClient) -> None:
    page = reader.get("/articles/1")
    assert page.headers["content-encoding"] == "gzip"
    tree = html.fromstring(page.text)
    for address in tree.xpath("//link[@rel='stylesheet']/@href | //script/@src | //link[@rel='icon']/@href"):
        answer = reader.get(address)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
        assert answer.headers["content-type"].split(";")[0] in ("text/css", "text/javascript", "image/svg+xml")


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/articles/1", 200), ("/api/v1/articles", 200), ("/x", 404)])
def test_the_headers_of_a_page_can_be_asked_for_alone(reader: TestClient, path: str, status: int) -> None:
    assert reader.head(path).status_code == status


def test_every_page_has_its_json(reader: TestClient) -> None:
    for path in ("/", "/articles", "/articles/1", "/articles?page=2"):
        tree = html.fromstring(reader.get(path).text)
        (here,) = tree.xpath("//head/link[@type='application/json']/@href")
        assert tree.xpath("//footer//a[@type='application/json']/@href") == [here]
        assert reader.get(here).status_code == 200


def described(document: dict[str, Any], path: str) -> dict[str, Any]:
    """The JSON Schema of an operation's answer."""
    schema = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return {**schema, "components": document["components"]}


@pytest.mark.parametrize(
    ("path", "operation"),
    [("/api/v1/articles", "/api/v1/articles"), ("/api/v1/articles/1", "/api/v1/articles/{number}")],
)
def test_what_is_sent_is_what_is_described(reader: TestClient, path: str, operation: str) -> None:
    document, sent = reader.get("/api/v1/openapi.json").json(), reader.get(path).json()
    schema = described(document, operation)
    jsonschema.validate(sent, schema)
    name = schema["$ref"].rsplit("/", 1)[1]
    assert set(sent) == set(document["components"]["schemas"][name]["properties"])


def test_the_api_is_told_on_a_page(reader: TestClient) -> None:
    told = html.fromstring(reader.get("/api").text).text_content()
    for path in reader.get("/api/v1/openapi.json").json()["paths"]:
        assert path in told


# The command ------------------------------------------------------------------------------------------------------


def serving(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "reportedly.cli", "serve", *arguments]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--host", "0.0.0.0"), "expected a user in the ledger before others can reach it at 0.0.0.0"),
        (("--host", "no.such.host.invalid"), "expected a user in the ledger"),
        (("--ledger", "none.db"), "expected a ledger in none.db, found none"),
        (("--port", "{taken}"), "on port {taken}, but: address already in use"),
    ],
)
def test_serve_refuses(ledger: Ledger, tmp_path: Path, arguments: tuple[str, ...], expected: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = str(other.getsockname()[1])
        given = ["--ledger", str(tmp_path / "desk.db"), *(a.format(taken=taken) for a in arguments)]
        ended = run("serve", *given)
    assert (ended.returncode, "Traceback" in ended.stderr) == (1, False)
    assert expected.format(taken=taken) in ended.stderr


def test_serve_answers_until_it_is_stopped(ledger: Ledger, tmp_path: Path) -> None:
    command = serving("--ledger", str(tmp_path / "desk.db"), "--port", "0")
    at = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert at.stderr is not None
        told = re.search(r"http://127\.0\.0\.1:(\d+)/", at.stderr.readline())
        assert told
        with socket.create_connection(("127.0.0.1", int(told[1])), timeout=20) as line:
            line.sendall(b"GET /articles HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert line.recv(15) == b"HTTP/1.1 200 OK"
        at.send_signal(signal.SIGINT)
        assert (at.wait(20), "Traceback" in at.stderr.read()) == (0, False)
    finally:
        at.kill()
        at.communicate()
