"""Beside a cue: which words the tagger takes for a value, and how surely."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from drafts import attributions_from, parsed, scores_from

from reportedly.span import Span
from reportedly.tagger import BESIDE
from reportedly.values.beside import Beside, Role

MARKED = "On Monday, in the old harbour, [s:{Ana Reyes}] [c:said] [q:it would float]."
TEXT = parsed(MARKED).text


def words(text: str) -> Span:
    return Span(TEXT.index(text), TEXT.index(text) + len(text))


def beside(**shares: tuple[str, float]) -> Beside:
    """What a tagger says that gives some words a share of a role, and all others none."""
    scores = scores_from(MARKED)
    (cue,) = scores.cues
    labels = np.full((len(cue.roles), 2 * len(BESIDE)), 1e-6, dtype=np.float32)
    for role, (said, share) in shares.items():
        first, last = scores.encoding.pieces(words(said).start, words(said).end)
        labels[first - cue.start : last + 1 - cue.start, 2 * BESIDE.index(role)] = share
    return Beside(TEXT, attributions_from(MARKED), replace(scores, cues=(replace(cue, beside=np.log(labels)),)))


@pytest.mark.parametrize(
    ("role", "said", "share", "taken", "denied"),
    [
        ("time", "Monday", 0.9, True, False),
        ("place", "old harbour", 0.6, True, False),
        ("place", "old harbour", 0.3, False, False),
        ("time", "Monday", 0.01, False, True),
    ],
)
def test_likely_words_are_taken_and_unlikely_ones_denied(
    role: Role, said: str, share: float, taken: bool, denied: bool
) -> None:
    of = beside(**{role: (said, share)})
    assert of.probability(role, 0, words(said)) == pytest.approx(share, abs=1e-4)
    sure = of.surely(role, 0)
    assert (words(said) if taken else None) == sure
    assert sure is None or sure.of(TEXT) == said
    assert denied == of.denies(role, 0, words(said))


def test_without_a_cue_of_the_tagger_nothing_is_denied() -> None:
    of = replace(beside(), scores=replace(scores_from(MARKED), cues=()))
    assert of.probability("time", 0, words("Monday")) is None
    assert of.surely("time", 0) is None
    assert not of.denies("time", 0, words("Monday"))
