"""Courtesy: many addresses asked as their servers wish, several hosts at a time, one after the other at each.

robots.txt is obeyed (RFC 9309, read by protego), with a pause between two questions to one host; a host that doesn't
answer, or asks to wait, is left alone for the rest of the round.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from protego import Protego

from ..articles.decoding import decoded
from ..articles.fetching import Asking, Page, fetch
from ..errors import FetchError, InputError, NotPublic
from ..printable import printable, shorten

if TYPE_CHECKING:
    from ..articles.guard import Reach

#: How many hosts are asked at once, and how many answers wait at most until they are looked at.
AT_ONCE, AHEAD = 8, 16
#: For how many seconds robots.txt counts as it was, and one that couldn't be had (RFC 9309 asks for a day at most).
FRESH, UNKNOWN = 86_400.0, 3_600.0
#: Most bytes of robots.txt that count, and seconds of pause that it can ask for.
MOST, LONGEST = 512_000, 60.0
#: By which name robots.txt speaks to a watch.
NAME: Final = "Reportedly"
#: What stands for the robots.txt of a host that couldn't be asked for it.
SHUT: Final = "User-agent: *\nDisallow: /"


@dataclass(frozen=True, slots=True)
class Question:
    """An address to be asked.

    asking: with what is known of it. feed: whether a feed may answer. named: whether the user names it; links may only
    lead to the public internet. obeys: whether robots.txt counts.
    """

    url: str
    asking: Asking
    feed: bool = False
    named: bool = False
    obeys: bool = True


#: What came of a question.
Reply = Page | InputError


class Courtesy:
    """Asks servers. Use it from one thread.

    agent: what they are told who asks. pause: seconds between two questions to a host. learnt: called, in the caller's
    thread, with each robots.txt that was asked for anew: its origin, its text or None, and when. private: whether links
    may lead to private addresses.
    """

    def __init__(
        self, agent: str, pause: float, learnt: Callable[[str, str | None, float], object], *, private: bool = False
    ) -> None:
        self._agent, self._pause = agent, pause
        self._onward: Reach = "anywhere" if private else "public"
        self._known: dict[str, tuple[str | None, float]] = {}
        self._learnt = learnt
        self._parsed: dict[str, Protego] = {}

    def knows(self, robots: Mapping[str, tuple[str | None, float]]) -> None:
        """Take over robots.txt that were asked for before, None where there is none, and when; by origin."""
        self._known = {**robots, **self._known}

    def ask(self, questions: Sequence[tuple[str, Question]]) -> Iterator[tuple[str, Reply]]:
        """What came of each question, by its key, as it comes. Several hosts are asked at a time."""
        by_host: dict[str, list[tuple[str, Question]]] = defaultdict(list)
        for key, question in questions:
            by_host[origin(question.url)].append((key, question))
        hosts: queue.SimpleQueue[str] = queue.SimpleQueue()
        for host in by_host:
            hosts.put(host)
        answers: queue.Queue[tuple[str, Reply] | _Robots | None] = queue.Queue(AHEAD)
        stopped = threading.Event()

        def put(one: tuple[str, Reply] | _Robots | None) -> None:
            while not stopped.is_set():
                with suppress(queue.Full):
                    answers.put(one, timeout=0.2)
                    return

        def work() -> None:
            try:
                with suppress(queue.Empty):
                    while not stopped.is_set():
                        host = hosts.get_nowait()
                        for one in self._at(host, by_host[host], stopped):
                            put(one)
            finally:
                put(None)

        workers = min(AT_ONCE, len(by_host))
        for _ in range(workers):
            threading.Thread(target=work, daemon=True).start()
        try:
            while workers:
                one = answers.get()
                if one is None:
                    workers -= 1
                elif isinstance(one, _Robots):
                    self._learnt(one.origin, one.text, one.at)
                else:
                    yield one
        finally:
            stopped.set()

    def _at(
        self, host: str, questions: Sequence[tuple[str, Question]], stopped: threading.Event
    ) -> Iterator[tuple[str, Reply] | _Robots]:
        """The answers of one host, one after the other."""
        if any(question.obeys for _, question in questions):
            named = any(question.named for _, question in questions)
            asked = self._ask_robots(host, named=named)
            if isinstance(asked, FetchError):
                for key, question in questions:
                    yield key, FetchError(str(asked).replace(_robots_of(host), question.url))
                return
            if asked:
                yield asked
                stopped.wait(self._pause)
        pause = max(self._pause, self._wished(host))
        left_alone: FetchError | None = None
        for number, (key, question) in enumerate(questions):
            if left_alone is not None:
                yield key, _not_asked(question.url, left_alone)
                continue
            if question.obeys and not self._may(host, question.url):
                yield key, FetchError(f"expected leave to ask for {question.url}, found that its robots.txt gives none")
                continue
            if number and stopped.wait(pause):
                return
            answer = self._one(question)
            yield key, answer
            if isinstance(answer, FetchError) and not isinstance(answer, NotPublic) and _is_down(answer):
                left_alone = answer

    def _one(self, question: Question) -> Reply:
        try:
            return fetch(
                question.url, feeds=question.feed, reach="anywhere" if question.named else self._onward,
                onward=self._onward, asking=replace(question.asking, agent=self._agent),
            )  # fmt: skip
        except InputError as error:
            return error
        except Exception as error:  # a server may answer anything, and none keeps the others from being asked
            found = shorten(printable(f"{type(error).__name__}: {error}"), 80)
            return FetchError(f"expected an answer at {question.url}, found a failure ({found})")

    # -- robots.txt --------------------------------------------------------------------------------------------------

    def _ask_robots(self, host: str, *, named: bool) -> _Robots | FetchError | None:
        """Ask a host for its robots.txt, unless it is known; None then. The error of one that doesn't answer at all."""
        text, at = self._known.get(host, ("", 0.0))
        if time.time() - at < (UNKNOWN if text == SHUT else FRESH):
            return None
        answer = self._one(Question(_robots_of(host), Asking(any_text=True), named=named))
        if isinstance(answer, NotPublic):
            return None  # what is asked for there says so itself
        if isinstance(answer, FetchError) and answer.status is None:
            return answer
        if isinstance(answer, Page):
            text = _read(answer)
        elif isinstance(answer, FetchError) and 300 <= (answer.status or 0) < 500 and answer.status != 429:
            text = None  # RFC 9309: then everything may be asked for
        else:
            text = SHUT
        found = _Robots(host, text, time.time())
        self._known[host] = (text, found.at)
        self._parsed.pop(host, None)
        return found

    def _rules(self, host: str) -> Protego | None:
        text, _ = self._known.get(host, (None, 0.0))
        if text is None:
            return None
        if host not in self._parsed:
            self._parsed[host] = Protego.parse(text)
        return self._parsed[host]

    def _may(self, host: str, url: str) -> bool:
        rules = self._rules(host)
        return rules is None or bool(rules.can_fetch(url, NAME))

    def _wished(self, host: str) -> float:
        """The pause that a host asks for in its robots.txt, in seconds."""
        rules = self._rules(host)
        return min(float((rules.crawl_delay(NAME) if rules else None) or 0.0), LONGEST)


@dataclass(frozen=True, slots=True)
class _Robots:
    """The robots.txt of a host, None if it has none, and when it was asked for."""

    origin: str
    text: str | None
    at: float


def origin(url: str) -> str:
    """Scheme, host and port of an address, in lower case: whose robots.txt counts."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()


def _robots_of(host: str) -> str:
    return f"{host}/robots.txt"


def _read(page: Page) -> str:
    try:
        return decoded(page.body[:MOST], page.url, is_html=False, charset=page.charset)
    except InputError:
        return ""


def _is_down(error: FetchError) -> bool:
    """Whether a host shouldn't be asked again soon: it doesn't answer, is at its limits, or asks to wait."""
    return error.status is None or error.status in (429, 503) or error.wait is not None


def _not_asked(url: str, because: FetchError) -> FetchError:
    return FetchError(f"expected an answer at {url}, didn't ask, since its host gave none before", None, because.wait)
