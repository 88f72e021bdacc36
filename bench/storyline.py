"""Findings planted in invented coverage: how many are found, and what else is, by kind.

    python -m bench.storyline [FILE] [--list]

Reads the articles of a file in bench/storylines into a ledger of their own, looks for findings, and compares them with
those planted, and with what only looks like one. Prints a table by kind, and with --list what was missed and what was
found beside, or nevertheless.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportedly.articles.article import Article
from reportedly.ledger import Ledger
from reportedly.ledger.findings.finding import CODES, OF_RECORDS, Evidence, Finding
from reportedly.reading import Reading, read

STORYLINES = Path(__file__).parent / "storylines"


@dataclass(frozen=True)
class Expected:
    """A finding that is planted, or one that would be wrong. article: its number in the file. words: some that it
    rests on. start, end: where they stand in the article's text."""

    code: str
    article: int
    words: str
    why: str
    start: int = 0
    end: int = 0

    def is_met(self, finding: Finding) -> bool:
        """Whether the finding is this one."""
        return finding.code == self.code and any(map(self._is_here, finding.evidence))

    def is_told(self, finding: Finding) -> bool:
        """Whether the finding says this of the article itself: what stands first is where to look."""
        return finding.code == self.code and self._is_here(finding.evidence[0])

    def _is_here(self, evidence: Evidence) -> bool:
        """Whether the evidence has the words, or most of them where they go on behind what is quoted."""
        if evidence.article != self.article:
            return False
        here = sum(max(0, min(span.end, self.end) - max(span.start, self.start)) for span in evidence.spans)
        return self.words in evidence.text or 2 * here > self.end - self.start


@dataclass(frozen=True)
class Storyline:
    """Articles in the order in which they are added, with what is planted in them and what only looks like it."""

    articles: tuple[Article, ...]
    planted: tuple[Expected, ...]
    near: tuple[Expected, ...]


@dataclass(frozen=True)
class Score:
    """What was found. missed: of what is planted. beside: found and not planted. fallen_for: of what looks like it."""

    planted: tuple[Expected, ...]
    missed: tuple[Expected, ...]
    found: tuple[Finding, ...]
    beside: tuple[Finding, ...]
    near: tuple[Expected, ...]
    fallen_for: tuple[Expected, ...]

    @property
    def recall(self) -> float:
        """The share of what is planted that was found."""
        return 1 - len(self.missed) / len(self.planted)

    @property
    def precision(self) -> float:
        """The share of what was found that is planted."""
        return 1 - len(self.beside) / max(1, len(self.found))


def storyline(file: Path) -> Storyline:
    """The storyline in a file: articles after `---` with number, day and outlet; after `===` a line a finding."""
    news, _, told = file.read_text(encoding="utf-8").partition("\n=== ")
    articles = []
    for number, article in enumerate(re.split(r"^--- ", news, flags=re.MULTILINE)[1:], 1):
        head, _, text = article.partition("\n")
        given, day, outlet = head.split(" ", 2)
        assert int(given) == number, f"article {given} stands where {number} was expected"
        url = f"https://{outlet.lower().replace(' ', '')}.example/{number}"
        articles.append(Article(text.strip(), url=url, outlet=outlet, published=day))
    lines = [line.split(" | ") for line in told.splitlines()[1:] if line]
    both = [(line[0][0], _expected(line, articles)) for line in lines]
    return Storyline(
        tuple(articles),
        tuple(one for sign, one in both if sign == "+"),
        tuple(one for sign, one in both if sign == "-"),
    )


def _expected(line: Sequence[str], articles: Sequence[Article]) -> Expected:
    """What a line tells, in cells; its words have to stand in the article."""
    code, number, words, why = line[0][2:], int(line[1]), line[2], line[3]
    start = articles[number - 1].text.find(words)
    assert code in CODES, line
    assert start >= 0, line
    return Expected(code, number, words, why, start, start + len(words))


def found(readings: Iterable[Reading]) -> list[Finding]:
    """What is found in a ledger of these readings, added in their order, which also numbers their articles."""
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "storyline.db") as ledger:
        for number, reading in enumerate(readings, 1):
            assert ledger.add(reading).article == number
        return [kept.finding for kept in ledger.findings(limit=1000)]


def score(story: Storyline, findings: Sequence[Finding]) -> Score:
    """Compare what was found with what is planted."""
    return Score(
        story.planted,
        tuple(one for one in story.planted if not any(map(one.is_met, findings))),
        tuple(findings),
        tuple(finding for finding in findings if not any(one.is_met(finding) for one in story.planted)),
        story.near,
        tuple(one for one in story.near if any(map(one.is_told, findings))),
    )


def table(of: Score) -> Iterator[str]:
    """A line for each kind, and one for all."""
    yield "| finding | planted | of them found | found | right | look like it | taken for it |"
    yield "|---|---|---|---|---|---|---|"
    columns = [
        Counter(one.code for one in some)
        for some in (of.planted, of.missed, of.found, of.beside, of.near, of.fallen_for)
    ]
    for code in (code for code in CODES if code not in OF_RECORDS):
        planted, missed, every, beside, near, wrong = (column[code] for column in columns)
        yield f"| `{code}` | {planted} | {planted - missed} | {every} | {every - beside} | {near} | {wrong} |"
    planted, missed, every, beside, near, wrong = (column.total() for column in columns)
    yield f"| all | {planted} | {planted - missed} | {every} | {every - beside} | {near} | {wrong} |"
    yield ""
    yield f"recall {of.recall:.2f}, precision {of.precision:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=STORYLINES / "court-bank-flood.txt")
    parser.add_argument("--list", action="store_true", help="what was missed, and what was found beside")
    given = parser.parse_args()
    story = storyline(given.file)
    of = score(story, found(map(read, story.articles)))
    print(*table(of), sep="\n")
    if given.list:
        for one in of.missed:
            print(f"missed: {one.code} in {one.article}: {one.words} ({one.why})")
        for finding in of.beside:
            print(f"beside: {finding.code} in {[e.article for e in finding.evidence]}: {finding.sentence}")
        for one in of.fallen_for:
            print(f"taken for it: {one.code} in {one.article}: {one.words} ({one.why})")


if __name__ == "__main__":
    main()
