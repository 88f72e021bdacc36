"""Short stories of many newsrooms: what is planted in them is found, and hardly anything else."""

from __future__ import annotations

import pytest

from bench import stories

#: Of each part the least recall and precision.
LEAST = {"mended": (0.75, 0.9), "kept": (0.8, 0.9)}


@pytest.mark.parametrize("part", LEAST)
def test_what_is_planted_is_found(part: str) -> None:
    outcomes = stories.outcomes(part)
    recall, precision = stories.rates(outcomes)
    assert recall >= LEAST[part][0], "\n".join(stories.table(outcomes))
    assert precision >= LEAST[part][1], "\n".join(stories.table(outcomes))
