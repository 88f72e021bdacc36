"""Readings made by hand, for tests of what is written from them; and strategies for readings at random."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, get_args

from hypothesis import assume
from hypothesis import strategies as st

from reportedly.articles.article import Article
from reportedly.holders.holder import Holder
from reportedly.reading import Reading, Statement
from reportedly.span import Span, strip
from reportedly.values.act import Act
from reportedly.values.addressees import Addressee
from reportedly.values.answers import Answer, Response
from reportedly.values.chains import Hop, HopRelation
from reportedly.values.documents import Document
from reportedly.values.sourcing import Sourcing, SourcingKind
from reportedly.values.stance import Stance
from reportedly.values.standing import Firmness, Standing
from reportedly.values.times import Place, Time

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


#: What a statement has of which the text tells no more than its cue and content.
UNKNOWN = {
    "source": (), "type": "direct", "parent": None, "confidence": 0.9, "holder": None, "addressee": None, "time": None,
    "place": None, "chain": (), "answers": (), "stances": (),
}  # fmt: skip


def bare(cue: tuple[Span, ...], content: tuple[Span, ...], **known: Any) -> Statement:
    """A statement of which only `known` is known."""
    return Statement(**{**UNKNOWN, "cue": cue, "content": content, "standing": Standing("asserted", cue), **known})


def statement(
    holder: Holder | None, source: str | None, cue: str, *content: str, text: str = TEXT, **known: Any
) -> Statement:
    """A statement of `holder` by its words in `text`, marked as `at` takes them."""
    sources = spans(text, source) if source else ()
    return bare(spans(text, cue), spans(text, *content), source=sources, holder=holder, **known)


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


RICH_TEXT = """\
On a tape recorded by a deckhand, obtained by Radio Fjord and described by the agency NTB, Mayor Ana Reyes allegedly \
boasts that she “sank the d*mn ferry”.

“I told Lund, ‘Try me,’” Reyes says on it. It was made in Orle in April.

Harbour chief Ole Lund told the harbour committee in Orle on 7 May that he could neither confirm nor deny the boast.

Reyes denied on Thursday that the voice was hers. In 2022 she called Lund “the best chief this port has had”; on \
Wednesday she told reporters that he “betrayed it”. Lund calls her “reckless”.

