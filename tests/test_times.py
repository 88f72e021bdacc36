"""When and where a statement was made: publication day, text, and for each cue the EDTF and the words it rests on."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
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
    Case("2023-10-17", "The pier is safe, engineer Hal Prior said on Monday.", {"said": ("2023-10-16", "Monday")}),
    Case("2023-10-17", "On Monday, engineer Hal Prior said the pier is safe.", {"said": ("2023-10-16", "Monday")}),
    Case("2023-10-17", "Prior on Monday said the pier is safe.", {"said": ("2023-10-16", "Monday")}),
    Case(
        "2023-10-17", "Hal Prior told the council last week that the pier is safe.",
        {"told": ("2023-10-09/2023-10-15", "last week")},
    ),
    Case(
        "2023-10-17", "“The pier is safe,” Prior said during a 2014 fundraiser.", {"said": ("2014", "2014")},
    ),
    Case(
        "2023-10-17", "In March the mayor promised that the pier would be mended.", {"promised": ("2023-03", "March")},
    ),
    Case(
        "2023-10-17", "Hal Prior, reached on Sunday, said the pier is safe.", {"said": ("2023-10-15", "Sunday")},
    ),
    Case("2023-10-17", "At Monday’s meeting, Mr. Prior said the pier is safe.", {"said": ("2023-10-16", "Monday")}),
    Case("2023-10-17", "The council this month said the pier is safe.", {"said": ("2023-10", "this month")}),
    Case(
        "2024-06-03", "Mayor Reyes promised before the 14 May referendum that nobody would pay more.",
        {"promised": ("../2024-05-14", "the 14 May")},
    ),
    Case(
        "2020-01-20", "In 2011 Sheriff Wade Tully said the jail would last. By 2016 he was calling it “a sieve”.",
        {"said": ("2011", "2011"), "calling": ("../2016", "2016")},
    ),
    Case(
        "2023-10-17", "Lund argued on Friday that the port was full, and Reyes said on Monday that it was empty.",
        {"argued": ("2023-10-13", "Friday"), "said": ("2023-10-16", "Monday")},
    ),
]  # fmt: skip
NOT_ITS = [
    Case("2023-10-17", "The pier shut on Monday after Hal Prior said it was unsafe.", {"said": UNTOLD}),
    Case("2023-10-17", "Prior said the pier broke on Monday.", {"said": UNTOLD}),
    Case("2023-10-17", "“It broke on Monday,” Prior said.", {"said": UNTOLD}),
    Case("2023-10-17", "Hal Prior, who was elected in 2012, said the pier is safe.", {"said": UNTOLD}),
    Case("2023-10-17", "Hal Prior, mayor since 2012, said the pier is safe.", {"said": UNTOLD}),
    Case(
        "2024-05-08",
        "Brask Shipping Co. plans to redeem on May 16 its $150 million of 6.5% notes due March 1, 2031, an aide said.",
        {"plans": UNTOLD},
    ),
    Case("2023-10-17", "After Monday’s storm, Hal Prior said the pier is safe.", {"said": UNTOLD}),
    Case("2023-10-17", "The pier broke on Monday, but Hal Prior said it was safe.", {"said": UNTOLD}),
    Case("2023-10-17", "LUND, Oct 17 (Fjord Wire) - The pier is safe, Hal Prior said.", {"said": UNTOLD}),
    Case("2023-10-17", "According to Prior, the pier broke on Monday near the mill.", {"According to": UNTOLD}),
    Case("2023-10-17", "Prior said a video uploaded Monday showed the pier.", {"said": UNTOLD}),
    Case("2023-10-17", "Prior said before Super Tuesday that the Sunday trade ban was safe.", {"said": UNTOLD}),
    Case("2023-10-17", "Prior said a few weeks ago that the pier is safe.", {"said": UNTOLD}),
]
ON_THE_SAME_OCCASION = [
    Case(
        "2023-10-17",
        "“The pier is safe,” Hal Prior told reporters on Monday, adding that it had been tested.",
        {"told": ("2023-10-16", "Monday"), "adding": ("2023-10-16", "Monday")},
    ),
    Case(
        "2023-10-17",
        "“The pier is safe,” Hal Prior said in a speech on Monday.\n\n“It has been tested twice,” he said.\n\n"
        "“And it will be tested again,” Prior added.",
        {"said": ("2023-10-16", "Monday"), "said ": ("2023-10-16", "Monday"), "added": ("2023-10-16", "Monday")},
    ),
    Case(
        "2023-10-17",
        "“The pier is safe,” Hal Prior said on Monday. He hopes that people will come back.",
        {"said": ("2023-10-16", "Monday"), "hopes": UNTOLD},
    ),
    Case(
        "2021-07-02",
        "The Harbour Board’s report, dated 9 June 2021, found that the bow door was loose. It recommends that no ship "
        "leave port.",
        {"found": ("2021-06-09", "9 June 2021"), "recommends": ("2021-06-09", "9 June 2021")},
    ),
    Case(
        "2023-10-17",
        "Hal Prior was questioned by the council for an hour on Monday. He said the pier was safe.",
        {"said": ("2023-10-16", "Monday")},
    ),
]
WITHOUT_PUBLICATION = [
    Case(None, "Hal Prior said on Monday that the pier is safe.", {"said": UNTOLD}),
    Case(None, "Hal Prior said on 9 June that the pier is safe.", {"said": UNTOLD}),
    Case(None, "Hal Prior said on 9 June 2021 that the pier is safe.", {"said": ("2021-06-09", "9 June 2021")}),
]
PLACES = [
    Case("2023-10-17", "Reyes told guests at the Hotel Enzian that she would stay.", {"told": ("Hotel Enzian",) * 2}),
    Case("2023-10-17", "“I will stay,” Reyes said Monday at the feed store in Orrin.", {"said": ("Orrin", "Orrin")}),
    Case("2023-10-17", "In Port Lund on Monday, Reyes said she would stay.", {"said": ("Port Lund", "Port Lund")}),
    Case("2023-10-17", "At a rally on Monday, Reyes said she would stay.", {"said": ("a rally", "a rally")}),
    Case("2023-10-17", "“I will stay,” Reyes said in the corridor.", {"said": ("the corridor", "the corridor")}),
    Case("2023-10-17", "Reyes said the fire in Port Lund was out.", {"said": UNTOLD}),
    Case("2023-10-17", "“I will stay,” Reyes wrote in the Lund Times.", {"wrote": UNTOLD}),
    Case(
        "2023-10-17",
        "In findings published on Monday in Tarn Reports, divers say the pier is safe.",
        {"say": UNTOLD},
    ),
    Case("2023-10-17", "LUND, Oct 17 (Fjord Wire) - Reyes will stay, her office said.", {"said": UNTOLD}),
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
    reading = read(Article.from_text(case.text, published=case.published))
    for statement, (value, words) in zip(by_cue(reading, case.told), case.told.values(), strict=True):
        time = statement.time
        assert value == (time and time.edtf)
        assert words == (time and time.spans[0].of(case.text))


@pytest.mark.parametrize("case", params({"places": PLACES}))
def test_place(case: Case) -> None:
    reading = read(Article.from_text(case.text, published=case.published))
    for statement, (name, words) in zip(by_cue(reading, case.told), case.told.values(), strict=True):
        place = statement.place
        assert name == (place and place.text)
        assert words == (place and place.spans[0].of(case.text))


def test_the_span_is_where_the_words_stand() -> None:
    text = "It broke on Monday. Hal Prior said on Monday that the pier is safe."
    time = read(Article.from_text(text, published="2023-10-17")).statements[0].time
    assert time is not None
    assert [(s.start, s.end) for s in time.spans] == [(38, 44)]
    assert text[38:44] == "Monday"


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
