"""A word → the words it is short for, and its one spelling; two rows of words → where they are the same."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.english.spelling import american, spelt_out
from reportedly.ledger.threads.alignment import aligned

SHORT = [
    ("won't", "will not"),
    ("shouldn't", "should not"),
    ("they'll", "they will"),
    ("gonna", "going to"),
    ("port's", "port's"),
    ("'d", "'d"),
    ("harbour", "harbour"),
]


@pytest.mark.parametrize(("word", "words"), SHORT)
def test_contractions(word: str, words: str) -> None:
    assert spelt_out(word) == tuple(words.split())


BRITISH = [
    ("organisation", "organization"),
    ("realised", "realized"),
    ("harbour", "harbor"),
    ("centre", "center"),
    ("travelled", "traveled"),
    ("defence", "defense"),
    ("four", "four"),
    ("fence", "fence"),
]


@pytest.mark.parametrize(("word", "expected"), BRITISH)
def test_british_spellings(word: str, expected: str) -> None:
    assert american(word) == expected


ALIGNED = [
    (False, "we shut the port by friday at noon", "the port will be shut friday noon", ["the port", "friday", "noon"]),
    (False, "we will shut the port by friday", "the port will be shut by friday", ["will", "shut", "by friday"]),
    (True, "we will shut the port by friday", "the port will be shut by friday", ["the port", "by friday"]),
    (True, "we lose", "we lose", ["we lose"]),
    (True, "we lose", "they won", []),
]


@pytest.mark.parametrize(("runs", "ours", "theirs", "expected"), ALIGNED)
def test_what_is_the_same(runs: bool, ours: str, theirs: str, expected: list[str]) -> None:
    same = [" ".join(ours.split()[s.ours]) for s in aligned(ours.split(), theirs.split(), runs=runs) if s.same]
    assert same == expected


@given(st.lists(st.sampled_from("abc"), max_size=8), st.lists(st.sampled_from("abc"), max_size=8), st.booleans())
def test_stretches_have_every_word_once_and_in_turn(ours: list[str], theirs: list[str], runs: bool) -> None:
    stretches = list(aligned(ours, theirs, runs=runs))
    assert [word for stretch in stretches for word in ours[stretch.ours]] == ours
    assert [word for stretch in stretches for word in theirs[stretch.theirs]] == theirs
    assert all((ours[s.ours] == theirs[s.theirs]) == s.same for s in stretches)
    assert all(one.same != other.same for one, other in pairwise(stretches))
