"""A name → the form in which it is compared."""

from __future__ import annotations

import pytest

from reportedly.english.names import NameForm, comparable, tokens, words

FORMS: list[tuple[str, NameForm, str]] = [
    ("Ana  Reyes", "plain", "ana reyes"),
    ("Søren Brøgger’s Café", "plain", "soren brogger cafe"),
    ("U.S. Senate", "plain", "us senate"),
    ("Sen. Robert J. Fox, Jr.", "plain", "sen robert j fox jr"),
    ("Jean-Luc O’Neil", "plain", "jean-luc o'neil"),
    ("", "plain", ""),
    ("“…”", "plain", ""),
    ("Agence France-Presse", "letters", "agence france presse"),
    ("The Café’s Daily", "letters", "the café s daily"),
    ("U.S. Senate", "spelt", "u.s. senate"),
    ("José’s Post, AT&T", "spelt", "josé post at&t"),
    ("The  “Post”", "strict", 'the "post"'),
    ("ﬁnance desk (Oslo)", "strict", "finance desk (oslo)"),
]


@pytest.mark.parametrize(("name", "form", "expected"), FORMS)
def test_forms(name: str, form: NameForm, expected: str) -> None:
    assert comparable(name, form) == expected
    assert words(name, form) == tuple(expected.split())


def test_tokens_are_as_they_are_written() -> None:
    assert tokens("Ana Reyes’s Harbour-Board & Co.") == ("Ana", "Reyes", "Harbour-Board", "&", "Co.")
