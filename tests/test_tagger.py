"""The tagger: windows cover every piece once, whatever the text and however many threads."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.english.quotation import too_deep
from reportedly.tagger import BESIDE, Tagger, session, tagger
from reportedly.tagger.encoding import AFTER, BEFORE, CONTEXT, WIDTH, Encoding, Window, windows
from reportedly.tagger.session import CUE_FLOOR, STATE

ARTICLE = "\n\n".join(
    f"Paragraph {n}. “The harbour is closed,” said Mayor Ana Reyes. Ole Lund, the port’s chief, denied that on day {n}."
    for n in range(30)
)


@given(st.integers(0, 5000), st.sets(st.integers(0, 4999)))
def test_windows_answer_for_each_piece_once(pieces: int, lines: set[int]) -> None:
    cut = windows(pieces, np.array(sorted(line for line in lines if line < pieces), dtype=np.int64))
    assert [window.first for window in cut] == [0, *(window.last for window in cut[:-1])]
    assert cut[-1].last == pieces
    assert len(cut) == 1 or len(cut) % 2 == 0
    for window in cut:
        assert 0 <= window.start <= window.first <= window.last <= window.end <= pieces
        assert window.end - window.start <= WIDTH
        assert window.first - window.start in (CONTEXT, window.first)


@pytest.mark.parametrize(
    ("pieces", "lines", "bounds"),
    [
        (100, [0, 50], [0]),
        (400, [0, 100, 210, 390], [0, 210]),
        (400, [0, 390], [0, 200]),
        (900, [0, 230, 440, 700], [0, 230, 440, 700]),
    ],
)
def test_windows_part_at_lines_near_by(pieces: int, lines: list[int], bounds: list[int]) -> None:
    assert [window.first for window in windows(pieces, np.array(lines))] == bounds


def test_scores_have_a_row_for_each_piece() -> None:
    scores = tagger().tag(ARTICLE)
    assert scores.hidden.shape == (len(scores.encoding), 384)
    assert scores.entities.shape == (len(scores.encoding), 9)
    np.testing.assert_allclose(scores.entities.sum(-1), 1, atol=1e-4)


def test_roles_stand_around_their_cue() -> None:
    scores = tagger().tag(ARTICLE)
    assert len(scores.cues) >= 30
    for cue in scores.cues:
        assert cue.start <= cue.first < cue.last <= len(scores.encoding)
        assert cue.first - cue.start <= BEFORE
        assert cue.first < cue.start + len(cue.roles) <= cue.first + AFTER
        assert CUE_FLOOR <= cue.probability <= 1
        np.testing.assert_allclose(np.exp(cue.roles).sum(-1), 1, atol=1e-4)
        assert cue.beside.shape == (len(cue.roles), 2 * len(BESIDE))
        assert (np.exp(cue.beside).sum(-1) <= np.exp(cue.roles[:, 0]) + 1e-4).all()


def test_a_long_text_is_read_some_windows_at_a_time_and_kept_in_half_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tagger().tag(ARTICLE)
    monkeypatch.setattr(session, "WINDOWS_AT_ONCE", 1)
    monkeypatch.setattr(session, "MANY", 1)
    parts = tagger().tag(ARTICLE)
    assert parts.hidden.dtype == np.float16
    np.testing.assert_allclose(whole.hidden, parts.hidden, rtol=1e-3, atol=1e-3)
    np.testing.assert_array_equal(whole.entities, parts.entities)
    assert [(cue.first, cue.last) for cue in whole.cues] == [(cue.first, cue.last) for cue in parts.cues]
    for one, half in zip(whole.cues, parts.cues, strict=True):
        np.testing.assert_allclose(one.roles, half.roles, rtol=1e-3, atol=1e-3)


def test_nobody_is_looked_for_in_what_is_quoted_too_deep() -> None:
    levels = "“She said ‘she said " * 40
    scores = tagger().tag(f"{levels}it would sink{'’”' * 40} and left, Lund said.")
    (deeper,) = too_deep(f"{levels}it would sink{'’”' * 40} and left, Lund said.")
    starts = [int(scores.encoding.starts[cue.first]) for cue in scores.cues]
    assert starts
    assert not any(deeper.start <= start < deeper.end for start in starts)


def test_what_is_quoted_too_deep_is_not_read_by_the_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    model, read = Tagger(threads=1), []

    def counted(encoding: Encoding, window: Window, whole: Any = model._read) -> Any:
        read.append(window)
        return whole(encoding, window)

    monkeypatch.setattr(model, "_read", counted)
    text = "“She said ‘she said " * 600 + "it would sink" + "’”" * 600 + " and left, Lund said."
    scores = model.tag(text)
    pieces = len(scores.encoding)
    assert pieces > 10 * WIDTH
    assert sum(window.last - window.first for window in read) < 4 * WIDTH
    assert scores.hidden.shape == (pieces, STATE)
    np.testing.assert_allclose(scores.entities.sum(-1), 1, atol=1e-4)
    said = [int(scores.encoding.starts[cue.first]) for cue in scores.cues]
    assert text[said[-1] : said[-1] + 4] == "said"
    assert said[-1] > text.rindex("Lund")


def test_the_number_of_threads_changes_nothing() -> None:
    one, four = (Tagger(threads=threads).tag(ARTICLE) for threads in (1, 4))
    np.testing.assert_array_equal(one.hidden, four.hidden)
    assert [cue.first for cue in one.cues] == [cue.first for cue in four.cues]
