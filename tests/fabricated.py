"""Readings made by hand, for tests of what is written from them; and strategies for readings at random."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from reportedly.article import Article
from reportedly.attribution import QuotationType
from reportedly.holders import Holder
from reportedly.reading import Reading, Statement
from reportedly.span import Span, strip

TEXT = """\
On a tape that Radio Fjord broadcast, Mayor Ana Reyes allegedly boasts of a plan to “sink the d*mn ferry” by spring.

“I told Lund, ‘Try me,’” Reyes said. “He goes, ‘You wouldn’t.’ But he believed me.”

It was claimed that a second tape exists. The pilots’ union said on Monday that Lund had admitted
it floats.
"""


def at(text: str, marked: str) -> Span:
    """The span of the words in [brackets] within `marked`, which occurs once in `text` without its brackets."""
    before, inside, after = re.split(r"[\[\]]", marked)
    assert text.count(before + inside + after) == 1, marked
    start = text.index(before + inside + after) + len(before)
    return Span(start, start + len(inside))


def spans(text: str, *marked: str) -> tuple[Span, ...]:
    return tuple(at(text, words) for words in marked)


def statement(
    holder: Holder | None,
    source: str | None,
    cue: str,
    *content: str,
    type: QuotationType = "direct",
    parent: int | None = None,
) -> Statement:
    sources = spans(TEXT, source) if source else ()
    return Statement(sources, spans(TEXT, cue), spans(TEXT, *content), type, parent, 0.9, holder)


REYES = Holder(
    "Ana Reyes", "person", "Mayor", spans(TEXT, "[Mayor Ana Reyes]", "“[I] told", "’” [Reyes] said", "believed [me].")
)
LUND = Holder("Lund", "person", None, spans(TEXT, "told [Lund],", "“[He] goes", "But [he] believed", "that [Lund] had"))
UNION = Holder("pilots’ union", "group", None, spans(TEXT, "[The pilots’ union]"))
STATEMENTS = (
    statement(
        REYES,
        "[Mayor Ana Reyes]",
        "[allegedly boasts of]",
        "[a plan to “sink the d*mn ferry” by spring]",
        type="mixed",
    ),
    statement(
        REYES,
        "’” [Reyes] said",
        "Reyes [said]",
        "[“I told Lund, ‘Try me,’”]",
        "[“He goes, ‘You wouldn’t.’ But he believed me.”]",
    ),
    statement(REYES, "“[I] told", "I [told]", "[‘Try me,’]", parent=1),
    statement(LUND, "“[He] goes", "He [goes]", "[‘You wouldn’t.’]", parent=1),
    statement(None, None, "[was claimed]", "[a second tape exists]", type="indirect"),
    statement(UNION, "[The pilots’ union]", "union [said]", "[Lund had admitted\nit floats]", type="indirect"),
    statement(LUND, "that [Lund] had", "had [admitted]", "[it floats]", type="indirect", parent=5),
)
ARTICLE = Article(
    TEXT,
    url="https://courier.example/tape?a=1&b=2",
    outlet="The Courier",
    title="Mayor’s tape “divides” harbour",
    authors=("Jo Marsh", "Li Wen"),
    published="2024-05-18",
    language="en",
)
READING = Reading(ARTICLE, STATEMENTS, (REYES, LUND, UNION))


def whole(text: str, **facts: Any) -> Reading:
    """A reading of `text` with one statement: its first word is source and cue, all of it is content and name."""
    span, first = Span(0, len(text)), Span(0, len(text.split(maxsplit=1)[0]))
    holder = Holder(text, "person", text, (first, span))
    found = Statement((first,), (first,), (span,), "mixed", None, 0.5, holder)
    return Reading(Article(text, **facts), (found,), (holder,))


@st.composite
def _spans(draw: st.DrawFn, text: str, at_least: int) -> tuple[Span, ...]:
    """Up to three pieces in text order that don't overlap; as read() gives them, without outer white space."""
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2 * at_least, max_size=min(6, len(text) + 1))))
    pieces = [strip(text, start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    found = tuple(piece for piece in pieces if piece)
    assume(len(found) >= at_least)
    return found


@st.composite
def readings(draw: st.DrawFn, text: st.SearchStrategy[str]) -> Reading:
    """Any article with any statements that keep the types' promises; they overlap as they like."""
    article = Article(draw(text.filter(str.strip)))
    kinds = st.sampled_from(["person", "organization", "group", "unnamed"])
    holders = draw(
        st.lists(
            st.builds(Holder, st.text(min_size=1), kinds, st.none() | st.text(), _spans(article.text, 0)), max_size=3
        )
    )
    # read() gives no holder twice.
    holders = list(dict.fromkeys(holders))
    found = []
    for index in range(draw(st.integers(0, 5))):
        found.append(
            Statement(
                draw(_spans(article.text, 0)),
                draw(_spans(article.text, 1)),
                draw(_spans(article.text, 1)),
                draw(st.sampled_from(["direct", "indirect", "mixed"])),
                draw(st.none() | st.integers(0, index - 1)) if index else None,
                draw(st.floats(0, 1)),
                draw(st.sampled_from([None, *holders])),
            )
        )
    return Reading(article, tuple(found), tuple(holders))
