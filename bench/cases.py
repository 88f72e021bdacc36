"""Invented passages by the kind of wording that each was written for: how much of a kind is read right.

    python -m bench.cases [KIND] [--part held|train] [--errors]

The passages are those of annotation/cases/: half of each kind was learned from, the other half, `held`, measures. A
statement counts if it is found and its holder right, as in `bench.articles`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence

from reportedly.articles.article import Article
from reportedly.evaluation import Score
from reportedly.reading import Statement, read
from reportedly.span import Span
from training.articles import Row, case_rows

from .articles import aligned, right, scores, spans

Read = Callable[[Article], Sequence[Statement]]
#: What is counted of a kind.
USABLE = "found with the right holder"


def figures(reader: Read, rows: Iterable[Row]) -> dict[str, dict[str, Score]]:
    """The scores of each kind, in the order of their names. reader: the statements of an article. rows: the cases."""
    found: dict[str, dict[str, Score]] = {}
    for row in rows:
        totals = found.setdefault(row["focus"], {})
        for name, score in scores(reader(_article(row)), row["statements"]).items():
            totals[name] = totals.get(name, Score()) + score
    return dict(sorted(found.items()))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.cases", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("kind", nargs="?", help="print this kind only")
    parser.add_argument("--part", default="held", choices=("held", "train"))
    parser.add_argument("--errors", action="store_true", help="print what is read otherwise instead")
    options = parser.parse_args()
    if options.errors:
        for row in case_rows(options.part):
            if options.kind in (None, row["focus"]):
                print(*errors(row, _read(_article(row))), sep="\n")
        return
    for kind, totals in figures(_read, case_rows(options.part)).items():
        if options.kind in (None, kind):
            parts = "  ".join(f"{name} {score.f1:.3f}" for name, score in totals.items())
            print(f"{kind:10} {parts}")


def errors(row: Row, said: Sequence[Statement]) -> list[str]:
    """A line for each statement of a passage that is missing, too many, or somebody else's."""
    text, gold = row["text"], row["statements"]
    pairs = aligned([s.content for s in said], [spans(g, "content") for g in gold])
    found, meant = {i for i, _ in pairs}, {j for _, j in pairs}
    names = [(said[i], said[i].holder, gold[j]) for i, j in pairs]
    lines = [
        f"{row['id']}: {_words(text, s.content)} is {g['holder']}'s, not {holder.name if holder else None}'s"
        for s, holder, g in names
        if not right(holder.name if holder else None, g)
    ]
    lines += [f"{row['id']}: {_words(text, s.content)} isn't said" for i, s in enumerate(said) if i not in found]
    lines += [
        f"{row['id']}: {_words(text, spans(g, 'content'))} of {g['holder']} isn't found"
        for j, g in enumerate(gold)
        if j not in meant
    ]
    return lines or [f"{row['id']}: all right"]


def _words(text: str, content: Sequence[Span]) -> str:
    return "“" + " … ".join(span.of(text) for span in content) + "”"


def _article(row: Row) -> Article:
    return Article(row["text"], outlet=row["outlet"], published=row["published"])


def _read(article: Article) -> Sequence[Statement]:
    return read(article).statements


if __name__ == "__main__":
    main()
