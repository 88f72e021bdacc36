"""How CPU time and memory of a reading grow with the length of the text, for each of the kinds of `bench.shapes`.

    python -m bench.growth [--kinds news,nested] [--sizes 10k,100k,200k] [--memory MIB] [--seconds S]

Each reading has a process of its own, on one thread, within bounds of memory and time; what goes beyond is told in its
place in the table. The time is that of making an article of text or page and reading it, without that of starting and
of loading the weights; the peak of memory is the whole process's.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.articles.article import Article
from reportedly.errors import ReportedlyError
from reportedly.reading import read
from reportedly.tagger import Tagger

from .memory import peak
from .shapes import KINDS, is_page, made

SIZES = (10_000, 100_000, 200_000)
#: Threads of their own would count as CPU time while they only wait.
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}


@dataclass(frozen=True, slots=True)
class Measured:
    """What one reading took. seconds: of CPU. mebibytes: the peak. statements: how many it found.

    failed: why there is no reading, in which case the rest may be unknown.
    """

    seconds: float | None = None
    mebibytes: float | None = None
    statements: int | None = None
    failed: str | None = None

    def __str__(self) -> str:
        if self.seconds is None or self.mebibytes is None:
            return self.failed or "?"
        return f"{self.seconds:.1f} s {self.mebibytes:,.0f} MiB" + (f" {self.failed}" if self.failed else "")


def measured(kind: str, size: int, mebibytes: int, seconds: int) -> Measured:
    """The reading of a text of `size` code points, in another process within bounds."""
    command = [sys.executable, "-m", "bench.growth", "--one", "--kinds", kind, "--sizes", str(size)]
    bounds = ["--memory", str(mebibytes), "--seconds", str(seconds)]
    environment = os.environ | ONE_THREAD
    try:
        done = subprocess.run(
            [*command, *bounds], capture_output=True, text=True, timeout=3 * seconds, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        return Measured(failed=f"> {3 * seconds} s")
    if done.returncode:
        return Measured(failed=_reason(done, seconds))
    return Measured(**json.loads(done.stdout))


def _reason(done: subprocess.CompletedProcess[str], seconds: int) -> str:
    """In a few words, why a process ended without a figure."""
    if done.returncode in (-24, -9):  # SIGXCPU; SIGKILL a second later
        return f"> {seconds} s"
    last = done.stderr.strip().rsplit("\n", 1)[-1]
    return last.split(":")[0] or f"ended with {done.returncode}"


def _one(kind: str, size: int, mebibytes: int, seconds: int) -> Measured:
    """The reading, in this process, which is bounded from here on."""
    model = Tagger(threads=1)
    read("The port would close, Ana Reyes said.", model)
    resource.setrlimit(resource.RLIMIT_AS, (mebibytes << 20, mebibytes << 20))
    spent = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent) + seconds + 1, int(spent) + seconds + 2))
    text = made(kind, size)
    began = time.process_time()
    count = failed = None
    try:
        article = Article.from_html(text) if is_page(kind) else Article.from_text(text)
        count = len(read(article, model).statements)
    except ReportedlyError as error:
        failed = type(error).__name__
    except (MemoryError, RecursionError) as error:
        failed = type(error).__name__
    return Measured(time.process_time() - began, peak(), count, failed)


def _row(kind: str, found: dict[int, Measured]) -> str:
    half, whole = found.get(max(found) // 2, Measured()), found[max(found)]
    known = half.seconds and whole.seconds and not half.failed and not whole.failed
    grew = f"{whole.seconds / half.seconds:.2f} ×" if known and half.seconds and whole.seconds else "–"
    return "".join([f"{kind:16}", *(f"{one!s:>24}" for one in found.values()), f"{grew:>10}"])


def _size(text: str) -> int:
    """A number of code points: "100k", "2M", "500"."""
    unit = {"k": 1_000, "M": 1_000_000}.get(text[-1:], 0)
    return int(text[:-1]) * unit if unit else int(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a row for each kind. Returns the exit code: 0, or 1 if a reading took too much or failed."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__.split("\n")[0])
    parser.add_argument("--kinds", type=lambda names: names.split(","), default=KINDS, help="all if left out")
    parser.add_argument(
        "--sizes", type=lambda sizes: [*map(_size, sizes.split(","))], default=SIZES, help="10k,100k,200k if left out"
    )
    parser.add_argument("--memory", type=int, default=6_000, help="MiB of address space (default %(default)s)")
    parser.add_argument("--seconds", type=int, default=300, help="of CPU for each reading (default %(default)s)")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    unknown = [kind for kind in options.kinds if kind not in KINDS]
    if unknown:
        parser.error(f"expected kinds among {', '.join(KINDS)}, found {unknown[0]!r}")
    if options.one:
        one = _one(options.kinds[0], options.sizes[0], options.memory, options.seconds)
        print(json.dumps({name: getattr(one, name) for name in one.__slots__}))
        return 0
    print("".join([" " * 16, *(f"{f'{size:,}':>24}" for size in options.sizes), f"{'growth':>10}"]))
    failed = False
    for kind in options.kinds:
        found = {size: measured(kind, size, options.memory, options.seconds) for size in options.sizes}
        failed = failed or any(one.failed for one in found.values())
        print(_row(kind, found), flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
