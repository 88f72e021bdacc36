"""Planted articles: for each kind of finding, news in which there is one and news that looks like it and has none.

They stand in samples/planted.txt: after `===` what is to be found, after `---` the day of publication and the outlet.
Everything from the text on is the real thing: the articles are read, kept, linked and looked at.
"""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

import reportedly
from reportedly import Article
from reportedly.ledger import Ledger
from reportedly.ledger.findings.finding import CODES, OF_RECORDS
from reportedly.reading import Reading

PLANTED = (Path(__file__).parent / "samples" / "planted.txt").read_text(encoding="utf-8")


def stories() -> list[tuple[str, tuple[str, ...]]]:
    """What is to be found, with a word of why, and the articles: the first line of each is its day and outlet."""
    told = (re.split(r"^--- ", story, flags=re.MULTILINE) for story in re.split(r"^=== ", PLANTED, flags=re.MULTILINE))
    return [(title.strip(), tuple(articles)) for title, *articles in told if articles]


#: What the shipped tagger reads wrongly, so that the finding is missed or made; a test fails once it reads it rightly.
GAPS: dict[str, str] = {}


def story(title: str, *values: object) -> ParameterSet:
    gap = [pytest.mark.xfail(strict=True, reason=GAPS[title])] if title in GAPS else []
    return pytest.param(*values, id=title, marks=gap)


FOUND = [story(title, title.partition(":")[0], articles) for title, articles in stories() if title[:4] != "none"]
NOT_FOUND = [story(title, articles) for title, articles in stories() if title[:4] == "none"]


@cache
def read(news: str, number: int) -> Reading:
    head, _, text = news.partition("\n")
    published, _, outlet = head.partition(" ")
    url = f"https://{outlet.lower().replace(' ', '')}.example/{number}"
    return reportedly.read(Article.from_text(text.strip(), url=url, outlet=outlet, published=published))


def found(ledger: Ledger, articles: tuple[str, ...]) -> list[str]:
    for number, news in enumerate(articles):
        ledger.add(read(news, number))
    return [kept.finding.code for kept in ledger.findings()]


@pytest.mark.parametrize(("code", "articles"), FOUND)
def test_what_is_planted_is_found(ledger: Ledger, code: str, articles: tuple[str, ...]) -> None:
    assert found(ledger, articles) == [code]


@pytest.mark.parametrize("articles", NOT_FOUND)
def test_what_only_looks_like_a_finding_is_none(tables: Path, tmp_path: Path, articles: tuple[str, ...]) -> None:
    with Ledger.open(shutil.copy(tables, tmp_path / "ledger.db")) as ledger:
        assert found(ledger, articles) == []


def test_gaps_are_of_stories_that_are_there() -> None:
    assert GAPS.keys() <= {title for title, _ in stories()}


def test_every_kind_is_planted() -> None:
    assert {title.partition(":")[0] for title, _ in stories()} == {*CODES, "none"} - OF_RECORDS


def test_what_rested_on_nobody_named_does_so_no_more_when_another_names_them(ledger: Ledger) -> None:
    words = "“The port will be shut from Friday until the end of the year,”"
    assert found(ledger, (f"2024-05-08 NTB\n{words} a senior official said.",)) == ["unnamed-only"]
    ledger.add(read(f"2024-05-09 Daily Echo\n{words} Ole Lund said.", 2))
    assert ledger.findings() == []


def test_a_claim_in_other_words_of_somebody_named_rests_on_nobody_unnamed(ledger: Ledger) -> None:
    unnamed = "A senior official of the union said that its strike fund held 14 million francs, enough for six weeks."
    assert found(ledger, (f"2024-05-08 NTB\n{unnamed}",)) == ["unnamed-only"]
    ledger.add(read("2024-05-09 Daily Echo\nThe union has 14 million francs in its strike fund, Bea Morris said.", 2))
    assert ledger.findings() == []
