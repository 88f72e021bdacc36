"""From a checkpoint to the weights that ship: export, calibrate on what the result says of dev, fit the heads."""

from __future__ import annotations

from pathlib import Path

from reportedly.tagger import Tagger

from . import articles, calibrate, fit
from .export import export


def release(checkpoint: Path, pretrained: Path, corpora: Path, out: Path) -> None:
    """Write everything the tagger loads into `out`."""
    export(checkpoint, pretrained, out)
    calibrate.write(calibrate.NEUTRAL, out / "calibration.json")
    fit.blank(out)
    gold = articles.gold(corpora, "dev")
    tagger = Tagger(out)
    rows, right = calibrate.examples(gold, {article.id: tagger.tag(article.text) for article in gold})
    calibrate.write(calibrate.fit(rows, right), out / "calibration.json")
    fit.fit(fit.NAMES, corpora, out)
