"""When and where a statement was made: publication day, text, and for each cue the EDTF and the words it rests on."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
from drafts import reading_from
from hypothesis import given, settings
from hypothesis import strategies as st
from test_dates import EDTF

from reportedly.articles.article import Article
from reportedly.reading import Reading, Statement, read

UNTOLD = (None, None)


class Case(NamedTuple):
    """told: for cues in text order, EDTF and the words it rests on, or place and its words."""

    published: str | None
    text: str
    told: dict[str, tuple[str | None, str | None]]


IN_ITS_SENTENCE = [
    Case(
        "2023-10-17",
        "[q:The pier is safe], [s:engineer {Hal Prior}] [c:said] on Monday.",
        {"said": ("2023-10-16", "Monday")},
    ),
    Case(
        "2023-10-17",
        "On Monday, [s:engineer {Hal Prior}] [c:said] [q:the pier is safe].",
        {"said": ("2023-10-16", "Monday")},
    ),
    Case("2023-10-17", "[s:{Prior}] on Monday [c:said] [q:the pier is safe].", {"said": ("2023-10-16", "Monday")}),
    Case(
        "2023-10-17",
        "[s:{Hal Prior}] [c:told] the council last week [q:that the pier is safe].",
        {"told": ("2023-10-09/2023-10-15", "last week")},
    ),
    Case(
        "2023-10-17",
        "[q:“The pier is safe,”] [s:{Prior}] [c:said] during a 2014 fundraiser.",
        {"said": ("2014", "2014")},
    ),
    Case(
        "2023-10-17",
        "In March [s:the mayor] [c:promised] [q:that the pier would be mended].",
        {"promised": ("2023-03", "March")},
    ),
    Case(
        "2023-10-17",
        "[s:{Hal Prior},] reached on Sunday, [c:said] [q:the pier is safe].",
        {"said": ("2023-10-15", "Sunday")},
    ),
    Case(
        "2023-10-17",
        "At Monday’s meeting, [s:Mr. {Prior}] [c:said] [q:the pier is safe].",
        {"said": ("2023-10-16", "Monday")},
    ),
    Case(
        "2023-10-17", "[s:The council] this month [c:said] [q:the pier is safe].", {"said": ("2023-10", "this month")}
    ),
    Case(
        "2024-06-03",
        "[s:Mayor {Reyes}] [c:promised] before the 14 May referendum [q:that nobody would pay more].",
        {"promised": ("../2024-05-14", "the 14 May")},
    ),
    Case(
        "2020-01-20",
        "In 2011 [s1:Sheriff {Wade Tully}] [c1:said] [q1:the jail would last]. By 2016 [s2:he] "
        "[c2:was calling] [q2:it “a sieve”].",
        {"said": ("2011", "2011"), "calling": ("../2016", "2016")},
    ),
    Case(
        "2023-10-17",
        "[s1:{Lund}] [c1:argued] on Friday [q1:that the port was full], and [s2:{Reyes}] [c2:said] "
        "on Monday [q2:that it was empty].",
        {"argued": ("2023-10-13", "Friday"), "said": ("2023-10-16", "Monday")},
    ),
]
NOT_ITS = [
    Case("2023-10-17", "The pier shut on Monday after [s:{Hal Prior}] [c:said] [q:it was unsafe].", {"said": UNTOLD}),
    Case("2023-10-17", "[s:{Prior}] [c:said] [q:the pier broke on Monday].", {"said": UNTOLD}),
    Case("2023-10-17", "[q:“It broke on Monday,”] [s:{Prior}] [c:said].", {"said": UNTOLD}),
    Case("2023-10-17", "[s:{Hal Prior}, who was elected in 2012,] [c:said] [q:the pier is safe].", {"said": UNTOLD}),
    Case("2023-10-17", "[s:{Hal Prior}, mayor since 2012,] [c:said] [q:the pier is safe].", {"said": UNTOLD}),
    Case(
        "2024-05-08",
        "[q1:[s2:{org:Brask Shipping Co.}] [c2:plans] [q2:to redeem on May 16 its $150 million of 6.5% notes due "
        "March 1, 2031]], [s1:an aide] [c1:said].",
        {"plans": UNTOLD},
    ),
    Case("2023-10-17", "After Monday’s storm, [s:{Hal Prior}] [c:said] [q:the pier is safe].", {"said": UNTOLD}),
    Case("2023-10-17", "The pier broke on Monday, but [s:{Hal Prior}] [c:said] [q:it was safe].", {"said": UNTOLD}),
    Case("2023-10-17", "LUND, Oct 17 (Fjord Wire) - [q:The pier is safe], [s:{Hal Prior}] [c:said].", {"said": UNTOLD}),
    Case(
        "2023-10-17",
        "[c:According to] [s:{Prior}], [q:the pier broke on Monday near the mill].",
        {"According to": UNTOLD},
    ),
    Case("2023-10-17", "[s:{Prior}] [c:said] [q:a video uploaded Monday showed the pier].", {"said": UNTOLD}),
    Case(
        "2023-10-17",
        "[s:{Prior}] [c:said] before Super Tuesday [q:that the Sunday trade ban was safe].",
        {"said": UNTOLD},
    ),
    Case("2023-10-17", "[s:{Prior}] [c:said] a few weeks ago [q:that the pier is safe].", {"said": UNTOLD}),
]
ON_THE_SAME_OCCASION = [
    Case(
        "2023-10-17",
        "[q1:“The pier is safe,”] [s1,2:{Hal Prior}] [c1:told] reporters on Monday, [c2:adding] [q2:that it had "
        "been tested].",
        {"told": ("2023-10-16", "Monday"), "adding": ("2023-10-16", "Monday")},
    ),
    Case(
        "2023-10-17",
        "[q1:“The pier is safe,”] [s1:{Hal Prior}] [c1:said] in a speech on Monday.\n\n[q2:“It has been tested "
        "twice,”] [s2:he] [c2:said].\n\n[q3:“And it will be tested again,”] [s3:{Prior}] [c3:added].",
        {"said": ("2023-10-16", "Monday"), "said ": ("2023-10-16", "Monday"), "added": ("2023-10-16", "Monday")},
    ),
    Case(
        "2023-10-17",
        "[q1:“The pier is safe,”] [s1:{Hal Prior}] [c1:said] on Monday. [s2:He] [c2:hopes] [q2:that people will "
        "come back].",
        {"said": ("2023-10-16", "Monday"), "hopes": UNTOLD},
    ),
    Case(
        "2021-07-02",
        "[s1:The {org:Harbour Board}’s report, dated 9 June 2021,] [c1:found] [q1:that the bow door was loose]. "
        "[s2:It] [c2:recommends] [q2:that no ship leave port].",
        {"found": ("2021-06-09", "9 June 2021"), "recommends": ("2021-06-09", "9 June 2021")},
    ),
    Case(
        "2023-10-17",
        "{Hal Prior} was questioned by the council for an hour on Monday. [s:He] [c:said] [q:the pier was safe].",
        {"said": ("2023-10-16", "Monday")},
    ),
]
WITHOUT_PUBLICATION = [
    Case(None, "[s:{Hal Prior}] [c:said] on Monday [q:that the pier is safe].", {"said": UNTOLD}),
    Case(None, "[s:{Hal Prior}] [c:said] on 9 June [q:that the pier is safe].", {"said": UNTOLD}),
    Case(
        None,
        "[s:{Hal Prior}] [c:said] on 9 June 2021 [q:that the pier is safe].",
        {"said": ("2021-06-09", "9 June 2021")},
    ),
]
PLACES = [
    Case(
        "2023-10-17",
        "At a stakeholders’ meeting in {place:Orrin}, [s:{Reyes}] [c:said] [q:she would stay].",
        {"said": ("stakeholders’ meeting in Orrin",) * 2},
    ),
    Case(
        "2023-10-17",
        "[s:{Reyes}] [c:told] guests at the {place:Hotel Enzian} [q:that she would stay].",
        {"told": ("Hotel Enzian",) * 2},
    ),
    Case(
        "2023-10-17",
        "[q:“I will stay,”] [s:{Reyes}] [c:said] Monday at the feed store in {place:Orrin}.",
        {"said": ("Orrin", "Orrin")},
    ),
    Case(
        "2023-10-17",
        "In {place:Port Lund} on Monday, [s:{Reyes}] [c:said] [q:she would stay].",
        {"said": ("Port Lund", "Port Lund")},
    ),
    Case(
        "2023-10-17", "At a rally on Monday, [s:{Reyes}] [c:said] [q:she would stay].", {"said": ("a rally", "a rally")}
    ),
    Case(
        "2023-10-17",
        "[q:“I will stay,”] [s:{Reyes}] [c:said] in the corridor.",
        {"said": ("the corridor", "the corridor")},
    ),
    Case("2023-10-17", "[s:{Reyes}] [c:said] [q:the fire in {place:Port Lund} was out].", {"said": UNTOLD}),
    Case("2023-10-17", "[q:“I will stay,”] [s:{Reyes}] [c:wrote] in the {org:Lund Times}.", {"wrote": UNTOLD}),
    Case(
        "2023-10-17",
        "In findings published on Monday in {org:Tarn Reports}, [s:divers] [c:say] [q:the pier is safe].",
        {"say": UNTOLD},
    ),
    Case("2023-10-17", "LUND, Oct 17 (Fjord Wire) - [q:{Reyes} will stay], [s:her office] [c:said].", {"said": UNTOLD}),
]
TIMES = {
    "sentence": IN_ITS_SENTENCE, "not-its": NOT_ITS, "occasion": ON_THE_SAME_OCCASION, "undated": WITHOUT_PUBLICATION,
}  # fmt: skip


def params(tables: dict[str, list[Case]]) -> list[object]:
    return [pytest.param(c, id=f"{name}-{i}") for name, table in tables.items() for i, c in enumerate(table, 1)]


def by_cue(reading: Reading, cues: dict[str, tuple[str | None, str | None]]) -> list[Statement]:
    """The statements with these cues, in text order."""
    text, found = reading.article.text, sorted(reading.statements, key=lambda s: s.cue)
    said = []
    for cue in cues:
        rest = [s for s in found if re.search(rf"\b{cue.strip()}\b", s.cue[0].of(text)) and s not in said]
        assert rest, f"no statement with the cue {cue!r} in {text!r}"
        said.append(rest[0])
    return said


@pytest.mark.parametrize("case", params(TIMES))
def test_time(case: Case) -> None:
    reading = reading_from(case.text, published=case.published)
    for statement, (value, words) in zip(by_cue(reading, case.told), case.told.values(), strict=True):
        time = statement.time
        assert value == (time and time.edtf)
        assert words == (time and time.spans[0].of(reading.article.text))


@pytest.mark.parametrize("case", params({"places": PLACES}))
def test_place(case: Case) -> None:
    reading = reading_from(case.text, published=case.published)
    for statement, (name, words) in zip(by_cue(reading, case.told), case.told.values(), strict=True):
        place = statement.place
        assert name == (place and place.text)
        assert words == (place and place.spans[0].of(reading.article.text))


def test_the_span_is_where_the_words_stand() -> None:
    text = "It broke on Monday. [s:{Hal Prior}] [c:said] on Monday [q:that the pier is safe]."
    reading = reading_from(text, published="2023-10-17")
    time = reading.statements[0].time
    assert time is not None
    assert [(s.start, s.end) for s in time.spans] == [(38, 44)]
    assert reading.article.text[38:44] == "Monday"


WORDS = st.sampled_from(
    re.findall(
        r"\n|\S+",
        "“ ” said told Reyes Lund the on in at Monday 2016 May week last , . \n that adding report dated court two "
        "days later 9 June poll percent according to",
    )
)


@given(st.lists(WORDS, min_size=1, max_size=40).map(" ".join).filter(str.strip), st.none() | st.dates())
@settings(max_examples=40, deadline=None)
def test_any_text_gives_valid_times_within_it(text: str, published: object) -> None:
    reading = read(Article.from_text(text, published=str(published) if published else None))
    for statement in reading.statements:
        for told in (statement.time, statement.place):
            for span in told.spans if told else ():
                assert span.end <= len(text)
                assert span.of(text).strip() == span.of(text) != ""
        assert statement.time is None or EDTF.fullmatch(statement.time.edtf)
        assert statement.place is None or statement.place.text == statement.place.spans[0].of(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Petra Voss, who took office in May 2022, denied the account.", None),
        ("Petra Voss, who took office in May 2022, denied the account on Tuesday.", "2024-06-04"),
        ("Ole Lund, elected in 2019, said the quay was safe.", None),
        ("Reyes, who left the board in March, told reporters it was over.", None),
    ],
)
def test_a_date_within_the_source_is_not_that_of_the_words(text: str, expected: str | None) -> None:
    (statement,) = read(Article.from_text(text, published="2024-06-05")).statements
    assert (statement.time.edtf if statement.time else None) == expected
