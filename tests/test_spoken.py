"""Transcripts and captions given as articles: what is one, where its turns stand, and how it is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import run
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from rich.console import Console

import reportedly
from reportedly.errors import Empty
from reportedly.export import schema, to_dict
from reportedly.ledger import Ledger
from reportedly.records.spoken import captions_as_text, one_name, spoken_form, turns_in
from reportedly.shown.page import to_html
from reportedly.shown.terminal import show

HEARING = """\
HALDEN CITY COUNCIL
12 March

REYES:  We begin.

(Applause.)

We are late.

LUND: So we are. She said “nobody pays”.

REYES: Then go on.

Q: Who pays for it?

LUND: Nobody pays.
"""
#: a transcript, and its turns: who speaks, and what
TRANSCRIPTS = [
    (
        HEARING,
        [("REYES", ["We begin.\n\n(Applause.)\n\nWe are late."]), ("LUND", ["So we are. She said “nobody pays”."]),
         ("REYES", ["Then go on."]), ("Q", ["Who pays for it?"]), ("LUND", ["Nobody pays."])],
    ),
    (
        "Ana Reyes\nWe begin.\nOle Lund\nSo we do.\nAna Reyes\nThen go on.\nOle Lund\nI do.\n",
        [("Ana Reyes", ["We begin."]), ("Ole Lund", ["So we do."]), ("Ana Reyes", ["Then go on."]),
         ("Ole Lund", ["I do."])],
    ),
    (
        "[00:01] Ana Reyes, mayor: We begin.\n[00:04] Ole Lund: We do.\n[00:09] Ana Reyes, mayor: So I said.\n00:12\n"
        "And we go on.\n[00:20] Ole Lund: Yes.\n",
        [("Ana Reyes", ["We begin."]), ("Ole Lund", ["We do."]), ("Ana Reyes", ["So I said.", "And we go on."]),
         ("Ole Lund", ["Yes."])],
    ),
    (
        "Q. Who signed?\r\nA. I did.\r\nQ. And when?\r\nA. In June.\r\n",
        [("Q", ["Who signed?"]), ("A", ["I did."]), ("Q", ["And when?"]), ("A", ["In June."])],
    ),
    (
        "[Reyes] We begin.\n[Lund] We do.\n[Applause]\n[Reyes] Go on.\n[Lund] I will.\n",
        [("Reyes", ["We begin."]), ("Lund", ["We do.\n[Applause]"]), ("Reyes", ["Go on."]), ("Lund", ["I will."])],
    ),
    (
        "**Reyes:** We begin.\n\n**Lund:** We do.\n\n**Reyes:** Go on.\n\n**Lund:** I will.",
        [("Reyes", ["We begin."]), ("Lund", ["We do."]), ("Reyes", ["Go on."]), ("Lund", ["I will."])],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TRANSCRIPTS)
def test_turns_of_a_transcript(text: str, expected: list[tuple[str, list[str]]]) -> None:
    found = turns_in(text)
    assert [(one.speaker, [span.of(text).removeprefix("** ") for span in one.words]) for one in found] == expected
    assert [one.label.of(text) for one in found] == [speaker for speaker, _ in expected]
    assert spoken_form(text) == "transcript"


PROSE = "The council of Halden met on Friday, and Ana Reyes told it that the quay will open in June. Nobody objected."
INTERVIEW = "Q: Who signed it?\n\nA: I did.\n\nQ: And when was that?\n\nA: In June.\n"
#: Texts that are read as prose.
NEWS = [
    f"{PROSE}\n\n{PROSE}\n\n{PROSE}\n\n{PROSE}\n\nWe asked her.\n\n{INTERVIEW}",
    f"{INTERVIEW}\n" + f"{PROSE}\n\n" * 8,
    "HALDEN — The quay opens in June.\n\nHALDEN — The ferry sails.\n\nTARN — It rains.\n\nTARN — It rained.\n",
    "Lund: 43 percent\nReyes: 40 percent\nLund: 12 seats\nReyes: 11 seats\n",
    "HALDEN: The quay opens.\nTARN: It rains.\nBRASK: The mill burned.\nSUND: A bridge fell.\nVIK: The school shut.\n",
    "Reyes: We begin.\n\nLund: We do.",
    "The Courier: You left. Why?\n\nDr Eva Lund: I was tired.\n\nThe Courier: And now?\n\nLund: I bake.\n\n"
    "Lund's bakery opens in June.",
    f"{PROSE}\n\nReyes: We begin.\n\n{PROSE}\n\nLund: We do.\n\n{PROSE}\n\nReyes: Go.\n\n{PROSE}\n\nLund: No.",
    "“We open in June,” Ana Reyes said.\n\n“It is late,” said Ole Lund.\n\nReyes added: “We know.”",
    "Mr. Lund. I never met him.\nMrs. Reyes. I did.\nMr. Lund. I never met him.\nMrs. Reyes. I did.",
    "Dear Doctor: My knee hurts.\n\nDear Reader: Climb less.\n\nDear Doctor: He snores.\n\nDear Reader: Move up.",
    "Your questions about the ferry, answered here.\n\nQ: When?\nA: In June.\nQ: Who pays?\nA: The board.",
    "                REYES\n        You are late.\n\nLUND sits. She doesn't turn, and the lamp flickers.\n\n"
    "                REYES\n        Always.\n\nA horn sounds, and the crane swings over the yard below the two.\n\n"
    "                LUND\n        Not always.\n\n                LUND\n        No.",
    "Reyes – who had slept – went out.\n\nLund – he had too – came.\n\nReyes – angry – asked.\n\nLund – slow – sat.",
    "Fish: 400 g\nCream: 2 dl\nSalt: a pinch\nDill: some\n\nBoil the potatoes. Add the fish. Add the cream.",
    "14:02: Reyes arrives.\n\n14:10: Lund follows.\n\n14:20: They vote.\n\n14:40: It ends.",
    "",
]


@pytest.mark.parametrize("text", NEWS)
def test_news_is_read_as_news(text: str) -> None:
    assert (spoken_form(text), turns_in(text)) == (None, ())


#: labels, and the fullest of each
ONE_NAME = [
    (["REYES", "Ana Reyes", "Mayor Reyes", "LUND"], ["Ana Reyes", "Ana Reyes", "Ana Reyes", "LUND"]),
    (["Mr. Lund", "Ms. Lund", "Ole Lund"], ["Mr. Lund", "Ms. Lund", "Ole Lund"]),
    (["A. Reyes", "Ana Reyes", "Ida Reyes", "REYES"], ["Ana Reyes", "Ana Reyes", "Ida Reyes", "REYES"]),
    (["BOB FOX", "Robert Fox", "FOX"], ["Robert Fox"] * 3),
]


@pytest.mark.parametrize(("labels", "expected"), ONE_NAME)
def test_labels_of_one_person(labels: list[str], expected: list[str]) -> None:
    assert [one_name(labels)[label] for label in labels] == expected


def test_one_holder_by_whatever_label() -> None:
    reading = reportedly.read("ANA REYES, MAYOR: We begin.\n\nLUND: We do.\n\nREYES: Go on.\n\nLUND: I will.")
    assert [holder.name for holder in reading.holders] == ["ANA REYES", "LUND"]
    assert reading.statements[0].holder is reading.statements[2].holder


def test_lines_that_are_wrapped() -> None:
    said = "We counted rust in twelve of the bearings,\nand the bridge stays shut\nuntil they are new."
    text = "\n\n".join(f"{name}: {said}" for name in ["REYES", "LUND"] * 3)
    assert [one.speaker for one in turns_in(text)] == ["REYES", "LUND"] * 3


def test_an_interview_inside_news_is_prose() -> None:
    found = reportedly.read(NEWS[0])
    assert "indirect" in [one.type for one in found.statements]
    assert found.statements[0].holder is not None
    assert found.statements[0].holder.name == "Ana Reyes"


VTT = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Ana Reyes>It <i>floats</i>, &amp; it sails.

00:00:04.000 --> 00:00:06.000
<v.loud Ole Lund>No: it sinks.</v>
"""
SRT = "1\n00:00:01,000 --> 00:00:04,000\nwe will open\n\n2\n00:00:05,000 --> 00:00:06,000\n>> In June: yes.\n"
#: captions, the text that they are read as, and who speaks in it
CAPTIONS = [
    (
        VTT,
        "[00:00:01] Ana Reyes: It floats, & it sails.\n[00:00:04] Ole Lund: No: it sinks.",
        ["Ana Reyes", "Ole Lund"],
    ),
    (SRT, "[00:00:01] >> we will open\n[00:00:05] >> In June: yes.", [None, None]),
]


