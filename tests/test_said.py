"""What a holder's list has: what they said, each utterance once; what stands in others' words only if asked, and so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from drafts import reading_from
from fabricated import made
from fastapi.testclient import TestClient
from lxml import html

from reportedly.cli.group import cli
from reportedly.ledger import Ledger, Query
from reportedly.ledger.asked import search
from reportedly.ledger.reviews.review import Review
from reportedly.web import Settings, create_app

#: text → of each statement of Ana Reyes, in text order, whose words it is in; empty where it is her own.
WITHIN: list[tuple[str, list[str]]] = [
    ("[s:{Ana Reyes}] [c:said] [q:the port would shut].", [""]),
    ("[s1:{Ole Lund}] [c1:said] [q1:[s2:{Ana Reyes}] [c2:told] him [q2:to burn the log]].", ["in Ole Lund’s words"]),
    ("[s1:{Ole Lund}] [c1:denied] [q1:that [s2:{Ana Reyes}] had [c2:told] him [q2:to burn the log]].",
     ["in Ole Lund’s denial"]),
    ("[s1:{Pia Voss}] [c1:alleged] [q1:that [s2:{Ana Reyes}] [c2:promised] [q2:a bribe to the pilots]].",
     ["in Pia Voss’s allegation"]),
    ("[s1:{Nils Jonas}] [c1:said] [q1:[s2:{Ana Reyes}] [c2:called] [q2:the pilots cowards]].",
     ["in Nils Jonas’s words"]),
    ("[s1:{Ana Reyes}] [c1:said] [q1:[s2:she] had [c2:told] Lund [q2:to wait]].".replace("she", "{=Ana Reyes:she}"),
     ["", ""]),
    ("[s1:{Ole Lund}] [c1:said]: [q1:“[s2:{Ana Reyes}] [c2:told] me [q2:[s3:{Kari Holm}] [c3:wants] [q3:a war]]”].",
     ["in Ole Lund’s words"]),
    ("[s1:The {org:Courier}] [c1:reported] [q1:that [s2:{Ana Reyes}] [c2:called] [q2:the strike a gift]].", [""]),
    ("[q1:[s2:{Ana Reyes}] [c2:mocked] [q2:the dockers]], [c1:it was said].", [""]),
    ("[s1:{Ole Lund}] [c1:told] reporters [q1:that the {org:Courier} [c2:wrote] [q2:that [s3:{Ana Reyes}] "
     "[c3:promised] [q3:a second bridge by May]]].", ["in Ole Lund’s words"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WITHIN)
def test_what_stands_in_somebody_elses_words_is_told_so(tmp_path: Path, text: str, expected: list[str]) -> None:
    with Ledger.open(tmp_path / "desk.db") as ledger:
        ledger.add(reading_from(text, outlet="The Post", published="2024-05-08"))
        found = ledger.who("Ana Reyes", nested=True).statements
        assert [str(one.around or "") for one in sorted(found, key=lambda one: one.spans)] == expected
        own = [within for within in expected if not within]
        profile = ledger.who("Ana Reyes")
        assert (len(profile.statements), profile.nested) == (len(own), len(expected) - len(own))
        asked = ledger.search(Query(holder="Ana Reyes"))
        assert (len(asked.statements), asked.nested) == (len(own), len(expected) - len(own))
        assert len(ledger.search(Query(holder="Ana Reyes", nested=True)).statements) == len(expected)


DENIED = WITHIN[2][0]


def test_the_commands_the_pages_and_the_tables_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with Ledger.open(path) as ledger:
        ledger.add(reading_from(DENIED, outlet="The Post", published="2024-05-08"))
        ledger.add(made("{Ana Reyes} {says} {“the port shuts”}.", outlet="NTB", published="2024-05-09"))
        with ledger.snapshot() as snapshot:
            rows = {row["content_text"]: (row["within"], row["said"]) for row in snapshot.rows("statements")}
        assert (rows["to burn the log"], rows["“the port shuts”"]) == (("in Ole Lund’s denial", False), (None, True))
        number = ledger.who("Ana Reyes").id
        reader = TestClient(create_app(ledger, Settings()), base_url="http://127.0.0.1:8765")
        for address in (f"/holders/{number}?", f"/search?holder={number}", "/search?holder=Reyes"):
            plain, whole = reader.get(address).text, reader.get(f"{address}&nested=true").text
            assert "to burn the log" not in html.fromstring(plain).find(".//main").text_content()
            assert "in Ole Lund’s denial" in whole
            assert "1 more in somebody else’s words" in html.fromstring(plain).text_content()
    for command in (["who", "Ana Reyes"], ["search", "--holder", "Ana Reyes"]):
        plain, whole = (
            CliRunner().invoke(cli, [*command, *more, "--ledger", str(path)]).output for more in ((), ("--nested",))
        )
        assert ("burn the log" in plain, "in somebody else’s words: --nested" in plain) == (False, True)
        assert "in Ole Lund’s denial" in " ".join(whole.split())


def test_an_utterance_is_one_row_with_its_outlets(ledger: Ledger) -> None:
    words = "“we will not open the gates before the inquiry has reported”"
    for outlet, day in (("NTB", "08"), ("The Courier", "09"), ("The Post", "10")):
        ledger.add(made(f"{{Ana Reyes}} {{says}} {{{words}}}.", outlet=outlet, published=f"2024-05-{day}"))
    ledger.add(made("{Ana Reyes} {says} {“it rains in Orle”}.", outlet="NTB", published="2024-05-11"))
    profile = ledger.who("Ana Reyes")
    assert (profile.total, [one.content for one in profile.statements]) == (2, ["“it rains in Orle”", words])
    assert [[said.source.outlet for said in row] for row in profile.repeats] == [[], ["The Courier", "The Post"]]
    assert [len(ledger.holder(profile.id, 1, skip).statements) for skip in (0, 1, 2)] == [1, 1, 0]


def test_words_alike_are_one_row_even_where_they_are_few(tmp_path: Path) -> None:
    said = [("“We have no choice,”", "NTB", "05-08"), ("“We have no choice.”", "Post", "05-09"),
            ("“We have no choice”", "Sun", "07-09"), ("“No,”", "NTB", "05-08"), ("“No.”", "Post", "05-08")]  # fmt: skip
    with Ledger.open(tmp_path / "desk.db") as ledger:
        for words, outlet, day in said:
            ledger.add(made(f"{{Ana Reyes}} {{said}} {{{words}}}", outlet=outlet, published=f"2024-{day}"))
        profile = ledger.who("Ana Reyes")
        rows = zip(profile.statements, profile.repeats, strict=True)
        assert sorted(sorted([one.content, *(other.content for other in others)]) for one, others in rows) == [
            ["“No,”"], ["“No.”"], ["“We have no choice,”", "“We have no choice.”"], ["“We have no choice”"],
        ]  # fmt: skip


def test_what_was_not_said_is_nobodys(ledger: Ledger) -> None:
    ledger.add(made("{Ana Reyes} {never said} {“it floats”}.", standing="not said"))
    ledger.add(made("{Ana Reyes} {said} {“it sinks”}."))
    assert [said.content for said in ledger.who("Reyes").statements] == ["“it sinks”"]
    assert [said.content for said in ledger.search(Query(holder="Reyes")).statements] == ["“it sinks”"]
    asked = Query(holder="Reyes", standing="not said")
    assert [said.content for said in ledger.search(asked).statements] == ["“it floats”"]


def test_a_review_decides_whose_words_it_stands_in(ledger: Ledger) -> None:
    ledger.add(reading_from(DENIED, outlet="The Post", published="2024-05-08"))
    outer, inner = (said.id for said in ledger.reading(1).statements)
    ledger.review(Review("reject", outer))
    assert [said.id for said in ledger.who("Ana Reyes").statements] == [inner]
    ledger.review(Review("accept", outer))
    assert ledger.who("Ana Reyes").statements == ()
    ledger.review(Review("correct", inner, "parent", None))
    assert [said.id for said in ledger.who("Ana Reyes").statements] == [inner]


NOT_SAID = "[s:{Ana Reyes}] [c:never said] [q:the pilots were cowards]."
OTHERS = (DENIED, WITHIN[4][0], NOT_SAID, WITHIN[0][0], WITHIN[7][0])


def test_every_list_counts_what_the_holder_said(ledger: Ledger) -> None:
    for number, text in enumerate(OTHERS):
        reading = reading_from(
            text, outlet="The Post", published=f"2024-05-0{number + 1}", url=f"https://a.example/{number}"
        )
        said = tuple(
            replace(one, standing=replace(one.standing, value="not said")) if text == NOT_SAID else one
            for one in reading.statements
        )
        ledger.add(replace(reading, statements=said))
    listed = {one.name: one for one in ledger.holders()}
    reyes, whole = listed["Ana Reyes"], ledger.who("Ana Reyes")
    assert (reyes.statements, reyes.articles, reyes.nested) == (2, 2, 2)
    assert (whole.total, whole.nested) == (reyes.statements, reyes.nested)
    assert [(one.statements, one.nested) for one in ledger.holders("Reyes")] == [(2, 2)]
    assert [one.statements for one in ledger.called("Reyes")] == [2]
    assert next(one.name for one in ledger.holders()) == "Ana Reyes"
    found = ledger.search(Query(holder="Ana Reyes"), counts=True)
    assert (found.counts and found.counts.total, found.nested) == (2, 2)
    with ledger.snapshot() as snapshot:
        rows = [row for row in snapshot.rows("statements") if row["holder"] == "Ana Reyes"]
    assert sum(row["said"] for row in rows) == 2
    with ledger._engine.connect() as connection:
        query = "SELECT who, count(*) FROM said WHERE said GROUP BY who"
        assert ("Ana Reyes", 2) in connection.execute(sa.text(query)).all()


def test_who_says_nothing_any_more_is_not_listed(ledger: Ledger) -> None:
    for text in ("[q:“It floats,”] [c:said] [s:{Ana Reyes}].", "[q:“It sinks,”] [c:said] [s:{Ole Lund}]."):
        ledger.add(reading_from(text, url="https://courier.example/1"))
    assert [(one.name, one.statements) for one in ledger.holders()] == [("Ole Lund", 1)]
    assert [(one.name, one.statements) for one in ledger.holders("Reyes")] == [("Ana Reyes", 0)]
    (sinks,) = ledger.search(Query("sinks")).statements
    number = ledger.review(Review("correct", sinks.id, "standing", {"value": "not said", "spans": []}))
    assert ledger.holders() == []
    ledger.undo_review(number)
    assert [one.statements for one in ledger.holders()] == [1]


def test_what_search_finds_is_a_row_an_utterance(tmp_path: Path) -> None:
    words = "“we will not open the gates before the inquiry has reported”"
    path = tmp_path / "desk.db"
    with Ledger.open(path) as ledger:
        for outlet, day in (("NTB", "08"), ("The Courier", "09"), ("The Post", "10")):
            ledger.add(made(f"{{Ana Reyes}} {{says}} {{{words}}}.", outlet=outlet, published=f"2024-05-{day}"))
        ledger.add(made("{Ole Lund} {says} {“the gates are shut”}.", outlet="NTB", published="2024-05-11"))
        ledger.add(made("{Pia Voss} {says} {“the gates are shut”}.", outlet="NTB", published="2024-05-12"))
        found = ledger.search(Query("gates"), counts=True)
        assert found.counts is not None
        assert (found.counts.total, found.counts.utterances, found.more) == (5, 3, False)
        rows = [[one.source.outlet for one in (said, *others)]
                for said, others in zip(found.statements, found.repeats, strict=True)]  # fmt: skip
        assert sorted(rows, key=len) == [["NTB"], ["NTB"], ["NTB", "The Courier", "The Post"]]
        pages = [ledger.search(Query("gates"), 1, skip) for skip in range(4)]
        assert [len(page.statements) for page in pages] == [1, 1, 1, 0]
        assert [page.more for page in pages] == [True, True, False, False]
        assert len({page.statements[0].id for page in pages[:3]}) == 3
        reyes = ledger.search(Query(holder="Reyes"))
        profile = ledger.who("Reyes")
        assert (reyes.statements, reyes.repeats) == (profile.statements, profile.repeats)
        (post,) = ledger.search(Query("inquiry", outlet="The Post")).repeats
        assert post == ()  # what was not asked for isn't told
        reader = TestClient(create_app(ledger, Settings()), base_url="http://127.0.0.1:8765")
        text = " ".join(html.fromstring(reader.get("/search?words=gates").text).find(".//main").text_content().split())
        assert "5 statements, 3 utterances" in text
        assert text.count("inquiry") == 1
        assert "NTB, 8 May 2024; The Courier, 9 May 2024; The Post, 10 May 2024" in text
        told = reader.get("/api/v1/search?words=inquiry").json()
        assert [[one["source"]["outlet"] for one in row] for row in told["repeats"]] == [["The Courier", "The Post"]]
    printed = CliRunner().invoke(cli, ["search", "gates", "--ledger", str(path)]).output
    assert "also in The Courier, 2024-05-09; The Post, 2024-05-10" in printed
    assert printed.count("inquiry") == 1


def test_how_many_utterances_are_not_shown_is_told(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with Ledger.open(path) as ledger:
        for number in range(3):
            ledger.add(made(f"{{Ana Reyes}} {{says}} {{“quay {number} floats”}}.", url=f"https://ntb.example/{number}"))
        assert len(ledger.who("Reyes", limit=2).statements) == 2
    plain, cut = (CliRunner().invoke(cli, ["who", "Reyes", "--ledger", str(path), *more]).output
                  for more in ((), ("--limit", "2")))  # fmt: skip
    assert ("2 of 3 utterances: --limit shows more." in cut, "utterances" in plain) == (True, False)
    assert (cut.count("quay"), plain.count("quay")) == (2, 3)


def test_many_repetitions_are_one_row(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "BEYOND", 1)
    for number in range(12):
        ledger.add(made("{Ana Reyes} {says} {“it rains in Orle”}.", outlet=f"Outlet {number}", published="2024-05-11"))
    ledger.add(made("{Ole Lund} {says} {“it rains in Orle and Tarn”}.", outlet="NTB", published="2024-04-01"))
    first, second = (ledger.search(Query(), 1, skip) for skip in (0, 1))
    assert {first.statements[0].name, second.statements[0].name} == {"Ana Reyes", "Ole Lund"}
    assert (first.more, second.more) == (True, False)
    assert sorted(len(page.repeats[0]) for page in (first, second)) == [0, 11]
