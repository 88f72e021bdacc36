"""The watch as a user runs it, on sites that answer on this machine: what is asked, kept, told, and told once."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from commands import Ended, run
from fastapi.testclient import TestClient
from lxml import etree
from sites import Channel, Site, channel, site

from reportedly.articles.fetching import Asking
from reportedly.errors import FetchError
from reportedly.ledger import Ledger
from reportedly.ledger.watched.alerts import Alert, Item, Where
from reportedly.shown.alert import told
from reportedly.watch import courtesy
from reportedly.watch.courtesy import Courtesy, Question
from reportedly.web import create_app

REYES = "“We will shut the port down if they walk out again,” Mayor Ana Reyes told reporters on Monday."
LUND = "Harbour chief Ole Lund said he could neither confirm nor deny the call."
TIDE = "The tide was late, and the ferries waited outside the mole until noon, full of people and of goats."
DESK = """
feeds: [{feeds}]
pause: 0s
again: [{again}]
channels: {{desk: "{desk}"}}
rules:
  - {{name: Reyes, holder: Ana Reyes, tell: desk}}
  - {{name: Edits, when: edited, tell: desk}}
"""


class Desk:
    """A ledger with a watch of a site's feeds. told: what the channel has."""

    def __init__(self, folder: Path, there: Site, to: Channel) -> None:
        self.folder, self.site, self.channel = folder, there, to
        self.ledger = folder / "desk.db"
        self.file = folder / "desk.yaml"

    def write(self, *feeds: str, again: str = "0s, 1d", more: str = "") -> None:
        named = ", ".join(feed if "://" in feed else f"{self.site.url}{feed}" for feed in feeds)
        written = DESK.format(feeds=named, again=again, desk=self.channel.url)
        self.file.write_text(written + more, encoding="utf-8")

    def arguments(self, *more: str) -> list[str]:
        return ["watch", str(self.file), "--ledger", str(self.ledger), "--once", "--allow-private", *more]

    def round(self, *more: str) -> Ended:
        self.site.forget()
        self.channel.told.clear()
        return run(*self.arguments(*more))

    def due(self) -> None:
        """Let a day go by for every page, and for everything that is left alone."""
        with sqlite3.connect(self.ledger) as connection:
            connection.execute("UPDATE watched_pages SET due_at = 0 WHERE due_at IS NOT NULL")
            connection.execute("UPDATE watched_feeds SET not_before = 0")
            connection.execute("UPDATE deliveries SET not_before = 0")

    @property
    def titles(self) -> list[str]:
        return [message["title"] for message in self.channel.told]


@pytest.fixture
def desk(tables: Path, tmp_path: Path) -> Iterator[Desk]:
    with site() as there, channel() as to:
        made = Desk(tmp_path, there, to)
        shutil.copy(tables, made.ledger)
        there.page("/1", "Port talks collapse", REYES, TIDE, LUND)
        there.feed("/courier.xml", "The Courier", ("/1", "Port talks collapse"))
        made.write("/courier.xml")
        yield made


def test_what_was_there_is_kept_and_not_told_and_what_comes_is_told_with_its_words(desk: Desk) -> None:
    first = desk.round()
    assert (first.returncode, first.stdout, desk.titles) == (0, "", [])
    assert "1 new article" in first.stderr
    assert "1 reading made" in first.stderr
    desk.site.page("/2", "Union walks out", TIDE, "“The quay will stay shut,” Mayor Ana Reyes said.")
    desk.site.feed("/courier.xml", "The Courier", ("/1", "Port talks collapse"), ("/2", "Union walks out"))
    second = desk.round()
    assert desk.titles == ["Reyes: Ana Reyes in The Courier"]
    (message,) = desk.channel.told
    assert "Ana Reyes said: “The quay will stay shut”" in message["message"]
    assert f"“Union walks out”, The Courier, 8 May 2024\n{desk.site.url}/2" in message["message"]
    assert message["message"].splitlines()[0] in second.stdout
    assert desk.round().stderr.startswith("1 feed asked; 1 not modified; 0 readings made; 0 alerts, 0 sent")
    assert desk.titles == []


