"""Reading in a process of its own, so that no page and no text takes down the program that has it read.

The process is started when it is first needed, reads one article after the other, and is started anew when it has
ended. It has bounds on memory and time, which the system holds it to, whatever it is in the middle of. It ends when the
program that started it does, however that ends.

    python -m reportedly.reading_process FILE_NUMBER      # how the program starts it
"""

from __future__ import annotations

import logging
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from .articles.article import Article
from .articles.fetching import MAX_FETCH_TIME, fetch
from .errors import InputError, ReportedlyError
from .reading import Reading, read
from .tagger import tagger

if TYPE_CHECKING:
    from .parts.part import PartDone
    from .parts.plan import BatchPart, HowRead

#: Bytes of memory for one article, on top of what the process takes once it is started and what threads reserve; and
#: the bytes from which on the process is ended after the article, so that the system gets them back.
MEMORY, LARGE = 4 * 2**30, 3 * 2**29
RESERVED_BY_A_THREAD: Final = 136 * 2**20
#: Seconds for fetching a page and finding the article on it, and for reading one.
FETCHING, READING = MAX_FETCH_TIME + 60.0, 600.0
#: Seconds between two calls of `meanwhile`, and those after which the process ends by itself if nobody has ended it.
MOMENT, GRACE = 1.0, 10.0

Job = Literal["page", "read", "part"]
#: What libraries say, instead of a MemoryError, when the system refuses them memory.
_NO_MEMORY: Final = ("bad_alloc", "can't start new thread", "Failed to allocate memory")

_log = logging.getLogger("reportedly")


class Ended(Exception):
    """The process was closed while it was reading."""


class _Died(Exception):
    """The process has ended without an answer. Its words: by what."""


class ReadingProcess:
    """A process that fetches and reads articles. Call `close` in the end.

    meanwhile: called about once a second while it reads; what it raises is passed on, and the process is ended.
    memory, seconds: the bounds for reading one article. threads: how many windows of a text it reads in parallel; by
    default one for each core.
    """

    def __init__(
        self, meanwhile: Callable[[], None] = lambda: None, memory: int = MEMORY, seconds: float = READING,
        threads: int = 0,
    ):  # fmt: skip
        self._meanwhile, self._memory, self._seconds, self._threads = meanwhile, memory, seconds, threads
        self._begins: Callable[[int], object] = lambda _: None
        self._at = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None
        self._closed = threading.Event()
        self._changing = threading.Lock()

    def page(
        self, url: str, outlet: str | None = None, published: str | None = None, title: str | None = None
    ) -> Article:
        """The article at a URL on the public internet. Raises InputError, and Ended."""
        article: Article = self._twice("page", (url, outlet, published, title), FETCHING)
        return article

    def read(self, article: Article) -> Reading:
        """As `reading.read`. Raises InputError also if it can't be read within the bounds, and Ended."""
        reading: Reading = self._twice("read", article, self._seconds)
        return reading

    def part(self, part: BatchPart, how: HowRead, where: str, begins: Callable[[int], object]) -> PartDone:
        """As `parts.part.read_part`, into the folder at `where`. begins: called with the number of each record.

        A record for which the process needs too much time, or dies twice, costs itself alone: the part is read again
        without it. Raises Ended, and what `read_part` does.
        """
        given_up: dict[int, str] = {}
        deaths: Counter[int] = Counter()
        self._begins = begins
        while True:
            self._at = 0
            try:
                answer = self._answer("part", (part, how, where, given_up), self._seconds)
            except _Died as death:
                _log.warning("the process that reads articles %s; it is started again", death)
                reason, last = f"expected to read the article, but the process that reads it twice {death}", 2
            except InputError as error:
                reason, last = str(error), 1
            else:
                done: PartDone = answer
                return done
            deaths[self._at] += 1
            if deaths[self._at] >= last:
                if not self._at or self._at in given_up:
                    raise InputError(f"{reason}; in part {part.number}")
                given_up[self._at] = reason

    def close(self) -> None:
        """End the process, whatever it does; whoever waits for it gets Ended."""
        with self._changing:
            self._closed.set()
            if self._process is not None:
                self._process.kill()  # whoever waits at the line's other end sees it, and closes that
                self._process.wait()

    def _twice(self, job: Job, given: object, seconds: float) -> Any:
        """The answer to a job, which is given again if the process dies: it may not have been the article's fault."""
        for last in (False, True):
            try:
                return self._answer(job, given, seconds)
            except _Died as death:
                if last:
                    raise InputError(
                        f"expected to read the article, but the process that reads it twice {death}"
                    ) from None
                _log.warning("the process that reads articles %s; it is started again", death)
        raise AssertionError

    def _answer(self, job: Job, given: object, seconds: float) -> Any:
        line = self._started()
        try:
            line.send((job, given, seconds))
            kind, value = self._received(line, seconds)
        except TimeoutError:
            self._end()
            raise InputError(
                f"expected to read the article within {seconds / 60:.0f} minutes, but it took longer"
            ) from None
        except (EOFError, OSError) as error:
            raise _Died(self._death()) from error
        except BaseException:
            self._end()
            raise
        if kind == "done":
            return value
        if kind == "memory":
            raise InputError(
                f"expected to read the article in {self._memory / 2**30:.0f} GB of memory, but it needs more"
            )
        if kind == "refused":
            raise value
        _log.error("reading an article: %s", value)
        raise InputError("expected to read the article, but something went wrong in Reportedly; the terminal says what")

    def _received(self, line: Connection, seconds: float) -> tuple[str, Any]:
        end = time.monotonic() + seconds
        while True:
            while not line.poll(MOMENT):
                self._meanwhile()
                if time.monotonic() > end:
                    raise TimeoutError
            answer: tuple[str, Any] = line.recv()
            if answer[0] != "begins":
                return answer
            self._at, end = answer[1], time.monotonic() + seconds
            self._begins(self._at)

    def _started(self) -> Connection:
        """The line to the process, started if there is none. Raises Ended."""
        with self._changing:
            if self._closed.is_set():
                raise Ended
            if self._line is not None and self._process is not None and self._process.poll() is None:
                return self._line
            ours, theirs = socket.socketpair()
            with theirs:
                # Without the current folder, in which anything may lie, and with our own path, whatever it came from.
                given = map(str, (theirs.fileno(), self._memory, self._threads))
                command = [sys.executable, "-P", "-m", __name__, *given]
                path = os.pathsep.join(filter(None, sys.path))
                self._process = subprocess.Popen(
                    command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                    env={**os.environ, "PYTHONPATH": path},
                )  # fmt: skip
            self._line = Connection(ours.detach())
            return self._line

    def _death(self) -> str:
        """By what the process died, in words. Raises Ended if it was closed."""
        code = self._process.wait() if self._process else 0
        self._end()
        if self._closed.is_set():
            raise Ended
        if code >= 0:
            return f"ended with {code}"
        # A library that gets no memory may give up so, and the system kills who takes too much.
        memory = ", perhaps for want of memory" if -code in (signal.SIGABRT, signal.SIGKILL) else ""
        return f"was ended by {signal.Signals(-code).name}{memory}"

    def _end(self) -> None:
        with self._changing:
            process, line, self._process, self._line = self._process, self._line, None, None
        if process is not None:
            process.kill()
            process.wait()
        if line is not None:
            line.close()


