"""Search: words → the statements that have them, on both databases."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import reportedly
from reportedly import Article
from reportedly.errors import LedgerError
from reportedly.ledger import Ledger, Query

ARTICLES = [
    ("“We will shut the port down,” Ana Reyes said.", "The Courier", "2024-05-08"),
    ("Ole Lund denied that the mayor shut the harbour.", "NTB", "2024-05-09"),
    ("“The ferry sails at noon,” said Maria Silva. She praised the ferries.", "The Courier", "2024-06-01"),
]
#: words → the beginnings of what is found, the best first
WORDS = [
    ("port", ["“We will shut"]),
    ('"shut the port"', ["“We will shut"]),
    ("“shut the harbour”", ["that the mayor shut"]),
    ("shut port", ["“We will shut"]),
    ("harb*", ["that the mayor shut"]),
    ("shutting", ["“We will shut", "that the mayor shut"]),
    ("submarine", []),
    ("*", []),
    ('"', []),
    ("AND OR NOT ( ^ :", []),
    ("port' OR 1=1 --", []),
]


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    for text, outlet, published in ARTICLES:
        ledger.add(reportedly.read(Article.from_text(text, outlet=outlet, published=published)))
    return ledger


def found(ledger: Ledger, query: Query, **options: int) -> list[str]:
    return [said.content for said in ledger.search(query, **options).statements]


@pytest.mark.parametrize(("words", "expected"), WORDS)
def test_words_and_phrases(filled: Ledger, words: str, expected: list[str]) -> None:
    contents = sorted(found(filled, Query(words)))
    assert len(contents) == len(expected)
    assert all(content.startswith(begin) for content, begin in zip(contents, sorted(expected), strict=True))


def test_filters(filled: Ledger) -> None:
    assert len(found(filled, Query(outlet="the courier"))) == 3
    assert len(found(filled, Query(standing="denied"))) == 1
    assert len(found(filled, Query(since="2024-06-01"))) == 2
    assert len(found(filled, Query(until="2024-05-08"))) == 1
    assert found(filled, Query("shut", outlet="NTB", standing="asserted")) == []


def test_page_by_page(filled: Ledger) -> None:
    first = filled.search(Query(), limit=3)
    rest = filled.search(Query(), limit=3, skip=3)
    assert (len(first.statements), first.more, rest.more) == (3, True, False)
    assert {s.id for s in first.statements}.isdisjoint(s.id for s in rest.statements)


def test_old_versions_are_left_out(ledger: Ledger) -> None:
    for text in ("“It floats,” said Ana Reyes.", "“It sinks,” said Ana Reyes."):
        ledger.add(reportedly.read(Article.from_text(text, url="https://courier.example/1")))
    assert found(ledger, Query("floats")) == []
    assert found(ledger, Query("sinks")) == ["“It sinks,”"]


def test_a_day_that_is_none() -> None:
    with pytest.raises(LedgerError, match="expected a day as YYYY-MM-DD, but found 'May'"):
        Query(since="May")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_any_words_can_be_asked_for(filled: Ledger, words: str) -> None:
    filled.search(Query(words))
