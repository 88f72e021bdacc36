"""Kill −9 at random moments of adding, backing up, migrating, serving: nothing damaged, nothing acknowledged lost."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random

import sqlalchemy as sa
from alembic import command

from bench.store import STATEMENTS, Made
from reportedly.ledger import Ledger, Waiting
from reportedly.ledger.tables import migrations
from reportedly.reading import Reading

from .trial import Child, Trial, damage

#: Kills of one ledger: so many while it is being made, the rest while it is added to.
MADE, RENEWED = 3, 25
#: The most articles that a writer adds before it is killed, and the most seconds after the last of them.
ADDED, AFTER = 8, 0.06
#: Articles of a ledger that is migrated or backed up.
KEPT = 120
#: Seconds until a reader that was started again must have read the next of the articles that it had taken in.
READ_WITHIN = 90


def readings(seed: int) -> Iterator[Reading]:
    """Made readings with URLs of their own."""
    for number, reading in enumerate(Made(seed).readings()):
        url = f"https://courier.example/{seed}/{number}"
        yield replace(reading, article=replace(reading.article, url=url))


def add(chance: Random, times: int, folder: Path) -> Iterator[Trial]:
    """Kill writers: every article whose addition returned is there as a whole, and no other is there in part."""
    faults: list[str] = []
    kept = 0
    begun = time.monotonic()
    Child(partial(_open, folder / "timed.db")).end()
    makes = time.monotonic() - begun
    with Ledger.open(folder / "warm.db") as ledger:  # what the first addition loads, children needn't
        ledger.add(next(readings(0)))
    for number in range(times):
        path = folder / f"{number // RENEWED}.db"
        seed = chance.randrange(2**31)
        if number % RENEWED < MADE:
            said = Child(partial(_add, path, seed)).kill(chance.uniform(0, makes))
        else:
            said = Child(partial(_add, path, seed)).kill(chance.uniform(0, AFTER), once=chance.randrange(ADDED))
        kept += len(said)
        if path.exists():
            faults += damage(path)
            faults += [f"kill {number}: {what}" for what in _half(path)]
        faults += [f"kill {number}: {url} was acknowledged and is lost" for url in lost(path, seed, said)]
    yield Trial(f"kill −9 while adding, {kept:,} added", times, tuple(faults))


def _add(path: Path, seed: int, said: Callable[[int], None]) -> None:
    with Ledger.open(path) as ledger:
        for done, reading in enumerate(readings(seed)):
            ledger.add(reading)
            said(done)


def _half(path: Path) -> list[str]:
    """Articles that aren't there as a whole."""
    question = (
        "SELECT url, (SELECT count(*) FROM statements s WHERE s.article_id = a.id) AS n FROM articles a WHERE n <> ?"
    )
    with closing(sqlite3.connect(path)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'statements'").fetchone():
            return []
        return [f"{url} has {count} statements" for url, count in connection.execute(question, (STATEMENTS,))]


def lost(path: Path, seed: int, said: list[int]) -> list[str]:
    """The URLs of articles whose addition returned and that aren't there."""
    urls = [f"https://courier.example/{seed}/{number}" for number in said]
    if not urls:
        return []
    with closing(sqlite3.connect(path)) as connection:
        there = {url for (url,) in connection.execute("SELECT url FROM articles")}
    return [url for url in urls if url not in there]


def migrate(chance: Random, times: int, folder: Path) -> Iterator[Trial]:
    """Kill migrations of a ledger of the first version: it opens afterwards, with all of its articles."""
    first, faults = folder / "first.db", []
    old(first, KEPT)
    begun = time.monotonic()
    shutil.copy(first, folder / "timed.db")
    Child(partial(_open, folder / "timed.db")).end()
    takes = time.monotonic() - begun
    for number in range(times):
        path = folder / f"old{number}.db"
        shutil.copy(first, path)
        Child(partial(_open, path)).kill(chance.uniform(0, takes))
        faults += damage(path)
        _, code = Child(partial(_open, path)).end()
        with closing(sqlite3.connect(path)) as connection:
            there = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        if (code, there) != (0, KEPT):
            faults.append(f"kill {number}: opening ended with {code}, and {there} of {KEPT} articles are there")
        for copied in folder.glob(f"old{number}.db.version-*"):
            faults += damage(copied)
        for beside in folder.glob(f"*old{number}.db*"):
            _remove(beside)
    yield Trial("kill −9 while migrating", times, tuple(faults))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _open(path: Path, _: object) -> None:
    Ledger.open(path, Waiting(told=lambda _: None)).close()  # that it was copied is told otherwise


def old(path: Path, articles: int) -> None:
    """Make a ledger as the first version kept it, with so many articles of one statement."""
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        command.upgrade(migrations.config(connection), "0001")
    tables = sa.MetaData()
    tables.reflect(engine)
    text = "“The government will float the old ferry again,” said Ana Reyes."
    with engine.begin() as connection:
        connection.execute(
            sa.insert(tables.tables["holders"]),
            {"name": "Ana Reyes", "kind": "person", "key": "ana reyes", "family": "reyes"},
        )
        for number in range(1, articles + 1):
            rows = {
                "articles": {
                    "digest": str(number), "url": f"https://courier.example/{number}", "site": "courier.example",
                    "authors": [], "text": text, "words": 11, "added_at": "2024-05-08", "version": 1, "current": True,
                },
                "appearances": {
                    "article_id": number, "position": 0, "name": "Ana Reyes", "kind": "person",
                    "mentions": [[54, 63]], "holder_id": 1,
                },
                "statements": {
                    "article_id": number, "position": 0, "appearance_id": number, "holder_id": 1, "type": "direct",
                    "confidence": 0.9, "source": [[54, 63]], "cue": [[49, 53]], "cue_text": "said",
                    "content": [[1, 46]], "content_text": text[1:46], "standing": "asserted", "standing_spans": [],
                },
            }  # fmt: skip
            for name, row in rows.items():
                connection.execute(sa.insert(tables.tables[name]), row)
    engine.dispose()


def serve(chance: Random, times: int, folder: Path) -> Iterator[Trial]:
    """Kill readers that are handed articles: each that was confirmed is read once the reader is started again."""
    path, faults, handed = folder / "served.db", [], 0
    with Ledger.open(path) as ledger:
        token = ledger.add_user("jo")
    for number in range(times):
        with _Served(path) as served:
            until = time.monotonic() + chance.uniform(0.05, 3)
            while time.monotonic() < until:
                if served.hand(_news(handed), token):
                    handed += 1
                else:
                    time.sleep(0.05)
            served.kill()
        faults += [f"kill {number}: {what}" for what in damage(path)]
    with _Served(path) as served:
        there, until = _articles(path), time.monotonic() + READ_WITHIN
        while there < handed and time.monotonic() < until:
            time.sleep(0.2)
            if (now := _articles(path)) > there:
                there, until = now, time.monotonic() + READ_WITHIN
        served.kill()
    if there != handed:
        faults.append(f"{handed} articles were confirmed, and {there} are there")
    yield Trial(f"kill −9 while serving, {handed:,} confirmed", times, tuple(faults))


def _news(number: int) -> str:
    return f"“We will shut the port on day {number},” Mayor Ana Reyes said. Ole Lund denied that the ferry was sold."


def _articles(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])


