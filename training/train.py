"""Train the tagger on every corpus at once."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import nn

from . import articles, corpora, stances
from .batches import Batch, Example, Packs, Windows, batches, collate
from .corpora import Document
from .growing import grow
from .losses import loss_of
from .model import Tagger
from .pruning import Shape, prune
from .released import read_back

AVERAGE = 0.998
BATCH = 6  # windows with annotated attributions
#: Seconds between two checkpoints from which a run that was broken off goes on.
SAVED_EVERY = 240


@dataclass(frozen=True, slots=True)
class Round:
    """Passes over the whole articles under one learning-rate cycle.

    rate: the peak learning rate of the top layer. frozen: whether the word embeddings, half of all parameters, are
    frozen. shape: what the encoder is pruned to beforehand. taught: whether the networks of the previous rounds teach
    this one on texts without annotated attributions. polnear: the share (0 to 1) of PolNeAR's windows in a pass.
    beside: windows of the other corpora in a batch. kept: the weight (0 to 1) of the previous network in the final mean
    (Wortsman et al., CVPR 2022).
    """

    epochs: int
    rate: float
    frozen: bool
    shape: Shape | None = None
    taught: bool = False
    polnear: float = 0.6
    beside: float = 0.5
    kept: float = 0.0


#: Two rounds with all of MiniLM, then one with what is worth its time: 56 percent of the sums. Last, stances, and
#: teachers for texts of other years.
ROUNDS = (
    Round(4, 1.4e-4, frozen=True),
    Round(3, 1e-4, frozen=False),
    Round(4, 1.2e-4, frozen=True, shape=Shape(layers=(0, 1, 2, 3, 5), heads=8, neurons=1024)),
    Round(2, 1e-4, frozen=True, taught=True, beside=3, kept=0.6),
)
#: From a release on, whose network knows PolNeAR well and is made whole first: most of a pass is whole articles.
FURTHER = (Round(3, 2e-4, frozen=True, polnear=0.15, beside=0.4),)
#: The last finished networks that teach, their mean as one.
TEACHERS = 2
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
        self.raw = corpora.wikinews(data)

    def batches(self, settings: Round, rng: random.Random) -> Iterator[list[Example]]:
        """The batches of one pass, the same for a generator in the same state."""
        others: list[Windows | Packs] = [self._windows(documents, rng) for documents in self.annotated]
        if settings.taught:
            packs = Packs(self.sentences, self.tokenizer, rng, augment=True)
            others.append(self._windows(self.raw, rng))
            # Two windows of three hold sentences with stances: they are fewest and their head is new.
            others = [corpus for other in others for corpus in (packs, packs, other)]
        older = rng.sample(self.polnear, round(settings.polnear * len(self.polnear)))
        return batches(self._windows(self.articles + older, rng), others, BATCH, rng, settings.beside)

    def stances(self, rng: random.Random) -> list[Example]:
        """Every sentence with stances in a window of its own, as it stands."""
        return Packs(self.sentences, self.tokenizer, rng, augment=True).single()

    def _windows(self, documents: list[Document], rng: random.Random) -> Windows:
        return Windows(documents, self.tokenizer, rng, augment=True)


def train(weights: Path, data: Path, out: Path, start: Path | None = None, seed: int = 0) -> Path:
    """Train the tagger, from MiniLM in `weights` or from the release in `start`; the last network's path is returned.

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
    net = (grow(read_back(start, weights), weights) if start else Tagger(weights)).to(device)
    finished: list[Tagger] = []
    for number, settings in enumerate(FURTHER if start else ROUNDS, 1):
        path = out / f"round-{number}.pt"
        if not path.exists():
            before = copy.deepcopy(net)
            trained = _round(net, settings, texts, finished[-TEACHERS:], out / f"going-{number}.pt", f"{seed} {number}")
            if settings.kept:
                _keep(trained, before, settings.kept)
            _write(trained.state_dict(), path)
            (out / f"going-{number}.pt").unlink(missing_ok=True)
        net = Tagger(weights).restore(torch.load(path, map_location="cpu")).to(device)
        finished.append(copy.deepcopy(net).eval())
    stances.fit(net, texts.stances(random.Random(seed)), seed)
    path = out / "tagger.pt"
    _write(net.state_dict(), path)
    return path


def _round(net: Tagger, settings: Round, texts: Texts, teachers: Sequence[Tagger], going: Path, seed: str) -> Tagger:
    """The running average of a network over one round, begun anew or gone on with from the checkpoint `going`."""
    device = next(net.parameters()).device
    saved = torch.load(going, map_location=device) if going.exists() else None
    if saved:
        net.restore(saved["net"])
    elif settings.shape:
        judged = islice(texts.batches(settings, random.Random(seed)), JUDGED)
        prune(net, settings.shape, [collate(examples, device) for examples in judged])
    size = sum(1 for _ in texts.batches(settings, random.Random(f"{seed} 0")))
    cycle = Cycle(net, settings, size, teachers if settings.taught else ())
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

    def __init__(self, net: Tagger, settings: Round, steps: int, teachers: Sequence[Tagger] = ()) -> None:
        self.net, self.steps, self.teachers = net, settings.epochs * steps, teachers
        # Half precision is faster where the processor multiplies in it; where not, it is slower than single.
        self.half = net.cues.weight.is_cuda or torch.cpu._is_avx512_bf16_supported()
        net.encoder.embeddings.word_embeddings.weight.requires_grad_(not settings.frozen)
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
