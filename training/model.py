"""The tagger in torch: one MiniLM encoder and the heads read off it."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from reportedly.tagger.encoding import FEATURES

HIDDEN = 384
CUE_LABELS = 3  # O, B, I
ROLE_LABELS = 5  # none, B-source, I-source, B-content, I-content
ENTITY_LABELS = 9  # O, then B and I of person, organization, place, other
#: Distances from cue to token, in pieces, told apart up to here on either side.
REACH = 192
#: Upper bounds, in pieces, of the distance buckets of the link head.
BUCKETS = (2, 4, 8, 16, 32, 64, 128, 256)


class Roles(nn.Module):
    """For each cue, the role of every token: from token, cue, their product and distance, then two convolutions.

    The convolutions let neighbours agree, so that spans come out whole.
    """

    def __init__(self, width: int = 128) -> None:
        super().__init__()
        self.cue = nn.Linear(HIDDEN, 2 * width)
        self.token = nn.Linear(HIDDEN, 2 * width)
        self.distance = nn.Embedding(2 * REACH + 1, width)
        self.near = nn.Conv1d(width, width, 3, padding=1)
        self.far = nn.Conv1d(width, width, 3, padding=3, dilation=3)
        self.out = nn.Linear(width, ROLE_LABELS)
        self.drop = nn.Dropout(0.1)

    def forward(self, hidden: Tensor, at: Tensor) -> Tensor:
        """hidden (T, 384) of one window and cues' first tokens (C,) to scores (C, T, 5)."""
        cue, tokens = self.cue(hidden[at])[:, None], self.token(hidden)[None]
        return self.score(cue, tokens, at, hidden.shape[0])

    def batched(self, hidden: Tensor, item: Tensor, at: Tensor) -> Tensor:
        """The same for cues of several windows: hidden (B, T, 384), item and at (C,)."""
        cue, tokens = self.cue(hidden[item, at])[:, None], self.token(hidden)[item]
        return self.score(cue, tokens, at, hidden.shape[1])

    def score(self, cue: Tensor, tokens: Tensor, at: Tensor, length: int) -> Tensor:
        steps = torch.arange(length, device=at.device)[None] - at[:, None]
        distance = self.distance(steps.clamp(-REACH, REACH) + REACH)
        (sum_c, prod_c), (sum_t, prod_t) = cue.chunk(2, -1), tokens.chunk(2, -1)
        x = nn.functional.gelu(sum_c + sum_t + prod_c * prod_t + distance)
        y = self.drop(x).transpose(1, 2)
        y = y + nn.functional.gelu(self.near(y))
        y = y + nn.functional.gelu(self.far(y))
        scores: Tensor = self.out(y.transpose(1, 2))
        return scores


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


class Tagger(nn.Module):
    """encode() once per window; cues, entities, roles and links are read off its result."""

    def __init__(self, weights: Path, attention: str = "sdpa") -> None:
        super().__init__()
        # Dropout inside attention took a third of a step on a CPU; hidden states keep theirs.
        self.encoder = AutoModel.from_pretrained(
            weights, add_pooling_layer=False, attn_implementation=attention, attention_probs_dropout_prob=0.0
        )
        # Token types are unused by MiniLM: they carry case, spacing, line starts and quotation depth.
        embeddings = self.encoder.embeddings
        first = embeddings.token_type_embeddings.weight.data[0]
        embeddings.token_type_embeddings = nn.Embedding.from_pretrained(first.repeat(FEATURES, 1), freeze=False)
        self.encoder.config.type_vocab_size = FEATURES
        self.cues = nn.Linear(HIDDEN, CUE_LABELS)
        self.entities = nn.Linear(HIDDEN, ENTITY_LABELS)
        self.roles = Roles()
        self.links = Links()
        self.drop = nn.Dropout(0.1)

    def encode(self, ids: Tensor, features: Tensor, mask: Tensor | None = None) -> Tensor:
        """ids, features, mask (B, T) to hidden states (B, T, 384)."""
        hidden = self.encoder(input_ids=ids, token_type_ids=features, attention_mask=mask).last_hidden_state
        return self.drop(hidden)  # type: ignore[no-any-return]
