"""Finding: something that a person should look at. It says what stands where, and passes no verdict."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from ...printable import printable, shorten
from ...span import Span
from ..tables.record import Source, StatementRecord

Code = Literal[
    "altered-quotation",
    "circular-sourcing",
    "conflicting-accounts",
    "denied-elsewhere",
    "impossible-date",
    "reversal",
    "spliced-quotation",
    "unattributed-quotation",
    "unnamed-only",
]
MARKS = " “”‘’\"'"
#: What a clause has that says what is or was so.
FINITE = re.compile(
    r"\b(?:is|are|was|were|be|been|will|would|can|could|should|must|may|might|has|have|had|do|does|did|[a-z]{3,}(?:ed|s)|"
    r"became|began|bent|bit|blew|bore|bought|broke|brought|built|burnt|came|caught|chose|cut|dealt|drank|drew|"
    r"drove|dug|fed|fell|felt|fled|flew|forbade|forgave|forgot|fought|found|froze|gave|got|grew|heard|held|hid|"
    r"hit|hung|hurt|kept|knew|laid|lay|leapt|learnt|led|left|lent|lit|lost|made|meant|met|overcame|oversaw|"
    r"overthrew|paid|put|quit|ran|rang|read|rode|rose|said|sang|sank|sat|saw|sent|set|shook|shot|shrank|shut|"
    r"slept|slid|sold|sought|spent|split|spoke|sprang|spread|spun|stole|stood|struck|stuck|swam|swept|swore|swung|"
    r"taught|thought|threw|told|took|tore|understood|underwent|upheld|went|wept|withdrew|withheld|woke|won|wore|"
    r"wrote)\b"
)
#: What is wanted or called for.
WANTED = re.compile(r"[“\"‘']?(?:to|let[’']s|let us)\b", re.IGNORECASE)
#: Words below which nothing is said that could be checked.
LEAST_WORDS = 5
#: How words come that anybody may look up, or that some record has.
ON_RECORD = frozenset(["obtained", "recorded", "published"])
CODES: tuple[Code, ...] = get_args(Code)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of an article that a finding rests on.

    article: its id. statement: the statement's id, if the words are one's. spans: where they stand. text: what they
    are.
    """

    article: int
    statement: int | None
    spans: tuple[Span, ...]
    text: str

    @classmethod
    def of(cls, statement: StatementRecord) -> Evidence:
        """The content of a statement."""
        return cls(statement.source.id, statement.id, statement.spans, statement.content)

    @classmethod
    def at(cls, source: Source, span: Span, text: str) -> Evidence:
        """Words that no statement has."""
        return cls(source.id, None, (span,), text)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, in one sentence, with the words on both sides: the first evidence is where to look."""

    code: Code
    sentence: str
    evidence: tuple[Evidence, ...]

    @property
    def key(self) -> str:
        """The same for the same finding on the same words, whenever it is found: 32 hexadecimal digits."""
        where = [(e.article, e.statement, [(s.start, s.end) for s in e.spans]) for e in self.evidence]
        return hashlib.sha256(f"{self.code} {where}".encode()).hexdigest()[:32]


def claims(statement: StatementRecord) -> bool:
    """Whether a statement says that something is so, rather than names it or wants it."""
    words = statement.content
    return len(words.split()) >= LEAST_WORDS and bool(FINITE.search(words)) and not WANTED.match(words)


def quote(words: str, width: int = 90) -> str:
    """Words of an article as they stand in a sentence about them: in marks, on one line, not too long."""
    plain = printable(words).strip(MARKS)
    return f"“{shorten(plain, width)}”"


def listed(names: Iterable[str]) -> str:
    """Names as a sentence lists them: "The Courier, NTB and two more"."""
    every = list(dict.fromkeys(names))
    if len(every) > 3:  # as many as are read at a glance
        every = [*every[:2], f"{len(every) - 2} more"]
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} and {every[-1]}"
