"""Documents to training batches: windows at random offsets, labels, and the augmentations."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from reportedly.tagger import BESIDE
from reportedly.tagger.cues import ACTS, STANDINGS
from reportedly.tagger.encoding import CLS, MASK, SEP, WIDTH, Encoding, encode

from .corpora import ENTITY_TYPES, Document, Labelled

IGNORED = -100
#: The label of a token that is neither source nor content and whose other roles weren't annotated.
NOT_SAID = -101
#: The share of pieces masked in training, so that the encoder relies on context rather than on one campaign's names.
MASKED = 0.05
#: The shares of documents whose quotation marks are restyled (the corpus has mostly curly double ones).
RESTYLED = (('""', 0.15), ("‘’", 0.08), ("''", 0.04), ("“”", 0.08))
DROPPED_MARKS = 0.01
#: Feature of the framing tokens, of a value that no word piece has, where attributions are annotated by PolNeAR's
#: guide: the tagger learns both guides and, asked without it, answers by this project's own.
POLNEAR_GUIDE = 8


@dataclass(frozen=True, slots=True)
class Stance:
    """First and last token, half open, of a target and of the words that may speak of it; the label."""

    target: tuple[int, int]
    scope: tuple[int, int]
    label: int


@dataclass(slots=True)
class Relation:
    """A cue in a window: its first and last token, the roles of all tokens and which of them name a target, act and
    standing (IGNORED: unknown).
    """

    first: int
    last: int
    roles: list[int]
    sides: list[int]
    act: int
    standing: int


@dataclass(slots=True)
class Example:
    """One window with its labels; token 0 is [CLS]."""

    ids: list[int]
    features: list[int]
    cues: list[int]
    entities: list[int]
    relations: list[Relation]
    mentions: list[tuple[int, int]]
    clusters: list[int]
    link_weight: float
    stances: list[Stance]


@dataclass(slots=True)
class Batch:
    ids: Tensor
    features: Tensor
    mask: Tensor
    cues: Tensor
    entities: Tensor
    relation_item: Tensor
    relation_at: Tensor
    relation_last: Tensor
    relation_roles: Tensor
    relation_sides: Tensor
    relation_act: Tensor
    relation_standing: Tensor
    examples: list[Example]


def restyle(text: str, rng: random.Random) -> str:
    """The text with other quotation marks, code point for code point, sometimes with one missing."""
    draw = rng.random()
    for style, share in RESTYLED:
        if draw < share:
            text = re.sub(r'(?:(?<=^)|(?<=[\s(\[—-]))["“](?=\S)', style[0], text)
            text = re.sub(r'["”](?=[\s.,;:!?)\]—-]|$)', style[1], text)
            break
        draw -= share
    if rng.random() < 0.2:
        text = re.sub(r"[\"“”](?=\s)", lambda m: " " if rng.random() < DROPPED_MARKS * 5 else m.group(), text)
    return text


def touched(encoding: Encoding, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pieces `[first, last)` under each span, by code points; spans without a piece are left out."""
    found = []
    for start, end in spans:
        first = int(np.searchsorted(encoding.ends, start, side="right"))
        last = int(np.searchsorted(encoding.starts, end, side="left"))
        if first < last:
            found.append((first, last))
    return found


def bio(labels: list[int], pieces: list[tuple[int, int]], start: int, end: int, label: int) -> None:
    """Write B (`label`) and I (`label + 1`) of the pieces into the labels of the window `[start, end)`."""
    for first, last in pieces:
        for i in range(max(first, start), min(last, end)):
            labels[i - start + 1] = label if i == first else label + 1


def _roles(a: Labelled, encoding: Encoding, start: int, end: int) -> list[int]:
    """The role of every token of the window `[start, end)` for one attribution."""
    roles = [0] * (end - start + 2)
    # Without annotated values, a token that is neither source nor content may have any of the other roles.
    unknown = a.unlocated if a.beside else [(0, int(encoding.ends[-1]))]
    for first, last in touched(encoding, unknown):
        for i in range(max(first, start), min(last, end)):
            roles[i - start + 1] = NOT_SAID
    bio(roles, touched(encoding, a.source), start, end, 1)
    bio(roles, touched(encoding, a.content), start, end, 3)
    for label, role in zip(range(5, 5 + 2 * len(BESIDE), 2), BESIDE, strict=True):
        bio(roles, touched(encoding, a.beside.get(role, [])), start, end, label)
    return roles


