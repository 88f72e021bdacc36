"""For or against whom: text → the targets and signs of the statement that holds certain words."""

from __future__ import annotations

import pytest
from drafts import GivenPairs, reading_from, tagged_from
from found import said
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly
from reportedly.reading import Reading

#: text, words of the content, target, sign.
VERBS = [
    (
        "[s:{Ana Reyes}] [c:condemned] [q:the closure of the fish market].",
        "fish market",
        "closure of the fish market",
        -1,
    ),
    ("[s:The union] [c:praised] [q:the new ferry plan as “long overdue”].", "long overdue", "ferry plan", 1),
    ("[s:{Ole Lund}] [c:accused] [q:{Ana Reyes} of hiding the report].", "hiding the report", "Ana Reyes", -1),
    ("[s:{Ole Lund}] [c:blamed] [q:the pilots for the collision].", "the collision", "pilots", -1),
    ("[s:{Maria Silva}] [c:thanked] [q:{Carlos Pinto} for his patience].", "his patience", "Carlos Pinto", 1),
    ("[s:The fishermen] [c:oppose] [q:the tunnel].", "the tunnel", "tunnel", -1),
    (
        "[s1:{Karin Holm}] [c1:demanded] [q1:the mayor’s resignation]. [s2:Mayor {Ana Reyes}] [c2:said] [q2:nothing].",
        "resignation",
        "Ana Reyes",
        -1,
    ),
    ("[s:Prosecutors] [c:allege] [q:that {Carlos Pinto} sank the barge].", "sank the barge", "Carlos Pinto", -1),
    ("[s:The council] [c:urged] [q:residents to back the tunnel].", "the tunnel", "tunnel", 1),
    ("[s:{Ole Lund}] [c:does not support] [q:the tunnel].", "the tunnel", "tunnel", -1),
    ("[s:{Ana Diaz}] [c:pushed back against] [q:{Ole Lund}'s claims].", "claims", "Ole Lund", -1),
    ("[s:{Ana Diaz}] [c:pushed back] [q:against {Ole Lund}'s claims].", "claims", "Ole Lund", -1),
    ("[s:{Ole Lund}] [c:hit back] [q:at the union].", "the union", "union", -1),
    ("[s:{Ole Lund}] [c:hit back at] [q:the union].", "the union", "union", -1),
    ("[s:{Ole Lund}] [c:has lost faith in] [q:the tunnel].", "the tunnel", "tunnel", -1),
]
#: Whom a verb means: by a pronoun, behind a comma, without what they are accused of.
OBJECTS = [
    ("{Ana Reyes} left the hall early. [s:{Ole Lund}] [c:accused] [q:her of theft].", "her of theft", "Ana Reyes", -1),
    (
        "[s1:The council] [c1:charged] [q1:{Ole Lund} with waste]. [s2:The union] [c2:accused] [q2:him of sloth].",
        "him of sloth",
        "Ole Lund",
        -1,
    ),
    ("[s:Neither the council nor the port] [c:would endorse] [q:the tunnel].", "the tunnel", "tunnel", -1),
    ("[s:{Ana Reyes}] [c:endorsed] [q:her former rival, {Ole Lund}].", "former rival", "Ole Lund", 1),
    ("[q:“We no longer trust {Ole Lund} any more,”] [s:{Ana Reyes}] [c:said].", "any more", "Ole Lund", -1),
    ("[s:{Ana Reyes}] [c:urged] members [q:to vote against the wage deal].", "vote against", "wage deal", -1),
    ("[q:“I am against the sale of the quay,”] [s:{Ana Reyes}] [c:said].", "against", "sale of the quay", -1),
    ("[q:“I'm for the sale of the quay,”] [s:{Ana Reyes}] [c:said].", "for", "sale of the quay", 1),
    ("[s:{Ana Reyes}] [c:said] [q:she was firmly against the tunnel].", "firmly", "tunnel", -1),
    ("[s:{Ana Reyes}] [c:said] [q:she no longer opposed the tunnel].", "no longer", "tunnel", 1),
    ("[q:“I am opposed to the tunnel,”] [s:{Ana Reyes}] [c:said].", "opposed to", "tunnel", -1),
    (
        "[q:“I stand by the renewal of {org:Norline}'s permit,”] [s:{Ana Reyes}] [c:said].",
        "stand by",
        "renewal of Norline's permit",
        1,
    ),
    ("[q:“I'm against closing {place:Tarn Road},”] [s:{Ana Reyes}] [c:said].", "against", "closing Tarn Road", -1),
    ("[q:“I stand behind sitting Mayor {Ole Lund},”] [s:{Ana Reyes}] [c:said].", "stand behind", "Ole Lund", 1),
]
#: What is said of somebody outright, and what a speaker feels about somebody.
OUTRIGHT = [
    ("[s:{Ole Lund}] [c:said] [q:he had lost confidence in {Ana Reyes}].", "lost confidence", "Ana Reyes", -1),
    ("[s:{Ole Lund}] [c:said] [q:“I have little trust in {Ana Reyes}”].", "little trust", "Ana Reyes", -1),
    ("[s:{Ole Lund}] [c:said] [q:“I have full confidence in {Ana Reyes}”].", "full confidence", "Ana Reyes", 1),
    (
        "[s:{Ana Reyes}] [c:argued] [q:that the {org:Harbour Protection Board} overstepped its powers].",
        "overstepped its powers",
        "Harbour Protection Board",
        -1,
    ),
    (
        "[s:Voters] [c:said] [q:Mayor {Ana Reyes} of {place:Keldhaven} was “justified” in closing the port].",
        "justified",
        "Ana Reyes",
        1,
    ),
    ("[s:Critics] [c:agreed] [q:that {Ole Lund} was the winner of the debate].", "the winner", "Ole Lund", 1),
    ("[q:“{Ole Lund} is not a crook,”] [s:{Karin Holm}] [c:said].", "not a crook", "Ole Lund", 1),
    ("[q:“We are pleased with Judge {Silva}’s decision,”] [s:{Karin Holm}] [c:said].", "pleased with", "Silva", 1),
    ("[q:“I'm disappointed in {Ana Reyes},”] [s:{Karin Holm}] [c:said].", "disappointed in", "Ana Reyes", -1),
    ("[s:{Ole Lund}] [c:welcomed] [q:{Ana Reyes}'s decision].", "Ana Reyes's decision", "Ana Reyes", 1),
]
#: Whom a speaker trusts, and no longer trusts: by name, pronoun or description.
TRUSTED = [
    ("Finance Minister {Greta Sund} ran the talks. [q:“{=Greta Sund:The minister} has my full confidence,”] "
     "[s:{Ivo Marsh}] [c:said].", "full confidence", "Greta Sund", 1),
    ("Finance Minister {Greta Sund} ran the talks. [s:{Ivo Marsh}] [c:said] [q:{=Greta Sund:the finance minister} "
     "still enjoyed his complete trust].", "complete trust", "Greta Sund", 1),
    ("[q:“{Greta Sund} continues to enjoy my full support,”] [s:{Ivo Marsh}] [c:said].", "full support",
     "Greta Sund", 1),
    ("[q:“{Greta Sund} no longer has my confidence,”] [s:{Ivo Marsh}] [c:said].", "no longer", "Greta Sund", -1),
    ("[s:{Ivo Marsh}] [c:said] [q:{Greta Sund} did not have his backing].", "backing", "Greta Sund", -1),
    ("[q:“I trust {Greta Sund} completely,”] [s:{Ivo Marsh}] [c:said].", "I trust", "Greta Sund", 1),
    ("[q:“I don’t trust {Greta Sund},”] [s:{Ivo Marsh}] [c:said].", "I don’t trust", "Greta Sund", -1),
    ("[s:{Ivo Marsh}] [c:said] [q:he no longer had any confidence in {Greta Sund}].", "no longer", "Greta Sund", -1),
    ("[q:“I have no confidence left in {Greta Sund},”] [s:{Ivo Marsh}] [c:said].", "no confidence", "Greta Sund", -1),
    ("[s:{Ivo Marsh}] [c:withdrew] [q:his support for {Greta Sund}].", "his support", "Greta Sund", -1),
    ("[s:{Ivo Marsh}] [c:announced] [q:his support for {Greta Sund}].", "his support", "Greta Sund", 1),
]  # fmt: skip
#: What a cue calls somebody or something.
CALLED = [
    ("The council passed the flood bill. [s:{Karin Holm}] [c:had called] [q:the bill “a fraud on the "
     "victims”].", "the bill", "flood bill", -1),
    ("[s:{Karin Holm}] [c:called] [q:{Ole Lund} “a liar and a coward”].", "a liar", "Ole Lund", -1),
    ("[s:The union] [c:branded] [q:the tunnel a disaster].", "a disaster", "tunnel", -1),
    ("[s:{Ana Reyes}] [c:described] [q:{Ole Lund} as a great leader].", "great leader", "Ole Lund", 1),
    ("[s:{Ana Reyes}] [c:once called] [q:the new ferry scheme “the worst joke in the north”].",
     "worst joke", "ferry scheme", -1),
]  # fmt: skip
#: Statements that are for and against nobody, unfavourable as their words may sound.
PLAIN = [
    ("[s:{Karin Holm}] [c:called] [q:the flood the highest since 1953].", "the flood"),
    ("[s:{Ivo Marsh}] [c:said] [q:the bank had his account since May].", "the bank had his account"),
    ("[s:{Ivo Marsh}] [c:asked] [q:whether {Greta Sund} had his confidence].", "had his confidence"),
    ("[s:{Ole Lund}] [c:said] [q:the ferry would sail at noon].", "the ferry would sail at noon"),
    ("[s:{Ana Reyes}] [c:declined] [q:to comment on the report].", "the report"),
    ("[s:{Karin Holm}] [c:asked] [q:whether {Ole Lund} was fit to lead the port].", "was fit to lead"),
    ("[s:The council] [c:announced] [q:that {Carlos Pinto} would start in May].", "would start in May"),
    ("[s:{Karin Holm}] [c:refuses] [q:to attack {Ole Lund} on his record].", "on his record"),
    ("[s:{Karin Holm}] [c:was reluctant to endorse] [q:{Ole Lund}].", "Ole Lund"),
    ("[q:“We are for the first time in debt,”] [s:{Karin Holm}] [c:said].", "first time"),
    ("[q:“I for one like the fish market,”] [s:{Karin Holm}] [c:said].", "for one"),
]
#: What the stance head decides, with whom or what it has to find; None where there is no side.
HEARD = [
    ("[q:“{Reyes} is a liar and a coward, and she has ruined this port,”] [c:said] [s:{Ole Lund}].", "Reyes", -1),
    ("[q:“{Lund} is the finest captain we ever had,”] [s:{Ana Reyes}] [c:said].", "Lund", 1),
    ("[s:{Karin Holm}] [c:said] [q:{Ole Lund} had betrayed the dockers and should be ashamed].", "Ole Lund", -1),
    ("[s:{Karin Holm}] [c:said] [q:she trusted {Ole Lund} completely and was proud of his work].", "Ole Lund", 1),
    ("[s:The union] [c:warned] [q:that {Ana Reyes} was destroying the harbour].", "Ana Reyes", -1),
    ("[s:{Ole Lund}] [c:said] [q:the tunnel was a disaster and must be stopped].", "tunnel", -1),
    ("[s:{Ole Lund}] [c:said] [q:the ferry would sail at noon].", None, 0),
    ("[s:{Karin Holm}] [c:asked] [q:whether {Ole Lund} was at home].", None, 0),
    ("[s:The council] [c:announced] [q:that {Carlos Pinto} would start in May].", None, 0),
    ("[s:Police] [c:said] [q:{Ole Lund} was taken to hospital].", None, 0),
    ("[s:{Ana Reyes}] [c:declined] [q:to comment on the report].", None, 0),
]
#: The share of them that has to be right.
HEARD_FLOOR = 0.6
#: What the stance head says of every candidate: scores of none, for, against.
AGAINST, FOR = GivenPairs((0.0, 0.0, 4.0), 0.5), GivenPairs((0.0, 4.0, 0.0), 0.5)