A port official told NTB, which The Courier cited, that a second tape exists. The official asked not to be named.
"""


def rich(holder: Holder | None, source: str, cue: str, *content: str, **known: Any) -> Statement:
    return statement(holder, source, cue, *content, text=RICH_TEXT, **known)


def on(*marked: str) -> tuple[Span, ...]:
    return spans(RICH_TEXT, *marked)


MAYOR = Holder("Ana Reyes", "person", "Mayor", on("[Mayor Ana Reyes]", "’” [Reyes] says", "[Reyes] denied"))
CHIEF = Holder("Ole Lund", "person", "Harbour chief", on("told [Lund],", "[Harbour chief Ole Lund]", "[Lund] calls"))
OFFICIAL = Holder("port official", "unnamed", None, on("[A port official]"))
TAPE = (
    Hop("deckhand", "recorded", on("[recorded by a deckhand]")),
    Hop("Radio Fjord", "obtained", on("[obtained by Radio Fjord]")),
    Hop("NTB", "cited", on("[described by the agency NTB]")),
)
RICH_STATEMENTS = (
    rich(
        MAYOR,
        "[Mayor Ana Reyes]",
        "[allegedly boasts]",
        "[that she “sank the d*mn ferry”]",
        type="mixed",
        act="feel",
        document=Document("tape", on("a [tape]")),
        chain=TAPE,
        standing=Standing("alleged", on("[allegedly] boasts")),
    ),
    rich(
        MAYOR,
        "’” [Reyes] says",
        "Reyes [says]",
        "[“I told Lund, ‘Try me,’”]",
        time=Time("2024-04", on("[in April]")),
        place=Place("Orle", on("made in [Orle]")),
        chain=TAPE[:1],
    ),
    rich(
        MAYOR,
        "“[I] told",
        "I [told]",
        "[‘Try me,’]",
        parent=1,
        addressee=Addressee("Ole Lund", on("told [Lund],")),
    ),
    rich(
        CHIEF,
        "[Harbour chief Ole Lund]",
        "Ole Lund [told]",
        "[that he could neither confirm nor deny the boast]",
        type="indirect",
        addressee=Addressee("harbour committee", on("[the harbour committee]")),
        time=Time("2024-05-07", on("[on 7 May]")),
        place=Place("Orle", on("committee in [Orle]")),
        standing=Standing("neither", on("[neither confirm nor deny]")),
        answers=(Answer(0, "declines"),),
    ),
    rich(
        MAYOR,
        "[Reyes] denied",
        "Reyes [denied]",
        "[that the voice was hers]",
        type="indirect",
        time=Time("2024-05-09", on("[on Thursday]")),
        standing=Standing("denied", on("Reyes [denied]")),
        answers=(Answer(0, "denies"),),
    ),
    rich(
        MAYOR,
        "2022 [she] called",
        "she [called]",
        "[“the best chief this port has had”]",
        time=Time("2022", on("[In 2022]")),
        stances=(Stance("Ole Lund", 0.8, on("called [Lund]", "the [best chief] this")),),
    ),
    rich(
        MAYOR,
        "Wednesday [she] told",
        "she [told] reporters",
        "[that he “betrayed it”]",
        type="mixed",
        addressee=Addressee("reporters", on("[reporters]")),
        time=Time("2024-05-08", on("[on Wednesday]")),
        stances=(Stance("Ole Lund", -0.9, on("that [he] “", "[betrayed]")),),
    ),
    rich(
        CHIEF,
        "[Lund] calls",
        "Lund [calls]",
        "[“reckless”]",
        stances=(Stance("Ana Reyes", -0.7, on("calls [her]", "[reckless]")),),
    ),
    rich(
        OFFICIAL,
        "[A port official]",
        "official [told]",
        "[that a second tape exists]",
        type="indirect",
        chain=(Hop("NTB", "told", on("[told NTB]")), Hop("The Courier", "cited", on("[which The Courier cited]"))),
        sourcing=(Sourcing("asked not to be named", "anonymity", on("[asked not to be named]")),),
    ),
)
RICH_ARTICLE = Article(
    RICH_TEXT, outlet="The Harbour Post", title="Mayor’s tape", published="2024-05-10", language="en"
)
#: A reading with every kind of value: a chain of three hops, one that starts at an unnamed source, a nested statement,
#: an alleged boast with a neither-nor and a denial that answer it, times, places, a turn.
RICH = Reading(RICH_ARTICLE, RICH_STATEMENTS, (MAYOR, CHIEF, OFFICIAL))


def whole(text: str, **facts: Any) -> Reading:
    """A reading of `text` with one statement: its first word is source and cue, all of it is content and name."""
    span, first = Span(0, len(text)), Span(0, len(text.split(maxsplit=1)[0]))
    holder = Holder(text, "person", text, (first, span))
    found = bare((first,), (span,), source=(first,), type="mixed", confidence=0.5, holder=holder)
    return Reading(Article(text, **facts), (found,), (holder,))


def made(marked: str, *, standing: Firmness = "asserted", **facts: Any) -> Reading:
    """A reading of a text with {holder} {cue} {content} in it, in this order, for each of its statements.

    The holder is a person, by the words in braces, wherever they stand so; the content is quoted or not.
    """
    text, at = "", []
    for i, part in enumerate(re.split(r"[{}]", marked)):
        if i % 2:
            at.append(Span(len(text), len(text) + len(part)))
        text += part
    holders: dict[str, Holder] = {}
    found = []
    for source, cue, content in zip(at[::3], at[1::3], at[2::3], strict=True):
        name = source.of(text)
        mentions = tuple(span for span in at[::3] if span.of(text) == name)
        holder = holders.setdefault(name, Holder(name, "person", None, mentions))
        kind = "direct" if text[content.start] == "“" else "indirect"
        one = bare((cue,), (content,), source=(source,), type=kind, holder=holder)
        found.append(replace(one, standing=Standing(standing, (cue,))))
    return Reading(Article(text, **facts), tuple(found), tuple(holders.values()))


def said_of_all(text: str) -> Reading:
    """A reading with `text` in every value that can hold any: names, roles, targets, times, places, hops, words."""
    plain = whole(text)
    span = plain.statements[0].content
    full = replace(
        plain.statements[0],
        addressee=Addressee(text, span),
        time=Time(text, span),
        place=Place(text, span),
        chain=(Hop(text, "told", span), Hop(text, "cited", span)),
        standing=Standing("alleged", span),
        act="show",
        document=Document(text, span),
        sourcing=(Sourcing(text, "anonymity", span), Sourcing(text, "knowledge", span)),
        answers=(Answer(0, "denies"),),
        stances=(Stance(text, -0.5, span), Stance(text, 0.5, span)),
    )
    return replace(plain, statements=(full,))


@st.composite
def _spans(draw: st.DrawFn, text: str, at_least: int) -> tuple[Span, ...]:
    """Up to three pieces in text order that don't overlap; as read() gives them, without outer white space."""
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2 * at_least, max_size=min(6, len(text) + 1))))
    pieces = [strip(text, start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    found = tuple(piece for piece in pieces if piece)
    assume(len(found) >= at_least)
    return found


@st.composite
def _known(draw: st.DrawFn, text: str, statements: int) -> dict[str, Any]:
    """What else may be known of a statement, with any text for every name."""
    name, evidence = st.text(min_size=1), _spans(text, 1)
    hop = st.builds(Hop, name, st.sampled_from(get_args(HopRelation)), evidence)
    standing = st.builds(Standing, st.sampled_from(get_args(Firmness)), evidence)
    answer = st.builds(Answer, st.integers(0, statements - 1), st.sampled_from(get_args(Response)))
    edtf = name | st.sampled_from(["2016", "../2017-01-20", "2024-05/..", "2019/2021", "2024-22", "0000-99-99"])
    words = st.builds(Sourcing, name, st.sampled_from(get_args(SourcingKind)), evidence)
    known = {
        "document": st.none() | st.builds(Document, name, evidence),
        "sourcing": st.lists(words, max_size=2).map(tuple),
        "addressee": st.none() | st.builds(Addressee, name, evidence),
        "time": st.none() | st.builds(Time, edtf, evidence),
        "place": st.none() | st.builds(Place, name, evidence),
        "chain": st.lists(hop, max_size=2).map(tuple),
        "standing": standing,
        "act": st.sampled_from(get_args(Act)),
        "answers": st.lists(answer, max_size=2).map(tuple),
        "stances": st.lists(st.builds(Stance, name | st.just("Lund"), st.floats(-1, 1), evidence), max_size=2).map(
            tuple
        ),
    }
    return draw(st.just({}) | st.fixed_dictionaries({}, optional=known))


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
    length = draw(st.integers(0, 5))
    for index in range(length):
        found.append(
            bare(
                draw(_spans(article.text, 1)),
                draw(_spans(article.text, 1)),
                source=draw(_spans(article.text, 0)),
                type=draw(st.sampled_from(["direct", "indirect", "mixed"])),
                parent=draw(st.none() | st.integers(0, index - 1)) if index else None,
                confidence=draw(st.floats(0, 1)),
                holder=draw(st.sampled_from([None, *holders])),
                **draw(_known(article.text, length)),
            )
        )
    return Reading(article, tuple(found), tuple(holders))
