"""A ledger for Datasette: the view `said`, the index of words, the file that says what is shown."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import commands
import pytest
import sqlalchemy as sa
import yaml
from drafts import reading_from

from reportedly.ledger import Ledger
from reportedly.ledger.reviews.review import Review
from reportedly.ledger.tables import schema

MARKED = "[s:Mayor {Ana Reyes}] [c:said] [q:the port would shut]. [q2:“It floats,”] [s2:{Ole Lund}] [c2:told] her."
KNOWN = {"outlet": "NTB", "title": "Port", "url": "https://ntb.example/1", "published": "2024-05-08"}
#: How Datasette finds the index of a table's words.
DETECTED = """SELECT name FROM sqlite_master WHERE rootpage = 0
    AND sql LIKE '%VIRTUAL TABLE%USING FTS%content="statements"%'"""


def said(ledger: Ledger) -> list[Any]:
    columns = 'who, words, act, "when", outlet, title, url, standing, thread'
    with ledger._engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(f"SELECT {columns} FROM said ORDER BY id"))]


def test_what_was_said_is_one_view(ledger: Ledger) -> None:
    ledger.add(reading_from(MARKED, **KNOWN))
    rest = ("say", "2024-05-08", "NTB", "Port", "https://ntb.example/1", "asserted", None)
    assert said(ledger) == [("Ana Reyes", "the port would shut", *rest), ("Ole Lund", "“It floats,”", *rest)]


#: text → of each statement in text order, in whose words it is, and whether its holder said it.
WITHIN: list[tuple[str, list[tuple[str | None, bool]]]] = [
    ("[s1:{Ole Lund}] [c1:denied] [q1:that [s2:{Ana Reyes}] had [c2:told] him [q2:to burn the log]].",
     [(None, True), ("Ole Lund", False)]),
    ("[s1:The {org:Courier}] [c1:reported] [q1:that [s2:{Ana Reyes}] [c2:called] [q2:the strike a gift]].",
     [(None, True), (None, True)]),
    ("[s1:{Ole Lund}] [c1:told] reporters [q1:that the {org:Courier} [c2:wrote] [q2:that [s3:{Ana Reyes}] "
     "[c3:promised] [q3:a second bridge by May]]].", [(None, True), ("Ole Lund", False), ("Ole Lund", False)]),
    ("[s1:{Ana Reyes}] [c1:said] [q1:[s2:{=Ana Reyes:she}] had [c2:told] Lund [q2:to wait]].", [(None, True)] * 2),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WITHIN)
def test_the_view_tells_whose_words_it_stands_in(
    ledger: Ledger, text: str, expected: list[tuple[str | None, bool]]
) -> None:
    ledger.add(reading_from(text, **KNOWN))
    with ledger._engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT within, said FROM said ORDER BY id")).all()
    assert [(row.within, bool(row.said)) for row in rows] == expected
    with ledger.snapshot() as snapshot:
        told = [(row["within"] is not None, row["said"]) for row in snapshot.rows("statements")]
    assert told == [(within is not None, said) for within, said in expected]


def test_the_view_is_as_reviews_leave_it(ledger: Ledger) -> None:
    kept = ledger.add(reading_from(MARKED, **KNOWN))
    first, second = (one.id for one in ledger.article(kept.article).statements)
    ledger.review(Review("reject", first, why="nobody said so"), by="jo")
    ledger.review(Review("correct", second, "standing", {"value": "denied", "spans": []}), by="jo")
    value = {"name": "Petra Voss", "kind": "person", "role": None, "spans": []}
    ledger.review(Review("correct", second, "holder", value), by="jo")
    assert [(row[0], row[7]) for row in said(ledger)] == [("Petra Voss", "denied")]
    ledger.add(reading_from("[s:{Ole Lund}] [c:said] [q:it sank].", **KNOWN))
    assert [row[1] for row in said(ledger)] == ["it sank"]  # of the newest version alone


def test_a_review_puts_words_into_somebody_elses(ledger: Ledger) -> None:
    kept = ledger.add(reading_from(MARKED, **KNOWN))
    first, second = (one.id for one in ledger.article(kept.article).statements)
    value = {"name": "Petra Voss", "kind": "person", "role": None, "spans": []}
    ledger.review(Review("correct", second, "holder", value), by="jo")
    ledger.review(Review("correct", first, "parent", second), by="jo")
    with ledger._engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT who, within, said FROM said ORDER BY id")).all()
    assert [(row.who, row.within, bool(row.said)) for row in rows] == [
        ("Ana Reyes", "Petra Voss", False), ("Petra Voss", None, True),
    ]  # fmt: skip
    assert [str(one.around) for one in ledger.who("Ana Reyes", nested=True).statements] == ["in Petra Voss’s words"]


def test_datasette_finds_the_words(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "desk.db") as ledger:
        ledger.add(reading_from(MARKED, **KNOWN))
    with closing(sqlite3.connect(tmp_path / "desk.db")) as connection:
        assert connection.execute(DETECTED).fetchall() == [("statement_words",)]
        query = (
            "SELECT words FROM said WHERE id IN (SELECT rowid FROM statement_words WHERE statement_words MATCH 'shut')"
        )
        assert connection.execute(query).fetchall() == [("the port would shut",)]


def test_the_file_for_datasette(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "desk.db"):
        pass
    result = commands.run("datasette", str(tmp_path / "desk.db"))
    assert (result.returncode, "now: datasette desk.db --metadata datasette.yaml" in result.stderr) == (0, True)
    tables = yaml.safe_load((tmp_path / "datasette.yaml").read_text("utf-8"))["databases"]["desk"]["tables"]
    assert tables["holders"] == {"label_column": "name"}
    assert (tables["said"]["fts_table"], tables["said"]["fts_pk"]) == ("statement_words", "id")
    assert tables["users"] == {"hidden": True, "allow": False}
    hidden = {name for name, one in tables.items() if one.get("hidden")}
    assert hidden <= {*schema.metadata.tables, "alembic_version"}
    assert {"keys", "bands", "dirty", "alembic_version"} <= hidden
    for name, one in tables.items():
        if "label_column" in one:
            assert one["label_column"] in schema.metadata.tables[name].c


@pytest.mark.parametrize(("name", "sentence"), [
    ("none.db", "found none; `reportedly add` makes one"),
    ("postgresql://desk@db.example/news", "expected a ledger in a file, which Datasette opens"),
])  # fmt: skip
def test_what_is_no_ledger_in_a_file(name: str, sentence: str) -> None:
    result = commands.run("datasette", name)
    assert sentence in result.stderr
