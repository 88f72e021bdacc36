"""The lists in data/: each in its form, and none against another."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import pairwise

import pytest

import reportedly.english
from reportedly.english import lexicon
from reportedly.english.lists import entries, listed, meanings

DATA = files(reportedly.english) / "data"
#: Lists whose entries have marks, and which; the other lists have none.
MARKS = {
    "documents": {"says", "coverage", "research", "poll", "passed", "answered", "origin", "kept", "owned", "genuine"},
    "firms": {"legal"},
    "first_names": {"he", "she", "word"},
    "offices": {"title", "he", "she", "single", "high"},
    "outlets": {"name", "alone", "noun", "first", "last"},
    "titles": {"courtesy", "he", "she", "dotted", "ledger"},
}
#: Lists in which words stand after the colon, and no marks.
SPELT_OUT = ("nicknames", "outlet_abbreviations")
LISTS = sorted(file.name.removesuffix(".txt") for file in DATA.iterdir())
#: What is a first name as well has to say so.
OTHERS = ("titles", "offices", "suffixes", "documents", "outlets")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_says_what_it_is_for_and_is_sorted(name: str) -> None:
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    assert head[0].startswith("# ")
    assert lines[: len(head)] == head
    written = [line.partition(":")[0] for line in lines[len(head) :]]
    assert [pair for pair in pairwise(written) if pair[0] >= pair[1]] == []
    assert written == list(entries(name))


@pytest.mark.parametrize("name", LISTS)
def test_an_entry_is_lower_case_and_its_marks_are_known(name: str) -> None:
    for entry, marks in entries(name).items():
        assert re.fullmatch(r"[^\W_A-Z]+(?:[- ][^\W_A-Z]+)*\.?", entry), entry
        if name not in SPELT_OUT:
            assert {mark for mark in marks if not mark.startswith("=")} <= MARKS.get(name, set()), entry
            assert len({*marks}) == len(marks), entry


@pytest.mark.parametrize("name", ["documents", "outlets", "first_names", *SPELT_OUT])
def test_where_marks_tell_apart_none_is_without(name: str) -> None:
    assert [entry for entry, marks in entries(name).items() if not {*marks} - {"word"}] == []


def test_no_word_is_both_title_and_office_or_suffix() -> None:
    assert listed("titles") & listed("offices") == set()
    assert (listed("titles") | listed("offices")) & listed("suffixes") == set()


@pytest.mark.parametrize("name", ["titles", "offices"])
def test_a_title_tells_a_man_or_a_woman(name: str) -> None:
    assert listed(name, "he") & listed(name, "she") == set()


def test_first_names_that_are_other_words_say_so() -> None:
    others = frozenset[str]().union(*map(listed, OTHERS), lexicon.CALENDAR, lexicon.PERSONS)
    assert listed("first_names") & others == listed("first_names", "word")


def test_an_office_of_a_country_and_of_a_place() -> None:
    assert listed("offices", "single") & listed("offices", "high") == set()


def test_what_an_outlet_is_called_is_told_once() -> None:
    assert listed("outlets", "name") & listed("outlets", "alone") == set()


def test_origins_are_what_goes_from_hand_to_hand() -> None:
    assert listed("documents", "origin") <= listed("documents", "passed")
    assert meanings("documents").keys() <= listed("documents", "origin")
    assert listed("documents", "poll") <= listed("documents", "research") <= listed("documents")


def test_nicknames_are_short_for_first_names() -> None:
    assert entries("nicknames").keys() <= listed("first_names")


LISTED = [
    (("titles",), "sen.", True),
    (("titles",), "sen", True),
    (("titles",), "st.", True),
    (("titles",), "st", False),
    (("titles", "he"), "father", True),
    (("titles", "he"), "captain", False),
    (("suffixes",), "jr", True),
    (("outlets", "name", "alone"), "reuters", True),
]


@pytest.mark.parametrize(("asked", "word", "there"), LISTED)
def test_listed(asked: tuple[str, ...], word: str, there: bool) -> None:
    assert there == (word in listed(*asked))


def test_titles_of_the_ledger_only_are_none_in_an_article() -> None:
    assert listed("titles", but="ledger") == listed("titles") - listed("titles", "ledger")
    assert listed("titles", "ledger").isdisjoint(lexicon.TITLES)


def test_a_name_that_no_list_has() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'NOUNS'"):
        lexicon.NOUNS  # type: ignore[attr-defined]  # noqa: B018
