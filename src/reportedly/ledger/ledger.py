"""Ledger: the statements of many articles, in one SQLite file or a PostgreSQL database."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import sqlalchemy as sa

from ..articles.article import Article
from ..errors import LedgerLocked, LedgerReadOnly
from ..reading import Reading, read
from .asked import articles, holder, profiles, search, trace, versions
from .asked.articles import Articles, ArticleView, Size
from .asked.holder import Comparison, Profile
from .asked.profiles import Loaded, Person, Public
from .asked.search import Found, Query
from .asked.snapshot import Snapshot
from .asked.trace import Trace
from .asked.versions import Version
from .findings import examine, queue
from .findings.finding import Code
from .findings.queue import FindingState, Queue
from .findings.queue import Kept as KeptFinding
from .people import decisions, figures, identity, recognise
from .reviews import review, users
from .reviews.review import Entry, Review, UnderReview
from .reviews.users import User
from .tables import engine, schema, store
from .tables.store import KeptArticle
from .threads import membership

#: What a draft is called that nothing else tells the name of.
DRAFT: Final = "the draft"
#: Places in which something changed that a page looks at itself, about as many as an article touches.
LITTLE = 40


def _sentence_case(one: KeptFinding) -> KeptFinding:
    """A finding whose sentence, where it begins with the draft, begins with a capital."""
    sentence = one.finding.sentence
    if not sentence.startswith(DRAFT):
        return one
    return replace(one, finding=replace(one.finding, sentence=f"{sentence[0].upper()}{sentence[1:]}"))


class Ledger:
    """A ledger, open. Use it as a context manager, or close it.

    Every method raises LedgerError where the database can't do its part (locked, damaged, full), and NotInLedger for
    what isn't there.
    """

    def __init__(self, opened: sa.Engine) -> None:
        self._engine = opened

    @classmethod
    def open(cls, where: str | Path) -> Self:
        """The ledger at a path or a `postgresql://` URL; a new one if there is none."""
        return cls(engine.connect(where))

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- keeping -----------------------------------------------------------------------------------------------------

    def add(self, reading: Reading) -> KeptArticle:
        """Keep a reading, link its holders and statements with what is there: whole or not at all.

        The same article again changes nothing; another text at the same URL is a new version.
        """
        with engine.writing(self._engine) as connection:
            return _add(connection, reading)

    def keep(self, article: Article) -> KeptArticle:
        """Read an article and keep what is read; one that is there already isn't read again."""
        return self.known(article) or self.add(read(article))

    def known(self, article: Article) -> KeptArticle | None:
        """What is kept of this very article, if it is there: to read it again would change nothing."""
        with engine.reading(self._engine) as connection:
            return store.known(connection, article)

    def fail(self, name: str, reason: str) -> None:
        """Note that an input could not be read."""
        with engine.writing(self._engine) as connection:
            store.fail(connection, name, reason)

    def reading(self, article: int, *, reviewed: bool = False) -> Reading:
        """The reading of an article, by its id, as it was kept; or as reviews leave it."""
        with engine.reading(self._engine) as connection:
            return store.reading(connection, article, reviewed=reviewed)

    def versions(self, url: str) -> list[Version]:
        """The versions of the article at a URL, the oldest first, with what each changed."""
        with engine.reading(self._engine) as connection:
            return versions.versions(connection, url)

    def articles(self, limit: int = 30, skip: int = 0) -> Articles:
        """The articles by the day they were published, the newest first."""
        with engine.reading(self._engine) as connection:
            return articles.listed(connection, limit, skip)

    def article(self, number: int) -> ArticleView:
        """An article with all that is known beside its reading: ids, threads, copies, versions, findings.

        Like every page, it doesn't look for findings where much has changed: see refresh.
        """
        self._catch_up()
        with engine.reading(self._engine) as connection:
            return articles.view(connection, number)

    # -- users -------------------------------------------------------------------------------------------------------

    def add_user(self, name: str) -> str:
        """Let somebody write; the token, which is kept nowhere. Raises InvalidUser for a name that is none or taken."""
        with engine.writing(self._engine) as connection:
            return users.add(connection, name)

    def revoke_user(self, name: str) -> None:
        """Let somebody write no more. Raises NotInLedger."""
        with engine.writing(self._engine) as connection:
            users.revoke(connection, name)

    def user(self, token: str) -> str | None:
        """The name of the user who has this token; None if nobody has."""
        with engine.reading(self._engine) as connection:
            return users.find(connection, token)

    def users(self) -> list[User]:
        """Those who may write and those who might once, in the order in which they came."""
        with engine.reading(self._engine) as connection:
            return users.everybody(connection)

    def has_users(self) -> bool:
        """Whether anybody has a token: then writing needs one."""
        with engine.reading(self._engine) as connection:
            return users.are_there(connection)

    # -- asking ------------------------------------------------------------------------------------------------------

    def search(self, query: Query, limit: int = 20, skip: int = 0, *, counts: bool = False) -> Found:
        """Statements by their words, with filters; see Query. counts: by holder, outlet, year and standing, too."""
        with engine.reading(self._engine) as connection:
            return search.search(connection, query, limit, skip, counts=counts)

    def counts(self) -> Size:
        """How much the ledger holds."""
        with engine.reading(self._engine) as connection:
            return articles.size(connection)

    def thread(self, number: int) -> Trace:
        """The utterance of a thread, by its number."""
        self._catch_up()
        with engine.reading(self._engine) as connection:
            return trace.thread(connection, number)

    def statement(self, number: int) -> Trace:
        """The utterance of a statement, by the statement's number, be it in a thread or alone."""
        self._catch_up()
        with engine.reading(self._engine) as connection:
            return trace.statement(connection, number)

    def holder(self, number: int, limit: int = 50, skip: int = 0, about: str | None = None) -> Profile:
        """What a holder said, by number. about: only what is toward a target.

        limit, skip: how many statements, from which on.
        """
        self._catch_up()
        with engine.reading(self._engine) as connection:
            return holder.profile(connection, number, limit, skip, about)

    def compare(self, one: int, other: int, about: str | None = None) -> Comparison:
        """What two holders said for and against the targets that they share. about: one of these."""
        with engine.reading(self._engine) as connection:
            return holder.compare(connection, one, other, about)

    def trace(self, words: str, limit: int = 3) -> list[Trace]:
        """The utterances that have these words, those most have first, each in all its wordings."""
        self.refresh()
        with engine.reading(self._engine) as connection:
            return trace.trace(connection, words, limit)

    def who(self, name: str, about: str | None = None) -> Profile:
        """What a holder said, and for and against whom. about: only what is toward this target."""
        self.refresh()
        with engine.reading(self._engine) as connection:
            return holder.who(connection, name, about)

    def findings(
        self, codes: Sequence[Code] = (), limit: int | None = None, progress: examine.Progress | None = None
    ) -> list[KeptFinding]:
        """What a person should look at, the newest first, looked for where something changed. codes: only these kinds.

        What people said isn't so is left out.
        """
        self.refresh(progress)
        with engine.reading(self._engine) as connection:
            return queue.kept(connection, *queue.chosen(codes), queue.NOT_REJECTED, limit=limit)

    def queue(
        self, codes: Sequence[Code] = (), state: FindingState | None = None, limit: int = 50, skip: int = 0
    ) -> Queue:
        """Findings as they were last looked for, the newest first, counted. codes: only these kinds. state: by what
        people said of them.
        """
        self._catch_up()
        with engine.reading(self._engine) as connection:
            return queue.queue(connection, codes, state, limit, skip)

    def check(self, draft: Reading) -> list[KeptFinding]:
        """What would be found if a draft were kept, on words of the draft; nothing is kept."""
        if not (draft.article.outlet or draft.article.url or draft.article.title):
            draft = replace(draft, article=replace(draft.article, outlet=DRAFT))
        with engine.rehearsing(self._engine) as connection:
            kept = _add(connection, draft)
            examine.refresh(connection, _offices(connection))
            found = queue.kept(connection, queue.resting_on(schema.evidence.c.article_id, [kept.article]))
        return [_sentence_case(one) for one in found]

    def _catch_up(self) -> None:
        """Look for findings where little has changed: where much has, that is refresh's work, and a page doesn't wait.

        Nor does it if the ledger can't be written to.
        """
        with engine.reading(self._engine) as connection:
            some = sa.select(schema.dirty.c.id).limit(LITTLE + 1)
            changed = len(connection.execute(some).all())
        if 0 < changed <= LITTLE:
            with suppress(LedgerLocked, LedgerReadOnly):
                self.refresh()

    def refresh(self, progress: examine.Progress | None = None) -> None:
        """Look for findings where something has changed. progress: told how many of how many places are done."""
        with engine.reading(self._engine) as connection:
            if connection.execute(sa.select(schema.dirty.c.id).limit(1)).first() is None:
                return
        with engine.writing(self._engine) as connection:
            examine.refresh(connection, _offices(connection), progress)

    # -- taking out --------------------------------------------------------------------------------------------------

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """All that the ledger holds at one moment, whoever writes meanwhile; findings as they were last looked for."""
        with engine.snapshot(self._engine) as connection:
            yield Snapshot(connection)

    # -- reviews -----------------------------------------------------------------------------------------------------

    def review(self, given: Review, by: str | None = None) -> int:
        """Keep what a person says of a statement, an article or a finding; the review's number. by: who; by default
        the system's user.

        Raises InvalidReview for what can't be, or isn't in the text, and NotInLedger.
        """
        with engine.writing(self._engine) as connection:
            number, touched = review.review(connection, given, by or _user())
            examine.mark_touched(connection, touched)
            return number

    def undo_review(self, number: int, by: str | None = None) -> None:
        """Take a review back: what it was on is as if it had never been. It stays among the reviews."""
        with engine.writing(self._engine) as connection:
            examine.mark_touched(connection, review.undo(connection, number, by or _user()))

    def under_review(self, statement: int) -> UnderReview:
        """A statement as it may be reviewed now, with what was said of it. Raises NotInLedger."""
        with engine.reading(self._engine) as connection:
            return review.under_review(connection, statement)

    def reviews(self, article: int | None = None, by: str | None = None, limit: int = 50, skip: int = 0) -> list[Entry]:
        """Reviews, and what people decided on holders, the newest first. article: on it. by: of this person only."""
        with engine.reading(self._engine) as connection:
            return review.entries(connection, article, by, limit, skip)

    # -- holders -----------------------------------------------------------------------------------------------------

    def holders(self, name: str | None = None, limit: int = 50, skip: int = 0) -> list[Person]:
        """Holders by how much they say. name: a part of the name, or a number: with every appearance and its reason."""
        with engine.reading(self._engine) as connection:
            return profiles.holders(connection, name, limit, skip)

    def merge(self, one: int, other: int, reason: str, by: str | None = None) -> int:
        """Make holder `other` the same as `one`; the decision's number, by which it can be undone."""
        with engine.writing(self._engine) as connection:
            decision = decisions.merge(connection, one, other, reason, by or _user())
            examine.mark_decided(connection, [decision])
            return decision

    def split(self, holder: int, appearances: Sequence[int], reason: str, by: str | None = None) -> int:
        """Make a holder of its own of some appearances; the decision's number."""
        with engine.writing(self._engine) as connection:
            decision = decisions.split(connection, holder, appearances, reason, by or _user())
            examine.mark_decided(connection, [decision])
            return decision

    def undo(self, decision: int, by: str | None = None) -> None:
        """Take a decision on holders back."""
        with engine.writing(self._engine) as connection:
            decisions.undo(connection, decision, by or _user())
            examine.mark_decided(connection, [decision])

    def touched(self, decision: int) -> list[int]:
        """The numbers of the holders that a decision is on, as they are now."""
        with engine.reading(self._engine) as connection:
            return decisions.touched(connection, decision)

    def load_figures(self, known: Iterable[figures.Figure]) -> Loaded:
        """Keep public figures, from `figures.read`, and name those among the holders. Again, nothing changes."""
        with engine.writing(self._engine) as connection:
            count = figures.keep(connection, known)
            decided = recognise.recognise(connection)
            examine.mark_decided(connection, decided)
            return Loaded(count, tuple(decided))

    def figures(self, name: str | None = None, day: str | None = None, limit: int = 50) -> list[Public]:
        """Public figures by name, with their offices. name: a part of one of the names. day: those in office then."""
        if day is not None:
            search.check_day(day)
        with engine.reading(self._engine) as connection:
            return profiles.public(connection, name, day, limit)


def _user() -> str:
    """Who decides: the user's name, as the system has it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may have users without a name
        return "a person"


def _add(connection: sa.Connection, reading: Reading) -> KeptArticle:
    known = store.find(connection, reading.article)
    if known is not None:
        return KeptArticle(known, "unchanged", len(reading.statements))
    rows = store.rows(connection, reading)
    identity.assign(connection, rows)
    joins = membership.join(connection, rows)
    store.write(connection, rows)
    membership.write(connection, joins)
    examine.mark(connection, rows)
    return KeptArticle(rows.id, "new version" if rows.article["supersedes"] else "new", len(reading.statements))


def _offices(connection: sa.Connection) -> Callable[[int, str], Sequence[str] | None]:
    """The titles that a holder held on a day; all that are known for an empty day; None of one who is no figure."""

    def held(holder: int, day: str) -> Sequence[str] | None:
        holders = schema.holders
        figure = connection.execute(sa.select(holders.c.figure_id).where(holders.c.id == holder)).scalar()
        return None if figure is None else [office.title for office in figures.held(connection, figure, day)]

    return held
