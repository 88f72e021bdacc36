"""Batch: many articles at once, in this process or in several. An article that fails is an outcome like any other.

`read_many` gives the readings; `run` writes them as Parquet, part by part, so that it can be stopped and gone on with.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final

from .articles.article import Article
from .articles.pending import Input
from .cluster import RayCluster, joined
from .errors import InputError, MissingExtra, OutputError
from .parts import plan as plans
from .parts.duplicates import duplicates_told, tell_duplicates
from .parts.folder import PartsFolder
from .parts.part import PartDone, counts_of, mark_of, parts_done
from .parts.plan import BatchPart, HowRead, Plan
from .parts.rows import arrow
from .reading import Reading, made_by, read
from .reading_process import Ended, ReadingProcess

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


# -- part by part, as Parquet ------------------------------------------------------------------------------------------

#: Seconds after which the progress of a run is told again though nothing has come.
MOMENT: Final = 1.0


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a run is.

    records: how many there are, as far as that is known. done: how many of them are done, of parts that aren't whole
    yet, too. before: how many were done before this run began. seconds: since it began. read, skipped, failed,
    statements: of the parts that are whole. duplicates: how many of those read had been read before, known at the end.
    """

    records: int
    done: int = 0
    before: int = 0
    seconds: float = 0.0
    read: int = 0
    skipped: int = 0
    failed: int = 0
    statements: int = 0
    duplicates: int = 0

    @property
    def rate(self) -> float:
        """Records a second in this run."""
        return (self.done - self.before) / self.seconds if self.seconds else 0.0

    @property
    def left(self) -> float | None:
        """Seconds until all is done, at that rate; None while that can't be told."""
        return max(0, self.records - self.done) / self.rate if self.rate else None


def run(  # noqa: PLR0913 - who is told of it, too
    inputs: Sequence[str], where: str, how: HowRead = HowRead(), *, jobs: int | None = 1,  # noqa: B008 - frozen
    ray: str | None = None,
    progress: Callable[[RunProgress], object] = lambda _: None, tell: Callable[[str], object] = lambda _: None,
) -> RunProgress:  # fmt: skip
    """Read inputs in several processes into a folder of Parquet, or go on where that was stopped; how it ended.

    inputs: files, folders, patterns, URLs. where: the folder, a path or a URL of fsspec's. jobs: how many
    processes read; None: one for each core. ray: the address of a Ray cluster whose cores read, instead of this
    machine's; inputs and folder have to lie where all its nodes find them under the same name. progress: called about
    once a second. tell: takes sentences for the user.
    Raises InputError for an input that isn't there or has changed, OutputError if the folder can't be written to, is of
    another batch or is being written to, or the cluster can't be reached, and MissingExtra.
    """
    arrow()
    folder = PartsFolder(where)
    with _alone(folder), joined(ray) if ray else nullcontext() as cluster:
        plan = _plan(tuple(inputs), folder, how, jobs or (cluster.cores if cluster else _cores()), tell)
        done = parts_done(folder)
        state = RunProgress(plan.records)
        for part in plan.parts:
            if part.number in done:
                state = _with(state, counts_of(folder, part))
        state = replace(state, before=state.done)
        left = [part for part in plan.parts if part.number not in done]
        if left:
            plan.check_files()
        read_parts = (
            _parts_read_on(cluster, left, plan, where, jobs, state) if cluster
            else _parts_read(left, plan.how, where, jobs or _cores(), state)
        )  # fmt: skip
        for state in read_parts:  # each is the one before, gone on
            progress(state)
        told = None if left else duplicates_told(folder)
        return replace(state, duplicates=tell_duplicates(folder, plan) if told is None else told)


def _plan(inputs: tuple[str, ...], folder: PartsFolder, how: HowRead, jobs: int, tell: Callable[[str], object]) -> Plan:
    """The plan in the folder, or a new one, which is written there."""
    there = plans.found(folder)
    if there is not None:
        plans.check_same(there, inputs, how)
        return there
    if others := folder.names(""):
        found = ", ".join(sorted(others)[:3])
        raise OutputError(f"expected an empty folder, or one of a batch, in {folder.where}, found {found}")
    made = plans.planned(inputs, how, jobs, tell)
    plans.kept(made, folder)
    return made


