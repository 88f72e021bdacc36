"""Decoding: the tagger's scores for one cue turned into spans.

Viterbi decoding finds the best spans; `boundaries` corrects them where the words leave no doubt.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..english import sentences
from ..english.quotation import Quotation, quotation_index
from ..english.words import lines, whole_words
from ..span import Span, SpanIndex, strip
from ..tagger import SURELY_NONE, Cue, Scores
from . import boundaries

#: The mean probability (0 to 1) of being content from which on all of a quotation is taken as content.
WHOLE = 0.6
#: Added to the log-probability of every role, since the tagger slightly favours none (tuned on whole articles, dev).
ROLE_BIAS = 0.5
BIASES = np.array([0.0, *[ROLE_BIAS] * 4], dtype=np.float32)
#: Subtracted from the log-probability where a content begins, a content ends or a source ends between two words without
#: punctuation or a line break, where spans seldom do (tuned on PolNeAR dev).
CONTENT_BEGIN, CONTENT_END, SOURCE_END = 1.25, 1.5, 0.5
#: Labels of a path, one byte for each piece: the columns of the tagger's role scores; 0 is none.
SOURCE, SOURCE_ON, CONTENT, CONTENT_ON = 1, 2, 3, 4
#: Characters that count as part of a word, so that no span is expected to begin or end beside them.
SIGNS = "$#@%)"
#: What is nobody by itself: of “a pledge” the source is no part.
ARTICLES = frozenset(["a", "an", "the"])
#: The confidence (0 to 1) of candidates found by their form alone. Set by judgement: there are too few to calibrate on.
FORM_CONFIDENCE = 0.9


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible attribution, decoded from one cue regardless of all others.

    source: empty where the text names none. cue, content: never empty, in text order.
    confidence: the calibrated probability (0 to 1) that it is right. features: what it was computed from.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float
    features: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Tagged:
    """A text with the tagger's scores and what all of its cues share.

    marks: its quotations, by place. breaks: bool (n + 1,), whether there is more than a space before each of the n
    pieces, and at the end: punctuation on either side, a line break, an end of the text.
    """

    text: str
    scores: Scores
    marks: SpanIndex[Quotation]
    breaks: NDArray[np.bool_]

    @classmethod
    def of(cls, text: str, scores: Scores) -> Tagged:
        """`text` with its scores. scores: the tagger's, of the same text."""
        return cls(text, scores, quotation_index(text), _breaks(text, scores))


def _breaks(text: str, scores: Scores) -> NDArray[np.bool_]:
    encoding = scores.encoding
    breaks = np.ones(len(encoding) + 1, dtype=np.bool_)
    first = [text[start] for start in encoding.starts.tolist()]
    last = [text[end - 1] for end in encoding.ends.tolist()]
    begins = np.array([sign.isalnum() or sign in SIGNS for sign in first], dtype=np.bool_)
    ends = np.array([sign.isalnum() or sign in SIGNS for sign in last], dtype=np.bool_)
    breaks[1:-1] = ~(begins[1:] & ends[:-1])
    breaks[encoding.lines] = True
    return breaks


def decoded(tagged: Tagged, cue: Cue) -> Candidate | None:
    """The most probable reading of one cue, regardless of all others; None if it is no attribution after all."""
    text, scores = tagged.text, tagged.scores
    path = best_path(cue, tagged.breaks)
    near = _near(scores, cue, path, tagged.marks)
    _take_whole_quotations(scores, cue, path, near)
    words = _cue_words(text, scores, cue, path)
    content = _spans(text, scores, cue, path, CONTENT)
    if words is None or not content:
        return None
    source = _source(text, scores, cue, path)
    outside = [m for m in near if not m.span.contains(words)]
    content = _past_the_edges(scores, cue, boundaries.in_reach(text, words, content, near), outside)
    content = boundaries.refined(text, content, outside)
    if not content:
        return None
    content = boundaries.within_subject(
        text, source, words, boundaries.with_rest(text, source, words, content, outside)
    )
    words = boundaries.whole_verb(text, words, content)
    content = boundaries.without_setting(text, words, content)
    source, content = boundaries.active(text, source, words, content)
    content = boundaries.without_listener(text, words, content)
    source = boundaries.without_asides(text, source, words)
    if not boundaries.says(text, source, words, content):
        return None
    content = boundaries.apart(content)
    evidence = features(cue, path)
    confidence = scores.calibration.probability(evidence)
    return Candidate(tuple(source), (words,), tuple(content), confidence, evidence)


