"""Fit a chooser: a small network that judges a candidate from its features; `tagger.choosers` computes the same."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from reportedly.tagger.activations import Floats

WIDTH, RATE, DECAY, BATCH, DROPPED = 64, 3e-3, 0.05, 64, 0.2


@dataclass(frozen=True, slots=True)
class Choice:
    """One statement's candidates: features (k, f) and which of them are right, bool (k,)."""

    features: Floats
    right: NDArray


class Chooser(nn.Module):
    """The score of a candidate, from its features alone."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(features, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.out = nn.Linear(WIDTH, 1, bias=False)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, features: Tensor) -> Tensor:
        """features (…, f) to scores (…)."""
        inner = self.drop(nn.functional.relu(self.first(features)))
        inner = inner + nn.functional.relu(self.second(inner))
        scores: Tensor = self.out(self.drop(inner))[..., 0]
        return scores


Loss = Callable[[Tensor, Tensor, Tensor], Tensor]


def one(scores: Tensor, right: Tensor, there: Tensor) -> Tensor:
    """The loss of choosing one of the candidates of each row. scores, right, there: (B, K)."""
    likely = scores.masked_fill(~there, -1e4).log_softmax(-1)
    return -likely.masked_fill(~right, -1e4).logsumexp(-1).mean()


def each(scores: Tensor, right: Tensor, there: Tensor) -> Tensor:
    """The loss of choosing each candidate or not; the first of a row is none of them."""
    odds, there = scores - scores[:, :1], there.clone()
    there[:, 0] = False
    return nn.functional.binary_cross_entropy_with_logits(odds[there], right[there].float(), reduction="sum") / len(
        odds
    )


def learned(examples: Sequence[Choice], epochs: int, loss: Loss = one, seed: int = 0) -> Chooser:
    """A chooser that has learned from examples."""
    torch.manual_seed(seed)
    rng, order = random.Random(seed), list(examples)
    net = Chooser(order[0].features.shape[1]).train()
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=1 + epochs * (len(order) // BATCH))
    for _ in range(epochs):
        rng.shuffle(order)
        for at in range(0, len(order) - BATCH + 1, BATCH):
            features, right, there = _padded(order[at : at + BATCH])
            optimizer.zero_grad()
            loss(net(features), right, there).backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    return net.eval()


def _padded(batch: Sequence[Choice]) -> tuple[Tensor, Tensor, Tensor]:
    """Features (B, K, f); which candidates are right, and which there are at all (B, K)."""
    size = max(len(c.right) for c in batch)
    features = torch.zeros(len(batch), size, batch[0].features.shape[1])
    right, there = torch.zeros(2, len(batch), size, dtype=torch.bool)
    for row, c in enumerate(batch):
        features[row, : len(c.right)] = torch.from_numpy(c.features)
        right[row, : len(c.right)], there[row, : len(c.right)] = torch.from_numpy(c.right), True
    return features, right, there
