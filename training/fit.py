"""Fit heads to the encoder that ships: `python -m training.fit HEAD … --corpora DIR`, HEAD as in NAMES.

The encoder stays as it is, so every article is read once and a head is fitted in minutes: run it again after new
encoder weights. The labels are those of the whole articles and of `statements/train`, on the annotated spans. Of FOLDS
networks each learns from all articles but a part, told apart by a hash of the article's id, and is tried on that part;
the floor is the one that does best there. What ships is their mean.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from reportedly.articles.article import Article
from reportedly.attributions.attribution import Attribution
from reportedly.span import Span
from reportedly.tagger import Floats, HolderHead, NamingHead, Rows, Scores, Tagger, one_thread, write_digest
from reportedly.tagger.session import WEIGHTS
from reportedly.tagger.values import ValueHead
from reportedly.values import exchanges, stance
from reportedly.values.addressees import addressees
from reportedly.values.draft import Draft
from reportedly.values.standing import standings

from . import holders, naming, values
from .articles import learned_rows
from .corpora import lines_of

FOLDS, WIDTH, STATES = 4, 48, 128
EPOCHS, RATE, DECAY, BATCH = 6, 3e-3, 0.03, 12
DROPPED_IN, DROPPED_INNER = 0.15, 0.35
#: The share of the candidates for a stance without one that a pass learns from.
KEPT = 0.4
#: The weight of how a statement answers beside that it does.
RELATION_WEIGHT = 0.05
#: A head that finds nothing, before it has learned.
BLANK = {name: np.zeros((1, 1), np.float16) for name in ("one", "bias", "two", "flags", "out", "out_bias")} | {
    "floor": np.array(2, np.float16)
}
FLOORS = tuple(k / 40 for k in range(4, 29))
AFTER_HEAD = re.compile(r",| (?:of|in|at|for|with|behind|against|near|from|who|which|that|and) ")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Examples:
    """What a head is asked of one article, and what is right.

    ones, twos, flags: as the head takes them; which: for each pair its rows of them. labels: int64 (pairs,), for a
    stance 0 none, 1 for, 2 against; for an answer whether it is one. names: the target of each pair. relations: of each
    statement, -1 for none. wanted: of each statement how many stances or answers it has. fold: the network
    that is tried on it.
    """

    ones: Floats
    twos: Floats
    which: tuple[Rows, Rows]
    flags: Floats
    labels: Rows
    names: Sequence[str]
    relations: Rows
    wanted: Rows
    fold: int


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.fit", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("heads", nargs="+", choices=NAMES, metavar="HEAD", help=", ".join(NAMES))
    parser.add_argument("--corpora", type=Path, default=Path(os.environ.get("REPORTEDLY_CORPORA", "corpora")))
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="the weights go there")
    options = parser.parse_args()
    fit(options.heads, options.corpora, options.out)


def fit(heads: Sequence[str], corpora: Path, out: Path) -> None:
    """Fit these heads to the encoder in `out`, and write their weights there."""
    torch.set_num_threads(1)
    blank(out)
    tagger = Tagger(out)
    tag = cache(tagger.tag)  # some articles are asked of several heads
    if "naming" in heads:
        naming.fit(corpora, out, tag)
    if "holders" in heads:
        holders.fit(corpora, out, _with_heads(tag, out))
    if "values" in heads:
        values.fit(corpora, out, _with_heads(tag, out))
    known = _with_heads(tag, out)
    heads = [head for head in heads if head in HEADS]
    examples: dict[str, list[Examples]] = {head: [] for head in heads}
    for row in labelled(corpora) if heads else ():
        article = Article(row["text"], outlet=row["outlet"], published=row["published"])
        scores = known(article.text)
        with one_thread():
            draft, kept = annotated(article, row["statements"], scores)
            statements = [row["statements"][k] for k in kept]
            fold = zlib.crc32(row["id"].encode()) % FOLDS
            for head in heads if kept else ():
                examples[head].append(HEADS[head].asked(draft, statements, scores, kept, fold))
    for head in heads:
        weights, figures = fitted(examples[head], HEADS[head])
        np.savez(out / f"{head}.npz", **weights)  # type: ignore[arg-type]
        print(f"{head}: " + "  ".join(f"{name} {value:.3f}" for name, value in figures.items()), flush=True)
    write_digest(out)


def _with_heads(tag: holders.Tag, out: Path) -> holders.Tag:
    """The same scores with the heads that are fitted by now: each rests on those before it."""
    holder_head, value_head = HolderHead.load(out / "holders.npz"), ValueHead.load(out / "values.npz")
    naming_head = NamingHead.load(out / "naming.npz")
    return lambda text: replace(tag(text), naming_head=naming_head, holder_head=holder_head, value_head=value_head)


def blank(out: Path) -> None:
    """Write heads that find nothing where `out` has none, so that a tagger can be loaded from it."""
    naming.blank(out)
    holders.blank(out)
    values.blank(out)
    for head in HEADS:
        if not (out / f"{head}.npz").exists():
            np.savez(out / f"{head}.npz", **BLANK)  # type: ignore[arg-type]


# -- the labelled articles -----------------------------------------------------------------------------------------


def labelled(corpora: Path) -> Iterator[Row]:
    """The whole articles that may be learned from, and those of PolNeAR whose values `statements/train` has."""
    yield from learned_rows(corpora)
    values: dict[str, dict[int, Row]] = defaultdict(dict)
    for row in map(json.loads, lines_of(corpora / "statements" / "train.jsonl.xz")):
        values[row["id"]][row["attribution"]] = row
    for row in map(json.loads, lines_of(corpora / "polnear" / "train.jsonl.xz")):
        if row["id"] in values:
            known = values[row["id"]]
            place = {attribution: k for k, attribution in enumerate(sorted(known))}
            yield {
                "id": row["id"], "text": row["text"], "outlet": row["publisher"], "published": row["date"][:10] or None,
                "statements": [_with_spans(row["attributions"][k], known[k], place) for k in sorted(known)],
            }  # fmt: skip


def _with_spans(spans: Row, values: Row, place: Mapping[int, int]) -> Row:
    answer = values["answers"]
    if answer is not None:
        answer = {"statement": place[answer["attribution"]], "relation": answer["relation"]}
    roles = {role: spans[role] for role in ("source", "cue", "content")}
    return {**values, **roles, "parent": None, "answers": answer}


def annotated(article: Article, statements: Sequence[Row], scores: Scores) -> tuple[Draft, list[int]]:
    """The draft of an article with the annotated spans, and the index of each of its attributions in `statements`.

    Statements without cue or content are left out.
    """
    spans = [{role: sorted(Span(*s) for s in row[role]) for role in ("source", "cue", "content")} for row in statements]
    kept = [k for k, of in enumerate(spans) if of["cue"] and of["content"]]
    kept.sort(key=lambda k: min(span for pieces in spans[k].values() for span in pieces))
    place = {k: i for i, k in enumerate(kept)}
    found = tuple(
        Attribution(
            tuple(spans[k]["source"]), tuple(spans[k]["cue"]), tuple(spans[k]["content"]),
            "direct" if article.text[spans[k]["content"][0].start] in "\"“'‘" else "indirect",
            place.get(statements[k]["parent"]), 1.0,
        )
        for k in kept
    )  # fmt: skip
    return Draft.from_attributions(article, scores, found), kept


# -- what is asked, and what is right --------------------------------------------------------------------------------


def head_word(name: str) -> str:
    """The last word of a name before what only says more of it: “government” of “the government of Tarn”."""
    return holders.plain(AFTER_HEAD.split(name, maxsplit=1)[0]).rpartition(" ")[2]


def targets_asked(draft: Draft, rows: Sequence[Row], scores: Scores, _: Sequence[int], fold: int) -> Examples:
    """The candidates of every statement, and which of them it is for or against.

    A name or a pronoun is right if it means the party that the label names in another form; a phrase only in the same.
    """
    asking = stance.question(draft, addressees(draft), scores)
    sides = [{holders.plain(name): (1 if side > 0 else 2) for name, side in row["targets"]} for row in rows]
    parties = [{head_word(name): (1 if side > 0 else 2) for name, side in row["targets"]} for row in rows]
    labels = [
        sides[i].get(holders.plain(one.name), parties[i].get(head_word(one.name), 0) if one.form != "phrase" else 0)
        for i, one in asking.asked
    ]
    which = np.arange(len(labels)), np.array([i for i, _ in asking.asked], dtype=np.int64)
    names = [holders.plain(one.name) for _, one in asking.asked]
    relations, wanted = np.full(len(rows), -1), np.array([len(row["targets"]) for row in rows], dtype=np.int64)
    return Examples(
        asking.ones, asking.twos, which, asking.flags, np.array(labels, dtype=np.int64), names,
        relations, wanted, fold,
    )  # fmt: skip


def answers_asked(draft: Draft, rows: Sequence[Row], scores: Scores, kept: Sequence[int], fold: int) -> Examples:
    """The pairs of statements, and which of them are answers."""
    asking = exchanges.question(draft, standings(draft), addressees(draft), scores)
    right = [row["answers"] and row["answers"]["statement"] for row in rows]
    labels = np.array([right[i] == kept[j] for i, j in zip(asking.i, asking.j, strict=True)], dtype=np.int64)
    relations = [exchanges.RESPONSES.index(row["answers"]["relation"]) if row["answers"] else -1 for row in rows]
    wanted = np.array([bool(row["answers"]) for row in rows], dtype=np.int64)
    return Examples(
        asking.ones, asking.twos, (asking.i, asking.j), asking.flags, labels, [],
        np.array(relations, dtype=np.int64), wanted, fold,
    )  # fmt: skip


# -- fitting ---------------------------------------------------------------------------------------------------------


class Net(nn.Module):
    """`reportedly.tagger.PairHead` while it learns."""

    def __init__(self, ones: int, twos: int, flags: int, out: int) -> None:
        super().__init__()
        self.one = nn.Linear(ones, WIDTH)
        self.two = nn.Linear(twos, WIDTH, bias=False)
        self.flags = nn.Linear(flags, WIDTH, bias=False)
        self.out = nn.Linear(WIDTH, out)

    def forward(self, ones: Tensor, twos: Tensor, which: tuple[Tensor, Tensor], flags: Tensor) -> Tensor:
        """Scores (pairs, out), as PairHead gives them."""
        ones, twos = (functional.dropout(x, DROPPED_IN, self.training) for x in (ones, twos))
        inner = torch.relu(self.one(ones)[which[0]] + self.two(twos)[which[1]] + self.flags(flags))
        scores: Tensor = self.out(functional.dropout(inner, DROPPED_INNER, self.training))
        return scores


Loss = Callable[[Tensor, "Batch"], Tensor]


@dataclass(frozen=True, slots=True)
class Head:
    """How one head is asked, learns and is tried.

    asked: its examples in an article. out: how many scores it gives a pair. owner: which of a pair's two rows is the
    statement that has the stance or the answer. loss: of the scores of a batch. hits: for each pair, from its scores,
    how sure the head is and whether it is right; at most `most` of a statement count, the surest. beta: how many
    times as much recall counts as precision where the floor is chosen.
    """

    asked: Callable[[Draft, Sequence[Row], Scores, Sequence[int], int], Examples]
    out: int
    owner: int
    loss: Loss
    most: int
    beta: float


@dataclass(frozen=True, slots=True)
class Batch:
    """Several articles' examples as tensors, rows counted through. fewer: the pairs that a pass learns from."""

    ones: Tensor
    twos: Tensor
    which: tuple[Tensor, Tensor]
    flags: Tensor
    labels: Tensor
    relations: Tensor


