"""Stances drawn along time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pytest
from fabricated import CHIEF, MAYOR, RICH, readings
from hypothesis import given
from hypothesis import strategies as st

from reportedly.holders.holder import Holder
from reportedly.reading import Position, Reading
from reportedly.shown.timeline import timeline

COLOURS = {MAYOR: "0", CHIEF: "1"}


def position(time: str | None, polarity: float = 0.5, target: str = "Ole Lund", *, turn: bool = False) -> Position:
    return Position(MAYOR, target, polarity, 0, time, turn)


def drawing(positions: Sequence[Position], colours: Mapping[Holder, str]) -> str:
    return timeline(positions, [one.statement + 1 for one in positions], colours)


def points(html: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"translate\(([\d.-]+) ([\d.-]+)\)", html)]


def labels(html: str) -> list[str]:
    return re.findall(r'text-anchor="middle">([^<]*)</text>', html)


def test_time_runs_to_the_right_and_favour_upwards() -> None:
    (first, best), (second, worst), (third, bad) = points(drawing(RICH.stances(), COLOURS))
    assert first < second < third
    assert best < bad == worst


def test_dates_stand_under_their_marks_where_there_is_room() -> None:
    drawn = drawing([position("2016"), position("2016-02-01"), position("2018-05"), position("2020-12-31")], COLOURS)
    assert sorted(labels(drawn)) == ["2016", "2018-05", "2020-12-31"]


@pytest.mark.parametrize("time", ["../2017-01-20", "2017-01-20/..", "2017-01-20", "2017-01-20T09:00"])
def test_an_interval_stands_where_it_is_bounded(time: str) -> None:
    drawn = drawing([position("2016"), position(time), position("2018")], COLOURS)
    assert points(drawn) == points(drawing([position("2016"), position("2017-01-20"), position("2018")], COLOURS))


def test_what_has_no_date_stands_apart_and_on_no_line() -> None:
    drawn = drawing([position("2016"), position("2017", -0.5, turn=True), position(None), position("soon")], COLOURS)
    assert "no date" in labels(drawn)
    assert min(x for x, _ in points(drawn)[2:]) > max(x for x, _ in points(drawn)[:2]) + 20
    (line,) = re.findall(r'<path class="line i0" d="([^"]*)"/>', drawn)
    assert line.count("L") == 1


def test_without_any_date_there_is_only_the_table() -> None:
    drawn = drawing([position(None)], COLOURS)
    assert "timeline" not in drawn
    assert "no date" in drawn


def test_pairs_differ_without_their_colour() -> None:
    drawn = drawing([position("2016", target=name) for name in ("Lund", "Voss", "Brandt")], COLOURS)
    signs = re.findall(r'<svg class="sign".*?</svg>', drawn)
    assert len(set(signs)) == 3


def test_a_turn_has_a_ring_and_a_word() -> None:
    turned = drawing([position("2016"), position("2017", -0.5, turn=True)], COLOURS)
    assert (turned.count("<circle"), turned.count("a turn")) == (1, 3)
    assert "A ring marks a turn." in turned
    assert "turn" not in drawing([position("2016"), position("2017")], COLOURS)


def test_marks_of_one_day_stand_side_by_side() -> None:
    drawn = points(drawing([position("2024-05-07") for _ in range(12)], COLOURS))
    assert len({x for x, _ in drawn}) == 12


def test_marks_of_one_day_have_no_line() -> None:
    assert 'class="line i0"' not in drawing([position("2024-05-07"), position("2024-05-07", -0.5)], COLOURS)


@given(readings(st.text(st.characters(), max_size=40)))
def test_every_mark_keeps_to_the_drawing(reading: Reading) -> None:
    drawn = drawing(reading.stances(), dict.fromkeys(reading.holders, "0"))
    assert all(0 <= x <= 360 and 0 <= y <= 138 for x, y in points(drawn))
