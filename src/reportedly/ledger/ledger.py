"""Ledger: the statements of many articles, in a SQLite file or a PostgreSQL database."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Final

import sqlalchemy as sa

from ..articles.article import Article
from ..errors import LedgerLocked, LedgerReadOnly
from ..evidence.kept import KeptCapture
from ..reading import Reading
from ..records.record import Record
from .asked import articles, check, holder, profiles, records, search, trace, versions
from .asked import draft as drafts
from .asked.articles import Articles, ArticleView, Size
from .asked.checked import Check
from .asked.holder import Comparison, Profile
from .asked.on_record import HeldAgainst
from .asked.profiles import Loaded, Person, Public
from .asked.records import Records, RecordView
from .asked.search import Found, Query
from .asked.snapshot import Snapshot
from .asked.trace import Trace
from .asked.versions import Version
from .findings import examine, queue
from .findings.finding import Code
from .findings.queue import FindingState, Queue
from .findings.queue import Kept as KeptFinding
from .keeping import Keeping
from .opened import the_user
from .people import called, decisions, figures, recognise, suggestions
from .people.called import LikelyHolder
from .people.suggestions import Suggestion
from .records import prints, quotations, recordings
from .records import store as recorded
from .records.quotations import HeldQuotation
from .records.recordings import StoredRecording
from .records.store import KeptRecord, RecordFacts
from .reviews import review
from .reviews.review import Entry, Review, UnderReview
from .tables import captures, engine, readings, schema
from .watched.watched import Watched

#: The name of a draft without outlet, URL and title.
DRAFT: Final = "the draft"
#: Seconds for which places are examined before what was found in them is written down.
SLICE = 0.25


class Ledger(Keeping):
    """An open ledger. Use it as a context manager, or close it.

    Every method raises LedgerError if the database fails (locked, damaged, full), and NotInLedger if it is asked for
    something that the ledger doesn't have. Articles, statements, threads, holders and reviews are given by their ids.
    `limit` and `skip` are a page, counted in what is returned. `by` is the person who acts, by default the system's
    user.
    """

    # -- articles -----------------------------------------------------------------------------------------------------

    def reading(self, article: int, *, reviewed: bool = False) -> Reading:
        """The reading of an article, as stored, or with reviews applied."""
        with engine.reading(self._engine) as connection:
            return readings.reading(connection, article, reviewed=reviewed)

    def versions(self, url: str) -> list[Version]:
        """The versions of the article at a URL, the oldest first, with what each changed."""
        with engine.reading(self._engine) as connection:
            return versions.versions(connection, url)

    def articles(self, limit: int = 30, skip: int = 0) -> Articles:
        """The current articles by date of publication, the newest first."""
        with engine.reading(self._engine) as connection:
            return articles.listed(connection, limit, skip)

    def article(self, number: int) -> ArticleView:
        """An article with all that is known besides its reading: threads, copies, versions, findings, reviews."""
        with engine.reading(self._engine) as connection:
            return articles.view(connection, number)

    # -- what was kept of articles -----------------------------------------------------------------------------------

    def captures(self, article: int) -> tuple[KeptCapture, ...]:
        """What was kept of an article, its page or file first. Raises NotInLedger."""
        with engine.reading(self._engine) as connection:
            readings.article(connection, article)
            return captures.of(connection, article)

    def captured(self, uri: str, sha256: str) -> KeptCapture | None:
        """What was kept of an address, if its bytes had this digest."""
        with engine.reading(self._engine) as connection:
            return captures.find(connection, uri, sha256)

    # -- records ---------------------------------------------------------------------------------------------------

    def add_record(
        self,
        record: Record,
        about: RecordFacts = RecordFacts(),  # noqa: B008 - frozen
        recording: StoredRecording | None = None,
    ) -> KeptRecord:
        """Store a record of what was said, in one transaction; articles that may quote it are then held against it.

        about: what is known of it; of one that is there it corrects what is given. The same file is one record.
        recording: the audio or video file that it is of, which the reader plays.
        Raises InputError for no day.
        """
        with engine.writing(self._engine) as connection:
            kept = recorded.add(connection, record, about, recording)
            if kept.outcome != "unchanged":
                examine.mark_touched(connection, (("quotations", n) for n in prints.articles(connection, record.text)))
            return kept

    def remove_record(self, number: int) -> None:
        """Take a record out of the ledger, with all that was found by it. Raises NotInLedger."""
        with engine.writing(self._engine) as connection:
            examine.forget_quotations(connection, recorded.remove(connection, number))

    def records(self, limit: int = 30, skip: int = 0) -> Records:
        """The records of the ledger, the newest first."""
        with engine.reading(self._engine) as connection:
            return records.listed(connection, limit, skip)

    def has_records(self) -> bool:
        """Whether there is any record."""
        with engine.reading(self._engine) as connection:
            return recorded.are_there(connection)

    def record(self, number: int) -> RecordView:
        """A record with its turns, all that articles quote of it, and what nobody quotes. Raises NotInLedger."""
        with engine.reading(self._engine) as connection:
            return records.view(connection, number)

    def recordings(self, numbers: Collection[int] | None = None) -> dict[int, StoredRecording]:
        """The recordings of records, by the ids of these; None: of all. Records without one are left out."""
        with engine.reading(self._engine) as connection:
            return recordings.every(connection) if numbers is None else recordings.of(connection, numbers)

    def verified(self, article: int) -> tuple[HeldQuotation, ...]:
        """What the ledger's records have of the quotations of an article, as it was last looked for."""
        with engine.reading(self._engine) as connection:
            return quotations.of_article(connection, article)

    # -- asking ------------------------------------------------------------------------------------------------------

    def search(self, query: Query, limit: int = 20, skip: int = 0, *, counts: bool = False) -> Found:
        """Statements that a query finds. counts: whether to count them by holder, outlet, year and standing, too."""
        with engine.reading(self._engine) as connection:
            return search.search(connection, query, limit, skip, counts=counts)

    def counts(self) -> Size:
        """The numbers of articles, statements, holders, threads and findings."""
        with engine.reading(self._engine) as connection:
            return articles.size(connection)

    def thread(self, number: int) -> Trace:
        """The utterance of a thread, in all its wordings."""
        with engine.reading(self._engine) as connection:
            return trace.thread(connection, number)

    def statement(self, number: int) -> Trace:
        """The utterance of a statement, whether it is in a thread or alone."""
        with engine.reading(self._engine) as connection:
            return trace.statement(connection, number)

    def stands(self, statement: int) -> bool:
        """Whether a statement counts: it is read, or people vouch for it, and nobody has rejected it."""
        with engine.reading(self._engine) as connection:
            return trace.stands(connection, statement)

    def holder(
        self, number: int, limit: int = 50, skip: int = 0, about: str | None = None, *, nested: bool = False
    ) -> Profile:
        """What a holder said. about: only statements with a stance toward this target, given by part of its name or id.

        limit, skip: the page, in utterances. nested: whether to give what stands in somebody else's words, too.
        """
        with engine.reading(self._engine) as connection:
            return holder.profile(connection, number, limit, skip, about, nested=nested)

    def compare(self, one: int, other: int, about: str | None = None) -> Comparison:
        """What two holders said for and against the same targets. about: only these, by part of the name or by id."""
        with engine.reading(self._engine) as connection:
            return holder.compare(connection, one, other, about)

    def trace(self, words: str, limit: int = 3) -> list[Trace]:
        """The utterances with these words, those with most matching statements first, each in all its wordings."""
        with engine.reading(self._engine) as connection:
            return trace.trace(connection, words, limit)

    def who(self, name: str, about: str | None = None, *, nested: bool = False, limit: int = 50) -> Profile:
        """As `holder`, by all or part of the name. Raises NotInLedger also if it isn't clear which holder is meant."""
        with engine.reading(self._engine) as connection:
            return holder.who(connection, name, about, nested=nested, limit=limit)

    def called(self, name: str) -> list[LikelyHolder]:
        """The holders that a name, or a part of one, may mean, the likeliest first."""
        with engine.reading(self._engine) as connection:
            return called.choices(connection, name)

    def findings(
        self, codes: Sequence[Code] = (), limit: int | None = None, progress: examine.Progress | None = None
    ) -> list[KeptFinding]:
        """Findings, the newest first, without rejected ones.

        Looked for first wherever something has changed, if the ledger can be written to; `waiting` tells what is left.
        codes: only these kinds; empty for all. progress: see `refresh`.
        """
        with suppress(LedgerLocked, LedgerReadOnly):
            self.refresh(progress=progress)
        with engine.reading(self._engine) as connection:
            return queue.kept(connection, *queue.chosen(codes), queue.NOT_REJECTED, limit=limit)

    def queue(
        self, codes: Sequence[Code] = (), state: FindingState | None = None, limit: int = 50, skip: int = 0
    ) -> Queue:
        """Stored findings with their numbers, the newest first.

        codes: only these kinds; empty for all. state: only findings reviewed so.
        """
        with engine.reading(self._engine) as connection:
            return queue.queue(connection, codes, state, limit, skip)

    def check(self, draft: Reading, records: Sequence[Record] = (), linked: Sequence[Article] = ()) -> Check:
        """A draft held against the ledger: every statement with the nearest wording there, and what to look at.

        records: of what was said, beside those of the ledger. linked: pages in which quotations may stand, too. Nothing
        is stored.
        """
        if not (draft.article.outlet or draft.article.url or draft.article.title):
            draft = replace(draft, article=replace(draft.article, outlet=DRAFT))
        with engine.snapshot(self._engine) as connection:
            drafted = drafts.draft(connection, draft)
            beside = HeldAgainst(records, linked, self._shelf)
            return check.check(connection, drafted, _offices(connection, drafted.figures), beside)

    def waiting(self) -> int:
        """The number of changed places that are still to be examined for findings."""
        with engine.reading(self._engine) as connection:
            return queue.waiting(connection)

    def refresh(self, seconds: float = math.inf, progress: examine.Progress | None = None) -> int:
        """Look for findings wherever something has changed; returns the number of places left.

        It takes short turns, between which others write; what was found until then stays if it is broken off.
        seconds: after which it ends. progress: called after each turn with the number of places done and of all.
        """
        until, done = time.monotonic() + seconds, 0
        left = self.waiting()
        while left and time.monotonic() < until:
            with engine.snapshot(self._engine) as connection:
                places = examine.examined(connection, _offices(connection), self._shelf, SLICE)
            with engine.writing(self._engine) as connection:
                examine.keep(connection, places)
                left = queue.waiting(connection)
            done += len(places)
            if progress:
                progress(done, done + left)
        return left

    @property
    def watched(self) -> Watched:
        """What belongs to the watch: feeds, their pages, what is told."""
        return Watched(self._engine)

    # -- taking out --------------------------------------------------------------------------------------------------

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The contents of the ledger at one moment, whatever is written meanwhile; findings aren't updated."""
        with engine.snapshot(self._engine) as connection:
            yield Snapshot(connection)

    # -- reviews -----------------------------------------------------------------------------------------------------

    def review(self, given: Review, by: str | None = None) -> int:
        """Store a person's review of a statement, an article or a finding; returns the review's id.

        Raises InvalidReview if it is invalid or its words aren't in the text, and NotInLedger.
        """
        with engine.writing(self._engine) as connection:
            number, touched = review.review(connection, given, by or the_user())
            examine.mark_touched(connection, touched)
            return number

    def undo_review(self, number: int, by: str | None = None) -> None:
        """Undo a review, as if it had never been made. It stays in the list of reviews."""
        with engine.writing(self._engine) as connection:
            examine.mark_touched(connection, review.undo(connection, number, by or the_user()))

    def under_review(self, statement: int) -> UnderReview:
        """A statement with its current values and its reviews. Raises NotInLedger."""
        with engine.reading(self._engine) as connection:
            return review.under_review(connection, statement)

    def reviews(self, article: int | None = None, by: str | None = None, limit: int = 50, skip: int = 0) -> list[Entry]:
        """Reviews, and people's decisions on holders, the newest first.

        article: only those about this article. by: only those by this person.
        """
        with engine.reading(self._engine) as connection:
            return review.entries(connection, article, by, limit, skip)

    # -- holders -----------------------------------------------------------------------------------------------------

    def holders(self, name: str | None = None, limit: int = 50, skip: int = 0) -> list[Person]:
        """Holders, those with most statements first.

        name: part of a name, or an id. If given, every appearance is returned too, with the reason for its link.
        """
        with engine.reading(self._engine) as connection:
            return profiles.holders(connection, name, limit, skip)

    def merge(self, one: int, other: int, reason: str, by: str | None = None) -> int:
        """Merge two holders; returns the id of the decision, by which it can be undone.

        The one of the fuller name stays, in doubt `one`; the number of the other leads to it.
        """
        with engine.writing(self._engine) as connection:
            decision = decisions.merge(connection, one, other, reason, by or the_user())
            examine.mark_decided(connection, [decision])
            return decision

    def keep_apart(self, one: int, other: int, reason: str, by: str | None = None) -> int:
        """Record that two holders aren't one, so that it isn't suggested again; returns the id of the decision."""
        with engine.writing(self._engine) as connection:
            return decisions.apart(connection, one, other, reason, by or the_user())

    def doubts(self, one: int, other: int) -> list[str]:
        """What speaks against two holders being one, in words; empty if nothing does."""
        with engine.reading(self._engine) as connection:
            return decisions.doubts(connection, one, other)

    def suggestions(self, limit: int = 20) -> list[Suggestion]:
        """Holders that may be one, those for which most speaks first, with what speaks for it."""
        with engine.reading(self._engine) as connection:
            return suggestions.suggestions(connection, limit)

    def split(self, holder: int, appearances: Sequence[int], reason: str, by: str | None = None) -> int:
        """Make a new holder of some appearances of a holder; returns the id of the decision."""
        with engine.writing(self._engine) as connection:
            decision = decisions.split(connection, holder, appearances, reason, by or the_user())
            examine.mark_decided(connection, [decision])
            return decision

    def undo(self, decision: int, by: str | None = None) -> None:
        """Undo a decision on holders."""
        with engine.writing(self._engine) as connection:
            decisions.undo(connection, decision, by or the_user())
            examine.mark_decided(connection, [decision])

    def touched(self, decision: int) -> list[int]:
        """The ids of the current holders that a decision affects."""
        with engine.reading(self._engine) as connection:
            return decisions.touched(connection, decision)

    def load_figures(self, known: Iterable[figures.Figure]) -> Loaded:
        """Store public figures, as `figures.read` gives them, and recognise them among the holders.

        Loading the same file again changes nothing.
        """
        with engine.writing(self._engine) as connection:
            count = figures.keep(connection, known)
            decided = recognise.recognise(connection)
            examine.mark_decided(connection, decided)
            return Loaded(count, tuple(decided))

    def figures(self, name: str | None = None, day: str | None = None, limit: int = 50) -> list[Public]:
        """Public figures with their offices, sorted by name.

        name: words of one of the names. day: an ISO date; only figures in office then. Raises InvalidQuery for no date.
        """
        if day is not None:
            search.check_day(day)
        with engine.reading(self._engine) as connection:
            return profiles.public(connection, name, day, limit)


def _offices(
    connection: sa.Connection, also: Mapping[int, int] | None = None
) -> Callable[[int, str], Sequence[str] | None]:
    """A look-up of the titles that a holder (id) held on an ISO day, or ever, for an empty day.

    It gives None for a holder that isn't a public figure. also: figures of holders that aren't in the ledger as such.
    """

    def held(holder: int, day: str) -> Sequence[str] | None:
        holders = schema.holders
        figure = connection.execute(sa.select(holders.c.figure_id).where(holders.c.id == holder)).scalar()
        figure = also.get(holder) if also and figure is None else figure
        return None if figure is None else [office.title for office in figures.held(connection, figure, day)]

    return held
