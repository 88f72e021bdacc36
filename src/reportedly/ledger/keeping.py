"""What is put into a ledger: readings, one or many, their corrections, and articles that are to be read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from ..articles.article import Article
from ..errors import InputError, InvalidQuery, within_bounds
from ..evidence.kept import KeptCapture
from ..reading import Reading, made_by, read
from . import additions, rereading
from .additions import Addition, AdditionState, Handed, Taken
from .asked import search
from .findings import examine
from .opened import Opened, the_user
from .people import identity
from .records import prints
from .rereading import Rereading
from .tables import captures, engine, facts, readings, store
from .tables.facts import CorrectedFacts
from .tables.store import ArticleRows, KeptArticle, Whereabouts
from .threads import membership, reprints

#: What reads an article: `read`, or the same in another process.
Reads = Callable[[Article], Reading]
#: Seconds for which readings are gathered before they are written down.
SLICE = 0.25
#: Most articles and statements, taken together, that are added in one transaction, which takes a fraction of a second.
TOGETHER = 500


class Keeping(Opened):
    """What is put into an open ledger. `Ledger` tells what all methods raise, and what their parameters mean."""

    def add(
        self, reading: Reading, *, by: Reads = read, ending: Taken | None = None, of: Sequence[KeptCapture] = ()
    ) -> KeptArticle:
        """Store a reading and link its holders and statements with others, in one transaction.

        Adding the same article again changes nothing. Another text at the same URL is a new version, also one that was
        there before the current one. If the current text comes with other facts (`facts.FactName`), these are
        corrected: what they were is kept, and the reading takes the place of the one before.
        by: reads an article. ending: the addition that this is for, which is over with this transaction. of: what it
        was read from, if that was kept. Raises NoLongerHeld.
        """
        with engine.reading(self._engine) as connection:
            there = store.same(connection, reading.article)
        article = facts.completed(there, reading.article) if there else reading.article
        if there and _corrected(there, article) and not facts.rest_on_the_same(article, reading.article):
            reading = by(article)  # with what the ledger knows and this reading didn't
        with engine.writing(self._engine) as connection:
            kept = _add(connection, replace(reading, article=article))
            captures.attach(connection, kept.article, of)
            if ending:
                additions.end(connection, ending, kept)
            return kept

    def add_many(self, readings: Iterable[Reading]) -> Iterator[KeptArticle]:
        """As `add`, for many readings: what came of each, in their order, once it is kept.

        Several new articles are stored in one transaction (`TOGETHER`), since a disk may take longer to confirm one
        than all the rest takes. Raises what `add` and `readings` do; the articles before are kept then.
        """
        for some in _batches(readings):
            kept: list[KeptArticle] = []
            while len(kept) < len(some):
                now = self._add_new(some[len(kept) :]) or [self.add(some[len(kept)])]
                yield from now
                kept += now

    def _add_new(self, readings: Sequence[Reading]) -> list[KeptArticle]:
        """Store readings up to the first of an article that is in the ledger already, in one transaction.

        Stores none if one of them can't be kept.
        """
        kept: list[KeptArticle] = []
        with suppress(InvalidQuery), engine.writing(self._engine) as connection:
            for reading in readings:
                at = store.find(connection, reading.article)
                if at.same is not None:
                    break
                kept.append(_add_article(connection, reading, at))
            return kept
        return []

    def keep(
        self, article: Article, *, by: Reads = read, ending: Taken | None = None, of: Sequence[KeptCapture] = ()
    ) -> KeptArticle:
        """Read an article and store the reading. One that is stored already, with the same facts, isn't read again.

        by, ending, of: see `add`. Raises TooLarge, and stores nothing, if memory runs out.
        """
        with within_bounds(len(article.text)):
            with engine.reading(self._engine) as connection:
                there = store.same(connection, article)
                kept = store.kept(connection, there["id"]) if there and not _corrected(there, article) else None
            if kept is None:
                return self.add(by(facts.completed(there, article) if there else article), by=by, ending=ending, of=of)
        if ending or of:
            with engine.writing(self._engine) as connection:
                captures.attach(connection, kept.article, of)
                if ending:
                    additions.end(connection, ending, kept)
        return kept

    def correct(self, article: int, given: CorrectedFacts, *, by: Reads = read) -> KeptArticle:
        """Correct facts of an article, by its id, and read its text with them as they are now.

        given: the facts that were wrong; what isn't given stays. What they were before is kept. The current version at
        its address, and the original of copies, are chosen anew. Raises NotInLedger, and InputError for no day.
        """
        with engine.reading(self._engine) as connection:
            row = readings.article(connection, article)
        wanted = facts.corrected(readings.published_as(row), given)
        if not _corrected(row, wanted):
            with engine.reading(self._engine) as connection:
                return store.kept(connection, article)
        reading = by(wanted)
        with engine.writing(self._engine) as connection:
            return _correct(connection, readings.find_article(connection, article), reading)

    def known(self, article: Article) -> KeptArticle | None:
        """As `add`, for an article that is stored already and has nothing to correct; None if there is none such."""
        with engine.reading(self._engine) as connection:
            there = store.same(connection, article)
            return store.kept(connection, there["id"]) if there and not _corrected(there, article) else None

    def to_reread(self, articles: Sequence[int] = (), since: str | None = None, outlet: str | None = None) -> list[int]:
        """The ids of articles that an older program, or other weights, read than those here.

        articles: only these. since: only those published on this ISO date or later. outlet: only its own, by name or
        host. Raises NotInLedger, and InvalidQuery for no date.
        """
        if since is not None:
            search.check_day(since)
        with engine.reading(self._engine) as connection:
            return rereading.waiting(connection, made_by(), articles, since, outlet)

    def reread(self, article: int, *, dry_run: bool = False) -> Rereading:
        """Read an article of the ledger again, in one transaction; returns what that has changed.

        The reading takes the place of the one before. Reviews stay with the statements that still stand. dry_run:
        nothing is stored. Raises NotInLedger.
        """
        while True:
            with engine.reading(self._engine) as connection:
                row = readings.article(connection, article)
            published = readings.published_as(row)
            try:
                reading = read(published)
            except InputError as error:
                return Rereading(article, rereading.name(row), readings.read_by(row), None, error=str(error))
            if dry_run:
                with engine.reading(self._engine) as connection:
                    return rereading.rehearse(connection, article, reading)
            with engine.writing(self._engine) as connection:
                now = readings.find_article(connection, article)
                if facts.rest_on_the_same(readings.published_as(now), published):  # else it was corrected meanwhile
                    return rereading.replace(connection, article, reading)

    def fail(self, name: str, reason: str) -> None:
        """Record that an input could not be read. name: of the input. reason: in words."""
        with engine.writing(self._engine) as connection:
            store.fail(connection, name, reason)

    # -- articles handed in --------------------------------------------------------------------------------------------

    def hand_in(self, handed: Handed, by: str | None = None) -> Addition:
        """Store an article that is to be read. Raises InputError if too many wait."""
        with engine.writing(self._engine) as connection:
            return additions.hand_in(connection, handed, by or the_user())

    def addition(self, key: str) -> Addition:
        """What has come of an article that was handed in, by its id. Raises NotInLedger."""
        with engine.reading(self._engine) as connection:
            return additions.find(connection, key)

    def additions(self, limit: int = 30) -> list[Addition]:
        """The articles that were handed in, the newest first."""
        with engine.reading(self._engine) as connection:
            return additions.latest(connection, limit)

    def handed(self, key: str) -> Handed:
        """What was handed in, by its id; without the text once it is an article's. Raises NotInLedger."""
        with engine.reading(self._engine) as connection:
            return additions.handed(connection, key)

    def take_addition(self, worker: str) -> Taken | None:
        """Take on the article that has waited for longest; None if none waits. worker: a name that no other has."""
        with engine.reading(self._engine) as connection:
            if not additions.are_free(connection):
                return None
        with engine.writing(self._engine) as connection:
            return additions.take(connection, worker)

    def hold_addition(self, held: Taken, state: AdditionState | None = None) -> None:
        """Hold on to it for another `additions.HOLD` seconds. state: how far it is. Raises NoLongerHeld."""
        with engine.writing(self._engine) as connection:
            additions.hold(connection, held, state)

    def release_addition(self, held: Taken) -> None:
        """Leave it to another worker. Raises NoLongerHeld."""
        with engine.writing(self._engine) as connection:
            additions.release(connection, held)

    def fail_addition(self, held: Taken, reason: str) -> None:
        """Record that it could not be read. reason: in words. Raises NoLongerHeld."""
        with engine.writing(self._engine) as connection:
            additions.fail(connection, held, reason)


