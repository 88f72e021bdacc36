"""The trained tagger as int8 ONNX and numpy arrays: what the package ships."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_model
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AttentionInterface

from reportedly.tagger.encoding import CLS, SEP, encode

from .model import Tagger

OPSET = 17
#: The activation from which on what a layer adds is computed in float32. A neuron or two of some layers answer to
#: [CLS] and [SEP] tens of times as strongly as all others do to anything (Sun et al. 2024, “Massive activations”);
#: bytes that reach so far tell the others no longer apart.
MASSIVE = 12.0
#: Any words will do to find those layers.
WORDS = "The bridge is safe, the harbour master of Tarn said on Tuesday."


def unmasked(
    module: nn.Module, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, scaling: float, **_: object
) -> tuple[Tensor, None]:
    """Attention over one window without padding, written so that ONNX Runtime fuses it into a single operator."""
    weights = torch.matmul(query, key.transpose(2, 3)) / scaling**-1
    return torch.matmul(weights.softmax(-1), value).transpose(1, 2).contiguous(), None


AttentionInterface.register("unmasked", unmasked)


class Encoder(nn.Module):
    """The encoder and the heads that need nothing but a token, for one window."""

    def __init__(self, net: Tagger) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        hidden = self.net.encode(ids, features)
        return hidden[0], self.net.cues(hidden)[0].softmax(-1), self.net.entities(hidden)[0].softmax(-1)


class RoleHead(nn.Module):
    """Log-probabilities of the roles of the tokens at some steps from each cue, and what they name.

    First none, source and content, where whatever else a token may be is none; then those other roles; last the
    probabilities of naming whom or what the statement is for or against.
    """

    def __init__(self, net: Tagger) -> None:
        super().__init__()
        self.roles = net.roles

    def forward(self, hidden: Tensor, at: Tensor, steps: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        roles, sides = self.roles.around(hidden, at, steps)
        likely = roles.log_softmax(-1)
        none = torch.cat([likely[..., :1], likely[..., 5:]], -1).logsumexp(-1, keepdim=True)
        return torch.cat([none, likely[..., 1:5]], -1), likely[..., 5:], sides.softmax(-1)[..., 1:]


def export(checkpoint: Path, weights: Path, out: Path, int8: bool = True) -> None:
    """Write encoder.onnx, roles.onnx, links.npz, stances.npz, cues.npz and tokenizer.json into `out`."""
    net = Tagger(weights, attention="unmasked").restore(torch.load(checkpoint, map_location="cpu")).eval()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "encoder.onnx"
        _encoder(net, plain)
        if int8:
            whole = [
                *_heads(plain),
                *_outputs(plain, massive(net, Tokenizer.from_file(str(weights / "tokenizer.json")))),
            ]
            # Seven bits: eight would saturate on processors without VNNI, and results would differ between machines.
            quantize_dynamic(
                plain, out / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
                nodes_to_exclude=whole, extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
            )  # fmt: skip
        else:
            shutil.copy(plain, out / "encoder.onnx")
    _roles(net, out / "roles.onnx")
    for name, head in (("links", net.links), ("stances", net.stances), ("cues", net.values)):
        arrays = {key: value.numpy().astype(np.float32) for key, value in head.state_dict().items()}
        np.savez(out / f"{name}.npz", **arrays)
    _tokenizer(weights / "tokenizer.json", out / "tokenizer.json")


def massive(net: Tagger, tokenizer: Tokenizer) -> list[int]:
    """The layers, numbered from 0 at the bottom, of which an inner neuron reaches MASSIVE."""
    encoding = encode(tokenizer, WORDS)
    ids, features = [CLS, *encoding.ids.tolist(), SEP], [0, *encoding.features.tolist(), 0]
    peaks: list[float] = []
    layers = [layer.intermediate for layer in net.encoder.encoder.layer]
    hooks = [layer.register_forward_hook(lambda _, __, out: peaks.append(float(out.max()))) for layer in layers]
    with torch.no_grad():
        net.encode(torch.tensor([ids]), torch.tensor([features]))
    for hook in hooks:
        hook.remove()
    return [i for i, peak in enumerate(peaks) if peak >= MASSIVE]


def _outputs(path: Path, layers: Sequence[int]) -> list[str]:
    """The names of the nodes by which these layers' inner neurons are read."""
    names = [node.name for node in onnx.load(path).graph.node]
    return [
        name
        for i in layers
        for name in names
        if name.endswith(f"layer.{i}/output/dense/MatMul") and "attention" not in name
    ]


def _encoder(net: Tagger, path: Path) -> None:
    ids, features = torch.ones(1, 24, dtype=torch.long), torch.ones(1, 24, dtype=torch.long)
    names = ("hidden", "cues", "entities")
    torch.onnx.export(
        Encoder(net), (ids, features), path, input_names=["ids", "features"], output_names=list(names),
        dynamic_axes={"ids": {1: "tokens"}, "features": {1: "tokens"}, **{name: {0: "tokens"} for name in names}},
        opset_version=OPSET, dynamo=False,
    )  # fmt: skip
    attention = net.encoder.encoder.layer[0].attention.self
    options = FusionOptions("bert")
    options.enable_skip_layer_norm = False  # slower fused: see `_session` in tagger/session.py
    fused = optimize_model(
        str(path), model_type="bert", num_heads=attention.num_attention_heads, hidden_size=attention.all_head_size,
        opt_level=1, optimization_options=options,
    )  # fmt: skip
    fused.save_model_to_file(str(path))


def _roles(net: Tagger, path: Path) -> None:
    hidden, at, steps = torch.zeros(24, 384), torch.tensor([3, 5]), torch.arange(-12, 12)[None]
    found = ("roles", "beside", "sides")
    torch.onnx.export(
        RoleHead(net), (hidden, at, steps), path,
        input_names=["hidden", "at", "steps"], output_names=list(found),
        dynamic_axes={
            "hidden": {0: "tokens"}, "at": {0: "cues"}, "steps": {1: "steps"},
            **{name: {0: "cues", 1: "tokens around"} for name in found},
        },
        opset_version=OPSET, dynamo=False,
    )  # fmt: skip


def _heads(path: Path) -> list[str]:
    """The names of the output layers, which stay in float32: they are tiny, and thresholds depend on them."""
    model = onnx.load(path)
    small = {w.name for w in model.graph.initializer if len(w.dims) == 2 and min(w.dims) < 16}
    return [n.name for n in model.graph.node if n.op_type == "MatMul" and small & set(n.input)]


def _tokenizer(source: Path, out: Path) -> None:
    settings = json.loads(source.read_text(encoding="utf-8"))
    settings["truncation"] = settings["padding"] = None
    out.write_text(json.dumps(settings, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