# -- in the process ----------------------------------------------------------------------------------------------------


def main(number: str, memory: str, threads: str) -> None:
    """Do what is asked on the socket with this file number, until nobody is at its other end."""
    for stopping in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stopping, signal.SIG_IGN)  # meant for whoever started this, who ends it then
    line = Connection(int(number))
    threading.Thread(target=_end_with_owner, args=[line], daemon=True).start()
    os.nice(5)  # pages come first
    with suppress(OSError):  # if memory is short, this process is to go and not its owner
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
    tagger().threads = int(threads) or tagger().threads
    _bound(int(memory))
    with suppress(EOFError, OSError):
        while True:
            job, given, seconds = line.recv()

            def begins(record: int, seconds: float = seconds) -> None:
                # Nobody handles it: the system ends the process, even in the midst of a call that never comes back.
                signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)
                if record:
                    line.send(("begins", record))

            begins(0)
            answer = _answered(job, given, begins)
            signal.setitimer(signal.ITIMER_REAL, 0)
            line.send(answer)
            if answer[0] == "memory" or _largest() > LARGE:
                return


def _answered(job: Job, given: Any, begins: Callable[[int], object]) -> tuple[str, Any]:
    """An answer and its kind: done, refused, memory, broken. begins: takes the number of each record of a part."""
    try:
        return "done", _done(job, given, begins)
    except ReportedlyError as error:
        return "refused", type(error)(str(error))  # without its causes, which may not go over the line
    except MemoryError:
        return "memory", None
    except Exception as error:  # told to the reader, which goes on; ONNX Runtime has its own errors for no memory
        if any(sign in str(error) for sign in _NO_MEMORY):
            return "memory", None
        where = traceback.extract_tb(error.__traceback__)[-1]
        return "broken", f"{type(error).__name__}: {error} ({where.filename}:{where.lineno})"


def _done(job: Job, given: Any, begins: Callable[[int], object]) -> Article | Reading | PartDone:
    if job == "read":
        return read(given)
    if job == "part":
        return _part(begins, *given)
    url, outlet, published, title = given
    return Article.from_page(fetch(url, reach="web"), outlet=outlet, title=title, published=published)


def _part(
    begins: Callable[[int], object], part: BatchPart, how: HowRead, where: str, given_up: dict[int, str]
) -> PartDone:
    from .parts.folder import PartsFolder  # noqa: PLC0415 - only batches need them
    from .parts.part import OpenRecords, read_part  # noqa: PLC0415

    if "of" not in _opened:
        _opened["of"] = OpenRecords(how)
    opened = _opened.pop("of")  # whatever breaks in the midst of a file, the next begins it anew
    done = read_part(part, how, PartsFolder(where), opened=opened, given_up=given_up, begins=begins)
    _opened["of"] = opened
    return done


#: What this process has open of the one batch that it reads.
_opened: dict[str, Any] = {}


def _end_with_owner(line: Connection) -> None:
    """End this process once the other end of the line is closed."""
    hung_up = select.poll()
    hung_up.register(line.fileno(), 0)  # nothing but that it is closed, which needs no asking for
    hung_up.poll()
    os._exit(1)


def _bound(memory: int) -> None:
    """Let the system refuse more than `memory` bytes beside what is taken now and threads reserve."""
    import resource  # noqa: PLC0415 - Windows has none

    with suppress(OSError, ValueError):  # where the system doesn't tell how much is taken
        taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        bound = taken + memory + (os.cpu_count() or 1) * RESERVED_BY_A_THREAD
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))


def _largest() -> int:
    """The most bytes of memory that this process has taken so far."""
    import resource  # noqa: PLC0415 - Windows has none

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
