"""Reading: any text in, valid offsets out; the same text, the same reading; frozen values."""

from __future__ import annotations

import dataclasses
import importlib.resources
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from fabricated import RICH
from hypothesis import example, given, settings
from hypothesis import strategies as st

import reportedly
from reportedly import Answer, Article, Empty, Reading, Time, read
from reportedly.errors import ModelError
from reportedly.tagger import Tagger

SAMPLE = Path(__file__).parent.parent / "examples" / "leak.txt"

#: Text that looks like news more often than chance would have it.
NEWSY = st.lists(
    st.sampled_from(
        [
            "“", "”", "‘", "’", '"', "'", "Ana Reyes", "Lund", "he", "she", " said", " told ", " denied", " that ",
            "the mayor", "according to ", "a spokesman for ", ",", ".", "\n", "\n\n", " ", "…", "[sic]", "sh*t", "NTB",
            "\u00a0", "\u2028", "🙂", "e\u0301", "\ud800", "\x00", "\r\n", "İ", "ß", "中文", "\u202e",
        ]
    ),
    min_size=1,
    max_size=60,
).map("".join)  # fmt: skip


def assert_valid(reading: Reading) -> None:
    """Every span lies in the text and holds words; pieces are in order; parents stand around their children."""
    text = reading.article.text
    for i, statement in enumerate(reading.statements):
        assert statement.cue
        assert statement.content
        assert 0 <= statement.confidence <= 1
        for spans in (statement.source, statement.cue, statement.content):
            assert all(before.end <= after.start for before, after in pairwise(spans))
            for span in spans:
                assert 0 <= span.start < span.end <= len(text)
                assert text[span.start : span.end].strip() == text[span.start : span.end]
        if statement.parent is not None:
            assert statement.parent != i
            outer = reading.statements[statement.parent].content
            assert all(any(o.contains(s) for o in outer) for s in statement.content)
        if statement.holder is not None:
            assert statement.holder in reading.holders
    for holder in reading.holders:
        assert holder.name.strip()
        assert holder.mentions
        assert all(span.end <= len(text) for span in holder.mentions)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(min_size=1), NEWSY))
def test_any_text_gives_valid_offsets(text: str) -> None:
    try:
        reading = read(text)
    except Empty:
        assert not text.strip()
        return
    assert reading.article.text == text
    assert_valid(reading)


#: Paragraphs with quotations that are opened, closed, carried on, or only begun.
QUOTED = st.lists(
    st.sampled_from(
        [
            "“We waited for the boats until dawn.", "“Nobody had told us that the port would close.”", "““It is over.",
            "“I never said so,” Lund said, adding: “She knows that!", "He added, “I told him to go home”.",
            "“We had no money,” she told NTB, “and no ‘boats’ at all", "The mayor said: “Go home.”", "Nobody knew.",
            "Ana Reyes told the court: “He said that it would pass.", "“That is all.” “Not yet, he said, “and.",
            "“",
        ]
    ),
    min_size=2,
    max_size=9,
).map("\n".join)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(QUOTED)
@example("Ana Reyes told the court, “It is over.\n““We had no boats.\n““We had no nets.”")
def test_pieces_are_in_text_order_however_quotations_are_carried_on(text: str) -> None:
    assert_valid(read(text))


@pytest.mark.parametrize("shout", ["A" * 5_000, "THE PORT " * 600, "P.O.R.T.-" * 600])
def test_capitals_are_read_as_any_words(shout: str) -> None:
    """Patterns of names have only so many ways to cut them up: with more, this would not end in a lifetime."""
    text = f"In a recording obtained by Channel 9 and leaked to {shout} the mayor said: “Try me.” {shout} published it."
    reading = read(text)
    assert_valid(reading)
    assert any("Try me" in span.of(text) for s in reading.statements for span in s.content)


def test_the_sample_has_valid_offsets() -> None:
    assert_valid(read(SAMPLE.read_text(encoding="utf-8")))


def test_the_same_text_gives_the_same_reading() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    assert read(text) == read(text)


def test_a_text_without_attribution_gives_a_reading_without_statements() -> None:
    reading = read("The tide turned at noon. Two boats lay at the quay.")
    assert (reading.statements, reading.holders) == ((), ())


def test_a_long_text_is_read_to_its_end() -> None:
    filler = "The tide turned at noon and the boats went out again. " * 200
    reading = read(filler + "“The harbour is closed,” said Ana Reyes.")
    (statement,) = reading.statements
    assert reading.words(statement.content) == "“The harbour is closed,”"


def test_an_article_keeps_what_is_known_of_it() -> None:
    article = Article("“It floats,” said Ana Reyes.", outlet="The Courier", published="2024-05-02")
    assert read(article).article is article


def test_a_reading_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        read("“It floats,” said Ana Reyes.").statements = ()  # type: ignore[misc]


def test_a_turn_is_another_side_on_another_occasion() -> None:
    kind, harsh = RICH.statements[5], RICH.statements[6]
    other = replace(harsh, stances=(replace(harsh.stances[0], target="Port"),))
    found = replace(RICH, statements=(kind, harsh, harsh, other)).stances()
    assert [position.turn for position in found] == [False, True, False, False]
    undated = (replace(kind, time=None), replace(harsh, time=None))
    assert not any(position.turn for position in replace(RICH, statements=undated).stances())
    assert not any(p.turn for p in replace(RICH, statements=(kind, replace(harsh, time=kind.time))).stances())


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (("2024-05", "2022", None), [1, 0, 2]),
        (("../2023-01-20", "2023-01", "2023-02"), [1, 0, 2]),
        ((None, None, None), [0, 1, 2]),
    ],
)
def test_stances_stand_in_the_order_of_time(times: tuple[str | None, ...], expected: list[int]) -> None:
    said = RICH.statements[5]
    statements = tuple(replace(said, time=Time(edtf, said.cue) if edtf else None) for edtf in times)
    found = replace(RICH, statements=statements).stances()
    assert expected == [position.statement for position in found]
    assert [times[index] or RICH.article.published for index in expected] == [position.time for position in found]


def test_origins_say_which_start_at_an_unnamed_source() -> None:
    found = [(origin.name, origin.relation, origin.statements, origin.unnamed) for origin in RICH.origins()]
    assert found == [
        ("deckhand", "recorded", (0, 1), ()),
        (None, None, (2, 3, 4, 5, 6, 7), ()),
        ("NTB", "told", (8,), (8,)),
    ]
    assert [statement.unnamed for statement in RICH.statements] == [False] * 8 + [True]


def test_what_is_answered_knows_its_answers() -> None:
    assert RICH.answered() == {0: [Answer(3, "declines"), Answer(4, "denies")]}


def test_damaged_weights_are_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="expected the tagger's weights in"):
        Tagger(tmp_path)


def test_the_public_names() -> None:
    assert sorted(reportedly.__all__) == [
        "Addressee", "Answer", "Article", "Authenticity", "Document", "Empty", "FetchError", "GoldError",
        "Holder", "Hop", "InputError", "MissingExtra", "ModelError", "NotFound", "NotText", "Origin", "OutputError",
        "Place", "Position", "Reading",
        "ReportedlyError", "Sourcing", "Span", "Stance", "Standing", "Statement", "Time", "TooLarge", "__version__",
        "read", "read_many", "to_frame", "verify",
    ]  # fmt: skip


def test_the_package_is_typed() -> None:
    assert importlib.resources.files("reportedly").joinpath("py.typed").is_file()
