"""Peak memory while reading a thousand articles in one process.

    python -m bench.memory [GOLD | FOLDER] [--articles N]

The corpus is read over and over until there are so many. Memory that grows with their number is a leak, so the
peak is given after each tenth of them too.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import sys
from collections.abc import Iterator, Sequence

from reportedly.articles.article import Article
from reportedly.errors import ReportedlyError
from reportedly.evaluation import GoldArticle
from reportedly.reading import read

from .corpus import add_corpus_options, articles


def peak() -> float:
    """Peak resident memory of this process so far, in MiB."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts KiB, macOS bytes.
    return used / (2**20 if sys.platform == "darwin" else 2**10)


def peaks(corpus: Sequence[GoldArticle], count: int) -> Iterator[tuple[int, float]]:
    """The number of articles read and the peak in MiB, about ten times on the way to `count`."""
    step = max(1, count // 10)
    for done, article in enumerate(itertools.islice(itertools.cycle(corpus), count), start=1):
        read(Article(article.text))
        if done % step == 0 or done == count:
            yield done, peak()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the peaks. Returns the exit code: 0, or 1 with a sentence if there is nothing to read."""
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description=__doc__.split("\n")[0])
    add_corpus_options(parser)
    parser.add_argument("--articles", type=int, default=1000, help="how many to read (default %(default)s)")
    options = parser.parse_args(arguments)
    if options.articles < 1:
        parser.error("--articles must be at least 1")
    try:
        corpus = articles(options.gold, options.corpora)
        print(f"before reading: {peak():.0f} MiB")
        for done, used in peaks(corpus, options.articles):
            print(f"{done:6} articles: peak {used:.0f} MiB", flush=True)
    except ReportedlyError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
