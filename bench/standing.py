"""Standing, answers and chains, measured on real articles labelled by hand.

    python -m bench.standing [--part tune|figure] [--corpora FOLDER] [--misses]

The labels in tests/gold/standing.jsonl are offsets into PolNeAR train and Wikinews, whose texts are read from the
folder of REPORTEDLY_CORPORA (or --corpora). Half of the articles, by a hash of their id, are for tuning; the other half
was never looked at when rules were made. A key that a label lacks ("answers", "via") wasn't judged.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import lzma
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportedly.articles.article import Article
from reportedly.errors import ReportedlyError
from reportedly.evaluation import Score, normal
from reportedly.reading import Reading, Statement, read
from reportedly.span import Span, overlap

LABELS = Path(__file__).parents[1] / "tests" / "gold" / "standing.jsonl"
VALUES = ("denied", "confirmed", "alleged", "declined", "neither", "retracted")


@dataclass(frozen=True, slots=True)
class Label:
    """A person's judgement of one statement. answers: content of the one it answers, empty if none; None: unjudged."""

    corpus: str
    id: str
    part: str
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    standing: str
    answers: tuple[Span, ...] | None
    chain: tuple[str, ...] | None


def labels(path: Path = LABELS) -> list[Label]:
    """All labels of a file, in order."""
    return [_label(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _label(row: Mapping[str, Any]) -> Label:
    answers = _spans(row["answers"] or []) if "answers" in row else None
    chain = tuple(row["via"]) if "via" in row else None
    return Label(
        row["corpus"],
        row["id"],
        row["part"],
        _spans(row["cue"]),
        _spans(row["content"]),
        row["standing"],
        answers,
        chain,
    )


def _spans(pairs: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


def texts(folder: Path) -> dict[tuple[str, str], str]:
    """The text of every article of PolNeAR train and Wikinews, by corpus and id."""
    lines = lzma.decompress((folder / "polnear" / "train.jsonl.xz").read_bytes()).decode("utf-8").splitlines()
    found = {("polnear-train", row["id"]): str(row["text"]) for row in map(json.loads, lines)}
    for path in sorted((folder / "wikinews").glob("*.csv.xz")):
        rows = csv.DictReader(io.StringIO(lzma.decompress(path.read_bytes()).decode("utf-8"), newline=""))
        found |= {("wikinews", row["url"]): row["text"] for row in rows}
    return found


def meant(statements: Sequence[Statement], cue: Sequence[Span], content: Sequence[Span]) -> int | None:
    """The index of our statement that shares the cue and most of the content, or else at least half of the content."""
    size = sum(map(len, content))
    shared = {
        i: (bool(overlap(s.cue, cue)), overlap(s.content, content))
        for i, s in enumerate(statements)
        if (overlap(s.cue, cue) and overlap(s.content, content)) or 2 * overlap(s.content, content) >= size
    }
    return max(shared, key=lambda i: (shared[i], -len(statements[i].content), -i), default=None)


def scores(gold: Iterable[Label], readings: Mapping[tuple[str, str], Sequence[Statement]]) -> dict[str, Score]:
    """Scores of statements found and, of those found, of each standing, of all but asserted, of answers and chains.

    A chain is right if all its names are, in order; an answer if the answered statement is.
    """
    totals = dict.fromkeys(["found", *VALUES, "not asserted", "answers", "via"], Score())
    for label in gold:
        ours = readings[label.corpus, label.id]
        i = meant(ours, label.cue, label.content)
        totals["found"] += Score(int(i is not None), 1, 1)
        if i is None:
            continue
        for name, counted in _compared(label, ours, i):
            totals[name] += counted
    return totals


def _compared(label: Label, ours: Sequence[Statement], i: int) -> Iterator[tuple[str, Score]]:
    found, expected = ours[i].standing.value, label.standing
    for value in VALUES:
        yield value, Score(int(found == expected == value), int(found == value), int(expected == value))
    firm = "asserted"
    yield "not asserted", Score(int(found == expected != firm), int(found != firm), int(expected != firm))
    if label.answers is not None:
        answered = [a.statement for a in ours[i].answers]
        hit = bool(label.answers) and meant(ours, (), label.answers) in answered
        yield "answers", Score(int(hit), int(bool(answered)), int(bool(label.answers)))
    if label.chain is not None:
        names = [hop.name for hop in ours[i].chain]
        hit = bool(names) and [normal(n or "") for n in names] == [normal(n) for n in label.chain]
        yield "via", Score(int(hit), int(bool(names)), int(bool(label.chain)))


def table(scored: Mapping[str, Score]) -> str:
    """A line for each score that isn't empty: precision, recall, F1, and the numbers right, found and expected."""
    lines = [f"{'':12} precision  recall     F1  right  read  gold"]
    lines += [
        f"{name:12} {s.precision:9.3f} {s.recall:7.3f} {s.f1:6.3f} {s.hits:6} {s.predicted:5} {s.gold:5}"
        for name, s in scored.items()
        if s.predicted or s.gold
    ]
    return "\n".join(lines)


def part(id: str) -> str:
    """The half that an article belongs to, "tune" or "figure", by a hash of its id."""
    return "tune" if hashlib.sha256(id.encode("utf-8")).digest()[0] % 2 == 0 else "figure"


def misses(gold: Iterable[Label], readings: Mapping[tuple[str, str], Reading]) -> Iterator[str]:
    """A line for each statement whose standing or answer differs from the label."""
    for label in gold:
        reading = readings[label.corpus, label.id]
        i = meant(reading.statements, label.cue, label.content)
        words = f"{reading.words(label.cue)} | {reading.words(label.content)[:90]}"
        if i is None:
            yield f"not found: {label.standing} | {words}"
            continue
        for name, counted in _compared(label, reading.statements, i):
            if name in ("not asserted", "answers") and counted.hits < max(counted.predicted, counted.gold):
                ours = reading.statements[i]
                yield f"{name}: {label.standing}, ours {ours.standing.value} {ours.answers} | {words}"


def main(argv: Sequence[str] | None = None, reads: Callable[[Article], Reading] = read) -> int:
    """Print the table of one part or of both. Exit code 2 if the corpora can't be read."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--part", choices=["tune", "figure"], help="one half alone")
    parser.add_argument("--corpora", type=Path, default=os.environ.get("REPORTEDLY_CORPORA") or None)
    parser.add_argument("--misses", action="store_true", help="print what is read otherwise too")
    options = parser.parse_args(argv)
    if options.corpora is None:
        print("expected --corpora or REPORTEDLY_CORPORA, found neither", file=sys.stderr)
        return 2
    chosen = [label for label in labels() if options.part in (None, label.part)]
    try:
        by_key = texts(options.corpora)
        keys = {(label.corpus, label.id) for label in chosen}
        readings = {key: reads(Article.from_text(by_key[key])) for key in sorted(keys)}
    except (ReportedlyError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    statements = {key: reading.statements for key, reading in readings.items()}
    for name in sorted({label.part for label in chosen}, reverse=True):
        half = [label for label in chosen if label.part == name]
        print(f"{name}: {len(half)} statements\n{table(scores(half, statements))}\n")
        if options.misses:
            print("\n".join(misses(half, readings)), end="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
