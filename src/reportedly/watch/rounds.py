"""Rounds: ask the feeds that are due, keep their pages, look for findings, tell what rules pick; and once more.

All that is known stands in the ledger after every step, so a watch that is stopped at any moment goes on where it was.
What a channel was being sent at that moment is sent again, and says so: whether it had arrived can't be known, and an
alert too many is better than one too few.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from ..articles import feeds as of_feeds
from ..articles.article import Article
from ..articles.feeds import FeedEntry
from ..articles.fetching import FEED, Asking, Page
from ..english.language import check_english
from ..errors import Empty, FetchError, InputError, InvalidQuery, OtherLanguage
from ..given import is_address
from ..ledger import Ledger
from ..ledger.watched.alerts import Alert, Delivery
from ..ledger.watched.state import FeedState, PageState, digest
from ..reading import Reading, read
from . import channels
from .channels import Channels
from .courtesy import Courtesy, Question, Reply, origin
from .settings import Feed, WatchSettings

#: Seconds for which findings are looked for in a round.
LOOKING: Final = 60.0
#: Seconds until something that failed is asked for again: doubled each time, up to the last.
BACK_OFF, LONGEST = 300.0, 86_400.0
#: Seconds until a channel that took nothing is told again: doubled each time, up to the last.
RETRY, LONGEST_RETRY = 60.0, 3_600.0
#: Seconds for which the pages of one host are asked for in a round at most, so that the others' news needn't wait.
ROUND: Final = 300.0
#: How often a page that fails is asked for before it is given up.
TRIES: Final = 5
#: What a server says of a page that isn't there any more. Not to be found it may be by mistake: it is asked for twice.
GONE, NOT_FOUND = (404, 410, 451), 404
#: Seconds that an idle watch waits at most before it looks again.
IDLE: Final = 60.0


@dataclass(slots=True)
class Summary:
    """What came of a round. counts: of feeds asked, unchanged and failed; of pages asked, unchanged and failed; of
    readings made; of articles by outcome; of alerts, and of what was told to whom. failed: why feeds failed, by URL.
    passed_over: pages that aren't in English, by URL. alerts: those that are new. untold: channels that took nothing.
    """

    counts: Counter[str] = field(default_factory=Counter)
    failed: dict[str, str] = field(default_factory=dict)
    passed_over: dict[str, str] = field(default_factory=dict)
    alerts: list[Alert] = field(default_factory=list)
    untold: Counter[str] = field(default_factory=Counter)


class Watch:
    """A watch of feeds over a ledger. The caller holds `ledger.watched.alone()`.

    private: whether links may lead to private addresses. backlog: whether what a feed has when it is first asked is
    news. sends: whether channels are told. any_language: whether pages are read that aren't in English.
    """

    def __init__(  # noqa: PLR0913 - how it goes about it
        self,
        ledger: Ledger,
        settings: WatchSettings,
        *,
        private: bool = False,
        backlog: bool = False,
        sends: bool = True,
        any_language: bool = False,
    ) -> None:
        self._ledger, self._settings, self._state = ledger, settings, ledger.watched
        self._backlog = backlog
        self._progress: Callable[[str], object] = lambda _: None
        self._channels = Channels(settings.channels)
        self._sends = sends
        self._any_language = any_language
        self._courtesy = Courtesy(settings.agent, settings.pause, self._state.keep_robots, private=private)
        self._feeds = {feed.url: feed for feed in settings.feeds}

    def round(self, *, all_feeds: bool = True, progress: Callable[[str], object] = lambda _: None) -> Summary:
        """One round.

        all_feeds: ask every feed that may be asked, not only those whose time has come. progress: called now and then
        with what is being done, in words.
        """
        self._progress = progress
        summary = Summary()
        before = self._state.newest()
        self._ask_feeds(summary, all_feeds=all_feeds)
        self._keep_pages(summary)
        if summary.counts["readings"]:
            self._progress("looking for findings")
        self._ledger.refresh(LOOKING)
        self._state.tell_findings(self._settings.rules)
        self._make_digest()
        summary.alerts = self._state.since(before)
        if self._sends:
            self._tell(summary)
        return summary

    def wait(self) -> float:
        """The seconds until something is due, IDLE at most."""
        now = time.time()
        states = self._state.feeds([*self._feeds])
        due = [max(state.not_before, (state.asked_at or 0.0) + self._feeds[url].every) for url, state in states.items()]
        page = self._state.next_due()
        first = min([*due, *([page] if page is not None else [])])
        return min(max(first - now, 1.0), IDLE)

    # -- feeds -------------------------------------------------------------------------------------------------------

    def _ask_feeds(self, summary: Summary, *, all_feeds: bool) -> None:
        now = time.time()
        states = self._state.feeds([*self._feeds])
        due = [
            feed
            for url, feed in self._feeds.items()
            if states[url].not_before <= now and (all_feeds or (states[url].asked_at or 0.0) + feed.every <= now)
        ]
        summary.counts["feeds left alone"] = sum(state.not_before > now for state in states.values())
        questions = [
            (feed.url, Question(feed.url, _known(states[feed.url]), feed=True, named=True, obeys=feed.obeys))
            for feed in due
        ]
        self._courtesy.knows(self._state.robots({origin(feed.url) for feed in due}))
        for number, (url, answer) in enumerate(self._courtesy.ask(questions), 1):
            self._progress(f"feeds: {number} of {len(due)}")
            summary.counts["feeds"] += 1
            self._take_feed(self._feeds[url], states[url], answer, summary)

    def _take_feed(self, feed: Feed, state: FeedState, answer: Reply, summary: Summary) -> None:
        """Store what a feed answered."""
        if isinstance(answer, InputError):
            self._feed_failed(state, answer, summary)
            return
        found = digest(answer.body) if not answer.unchanged else state.digest
        now = replace(
            state, etag=answer.etag, modified=answer.modified, digest=found, asked_at=time.time(), not_before=0.0,
            failures=0, error=None,
        )  # fmt: skip
        if answer.unchanged or found == state.digest:
            summary.counts["feeds not modified" if answer.unchanged else "feeds the same"] += 1
            self._state.keep_feed(now)
            return
        try:
            entries = _entries(answer, feed)
        except InputError as error:
            self._feed_failed(state, error, summary)
            return
        title = next((entry.outlet for entry in entries if entry.outlet), state.title)
        quiet = state.digest is None and not self._backlog
        new = self._state.keep_feed(replace(now, title=title), entries, quiet=quiet)
        summary.counts["pages new"] += new
        summary.counts["pages quiet"] += new if quiet else 0

    def _feed_failed(self, state: FeedState, error: InputError, summary: Summary) -> None:
        reason = str(error).replace("expected an article at", "expected a feed at", 1)
        summary.counts["feeds failed"] += 1
        summary.failed[state.url] = reason
        if not state.failures:  # once, and not again each time
            self._ledger.fail(state.url, reason)
        failures = state.failures + 1
        until = time.time() + _back_off(failures, error)
        self._state.keep_feed(replace(state, asked_at=time.time(), not_before=until, failures=failures, error=reason))

    # -- pages -------------------------------------------------------------------------------------------------------

    def _keep_pages(self, summary: Summary) -> None:
        """Keep the pages that are due: those that are new, those that may have been edited since."""
        due = {str(page.id): page for page in self._state.due_pages(time.time())}
        for page in due.values():
            if _has_all(page):
                self._take_page(page, None, summary)
        here: Counter[str] = Counter()
        most = max(int(ROUND / self._settings.pause), 1) if self._settings.pause else len(due)
        questions: list[tuple[str, Question]] = []
        for key, page in due.items():
            here[origin(page.url)] += 1
            if not _has_all(page) and here[origin(page.url)] <= most:  # the others in the next round
                questions.append((key, Question(page.url, Asking(etag=page.etag, modified=page.modified))))
        self._courtesy.knows(self._state.robots({origin(question.url) for _, question in questions}))
        for number, (key, answer) in enumerate(self._courtesy.ask(questions), 1):
            self._progress(f"pages: {number} of {len(questions)}")
            summary.counts["pages"] += 1
            self._take_page(due[key], answer, summary)

    def _take_page(self, page: PageState, answer: Reply | None, summary: Summary) -> None:
        """Keep what a page answered. answer: None: all of the article stands in the feed."""
        now = replace(page, due_at=self._again(page), failures=0, error=None)
        if isinstance(answer, Page):
            found = digest(answer.body) if not answer.unchanged else page.digest
            now = replace(now, etag=answer.etag, modified=answer.modified, digest=found)
            if answer.unchanged or found == page.digest:
                summary.counts["pages unchanged"] += 1
                self._state.keep_page(now)
                return
        elif isinstance(answer, FetchError) and answer.status in GONE and page.article is not None:
            self._page_gone(page, answer, summary)
            return
        elif isinstance(answer, FetchError) and _passes(answer) and page.failures + 1 < TRIES:
            self._page_failed(page, answer, summary)
            return
        try:
            article = of_feeds.article_of(page.entry, lambda _: _article(answer))
            if not self._any_language:
                check_english(article.text)
            kept = self._ledger.keep(article, by=self._reads(summary))
        except OtherLanguage as error:
            summary.counts["pages in another language"] += 1
            summary.passed_over[page.url] = str(error)
            self._state.keep_page(replace(now, due_at=None, error=str(error)))
            return
        except (InputError, InvalidQuery) as error:
            self._page_failed(page, error, summary)
            return
        summary.counts[f"articles {kept.outcome}"] += 1
        # An older version that came late is no edit of what is there.
        version = kept.article if kept.outcome != "older version" else page.article
        self._state.keep_page(now, version, self._settings.rules)

    def _page_gone(self, page: PageState, error: FetchError, summary: Summary) -> None:
        """Store that a page isn't there any more, and what is to be told of that."""
        failures = page.failures + 1
        now = replace(page, failures=failures, error=str(error))
        if error.status == NOT_FOUND and failures == 1:
            summary.counts["pages failed"] += 1
            self._state.keep_page(replace(now, due_at=time.time() + BACK_OFF))
            return
        summary.counts["pages taken down"] += 1
        why = f"The server answers HTTP {error.status}"
        self._state.page_taken_down(replace(now, due_at=self._again(page)), why, self._settings.rules)

    def _page_failed(self, page: PageState, error: InputError | InvalidQuery, summary: Summary) -> None:
        summary.counts["pages failed"] += 1
        failures = page.failures + 1
        passes = isinstance(error, FetchError) and _passes(error) and failures < TRIES
        due = time.time() + _back_off(failures, error) if passes else self._again(page) if page.article else None
        if not passes:
            self._ledger.fail(page.url, str(error))
        self._state.keep_page(replace(page, due_at=due, failures=failures, error=str(error)))

    def _reads(self, summary: Summary) -> Callable[[Article], Reading]:
        def reading(article: Article) -> Reading:
            summary.counts["readings"] += 1
            return read(article)

        return reading

    def _again(self, page: PageState) -> float | None:
        """When a page is to be kept again, in seconds since 1970; None: not any more."""
        now = time.time()
        return next((page.seen_at + age for age in self._settings.again if page.seen_at + age > now), None)

    # -- telling -----------------------------------------------------------------------------------------------------

    def _make_digest(self) -> None:
        wanted = self._settings.digest
        if wanted is None:
            return
        here = datetime.now(UTC).astimezone(wanted.zone)
        if here.time() >= wanted.at:
            self._state.digest(here.date().isoformat(), wanted.tell)

    def _tell(self, summary: Summary) -> None:
        """Tell channels what they are to have, each until it takes nothing."""
        due = [one for one in self._state.due(time.time()) if one.channel in self._channels]
        refused: set[str] = set()
        for some in channels.messages(due):
            name = some[0].channel
            if name in refused:
                continue
            self._state.mark(some, "sending")
            if self._channels.send(name, channels.in_words(some)):
                self._state.mark(some, "told")
                summary.counts["told"] += len(some)
                continue
            refused.add(name)
            self._state.mark(some, "waiting", time.time() + _retry(some))
        summary.untold = Counter(one.channel for one in due if one.channel in refused)


