"""Train the tagger on every corpus at once."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn

from . import corpora, stances
from .batches import Batch, Packs, Windows, batches, collate
from .losses import loss_of
from .model import Tagger
from .pruning import Shape, prune

AVERAGE = 0.998
BATCH = 6  # windows of PolNeAR


@dataclass(frozen=True, slots=True)
class Round:
    """Passes over PolNeAR train under one learning-rate cycle.

    rate: peak of the top layer. frozen: whether the word embeddings, half of all parameters, stay as they are.
    shape: what the encoder is cut down to before. taught: whether the networks that the rounds before ended with teach
    this one on texts without annotated attributions. beside: windows of the other corpora to a batch. kept: share of
    the network before in the mean that it ends with (Wortsman et al., CVPR 2022).
    """

    epochs: int
    rate: float
    frozen: bool
    shape: Shape | None = None
    taught: bool = False
    beside: float = 0.5
    kept: float = 0.0


#: Two rounds with all of MiniLM, then one with what is worth its time: 56 percent of the sums. On PolNeAR dev the loss
#: of cues and roles rose from .166 to .213 by the cut alone (four batches). Last, stances, and teachers for texts of
#: other years. That round alone took .006 of attribution F1 on PolNeAR dev; its mean with the one before gained .003.
ROUNDS = (
    Round(3, 1.2e-4, frozen=True),
    Round(2, 1e-4, frozen=False),
    Round(5, 1.2e-4, frozen=True, shape=Shape(layers=(0, 1, 2, 3, 5), heads=8, neurons=1024)),
    Round(2, 1e-4, frozen=True, taught=True, beside=3, kept=0.6),
)
#: The last finished networks that teach, their mean as one.
TEACHERS = 2
#: Batches by which it is judged what to cut.
JUDGED = 16


def train(weights: Path, data: Path, out: Path, rounds: Sequence[Round] = ROUNDS, seed: int = 0) -> Path:
    """Train the tagger; a checkpoint after each epoch goes to `out`, the last network's path is returned."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokenizer = Tokenizer.from_file(str(weights / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    main = Windows(corpora.polnear(data, "train"), tokenizer, rng, augment=True)
    annotated = [
        Windows(corpora.gum(data, "train"), tokenizer, rng, augment=True),
        Windows(corpora.conll(data), tokenizer, rng, augment=True),
    ]
    sentences = Packs(corpora.newsmtsc(data, "train"), tokenizer, rng, augment=True)
    raw = Windows(corpora.wikinews(data), tokenizer, rng, augment=True)
    # Two windows of three hold sentences with stances: they are fewest and their head is new.
    every = [corpus for other in (*annotated, raw) for corpus in (sentences, sentences, other)]
    net = Tagger(weights).to(device)
    out.mkdir(parents=True, exist_ok=True)
    path = out
    finished: list[Tagger] = []
    for number, settings in enumerate(rounds, 1):
        if settings.shape:
            judged = islice(batches(main, annotated, BATCH, rng), JUDGED)
            prune(net, settings.shape, [collate(examples, device) for examples in judged])
        before = copy.deepcopy(net)
        cycle = Cycle(net, settings, len(main.epoch()) // BATCH + 20, finished[-TEACHERS:] if settings.taught else ())
        others = every if settings.taught else annotated
        for epoch in range(settings.epochs):
            for examples in batches(main, others, BATCH, rng, settings.beside):
                cycle.step(collate(examples, device))
            path = out / f"tagger-{number}-{epoch + 1}.pt"
            torch.save(cycle.averaged.state_dict(), path)
        _keep(cycle.averaged, before, settings.kept)
        net.load_state_dict(cycle.averaged.state_dict())
        finished.append(cycle.averaged)
    stances.fit(net, sentences.single(), seed)
    path = out / "tagger.pt"
    torch.save(net.state_dict(), path)
    return path


class Cycle:
    """One learning-rate cycle of a network, and the running average of its weights."""

    def __init__(self, net: Tagger, settings: Round, steps: int, teachers: Sequence[Tagger] = ()) -> None:
        self.net, self.steps, self.teachers = net, settings.epochs * steps, teachers
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
        losses = loss_of(self.net, batch, self.teachers)
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
def _keep(averaged: Tagger, before: Tagger, share: float) -> None:
    """Mix the network before into the averaged one, but for the stance head, which it didn't know."""
    new = {id(p) for p in averaged.stances.parameters()}
    for kept, old in zip(averaged.parameters(), before.parameters(), strict=True):
        if id(kept) not in new:
            kept.lerp_(old, share)


@torch.no_grad()
def _average(averaged: Tagger, net: Tagger, keep: float) -> None:
    for kept, new in zip(averaged.parameters(), net.parameters(), strict=True):
        if new.requires_grad:
            kept.lerp_(new, 1 - keep)
