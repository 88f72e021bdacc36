"""A reading on a terminal, in a pipe, and as `print` shows it."""

import io
from dataclasses import replace

import pytest
from fabricated import ARTICLE, READING, readings, whole
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from reportedly.article import Article
from reportedly.reading import Reading, printable
from reportedly.terminal import show

ATTACK = "\x1b]0;owned\x07\x1b[31mred\x9b2J said [bold]loud[/bold] [/] :smile: \u202edlog\r\x08 \ud800"


def shown(reading: Reading, width: int = 80, *, terminal: bool = False) -> str:
    file = io.StringIO()
    show(
        reading,
        Console(file=file, width=width, force_terminal=terminal, color_system="truecolor" if terminal else None),
    )
    return file.getvalue()


def test_the_account() -> None:
    assert (
        shown(READING)
        == """\
Mayor’s tape “divides” harbour
The Courier · 2024-05-18 · 7 statements · 3 holders

1  Mayor Ana Reyes → Ana Reyes · allegedly boasts of · mixed · 90% sure
   a plan to “sink the d*mn ferry” by spring

2  Reyes → Ana Reyes · said · direct · 90% sure
   “I told Lund, ‘Try me,’” … “He goes, ‘You wouldn’t.’ But he believed me.”

    3  I → Ana Reyes · told · direct · 90% sure
       ‘Try me,’

    4  He → Lund · goes · direct · 90% sure
       ‘You wouldn’t.’

5  unknown · was claimed · indirect · 90% sure
   a second tape exists

6  The pilots’ union → pilots’ union · said · indirect · 90% sure
   Lund had admitted it floats

    7  Lund · admitted · indirect · 90% sure
       it floats

Holders
Ana Reyes      person, Mayor          3 statements
Lund           person                 2 statements
pilots’ union  group                  1 statement
unknown        the text doesn’t tell  1 statement
"""
    )


def test_no_statements_is_said_in_a_sentence() -> None:
    assert shown(Reading(Article("Rain fell."), (), ())) == "Rain fell.\n\nNo statements were found in this article.\n"


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (Article("Rain fell."), "Rain fell."),
        (Article("Rain\nfell.", title="Wet"), "Wet"),
        (Article("Rain fell.", title=" \n"), "Rain fell."),
        (Article(" \n"), "Untitled article"),
        (Article("word " * 40), ("word " * 14).strip() + "…"),
        (Article("x" * 80), "x" * 71 + "…"),
    ],
)
def test_the_headline(article: Article, expected: str) -> None:
    assert expected == Reading(article, (), ()).headline


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_every_width_holds_every_word(width: int) -> None:
    written = shown(READING, width)
    assert max(cell_len(line) for line in written.splitlines()) <= width
    assert not any(line.endswith(" ") for line in written.splitlines())
    words = " ".join(written.split())
    for statement in READING.statements:
        assert READING.words(statement.content) in words


def test_deep_nesting_leaves_room() -> None:
    deep = tuple(replace(READING.statements[2], parent=index - 1 if index else None) for index in range(50))
    written = shown(replace(READING, statements=deep), 40)
    assert max(map(len, written.splitlines())) <= 40
    assert written.count("‘Try me,’") == 50


def test_wide_characters_are_counted_as_wide() -> None:
    assert max(cell_len(line) for line in shown(whole("市長は 港を 閉鎖すると 述べた " * 12), 40).splitlines()) <= 40


def test_a_pipe_gets_no_codes_and_a_terminal_does() -> None:
    assert "\x1b" not in shown(READING)
    assert "\x1b[1m" in shown(READING, terminal=True)


@pytest.mark.parametrize("terminal", [False, True])
def test_the_article_sends_nothing_to_the_terminal(terminal: bool) -> None:
    written = shown(whole(ATTACK, title=ATTACK, outlet=ATTACK), 200, terminal=terminal)
    written.encode("utf-8")
    assert "\x1b]" not in written
    assert "\x1b[31m" not in written
    assert not set("\x07\x08\r\x9b\u202e") & set(written)
    assert "[bold]loud[/bold] [/] :smile:" in written


def test_printable() -> None:
    assert (
        printable(ATTACK)
        == "\ufffd]0;owned\ufffd\ufffd[31mred\ufffd2J said [bold]loud[/bold] [/] :smile: dlog \ufffd \ufffd"
    )


@given(readings(st.text(st.characters(), max_size=60)), st.integers(40, 200))
def test_any_reading_can_be_shown(reading: Reading, width: int) -> None:
    for written in (shown(reading, width), str(reading), reading._repr_html_()):
        written.encode("utf-8")
        assert not any(ord(c) < 32 and c != "\n" for c in written)


def test_str_gives_a_line_a_statement() -> None:
    lines = str(READING).splitlines()
    assert lines[0] == ARTICLE.title
    assert lines[3] == "    3. Ana Reyes, told: ‘Try me,’"
    assert lines[5] == "  5. unknown, was claimed: a second tape exists"
    assert len(lines) == 1 + len(READING.statements)
    assert str(Reading(Article("Rain fell."), (), ())) == "Rain fell.\nNo statements were found."


def test_repr_html_is_an_escaped_table() -> None:
    written = READING._repr_html_()
    assert written.count("<tr>") == 1 + len(READING.statements)
    assert "<td>5</td><td>unknown</td><td>was claimed</td><td>a second tape exists</td><td>indirect</td>" in written
    assert "<script" not in whole("<script>alert(1)</script> he said")._repr_html_()
