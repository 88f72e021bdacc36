"""What articles quote, held against the ledger's records.

A quotation is looked for in the records that share words in a row with it. It is told of only where it is plain that
the record is of the occasion (`_is_of_it`): the same is said on many.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa

from ...given import is_day
from ...holders.holder import Holder
from ...reading import Reading
from ...records.record import Record, Turn
from ...span import Span
from ...verification.index import RecordIndex
from ...verification.quoted import QuotedWords, quoted
from ...verification.speakers import is_speaker
from ...verification.verified import QuotationClass, RecordPassage, VerifiedQuotation
from ...verification.verify import verified
from ..people import speakers
from ..tables import schema
from ..tables.readings import laid
from . import prints, quotations, store
from .quotations import STANDING, HeldQuotation
from .store import RecordFacts, RecordSpeaker, StoredRecord

#: Fewest words of a quotation that tell by themselves of which occasion it is, if they stand in a row, and if not.
TELLING, APART = 6, 12
#: From a day before the day of a record, since days differ by where one is, to so many days after it, an article tells
#: of its occasion.
BEFORE, AFTER = timedelta(days=1), timedelta(days=3)
#: In which order of what several records have of a quotation is believed.
_ORDER: Final[tuple[QuotationClass, ...]] = (
    "verbatim", "cleaned", "heard-alike", "trimmed", "spliced", "altered", "heard-otherwise", "other-speaker",
    "not-in-this-record",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shelved:
    """A record of the ledger with its index."""

    stored: StoredRecord
    index: RecordIndex


@dataclass
class Shelf:
    """The indexes of records, kept as long as they are asked for again; MOST of them."""

    kept: OrderedDict[tuple[str, tuple[str | None, ...]], RecordIndex] = field(default_factory=OrderedDict)

    #: A record of an hour takes about a megabyte.
    MOST = 48

    def take(self, connection: sa.Connection, number: int) -> Shelved:
        """A record by its id. Raises NotInLedger."""
        stored = store.stored(connection, number)
        key = store.digest(stored.record), tuple(one.holder_name for one in stored.speakers)
        index = self.kept.pop(key, None) or RecordIndex([stored.named])
        self.kept[key] = index
        while len(self.kept) > self.MOST:
            self.kept.popitem(last=False)
        return Shelved(stored, index)


def held(connection: sa.Connection, article: int, shelf: Shelf) -> tuple[HeldQuotation, ...]:
    """What the records of the ledger have of the quotations of an article, by its id, in the order of its text.

    Nothing of an article that has a later version, and nothing of records of a later day.
    """
    found = laid(connection, article, reviewed=True)
    if not found.article["current"]:
        return ()
    whole = speakers.names(connection, {row["holder_id"] for row in found.rows} - {None})
    names = [whole[row["holder_id"]][1] if row["holder_id"] in whole else None for row in found.rows]
    quoting = Quoting(article, found.reading, tuple(one.id for one in found.reading.statements), tuple(names))
    return of_reading(connection, quoting, shelf)[0]


@dataclass(frozen=True, slots=True)
class Quoting:
    """A reading whose quotations are held against records.

    article: the id of its article. ids, names: for each statement its id, and its holder's name in the ledger, if any.
    """

    article: int
    reading: Reading
    ids: tuple[int, ...]
    names: tuple[str | None, ...]

    def quotations(self) -> Iterator[QuotedWords]:
        """What it quotes, the holders called as the ledger calls them."""
        for one in quoted(self.reading):
            name = None if one.statement is None else self.names[one.statement]
            named = one.holder and name and Holder(name, one.holder.kind, one.holder.role, one.holder.mentions)
            yield replace(one, holder=named or one.holder)


def of_reading(
    connection: sa.Connection, quoting: Quoting, shelf: Shelf, given: Sequence[Record] = ()
) -> tuple[tuple[HeldQuotation, ...], dict[int, StoredRecord]]:
    """What records have of the quotations of a reading, in the order of its text, and these records by their ids.

    given: records that needn't be in the ledger, known to be of what the article tells; their ids are -1, -2 and so on.
    """
    reading, text = quoting.reading, quoting.reading.article.text
    every = [*quoting.quotations()]
    beside = [Shelved(_unkept(-1 - i, one), RecordIndex([one])) for i, one in enumerate(given)]
    likely = prints.records(connection, (" ".join(span.of(text) for span in one.spans) for one in every))
    numbers = {number for some in likely for number in some}
    records = {number: shelf.take(connection, number) for number in sorted(numbers)}
    records = {number: one for number, one in records.items() if _may_quote(reading, one.stored)}
    outcomes: list[_Outcome | None] = []
    for one, some in zip(every, likely, strict=True):
        there = [*beside, *(records[number] for number in some if number in records)]
        outcomes.append(_best(text, one, there))
    quoted_from = {out.record.stored.id: out.record for out in outcomes if out and out.tells}
    outcomes = [out or _best(text, one, quoted_from.values()) for one, out in zip(every, outcomes, strict=True)]
    missing = [*_missing(reading, every, outcomes)]
    outcomes = [out or gone for out, gone in zip(outcomes, missing, strict=True)]
    found = tuple(
        HeldQuotation(
            out.record.stored.id, quoting.article, None if one.statement is None else quoting.ids[one.statement],
            one.holder.name if one.holder else None, out.class_, out.found.marked, one.spans, out.found.words,
            out.passages, out.found.differences,
        )
        for one, out in zip(every, outcomes, strict=True)
        if out and _is_of_it(reading, one, out, [other for other in outcomes if other and other is not out])
    )  # fmt: skip
    return found, {out.record.stored.id: out.record.stored for out in outcomes if out}


def _unkept(number: int, record: Record) -> StoredRecord:
    """A record that isn't in the ledger, as if it were."""
    whose = tuple(RecordSpeaker(name, None, None, None, None) for name in record.speakers)
    return StoredRecord(number, record, RecordFacts(), whose, "")


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What the best of several records has of a quotation."""

    record: Shelved
    found: VerifiedQuotation
    class_: QuotationClass

    @property
    def passages(self) -> tuple[RecordPassage, ...]:
        """With the names that the record has."""
        turns = self.record.stored.record.turns
        return tuple(replace(one, speaker=turns[one.turn].speaker) for one in self.found.passages)

    @property
    def stands(self) -> bool:
        """Whether nothing in it is changed, whatever is left out."""
        return self.class_ in STANDING

    @property
    def tells(self) -> bool:
        """Whether it tells that the article is of the record's occasion: many words, and nothing in them changed."""
        least = APART if self.class_ == "trimmed" else TELLING
        return self.stands and len(self.found.words.split()) >= least


