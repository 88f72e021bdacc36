"""A ledger asked: articles in, then the way of an utterance, a holder's words, findings, a draft held against it."""

from __future__ import annotations

import pytest

import reportedly
from reportedly import Article
from reportedly.errors import NotInLedger
from reportedly.ledger import Ledger
from reportedly.reading import Reading

TAPE = (
    "In a recording obtained by Channel 9, Mayor Ana Reyes allegedly boasts about threatening to “shut the d*mn port "
    "down by Friday” if the union walked out."
)
TOLD_ON = (
    "Mayor Ana Reyes threatened to “shut the damn port down by Friday” if the union walked out, The Courier reported "
    "on Tuesday, citing a recording obtained by Channel 9."
)
ALTERED = "“We will close the damn port down by Friday,” Mayor Ana Reyes says on a tape obtained by Channel 9."
FOR = "In March 2023 Mayor Ana Reyes hailed the tunnel as “a gift to this town”."
AGAINST = "Mayor Ana Reyes condemned the tunnel on Friday."


def of(text: str, outlet: str, published: str, number: int = 1) -> Reading:
    url = f"https://{outlet.lower().replace(' ', '')}.example/{number}"
    return reportedly.read(Article.from_text(text, url=url, outlet=outlet, published=published))


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    for text, outlet, published in (
        (TAPE, "The Courier", "2024-05-06"),
        (TOLD_ON, "NTB", "2024-05-07"),
        (ALTERED, "Daily Echo", "2024-05-09"),
    ):
        assert ledger.add(of(text, outlet, published)).outcome == "new"
    ledger.add(of(FOR, "Daily Echo", "2023-03-20", 2))
    ledger.add(of(AGAINST, "Daily Echo", "2024-05-11", 3))
    return ledger


def test_the_way_of_an_utterance(filled: Ledger) -> None:
    trace = filled.trace("port down")[0]
    assert str(trace.origins) == "3 articles, 3 outlets, 1 independent origin: a recording obtained by Channel 9"
    assert [said.source.outlet for said in trace.statements] == ["The Courier", "NTB", "Daily Echo"]
    assert {said.name for said in trace.statements} == {"Ana Reyes"}
    assert len(trace.wordings) == 3
    for said in trace.statements:
        text = filled.reading(said.source.id).article.text
        assert tuple(text[span.start : span.end] for span in said.spans) == said.words


def test_words_that_nobody_said(filled: Ledger) -> None:
    assert filled.trace("submarine") == []


def test_altered_words_are_found(filled: Ledger) -> None:
    (kept,) = filled.findings(["altered-quotation"])
    assert "“close” for “shut”" in kept.finding.sentence
    assert [e.article for e in kept.finding.evidence] == [3, 1]


def test_a_holder_over_time(filled: Ledger) -> None:
    profile = filled.who("Reyes", about="tunnel")
    assert profile.name == "Ana Reyes"
    assert [(stand.held.polarity > 0, stand.turn) for stand in profile.stands] == [(True, False), (False, True)]
    assert [kept.finding.code for kept in filled.findings(["reversal"])] == ["reversal"]
    assert [kept.finding.code for kept in filled.who("Reyes", about="tunnel").findings] == ["reversal"]
    assert filled.who("Reyes", about="weather").findings == ()


def test_holders_that_are_none_or_several(filled: Ledger) -> None:
    with pytest.raises(NotInLedger, match="expected a holder called 'Nobody' in the ledger, but there is none"):
        filled.who("Nobody")
    filled.add(of("“It floats,” said Rosa Reyes.", "NTB", "2024-05-12", 9))
    with pytest.raises(NotInLedger, match=r"there are several: Ana Reyes \(number 1, \d statements\), Rosa Reyes"):
        filled.who("Reyes")
    assert filled.who("1").name == "Ana Reyes"


def test_findings_stay_the_same_when_asked_again(filled: Ledger) -> None:
    before = filled.findings()
    filled.add(of("“The bakery opens at six,” said Maria Silva.", "NTB", "2024-05-12", 8))
    assert filled.findings() == before


