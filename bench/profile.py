"""Where time goes: CPU of each stage from a page to a ledger, on one thread, per 1,000 words and as a share.

    python -m bench.profile [--pages 60] [--articles FILE] [--functions N]

The pages are made as `bench.archive` makes them, of the articles in `raw/` of the corpora, or in FILE. The time of a
stage is that of its own work, without that of the stages it calls. `--functions N` prints the N functions in which most
time is spent, too, by cProfile, which makes small functions dearer than they are.
"""

from __future__ import annotations

import argparse
import cProfile
import importlib
import pstats
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

from reportedly.articles.article import Article
from reportedly.english.language import check_english
from reportedly.errors import ReportedlyError
from reportedly.export import to_json
from reportedly.ledger import Ledger
from reportedly.reading import read
from reportedly.tagger import tagger

from . import archive
from .corpus import add_corpora_option

#: The stages, and the function that each is: where it is looked up by whoever calls it, and its name there.
STAGES: Sequence[tuple[str, str, str]] = (
    ("word pieces", "reportedly.tagger.session", "encode"),
    ("encoder", "reportedly.tagger.session", "Tagger._read"),
    ("roles", "reportedly.tagger.session", "Tagger._with_roles"),
    ("tagger, the rest", "reportedly.tagger.session", "Tagger.tag"),
    ("attributions", "reportedly.values.draft", "attributions"),
    ("holders", "reportedly.values.draft", "resolve"),
    ("values chosen", "reportedly.reading", "chosen"),
    ("standing", "reportedly.reading", "standings"),
    ("standing", "reportedly.reading", "weighed"),
    ("stances", "reportedly.reading", "stances"),
    ("answers", "reportedly.reading", "answers"),
)
#: Pages that are read before, so that no model is loaded and no pattern compiled while it is timed.
BEFORE = 5


class Clock:
    """CPU seconds of each stage, without those of the stages within it."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self._own = threading.local()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """A context whose time is the stage's."""
        inner: list[float] = self._own.__dict__.setdefault("inner", [])
        inner.append(0.0)
        began = time.thread_time()
        try:
            yield
        finally:
            whole = time.thread_time() - began
            self.spent[name] += whole - inner.pop()
            if inner:
                inner[-1] += whole

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time the stage's."""

        @wraps(function)
        def called(*arguments: Any, **options: Any) -> Any:
            with self.stage(name):
                return function(*arguments, **options)

        return called


@contextmanager
def watched(clock: Clock) -> Iterator[None]:
    """A context in which every stage is timed."""
    undone = []
    for stage, module, name in STAGES:
        place: Any = importlib.import_module(module)
        *outer, last = name.split(".")
        for part in outer:
            place = getattr(place, part)
        function = getattr(place, last)
        setattr(place, last, clock.timed(stage, function))
        undone.append((place, last, function))
    try:
        yield
    finally:
        for place, last, function in undone:
            setattr(place, last, function)


def profiled(pages: Sequence[tuple[str, bytes]], clock: Clock) -> tuple[int, int]:
    """Take pages, each with its address, all the way into a ledger; how many words and statements there were."""
    words = statements = 0
    with tempfile.TemporaryDirectory() as where, Ledger.open(Path(where, "profile.db")) as ledger, watched(clock):
        for url, data in pages:
            with clock.stage("extraction"):
                article = Article.from_html(data, url=url)
            with clock.stage("language"):
                check_english(article.text)
            with clock.stage("reading, the rest"):
                reading = read(article)
            with clock.stage("JSON"):
                to_json(reading)
            with clock.stage("ledger"):
                ledger.add(reading)
            words += len(article.text.split())
            statements += len(reading.statements)
    return words, statements


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures. Returns the exit code: 0, or 1 with a sentence if there is nothing to read."""
    parser = argparse.ArgumentParser(prog="python -m bench.profile", description=__doc__.split("\n")[0])
    parser.add_argument("--pages", type=int, default=60, help="how many (default %(default)s)")
    parser.add_argument("--articles", type=Path, help="the file of articles, instead of raw/ of the corpora")
    parser.add_argument("--functions", type=int, default=0, metavar="N", help="print the N dearest functions, too")
    add_corpora_option(parser)
    options = parser.parse_args(arguments)
    profile = cProfile.Profile()
    try:
        rows = archive.rows(options.corpora, options.articles, options.pages)
        pages = [(archive.address(number), archive.page(row)) for number, row in enumerate(rows)]
        tagger().threads = 1
        profiled(pages[:BEFORE], Clock())
        clock = Clock()
        if options.functions:
            profile.enable()
        words, statements = profiled(pages, clock)
        profile.disable()
    except ReportedlyError as error:
        print(error, file=sys.stderr)
        return 1
    whole = clock.spent.total()
    print(f"{len(pages):,} pages, {words:,} words, {statements:,} statements; one thread, CPU")
    for name, seconds in clock.spent.most_common():
        print(f"{name:20} {seconds / words * 1e6:7.1f} ms per 1,000 words  {seconds / whole:6.1%}")
    print(f"{'all':20} {whole / words * 1e6:7.1f} ms per 1,000 words, {len(pages) / whole:.2f} pages/s")
    if options.functions:
        pstats.Stats(profile).sort_stats("tottime").print_stats(options.functions)
    return 0


if __name__ == "__main__":
    sys.exit(main())
