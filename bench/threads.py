"""How well wordings of one utterance are linked among similar statements.

    python -m bench.ledger threads [--part tune|figure] [--size N] [--misses N]

Counted are pairs of statements (pairwise precision and recall): a pair is right if both are in one thread and of one
utterance. The utterances are from `bench.utterances`: frames with even numbers are for tuning, those with odd numbers,
which have other names too, for the figure.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import sqlalchemy as sa

from reportedly.articles.article import Article
from reportedly.evaluation import Score
from reportedly.holders.holder import Holder
from reportedly.ledger.ledger import Ledger
from reportedly.ledger.tables import schema
from reportedly.reading import Reading, Statement
from reportedly.span import Span
from reportedly.values.standing import Standing

from .utterances import Planted, utterances

#: Statements of an article.
A_PAGE = 5


def reading_of(planted: Sequence[Planted], outlet: str) -> Reading:
    """A reading with just these statements."""
    text, holders, statements = "", {}, []
    for one in planted:
        name = one.holder or "A witness"
        start = len(text) + len(name) + len(" said: ")
        text += f"{name} said: {one.text}\n\n"
        mention = Span(start - len(name) - len(" said: "), start - len(" said: "))
        if one.holder:
            holders.setdefault(one.holder, Holder(one.holder, "person", None, (mention,)))
        statements.append(
            Statement(
                source=(mention,), cue=(Span(mention.end + 1, mention.end + 5),),
                content=(Span(start, start + len(one.text)),), type=one.type, parent=None, confidence=1.0,
                holder=holders.get(one.holder or ""), addressee=None, time=None, place=None, chain=(),
                standing=Standing("asserted", ()), answers=(), stances=(),
            )
        )  # fmt: skip
    return Reading(Article.from_text(text, outlet=outlet), tuple(statements), tuple(holders.values()))


def linked(path: Path, planted: Sequence[Planted]) -> tuple[dict[int, int], dict[int, list[tuple[int, str]]]]:
    """The thread of each statement (one of its own if it is in none), and its links, both by index in `planted`.

    path: of the ledger to make.
    """
    with Ledger.open(path) as ledger:
        for start in range(0, len(planted), A_PAGE):
            ledger.add(reading_of(planted[start : start + A_PAGE], f"Outlet {start}"))
        with ledger._engine.connect() as connection:
            statement, links = schema.statements, schema.links
            rows = connection.execute(sa.select(statement.c.id, statement.c.thread_id).order_by(statement.c.id)).all()
            at = {row.id: i for i, row in enumerate(rows)}
            threads = {i: row.thread_id or -i - 1 for i, row in enumerate(rows)}
            why: dict[int, list[tuple[int, str]]] = defaultdict(list)
            for link in connection.execute(sa.select(links)):
                why[at[link.statement_id]].append((at[link.other_id], link.wording))
    return threads, why


def pairs(groups: Mapping[int, int]) -> set[tuple[int, int]]:
    """All pairs of indices in one group, the smaller index first."""
    found: dict[int, list[int]] = defaultdict(list)
    for place, group in groups.items():
        found[group].append(place)
    return {pair for places in found.values() for pair in combinations(sorted(places), 2)}


def scored(planted: Sequence[Planted], threads: Mapping[int, int]) -> Score:
    """The score of pairs: those in one thread against those of one utterance."""
    expected, found = pairs({i: one.utterance for i, one in enumerate(planted)}), pairs(threads)
    return Score(len(expected & found), len(found), len(expected))


def by_variant(planted: Sequence[Planted], threads: Mapping[int, int]) -> dict[str, Score]:
    """For each variant, how many statements are in the thread of their original."""
    original = {one.utterance: i for i, one in enumerate(planted) if one.variant == "original"}
    hits: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for i, one in enumerate(planted):
        if one.utterance in original and one.variant != "original":
            total[one.variant] += 1
            hits[one.variant] += threads[i] == threads[original[one.utterance]]
    return {variant: Score(hits[variant], total[variant], total[variant]) for variant in sorted(total)}


def false_links(
    planted: Sequence[Planted], why: Mapping[int, Iterable[tuple[int, str]]]
) -> Iterator[tuple[Planted, Planted, str]]:
    """The links between statements of different utterances."""
    for i in sorted(why):
        for other, wording in why[i]:
            if planted[i].utterance != planted[other].utterance:
                yield planted[i], planted[other], wording


def quality(parts: Sequence[str], size: int, shown: int) -> None:
    """Print precision and recall of each part, its recall by variant, and some of the mistakes."""
    for part in parts:
        planted = utterances(part, size)
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            threads, why = linked(Path(folder, "ledger.db"), planted)
            seconds = time.perf_counter() - started
        all_of = scored(planted, threads)
        originals = sum(one.variant == "original" for one in planted)
        print(f"{part}: {len(planted)} statements, {originals} utterances in all their wordings, {seconds:.0f} s")
        print(f"  pairs      precision {all_of.precision:.4f}  recall {all_of.recall:.4f}  of {all_of.gold}")
        for variant, found in by_variant(planted, threads).items():
            print(f"  {variant:18} {found.hits / found.gold:.3f} of {found.gold}")
        wrong = list(false_links(planted, why))
        print(f"  false links: {len(wrong)}")
        for one, other, wording in wrong[:shown]:
            print(f"    {wording}: {_shown(one)}\n      {_shown(other)}")
        first = {one.utterance: i for i, one in enumerate(planted) if one.variant == "original"}
        lost = [
            (one, planted[first[one.utterance]])
            for i, one in enumerate(planted)
            if one.utterance in first and threads[i] != threads[first[one.utterance]]
        ]
        for one, original in random.Random(1).sample(lost, min(shown, len(lost))):
            print(f"    lost: {_shown(one)}\n      {original.text}")
        print()


def _shown(one: Planted) -> str:
    return f"{one.variant}, {one.holder}: {one.text}"


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command `threads`."""
    command = commands.add_parser("threads", help="precision and recall of linking")
    command.add_argument("--part", choices=["tune", "figure"], help="one half of the frames alone")
    command.add_argument("--size", type=int, default=300, help="utterances a half (300)")
    command.add_argument("--misses", type=int, default=0, metavar="N", help="print N of what is wrong too")
    command.set_defaults(run=lambda o: quality([o.part] if o.part else ["tune", "figure"], o.size, o.misses))