def _known(state: FeedState) -> Asking:
    return Asking(accept=FEED, etag=state.etag, modified=state.modified)


def _entries(page: Page, feed: Feed) -> list[FeedEntry]:
    """The entries of a feed that lead somewhere or have a text of their own. Raises InputError if it is no feed."""
    if not of_feeds.FEED.match(page.body):
        raise InputError(f"expected a feed at {feed.url}, found something else")
    try:
        found = of_feeds.entries(page.body, feed.url)
    except Empty:  # today there is no news
        return []
    # Where an entry stands in its feed changes with every new one, and says nothing of it.
    named = [replace(entry, name=entry.link or feed.url, source=feed.outlet or entry.source) for entry in found]
    return [entry for entry in named if (is_address(entry.link) if entry.link else entry.plain)]


def _has_all(page: PageState) -> bool:
    """Whether all of an article stands in its feed, so that its page needn't be asked for."""
    return page.entry.is_whole or not page.entry.link


def _article(answer: Reply | None) -> Article:
    if isinstance(answer, InputError):
        raise answer
    assert answer is not None
    return Article.from_page(answer)


def _passes(error: FetchError) -> bool:
    """Whether a failure may be over by itself: no answer, a server at its limits or out of order."""
    return error.status is None or error.status in (408, 425, 429) or error.status >= 500


def _back_off(failures: int, error: InputError | InvalidQuery) -> float:
    """Seconds until something that failed so often in a row is asked for again."""
    asked = error.wait if isinstance(error, FetchError) and error.wait is not None else 0.0
    gone = LONGEST if isinstance(error, FetchError) and error.status == 410 else 0.0
    return min(max(BACK_OFF * 2.0 ** min(failures - 1, 16), asked, gone), max(LONGEST, min(asked, 7 * LONGEST)))


def _retry(some: Sequence[Delivery]) -> float:
    tries = min(one.tries for one in some)
    return min(RETRY * 2.0 ** min(tries, 16), LONGEST_RETRY)
