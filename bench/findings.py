"""What is found in real news, drawn to be judged by hand: Wikinews of 2019 and PolNeAR, in one ledger.

    python -m bench.findings [--articles 400] [--draw 50] [--seed 4]

Reads the first so many articles of Wikinews and all of PolNeAR (some minutes), counts the findings by kind, and prints
of each kind as many as were asked for, at random, each with the words it rests on as they stand in their article.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import random
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bench.corpus import add_corpora_option, folder
from reportedly.articles.article import Article
from reportedly.ledger import Ledger
from reportedly.ledger.findings.finding import Evidence
from reportedly.reading import read

#: Code points of the article shown before and after the words that a finding rests on.
AROUND = 200


def news(corpora: Path, most: int) -> Iterator[Article]:
    """`most` articles of Wikinews and all of PolNeAR, each with its outlet and date."""
    csv.field_size_limit(sys.maxsize)
    with lzma.open(corpora / "wikinews" / "wikinews_2019.csv.xz", "rt", encoding="utf-8") as file:
        for row in islice(csv.DictReader(file), most):
            yield Article(row["text"], url=row["url"], outlet="Wikinews", published=row["date"], title=row["title"])
    for part in ("dev", "train"):
        with lzma.open(corpora / "polnear" / f"{part}.jsonl.xz", "rt", encoding="utf-8") as file:
            for line in map(json.loads, file):
                yield Article(line["text"], outlet=line["publisher"], published=line["date"], title=line["title"])


def shown(ledger: Ledger, evidence: Evidence) -> str:
    """The words of an evidence between brackets, with their context, on one line."""
    text = ledger.reading(evidence.article).article.text
    start, end = evidence.spans[0].start, evidence.spans[-1].end
    around = f"{text[max(0, start - AROUND) : start]}[[{text[start:end]}]]{text[end : end + AROUND]}"
    return f"    article {evidence.article}: {' '.join(around.split())}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=400, help="of Wikinews")
    parser.add_argument("--draw", type=int, default=50, help="of each kind, at most")
    parser.add_argument("--seed", type=int, default=4)
    add_corpora_option(parser)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as where, Ledger.open(Path(where) / "news.db") as ledger:
        for article in news(folder(options.corpora), options.articles):
            ledger.add(read(article))
        by_code: dict[str, list[tuple[str, tuple[Evidence, ...]]]] = {}
        for kept in ledger.findings():
            by_code.setdefault(kept.finding.code, []).append((kept.finding.sentence, kept.finding.evidence))
        print(f"{ledger.counts().articles} articles, {ledger.counts().statements} statements")
        for code, found in sorted(by_code.items()):
            print(f"\n== {code}: {len(found)}")
            for sentence, evidence in random.Random(options.seed).sample(found, min(options.draw, len(found))):
                print(f"\n- {sentence}", *(shown(ledger, one) for one in evidence), sep="\n")


if __name__ == "__main__":
    main()
