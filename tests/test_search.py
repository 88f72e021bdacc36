"""Search: words → the statements that have them, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drafts import reading_from
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.errors import LedgerError
from reportedly.ledger import Ledger, Query
from reportedly.ledger.reviews.review import Review

ARTICLES = [
    ("[q:“We will shut the port down,”] [s:{Ana Reyes}] [c:said].", "The Courier", "2024-05-08"),
    ("[s:{Ole Lund}] [c:denied] [q:that the mayor shut the harbour].", "NTB", "2024-05-09"),
    (
        "[q1:“The ferry sails at noon,”] [c1:said] [s1:{Maria Silva}]. [s2:She] [c2:praised] [q2:the ferries].",
        "The Courier",
        "2024-06-01",
    ),
    (
        "[q:“We are not the government of the {place:U.S.} or of {place:Curaçao} in COVID-19 times,”] "
        "[c:said] [s:{Ana Reyes}].",
        "NTB",
        "2024-06-02",
    ),
]
#: words → the beginnings of what is found, the best first
WORDS = [
    ("port", ["“We will shut"]),
    ('"shut the port"', ["“We will shut"]),
    ("“shut the harbour”", ["that the mayor shut"]),
    ("shut port", ["“We will shut"]),
    ("harb*", ["that the mayor shut"]),
    ("shutting", ["“We will shut", "that the mayor shut"]),
    ("governments", ["“We are not"]),
    ("governme*", ["“We are not"]),  # longer than its stem
    ("sai* noo*", ["“The ferry sails"]),
    ("shut harb*", ["that the mayor shut"]),
    ('"we are not"', ["“We are not"]),  # words that full-text search is apt to leave out
    ("not", ["“We are not"]),
    ("U.S.", ["“We are not"]),
    ("curacao", ["“We are not"]),
    ("Curaç*", ["“We are not"]),
    ("COVID-19", ["“We are not"]),
    ("covid-1*", ["“We are not"]),
    ("covid 19", ["“We are not"]),
    ("shut -port", ["that the mayor shut"]),
    ('shut -"the harbour"', ["“We will shut"]),
    ("shut -harb*", ["“We will shut"]),
    ("-shut -ferry", ["“We are not"]),
    ("-shut", ["“The ferry sails", "“We are not", "the ferries"]),
    ("shut - port", ["“We will shut"]),
    ("_", []),
    ("submarine", []),
    ("*", []),
    ('"', []),
    ("AND OR NOT ( ^ :", []),
    ("port' OR 1=1 --", []),
]


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    for text, outlet, published in ARTICLES:
        ledger.add(reading_from(text, outlet=outlet, published=published))
    return ledger


def found(ledger: Ledger, query: Query, **options: int) -> list[str]:
    return [said.content for said in ledger.search(query, **options).statements]


@pytest.mark.parametrize(("words", "expected"), WORDS)
def test_words_and_phrases(filled: Ledger, words: str, expected: list[str]) -> None:
    contents = sorted(found(filled, Query(words)))
    assert len(contents) == len(expected)
    assert all(content.startswith(begin) for content, begin in zip(contents, sorted(expected), strict=True))


#: words → the beginning of why some of them can't be looked for
WHY = [
    ("*", "There are no letters or digits in what was asked for. A star stands for the end of a word"),
    ("– … !", "There are no letters or digits"),
    ("*erry", "A star counts at the end of a word only"),
    ("fe*ry -boat", "A star counts at the end of a word only"),
    ("ferr*", None),
    ("-boat", None),
    ("", None),
]


@pytest.mark.parametrize(("words", "expected"), WHY)
def test_what_cannot_be_looked_for_is_said(filled: Ledger, words: str, expected: str | None) -> None:
    why = filled.search(Query(words)).why
    assert (why is None) == (expected is None)
    assert (why or "").startswith(expected or "")


def test_filters(filled: Ledger) -> None:
    assert len(found(filled, Query(outlet="the courier"))) == 3
    assert len(found(filled, Query(standing="denied"))) == 1
    assert len(found(filled, Query(since="2024-06-01"))) == 3
    assert len(found(filled, Query(until="2024-05-08"))) == 1
    assert found(filled, Query("shut", outlet="NTB", standing="asserted")) == []


@pytest.mark.parametrize("outlet", ["courier.example", "www.courier.example", "COURIER.example", "The Courier"])
def test_an_outlet_by_its_host(ledger: Ledger, outlet: str) -> None:
    for host in ("www.courier.example", "notcourier.example"):
        name = "The Courier" if host.startswith("www") else "Echo"
        ledger.add(reading_from("[q:“It floats,”] [c:said] [s:{Ana Reyes}].", url=f"https://{host}/1", outlet=name))
    assert len(found(ledger, Query(outlet=outlet))) == 1


def test_a_holder_by_the_name_of_one_merged_into_it(filled: Ledger) -> None:
    reyes, silva = filled.holders("Reyes")[0].id, filled.holders("Silva")[0].id
    filled.merge(reyes, silva, "married")
    assert len(found(filled, Query(holder="silva"))) == len(found(filled, Query(holder="reyes"))) == 4
    assert found(filled, Query(holder="%")) == found(filled, Query(holder="…")) == []


def test_page_by_page(filled: Ledger) -> None:
    first = filled.search(Query(), limit=3)
    rest = filled.search(Query(), limit=3, skip=3)
    assert (len(first.statements), first.more, rest.more) == (3, True, False)
    assert {s.id for s in first.statements}.isdisjoint(s.id for s in rest.statements)


def test_old_versions_are_left_out(ledger: Ledger) -> None:
    for text in ("[q:“It floats,”] [c:said] [s:{Ana Reyes}].", "[q:“It sinks,”] [c:said] [s:{Ana Reyes}]."):
        ledger.add(reading_from(text, url="https://courier.example/1"))
    assert found(ledger, Query("floats")) == []
    assert found(ledger, Query("sinks")) == ["“It sinks,”"]


def test_by_the_kind_of_act(ledger: Ledger) -> None:
    text = "[s1:{Ana Reyes}] [c1:said] [q1:the quay was safe]. [s2:{Ole Lund}] [c2:hoped] [q2:the quay was safe]."
    heard = reading_from(text)
    ledger.add(replace(heard, statements=(heard.statements[0], replace(heard.statements[1], act="feel"))))
    (statement,) = ledger.search(Query("quay", act="feel")).statements
    assert (statement.name, statement.act) == ("Ole Lund", "feel")
    ledger.review(Review("correct", statement.id, "act", "think"))
    assert [len(found(ledger, Query(act=act))) for act in ("say", "feel", "think")] == [1, 0, 1]


def test_by_document_and_by_sourcing(ledger: Ledger) -> None:
    ledger.add(
        reading_from(
            "[s1:A nurse briefed on the case] [c1:said] [q1:the ward was shut].\n\n"
            "[s2:The {org:Tarn Health Board}’s annual report] [c2:said] [q2:it was open]."
        )
    )
    (report,) = ledger.search(Query(document="Report")).statements
    assert (report.name, report.document, report.sourcing) == ("Tarn Health Board", "annual report", ())
    (nurse,) = ledger.search(Query("ward", sourcing="briefed")).statements
    assert (nurse.document, nurse.sourcing) == (None, (("briefed on the case", "knowledge"),))
    assert [len(found(ledger, Query(sourcing=kind))) for kind in ("knowledge", "anonymity", "50%")] == [1, 0, 0]
    ledger.review(Review("reject", nurse.id, "sourcing"))
    ledger.review(Review("reject", report.id, "document"))
    assert found(ledger, Query(sourcing="knowledge")) == found(ledger, Query(document="report")) == []


def test_an_act_that_is_none() -> None:
    with pytest.raises(LedgerError, match=r"expected an act \(say, .*\), but found 'sing'"):
        Query(act="sing")


def test_a_standing_that_is_none() -> None:
    with pytest.raises(LedgerError, match=r"expected a standing \(asserted, .*\), but found 'gossip'"):
        Query(standing="gossip")


def test_a_day_that_is_none() -> None:
    with pytest.raises(LedgerError, match="expected a day as YYYY-MM-DD, but found 'May'"):
        Query(since="May")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_any_words_can_be_asked_for(filled: Ledger, words: str) -> None:
    filled.search(Query(words))
