"""Marked text: what the marks give, and that nothing of them is left in the text."""

from __future__ import annotations

import pytest
from drafts import attributions_from, draft_from, parsed, plain, scores_from

from bench.same import unmarked
from reportedly.attributions.choice import attributions
from reportedly.span import Span

NESTED = "[s1:{org:The Post}] [c1:says] [q1:[s2:the mayor] [c2:told] it [q2:“the [old] port” would shut]]."
TEXTS = {
    NESTED: "The Post says the mayor told it “the [old] port” would shut.",
    "{Ana Reyes} spoke. [s1,2:{=Ana Reyes:The mayor}] [c1:said] [q1:no], [c2:adding] [q2:yes] [sic].": (
        "Ana Reyes spoke. The mayor said no, adding yes [sic]."
    ),
    "A [plain] text.": "A [plain] text.",
}


@pytest.mark.parametrize(("marked", "text"), TEXTS.items())
def test_the_text_is_what_stands_between_the_marks(marked: str, text: str) -> None:
    assert plain(marked) == text
    assert unmarked(marked) == text


def test_statements_are_nested_as_they_stand() -> None:
    text, found = plain(NESTED), attributions_from(NESTED)
    assert [(a.parent, a.type, a.cue[0].of(text)) for a in found] == [(None, "mixed", "says"), (0, "mixed", "told")]
    assert parsed(NESTED).names == {Span(0, 8): "organization"}


def test_whose_words_refer_back_is_given() -> None:
    text = "{Ana Reyes} met {Karin Holm}. [s:{=Ana Reyes:The deckhand}] [c:said] [q:it was late]."
    assert [holder and holder.name for holder in draft_from(text).holders] == ["Ana Reyes"]
    unlinked = text.replace("{=Ana Reyes:The deckhand}", "The deckhand")
    assert [holder and holder.name for holder in draft_from(unlinked).holders] == ["deckhand"]


def test_the_scores_made_of_marks_are_read_as_the_marks() -> None:
    draft = draft_from(NESTED)
    read = attributions(draft.text, scores_from(NESTED))
    assert [(a.source, a.cue, a.content) for a in read] == [(a.source, a.cue, a.content) for a in draft.attributions]


@pytest.mark.parametrize("marked", ["[s:Lund [c:said] it.", "{Lund said.", "Lund} said."])
def test_a_mark_that_does_not_close_is_told(marked: str) -> None:
    with pytest.raises(AssertionError):
        parsed(marked)