def test_an_edit_is_told_with_both_wordings_once(desk: Desk) -> None:
    desk.round()
    desk.site.page("/1", "Port talks collapse", REYES.replace("will", "may"), TIDE.replace("goats", "sheep"), LUND)
    desk.due()
    desk.round()
    assert desk.titles == ["Reyes, Edits: The Courier changed what Ana Reyes said"]
    message = desk.channel.told[0]["message"]
    assert "was: “We will shut the port down if they walk out again”" in message
    assert "now: “We may shut the port down if they walk out again”" in message
    assert "will → may" in message
    assert "goats → sheep" in message
    assert re.search(r"Version 2, seen \d{4}-\d\d-\d\d \d\d:\d\d UTC; before it since", message)
    desk.due()
    again = desk.round()
    assert "1 page asked; 1 of them unchanged; 0 readings made" in again.stderr
    assert (desk.titles, desk.site.statuses) == ([], {304: 2})


def test_what_is_put_in_later_is_told_to_whoever_wants_new_words_alone(desk: Desk) -> None:
    desk.file.write_text(desk.file.read_text().replace("holder: Ana Reyes,", "holder: Ana Reyes, when: said,"))
    desk.file.write_text(desk.file.read_text().replace("  - {name: Edits, when: edited, tell: desk}\n", ""))
    desk.round()
    more = "“Then we will all strike on Friday,” Reyes said later."
    desk.site.page("/1", "Port talks collapse", REYES, TIDE, LUND, more)
    desk.due()
    desk.round()
    assert desk.titles == ["Reyes: Ana Reyes in The Courier"]
    assert "Reyes said: “Then we will all strike on Friday”" in desk.channel.told[0]["message"]


def test_a_page_that_is_taken_down_is_told_once_with_what_it_said(desk: Desk) -> None:
    desk.round()
    desk.site.there["/1"] = 404
    desk.due()
    assert "1 page failed" in desk.round().stderr  # it may be by mistake
    assert desk.titles == []
    desk.due()
    assert "1 taken down; 0 readings made" in desk.round().stderr
    assert desk.titles == ["Reyes, Edits: The Courier took down what Ana Reyes said"]
    message = desk.channel.told[0]["message"]
    assert "Taken down – Ana Reyes\n   was: “We will shut the port down if they walk out again”" in message
    assert "The server answers HTTP 404" in message
    assert re.search(r"Version 1, since \d{4}-\d\d-\d\d \d\d:\d\d UTC, was the last", message)
    desk.due()
    desk.round()
    assert desk.titles == []


@pytest.mark.parametrize("status", [410, 451])
def test_a_page_that_is_gone_for_good_is_told_at_once(desk: Desk, status: int) -> None:
    desk.file.write_text(desk.file.read_text().replace("  - {name: Reyes, holder: Ana Reyes, tell: desk}\n", ""))
    desk.round()
    desk.site.there["/1"] = status
    desk.due()
    desk.round()
    assert desk.titles == ["Edits: The Courier took down an article"]
    assert f"Taken down\n   The server answers HTTP {status}\n“Port talks collapse”" in desk.channel.told[0]["message"]


GERMAN = (
    "Der Hafen von Tarn bleibt bis auf weiteres geschlossen, sagte die Bürgermeisterin am Montag vor der Presse, "
    "nachdem die Ingenieure in neun von elf Pfeilern Risse gefunden hatten, die breiter sind als eine Hand."
)


def test_pages_in_other_languages_are_told_and_passed_over(desk: Desk) -> None:
    desk.site.page("/1", "Der Hafen bleibt zu", GERMAN, GERMAN)
    first = desk.round()
    assert "/1: expected an article in English, found another language (de); `--language any` reads it" in first.stderr
    assert "1 in another language;" in first.stderr
    assert "0 readings made" in first.stderr
    desk.due()
    assert "page" not in desk.round().stderr  # it isn't asked for any more
    desk.site.page("/2", "Der Hafen bleibt noch zu", GERMAN, GERMAN)
    desk.site.feed("/courier.xml", "The Courier", ("/2", "Der Hafen bleibt noch zu"))
    assert "1 reading made" in desk.round("--language", "any").stderr


