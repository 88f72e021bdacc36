"""A pattern that is compiled when it is used does what a compiled one does."""

from __future__ import annotations

import re

import pytest

from reportedly.patterns import lazy


def test_it_does_what_a_compiled_one_does() -> None:
    words, compiled = lazy(r"(?P<first>\w)\w*", re.IGNORECASE), re.compile(r"(?P<first>\w)\w*", re.IGNORECASE)
    text = "The ferry sails"
    assert [m.group() for m in words.finditer(text)] == [m.group() for m in compiled.finditer(text)]
    assert words.sub(r"\g<first>.", text) == compiled.sub(r"\g<first>.", text) == "T. f. s."
    assert (words.pattern, words.flags, words.groupindex) == (compiled.pattern, compiled.flags, compiled.groupindex)


def test_a_pattern_may_be_made_when_it_is_used() -> None:
    made = []
    words = lazy(lambda: made.append("once") or r"s\w+")  # type: ignore[func-returns-value]
    assert made == []
    assert words.findall("The ferry sails") == ["sails"]
    assert (words.pattern, made) == (r"s\w+", ["once"])


def test_nothing_is_compiled_before_it_is_used() -> None:
    broken = lazy("(")
    assert broken.pattern == "("
    with pytest.raises(re.error):
        broken.search("")
