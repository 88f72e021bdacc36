"""Opposites: that something was done and that it wasn't, as two people say it, each with “I” for themselves."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from reportedly.ledger.findings.opposites import is_told_with, opposite
from reportedly.ledger.tables.record import Source, StatementRecord
from reportedly.span import Span

_ids = count(1)

#: What Joe Holm says, and what Mira Castell says.
OPPOSITES = [
    ("I did not receive Ms. Castell's report of April 4.", "Joe Holm received my report of April 4 and kept it."),
    ("The league did not pay the March salaries.", "The league paid the March salaries last week."),
    ("The police have not searched the ferry office in Tarn.", "The police searched the ferry office in Tarn."),
    ("I never told Mira Castell to burn the letters.", "Holm told me to burn the letters, and I did."),
]
NO_OPPOSITES = [
    ("I did not receive Ms. Castell's report of April 4.", "Paul Ravn received my report of April 4."),
    ("I did not receive Ms. Castell's report of April 4.", "Joe Holm received my report of May 9."),
    ("I did not receive Ms. Castell's report of April 4.", "Joe Holm did not receive my report of April 4."),
    ("I did not receive Ms. Castell's report.", "Joe Holm will receive my report."),
    ("If I did not receive the report, I was away.", "Joe Holm received the report, and was away."),
    ("The court had no jurisdiction over the contract.", "The court lacked jurisdiction over the contract."),
    ("The police have not searched the ferry office this year.", "The police searched the ferry office last year."),
    ("The league did not pay the March salaries.", "The league paid the rent of the stadium."),
    ("We did not pay the pilots for the crane.", "We paid the pilots for the crane."),
    ("They did not pay the pilots for the crane.", "The port paid the pilots for the crane."),
]  # fmt: skip


def said(words: str, name: str = "Joe Holm", **known: Any) -> StatementRecord:
    number = next(_ids)
    values: dict[str, Any] = {"holder": len(name), "name": name, "kind": "person", **known}
    return StatementRecord(
        id=number,
        source=Source(number, f"outlet {number}", published="2024-05-08"),
        position=0,
        spans=(Span(0, len(words)),),
        words=(words,),
        unnamed=False,
        type="direct",
        **values,
    )


@pytest.mark.parametrize(("not_done", "done"), OPPOSITES)
def test_one_says_that_it_was_done(not_done: str, done: str) -> None:
    one, other = said(not_done), said(done, "Mira Castell")
    assert opposite(one, other)
    assert opposite(other, one)


@pytest.mark.parametrize(("not_done", "done"), NO_OPPOSITES)
def test_both_may_be_right(not_done: str, done: str) -> None:
    assert not opposite(said(not_done), said(done, "Mira Castell"))


def test_an_article_that_tells_both_is_known_by_the_other_s_words() -> None:
    claim = said("Joe Holm received my report of April 4.", "Mira Castell")
    contrary = said("I never got the report.")
    again = said("Holm received the report in April, Castell says", "Mira Castell")
    assert is_told_with(claim, [contrary, again], contrary)
    assert is_told_with(claim, [said("that he received my report of April 4", standing="denied")], contrary)
    assert not is_told_with(claim, [contrary, said("The weather was fine.", "Mira Castell")], contrary)
