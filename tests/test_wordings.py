"""Wordings: two wordings → how they relate, or that they are two utterances."""
# A case a line, a column a parameter and a letter, words as they are read:
# ruff: noqa: E501, E741

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.ledger.threads.matches import WordingRelation, compare, differ
from reportedly.ledger.threads.overlaps import Whose
from reportedly.ledger.threads.tokens import stem
from reportedly.ledger.threads.wordings import keys, wording

D, M, I = "direct", "mixed", "indirect"
PORT = "“I will shut the port down if the dockers walk out on Friday.”"

#: relation, a wording with its type, another with its type, whose they are.
FOR = [
    ("exact", PORT, D, "“I will shut the port down if the dockers walk out on Friday,”", D, "same"),
    ("exact", PORT, D, '"I will shut the port down if the dockers walk out on Friday"', D, "unknown"),
    ("repunctuated", PORT, D, "“I WILL SHUT THE PORT DOWN – if the dockers walk out on Friday!”", D, "same"),
    ("repunctuated", "“We won't sell the quay to Brask.”", D, "“We will not sell the quay to Brask!”", D, "same"),
    ("trimmed", PORT, D, "“I will shut the port down if the dockers walk out.”", D, "same"),
    ("trimmed", PORT, D, "“I will shut the port down … on Friday.”", D, "same"),
    ("part", PORT, D, "“I will shut the port down”", D, "same"),
    ("part", PORT, D, "“shut the port down”", M, "same"),
    ("part", PORT, D, "“the dockers walk out on Friday”", M, "unknown"),
    (
        "altered",
        "“My grandmother sold tobacco on this square, and I won't see it turned into a car park.”",
        D,
        "“My grandmother sold tobacco in this square and I won't see it turned into a parking lot.”",
        D,
        "same",
    ),
    ("altered", "“We found 14 graves behind the old shipyard.”", D, "“We found 14 tombs behind the old shipyard”", D, "none"),
    ("altered", "“They closed the shipyard without telling Ole Lund.”", D, "“They shut the shipyard without informing Ole Lund.”", D, "same"),
    ("altered", "“He goes and shuts the d*mn harbour.”", D, "“He goes and shuts the damn harbor.”", D, "same"),
    ("indirect", "“I will shut the port down”", D, "that she would shut down the port", I, "same"),
    ("indirect", PORT, D, "she would shut down the port if the dockers walked out on Friday", I, "unknown"),
    ("indirect", "“We lost 38 beds and Tessaly has no generator.”", D, "they had lost thirty-eight beds and Tessaly had no generator", I, "same"),
    ("indirect", "“Twenty-five ferries were never insured.”", D, "25 ferries had never been insured", I, "same"),
    (
        "trimmed",
        "“The brakes were worn out in March. The engineers of the tram depot told the council so in a letter.”",
        D,
        "“The engineers of the tram depot told the council so in a letter. Nobody wrote back to them.”",
        D,
        "same",
    ),
    (
        "exact",
        "“The lighthouse at Brask has been dark since June and a tanker nearly hit the reef.”",
        D,
        "“The lighthouse at Brask has been dark since June and a tanker nearly hit the reef.”",
        D,
        "other",
    ),
]  # fmt: skip
AGAINST = [
    ("“I will shut the port down”", D, "“I will open the port up”", D, "same"),
    ("“I will shut the port down”", D, "she would not shut down the port", I, "same"),
    ("“I will shut the port down”", D, "she had shut down the port", I, "same"),
    ("“I will shut the port down”", D, "she might shut down the port", I, "same"),
    (PORT, D, "“I will shut the airport down if the dockers walk out on Friday.”", D, "unknown"),
    (PORT, D, "“I will shut the port down if the dockers walk out on Monday.”", D, "same"),
    (PORT, D, "“I won't shut the port down if the dockers walk out on Friday.”", D, "same"),
    (PORT, D, "“It is not true that I will shut the port down if the dockers walk out on Friday.”", D, "same"),
    ("“We counted 300 cases of cholera in Tessaly.”", D, "“We counted 310 cases of cholera in Tessaly.”", D, "same"),
    ("“Exports of lamb fell by 7 percent in March.”", D, "“Exports of lamb rose by 7 percent in March.”", D, "same"),
    ("“Brandt knew about the brakes in the harbour tunnel.”", D, "“Novak knew about the brakes in the harbour tunnel.”", D, "same"),
    ("“A tax on steel would be legal in Brask”", D, "a tax on steel would be illegal in Brask", I, "same"),
    ("“Will you shut the port?”", D, "“I will shut the port.”", D, "other"),
    ("“We are deeply concerned.”", D, "“We are deeply concerned.”", D, "same"),
    ("“Our thoughts and prayers are with the families of the victims.”", D,
     "“Our thoughts and prayers are with the families of the victims.”", D, "other"),
    ("“shut the port down”", M, PORT, D, "other"),
    ("“Yes.”", D, "“Yes.”", D, "same"),
    ("", D, PORT, D, "same"),
]  # fmt: skip