def test_a_headline_that_is_changed_is_told(desk: Desk) -> None:
    desk.round()
    desk.site.page("/1", "Port talks fail", REYES, TIDE, LUND)
    desk.site.feed("/courier.xml", "The Courier", ("/1", "Port talks fail"))
    desk.round()
    assert desk.titles == ["Edits: The Courier changed a headline"]
    message = desk.channel.told[0]["message"]
    assert "was: “Port talks collapse”\n   now: “Port talks fail”" in message
    assert message.count("Port talks collapse") == 1


def test_what_is_only_read_otherwise_or_typeset_anew_is_no_edit(desk: Desk) -> None:
    desk.site.page("/1", "Port talks collapse", REYES, TIDE, "Updated 10:15")
    desk.round()
    page = REYES.replace("“", '"').replace("”", '"')
    desk.site.page("/1", "Port talks collapse", page, TIDE, "Updated 11:40")
    desk.due()
    assert "1 edited" in desk.round().stderr
    assert desk.titles == []


def test_a_dead_feed_stops_nobody_and_is_left_alone(desk: Desk) -> None:
    desk.site.there |= {"/busy.xml": 503, "/no-feed.xml": ("text/html", "<p>Sorry</p>"), "/gone.xml": 410}
    desk.site.extra["/busy.xml"] = {"Retry-After": "7200"}
    desk.write("http://127.0.0.1:9/dead.xml", "/no-feed.xml", "/gone.xml", "/courier.xml", "/busy.xml")
    first = desk.round()
    assert first.returncode == 1
    assert "expected a feed at http://127.0.0.1:9/dead.xml, found no connection" in first.stderr
    for reason in ("found no connection", "found something else", "found HTTP status 503", "found HTTP status 410"):
        assert reason in first.stderr
    assert "5 feeds asked; 4 failed" in first.stderr
    assert "1 new article" in first.stderr
    second = desk.round()
    assert "1 feed asked; 1 not modified; 4 left alone for now" in second.stderr
    with Ledger.open(desk.ledger) as ledger:
        states = ledger.watched.feeds([f"{desk.site.url}{path}" for path in ("/busy.xml", "/gone.xml", "/no-feed.xml")])
    busy, gone, other = (state.not_before - (state.asked_at or 0) for state in states.values())
    assert (round(busy), round(gone), round(other)) == (7200, 86_400, 300)
    with sqlite3.connect(desk.ledger) as connection:
        assert len(connection.execute("SELECT input FROM failures").fetchall()) == 4
    desk.due()
    desk.round()
    with sqlite3.connect(desk.ledger) as connection:  # noted once, not at each try
        assert len(connection.execute("SELECT input FROM failures").fetchall()) == 4


def test_robots_are_obeyed_and_told_who_asks(desk: Desk) -> None:
    robots = "User-agent: Reportedly\nDisallow: /1\n"
    desk.site.there["/robots.txt"] = ("text/plain", robots)
    desk.write("/courier.xml", more="agent: 'Tarn Desk, desk@tarn.example'\n")
    first = desk.round()
    assert "1 page failed" in first.stderr
    assert desk.site.asked == {"/robots.txt": 1, "/courier.xml": 1}
    agent = desk.site.headers["/courier.xml"]["User-Agent"]
    assert re.fullmatch(r"Reportedly/\S+ \(a watch of feeds; Tarn Desk, desk@tarn\.example\)", agent)
    desk.round()
    assert desk.site.asked == {"/courier.xml": 1}  # robots.txt is known for a day


def test_a_dry_run_tells_nobody_and_changes_nothing(desk: Desk) -> None:
    desk.round()
    desk.site.page("/1", "Port talks collapse", REYES.replace("will", "may"), TIDE, LUND)
    desk.due()
    dry = desk.round("--dry-run")
    assert "now: “We may shut the port down" in dry.stdout
    assert "would be told: desk" in dry.stdout
    assert "1 alert would be told" in dry.stderr
    assert desk.titles == []
    desk.round()
    assert desk.titles == ["Reyes, Edits: The Courier changed what Ana Reyes said"]


