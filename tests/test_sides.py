"""Sides: who is for a matter on one day and against it on another, as the words of two statements have it."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from reportedly.ledger.findings.sides import changed_sides
from reportedly.ledger.tables.record import Source, StatementRecord
from reportedly.span import Span

_ids = count(1)

#: What somebody says, and says two months later.
TURNED = [
    ("We are in favour of a second terminal at Varn.", "Varn must not get a second terminal."),
    ("I support the merger of Vard and Norbank.", "I oppose the merger of Vard and Norbank, and I will say so."),
    ("I oppose the harbour tunnel.", "I will vote for the harbour tunnel, whatever it costs."),
    ("The islands should be given the new ferry.", "The islands shouldn't be given the new ferry."),
]
STEADY = [
    ("We are in favour of a second terminal at Varn.", "Varn must get a second terminal."),
    ("I support the merger of Vard and Norbank.", "I oppose the merger of Brenna and Tarn."),
    ("I oppose the water bill.", "I support the school bill."),
    ("I would support the dam if it were free.", "I oppose the dam."),
    ("I oppose the measure.", "I support the measure."),  # which?
    ("I support Gerald Munn.", "The letter of Gerald Munn was a mistake."),
    ("They support the harbour tunnel.", "I oppose the harbour tunnel."),
    ("I am against closing Tarn Road.", "I support Tarn Road."),
]


def said(words: str, day: str, **known: Any) -> StatementRecord:
    number = next(_ids)
    values: dict[str, Any] = {"holder": 1, "name": "Joe Holm", "kind": "person", "unnamed": False, **known}
    return StatementRecord(
        id=number,
        source=Source(number, f"outlet {number}", published=day),
        position=0,
        spans=(Span(0, len(words)),),
        words=(words,),
        type=values.pop("type", "direct"),
        **values,
    )


def codes(*history: StatementRecord) -> list[str]:
    return [finding.code for finding in changed_sides(history, ())]


@pytest.mark.parametrize(("first", "then"), TURNED)
def test_who_has_turned(first: str, then: str) -> None:
    assert codes(said(first, "2025-03-03"), said(then, "2025-05-05")) == ["reversal"]
    assert codes(said(then, "2025-03-03"), said(first, "2025-05-05")) == ["reversal"]


@pytest.mark.parametrize(("first", "then"), STEADY)
def test_who_has_not_turned(first: str, then: str) -> None:
    assert codes(said(first, "2025-03-03"), said(then, "2025-05-05")) == []


def test_the_verb_that_reports_takes_the_side_too() -> None:
    before = said("the women's shelter on Mill Street", "2025-03-03", type="indirect", cue="backs")
    after = said("I can no longer support the women's shelter on Mill Street.", "2025-05-05")
    assert codes(before, after) == ["reversal"]


@pytest.mark.parametrize("known", [{"standing": "alleged"}, {"nested": True}, {"unnamed": True}])
def test_only_plain_words_of_somebody_named_count(known: dict[str, Any]) -> None:
    first, then = TURNED[0]
    assert codes(said(first, "2025-03-03", **known), said(then, "2025-05-05")) == []


def test_what_is_told_already_is_not_told_again() -> None:
    first, then = said(TURNED[0][0], "2025-03-03"), said(TURNED[0][1], "2025-05-05")
    found = [*changed_sides([first, then], ())]
    assert [*changed_sides([first, then], found)] == []
    assert codes(first, said(TURNED[0][1], "2025-03-04")) == []  # on one day, as far as outlets tell