class _Served:
    """`reportedly serve` of a ledger, in a process group of its own."""

    def __init__(self, path: Path) -> None:
        line = [sys.executable, "-m", "reportedly.cli", "serve", "--port", "0", "--ledger", str(path)]
        self.process = subprocess.Popen(line, stderr=subprocess.PIPE, text=True, start_new_session=True)

    def __enter__(self) -> _Served:
        assert self.process.stderr is not None
        ready, _, _ = select.select([self.process.stderr], [], [], 60)
        said = self.process.stderr.readline() if ready else ""
        if " is open at " not in said:
            raise RuntimeError(f"expected the reader to say where it is open, but it said {said!r}")
        self.address = said.partition(" is open at ")[2].split()[0].rstrip("/")
        return self

    def hand(self, text: str, token: str) -> bool:
        """Hand in an article; returns whether it was confirmed."""
        body = json.dumps({"text": text}).encode()
        asked = urllib.request.Request(
            f"{self.address}/api/v1/articles", body,
            {"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
        )  # fmt: skip
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                return bool(answer.status == 202)
        except urllib.error.HTTPError as refused:
            if refused.code < 500:  # more than the reader takes in a minute, or than may wait
                return False
            raise

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.kill()
        self.process.wait()


def backup(chance: Random, times: int, folder: Path) -> Iterator[Trial]:
    """Kill backups: the ledger stays whole, and what lies under the backup's name is a whole ledger or nothing."""
    path, faults = folder / "kept.db", []
    with Ledger.open(path) as ledger:
        for reading in islice(readings(1), KEPT):
            ledger.add(reading)
    begun = time.monotonic()
    Child(partial(_back_up, path, folder / "timed.db")).end()
    takes = time.monotonic() - begun
    for number in range(times):
        target = folder / f"backup{number}.db"
        Child(partial(_back_up, path, target)).kill(chance.uniform(0, takes))
        faults += damage(path)
        if target.exists():
            faults += damage(target)
            if (there := _articles(target)) != KEPT:
                faults.append(f"kill {number}: the backup has {there} of {KEPT} articles")
        for left in folder.glob(f"*backup{number}.db*"):  # with the folder in which a killed one was made
            _remove(left)
    yield Trial("kill −9 while backing up", times, tuple(faults))


def _back_up(path: Path, target: Path, _: object) -> None:
    with Ledger.open(path) as ledger:
        ledger.backup(target)