def test_the_backlog_is_told_if_it_is_asked_for_and_is_json(desk: Desk) -> None:
    told_now = desk.round("--backlog", "--json")
    (alert,) = map(json.loads, told_now.stdout.splitlines())
    assert (alert["rule"], alert["kind"], alert["items"][0]["who"]) == ("Reyes", "said", "Ana Reyes")
    assert alert["items"][0]["where"]["url"] == f"{desk.site.url}/1"
    assert desk.titles == ["Reyes: Ana Reyes in The Courier"]


def test_a_channel_that_takes_nothing_has_it_later(desk: Desk) -> None:
    desk.channel.refuses = True
    first = desk.round("--backlog")
    assert first.returncode == 1
    assert "the channel 'desk' took nothing: 1 still to be told" in first.stderr
    desk.channel.refuses = False
    desk.round()
    assert desk.titles == []  # not yet again
    desk.due()
    assert desk.round().returncode == 0
    assert desk.titles == ["Reyes: Ana Reyes in The Courier"]
    assert "Perhaps told before" not in desk.channel.told[0]["message"]


def test_a_finding_is_told_with_the_words_on_both_sides(desk: Desk) -> None:
    desk.file.write_text(desk.file.read_text().replace("{name: Edits, when: edited,", "{finding: altered-quotation,"))
    desk.round()
    changed = REYES.replace("shut the port down", "burn the port down")
    desk.site.page("/2", "Mayor warns union", changed, "The union met in Tarn on Tuesday to vote on the strike.")
    desk.site.feed("/post.xml", "Harbour Post", ("/2", "Mayor warns union"))
    desk.write("/courier.xml", "/post.xml")
    desk.file.write_text(desk.file.read_text().replace("{name: Edits, when: edited,", "{finding: altered-quotation,"))
    desk.round("--backlog")
    message = next(m for m in desk.channel.told if m["title"].startswith("altered-quotation"))
    assert message["title"] == "altered-quotation: altered quotation in Harbour Post, Ana Reyes"
    for words in ("burn the port down", "shut the port down", "Harbour Post", "The Courier", f"{desk.site.url}/1"):
        assert words in message["message"]


def test_one_utterance_in_many_outlets_is_told_once(desk: Desk) -> None:
    desk.round("--backlog")
    desk.site.page("/2", "Mayor warns union", REYES, "The union met in Tarn on Tuesday to vote on the strike.")
    desk.site.feed("/post.xml", "Harbour Post", ("/2", "Mayor warns union"))
    desk.write("/courier.xml", "/post.xml")
    assert "1 new article" in desk.round("--backlog").stderr
    assert desk.titles == []


def test_the_digest_of_a_day_comes_once(desk: Desk) -> None:
    desk.write("/courier.xml", more="digest: {at: '00:00', tell: desk}\n")
    desk.round("--backlog")
    assert desk.titles == ["Since yesterday: 1 change in what you watch", "Reyes: Ana Reyes in The Courier"][::-1]
    assert desk.channel.told[1]["message"].startswith("Ana Reyes told: “We will shut the port down")
    desk.round()
    assert desk.titles == []


def test_two_watches_of_one_ledger(desk: Desk) -> None:
    with Ledger.open(desk.ledger) as ledger, ledger.watched.alone():
        second = desk.round()
    assert second.returncode == 1
    assert second.stderr == "reportedly: expected one watch of a ledger at a time, but another is at this one\n"


def test_a_feeds_own_text_where_the_page_gives_less(desk: Desk) -> None:
    desk.site.there["/1"] = ("text/html", "<html><body><div id='app'></div></body></html>")
    desk.site.feed("/courier.xml", "The Courier", ("/1", "Port talks"), more=f"<description>{REYES}</description>")
    desk.round("--backlog")
    assert desk.titles == ["Reyes: Ana Reyes in The Courier"]


