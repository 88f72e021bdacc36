"""Checking a draft: words laid side by side, whose they are, what the command and the schema say."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from lxml import html
from starlette.testclient import TestClient

import reportedly
from bench.drafts import measured, planted
from reportedly import Article
from reportedly.cli.group import cli
from reportedly.english.verbatim import words
from reportedly.ledger import Ledger
from reportedly.ledger.asked import check
from reportedly.ledger.asked.json import plain
from reportedly.ledger.findings.comparison import Compared, DraftQuotation, Piece, compare_quotation, compare_report
from reportedly.ledger.findings.denials import left_out
from reportedly.ledger.findings.finding import Finding
from reportedly.ledger.findings.passages import passages, whole
from reportedly.ledger.findings.speakers import misattributed, names_its_holder, speakers, two_named
from reportedly.ledger.tables import schema
from reportedly.ledger.tables.around import Around
from reportedly.ledger.tables.engine import PATIENCE, writing
from reportedly.ledger.tables.record import Source, StatementRecord
from reportedly.records.load import of_bytes
from reportedly.shown.junit import junit
from reportedly.shown.side_by_side import side_by_side
from reportedly.span import Span
from reportedly.web import Settings, create_app

NTB = Source(1, "ntb", "NTB", published="2024-05-08")
DRAFT = Source(2, "the desk", "The Desk", published="2024-05-10")


def record(words_: str, name: str | None = "Ana Reyes", **known: object) -> StatementRecord:
    values: dict[str, object] = {
        "id": 1, "source": NTB, "position": 0, "holder": None, "name": name, "unnamed": name is None, "type": "direct",
        "spans": (Span(0, len(words_)),), "words": (words_,), "kind": "person",
    }  # fmt: skip
    return StatementRecord(**{**values, **known})  # type: ignore[arg-type]


# -- words -------------------------------------------------------------------------------------------------------------

#: words of a quotation, and what is compared
WORDS = [
    ("We’ve lost $2.4 million", "we have lost 2400000 dollars"),
    ("twenty-five per cent of 2,400 jobs", "25 percent of 2400 jobs"),
    ("two hundred and six, two thousand twenty", "206 2020"),
    ("three and five, one of fourteen", "3 and 5 one of 14"),
    ("[T]he port is [now] close[d] …", "the port is … … …"),
    ("the colour of the café, towards 8:30 p.m.", "the color of the cafe toward 8:30 pm"),
    ("Well, you know, it's, uh, d*mn late", "it is d*mn late"),
    ("£5m & £3", "5000000 pounds and 3 pounds"),
]


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_words_are_spelled_alike_and_stand_in_their_text(text: str, expected: str) -> None:
    found = words(text)
    assert " ".join(word.form for word in found) == expected
    assert all(0 <= word.start <= word.end <= len(text) for word in found)


def test_words_of_a_stretch_have_their_places_in_the_whole() -> None:
    text = "She said: “It floats, Lund.”"
    found = words(text, text.index("“"), len(text))
    assert [(text[word.start : word.end], word.stop) for word in found] == [("It", ""), ("floats", ","), ("Lund", ".")]


# -- quotations --------------------------------------------------------------------------------------------------------

#: a quotation of Ana Reyes’s in a draft, in one piece or several; the article; the finding that it makes
FAULTS = [
    (
        ("“We will close the port on Friday.”",),
        "“We will not close the port on Friday,” Reyes said.",
        "altered-quotation",
    ),
    (
        ("“We will not close the port on Friday.”",),
        "“We will close the port on Friday,” Reyes said.",
        "altered-quotation",
    ),
    (
        ("“We can close the port on Friday.”",),
        "“We can’t close the port on Friday,” Reyes said.",
        "altered-quotation",
    ),
    (("“The port is safe.”",), "“I do not believe that the port is safe,” Reyes said.", "altered-quotation"),
    (("“the port is safe”",), "“Nobody can tell me the port is safe,” Reyes said.", "altered-quotation"),
    (
        ("“The port is safe,”",),
        "“If the port is safe, I am the Queen of Sheba,” Reyes said.",
        "altered-quotation",
    ),
    (("“The port is safe.”",), "“The port is safe only if the wall holds,” Reyes said.", "altered-quotation"),
    (
        ("“We will sign the treaty”",),
        "“We will sign the treaty unless they change the price,” Reyes said.",
        "altered-quotation",
    ),
    (
        ("“The bridge is,”", "“a ruin for all of us.”"),
        "“The bridge is not a ruin for all of us,” Reyes said.",
        "altered-quotation",
    ),
    (
        ("“The bridge is old and dangerous,”", "“but it is a ruin.”"),
        "“The bridge is old and dangerous, but it is not a ruin,” Reyes said.",
        "altered-quotation",
    ),
    (("“We lost 14 boats in the storm.”",), "“We lost 40 boats in the storm,” Reyes said.", "altered-quotation"),
    (
        ("“We lost forty boats in the storm.”",),
        "“We lost fourteen boats in the storm,” Reyes said.",
        "altered-quotation",
    ),
    (
        ("“We told Voss everything in March.”",),
        "“We told Holm everything in March,” Reyes said.",
        "altered-quotation",
    ),
    (
        ("“We told Holm everything in May.”",),
        "“We told Holm everything in March,” Reyes said.",
        "altered-quotation",
    ),
    (
        ("“I have always supported the tunnel.”",),
        "“I have never supported the tunnel,” Reyes said.",
        "altered-quotation",
    ),
    (("“I will [definitely] sign the order.”",), "“I will not sign the order,” Reyes said.", "altered-quotation"),
    (
        ("“I will … sign the order this week.”",),
        "“I will under no circumstances sign the order this week,” Reyes said.",
        "altered-quotation",
    ),
    (
        ("“They are honest people … and thieves.”",),
        "“They are honest people and not thieves,” Reyes said.",
        "altered-quotation",
    ),
    (
        ("“We will pay the workers and close the yard.”",),
        "“We will pay the workers,” Reyes said. The council had met twice. It rained. “We will close the yard.”",
        "spliced-quotation",
    ),
    (
        ("“We will pay the workers what we owe them. The yard is finished.”",),
        "“We will pay the workers what we owe them,” Reyes said. It rained. A crowd gathered. “The yard is finished.”",
        "spliced-quotation",
    ),
    (
        ("“It was a great, wonderful victory for the town.”",),
        "“It was a great victory for the town,” Reyes said.",
        "altered-quotation",
    ),
    (
        ("“It was a victory for the town and for me personally.”",),
        "“It was a victory for the town,” Reyes said.",
        "altered-quotation",
    ),
    (
        ("“Frankly, it was a victory for the town.”",),
        "“It was a victory for the town,” Reyes said.",
        "altered-quotation",
    ),
    (("“a slap in the mouth”",), "She called it “a slap in the face” of the valley.", "altered-quotation"),
    (
        ("“We need more police on the streets.”",),
        "“We need fewer police on the streets,” Reyes said.",
        "altered-quotation",
    ),
    (("“He paid me 300 euros a month.”",), "“He paid me 300 euros a week,” Reyes said.", "altered-quotation"),
    (("“I was not afraid of him.”",), "“I was afraid of him,” Reyes said.", "altered-quotation"),
    (
        ("“The minister lied to us about the dam.”",),
        "“I don’t think the minister lied to us about the dam,” Reyes said.",
        "altered-quotation",
    ),
    (
        ("“the minister lied to us about the dam.”",),
        "“It would be wrong to say the minister lied to us about the dam,” Reyes said.",
        "altered-quotation",
    ),
    (
        ("“We trust the doctors. … We trust the ministry.”",),
        "“We trust the doctors. We do not trust the ministry,” Reyes said.",
        "altered-quotation",
    ),
    (
        ("“Everyone in this town wants the bridge.”",),
        "“Hardly anyone in this town wants the bridge,” Reyes said.",
        "altered-quotation",
    ),
    (("“[We] trust the ministry.”",), "“None of us trust the ministry,” Reyes said.", "altered-quotation"),
    (
        ("“We have lost everything: house, boat and nets.”",),
        "“We have lost everything: house, boat and hope,” Reyes said.",
        "altered-quotation",
    ),
    (("“He knew of the leak”",), "“He denies that he knew of the leak,” Reyes said.", "altered-quotation"),
    (
        ("“There is … evidence against her.”",),
        "“There is no evidence against her,” Reyes said.",
        "altered-quotation",
    ),
    (
        ("“There is [much] evidence against her.”",),
        "“There is no evidence against her,” Reyes said.",
        "altered-quotation",
    ),
]
#: the same, where nothing is to be found
FINE = [
    (("“This means my resignation as leader.”",), "“This means my resignation as (the) leader,” Reyes said."),
    (("“We will close the port on Friday.”",), "“We will close the port on Friday,” Reyes said."),
    (("“We'll close the port on Friday”",), "“We will close the port on Friday,” Reyes said."),
    (("“close the port on Friday”",), "“We will close the port on Friday,” Reyes said."),
    (("“We will close the port”",), "“We will close the port on Friday,” Reyes said."),
    (("“The staff will stay.”",), "“We will not close the port, and the staff will stay,” Reyes said."),
    (("“the price is wrong”",), "“We won’t sign because the price is wrong,” Reyes said."),
    (("“The port is safe.”",), "“No, the port is safe,” Reyes said."),
    (("“[The harbour] is safe.”",), "“It is safe,” Reyes said."),
    (
        ("“The port is safe … and open.”",),
        "“The port is safe, although we did not expect it, and open,” Reyes said.",
    ),
    (("“The port … is safe.”",), "“The port, which my father built, is safe,” Reyes said."),
    (("“We lost forty boats.”",), "“We lost 40 boats,” Reyes said."),
    (("“We lost 25 per cent of the fleet.”",), "“We lost twenty-five percent of the fleet,” Reyes said."),
    (("“We paid $2.5 million for it.”",), "“We paid 2.5 million dollars for it,” Reyes said."),
    (("“The programme was organised in the centre.”",), "“The program was organized in the center,” Reyes said."),
    (
        ("“We will pay the workers,”", "“what we owe them.”"),
        "“We will pay the workers what we owe them,” Reyes said.",
    ),
    (
        ("“We will pay the workers.”", "“The yard is finished.”"),
        "“We will pay the workers,” Reyes said. It rained. A crowd gathered. “The yard is finished.”",
    ),
    (
        ("“We will pay the workers. The yard is finished.”",),
        "“We will pay the workers,” Reyes told reporters on Monday. “The yard is finished.”",
    ),
    (("“He’d gone before we came.”",), "“He had gone before we came,” Reyes said."),
    (("“shut the d*mn port down”",), "“We will shut the damn port down,” Reyes said."),
    (("“[W]e will close the port”",), "“We will close the port on Friday,” Reyes said."),
    (
        ("“We will close the port [on Friday], and that is final.”",),
        "“We will close the port, and that is final,” Reyes said.",
    ),
    (("“We will close the port [sic] on Friday.”",), "“We will close the port on Friday,” Reyes said."),
    (
        ("“Not only is the port safe, it is beautiful.”",),
        "“Not only is the port safe, it is beautiful,” Reyes said.",
    ),
    (("“it is beautiful”",), "“Not only is the port safe, it is beautiful,” Reyes said."),
    (("“I cannot remember.”",), "“I can't remember,” Reyes said."),
    (("“We will fight it in court.”",), "“If they come, they come. We will fight it in court,” Reyes said."),
    (("“Nothing has changed.”",), "“Nothing has changed since May,” Reyes said."),
    (("“a mid-air collision of two egos”",), "It was “a midair collision of two egos”."),
    (("“The café on the quay is closed”",), "“The cafe on the quay is closed,” Reyes said."),
    (("“the whole of the valley”",), "She spoke for “the whole of the valley, not for the town”."),
    (("“Mr Lund knew it.”",), "“Mr. Lund knew it,” Reyes said."),
    (("“We began in 1,200 homes.”",), "“We began in 1200 homes,” Reyes said."),
    (
        ("“The towns whose bridges fail will be next.”",),
        "“The towns whose bridges fail will be next,” Reyes said.",
    ),
    (("“we’re going to win”",), "“We are going to win,” Reyes said."),
    (("“Let us be clear: the port stays open.”",), "“Let’s be clear: the port stays open,” Reyes said."),
    (("“We'd rather close it than pay.”",), "“We would rather close it than pay,” Reyes said."),
    (("“It’s been hard for all of us.”",), "“It has been hard for all of us,” Reyes said."),
    (
        ("“I did not sleep. … I was afraid of the water.”",),
        "“I did not sleep. My wife neither. I was afraid of the water,” Reyes said.",
    ),
    (
        ("“I don’t know what they want. … We have offered everything.”",),
        "“I don’t know what they want. They never call. We have offered everything,” Reyes said.",
    ),
    (
        ("“They know nothing of the sea”",),
        "“They know nothing of the sea or the people who live off it,” Reyes said.",
    ),
    (
        ("“We grew grey waiting for the labour office.”",),
        "“We grew gray waiting for the labor office,” Reyes said.",
    ),
    (("“We travelled towards the coast.”",), "“We traveled toward the coast,” Reyes said."),
    (("“and we learnt to defend our licences”",), "“and we learned to defend our licenses,” Reyes said."),
    (("“The jewellery was my grandmother’s”",), "“The jewelry was my grandmother’s,” Reyes said."),
]


def always(one: StatementRecord, other: StatementRecord) -> bool:
    """Two statements are taken to be plainly of two holders."""
    return one.id != other.id or one.source != other.source


def compared(ours: tuple[str, ...], article: str, *, negated: bool = False) -> Compared:
    spans = tuple(Span(*match.span()) for match in re.finditer("“[^”]*”", article))
    there = record(article, words=tuple(span.of(article) for span in spans), spans=spans)
    mine = record(" … ".join(ours), words=ours, source=DRAFT, id=2)
    pieces = tuple(Piece(piece, tuple(words(piece)), negated) for piece in ours)
    every = list(passages(NTB, article, [there]))
    return compare_quotation(DraftQuotation(mine, pieces, always), every, lambda: [whole(NTB, article, [there])])


@pytest.mark.parametrize(("ours", "article", "code"), FAULTS)
def test_a_quotation_that_says_something_else_is_found(ours: tuple[str, ...], article: str, code: str) -> None:
    found = compared(ours, article)
    assert (found.status, found.code) == ("differs", code)
    assert found.nearest is not None


@pytest.mark.parametrize(("ours", "article"), FINE)
def test_a_quotation_printed_otherwise_is_the_same(ours: tuple[str, ...], article: str) -> None:
    assert (compared(ours, article).status, compared(ours, article).code) == ("same", None)


def test_the_draft_may_say_not_itself() -> None:
    article = "“We do not understand what they want,” Reyes said."
    assert compared(("“understand what they want”",), article).code == "altered-quotation"
    assert compared(("“understand what they want”",), article, negated=True).code is None


def test_what_differs_is_told() -> None:
    found = compared(("“We will close the port on Monday.”",), "“We will close the port on Friday,” Reyes said.")
    assert found.sentence == "quotes Ana Reyes with other words than NTB of 2024-05-08: “monday” for “friday”."


def test_words_that_nobody_quotes_have_no_antecedent() -> None:
    found = compared(("“This town deserves better than that.”",), "“We will close the port on Friday,” Reyes said.")
    assert (found.status, found.code, found.nearest) == ("new", "no-antecedent", None)


def test_indirect_speech_is_no_antecedent_of_a_quotation() -> None:
    text = "Lund said that repairs would take nine weeks and cost the town two million."
    there = record(text[10:], "Ole Lund", type="indirect", spans=(Span(10, len(text)),))
    said = Piece("“Repairs would take nine weeks and cost the town two million.”", ())
    pieces = (Piece(said.text, tuple(words(said.text))),)
    mine = DraftQuotation(record(said.text, "Ole Lund", source=DRAFT), pieces, always)
    found = compare_quotation(mine, [], lambda: [whole(NTB, text, [there])])
    assert (found.status, found.code) == ("similar", "no-antecedent")
    assert "outside quotation marks" in found.sentence


# -- indirect speech ---------------------------------------------------------------------------------------------------

#: indirect speech of a draft, the holder's words, and the status
REPORTS = [
    ("the club had spent forty-two thousand crowns on boats", "the club has spent 42,000 crowns on boats", "similar"),
    (
        "the club had spent 24,000 crowns on the new boats",
        "the club has spent 42,000 crowns on the new boats",
        "differs",
    ),
    (
        "that repairs would cost 3.4 million euros",
        "that repairs would cost 2.4 million euros and take nine weeks",
        "differs",
    ),
    ("nine of the sixteen bearings were rusted", "“We found rust in eleven of the sixteen bearings,”", "differs"),
    ("the bridge is a ruin", "“The bridge is old, but it is not a ruin,”", "differs"),
    (
        "that she would sign an order that closes the port",
        "“I will not sign an order that closes the port,”",
        "differs",
    ),
    ("that the plant would stay until 2035", "“They promised that the plant would stay until 2030,”", "differs"),
    (
        "that repairs would cost 2.4 million euros",
        "that repairs would cost 2.4 million euros and take nine weeks",
        "similar",
    ),
    (
        "that she would not sign an order that closes the port",
        "“I will not sign an order that closes the port,”",
        "similar",
    ),
    ("that the ferry stopped at noon", "“I will not sign an order that closes the port,”", "new"),
]


@pytest.mark.parametrize(("ours", "theirs", "status"), REPORTS)
def test_indirect_speech_is_compared_by_what_it_says(ours: str, theirs: str, status: str) -> None:
    kind = "direct" if theirs.startswith("“") else "indirect"
    one = record(ours, type="indirect", source=DRAFT, id=2)
    found = compare_report(one, [record(theirs, type=kind)])
    assert found.status in ("same", "similar") if status == "similar" else found.status == status, found


# -- whose -------------------------------------------------------------------------------------------------------------

SPEAKERS = [
    ({"name": "Ana Reyes"}, {"name": "Ana Reyes"}, "same"),
    ({"name": "Reyes"}, {"name": "Ana Reyes"}, "same"),
    ({"name": "Ana Reyes"}, {"name": "Rosa Reyes"}, "other"),
    ({"name": "Ole Lund"}, {"name": "Ana Reyes"}, "other"),
    ({"name": "Petra Dahlbreg"}, {"name": "Petra Dahlberg"}, "other"),
    ({"name": "Dahlbrg"}, {"name": "Petra Dahlberg"}, "same"),
    ({"name": "Ana Reyes and Ole Lund", "kind": "group"}, {"name": "Ole Lund"}, "same"),
    ({"name": "a"}, {"name": None}, "unknown"),
    ({"name": "senior official", "unnamed": True}, {"name": "Ole Lund"}, "unknown"),
    ({"name": "the minister"}, {"name": "Ole Lund"}, "unknown"),
    (
        {"name": "Jonas Krag", "role": "spokesman for the transport ministry"},
        {"name": "Transport Ministry", "kind": "organization"},
        "unknown",
    ),
    (
        {"name": "Petra Voss", "role": "transport minister"},
        {"name": "Ministry of Transport", "kind": "organization"},
        "unknown",
    ),
    ({"name": "Ole Lund", "role": "chief engineer"}, {"name": "Norline", "kind": "organization"}, "other"),
    ({"name": "NTB", "kind": "organization"}, {"name": "Ole Lund"}, "unknown"),
    (
        {"name": "Sella Courier", "kind": "organization"},
        {"name": "Ole Lund", "chain": (("The Sella Courier", "told"),)},
        "unknown",
    ),
    ({"name": "Greta Moll"}, {"name": "Emil Kern", "chain": (("Greta Moll", "told"),)}, "unknown"),
    ({"name": "Kern & Sons", "kind": "organization", "document": "the report"}, {"name": "Ole Lund"}, "unknown"),
]


@pytest.mark.parametrize(("one", "other", "expected"), SPEAKERS)
def test_who_may_be_whom(one: dict[str, object], other: dict[str, object], expected: str) -> None:
    first, second = (record("“It is a plan with a timetable.”", **known) for known in (one, other))  # type: ignore[arg-type]
    assert speakers(first, second) == speakers(second, first) == expected


WORDED = "“It was not bad luck in the harbour; it was a plan with a timetable,”"


def told_by(
    *names: str | None, words_: str = WORDED, source: str | None = None, **known: object
) -> tuple[list[StatementRecord], dict[int, str]]:
    """Articles that give the same words to several: the statements, and the texts by their articles.

    source: the words for the source, the name if None.
    """
    statements, texts = [], {}
    for i, name in enumerate(names, 1):
        said = source or name or "she"
        texts[i] = f"{words_} {said} said."
        spans = (Span(len(words_) + 1, len(words_) + 1 + len(said)),)
        where = Source(i, f"o{i}", f"Outlet {i}", published=f"2024-05-0{i}")
        statements.append(record(words_, name, id=i, source=where, source_spans=spans, **known))
    return statements, texts


def given(statements: list[StatementRecord], texts: dict[int, str]) -> list[Finding]:
    return list(misattributed(statements, texts.__getitem__))


def test_one_quotation_of_two_people() -> None:
    (finding,) = given(*told_by("Lena Strand", "Amira Sand", "Lena Strand"))
    assert finding.code == "misattributed-quotation"
    assert finding.sentence == (
        "“It was not bad luck in the harbour; it was a plan with a timetable,” is given to Lena Strand in Outlet 1 and "
        "Amira Sand in Outlet 2."
    )
    assert [e.article for e in finding.evidence] == [2, 1]


def test_one_quotation_of_three_people() -> None:
    (finding,) = given(*told_by("Lena Strand", "Amira Voss", "Ole Lund"))
    assert [e.article for e in finding.evidence] == [3, 2, 1]


@pytest.mark.parametrize(
    "names", [("Lena Strand", "Strand"), ("Lena Strand", None), ("Lena Strand", "Lena Strand and Amira Sand")]
)
def test_one_quotation_of_one_holder(names: tuple[str | None, ...]) -> None:
    assert given(*told_by(*names)) == []


def test_what_anybody_may_say_is_nobody_s_alone() -> None:
    assert given(*told_by("Lena Strand", "Amira Sand", words_="“We will see.”")) == []
    assert given(*told_by("Lena Strand", "Amira Sand", words_="“a hateful, cruel and shameful act”")) == []


def test_an_outlet_passes_words_on() -> None:
    statements, texts = told_by("Lena Strand", "The Courant")
    assert len(given(statements, texts)) == 1  # a person of that name
    assert given([statements[0], replace(statements[1], kind="organization")], texts) == []


#: what is known of one who has Lena Strand's words, and whether these are plainly of two
TWO: list[tuple[dict[str, object], bool]] = [
    ({"name": "Ole Lund"}, True),
    ({"name": "Ole Lund", "role": "mayor of Orle"}, True),
    ({"name": "Ole Lund", "role": "spokesman for the dockers"}, True),
    ({"name": "Ole Lund", "role": "spokesman for the harbour ministry"}, False),
    ({"name": "Ole Lund", "role": "her lawyer"}, False),
    ({"name": "Ole Lund", "role": "press secretary to Lena Strand"}, False),
    ({"name": "Ole Lund", "role": "reporter"}, False),
    ({"name": "Ole Lund", "act": "feel"}, False),
    ({"name": "Ole Lund", "standing": "alleged"}, False),
    ({"name": "Ole Lund", "nested": True}, False),
    ({"name": "Ole Lund", "around": Around(9, 4, "Petra Voss", "asserted")}, False),
    ({"name": "Ole Lund", "chain": (("Strand", "told"),)}, False),
    ({"name": "Norline", "kind": "organization"}, False),
    ({"name": "Harbour Ministry", "kind": "organization"}, False),
    ({"name": "Karin Strand"}, False),
    ({"name": "Helena Strant"}, False),
    ({"name": "Ole Lund", "sure": 0.6}, True),
    ({"name": "Ole Lund", "sure": 0.6, "said": "Lund"}, False),
    ({"name": "Ole Lund", "said": "Lund"}, True),
    ({"name": "Ole Lund", "said": "he"}, False),
    ({"name": "Ole Lund", "said": "the mayor"}, False),
    ({"name": "Ole Lund", "said": "the Mayor of Orle"}, False),
    ({"name": "Ole Lund", "said": "Petra Voss, Lund,"}, False),
    ({"name": "Ole Lund", "said": "Mayor Ole Lund, who opened the meeting,"}, True),
]


@pytest.mark.parametrize(("known", "expected"), TWO)
def test_two_are_plainly_two_only_where_both_are_named(known: dict[str, object], expected: bool) -> None:
    known = dict(known)
    said = known.pop("said", None)
    (strand,), texts = told_by("Lena Strand", role="harbour minister")
    others, theirs = told_by(None, str(known.pop("name")), source=said, **known)  # type: ignore[arg-type]
    texts |= {2: theirs[2]}
    assert two_named(strand, others[1], texts.__getitem__) == expected
    assert two_named(others[1], strand, texts.__getitem__) == expected
    assert len(given([strand, others[1]], texts)) == expected


#: two names of which neither can be the other's, and of which either can
APART = [("Ken Frost", "Ole Lund"), ("Norline", "Kern & Sons")]
AKIN = [
    ("Ken Frost", "Kenneth Frost"), ("Ken Frost", "Kenneth"), ("Mohammed Sala", "Muhammad Shala"),
    ("Tomas Ardo", "Thomas Ado"), ("Lena Strand-Holm", "Lena Holm"), ("Harbour Pilots Guild", "HPG"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "expected"), [(*a, True) for a in APART] + [(*a, False) for a in AKIN])
def test_names_that_can_be_one_s(one: str, other: str, expected: bool) -> None:
    kind = "organization" if one in ("Norline", "Harbour Pilots Guild") else "person"
    statements, texts = told_by(one, other, kind=kind)
    assert two_named(*statements, texts.__getitem__) == expected


def test_what_is_run_together_is_another_s() -> None:
    run = "“We stopped the ferry in time,” she said. In a note the council wrote " + WORDED
    statements, texts = told_by("Lena Strand", "Ole Lund")
    statements[1] = replace(statements[1], words=(run,))
    assert given(statements, texts) == []


#: what stands before “she said”, and whether she is Lena Strand, who was named last or whom the sentence is about
BEFORE_HER = [
    ("Lena Strand opened the meeting.", True),
    ("Lena Strand, who met Ole Lund, opened the meeting.", True),
    ("Lena Strand spoke first. “Ask Ole Lund,” she added.", True),
    ("The meeting was long.", False),
]


@pytest.mark.parametrize(("before", "expected"), BEFORE_HER)
def test_a_pronoun_is_whom_the_article_told_of_last(before: str, expected: bool) -> None:
    text = f"{before} {WORDED} she said."
    at = text.rindex("she")
    one = record(WORDED, "Lena Strand", source_spans=(Span(at, at + 3),), sure=0.9)
    assert names_its_holder(one, text, pronoun=True) == expected
    assert not names_its_holder(one, text)


#: a draft's quotation, whose it is there, what the article has, and how it stands
FEW_WORDS = [
    ("“Nobody warned us,”", "Ole Lund", "“Nobody warned us,” Reyes said.", "other-holder"),
    ("“Nobody warned us,”", "Ana Reyes", "“Nobody warned us,” Reyes said.", "same"),
    ("“Nobody warned us,”", "Ole Lund", "“Nobody warned us of the flood,” Reyes said.", "similar"),
    ("“We are here,”", "Ole Lund", "“We are here,” Reyes said.", "similar"),
]


@pytest.mark.parametrize(("said", "name", "text", "expected"), FEW_WORDS)
def test_few_words_are_somebodys_if_they_are_all_of_it(said: str, name: str, text: str, expected: str) -> None:
    start = text.index("“")
    theirs = record(text[start : text.index("”") + 1], spans=(Span(start, text.index("”") + 1),))
    one = DraftQuotation(record(said, name, source=DRAFT), (Piece(said, tuple(words(said))),), always)
    assert compare_quotation(one, list(passages(NTB, text, [theirs])), tuple).status == expected


# -- denials -----------------------------------------------------------------------------------------------------------

#: a claim, whose it is, a denial, whose it is, whether it is what the claim says
THE_REPORT = "that she had seen the report before February"
DENIALS = [
    ("Mayor Ana Reyes saw the report before February", "Karin Holm", THE_REPORT, "Ana Reyes", True),
    ("that she saw the report before February", "Ana Reyes", THE_REPORT, "Ana Reyes", True),
    (
        "Velda is in talks with Brovik about a merger",
        "Nils Berg",
        "that it was in merger talks with Brovik",
        "Velda",
        True,
    ),
    ("Reyes met Kern in Halden in March", "Karin Holm", "that she had met Kern in Malta in March", "Ana Reyes", False),
    ("Viktor Kern sold the yard in March", "Lena Strand", "that he had ordered the transfers", "Viktor Kern", False),
    ("Mayor Ana Reyes never saw the report before February", "Karin Holm", THE_REPORT, "Ana Reyes", False),
]


@pytest.mark.parametrize(("claim", "whose", "denial", "denier", "expected"), DENIALS)
def test_a_denial_is_of_what_is_claimed(claim: str, whose: str, denial: str, denier: str, expected: bool) -> None:
    mine = record(claim, whose, type="indirect", source=DRAFT, id=2)
    reply = record(denial, denier, type="indirect", standing="denied", kind=None)
    assert (left_out(mine, [reply], [mine]) is not None) == expected
    for name in (denier, denier.rpartition(" ")[2]):  # as the ledger names them, and by the last name
        told = record("it", name, type="indirect", standing="denied", holder=None, source=DRAFT, id=3)
        assert left_out(mine, [reply], [mine, told]) is None


def test_a_denial_of_something_else_beside_a_claim_is_none_of_it() -> None:
    mine = record("“We paid for every contract, first and second,”", "Jon Kern", source=DRAFT, id=2)
    theirs = record("“We paid for every contract, first and second,”", "Jon Kern", id=3)
    reply = record("that there was a second contract", "Viktor Holm", type="indirect", standing="denied")
    reply = replace(reply, source=theirs.source, kind=None)
    every = [theirs, reply]
    assert left_out(mine, every, [mine], {theirs.id}) is not None
    assert left_out(mine, [theirs, replace(reply, answers=((theirs.id, "denies"),))], [mine], {theirs.id}) is not None
    assert left_out(mine, [theirs, replace(reply, answers=((99, "denies"),))], [mine], {theirs.id}) is None


# -- side by side ------------------------------------------------------------------------------------------------------


def test_words_that_differ_are_marked() -> None:
    ours, theirs = side_by_side("“It’s a big port,”", "“As I said, it is a small port, Lund.”")
    assert "".join(one.words for one in ours) == "“It’s a big port,”"
    assert "".join(one.words for one in theirs) == "“As I said, it is a small port, Lund.”"
    assert [one.words for one in ours if one.differs] == ["big"]
    assert [one.words for one in theirs if one.differs] == ["small"]


# -- as a whole --------------------------------------------------------------------------------------------------------

TEXT = """\
“We found rust in twelve of the sixteen bearings,” chief engineer Ole Lund told the council.

