"""The reader as a desk uses it: its pages over a week of news, what is handed in, what people say of what was read."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsers import fill
from lxml import html
from starlette.testclient import TestClient

from reportedly.ledger import Ledger
from reportedly.web import Settings, create_app
from reportedly.web.days import TimeAxis
from reportedly.web.travel import draw
from reportedly.web.views.threads import compared

pytestmark = pytest.mark.usefixtures("off_the_loop")

HERE = "http://127.0.0.1:8765"
#: What a browser sends with a form of ours.
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("desk") / "desk.db"
    with Ledger.open(path) as ledger:
        fill(ledger)
    return path


@pytest.fixture
def ledger(week: Path, tmp_path: Path) -> Iterator[Ledger]:
    """The week, to be written in."""
    shutil.copy(week, tmp_path / "desk.db")
    with Ledger.open(tmp_path / "desk.db") as opened:
        yield opened


@pytest.fixture
def reader(ledger: Ledger) -> Iterator[TestClient]:
    app = create_app(ledger, Settings())
    yield TestClient(app, base_url=HERE, follow_redirects=False)
    app.state.additions.close()


def text(reader: TestClient, path: str, status: int = 200) -> str:
    """What a page says, on one line."""
    answer = reader.get(path)
    assert answer.status_code == status
    (main,) = html.fromstring(answer.text).xpath("//main")
    return " ".join(main.text_content().replace("\u2068", "").replace("\u2069", "").split())


def send(reader: TestClient, path: str, form: str | None = None, **fields: Any) -> Any:
    """Send a form as a browser does. form: the page that it is on."""
    (token, *_) = html.fromstring(reader.get(form or path).text).xpath("//main//input[@name='csrf']/@value")
    return reader.post(path, data={"csrf": token, **fields}, headers=OURS)


# Pages ----------------------------------------------------------------------------------------------------------------

#: path, what stands on it
PAGES = [
    ("/threads/1", "3 outlets, 1 independent origin"),
    ("/threads/1", "a recording obtained by Radio Sella"),
    ("/statements/5", "“We will play all of it on Thursday,”"),
    ("/search?words=goats", "4 statements"),
    ("/search?words=goats&outlet=Northern+Mirror", "stubborn young goats"),
    ("/search?words=%22let+them+swim%22", "‘Let them swim,’"),
    ("/search?words=goa*&standing=denied", "Nobody in the ledger said that, with these filters."),
    ("/search?words=goats&act=rule", "Nobody in the ledger said that, with these filters."),
    ("/search?words=goats&document=letter", "Nobody in the ledger said that, with these filters."),
    ("/search?words=goats&sourcing=anonymity", "Nobody in the ledger said that, with these filters."),
    ("/search?holder=voss&since=2024-06-20", "“I am sorry for what I said,”"),
    ("/findings", "rests on “senior official at the transport ministry” alone"),
    ("/findings?code=reversal", "Olaf Reuter spoke against Petra Voss"),
    ("/findings?code=spliced-quotation", "None of these."),
    ("/holders", "Petra Voss Transport Minister"),
    ("/holders?name=holm", "Karin Holm"),
    ("/holders?name=nobody", "Nobody of that name in the ledger."),
    ("/holders/10", "Karin Holm"),
    ("/holders/9", "Stances over time"),
    ("/holders/9?about=1", "Everything said about Petra Voss"),
    ("/holders/1/appearances", "the same full name, 'Petra Voss', and role: 'Transport Minister'"),
    ("/compare", "Two holders on whom and what both have spoken for or against"),
    ("/compare?one=Karin+Holm&other=Reuter", "On Petra Voss"),
    ("/compare?one=p&other=Reuter", "“p” Petra Voss"),
    ("/compare?one=Nobody&other=Reuter", "Nobody of that name in the ledger."),
    ("/compare?one=8&other=10&about=moon", "There is nobody and nothing of that name"),
    ("/add", "Its address or its text."),
    ("/reviews", "Nobody has said anything yet"),
    ("/statements/14/review", "“I have never laughed at anyone who lost a home,”"),
    ("/articles/2/missed", "KELDHAVEN – Transport Minister Petra Voss allegedly laughs"),
    ("/articles/2/facts", "What was there before is kept."),
    ("/api", "POST /api/v1/articles"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "expected"), PAGES)
def test_a_page_says(reader: TestClient, path: str, expected: str) -> None:
    assert expected in text(reader, path)


#: Pages that are a form, or tell of the reader itself; two holders are compared as JSON by their numbers alone.
ALONE = ("/add", "/articles/2/missed", "/articles/2/facts", "/api", "/compare")
WITH_JSON = sorted({path for path, _ in PAGES if path.partition("?")[0] not in ALONE} | {"/compare?one=8&other=10"})


@pytest.mark.parametrize("path", WITH_JSON)
def test_a_page_has_its_json(reader: TestClient, path: str) -> None:
    (there,) = html.fromstring(reader.get(path).text).xpath("//footer//a[@type='application/json']/@href")
    answer = reader.get(there)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")


#: path, status, the sentence
WRONG = [
    ("/threads/999", 404, "Expected thread 999 in the ledger, but there is none."),
    ("/holders/999", 404, "Expected holder 999 in the ledger, but there is none."),
    ("/holders/999/appearances", 404, "Expected holder 999 in the ledger, but there is none."),
    ("/compare?one=1&other=999", 404, "Expected holder 999 in the ledger, but there is none."),
    ("/statements/999/review", 404, "Expected statement 999 in the ledger, but there is none."),
    ("/articles/999/missed", 404, "Expected article 999 in the ledger, but there is none."),
    ("/add/none", 404, "Expected an article that was handed in lately, but there is none with this id."),
    ("/search?standing=maybe", 400, "Expected a standing (asserted, alleged, denied, confirmed, neither, declined,"),
    ("/findings?code=gossip", 400, "Expected another value for code"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "status", "sentence"), WRONG)
def test_what_is_not_there_is_told(reader: TestClient, path: str, status: int, sentence: str) -> None:
    assert sentence in text(reader, path, status)


#: the language that a browser asks for, a day in a list, a day in a card, a day under an axis
FORMS = [
    ("en-US,en;q=0.9", "June 4, 2024", "on June 4, 2024"),
    ("en-GB,en-US;q=0.8", "4 June 2024", "on 4 June 2024"),
    ("de", "4 June 2024", "on 4 June 2024"),
]


@pytest.mark.parametrize(("asked", "day", "said"), FORMS)
def test_days_are_in_the_form_of_the_reader(reader: TestClient, asked: str, day: str, said: str) -> None:
    reader.headers["Accept-Language"] = asked
    assert day in text(reader, "/articles")
    assert said in text(reader, "/articles/2")
    assert text(reader, "/threads/1").count(day) > 2


def test_every_point_of_the_chart_leads_to_its_words(reader: TestClient, ledger: Ledger) -> None:
    page = html.fromstring(reader.get("/holders/9").text)
    rows = page.xpath("//details[@id='stances-list']//tbody/tr")
    stands = ledger.holder(9).stands
    assert [(row.get("data-day"), row.get("data-for")) for row in reversed(rows)] == [
        (stand.said.day, "1" if stand.held.polarity > 0 else "0") for stand in stands
    ]
    for row, stand in zip(reversed(rows), stands, strict=True):
        (link,) = row.xpath(".//a/@href")
        assert link == f"/articles/{stand.said.source.id}#s{stand.said.id}"


# What pages are made of -----------------------------------------------------------------------------------------------

#: the fullest wording, another, what changed
COMPARED = [
    ("“We will shut the port”", "we will shut the port", [("same", "we will shut the port")]),
    ("We will shut the port", "We will close the port",
     [("same", "We will "), ("left out", "shut "), ("added", "close "), ("same", "the port")]),
    ("We will, now, go", "We will go", [("same", "We will "), ("left out", "now, "), ("same", "go")]),
]  # fmt: skip


@pytest.mark.parametrize(("whole", "words", "expected"), COMPARED)
def test_wordings_are_compared_word_by_word(whole: str, words: str, expected: list[tuple[str, str]]) -> None:
    assert [(piece.change, piece.words) for piece in compared(whole, words)] == expected


def test_days_on_a_line() -> None:
    line = TimeAxis.over(["2024-06-03", "2024-06-13", "2024-06-04"])
    assert line is not None
    assert [(tick.day, tick.at) for tick in line.ticks()][0::4] == [("2024-06-03", 0.0), ("2024-06-13", 1.0)]
    assert line.at("2024-06-08") == 0.5
    assert TimeAxis.over(["2024-06-03", "2024-06-03"]) is None


def test_the_graph_runs_from_its_origin_to_the_outlets(ledger: Ledger) -> None:
    drawing = draw(ledger.thread(1).origins.graph)
    at = {place.name: place.x for place in drawing.places}
    assert at["a recording obtained by Radio Sella"] < at["The Courant"]
    assert drawing.lines
    for line in drawing.lines:
        assert at[line.source] < at[line.target]


# Handing in -----------------------------------------------------------------------------------------------------------


def done(reader: TestClient, path: str) -> dict[str, Any]:
    """What has become of an addition, once it is over."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found: dict[str, Any] = reader.get(f"/api/v1{path}").json()
        if found["over"]:
            return found
        time.sleep(0.05)
    raise AssertionError(found)


