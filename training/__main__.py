"""Train the tagger and put it into the package: `python -m training --corpora DIR`.

Needs the extra `train`. On two cores a run takes about three hours; a GPU is used if torch finds one.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from reportedly.tagger.session import WEIGHTS


def main() -> None:
    options = _options()
    if not options.corpora.is_dir():
        sys.exit(f"expected the corpora in {options.corpora}, but there is no such folder (set REPORTEDLY_CORPORA)")
    # torch takes seconds to load: not for a wrong argument.
    from . import card, pretrained, release, train  # noqa: PLC0415

    encoder = pretrained.unpacked(options.work / "encoder")
    checkpoint = options.checkpoint or train.train(encoder, options.corpora, options.work, options.start, options.seed)
    release.release(checkpoint, encoder, options.corpora, options.out)
    card.write(options.corpora, options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path(os.environ.get("REPORTEDLY_CORPORA", "corpora")))
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="checkpoints go there")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="the weights go there")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", type=Path, help="go on from the weights in this folder, not from the encoder alone")
    parser.add_argument("--checkpoint", type=Path, help="release this one; train nothing")
    return parser.parse_args()


if __name__ == "__main__":
    main()
