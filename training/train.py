"""Train the tagger on every corpus at once."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from . import corpora
from .batches import IGNORED, Batch, Example, Windows, batches, collate
from .model import Tagger

#: Weights of the losses, set by judgement: cues and roles are what the tagger is for. Other values were not tried.
ENTITY_WEIGHT, LINK_WEIGHT, REFUSAL_WEIGHT = 0.5, 0.15, 0.3
AVERAGE = 0.998
REFUSALS = 2  # hard negative cues a window
BATCH = 6  # windows of PolNeAR


@dataclass(frozen=True, slots=True)
class Round:
    """Passes over PolNeAR train under one learning-rate cycle.

    rate: peak of the top layer. frozen: whether the word embeddings, half of all parameters, stay as they are.
    """

    epochs: int
    rate: float
    frozen: bool


#: Two cycles; whether one longer one would do as well was not tried.
ROUNDS = (Round(3, 1.2e-4, frozen=True), Round(2, 1e-4, frozen=False))


def train(weights: Path, data: Path, out: Path, rounds: Sequence[Round] = ROUNDS, seed: int = 0) -> Path:
    """Train the tagger; a checkpoint of its averaged weights after each epoch goes to `out`, the last is returned."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokenizer = Tokenizer.from_file(str(weights / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    main = Windows(corpora.polnear(data, "train"), tokenizer, rng, augment=True)
    others = [
        Windows(corpora.gum(data, "train"), tokenizer, rng, augment=True),
        Windows(corpora.conll(data), tokenizer, rng, augment=True),
    ]
    net = Tagger(weights).to(device)
    out.mkdir(parents=True, exist_ok=True)
    path = out
    for number, settings in enumerate(rounds, 1):
        cycle = Cycle(net, settings, len(main.epoch()) // BATCH + 20)
        for epoch in range(settings.epochs):
            for examples in batches(main, others, BATCH, rng):
                cycle.step(collate(examples, device))
            path = out / f"tagger-{number}-{epoch + 1}.pt"
            torch.save(cycle.averaged.state_dict(), path)
        net.load_state_dict(cycle.averaged.state_dict())
    return path


class Cycle:
    """One learning-rate cycle of a network, and the running average of its weights."""

    def __init__(self, net: Tagger, settings: Round, steps: int) -> None:
        self.net, self.steps = net, settings.epochs * steps
        net.encoder.embeddings.word_embeddings.weight.requires_grad_(not settings.frozen)
        self.averaged = copy.deepcopy(net).eval()
        self.optimizer = torch.optim.AdamW(_groups(net, settings.rate), weight_decay=0.01)
        rates = [group["lr"] for group in self.optimizer.param_groups]
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimizer, rates, total_steps=self.steps, pct_start=0.08
        )
        self.done, self.began = 0, time.monotonic()

    def step(self, batch: Batch) -> None:
        self.net.train()
        losses = loss_of(self.net, batch)
        torch.stack(list(losses.values())).sum().backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.done += 1
        if self.done < self.steps:
            self.schedule.step()
        _average(self.averaged, self.net, min(AVERAGE, 1 - 1 / (self.done / 10 + 1)))
        if self.done % 25 == 0:
            shown = " ".join(f"{name} {float(loss.detach()):.3f}" for name, loss in losses.items())
            print(f"step {self.done}/{self.steps} {shown} {time.monotonic() - self.began:.0f} s", flush=True)


def _groups(net: Tagger, rate: float, decay: float = 0.9) -> list[dict[str, object]]:
    """Lower layers learn more slowly; heads ten times as fast as the top layer."""
    depth = len(net.encoder.encoder.layer)
    groups: list[dict[str, object]] = []
    for i, layer in enumerate(net.encoder.encoder.layer):
        groups.append({"params": list(layer.parameters()), "lr": rate * decay ** (depth - 1 - i)})
    rest = [p for p in net.encoder.embeddings.parameters() if p.requires_grad]
    groups.append({"params": rest, "lr": rate})
    body = {id(p) for p in net.encoder.parameters()}
    groups.append({"params": [p for p in net.parameters() if id(p) not in body], "lr": 10 * rate})
    return groups


@torch.no_grad()
def _average(averaged: Tagger, net: Tagger, keep: float) -> None:
    for kept, new in zip(averaged.parameters(), net.parameters(), strict=True):
        if new.requires_grad:
            kept.lerp_(new, 1 - keep)


def loss_of(net: Tagger, batch: Batch) -> dict[str, Tensor]:
    """The loss of each head on one batch."""
    hidden = net.encode(batch.ids, batch.features, batch.mask)
    cues = net.cues(hidden)
    losses = {
        "cue": _entropy(cues, batch.cues),
        "entity": ENTITY_WEIGHT * _entropy(net.entities(hidden), batch.entities),
    }
    if len(batch.relation_at):
        scores = net.roles.batched(hidden, batch.relation_item, batch.relation_at)
        losses["role"] = _entropy(scores, batch.relation_roles)
    item, at = _refused(cues, batch)
    if len(at):
        scores = net.roles.batched(hidden, item, at)
        losses["refusal"] = REFUSAL_WEIGHT * _entropy(scores, (batch.mask[item] - 1) * -IGNORED)
    links = [
        _link_loss(net, h, e)
        for h, e in zip(hidden, batch.examples, strict=True)
        if e.link_weight and len(e.mentions) > 1
    ]
    if links:
        losses["link"] = LINK_WEIGHT * torch.stack(links).mean()
    return losses


def _entropy(scores: Tensor, labels: Tensor) -> Tensor:
    if not (labels != IGNORED).any():
        return scores.sum() * 0
    return functional.cross_entropy(scores.flatten(0, -2), labels.flatten(), ignore_index=IGNORED)


@torch.no_grad()
def _refused(cues: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
    """The likeliest false cues of each window: the role head learns to find nothing for them."""
    likely = cues.softmax(-1)[..., 1].masked_fill(batch.cues != 0, 0.0)
    best, at = likely.topk(REFUSALS, dim=1)
    item = torch.arange(len(at), device=at.device)[:, None].expand_as(at)
    chosen = best > 0.05
    return item[chosen], at[chosen]


def _link_loss(net: Tagger, hidden: Tensor, example: Example) -> Tensor:
    """Marginal likelihood of the true antecedents (Lee et al., EMNLP 2017)."""
    bounds = torch.tensor(example.mentions, device=hidden.device)
    vectors = torch.cat([hidden[bounds[:, 0]], hidden[bounds[:, 1]]], -1)
    likely = net.links(vectors, bounds[:, 0]).log_softmax(-1)
    chain = torch.tensor(example.clusters, device=hidden.device)
    same = (chain[:, None] == chain[None]) & (chain[:, None] >= 0)
    same = same.tril(-1)
    right = torch.cat([same, ~same.any(-1, keepdim=True)], -1)
    return -likely.masked_fill(~right, -1e4).logsumexp(-1).mean() * example.link_weight
