"""What an edit changed: sentences with both wordings, statements that were reworded, and what is no edit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.ledger.tables.record import Source, StatementRecord
from reportedly.ledger.watched.edits import reworded, rewritten
from reportedly.ledger.watched.rules import Rule, has, picks, published_by
from reportedly.span import Span

A, B, C = "The quay was shut.", "Lund left at noon.", "Nobody knows why."
#: One version, the next → the sentences that were rewritten, as they were and as they are.
EDITS = [
    (f"{A} {B}", f"{A} {B}", []),
    (f"{A} {B}", f"{A}\n\n{B}", []),
    ("He said: “The quay was shut.”", "He said: 'the quay was shut'", []),
    (f"{A} {B}", "The quay was open. Lund left at noon.", [(A, "The quay was open.")]),
    (f"{A} {B}", f"{A} Lund never left at noon.", [(B, "Lund never left at noon.")]),
    (f"{A} {B}", f"{A} Lund left.", [(B, "Lund left.")]),
    (f"{A} {C}", f"{A} {B} {C}", [("", B)]),
    (f"{A} {B} {C}", f"{A} {C}", [(B, "")]),
    (f"{A} {B}", f"{A} {B} {C}", [("", C)]),
    (f"{A}\n\n{B}", f"Reyes called it a lie.\n\n{A}\n\n{B}", [("", "Reyes called it a lie.")]),
    (
        f"{A} {B} {C}",
        "The quay was open. Lund left at noon. Everybody knows why.",
        [(A, "The quay was open."), (C, "Everybody knows why.")],
    ),
    (f"{A}\nUpdated 10:15", f"{A}\nUpdated 11:40", []),
    (f"{A}\n3 min read", f"{A}\n4 min read", []),
    (f"{A}\nPublished 2 hours ago", f"{A}\nPublished 3 hours ago", []),
    ("The quay has 12 gates.", "The quay has 13 gates.", [("The quay has 12 gates.", "The quay has 13 gates.")]),
    ("", A, [("", A)]),
]


@pytest.mark.parametrize(("old", "new", "expected"), EDITS)
def test_the_sentences_that_were_rewritten(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    found = [
        (change.old.of(old) if change.old else "", change.new.of(new) if change.new else "")
        for change in rewritten(old, new)
    ]
    assert found == expected


@given(st.lists(st.sampled_from([A, B, C, "\n", "So?", "It is 12."]), max_size=8), st.data())
def test_whatever_is_rewritten_stands_in_its_text(parts: list[str], data: st.DataObject) -> None:
    old = " ".join(parts)
    new = " ".join(data.draw(st.permutations(parts)))
    for change in rewritten(old, new):
        for span, text in ((change.old, old), (change.new, new)):
            assert span is None or (span.end <= len(text) and span.of(text).strip() == span.of(text))


def said(text: str, words: str, name: str | None = "Ana Reyes", standing: str = "asserted") -> StatementRecord:
    at = text.index(words)
    source = Source(1, "courier", "The Courier", "https://www.courier.example/1")
    span = (Span(at, at + len(words)),)
    return StatementRecord(at, source, 0, 1, name, False, "direct", span, (words,), standing=standing)


OLD = "“We will shut the port,” Reyes said. “It is a lie,” Lund said. The tide was late."


def changed(new: str, words: str, name: str = "Ana Reyes", standing: str = "asserted") -> list[tuple[str, str]]:
    had = [said(OLD, "We will shut the port"), said(OLD, "It is a lie", "Ole Lund")]
    has_now = [said(new, words, name, standing), *([said(new, "It is a lie", "Ole Lund")] if "a lie" in new else [])]
    return [
        (one.old.content if one.old else "", one.new.content if one.new else "")
        for one in reworded(rewritten(OLD, new), had, has_now)
    ]


#: The new text, the first statement's words, its holder and standing there → wordings before and now.
REWORDED = [
    (OLD, "We will shut the port", "Ana Reyes", "asserted", []),
    (OLD.replace("late", "early"), "We will shut the port", "Ana Reyes", "asserted", []),
    # Read otherwise where nothing was rewritten: no edit.
    (OLD.replace("late", "early"), "shut the port", "Ana Reyes", "asserted", []),
    (OLD.replace("late", "early"), "We will shut the port", "Petra Voss", "asserted", []),
    (
        OLD.replace("will", "may"), "We may shut the port", "Ana Reyes", "asserted",
        [("We will shut the port", "We may shut the port")],
    ),
    (
        OLD.replace("Reyes", "Voss"), "We will shut the port", "Petra Voss", "asserted",
        [("We will shut the port", "We will shut the port")],
    ),
    (
        OLD.replace("Reyes said", "Reyes allegedly said"), "We will shut the port", "Ana Reyes", "alleged",
        [("We will shut the port", "We will shut the port")],
    ),
    (
        OLD.replace("“It is a lie,” Lund said. ", ""), "We will shut the port", "Ana Reyes", "asserted",
        [("It is a lie", "")],
    ),
    (
        f"{OLD} “Then we strike,” Reyes said.", "Then we strike", "Ana Reyes", "asserted", [("", "Then we strike")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("new", "words", "name", "standing", "expected"), REWORDED)
def test_the_statements_that_were_reworded(
    new: str, words: str, name: str, standing: str, expected: list[tuple[str, str]]
) -> None:
    assert changed(new, words, name, standing) == expected


#: What a rule asks for in words, a text → whether the text has it, as `search` would find it.
WORDS = [
    ("port", "We will shut the port down", True),
    ("shutting ports", "We will shut the port down", True),
    ('"the port"', "We will shut the port down", True),
    ('"port the"', "We will shut the port down", False),
    ("harb*", "The harbour chief", True),
    ("harb", "The harbour chief", False),
    ("port -union", "The port and the union", False),
    ("port -union", "The port alone", True),
    ("café", "In the CAFE", True),
    ("", "anything", True),
]


@pytest.mark.parametrize(("words", "text", "expected"), WORDS)
def test_words_are_as_in_a_search(words: str, text: str, expected: bool) -> None:
    assert has(words, text) == expected


#: A rule → whether it picks what Ana Reyes says of the port in The Courier.
RULES = [
    (Rule("r", holders=("Ana Reyes",)), True),
    (Rule("r", holders=("reyes",)), True),
    (Rule("r", holders=("Ole Lund", "Reyes")), True),
    (Rule("r", holders=("Ole Lund",)), False),
    (Rule("r", holders=("eyes",)), False),
    (Rule("r", words="port"), True),
    (Rule("r", holders=("Reyes",), words="tide"), False),
    (Rule("r", outlets=("the courier",)), True),
    (Rule("r", outlets=("courier.example",)), True),
    (Rule("r", outlets=("Harbour Post",)), False),
    (Rule("r", targets=("Lund",)), False),
]


@pytest.mark.parametrize(("rule", "expected"), RULES)
def test_what_a_rule_picks(rule: Rule, expected: bool) -> None:
    one = said(OLD, "We will shut the port")
    assert picks(rule, one, ()) == expected
    assert not picks(rule, said(OLD, "We will shut the port", standing="not said"), ())
    assert published_by(rule, one.source) or not expected
