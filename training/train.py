"""Train the tagger on every corpus at once."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import nn

from . import articles, corpora, stances
from .batches import Batch, Example, Windows, batches, collate
from .corpora import Document
from .losses import loss_of
from .model import Tagger
from .pruning import Shape, prune
from .released import read_back

AVERAGE = 0.995
BATCH = 6  # windows with annotated attributions
#: By how much a layer learns more slowly than the one above it.
DECAY = 0.95
#: Seconds between two checkpoints from which a run that was broken off goes on.
SAVED_EVERY = 240


@dataclass(frozen=True, slots=True)
class Round:
    """Passes over the whole articles under one learning-rate cycle.

    rate: the peak learning rate of the top layer. shape: what the encoder is pruned to beforehand. polnear: the share
    (0 to 1) of PolNeAR's windows in a pass. beside: windows of the other corpora in a batch. kept: the weight (0 to 1)
    of the network before in the final mean (Wortsman et al., CVPR 2022).
    """

    epochs: int
    rate: float
    shape: Shape | None = None
    polnear: float = 0.15
    beside: float = 0.3
    kept: float = 0.0


#: Two rounds with all of the encoder, then one with what is worth its time: two thirds of the sums.
ROUNDS = (
    Round(3, 1.6e-4),
    Round(3, 1.2e-4),
    Round(2, 1.2e-4, shape=Shape(layers=tuple(range(12)), heads=8, neurons=1024)),
)
#: From a release on.
FURTHER = (Round(3, 1.2e-4, polnear=0.1, kept=0.5),)
#: Batches by which it is judged what to cut.
JUDGED = 16


class Texts:
    """All that is trained on, and the batches of a pass."""

    def __init__(self, data: Path, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.articles = articles.articles(data, "train") + articles.ours(data, "train")
        self.polnear = articles.with_values(corpora.polnear(data, "train"), data)
        self.annotated = [corpora.gum(data, "train"), corpora.conll(data), corpora.worldwide(data)]
        self.sentences = corpora.newsmtsc(data, "train")

    def batches(self, settings: Round, rng: random.Random) -> Iterator[list[Example]]:
        """The batches of one pass, the same for a generator in the same state."""
        others = [self._windows(documents, rng) for documents in self.annotated]
        older = rng.sample(self.polnear, round(settings.polnear * len(self.polnear)))
        return batches(self._windows(self.articles + older, rng), others, BATCH, rng, settings.beside)

    def stances(self, rng: random.Random) -> list[Example]:
        """Every sentence with stances in a window of its own, as it stands."""
        return Windows(self.sentences, self.tokenizer, rng, augment=False).epoch()

    def _windows(self, documents: list[Document], rng: random.Random) -> Windows:
        return Windows(documents, self.tokenizer, rng, augment=True)


def train(weights: Path, data: Path, out: Path, start: Path | None = None, seed: int = 0) -> Path:
    """Train the tagger, from the encoder in `weights` or from the release in `start`; the network's path is returned.

    Each round leaves its network in `out`, and every few minutes a checkpoint: a run that was broken off goes on from
    there when it is started again with the same arguments.
    """
    torch.manual_seed(seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokenizer = Tokenizer.from_file(str(weights / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    texts = Texts(data, tokenizer)
    out.mkdir(parents=True, exist_ok=True)
    net = (read_back(start, weights) if start else Tagger(weights)).to(device)
    for number, settings in enumerate(FURTHER if start else ROUNDS, 1):
        path = out / f"round-{number}.pt"
        if not path.exists():
            before = copy.deepcopy(net)
            trained = _round(net, settings, texts, out / f"going-{number}.pt", f"{seed} {number}")
            if settings.kept:
                _keep(trained, before, settings.kept)
            _write(trained.state_dict(), path)
            (out / f"going-{number}.pt").unlink(missing_ok=True)
        net = Tagger(weights).restore(torch.load(path, map_location="cpu")).to(device)
    stances.fit(net, texts.stances(random.Random(seed)), seed)
    path = out / "tagger.pt"
    _write(net.state_dict(), path)
    return path


def _round(net: Tagger, settings: Round, texts: Texts, going: Path, seed: str) -> Tagger:
    """The running average of a network over one round, begun anew or gone on with from the checkpoint `going`."""
    device = next(net.parameters()).device
    saved = torch.load(going, map_location=device) if going.exists() else None
    if saved:
        net.restore(saved["net"])
    elif settings.shape:
        judged = islice(texts.batches(settings, random.Random(seed)), JUDGED)
        prune(net, settings.shape, [collate(examples, device) for examples in judged])
    size = sum(1 for _ in texts.batches(settings, random.Random(f"{seed} 0")))
    cycle = Cycle(net, settings, size)
    if saved:
        cycle.restore(saved)
    at = time.monotonic()
    for epoch in range(cycle.done // size, settings.epochs):
        passed = texts.batches(settings, random.Random(f"{seed} {epoch}"))
        for examples in islice(passed, cycle.done - epoch * size, size):
            cycle.step(collate(examples, device))
            if time.monotonic() - at > SAVED_EVERY:
                _write(cycle.state(), going)
                at = time.monotonic()
        cycle.done = (epoch + 1) * size
    return cycle.averaged


def _write(state: object, path: Path) -> None:
    """Save a state so that the file is always whole."""
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


class Cycle:
    """One learning-rate cycle of a network, and the running average of its weights."""

    def __init__(self, net: Tagger, settings: Round, steps: int) -> None:
        self.net, self.steps = net, settings.epochs * steps
        # Half precision is faster where the processor has tiles for it; with AVX-512 alone it took 1.2 times as long.
        self.half = net.cues.weight.is_cuda or torch.cpu._is_amx_tile_supported()
        # Half of all parameters, which 2,000 articles would only spoil for the words that they don't have.
        net.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        self.averaged = copy.deepcopy(net).eval()
        self.optimizer = torch.optim.AdamW(_groups(net, settings.rate), weight_decay=0.01)
        rates = [group["lr"] for group in self.optimizer.param_groups]
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimizer, rates, total_steps=self.steps, pct_start=0.08
        )
        self.done, self.began = 0, time.monotonic()

    def state(self) -> dict[str, object]:
        """All that going on needs."""
        parts = {"net": self.net, "averaged": self.averaged, "optimizer": self.optimizer, "schedule": self.schedule}
        return {name: part.state_dict() for name, part in parts.items()} | {"done": self.done}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a state."""
        self.averaged.load_state_dict(state["averaged"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        self.done = state["done"]

    def step(self, batch: Batch) -> None:
        self.net.train()
        with torch.autocast(batch.ids.device.type, torch.bfloat16, enabled=self.half):
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


def _groups(net: Tagger, rate: float) -> list[dict[str, object]]:
    """Lower layers learn more slowly; heads ten times as fast as the top layer."""
    depth = len(net.encoder.encoder.layer)
    groups: list[dict[str, object]] = []
    for i, layer in enumerate(net.encoder.encoder.layer):
        groups.append({"params": list(layer.parameters()), "lr": rate * DECAY ** (depth - 1 - i)})
    rest = [p for p in net.encoder.embeddings.parameters() if p.requires_grad]
    groups.append({"params": rest, "lr": rate / 2})
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