def certain(tagged: Tagged) -> list[Candidate]:
    """Candidates that are certain by their form, whatever the tagger's scores."""
    return [_by_form(*spans) for spans in boundaries.quoted_within(tagged.text, tagged.marks)]


def plain(tagged: Tagged) -> list[Candidate]:
    """Candidates by plain sentences of refusal or withdrawal, for where the tagger is unsure."""
    return [_by_form(*spans) for spans in boundaries.plain(tagged.text)]


def _by_form(source: Span, cue: Span, content: Span) -> Candidate:
    return Candidate((source,), (cue,), (content,), FORM_CONFIDENCE)


def _near(scores: Scores, cue: Cue, path: bytearray, marks: SpanIndex[Quotation]) -> list[Quotation]:
    """The quotations that overlap or adjoin the stretch from the first to the last piece of content."""
    first, last = path.find(CONTENT), max(path.rfind(CONTENT), path.rfind(CONTENT_ON))
    if first < 0:
        return []
    start, end = int(scores.encoding.starts[cue.start + first]), int(scores.encoding.ends[cue.start + last])
    return marks.across(Span(max(0, start - 1), end + 1))


def _take_whole_quotations(scores: Scores, cue: Cue, path: bytearray, marks: Sequence[Quotation]) -> None:
    """Change `path` so that each closed quotation without the cue is content as a whole or not at all."""
    starts, ends = scores.encoding.starts, scores.encoding.ends
    for mark in marks:
        first = max(int(np.searchsorted(ends, mark.span.start, side="right")) - cue.start, 0)
        last = min(int(np.searchsorted(starts, mark.span.end, side="left")) - cue.start, len(path))
        size, inside = last - first, path.count(CONTENT, first, last) + path.count(CONTENT_ON, first, last)
        if not mark.closed or first <= cue.first - cue.start < last or inside in (0, size):
            continue
        goes_on = path[first] == CONTENT_ON
        begun = goes_on and first > 0 and path[first - 1] >= CONTENT
        share = float(np.exp(cue.roles[first:last, CONTENT:]).sum(-1).mean())
        if share >= WHOLE:
            path[first:last] = bytes([CONTENT_ON if begun else CONTENT, *[CONTENT_ON] * (size - 1)])
        elif not goes_on:
            path[first:last] = bytes(0 if label >= CONTENT else label for label in path[first:last])


def _past_the_edges(scores: Scores, cue: Cue, content: list[Span], marks: Sequence[Quotation]) -> list[Span]:
    """The content, where spans that reach the first or last scored piece are extended over the quotation around it."""
    first = int(scores.encoding.starts[cue.start])
    last = int(scores.encoding.ends[cue.start + len(cue.roles) - 1])
    for mark in (m.span for m in marks):
        if mark.start < last < mark.end:
            content = [Span(s.start, mark.end) if s.end >= last else s for s in content]
        if mark.start < first < mark.end:
            content = [Span(mark.start, s.end) if s.start <= first else s for s in content]
    return content


def _cue_words(text: str, scores: Scores, cue: Cue, path: bytearray) -> Span | None:
    """The words of a cue, up to where its source or content begins; None if nothing is left.

    The training corpus doesn't annotate cues within a content, so the cue head may overrun; the role head does better.
    """
    last = cue.first + 1
    while last < cue.last and (last - cue.start >= len(path) or not path[last - cue.start]):
        last += 1
    start, end = int(scores.encoding.starts[cue.first]), int(scores.encoding.ends[last - 1])
    start, end = whole_words(text, start, end)
    words = strip(text, start, end)
    return words and boundaries.without_name(text, words)


def best_path(cue: Cue, breaks: NDArray[np.bool_]) -> bytearray:
    """The most probable valid labels around a cue (Viterbi), one byte for each row of `cue.roles`.

    A sequence is valid if no span continues that hasn't begun. Pieces that surely have no role (SURELY_NONE) are left
    out of the search: that is most of a window.
    """
    path = bytearray(len(cue.roles))
    active = np.flatnonzero(cue.roles[:, 0] < SURELY_NONE)
    if not len(active):
        return path
    rows = (cue.roles[active] + BIASES).tolist()
    free = breaks[cue.start + active] | (cue.start + active == cue.first) | (cue.start + active == cue.last)
    frees = free.tolist()
    bounds = [0, *(np.flatnonzero(np.diff(active) > 1) + 1).tolist(), len(active)]
    for begin, end in pairwise(bounds):
        at = int(active[begin])
        path[at : at + end - begin] = _best_run(rows[begin:end], frees[begin:end])
    return path


