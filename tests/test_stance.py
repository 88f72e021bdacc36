"""For or against whom: text → the targets and signs of the statement that holds certain words."""

from __future__ import annotations

import pytest
from found import reading, said
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly
from reportedly.reading import Reading

#: text, words of the content, target, sign.
VERBS = [
    ("Ana Reyes condemned the closure of the fish market.", "fish market", "closure of the fish market", -1),
    ("The union praised the new ferry plan as “long overdue”.", "long overdue", "ferry plan", 1),
    ("Ole Lund accused Ana Reyes of hiding the report.", "hiding the report", "Ana Reyes", -1),
    ("Ole Lund blamed the pilots for the collision.", "the collision", "pilots", -1),
    ("Maria Silva thanked Carlos Pinto for his patience.", "his patience", "Carlos Pinto", 1),
    ("The fishermen oppose the tunnel.", "the tunnel", "tunnel", -1),
    ("Karin Holm demanded the mayor’s resignation. Mayor Ana Reyes said nothing.", "resignation", "Ana Reyes", -1),
    ("Prosecutors allege that Carlos Pinto sank the barge.", "sank the barge", "Carlos Pinto", -1),
    ("The council urged residents to back the tunnel.", "the tunnel", "tunnel", 1),
    ("Ole Lund does not support the tunnel.", "the tunnel", "tunnel", -1),
]
#: Whom a verb means: by a pronoun, behind a comma, without what they are accused of.
OBJECTS = [
    ("Ana Reyes left the hall early. Ole Lund accused her of theft.", "her of theft", "Ana Reyes", -1),
    ("The council charged Ole Lund with waste. The union accused him of sloth.", "him of sloth", "Ole Lund", -1),
    ("Neither the council nor the port would endorse the tunnel.", "the tunnel", "tunnel", -1),
    ("Ana Reyes endorsed her former rival, Ole Lund.", "former rival", "Ole Lund", 1),
]
#: What is said of somebody outright, and what a speaker feels about somebody.
OUTRIGHT = [
    ("Ana Reyes argued that the Harbour Protection Board overstepped its powers.", "overstepped its powers",
     "Harbour Protection Board", -1),
    ("Voters said Mayor Ana Reyes of Keldhaven was “justified” in closing the port.", "justified", "Ana Reyes", 1),
    ("Critics agreed that Ole Lund was the winner of the debate.", "the winner", "Ole Lund", 1),
    ("“Ole Lund is not a crook,” Karin Holm said.", "not a crook", "Ole Lund", 1),
    ("“We are pleased with Judge Silva’s decision,” Karin Holm said.", "pleased with", "Silva", 1),
    ("“I'm disappointed in Ana Reyes,” Karin Holm said.", "disappointed in", "Ana Reyes", -1),
    ("Ole Lund welcomed Ana Reyes's decision.", "Ana Reyes's decision", "Ana Reyes", 1),
]  # fmt: skip
HEARD = [
    (
        "“Reyes is a liar and a coward, and she has ruined this port,” said Ole Lund.",
        "a liar and a coward",
        "Reyes",
        -1,
    ),
    ("“Lund is the finest captain we ever had,” Ana Reyes said.", "the finest captain", "Lund", 1),
]
#: Statements that are for and against nobody.
PLAIN = [
    ("Ole Lund said the ferry would sail at noon.", "the ferry would sail at noon"),
    ("Ana Reyes declined to comment on the report.", "the report"),
    ("Karin Holm asked whether Ole Lund was fit to lead the port.", "was fit to lead"),
    ("The council announced that Carlos Pinto would start in May.", "would start in May"),
    ("Karin Holm refuses to attack Ole Lund on his record.", "on his record"),
    ("Karin Holm was reluctant to endorse Ole Lund.", "Ole Lund"),
    # Bad news about somebody speaks against nobody, and no evidence for a claim not for whoever made it.
    ("There is no evidence to support Lund's claims, Karin Holm said.", "no evidence"),
    ("Karin Holm said Ole Lund had suffered a heart attack and died on the way to hospital.", "a heart attack"),
    ("“It is with great sadness that I announce the death of Bishop Ole Lund,” Karin Holm said.", "sadness"),
    ("Police said Ole Lund was shot in the leg and taken to hospital.", "in the leg"),
    ("Karin Holm called the attack “an act of barbarity”.", "barbarity"),
]


def signs(of: Reading, words: str) -> dict[str, int]:
    return {stance.target: 1 if stance.polarity > 0 else -1 for stance in said(of, words).stances}


@pytest.mark.parametrize(("text", "words", "target", "sign"), [*VERBS, *OBJECTS, *OUTRIGHT, *HEARD])
def test_targets_and_signs(text: str, words: str, target: str, sign: int) -> None:
    assert signs(reading(text), words).get(target) == sign


@pytest.mark.parametrize(("text", "words"), PLAIN)
def test_no_stance_is_guessed(text: str, words: str) -> None:
    assert signs(reading(text), words) == {}


def test_a_holder_who_turns_is_marked() -> None:
    of = reading(
        "In 2019 Ole Lund praised the tunnel as “a gift”. On Monday Ole Lund condemned the tunnel.", None, "2024-05-08"
    )
    positions = [p for p in of.stances() if p.target == "tunnel"]
    assert [p.polarity > 0 for p in positions] == [True, False]
    assert [p.turn for p in positions] == [False, True]


@settings(max_examples=30, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("Lund said praised condemned she the Reyes “”.,\n is a liar you"), max_size=200)
)
def test_any_text_gives_polarities_within_bounds(text: str) -> None:
    if not text.strip():
        return
    for statement in reportedly.read(text).statements:
        assert len(statement.stances) <= 3
        for stance in statement.stances:
            assert stance.target
            assert -1 <= stance.polarity <= 1
            assert all(text[span.start : span.end] for span in stance.spans)
