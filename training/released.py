"""A released tagger read back into torch, to go on from: the int8 weights as the numbers that they stand for.

Rounding them a second time changes nothing, so what is read back answers as what was released does, within the noise
of the activations' own rounding.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import ModelProto, numpy_helper
from torch import Tensor

from .model import Tagger

_EMBEDDINGS = "encoder.embeddings."
_LAYER = "encoder.encoder.layer."


def read_back(folder: Path, pretrained: Path) -> Tagger:
    """The tagger released in `folder`; what no release has yet stays as new. pretrained: the encoder's folder."""
    state = _encoder(onnx.load(folder / "encoder.onnx")) | _roles(onnx.load(folder / "roles.onnx"))
    for head, module in (("links", "links"), ("stances", "stances"), ("cues", "values")):
        if (folder / f"{head}.npz").exists():
            with np.load(folder / f"{head}.npz") as arrays:
                state |= {f"{module}.{name}": torch.from_numpy(arrays[name]) for name in arrays.files}
    net = Tagger(pretrained)
    fresh = net.state_dict()
    later = ("values.", "roles.sides.", "links.bounds")
    kept = {name: value for name, value in fresh.items() if name.startswith(later)}
    return net.restore(kept | state)


def _arrays(model: ModelProto) -> dict[str, np.ndarray]:
    return {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}


def _whole(arrays: Mapping[str, np.ndarray], name: str) -> Tensor:
    """A tensor by its name in float32, whether it was rounded to int8 or not; scales are by column."""
    if name in arrays:
        return torch.from_numpy(arrays[name].astype(np.float32))
    zero = arrays[f"{name}_zero_point"].astype(np.float32)
    values = (arrays[f"{name}_quantized"].astype(np.float32) - zero) * arrays[f"{name}_scale"]
    return torch.from_numpy(values.astype(np.float32))


def _encoder(model: ModelProto) -> dict[str, Tensor]:
    arrays = _arrays(model)
    state: dict[str, Tensor] = {}
    for name in arrays:
        if name.startswith("net.") and not name.endswith(("_scale", "_zero_point")):
            plain = name.removesuffix("_quantized")
            state[plain.removeprefix("net.")] = _whole(arrays, plain)
    dense = [
        node.input[1].removesuffix("_quantized")
        for node in model.graph.node
        if node.op_type in ("MatMulInteger", "MatMul") and node.input[1].removesuffix("_quantized") + "_scale" in arrays
    ]
    depth = len(dense) // 3
    for layer in range(depth):
        query, key, value = _whole(arrays, f"Attention_{layer}_qkv_weight").T.chunk(3)
        biases = _whole(arrays, f"Attention_{layer}_qkv_bias").chunk(3)
        for name, weight, bias in zip(("query", "key", "value"), (query, key, value), biases, strict=True):
            state[f"{_LAYER}{layer}.attention.self.{name}.weight"] = weight.contiguous()
            state[f"{_LAYER}{layer}.attention.self.{name}.bias"] = bias.contiguous()
        names = ("attention.output.dense", "intermediate.dense", "output.dense")
        for name, matrix in zip(names, dense[3 * layer : 3 * layer + 3], strict=True):
            state[f"{_LAYER}{layer}.{name}.weight"] = _whole(arrays, matrix).T.contiguous()
    for name in ("cues", "entities"):
        state[f"{name}.weight"] = _head(model, arrays, state[f"{name}.bias"])
    return state


def _head(model: ModelProto, arrays: Mapping[str, np.ndarray], bias: Tensor) -> Tensor:
    """The weight of the output layer that has this many outputs; it was never rounded."""
    matrices = {node.input[1] for node in model.graph.node if node.op_type == "MatMul"} & arrays.keys()
    return next(_whole(arrays, m).T.contiguous() for m in matrices if arrays[m].shape[1] == len(bias))


def _roles(model: ModelProto) -> dict[str, Tensor]:
    arrays = _arrays(model)
    state = {name: _whole(arrays, name) for name in arrays if name.startswith("roles.")}
    for layer in ("roles.out", "roles.sides"):
        if f"{layer}.bias" in state:
            state[f"{layer}.weight"] = _head(model, arrays, state[f"{layer}.bias"])
    return state
