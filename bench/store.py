"""How fast readings are added, how fast a large ledger answers, and what a killed writer leaves behind.

    python -m bench.ledger store [--sizes 1000 100000] [--measured 500]
    python -m bench.ledger ask [--statements 1000000]
    python -m bench.ledger kill [--times 200]

Articles are made of random words, with frequencies that fall as in English, and have twenty statements each, a fifth of
them from another article. `ask` fills its ledger in large batches and without linking, because filling isn't measured.
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
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import accumulate, islice
from pathlib import Path

import sqlalchemy as sa

from reportedly.articles.article import Article
from reportedly.holders.holder import Holder
from reportedly.ledger import Ledger, Query
from reportedly.ledger.people.decisions import row
from reportedly.ledger.tables import engine, schema
from reportedly.reading import Reading, Statement
from reportedly.span import Span
from reportedly.values.chains import Hop
from reportedly.values.stance import Stance
from reportedly.values.standing import Standing
from reportedly.values.times import Time

#: Statements of an article, words of a statement (least and most) and new holders of an article, near those of real
#: ones (379 of Wikinews and PolNeAR have 18.7, 13.7 and 7.7 on average); numbers of different words, of words for
#: holders' names and of outlets.
STATEMENTS, WORDS, CAST, VOCABULARY, HOLDERS, OUTLETS = 20, (3, 25), 5, 30_000, 5_000, 400
#: Function words, and their share (0 to 1) of all words.
FUNCTION = ("the", "of", "to", "and", "a", "in", "that", "is", "was", "for", "on", "with", "as", "by", "it", "he", "be")
GLUE = 0.5
#: Articles in one batch where filling isn't measured.
PIECE = 1_000
#: Shares (0 to 1) of statements that another article has too, and of statements with a stance.
SHARED, TARGETED = 0.2, 0.3


class Made:
    """An endless source of readings, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.words = vocabulary()
        self.weights = list(accumulate(1 / (rank + 10) for rank in range(VOCABULARY)))
        self.known: list[tuple[str, str]] = []
        self.number = 0

    def readings(self) -> Iterator[Reading]:
        """One reading after another, without end."""
        while True:
            yield self._reading()

    def cast(self) -> list[str]:
        """The names of an article's new holders."""
        return [f"{self.name(HOLDERS)} {self.name(HOLDERS)}" for _ in range(CAST)]

    def said(self, cast: Sequence[str]) -> tuple[str, str]:
        """The holder's name and the words of a statement, new or from an earlier article."""
        if self.known and self.chance.random() < SHARED:
            return self.chance.choice(self.known)
        said = self.chance.choice(cast), " ".join(self.word() for _ in range(self.chance.randint(*WORDS)))
        if len(self.known) < 50_000:
            self.known.append(said)
        else:
            self.known[self.chance.randrange(50_000)] = said
        return said

    def word(self) -> str:
        if self.chance.random() < GLUE:
            return self.chance.choice(FUNCTION)
        return self.chance.choices(self.words, cum_weights=self.weights)[0]

    def name(self, of: int) -> str:
        return self.words[min(int(self.chance.paretovariate(0.6)), of)].capitalize()

    def _reading(self) -> Reading:
        self.number += 1
        text, holders, statements, cast = "", {}, [], self.cast()
        for _ in range(STATEMENTS):
            name, words = self.said(cast)
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
                    (Stance(words.split()[0], 0.7, (content,)),) if self.chance.random() < TARGETED else (),
                )
            )  # fmt: skip
        outlet = self.name(OUTLETS)
        url = f"https://{outlet.lower()}.example/{self.number}"
        return Reading(Article(text, url, outlet, published="2024-05-08"), tuple(statements), tuple(holders.values()))


@cache
def vocabulary() -> tuple[str, ...]:
    """The words of which articles and names are made, the commonest first."""
    letters, chance = ("bcdfghklmnprstvw", "aeiou"), random.Random(7)
    lengths = [chance.randint(3, 9) for _ in range(VOCABULARY)]
    return tuple("".join(chance.choice(letters[i % 2]) for i in range(length)) for length in lengths)


def store(sizes: list[int], measured: int) -> None:
    """Print how many articles a second are added to ledgers of these sizes, many together and each by itself.

    measured: articles to add for each, in either way.
    """
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "ledger.db") as ledger:
        readings, kept = Made(1).readings(), 0
        for size in sizes:
            deque(ledger.add_many(islice(readings, size - kept)), 0)
            many, single = (
                _told(add(list(islice(readings, measured))), measured)
                for add in (ledger.add_many, partial(map, ledger.add))
            )
            kept = size + 2 * measured
            print(f"{size:>9,} articles: kept and linked {many}; one by one {single}")
            sys.stdout.flush()


def ask(statements: int, asked: int = 60) -> None:
    """Print the median times of searches and traces over so many statements, and the processor's share of them."""
    made = Made(1)
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "ledger.db") as ledger:
        fill(ledger, made, statements)
        chance = random.Random(3)
        kinds = (("a common word", (5, 60)), ("a rarer word", (300, 3_000)), ("a rare word", (8_000, 30_000)))
        for name, ranks in kinds:
            words = [made.words[chance.randrange(*ranks)] for _ in range(asked)]
            _median(f"search, {name}", [lambda w=w: ledger.search(Query(w)) for w in words])
        long = [words for _, said in made.known if len(words := said.split()) >= 8]
        texts = [chance.choice(long) for _ in range(asked)]
        _median("search, a phrase", [lambda t=t: ledger.search(Query(f'"{" ".join(t[3:6])}"')) for t in texts])
        _median("search, two words", [lambda t=t: ledger.search(Query(f"{t[0]} {t[7]}")) for t in texts])
        _median("trace, a phrase", [lambda t=t: ledger.trace(f'"{" ".join(t[3:6])}"') for t in texts])