NEWS = "Ole Lund denied it. “There was no call at all,” he told reporters in Orle on Monday."


def test_a_text_is_read_and_kept(reader: TestClient, ledger: Ledger) -> None:
    for outcome in ("new", "unchanged"):
        known = {"outlet": "Harbour Sheet", "published": "2024-07-30", "title": "No call"}
        answer = send(reader, "/add", text=NEWS, url="", **known)
        assert answer.status_code == 303
        found = done(reader, answer.headers["location"])
        assert (found["state"], found["outcome"], found["error"]) == ("done", outcome, None)
        reading = ledger.reading(found["article"])
        assert {name: getattr(reading.article, name) for name in known} == known
        assert (reading.article.text, len(reading.statements)) == (NEWS, found["statements"])
        assert f"{found['statements']} statements" in text(reader, answer.headers["location"])


#: what is handed in, what is said above the form
REFUSED = [
    ({}, "Expected either a URL or a text, but found neither."),
    ({"text": " \n "}, "Expected either a URL or a text, but found neither."),
    ({"text": NEWS, "url": "https://ntb.example/1"}, "Expected either a URL or a text, but found both."),
    ({"text": NEWS, "published": "Monday"}, "Expected"),
]


@pytest.mark.parametrize(("fields", "sentence"), REFUSED)
def test_what_cannot_be_read_is_told_and_the_form_stays_filled_in(
    reader: TestClient, fields: dict[str, str], sentence: str
) -> None:
    answer = send(reader, "/add", **fields)
    page = html.fromstring(answer.text)
    (alert,) = page.xpath("//*[@role='alert']")
    assert (answer.status_code, alert.text_content()[: len(sentence)].replace("\u2068", "")) == (400, sentence)
    assert page.xpath("string(//textarea[@name='text'])").strip() == fields.get("text", "").strip()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8765/",
        "http://10.0.0.7/x",
        "http://[::1]/",
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
    ],
)
def test_a_url_leads_to_no_private_place(reader: TestClient, url: str) -> None:
    answer = send(reader, "/add", url=url)
    found = done(reader, answer.headers["location"])
    assert (found["state"], found["article"]) == ("failed", None)
    assert found["error"].startswith("expected a")