“I will not sign an order that cuts four thousand people off from the hospital,” Mayor Ana Reyes said.

“No one should have to choose between a flooded road and a rotten bridge,” said Ida Brandt of the Pilots' Guild.

Rosa Dahlberg said the council would meet on Friday.
"""
SCHEMA = json.loads((Path(reportedly.__file__).parent / "schema" / "check-1.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("check") / "ledger.db"
    with Ledger.open(path) as ledger:
        for article in planted("tuned")[0][:4]:
            ledger.keep(article)
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_statement_has_a_row(filled: Path) -> None:
    with Ledger.open(filled) as ledger:
        check = ledger.check(reportedly.read(Article.from_text(TEXT, published="2024-03-12")))
    assert str(check) == (
        "4 statements: 1 stands in the ledger word for word, 1 differs, 1 is somebody else’s there, 1 is new"
    )
    rows = [(one.holder, one.status, one.findings) for one in check.statements]
    assert rows == [
        ("Ole Lund", "differs", ("altered-quotation",)),
        ("Ana Reyes", "same", ()),
        ("Ida Brandt", "other-holder", ("misattributed-quotation",)),
        ("Rosa Dahlberg", "new", ()),
    ]
    for one in check.statements:
        assert " … ".join(TEXT[span.start : span.end] for span in one.spans) == one.words
    near = check.statements[2].nearest
    assert near is not None
    assert (near.holder, near.outlet, near.published, near.title) == (
        "Karin Holm", "Orle Mirror", "2024-03-07", "Residents fear long detour",
    )  # fmt: skip
    assert [finding.statements for finding in check.findings] == [(0,), (2,)]
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(plain(check))


def test_a_record_has_what_no_article_has(filled: Path) -> None:
    said = "“The lock gates were painted twice this year,” Ole Lund said."
    tape = of_bytes(b"LUND: Look, the lock gates were painted twice this year, and look at them.", "council.txt")
    draft = reportedly.read(Article.from_text(said, published="2024-03-12"))
    with Ledger.open(filled) as ledger:
        assert [finding.code for finding in ledger.check(draft).findings] == ["no-antecedent"]
        check = ledger.check(draft, [tape])
    assert check.findings == ()
    assert check.statements[0].status == "same"
    assert check.statements[0].nearest is not None
    assert (check.statements[0].nearest.title, check.statements[0].nearest.holder) == ("council.txt", "LUND")


def test_the_ledger_is_the_same_to_the_byte(filled: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(filled, tmp_path / "ledger.db"))
    draft = reportedly.read(Article.from_text(TEXT, published="2024-03-12"))
    before = digest(path)
    with Ledger.open(path) as ledger:
        first = ledger.check(draft)
        assert ledger.check(draft) == first
    assert digest(path) == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["ledger.db"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anything")
def test_a_ledger_that_may_only_be_read(filled: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(filled, tmp_path / "ledger.db"))
    draft = reportedly.read(Article.from_text(TEXT, published="2024-03-12"))
    path.chmod(stat.S_IRUSR)
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with Ledger.open(path) as ledger:
            assert ledger.check(draft).findings
    finally:
        tmp_path.chmod(stat.S_IRWXU)


def test_a_check_waits_for_no_writer(ledger: Ledger, where: str) -> None:
    articles = planted("tuned")[0][:4]
    for article in articles[:3]:
        ledger.keep(article)
    draft = reportedly.read(Article.from_text(TEXT, published="2024-03-12"))
    expected = ledger.check(draft)
    with Ledger.open(where) as other, writing(other._engine) as connection:
        connection.execute(sa.update(schema.articles).values(title="being written"))
        began = time.monotonic()
        assert ledger.check(draft) == expected
        assert time.monotonic() - began < PATIENCE / 2  # not until the writer is given up


def test_no_writer_waits_for_a_check(ledger: Ledger, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = planted("tuned")[0][:4]
    for article in articles[:3]:
        ledger.keep(article)
    draft = reportedly.read(Article.from_text(TEXT, published="2024-03-12"))
    expected, look = ledger.check(draft), check.check

    def meanwhile(*given: Any) -> check.Check:
        found = look(*given)
        with Ledger.open(where) as other:
            assert other.keep(articles[3]).outcome == "new"
        assert look(*given) == found  # it sees the ledger as it was
        return found

    monkeypatch.setattr(check, "check", meanwhile)
    assert ledger.check(draft) == expected
    assert ledger.counts().articles == 4


def test_a_draft_that_the_ledger_has_isn_t_compared_with_itself(filled: Path) -> None:
    article = planted("tuned")[0][0]
    with Ledger.open(filled) as ledger:
        assert not {one.nearest.url for one in ledger.check(reportedly.read(article)).statements if one.nearest} & {
            article.url
        }


def test_a_draft_in_a_database(ledger: Ledger) -> None:
    for article in planted("tuned")[0][:4]:
        ledger.keep(article)
    before = ledger.counts()
    check = ledger.check(reportedly.read(Article.from_text(TEXT, published="2024-03-12")))
    assert [one.status for one in check.statements] == ["differs", "same", "other-holder", "new"]
    assert ledger.counts() == before


def test_one_quotation_of_two_people_in_the_ledger(ledger: Ledger) -> None:
    said = "“No one should have to choose between a flooded road and a rotten bridge,” said "
    for name, outlet in (("Karin Holm", "NTB"), ("Ida Brandt", "Daily Echo"), ("Karin Holm", "Orle Mirror")):
        ledger.keep(Article(f"{said}{name}.", outlet=outlet, published="2024-03-07"))
    (kept,) = ledger.findings(["misattributed-quotation"])
    assert "is given to Karin Holm in NTB and Ida Brandt in Daily Echo." in kept.finding.sentence


# -- the reader --------------------------------------------------------------------------------------------------------

HERE = "http://127.0.0.1:8765"
OURS = {"Sec-Fetch-Site": "same-origin"}


class ReadingHere:
    """Reads at once, in this process."""

    def __init__(self, **_: object) -> None:
        self.read = reportedly.read

    def close(self) -> None:
        """Nothing is to be ended."""


@pytest.fixture
def served(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    monkeypatch.setattr("reportedly.web.checking.ReadingProcess", ReadingHere)
    with Ledger.open(shutil.copy(filled, tmp_path / "served.db")) as opened:
        yield opened


def client(ledger: Ledger, settings: Settings | None = None) -> TestClient:
    return TestClient(create_app(ledger, settings), base_url=HERE, follow_redirects=False)


def test_the_api_answers_as_the_command_does(served: Ledger) -> None:
    answer = client(served).post("/api/v1/check", json={"text": TEXT, "published": "2024-03-12"})
    assert answer.status_code == 200
    Draft202012Validator(SCHEMA).validate(answer.json())
    expected = served.check(reportedly.read(Article.from_text(TEXT, published="2024-03-12")))
    assert answer.json() == plain(expected)
    assert served.articles().total == 4


@pytest.mark.parametrize(
    ("sent", "headers", "status"),
    [
        ({"text": ""}, {}, 400),
        ({"text": "It floats.", "published": "May"}, {}, 400),
        ({}, {}, 400),
        ({"text": "It floats."}, {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"text": "It floats."}, OURS, 200),
    ],
)
def test_what_the_api_refuses(served: Ledger, sent: dict[str, str], headers: dict[str, str], status: int) -> None:
    answer = client(served).post("/api/v1/check", json=sent, headers=headers)
    assert answer.status_code == status, answer.text
    assert status == 200 or answer.json()["error"]


def test_beyond_this_machine_a_check_needs_a_token(served: Ledger) -> None:
    token = served.add_user("jo")
    reader = client(served, Settings(host="0.0.0.0", names=("127.0.0.1",)))
    assert reader.post("/api/v1/check", json={"text": TEXT}).status_code == 401
    headers = {"Authorization": f"Bearer {token}"}
    assert reader.post("/api/v1/check", json={"text": TEXT}, headers=headers).status_code == 200


def test_the_page_shows_the_draft_and_each_statement_beside_the_nearest(served: Ledger) -> None:
    reader = client(served)
    (token,) = html.fromstring(reader.get("/check").text).xpath("//main//input[@name='csrf']/@value")
    form = {"csrf": token, "text": TEXT, "published": "2024-03-12"}
    assert reader.post("/check", data={**form, "csrf": "no"}, headers=OURS).status_code != 200
    answer = reader.post("/check", data=form, headers=OURS)
    assert answer.status_code == 200
    (main,) = html.fromstring(answer.text).xpath("//main")
    marks = main.xpath("//article//a[@href='#c1']")
    assert "".join(mark.text_content() for mark in marks) == "“We found rust in twelve of the sixteen bearings,”"
    assert [one.get("id") for one in main.xpath("//ol[@class='checked']/li")] == ["c1", "c2", "c3", "c4"]
    assert "1 is somebody else’s there" in main.text_content()
    (row,) = main.xpath("//li[@id='c1']")
    assert ["twelve" in one.text_content() for one in row.xpath(".//ins")] == [True]
    assert ["eleven" in one.text_content() for one in row.xpath(".//del")] == [True]
    said = [one.text_content() for one in row.xpath(".//blockquote/p[@dir]")]
    assert "rust in  [only here:] twelve [end]  of the" in said[0]  # words stay apart
    assert row.xpath(".//section[@class='finding']//p[@class='kicker']/text()") == ["altered quotation"]
    assert main.xpath("//textarea")[0].text.split() == TEXT.split()
    assert len([mark for mark in main.xpath("//article//a") if mark.get("tabindex") != "-1"]) == 4
    assert served.articles().total == 4


def test_a_hostile_draft_stays_text(served: Ledger) -> None:
    reader = client(served)
    (token,) = html.fromstring(reader.get("/check").text).xpath("//main//input[@name='csrf']/@value")
    text = "“<script>alert(1)</script> & </textarea>,” Ole Lund <img src=x onerror=alert(2)> said on Monday."
    tree = html.fromstring(reader.post("/check", data={"csrf": token, "text": text}, headers=OURS).text)
    assert tree.xpath("//main//script | //main//img") == []
    assert "<script>alert(1)</script>" in tree.xpath("//article")[0].text_content()


# -- the command -------------------------------------------------------------------------------------------------------

FINE_DRAFT = "“We found rust in eleven of the sixteen bearings,” chief engineer Ole Lund told the council."


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    (tmp_path / "bad.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "fine.txt").write_text(FINE_DRAFT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("name", "code"), [("bad.txt", 1), ("fine.txt", 0), ("none.txt", 1)])
def test_exit_codes(filled: Path, drafts: Path, name: str, code: int) -> None:
    result = CliRunner().invoke(
        cli, ["check", str(drafts / name), "--ledger", str(filled), "--published", "2024-03-12"]
    )
    assert result.exit_code == code, result.output


def test_nothing_to_compare_with(drafts: Path) -> None:
    Ledger.open(drafts / "empty.db").close()
    arguments = ["check", str(drafts / "bad.txt"), "--ledger", str(drafts / "empty.db")]
    result = CliRunner().invoke(cli, arguments)
    assert (result.exit_code, "there is nothing to compare with" in result.stderr) == (3, True)
    result = CliRunner().invoke(cli, [*arguments, "--record", str(drafts / "bad.txt")])
    assert result.exit_code == 0, result.output


def test_json_is_an_object_a_draft(filled: Path, drafts: Path) -> None:
    files = [str(drafts / "bad.txt"), str(drafts / "fine.txt")]
    result = CliRunner().invoke(cli, ["check", *files, "--ledger", str(filled), "--published", "2024-03-12", "--json"])
    bad, fine = map(json.loads, result.stdout.splitlines())
    for one in (bad, fine):
        Draft202012Validator(SCHEMA).validate(one)
    assert [row["status"] for row in bad["statements"]] == ["differs", "same", "other-holder", "new"]
    assert fine == {
        "statements": [
            {
                "words": "“We found rust in eleven of the sixteen bearings,”",
                "spans": [[0, 50]],
                "holder": "Ole Lund",
                "status": "same",
                "findings": [],
                "nearest": fine["statements"][0]["nearest"],
            }
        ],
        "findings": [],
    }
    assert FINE_DRAFT[0:50] == "“We found rust in eleven of the sixteen bearings,”"
    assert fine["statements"][0]["nearest"]["url"].startswith("https://")


def test_junit_is_well_formed(filled: Path, drafts: Path) -> None:
    arguments = ["check", str(drafts / "bad.txt"), "--ledger", str(filled), "--published", "2024-03-12"]
    result = CliRunner().invoke(cli, [*arguments, "--format", "junit"])
    (suite,) = ET.fromstring(result.stdout_bytes)
    assert (suite.get("tests"), suite.get("failures")) == ("4", "2")
    assert [case.get("classname") for case in suite] == ["Ole Lund", "Ana Reyes", "Ida Brandt", "Rosa Dahlberg"]
    assert [failure.get("type") for failure in suite.iter("failure")] == [
        "altered-quotation",
        "misattributed-quotation",
    ]


def test_junit_of_hostile_words(filled: Path) -> None:
    text = "“<b>\x00]]> & \ud800\uffff it floats in the harbour today,” Ole Lund said."
    with Ledger.open(filled) as ledger:
        check = ledger.check(reportedly.read(Article(text, published="2024-03-12")))
    assert ET.fromstring(junit([("a\x01&<.txt", check)])).tag == "testsuites"


@pytest.mark.parametrize("width", ["60", "140"])
def test_both_wordings_are_shown(filled: Path, drafts: Path, width: str) -> None:
    arguments = ["check", str(drafts / "bad.txt"), "--ledger", str(filled), "--published", "2024-03-12"]
    result = CliRunner().invoke(cli, arguments, env={"COLUMNS": width})
    shown = " ".join(result.stdout.split())
    assert shown.startswith("4 statements: 1 stands in the ledger word for word")
    assert "{+twelve+}" in shown
    assert "[-eleven-]" in shown
    assert "Orle Mirror · 2024-03-07 · Residents fear long detour · https://" in shown
    assert max(map(len, result.stdout.splitlines())) <= int(width)


# -- planted drafts ----------------------------------------------------------------------------------------------------

#: Least share of faults found, and most of false alarms; what is measured stands in docs/check.md.
FOUND, ALARMS = 0.93, 0.05
#: How many false alarms there may be in drafts for which nothing was changed.
UNSEEN = {"quake-police": 1}


@pytest.mark.parametrize("part", ["tuned", "held-out", "later", "fresh", "last", "rail-court", "quake-police"])
def test_planted_faults_are_found(part: str) -> None:
    counted, misses = measured(part)
    assert counted.found.total() >= FOUND * counted.faults.total(), misses
    assert counted.alarms <= max(ALARMS * counted.fine, UNSEEN.get(part, 0)), misses
    assert counted.answered == counted.fine + counted.faults.total()


#: By somebody who didn't know the checks: least faults found of 10, most false alarms on 15 fine statements, and least
#: answers of 25. docs/check.md tells what was measured first, and now.
BLIND = {"fire-arena": (8, 1, 24), "ferry-lake": (9, 1, 23), "pipeline-bonuses": (5, 2, 22), "ferry-bank": (7, 2, 22)}


@pytest.mark.parametrize("part", BLIND)
def test_faults_of_drafts_by_somebody_else_are_found(part: str) -> None:
    counted, misses = measured(part)
    found, alarms, answered = BLIND[part]
    assert counted.found.total() >= found, misses
    assert counted.alarms <= alarms, misses
    assert counted.answered >= answered, misses
