"""Holders found by their names as somebody types them: in any spelling, as a whole or in part."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from fabricated import made
from fastapi.testclient import TestClient

from reportedly.cli.group import cli
from reportedly.english.names import called
from reportedly.errors import NotInLedger
from reportedly.holders.holder import Holder
from reportedly.ledger import Ledger, Query
from reportedly.reading import Reading
from reportedly.web import Settings, create_app

#: name → the words by which it is looked up
CALLED = [
    ("Ana Reyes", "ana reyes"),
    ("José D’Amico", "jose damico"),
    ("JOSÉ D'AMICO", "jose damico"),
    ("Sean O’Brien", "sean obrien"),
    ("Ślipińska", "slipinska"),
    ("Anne-Marie Søndergaard", "anne marie sondergaard"),
    ("Jordan B. Pell", "jordan b pell"),
    ("D. H.", "dh"),
    ("D.H. Berg", "dh berg"),
    ("D. H. Berg", "dh berg"),
    ("U.S. Coast Guard", "us coast guard"),
    ("The Harbour Board", "harbour board"),
    ("O’Brien’s Ferries", "obrien ferries"),
    ("…", ""),
]


@pytest.mark.parametrize(("name", "expected"), CALLED)
def test_one_form_for_what_is_kept_and_what_is_typed(name: str, expected: str) -> None:
    assert called(name) == expected


NAMES = (
    "Sean O’Brien", "José D’Amico", "Ewa Ślipińska", "Anne-Marie Holt", "Jordan B. Pell", "D. H. Lund", "Ana Reyes",
    "Pía Núñez-Ortiz", "Ólafur Þór Jónsson", "Jean-Luc N’Diaye",
)  # fmt: skip
#: What is typed, whom it finds.
ASKED = [
    *((name, name) for name in NAMES),
    *((name.upper(), name) for name in NAMES),
    *((name.rpartition(" ")[2], name) for name in NAMES),
    ("OBrien", "Sean O’Brien"),
    ("o'brien", "Sean O’Brien"),
    ("Jose DAmico", "José D’Amico"),
    ("slip", "Ewa Ślipińska"),
    ("Anne Marie", "Anne-Marie Holt"),
    ("Jordan Pell", "Jordan B. Pell"),
    ("Jordan B.", "Jordan B. Pell"),
    ("D.H. Lund", "D. H. Lund"),
    ("DH Lund", "D. H. Lund"),
    ("Nunez Ortiz", "Pía Núñez-Ortiz"),
    ("Reyes Ana", "Ana Reyes"),
]


@pytest.fixture
def people(ledger: Ledger) -> Ledger:
    for number, name in enumerate(NAMES):
        ledger.add(made(f"{{{name}}} {{says}} {{“quay {number} stays open”}}.", outlet=f"Outlet {number}"))
    return ledger


@pytest.mark.parametrize(("asked", "expected"), ASKED)
def test_every_way_of_asking_finds_the_same(people: Ledger, asked: str, expected: str) -> None:
    assert [one.name for one in people.holders(asked)] == [expected]
    assert people.who(asked).name == expected
    assert [said.name for said in people.search(Query(holder=asked)).statements] == [expected]


def test_the_reader_asks_as_the_command_does(people: Ledger) -> None:
    reader = TestClient(create_app(people, Settings()), base_url="http://127.0.0.1:8765")
    for asked, expected in ASKED:
        found = reader.get("/api/v1/search", params={"holder": asked}).json()["statements"]
        assert [said["name"] for said in found] == [expected]
        assert [one["name"] for one in reader.get("/api/v1/holders", params={"name": asked}).json()] == [expected]


def of_kind(reading: Reading, kind: str) -> Reading:
    """The reading with holders of another kind."""
    now = {one: Holder(one.name, kind, one.role, one.mentions) for one in reading.holders}  # type: ignore[arg-type]
    said = tuple(replace(one, holder=now[one.holder]) for one in reading.statements if one.holder)
    return replace(reading, holders=tuple(now.values()), statements=said)


def test_a_person_comes_before_a_body_of_the_same_name(ledger: Ledger) -> None:
    ledger.add(of_kind(made("{D. H.} {says} {“the firm sells in May”}.", outlet="A"), "organization"))
    ledger.add(made("{D. H.} {says} {“I never sold a thing”}.", outlet="B"))
    found = ledger.who("D. H.")
    assert (found.kind, [(one.kind, one.statements) for one in found.others]) == ("person", [("organization", 1)])
    assert ledger.who("D.H.").id == found.id


def test_whoever_could_be_several_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with Ledger.open(path) as ledger:
        ledger.add(made("{Ana Reyes} {says} {“the port shuts”}. {Luis Reyes} {says} {“it stays open”}."))
        with pytest.raises(NotInLedger, match=r"Ana Reyes \(number 1, 1 statement\), Luis Reyes \(number 2, 1"):
            ledger.who("Reyes")
        assert ledger.who("Luis").name == "Luis Reyes"
        assert ledger.who("2").name == "Luis Reyes"
    told = CliRunner().invoke(cli, ["who", "Reyes", "--ledger", str(path)])
    assert told.exit_code == 1
    assert "say which by its number" in str(told.exception)


def test_a_minus_is_no_option(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with Ledger.open(path) as ledger:
        ledger.add(made("{Ana Reyes} {says} {“the port shuts”}. {Ole Lund} {says} {“the port stays open”}."))
    found = CliRunner().invoke(cli, ["search", "port", "-open", "--ledger", str(path)])
    assert ("Ana Reyes" in found.output, "Ole Lund" in found.output) == (True, False)
    assert CliRunner().invoke(cli, ["search", "port", "--holdr", "Lund", "--ledger", str(path)]).exit_code == 2