def _may_quote(reading: Reading, stored: StoredRecord) -> bool:
    """Whether an article may be of after a record; also where either day isn't known."""
    passed = _passed(reading, stored)
    return passed is None or passed >= -BEFORE


def _passed(reading: Reading, stored: StoredRecord) -> timedelta | None:
    """The days from a record to the publication of an article; None if either isn't known."""
    published, day = reading.article.published or "", stored.about.date
    if not day or not is_day(published[:10]):
        return None
    return date.fromisoformat(published[:10]) - date.fromisoformat(day)


def _best(text: str, one: QuotedWords, records: Iterable[Shelved]) -> _Outcome | None:
    """The record that has a quotation most wholly; None if none has it."""
    outcomes = (_outcome(text, one, record) for record in records)
    return min((one for one in outcomes if one), key=lambda one: _ORDER.index(one.class_), default=None)


def _outcome(text: str, one: QuotedWords, record: Shelved) -> _Outcome | None:
    found = verified(text, one, record.index)
    if found is None or found.class_ is None or found.class_ == "not-in-this-record":
        return None
    return _Outcome(record, found, found.class_)


def _is_of_it(reading: Reading, one: QuotedWords, out: _Outcome, others: Iterable[_Outcome]) -> bool:
    """Whether a quotation is plainly of the occasion of a record.

    It is if the record was given beside it; if it tells so itself; if two others of the article do; or if the article
    was published within days of the record, and another one tells so, or the same person says it there.
    """
    number = out.record.stored.id
    if out.class_ == "not-in-this-record" or number < 0 or out.tells:
        return True
    telling = sum(other.tells and other.record.stored.id == number for other in others)
    if not _is_near(reading, out.record.stored):
        return telling > 1
    return telling > 0 or _is_theirs(one.holder, out)


#: Fewest words of a quotation that is told to be missing, and other quotations of its holder that have to stand there.
LONG, OTHERS = 8, 2
#: Words by which an article tells that something was said, or written, on another occasion.
_ELSEWHERE: Final = re.compile(
    r"\b(?:earlier|previous(?:ly)?|last (?:week|month|year|night|spring|summer|autumn|fall|winter)|yesterday|tomorrow|"
    r"(?:the day|a day|days|weeks|months|years) (?:before|after|ago|later|earlier)|in the past|once|later|afterwards?|"
    r"interview\w*|statement|letter|e-?mail|memo\w*|article|op-ed|book|blog|posts?|posted|wrote|writes|written|writing|"
    r"tweet\w*|twitter|facebook|instagram|video|ad|advertisement|report|press release|spokes\w+|on (?:CNN|Fox|ABC|CBS|"
    r"NBC|MSNBC|NPR|PBS|the BBC)|told|had (?:said|called|told|warned|promised|argued)|in (?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def _missing(
    reading: Reading, every: Sequence[QuotedWords], outcomes: Sequence[_Outcome | None]
) -> Iterator[_Outcome | None]:
    """For each quotation that no record has, the record that lacks it, where it is plain that it should be there.

    It is if OTHERS and more other quotations of its holder, and all that are as long as TELLING, stand in one record,
    as theirs, and the article gives this one neither a time, a place, an addressee, a chain or a document of its own,
    nor words that tell of another occasion.
    """
    for one, out in zip(every, outcomes, strict=True):
        text = reading.article.text
        likely = out is None and _size(text, one) >= LONG and one.holder is not None and one.holder.kind == "person"
        record = _where(text, one, every, outcomes) if likely and _is_told_with_others(reading, one) else None
        if record and record.stored.record.form == "recording":
            record = None  # what a machine didn't hear may have been said
        found = verified(text, one, record.index) if record else None
        lacks = found is not None and found.class_ == "not-in-this-record"
        yield _Outcome(record, found, "not-in-this-record") if record and found and lacks else None


