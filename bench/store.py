"""How fast readings are kept and linked, how fast a large ledger answers, and what a killed writer leaves.

    python -m bench.ledger store [--sizes 1000 100000] [--measured 500]
    python -m bench.ledger ask [--statements 1000000]
    python -m bench.ledger kill [--times 200]

Articles are made from words at random (how often each occurs falls as in English), twenty statements an article, a
fifth of which word what another article has. `ask` fills its ledger without linking, in large pieces: filling isn't measured.
"""

from __future__ import annotations

import argparse
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path

import sqlalchemy as sa

from reportedly.article import Article
from reportedly.chains import Hop
from reportedly.holders import Holder
from reportedly.ledger import Ledger, Query, engine, schema
from reportedly.reading import Reading, Statement
from reportedly.span import Span
from reportedly.stance import Stance
from reportedly.standing import Standing
from reportedly.times import Time

#: Statements an article, words a statement, words to choose from, holders, outlets.
STATEMENTS, WORDS, VOCABULARY, HOLDERS, OUTLETS = 20, 14, 30_000, 5_000, 400
#: Share of statements that another article has.
SHARED = 0.2


class Made:
    """Readings without end, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        letters = "bcdfghklmnprstvw", "aeiou"
        names = random.Random(7)
        lengths = [names.randint(3, 9) for _ in range(VOCABULARY)]
        self.words = ["".join(names.choice(letters[i % 2]) for i in range(length)) for length in lengths]
        self.weights = list(accumulate(1 / (rank + 10) for rank in range(VOCABULARY)))
        self.known: list[tuple[str, str]] = []
        self.number = 0

    def readings(self) -> Iterator[Reading]:
        """One reading after the other."""
        while True:
            yield self._reading()

    def _said(self) -> tuple[str, str]:
        """Whose words, and which."""
        if self.known and self.chance.random() < SHARED:
            return self.chance.choice(self.known)
        holder = f"{self._name(HOLDERS)} {self._name(HOLDERS)}"
        said = holder, " ".join(self.chance.choices(self.words, cum_weights=self.weights, k=WORDS))
        if len(self.known) < 50_000:
            self.known.append(said)
        else:
            self.known[self.chance.randrange(50_000)] = said
        return said

    def _name(self, of: int) -> str:
        return self.words[min(int(self.chance.paretovariate(0.6)), of)].capitalize()

    def _reading(self) -> Reading:
        self.number += 1
        text, holders, statements = "", {}, []
        for _ in range(STATEMENTS):
            name, words = self._said()
            at = len(text)
            text += f"{name} said on Monday: “{words}.”\n\n"
            source, cue = Span(at, at + len(name)), Span(at + len(name) + 1, at + len(name) + 5)
            holder = holders.setdefault(name, Holder(name, "person", None, (source,)))
            content = Span(cue.end + len(" on Monday: "), len(text) - 2)
            statements.append(
                Statement(
                    (source,), (cue,), (content,), "direct", None, 0.9, holder, None, Time("2024-05-06", (cue,)), None,
                    (Hop("NTB", "told", (cue,)),) if self.chance.random() < 0.1 else (),
                    Standing("asserted", (cue,)), (),
                    (Stance(words.split()[0], 0.7, (content,)),) if self.chance.random() < 0.3 else (),
                )
            )  # fmt: skip
        outlet = self._name(OUTLETS)
        url = f"https://{outlet.lower()}.example/{self.number}"
        return Reading(Article(text, url, outlet, published="2024-05-08"), tuple(statements), tuple(holders.values()))


def store(sizes: list[int], measured: int) -> None:
    """Articles kept and linked a second where so many are in the ledger."""
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "ledger.db") as ledger:
        readings, kept = Made(1).readings(), 0
        for size in sizes:
            for reading in islice(readings, size - kept):
                ledger.add(reading)
            kept = size
            waiting = list(islice(readings, measured))
            start = time.perf_counter()
            for reading in waiting:
                ledger.add(reading)
            spent = time.perf_counter() - start
            kept += measured
            print(f"{size:>9,} articles: {measured / spent:,.0f} articles/s kept and linked")
            sys.stdout.flush()


def ask(statements: int, asked: int = 60) -> None:
    """Median times of a search and a trace over so many statements."""
    made = Made(1)
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "ledger.db") as ledger:
        _fill(ledger, made, statements)
        chance = random.Random(3)
        kinds = (("a common word", (5, 60)), ("a rarer word", (300, 3_000)), ("a rare word", (8_000, 30_000)))
        for name, ranks in kinds:
            words = [made.words[chance.randrange(*ranks)] for _ in range(asked)]
            _median(f"search, {name}", [lambda w=w: ledger.search(Query(w)) for w in words])
        texts = [chance.choice(made.known)[1].split() for _ in range(asked)]
        _median("search, a phrase", [lambda t=t: ledger.search(Query(f'"{" ".join(t[3:6])}"')) for t in texts])
        _median("search, two words", [lambda t=t: ledger.search(Query(f"{t[0]} {t[7]}")) for t in texts])
        _median("trace, a phrase", [lambda t=t: ledger.trace(f'"{" ".join(t[3:6])}"') for t in texts])


def _fill(ledger: Ledger, made: Made, statements: int) -> None:
    """Readings straight into the tables: nothing here depends on how they got there."""
    from reportedly.ledger import store as kept  # noqa: PLC0415 - beside the function of that name

    readings = made.readings()
    for _ in range(0, statements // STATEMENTS, 1_000):
        with engine.writing(ledger._engine) as connection:
            for reading in islice(readings, 1_000):
                kept.keep(connection, reading)
    with engine.writing(ledger._engine) as connection:
        # Those of one wording are one thread, as linking would have it.
        said = schema.statements
        first = sa.select(said.c.content_text, sa.func.min(said.c.id).label("id")).group_by(said.c.content_text)
        many = first.having(sa.func.count() > 1).subquery()
        connection.execute(
            sa.insert(schema.threads).from_select(
                ["id", "statements", "articles"], sa.select(many.c.id, sa.literal(2), sa.literal(2))
            )
        )
        connection.exec_driver_sql("CREATE INDEX temporary_text ON statements (content_text)")
        connection.exec_driver_sql(
            "UPDATE statements SET thread_id = (SELECT min(s.id) FROM statements s WHERE "
            "s.content_text = statements.content_text) WHERE content_text IN "
            "(SELECT content_text FROM statements GROUP BY content_text HAVING count(*) > 1)"
        )
        connection.exec_driver_sql("DROP INDEX temporary_text")


def _median(name: str, questions: list) -> None:  # type: ignore[type-arg]
    spent = []
    for question in questions:
        start = time.perf_counter()
        question()
        spent.append(time.perf_counter() - start)
    slowest = max(spent)
    print(f"{name}: {1000 * statistics.median(spent):.1f} ms at the median, {1000 * slowest:.0f} ms at most")


WRITER = """
import sys
from itertools import count
from bench.store import Made
from reportedly.ledger import Ledger
with Ledger.open(sys.argv[1]) as ledger:
    print("ready", flush=True)
    for reading in Made(int(sys.argv[2])).readings():
        ledger.add(reading)
