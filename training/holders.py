"""Fit the holder head: who of an article's contenders is the holder of a statement, learned from whole articles.

The encoder stays as it is. The choice is learned from the training part; its calibration, from articles that neither
the encoder nor the choice was trained on.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportedly.attributions.attribution import Attribution
from reportedly.attributions.choice import attributions
from reportedly.evaluation import matches
from reportedly.holders.contenders import EVIDENCE, FEATURES, Contender, contenders
from reportedly.holders.resolution import proposed, resolve
from reportedly.tagger import HolderHead, Scores
from reportedly.tagger.activations import Floats

from . import calibrate, choosers
from .articles import gold_of, learned_rows, our_rows, rows_of

EPOCHS = 14
#: Of the holders that are shown as at least so sure, as many are to be right, and a few more: what is promised is
#: measured on other articles.
SURE, KEPT = 0.9, 0.96
#: What is left out of names when they are compared.
_TITLE = re.compile(
    r"^(?:(?:the|a|an) )?(?:(?:mr|mrs|ms|dr|sir|dame|president|minister|senator|sen|rep|gov|judge|justice|prof|"
    r"professor|general|gen|sheriff|mayor)\.? )*"
)
Row = Mapping[str, Any]
#: The tagger's scores of a text.
Tag = Callable[[str], Scores]


@dataclass(frozen=True, slots=True)
class Article:
    """An annotated article as the tagger sees it. wanted: the annotated statement of those attributions that match."""

    text: str
    scores: Scores
    found: Sequence[Attribution]
    wanted: Mapping[int, Row]


class Noting:
    """A holder head that keeps the evidence for every choice, in the order of the statements."""

    def __init__(self, head: HolderHead) -> None:
        self.head, self.choose = head, head.choose
        self.evidence: list[Floats] = []

    def confidence(self, evidence: Floats) -> float:
        self.evidence.append(evidence)
        return 0.5


def fit(corpora: Path, weights: Path, tag: Tag, seed: int = 0) -> None:
    """Fit the head to the other weights in the folder `weights`, and write it there. tag: reads with those weights."""
    examples = [c for article in read(tag, learned_rows(corpora)) for c in choices(article)]
    net = choosers.learned(examples, EPOCHS, seed=seed)
    head = _write(net, np.zeros(EVIDENCE + 1), weights)
    unseen = itertools.chain(rows_of(corpora, "dev"), our_rows(corpora, "held"))
    _write(net, _calibration(read(tag, unseen), head), weights)


def blank(weights: Path) -> None:
    """Write a head that has learned nothing where `weights` has none, so that a tagger can be loaded from it."""
    if not (weights / "holders.npz").exists():
        _write(choosers.Chooser(FEATURES), np.zeros(EVIDENCE + 1), weights)


def read(tag: Tag, rows: Iterable[Row]) -> Iterator[Article]:
    """Annotated articles as the tagger sees them."""
    for row in rows:
        article = gold_of(row)
        scores = tag(article.text)
        found = attributions(article.text, scores)
        wanted = {m.ours: row["statements"][m.gold] for m in matches(article, found)}
        yield Article(article.text, scores, found, wanted)


def plain(name: str | None) -> str:
    """A name as annotated holders are compared: without case, titles and punctuation."""
    return re.sub(r"\W+", " ", _TITLE.sub("", (name or "").lower())).strip()


def accepted(wanted: Row) -> set[str]:
    """The names that are right for a statement, in the form of `plain`; that of nobody is empty."""
    return {plain(wanted["holder"])} | ({plain(wanted["document"])} if wanted["document"] else set())


def choices(article: Article) -> Iterator[choosers.Choice]:
    """The choices that an article gives to learn from: those among several contenders of which one is right."""
    known = proposed(article.text, article.found, article.scores)
    for i, wanted in article.wanted.items():
        found, features = contenders(known, i)
        called = known.sources[i].words if i in known.sources else ""
        names = [_names(article, contender, i) | _described(contender, called) for contender in found]
        right = np.array([bool(own & accepted(wanted)) for own in names])
        if not right.any():  # the right party under another name
            right = np.array([bool(_lasts(own) & _lasts(accepted(wanted))) for own in names])
        if len(found) > 1 and right.any():
            yield choosers.Choice(features, right)


def _names(article: Article, contender: Contender, i: int) -> set[str]:
    """All that a contender is called in the article, in the form of `plain`."""
    if contender.cluster:
        return {plain(contender.cluster.name)} | {plain(m.of(article.text)) for m in contender.cluster.mentions} - {""}
    return {plain(article.found[i].source[0].of(article.text))} if contender.described else {""}


def _described(contender: Contender, called: str) -> set[str]:
    """What a source calls whoever it describes, without what stands behind: “mother” of “her mother, a dentist”."""
    return {plain(called)} if contender.described and called else set()


def _lasts(names: Iterable[str]) -> set[str]:
    return {name.rpartition(" ")[2] for name in names if name}


def _calibration(articles: Iterable[Article], head: HolderHead) -> NDArray[np.float64]:
    """Coefficients (EVIDENCE + 1,), the bias last, by which the confidence of a holder is that of its being right."""
    rows: list[Floats] = []
    right: list[bool] = []
    for article in articles:
        noting = Noting(head)
        cast = resolve(article.text, article.found, replace(article.scores, holder_head=noting))  # type: ignore[arg-type]
        for i, wanted in article.wanted.items():
            holder = cast.holders[i]
            rows.append(noting.evidence[i])
            right.append(plain(holder.name if holder else None) in accepted(wanted))
    x, y = np.array(rows, dtype=float), np.array(right, dtype=float)
    return _careful(calibrate.fit(x, y), x, y)


def _careful(sure: NDArray[np.float64], rows: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """The coefficients with a bias so low that of what is shown as SURE and more, KEPT are right."""
    odds = rows @ sure[:-1]
    for bias in np.arange(sure[-1], sure[-1] - 3, -0.02):
        shown = odds + bias >= math.log(SURE / (1 - SURE))
        if not shown.any() or right[shown].mean() >= KEPT:
            return np.append(sure[:-1], bias)
    return sure


def _write(net: choosers.Chooser, sure: NDArray[np.float64], weights: Path) -> HolderHead:
    arrays = {name: value.numpy().astype(np.float32) for name, value in net.state_dict().items()}
    path = weights / "holders.npz"
    np.savez(path, **arrays, **{"sure.weight": sure[:-1].astype(np.float32), "sure.bias": np.float32(sure[-1])})
    return HolderHead.load(path)