def _size(text: str, one: QuotedWords) -> int:
    """How many words a quotation has."""
    return sum(len(span.of(text).split()) for span in one.spans)


def _where(
    text: str, one: QuotedWords, every: Sequence[QuotedWords], outcomes: Sequence[_Outcome | None]
) -> Shelved | None:
    """The one record in which all other long quotations of a holder stand as theirs; None if it isn't all, or few."""
    records: dict[int, Shelved] = {}
    count = 0
    for other, out in zip(every, outcomes, strict=True):
        if other is one or other.holder != one.holder or _size(text, other) < TELLING:
            continue
        if out is None or not out.stands or not _is_theirs(one.holder, out):
            return None
        records[out.record.stored.id] = out.record
        count += 1
    return next(iter(records.values())) if len(records) == 1 and count >= OTHERS else None


def _is_told_with_others(reading: Reading, one: QuotedWords) -> bool:
    """Whether an article tells nothing by which a quotation would be of another occasion than those around it."""
    if one.statement is None:
        return False
    said, text = reading.statements[one.statement], reading.article.text
    others = [other for other in reading.statements if other is not said and other.holder == said.holder]
    if (
        said.chain
        or said.document
        or said.parent is not None
        or any(
            getattr(said, name) is not None and getattr(said, name) not in [getattr(other, name) for other in others]
            for name in ("time", "place", "addressee")
        )
    ):
        return False
    start = text.rfind("\n", 0, one.spans[0].start) + 1
    end = text.find("\n", one.spans[-1].end)
    own = text[start : end if end >= 0 else len(text)]
    for span in one.spans:
        own = own.replace(span.of(text), " ")
    return not _ELSEWHERE.search(own)


def _is_near(reading: Reading, stored: StoredRecord) -> bool:
    passed = _passed(reading, stored)
    return passed is not None and -BEFORE <= passed <= AFTER


def _is_theirs(holder: Holder | None, out: _Outcome) -> bool:
    record = out.record.index.records[0]
    return all(is_speaker(holder, record.turns[one.turn], record) for one in out.found.passages)


# -- who speaks --------------------------------------------------------------------------------------------------------


def keep(connection: sa.Connection, article: int, found: Sequence[HeldQuotation]) -> None:
    """Store what records have of the quotations of an article, by its id, in the place of what was stored before.

    A speaker who is nobody's yet is then the holder who is quoted with words of theirs under a name that they can have.
    """
    kept = quotations.write(connection, article, found)
    _recognise(connection, [one for one in kept if one.statement is not None and one.stands])


def _recognise(connection: sa.Connection, found: Sequence[HeldQuotation]) -> None:
    speaker, statement = schema.speakers.c, schema.statements.c
    unknown: dict[tuple[int, str], int] = {}
    for number in sorted({one.record for one in found}):
        store.recognise(connection, number)
        query = sa.select(speaker.position, speaker.name)
        rows = connection.execute(query.where(speaker.record_id == number, speaker.holder_id.is_(None)))
        unknown |= {(number, row.name): row.position for row in rows}
    for one in found:
        spoken = {at.speaker for at in one.passages}
        position = unknown.get((one.record, spoken.pop() or "")) if len(spoken) == 1 else None
        if position is None or not one.holder or len(one.words.split()) < TELLING:
            continue
        whose = sa.select(statement.holder_id).where(statement.id == one.statement)
        holder = connection.execute(whose).scalar()
        if holder is not None and _is_called(one.holder, one.passages[0].speaker or ""):
            reason = f"{one.holder} is quoted with words of theirs in article {one.article}"
            store.name_speaker(connection, one.record, position, holder, reason)


def _is_called(name: str, label: str) -> bool:
    """Whether a label can be that of a person of this name."""
    turn = Turn(label, None, label, Span(0, len(label) or 1))
    record = Record("", "transcript", label, (turn,))
    return is_speaker(Holder(name, "person", None, ()), turn, record) is True
