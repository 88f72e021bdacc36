"""The tagger in torch: one encoder, that of e5-small, and the heads read off it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from reportedly.tagger.encoding import FEATURES, MARGIN

HIDDEN = 384
CUE_LABELS = 3  # O, B, I
#: None, then B and I of source, content, addressee, time, place and via.
ROLE_LABELS = 13
ACT_LABELS, STANDING_LABELS = 6, 7
STANCE_LABELS = 3  # unfavourable, neutral, favourable
#: None, then B and I of whom or what a statement is for, and of whom or what it is against.
SIDE_LABELS = 5
ENTITY_LABELS = 9  # O, then B and I of person, organization, place, other
#: The greatest distance from cue to token, in pieces on either side, with an embedding of its own.
REACH = 192
#: Upper bounds, in pieces, of the distance buckets of the link head.
BUCKETS = (2, 4, 8, 16, 32, 64, 128, 256)


class Roles(nn.Module):
    """The role head: for each cue, the role of every token, from token, cue, their product and distance.

    Two convolutions let adjacent tokens agree, so that spans come out whole. A second layer of scores, `sides`, says
    which tokens name a target of the statement: those mostly stand inside the content, which has its own role.
    """

    def __init__(self, width: int = 128) -> None:
        super().__init__()
        self.cue = nn.Linear(HIDDEN, 2 * width)
        self.token = nn.Linear(HIDDEN, 2 * width)
        self.distance = nn.Embedding(2 * REACH + 1, width)
        self.near = nn.Conv1d(width, width, 3, padding=1)
        self.far = nn.Conv1d(width, width, 3, padding=3, dilation=3)
        self.out = nn.Linear(width, ROLE_LABELS)
        self.sides = nn.Linear(width, SIDE_LABELS)
        self.drop = nn.Dropout(0.1)

    def forward(self, hidden: Tensor, item: Tensor, at: Tensor) -> Tensor:
        """Scores (C, T, 13) for C cues. hidden: (B, T, 384). item, at: (C,), the window and first token of each cue."""
        scores: Tensor = self.out(self.read(hidden, item, at))
        return scores

    def read(self, hidden: Tensor, item: Tensor, at: Tensor) -> Tensor:
        """What both layers of scores are read off: (C, T, 128), of the same."""
        steps = torch.arange(hidden.shape[1], device=at.device)[None] - at[:, None]
        return self._read(hidden[item, at], self.token(hidden)[item], steps, torch.ones((), device=at.device))

    def around(self, hidden: Tensor, at: Tensor, steps: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of roles (C, S - 2 MARGIN, 13) and of sides (C, S - 2 MARGIN, 5) in one window, only for the tokens at
        some steps from each cue.

        hidden: (T, 384). steps: (1, S), consecutive, with MARGIN more on both sides than are scored. Beyond the window
        there are zeros, as in training.
        """
        rows = at[:, None] + steps
        inside = ((rows >= 0) & (rows < hidden.shape[0])).to(hidden.dtype)[:, None]
        rows = rows.clamp(min=0).minimum(torch.tensor(hidden.shape[0] - 1))
        found = self._read(hidden[at], self.token(hidden)[rows], steps, inside)[:, MARGIN:-MARGIN]
        return self.out(found), self.sides(found)

    def _read(self, cue: Tensor, tokens: Tensor, steps: Tensor, inside: Tensor) -> Tensor:
        distance = self.distance(steps.clamp(-REACH, REACH) + REACH)
        (sum_c, prod_c), (sum_t, prod_t) = self.cue(cue)[:, None].chunk(2, -1), tokens.chunk(2, -1)
        x = nn.functional.gelu(sum_c + sum_t + prod_c * prod_t + distance)
        y = self.drop(x).transpose(1, 2) * inside
        y = (y + nn.functional.gelu(self.near(y))) * inside
        y = y + nn.functional.gelu(self.far(y))
        return y.transpose(1, 2)


class Values(nn.Module):
    """What a cue is an act of, and how firmly its words are presented; a cue is its first and last token."""

    def __init__(self, width: int = 128) -> None:
        super().__init__()
        self.cue = nn.Linear(2 * HIDDEN, width)
        self.act = nn.Linear(width, ACT_LABELS)
        self.standing = nn.Linear(width, STANDING_LABELS)
        self.drop = nn.Dropout(0.1)

    def forward(self, hidden: Tensor, item: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor]:
        """hidden (B, T, 384) of several windows; of each cue its window, first and last token (C,): scores of the act
        (C, 6) and of the standing (C, 7).
        """
        ends = torch.cat([hidden[item, first], hidden[item, last]], -1)
        inner = self.drop(nn.functional.gelu(self.cue(ends)))
        return self.act(inner), self.standing(inner)


class Links(nn.Module):
    """For a mention, which earlier mention it refers back to, or none; a mention is its first and last token."""

    def __init__(self, width: int = 128) -> None:
        super().__init__()
        self.anaphor = nn.Linear(2 * HIDDEN, width)
        self.antecedent = nn.Linear(2 * HIDDEN, width)
        self.distance = nn.Embedding(len(BUCKETS) + 1, width)
        self.none = nn.Linear(width, 1)
        self.register_buffer("bounds", torch.tensor(BUCKETS))

    def forward(self, mentions: Tensor, at: Tensor) -> Tensor:
        """mentions (M, 768) in text order, their first tokens (M,) to scores (M, M + 1); the last column is none."""
        a, b = self.anaphor(mentions), self.antecedent(mentions)
        apart = torch.bucketize(at[:, None] - at[None], self.bounds)
        scores = torch.einsum("id,ijd->ij", a, b[None] + self.distance(apart)) / a.shape[-1] ** 0.5
        earlier = torch.ones_like(scores, dtype=torch.bool).tril(-1)
        return torch.cat([scores.masked_fill(~earlier, -1e4), self.none(a)], -1)


