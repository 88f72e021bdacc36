"""A reading on a terminal, in a pipe, and as `print` shows it."""

import io
from dataclasses import replace

import pytest
from fabricated import ARTICLE, MAYOR, OFFICIAL, READING, RICH, readings, said_of_all, whole
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from reportedly.articles.article import Article
from reportedly.printable import printable
from reportedly.reading import Reading
from reportedly.shown.terminal import show

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


def test_the_account_of_everything_that_can_be_known() -> None:
    assert (
        shown(RICH, 90)
        == """\
Mayor’s tape
The Harbour Post · 2024-05-10 · 9 statements · 3 holders

1  Mayor Ana Reyes → Ana Reyes · allegedly boasts · mixed · felt · 90% sure
   that she “sank the d*mn ferry”
   document: tape · alleged (“allegedly”)
   came through: recorded by deckhand → obtained by Radio Fjord → cited by NTB → here

2  Reyes → Ana Reyes · says · direct · 90% sure
   “I told Lund, ‘Try me,’”
   in 2024-04 · in Orle
   came through: recorded by deckhand → here

    3  I → Ana Reyes · told · direct · 90% sure
       ‘Try me,’
       to Ole Lund

4  Harbour chief Ole Lund → Ole Lund · told · indirect · 90% sure
   that he could neither confirm nor deny the boast
   to the harbour committee · on 2024-05-07 · in Orle · neither confirmed nor denied
   (“neither confirm nor deny”) · declines to answer 1

5  Reyes → Ana Reyes · denied · indirect · 90% sure
   that the voice was hers
   on 2024-05-09 · denied · denies 1

6  she → Ana Reyes · called · direct · 90% sure
   “the best chief this port has had”
   in 2022 · for Ole Lund

7  she → Ana Reyes · told · mixed · 90% sure
   that he “betrayed it”
   to reporters · on 2024-05-08 · against Ole Lund

8  Lund → Ole Lund · calls · direct · 90% sure
   “reckless”
   against Ana Reyes

9  A port official → port official · told · indirect · 90% sure
   that a second tape exists
   why unnamed: asked not to be named
   came through: told NTB → cited by The Courier → here; starts at an unnamed source

Holders
Ana Reyes      person, Mayor          6 statements
Ole Lund       person, Harbour chief  2 statements
port official  unnamed                1 statement

Origins
recorded by deckhand  statements 1, 2
no chain given        statements 3–8
told NTB              statement 9, from an unnamed source

Stances
2022        Ana Reyes → Ole Lund: for              statement 6
2024-05-08  Ana Reyes → Ole Lund: against, a turn  statement 7
2024-05-10  Ole Lund → Ana Reyes: against          statement 8
"""
    )


def test_an_origin_with_some_unnamed_sources_says_which() -> None:
    holders = [None, MAYOR, OFFICIAL, OFFICIAL, OFFICIAL]
    statements = tuple(replace(RICH.statements[8], holder=holder) for holder in holders)
    lines = shown(replace(RICH, statements=statements)).splitlines()
    assert "told NTB  statements 1–5; 1, 3–5 from an unnamed source" in lines


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
@pytest.mark.parametrize("reading", [READING, RICH])
def test_every_width_holds_every_word(reading: Reading, width: int) -> None:
    written = shown(reading, width)
    assert max(cell_len(line) for line in written.splitlines()) <= width
    assert not any(line.endswith(" ") for line in written.splitlines())
    words = " ".join(written.split())
    for statement in reading.statements:
        assert reading.words(statement.content) in words


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
@pytest.mark.parametrize("reading", [whole(ATTACK, title=ATTACK, outlet=ATTACK), said_of_all(ATTACK)])
def test_the_article_sends_nothing_to_the_terminal(reading: Reading, terminal: bool) -> None:
    written = shown(reading, 400, terminal=terminal)
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


def test_str_tells_to_whom_when_and_how_firmly() -> None:
    lines = str(RICH).splitlines()
    assert lines[1] == "  1. Ana Reyes, allegedly boasts (document: tape, alleged): that she “sank the d*mn ferry”"
    assert lines[3] == "    3. Ana Reyes, told (to Ole Lund): ‘Try me,’"
    assert lines[7] == "  7. Ana Reyes, told (to reporters, on 2024-05-08): that he “betrayed it”"


def test_repr_html_has_columns_for_what_is_known_of_any() -> None:
    told = RICH._repr_html_()
    for name in ("To whom", "When", "Standing"):
        assert f'<th scope="col">{name}</th>' in told
        assert name not in READING._repr_html_()
    assert "<td>to reporters</td><td>on 2024-05-08</td><td></td></tr>" in told


def test_repr_html_is_an_escaped_table() -> None:
    written = READING._repr_html_()
    assert written.count("<tr>") == 1 + len(READING.statements)
    assert "<td>5</td><td>unknown</td><td>was claimed</td><td>a second tape exists</td><td>indirect</td>" in written
    assert "<script" not in whole("<script>alert(1)</script> he said")._repr_html_()
