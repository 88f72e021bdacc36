"""What comes from outside is checked by one function wherever it enters, and never ends as a failure of ours."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click
import pytest
import sqlalchemy as sa
from browsers import fill
from click.testing import CliRunner
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly import InputError
from reportedly.articles.article import Article
from reportedly.cli import cli
from reportedly.errors import ReportedlyError
from reportedly.given import LONGEST_ADDRESS, MOST, host, is_address, is_day, number
from reportedly.ledger import Ledger, Query
from reportedly.ledger.findings import examine
from reportedly.ledger.reviews.review import Review
from reportedly.ledger.tables import engine, schema
from reportedly.values.edtf import LONGEST, days, is_time
from reportedly.web import create_app

DAYS = [
    ("2024-06-04", True), ("0001-01-01", True), ("9999-12-31", True), ("2024-02-29", True),
    ("20240604", False), ("2024-W23-2", False), ("2024-6-4", False), ("2023-02-29", False), ("0000-01-01", False),
    ("-500-01-01", False), ("10000-01-01", False), ("2024-06-04\n", False), ("２０２４-06-04", False), ("", False),
    ("2024-06-04T00:00", False), ("1717459200", False),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), DAYS)
def test_a_day(words: str, expected: bool) -> None:
    assert is_day(words) == expected


NUMBERS = [
    ("0", 0), ("7", 7), ("007", 7), (str(MOST), MOST), ("0" * 5_000 + "7", 7),
    (str(MOST + 1), None), ("9" * 5_000, None), ("-1", None), ("1.0", None), ("1e3", None), ("٧", None), ("7 ", None),
    ("", None), ("²", None),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), NUMBERS)
def test_a_number(words: str, expected: int | None) -> None:
    assert number(words) == expected


ADDRESSES = [
    ("https://courier.example/1", True, "courier.example"), ("//Courier.example:80", True, "courier.example"),
    ("urn:news:7", True, ""), ("http://[::1]/", True, "::1"), ("http://[", False, None), ("http://]", False, None),
    ("http://a:b/", False, None), ("http://a:99999/", False, None), ("http://a/" + "x" * LONGEST_ADDRESS, False, "a"),
    ("http://a/\nb", False, "a"),
    ("http://a/\x9b", False, "a"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected", "there"), ADDRESSES)
def test_an_address(words: str, expected: bool, there: str | None) -> None:
    assert (is_address(words), host(words)) == (expected, there)


#: EDTF time → its days, as it may be given; None where it may not
TIMES: list[tuple[str, tuple[str | None, str | None] | None]] = [
    ("2016-10-18", ("2016-10-18", "2016-10-18")),
    ("0001", ("0001-01-01", "0001-12-31")),
    ("9999-12", ("9999-12-01", "9999-12-31")),
    ("2016/2017-01-20", ("2016-01-01", "2017-01-20")),
    ("2024-05-06/", ("2024-05-06", None)),
    ("/2024-05-06", (None, "2024-05-06")),
    ("199X", ("1990-01-01", "1999-12-31")),
    ("2024-21", ("2024-03-01", "2024-05-31")),
    ("2024-05?", ("2024-05-01", "2024-05-31")),
    ("-0500", None),
    ("0000", None),
    ("XXXX", None),
    ("12024", None),
    ("Y12024", None),
    ("Y1E999999999", None),
    ("Y-17E7", None),
    ("2024/Y1E999999999", None),
    ("1950S2", None),
    ("4236-1X", None),
    ("2024-05-1X", None),
    ("2024-XX-XX", ("2024-01-01", "2024-12-31")),
    ("{1960,1961-12}", None),
    ("[1667,1668,1670..1672]", None),
    ("2024-13", None),
    ("2024-02-30", None),
    ("2024\n", None),
    ("٢٠٢٤", None),
    ("2024-05-06/2024-05-01", None),
    ("../..", None),
    ("2024/2025/2026", None),
    ("2024" * 11, None),
    ("(" * LONGEST, None),
]


@pytest.mark.parametrize(("words", "expected"), TIMES)
def test_a_time(words: str, expected: tuple[str | None, str | None] | None) -> None:
    assert (days(words) if is_time(words) else None) == expected


@given(st.one_of(st.text(max_size=60), st.text("0123456789-/.XYES?~%uTZ:+{}[], ", max_size=60)))
@settings(max_examples=500, deadline=None, database=None)
def test_any_words_as_a_time(words: str) -> None:
    if is_time(words):
        assert all(day is None or is_day(day) for day in days(words))
        assert len(words) <= LONGEST


# -- pages, the API, commands ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("desk") / "desk.db"
    with Ledger.open(path) as ledger:
        fill(ledger)
    return path


@pytest.fixture(scope="module")
def reader(where: Path) -> Iterator[TestClient]:
    with Ledger.open(where) as ledger:
        yield TestClient(create_app(ledger), base_url="http://127.0.0.1:8765")


#: the path of a page, its status
ASKED = [
    ("/search?since=20240604", 400),
    ("/search?since=1717459200", 400),
    ("/search?until=0000-01-01", 400),
    ("/search?since=", 200),
    ("/search?outlet=%00", 400),
    ("/search?standing=x%00", 400),
    (f"/search?holder={'9' * 300}", 200),
    ("/articles/99999999999999999999", 400),
    (f"/articles/{'9' * 5_000}", 400),
    ("/articles/%D9%A1", 400),
    (f"/articles/{MOST}", 404),
    (f"/articles?page={'9' * 5_000}", 400),
    ("/articles?page=", 400),
    (f"/holders?name={'9' * 5_000}", 400),
    (f"/holders?name={'9' * 300}", 200),
    ("/holders/1?about=99999999999999999999", 200),
    (f"/threads/{MOST + 1}", 400),
    ("/reviews?article=", 400),
    ("/findings?code=", 400),
    (f"/add/{'9' * 5_000}", 400),
]


@pytest.mark.parametrize("under", ["", "/api/v1"])
@pytest.mark.parametrize(("path", "status"), ASKED, ids=lambda given: str(given)[:40])
def test_what_is_asked_for(reader: TestClient, path: str, status: int, under: str) -> None:
    answer = reader.get(under + path)
    assert answer.status_code == status
    if status != 200 and under:
        assert re.fullmatch(r"[A-Z].+\.", answer.json()["error"])


@pytest.mark.parametrize("then", ["//[", "http://[", "/\\evil.example", "//evil.example", "\x00"])
def test_where_to_go_after_signing_in(reader: TestClient, then: str) -> None:
    answer = reader.get("/signin", params={"then": then})
    assert answer.status_code == 200
    assert 'name="then" value="/"' in answer.text


#: what is said of a value, and how the API words the refusal
SAID = [
    ("time", {"edtf": "-0500", "spans": [[0, 3]]}, "expected an EDTF time"),
    ("time", {"edtf": "Y1E999999999", "spans": [[0, 3]]}, "expected an EDTF time"),
    ("time", {"edtf": "2024" * 11, "spans": [[0, 3]]}, "expected an EDTF time"),
    ("holder", {"number": 10**30}, "expected the number of a holder"),
    ("holder", {"number": -1}, "expected the number of a holder"),
    ("holder", {"number": True}, "expected the number of a holder"),
    ("stances", [{"target": "x", "polarity": 10**400, "spans": [[0, 3]]}], "expected a polarity"),
    ("content", [[0, 10**400]], "expected [start, end)"),
    ("answers", [{"statement": 10**400, "relation": "denies"}], "expected the number of another statement"),
]


@pytest.mark.parametrize(("field", "value", "message"), SAID)
def test_what_is_said_of_a_value(where: Path, field: Any, value: object, message: str) -> None:
    with Ledger.open(where) as ledger, pytest.raises(ReportedlyError, match=re.escape(message)):
        ledger.review(Review("correct", 1, field, value), "Ida")


def test_a_ledger_that_has_such_a_time_already(where: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(where)) as source, closing(sqlite3.connect(tmp_path / "old.db")) as target:
        source.backup(target)
    with Ledger.open(tmp_path / "old.db") as ledger:
        with engine.writing(ledger._engine) as connection:
            old = {"time": "-0500", "first": "-500-01-01", "last": "-500-12-31", "time_spans": [[0, 3]]}
            connection.execute(sa.update(schema.statements).values(old))
            examine.mark_touched(connection, [("article", 1), ("holder", 1), ("holder", 2)])
            numbers = connection.execute(sa.select(schema.articles.c.id)).scalars().all()
        pages = TestClient(create_app(ledger), base_url="http://127.0.0.1:8765")
        paths = [
            "/", "/articles", "/holders", "/findings", "/search", "/search?words=port", "/reviews", "/reviews.jsonl",
            "/compare?one=1&other=2", *(f"/articles/{number}" for number in numbers), "/holders/1",
            *(f"/statements/{number}{page}" for number in range(1, 9) for page in ("", "/review")),
        ]  # fmt: skip
        assert {path: pages.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
        assert {said.first for said in ledger.search(Query()).statements} == {None}
    for command in (
        ["search", "port"],
        ["trace", "port"],
        ["who", "1"],
        ["findings"],
        ["export", str(tmp_path / "x.csv")],
    ):
        ended = CliRunner().invoke(cli, [*command, "--ledger", str(tmp_path / "old.db")])
        assert (ended.exit_code, ended.exception) == (0, None), command


#: arguments, and the end of the sentence that the command ends with
REFUSED = [
    (["search", "port", "--since", "20240604"], "expected a day as YYYY-MM-DD, but found '20240604'"),
    (["search", "--holder", ""], "expected words, but found none."),
    (["search", ""], "expected words, but found none."),
    (["trace", " "], "expected words, but found none."),
    (["who", ""], "expected words, but found none."),
    (["who", "9" * 5_000], "in the ledger, but there is none"),
    (["holders", "--undo", "99999999999999999999"], f"is not in the range 1<=x<={MOST}."),
    (["holders", "--split", "1", "--appearance", "-1", "--reason", "x"], f"is not in the range 1<=x<={MOST}."),
    (["versions", "\ud800"], "surrogates not allowed"),
    (["figures", "list", "--on", "20240604"], "expected a day as YYYY-MM-DD, but found '20240604'"),
    (["add", "none", "--published", "-0500-01-01"], "found '-0500-01-01'"),
]


@pytest.mark.parametrize(("arguments", "end"), REFUSED, ids=lambda given: str(given)[:40])
def test_what_a_command_refuses(where: Path, arguments: list[str], end: str) -> None:
    ended = CliRunner().invoke(cli, [*arguments, "--ledger", str(where)], standalone_mode=False)
    assert isinstance(ended.exception, (ReportedlyError, click.UsageError))
    assert ended.exception.args[0].endswith(end)


#: commands with a place for anything
COMMANDS = [
    ["search", "{}"], ["search", "port", "--holder={}"], ["search", "--outlet={}"], ["search", "--since={}"],
    ["search", "--until={}"], ["search", "--standing={}"], ["search", "--act={}"], ["search", "--document={}"],
    ["search", "--sourcing={}"], ["search", "port", "--limit={}"], ["trace", "--", "{}"], ["who", "--", "{}"],
    ["who", "1", "--about={}"], ["holders", "--", "{}"], ["holders", "--undo={}"], ["holders", "--split={}"],
    ["findings", "--code={}"], ["findings", "--limit={}"], ["versions", "--", "{}"], ["figures", "list", "--", "{}"],
    ["figures", "list", "--on={}"], ["users", "--revoke={}"], ["export", "none/x.csv", "--base={}"],
    ["read", "none", "--published={}"], ["read", "none", "--url={}"], ["read", "none", "--outlet={}"],
]  # fmt: skip
ANYTHING = st.one_of(
    st.text(max_size=40),
    st.text("0123456789-/.:XYE%*\"“”'\\ \x00\x1b\x9b\ud800", max_size=40),
    st.integers(-(10**25), 10**25).map(str),
    st.sampled_from(
        ["9" * 5_000, "http://[", "-0500", "2024-02-30", "%", "_", "*", '"', "\ud800", "\u202e", "a" * 10_000]
    ),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_takes_anything(where: Path, command: list[str]) -> None:
    @given(ANYTHING)
    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def takes(words: str) -> None:
        arguments = [part.replace("{}", words) for part in command]
        on = [] if command[0] == "read" else ["--ledger", str(where)]
        ended = CliRunner().invoke(cli, [*arguments[:1], *on, *arguments[1:]] if on and command[:1] != ["figures"]
                                   else [*arguments[:2], *on, *arguments[2:]], standalone_mode=False)  # fmt: skip
        assert ended.exception is None or isinstance(
            ended.exception, (ReportedlyError, click.ClickException, SystemExit)
        ), repr(ended.exception)

    takes()


#: pages, and the JSON of each, with a place for anything
PAGES = [
    "/articles?page={}", "/articles/{}", "/search?words={}", "/search?holder={}", "/search?outlet={}",
    "/search?since={}",
    "/search?until={}", "/search?standing={}", "/search?act={}", "/search?document={}", "/search?sourcing={}",
    "/holders?name={}", "/holders/{}", "/holders/1?about={}", "/holders/{}/appearances", "/compare?one={}&other=1",
    "/compare?one=1&other=2&about={}", "/threads/{}", "/statements/{}", "/statements/{}/review", "/findings?code={}",
    "/findings?state={}", "/reviews?article={}", "/add/{}", "/signin?then={}", "/static/{}/x", "/{}",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_page_takes_anything(reader: TestClient, page: str) -> None:
    @given(ANYTHING)
    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def takes(words: str) -> None:
        for under in ("", "/api/v1"):
            path = under + page.replace("{}", quote(words, safe="", errors="surrogatepass"))
            assert reader.get(path, follow_redirects=False).status_code < 500, path

    takes()


@pytest.mark.parametrize("address", ["http://[", "http://a:b/", "https://a.example/" + "x" * 2_000])
def test_an_articles_address(address: str) -> None:
    with pytest.raises(InputError, match="expected an address"):
        Article.from_text("“It floats,” said Ana Reyes.", url=address)
