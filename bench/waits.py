"""How long a writer and a reader wait while many statements are examined for findings.

    python -m bench.waits [--statements 100000] [--seconds 600] [--ledger FILE]

The ledger is filled with the articles of bench.store, kept and linked, none of them examined. Then `reportedly serve`
examines them, while one process keeps more articles and this one asks for pages, until all are examined or the time is
up. FILE names a ledger that was filled before, or is to be filled; it is used as a copy.
"""

from __future__ import annotations

import argparse
import http.client
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from bench.store import STATEMENTS, Made
from bench.web import HOST, Answers, serving
from reportedly.ledger import Ledger
from reportedly.ledger.tables import engine, schema

#: The program of the writer: it keeps one article after another, until its standard input ends. Then it prints for each
#: the seconds until it might write, and those for all of it.
WRITER = """
import sys, threading, time
from bench.store import Made
from reportedly.ledger import Ledger
from reportedly.ledger.tables import engine
begun, waited = engine._begun, []
def timed(*given):
    since = time.perf_counter()
    connection = begun(*given)
    waited.append(time.perf_counter() - since)
    return connection
engine._begun = timed
over = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
spent = []
with Ledger.open(sys.argv[1]) as ledger:
    for reading in Made(2).readings():
        if over.is_set():
            break
        since = time.perf_counter()
        ledger.add(reading)
        spent.append(time.perf_counter() - since)
        time.sleep(0.1)
for one in zip(waited, spent):
    print(*one)
"""


def fill(path: Path, statements: int) -> None:
    """Keep and link as many made statements."""
    with Ledger.open(path) as ledger:
        for reading in islice(Made(1).readings(), statements // STATEMENTS):
            ledger.add(reading)


def pages(path: Path, asked: int = 200) -> list[str]:
    """Random pages that show findings."""
    chance = random.Random(4)
    with Ledger.open(path) as ledger, engine.reading(ledger._engine) as connection:
        most = {
            table: connection.execute(sa.select(sa.func.max(table.c.id))).scalar_one()
            for table in (schema.articles, schema.holders)
        }
        threads = connection.execute(sa.select(schema.threads.c.id).limit(asked)).scalars().all()
    found = [f"/articles/{chance.randint(1, most[schema.articles])}" for _ in range(asked)]
    found += [f"/holders/{chance.randint(1, most[schema.holders])}" for _ in range(asked)]
    return chance.sample([*found, *(f"/threads/{thread}" for thread in threads), *["/findings", "/"] * 20], asked)


def told(name: str, spent: Sequence[float]) -> str:
    """The waits of one kind in a line."""
    ordered = sorted(spent)
    return (
        f"{name}: {len(spent)} times, {1000 * statistics.median(ordered):.0f} ms at the median, "
        f"{1000 * ordered[int(0.99 * (len(ordered) - 1))]:.0f} ms for 99 of 100, {1000 * ordered[-1]:.0f} ms at most"
    )


def waits(path: Path, seconds: float) -> int:
    """Print the waits beside a process that examines; returns how many pages failed."""
    kinds = pages(path)
    with Ledger.open(path) as ledger:
        before = left = ledger.waiting()
        with serving(path) as port:
            connection, answers, chance = (
                http.client.HTTPConnection(HOST, port, timeout=120),
                Answers(),
                random.Random(5),
            )
            for page in kinds[:20]:  # not measured: the first ones load modules
                Answers().ask(connection, page)
            command = [sys.executable, "-c", WRITER, str(path)]
            with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
                since = looked = time.perf_counter()
                while left and time.perf_counter() - since < seconds:
                    answers.ask(connection, chance.choice(kinds))
                    time.sleep(0.05)
                    if time.perf_counter() - looked > 1:
                        looked, left = time.perf_counter(), ledger.waiting()
                took = time.perf_counter() - since
                kept, _ = writer.communicate()
    print(f"{before:,} places, {left:,} of them and of those added left after {took:.0f} s")
    waited, spent = zip(*(map(float, line.split()) for line in kept.splitlines()[1:]), strict=True)
    print(told("the writer waited for its turn", waited))
    print(told("an article was kept in", spent))
    print(told("a page took", answers.spent))
    failed = [answer for answer in answers.failed if not answer.endswith("404")]  # a thread that became part of another
    print(f"pages that failed: {len(failed)} {failed[:3] or ''}")
    return len(failed)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=600, help="most that is measured")
    parser.add_argument("--ledger", type=Path, help="filled before, or to be filled")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = options.ledger or Path(folder) / "filled.db"
        if not source.exists():
            fill(source, options.statements)
        with Ledger.open(source) as ledger:
            ledger.backup(Path(folder) / "desk.db")
        return 1 if waits(Path(folder) / "desk.db", options.seconds) else 0


if __name__ == "__main__":
    sys.exit(main())
