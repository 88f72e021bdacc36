"""Finding: something that a person should look at. It says what stands where and doesn't judge it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from ...english.lexicon import MONTHS
from ...printable import printable, shorten
from ...span import Span
from ..tables.record import Source, StatementRecord

Code = Literal[
    "altered-quotation",
    "circular-sourcing",
    "conflicting-accounts",
    "denied-elsewhere",
    "impossible-date",
    "misattributed-quotation",
    "no-antecedent",
    "not-in-record",
    "other-speaker",
    "record-differs",
    "reversal",
    "spliced",
    "spliced-quotation",
    "unattributed-quotation",
    "unnamed-only",
]
MARKS = " “”‘’\"'"
#: Finite verbs, as far as their form tells: a clause that states something has one.
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
#: The opening of a content that wants something or calls for it, instead of stating it.
WANTED = re.compile(r"[“\"‘']?(?:to|let[’']s|let us)\b", re.IGNORECASE)
#: Over which time, or how far around, something is counted or said to be so: “this year”, “since May”, “nationwide”.
EXTENT = re.compile(
    r"\b(?:(?:this|last|next|past|previous|current|coming|same|first|second|third|fourth|each|every|per|an?) "
    r"(?:(?:few|two|three|four|five|six|ten) )?(?:day|week|weekend|month|quarter|season|year|decade|century)s?"
    r"|(?:since|until|before|by|in) (?:the (?:spring|summer|autumn|winter|beginning|start|end)|(?:19|20)\d\d|"
    rf"{'|'.join(sorted(month.title() for month in MONTHS))})"
    r"|annually|yearly|monthly|weekly|daily|overnight"
    r"|nationwide|countrywide|worldwide|(?:across|throughout|around) the \w+)\b"
)
#: The end of a sentence within a content, or of one of its pieces; none after a title.
_ENDS = re.compile(
    r"(?<=[.!?])(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bLt\.)(?<!\bMrs\.)(?<!\bSen\.)(?<!\bGov\.)(?<!\bRep\.)"
    r"(?<!\bGen\.)(?<!\bProf\.)[”\"’']?\s+| … "
)
#: Fewest words of a content that states something that could be checked; set by hand.
LEAST_WORDS = 5
#: Relations of a hop that lead to a record or a publication, in which the words can be looked up.
ON_RECORD = frozenset(["obtained", "recorded", "published"])
#: The kinds that are found in a ledger; one is found in drafts alone.
CODES: tuple[Code, ...] = tuple(code for code in get_args(Code) if code != "no-antecedent")
#: Those of them that are found by holding quotations against records.
OF_RECORDS: frozenset[Code] = frozenset(["not-in-record", "other-speaker", "record-differs", "spliced"])


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of an article that a finding rests on.

    article: id of the article. statement: id of the statement that has these words, None if there is none.
    spans: where they stand, in code points of the article's text. text: the words.
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
        """Words of an article that belong to no statement."""
        return cls(source.id, None, (span,), text)


@dataclass(frozen=True, slots=True)
class PassageEvidence:
    """Words of a record that a finding rests on.

    record: its id. name: what it is called. turn: the number of the turn, from 0. speaker: as the record has it, or
    None. time: in seconds from the beginning, or None. span: where the words stand in the record's text.
    """

    record: int
    name: str
    turn: int
    speaker: str | None
    time: float | None
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, in one sentence, with the words on both sides: the first evidence is where to look.

    passages: of records, if it rests on one.
    """

    code: Code
    sentence: str
    evidence: tuple[Evidence, ...]
    passages: tuple[PassageEvidence, ...] = ()

    @property
    def key(self) -> str:
        """32 hexadecimal digits that identify the finding by code and evidence, however often it is found again."""
        where = [(e.article, e.statement, [(s.start, s.end) for s in e.spans]) for e in self.evidence]
        there = [(p.record, p.span.start, p.span.end) for p in self.passages]
        return hashlib.sha256(f"{self.code} {where}{there or ''}".encode()).hexdigest()[:32]


def claims(statement: StatementRecord) -> bool:
    """Whether a statement states something, rather than naming or wanting it."""
    return states(statement.content)


def states(words: str) -> bool:
    """The same of words."""
    return len(words.split()) >= LEAST_WORDS and bool(FINITE.search(words)) and not WANTED.match(words)


def sentences(content: str) -> list[str]:
    """The sentences of a content; where the cue stands between two pieces of it, a sentence ends."""
    return [part for part in _ENDS.split(content) if part.strip()]


def extents(words: str) -> frozenset[str]:
    """The times and areas over which words say something, in lower case."""
    return frozenset(match[0].lower() for match in EXTENT.finditer(words))


def quote(words: str, width: int = 90) -> str:
    """Words of an article for a sentence: in quotation marks, on one line, shortened to `width` characters."""
    plain = printable(words).strip(MARKS)
    return f"“{shorten(plain, width)}”"


def two_accounts(one: StatementRecord, other: StatementRecord) -> Finding:
    """What is told of two accounts that can't both be true."""
    first, second = sorted((one, other), key=lambda statement: statement.id)
    sentence = (
        f"{first.who} says {quote(first.content, 120)} in {first.source.name}, {second.who} says "
        f"{quote(second.content, 120)} in {second.source.name}."
    )
    return Finding("conflicting-accounts", sentence, (Evidence.of(first), Evidence.of(second)))


def listed(names: Iterable[str]) -> str:
    """Names as a sentence lists them, without repetition: "The Courier, NTB and 2 more".

    names: at least one. Of more than three only the first two are named.
    """
    every = list(dict.fromkeys(names))
    if len(every) > 3:  # as many as are read at a glance
        every = [*every[:2], f"{len(every) - 2} more"]
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} and {every[-1]}"
