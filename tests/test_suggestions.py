"""Holders that may be one: which are suggested and why, what people say of it, and whose name stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fabricated import made
from fastapi.testclient import TestClient
from lxml import html

from reportedly.cli.group import cli
from reportedly.ledger import Ledger
from reportedly.ledger.people.names import fuller
from reportedly.reading import Reading
from reportedly.web import Settings, create_app

#: Name, role, outlet and day of a holder in an article, or in several.
Seen = tuple[str, str | None, str, str]
FULLER = [
    ("Diaz", "Joaquin Diaz", "person", True),
    ("Joaquin Diaz", "Diaz", "person", False),
    ("J. Diaz", "Joaquin Diaz", "person", True),
    ("Jordan Pell", "Jordan B. Pell", "person", True),
    ("Jordan B. Pell", "Jordan Brook Pell", "person", True),
    ("DS Burrows", "Detective Sergeant Liam Burrows", "person", True),
    ("Bob Fox", "Robert Fox", "person", True),
    ("Ana Reyes", "Ana Silva", "person", None),
    ("Ana Reyes", "Ida Reyes", "person", None),
    ("Ana Reyes", "Ána Reyes", "person", False),
    ("Harbour Board", "Sella Harbour Board", "organization", True),
    ("NEMA", "National Emergency Management Agency", "organization", True),
    ("Sella Harbour Board", "the Harbour Board", "organization", False),
    ("South Norland's Ministry", "North Norland's Ministry", "organization", None),
]


@pytest.mark.parametrize(("one", "other", "kind", "expected"), FULLER)
def test_which_name_is_fuller(one: str, other: str, kind: str, expected: bool | None) -> None:
    assert fuller(one, other, kind) is expected


#: Holders of several articles, their kind, and the pairs suggested with a word of what speaks for each.
PAIRS: list[tuple[str, list[Seen], list[tuple[str, str, str]]]] = [
    ("person", [("Diaz", "coach", "NTB", "05-01"), ("Joaquin Diaz", "head coach", "Post", "05-02")],
     [("Joaquin Diaz", "Diaz", "coach")]),
    ("person", [("DS Burrows", None, "NTB", "05-01"), ("Liam Burrows", "Detective Sergeant", "Post", "05-02")],
     [("Liam Burrows", "DS Burrows", "told of on 2024-05-02 and 2024-05-01")]),
    ("person", [("J. Diaz", None, "NTB", "05-01"), ("Joaquin Diaz", None, "NTB", "05-20")],
     [("Joaquin Diaz", "J. Diaz", "both in NTB")]),
    ("person", [("Bob Fox", None, "NTB", "05-01"), ("Robert Fox", None, "Post", "05-01")],
     [("Robert Fox", "Bob Fox", "both told of on 2024-05-01")]),
    # two who may be meant, nothing but the day for either
    ("person", [("Diaz", None, "NTB", "05-01"), ("Joaquin Diaz", None, "Post", "05-02"),
                ("Maria Diaz", None, "Sun", "05-02")], []),
    ("person", [("Diaz", "coach", "NTB", "05-01"), ("Joaquin Diaz", "head coach", "Post", "05-02"),
                ("Maria Diaz", "minister", "Sun", "05-02")], [("Joaquin Diaz", "Diaz", "coach")]),
    # known for other things
    ("person", [("Diaz", "striker", "NTB", "05-01"), ("Joaquin Diaz", "senator", "NTB", "05-02")], []),
    # far apart, in other outlets
    ("person", [("Diaz", None, "NTB", "01-01"), ("Joaquin Diaz", None, "Post", "05-02")], []),
    ("person", [("Ana Reyes", "mayor", "NTB", "05-01"), ("Ida Reyes", "mayor", "NTB", "05-02")], []),
    ("organization", [("South Norland's Ministry of Health", None, "NTB", "05-01"),
                      ("North Norland's Ministry of Health", None, "NTB", "05-01")], []),
    ("organization", [("Norland's Ministry of Health", None, "NTB", "05-01"),
                      ("North Norland's Ministry of Health", None, "NTB", "05-01")], []),
    ("organization", [("Sella Harbour Board", None, "NTB", "05-01"),
                      ("Port Sella Harbour Board", None, "Post", "05-02")],
     [("Port Sella Harbour Board", "Sella Harbour Board", "a part of its name")]),
    ("organization", [("NEMA", None, "NTB", "05-01"), ("National Emergency Management Agency", None, "Post", "05-02")],
     [("National Emergency Management Agency", "NEMA", "its first letters")]),
    # one of the other, or beside it
    *(("organization", [(short, None, "NTB", "05-01"), (whole, None, "NTB", "05-02")], [])
      for short, whole in (("Sella Castle", "Map Room of the Sella Castle"), ("Tarn Valley", "Tarn Valley Coast Guard"),
                           ("Pilots United", "Pilots United and Norland officials"))),
    *(("organization", [(short, None, "NTB", "05-01"), (whole, None, "NTB", "05-02")],
       [(whole, short, "a part of its name")])
      for short, whole in (("Orle Wire", "Orle Wire news agency"), ("Quay Watch", "Quay Watch of Sella"))),
    ("organization", [("Ministry of Health", None, "NTB", "05-01"),
                      ("Norland Ministry of Health", None, "NTB", "05-01")], []),
]  # fmt: skip


def seen(name: str, role: str | None, outlet: str, day: str, kind: str = "person") -> Reading:
    read = made(f"{{{name}}} {{says}} {{“the quay of {name} on {day} stays”}}.", outlet=outlet, published=f"2024-{day}")
    now: dict[Any, Any] = {one: replace(one, kind=kind, role=role) for one in read.holders}
    said = tuple(replace(one, holder=now[one.holder]) for one in read.statements)
    return replace(read, holders=tuple(now.values()), statements=said)


def filled(path: Path, kind: str, holders: list[Seen]) -> Ledger:
    ledger = Ledger.open(path)
    for one in holders:
        ledger.add(seen(*one, kind=kind))
    return ledger


@pytest.mark.parametrize(("kind", "holders", "expected"), PAIRS)
def test_who_may_be_one(
    tmp_path: Path, kind: str, holders: list[Seen], expected: list[tuple[str, str, str]]
) -> None:  # fmt: skip
    with filled(tmp_path / "desk.db", kind, holders) as ledger:
        found = ledger.suggestions()
        assert [(one.one.name, one.other.name) for one in found] == [pair[:2] for pair in expected]
        for one, (*_, why) in zip(found, expected, strict=True):
            assert why in "; ".join(one.reasons)


DIAZ = PAIRS[0][1]


def test_two_who_stand_beside_one_another_are_two(tmp_path: Path) -> None:
    with filled(tmp_path / "desk.db", "person", DIAZ) as ledger:
        ledger.add(made("{Diaz} {says} {“yes”}. {Joaquin Diaz} {says} {“no”}.", outlet="NTB"))
        assert [one.name for one in ledger.holders("Diaz")].count("Diaz") == 2
        beside = ledger.article(3).statements
        (found,) = ledger.suggestions()
        assert found.other.id not in {one.holder for one in beside}


def test_what_is_refused_is_not_asked_again(tmp_path: Path) -> None:
    with filled(tmp_path / "desk.db", "person", DIAZ) as ledger:
        (found,) = ledger.suggestions()
        refused = ledger.keep_apart(found.other.id, found.one.id, "his brother")
        assert ledger.suggestions() == []
        assert [(one.verdict, one.why) for one in ledger.reviews()] == [("apart", "his brother")]
        ledger.add(seen("Diaz", "coach", "Sun", "05-03"))
        assert all(one.one.id != found.one.id or one.other.id != found.other.id for one in ledger.suggestions())
        ledger.undo(refused)
        assert found.other.id in {one.other.id for one in ledger.suggestions()}


@pytest.mark.parametrize("way", ["one", "other"])
def test_the_fuller_name_stays(tmp_path: Path, way: str) -> None:
    with filled(tmp_path / "desk.db", "person", DIAZ) as ledger:
        (found,) = ledger.suggestions()
        pair = (found.one.id, found.other.id) if way == "one" else (found.other.id, found.one.id)
        decision = ledger.merge(*pair, "the same")
        (now,) = ledger.holders("Diaz")
        assert (now.name, now.statements, now.aliases) == ("Joaquin Diaz", 2, ("Diaz",))
        assert ledger.holder(found.other.id).name == "Joaquin Diaz"
        assert ledger.suggestions() == []
        ledger.undo(decision)
        assert {one.name for one in ledger.holders()} == {"Diaz", "Joaquin Diaz"}
        assert ledger.suggestions() == []  # taken back: told apart


DOUBTS = [
    (("person", [("Ana Reyes", None, "NTB", "05-01"), ("Ida Reyes", None, "NTB", "05-02")]), "neither of the names"),
    (("person", [("Diaz", None, "NTB", "05-01"), ("Joaquin Diaz", None, "NTB", "05-02")]), ""),
]  # fmt: skip


@pytest.mark.parametrize(("holders", "expected"), DOUBTS)
def test_where_it_is_in_doubt_it_is_asked(
    tmp_path: Path, holders: tuple[str, list[Seen]], expected: str
) -> None:  # fmt: skip
    path = tmp_path / "desk.db"
    with filled(path, *holders) as ledger:
        one, other = (person.id for person in ledger.holders())
        doubts = ledger.doubts(one, other)
        assert bool(doubts) == bool(expected)
        reader = TestClient(create_app(ledger, Settings()), base_url="http://127.0.0.1:8765")
        page = html.fromstring(reader.get(f"/holders/{one}/appearances").text)
        form = {"csrf": page.xpath("//input[@name='csrf']/@value")[0], "other": str(other), "why": "one"}
        headers = {"Origin": "http://127.0.0.1:8765"}
        if expected:
            asked = reader.post(f"/holders/{one}/merge", data=form, headers=headers).text
            assert (expected in asked, "Merge them all the same" in asked, len(ledger.holders())) == (True, True, 2)
            command = ["holders", "--merge", f"{one}", f"{other}", "--reason", "x", "--ledger", str(path)]
            told = CliRunner().invoke(cli, command)
            assert (told.exit_code, expected in told.output, len(ledger.holders())) == (2, True, 2)
            form |= {"sure": "true"}
        reader.post(f"/holders/{one}/merge", data=form, headers=headers)
        assert len(ledger.holders()) == 1


def test_the_page_asks_and_keeps_what_is_said(tmp_path: Path) -> None:
    with filled(tmp_path / "desk.db", "person", [*DIAZ, *PAIRS[1][1]]) as ledger:
        reader = TestClient(create_app(ledger, Settings()), base_url="http://127.0.0.1:8765")
        for verdict, left in (("same", 1), ("apart", 0)):
            form = html.fromstring(reader.get("/holders/suggested").text).xpath("//ol[@data-keys]//form")[0]
            said = dict(form.form_values()) | {"verdict": verdict}
            reader.post("/holders/suggested", data=said, headers={"Origin": "http://127.0.0.1:8765"})
            assert len(reader.get("/api/v1/holders/suggested").json()) == left
        assert {one.verdict for one in ledger.reviews()} == {"merge", "apart"}


def test_the_command_lists_them(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    filled(path, "person", DIAZ).close()
    told = CliRunner().invoke(cli, ["holders", "--suggest", "--ledger", str(path)]).output
    assert "Joaquin Diaz (2) = Diaz (1)" in told
    assert "'Diaz' is a surname alone" in told
    kept = CliRunner().invoke(cli, ["holders", "--apart", "1", "2", "--reason", "brothers", "--ledger", str(path)])
    assert (kept.exit_code, CliRunner().invoke(cli, ["holders", "--suggest", "--ledger", str(path)]).output) == (
        0, "Nothing was found.\n",
    )  # fmt: skip
