"""Fit the value head: which of the addressees, times, places and hops proposed in an article a statement has.

It is learned from whole articles as the tagger sees them, the encoder as it stands. The floor of each kind is the one
that does best on articles that the choice wasn't learned from.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from reportedly.articles.article import Article
from reportedly.evaluation import matches
from reportedly.tagger import one_thread
from reportedly.tagger.activations import Floats
from reportedly.tagger.choosers import Chooser
from reportedly.tagger.values import KINDS, ValueHead, ValueKind
from reportedly.values.act import likely_acts
from reportedly.values.chosen import Pools
from reportedly.values.draft import Draft
from reportedly.values.proposals import Pool

from . import choosers
from .articles import gold_of, learned_rows
from .choosers import Choice
from .holders import Tag, plain

#: One of so many parts of the articles is kept back, to find the floor on.
EPOCHS, PARTS = 8, 4
FLOORS = tuple(k / 40 for k in range(4, 29))
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of one article for one kind. choices: of each statement, none of the values first.

    wanted: how many values each has. part: of PARTS, the one to which the article belongs.
    """

    choices: Sequence[Choice]
    wanted: Sequence[int]
    part: int


def fit(corpora: Path, weights: Path, tag: Tag) -> None:
    """Fit the head to the other weights in the folder `weights`, and write it there. tag: reads with those weights."""
    examples: dict[ValueKind, list[Asked]] = {kind: [] for kind in KINDS}
    for row in learned_rows(corpora):
        article = Article(row["text"], outlet=row["outlet"], published=row["published"])
        scores = tag(article.text)
        with one_thread():
            draft = Draft.of(article, scores)
            found = {m.ours: row["statements"][m.gold] for m in matches(gold_of(row), draft.attributions)}
            for kind, asked in questions(draft, likely_acts(draft, scores), found, row["id"]):
                examples[kind].append(asked)
    np.savez(weights / "values.npz", **fitted(examples))  # type: ignore[arg-type]


def blank(weights: Path) -> None:
    """Write a head that has learned nothing where `weights` has none, so that a tagger can be loaded from it."""
    if not (weights / "values.npz").exists():
        np.savez(
            weights / "values.npz", **_arrays({kind: choosers.Chooser(1) for kind in KINDS}, dict.fromkeys(KINDS, 2))
        )


def questions(draft: Draft, acts: Floats, found: Mapping[int, Row], name: str) -> Iterator[tuple[ValueKind, Asked]]:
    """What an article asks of the head, and what is right. acts: as of `likely_acts`. found: the annotated statement of
    those attributions that match. name: the article's.
    """
    if not found:
        return
    asking = Pools(draft, acts)
    part = zlib.crc32(name.encode()) % PARTS
    for kind, pool in asking.pools(asking.listeners.found):
        yield kind, _asked(kind, pool, found, part)


def _asked(kind: ValueKind, pool: Pool, found: Mapping[int, Row], part: int) -> Asked:
    features = pool.features()
    none = np.zeros((1, features.shape[2]), dtype=np.float32)
    choices, wanted = [], []
    for i, row in found.items():
        values = row["via"] if kind == "chain" else [row[kind]] if row[kind] else []
        right = [False, *(_is_right(kind, key, values) for key in pool.keys)]
        right[0] = not any(right) and not values
        choices.append(Choice(np.concatenate([none, features[i]]), np.array(right)))
        wanted.append(len(set(map(plain, values))))
    return Asked(choices, wanted, part)


def _is_right(kind: ValueKind, key: str, values: Sequence[str]) -> bool:
    if kind == "time":
        return key in values
    if kind == "place":
        words = [(set(key.split()), set(plain(value).split())) for value in values]
        return any(len(a & b) >= 0.5 * len(a | b) for a, b in words)
    return plain(key) in {plain(value) for value in values}


def fitted(examples: Mapping[ValueKind, Sequence[Asked]]) -> dict[str, NDArray[Any]]:
    """The weights that ship."""
    nets, floors = {}, {}
    for kind, asked in examples.items():
        net, unseen = _learned(kind, [a for a in asked if a.part]), [a for a in asked if not a.part]
        tried = [one for a in unseen for one in _judged(kind, net, a)]
        floors[kind], f1 = _best(tried, sum(sum(a.wanted) for a in unseen))
        nets[kind] = _learned(kind, asked)
        print(f"{kind}: floor {floors[kind]:.3f}  F1 {f1:.3f}", flush=True)
    return _arrays(nets, floors)


def _learned(kind: ValueKind, asked: Iterable[Asked]) -> choosers.Chooser:
    # What has a value that nobody proposed teaches nothing of the choice among the others.
    choices = [c for a in asked for c in a.choices if len(c.right) > 1 and (kind == "chain" or c.right.any())]
    return choosers.learned(choices, EPOCHS, choosers.each if kind == "chain" else choosers.one)


@torch.no_grad()
def _judged(kind: ValueKind, net: choosers.Chooser, asked: Asked) -> Iterator[tuple[float, bool]]:
    """How sure the network is of what it finds, and whether it is right."""
    head = ValueHead({kind: _plain(net)}, {})
    for choice in asked.choices:
        likely = head.judge(kind, choice.features[None, 1:])[0]
        if kind == "chain":
            yield from zip(likely.tolist(), choice.right[1:].tolist(), strict=True)
        elif len(likely):
            yield float(likely.max()), bool(choice.right[1:][likely.argmax()])


def _best(tried: Sequence[tuple[float, bool]], wanted: int) -> tuple[float, float]:
    """The floor with the greatest F1, and that."""
    figures = []
    for floor in FLOORS:
        kept = [right for sure, right in tried if sure >= floor]
        figures.append((2 * sum(kept) / max(1, len(kept) + wanted), floor))
    f1, floor = max(figures)
    return floor, f1


def _plain(net: choosers.Chooser) -> Chooser:
    return Chooser.of({name: value.numpy() for name, value in net.state_dict().items()})


def _arrays(nets: Mapping[ValueKind, choosers.Chooser], floors: Mapping[ValueKind, float]) -> dict[str, NDArray[Any]]:
    found = {
        f"{kind}.{name}": value.numpy().astype(np.float16)
        for kind, net in nets.items() for name, value in net.state_dict().items()
    }  # fmt: skip
    return found | {f"{kind}.floor": np.float32(floor) for kind, floor in floors.items()}
