"""Words: where one ends, the verb that belongs to an auxiliary, the subject that belongs to a verb."""

from __future__ import annotations

import pytest

from reportedly.attributions.boundaries import active, whole_verb
from reportedly.english.words import whole_words
from reportedly.span import Span


@pytest.mark.parametrize(
    ("text", "part", "word"),
    [
        ("She didn’t say.", "didn", "didn’t"),
        ("She couldn't say.", "couldn", "couldn't"),
        ("SHE DIDN'T SAY.", "DIDN", "DIDN'T"),
        ("the Cohen’s ship", "Cohen", "Cohen"),  # a name doesn't take in its possessive
        ("in ‘Boston’ to say", "Boston", "Boston"),
        ("nothin’ then", "nothin", "nothin"),
        ("a well-known ship", "known", "well-known"),
        ("at example.org", "example", "example.org"),
    ],
)
def test_a_word_is_taken_whole(text: str, part: str, word: str) -> None:
    at = text.index(part)
    start, end = whole_words(text, at, at + len(part))
    assert text[start:end] == word


@pytest.mark.parametrize(
    ("text", "cue", "content", "whole"),
    [
        ("He doesn’t believe the ship sank.", "doesn’t", "the ship sank", "doesn’t believe"),
        ("She can't say who was aboard.", "can't", "who was aboard", "can't say"),
        ("They won’t confirm the sale.", "won’t", "the sale", "won’t confirm"),
        ("It cannot rule on the sale.", "cannot", "the sale", "cannot rule on"),
        ("It did not answer the call.", "did not", "the call", "did not answer"),
        ("He denied the sale.", "denied", "the sale", "denied"),
        ("It isn’t, said Lund, the ship.", "isn’t", "the ship", "isn’t"),
    ],
)
def test_an_auxiliary_takes_its_verb(text: str, cue: str, content: str, whole: str) -> None:
    first, then = text.index(cue), text.index(content)
    found = whole_verb(text, Span(first, first + len(cue)), [Span(then, then + len(content))])
    assert found == Span(first, first + len(whole))
    assert text[found.start : found.end] == whole


@pytest.mark.parametrize(
    ("text", "cue", "pieces", "speaker", "said"),
    [
        (
            "Ole Lund reportedly told aides he was ill.",
            "reportedly told",
            ("Ole Lund", "he was ill"),
            "Ole Lund",
            "he was ill",
        ),
        (
            "She has allegedly boasted that it sank.",
            "has allegedly boasted",
            ("She", "that it sank"),
            "She",
            "that it sank",
        ),
        ("Lund reportedly told them: “Go.”", "reportedly told", ("Lund", ": “Go.”"), "Lund", "“Go.”"),
        ("The ship reportedly sank on Monday.", "reportedly", ("The ship", "sank on Monday"), None, "The ship"),
    ],
)
def test_who_is_reported_to_have_spoken(
    text: str, cue: str, pieces: tuple[str, str], speaker: str | None, said: str
) -> None:
    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    source, content = active(text, [], span(cue), [span(piece) for piece in pieces])
    assert [text[s.start : s.end] for s in source] == ([speaker] if speaker else [])
    assert text[content[0].start : content[0].end] == said
