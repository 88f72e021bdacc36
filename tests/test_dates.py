"""What expressions of time mean: publication day, text with the [expression] marked, EDTF."""

from __future__ import annotations

import re
from datetime import date

import edtf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.english.dates import expressions
from reportedly.span import Span

#: EDTF level 0 and 1, as far as we write it.
DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
EDTF = re.compile(rf"(?:\.\./)?(?:{DAY}|\d{{4}}-(?:0[1-9]|1[0-2]|2[1-4])|\d{{4}}|\d{{3}}X|\d\dXX)|{DAY}/{DAY}")
#: A Tuesday.
TUESDAY = "2023-10-17"

DATES = [
    ("2021-07-02", "The board’s report, dated [9 June 2021], was blunt.", "2021-06-09"),
    ("2021-07-02", "It was signed on [9 June].", "2021-06-09"),
    ("2021-07-02", "It was signed on [9 August].", "2020-08-09"),
    ("2021-07-02", "It was signed on [June 9, 2014].", "2014-06-09"),
    ("2021-07-02", "It was signed on [Sept. 3].", "2020-09-03"),
    ("2021-07-02", "It was signed on [the 9th of June].", "2021-06-09"),
    ("2021-07-02", "It was signed on [June 16th of last year].", "2020-06-16"),
    ("2021-07-02", "It was signed on [Thursday, July 1].", "2021-07-01"),
    ("2021-07-02", "It was signed on [Wednesday 30 June 2021].", "2021-06-30"),
    ("2021-07-02", "The file is stamped [2019-11-05].", "2019-11-05"),
    ("2023-03-01", "They met on [Feb. 29].", "2020-02-29"),
    ("2021-07-02", "They met on [31 June].", None),
]
RANGES = [
    ("2023-04-25", "The poll ran [between 3 and 9 April].", "2023-04-03/2023-04-09"),
    ("2023-04-25", "The poll ran [April 3-9].", "2023-04-03/2023-04-09"),
    ("2023-04-25", "The poll ran [from Sept. 28 to Oct. 2].", "2022-09-28/2022-10-02"),
    ("2023-04-25", "The poll ran [between 28 March and 2 April 2021].", "2021-03-28/2021-04-02"),
    ("2023-04-25", "The poll ran [Oct. 3 through 6, 2020].", "2020-10-03/2020-10-06"),
    ("2023-11-20", "He came in [the first week of June].", "2023-06-01/2023-06-07"),
    ("2023-11-20", "He came in [the last week of February].", "2023-02-22/2023-02-28"),
]
WEEKDAYS = [
    (TUESDAY, "She spoke on [Monday].", "2023-10-16"),
    (TUESDAY, "She spoke [Tuesday].", "2023-10-17"),
    (TUESDAY, "She spoke on [Wednesday].", "2023-10-11"),
    (TUESDAY, "She spoke [last Tuesday].", "2023-10-10"),
    (TUESDAY, "She spoke [late Sunday night].", "2023-10-15"),
    (TUESDAY, "She spoke on [Friday morning].", "2023-10-13"),
    (TUESDAY, "She spoke on [Thurs.], she said.", "2023-10-12"),
    (TUESDAY, "She will speak [next Thursday].", "2023-10-19"),
]
NEAR = [
    (TUESDAY, "She spoke [today].", "2023-10-17"),
    (TUESDAY, "[Yesterday] she spoke.", "2023-10-16"),
    (TUESDAY, "She spoke [the day before yesterday].", "2023-10-15"),
    (TUESDAY, "She spoke [last night].", "2023-10-16"),
    (TUESDAY, "She spoke [this morning].", "2023-10-17"),
    (TUESDAY, "She spoke [tonight].", "2023-10-17"),
    (TUESDAY, "She spoke [last week].", "2023-10-09/2023-10-15"),
    (TUESDAY, "She spoke [earlier this week].", "2023-10-16/2023-10-22"),
    (TUESDAY, "She spoke [over the weekend].", "2023-10-14/2023-10-15"),
    (TUESDAY, "She spoke [earlier this month].", "2023-10"),
    (TUESDAY, "She spoke [last month].", "2023-09"),
    (TUESDAY, "She spoke [last year].", "2022"),
    ("2024-01-09", "She spoke [last month].", "2023-12"),
    (TUESDAY, "She spoke [two days ago].", "2023-10-15"),
    (TUESDAY, "She spoke [three weeks ago].", "2023-09-25/2023-10-01"),
    (TUESDAY, "She spoke [a month ago].", "2023-09"),
    (TUESDAY, "She spoke [10 years ago].", "2013"),
    (TUESDAY, "She spoke [several months ago].", None),
]
LONG = [
    (TUESDAY, "He said so in [March].", "2023-03"),
    (TUESDAY, "He said so in [November].", "2022-11"),
    (TUESDAY, "He said so [last October].", "2022-10"),
    (TUESDAY, "He said so in [March 2019].", "2019-03"),
    (TUESDAY, "He said so in [early June].", "2023-06"),
    (TUESDAY, "He said so at a [2014] dinner.", "2014"),
    (TUESDAY, "In [the summer of 2019] he said so.", "2019-22"),
    (TUESDAY, "He said so in [autumn 2020].", "2020-23"),
    (TUESDAY, "He said so [last winter].", "2022-24"),
    (TUESDAY, "He said so in [the spring].", "2023-21"),
    (TUESDAY, "He said so in [the third quarter of 2020].", "2020-07-01/2020-09-30"),
    (TUESDAY, "He said so in [the 1970s].", "197X"),
    (TUESDAY, "He said so in [the late ’80s].", "198X"),
    (TUESDAY, "He said so in [the 19th century].", "18XX"),
]
UNTIL = [
    ("2024-06-03", "He swore it before [the 14 May] referendum.", "../2024-05-14"),
    ("2020-01-20", "By [2016] he was calling it a sieve.", "../2016"),
    ("2020-01-20", "He sold it before taking office in [2017].", "../2017"),
    ("2021-06-03", "By [Wednesday] she had withdrawn it.", "../2021-06-02"),
    ("2021-06-03", "He swore it before the court on [Wednesday].", "2021-06-02"),
    ("2021-06-03", "It was found by police on [Wednesday].", "2021-06-02"),
]
NAMED = [
    ("2021-12-27", "He spoke on [Christmas Day].", "2021-12-25"),
    ("2021-12-27", "He spoke on [Labor Day].", "2021-09-06"),
    ("2021-12-27", "He spoke on [Easter Monday].", "2021-04-05"),
    ("2021-12-27", "He spoke on [Good Friday 2019].", "2019-04-19"),
    ("2021-12-27", "He spoke on [New Year’s Eve].", "2020-12-31"),
    ("2021-12-27", "He spoke on [St. Patrick’s Day].", "2021-03-17"),
    ("2021-12-27", "He spoke on [Martin Luther King Jr. Day].", "2021-01-18"),
    ("2021-12-27", "He spoke on the [Fourth of July].", "2021-07-04"),
    ("2021-12-27", "He spoke on [Memorial Day].", "2021-05-31"),
    ("2021-12-27", "He spoke on [Thanksgiving].", "2021-11-25"),
]
ANCHORED = [
    ("2023-05-16", "It rained on 13 May. In Lund [two days later] it stopped.", "2023-05-15"),
    ("2023-05-16", "It rained on 13 May. [A fortnight earlier] it was dry.", "2023-04-29"),
    ("2023-05-16", "It rained on 13 May. [A month later] it stopped.", "2023-06"),
    ("2023-05-16", "It rained in 2011. [Two years later] it stopped.", "2013"),
    ("2023-05-16", "It rained in 2011. [Two days later] it stopped.", None),
    ("2023-05-16", "It rained on 13 May. [An hour later] it stopped.", "2023-05-13"),
    ("2023-05-16", "It rained on 13 May. [The same day] it stopped.", "2023-05-13"),
    ("2023-05-16", "It rained on 13 May. [That week] it stopped.", "2023-05-08/2023-05-14"),
    ("2023-05-16", "It rained on 12 May. [The next day] it stopped.", "2023-05-13"),
    ("2021-09-20", "It rained on 4 September. It stopped on [the following weekend].", "2021-09-11/2021-09-12"),
    ("2023-05-16", "It rained before the 14 May vote. [At the time] it was dry.", "../2023-05-14"),
    ("2023-11-20", "[A fortnight before the storm of 10 November] it was dry.", "2023-10-27"),
    ("2023-05-16", "[Two days later] it stopped.", None),
]
TABLES = {
    "dates": DATES, "ranges": RANGES, "weekdays": WEEKDAYS, "near": NEAR, "long": LONG, "until": UNTIL,
    "named": NAMED, "anchored": ANCHORED,
}  # fmt: skip
CASES = [pytest.param(*c, id=f"{name}-{i}") for name, table in TABLES.items() for i, c in enumerate(table, 1)]