def fill(ledger: Ledger, made: Made, statements: int) -> None:
    """Fill a ledger in large batches; no question that is measured depends on how the rows were written."""
    names = sorted({made.name(HOLDERS) for _ in range(HOLDERS)})
    holders = [{"id": i, **row(f"{name} {name}", "person", None)} for i, name in enumerate(names, 1)]
    with engine.writing(ledger._engine) as connection:
        connection.execute(sa.insert(schema.holders), holders)
    articles = statements // STATEMENTS
    for first in range(0, articles, PIECE):
        with engine.writing(ledger._engine) as connection:
            for table, rows in _rows(made, range(first + 1, min(first + PIECE, articles) + 1), names):
                connection.execute(sa.insert(table), rows)
    with engine.writing(ledger._engine) as connection:
        # Equal wordings are one thread, as they would be if linked.
        connection.exec_driver_sql("CREATE INDEX temporary_text ON statements (content_text)")
        statement = schema.statements
        first_of = sa.select(sa.func.min(statement.c.id).label("id"), sa.func.count().label("count")).group_by(
            statement.c.content_text
        )
        many = first_of.having(sa.func.count() > 1).subquery()
        connection.execute(
            sa.insert(schema.threads).from_select(
                ["id", "statements", "articles"], sa.select(many.c.id, many.c.count, many.c.count)
            )
        )
        connection.exec_driver_sql(
            "UPDATE statements SET thread_id = (SELECT t.id FROM statements s JOIN threads t ON t.id = s.id "
            "WHERE s.content_text = statements.content_text)"
        )
        connection.exec_driver_sql("DROP INDEX temporary_text")


def _rows(made: Made, articles: range, names: Sequence[str]) -> Iterator[tuple[sa.Table, list[dict[str, object]]]]:
    """The rows of some articles by table, with twenty statements each. names: of the holders."""
    kept: list[dict[str, object]] = []
    appearances: list[dict[str, object]] = []
    statements: list[dict[str, object]] = []
    stances: list[dict[str, object]] = []
    standings = ("asserted", "asserted", "asserted", "asserted", "denied", "alleged")
    for number in articles:
        outlet, holder, text = made.name(OUTLETS), made.chance.randint(1, len(names)), ""
        name = f"{names[holder - 1]} {names[holder - 1]}"
        day = f"20{made.chance.randint(10, 24)}-{made.chance.randint(1, 12):02}-{made.chance.randint(1, 28):02}"
        for position in range(STATEMENTS):
            words, start = made.said(made.cast())[1], len(text)
            text += f"{name} said: “{words}.”\n\n"
            cue, content = [start + len(name) + 1, start + len(name) + 5], [start + len(name) + 7, len(text) - 2]
            statement = (number - 1) * STATEMENTS + position + 1
            statements.append(
                {
                    "id": statement, "article_id": number, "position": position,
                    "appearance_id": number, "holder_id": holder, "type": "direct", "confidence": 0.9,
                    "source": [[start, start + len(name)]], "cue": [cue], "cue_text": "said", "content": [content],
                    "content_text": words, "standing": made.chance.choice(standings), "standing_spans": [cue],
                }
            )  # fmt: skip
            if made.chance.random() < TARGETED:
                stances.append(
                    {"statement_id": statement, "target": made.name(OUTLETS), "spans": [content],
                     "polarity": made.chance.choice((-0.7, 0.7))}
                )  # fmt: skip
        kept.append(
            {
                "id": number, "digest": str(number), "url": f"https://{outlet.lower()}.example/{number}",
                "outlet": outlet, "site": outlet.lower(), "authors": [], "published": day, "text": text,
                "words": len(text.split()), "added_at": f"{day}T12:00:00+00:00", "version": 1, "current": True,
            }
        )  # fmt: skip
        appearances.append(
            {"id": number, "article_id": number, "position": 0, "name": name, "kind": "person",
             "mentions": [[0, len(name)]], "holder_id": holder}
        )  # fmt: skip
    yield from (
        (schema.articles, kept), (schema.appearances, appearances), (schema.statements, statements),
        (schema.stances, stances),
    )  # fmt: skip


def _told(doing: Iterable[object], times: int) -> str:
    """How often a second something is done that is done as it is iterated over, and its processor time."""
    start = time.perf_counter(), time.process_time()
    deque(doing, 0)
    spent, busy = time.perf_counter() - start[0], time.process_time() - start[1]
    return f"{times / spent:,.0f} a second, each {1000 * busy / times:.1f} ms of a core"


def _median(name: str, questions: list) -> None:  # type: ignore[type-arg]
    spent, busy = [], []
    for question in questions:
        start = time.perf_counter(), time.process_time()
        question()
        spent.append(1000 * (time.perf_counter() - start[0]))
        busy.append(1000 * (time.process_time() - start[1]))
    middle, of_a_core = statistics.median(spent), statistics.median(busy)
    print(f"{name}: {middle:.1f} ms at the median, {of_a_core:.1f} of them of a core, {max(spent):.0f} ms at most")


WRITER = """
import sys
from bench.store import Made
from reportedly.ledger import Ledger
with Ledger.open(sys.argv[1]) as ledger:
    for number, reading in enumerate(Made(int(sys.argv[2])).readings()):
        ledger.add(reading)
        if not number:  # all that the first article loads is loaded
            print("ready", flush=True)
"""


def kill(times: int) -> int:
    """Kill a writer at random moments; print how many ledgers were damaged or had half an article."""
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
    """Add the sub-commands `store`, `ask` and `kill`."""
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
