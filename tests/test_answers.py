"""Which statement answers which: text → the words that answer, the words answered, and how."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly
from reportedly.articles.article import Article
from reportedly.reading import Reading
from reportedly.tagger import tagger
from reportedly.values.addressees import Addressee
from reportedly.values.answers import Response, answers
from reportedly.values.draft import Draft
from reportedly.values.standing import standings


@dataclass(frozen=True)
class Exchange:
    """A text with the words of one statement, and those of the one that it answers (None: it answers none)."""

    text: str
    says: str
    to: str | None
    how: Response = "replies"


REPLIES = [
    Exchange(
        "Councillor Dahl asked why the gate was open. “The lock is broken,” Ole Lund replied.",
        "The lock is broken", "why the gate was open",
    ),
    Exchange(
        "Asked by Judge Amina Farouk whether he had slept, Kasper Boye said he could not remember.",
        "he could not remember", "whether he had slept",
    ),
    Exchange(
        "“Your boats are late,” Irena Kos said. “Your ice is melting,” retorted Paul Adeyemi.",
        "Your ice is melting", "Your boats are late",
    ),
]  # fmt: skip

DENIALS = [
    Exchange(
        "Petra Dahl accused the dairy of watering its milk. The dairy’s owner, Ib Holm, denied the accusation.",
        "the accusation", "the dairy of watering its milk", "denies",
    ),
    Exchange(
        "Petra Dahl claimed that the dairy waters its milk. “That is false,” its owner, Ib Holm, said.",
        "That is false", "the dairy waters its milk", "denies",
    ),
    Exchange(
        "Mayor Ana Reyes allegedly boasted that she would shut the port. Harbour chief Ole Lund told the agency Fjord "
        "that he could neither confirm nor deny the call.",
        "neither confirm nor deny the call", "she would shut the port", "declines",
    ),
    Exchange(
        "In a recording the minister, Rosa Marín, is heard telling guests that “trains are for the poor”. "
        "Ms Marín said the recording had been doctored.",
        "the recording had been doctored", "trains are for the poor", "doubts",
    ),
]  # fmt: skip

GOES_ON = [
    Exchange(
        "Petra Dahl accused the dairy of watering its milk. The dairy’s owner, Ib Holm, denied the accusation. "
        "“She should taste it,” Holm said.",
        "She should taste it", "the dairy of watering its milk",
    ),
]  # fmt: skip

NONE = [
    Exchange("Boye denies two counts of fraud. Prosecutor Irena Kos said he had kept the money.", "two counts", None),
    Exchange("“The sea is calm,” Ole Lund said. A storm is due, the weather office said.", "A storm is due", None),
    Exchange("Dahl said the milk was thin. The ministry declined to comment.", "to comment", None),
    Exchange("Dahl said the milk was thin. On Monday she withdrew the remark.", "the remark", None),
    Exchange("Dahl accused Holm of greed. Holm accused Dahl of envy.", "Dahl of envy", None),
    # Side by side, and of the same thing, but nobody responds.
    Exchange(
        "Residents claimed that fires had been set in the harbour before. One of them, Ib Holm, told the agency Fjord "
        "that the fires drive out the poor.",
        "the fires drive out the poor", None,
    ),
    Exchange(
        "“She paved the way for us all,” the singer’s daughter said. “She was a rebel,” the drummer Ib Holm wrote.",
        "She was a rebel", None,
    ),
    Exchange(
        "The port announced that the ferry had sunk. According to local radio, the ferry had been overloaded.",
        "the ferry had been overloaded", None,
    ),
    Exchange(
        "“Why should bishops be exempt?” Canon Petra Dahl said.\n\n“Bishops are servants,” said the Rev Ib Holm.",
        "Bishops are servants", None,
    ),
]  # fmt: skip

TABLES = {"replies": REPLIES, "denials": DENIALS, "goes-on": GOES_ON, "none": NONE}


def index(reading: Reading, words: str) -> int:
    """The smallest statement with these words."""
    said = [
        (len(reading.words(s.content)), i)
        for i, s in enumerate(reading.statements)
        if words in reading.words(s.content)
    ]
    assert said, f"no statement of {words!r} in {[reading.words(s.content) for s in reading.statements]}"
    return min(said)[1]


@pytest.mark.parametrize(
    "expected", [pytest.param(e, id=f"{name}-{i}") for name, table in TABLES.items() for i, e in enumerate(table, 1)]
)
def test_what_a_statement_answers(expected: Exchange) -> None:
    reading = reportedly.read(expected.text)
    found = [(a.statement, a.relation) for a in reading.statements[index(reading, expected.says)].answers]
    assert found == ([] if expected.to is None else [(index(reading, expected.to), expected.how)])


def test_whoever_was_told_answers() -> None:
    text = "“Sit down, Gerald,” the chair, Pru Hale, said. Gerald Moxon informed the meeting that he would stand."
    draft = Draft.of(Article(text), tagger().tag(text))
    firm = standings(draft)
    moxon = draft.holders[-1]
    assert moxon is not None
    told = [Addressee(moxon.name, ()), None]
    assert [a.statement for a in answers(draft, firm, told)[1]] == [0]


def test_a_headline_answers_what_is_alleged_below() -> None:
    text = (
        "Charity chief denies spending gala cash on pony\n\n"
        "Former treasurer Glyn Sadler alleges that £7,200 of gala cash was spent on a pony.\n"
    )
    reading = reportedly.read(text)
    assert [a.statement for a in reading.statements[0].answers] == [1]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Ana Reyes", "Ole Lund", "she", "he", "replied", "denied the claim", "said", "asked why", "“No,”",
             "the recording was cut", "accused", "of lying", ".", "\n", "“Who?”", "declined to comment", "told Lund"]
        ),
        min_size=1, max_size=40,
    ).map(" ".join)
)  # fmt: skip
def test_no_statement_answers_itself(text: str) -> None:
    if not text.strip():
        return
    statements = reportedly.read(Article(text)).statements
    for i, found in enumerate(statements):
        for answer in found.answers:
            assert 0 <= answer.statement < len(statements)
            assert answer.statement != i
            assert statements[answer.statement].parent == found.parent
            later = statements[answer.statement].cue[0].start > found.cue[0].start
            assert not later or found.standing.value == "denied"
