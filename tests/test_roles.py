"""Roles: which words are what somebody is called, and which are none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from drafts import reading_from
from fabricated import made

from reportedly.holders.roles import as_role
from reportedly.ledger import Ledger

#: words → the role; None: they are none.
ROLES = [
    ("the harbour chief", "harbour chief"),
    ("Transport Minister", "Transport Minister"),
    ("a retired ferryman", "retired ferryman"),
    ("an acting head of the port", "acting head of the port"),
    ("its chairman", "chairman"),
    ("her lawyer", "lawyer"),
    ("then-mayor of Orle", "then-mayor of Orle"),
    ("who is a baker from Tarn", "baker from Tarn"),
    ("under secretary of state", "under secretary of state"),
    ("Outside counsel", "Outside counsel"),
    ("visiting professor of law", "visiting professor of law"),
    ("disgraced former banker", "disgraced former banker"),
    ("leading economist at Sella Bank", "leading economist at Sella Bank"),
    ("newly elected leader", "newly elected leader"),
    ("the weekly's editor", "weekly's editor"),
    ("ally of the mayor", "ally of the mayor"),
    ("father of the boy who drowned", "father of the boy who drowned"),
    ("the victim's sister", "victim's sister"),
    ("Detective Sergeant", "Detective Sergeant"),
    ("chief executive, Mr.", "chief executive"),
    ("court reporter", "court reporter"),
    ("house speaker", "house speaker"),
    ("press officer Monday", "press officer"),
    # adverbs and adverbial phrases
    ("Outside court", None),
    ("Outside the courtroom", None),
    ("Inside the hall", None),
    ("Politically", None),
    ("Privately", None),
    ("Meanwhile", None),
    ("Later", None),
    ("Last week", None),
    ("This morning", None),
    ("On Monday", None),
    ("In a statement", None),
    ("At a hearing in Orle", None),
    ("After the vote", None),
    ("Despite the rain", None),
    ("Across town", None),
    ("Two days later", None),
    # participles and clauses
    ("Speaking to reporters", None),
    ("Speaking", None),
    ("Asked about the tape", None),
    ("Writing on Monday", None),
    ("Arrested in May", None),
    ("was arrested in May", None),
    ("who fled", None),
    ("he", None),
    # somebody's whom a pronoun means
    ("her husband", None),
    ("his late wife", None),
    ("their son", None),
    ("husband", None),
    # nothing at all
    ("the", None),
    ("Mr.", None),
    ("48", None),
    ("Monday", None),
    ("the “boss”", None),
]


@pytest.mark.parametrize(("words", "expected"), ROLES)
def test_a_role_is_a_noun_phrase_or_nothing(words: str, expected: str | None) -> None:
    assert as_role(words) == expected


#: A text, and the roles of its holders.
TEXTS = [
    ("[s:Outside court, {Ana Reyes}] [c:said] [q:it was over].", [None]),
    ("[s:Politically, {Ole Lund}] [c:argued], [q:it made no sense].", [None]),
    ("{Ana Reyes} left. [s:Her husband, {Jan Holm},] [c:said] [q:she was well].", [None]),
    ("[s:Harbour chief {Ole Lund}] [c:said] [q:it was over].", ["Harbour chief"]),
    ("[s:{Ole Lund}, the port's chief,] [c:said] [q:it was over].", ["port's chief"]),
    ("[s:{Ole Lund}, on his way to the ferry,] [c:said] [q:it was over].", [None]),
    ("[s:Speaking to reporters, {Ole Lund}] [c:said] [q:it was over].", [None]),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_roles_of_a_text(text: str, expected: list[str | None]) -> None:
    said = [one.holder for one in reading_from(text).statements]
    assert [one.role if one else "nobody" for one in said] == expected


def test_the_ledger_picks_the_role_that_most_articles_have(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "desk.db") as ledger:
        for number, role in enumerate(["Outside court", "mayor", "mayor of Orle", "mayor of Orle", None]):
            read = made(f"{{Ana Reyes}} {{says}} {{“quay {number} stays”}}.", outlet=f"Outlet {number}")
            now = {one: replace(one, role=role) for one in read.holders}
            said = tuple(replace(one, holder=now[one.holder]) for one in read.statements if one.holder)
            ledger.add(replace(read, holders=tuple(now.values()), statements=said))
        (found,) = ledger.holders()
        assert found.role == "mayor of Orle"
        assert ledger.holder(found.id).roles == ("mayor of Orle", "mayor")
