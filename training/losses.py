"""What the tagger is trained to get right, head by head."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from .batches import IGNORED, NOT_SAID, Batch, Example
from .model import Tagger

#: Weights of the losses, set by judgement: cues and roles are what the tagger is for. Other values were not tried.
ENTITY_WEIGHT, LINK_WEIGHT, REFUSAL_WEIGHT, VALUE_WEIGHT = 0.5, 0.3, 0.3, 0.2
SIDE_WEIGHT = 1.0
REFUSALS = 2  # hard negative cues a window


def loss_of(net: Tagger, batch: Batch) -> dict[str, Tensor]:
    """The loss of each head on one batch."""
    hidden = net.encode(batch.ids, batch.features, batch.mask)
    cues = net.cues(hidden)
    losses = {
        "cue": _entropy(cues, batch.cues),
        "entity": ENTITY_WEIGHT * _entropy(net.entities(hidden), batch.entities),
    }
    if len(batch.relation_at):
        found = net.roles.read(hidden, batch.relation_item, batch.relation_at)
        losses["role"] = _role_loss(net.roles.out(found), batch.relation_roles)
        losses["side"] = SIDE_WEIGHT * _entropy(net.roles.sides(found), batch.relation_sides)
        acts, standings = net.values(hidden, batch.relation_item, batch.relation_at, batch.relation_last)
        losses["act"] = VALUE_WEIGHT * _entropy(acts, batch.relation_act)
        losses["standing"] = VALUE_WEIGHT * _entropy(standings, batch.relation_standing)
    item, at = _refused(cues, batch)
    if len(at):
        scores = net.roles(hidden, item, at)
        losses["refusal"] = REFUSAL_WEIGHT * _entropy(scores, (batch.mask[item] - 1) * -IGNORED)
    links = [
        _link_loss(net, h, e)
        for h, e in zip(hidden, batch.examples, strict=True)
        if e.link_weight and len(e.mentions) > 1
    ]
    if links:
        losses["link"] = LINK_WEIGHT * torch.stack(links).mean()
    return losses


def _role_loss(scores: Tensor, roles: Tensor) -> Tensor:
    """Cross-entropy of the roles; where one is known to be neither source nor content, of that alone."""
    likely = scores.log_softmax(-1)
    unsaid = torch.cat([likely[..., :1], likely[..., 5:]], -1).logsumexp(-1)
    chosen = likely.gather(-1, roles.clamp(min=0)[..., None])[..., 0]
    counted = roles != IGNORED
    each = torch.where(roles == NOT_SAID, unsaid, chosen)[counted]
    return -each.mean() if counted.any() else scores.sum() * 0


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
