"""What kind of attribution a statement is: text → act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from drafts import draft_from, reading_from, scores_from
from numpy.typing import NDArray

import reportedly
from reportedly.articles.article import Article
from reportedly.tagger.cues import ACTS
from reportedly.values.act import Act, acts

#: A text with one statement, and its act.
SEEN: list[tuple[str, Act]] = [
    ("Mayor Ana Reyes said the quay would open in June.", "say"),
    ("“The quay is rotten,” harbour chief Ole Lund told reporters.", "say"),
    ("The union wrote that nobody had been paid since May.", "say"),
    ("Lund believes the quay will last another year.", "think"),
    ("Residents expect the ferry to be sold by spring.", "think"),
    ("The pilots know that the beacon is broken.", "think"),
    ("Reyes fears that the yard will close.", "feel"),
    ("Reyes wants the yard to stay open.", "want"),
    ("The council plans to sell the old lighthouse.", "want"),
    ("The court ruled that the sale was void.", "rule"),
    ("A judge ordered the yard to pay the welders.", "rule"),
    ("The survey shows that half of the town walks to work.", "show"),
    ("Records show that the boat left port at midnight.", "show"),
]
#: The share of them that the shipped tagger has to read right; it reads all of them.
FLOOR = 0.85


def test_acts_are_told_apart() -> None:
    read = [[s.act for s in reportedly.read(Article(text)).statements] for text, _ in SEEN]
    assert sum(act in found for (_, act), found in zip(SEEN, read, strict=True)) >= FLOOR * len(SEEN)


class Sure:
    """A cue head that is sure of the acts of cues, in their order."""

    def __init__(self, *sure: Act) -> None:
        self.rows = np.array([[float(act == one) for act in ACTS] for one in sure], dtype=np.float32)

    def judge(self, _: object, cues: Sequence[object]) -> tuple[NDArray[np.float32], None]:
        return self.rows[: len(cues)], None


TWO = "[s1:{Lund}] [c1:hopes] [q1:the quay holds]. [s2:The panel] [c2:found] [q2:that it was rotten]."


@pytest.mark.parametrize("expected", [("feel", "show"), ("say", "rule"), ("want", "think")])
def test_the_likeliest_act_is_taken(expected: tuple[Act, ...]) -> None:
    assert acts(draft_from(TWO), replace(scores_from(TWO), cue_head=Sure(*expected))) == expected


def test_who_has_no_opinion_takes_it_for_said() -> None:
    assert [statement.act for statement in reading_from(TWO).statements] == ["say", "say"]


def test_no_statements_no_acts() -> None:
    assert acts(draft_from("{Lund} walked home."), scores_from("{Lund} walked home.")) == ()