"""


def kill(times: int) -> int:
    """Kill a writer at random, again and again; how many ledgers were damaged or kept half an article."""
    chance, bad, articles = random.Random(5), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        for number in range(times):
            command = [sys.executable, "-c", WRITER, str(path), str(number)]
            with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
                assert writer.stdout is not None
                writer.stdout.readline()
                time.sleep(chance.uniform(0, 0.3))
                writer.send_signal(signal.SIGKILL)
            sound, articles = _inspect(path)
            bad += not sound
    print(f"killed {times} times, {articles:,} articles kept: {bad} ledgers damaged or with half an article")
    return bad


def _inspect(path: Path) -> tuple[bool, int]:
    with sqlite3.connect(path) as connection:
        whole = connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        whole &= connection.execute("PRAGMA foreign_key_check").fetchall() == []
        (articles,), (statements,) = (
            connection.execute(f"SELECT count(*) FROM {table}").fetchone() for table in ("articles", "statements")
        )
        half = connection.execute(
            "SELECT count(*) FROM articles a WHERE (SELECT count(*) FROM statements s WHERE s.article_id = a.id) <> ?",
            (STATEMENTS,),
        ).fetchone()[0]
    return whole and half == 0 and statements == STATEMENTS * articles, articles


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The commands `store`, `ask` and `kill`."""
    command = commands.add_parser("store", help="articles kept and linked a second")
    command.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    command.add_argument("--measured", type=int, default=500)
    command.set_defaults(run=lambda options: store(options.sizes, options.measured))
    command = commands.add_parser("ask", help="search and trace in a large ledger")
    command.add_argument("--statements", type=int, default=1_000_000)
    command.set_defaults(run=lambda options: ask(options.statements))
    command = commands.add_parser("kill", help="a writer killed at random")
    command.add_argument("--times", type=int, default=200)
    command.set_defaults(run=lambda options: kill(options.times))
