"""How firmly the text presents a statement: text → value and the words it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from drafts import draft_from, reading_from, scores_from
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import reportedly
from reportedly.articles.article import Article
from reportedly.reading import Reading, Statement
from reportedly.span import Span
from reportedly.tagger import STANDINGS, StandingValue
from reportedly.values.standing import GROUPS, HEDGES, OPENINGS, standings, weighed


@dataclass(frozen=True)
class Firm:
    """A text, words of its cue, and what that statement is expected to be. on: the words that say so."""

    text: str
    cue: str
    value: StandingValue
    on: str


DENIED = [
    Firm("[q:“I deny the charge,”] [s:{Ole Lund}] [c:said].", "said", "denied", "deny"),
    Firm("[q:“Not true,”] [s:{Ana Reyes}] [c:said].", "said", "denied", "Not true"),
    Firm(
        "[s:{Ole Lund}] [c:pleaded] [q:not guilty to three counts of fraud].",
        "pleaded not guilty",
        "denied",
        "not guilty",
    ),
    Firm("[s:Dairy owner {Ib Holm}] [c:denied] [q:that the milk was watered].", "denied", "denied", "denied"),
    Firm("[s:The ferry line] [c:disputes] [q:the account of the two passengers].", "disputes", "denied", "disputes"),
    Firm(
        "[s:Mayor {Ana Reyes}] [c:rejected] [q:claims that she had bought the vote].",
        "rejected",
        "denied",
        "rejected claims",
    ),
    Firm(
        "[s:{Reyes}] [c:brushed aside] [q:suggestions that she would resign].",
        "brushed",
        "denied",
        "brushed aside suggestions",
    ),
    Firm("[s:The minister] [c:dismissed] [q:the report as gossip].", "dismissed", "denied", "dismissed the report"),
    Firm(
        "[s:{Pell}] [c:dismissed] [q:as “fantasy” a report that eggs would be rationed].",
        "dismissed",
        "denied",
        "a report",
    ),
    Firm(
        "[s:{Pell}] [c:insisted] [q:that she had not taken the money].",
        "insisted",
        "denied",
        "insisted that she had not",
    ),
    Firm("[q:“That is a lie,”] [s:the captain, {Ole Lund},] [c:said].", "said", "denied", "That is a lie"),
    Firm(
        "[s:{Lund}] [c:said] [q:the allegations were completely unfounded].",
        "said",
        "denied",
        "were completely unfounded",
    ),
    Firm("[q:“I never,”] [s:{Kasper Boye}] [c:retorted].", "retorted", "denied", "I never"),
]

CONFIRMED = [
    Firm("[q:“That is true,”] [s:{Ana Reyes}] [c:said].", "said", "confirmed", "That is true"),
    Firm(
        "[s:Police] [c:confirmed] [q:that two boats had sunk off {place:Hamar}].", "confirmed", "confirmed", "confirmed"
    ),
    Firm("[s:The bank] [c:admitted] [q:that it had lost the letters].", "admitted", "confirmed", "admitted"),
    Firm(
        "[q:“We can confirm that the bridge is shut,”] [c:said] [s:the road agency].",
        "said",
        "confirmed",
        "We can confirm",
    ),
]

ALLEGED = [
    Firm("[s:The captain], supposedly, later [c:wrote] [q:that he was drunk].", "wrote", "alleged", "supposedly"),
    Firm("[s:Prosecutors] [c:allege] [q:that {Boye} sold the maps].", "allege", "alleged", "allege"),
    Firm("[s:Councillor {Petra Dahl}] [c:accused] [q:the harbour chief of lying].", "accused", "alleged", "accused"),
    Firm("[s:{Reyes}] [c:allegedly told] aides [q:that the port would be shut].", "told", "alleged", "allegedly"),
    Firm("{Boye} [c:is accused] of [q:selling the maps of the port].", "accused", "alleged", "accused"),
]

DECLINED = [
    Firm("[q:“I have no further comment,”] [s:{Ole Lund}] [c:said].", "said", "declined", "no further comment"),
    Firm("[q:“We refuse to discuss it,”] [s:{Ana Reyes}] [c:said].", "said", "declined", "We refuse"),
    Firm("[s:The ministry] [c:declined to comment on] [q:the leak].", "declined", "declined", "declined to comment"),
    Firm("[s:{Lund}] [c:declined] [q:to comment].", "declined", "declined", "declined to comment"),
    Firm("[s:{Boye}] [c:refused to say] [q:who had paid him].", "refused", "declined", "refused to say"),
    Firm("[s:The coach] [c:would not be drawn] on [q:her future].", "be drawn", "declined", "would not be drawn"),
    Firm(
        "[s:The union] [c:did not immediately respond to] [q:a request for comment].", "respond", "declined", "did not"
    ),
    Firm("[s:The bank’s chairman] [c:would not comment] [q:further].", "would not", "declined", "would not comment"),
    Firm("[q:“No comment,”] [c:said] [s:Judge {Amina Farouk}].", "said", "declined", "No comment"),
    Firm(
        "Asked about the fire, [s:{Lund}] [c:said] [q:he would not comment on rumours].",
        "said",
        "declined",
        "he would not comment",
    ),
    Firm(
        "[q:“We do not discuss our guests,”] [s:the hotel’s manager, {Irena Kos},] [c:said].",
        "said",
        "declined",
        "We do not discuss",
    ),
]

NEITHER = [
    Firm(
        "[q:“I can neither deny nor confirm it,”] [s:{Ole Lund}] [c:said].",
        "said",
        "neither",
        "neither deny nor confirm",
    ),
    Firm(
        "[s:Neither {Reyes} nor her office] [c:would confirm] [q:the sale].",
        "would confirm",
        "declined",
        "Neither Reyes nor her",
    ),
    Firm(
        "[s:The navy] [c:would neither confirm nor deny] [q:the sinking].",
        "confirm",
        "neither",
        "neither confirm nor deny",
    ),
    Firm(
        "[s:The club] [c:neither denied nor confirmed] [q:that {Boye} would leave].",
        "denied",
        "neither",
        "neither denied nor",
    ),
    Firm(
        "[s:The palace] [c:refused] [q:to confirm or deny the report].",
        "refused",
        "neither",
        "refused to confirm or deny",
    ),
    Firm(
        "[s1:{Lund}] [c1:told] the agency [q1:that [s2:he] [c2:could neither confirm nor deny] [q2:the call]].",
        "told",
        "neither",
        "neither confirm",
    ),
]

RETRACTED = [
    Firm(
        "[s:The {org:Courier}] [c:retracted] [q:its report that the dam had burst].",
        "retracted",
        "retracted",
        "retracted",
    ),
    Firm("On Monday [s:{Dahl}] [c:withdrew] [q:the remark].", "withdrew", "retracted", "withdrew the remark"),
    Firm("[s:The witness] [c:took back] [q:her statement].", "took back", "retracted", "took back"),
    Firm("[q:“I was wrong,”] [s:{Boye}] [c:said].", "said", "retracted", "I was wrong"),
    Firm("[s:{Dahl}] [c:rowed back on] [q:her promise].", "rowed", "retracted", "rowed back"),
    Firm("[q:“I take it all back,”] [s:{Boye}] [c:said].", "said", "retracted", "I take it all back"),
]

#: What looks like one of these and isn't; or is one for a reason that isn't the cue's.
ASSERTED = [
    Firm("[s:Nobody] [c:denied] [q:that the roof was old].", "denied", "asserted", "denied"),
    Firm("[s:{Lund}] [c:said] [q:the {org:senate} had confirmed the nomination].", "said", "asserted", "said"),
    Firm("[s:{Rowe}] [c:declined] [q:the invitation to speak at the gala].", "declined", "asserted", "declined"),
    Firm("[s:The firm] [c:said] [q:it could not confirm the figures].", "said", "asserted", "said"),
    Firm("[s:The regulator] [c:confirmed] [q:{Rowe} as chairman].", "confirmed", "asserted", "confirmed"),
    Firm("[s:{Reyes}] [c:boasts] [q:that she will shut the port].", "boasts", "asserted", "boasts"),
    Firm("[q:The allegedly stolen boat was hers], [s:{Dahl}] [c:said].", "said", "asserted", "said"),
    Firm("[s:The minister] [c:conceded] [q:that the trains were late].", "conceded", "asserted", "conceded"),
    Firm("[q:“I can neither confirm nor deny that I like cake,”] [s:{Boye}] [c:joked].", "joked", "asserted", "joked"),
]

TABLES = {
    "denied": DENIED, "confirmed": CONFIRMED, "alleged": ALLEGED, "declined": DECLINED, "neither": NEITHER,
    "retracted": RETRACTED, "asserted": ASSERTED,
}  # fmt: skip


def statement(of: Reading, cue: str) -> Statement:
    """The statement of a reading whose cue has these words."""
    text, found = of.article.text, of.statements
    near = [s for s in found if any(cue in c.of(text) or c.of(text) in cue for c in s.cue)]
    assert near, f"no statement by {cue!r}, found {[[c.of(text) for c in s.cue] for s in found]}"
    return near[0]


@pytest.mark.parametrize(
    "expected", [pytest.param(f, id=f"{name}-{i}") for name, table in TABLES.items() for i, f in enumerate(table, 1)]
)
def test_the_standing_of_a_statement(expected: Firm) -> None:
    of = reading_from(expected.text)
    standing = statement(of, expected.cue).standing
    assert expected.value == standing.value
    assert expected.on in " ".join(span.of(of.article.text) for span in standing.spans)


def test_what_a_row_matches_has_one_of_its_stems() -> None:
    texts = [draft_from(case.text).text for cases in TABLES.values() for case in cases]
    for _, pattern, stems in (*GROUPS, *HEDGES, *OPENINGS):
        words = [match[0].lower() for text in texts for match in pattern.finditer(text)]
        assert [found for found in words if not any(stem in found for stem in stems)] == []


def test_what_is_told_within_an_allegation_is_alleged() -> None:
    text = (
        "[s1:{Irena Kos}] [c1:alleged] [q1:that [s2:the clerk] [c2:told] [q2:her to “burn the lot”]]. [s3:The "
        "clerk] [c3:said] [q3:she was at home]."
    )
    of = reading_from(text)
    outer, inner, plain = of.statements
    assert [outer.standing.value, inner.standing.value, plain.standing.value] == ["alleged", "alleged", "asserted"]
    assert [span.of(of.article.text) for span in inner.standing.spans] == ["alleged"]


def test_a_denial_goes_on() -> None:
    text = (
        "[s1:The yard] [c1:denied] [q1:that it would close]. [q2:“There are no such plans,”] [s2:its owner, "
        "{Paul Adeyemi},] [c2:said]."
    )
    assert [s.standing.value for s in reading_from(text).statements] == ["denied", "denied"]


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


class Sure:
    """A cue head that is sure of one standing."""

    def __init__(self, value: StandingValue, share: float) -> None:
        rest = (1 - share) / (len(STANDINGS) - 1)
        self.row = [share if value == standing else rest for standing in STANDINGS]

    def judge(self, _: object, cues: Sequence[object]) -> tuple[None, NDArray[np.float32]]:
        return None, np.array([self.row] * len(cues), dtype=np.float32)


@pytest.mark.parametrize(
    ("marked", "head", "share", "expected", "words", "by"),
    [
        (
            "[s:{Lund}] [c:allegedly told] them [q:the quay was safe].",
            "asserted",
            0.99,
            "alleged",
            "allegedly",
            "rules",
        ),
        ("[s:{Lund}] [c:welcomed] [q:the report].", "asserted", 0.6, "asserted", "welcomed", "both"),
        ("[s:{Lund}] [c:welcomed] [q:the report].", "denied", 0.6, "asserted", "welcomed", "rules"),
        ("[s:{Lund}] [c:brushed aside] [q:the lies].", "denied", 0.6, "denied", "brushed aside", "tagger"),
        ("[s:{Lund}] [c:confirmed] [q:the report].", "confirmed", 0.6, "confirmed", "confirmed", "both"),
        ("[s:{Lund}] [c:confirmed] [q:the report].", "asserted", 0.95, "asserted", "confirmed", "tagger"),
    ],
)
def test_rules_and_head_are_weighed(
    marked: str, head: StandingValue, share: float, expected: str, words: str, by: str
) -> None:
    draft = draft_from(marked)
    scores = replace(scores_from(marked), cue_head=Sure(head, share))
    ((standing, came),) = weighed(draft, standings(draft), scores)
    assert (standing.value, standing.spans[0].of(draft.text), came) == (expected, words, by)
