"""Records in the reader: the list, one turn by turn with what is quoted of it, the same beside articles and threads."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hearing import ABOUT, ARTICLE, HEARING, KNOWN
from lxml import html
from starlette.testclient import TestClient

import reportedly
from reportedly.ledger import Ledger, RecordFacts
from reportedly.records.load import of_bytes
from reportedly.web import create_app, on_record
from reportedly.web.views import articles

pytestmark = pytest.mark.usefixtures("off_the_loop")

RECORD = replace(of_bytes(HEARING.encode(), "hearing.vtt"), name="/home/jo/tapes/hearing.vtt")
ATTACK = "<script>alert(1)</script> <img src=x onerror=alert(2)> {{ 7*7 }} \u202e"


@pytest.fixture(scope="module")
def kept(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with a record and an article that quotes it."""
    path: Path = tmp_path_factory.mktemp("kept") / "desk.db"
    with Ledger.open(shutil.copy(tables, path)) as ledger:
        ledger.add_record(RECORD, ABOUT)
        ledger.add(reportedly.read(ARTICLE, **KNOWN))
        ledger.refresh()
    return path


@pytest.fixture
def ledger(kept: Path, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(shutil.copy(kept, tmp_path / "desk.db")) as opened:
        yield opened


@pytest.fixture
def empty(tables: Path, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(shutil.copy(tables, tmp_path / "empty.db")) as opened:
        yield opened


def got(ledger: Ledger, path: str) -> Any:
    answer = TestClient(create_app(ledger), base_url="http://127.0.0.1:8765").get(path)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def told(element: Any) -> str:
    return " ".join(re.sub("[\u2066-\u2069]", "", element.text_content()).split())


def led(page: Any) -> list[str]:
    return [str(address) for address in page.xpath("//header[@class='site']//nav/a/@href")]


def test_the_header_leads_to_records_where_there_are_some(ledger: Ledger, empty: Ledger) -> None:
    for path in ("/", "/articles", "/records"):
        assert "/records" in led(got(ledger, path))
        assert "/records" not in led(got(empty, path))
    assert "No records yet" in told(got(empty, "/records"))
    ledger.remove_record(1)
    assert "/records" not in led(got(ledger, "/"))


def test_the_list_tells_what_each_record_is_and_how_much_is_quoted(ledger: Ledger) -> None:
    page = got(ledger, "/records")
    (row,) = page.xpath("//ol[@class='listing']/li")
    assert row.xpath(".//h3/a/@href") == ["/records/1"]
    assert told(row) == (
        "2 March 2026 · Haldenhearing on the bridge captions · 3 turns · Ana Reyes, Ole Lund · "
        f"{len(RECORD.text.split())} words · 3 quotations of 1 article"
    )


def test_a_record_shows_each_turn_with_what_is_quoted_of_it(ledger: Ledger) -> None:
    page = got(ledger, "/records/1")
    turns = page.xpath("//article[@class='text record']//p[starts-with(@id, 'turn-')]")
    assert [turn.get("id") for turn in turns] == ["turn-0", "turn-1", "turn-2"]
    heads = [told(turn.xpath("./span[@class='speaker']")[0]) for turn in turns]
    assert heads == ["Ana Reyes · 00:00:05", "Ole Lund · 00:00:14", "Ana Reyes · 00:00:20"]
    for turn, said in zip(turns, RECORD.turns, strict=True):
        assert "".join(turn.xpath("./text() | ./a/text()")) == said.words
    quoted = [(link.get("href"), link.text) for turn in turns for link in turn.xpath("./a")]
    assert quoted == [
        ("#q2", "We counted rust in eleven of the sixteen bearings"),
        ("#q3", "The tide is late every day of the year"),
        ("#q1", "What the harbour needs is a second crane and a longer quay"),
    ]
    for link, _ in quoted:
        assert page.get_element_by_id(link[1:]) is not None


def test_beside_a_turn_stand_who_used_which_words_and_how(ledger: Ledger) -> None:
    page = got(ledger, "/records/1")
    note = page.get_element_by_id("q2")
    assert told(note) == (
        "with words changed “We counted rust in twelve of the sixteen bearings,” "
        "Ana Reyes in Halden Post, 3 March 2026 number: “twelve” for “eleven”"
    )
    statement = ledger.verified(1)[1].statement
    assert note.xpath(".//p[@class='quoted']/a/@href") == [f"/articles/1#s{statement}"]
    assert told(page.get_element_by_id("q1")).startswith("word for word “What the harbour needs")


def test_what_nobody_quotes_is_told(ledger: Ledger) -> None:
    page = got(ledger, "/records/1")
    (first, second) = page.xpath("//ol[@class='unquoted']/li")
    assert told(first).startswith("Ana Reyes, 00:00:09: I have not signed the order")
    assert (told(second), second.xpath("./a/@href")) == ("Ole Lund, 00:00:14: and you know it.", ["#turn-1"])
    assert f"nobody quotes 21 of {len(RECORD.text.split())} words" in told(page.xpath("//header[@class='headline']")[0])


# In parts ------------------------------------------------------------------------------------------------------------

LATE = "The last crane was sold in spring, and nobody told the harbour."


@pytest.fixture
def long(empty: Ledger) -> Ledger:
    """A ledger with a record of many parts, one turn of which is very long, quoted at its end."""
    said = "\n\n".join(f"Ana Reyes: {'We talked of the quay. ' * 40}\n\nOle Lund: No." for _ in range(60))
    speech = " ".join(f"The boat number {number} came in late." for number in range(2000))
    empty.add_record(of_bytes(f"{said}\n\nPia Voss: {speech} {LATE}\n\nOle Lund: Thanks.".encode(), "long.txt"))
    empty.add(reportedly.read(f"“{LATE[:-1]},” Pia Voss said on Monday.", **KNOWN))
    empty.refresh()
    return empty


def test_a_long_record_is_shown_in_parts(long: Ledger) -> None:
    view = long.record(1)
    found = on_record.parts(view)
    assert (found[0].start, found[-1].end) == (0, view.turns[-1].span.end)
    assert all(one.end == other.start for one, other in itertools.pairwise(found))
    assert all(one.end - one.start <= 1.1 * on_record.PART for one in found)
    path, seen, words = "/records/1", 0, ""
    while path:
        page = got(long, path)
        assert len(page.xpath("//article//p[starts-with(@id, 'turn-')]")) <= on_record.PART_TURNS
        assert told(page.xpath("//nav[@aria-label='Parts of the record']/span[text()]")[0]) == (
            f"Part {seen + 1} of {len(found)}"
        )
        for turn in page.xpath("//article//p[starts-with(@id, 'turn-')]"):
            words += "".join(turn.xpath("./text() | ./a/text()"))
        (path,) = page.xpath("//nav[@aria-label='Parts of the record'][1]/a[@rel='next']/@href")[:1] or [""]
        seen += 1
    assert seen == len(found)
    assert words == "".join(turn.words for turn in view.turns)


def test_a_quotation_leads_to_the_part_that_has_its_words(long: Ledger) -> None:
    (held,) = long.verified(1)
    (address,) = got(long, "/articles/1").xpath("//div[@aria-label='On the record']//span/a/@href")
    path, anchor = str(address).split("#")
    turn = got(long, path).get_element_by_id(anchor)
    assert [link.text for link in turn.xpath("./a")] == [held.passages[0].words]
    assert "goes on" in told(turn.xpath("./span[@class='speaker']")[0])
    (listed,) = got(long, "/records/1").xpath("//section[@aria-labelledby='quotations']//li/a/@href")
    path, anchor = str(listed).split("#")
    assert told(got(long, path).get_element_by_id(anchor)).startswith("word for word")


@pytest.mark.parametrize("at", ["99999999", "0"])
def test_any_place_of_a_record_has_a_part(ledger: Ledger, at: str) -> None:
    assert len(got(ledger, f"/records/1?at={at}").xpath("//article//p[starts-with(@id, 'turn-')]")) == 3
    assert TestClient(create_app(ledger), base_url="http://127.0.0.1:8765").get("/records/1?at=-1").status_code == 400


def test_no_folder_of_the_machine_is_shown(ledger: Ledger) -> None:
    with_name = replace(RECORD, digest="0" * 64)
    ledger.add_record(with_name)
    for path in ("/records", "/records/1", "/records/2", "/articles/1", "/statements/1"):
        assert "/home/jo" not in html.tostring(got(ledger, path), encoding="unicode")
    assert told(got(ledger, "/records/2").xpath("//h1")[0]) == "hearing.vtt"


def test_an_attack_in_a_record_stays_text(empty: Ledger) -> None:
    captions = of_bytes(f"Ana Reyes: The port is shut.\n\nOle Lund: {ATTACK} it floats.\n".encode(), "a.txt")
    turns = tuple(replace(turn, speaker=ATTACK, role=ATTACK) for turn in captions.turns)
    empty.add_record(replace(captions, turns=turns), RecordFacts(ATTACK, None, ATTACK))
    for path in ("/records", "/records/1"):
        page = got(empty, path)
        assert [script.text for script in page.xpath("//script")] == [None]
        assert not page.xpath("//img | //style | //@onerror")
        assert "{{ 7*7 }}" in page.text_content()


@pytest.mark.parametrize("path", ["/records/9", "/api/v1/records/9"])
def test_no_such_record_is_a_sentence(ledger: Ledger, path: str) -> None:
    answer = TestClient(create_app(ledger), base_url="http://127.0.0.1:8765").get(path)
    assert (answer.status_code, "Expected record 9 in the ledger, but there is none." in answer.text) == (404, True)


# Where the words were published ------------------------------------------------------------------------------------


def test_an_article_shows_beside_a_statement_what_the_record_has(ledger: Ledger) -> None:
    page = got(ledger, "/articles/1")
    for held in ledger.verified(1):
        card = page.get_element_by_id(f"s{held.statement}")
        (beside,) = card.xpath(".//div[@aria-label='On the record']")
        assert beside.xpath(".//span/a/@href") == [
            f"/records/1?at={held.passages[0].span.start}#turn-{held.passages[0].turn}"
        ]
        line = told(card.xpath("./a[@class='line']")[0])
        assert line.endswith("on record" if held.stands else "record differs")
        if held.class_ == "altered":
            assert told(beside) == (
                "with words changed record 1 quoted “We counted rust in twelve of the sixteen bearings,” "
                "record We counted rust in eleven of the sixteen bearings Ana Reyes, 00:00:05 "
                "number: “twelve” for “eleven”"
            )


def test_a_quotation_that_no_statement_has_stands_in_the_margin(ledger: Ledger) -> None:
    held = replace(ledger.verified(1)[0], statement=None)
    shown = articles.shown(replace(ledger.article(1), verified=(held,)))
    assert [row.recorded for row in shown["rows"]] == [[held], [], []]
    assert not any(entry.recorded for entry in shown["entries"])


def test_a_thread_ends_at_the_record(ledger: Ledger) -> None:
    said = {held.class_: held for held in ledger.verified(1)}
    page = got(ledger, f"/statements/{said['verbatim'].statement}")
    assert told(page.xpath("//p[@class='figure']")[0]) == "1 outlet, 1 origin"
    (ends,) = page.xpath("//p[@class='ends']")
    assert (told(ends), ends.xpath("./a/@href")) == (
        "verified at 00:00:14 of hearing.vtt", [f"/records/1?at={RECORD.turns[1].span.start}#turn-1"],
    )  # fmt: skip
    assert "word for word" in told(page.xpath("//section[@aria-labelledby='recorded']")[0])
    altered = got(ledger, f"/statements/{said['altered'].statement}")
    assert not altered.xpath("//p[@class='ends']")
    assert "number: “twelve” for “eleven”" in told(altered.xpath("//section[@aria-labelledby='recorded']")[0])
