"""Storylines: what is planted in invented coverage of many outlets is found, and hardly anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.storyline import STORYLINES, Score, found, score, storyline, table
from reportedly.reading import read

#: Of each storyline the least recall and precision. Nothing was changed for those after the first before they were
#: measured, and nothing at all for the last: docs/findings.md tells what was found then.
LEAST = {
    "court-bank-flood": (0.8, 0.9), "ferry-mine-vote": (0.8, 0.9), "hospital-water": (0.8, 0.9),
    "rail-court-takeover": (0.8, 0.9), "quake-police-school": (0.8, 0.9), "fire-arena-trial": (0.8, 0.9),
    "pipeline-bonuses-schools": (0.8, 0.9), "ferry-lake-tribunal": (0.8, 0.9), "ferry-bank-badminton": (0.47, 0.9),
}  # fmt: skip


@pytest.fixture(scope="module", params=LEAST)
def measured(request: pytest.FixtureRequest) -> tuple[str, Score]:
    story = storyline(STORYLINES / f"{request.param}.txt")
    return request.param, score(story, found(map(read, story.articles)))


def test_what_is_planted_is_found(measured: tuple[str, Score]) -> None:
    name, of = measured
    recall, precision = LEAST[name]
    assert of.recall >= recall, "\n".join(table(of))
    assert of.precision >= precision, "\n".join(table(of))


def test_hardly_anything_is_taken_for_a_finding(measured: tuple[str, Score]) -> None:
    _, of = measured
    assert len(of.fallen_for) <= 0.05 * len(of.near), of.fallen_for


def test_the_storylines_are_all_measured() -> None:
    assert {file.stem for file in Path(STORYLINES).glob("*.txt")} == {*LEAST}
