"""Ledger: the statements of many articles, in a SQLite file or a PostgreSQL database."""

from __future__ import annotations

import getpass
import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import sqlalchemy as sa

from ..articles.article import Article
from ..errors import InputError, InvalidQuery, LedgerLocked, LedgerReadOnly, within_bounds
from ..evidence.kept import KeptCapture
from ..reading import Reading, made_by, read
from ..records.record import Record
from . import additions, rereading
from .additions import Addition, AdditionState, Handed, Taken
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
from .people import called, decisions, figures, identity, recognise, suggestions
from .people.called import LikelyHolder
from .people.suggestions import Suggestion
from .records import prints, quotations
from .records import store as recorded
from .records.holding import Shelf
from .records.quotations import HeldQuotation
from .records.store import KeptRecord, RecordFacts
from .rereading import Rereading
from .reviews import review, users
from .reviews.review import Entry, Review, UnderReview
from .reviews.users import User
from .tables import captures, engine, facts, schema, store
from .tables.engine import Waiting
from .tables.facts import CorrectedFacts
from .tables.store import ArticleRows, KeptArticle, Whereabouts
from .threads import membership, reprints
from .watched.watched import Watched

#: What reads an article: `read`, or the same in another process.
Reads = Callable[[Article], Reading]
#: The name of a draft without outlet, URL and title.
DRAFT: Final = "the draft"
#: Seconds for which places are examined before what was found in them is written down, and for which readings are
#: gathered before they are.
SLICE = 0.25
#: Most articles and statements, taken together, that are added in one transaction, which takes a fraction of a second.
TOGETHER = 500