def _add(connection: sa.Connection, reading: Reading) -> KeptArticle:
    at = store.find(connection, reading.article)
    if at.same is None:
        return _add_article(connection, reading, at)
    return _correct(connection, at.same, reading)


def _add_article(connection: sa.Connection, reading: Reading, at: Whereabouts) -> KeptArticle:
    """Add a reading of an article that isn't in the ledger, or of a new version of one."""
    rows = store.rows(connection, reading, at)
    identity.assign(connection, rows)
    joins = membership.join(connection, rows)
    store.write(connection, rows)
    membership.write(connection, joins)
    prints.of_article(connection, rows.id, rows.article["text"])
    examine.mark(connection, rows)
    if rows.article["supersedes"]:
        examine.mark_touched(connection, rereading.carry(connection, rows, reading))
    copies = reprints.follow(connection, rows.id, joins.reprint.copies)
    _mark_again(connection, [*copies, *reprints.succeed(connection, rows.article)])
    return KeptArticle(rows.id, _outcome(rows), len(reading.statements), copy_of=rows.article["copy_of"])


def _batches(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    """Readings to be added in one transaction, as they come; also those that came before one failed to."""
    some: list[Reading] = []
    size, until = 0, time.monotonic() + SLICE
    try:
        for reading in readings:
            some.append(reading)
            size += 1 + len(reading.statements)
            if size >= TOGETHER or time.monotonic() > until:
                yield some
                some, size, until = [], 0, time.monotonic() + SLICE
    except Exception:  # whatever a caller's readings raise; those that came before it are kept first
        yield some
        raise
    yield some


def _outcome(rows: ArticleRows) -> store.Outcome:
    if not rows.article["current"]:
        return "older version"
    return "new version" if rows.article["supersedes"] else "new"


def _correct(connection: sa.Connection, there: Mapping[Any, Any], reading: Reading) -> KeptArticle:
    """Add a reading of the current text of an article. there: its row, or some of it."""
    changes = _corrected(there, reading.article)
    number = int(there["id"])
    if not changes:
        return store.kept(connection, number)
    before = readings.article(connection, number)
    article = facts.completed(there, reading.article)
    settled = store.amend(connection, number, article, changes)
    rereading.replace(connection, number, replace(reading, article=article), before["site"])
    _mark_again(connection, [*settled, *reprints.rank_again(connection, number)])
    return KeptArticle(number, "corrected", len(reading.statements), changes)


def _mark_again(connection: sa.Connection, articles: Iterable[int]) -> None:
    """Mark articles of which something has changed beside their words: they aren't current now, or another's copies."""
    for number in articles:
        examine.mark_touched(connection, examine.touched_by(connection, number))


def _corrected(there: Mapping[Any, Any], article: Article) -> tuple[facts.FactChange, ...]:
    return facts.corrections(there, article, store.now())
