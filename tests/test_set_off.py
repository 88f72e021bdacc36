"""Words set off from a text, by indentation, “>” or <blockquote>: which are quotations, and whose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly import read
from reportedly.articles.article import Article
from reportedly.english.quotation import quotations
from reportedly.english.set_off import set_off
from reportedly.span import Span

WORDS = "We will not sign before the engineers have been there."
MORE = "That is all I have to say about the quay."
LATER = "The board meets again on Friday, when the tide is out and the piers can be seen.\n"


def lines(text: str) -> list[list[str]]:
    return [[line.of(text) for line in one.lines] for one in set_off(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Reyes wrote:\n\n    {WORDS}\n\n{LATER}", [[WORDS]]),
        (f"Reyes wrote:\n\n\t{WORDS}\n\n\t{MORE}\n\n{LATER}", [[WORDS, MORE]]),
        (f"Reyes wrote:\n> {WORDS}\n>> {MORE}\n{LATER}", [[WORDS, MORE]]),
        (f"Reyes wrote:\n    {WORDS}\n    {MORE}\n\n{LATER}", [[WORDS, MORE]]),
        (f"In a statement the board was blunt.\n\n    {WORDS}\n\n{LATER}", [[WORDS]]),
        (f"The quay stays shut.\n\n    {WORDS}\n    — Ana Reyes, harbour master\n\n{LATER}", [[WORDS]]),
        # nobody's
        (f"The quay stays shut.\n\n    {WORDS}\n\n{LATER}", []),  # nothing leads to it
        (f"Reyes wrote:\n\n    “{WORDS}”\n\n{LATER}", []),  # in quotation marks anyway
        (f"Reyes wrote:\n\n  {WORDS}\n\n{LATER}", []),  # hardly indented
        (f"    Reyes wrote this:\n    {WORDS}\n    {LATER}", []),  # so are all paragraphs
        (f"Reyes wrote:\n    {WORDS}\n{LATER}{LATER}", []),  # the first line of a paragraph
        (f"The demands were, Reyes said:\n\n    - {WORDS}\n    - {MORE}\n\n{LATER}", []),  # a list
        (f"Reyes said:\n\n    THE PORT OF TARN\n\n{LATER}", []),  # a heading
        (f"Reyes said:\n\n    Piers    11    cracked\n\n{LATER}", []),  # a row
        (f"> {WORDS}\n\n{LATER}", []),
        ("1 > 0, Reyes wrote:\n\n> 2 > 1\n", []),
    ],
)
def test_what_is_set_off(text: str, expected: list[list[str]]) -> None:
    assert lines(text) == expected
    marked = [one.span.of(text) for one in quotations(text) if not one.depth and not one.span.of(text).startswith("“")]
    assert marked == [line for block in expected for line in block]


@given(st.text(alphabet="ab.:> \t\n“”—A", max_size=80))
def test_any_text_is_taken(text: str) -> None:
    for block in set_off(text):
        assert all(line.of(text).strip(" \t\r\n") == line.of(text) for line in block.lines)
        assert block.lead.end <= block.lines[0].start
    spans = [one.span for one in quotations(text)]
    assert spans == sorted(spans, key=lambda span: (span.start, -span.end))


HEAD = "The north quay of Port Tarn stays shut, the harbour board decided on Monday.\n\n"


@pytest.mark.parametrize(
    ("text", "holder", "cue", "content"),
    [
        (f"{HEAD}Ana Reyes wrote on Sunday:\n\n    {WORDS}\n\n{LATER}", "Ana Reyes", "wrote", [WORDS]),
        (
            f"{HEAD}Ana Reyes wrote on Sunday:\n\n    {WORDS}\n\n    {MORE}\n\n{LATER}",
            "Ana Reyes",
            "wrote",
            [WORDS, MORE],
        ),
        (f"Ana Reyes wrote:\n\n    {WORDS}\n\n{LATER}", "Ana Reyes", "wrote", [WORDS]),
        (f"{HEAD}On Sunday Ana Reyes wrote:\n> {WORDS}\n> {MORE}\n{LATER}", "Ana Reyes", "wrote", [WORDS, MORE]),
        (
            f"{HEAD}In a statement the Tarn Union was blunt.\n\n    {WORDS}\n\n{LATER}",
            "Tarn Union",
            "statement",
            [WORDS],
        ),
        (
            f"{HEAD}Nobody was pleased.\n\n    {WORDS}\n    — Ole Lund, docker\n\n{LATER}",
            "Ole Lund",
            "Ole Lund",
            [WORDS],
        ),
    ],
)
def test_whose_they_are(text: str, holder: str, cue: str, content: list[str]) -> None:
    reading = read(text)
    said = [one for one in reading.statements if any(content[0] in span.of(text) for span in one.content)]
    assert [(one.holder and one.holder.name, reading.words(one.cue), one.type) for one in said] == [
        (holder, cue, "direct")
    ]
    assert [span.of(text) for span in said[0].content] == content
    assert said[0].content[0] == Span(text.index(content[0]), text.index(content[0]) + len(content[0]))


PAGE = (
    "<html><body><article><h1>Quay stays shut</h1><p>The north quay of Port Tarn stays shut, the harbour board decided "
    "on Monday, after its engineers had found cracks in nine of the eleven piers.</p>{}<p>The board meets again on "
    "Friday, when the tide is out and the piers can be seen by everybody who cares to look.</p></article></body></html>"
)


@pytest.mark.parametrize(
    ("inside", "quoted"),
    [
        (f"<p>Ana Reyes wrote on Sunday:</p><blockquote><p>{WORDS}</p><p>{MORE}</p></blockquote>", [WORDS, MORE]),
        (f"<p>Ana Reyes wrote on Sunday:</p><blockquote>{WORDS}</blockquote>", [WORDS]),
        (f"<p>Ana Reyes wrote on Sunday:</p><blockquote>{WORDS}<br>{MORE}</blockquote>", [WORDS, MORE]),
    ],
)
def test_blockquote(inside: str, quoted: list[str]) -> None:
    article = Article.from_html(PAGE.format(inside))
    assert lines(article.text) == [quoted]
    (said,) = [one for one in read(article).statements if one.type == "direct"]
    assert (said.holder and said.holder.name, [span.of(article.text) for span in said.content]) == ("Ana Reyes", quoted)


@pytest.mark.parametrize(
    "inside",
    [
        f"<p>Ana Reyes wrote: “{WORDS}” She meant it.</p><blockquote class='pullquote'>{WORDS}</blockquote>",
        f"<p>{WORDS}</p><p>So Ana Reyes wrote.</p><blockquote><p>{WORDS}</p></blockquote>",  # the same words again
        f"<blockquote><p>So Ana Reyes wrote:</p><p>{WORDS}</p><p>{MORE}</p><p>{LATER}</p></blockquote>",  # all of it
    ],
)
def test_blockquote_of_nobody(inside: str) -> None:
    assert lines(Article.from_html(PAGE.format(inside)).text) == []