def _named(whose: str) -> Whose:
    return "same" if whose == "none" else whose  # type: ignore[return-value]


@pytest.mark.parametrize(("relation", "a", "a_type", "b", "b_type", "whose"), FOR)
def test_one_utterance(relation: str, a: str, a_type: str, b: str, b_type: str, whose: str) -> None:
    one, other = wording(a, a_type), wording(b, b_type)
    if whose == "none":  # short, and a word exchanged: can't be told, and isn't guessed
        assert compare(one, other, "same") is None
        return
    found = compare(one, other, _named(whose))
    assert found is not None
    assert relation == found.relation
    assert 0 < found.score <= 1


@pytest.mark.parametrize(("a", "a_type", "b", "b_type", "whose"), AGAINST)
def test_two_utterances(a: str, a_type: str, b: str, b_type: str, whose: str) -> None:
    assert compare(wording(a, a_type), wording(b, b_type), _named(whose)) is None


@pytest.mark.parametrize(
    ("relation", "a", "a_type", "b", "b_type", "whose"), [case for case in FOR if case[-1] != "none"]
)
def test_wordings_of_one_utterance_share_a_key(
    relation: str, a: str, a_type: str, b: str, b_type: str, whose: str
) -> None:
    assert set(keys(wording(a, a_type))) & set(keys(wording(b, b_type)))


def test_the_holder_s_name_stands_for_a_pronoun() -> None:
    said = wording("Reyes would shut the port in Brask", "indirect", frozenset(["ana", "reyes"]))
    found = compare(wording("“I will shut the port in Brask”"), said, "same")
    assert found is not None
    assert found.relation == "indirect"


@pytest.mark.parametrize("topic", ["Ana Reyes", "charter schools", "Mayor Ana Reyes of Port Selva", "the ferry"])
def test_a_topic_is_no_utterance_unless_quoted(topic: str) -> None:
    assert keys(wording(topic, "indirect")) == ()
    assert compare(wording(topic, "indirect"), wording(f"{topic} will be sold in Brask", "indirect"), "same") is None


@pytest.mark.parametrize("text", ["", "Yes.", "No comment.", "We are deeply concerned.", "!!!", "Enough is enough."])
def test_too_little_has_no_keys(text: str) -> None:
    assert keys(wording(text)) == ()


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        (PORT, "“I won't shut the port down if the dockers walk out on Friday.”", "contrary"),
        (PORT, "“I will shut the port down if the bakers walk out on Friday.”", "other"),
        (PORT, "“shut the port down”", None),
        (PORT, PORT, None),
        (PORT, "“The lighthouse has been dark since June.”", None),
    ],
)
def test_differ(a: str, b: str, verdict: str | None) -> None:
    assert verdict == differ(wording(a), wording(b))


@pytest.mark.parametrize(
    ("a", "b"), [("apologise", "apologized"), ("harbour", "harbors"), ("went", "go"), ("shut", "close")]
)
def test_one_stem(a: str, b: str) -> None:
    assert stem(a) == stem(b)


WORDS = st.lists(
    st.sampled_from(
        [
            "I",
            "she",
            "will",
            "would",
            "not",
            "never",
            "no",
            "the",
            "a",
            "port",
            "harbour",
            "shut",
            "open",
            "12",
            "twelve",
            "percent",
            "Brask",
            "Lund",
            "told",
            "lost",
            "graves",
            "…",
            "“",
            "”",
            ",",
            ".",
            "?",
            "*",
            "d*mn",
            "won't",
            "1,200",
            "rather",
            "than",
            "going",
            "to",
            "twenty",
            "five",
            "NOT",
        ]
    ),
    max_size=25,
).map(" ".join)
TYPES = st.sampled_from([D, M, I])
WHOSE = st.sampled_from(get_args(Whose))


@given(WORDS | st.text(), TYPES, WORDS | st.text(), TYPES, WHOSE)
def test_symmetric_and_never_raises(a: str, a_type: str, b: str, b_type: str, whose: Whose) -> None:
    one, other = wording(a, a_type), wording(b, b_type)
    found = compare(one, other, whose)
    assert found == compare(other, one, whose)
    assert differ(one, other) == differ(other, one)
    if found:
        assert found.relation in get_args(WordingRelation)
        assert 0 < found.score <= 1


@given(st.text() | WORDS, TYPES)
def test_whatever_has_keys_is_its_own_wording(text: str, type: str) -> None:
    one = wording(text, type)
    assert list(keys(one)) == sorted(set(keys(one)))
    if keys(one) and one.info >= 3:
        found = compare(one, one, "same")
        assert found is not None
        assert found.relation == "exact"