def batched(examples: Sequence[Examples], keep: float = 1.0, rng: np.random.Generator | None = None) -> Batch:
    """The examples as one batch, with a share of the pairs that are labelled 0, drawn by `rng`."""
    first = np.cumsum([0, *(len(e.ones) for e in examples)])
    second = np.cumsum([0, *(len(e.twos) for e in examples)])
    which = tuple(
        np.concatenate([e.which[side] + start for e, start in zip(examples, starts, strict=False)])
        for side, starts in enumerate((first, second))
    )
    labels = np.concatenate([e.labels for e in examples])
    rows = np.flatnonzero((labels > 0) | (rng.random(len(labels)) < keep if rng else True))
    ones, twos, flags, relations = (
        np.concatenate([getattr(e, name) for e in examples]) for name in ("ones", "twos", "flags", "relations")
    )
    tensor = torch.from_numpy
    return Batch(
        tensor(ones), tensor(twos), (tensor(which[0][rows]), tensor(which[1][rows])), tensor(flags[rows]),
        tensor(labels[rows]), tensor(relations),
    )  # fmt: skip


def targets_loss(scores: Tensor, batch: Batch) -> Tensor:
    """Cross-entropy of none, for and against."""
    return functional.cross_entropy(scores, batch.labels, weight=torch.tensor([1 / KEPT, 1.0, 1.0]))


