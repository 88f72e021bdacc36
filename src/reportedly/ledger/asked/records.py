"""The records of a ledger, and one with all that articles quote of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from ...records.record import Hearing, Record, RecordForm
from ...span import Span, strip
from ..findings import queue
from ..records import quotations, store
from ..records.quotations import HeldQuotation
from ..records.recordings import RecordingFacts
from ..records.store import RecordFacts, RecordSpeaker, StoredRecord
from ..tables import schema
from ..tables.lists import page
from ..tables.record import Source, these_sources


@dataclass(frozen=True, slots=True)
class ListedRecord:
    """A record in a list. quotations, articles: how many of how many are held against it.

    speakers: as it calls them.
    """

    id: int
    name: str
    form: RecordForm
    about: RecordFacts
    words: int
    turns: int
    quotations: int
    articles: int
    added_at: str
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Records:
    """A page of the list of records, the newest first. total: how many there are."""

    records: tuple[ListedRecord, ...]
    total: int


@dataclass(frozen=True, slots=True)
class RecordTurn:
    """What somebody says without another speaking.

    number: the turn's, from 0. speaker: its place among the record's speakers; None: unknown. span: in the record's
    text. start, end: in seconds; None: unknown.
    """

    number: int
    speaker: int | None
    role: str | None
    words: str
    span: Span
    start: float | None
    end: float | None


@dataclass(frozen=True, slots=True)
class UnquotedPassage:
    """Words of a turn that no article quotes. span: in the record's text. time: in seconds, or None."""

    turn: int
    span: Span
    time: float | None


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record with its turns and all that current articles quote of it, article by article.

    digest: of its file. unquoted: passages that nobody quotes, in order. sources: the articles that quote it.
    waiting: number of changed places that are still to be examined, so that quotations may be missing. hearing: which
    machine heard it. recording: the file that it is of. Either None if that isn't known.
    """

    id: int
    name: str
    form: RecordForm
    about: RecordFacts
    digest: str
    added_at: str
    speakers: tuple[RecordSpeaker, ...]
    turns: tuple[RecordTurn, ...]
    quotations: tuple[HeldQuotation, ...]
    unquoted: tuple[UnquotedPassage, ...]
    sources: tuple[Source, ...]
    waiting: int
    hearing: Hearing | None = None
    recording: RecordingFacts | None = None

    def source(self, one: HeldQuotation) -> Source | None:
        """The article that a quotation is of."""
        return next((source for source in self.sources if source.id == one.article), None)

    def speaker(self, turn: RecordTurn) -> RecordSpeaker | None:
        """Who speaks in a turn."""
        return None if turn.speaker is None else self.speakers[turn.speaker]

    def quoting(self, turn: int) -> list[HeldQuotation]:
        """The quotations that have words of a turn, by its number."""
        return [one for one in self.quotations if any(at.turn == turn for at in one.passages)]

    def words(self, passage: UnquotedPassage) -> str:
        """The words of a passage that nobody quotes."""
        turn = self.turns[passage.turn]
        return turn.words[passage.span.start - turn.span.start : passage.span.end - turn.span.start]


def listed(connection: sa.Connection, limit: int, skip: int) -> Records:
    """The records of the ledger, the newest first."""
    table, turn, quoted = schema.records, schema.turns.c, schema.verified.c
    turns = sa.select(sa.func.count()).where(turn.record_id == table.c.id).scalar_subquery()
    quotations = sa.select(sa.func.count()).where(quoted.record_id == table.c.id).scalar_subquery()
    articles = sa.select(sa.func.count(quoted.article_id.distinct())).where(quoted.record_id == table.c.id)
    columns = table.c["id", "name", "form", "event", "date", "place", "words", "added_at"]
    query = sa.select(
        *columns, turns.label("turns"), quotations.label("quotations"), articles.scalar_subquery().label("articles")
    ).order_by(table.c.id.desc())
    rows = connection.execute(page(query), {"limit": limit, "skip": skip}).all()
    speakers = _names(connection, [row.id for row in rows])
    total = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
    return Records(
        tuple(
            ListedRecord(
                row.id, row.name, row.form, RecordFacts(row.event, row.date, row.place), row.words, row.turns,
                row.quotations, row.articles, row.added_at, tuple(speakers[row.id]),
            )
            for row in rows
        ),
        total,
    )  # fmt: skip


def _names(connection: sa.Connection, numbers: Sequence[int]) -> dict[int, list[str]]:
    """Who speaks in some records, in the order in which they first do, by the records' ids."""
    speaker = schema.speakers.c
    query = sa.select(speaker.record_id, speaker.name).where(speaker.record_id.in_(numbers))
    found: dict[int, list[str]] = {number: [] for number in numbers}
    for number, name in connection.execute(query.order_by(speaker.record_id, speaker.position)):
        found[number].append(name)
    return found


def view(connection: sa.Connection, number: int) -> RecordView:
    """A record by its id. Raises NotInLedger."""
    found = store.stored(connection, number)
    held = quotations.of_record(connection, number)
    return RecordView(
        number, found.record.name, found.record.form, found.about, store.digest(found.record), found.added_at,
        found.speakers, tuple(_turns(found)), held, tuple(_unquoted(found.record, held)),
        these_sources(connection, {one.article for one in held}), queue.waiting(connection),
        found.record.hearing, found.recording.facts if found.recording else None,
    )  # fmt: skip


def _turns(found: StoredRecord) -> Iterator[RecordTurn]:
    places = {one.name: position for position, one in enumerate(found.speakers)}
    for number, turn in enumerate(found.record.turns):
        speaker = places.get(turn.speaker or "")
        yield RecordTurn(number, speaker, turn.role, turn.words, turn.span, turn.start, turn.end)


#: Marks behind what is quoted that don't begin what nobody quotes.
_CLOSING: Final = " .,;:!?…)]”’\"'–—-"


def _unquoted(record: Record, quotations: Iterable[HeldQuotation]) -> Iterator[UnquotedPassage]:
    """What lies between what is quoted, turn by turn."""
    quoted = [(at.span.start, at.span.end) for one in quotations for at in one.passages]
    quoted.append((len(record.text), len(record.text)))
    quoted.sort(reverse=True)
    for number, turn in enumerate(record.turns):
        at = turn.span.start
        while at < turn.span.end:
            while len(quoted) > 1 and quoted[-1][1] <= at:
                quoted.pop()
            end = min(max(quoted[-1][0], at), turn.span.end)
            while at < end and at > turn.span.start and record.text[at] in _CLOSING:
                at += 1
            span = strip(record.text, at, end)
            if span and any(map(str.isalnum, span.of(record.text))):
                yield UnquotedPassage(number, span, record.time_at(span.start))
            at = max(end, quoted[-1][1]) if end < turn.span.end else end
