"""What a watch can be told in YAML and OPML, and the sentence for what it can't."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from reportedly.errors import WatchError
from reportedly.ledger.watched.rules import Rule
from reportedly.watch.channels import Channels
from reportedly.watch.settings import DEFAULT, Feed, load

FEED = "feeds: [https://courier.example/feed]\n"
OPML = """<opml version="2.0"><head><title>News</title></head><body><outline text="Ports">
<outline type="rss" text="The Courier" xmlUrl="https://courier.example/feed"/>
<outline type="rss" text="Harbour Post" xmlUrl="https://post.example/rss"/></outline></body></opml>"""


def test_all_that_can_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK", "json://localhost/desk")
    (tmp_path / "ports.opml").write_text(OPML, encoding="utf-8")
    (tmp_path / "desk.yaml").write_text(
        """
feeds:
  - url: https://tarn.example/feed
    outlet: Tarn Weekly
    every: 5m
    robots: ignore
opml: ports.opml
every: 1h
pause: 10s
again: [1d, 2h]
agent: Tarn Desk, desk@tarn.example
channels:
  desk: $DESK
rules:
  - name: The port
    holder: [Ana Reyes, Lund]
    words: port
    target: union
    outlet: The Courier
    sure: 0.8
    tell: desk
  - finding: altered-quotation
  - when: edited
digest:
  at: 17:30
  zone: Europe/Oslo
  tell: desk
""",
        encoding="utf-8",
    )
    found = load([tmp_path / "desk.yaml"])
    assert found.feeds == (
        Feed("https://courier.example/feed", every=3600.0),
        Feed("https://post.example/rss", every=3600.0),
        Feed("https://tarn.example/feed", "Tarn Weekly", 300.0, obeys=False),
    )
    assert (found.pause, found.again) == (10.0, (7200.0, 86400.0))
    assert found.agent.startswith("Reportedly/")
    assert "Tarn Desk, desk@tarn.example" in found.agent
    assert found.channels == {"desk": "json://localhost/desk"}
    assert found.rules == (
        Rule(
            "The port", frozenset({"said", "edited"}), ("Ana Reyes", "Lund"), "port", ("union",), ("The Courier",), (),
            0.8, ("desk",),
        ),
        Rule("altered-quotation", frozenset({"found"}), findings=("altered-quotation",)),
        Rule("edited", frozenset({"edited"})),
    )  # fmt: skip
    assert found.digest is not None
    assert (found.digest.at, str(found.digest.zone), found.digest.tell) == (time(17, 30), "Europe/Oslo", ("desk",))


def test_a_list_of_feeds_is_enough(tmp_path: Path) -> None:
    (tmp_path / "ports.opml").write_text(OPML, encoding="utf-8")
    found = load([tmp_path / "ports.opml"])
    assert [feed.url for feed in found.feeds] == ["https://courier.example/feed", "https://post.example/rss"]
    assert found.rules == DEFAULT


#: What stands in a file → the end of the sentence, after its path.
WRONG = [
    ("", "found none"),
    ("rules: [", "found: while parsing a flow node"),
    ("just words", "found: Expected `object`, got `str`"),
    (f"{FEED}fedes: []", "found: Object contains unknown field `fedes`"),
    (f"{FEED}rules: [{{hodler: Reyes}}]", "found: Object contains unknown field `hodler` - at `$.rules["),
    (f"{FEED}rules: [{{words: 5}}]", "found: Expected `str`, got `int` - at `$.rules["),
    ("feeds: [courier.example/feed]", "found 'courier.example/feed'"),
    ("feeds: ['ftp://courier.example/feed']", "found 'ftp://courier.example/feed'"),
    (f"{FEED}every: soon", "found 'soon'"),
    (f'{FEED}agent: "Tarn\\r\\nCookie: a"', "found others"),
    (f"{FEED}rules: [{{finding: lies}}]", "found 'lies'"),
    (f"{FEED}rules: [{{when: yesterday}}]", "found 'yesterday'"),
    (f"{FEED}rules: [{{when: []}}]", "found none"),
    (f"{FEED}rules: [{{when: said}}]", "found none: all would be told"),
    (f"{FEED}rules: [{{words: a, sure: 7}}]", "found 7.0"),
    (f"{FEED}rules: [{{words: a}}, {{words: a}}]", "found 'a' twice"),
    (f"{FEED}rules: [{{words: a, tell: desk}}]", "found 'desk'"),
    (f"{FEED}digest: {{at: '25:00', tell: []}}", "found '25:00'"),
    (f"{FEED}digest: {{at: '07:00', zone: Tarn, tell: []}}", "found 'Tarn'"),
    (f"{FEED}channels: {{desk: $NOT_THERE}}", "found none"),
    ("opml: none.opml", "found: no such file or directory"),
    ("<opml></opml>", "found none in it"),
    ("<html><body>Hello</body></html>", "found none in it"),
    ('<opml><body><outline type="rss" xmlUrl="file:///etc/passwd"/></body></opml>', "found 'file:///etc/passwd'"),
]


@pytest.mark.parametrize(("written", "expected"), WRONG)
def test_what_cannot_be_told_is_a_sentence(tmp_path: Path, written: str, expected: str | None) -> None:
    (tmp_path / "desk.yaml").write_text(written, encoding="utf-8")
    if expected is None:
        load([tmp_path / "desk.yaml"])
        return
    with pytest.raises(WatchError) as raised:
        load([tmp_path / "desk.yaml"])
    said = str(raised.value)
    assert said.startswith("expected ")
    assert expected in said
    assert "\n" not in said


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WatchError, match="found: no such file or directory"):
        load([tmp_path / "none.yaml"])


def test_a_channel_that_apprise_does_not_know_is_a_sentence_without_its_secret() -> None:
    with pytest.raises(WatchError, match="for the channel 'desk', found one that apprise doesn't know") as raised:
        Channels({"desk": "slakc://T0P/S3CRET/token"})
    assert "S3CRET" not in str(raised.value)
