"""Make the trained encoder smaller: whole layers, then the attention heads and inner neurons that matter least.

How much a head or a neuron matters is its share in the loss, to first order: |output x gradient|, summed over batches
(Michel et al., NeurIPS 2019; Molchanov et al., ICLR 2017). What is lost is learned again in the next round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .batches import Batch
from .losses import loss_of
from .model import Tagger


@dataclass(frozen=True, slots=True)
class Shape:
    """What is left of the encoder. layers: which, from 0 at the bottom. heads, neurons: how many in each layer."""

    layers: tuple[int, ...]
    heads: int
    neurons: int


def prune(net: Tagger, shape: Shape, batches: Sequence[Batch]) -> None:
    """Cut `net` down to `shape`, in place, by what matters to the loss on `batches`."""
    net.keep(shape.layers)
    heads, neurons = _importance(net, batches)
    for layer, of_heads, of_neurons in zip(net.encoder.encoder.layer, heads, neurons, strict=True):
        net.cut(layer, _best(of_heads, shape.heads), _best(of_neurons, shape.neurons))


def _importance(net: Tagger, batches: Sequence[Batch]) -> tuple[list[Tensor], list[Tensor]]:
    """For each layer, how much each head (H,) and each inner neuron (N,) matters."""
    layers = net.encoder.encoder.layer
    inputs: dict[nn.Module, Tensor] = {}

    def note(module: nn.Module, given: tuple[Tensor, ...]) -> None:
        given[0].retain_grad()
        inputs[module] = given[0]

    outputs = [m for layer in layers for m in (layer.attention.output.dense, layer.output.dense)]
    hooks = [module.register_forward_pre_hook(note) for module in outputs]
    totals = {module: torch.zeros(int(module.in_features)) for module in outputs}
    net.eval()
    for batch in batches:
        torch.stack(list(loss_of(net, batch).values())).sum().backward()
        for module in outputs:
            x = inputs[module]
            totals[module] += (x * x.grad).detach().flatten(0, -2).sum(0).abs().cpu()
        net.zero_grad(set_to_none=True)
    for hook in hooks:
        hook.remove()
    width = layers[0].attention.self.attention_head_size
    heads = [totals[layer.attention.output.dense].view(-1, width).sum(-1) for layer in layers]
    return heads, [totals[layer.output.dense] for layer in layers]


def _best(scores: Tensor, count: int) -> Tensor:
    """The indices of the `count` highest scores, in order."""
    return scores.topk(min(count, len(scores))).indices.sort().values
