"""Fit the stance head to an encoder that stays as it is: minutes, since every sentence is encoded once."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .batches import Example, collate
from .model import Stances, Tagger

EPOCHS, RATE, DECAY, BATCH = 5, 5e-4, 0.05, 32
#: Dropout of the hidden states and inside the head; smoothing of the labels; weight of the old in the running average.
#: Set by judgement: 7,758 sentences are few for a head of its own.
HIDDEN_DROPPED, INNER_DROPPED, SMOOTHING, AVERAGE = 0.15, 0.3, 0.05, 0.99


@dataclass(frozen=True, slots=True)
class Sentence:
    """hidden (T, 384) of the words that may speak of a target, the target's rows in it, and its label."""

    hidden: Tensor
    first: int
    last: int
    label: int


def fit(net: Tagger, examples: Sequence[Example], seed: int = 0) -> None:
    """Train `net.stances`, in place, on windows with stances; nothing else of the network changes."""
    rng = random.Random(seed)
    sentences = list(_encoded(net.eval(), examples))
    head = copy.deepcopy(net.stances)
    head.drop.p = INNER_DROPPED
    averaged = copy.deepcopy(head).eval()
    optimizer = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * (len(sentences) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=max(1, steps))
    for _ in range(EPOCHS):
        rng.shuffle(sentences)
        for at in range(0, len(sentences) - BATCH + 1, BATCH):
            _loss(head.train(), sentences[at : at + BATCH]).backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            _average(averaged, head)
    net.stances.load_state_dict(averaged.state_dict())


@torch.no_grad()
def _encoded(net: Tagger, examples: Sequence[Example]) -> Iterator[Sentence]:
    device = next(net.parameters()).device
    ordered = sorted(examples, key=lambda e: len(e.ids))
    for at in range(0, len(ordered), BATCH):
        batch = collate(ordered[at : at + BATCH], device)
        hidden = net.encode(batch.ids, batch.features, batch.mask)
        for row, example in zip(hidden, batch.examples, strict=True):
            for stance in example.stances:
                start, end = stance.scope
                yield Sentence(row[start:end].clone(), stance.target[0] - start, stance.target[1] - start, stance.label)


def _loss(head: Stances, sentences: Sequence[Sentence]) -> Tensor:
    hidden = nn.utils.rnn.pad_sequence([s.hidden for s in sentences], batch_first=True)
    targets, scopes = hidden.new_zeros(2, *hidden.shape[:2])
    for i, s in enumerate(sentences):
        targets[i, s.first : s.last], scopes[i, : len(s.hidden)] = 1, 1
    labels = torch.tensor([s.label for s in sentences], device=hidden.device)
    dropped = nn.functional.dropout(hidden, HIDDEN_DROPPED)
    scores = head(dropped, torch.arange(len(sentences), device=hidden.device), targets, scopes)
    return nn.functional.cross_entropy(scores, labels, label_smoothing=SMOOTHING)


@torch.no_grad()
def _average(averaged: nn.Module, new: nn.Module) -> None:
    for kept, value in zip(averaged.parameters(), new.parameters(), strict=True):
        kept.lerp_(value, 1 - AVERAGE)