# -- stopped at any moment -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("when", ["a page is asked for", "an alert is sent"])
def test_killed_and_started_again_everything_is_told(tables: Path, tmp_path: Path, when: str) -> None:
    """Told exactly once, but what was being sent: that comes again, and says so, since it may not have arrived."""
    running: list[subprocess.Popen[bytes]] = []

    def kill(at: int) -> None:
        if running and at == 2:
            running.pop().send_signal(signal.SIGKILL)

    with site() as there, channel(kill if when == "an alert is sent" else lambda _: None) as to:
        desk = Desk(tmp_path, there, to)
        shutil.copy(tables, desk.ledger)
        items = [(f"/{number}", f"Port news {number}") for number in range(1, 5)]
        for path, title in items:
            there.page(path, title, f"“We will shut quay {path[1:]} down,” Mayor Ana Reyes said. {TIDE}")
        there.feed("/courier.xml", "The Courier", *items)
        if when == "a page is asked for":
            there.kill = ("/3", lambda: running and running.pop().send_signal(signal.SIGKILL))
        desk.write("/courier.xml")
        command = [sys.executable, "-m", "reportedly.cli", *desk.arguments("--backlog")]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ})
        running.append(process)
        assert process.wait(120) == -signal.SIGKILL
        before = len(to.told)
        assert run(*desk.arguments("--backlog")).returncode == 0
        told_of = [re.search(r"quay (\d)", message["message"]) for message in to.told]
        assert {found[1] for found in told_of if found} == {"1", "2", "3", "4"}
        again = [message for message in to.told if "Perhaps told before" in message["message"]]
        if when == "an alert is sent":
            assert (before, len(to.told), len(again)) == (2, 5, 1)
            assert again[0]["message"].partition("\n\n")[2] in {message["message"] for message in to.told[:2]}
        else:
            assert (before, len(to.told), len(again)) == (0, 4, 0)
        assert run(*desk.arguments()).returncode == 0
        assert len(to.told) == before + (3 if when == "an alert is sent" else 4)


# -- many ------------------------------------------------------------------------------------------------------------


def test_the_second_round_of_500_feeds_reads_nothing(tables: Path, tmp_path: Path) -> None:
    with site() as there, channel() as to:
        desk = Desk(tmp_path, there, to)
        shutil.copy(tables, desk.ledger)
        for number in range(10):
            there.page(f"/{number}", f"News {number}", f"“We will shut quay {number} down,” Reyes said. {TIDE}")
        for number in range(500):
            page = number % 10
            there.feed(f"/feed/{number}", f"Outlet {number}", (f"/{page}", f"News {page}"))
        desk.write(*(f"/feed/{number}" for number in range(500)), again="1d")
        first = desk.round()
        assert first.stderr.startswith("500 feeds asked; 10 pages asked; 10 new articles; ")
        assert "10 readings made" in first.stderr
        second = desk.round()
        assert second.stderr == "500 feeds asked; 500 not modified; 0 readings made; 0 alerts, 0 sent\n"
        assert there.statuses == {304: 500}


# -- courtesy --------------------------------------------------------------------------------------------------------


def asked(there: Site, *paths: str, pause: float = 0.0) -> dict[str, object]:
    polite = Courtesy("Reportedly/0 (test)", pause, lambda *_: None, private=True)
    return dict(polite.ask([(path, Question(f"{there.url}{path}", Asking(), named=True)) for path in paths]))


def test_a_pause_between_two_questions_to_a_host() -> None:
    with site() as there:
        there.page("/1", "One", TIDE)
        there.there["/robots.txt"] = ("text/plain", "User-agent: *\nCrawl-delay: 0.4")
        start = time.monotonic()
        asked(there, "/1", "/1?2", "/1?3", pause=0.1)
        assert time.monotonic() - start >= 0.9


#: The answer for robots.txt → whether a page may be asked for.
ROBOTS = [
    (("text/plain", "User-agent: *\nDisallow: /"), False),
    (("text/plain", "User-agent: *\nDisallow: /\n\nUser-agent: reportedly\nAllow: /"), True),
    (("text/html", "<html>Not found</html>"), True),
    (("application/x-unknown", "User-agent: *\nDisallow: /"), False),
    (404, True),
    (403, True),
    (500, False),
]


@pytest.mark.parametrize(("robots", "expected"), ROBOTS)
def test_what_robots_say(robots: tuple[str, str] | int, expected: bool) -> None:
    with site() as there:
        there.page("/1", "One", TIDE)
        there.there["/robots.txt"] = robots
        answer = asked(there, "/1")["/1"]
        assert isinstance(answer, FetchError) is not expected
        assert there.asked["/1"] == expected


