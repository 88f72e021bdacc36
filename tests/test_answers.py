"""Which statement answers which: text → the words that answer, the words answered, and how."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from drafts import GivenPairs, draft_from, reading_from, scores_from
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly
from reportedly.articles.article import Article
from reportedly.reading import Reading
from reportedly.values.addressees import Addressee
from reportedly.values.answers import answers
from reportedly.values.exchanges import Answer, Response
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
        "[s1:Councillor {Dahl}] [c1:asked] [q1:why the gate was open]. [q2:“The lock is broken,”] [s2:{Ole Lund}] "
        "[c2:replied].",
        "The lock is broken",
        "why the gate was open",
    ),
    Exchange(
        "[c1:Asked] by [s1:Judge {Amina Farouk}] [q1:whether he had slept], [s2:{Kasper Boye}] [c2:said] [q2:he "
        "could not remember].",
        "he could not remember",
        "whether he had slept",
    ),
    Exchange(
        "[q1:“Your boats are late,”] [s1:{Irena Kos}] [c1:said]. [q2:“Your ice is melting,”] [c2:retorted] "
        "[s2:{Paul Adeyemi}].",
        "Your ice is melting",
        "Your boats are late",
    ),
]

DENIALS = [
    Exchange(
        "[s1:{Petra Dahl}] [c1:accused] [q1:the dairy of watering its milk]. [s2:The dairy’s owner, {Ib Holm},] "
        "[c2:denied] [q2:the accusation].",
        "the accusation",
        "the dairy of watering its milk",
        "denies",
    ),
    Exchange(
        "[s1:{Petra Dahl}] [c1:claimed] [q1:that the dairy waters its milk]. [q2:“That is false,”] [s2:its owner, "
        "{Ib Holm},] [c2:said].",
        "That is false",
        "the dairy waters its milk",
        "denies",
    ),
    Exchange(
        "[s1:Mayor {Ana Reyes}] [c1:allegedly boasted] [q1:that she would shut the port]. [s2:Harbour chief {Ole "
        "Lund}] [c2:told] the agency {place:Fjord} [q2:that he could neither confirm nor deny the call].",
        "neither confirm nor deny the call",
        "she would shut the port",
        "declines",
    ),
    Exchange(
        "In a recording the minister, [s1:{Rosa Marín},] [c1:is heard telling] guests that [q1:“trains are for "
        "the poor”]. [s2:{Ms Marín}] [c2:said] [q2:the recording had been doctored].",
        "the recording had been doctored",
        "trains are for the poor",
        "doubts",
    ),
]

GOES_ON = [
    Exchange(
        "[s1:{Petra Dahl}] [c1:accused] [q1:the dairy of watering its milk]. [s2:The dairy’s owner, {Ib Holm},] "
        "[c2:denied] [q2:the accusation]. [q3:“She should taste it,”] [s3:{Holm}] [c3:said].",
        "She should taste it",
        "the dairy of watering its milk",
    ),
]

NONE = [
    Exchange(
        "[s1:{Boye}] [c1:denies] [q1:two counts of fraud]. [s2:Prosecutor {Irena Kos}] [c2:said] [q2:he had "
        "kept the money].",
        "two counts",
        None,
    ),
    Exchange(
        "[q1:“The sea is calm,”] [s1:{Ole Lund}] [c1:said]. [q2:A storm is due], [s2:the weather office] [c2:said].",
        "A storm is due",
        None,
    ),
    Exchange(
        "[s1:{Dahl}] [c1:said] [q1:the milk was thin]. [s2:The ministry] [c2:declined] [q2:to comment].",
        "to comment",
        None,
    ),
    Exchange(
        "[s1:{Dahl}] [c1:said] [q1:the milk was thin]. On Monday [s2:she] [c2:withdrew] [q2:the remark].",
        "the remark",
        None,
    ),
    Exchange(
        "[s1:{Dahl}] [c1:accused] [q1:{Holm} of greed]. [s2:{Holm}] [c2:accused] [q2:{Dahl} of envy].",
        "Dahl of envy",
        None,
    ),
    # Side by side, and of the same thing, but nobody responds.
    Exchange(
        "[s1:Residents] [c1:claimed] [q1:that fires had been set in the harbour before]. [s2:One of them, {Ib "
        "Holm},] [c2:told] the agency {org:Fjord} [q2:that the fires drive out the poor].",
        "the fires drive out the poor",
        None,
    ),
    Exchange(
        "[q1:“She paved the way for us all,”] [s1:the singer’s daughter] [c1:said]. [q2:“She was a rebel,”] "
        "[s2:the drummer {Ib Holm}] [c2:wrote].",
        "She was a rebel",
        None,
    ),
    Exchange(
        "[s1:The port] [c1:announced] [q1:that the ferry had sunk]. [c2:According to] [s2:local radio], [q2:the "
        "ferry had been overloaded].",
        "the ferry had been overloaded",
        None,
    ),
    Exchange(
        "[q1:“Why should bishops be exempt?”] [s1:{Canon Petra Dahl}] [c1:said].\n\n[q2:“Bishops are servants,”] "
        "[c2:said] [s2:the Rev {Ib Holm}].",
        "Bishops are servants",
        None,
    ),
]

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
    reading = reading_from(expected.text)
    found = [(a.statement, a.relation) for a in reading.statements[index(reading, expected.says)].answers]
    assert found == ([] if expected.to is None else [(index(reading, expected.to), expected.how)])


def test_whoever_was_told_answers() -> None:
    text = (
        "[q1:“Sit down, {Gerald},”] [s1:the chair, {Pru Hale},] [c1:said]. [s2:{Gerald Moxon}] [c2:informed] "
        "the meeting [q2:that he would stand]."
    )
    draft = draft_from(text)
    firm = standings(draft)
    moxon = draft.holders[-1]
    assert moxon is not None
    told = [Addressee(moxon.name, ()), None]
    assert [(a.statement, by) for a, by in answers(draft, firm, told, scores_from(text))[1]] == [(0, "rules")]


def test_where_no_sign_speaks_the_answers_head_does() -> None:
    text = (
        "[q1:“Your boats are late,”] [s1:{Irena Kos}] [c1:said]. [s2:{Irena Kos}] [c2:added] [q2:that it was cold]. "
        "[s3:{Paul Adeyemi}] [c3:said] [q3:that he was tired]."
    )
    draft, scores = draft_from(text), replace(scores_from(text), answers=GivenPairs((4.0, 0, 0, 0, 0, 1.0), 0.5))
    found = answers(draft, standings(draft), [None] * 3, scores)
    assert found == tuple(((Answer(at, "replies"), "tagger"),) for at in (2, 2, 0))
    assert answers(draft, standings(draft), [None] * 3, scores_from(text)) == ((), (), ())


def test_a_headline_answers_what_is_alleged_below() -> None:
    text = (
        "[s1:Charity chief] [c1:denies] [q1:spending gala cash on pony]\n\n[s2:Former treasurer {Glyn Sadler}] "
        "[c2:alleges] [q2:that £7,200 of gala cash was spent on a pony].\n"
    )
    reading = reading_from(text)
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
