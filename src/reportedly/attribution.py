"""Attribution: who is given which words by which cue (the terms of PARC 3.0 and PolNeAR).

The tagger proposes cues and, for each, the role of every word; here its scores become whole spans.
Rules refine what it found where they are exact (quotation marks, paragraph breaks, stray punctuation).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from .quotation import Quotation, quotations
from .span import Span, overlap, strip
from .tagger import Cue, Scores

ABBREVIATION = re.compile(r"(?:\b[A-Z]|\.[A-Za-z]|\b(?:Inc|Corp|Co|Ltd|Jr|Sr|St|No|Mr|Mrs|Ms|Dr|a\.m|p\.m))\.$")
QuotationType = Literal["direct", "indirect", "mixed"]

#: Attributions below this confidence are dropped: the best F1 on dev, near half of it, as it should be (Lipton et al. 2014).
FLOOR = 0.35
#: The same for one inside the content of another, where the corpus has none to learn from.
NESTED_FLOOR = 0.5
#: Of two attributions that share more of the shorter content than this, the surer one stays.
SHARED = 0.5
#: Mean probability of being content from which on a quotation is taken whole.
WHOLE = 0.4
#: Added to the log-probability of every role: the tagger is a little too ready to see none (tuned on dev).
ROLE_BIAS = 0.5
#: Log-probability of "no role" above which a piece is not looked at further.
SURELY_NONE = math.log(0.975)
#: Words in a quotation from which on it carries on the speech before it.
CARRIED_WORDS = 4


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue and content of one attribution; each may have several pieces, in text order.

    source: empty where the text names none ("it was claimed that ..."). cue and content are never empty.
    type: direct (every piece of content quoted in full), indirect (nothing quoted), mixed.
    parent: index, in the article's list, of the attribution in whose content this one stands; None at the top.
    confidence: estimated probability (0 to 1) that it is right.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    type: QuotationType
    parent: int | None
    confidence: float


def attributions(text: str, scores: Scores) -> tuple[Attribution, ...]:
    """Every attribution of `text`, in the order of their first words, from the tagger's scores."""
    marks = quotations(text)
    found = [a for cue in scores.cues if (a := decoded(text, scores, cue, marks))]
    kept = _chosen(found)
    kept = _carried(text, kept, marks)
    kept.sort(key=_order)
    return tuple(_typed(text, _nested(kept), marks))


def decoded(text: str, scores: Scores, cue: Cue, marks: Sequence[Quotation]) -> Attribution | None:
    """The likeliest reading of one cue, as if it stood alone; None if it has no content."""
    path = _with_whole_quotations(scores, cue, best_path(cue.roles), marks)
    words = _cue_words(text, scores, cue, path)
    source = _spans(text, scores, cue, _one_source(cue, path), 1)
    source = [min(source, key=lambda s: abs(s.start - words.start))] if source and words else source
    if words is None:
        return None
    outside = [m for m in marks if not m.span.contains(words)]
    content = _refined(text, _spans(text, scores, cue, path, 3), outside)
    if not content:
        return None
    confidence = scores.calibration.probability(features(cue, path))
    return Attribution(tuple(source), (words,), tuple(content), "indirect", None, confidence)


def _with_whole_quotations(scores: Scores, cue: Cue, path: list[int], marks: Sequence[Quotation]) -> list[int]:
    """The path with each quotation wholly content or not at all: nobody quotes half of what stands in the marks."""
    starts, ends = scores.encoding.starts, scores.encoding.ends
    window = cue.start, cue.start + len(path)
    for mark in marks:
        first = max(int(np.searchsorted(ends, mark.span.start, side="right")), window[0])
        last = min(int(np.searchsorted(starts, mark.span.end, side="left")), window[1])
        rows = range(first - cue.start, last - cue.start)
        inside = [path[row] >= 3 for row in rows]
        if not mark.closed or first <= cue.first < last or all(inside) or not any(inside):
            continue
        share = float(np.exp(cue.roles[rows.start : rows.stop, 3:]).sum(-1).mean())
        if share >= WHOLE:
            begins = 4 if rows.start and path[rows.start - 1] >= 3 and path[rows.start] == 4 else 3
            path[rows.start : rows.stop] = [begins, *[4] * (len(rows) - 1)]
        elif path[rows.start] != 4:
            path[rows.start : rows.stop] = [0 if label >= 3 else label for label in path[rows.start : rows.stop]]
    return path


def _cue_words(text: str, scores: Scores, cue: Cue, path: Sequence[int]) -> Span | None:
    """The words of a cue up to where its source or content begins.

    The corpus doesn't say where a cue inside a content ends, so the cue head runs on; the role head knows better.
    """
    last = cue.first + 1
    while last < cue.last and (last - cue.start >= len(path) or not path[last - cue.start]):
        last += 1
    start, end = int(scores.encoding.starts[cue.first]), int(scores.encoding.ends[last - 1])
    return strip(text, *whole_words(text, start, end))


