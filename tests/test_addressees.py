"""To whom: text → the addressee of the statement that holds certain words, and the words that say so."""

from __future__ import annotations

import pytest
from drafts import reading_from
from found import assert_words, said
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly
from reportedly.values.addressees import Addressee

OUTLET = "Fjord Gazette"

#: text, words of the content, the addressee's name, the words it rests on.
TOLD = [
    ("[q:The pilot had been drinking], court [c:told].", "been drinking", "court", "court"),
    ("[q:The pilot slept], an inquest [c:heard] on Monday.", "The pilot slept", "inquest", "inquest"),
    ("On Monday the inquest [c:heard] [q:the pilot slept].", "the pilot slept", "inquest", "inquest"),
    ("A labour tribunal in Orle [c:has heard] [q:he slept].", "he slept", "labour tribunal", "labour tribunal"),
    (
        "[s:Mayor {Ana Reyes}] [c:told] the harbour committee [q:that the crane was safe].",
        "the crane was safe",
        "harbour committee",
        "the harbour committee",
    ),
    ("[q:“It will float,”] [s:{Ole Lund}] [c:told] reporters on Monday.", "It will float", "reporters", "reporters"),
    ("[s:{Ole Lund}] [c:told] reporters Sunday [q:the crane was safe].", "the crane", "reporters", "reporters"),
    (
        "[s:{Ole Lund}] [c:told] the Sunday meeting [q:that the crane was safe].",
        "the crane",
        "Sunday meeting",
        "the Sunday meeting",
    ),
    (
        "[s:The union] [c:warned] ministers [q:that the docks would close].",
        "the docks would close",
        "ministers",
        "ministers",
    ),
    ("[s:{Reyes}] [c:urged] [q:residents to boil their water].", "boil their water", "residents", "residents"),
    (
        "[s:The pilot, {Carlos Pinto},] [c:told] truck drivers in {place:Tarn} [q:that the bridge was open].",
        "the bridge was open",
        "truck drivers",
        "truck drivers",
    ),
    ("[s:{Petra Novak}] [c:informed] the board [q:that she would leave].", "she would leave", "board", "the board"),
    ("[s:The captain] [c:ordered] [q:the crew to lower the boats].", "lower the boats", "crew", "the crew"),
    ("[s:{Lund}] [c:told] the press [q:the boats were late].", "the boats were late", "press", "the press"),
    (
        "[s:{Lund}] [c:told] those gathered [q:the boats were late].",
        "the boats were late",
        "those gathered",
        "those gathered",
    ),
    (
        "[s:{Lund}] [c:told] a press conference [q:that the boats were late].",
        "the boats",
        "press conference",
        "a press conference",
    ),
    ("{Lund} [c:was told] by [s:the minister] [q:that the port would shut].", "the port would shut", "Lund", "Lund"),
    ("[s:{Lund}] [c:is telling] investors [q:that the port is full].", "the port is full", "investors", "investors"),
]
TO = [
    ("[q:“You have a week,”] [s:{Ana Reyes}] [c:wrote] to {Ole Lund}.", "You have a week", "Ole Lund", "Ole Lund"),
    (
        "To the judge, [s:{Maria Silva}] [c:remarked] [q:that the key had been lost].",
        "the key had been lost",
        "judge",
        "the judge",
    ),
    (
        "In a letter to Governor {Petra Voss}, [s:the pilots’ union] [c:said] [q:the channel was silting up].",
        "the channel was silting up",
        "Petra Voss",
        "Governor Petra Voss",
    ),
    (
        "In an interview with {org:Radio Sella}, [s:{Ana Reyes}] [c:said] [q:the ferry would be sold].",
        "the ferry would be sold",
        "Radio Sella",
        "Radio Sella",
    ),
    (
        "Speaking to donors in {place:Orle}, [s:{Ana Reyes}] [c:said] [q:the tunnel was dead].",
        "the tunnel was dead",
        "donors",
        "donors",
    ),
    ("[q:“Get out,”] [s:the skipper] [c:snapped] at reporters.", "Get out", "reporters", "reporters"),
]
TURNS = [
    (
        "[q1:“Where is the log?”] [c1:asked] [s1:the judge, {Maria Silva}]. [q2:“I burnt it,”] [s2:{Carlos "
        "Pinto}] [c2:replied].",
        "I burnt it",
        "Maria Silva",
        "Maria Silva",
    ),
    ("[q1:“[s2:I] [c2:told] {Lund}, [q2:‘Try me,’]”] [s1:{Ana Reyes}] [c1:said].", "Try me", "Lund", "Lund"),
    (
        "[s1,2:{Ana Reyes}] [c1:told] the council [q1:that the quay was safe], [c2:adding] [q2:that it had been "
        "tested twice].",
        "it had been tested twice",
        "council",
        "the council",
    ),
]
#: A person by a name, whatever stands before it; an outlet without its noun, and by its noun alone.
NAMED = [
    (
        "[q:“It will float,”] [s:{Ole Lund}] [c:told] {org:Radio Sella}’s {Petra Novak}.",
        "It will float",
        "Petra Novak",
        "Radio Sella’s Petra Novak",
    ),
    (
        "[s:The pilots] [c:told] harbour committee chair {Maria Silva} [q:that the bridge was open].",
        "the bridge was open",
        "Maria Silva",
        "chair Maria Silva",
    ),
    (
        "[q:“It will float,”] [s:{Ole Lund}] [c:told] the {org:Courier} newspaper.",
        "It will float",
        "Courier",
        "the Courier newspaper",
    ),
    (
        "[q1:“It will float,”] [s1:{Ole Lund}] [c1:told] the {org:Courier}. [s2:{Maria Silva}] [c2:told] the paper "
        "[q2:that it would sink].",
        "it would sink",
        "Courier",
        "the paper",
    ),
    (
        "[s:{Ole Lund}] [c:told] “Harbour Breakfast” [q:that it would float].",
        "it would float",
        "Harbour Breakfast",
        "Harbour Breakfast",
    ),
]
ON_THE_SAME_OCCASION = [
    (
        "[s1:{Ana Reyes}] [c1:told] reporters [q1:that the quay was safe].\n\n[q2:“I walk there,”] [s2:{Reyes}] "
        "[c2:said].",
        "I walk there",
        "reporters",
        "reporters",
    ),
    (
        "[s1:{Ana Reyes}] [c1:told] reporters [q1:that the quay was safe]. [s2:{Reyes}] [c2:said] [q2:the crane was "
        "new].",
        "the crane was new",
        "reporters",
        "reporters",
    ),
]
OURSELVES = [
    ("[q:“We are broke,”] [s:{Ole Lund}] [c:told] this newspaper.", "We are broke", OUTLET),
    ("[q:“We are broke,”] [s:{Ole Lund}] [c:told] the {org:Gazette}.", "We are broke", OUTLET),
]
NOBODY = [
    ("[s:{Ana Reyes}] [c:said] [q:the crane was safe].", "the crane was safe"),
    ("[s:{Ana Reyes}] [c:promised] [q:to lower the fees].", "lower the fees"),
    ("[s:{Ole Lund}] [c:declined to say] [q:who had signed].", "who had signed"),
    ("[s:The mayor] [c:warned against] [q:panic at the docks].", "panic"),
    (  # who is asked to do something hears that alone
        "[s1:{Ana Reyes}] [c1:urged] [q1:residents to boil their water]. [q2:“It was the storm,”] [s2:{Reyes}] "
        "[c2:said].",
        "It was the storm",
    ),
    (
        "[s1:{Ana Reyes}] [c1:told] reporters [q1:that the quay was safe]. In a letter, [s2:{Reyes}] [c2:said] "
        "[q2:the crane was new].",
        "the crane was new",
    ),
    (
        "[s1:{Ana Reyes}] [c1:told] reporters [q1:that the quay was safe].\n\n[s2:{Reyes}] [c2:said] [q2:the crane was "
        "new].",
        "the crane was new",
    ),
]


@pytest.mark.parametrize(("text", "words", "name", "evidence"), [*TOLD, *TO, *NAMED, *TURNS, *ON_THE_SAME_OCCASION])
def test_whoever_is_told_is_the_addressee(text: str, words: str, name: str, evidence: str) -> None:
    of = reading_from(text, outlet=OUTLET)
    addressee = said(of, words).addressee
    assert addressee is not None
    assert name in addressee.name
    assert of.words(addressee.spans).endswith(evidence.rsplit(maxsplit=1)[-1])


@pytest.mark.parametrize(("text", "words", "name"), OURSELVES)
def test_the_paper_itself_goes_by_its_name(text: str, words: str, name: str) -> None:
    addressee = said(reading_from(text, outlet=OUTLET), words).addressee
    assert addressee is not None
    assert addressee.name == name


@pytest.mark.parametrize(("text", "words"), NOBODY)
def test_nobody_is_guessed(text: str, words: str) -> None:
    assert said(reading_from(text, outlet=OUTLET), words).addressee is None


def test_the_words_are_exact() -> None:
    of = reading_from("[s:Mayor {Ana Reyes}] [c:told] the harbour committee [q:that the crane was safe].")
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