def marked(text: str) -> tuple[str, Span]:
    """A text without the brackets in it, and the span that they mark."""
    before, inside, after = re.split(r"[\[\]]", text)
    return before + inside + after, Span(len(before), len(before) + len(inside))


@pytest.mark.parametrize(("published", "case", "value"), CASES)
def test_value(published: str, case: str, value: str | None) -> None:
    text, span = marked(case)
    found = {e.span: e.period.edtf if e.period else None for e in expressions(text, date.fromisoformat(published))}
    words = {s.of(text): edtf for s, edtf in found.items()}
    assert span in found, f"expected {span.of(text)!r}, found {words}"
    assert value == found[span]


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May said it may rain.",
        "It cost $2016 and 2,016 people paid.",
        "He sat in the sun with April Jones.",
        "Marcher 20 won in 1:45.",
        "The winter was long, the fall steep.",
        "A 1,970s-style lamp",
    ],
)
def test_no_expression(text: str) -> None:
    assert [e.span.of(text) for e in expressions(text, date(2023, 10, 17))] == []


def test_without_a_day_of_publication_only_dates_with_a_year_are_known() -> None:
    text = "Last year, on Monday, on 9 June, on 9 June 2021 and in March 2019. Two days later"
    found = [(e.span.of(text), e.period and e.period.edtf) for e in expressions(text, None)]
    assert [value for _, value in found if value] == ["2021-06-09", "2019-03"]
    assert len(found) == 6


