"""Copies: which articles are of one text, which of them is the original, and whose text they say it is."""

# ruff: noqa: E501

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest
import sqlalchemy as sa
from commands import run
from hypothesis import given
from hypothesis import strategies as st

from reportedly import Article
from reportedly.ledger import Ledger
from reportedly.ledger.tables import engine, schema
from reportedly.ledger.threads.copies import are_copies, bands, exchanged_facts, may_be_copies, shingles
from reportedly.ledger.threads.credits import credits
from reportedly.reading import Reading

WIRE = (
    "The council of Brask voted on Tuesday to close the old ferry terminal. Ana Reyes, the mayor, said the building had been "
    "a danger for years. Divers found cracks under the eastern pier in March. Repairs would cost nine million. Ole Lund, who "
    "runs the port, called the vote a farce and left the hall before it was over. The terminal opened in 1931."
)
RATES = (
    "The Bank of Norland left its key rate unchanged at {rate} percent on Thursday, in line with what most economists had "
    "expected. The committee voted {votes} for the decision, the bank said in a statement after its meeting. It said it "
    "would keep the rate as high as needed for as long as needed, and that it saw the risks to prices as balanced. Governor "
    "Marta Lind will answer questions from reporters at noon at the bank's seat in Orle, and the minutes will be published "
    "in two weeks. The committee meets eight times a year. The next decision is due on {day}."
)
ARREST = (
    "Police in {place} arrested a {age}-year-old man on {day} on suspicion of burglary, a spokesman said. Officers were "
    "called to a house in the early hours after neighbours had heard glass break. He was taken to the station for questioning "
    "and was later released on bail until a hearing next month. Anyone with information is asked to call the police, or to "
    "give it without a name. Residents were asked to lock doors and windows, and to report strangers who ring at doors."
)


def add(ledger: Ledger, *articles: tuple[str, str, str | None]) -> dict[str, str | None]:
    """Add articles, given by outlet, text and day; returns for each outlet that whose article it has copied."""
    for outlet, text, day in articles:
        url = f"https://{outlet.lower()}.example/{day}"
        ledger.add(Reading(Article.from_text(text, outlet=outlet, url=url, published=day), (), ()))
    return copied(ledger)


def copied(ledger: Ledger) -> dict[str, str | None]:
    article = schema.articles.c
    with engine.reading(ledger._engine) as connection:
        rows = connection.execute(sa.select(article.id, article.outlet, article.copy_of).where(article.current)).all()
    called = {row.id: row.outlet for row in rows}
    return {row.outlet: called.get(row.copy_of) for row in rows}