def signs(of: Reading, words: str) -> dict[str, int]:
    return {stance.target: 1 if stance.polarity > 0 else -1 for stance in said(of, words).stances}


@pytest.mark.parametrize(("text", "words", "target", "sign"), [*VERBS, *OBJECTS, *OUTRIGHT, *TRUSTED, *CALLED])
def test_targets_and_signs(text: str, words: str, target: str, sign: int) -> None:
    assert signs(reading_from(text), words).get(target) == sign


@pytest.mark.parametrize(("text", "words"), PLAIN)
def test_no_stance_is_guessed(text: str, words: str) -> None:
    assert signs(reading_from(text), words) == {}


def test_no_evidence_for_a_claim_is_not_for_whoever_made_it() -> None:
    of = reading_from("[q:There is no evidence to support {Lund}'s claims], [s:{Karin Holm}] [c:said].")
    assert signs(of, "no evidence") == {}


@pytest.mark.parametrize(("heard", "found"), [(AGAINST, -1), (FOR, 1)])
def test_where_no_verb_tells_the_stance_head_does(heard: GivenPairs, found: int) -> None:
    of = reading_from("[s:{Karin Holm}] [c:said] [q:{Ole Lund} had rebuilt the pier in a year].", heard)
    (stance,) = [stance for stance in said(of, "the pier").stances if stance.target == "Ole Lund"]
    assert stance.polarity == found
    assert [span.of(of.article.text) for span in stance.spans] == ["Ole Lund", "said"]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Minister mocked flood victims on leaked tape, broadcaster says", {"flood victims"}),
        ("Reyes praised the pilots of the lost ferry.", {"pilots of the lost ferry"}),
        ("The union condemned the closure of the fish market in Tarn.", {"closure of the fish market"}),
    ],
)
def test_more_words_around_a_target_are_no_second_one(text: str, targets: set[str]) -> None:
    found = [stance.target for one in reportedly.read(text).statements for stance in one.stances]
    assert {*found} == targets
    assert len(found) == len(targets)


def test_nobody_takes_sides_toward_themselves() -> None:
    of = reading_from("[s:{Karin Holm}] [c:said] [q:{Karin Holm} had won].", AGAINST)
    assert "Karin Holm" not in signs(of, "had won")


def test_what_the_stance_head_hears() -> None:
    right = 0
    for text, target, sign in HEARD:
        found = {s.target: s.polarity for s in tagged_from(text).statements[0].stances}
        right += found.get(target) == sign if target else found == {}
    assert right / len(HEARD) >= HEARD_FLOOR


def test_a_holder_who_turns_is_marked() -> None:
    of = reading_from(
        "In 2019 [s1:{Ole Lund}] [c1:praised] [q1:the tunnel as “a gift”]. On Monday [s2:{Ole Lund}] "
        "[c2:condemned] [q2:the tunnel].",
        published="2024-05-08",
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
            assert abs(stance.polarity) == 1
            assert all(text[span.start : span.end] for span in stance.spans)


def test_what_somebody_is_accused_of_is_no_target() -> None:
    marked = "[q:{Ruth Kern}] [c:is accused] [q:of perverting the course of justice]."
    assert signs(reading_from(marked), "of perverting") == {}