def _sides(a: Labelled, encoding: Encoding, start: int, end: int) -> list[int]:
    """For one attribution, which tokens of the window `[start, end)` name what it is for (1, 2) or against (3, 4)."""
    known = a.targets is not None and not a.lost
    sides = [0 if known else IGNORED] * (end - start + 2)
    sides[0] = sides[-1] = IGNORED
    for span, side in a.targets or ():
        bio(sides, touched(encoding, [span]), start, end, 1 if side > 0 else 3)
    return sides


def _index(values: Sequence[str], value: str | None) -> int:
    return IGNORED if value is None else values.index(value)


def _named(labels: list[int], pieces: list[tuple[int, int]], start: int, end: int, label: int) -> None:
    """Write a name into labels that are unknown elsewhere; the tokens beside it belong to no name."""
    bio(labels, pieces, start, end, label)
    for first, last in pieces:
        for beside in (first - 1, last):
            if start <= beside < end and labels[beside - start + 1] == IGNORED:
                labels[beside - start + 1] = 0


class Windows:
    """The windows of a set of documents, cut anew in each epoch."""

    def __init__(self, documents: list[Document], tokenizer: Tokenizer, rng: random.Random, augment: bool) -> None:
        self.documents, self.tokenizer, self.rng, self.augment = documents, tokenizer, rng, augment

    def epoch(self) -> list[Example]:
        return [example for document in self.documents for example in self._cut(document)]

    def _cut(self, document: Document) -> Iterator[Example]:
        text = restyle(document.text, self.rng) if self.augment and document.attributions is not None else document.text
        encoding = encode(self.tokenizer, text)
        size = len(encoding)
        step = WIDTH - 16
        at = -self.rng.randrange(step) if size > WIDTH else 0
        while at < size:
            start, end = max(0, at), min(size, at + WIDTH)
            if end - start > 24 or start == 0:
                yield self._example(document, encoding, start, end)
            if end == size:
                return
            at += step

    def _example(self, document: Document, encoding: Encoding, start: int, end: int) -> Example:
        size = end - start + 2
        ids = [CLS, *encoding.ids[start:end].tolist(), SEP]
        if self.augment:
            ids[1:-1] = [MASK if self.rng.random() < MASKED else i for i in ids[1:-1]]
        guide = POLNEAR_GUIDE if document.attributions is not None and not document.whole else 0
        features = [guide, *encoding.features[start:end].tolist(), guide]
        cues, relations = self._attributions(document, encoding, start, end, size)
        entities = [IGNORED] * size
        if document.entities is not None:
            entities[1:-1] = [0] * (size - 2)
            for s, e, name in document.entities:
                bio(entities, touched(encoding, [(s, e)]), start, end, 1 + 2 * ENTITY_TYPES.index(name))
        for s, e, name in document.named:
            _named(entities, touched(encoding, [(s, e)]), start, end, 1 + 2 * ENTITY_TYPES.index(name))
        mentions, clusters = self._mentions(document, encoding, start, end)
        weight = 0.0 if document.chains is None else 1.0 if document.gold_chains else 0.5
        return Example(
            ids, features, cues, entities, relations, mentions, clusters, weight,
            self._stances(document, encoding, start, end),
        )  # fmt: skip

    def _attributions(
        self, document: Document, encoding: Encoding, start: int, end: int, size: int
    ) -> tuple[list[int], list[Relation]]:
        cues = [IGNORED] * size
        relations: list[Relation] = []
        if document.attributions is None:
            return cues, relations
        cues[1:-1] = [0] * (size - 2)
        for a in () if document.whole else document.attributions:
            # PolNeAR is flat: a cue inside a content may or may not begin a nested attribution.
            for first, last in touched(encoding, a.content):
                for i in range(max(first, start), min(last, end)):
                    cues[i - start + 1] = IGNORED
        for a in document.attributions:
            cue = touched(encoding, a.cue)
            bio(cues, cue, start, end, 1)
            for _, last in cue:  # where it ends is known, though a content begins there
                if start <= last < end and cues[last - start + 1] == IGNORED:
                    cues[last - start + 1] = 0
            if cue and start <= cue[0][0] < end and a.content:
                roles = _roles(a, encoding, start, end)
                first, last = cue[0][0] - start + 1, min(cue[0][1], end) - start
                sides = _sides(a, encoding, start, end)
                act, standing = _index(ACTS, a.act), _index(STANDINGS, a.standing)
                relations.append(Relation(first, last, roles, sides, act, standing))
        return cues, relations

    def _mentions(
        self, document: Document, encoding: Encoding, start: int, end: int
    ) -> tuple[list[tuple[int, int]], list[int]]:
        """First and last piece of each mention in the window, in text order, and its chain (-1: none)."""
        chain_of = {m: c for c, chain in enumerate(document.chains or ()) for m in chain}
        found = []
        for m, span in enumerate(document.mentions if document.chains is not None else ()):
            for first, last in touched(encoding, [span]):
                if start <= first and last <= end:
                    found.append((first - start + 1, last - start, chain_of.get(m, -1)))
        found.sort()
        return [(f, n) for f, n, _ in found], [c for _, _, c in found]

    def _stances(self, document: Document, encoding: Encoding, start: int, end: int) -> list[Stance]:
        """The targets in the window, each with its own line as the scope."""
        breaks = [0, *(m.end() for m in re.finditer("\n", document.text)), len(document.text)]
        found = []
        for s, e, label in document.stances:
            line = next((a, b) for a, b in pairwise(breaks) if s < b)
            for target, scope in zip(touched(encoding, [(s, e)]), touched(encoding, [line]), strict=True):
                if start <= target[0] and target[1] <= end:
                    first, last = max(start, scope[0]), min(end, scope[1])
                    shift = 1 - start
                    found.append(Stance((target[0] + shift, target[1] + shift), (first + shift, last + shift), label))
        return found