COPIES = [
    (WIRE, True),
    (f"By our own reporter. {WIRE}", True),
    (WIRE.rpartition("Ole Lund")[0], True),
    (WIRE.replace("Tuesday", "Wednesday"), True),
    (WIRE[: len(WIRE) // 8], False),
    ("A choir of dockers sang on the quay at noon while snow fell on the cranes. " * 6, False),
]


@pytest.mark.parametrize(("text", "expected"), COPIES)
def test_copies(ledger: Ledger, text: str, expected: bool) -> None:
    found = add(ledger, ("NTB", WIRE, "2024-05-08"), ("Courier", text, "2024-05-09"))
    assert found == {"NTB": None, "Courier": "NTB" if expected else None}


#: Two texts that share nearly all their words, the days of both, whether they are copies.
STANDING = [
    (RATES, {"rate": "4.25", "votes": "seven to two", "day": "July 11"},
     {"rate": "4.5", "votes": "eight to one", "day": "August 15"}, "2024-06-06", "2024-07-11", False),
    (RATES, {"rate": "4.25", "votes": "seven to two", "day": "July 11"},
     {"rate": "4.25", "votes": "seven to two", "day": "August 15"}, "2024-06-06", "2024-07-11", False),
    (RATES, {"rate": "4.25", "votes": "seven to two", "day": "July 11"},
     {"rate": "4.25", "votes": "seven to two", "day": "July 11"}, "2024-06-06", "2024-06-07", True),
    (ARREST, {"place": "Keldhaven", "age": "34", "day": "Monday"}, {"place": "Orle", "age": "51", "day": "Monday"},
     "2024-06-06", "2024-06-06", False),
    (ARREST, {"place": "Keldhaven", "age": "34", "day": "Monday"}, {"place": "Keldhaven", "age": "43", "day": "Monday"},
     "2024-06-06", "2024-06-06", True),  # a slip, or a correction
]  # fmt: skip


@pytest.mark.parametrize(("text", "one", "other", "first", "then", "expected"), STANDING)
def test_standing_text_is_of_two_events(
    ledger: Ledger, text: str, one: dict[str, str], other: dict[str, str], first: str, then: str, expected: bool
) -> None:
    found = add(ledger, ("NTB", text.format(**one), first), ("Courier", text.format(**other), then))
    assert found == {"NTB": None, "Courier": "NTB" if expected else None}


SPEECH = (
    "“We have waited nine years for this quay, and we won't wait for a tenth. Every winter the ice took a pile, and every "
    "spring somebody in this hall said that it could be mended for less next year. It couldn't. I ask you to vote for the "
    "nine million tonight, because in May there will be nothing left to vote for, and the ferry will land at Orle instead. "
    "Our fathers built it with their hands in a single summer, and nobody sent them a consultant to tell them how. I have "
    "read all seven reports. Six say that the piles are rotten, and the seventh says that somebody should look at them. We "
    "have looked. A diver put his arm through one up to the shoulder, and pulled out a crab that had lived there for years.”"
)
DOCKER = (
    "{speech} With these words the mayor of Keldhaven, Ana Reyes, opened a stormy session of the council on Tuesday night, to "
    "cheers from the gallery."
)
CLERK = (
    "A vote on the harbour has been put off until June after members asked for a second estimate. Ms Reyes had pleaded with "
    "them in vain. {speech}"
)
#: Two texts that have one speech, and whether they are copies.
SPEECHES = [
    (DOCKER, CLERK, False),
    (DOCKER, DOCKER, True),
    (DOCKER, f"By our own reporter. {DOCKER}", True),
    ("Ana Reyes said: {speech}", "The mayor told the council: {speech}", True),
]


@pytest.mark.parametrize(("one", "other", "expected"), SPEECHES)
def test_two_reports_of_a_speech_are_no_copies(ledger: Ledger, one: str, other: str, expected: bool) -> None:
    texts = (one.format(speech=SPEECH), other.format(speech=SPEECH))
    assert may_be_copies(*(shingles(text) for text in texts))
    found = add(ledger, ("NTB", texts[0], "2024-05-08"), ("Courier", texts[1], "2024-05-09"))
    assert found == {"NTB": None, "Courier": "NTB" if expected else None}


#: Outlets with their texts and days, and who is the original, in whatever order they are added.
ORIGINALS = [
    ("NTB", [("NTB", WIRE, "2024-05-08"), ("Courier", WIRE, "2024-05-09"), ("Echo", WIRE, "2024-05-10")]),
    ("KNA", [("KNA", WIRE, "2024-05-09"), ("Courier", f"BRASK (KNA) – {WIRE}", "2024-05-09"),
             ("Echo", f"{WIRE} (KNA)", "2024-05-09")]),
    ("KNA", [("KNA", f"BRASK (KNA) – {WIRE}", "2024-05-10"), ("Courier", f"BRASK (KNA) – {WIRE}", "2024-05-09")]),
    ("NTB", [("NTB", WIRE, "2024-05-08"), ("Courier", WIRE.rpartition("Ole Lund")[0], "2024-05-08")]),
    ("NTB", [("NTB", WIRE, "2024-05-08"), ("Courier", WIRE, None)]),
]  # fmt: skip
ORDERS = [(first, order) for first, articles in ORIGINALS for order in permutations(articles)]


@pytest.mark.parametrize(("first", "articles"), ORDERS)
def test_the_original_is_told_by_day_and_credit(
    ledger: Ledger, first: str, articles: tuple[tuple[str, str, str | None], ...]
) -> None:
    assert add(ledger, *articles) == {outlet: None if outlet == first else first for outlet, *_ in articles}


def test_a_version_is_no_copy(ledger: Ledger) -> None:
    for text in (WIRE, f"{WIRE} This article was corrected."):
        ledger.add(Reading(Article.from_text(text, outlet="NTB", url="https://ntb.example/1"), (), ()))
    assert copied(ledger) == {"NTB": None}


def test_copies_of_a_version_are_copies_of_the_next(ledger: Ledger) -> None:
    add(ledger, ("NTB", WIRE, "2024-05-08"), ("Courier", WIRE, "2024-05-09"))
    url = "https://ntb.example/2024-05-08"
    text = f"{WIRE} This article was corrected."
    ledger.add(Reading(Article.from_text(text, outlet="NTB", url=url, published="2024-05-08"), (), ()))
    assert copied(ledger) == {"NTB": None, "Courier": "NTB"}


def test_a_day_that_is_corrected_tells_another_original(ledger: Ledger) -> None:
    add(ledger, ("NTB", WIRE, "2024-05-08"), ("Courier", WIRE, "2024-05-09"))
    article = Article.from_text(WIRE, outlet="NTB", url="https://ntb.example/2024-05-08", published="2024-05-10")
    ledger.add(Reading(article, (), ()))
    assert copied(ledger) == {"NTB": "Courier", "Courier": None}


CREDITED = [
    ("KELDHAVEN (KNA) – Voss spoke.", "KNA"),
    ("KELDHAVEN, June 4 (Reuters) - Voss spoke.", "Reuters"),
    ("Orle, July 5, 2022 (KNA) The minister spoke.", "KNA"),
    ("A storm at sea\n\nBy Lena Marek, Reuters\n\nRain fell.", "Reuters"),
    ("A storm at sea\n\nBy Agence Bleue\n\nRain fell.", "Agence Bleue"),
    ("KNA – Rain fell.", "KNA"),
    ("Rain fell. (KNA)", "KNA"),
    ("Rain fell.\n\nSource: KNA", "KNA"),
    ("Rain fell.\n— Reuters\n", "Reuters"),
    ("Rain fell.\n\nReuters", "Reuters"),
    ("Rain fell. (KNA", "KNA"),
    ("Rain fell. (KNA)\n\nCourier News Keldhaven", "KNA"),
    ("“Rain fell,” he said.\n\n(KNA)\n\nShare this: Post\n\nPrint\n\nE-mail\n\nLike this: Loading...\n", "KNA"),
]
NOT_CREDITED = [
    "The Peoples Party (PPP) – which lost – met on Tuesday.",
    "The Bank of Norland (BON) has raised its rate.",
    "He is of the Young Progressives Party (YPP).",
    "Rain fell, according to KNA.",
    "Rain fell.\n\nAdditional reporting by KNA",
    "Reuters said that rain fell.",
    "Stay at home.\n\nOLE LUND\n\nTHE HARBOUR OFFICE\n\nORLE",
    "Rain fell.\n\nShare this: Post\n\nReuters Photo\n\nPrint",
    "He is of the party (YPP).\n\nRead more",
]


@pytest.mark.parametrize(("text", "agency"), CREDITED)
def test_whose_text_it_is_said_to_be(text: str, agency: str) -> None:
    assert credits(text) == (agency,)


@pytest.mark.parametrize("text", NOT_CREDITED)
def test_other_names_are_no_credit(text: str) -> None:
    assert credits(text) == ()


def test_an_agency_may_be_the_author() -> None:
    assert credits("Rain fell.", ["Reuters", "Lena Marek"]) == ("Reuters",)


@given(st.text())
def test_any_text_is_a_copy_of_itself_or_too_short(text: str) -> None:
    of = shingles(text)
    assert may_be_copies(of, of) == bool(of)
    assert bool(bands(of)) == bool(of)
    assert are_copies(text, text, 1000) or not of


@given(st.text(), st.text())
def test_facts_are_exchanged_both_ways(one: str, other: str) -> None:
    assert exchanged_facts(one, other) >= 0
    assert exchanged_facts(one, one) == 0


def test_whoever_adds_a_copy_is_told(tmp_path: Path) -> None:
    given = tmp_path / "wire.jsonl"
    outlets = [("https://courier.example/1", "Courier"), ("https://post.example/9", "Harbour Post")]
    rows = [{"text": WIRE, "url": url, "outlet": outlet} for url, outlet in [*outlets, outlets[0]]]
    given.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    told = run("add", given, "--ledger", tmp_path / "desk.db").stdout.splitlines()
    assert told[1].startswith(f"new: {given}, line 2, article 2, ")
    assert told[1].endswith("; a copy of article 1")
    assert [line.partition(":")[0] for line in told] == ["new", "new", "unchanged"]
    assert not any("a copy of" in line for line in (told[0], told[2]))
    asked = run("add", given, "--ledger", tmp_path / "json.db", "--json").stdout.splitlines()
    assert [json.loads(line)["copy_of"] for line in asked] == [None, 1, None]
