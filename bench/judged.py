"""Quotations of published articles that differ from their record, with the class that somebody who read both gave them.

The annotations are in `annotation/verification`, without a text: the article is in the corpus `raw`, the record in
`records`. Everything is end to end: the article is read, all of it, and the quotation of the reading that has most of
the annotated stretch is held against the record. If there is none, the class is wrong.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reportedly import read
from reportedly.records import Record
from reportedly.span import Span
from reportedly.verification import RecordIndex, VerifiedQuotation
from reportedly.verification.quoted import QuotedWords, quoted
from reportedly.verification.verify import verified

FOLDER = Path(__file__).parents[1] / "annotation" / "verification"


@dataclass(frozen=True)
class Judged:
    """A stretch of an article in quotation marks, and the class of the quotation that it belongs to."""

    article: str
    span: Span
    record: str
    class_: str


def judgements(file: Path) -> Iterator[tuple[Judged, str]]:
    """The annotations, each with the digest of the article's text."""
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        yield Judged(row["article"], Span(*row["span"]), row["record"], row["class"]), row["sha256"]


def articles(corpora: Path, digests: dict[str, str]) -> dict[str, str]:
    """The texts of articles, by id. Raises ValueError if one isn't what was annotated."""
    found: dict[str, str] = {}
    with lzma.open(corpora / "raw" / "articles.jsonl.xz", "rt", encoding="utf-8") as file:
        for line in file:
            if line[:40].partition('"id": "')[2].partition('"')[0] in digests:
                row = json.loads(line)
                found[row["id"]] = row["text"]
    for number, digest in digests.items():
        if hashlib.sha256(found.get(number, "").encode()).hexdigest() != digest:
            raise ValueError(f"expected the text of the article {number} as it was annotated, found another or none")
    return found


def outcome(one: Judged, text: str, found: Iterable[QuotedWords], index: RecordIndex) -> VerifiedQuotation | None:
    """What the product makes of the quotation; None if the reading has none there."""
    near = [(sum(span.overlap(one.span) for span in it.spans), it) for it in found]
    size, best = max(near, key=lambda pair: pair[0], default=(0, None))
    return verified(text, best, index) if best and 2 * size >= len(one.span) else None


def scored(file: Path, corpora: Path, every: Iterable[Record], misses: int) -> Iterator[str]:
    """The share of the annotations whose class is right, of all and of each class, and those that aren't."""
    rows = list(judgements(file))
    texts = articles(corpora, {one.article: digest for one, digest in rows})
    needed = {one.record for one, _ in rows}
    indexes = {record.name: RecordIndex([record]) for record in every if record.name in needed}
    found = {number: quoted(read(text)) for number, text in texts.items()}
    called: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: list[str] = []
    for number, (one, _) in enumerate(rows):
        text = texts[one.article]
        made = outcome(one, text, found[one.article], indexes[one.record])
        name = str(made.class_) if made else "not found"
        called[one.class_][name] += 1
        if name != one.class_:
            words = " … ".join(span.of(text) for span in made.spans) if made else one.span.of(text)
            wrong.append(f"{number} {one.class_} → {name} {made.differences if made else ''}: {words}")
    right = {class_: names[class_] for class_, names in called.items()}
    of = {class_: names.total() for class_, names in called.items()}
    there = [class_ for class_ in of if class_ != "not-in-this-record"]
    yield f"{file.stem}: {sum(right.values()) / sum(of.values()):.3f} of {sum(of.values())} right"
    share, some = sum(right[it] for it in there), sum(of[it] for it in there)
    yield f"  of those that the record has: {share / some:.3f} of {some}"
    for class_ in sorted(of):
        others = ", ".join(f"{name} {n}" for name, n in called[class_].most_common() if name != class_)
        yield f"  {class_:18} {right[class_] / of[class_]:.3f} of {of[class_]}{'; ' + others if others else ''}"
    yield from wrong[:misses]