def test_a_program_hands_in_with_a_token(reader: TestClient, ledger: Ledger) -> None:
    token = ledger.add_user("jo")
    assert reader.post("/api/v1/articles", json={"text": NEWS}).status_code in (401, 403)
    answer = reader.post("/api/v1/articles", json={"text": NEWS}, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 202
    assert done(reader, answer.headers["location"].removeprefix("/api/v1"))["state"] == "done"


# What people say ------------------------------------------------------------------------------------------------------


def words(ledger: Ledger, number: int, field: str) -> Any:
    of = ledger.under_review(number)
    return of.values[field] if of.values else None


def test_a_value_is_right_wrong_or_otherwise_until_it_is_undone(reader: TestClient, ledger: Ledger) -> None:
    page = "/statements/14/review"
    before = words(ledger, 14, "addressee")
    assert send(reader, page, field="addressee", verdict="reject", why="nobody was there").status_code == 303
    assert words(ledger, 14, "addressee") is None
    answer = send(reader, page, field="addressee", verdict="correct", value="the press", words="reporters")
    assert answer.headers["location"] == f"{page}#addressee"
    corrected = words(ledger, 14, "addressee")
    ((start, end),) = corrected["spans"]
    assert (corrected["name"], ledger.under_review(14).text[start:end]) == ("the press", "reporters")
    assert "as corrected, says" in text(reader, page)
    first, second = ledger.reviews()
    assert (second.why, first.verdict, first.field) == ("nobody was there", "correct", "addressee")
    for one in (first, second):
        send(reader, "/reviews/undo", "/reviews", kind="review", number=one.id, back="/reviews")
    assert words(ledger, 14, "addressee") == before
    assert len(ledger.reviews()) == 2


def test_what_a_review_gets_wrong_is_told_beside_its_field(reader: TestClient, ledger: Ledger) -> None:
    answer = send(
        reader, "/statements/14/review", field="time", verdict="correct", value="2024-06-05", words="yesterday"
    )
    page = html.fromstring(answer.text)
    assert answer.status_code == 400
    (alert,) = page.xpath("//section[@id='time']//*[@role='alert']")
    assert "Expected words as they stand in the article, but found 'yesterday'." in alert.text_content()
    assert page.xpath("string(//section[@id='time']//input[@name='value']/@value)") == "2024-06-05"
    assert ledger.reviews() == []


@pytest.mark.parametrize(
    "fields", [{"verdict": "maybe"}, {"verdict": "reject", "field": "cue"}, {"verdict": "correct", "field": "x"}]
)
def test_a_review_that_cannot_be_is_refused(reader: TestClient, ledger: Ledger, fields: dict[str, str]) -> None:
    assert send(reader, "/statements/14/review", **fields).status_code == 400
    assert ledger.reviews() == []


def test_facts_are_corrected(reader: TestClient, ledger: Ledger) -> None:
    path = "/articles/10/facts"
    assert send(reader, path, title="Ferry sails", outlet="", published="2024-07-21", authors="").status_code == 303
    assert "published changed from 20 July 2024 to 21 July 2024" in text(reader, "/articles/10")
    article = ledger.reading(10).article
    assert (article.title, article.published, article.outlet) == ("Ferry sails", "2024-07-21", "Harbour Sheet")
    answer = send(reader, path, published="2024-02-31")
    assert answer.status_code == 400
    assert "2024-02-31" in answer.text
    assert ledger.reading(10).article.published == "2024-07-21"


def test_a_missed_statement_is_added(reader: TestClient, ledger: Ledger) -> None:
    path = "/articles/10/missed"
    wanted = {"content": "The ferry to Orle sailed on Saturday", "cue": "sailed", "type": "indirect", "kind": "person"}
    assert send(reader, path, **{**wanted, "content": "The ferry sank"}).status_code == 400
    count = len(ledger.reading(10, reviewed=True).statements)
    assert send(reader, path, **wanted, value="Emil Radek", words="Emil Radek").status_code == 303
    reading = ledger.reading(10, reviewed=True)
    added = [s for s in reading.statements if reading.words(s.content) == wanted["content"]]
    assert (len(reading.statements), [s.holder and s.holder.name for s in added]) == (count + 1, ["Emil Radek"])


def test_a_finding_is_judged_and_moves_in_the_queue(reader: TestClient, ledger: Ledger) -> None:
    (one, *_) = ledger.findings()
    send(reader, "/findings/review", "/findings", finding=one.finding.key, verdict="reject", why="named elsewhere")
    states = ledger.queue().states
    assert states["rejected"] == 1
    assert "Nothing" not in text(reader, "/findings?state=rejected")
    assert one.finding.key not in {kept.finding.key for kept in ledger.findings()}


def test_holders_are_merged_and_split_with_a_reason(reader: TestClient, ledger: Ledger) -> None:
    page = "/holders/1/appearances"
    assert send(reader, "/holders/1/merge", page, other="Jonas Brandt", why=" ").status_code == 400
    assert send(reader, "/holders/1/merge", page, other="Nobody", why="one person").status_code == 400
    total = ledger.holder(1).total
    assert (
        send(reader, "/holders/1/merge", page, other="Jonas Brandt", why="one person", sure="true").status_code == 303
    )
    merged = ledger.holder(1)
    assert (merged.aliases, merged.total > total) == (("Jonas Brandt",), True)
    (decision,) = [entry for entry in ledger.reviews() if entry.kind == "decision"]
    send(reader, "/reviews/undo", page, kind="decision", number=decision.id, back=page)
    assert ledger.holder(1).total == total
    (person,) = ledger.holders("1")
    assert send(reader, "/holders/1/split", page, appearance=[person.seen[0].id], why="a namesake").status_code == 303
    assert ledger.holder(1).total < total


def test_nobody_says_anything_from_elsewhere(reader: TestClient, ledger: Ledger) -> None:
    token = html.fromstring(reader.get("/add").text).xpath("//main//input[@name='csrf']/@value")[0]
    writing = [
        ("/add", {"text": NEWS}), ("/statements/14/review", {"verdict": "reject"}), ("/articles/2/missed", {}),
        ("/articles/2/facts", {"title": "x"}),
        ("/holders/1/merge", {"other": "2", "why": "x"}), ("/holders/1/split", {"appearance": "1", "why": "x"}),
        ("/reviews/undo", {"kind": "review", "number": "1"}),
        ("/findings/review", {"finding": "x", "verdict": "accept"}),
    ]  # fmt: skip
    for path, fields in writing:
        other = reader.post(path, data={"csrf": token, **fields}, headers={"Sec-Fetch-Site": "cross-site"})
        forged = reader.post(path, data={"csrf": "0.0", **fields}, headers=OURS)
        assert (path, other.status_code, forged.status_code) == (path, 403, 403)
    assert (ledger.reviews(), ledger.counts().articles) == ([], 10)


def test_with_users_saying_something_needs_one(reader: TestClient, ledger: Ledger) -> None:
    token = ledger.add_user("jo")
    assert send(reader, "/statements/14/review", field="time", verdict="accept").status_code == 401
    head = {"Authorization": f"Bearer {token}"}
    said = {"verdict": "reject", "statement": 14, "field": "addressee", "why": "nobody"}
    assert reader.post("/api/v1/reviews", json=said).status_code in (401, 403)
    number = reader.post("/api/v1/reviews", json=said, headers=head).json()["id"]
    (entry,) = reader.get("/api/v1/reviews").json()
    assert (entry["id"], entry["by"], entry["why"]) == (number, "jo", "nobody")
    assert reader.delete(f"/api/v1/reviews/{number}", headers=head).status_code == 200
    assert json.loads(reader.get("/api/v1/reviews").text)[0]["undone_by"] == "jo"
    merged = reader.post("/api/v1/holders/1/merge", json={"other": 5, "why": "one"}, headers=head)
    assert merged.status_code == 201
    assert reader.delete(f"/api/v1/decisions/{merged.json()['id']}", headers=head).status_code == 200


def test_what_people_wholly_reviewed_is_had_as_a_gold_file(reader: TestClient) -> None:
    send(reader, "/statements/14/review", field="addressee", verdict="accept")
    assert reader.get("/reviews.jsonl").text == ""
    article = reader.get("/api/v1/statements/14/review").json()["article"]
    assert send(reader, f"/articles/{article}/reviewed").status_code == 303
    (line,) = map(json.loads, reader.get("/reviews.jsonl").text.splitlines())
    assert [(said["field"], said["verdict"]) for said in line["reviews"]] == [("addressee", "accept")]
    assert "all of an article" in text(reader, f"/reviews?article={article}")
