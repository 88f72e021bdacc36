"""Act: what kind of attribution a statement is, by the tagger's cue head: said, or thought, wanted, ruled."""

from __future__ import annotations

from typing import Literal, cast

from ..tagger import Floats, Scores
from ..tagger.cues import ACTS
from .draft import Draft

#: say: by speech or in writing. think: belief, knowledge, expectation. feel: an attitude or support, without words.
#: want: a plan, a wish. rule: a decision, an order, a verdict. show: what a document, data or a poll has.
Act = Literal["say", "think", "feel", "want", "rule", "show"]


def acts(draft: Draft, scores: Scores) -> tuple[Act, ...]:
    """The act of each attribution, in the same order. scores: the tagger's, of the article's text."""
    return tuple(cast(Act, ACTS[best]) for best in likely_acts(draft, scores).argmax(axis=1))


def likely_acts(draft: Draft, scores: Scores) -> Floats:
    """The probability of each of ACTS, (n, 6), for each attribution."""
    cues = [scores.encoding.pieces(a.cue[0].start, a.cue[-1].end) for a in draft.attributions]
    return scores.cue_head.judge(scores.hidden, cues)[0]
