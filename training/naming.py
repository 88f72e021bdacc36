"""Fit the naming head: which words of a source name or describe its holder as the annotation calls it.

The encoder stays as it is. Learned from every source of the annotated articles and passages.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from reportedly.tagger import NamingHead, Scores
from reportedly.tagger.activations import Floats
from reportedly.tagger.naming import BEGINS, CONTEXT, GOES_ON

from .articles import Row, learned_rows
from .names import naming

EPOCHS, RATE, DECAY, BATCH, WIDTH = 6, 3e-3, 0.02, 64, 96
DROPPED_IN, DROPPED_INNER = 0.2, 0.3
IGNORED = -100


@dataclass(frozen=True, slots=True)
class Source:
    """A source to learn from: states (t, 384) of its pieces and of CONTEXT pieces on either side; their labels."""

    states: Floats
    labels: NDArray[np.int64]


def fit(corpora: Path, weights: Path, tag: Callable[[str], Scores], seed: int = 0) -> None:
    """Fit the head to the other weights in the folder `weights`, and write it there. tag: reads with those weights."""
    sources = [source for row in learned_rows(corpora) for source in sources_of(row, tag(row["text"]))]
    write(learned(sources, seed), weights)


def blank(weights: Path) -> None:
    """Write a head that has learned nothing where `weights` has none, so that a tagger can be loaded from it."""
    if not (weights / "naming.npz").exists():
        net = Net()
        nn.init.zeros_(net.out.weight)
        net.out.bias.data = torch.tensor([9.0, 0.0, 0.0])
        write(net, weights)


def sources_of(row: Row, scores: Scores) -> Iterator[Source]:
    """The sources of an article's statements that have one."""
    encoding, hidden = scores.encoding, scores.hidden
    for statement in row["statements"]:
        named = naming(row["text"], statement)
        for start, end in statement["source"]:
            first, last = encoding.pieces(start, end)
            begin, stop = first - CONTEXT, last + 1 + CONTEXT
            states = np.zeros((stop - begin, hidden.shape[1]), dtype=np.float32)
            states[max(begin, 0) - begin : min(stop, len(hidden)) - begin] = hidden[max(begin, 0) : stop]
            labels = np.full(stop - begin, IGNORED, dtype=np.int64)
            labels[CONTEXT:-CONTEXT] = 0
            if named and start <= named[0] and named[1] <= end:
                a, b = encoding.pieces(*named)
                labels[a - begin : b + 1 - begin] = GOES_ON
                labels[a - begin] = BEGINS
            yield Source(states, labels)


class Net(nn.Module):
    """`reportedly.tagger.NamingHead` while it learns."""

    def __init__(self, width: int = WIDTH) -> None:
        super().__init__()
        self.first = nn.Linear(384, width)
        self.near = nn.Conv1d(width + 1, width, 3, padding=1)
        self.far = nn.Conv1d(width, width, 3, padding=2, dilation=2)
        self.out = nn.Linear(width, 3)

    def forward(self, states: Tensor, inside: Tensor) -> Tensor:
        """Scores (B, T, 3) from states (B, T, 384) and whether each is a piece of the source (B, T)."""
        inner = torch.relu(self.first(functional.dropout(states, DROPPED_IN, self.training)))
        inner = torch.cat([inner, inside[..., None]], -1).transpose(1, 2)
        inner = torch.relu(self.near(inner))
        inner = inner + torch.relu(self.far(functional.dropout(inner, DROPPED_INNER, self.training)))
        scores: Tensor = self.out(functional.dropout(inner.transpose(1, 2), DROPPED_INNER, self.training))
        return scores


def learned(sources: Iterable[Source], seed: int = 0) -> Net:
    """A network that has learned from sources."""
    torch.manual_seed(seed)
    rng, order = random.Random(seed), list(sources)
    net = Net().train()
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=1 + EPOCHS * (len(order) // BATCH))
    for _ in range(EPOCHS):
        rng.shuffle(order)
        for at in range(0, len(order) - BATCH + 1, BATCH):
            states, labels = _padded(order[at : at + BATCH])
            optimizer.zero_grad()
            scores = net(states, (labels != IGNORED).float())
            functional.cross_entropy(scores.flatten(0, 1), labels.flatten(), ignore_index=IGNORED).backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    return net.eval()


def _padded(batch: Sequence[Source]) -> tuple[Tensor, Tensor]:
    """States (B, T, 384) and labels (B, T)."""
    size = max(len(source.labels) for source in batch)
    states, labels = torch.zeros(len(batch), size, 384), torch.full((len(batch), size), IGNORED)
    for row, source in enumerate(batch):
        states[row, : len(source.labels)] = torch.from_numpy(source.states)
        labels[row, : len(source.labels)] = torch.from_numpy(source.labels)
    return states, labels


def write(net: Net, weights: Path) -> None:
    """Write the head as `NamingHead.load` reads it."""
    arrays = {name: value.numpy() for name, value in net.state_dict().items()}
    for layer in ("near", "far"):
        arrays[f"{layer}.weight"] = arrays[f"{layer}.weight"].transpose(2, 0, 1)
    np.savez(weights / "naming.npz", **{name: value.astype(np.float16) for name, value in arrays.items()})
    NamingHead.load(weights / "naming.npz")