@pytest.mark.parametrize(("captions", "text", "speakers"), CAPTIONS)
def test_captions_are_read_as_what_they_say(captions: str, text: str, speakers: list[str | None]) -> None:
    assert captions_as_text(captions) == text
    assert captions_as_text(text) == text
    assert (spoken_form(captions), spoken_form(text)) == ("captions", "captions")
    found = reportedly.read(captions)
    assert found.article.text == text
    assert [one.holder.name if one.holder else None for one in found.statements] == speakers
    said = [line.split(": " if "Reyes" in text else ">> ", 1)[1] for line in text.split("\n")]
    assert [one.content[0].of(text) for one in found.statements] == said
    assert reportedly.read(text) == found


def test_captions_that_say_nothing() -> None:
    with pytest.raises(Empty, match="found none"):
        reportedly.read("WEBVTT\n\nNOTE nothing\n")


def test_turns_are_direct_statements_of_their_speakers() -> None:
    found = reportedly.read(HEARING)
    assert [(one.type, one.act, one.standing.value, one.parent) for one in found.statements] == [
        ("direct", "say", "asserted", None)
    ] * 5
    assert [one.cue[0].of(HEARING) for one in found.statements] == ["REYES", "LUND", "REYES", "Q", "LUND"]
    assert [(one.name, one.kind, len(one.mentions)) for one in found.holders] == [
        ("REYES", "person", 2), ("LUND", "person", 2), ("Q", "unnamed", 1),
    ]  # fmt: skip
    assert found.read_by is not None
    Draft202012Validator(schema()).validate(to_dict(found))
    console = Console(record=True, width=80)
    show(found, console)
    assert "Then go on." in console.export_text()
    assert "Then go on." in to_html(found)