def test_a_draft_is_held_against_the_ledger_and_not_kept(filled: Ledger) -> None:
    draft = of("“We will shut the old damn port down by Friday,” said Mayor Ana Reyes.", "The Desk", "2024-05-20")
    check = filled.check(draft)
    assert [finding.code for finding in check.findings] == ["altered-quotation"]
    assert "“old” added" in check.findings[0].sentence
    assert filled.search(reportedly.ledger.Query("old damn")).statements == ()
    assert filled.check(of("Maria Silva said the bakery opens at six.", "The Desk", "2024-05-20")).findings == ()


def test_a_draft_without_a_name_is_called_the_draft(filled: Ledger) -> None:
    text = "The council is split over the toll on the quay, two people familiar with the talks said."
    (unnamed,) = filled.check(reportedly.read(Article.from_text(text, published="2024-05-20"))).findings
    assert unnamed.sentence.endswith("with the talks” alone, whom the draft doesn't name.")
    late = Article.from_text("Ana Reyes said on June 3, 2024, that the quay was hers.", published="2024-05-20")
    (left_out,) = filled.check(reportedly.read(late)).findings
    assert left_out.sentence.startswith("The draft, published on 2024-05-20, dates what Ana Reyes said")


def test_versions_and_what_they_changed(ledger: Ledger) -> None:
    for text in (
        "“It floats,” said Ana Reyes. The tide came in at noon.",
        "“It sinks,” said Ana Reyes. The tide came in at noon.",
    ):
        ledger.add(reportedly.read(Article.from_text(text, url="https://courier.example/1")))
    first, second = ledger.versions("https://courier.example/1")
    assert (first.number, first.changes, second.number) == (1, (), 2)
    assert [(c.old, c.new) for c in second.changes] == [("floats,”", "sinks,”")]
    assert [s.content for s in (*second.gone, *second.added)] == ["“It floats,”", "“It sinks,”"]
    with pytest.raises(NotInLedger, match=r"expected an article with the URL https://nowhere\.example"):
        ledger.versions("https://nowhere.example")


def test_a_denial_elsewhere(ledger: Ledger) -> None:
    claim = "“The mayor rang me at midnight about the harbour strike,” said Petra Voss."
    ledger.add(of(f"{claim}\n\nOle Lund denied that the mayor rang Voss at midnight.", "NTB", "2024-05-07"))
    ledger.add(of(claim, "Daily Echo", "2024-05-09"))
    (kept,) = ledger.findings(["denied-elsewhere"])
    assert kept.finding.sentence.startswith("Daily Echo has “The mayor rang me")
    assert "Ole Lund denied it in NTB" in kept.finding.sentence


def test_a_circle(ledger: Ledger) -> None:
    words = "“The steelworks will close before Christmas,” said Petra Voss"
    ledger.add(of(f"{words}, according to the Daily Echo.", "NTB", "2024-05-07"))
    ledger.add(of(f"{words}, according to NTB.", "Daily Echo", "2024-05-07"))
    (kept,) = ledger.findings(["circular-sourcing"])
    assert "NTB" in kept.finding.sentence
    assert "Daily Echo" in kept.finding.sentence
    trace = ledger.trace("steelworks")[0]
    assert trace.origins.independent == 0


def test_two_accounts_that_cannot_both_be_true(ledger: Ledger) -> None:
    ledger.add(of("Petra Voss said the ferry Halden struck the northern pier at noon.", "NTB", "2024-05-07"))
    ledger.add(of("Ole Lund said the ferry Halden never struck the northern pier at noon.", "Daily Echo", "2024-05-08"))
    ledger.add(of("Maria Silva said the ferry Halden would sail to the islands at noon.", "NTB", "2024-05-08", 2))
    (kept,) = ledger.findings(["conflicting-accounts"])
    assert "Petra Voss says" in kept.finding.sentence
    assert "Ole Lund says" in kept.finding.sentence