class Ledger:
    """An open ledger. Use it as a context manager, or close it.

    Every method raises LedgerError if the database fails (locked, damaged, full), and NotInLedger if it is asked for
    something that the ledger doesn't have. Articles, statements, threads, holders and reviews are given by their ids.
    `limit` and `skip` are a page, counted in what is returned. `by` is the person who acts, by default the system's
    user.
    """

    def __init__(self, opened: sa.Engine) -> None:
        self._engine = opened
        self._private: sa.Engine | None = None
        self._shelf = Shelf()

    @classmethod
    def open(cls, where: str | Path, waiting: Waiting = Waiting()) -> Self:  # noqa: B008 - frozen
        """The ledger at a path or a `postgresql://` URL; created if there is none.

        waiting: how long whatever is written waits while others write, and who is told of it.
        """
        return cls(engine.connect(where, waiting))

    def close(self) -> None:
        """Close all connections to the database."""
        self.checkpoint()
        self._engine.dispose()
        if self._private is not None:
            self._private.dispose()

    def checkpoint(self) -> None:
        """Have all that was kept in the ledger's file itself, so that a plain copy of it has everything."""
        engine.checkpoint(self._engine)

    def backup(self, file: str | Path, *, replace: bool = False) -> None:
        """A whole, checked copy of the ledger as it is now, while others may write; it takes the file's place at once.

        replace: whether a file that is there may be replaced. Raises LedgerError, also for a ledger in PostgreSQL.
        """
        engine.backup(self._engine, Path(file).expanduser(), replace=replace)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- keeping -----------------------------------------------------------------------------------------------------

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
            row = store.article(connection, article)
        wanted = facts.corrected(store.published_as(row), given)
        if not _corrected(row, wanted):
            with engine.reading(self._engine) as connection:
                return store.kept(connection, article)
        reading = by(wanted)
        with engine.writing(self._engine) as connection:
            return _correct(connection, store.find_article(connection, article), reading)

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
                row = store.article(connection, article)
            published = store.published_as(row)
            try:
                reading = read(published)
            except InputError as error:
                return Rereading(article, rereading.name(row), store.read_by(row), None, error=str(error))
            if dry_run:
                with engine.reading(self._engine) as connection:
                    return rereading.rehearse(connection, article, reading)
            with engine.writing(self._engine) as connection:
                now = store.find_article(connection, article)
                if facts.rest_on_the_same(store.published_as(now), published):  # else it was corrected meanwhile
                    return rereading.replace(connection, article, reading)

    def fail(self, name: str, reason: str) -> None:
        """Record that an input could not be read. name: of the input. reason: in words."""
        with engine.writing(self._engine) as connection:
            store.fail(connection, name, reason)

    def reading(self, article: int, *, reviewed: bool = False) -> Reading:
        """The reading of an article, as stored, or with reviews applied."""
        with engine.reading(self._engine) as connection:
            return store.reading(connection, article, reviewed=reviewed)

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
            store.article(connection, article)
            return captures.of(connection, article)

    def captured(self, uri: str, sha256: str) -> KeptCapture | None:
        """What was kept of an address, if its bytes had this digest."""
        with engine.reading(self._engine) as connection:
            return captures.find(connection, uri, sha256)

    # -- records ---------------------------------------------------------------------------------------------------

    def add_record(self, record: Record, about: RecordFacts = RecordFacts()) -> KeptRecord:  # noqa: B008 - frozen
        """Store a record of what was said, in one transaction; articles that may quote it are then held against it.

        about: what is known of it; of one that is there it corrects what is given. The same file is one record.
        Raises InputError for no day.
        """
        with engine.writing(self._engine) as connection:
            kept = recorded.add(connection, record, about)
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

    def verified(self, article: int) -> tuple[HeldQuotation, ...]:
        """What the ledger's records have of the quotations of an article, as it was last looked for."""
        with engine.reading(self._engine) as connection:
            return quotations.of_article(connection, article)

    # -- articles handed in --------------------------------------------------------------------------------------------

    def hand_in(self, handed: Handed, by: str | None = None) -> Addition:
        """Store an article that is to be read. Raises InputError if too many wait."""
        with engine.writing(self._engine) as connection:
            return additions.hand_in(connection, handed, by or _user())

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

    # -- users -------------------------------------------------------------------------------------------------------

    def add_user(self, name: str) -> str:
        """Add a user who may write; returns the token, of which only a hash is stored.

        Raises InvalidUser for an invalid name or one in use.
        """
        private = self._users(make=True)
        assert private is not None
        with engine.writing(private) as connection:
            token = users.add(connection, name)
            if private is not self._engine:
                # Before the user may write, so that nobody writes without a token whatever happens in between.
                with engine.writing(self._engine) as ledger:
                    users.mark(ledger)
        return token

    def revoke_user(self, name: str) -> None:
        """Revoke a user's token. Raises NotInLedger."""
        with engine.writing(self._users() or self._engine) as connection:
            users.revoke(connection, name)

    def user(self, token: str) -> str | None:
        """The name of the user with this token; None if there is none or it was revoked."""
        return self.user_of(users.token_digest(token))

    def user_of(self, digest: str) -> str | None:
        """The name of the user whose token has this digest; None if there is none or it was revoked."""
        private = self._users()
        if private is None:
            return None
        with engine.reading(private) as connection:
            return users.find(connection, digest)

    def users(self) -> list[User]:
        """All users, also those whose tokens were revoked, in the order of adding."""
        private = self._users()
        if private is None:
            return []
        with engine.reading(private) as connection:
            return users.everybody(connection)

    def has_users(self) -> bool:
        """Whether any user has a token that wasn't revoked."""
        private = self._users()
        if private is None:
            return False
        with engine.reading(private) as connection:
            return users.are_there(connection)

    def had_users(self) -> bool:
        """Whether any user was ever added. If so, writing through the reader needs a token, even if none is left."""
        with engine.reading(self._engine) as connection:
            if users.were_there(connection):
                return True
        private = self._users()
        if private is None or private is self._engine:
            return False
        with engine.reading(private) as connection:
            return users.were_there(connection)

    def _users(self, *, make: bool = False) -> sa.Engine | None:
        """Where the users lie; None if there were none yet. make: make a place for them then."""
        if self._private is None:
            self._private = engine.private(self._engine, make=make)
        return self._private

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
            number, touched = review.review(connection, given, by or _user())
            examine.mark_touched(connection, touched)
            return number

    def undo_review(self, number: int, by: str | None = None) -> None:
        """Undo a review, as if it had never been made. It stays in the list of reviews."""
        with engine.writing(self._engine) as connection:
            examine.mark_touched(connection, review.undo(connection, number, by or _user()))

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
            decision = decisions.merge(connection, one, other, reason, by or _user())
            examine.mark_decided(connection, [decision])
            return decision

    def keep_apart(self, one: int, other: int, reason: str, by: str | None = None) -> int:
        """Record that two holders aren't one, so that it isn't suggested again; returns the id of the decision."""
        with engine.writing(self._engine) as connection:
            return decisions.apart(connection, one, other, reason, by or _user())

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
            decision = decisions.split(connection, holder, appearances, reason, by or _user())
            examine.mark_decided(connection, [decision])
            return decision

    def undo(self, decision: int, by: str | None = None) -> None:
        """Undo a decision on holders."""
        with engine.writing(self._engine) as connection:
            decisions.undo(connection, decision, by or _user())
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


def _user() -> str:
    """The name of the system's user."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may have users without a name
        return "a person"


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
    return KeptArticle(rows.id, _outcome(rows), len(reading.statements))


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
    before = store.article(connection, number)
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
