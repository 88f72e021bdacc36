"""Ledgers with bytes flipped, overwritten or cut off at random: every question ends with an answer or a sentence."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random

from bench.store import Made
from reportedly.ledger import Ledger, Query
from reportedly.ledger.reviews.review import Review

from .trial import Trial, outcome

#: What is asked of each damaged ledger, and what is written to it.
QUESTIONS: Mapping[str, Callable[[Ledger], object]] = {
    "search": lambda ledger: ledger.search(Query("the"), counts=True),
    "trace": lambda ledger: ledger.trace("the"),
    "findings": lambda ledger: ledger.findings(),
    "articles": lambda ledger: ledger.articles(),
    "article": lambda ledger: ledger.article(3),
    "reading": lambda ledger: ledger.reading(2),
    "holders": lambda ledger: ledger.holders(),
    "holder": lambda ledger: ledger.holder(2),
    "thread": lambda ledger: ledger.thread(1),
    "versions": lambda ledger: ledger.versions("https://courier.example/1"),
    "reviews": lambda ledger: ledger.reviews(),
    "users": lambda ledger: ledger.user("none"),
    "review": lambda ledger: ledger.review(Review("accept", 3)),
    "add": lambda ledger: ledger.add(next(Made(9).readings())),
}


def damaged(chance: Random, times: int, folder: Path) -> Iterator[Trial]:
    """Damage a ledger of some articles and ask it everything."""
    whole, faults = folder / "whole.db", []
    with Ledger.open(whole) as ledger:
        for reading in islice(Made(4).readings(), 12):
            ledger.add(reading)
        ledger.findings()
    data = whole.read_bytes()
    for number in range(times):
        path = folder / f"damaged{number}.db"
        how, spoilt = spoil(chance, data)
        path.write_bytes(spoilt)
        for question, ask in QUESTIONS.items():
            if wrong := outcome(partial(_asked, path, ask)):
                faults.append(f"{question} of a ledger with {how}: {wrong}")
        for left in folder.glob(f"damaged{number}.db*"):
            left.unlink()
    yield Trial("damaged ledgers, each asked everything", times, tuple(faults))


def spoil(chance: Random, data: bytes) -> tuple[str, bytes]:
    """What was done to the bytes of a file, and these."""
    spoilt, kind = bytearray(data), chance.choice(("flipped", "overwritten", "cut", "swapped"))
    if kind == "flipped":
        places = [chance.randrange(len(data)) for _ in range(chance.choice((1, 3, 30, 300)))]
        for place in places:
            spoilt[place] ^= 1 << chance.randrange(8)
        return f"{len(places)} bits flipped, the first at {places[0]}", bytes(spoilt)
    if kind == "overwritten":
        start, length = chance.randrange(len(data)), chance.choice((16, 512, 4_096, 40_960))
        spoilt[start : start + length] = chance.randbytes(len(data[start : start + length]))
        return f"{length} bytes overwritten from {start}", bytes(spoilt)
    if kind == "cut":
        end = chance.randrange(len(data))
        return f"only its first {end} bytes", data[:end]
    pages = len(data) // 4_096
    one, other = (4_096 * chance.randrange(pages) for _ in range(2))
    spoilt[one : one + 4_096], spoilt[other : other + 4_096] = data[other : other + 4_096], data[one : one + 4_096]
    return f"the pages at {one} and {other} swapped", bytes(spoilt)


def _asked(path: Path, ask: Callable[[Ledger], object]) -> None:
    with Ledger.open(path) as ledger:
        ask(ledger)


def copies(chance: Random, times: int, folder: Path) -> Iterator[Trial]:
    """Copy a ledger file alone right after a batch was added: the copy has every article."""
    faults: list[str] = []
    for number in range(times):
        path, kept = folder / f"quiet{number}.db", chance.randint(1, 6)
        with Ledger.open(path) as ledger:
            for reading in islice(Made(number).readings(), kept):
                ledger.add(reading)
        copy = folder / f"copied{number}.db"
        shutil.copy(path, copy)
        with Ledger.open(copy) as ledger:
            if (there := ledger.counts().articles) != kept:
                faults.append(f"a plain copy has {there} of {kept} articles")
    yield Trial("a quiet ledger's file copied", times, tuple(faults))
