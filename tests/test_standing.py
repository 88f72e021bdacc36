"""How firmly the text presents a statement: text → value and the words it rests on."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly
from reportedly.articles.article import Article
from reportedly.reading import Statement
from reportedly.span import Span
from reportedly.values.standing import StandingValue


@dataclass(frozen=True)
class Firm:
    """A text, words of its cue, and what that statement is expected to be. on: the words that say so."""

    text: str
    cue: str
    value: StandingValue
    on: str


DENIED = [
    Firm("Ole Lund pleaded not guilty to three counts of fraud.", "pleaded not guilty", "denied", "not guilty"),
    Firm("Dairy owner Ib Holm denied that the milk was watered.", "denied", "denied", "denied"),
    Firm("The ferry line disputes the account of the two passengers.", "disputes", "denied", "disputes"),
    Firm("Mayor Ana Reyes rejected claims that she had bought the vote.", "rejected", "denied", "rejected claims"),
    Firm("Reyes brushed aside suggestions that she would resign.", "brushed", "denied", "brushed aside suggestions"),
    Firm("The minister dismissed the report as gossip.", "dismissed", "denied", "dismissed the report"),
    Firm("Pell dismissed as “fantasy” a report that eggs would be rationed.", "dismissed", "denied", "a report"),
    Firm("Pell insisted that she had not taken the money.", "insisted", "denied", "insisted that she had not"),
    Firm("“That is a lie,” the captain, Ole Lund, said.", "said", "denied", "That is a lie"),
    Firm("Lund said the allegations were completely unfounded.", "said", "denied", "were completely unfounded"),
    Firm("“I never,” Kasper Boye retorted.", "retorted", "denied", "I never"),
]

CONFIRMED = [
    Firm("Police confirmed that two boats had sunk off Hamar.", "confirmed", "confirmed", "confirmed"),
    Firm("The bank admitted that it had lost the letters.", "admitted", "confirmed", "admitted"),
    Firm("“We can confirm that the bridge is shut,” said the road agency.", "said", "confirmed", "We can confirm"),
]

ALLEGED = [
    Firm("Prosecutors allege that Boye sold the maps.", "allege", "alleged", "allege"),
    Firm("Councillor Petra Dahl accused the harbour chief of lying.", "accused", "alleged", "accused"),
    Firm("Reyes allegedly told aides that the port would be shut.", "told", "alleged", "allegedly"),
    Firm("Boye is accused of selling the maps of the port.", "accused", "alleged", "accused"),
]

DECLINED = [
    Firm("The ministry declined to comment on the leak.", "declined", "declined", "declined to comment"),
    Firm("Lund declined to comment.", "declined", "declined", "declined to comment"),
    Firm("Boye refused to say who had paid him.", "refused", "declined", "refused to say"),
    Firm("The coach would not be drawn on her future.", "be drawn", "declined", "would not be drawn"),
    Firm("The union did not immediately respond to a request for comment.", "respond", "declined", "did not"),
    Firm("The bank’s chairman would not comment further.", "would not", "declined", "would not comment"),
    Firm("“No comment,” said Judge Amina Farouk.", "said", "declined", "No comment"),
    Firm(
        "Asked about the fire, Lund said he would not comment on rumours.", "said", "declined", "he would not comment"
    ),
    Firm(
        "“We do not discuss our guests,” the hotel’s manager, Irena Kos, said.", "said", "declined", "We do not discuss"
    ),
]

NEITHER = [
    Firm("Neither Reyes nor her office would confirm the sale.", "would confirm", "declined", "Neither Reyes nor her"),
    Firm("The navy would neither confirm nor deny the sinking.", "confirm", "neither", "neither confirm nor deny"),
    Firm("The club neither denied nor confirmed that Boye would leave.", "denied", "neither", "neither denied nor"),
    Firm("The palace refused to confirm or deny the report.", "refused", "neither", "refused to confirm or deny"),
    Firm("Lund told the agency that he could neither confirm nor deny the call.", "told", "neither", "neither confirm"),
]

RETRACTED = [
    Firm("The Courier retracted its report that the dam had burst.", "retracted", "retracted", "retracted"),
    Firm("On Monday Dahl withdrew the remark.", "withdrew", "retracted", "withdrew the remark"),
    Firm("The witness took back her statement.", "took back", "retracted", "took back"),
    Firm("“I take it all back,” Boye said.", "said", "retracted", "I take it all back"),
]

#: What looks like one of these and isn't; or is one for a reason that isn't the cue's.
ASSERTED = [
    Firm("Nobody denied that the roof was old.", "denied", "asserted", "denied"),
    Firm("Lund said the senate had confirmed the nomination.", "said", "asserted", "said"),
    Firm("Rowe declined the invitation to speak at the gala.", "declined", "asserted", "declined"),
    Firm("The firm said it could not confirm the figures.", "said", "asserted", "said"),
    Firm("The regulator confirmed Rowe as chairman.", "confirmed", "asserted", "confirmed"),
    Firm("Reyes boasts that she will shut the port.", "boasts", "asserted", "boasts"),
    Firm("The allegedly stolen boat was hers, Dahl said.", "said", "asserted", "said"),
    Firm("The minister conceded that the trains were late.", "conceded", "asserted", "conceded"),
    Firm("“I can neither confirm nor deny that I like cake,” Boye joked.", "joked", "asserted", "joked"),
]

TABLES = {
    "denied": DENIED, "confirmed": CONFIRMED, "alleged": ALLEGED, "declined": DECLINED, "neither": NEITHER,
    "retracted": RETRACTED, "asserted": ASSERTED,
}  # fmt: skip


def statement(text: str, cue: str) -> Statement:
    """The statement of `text` whose cue has these words."""
    found = reportedly.read(text).statements
    near = [s for s in found if any(cue in c.of(text) or c.of(text) in cue for c in s.cue)]
    assert near, f"no statement by {cue!r}, found {[[c.of(text) for c in s.cue] for s in found]}"
    return near[0]


@pytest.mark.parametrize(
    "expected", [pytest.param(f, id=f"{name}-{i}") for name, table in TABLES.items() for i, f in enumerate(table, 1)]
)
def test_the_standing_of_a_statement(expected: Firm) -> None:
    standing = statement(expected.text, expected.cue).standing
    assert expected.value == standing.value
    assert expected.on in " ".join(span.of(expected.text) for span in standing.spans)


def test_what_is_told_within_an_allegation_is_alleged() -> None:
    text = "Irena Kos alleged that the clerk told her to “burn the lot”. The clerk said she was at home."
    outer, inner, plain = reportedly.read(text).statements
    assert [outer.standing.value, inner.standing.value, plain.standing.value] == ["alleged", "alleged", "asserted"]
    assert [span.of(text) for span in inner.standing.spans] == ["alleged"]


def test_a_denial_goes_on() -> None:
    text = "The yard denied that it would close. “There are no such plans,” its owner, Paul Adeyemi, said."
    assert [s.standing.value for s in reportedly.read(text).statements] == ["denied", "denied"]


def test_a_bare_refusal_has_its_complement_for_content() -> None:
    text = "The owner of the mill, Rosa Marín, declined to comment."
    (found,) = reportedly.read(text).statements
    assert [span.of(text) for span in found.content] == ["to comment"]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Lund", "she", "denied", "declined to comment", "allegedly", "said", "“No,”", "it", "the claim", ".", "\n",
             "neither confirmed nor denied", "took back", "accused", "of", "I retract", "’", "not", "withdrew"]
        ),
        min_size=1, max_size=30,
    ).map(" ".join)
)  # fmt: skip
def test_of_any_text_the_spans_lie_within_it(text: str) -> None:
    if not text.strip():
        return
    for found in reportedly.read(Article(text)).statements:
        assert found.content
        assert found.standing.spans
        assert all(Span(0, len(text)).contains(span) for span in found.standing.spans)
        assert found.standing.value != "asserted" or found.standing.spans == found.cue
