"""Batch: many articles at once, in this process or in several. An article that fails is an outcome like any other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Final

from .articles.article import Article
from .articles.inputs import Input
from .errors import InputError, MissingExtra
from .reading import Reading, read
from .reading_process import ReadingProcess

#: Articles that wait for each process, so that none is idle and no long list is taken in as a whole.
AHEAD: Final = 4
#: Called after each article with the number of those done and of all, or None if that isn't known.
BatchProgress = Callable[[int, int | None], object]


@dataclass(frozen=True, slots=True)
class ReadOutcome:
    """What came of one article of many: its reading, or the error.

    name: what it is called where it comes from, else its number from 0. article: None if there was none to read.
    """

    name: str
    article: Article | None = None
    reading: Reading | None = None
    error: InputError | MissingExtra | None = None


def read_many(
    articles: Iterable[Article | str | Input], *, processes: int = 1, progress: bool | BatchProgress = False
) -> Iterator[ReadOutcome]:
    """Read many articles; yields the outcome of each, in their order, as soon as it and those before it are there.

    articles: each an Article, a text, or what `articles.inputs.articles` gives; taken while they are read.
    processes: how many read at once, each on its own; 1: this one does. One that dies or needs too much memory or time
    costs its article alone. progress: True for a bar on standard error, or what is called after each article.
    Raises ModelError if the tagger can't be loaded, and ValueError for fewer than one process.
    """
    if processes < 1:
        raise ValueError(f"expected at least one process, found {processes}")
    total = len(articles) if isinstance(articles, Sized) else None
    outcomes = _here(articles) if processes == 1 else _elsewhere(articles, processes)
    return _watched(outcomes, total, progress)


def _here(articles: Iterable[Article | str | Input]) -> Iterator[ReadOutcome]:
    for number, given in enumerate(articles):
        yield _outcome(_given(given, number), read)


def _elsewhere(articles: Iterable[Article | str | Input], processes: int) -> Iterator[ReadOutcome]:
    idle: SimpleQueue[ReadingProcess] = SimpleQueue()

    def work(given: ReadOutcome) -> ReadOutcome:
        process = idle.get()
        try:
            return _outcome(given, process.read)
        finally:
            idle.put(process)

    with ExitStack() as stack:
        # In this order, so that whoever breaks off doesn't wait for what is being read.
        pool = stack.enter_context(ThreadPoolExecutor(processes))
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)
        for _ in range(processes):
            process = ReadingProcess()
            stack.callback(process.close)
            idle.put(process)
        waiting: deque[Future[ReadOutcome]] = deque()
        for number, given in enumerate(articles):
            waiting.append(pool.submit(work, _given(given, number)))
            if len(waiting) >= AHEAD * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _given(given: Article | str | Input, number: int) -> ReadOutcome:
    """What is to be read, or why there is nothing."""
    if isinstance(given, Input):
        return ReadOutcome(given.name, given.article, error=given.error)
    try:
        return ReadOutcome(str(number), Article.from_text(given) if isinstance(given, str) else given)
    except InputError as error:
        return ReadOutcome(str(number), error=error)


def _outcome(given: ReadOutcome, reads: Callable[[Article], Reading]) -> ReadOutcome:
    if given.article is None:
        return given
    try:
        return ReadOutcome(given.name, given.article, reads(given.article))
    except InputError as error:
        return ReadOutcome(given.name, given.article, error=error)


def _watched(
    outcomes: Iterator[ReadOutcome], total: int | None, progress: bool | BatchProgress
) -> Iterator[ReadOutcome]:
    """The outcomes, with the progress told after each."""
    with ExitStack() as stack:
        told = progress if callable(progress) else _bar(stack) if progress else lambda *_: None
        for done, outcome in enumerate(outcomes, 1):
            told(done, total)
            yield outcome


def _bar(stack: ExitStack) -> BatchProgress:
    """A progress bar on standard error, until `stack` is left."""
    from rich.console import Console  # noqa: PLC0415 - few want one
    from rich.progress import Progress  # noqa: PLC0415

    bar = stack.enter_context(Progress(console=Console(stderr=True)))
    task = bar.add_task("Reading", total=None)

    def told(done: int, of: int | None) -> None:
        bar.update(task, completed=done, total=of)

    return told
