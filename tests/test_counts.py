"""Counts: accounts of one event that count the same otherwise, and those that don't."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.ledger.findings.counts import counted, miscounted
from reportedly.ledger.tables.record import Source, StatementRecord
from reportedly.span import Span

_ids = count(1)
#: The beginnings of two articles on one event, and of one on another.
HERE = (
    "A dam broke above Teral in Marenia on Sunday night, and the flood stood in the streets and cellars of the town. "
)
THERE = (
    "The wall of the dam above Teral gave way on Sunday. The flood reached streets and cellars, Marenia's army said. "
)
ELSEWHERE = "A bus ran off the road near Orle on Monday, and the driver was pulled from the river. "

COUNTED = [
    ("Forty people died in the flood", [(40, "", "die")]),
    ("at least 40 were killed and 12 people injured", [(40, "", "die"), (12, "", "injure")]),
    ("The death toll stood at 60", [(60, "", "die")]),
    ("the army killed 1,200 people", [(1200, "", "die")]),
    ("that 800 soldiers had been sent to Teral", [(800, "soldier", None)]),
    ("No tugs were on their way", [(0, "tug", None)]),
    ("two hundred people stood outside the court", [(200, "", None)]),
    ("seventy-one people were missing", [(71, "", "miss")]),
    ("1.2 million people were displaced", [(1_200_000, "", "displace")]),
    ("prices rose by 4 percent in 2024", []),
    ("it took 40 minutes", []),
    ("nobody was there", []),
    ("there would be no talks with the union this year", [(0, "talk", None)]),
    ("output would fall by 4 per cent this year", []),
    ("there was no rise this year", []),
    ("the bank had three less branches", []),
    ("one in five patients had waited", []),
    ("it lost 3-1 and two players limped off", [(2, "player", None)]),
    ("the crowd in the square stood at 2,500", [(2500, "", None)]),
    ("attendance at 9,000", [(9000, "", None)]),
    ("the offer stood at 2,500", []),
]

#: Two accounts; whether they exclude each other beside one event.
CONFLICTS = [
    ("Forty people died in the flood in Teral", "60 people died in the flood"),
    ("60 people were killed", "40 people died in the flood"),
    ("About 200 people stood outside the town hall", "Some 2,000 people stood outside the town hall"),
    ("at least 60 people died", "40 people died"),
    ("Two tugs were on their way to the dam", "No tugs were on their way to the dam"),
    ("that 800 soldiers had been sent", "300 soldiers had been sent to the town"),
]
NO_CONFLICTS = [
    ("there would be no talks in Teral this year", "wages in Teral would fall by 4 per cent this year"),
    ("four nurses had left the ward this year", "40 nurses had left the ward since 2020"),
    ("12 nurses had left the ward", "300 nurses had left nationwide"),
    ("no ferry had sailed this week", "two ferries had sailed last week"),
    ("40 people died in the flood", "200 people died in floods this year"),
    ("300 beds stood empty in May", "200 beds stood empty"),
    ("Forty people died in the flood", "40 people died"),
    ("Forty people died in the flood", "At least 40 people died"),
    ("at least 40 people died", "60 people died"),
    ("About 70 people died", "Seventy-one people died"),
    ("3,000 people lost their homes", "more than 3,000 people lost their homes"),
    ("Forty people died", "60 people were injured"),
    ("40 people died", "60 houses fell"),
    ("40 people died in Teral", "60 people died in Orle"),
    ("up to 100 people died", "60 people died"),
    ("800 soldiers came to the town", "300 soldiers got medals for courage"),
]


def said(
    words: str, text: str = HERE, day: str = "2024-09-02", **known: object
) -> tuple[StatementRecord, dict[int, str]]:
    number = next(_ids)
    source = Source(number, f"outlet {number}", f"Outlet {number}", published=day)
    values: dict[str, object] = {"holder": number, "name": f"Holder {number}", "unnamed": False, "type": "indirect"}
    one = StatementRecord(
        id=number,
        source=source,
        position=0,
        spans=(Span(0, len(words)),),
        words=(words,),
        **{**values, **known},  # type: ignore[arg-type]
    )
    return one, {number: text}


def found(one: tuple[StatementRecord, dict[int, str]], other: tuple[StatementRecord, dict[int, str]]) -> list[str]:
    return [finding.sentence for finding in miscounted(one[0], [other[0]], one[1] | other[1])]


@pytest.mark.parametrize(("words", "expected"), COUNTED)
def test_what_is_counted(words: str, expected: list[tuple[float, str, str | None]]) -> None:
    assert [(one.value, one.noun, one.fate) for one in counted(words)] == expected


@pytest.mark.parametrize(("one", "other"), CONFLICTS)
def test_accounts_that_exclude_each_other(one: str, other: str) -> None:
    (sentence,) = found(said(one), said(other, THERE))
    assert f"“{one}”" in sentence
    assert f"“{other}”" in sentence
    assert found(said(other, THERE), said(one))


@pytest.mark.parametrize(("one", "other"), NO_CONFLICTS)
def test_accounts_that_may_both_be_true(one: str, other: str) -> None:
    assert found(said(one), said(other, THERE)) == []


def test_what_will_be_does_not_grow_within_a_week() -> None:
    many, few = "that the quarry would bring 900 jobs to Teral", "The quarry will bring 120 jobs to Teral"
    assert found(said(many), said(few, THERE, "2024-09-06"))
    assert found(said(many), said(few, THERE, "2024-09-12")) == []
    assert (
        found(said("The quarry has brought 900 jobs"), said("120 jobs came with the quarry", THERE, "2024-09-06")) == []
    )


def test_articles_with_many_names_in_common_are_of_one_event() -> None:
    forty, sixty = "Forty people died", "60 people died"
    here = "A bus burned in Orle. Mayor Ana Reyes came, with Karin Holm of the fire brigade, before the bridge fell."
    there = "Smoke in Orle! It was Karin Holm who first saw the bus by the bridge. Later Ana Reyes was there as well."
    elsewhere = "A train stopped in Orle. Mayor Ana Reyes took it to work, and had tea with the driver and a nurse."
    assert found(said(forty, here), said(sixty, there))
    assert found(said(forty, here), said(sixty, elsewhere)) == []


def test_of_another_event_another_day_or_another_standing() -> None:
    forty, sixty = "Forty people died", "60 people died"
    assert found(said(forty), said(sixty, ELSEWHERE)) == []
    assert found(said(forty), said(sixty, THERE, "2024-09-05")) == []
    assert found(said(forty), said(sixty, THERE, "2024-09-03")) == []  # more by the day after
    assert found(said(forty), said("20 people died", THERE, "2024-09-03"))
    assert found(said(forty), said(sixty, THERE, standing="denied")) == []
    assert found(said(forty), said(sixty, THERE, nested=True)) == []
    assert found(said(forty), said(sixty, THERE, holder=None)) == []


@given(st.text())
def test_anything_can_be_looked_through_for_counts(words: str) -> None:
    assert all(one.low <= one.value <= one.high for one in counted(words))