@pytest.mark.parametrize("text", [HEARING, VTT, SRT])
def test_in_a_ledger(where: str, text: str) -> None:
    with Ledger.open(where) as ledger:
        article = reportedly.Article.from_text(text, outlet="Halden Post")
        kept = ledger.keep(article)
        assert ledger.keep(article).outcome == "unchanged"
        again = ledger.reread(kept.article)
        assert (again.error, +again.counts) == (None, {})
        assert len(ledger.article(kept.article).reading.statements) == kept.statements > 1


def test_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "hearing.vtt").write_text(VTT)
    (tmp_path / "hearing.txt").write_text(HEARING)
    (tmp_path / "news.txt").write_text(PROSE)
    files = ("hearing.vtt", "hearing.txt", "news.txt")
    told = [
        "reportedly: hearing.vtt: captions, read turn by turn, each a statement of its speaker",
        "reportedly: hearing.txt: a transcript, read turn by turn, each a statement of its speaker",
    ]
    result = run("read", *files, "--json", folder=tmp_path)
    assert (result.returncode, result.stderr.splitlines()) == (0, told)
    assert [len(json.loads(line)["statements"]) for line in result.stdout.splitlines()][:2] == [2, 5]
    added = run("add", *files, folder=tmp_path)
    assert (added.returncode, added.stderr.splitlines()[:2]) == (0, told)


@given(st.lists(st.sampled_from([*"AQ:.[]>-\n ", "Reyes: ", "LUND: ", "We go.", "\n\n", "00:01", "\r\n", "“No.”"])))
def test_whatever_the_text_turns_stand_in_it(parts: list[str]) -> None:
    text = "".join(parts)
    at = 0
    for one in turns_in(text):
        assert at <= one.label.start < one.label.end
        for span in one.words:
            assert one.label.end <= span.start < span.end <= len(text)
            assert span.of(text).strip() == span.of(text)
            at = span.end
