"""To whom: text → the addressee of the statement that holds certain words, and the words that say so."""

from __future__ import annotations

import pytest
from found import assert_words, reading, said
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly
from reportedly.values.addressees import Addressee

OUTLET = "Fjord Gazette"

#: text, words of the content, the addressee's name, the words it rests on.
TOLD = [
    (
        "Mayor Ana Reyes told the harbour committee that the crane was safe.",
        "the crane was safe",
        "harbour committee",
        "the harbour committee",
    ),
    ("“It will float,” Ole Lund told reporters on Monday.", "It will float", "reporters", "reporters"),
    ("The union warned ministers that the docks would close.", "the docks would close", "ministers", "ministers"),
    ("Reyes urged residents to boil their water.", "boil their water", "residents", "residents"),
    (
        "The pilot, Carlos Pinto, told truck drivers in Tarn that the bridge was open.",
        "the bridge was open",
        "truck drivers",
        "truck drivers",
    ),
    ("Petra Novak informed the board that she would leave.", "she would leave", "board", "the board"),
    ("The captain ordered the crew to lower the boats.", "lower the boats", "crew", "the crew"),
    ("Lund told the press the boats were late.", "the boats were late", "press", "the press"),
    ("Lund told those gathered the boats were late.", "the boats were late", "those gathered", "those gathered"),
    ("Lund told a press conference that the boats were late.", "the boats", "press conference", "a press conference"),
    ("Lund was told by the minister that the port would shut.", "the port would shut", "Lund", "Lund"),
    ("Lund is telling investors that the port is full.", "the port is full", "investors", "investors"),
]
TO = [
    ("“You have a week,” Ana Reyes wrote to Ole Lund.", "You have a week", "Ole Lund", "Ole Lund"),
    ("To the judge, Maria Silva remarked that the key had been lost.", "the key had been lost", "judge", "the judge"),
    (
        "In a letter to Governor Petra Voss, the pilots’ union said the channel was silting up.",
        "the channel was silting up",
        "Petra Voss",
        "Governor Petra Voss",
    ),
    (
        "In an interview with Radio Sella, Ana Reyes said the ferry would be sold.",
        "the ferry would be sold",
        "Radio Sella",
        "Radio Sella",
    ),
    ("Speaking to donors in Orle, Ana Reyes said the tunnel was dead.", "the tunnel was dead", "donors", "donors"),
    ("“Get out,” the skipper snapped at reporters.", "Get out", "reporters", "reporters"),
]
TURNS = [
    (
        "“Where is the log?” asked the judge, Maria Silva. “I burnt it,” Carlos Pinto replied.",
        "I burnt it",
        "Maria Silva",
        "Maria Silva",
    ),
    ("“I told Lund, ‘Try me,’” Ana Reyes said.", "Try me", "Lund", "Lund"),
    (
        "Ana Reyes told the council that the quay was safe, adding that it had been tested twice.",
        "it had been tested twice",
        "council",
        "the council",
    ),
]
OURSELVES = [
    ("“We are broke,” Ole Lund told this newspaper.", "We are broke", OUTLET),
    ("“We are broke,” Ole Lund told the Gazette.", "We are broke", OUTLET),
]
NOBODY = [
    ("Ana Reyes said the crane was safe.", "the crane was safe"),
    ("Ana Reyes promised to lower the fees.", "lower the fees"),
    ("Ole Lund declined to say who had signed.", "who had signed"),
    ("The mayor warned against panic at the docks.", "panic"),
]


@pytest.mark.parametrize(("text", "words", "name", "evidence"), [*TOLD, *TO, *TURNS])
def test_whoever_is_told_is_the_addressee(text: str, words: str, name: str, evidence: str) -> None:
    of = reading(text, OUTLET)
    addressee = said(of, words).addressee
    assert addressee is not None
    assert name in addressee.name
    assert of.words(addressee.spans).endswith(evidence.rsplit(maxsplit=1)[-1])


@pytest.mark.parametrize(("text", "words", "name"), OURSELVES)
def test_the_paper_itself_goes_by_its_name(text: str, words: str, name: str) -> None:
    addressee = said(reading(text, OUTLET), words).addressee
    assert addressee is not None
    assert addressee.name == name


@pytest.mark.parametrize(("text", "words"), NOBODY)
def test_nobody_is_guessed(text: str, words: str) -> None:
    assert said(reading(text, OUTLET), words).addressee is None


def test_the_words_are_exact() -> None:
    of = reading("Mayor Ana Reyes told the harbour committee that the crane was safe.")
    assert said(of, "the crane was safe").addressee == Addressee(
        "harbour committee", said(of, "the crane was safe").addressee.spans
    )  # type: ignore[union-attr]
    assert_words(of, said(of, "the crane was safe").addressee.spans, "the harbour committee")  # type: ignore[union-attr]


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet=st.sampled_from("told asked “”‘’.,\n AnaLundTo themI said to wrote replied"), max_size=200))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    if not text.strip():
        return
    for statement in reportedly.read(text).statements:
        for span in statement.addressee.spans if statement.addressee else ():
            assert text[span.start : span.end].strip()