def collate(examples: list[Example], device: torch.device) -> Batch:
    """Examples padded to one length."""
    size = max(len(e.ids) for e in examples)

    def padded(rows: list[list[int]], value: int) -> Tensor:
        return torch.tensor([row + [value] * (size - len(row)) for row in rows], device=device)

    ids = padded([e.ids for e in examples], 0)
    relations = [(i, relation) for i, e in enumerate(examples) for relation in e.relations]

    def column(values: list[int]) -> Tensor:
        return torch.tensor(values, dtype=torch.long, device=device)

    return Batch(
        ids, padded([e.features for e in examples], 0), (ids != 0).long(),
        padded([e.cues for e in examples], IGNORED), padded([e.entities for e in examples], IGNORED),
        column([i for i, _ in relations]),
        column([r.first for _, r in relations]), column([r.last for _, r in relations]),
        *(
            padded(rows, IGNORED) if relations else ids.new_zeros((0, size))
            for rows in ([r.roles for _, r in relations], [r.sides for _, r in relations])
        ),
        column([r.act for _, r in relations]), column([r.standing for _, r in relations]),
        examples,
    )  # fmt: skip


def batches(
    main: Windows, others: Sequence[Windows], size: int, rng: random.Random, beside: float = 0.5
) -> Iterator[list[Example]]:
    """Shuffled batches of the main corpus, with windows of similar length together.

    Each has on average `beside` windows of the other corpora, which take turns.
    """
    examples = main.epoch()
    rng.shuffle(examples)
    pool = [examples[i : i + 16 * size] for i in range(0, len(examples), 16 * size)]
    groups = []
    for part in pool:
        part.sort(key=lambda e: len(e.ids))
        groups += [part[i : i + size] for i in range(0, len(part), size)]
    rng.shuffle(groups)
    spare: list[list[Example]] = [[] for _ in others]
    turn, due = 0, 0.0
    for group in groups:
        due += beside
        while due >= 1:
            which = turn % len(others)
            if not spare[which]:
                spare[which] = others[which].epoch()
                rng.shuffle(spare[which])
            group.append(spare[which].pop())
            turn, due = turn + 1, due - 1
        yield group