def answers_loss(scores: Tensor, batch: Batch) -> Tensor:
    """Cross-entropy of each statement's choice among its pairs and none, and of how it answers."""
    i, chosen = batch.which[0], batch.labels > 0
    most = torch.zeros(len(batch.ones)).scatter_reduce(0, i, scores[:, 0], "amax").detach()
    total = torch.exp(-most).scatter_add(0, i, torch.exp(scores[:, 0] - most[i]))
    right = torch.zeros(len(batch.ones)).index_add(0, i[chosen], scores[chosen, 0])
    loss = (most + torch.log(total) - right).mean()
    if chosen.any():
        loss = loss + RELATION_WEIGHT * functional.cross_entropy(scores[chosen, 1:], batch.relations[i[chosen]])
    return loss


HEADS = {
    "targets": Head(targets_asked, 3, 1, targets_loss, 3, 1.0),
    "answers": Head(answers_asked, 1 + len(exchanges.RESPONSES), 0, answers_loss, 1, 0.5),
}
#: What can be fitted, in the order in which it is.
NAMES = ("naming", "holders", "values", *HEADS)


def fitted(examples: Sequence[Examples], head: Head) -> tuple[dict[str, Floats], dict[str, float]]:
    """The weights that ship, and the figures of the networks on the parts that they didn't learn from."""
    wanted = sum(int(e.wanted.sum()) for e in examples)
    examples = [e for e in examples if len(e.labels)]
    basis = principal(examples)
    small = [reduced(e, basis) for e in examples]
    nets, tried = [], []
    for fold in range(FOLDS):
        net = learned([e for e in small if e.fold != fold], head, fold)
        nets.append(net)
        tried += [found for e in small if e.fold == fold for found in judged(net, e, head)]
    floor, precision, recall, f1 = best(tried, wanted, head.beta)
    sizes = examples[0].ones.shape[1], examples[0].twos.shape[1]
    weights = joined(nets, basis, sizes) | {"floor": np.array(floor, dtype=np.float32)}
    return weights, {"floor": floor, "precision": precision, "recall": recall, "F1": f1}


