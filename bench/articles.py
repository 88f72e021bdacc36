"""Whole articles of many outlets, nested statements included: what is found, and whose it is.

    python -m bench.articles [--part dev] [--corpora DIR]

A statement is found if the characters of its content and of a gold content overlap by half of their union, one to one,
the closest first. Spans are exact if every piece is. A holder is right by its full name, without title or article, or
by the words of the document that speaks.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from reportedly.articles.article import Article
from reportedly.evaluation import Score
from reportedly.reading import Statement, read
from reportedly.span import Span
from training.corpora import lines_of

TITLES = re.compile(
    r"^(?:(?:the|a|an) )?(?:(?:mr|mrs|ms|dr|sir|dame|president|minister|senator|sen|rep|gov|judge|justice|prof|"
    r"professor|general|gen|sheriff|mayor)\.? )*"
)
Row = Mapping[str, Any]

#: Where what follows the noun of a document begins.
BEHIND = re.compile(
    r"[,(:]|\s(?:of|for|at|in|from|with|who|which|that|on|by|to|about|into|after|as|released|published|conducted|filed|"
    r"signed|written|sent|seen|posted|issued|titled|and)\s"
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.articles", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--part", default="dev", choices=("dev", "train"))
    parser.add_argument("--corpora", type=Path, default=Path(os.environ.get("REPORTEDLY_CORPORA", "corpora")))
    options = parser.parse_args()
    totals: dict[str, Score] = {}
    for row in map(json.loads, lines_of(options.corpora / "articles" / f"{options.part}.jsonl.xz")):
        said = read(Article(row["text"], outlet=row["outlet"], published=row["published"])).statements
        for name, score in scores(said, row["statements"]).items():
            totals[name] = totals.get(name, Score()) + score
    for name, score in totals.items():
        print(f"{name:36} precision {score.precision:.3f}  recall {score.recall:.3f}  F1 {score.f1:.3f}")


def scores(said: Sequence[Statement], gold: Sequence[Row]) -> dict[str, Score]:
    """What is right of the statements of one article, what was said, and what was wanted, by what is counted."""
    pairs = [(said[i], gold[j]) for i, j in aligned([s.content for s in said], [spans(g, "content") for g in gold])]
    meant = sum(s.act == g["act"] for s, g in pairs)
    papers = [(_noun(s.document.text) if s.document else "", g["document"] or "") for s, g in pairs if _held(s, g)]
    firm = [(s.standing.value, g["standing"]) for s, g in pairs]
    held = sum(_held(s, g) for s, g in pairs)
    exact = {
        part: sum(sorted(getattr(s, part)) == spans(g, part) for s, g in pairs) for part in ("content", "source", "cue")
    }
    return {
        "statement found": Score(len(pairs), len(said), len(gold)),
        **{f"{part} exact": Score(hits, len(said), len(gold)) for part, hits in exact.items()},
        "holder, of those found": Score(held, len(pairs), len(pairs)),
        "found with the right holder": Score(held, len(said), len(gold)),
        "standing other than asserted": Score(
            sum(ours == theirs != "asserted" for ours, theirs in firm),
            sum(ours != "asserted" for ours, _ in firm),
            sum(theirs != "asserted" for _, theirs in firm),
        ),
        "act, of those found": Score(meant, len(pairs), len(pairs)),
        "document's noun, holder right": Score(
            sum(ours == _noun(theirs) != "" for ours, theirs in papers),
            sum(ours != "" for ours, _ in papers),
            sum(theirs != "" for _, theirs in papers),
        ),
    }


def _held(ours: Statement, gold: Row) -> bool:
    return right(ours.holder.name if ours.holder else None, gold)


def _noun(document: str) -> str:
    """The noun of a document’s words, which may go on behind it: “report” of “the 2018 report to Congress”."""
    before = BEHIND.split(f"{document} ", maxsplit=1)[0].split()
    return before[-1].lower() if before else ""


def right(name: str | None, gold: Row) -> bool:
    """Whether a holder's name is gold's, or that of the document."""
    accepted = {bare(gold["holder"])} | ({bare(gold["document"])} if gold["document"] else set())
    return bare(name) in accepted


def bare(name: str | None) -> str:
    """A name without title, article, case and punctuation; empty for none."""
    return re.sub(r"\W+", " ", TITLES.sub("", (name or "").lower())).strip()


def aligned(ours: Sequence[Iterable[Span]], gold: Sequence[Iterable[Span]]) -> list[tuple[int, int]]:
    """Indices of contents that overlap by half of their union, one to one, the closest first."""
    a, b = ([{i for span in spans for i in range(span.start, span.end)} for spans in side] for side in (ours, gold))
    near = [(len(x & y) / len(x | y), -i, -j) for i, x in enumerate(a) for j, y in enumerate(b) if x & y]
    found: dict[int, int] = {}
    for share, i, j in sorted(near, reverse=True):
        if share >= 0.5 and -i not in found and -j not in found.values():
            found[-i] = -j
    return list(found.items())


def spans(row: Row, role: str) -> list[Span]:
    """The spans of a role of an annotated statement, in order."""
    return sorted(Span(start, end) for start, end in row[role])


if __name__ == "__main__":
    main()