def best_path(roles: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> list[int]:
    """The likeliest labels of `roles` (T, 5; log-probabilities) in which no span goes on that hasn't begun (Viterbi).

    Pieces that surely have no role are not searched, which makes it some ten times faster.
    """
    path = [0] * len(roles)
    active = np.flatnonzero(roles[:, 0] < SURELY_NONE)
    for run in np.split(active, np.flatnonzero(np.diff(active) > 1) + 1):
        if len(run):
            rows = roles[run[0] : run[-1] + 1].copy()
            rows[:, 1:] += ROLE_BIAS
            path[run[0] : run[-1] + 1] = _best_run(rows.tolist())
    return path


def _best_run(rows: list[list[float]]) -> list[int]:
    scores = [rows[0][0], rows[0][1], -math.inf, rows[0][3], -math.inf]
    back: list[tuple[int, int, int]] = []
    for row in rows[1:]:
        anything = max(range(5), key=scores.__getitem__)
        source = 1 if scores[1] >= scores[2] else 2
        content = 3 if scores[3] >= scores[4] else 4
        back.append((anything, source, content))
        top = scores[anything]
        scores = [top + row[0], top + row[1], scores[source] + row[2], top + row[3], scores[content] + row[4]]
    label = max(range(5), key=scores.__getitem__)
    path = [label]
    for anything, source, content in reversed(back):
        label = source if label == 2 else content if label == 4 else anything
        path.append(label)
    return path[::-1]


def _one_source(cue: Cue, path: list[int]) -> list[int]:
    """The path with the likeliest of several sources alone; one in two thousand has two."""
    begins = [row for row, label in enumerate(path) if label == 1]
    if len(begins) < 2:
        return path
    best = max(begins, key=lambda row: float(cue.roles[row, 1]))
    end = best + 1
    while end < len(path) and path[end] == 2:
        end += 1
    return [label if label > 2 or best <= row < end else 0 for row, label in enumerate(path)]


def _spans(text: str, scores: Scores, cue: Cue, path: list[int], begins: int) -> list[Span]:
    """The spans of one role, split at line breaks."""
    found: list[Span] = []
    starts, ends = scores.encoding.starts, scores.encoding.ends
    row = 0
    while row < len(path):
        end = row + 1
        if path[row] == begins:
            while end < len(path) and path[end] == begins + 1:
                end += 1
            found += _lines(text, int(starts[cue.start + row]), int(ends[cue.start + end - 1]))
        row = end
    return found


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The lines of a stretch of whole words; those without a word are left out."""
    start, end = whole_words(text, start, end)
    at = start
    for line in text[start:end].split("\n"):
        span = strip(text, at, at + len(line))
        if span and any(c.isalnum() for c in line):
            yield span
        at += len(line) + 1


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds moved outwards to where no word is cut; a hyphenated word is one word."""
    while start > 0 and _joins(text, start):
        start -= 1
    while end < len(text) and _joins(text, end):
        end += 1
    return start, end


def _joins(text: str, at: int) -> bool:
    """Whether the code points on both sides of `at` belong to one word."""
    before, after = text[at - 1], text[at]
    if before.isalnum() and after.isalnum():
        return True
    if after == "-":
        return before.isalnum() and text[at + 1 : at + 2].isalnum()
    return before == "-" and after.isalnum() and text[at - 2 : at - 1].isalnum() and at > 1


def features(cue: Cue, path: Sequence[int]) -> list[float]:
    """What tells a right attribution from a wrong one, for the calibration: all logarithms, higher is surer.

    Odds of the cue; mean and least log-probability of the content's labels and of its first; the same of the source,
    or of there being none; length of the content in pieces.
    """
    labels = np.array(path)
    chosen = cue.roles[np.arange(len(path)), labels]
    content = chosen[labels >= 3]
    source = chosen[(labels == 1) | (labels == 2)]
    odds = math.log(cue.probability / max(1 - cue.probability, 1e-6))
    unsourced = float(np.log1p(-np.exp(cue.roles[:, 1].max()) + 1e-6))
    return [
        odds,
        float(content.mean()),
        float(content.min()),
        float(chosen[labels == 3].max()),
        float(source.mean()) if len(source) else unsourced,
        float(len(source) > 0),
        math.log(len(content)),
    ]


def _refined(text: str, content: list[Span], marks: Sequence[Quotation]) -> list[Span]:
    """Content that takes in whole quotations, and no stray mark or full stop at its edge."""
    spans = [_trimmed(text, _snapped(span, marks), marks) for span in content]
    return _joined(text, spans)


def _trimmed(text: str, span: Span, marks: Sequence[Quotation]) -> Span:
    """Content without a comma or full stop at its end, unless a quotation or an abbreviation ends there."""
    last = text[span.end - 1]
    if last not in ",;.:" or len(span) < 2 or any(m.span.end >= span.end > m.span.start for m in marks):
        return span
    if last == "." and ABBREVIATION.search(text, max(span.start, span.end - 8), span.end):
        return span
    return strip(text, span.start, span.end - 1) or span


def _snapped(span: Span, marks: Sequence[Quotation]) -> Span:
    """A span that nearly is a quotation becomes that quotation."""
    for mark in marks:
        q = mark.span
        if q.overlap(span) > 0.8 * max(len(q), len(span)) or (
            abs(q.start - span.start) <= 1 and abs(q.end - span.end) <= 2
        ):
            return q
    start, end = span.start, span.end
    for mark in marks:
        q = mark.span
        if q.start == start - 1 and start < q.end <= end:
            start = q.start
        if mark.closed and q.end == end + 1 and start <= q.start < end:
            end = q.end
    return Span(start, end)


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Pieces in text order, those merged that touch or overlap."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and (span.start <= merged[-1].end or not text[merged[-1].end : span.start].strip(" ")):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _size(spans: Iterable[Span]) -> int:
    return sum(map(len, spans))


def _outline(a: Attribution) -> Span:
    spans = (*a.source, *a.cue, *a.content)
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def _order(a: Attribution) -> tuple[int, int, int]:
    """By first words; of those that begin together the longer first, so that a parent comes before its children."""
    outline = _outline(a)
    return outline.start, -outline.end, -_size(a.content)


def _inside(inner: Attribution, outer: Attribution) -> bool:
    """Whether cue and content of one stand in the content of the other."""
    return all(any(c.contains(s) for c in outer.content) for s in (*inner.cue, *inner.content))


def _chosen(found: list[Attribution]) -> list[Attribution]:
    """The surest attributions that do not say the same words twice."""
    kept: list[Attribution] = []
    for a in sorted(found, key=lambda a: -a.confidence):
        if a.confidence < FLOOR:
            break
        if all(_compatible(a, k) for k in kept):
            kept.append(a)
    return kept


def _compatible(a: Attribution, kept: Attribution) -> bool:
    if _inside(a, kept):
        return a.confidence >= NESTED_FLOOR
    if _inside(kept, a):
        return True
    return overlap(a.content, kept.content) < SHARED * min(_size(a.content), _size(kept.content))


def _carried(text: str, kept: Sequence[Attribution], marks: Sequence[Quotation]) -> list[Attribution]:
    """The attributions, with the quotations that nobody was found to say given to the speaker who plainly goes on.

    That is so for a paragraph that opens anew a quotation left open in the one before, and for one that is nothing
    but quotation after one that ended in a quotation.
    """
    result = list(kept)
    owners = {s.end: i for i, a in enumerate(kept) for s in a.content}
    previous: Quotation | None = None
    for mark in (m for m in marks if not m.depth):
        taken = any(mark.span.overlap(s) for a in result for s in (*a.content, *a.source, *a.cue))
        owner = owners.get(previous.span.end) if previous and not taken and _goes_on(text, previous, mark) else None
        if owner is not None:
            result[owner] = replace(result[owner], content=(*result[owner].content, mark.span))
            owners[mark.span.end] = owner
        previous = mark
    return result


def _goes_on(text: str, previous: Quotation, mark: Quotation) -> bool:
    """Whether a quotation that nobody was found to say goes on with the one before it."""
    if mark.continues:
        return True
    between = text[previous.span.end : mark.span.start]
    rest = text[mark.span.end :].split("\n", 1)[0]
    alone = not between.strip() and "\n" in between and not rest.strip()
    return alone and len(mark.span.of(text).split()) >= CARRIED_WORDS


def _nested(kept: list[Attribution]) -> list[Attribution]:
    """The same, each with the smallest attribution around it as its parent."""
    result = []
    for i, a in enumerate(kept):
        around = [(_size(b.content), j) for j, b in enumerate(kept) if i != j and _inside(a, b)]
        result.append(replace(a, parent=min(around)[1] if around else None))
    return result


def _typed(text: str, found: list[Attribution], marks: Sequence[Quotation]) -> Iterator[Attribution]:
    """The same, each with its quotation type: what is quoted more deeply than the cue."""
    depth = np.zeros(len(text) + 1, dtype=np.int64)
    for mark in marks:
        depth[mark.span.start : mark.span.end] = mark.depth + 1
    for a in found:
        ground = int(depth[a.cue[0].start])
        quoted = np.concatenate([depth[s.start : s.end] for s in a.content]) > ground
        words = np.array([c.isalnum() for s in a.content for c in s.of(text)], dtype=bool)
        kind: QuotationType = "mixed"
        if not quoted[words].any():
            kind = "indirect"
        elif quoted[words].all():
            kind = "direct"
        yield replace(a, type=kind)