def test_what_others_say_is_no_anchor() -> None:
    text = "On 3 May she said it broke on 9 April. Two days later it was mended."
    said = Span(text.index("it broke"), text.index("."))
    assert expressions(text, date(2023, 6, 1), (said,))[-1].period == expressions("5 May", date(2023, 6, 1))[0].period


WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        "the a on in of by before last this next early 3 31 29 99 2016 1999 0000 May Feb. Sept. Monday Sun. week days "
        "ago later Christmas Day spring quarter Q3 1970s ’80s – - and between , . one fortnight same weekend first",
    )
)


@given(st.text() | st.lists(WORDS, max_size=12).map(" ".join), st.none() | st.dates())
@settings(max_examples=300, deadline=None)
def test_any_text_gives_valid_edtf(text: str, published: date | None) -> None:
    found = expressions(text, published)
    for e in found:
        assert e.span.of(text).strip() == e.span.of(text) != ""
        assert e.period is None or EDTF.fullmatch(e.period.edtf), e
        assert e.period is None or e.period.first <= e.period.last
    assert [e.span for e in found] == sorted(e.span for e in found)


@pytest.mark.parametrize("value", sorted({v for table in TABLES.values() for *_, v in table if v}))
def test_edtf_is_what_the_standard_takes(value: str) -> None:
    edtf.parse_edtf(value)  # raises EDTFParseException for what is none
    assert EDTF.fullmatch(value)