class Stances(nn.Module):
    """For a target, whether words speak for or against it: the target asks, the words of its scope answer.

    The attention says on which words it rests.
    """

    def __init__(self, width: int = 128, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.target = nn.Linear(HIDDEN, width)
        self.key = nn.Linear(HIDDEN, width)
        self.value = nn.Linear(HIDDEN, width)
        self.inner = nn.Linear(HIDDEN + width, width)
        self.out = nn.Linear(width, STANCE_LABELS)
        self.drop = nn.Dropout(0.2)

    def forward(self, hidden: Tensor, item: Tensor, targets: Tensor, scopes: Tensor) -> Tensor:
        """hidden (B, T, 384) of several windows; of each target its window (N,), and which tokens are its mention's and
        which its scope's (N, T): scores (N, 3). A target is the mean of its tokens.
        """
        share = targets / targets.sum(-1, keepdim=True)
        target = torch.einsum("nt,nth->nh", share, hidden[item])
        size = (*hidden.shape[:2], self.heads, -1)
        query = self.target(target).view(len(target), self.heads, -1)
        keys, values = self.key(hidden).view(size)[item], self.value(hidden).view(size)[item]
        scores = torch.einsum("nad,ntad->nat", query, keys) / query.shape[-1] ** 0.5
        weights = scores.masked_fill(scopes[:, None] == 0, -1e4).softmax(-1)
        heard = torch.einsum("nat,ntad->nad", weights, values).flatten(1)
        inner = nn.functional.gelu(self.inner(torch.cat([target, heard], -1)))
        found: Tensor = self.out(self.drop(inner))
        return found


class Tagger(nn.Module):
    """encode() once per window; cues, entities, roles, values, links and stances are read off its result."""

    def __init__(self, weights: Path, attention: str = "sdpa") -> None:
        super().__init__()
        # Dropout inside attention took a third of a step on a CPU; hidden states keep theirs.
        self.encoder = AutoModel.from_pretrained(
            weights, add_pooling_layer=False, attn_implementation=attention, attention_probs_dropout_prob=0.0
        )
        # Token types are unused by it: they carry case, spacing, line starts and quotation depth.
        embeddings = self.encoder.embeddings
        first = embeddings.token_type_embeddings.weight.data[0]
        embeddings.token_type_embeddings = nn.Embedding.from_pretrained(first.repeat(FEATURES, 1), freeze=False)
        self.encoder.config.type_vocab_size = FEATURES
        self.cues = nn.Linear(HIDDEN, CUE_LABELS)
        self.entities = nn.Linear(HIDDEN, ENTITY_LABELS)
        self.roles = Roles()
        self.values = Values()
        self.links = Links()
        self.stances = Stances()
        self.drop = nn.Dropout(0.1)

    def restore(self, state: dict[str, Tensor]) -> Tagger:
        """The network with the weights of a checkpoint, cut down to its shape first."""
        prefix = "encoder.encoder.layer."
        depth = 1 + max(int(name[len(prefix) :].split(".")[0]) for name in state if name.startswith(prefix))
        self.keep(range(depth))
        for i, layer in enumerate(self.encoder.encoder.layer):
            inner = len(state[f"{prefix}{i}.intermediate.dense.bias"])
            rows = len(state[f"{prefix}{i}.attention.self.query.bias"])
            heads = rows // layer.attention.self.attention_head_size
            self.cut(layer, torch.arange(heads), torch.arange(inner))
        self.load_state_dict(state)
        return self

    def keep(self, layers: Sequence[int]) -> None:
        """Leave the encoder only these of its layers, numbered from 0 at the bottom."""
        stack = self.encoder.encoder.layer
        self.encoder.encoder.layer = nn.ModuleList([stack[i] for i in layers])
        self.encoder.config.num_hidden_layers = len(layers)

    def cut(self, layer: nn.Module, heads: Tensor, neurons: Tensor) -> None:
        """Leave a layer only these of its attention heads and inner neurons."""
        attention = layer.attention
        width = attention.self.attention_head_size
        rows = (heads[:, None] * width + torch.arange(width)).flatten()
        for name in ("query", "key", "value"):
            setattr(attention.self, name, _rows(getattr(attention.self, name), rows))
        attention.self.num_attention_heads, attention.self.all_head_size = len(heads), len(rows)
        attention.output.dense = _columns(attention.output.dense, rows)
        layer.intermediate.dense = _rows(layer.intermediate.dense, neurons)
        layer.output.dense = _columns(layer.output.dense, neurons)

    def encode(self, ids: Tensor, features: Tensor, mask: Tensor | None = None) -> Tensor:
        """ids, features, mask (B, T) to hidden states (B, T, 384)."""
        hidden = self.encoder(input_ids=ids, token_type_ids=features, attention_mask=mask).last_hidden_state
        return self.drop(hidden)  # type: ignore[no-any-return]


def _rows(linear: nn.Linear, rows: Tensor) -> nn.Linear:
    """The layer with these of its outputs alone."""
    assert linear.bias is not None
    return _linear(linear.weight[rows], linear.bias[rows])


def _columns(linear: nn.Linear, columns: Tensor) -> nn.Linear:
    """The layer with these of its inputs alone."""
    return _linear(linear.weight[:, columns], linear.bias)


def _linear(weight: Tensor, bias: Tensor) -> nn.Linear:
    made = nn.Linear(weight.shape[1], weight.shape[0], device=weight.device)
    made.weight.data, made.bias.data = weight.detach().clone(), bias.detach().clone()
    return made