def _parts_read(
    parts: Sequence[BatchPart], how: HowRead, where: str, jobs: int, state: RunProgress
) -> Iterator[RunProgress]:
    """How far it is, again and again until all parts are read."""
    began = time.monotonic()
    events: SimpleQueue[tuple[int, int | PartDone | BaseException]] = SimpleQueue()
    waiting = deque(parts)
    threads = max(1, _cores() // jobs)

    def work(process: ReadingProcess) -> None:
        part: BatchPart | None = None
        try:
            while waiting:
                part = waiting.popleft()
                events.put((part.number, process.part(part, how, where, partial(begins, part.number))))
        except (Ended, IndexError):  # it was closed, or another took the last part
            return
        except BaseException as error:  # raised again by whoever waits
            events.put((part.number if part else 0, error))

    def begins(part: int, record: int) -> None:
        events.put((part, record - 1))

    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(jobs))
        for _ in range(min(jobs, len(parts))):
            process = ReadingProcess(threads=threads)
            stack.callback(process.close)
            pool.submit(work, process)
        unfinished: dict[int, int] = {}
        left = len(parts)
        while left:
            with suppress(Empty):
                number, what = events.get(timeout=MOMENT)
                if isinstance(what, BaseException):
                    raise what
                if isinstance(what, PartDone):
                    unfinished.pop(number, None)
                    state, left = _with(state, what), left - 1
                else:
                    unfinished[number] = what
                    if not events.empty():
                        continue
            so_far = state.done + sum(unfinished.values())
            yield replace(state, done=so_far, seconds=time.monotonic() - began)
        yield replace(state, seconds=time.monotonic() - began)


def _parts_read_on(  # noqa: PLR0913, PLR0917 - as `_parts_read`, and the cluster
    cluster: RayCluster, parts: Sequence[BatchPart], plan: Plan, where: str, jobs: int | None, state: RunProgress
) -> Iterator[RunProgress]:
    """As `_parts_read`, by the nodes of a cluster. Raises OutputError if what they write isn't in the folder here."""
    began = time.monotonic()
    folder = PartsFolder(where)
    for done in cluster.done(part_on_node, _pieces(parts, plan, where), jobs):
        if done is not None:
            if folder.read(mark_of(done.part)) is None:
                raise OutputError(f"expected {where} to be a place that all nodes share, found that one has its own")
            state = _with(state, done)
        yield replace(state, seconds=time.monotonic() - began)


def _pieces(
    parts: Iterable[BatchPart], plan: Plan, where: str
) -> Iterator[tuple[BatchPart, HowRead, str, str, Mapping[str, int]]]:
    """What `part_on_node` takes for each part."""
    for part in parts:
        files = {piece.name: plan.files[piece.name] for piece in part.pieces if piece.name in plan.files}
        yield part, plan.how, where, plan.made_by, files


def part_on_node(part: BatchPart, how: HowRead, where: str, made: str, files: Mapping[str, int]) -> PartDone:
    """Read a part on a node of a cluster, in a process that this one keeps for the next part.

    made: what the plan says that reads. files: the sizes of the part's files.
    Raises OutputError if this node has another Reportedly, InputError if it has other files, and what `read_part` does.
    """
    if (here := str(made_by())) != made:
        raise OutputError(f"expected {made} on each node of the cluster, found {here}")
    plans.check_sizes(files)
    process = _kept_process()
    return process.part(part, how, where, lambda _: None)


@cache
def _kept_process() -> ReadingProcess:
    """The process that reads for this one, which the system ends with this one."""
    return ReadingProcess(threads=1)


def _with(state: RunProgress, part: PartDone) -> RunProgress:
    """How far it is with another part. Of a URL it wasn't known how many records it has."""
    return replace(
        state, done=state.done + part.records, read=state.read + part.read, skipped=state.skipped + part.skipped,
        failed=state.failed + part.failed, statements=state.statements + part.statements,
    )  # fmt: skip


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _alone(folder: PartsFolder) -> Iterator[None]:
    """A context in which no other run on this machine writes to the folder. Raises OutputError."""
    if folder.local is None:
        yield
        return
    import fcntl  # noqa: PLC0415 - Windows has none

    lock = Path(folder.local, ".lock")
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        file = lock.open("w", encoding="ascii")
    except OSError as error:
        raise OutputError(f"expected to write to {folder.where}, but: {error.strerror or error}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OutputError(f"expected {folder.where} to itself, but another run writes to it") from error
        yield
