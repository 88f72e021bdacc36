"""An archive of pages read by `batch`: how fast beside `read`, in how much memory, and killed again and again.

    python -m bench.archive speed [--pages 300] [--articles FILE]
    python -m bench.archive memory [--pages 5000]
    python -m bench.archive kill [--pages 300] [--times 20]

The pages are made of the articles in `raw/` of the corpora, or in FILE (JSON Lines, also .xz, with `text` and perhaps
`title`), taken evenly: a head, a menu, scripts, the article, and links below it, some 40 KB a page. They are written as
WARC into a temporary folder. `speed` reads them in turns as `read --json` on one core and on all, and as `batch` with
one job and with as many as there are cores. `memory` is the peak of the largest process of a `batch`, of a tenth of the
pages and of all. `kill` ends a `batch` by SIGKILL at random moments, goes on each time, and counts what is missing or
there twice in the end.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from reportedly.errors import ReportedlyError
from training.corpora import lines_of

from .corpus import add_corpora_option, folder

RAW = Path("raw", "articles.jsonl.xz")
Row = Mapping[str, Any]
#: What stands around each article, as it does on the pages of news.
MENU = "".join(f'<li><a href="/section/{n}">Section {n}</a></li>' for n in range(40))
BELOW = "".join(f'<li><a href="/story/{n}"><span>Another story, number {n}</span></a></li>' for n in range(40))
SCRIPT = (
    "<script>" + "window.dataLayer=window.dataLayer||[];dataLayer.push({'event':'view','slot':0});" * 400 + "</script>"
)
#: Seconds after which, at the earliest and at the latest, a batch is killed.
KILLED = 2.0, 12.0


def rows(corpora: Path | None, given: Path | None, count: int) -> list[Row]:
    """So many articles of `raw/` or of a file, taken evenly; all of them if there are fewer. Raises GoldError."""
    every = [json.loads(line) for line in lines_of(given or folder(corpora) / RAW)]
    step = max(1, len(every) // count)
    return every[::step][:count]


def page(row: Row) -> bytes:
    """A page of HTML with an article on it."""
    title = escape(row.get("title") or "An article")
    body = "".join(f"<p>{escape(line)}</p>" for line in row["text"].splitlines() if line.strip())
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="article">{SCRIPT}</head><body>'
        f"<nav><ul>{MENU}</ul></nav><main><article><h1>{title}</h1>{body}</article></main>"
        f"<aside><ul>{BELOW}</ul></aside><footer><p>All rights reserved.</p></footer></body></html>"
    ).encode()


def address(number: int) -> str:
    """The address of a page."""
    return f"https://courier.example/{number}"


def write(path: Path, pages: Sequence[Row]) -> None:
    """Write the pages as WARC."""
    from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415 - of an extra
    from warcio.warcwriter import WARCWriter  # noqa: PLC0415

    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number, row in enumerate(pages):
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            payload = io.BytesIO(page(row))
            record = writer.create_warc_record(address(number), "response", payload=payload, http_headers=http)
            writer.write_record(record)


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "reportedly", *arguments]


def _run(command: Sequence[str], cores: set[int]) -> tuple[float, float, float]:
    """Seconds, seconds of CPU, and the peak memory of its largest process in MiB, of a command on these cores."""
    ours, began = os.sched_getaffinity(0), time.monotonic()
    os.sched_setaffinity(0, cores)  # of this process, from which the command has it
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        os.sched_setaffinity(0, ours)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"expected {' '.join(command)} to end with 0 or 1, found {process.returncode}")
    return time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def speed(file: Path, count: int, rounds: int) -> None:
    """Print how fast each way reads, and how many times as fast as one process on one core and as `read` on all."""
    all_cores = os.sched_getaffinity(0)
    one, jobs = {min(all_cores)}, len(all_cores)
    found: dict[str, list[tuple[float, float, float]]] = {}
    for turn in range(rounds):
        with tempfile.TemporaryDirectory() as where:
            reading, batch = _command("read", "--json", str(file)), _command("batch", str(file))
            ways = {
                "read, one core": (reading, one),
                f"read, {jobs} cores": (reading, all_cores),
                "batch --jobs 1, one core": ([*batch, "--out", f"{where}/1", "--jobs", "1"], one),
                f"batch --jobs {jobs}": ([*batch, "--out", f"{where}/n", "--jobs", f"{jobs}"], all_cores),
            }
            for name in list(ways)[:: 1 if turn % 2 == 0 else -1]:
                found.setdefault(name, []).append(_run(*ways[name]))
    best = {name: min(runs) for name, runs in found.items()}
    single, whole = best["read, one core"][0], best[f"read, {jobs} cores"][0]
    print(f"{count:,} pages, best of {rounds}; load {os.getloadavg()[0]:.1f}")
    for name, (seconds, cpu, _) in best.items():
        print(
            f"{name:26} {count / seconds:6.2f} pages/s  {cpu / count * 1000:6.0f} ms of CPU a page  "
            f"{single / seconds:4.2f} × read on one core  {whole / seconds:4.2f} × read on {jobs}"
        )


def memory(files: Sequence[tuple[int, Path]]) -> None:
    """Print the peak memory of a batch of each file."""
    first = 0.0
    for count, file in files:
        with tempfile.TemporaryDirectory() as where:
            *_, peak = _run(_command("batch", str(file), "--out", f"{where}/out"), os.sched_getaffinity(0))
        first = first or peak
        print(f"{count:,} pages: peak {peak:.0f} MiB, {peak / first - 1:+.1%}", flush=True)


def kill(file: Path, count: int, times: int, seed: int) -> int:
    """Kill batches so many times; how much of them is missing or there twice, which is printed."""
    chance = random.Random(seed)
    killed = batches = missing = twice = 0
    while killed < times:
        with tempfile.TemporaryDirectory() as where:
            command = _command("batch", str(file), "--out", f"{where}/out")
            while killed < times and _killed(command, chance.uniform(*KILLED)):
                killed += 1
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
            batches += 1
            for table in ("outcomes", "articles"):
                seen = Counter(_addresses(Path(where, "out", table)))
                missing += sum(address(number) not in seen for number in range(count)) if table == "outcomes" else 0
                twice += sum(number - 1 for number in seen.values())
    print(f"killed {killed} times in {batches} batches of {count:,} pages: {missing} lost, {twice} there twice")
    return missing + twice


def _killed(command: Sequence[str], seconds: float) -> bool:
    """Whether a command was killed, which it is unless it ends before."""
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            return True
    return False


def _addresses(tables: Path) -> Iterator[str]:
    from pyarrow import parquet  # noqa: PLC0415 - of an extra

    for file in sorted(tables.glob("*.parquet")):
        yield from parquet.read_table(file, columns=["url"])["url"].to_pylist()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures. Returns the exit code: 1 if anything is lost or there twice, or with a sentence."""
    parser = argparse.ArgumentParser(prog="python -m bench.archive", description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=("speed", "memory", "kill"))
    parser.add_argument("--pages", type=int, help="how many (300; of memory 5,000)")
    parser.add_argument("--rounds", type=int, default=1, help="of speed (default %(default)s)")
    parser.add_argument("--times", type=int, default=20, help="how often it is killed (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the moments at which it is killed")
    parser.add_argument("--articles", type=Path, help="the file of articles, instead of raw/ of the corpora")
    add_corpora_option(parser)
    options = parser.parse_args(arguments)
    count = options.pages or (5_000 if options.what == "memory" else 300)
    try:
        made = rows(options.corpora, options.articles, count)
    except ReportedlyError as error:
        print(error, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as where:
        file = Path(where, "pages.warc.gz")
        write(file, made)
        if options.what == "speed":
            speed(file, len(made), options.rounds)
        elif options.what == "kill":
            return 1 if kill(file, len(made), options.times, options.seed) else 0
        else:
            few = Path(where, "few.warc.gz")
            write(few, made[::10])
            memory([(len(made[::10]), few), (len(made), file)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
