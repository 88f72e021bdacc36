"""Every statement read otherwise than gold has it, by kind, to read through with a journalist's eye.

    python -m bench.errors [GOLD] [--passages] [--kind KIND] [--limit N]
    python -m bench.errors [GOLD] --statements passages|dev [--field FIELD] [--kind KIND] [--article ID] [--limit N]

GOLD is a gold file; without one it is PolNeAR dev with its holders, under the folder that REPORTEDLY_CORPORA (or
--corpora) names, or with --passages the invented passages in annotation/. In the print {...} is a source, <...> a
cue, [...] content.

With --statements it is what is said of each statement found, beside its words: each wrong, missed or spurious
value of a field with the statement, what gold expects, what we give, and between [] the words that we rest it on.
There GOLD is a file of passages.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from reportedly.errors import ReportedlyError
from reportedly.evaluation import (
    FIELDS,
    GoldArticle,
    GoldStatement,
    holder_is_right,
    kind_is_right,
    lines_of,
    load_passages,
    matches,
)
from reportedly.holders.holder import Holder
from reportedly.reading import Statement, read

from . import values
from .corpus import add_corpus_options, articles, listed, passages
from .snippets import snippet

Kind = Literal[
    "missed", "spurious", "overlap", "content start", "content end", "content pieces",
    "wrong source", "source boundary", "wrong holder", "wrong kind",
]  # fmt: skip
KINDS = tuple(dict.fromkeys((*get_args(Kind), *get_args(values.Verdict))))


@dataclass(frozen=True, slots=True)
class Mistake:
    """A difference from gold: its kind, the article, and the statement on each side, None where there is none."""

    kind: Kind
    article: GoldArticle
    gold: GoldStatement | None
    ours: Statement | None


def mistakes(gold: Iterable[GoldArticle], predicted: Mapping[str, Iterable[Statement]]) -> list[Mistake]:
    """All differences from gold, article by article; a matched pair may have several.

    overlap: the contents overlap, but share less than half of their words. content pieces: the numbers of pieces
    differ, whatever their bounds. Our nested statements count only where gold has every statement.
    """
    found: list[Mistake] = []
    for article in gold:
        found += _mistakes_in(article, [s for s in predicted.get(article.id, ()) if article.whole or s.parent is None])
    return found


def _mistakes_in(article: GoldArticle, ours: Sequence[Statement]) -> Iterator[Mistake]:
    left = dict(enumerate(ours))
    unread = dict(enumerate(article.attributions))
    for match in matches(article, ours):
        mine, theirs = left.pop(match.ours), unread.pop(match.gold)
        for kind in _differences(article.text, mine, theirs, match.same_source):
            yield Mistake(kind, article, theirs, mine)
    mine_left, gold_left = list(left.values()), list(unread.values())
    meeting = matches(GoldArticle(article.id, article.text, tuple(gold_left)), mine_left, least=0.0)
    for match in meeting:
        yield Mistake("overlap", article, gold_left[match.gold], mine_left[match.ours])
    met_gold, met_mine = {match.gold for match in meeting}, {match.ours for match in meeting}
    yield from (Mistake("missed", article, g, None) for i, g in enumerate(gold_left) if i not in met_gold)
    yield from (Mistake("spurious", article, None, m) for i, m in enumerate(mine_left) if i not in met_mine)


def _differences(text: str, ours: Statement, gold: GoldStatement, same_source: bool) -> Iterator[Kind]:
    a, b = sorted(lines_of(text, [ours], "content")), sorted(lines_of(text, [gold], "content"))
    if len(a) != len(b):
        yield "content pieces"
    else:
        if any(x.start != y.start for x, y in zip(a, b, strict=True)):
            yield "content start"
        if any(x.end != y.end for x, y in zip(a, b, strict=True)):
            yield "content end"
    if not same_source:
        yield "wrong source"
        return
    if lines_of(text, [ours], "source") != lines_of(text, [gold], "source"):
        yield "source boundary"
    if gold.holder is None:
        return
    if not holder_is_right(gold.holder, ours.holder):
        yield "wrong holder"
    elif not kind_is_right(gold.holder, ours.holder):
        yield "wrong kind"


def shown(mistake: Mistake) -> str:
    """A mistake in a few lines: its kind and article, gold's statement, ours."""
    lines = [f"{mistake.kind} · {mistake.article.id}"]
    if mistake.gold:
        lines.append(f"  gold {snippet(mistake.article.text, mistake.gold)}")
    if mistake.ours:
        lines.append(f"  ours {snippet(mistake.article.text, mistake.ours)}")
    if mistake.gold and mistake.ours and mistake.kind in ("wrong holder", "wrong kind"):
        expected = mistake.gold.holder
        names = " / ".join(expected.names) if expected and expected.names else "nobody by name"
        lines.append(
            f"  holder: expected {names} ({expected and expected.kind}), found {_held_by(mistake.ours.holder)}"
        )
    return "\n".join(lines)


def _held_by(holder: Holder | None) -> str:
    return "nobody" if holder is None else f"{holder.name} ({holder.kind})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the mistakes. Returns the exit code: 0, or 1 with a sentence if there is nothing to read."""
    parser = argparse.ArgumentParser(prog="python -m bench.errors", description=__doc__.split("\n")[0])
    add_corpus_options(parser)
    parser.add_argument("--passages", action="store_true", help="the invented passages, with nested statements")
    parser.add_argument("--statements", choices=("passages", "dev"), help="values of statements, on these articles")
    parser.add_argument("--field", choices=FIELDS, action="append", help="only this field (may be repeated)")
    parser.add_argument("--kind", choices=KINDS, action="append", help="only this kind (may be repeated)")
    parser.add_argument("--article", metavar="ID", help="only this article")
    parser.add_argument("--limit", type=int, default=20, help="how many of each kind (default %(default)s)")
    options = parser.parse_args(arguments)
    if options.gold and options.statements == "dev":
        parser.error("--statements dev is about PolNeAR dev; a file of your own goes with --statements passages")
    try:
        gold = [a for a in _gold(options) if options.article in (None, a.id)]
        predicted = {article.id: read(article.article()).statements for article in gold}
    except ReportedlyError as error:
        print(error, file=sys.stderr)
        return 1
    if options.statements:
        for field in options.field or FIELDS:
            kinds = options.kind or ("wrong", "missed", "spurious")
            values.report(values.slips(gold, predicted, field), field, kinds, options.limit)
        return 0
    report(mistakes(gold, predicted), options.kind or get_args(Kind), options.limit)
    return 0


def _gold(options: argparse.Namespace) -> list[GoldArticle]:
    if options.statements == "dev":
        return listed(options.corpora)
    if options.statements and options.gold:
        return load_passages(options.gold)
    if options.statements or options.passages:
        return passages()
    return articles(options.gold, options.corpora)


def report(found: Sequence[Mistake], kinds: Sequence[Kind], limit: int) -> None:
    """Print up to `limit` mistakes of each kind, and the number of all."""
    for kind in kinds:
        of_kind = [mistake for mistake in found if mistake.kind == kind]
        # Spread over the whole corpus instead of taking them all from the first articles.
        step = max(1, len(of_kind) // limit) if limit else 1
        print(f"== {kind}: {len(of_kind)}\n")
        for mistake in of_kind[::step][:limit]:
            print(shown(mistake), end="\n\n")


if __name__ == "__main__":
    sys.exit(main())
