"""What records of what was said have of a draft's quotations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Self

import sqlalchemy as sa

from ...articles.article import Article
from ...printable import printable
from ...records.record import Record
from ...verification import QuotationClass
from ..findings.comparison import Compared, NearWording, Status
from ..findings.recorded import Recorded, otherwise
from ..records.holding import Quoting, Shelf, of_reading
from ..records.quotations import HeldQuotation
from ..records.store import StoredRecord
from ..tables.record import Source, StatementRecord
from .checked import CheckedWords, CheckFinding, cited, sentence_case
from .draft import DraftBeside

#: How a quotation of each class stands, and these from the best to the worst.
_STATUS: Final[Mapping[QuotationClass, Status]] = {
    "verbatim": "same", "cleaned": "same", "trimmed": "similar", "altered": "differs", "spliced": "differs",
    "other-speaker": "other-holder", "not-in-this-record": "new", "heard-alike": "similar",
    "heard-otherwise": "similar",
}  # fmt: skip
_WORST: Final[tuple[Status, ...]] = ("same", "similar", "new", "other-holder", "differs")


@dataclass(frozen=True, slots=True)
class HeldAgainst:
    """What a draft is held against beside the ledger's articles.

    records: of what was said, which the ledger needn't have. linked: pages in which quotations may stand, too. shelf:
    the indexes of the ledger's own records.
    """

    records: Sequence[Record] = ()
    linked: Sequence[Article] = ()
    shelf: Shelf = field(default_factory=Shelf)


@dataclass(frozen=True, slots=True)
class DraftOnRecord:
    """What records have of a draft's quotations. records: by their ids."""

    draft: DraftBeside
    held: Sequence[HeldQuotation]
    records: Mapping[int, StoredRecord]

    @classmethod
    def of(cls, connection: sa.Connection, draft: DraftBeside, beside: HeldAgainst) -> Self:
        """The draft's quotations held against the records that were given and those of the ledger."""
        by_place = {one.position: one for one in draft.statements}
        every = [by_place[place] for place in range(len(draft.reading.statements))]
        ids, names = tuple(one.id for one in every), tuple(one.name for one in every)
        quoting = Quoting(draft.number, draft.reading, ids, names)
        return cls(draft, *of_reading(connection, quoting, beside.shelf, beside.records))

    def settled(self, said: StatementRecord, pieces: int, found: Compared) -> Compared:
        """What came of comparing a statement, where a record knows better than articles.

        What stands in a record has an antecedent, whatever articles made of it; what it has otherwise is told by
        `findings`. pieces: how many pieces the statement quotes.
        """
        mine = [one for one in self.held if _is_of(one, said)]
        worst = max(mine, key=lambda one: _WORST.index(_STATUS[one.class_]), default=None)
        if worst is None or (worst.stands and found.status == "other-holder"):
            return found
        if worst.class_ == "not-in-this-record":
            return replace(found, code=None) if found.code == "no-antecedent" else found
        if worst.stands and sum(len(one.spans) for one in mine) < pieces and found.status not in ("new", "same"):
            return found  # only some of what it quotes stands there
        return Compared(_STATUS[worst.class_], self._near(worst))

    def _near(self, one: HeldQuotation) -> NearWording:
        words = " … ".join(at.words for at in one.passages)
        return NearWording(words, self._source(one), None, one.passages[0].speaker, one.time)

    def _source(self, one: HeldQuotation) -> Source:
        stored = self.records[one.record]
        return Source(-1, "", title=stored.about.event or stored.record.name, published=stored.about.date)

    def findings(self, rows: Sequence[StatementRecord]) -> Iterator[CheckFinding]:
        """What records have otherwise, in the order of the draft. rows: its statements, and what none has."""
        said = {one.id: one for one in self.draft.statements}
        source = Source(self.draft.number, self.draft.name, self.draft.name)
        article = Recorded(source, self.draft.reading.article.text, said, self.records)
        for one in self.held:
            on = tuple(at for at, row in enumerate(rows) if _is_of(one, row))
            for finding in otherwise(article, [one], self.held):
                there = self._source(one)
                evidence = [CheckedWords(printable(e.text), None, None, None, None) for e in finding.evidence]
                evidence += [replace(cited(p.text, there), outlet=None, time=p.time) for p in finding.passages]
                yield CheckFinding(finding.code, sentence_case(finding.sentence), on, tuple(evidence))


def _is_of(one: HeldQuotation, said: StatementRecord) -> bool:
    """Whether a quotation is of a statement of the draft, or of words in quotation marks that no statement has."""
    if said.position >= 0:
        return one.statement == said.id
    return one.statement is None and any(span.overlap(other) for span in one.spans for other in said.spans)
