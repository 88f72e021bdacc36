"""A pruned encoder made whole again: what was cut from MiniLM is put back, and goes on from what is known.

A layer of the pruned network is close to the layer of MiniLM that it came from, and so is each of its heads and inner
neurons: training moves weights little. What is put back are MiniLM's own heads and neurons, at first quietly, so that
the network answers almost as it did, and the layers that were left out. A network that wasn't pruned stays as it is.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from .model import Tagger

#: The share of their own weight with which cut heads and neurons speak at first.
QUIET = 0.3


@torch.no_grad()
def grow(pruned: Tagger, pretrained: Path) -> Tagger:
    """The whole network that goes on from a pruned one. pretrained: MiniLM's folder."""
    whole = Tagger(pretrained)
    inside = {name for name, _ in whole.named_parameters() if name.startswith("encoder.encoder.")}
    whole.load_state_dict({n: v for n, v in pruned.state_dict().items() if n not in inside}, strict=False)
    layers = whole.encoder.encoder.layer
    for ours in pruned.encoder.encoder.layer:
        nearness = [_matches(ours.intermediate.dense, layer.intermediate.dense).values.mean() for layer in layers]
        _put(ours, layers[int(torch.stack(nearness).argmax())])
    return whole


def _matches(ours: nn.Linear, theirs: nn.Linear) -> torch.return_types.max:
    """For each row of a layer, how near the nearest row of another is, and which it is."""
    return (normalize(ours.weight, dim=1) @ normalize(theirs.weight, dim=1).T).max(1)


def _put(ours: nn.Module, layer: nn.Module) -> None:
    """Put a pruned layer's heads and neurons back into the layer that it was cut from."""
    width = layer.attention.self.attention_head_size
    value, whole_value = (
        normalize(part.attention.self.value.weight.reshape(-1, width * part.attention.self.value.in_features), dim=1)
        for part in (ours, layer)
    )
    heads = (value @ whole_value.T).argmax(1)
    rows = (heads[:, None] * width + torch.arange(width)).flatten()
    for name in ("query", "key", "value"):
        _rows(getattr(ours.attention.self, name), getattr(layer.attention.self, name), rows)
    _columns(ours.attention.output.dense, layer.attention.output.dense, rows)
    neurons = _matches(ours.intermediate.dense, layer.intermediate.dense).indices
    _rows(ours.intermediate.dense, layer.intermediate.dense, neurons)
    _columns(ours.output.dense, layer.output.dense, neurons)
    for old, new in ((ours.attention.output, layer.attention.output), (ours.output, layer.output)):
        new.LayerNorm.load_state_dict(old.LayerNorm.state_dict())


def _rows(ours: nn.Linear, whole: nn.Linear, rows: Tensor) -> None:
    """Give some of a matrix's outputs the weights of a smaller one."""
    whole.weight[rows], whole.bias[rows] = ours.weight, ours.bias


def _columns(ours: nn.Linear, whole: nn.Linear, columns: Tensor) -> None:
    """Give some of a matrix's inputs the weights of a smaller one; all others speak quietly."""
    if len(columns) < whole.in_features:
        whole.weight *= QUIET
    whole.weight[:, columns] = ours.weight
    whole.bias.copy_(ours.bias)
