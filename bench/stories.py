"""Findings in very short stories of many newsrooms: how many of those planted are found, and what else is.

    python -m bench.stories [PART or FILE ...] [--misses]

A part is a file of `annotation/stories/`, without `.txt`: in `mended` the rules were mended beside what was missed,
`kept` only measures. Each story has a line `=== CODE: why`, or `=== none: why` for one that only looks like a finding,
and its articles, each after `--- DAY OUTLET`. A finding counts as found if its kind is found in its story; whatever
else is found anywhere is found beside. Every story has a ledger of its own.
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportedly.articles.article import Article
from reportedly.ledger import Ledger
from reportedly.ledger.findings.finding import CODES, OF_RECORDS, Finding
from reportedly.reading import read

STORIES = Path(__file__).parent.parent / "annotation" / "stories"
PARTS = ["mended", "kept"]


@dataclass(frozen=True)
class Story:
    """Articles in which there is one finding, or none. code: of that finding, or "none". why: in a few words."""

    code: str
    why: str
    articles: tuple[Article, ...]


@dataclass(frozen=True)
class Outcome:
    """What was found in a story."""

    story: Story
    found: tuple[Finding, ...]

    @property
    def is_met(self) -> bool:
        """Whether what is planted is found."""
        return any(finding.code == self.story.code for finding in self.found)

    @property
    def beside(self) -> tuple[Finding, ...]:
        """What isn't planted."""
        return tuple(finding for finding in self.found if finding.code != self.story.code)


def stories(part: str) -> list[Story]:
    """The stories of a part, or of a file. part: its name, or the path of a file."""
    named = STORIES / f"{part}.txt"
    text = (named if named.exists() else Path(part)).read_text(encoding="utf-8")
    return [_story(one) for one in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]]


def _story(text: str) -> Story:
    title, *news = re.split(r"^--- ", text, flags=re.MULTILINE)
    code, _, why = title.strip().partition(": ")
    assert code in (*CODES, "none"), title
    articles = []
    for number, one in enumerate(news, 1):
        head, _, body = one.partition("\n")
        day, _, outlet = head.partition(" ")
        url = f"https://{outlet.lower().replace(' ', '')}.example/{number}"
        articles.append(Article(body.strip(), url=url, outlet=outlet, published=day))
    return Story(code, why, tuple(articles))


def outcomes(part: str) -> list[Outcome]:
    """What is found in each story of a part, in a ledger of its articles alone."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.db"
        Ledger.open(empty).close()  # made once, since its tables take longer than a story
        for story in stories(part):
            with Ledger.open(shutil.copy(empty, Path(folder) / "story.db")) as ledger:
                for article in story.articles:
                    ledger.add(read(article))
                found.append(Outcome(story, tuple(kept.finding for kept in ledger.findings(limit=100))))
    return found


def table(told: Sequence[Outcome]) -> Iterator[str]:
    """A line for each kind, and one for all, with recall and precision."""
    yield "| finding | planted | of them found | found beside |"
    yield "|---|---|---|---|"
    planted = Counter(one.story.code for one in told if one.story.code != "none")
    met = Counter(one.story.code for one in told if one.is_met)
    beside = Counter(finding.code for one in told for finding in one.beside)
    for code in (code for code in CODES if code not in OF_RECORDS):
        yield f"| `{code}` | {planted[code]} | {met[code]} | {beside[code]} |"
    yield f"| all | {planted.total()} | {met.total()} | {beside.total()} |"
    yield ""
    recall, precision = rates(told)
    near = [one for one in told if one.story.code == "none"]
    wrong = sum(bool(one.found) for one in near)
    yield f"recall {recall:.2f}, precision {precision:.2f}"
    yield f"of {len(near)} that only look like it, {wrong} taken for one"


def rates(told: Sequence[Outcome]) -> tuple[float, float]:
    """Recall and precision."""
    planted = sum(one.story.code != "none" for one in told)
    met = sum(one.is_met for one in told)
    beside = sum(len(one.beside) for one in told)
    return met / max(1, planted), met / max(1, met + beside)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", default=PARTS)
    parser.add_argument("--misses", action="store_true", help="print what was missed, and what was found beside")
    given = parser.parse_args(arguments)
    for part in given.parts:
        told = outcomes(part)
        print(f"{part}\n", *table(told), "", sep="\n")
        for one in told if given.misses else ():
            if one.story.code != "none" and not one.is_met:
                print(f"missed: {one.story.code}: {one.story.why}")
            for finding in one.beside:
                print(f"beside, in {one.story.code}: {one.story.why}: {finding.code}: {finding.sentence}")


if __name__ == "__main__":
    main()
