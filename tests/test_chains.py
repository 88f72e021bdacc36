"""Through whom: text → the hops of the statement that holds certain words, nearest to the holder first."""

from __future__ import annotations

import pytest
from drafts import reading_from
from found import said
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly
from reportedly.values.outlets import is_same, publishes

#: text, words of the content, the hops as (name, relation).
CASES = [
    (
        "[q1:[s2:{Ana Reyes}] [c2:mocked] [q2:the dockers]], [c1:according to] [s1:a recording obtained by "
        "{org:Channel 9}].\n\n[q3:“Let them swim,”] [s3:the mayor] [c3:says]. [q3:“They have boats.”]\n\n"
        "[s4:{Reyes}] [c4:denied] [q4:it] on Monday. [q5:“I never laughed,”] [s5:she] [c5:told] reporters. "
        "[s6:{Ole Lund}] [c6:said] [q6:she should go].",
        "Let them swim",
        [("Channel 9", "obtained")],
    ),
    (  # in an article that tells everything as of now, "says" tells of no record
        "A recording obtained by {org:Channel 9} has shaken the port.\n\n[q1:“I never laughed,”] [c1:says] "
        "[s1:{Ana Reyes}]. [q2:“She should go,”] [c2:says] [s2:{Ole Lund}].",
        "I never laughed",
        [],
    ),
    ("[q:“It will float,”] [s:{Ole Lund}] [c:told] {org:Radio Sella}.", "It will float", [("Radio Sella", "told")]),
    (
        "[s:{Ole Lund}] [c:wrote] in The {org:Guardian} [q:that it will float].",
        "it will float",
        [("Guardian", "published")],
    ),
    (
        "In an interview with {org:Channel 9}, [s:{Ana Reyes}] [c:said] [q:the ferry would be sold].",
        "the ferry would be sold",
        [("Channel 9", "told")],
    ),
    (
        "[q:“Nobody called me,”] [s:{Ana Reyes}] [c:said] on {org:CNN’s “State of the Union}.”",
        "Nobody called me",
        [("CNN", "published")],
    ),
    (
        "[s:{Ana Reyes}] [c:wrote] on {org:Twitter} [q:that the quay would open in May].",
        "the quay would open in May",
        [("Twitter", "published")],
    ),
    (
        "In a recording obtained by {org:Channel 9}, [s:Mayor {Ana Reyes}] [c:says] [q:the dockers “should learn "
        "to swim”].",
        "should learn to swim",
        [("Channel 9", "obtained")],
    ),
    (
        "On a tape passed to the blog {org:Harbour Watch} and broadcast by {org:Radio Sella}, [s:{Ana Reyes}] "
        "[c:calls] [q:the pilots “rats”].",
        "rats",
        [("Harbour Watch", "obtained"), ("Radio Sella", "published")],
    ),
    (
        "[q:“Let them wait,”] [s:{Ana Reyes}] [c:says] on the tape. The recording was obtained by the weekly "
        "{org:Courant} and first reported abroad by the agency {org:Interline}.",
        "Let them wait",
        [("Courant", "obtained"), ("Interline", "published")],
    ),
    (
        "[q1:[s2:An internal memo leaked to the newsletter {org:Deck Notes}] [c2:warned] [q2:that the hull was "
        "cracked]], [s1:the {org:Courant}] [c1:reported].",
        "the hull was cracked",
        [("Deck Notes", "obtained"), ("Courant", "cited")],
    ),
    (
        "[s1:The {org:Courier}] [c1:reported] [q1:[s2:its source] [c2:said] [q2:the mayor had lied]].",
        "the mayor had lied",
        [("Courier", "cited")],
    ),
    (
        "[q:The pier was closed], [c:according to] [s:the mayor of {place:Tarn}] via the news agency {org:Interfax}.",
        "The pier was closed",
        [("Interfax", "published")],
    ),
    (
        "Speaking to state media, [s:{Ana Reyes}] [c:said] [q:the ferry would be sold].",
        "be sold",
        [("state media", "told")],
    ),
    (
        "In an interview with {org:Rolling Stone}, [s:{Ana Reyes}] [c:said] [q:it would float].",
        "it would",
        [("Rolling Stone", "told")],
    ),
    (
        "[s:{Ana Reyes}] [c:said], in remarks published by {org:CNN} in February, [q:that it would float].",
        "it would float",
        [("CNN", "published")],
    ),
    ("[q:“It will float,”] [s:{Ole Lund}] [c:told] {org:Kikoto.hu}.", "It will float", [("Kikoto.hu", "told")]),
    (
        "[s:{Ole Lund}] [c:told] the {org:Associated Press} [q:four divers were missing].",
        "four divers",
        [("Associated Press", "told")],
    ),
]
#: Who works for an outlet, and whom its words reach through it.
STAFF = [
    (
        "[q:“It will float,”] [s:{Ole Lund}] [c:told] {org:Radio Sella}’s {Petra Novak}.",
        "It will float",
        [("Radio Sella", "told")],
    ),
    ("[q:The pier will last], [c:said] [s:{org:BBC} harbour editor {Ole Lund}].", "will last", [("BBC", "published")]),
    ("[q:“It is time,”] [c:wrote] [s:the {org:Courier}’s {Ole Lund}].", "It is time", [("Courier", "published")]),
    (
        "[q1:“[q2:It is safe],” [s2:{Ana Reyes}] [c2:told] aides], [s1:two people in the room] [c1:said].",
        "It is safe",
        [("two people in the room", "told")],
    ),
]
ON_THE_SAME_OCCASION = [
    (
        "[s1:{Ana Reyes}] [c1:told] {org:Radio Sella} [q1:that the quay was safe].\n\n[q2:“I walk there,”] "
        "[s2:{Reyes}] [c2:said].\n\nIt has been shut twice.\n\n[s3:She] [c3:said] [q3:the crane was new].",
        "I walk there",
        [("Radio Sella", "told")],
    ),
    (
        "[s1:{Ana Reyes}] [c1:told] {org:Radio Sella} [q1:that the quay was safe].\n\n[q2:“I walk there,”] "
        "[s2:{Reyes}] [c2:told] reporters.",
        "I walk there",
        [],
    ),
]
#: A name, an outlet as articles have it, and whether the one means the other.
OURS = [
    ("CNN", "www.cnn.com", True),
    ("CNN Business", "www.cnn.com", True),
    ("USA TODAY", "www.usatoday.com", True),
    ("The Cable", "thecable", True),
    ("PREMIUM TIMES", "premium_times", True),
    ("Sella News", "Sella Online News", True),
    ("The Gazette", "Fjord Gazette", True),
    ("Fjord Courier", "Fjord Gazette", False),
    ("Radio Sella", None, False),
    ("Harbour Week", "www.theweek.co.uk", False),
]
DIRECT = [
    (
        "[s1:A letter sent to the {org:Harbour Ministry}] [c1:says] [q1:the pier is closed].",
        "the pier is closed",
    ),
    (
        "[s1:{Ana Reyes}] [c1:tweeted] [q1:“we are with him.”] [s2:The captain, {Ole Lund},] [c2:remarked], [q2:“I "
        "pray for him.”]",
        "I pray for him",
    ),
    ("[s:{Ana Reyes}] [c:told] the council [q:that the quay was safe].", "the quay was safe"),
    ("[q:“We are broke,”] [s:{Ole Lund}] [c:told] the {org:Gazette}.", "We are broke"),
    ("[s:{Ana Reyes}] [c:said] [q:the report was wrong].", "the report was wrong"),
    ("[q:The documents prove nothing], [s:{Ole Lund}] [c:said].", "The documents prove nothing"),
]