def test_a_host_at_its_limits_is_left_alone() -> None:
    with site() as there:
        there.there |= {"/1": 429, "/2": ("text/html", "<p>Two</p>")}
        there.extra["/1"] = {"Retry-After": "30"}
        first, second = asked(there, "/1", "/2").values()
        assert isinstance(first, FetchError)
        assert isinstance(second, FetchError)
        assert (first.status, first.wait, second.wait) == (429, 30.0, 30.0)
        assert "didn't ask" in str(second)
        assert there.asked["/2"] == 0


def test_asking_ends_with_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courtesy, "AHEAD", 1)
    with site() as there:
        for number in range(9):
            there.page(f"/{number}", "One", TIDE)
        polite = Courtesy("Reportedly/0 (test)", 0.0, lambda *_: None, private=True)
        questions = [(str(n), Question(f"{there.url}/{n}", Asking(), named=True)) for n in range(9)]
        for _ in polite.ask(questions):
            break
        time.sleep(0.5)
        assert sum(there.asked.values()) < 9


# -- in words, and in the reader -------------------------------------------------------------------------------------


def test_words_of_an_article_call_nobody() -> None:
    where = Where("The @Courier", "Hello <!channel>", "https://courier.example/1", "2024-05-08")
    item = Item("said", where, "@here, it\x1b[31m floats <@U1>", who="@channel", cue="said")
    words = told(Alert(1, "0" * 32, "Reyes", "said", "2024-05-08T10:00:00+00:00", 1, (item,)))
    text = f"{words.title}\n{words.body}"
    assert not re.search(r"@\w|<[!@#]|\x1b", text)
    assert "https://courier.example/1" in words.lines


def test_alerts_in_the_reader_and_as_a_feed(desk: Desk) -> None:
    desk.site.page("/1", "Port <b>talks</b> & more", REYES, TIDE, LUND)
    desk.round("--backlog")
    with Ledger.open(desk.ledger) as ledger:
        reader = TestClient(create_app(ledger), base_url="http://127.0.0.1:8765")
        page, feed, answer = (reader.get(path) for path in ("/alerts", "/alerts.atom", "/api/v1/alerts"))
        assert [reply.status_code for reply in (page, feed, answer)] == [200, 200, 200]
        assert "We will shut the port down" in page.text
        assert "Alerts of the watch" in reader.get("/").text
    assert feed.headers["content-type"].startswith("application/atom+xml")
    atom = {"a": "http://www.w3.org/2005/Atom"}
    tree = etree.fromstring(feed.content)
    assert tree.xpath("string(a:entry/a:title)", namespaces=atom) == "Reyes: Ana Reyes in The Courier"
    assert tree.xpath("string(a:entry/a:link[@rel='alternate']/@href)", namespaces=atom) == f"{desk.site.url}/1"
    assert "We will shut the port down" in tree.xpath("string(a:entry/a:content)", namespaces=atom)
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", tree.xpath("string(a:entry/a:id)", namespaces=atom))
    assert answer.json()["alerts"][0]["items"][0]["who"] == "Ana Reyes"


def test_the_same_in_either_database(where: str, tmp_path: Path) -> None:
    with site() as there, channel() as to:
        desk = Desk(tmp_path, there, to)
        there.page("/1", "Port talks collapse", REYES, TIDE, LUND)
        there.feed("/courier.xml", "The Courier", ("/1", "Port talks collapse"))
        desk.write("/courier.xml", again="0s, 1d", more="digest: {at: '00:00', tell: desk}\n")
        line = ["watch", desk.file, "--ledger", where, "--once", "--allow-private"]
        first = run(*line, "--backlog")
        assert (first.returncode, "1 alert, 2 sent" in first.stderr) == (0, True), first.stderr
        there.page("/1", "Port talks collapse", REYES.replace("will", "may"), TIDE, LUND)
        with Ledger.open(where) as ledger:
            (page,) = ledger.watched.due_pages(time.time() + 90_000)
            ledger.watched.keep_page(replace(page, due_at=0.0))
            with ledger.watched.alone():
                assert "another is at this one" in run(*line).stderr
        assert run(*line).returncode == 0
        assert desk.titles[2:] == ["Reyes, Edits: The Courier changed what Ana Reyes said"]
        assert run(*line).stderr == "1 feed asked; 1 not modified; 0 readings made; 0 alerts, 0 sent\n"