def principal(examples: Sequence[Examples]) -> Floats:
    """The directions, (STATES, 384), in which the encoder's states vary most."""
    states = np.concatenate([e.twos[:, :1152].reshape(-1, 384) for e in examples])
    values, directions = np.linalg.eigh(np.cov(states.T))
    scale = np.sqrt(values[-STATES:].mean())
    found: Floats = (directions[:, ::-1][:, :STATES].T / scale).astype(np.float32)
    return found


def spread(basis: Floats, size: int) -> Floats:
    """The matrix that makes vectors of this size shorter: states by the basis, the rest behind them as it is."""
    states = size // 384
    flags = size - states * 384
    found = np.zeros((states * STATES + flags, size), dtype=np.float32)
    for k in range(states):
        found[k * STATES : (k + 1) * STATES, k * 384 : (k + 1) * 384] = basis
    found[states * STATES :, states * 384 :] = np.eye(flags)
    return found


def reduced(e: Examples, basis: Floats) -> Examples:
    """The examples with fewer numbers for the states."""
    ones, twos = (x @ spread(basis, x.shape[1]).T for x in (e.ones, e.twos))
    return Examples(ones, twos, e.which, e.flags, e.labels, e.names, e.relations, e.wanted, e.fold)


def learned(examples: Sequence[Examples], head: Head, seed: int) -> Net:
    """A network that has learned from the examples."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = Net(examples[0].ones.shape[1], examples[0].twos.shape[1], examples[0].flags.shape[1], head.out)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = len(examples) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=EPOCHS * steps)
    keep = KEPT if head.loss is targets_loss else 1.0
    for _ in range(EPOCHS):
        order = rng.permutation(len(examples))
        for step in range(steps):
            batch = batched([examples[k] for k in order[step * BATCH : (step + 1) * BATCH]], keep, rng)
            head.loss(net(batch.ones, batch.twos, batch.which, batch.flags), batch).backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
    return net.eval()


@torch.no_grad()
def judged(net: Net, e: Examples, head: Head) -> Iterator[tuple[float, bool]]:
    """What the network finds in an article: how sure it is, and whether it is right; MOST of a statement at most."""
    batch = batched([e])
    scores = net(batch.ones, batch.twos, batch.which, batch.flags)
    owners = e.which[head.owner]
    for owner in np.unique(owners).tolist():
        rows = np.flatnonzero(owners == owner)
        if head.most == 1:
            odds = torch.exp(scores[rows, 0])
            yield float(odds.sum() / (1 + odds.sum())), bool(e.labels[rows[int(odds.argmax())]])
            continue
        shares = scores[rows].softmax(-1)
        seen: set[str] = set()
        for k in torch.argsort(shares[:, 0]).tolist():
            if e.names[rows[k]] not in seen and len(seen) < head.most:
                seen.add(e.names[rows[k]])
                yield float(1 - shares[k, 0]), int(shares[k, 1:].argmax()) + 1 == e.labels[rows[k]]


def best(found: Sequence[tuple[float, bool]], wanted: int, beta: float) -> tuple[float, float, float, float]:
    """The floor with the greatest F-beta, and its precision, recall and F1."""
    figures = []
    for floor in FLOORS:
        kept = [right for sure, right in found if sure >= floor]
        hits = sum(kept)
        weighed = (1 + beta**2) * hits / max(1, len(kept) + beta**2 * wanted)
        figures.append((weighed, floor, hits / max(1, len(kept)), hits / wanted, 2 * hits / max(1, len(kept) + wanted)))
    return max(figures)[1:]


def joined(nets: Sequence[Net], basis: Floats, sizes: tuple[int, int]) -> dict[str, Floats]:
    """The weights of one head whose scores are the mean of the networks'. sizes: of the vectors that it takes."""

    def stacked(parts: Sequence[Tensor], axis: int = 0) -> Floats:
        return np.concatenate([part.detach().numpy() for part in parts], axis).astype(np.float32)

    one, two = stacked([net.one.weight for net in nets]), stacked([net.two.weight for net in nets])
    found = {
        "one": one @ spread(basis, sizes[0]), "bias": stacked([net.one.bias for net in nets]),
        "two": two @ spread(basis, sizes[1]), "flags": stacked([net.flags.weight for net in nets]),
        "out": stacked([net.out.weight for net in nets], 1) / len(nets),
        "out_bias": np.mean([net.out.bias.detach().numpy() for net in nets], axis=0),
    }  # fmt: skip
    return {name: array.astype(np.float16) for name, array in found.items()}


if __name__ == "__main__":
    main()