def _best_run(rows: list[list[float]], free: list[bool]) -> bytes:
    """Viterbi over adjacent pieces. free: whether a span may begin or end before each of them without a penalty."""
    none, source, content = rows[0][0], rows[0][SOURCE], rows[0][CONTENT] - (0 if free[0] else CONTENT_BEGIN)
    source_on = content_on = -math.inf
    back: list[tuple[int, int, int, int, int]] = []
    for row, is_free in zip(rows[1:], free[1:], strict=True):
        in_source, source_from = (source, SOURCE) if source >= source_on else (source_on, SOURCE_ON)
        in_content, content_from = (content, CONTENT) if content >= content_on else (content_on, CONTENT_ON)
        best, best_from = none, 0
        if in_source - (0 if is_free else SOURCE_END) > best:
            best, best_from = in_source - (0 if is_free else SOURCE_END), source_from
        if in_content - (0 if is_free else CONTENT_END) > best:
            best, best_from = in_content - (0 if is_free else CONTENT_END), content_from
        back.append((best_from, best_from, source_from, best_from, content_from))
        none, source, source_on = best + row[0], best + row[SOURCE], in_source + row[SOURCE_ON]
        content, content_on = best + row[CONTENT] - (0 if is_free else CONTENT_BEGIN), in_content + row[CONTENT_ON]
    ends = (none, source, source_on, content, content_on)
    path = [ends.index(max(ends))]
    for step in reversed(back):
        path.append(step[path[-1]])
    return bytes(reversed(path))


def _source(text: str, scores: Scores, cue: Cue, path: bytearray) -> list[Span]:
    """The most probable source, if possible in the cue's paragraph; only one attribution in two thousand has two."""
    start = int(scores.encoding.starts[cue.first])
    paragraph = sentences.paragraph(text, start)
    rows = _rows(path, SOURCE)
    near = [row for row in rows if paragraph.start <= scores.encoding.starts[cue.start + row] < paragraph.end]
    if not rows:
        return []
    row = max(near or rows, key=lambda row: float(cue.roles[row, SOURCE]))
    found = list(lines(text, *_stretch(scores, cue, path, row)))
    if not found:
        return []
    nearest = min(found, key=lambda line: abs(line.start - start))
    whole = boundaries.completed(text, boundaries.without_month(text, nearest), start)
    return [] if whole.of(text).lower() in ARTICLES else [whole]


def _spans(text: str, scores: Scores, cue: Cue, path: bytearray, begins: int) -> list[Span]:
    """The spans of one role, split at line breaks."""
    found: list[Span] = []
    for row in _rows(path, begins):
        found += lines(text, *_stretch(scores, cue, path, row))
    return found


def _rows(path: bytearray, label: int) -> list[int]:
    """The indices of a label in a path."""
    rows: list[int] = np.flatnonzero(np.frombuffer(path, dtype=np.uint8) == label).tolist()
    return rows


def _stretch(scores: Scores, cue: Cue, path: bytearray, row: int) -> tuple[int, int]:
    """Start and end, in code points, of the span that begins at `row`."""
    end = row + 1
    while end < len(path) and path[end] == path[row] + 1:
        end += 1
    return int(scores.encoding.starts[cue.start + row]), int(scores.encoding.ends[cue.start + end - 1])


def features(cue: Cue, path: bytearray) -> tuple[float, ...]:
    """The features from which the calibration estimates the confidence of an attribution, seven in this order.

    The log-odds of the cue; the mean and the least log-probability of the content's labels, and the greatest of those
    that begin a content; the mean log-probability of the source's labels, or that of there being no source; 1 with a
    source, else 0; the logarithm of the number of pieces in the content.
    """
    labels = np.frombuffer(path, dtype=np.uint8)
    chosen = cue.roles[np.arange(len(path)), labels]
    content = chosen[labels >= CONTENT]
    source = chosen[(labels == SOURCE) | (labels == SOURCE_ON)]
    odds = math.log(cue.probability / max(1 - cue.probability, 1e-6))
    if len(source):
        sourced = float(source.sum()) / len(source)
    else:
        sourced = math.log1p(1e-6 - min(1.0, math.exp(float(cue.roles[:, SOURCE].max()))))
    return (
        odds,
        float(content.sum()) / len(content),
        float(content.min()),
        float(chosen[labels == CONTENT].max()),
        sourced,
        float(len(source) > 0),
        math.log(len(content)),
    )
