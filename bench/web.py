"""How fast the reader answers over a large ledger, to one client and to fifty at once, and how soon a page is painted.

    python -m bench.web [--statements 100000] [--readers 50] [--seconds 10] [--pause 1]

The ledger is that of bench.store, filled without linking: twenty statements an article, equal wordings in one thread.
The server is `reportedly serve` with its processes, the clients are threads of this one, and beside many of them
another process adds a reading already made, again and again; all share the machine.
"""

from __future__ import annotations

import argparse
import http.client
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from bench.store import Made, fill
from reportedly.ledger import Ledger
from reportedly.ledger.tables import engine, schema

HOST = "127.0.0.1"


@dataclass
class Answers:
    """Results of requests. spent: seconds of each. size: most bytes, uncompressed. failed: those without status 200."""

    spent: list[float] = field(default_factory=list)
    size: int = 0
    failed: list[str] = field(default_factory=list)

    def ask(self, connection: http.client.HTTPConnection, path: str) -> None:
        """Request a path over a kept-alive connection, and record the result."""
        start = time.perf_counter()
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
        except OSError as error:
            self.failed.append(f"{path}: {error}")
            connection.close()
            return
        self.spent.append(time.perf_counter() - start)
        self.size = max(self.size, len(body))
        if answer.status != http.client.OK:
            self.failed.append(f"{path}: {answer.status}")


@contextmanager
def serving(ledger: Path) -> Iterator[int]:
    """Runs a server of this ledger until the context ends; gives its port."""
    command = [sys.executable, "-m", "reportedly", "serve", "--ledger", str(ledger), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        told = server.stderr.readline()
        try:
            yield int(told.partition(f"http://{HOST}:")[2].partition("/")[0])
        finally:
            server.terminate()


def pages(ledger: Ledger, made: Made, asked: int = 60) -> Mapping[str, Sequence[str]]:
    """Random paths by kind of page."""
    chance = random.Random(4)
    statement, threads = schema.statements, schema.threads
    with engine.reading(ledger._engine) as connection:
        articles = connection.execute(sa.select(sa.func.max(statement.c.article_id))).scalar_one()
        busy = connection.execute(
            sa.select(statement.c.holder_id)
            .group_by(statement.c.holder_id)
            .order_by(sa.func.count().desc())
            .limit(asked)
        ).scalars()
        holders = [number for number in busy if number is not None]
        shared = (
            connection.execute(sa.select(threads.c.id).order_by(threads.c.statements.desc()).limit(asked))
            .scalars()
            .all()
        )
    words = [made.words[chance.randrange(50, 3_000)] for _ in range(asked)]
    return {
        "article": [f"/articles/{chance.randint(1, articles)}" for _ in range(asked)],
        "holder, of those who say most": [f"/holders/{number}" for number in holders],
        "two of them compared": [f"/compare?one={one}&other={other}" for one, other in pairwise(holders)],
        "holders": [f"/holders?page={chance.randint(1, 50)}" for _ in range(asked)],
        "thread, of the longest": [f"/threads/{number}" for number in shared],
        "search, a word, with counts": [f"/search?words={quote(word)}" for word in words],
        "findings": ["/findings"] * asked,
        "articles": [f"/articles?page={chance.randint(1, 100)}" for _ in range(asked)],
    }


def alone(port: int, kinds: Mapping[str, Sequence[str]]) -> None:
    """Request pages one after another."""
    for name, paths in kinds.items():
        connection, answers = http.client.HTTPConnection(HOST, port, timeout=60), Answers()
        for path in paths[:3]:  # not measured: the first ones load modules
            Answers().ask(connection, path)
        for path in paths:
            answers.ask(connection, path)
        median = 1000 * statistics.median(answers.spent)
        print(
            f"{name}: {median:.0f} ms at the median, {1000 * max(answers.spent):.0f} ms at most, "
            f"{answers.size / 1000:.0f} kB at most, {len(answers.failed)} failed"
        )


#: Adds readings already made until its input ends, and says when it is about to begin. Its parameters: the ledger, and
#: the seconds between two.
WRITER = """
import sys, threading
from bench.store import Made
from reportedly.ledger import Ledger
over = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
kept = 0
with Ledger.open(sys.argv[1]) as ledger:
    print("begins", flush=True)
    for reading in Made(2).readings():
        if over.wait(float(sys.argv[2])):
            break
        ledger.add(reading)
        kept += 1
print(kept)
"""


@contextmanager
def adding(path: Path, pause: float) -> Iterator[None]:
    """A process that adds an article to the ledger every `pause` seconds, ended with the context."""
    command = [sys.executable, "-c", WRITER, str(path), str(pause)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        yield
        kept, _ = writer.communicate()
        print(f"{int(kept)} articles were added meanwhile")


def together(port: int, kinds: Mapping[str, Sequence[str]], readers: int, seconds: float) -> int:
    """Request all kinds of pages by many clients at once, each one page after another; returns how many failed."""
    every = [path for paths in kinds.values() for path in paths]
    all_of = [Answers() for _ in range(readers)]
    until = time.perf_counter() + seconds

    def go_on(number: int) -> None:
        chance, connection = random.Random(number), http.client.HTTPConnection(HOST, port, timeout=60)
        while time.perf_counter() < until:
            all_of[number].ask(connection, chance.choice(every))

    running = [threading.Thread(target=go_on, args=(number,)) for number in range(readers)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    spent = sorted(second for answers in all_of for second in answers.spent)
    failed = [told for answers in all_of for told in answers.failed]
    print(
        f"{readers} readers for {seconds:.0f} s: {len(spent) / seconds:.0f} pages/s, "
        f"{1000 * statistics.median(spent):.0f} ms at the median, {1000 * spent[-1]:.0f} ms at most, "
        f"{len(failed)} failed {failed[:3] or ''}"
    )
    return len(failed)


#: Waits for the first paint, which may come after loading.
FIRST_PAINT = """() => new Promise((found) => new PerformanceObserver((list) => {
  for (const { name, startTime } of list.getEntries()) if (name === "first-contentful-paint") found(startTime);
}).observe({ type: "paint", buffered: true }))"""


def painted(port: int, path: str, program: str) -> None:
    """How soon Chromium paints something of a page with an empty cache."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only this needs it

    spent = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for _ in range(5):
            page = browser.new_context().new_page()
            page.goto(f"http://{HOST}:{port}{path}", wait_until="load")
            spent.append(page.evaluate(FIRST_PAINT))
            page.context.close()
        browser.close()
    print(f"first paint of {path}: {statistics.median(spent):.0f} ms at the median of {len(spent)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--pause", type=float, default=1, help="seconds between two articles that are added")
    parser.add_argument("--chromium", default="/usr/bin/chromium", help="its program")
    options = parser.parse_args()
    made = Made(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        with Ledger.open(path) as ledger:
            fill(ledger, made, options.statements)
            kinds = pages(ledger, made)
        with serving(path) as port:
            alone(port, kinds)
            if Path(options.chromium).exists():
                painted(port, kinds["article"][0], options.chromium)
            with adding(path, options.pause):
                return 1 if together(port, kinds, options.readers, options.seconds) else 0


if __name__ == "__main__":
    sys.exit(main())