@pytest.mark.parametrize(("text", "words", "hops"), [*CASES, *STAFF, *ON_THE_SAME_OCCASION])
def test_hops_come_nearest_to_the_holder_first(text: str, words: str, hops: list[tuple[str, str]]) -> None:
    chain = said(reading_from(text), words).chain
    assert [(hop.name.removeprefix("The "), hop.relation) for hop in chain] == hops


@pytest.mark.parametrize(("text", "words", "hops"), CASES)
def test_every_hop_rests_on_its_name(text: str, words: str, hops: list[tuple[str, str]]) -> None:
    of = reading_from(text)
    for hop, (name, _) in zip(said(of, words).chain, hops, strict=True):
        assert name.split()[-1] in of.words(hop.spans) or hop.relation == "published"


@pytest.mark.parametrize(("text", "words"), DIRECT)
def test_no_hop_is_guessed_and_the_paper_is_none_of_them(text: str, words: str) -> None:
    assert said(reading_from(text, outlet="Fjord Gazette"), words).chain == ()


@pytest.mark.parametrize(("name", "outlet", "ours"), OURS)
def test_the_own_outlet_is_known_by_any_form_of_its_name(name: str, outlet: str | None, ours: bool) -> None:
    assert is_same(name, outlet) == ours


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Independent Ports Commission", False),
        ("News and Public Affairs", False),
        ("Standard Bank", False),
        ("Sella Protection Agency", False),
        ("Sella News Agency", True),
        ("The Independent", True),
        ("Harbour Post", True),
        ("Today Media Group", True),
    ],
)
def test_a_body_publishes_no_news_whatever_it_begins_with(name: str, expected: bool) -> None:
    assert publishes(name, "organization") == expected


def test_who_repeats_another_is_a_hop() -> None:
    of = reading_from(
        "[q1:“[s2:{Lund}] rang me at midnight and [c2:said], [q2:‘Burn the log,’]”] [s1:the pilot, "
        "{Carlos Pinto},] [c1:told] the court."
    )
    assert [hop.name for hop in said(of, "Burn the log").chain] == ["Carlos Pinto"]


def test_statements_with_the_same_first_hop_have_one_origin() -> None:
    of = reading_from(
        "In a recording obtained by {org:Channel 9}, [s1:{Ana Reyes}] [c1:calls] [q1:the pilots “rats”]. On the "
        "tape [s2:she] [c2:says] [q2:the union “can drown”].\n\n[s3:{Ole Lund}] [c3:said] [q3:the port would stay "
        "open]."
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
