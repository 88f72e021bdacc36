"""Typed: words typed into a form are found in the text, and what a form is filled with means what was there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browsers import fill
from hypothesis import assume, given
from hypothesis import strategies as st

from reportedly.errors import InvalidReview
from reportedly.ledger import Ledger
from reportedly.ledger.reviews.corrections import checked
from reportedly.ledger.reviews.review import UnderReview
from reportedly.values.checks import Scope
from reportedly.values.fields import FIELDS
from reportedly.web.typed import NAMES, inputs, located, missed, told, value

TEXT = "Ana Reyes said it floats.\n\n“It floats,” said Ole Lund of the ferry to  Orle. It floats still."
OF = UnderReview(7, 1, TEXT, 1, {"cue": [[41, 45]], "source": [[46, 54]]}, None, (5, 7, 9), ())

#: words, near which offset, the words found and where
LOCATED = [
    ("floats", 0, [("floats", 18)]),
    ("floats", 41, [("floats", 31)]),
    ("It floats", 80, [("It floats", 77)]),
    ("to Orle", 0, [("to  Orle", 67)]),
    ("Ana Reyes … said Ole Lund", 0, [("Ana Reyes", 0), ("said Ole Lund", 40)]),
    ("", 0, []),
]


@pytest.mark.parametrize(("words", "near", "expected"), LOCATED)
def test_words_are_found_nearest_to_the_statement(words: str, near: int, expected: list[tuple[str, int]]) -> None:
    assert [(TEXT[start:end], start) for start, end in located(words, TEXT, near)] == expected


@given(st.text(min_size=1, max_size=60), st.data())
def test_any_words_of_a_text_are_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    words = text[start : data.draw(st.integers(start + 1, len(text)))]
    assume(words.split() and "…" not in words and "..." not in words)
    ((first, last),) = located(words, text, start)
    assert text[first:last].split() == words.split()


#: field, what is typed, the value
VALUES = [
    ("source", {"words": "Ole Lund"}, [[45, 53]]),
    ("addressee", {"value": "the council", "words": "Orle"}, {"name": "the council", "spans": [[71, 75]]}),
    ("addressee", {"value": " "}, None),
    ("time", {"value": "2024-05", "words": "still"}, {"edtf": "2024-05", "spans": [[87, 92]]}),
    ("standing", {"value": "denied"}, {"value": "denied", "spans": []}),
    ("act", {"value": "think"}, "think"),
    ("document", {"value": "ferry"}, {"text": "ferry", "spans": [[61, 66]]}),
    ("sourcing", {"value": "ferry | anonymity"}, [{"text": "ferry", "kind": "anonymity", "spans": [[61, 66]]}]),
    ("parent", {"value": "9"}, 9),
    ("parent", {"value": ""}, None),
    ("chain", {"value": "Orle | told\n\nNTB | cited | ferry"}, [
        {"name": "Orle", "relation": "told", "spans": [[71, 75]]},
        {"name": "NTB", "relation": "cited", "spans": [[61, 66]]},
    ]),
    ("answers", {"value": "5 | denies"}, [{"statement": 5, "relation": "denies"}]),
    ("stances", {"value": "ferry | for"}, [{"target": "ferry", "polarity": 1.0, "spans": [[61, 66]]}]),
    ("holder", {"value": "Ole Lund", "kind": "person", "role": "", "words": "Ole Lund"},
     {"name": "Ole Lund", "kind": "person", "role": None, "spans": [[45, 53]]}),
    ("holder", {"value": "12"}, {"number": 12, "spans": []}),
    ("holder", {"value": ""}, None),
]  # fmt: skip


@pytest.mark.parametrize(("field", "typed", "expected"), VALUES)
def test_what_is_typed_is_a_value(field: Any, typed: dict[str, str], expected: object) -> None:
    assert value(field, typed, OF) == expected


WRONG = [
    ("content", {"words": "it sank"}, "expected words as they stand in the article, but found 'it sank'"),
    ("parent", {"value": "4"}, "expected the number of a statement of this article, but found '4'"),
    ("answers", {"value": "first | denies"}, "expected the number of a statement of this article, but found 'first'"),
    ("chain", {"value": "NTB"}, "expected two or three parts between bars, but found 'NTB'"),
    ("stances", {"value": "ferry | in favour"}, "expected for or against, but found 'in favour'"),
]


@pytest.mark.parametrize(("field", "typed", "sentence"), WRONG)
def test_what_is_wrong_is_told(field: Any, typed: dict[str, str], sentence: str) -> None:
    with pytest.raises(InvalidReview) as told_so:
        value(field, typed, OF)
    assert str(told_so.value) == sentence


def test_a_missed_statement_is_told_by_its_words() -> None:
    typed = {"content": "It floats still", "cue": "said", "value": "Ole Lund", "words": "Lund", "kind": "person",
             "type": "indirect"}  # fmt: skip
    assert missed(typed, TEXT) == {
        "content": [[77, 92]], "cue": [[40, 44]], "source": [[49, 53]], "type": "indirect",
        "holder": {"name": "Ole Lund", "kind": "person", "role": None, "spans": [[49, 53]]},
    }  # fmt: skip


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger.open(tmp_path_factory.mktemp("typed") / "desk.db") as ledger:
        fill(ledger)
        yield ledger


#: Fields of which a form leaves words or degrees for the article to say.
LEFT = {"holder", "stances", *(field.name for field in FIELDS if field.usual)}


def test_what_a_form_is_filled_with_means_what_was_there(week: Ledger) -> None:
    seen = set()
    for article in week.articles(100).articles:
        for placed in week.article(article.id).statements:
            of = week.under_review(placed.id)
            scope = Scope(of.text, dict.fromkeys(of.statements), of.id, of.values["cue"])
            for field in NAMES:
                if field in LEFT:
                    continue
                now = of.values[field]
                again = checked(field, value(field, inputs(field, of), of), scope)
                assert _words(again, of.text) == _words(now, of.text)
                assert bool(told(field, of)) == bool(now)
                seen |= {field} if now else set()
    assert seen >= {"source", "cue", "content", "type", "parent", "addressee", "time", "chain", "answers"}


def _words(held: Any, text: str) -> Any:
    """A value with the words in the place of spans: of two mentions of a name a form means the nearer."""
    match held:
        case [int(start), int(end)]:
            return " ".join(text[start:end].split())
        case list():
            return [_words(one, text) for one in held]
        case dict():
            return {key: _words(one, text) for key, one in held.items()}
    return held
