"""The labels of standing in real articles: offsets and names alone, each article in the half its id gives it."""

from __future__ import annotations

import json
from collections import Counter

from drafts import reading_from

from bench.standing import LABELS, VALUES, labels, meant, part

KEYS = {"corpus", "id", "part", "cue", "content", "standing", "answers", "relation", "via"}


def test_a_label_holds_offsets_and_names_and_no_text() -> None:
    for line in LABELS.read_text("utf-8").splitlines():
        row = json.loads(line)
        assert set(row) <= KEYS
        assert all(isinstance(at, int) for span in row["cue"] + row["content"] for at in span)
        assert ("relation" in row) == bool(row.get("answers"))


def test_labels_are_in_the_half_that_their_article_belongs_to() -> None:
    found = labels()
    assert all(label.part == part(label.id) for label in found)
    assert {label.standing for label in found} <= {"asserted", *VALUES}
    assert min(Counter(label.part for label in found).values()) > 100


def test_our_statement_is_the_one_that_shares_the_cue() -> None:
    text = "[q1:“The sea is calm,”] [s1:Ole Lund] [c1:said]. [q2:“The sea is rough,”] [s2:Irena Kos] [c2:told] him."
    statements = reading_from(text).statements
    for i, s in enumerate(statements):
        assert meant(statements, s.cue, s.content) == i
        assert meant(statements, (), s.content) == i
    assert meant((), statements[0].cue, statements[0].content) is None
