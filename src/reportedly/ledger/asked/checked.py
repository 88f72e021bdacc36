"""What comes of checking a draft: a row for each of its statements, and what to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ...printable import printable
from ...span import Span
from ...values.labels import count
from ..findings.comparison import Status
from ..findings.finding import Code
from ..tables.record import Source


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest wording: words, and where they stand. holder: its name, None if unknown.

    Of a record of what was said, holder is who speaks, title what the record is called, published its day, and time
    when it was said, in seconds from the beginning; else that is None.
    """

    words: str
    holder: str | None
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None
    time: float | None = None


@dataclass(frozen=True, slots=True)
class CheckedStatement:
    """A statement of the draft. spans: of its words, in code points of the draft's text. findings: their kinds."""

    words: str
    spans: tuple[Span, ...]
    holder: str | None
    status: Status
    findings: tuple[Code, ...]
    nearest: Nearest | None


@dataclass(frozen=True, slots=True)
class CheckedWords:
    """Words that a finding rests on. outlet, published, title, url: of their article; all None for the draft's own.

    Of a record they are as in `Nearest`, and time is when the words were said.
    """

    words: str
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None
    time: float | None = None


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """What a person should look at. statements: indices of the draft's. evidence: the words on both sides."""

    code: Code
    sentence: str
    statements: tuple[int, ...]
    evidence: tuple[CheckedWords, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A draft held against the ledger: a row for each statement, and what was found."""

    statements: tuple[CheckedStatement, ...]
    findings: tuple[CheckFinding, ...]

    def __str__(self) -> str:
        """In a line: “3 statements: 1 stands in the ledger word for word, 1 differs, 1 is new”."""
        found = Counter(one.status for one in self.statements)
        told = [_TOLD[status][found[status] != 1].format(f"{found[status]:,}") for status in _TOLD if found[status]]
        return f"{count(len(self.statements), 'statement')}{': ' if told else ''}{', '.join(told)}"


#: How the summary words each status, of one and of several.
_TOLD: Final[Mapping[Status, tuple[str, str]]] = {
    "same": ("{} stands in the ledger word for word", "{} stand in the ledger word for word"),
    "differs": ("{} differs", "{} differ"),
    "other-holder": ("{} is somebody else’s there", "{} are somebody else’s there"),
    "similar": ("{} resembles", "{} resemble"),
    "new": ("{} is new", "{} are new"),
}


def cited(text: str, source: Source) -> CheckedWords:
    """Words of an article, with where they stand."""
    return CheckedWords(
        printable(text), source.outlet or source.site or None, source.published, source.title, source.url
    )


def sentence_case(sentence: str) -> str:
    """A sentence about the draft with a capital at its beginning."""
    return f"{sentence[:1].upper()}{sentence[1:]}" if sentence.startswith("the ") else sentence
