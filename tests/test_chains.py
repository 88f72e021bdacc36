"""Through whom: text → the hops of the statement that holds certain words, nearest to the holder first."""

from __future__ import annotations

import pytest
from found import reading, said
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly

#: text, words of the content, the hops as (name, relation).
CASES = [
    (
        "Ana Reyes mocked the dockers, according to a recording obtained by Channel 9.\n\n“Let them swim,” the mayor "
        "says. “They have boats.”\n\nReyes denied it on Monday. “I never laughed,” she told reporters. Ole Lund said "
        "she should go.",
        "Let them swim",
        [("Channel 9", "obtained")],
    ),
    (  # in an article that tells everything as of now, "says" tells of no record
        "A recording obtained by Channel 9 has shaken the port.\n\n“I never laughed,” says Ana Reyes. “She should "
        "go,” says Ole Lund.",
        "I never laughed",
        [],
    ),
    ("“It will float,” Ole Lund told Radio Sella.", "It will float", [("Radio Sella", "told")]),
    (
        "In an interview with Channel 9, Ana Reyes said the ferry would be sold.",
        "the ferry would be sold",
        [("Channel 9", "told")],
    ),
    ("“Nobody called me,” Ana Reyes said on CNN’s “State of the Union.”", "Nobody called me", [("CNN", "published")]),
    (
        "Ana Reyes wrote on Twitter that the quay would open in May.",
        "the quay would open in May",
        [("Twitter", "published")],
    ),
    (
        "In a recording obtained by Channel 9, Mayor Ana Reyes says the dockers “should learn to swim”.",
        "should learn to swim",
        [("Channel 9", "obtained")],
    ),
    (
        "On a tape passed to the blog Harbour Watch and broadcast by Radio Sella, Ana Reyes calls the pilots “rats”.",
        "rats",
        [("Harbour Watch", "obtained"), ("Radio Sella", "published")],
    ),
    (
        "“Let them wait,” Ana Reyes says on the tape. The recording was obtained by the weekly Courant and first "
        "reported abroad by the agency Interline.",
        "Let them wait",
        [("Courant", "obtained"), ("Interline", "published")],
    ),
    (
        "An internal memo leaked to the newsletter Deck Notes warned that the hull was cracked, the Courant reported.",
        "the hull was cracked",
        [("Deck Notes", "obtained"), ("Courant", "cited")],
    ),
    (
        "The Courier reported its source said the mayor had lied.",
        "the mayor had lied",
        [("Courier", "cited")],
    ),
    (
        "The pier was closed, according to the mayor of Tarn via the news agency Interfax.",
        "The pier was closed",
        [("Interfax", "published")],
    ),
    ("Speaking to state media, Ana Reyes said the ferry would be sold.", "be sold", [("state media", "told")]),
    ("In an interview with Rolling Stone, Ana Reyes said it would float.", "it would", [("Rolling Stone", "told")]),
    (
        "Ana Reyes said, in remarks published by CNN in February, that it would float.",
        "it would float",
        [("CNN", "published")],
    ),
    ("“It will float,” Ole Lund told Kikoto.hu.", "It will float", [("Kikoto.hu", "told")]),
    ("Ole Lund told the Associated Press four divers were missing.", "four divers", [("Associated Press", "told")]),
]
DIRECT = [
    ("Ana Reyes tweeted “we are with him.” The captain, Ole Lund, remarked, “I pray for him.”", "I pray for him"),
    ("Ana Reyes told the council that the quay was safe.", "the quay was safe"),
    ("“We are broke,” Ole Lund told the Gazette.", "We are broke"),
    ("Ana Reyes said the report was wrong.", "the report was wrong"),
    ("The documents prove nothing, Ole Lund said.", "The documents prove nothing"),
]


@pytest.mark.parametrize(("text", "words", "hops"), CASES)
def test_hops_come_nearest_to_the_holder_first(text: str, words: str, hops: list[tuple[str, str]]) -> None:
    chain = said(reading(text), words).chain
    assert [(hop.name.removeprefix("The "), hop.relation) for hop in chain] == hops


@pytest.mark.parametrize(("text", "words", "hops"), CASES)
def test_every_hop_rests_on_its_name(text: str, words: str, hops: list[tuple[str, str]]) -> None:
    of = reading(text)
    for hop, (name, _) in zip(said(of, words).chain, hops, strict=True):
        assert name.split()[-1] in of.words(hop.spans) or hop.relation == "published"


@pytest.mark.parametrize(("text", "words"), DIRECT)
def test_no_hop_is_guessed_and_the_paper_is_none_of_them(text: str, words: str) -> None:
    assert said(reading(text, "Fjord Gazette"), words).chain == ()


def test_who_repeats_another_is_a_hop() -> None:
    of = reading("“Lund rang me at midnight and said, ‘Burn the log,’” the pilot, Carlos Pinto, told the court.")
    assert [hop.name for hop in said(of, "Burn the log").chain] == ["Carlos Pinto"]


def test_statements_with_the_same_first_hop_have_one_origin() -> None:
    of = reading(
        "In a recording obtained by Channel 9, Ana Reyes calls the pilots “rats”. On the tape she says the union "
        "“can drown”.\n\n"
        "Ole Lund said the port would stay open."
    )
    origins = {origin.name: origin for origin in of.origins()}
    assert len(origins["Channel 9"].statements) == 2
    assert origins[None].statements
    assert sum(len(o.statements) for o in of.origins()) == len(of.statements)


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet=st.sampled_from("tape obtained by The Courant told CNN “”.,:\n said wrote on X"), max_size=200))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    if not text.strip():
        return
    for statement in reportedly.read(text).statements:
        for hop in statement.chain:
            assert hop.name
            assert all(text[span.start : span.end] for span in hop.spans)
