"""The stance head alone, on sentences with marked targets: `python -m bench.stance`.

NewsMTSC's devtest_mt (Hamborg and Donnay, EACL 2021): 721 sentences of political news, most with two targets. The
figure is the mean of the F1 of unfavourable, neutral and favourable, as published for it.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import numpy as np

from reportedly.span import Span
from reportedly.tagger import one_thread, tagger
from reportedly.values.stance import rows
from training import corpora

LABELS = ("unfavourable", "neutral", "favourable")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.stance", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path(os.environ.get("REPORTEDLY_CORPORA", "corpora")))
    options = parser.parse_args()
    gold, found = judged(corpora.newsmtsc(options.corpora, "devtest_mt", further=False))
    scores = [f1(gold == label, found == label) for label in range(len(LABELS))]
    for label, score in zip(LABELS, scores, strict=True):
        print(f"{label:13} F1 {score:.3f}")
    print(f"{'macro':13} F1 {np.mean(scores):.3f}   accuracy {np.mean(gold == found):.3f}   targets {len(gold)}")


def judged(documents: list[corpora.Document]) -> tuple[np.ndarray, np.ndarray]:
    """The gold label and the head's label of each target, int (n,): 0 unfavourable, 1 neutral, 2 favourable."""
    gold, found = [], []
    for document in documents:
        scores = tagger().tag(document.text)
        scope = rows(scores, [Span(0, len(document.text))])
        targets = [rows(scores, [Span(start, end)]) for start, end, _ in document.stances]
        with one_thread():
            found += scores.stances.judge(scores.hidden, targets, scope).argmax(-1).tolist()
        gold += [label for _, _, label in document.stances]
    return np.array(gold), np.array(found)


def f1(gold: np.ndarray, found: np.ndarray) -> float:
    """The F1 (0 to 1) of one label. gold, found: bool (n,), whether each target has it."""
    return float(2 * (gold & found).sum() / max(1, gold.sum() + found.sum()))


if __name__ == "__main__":
    main()
