"""Candidate: what the tagger's scores say of one cue, as whole spans.

Viterbi turns the scores into spans. Rules refine them where they are exact: quotation marks, paragraph breaks, stray
punctuation, the passive.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .quotation import Quotation
from .span import Span, strip
from .tagger import Cue, Scores

#: Mean probability of being content from which on a quotation is taken whole.
WHOLE = 0.6
#: Added to the log-probability of every role: the tagger is a little too ready to see none (tuned on dev).
ROLE_BIAS = 0.25
#: Log-probability of "no role" above which a piece is not looked at further.
SURELY_NONE = math.log(0.975)
ABBREVIATION = re.compile(r"(?:\b[A-Z]|\.[A-Za-z]|\b(?:Inc|Corp|Co|Ltd|Jr|Sr|St|No|Mr|Mrs|Ms|Dr|a\.m|p\.m))\.$")
#: Verbs of which the subject, in the passive, is who hears it.
TOLD = frozenset(["told", "informed", "warned", "asked", "advised", "assured", "reminded", "notified", "urged"])
PASSIVE = re.compile(
    r"\b(?:is|are|was|were|been|being|be)\s+(?:(?:also|often|widely|later|once|never|not|long|first|\w+ly)\s+)*"
    r"(?P<verb>told|informed|warned|asked|advised|assured|reminded|notified|accused|alleged|believed|blamed|called|claimed|"
    r"condemned|considered|credited|criticised|criticized|deemed|denounced|described|dubbed|estimated|expected|feared|"
    r"known|perceived|portrayed|praised|regarded|reported|reputed|rumored|rumoured|said|seen|supposed|suspected|thought|"
    r"understood|urged|viewed)\b",
    re.IGNORECASE,
)
#: A speaker and a cue right before a quotation, the addressee between them at most.
SAID_WITHIN = re.compile(
    r"\b(?P<source>(?:I|[Hh]e|[Ss]he|[Tt]hey|[Ww]e|[A-Z][\w-]+(?: [A-Z][\w-]+)?))\s+"
    r"(?P<cue>said|says|told|tells|asked|asks|goes|went|replied|shouted|answered|wrote|was like|(?:would|used to) say)"
    r"(?:\s+(?:to\s+)?(?:me|him|her|us|them|(?:the|my|his|her) [\w-]+|[A-Z][\w-]+))?\s*[,:]?\s*$"
)
#: Set by judgement, not fitted: all five in the invented passages are right, too few to calibrate on.
WITHIN_CONFIDENCE = 0.9
DATELINE = re.compile(r"[A-Z]{3,}(?:[ ,.-]+[A-Z]{2,})*")
#: Who does it: up to "that", "to", a comma or a quotation.
BY = re.compile(r"\s+by\s+(?P<agent>[^,;.“\"\n]{2,60}?)(?=\s+(?:that|to|of|as|for)\s|[,.;]|\s+[“\"])")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible attribution, read off one cue as if it stood alone.

    source: empty where the text names none. cue, content: never empty, in text order.
    confidence: estimated probability (0 to 1) that it is right.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float


def decoded(text: str, scores: Scores, cue: Cue, marks: Sequence[Quotation]) -> Candidate | None:
    """The likeliest reading of one cue, as if it stood alone; None if it has no content."""
    path = best_path(cue.roles)
    near = _near(scores, cue, path, marks)
    path = _with_whole_quotations(scores, cue, path, near)
    words = _cue_words(text, scores, cue, path)
    if words is None:
        return None
    source = _spans(text, scores, cue, _one_source(cue, path), 1)
    source = [min(source, key=lambda s: abs(s.start - words.start))] if source else source
    outside = [m for m in near if not m.span.contains(words)]
    content = _refined(text, _in_reach(text, words, _spans(text, scores, cue, path, 3), near), outside)
    if not content:
        return None
    content = _with_rest(text, source, words, content, outside)
    confidence = scores.calibration.probability(features(cue, path))
    found = Candidate(tuple(source), (words,), tuple(content), confidence)
    return _active(text, found)


def _in_reach(text: str, cue: Span, content: list[Span], marks: Sequence[Quotation]) -> list[Span]:
    """The pieces in the paragraph of the cue, and quotations in others; all of them if there is none. No dateline."""
    start, end = text.rfind("\n", 0, cue.start), text.find("\n", cue.end)
    paragraph = Span(start + 1, end if end > 0 else len(text))
    content = [s for s in content if not DATELINE.fullmatch(s.of(text))] or content
    return [s for s in content if paragraph.overlap(s) or any(m.span.overlap(s) for m in marks)] or content


def _with_rest(text: str, source: list[Span], cue: Span, content: list[Span], marks: Sequence[Quotation]) -> list[Span]:
    """The content with the rest of a quotation that its cue breaks: “…,” said Lund, “…”."""
    before = [s for s in content if s.end <= cue.start]
    after = max([cue.end, *(s.end for s in source)])
    if not before or before[-1] not in [m.span for m in marks]:
        return content
    rest = [m.span for m in marks if m.span.start >= after and text[after : m.span.start].strip() in ("", ",")]
    if not rest or "\n" in text[after : rest[0].start] or not text[after - 1 : rest[0].start].strip().startswith(","):
        return content
    return sorted({*content, rest[0]}) if all(not rest[0].overlap(s) for s in content) else content


def quoted_within(text: str, marks: Sequence[Quotation]) -> Iterator[Candidate]:
    """Quotations inside quotations with a speaker right before them: “I said, ‘…’ And he goes, ‘…’”.

    The corpus has none of these to learn from, and their form leaves no doubt.
    """
    for mark in marks:
        outer = next((m for m in marks if m.depth < mark.depth and m.span.contains(mark.span)), None)
        said = SAID_WITHIN.search(text, max(outer.span.start, mark.span.start - 60), mark.span.start) if outer else None
        if said:
            source, cue = Span(*said.span("source")), Span(*said.span("cue"))
            yield Candidate((source,), (cue,), (mark.span,), WITHIN_CONFIDENCE)


def _near(scores: Scores, cue: Cue, path: Sequence[int], marks: Sequence[Quotation]) -> list[Quotation]:
    """The quotations that touch content."""
    rows = [row for row, label in enumerate(path) if label >= 3]
    if not rows:
        return []
    start = int(scores.encoding.starts[cue.start + rows[0]])
    end = int(scores.encoding.ends[cue.start + rows[-1]])
    return [m for m in marks if m.span.start <= end and start <= m.span.end]


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


def _active(text: str, a: Candidate) -> Candidate:
    """The candidate with the subject of a passive cue taken out of its source.

    "The court was told that": the court is told. "He is thought to": he is what is thought of. The source is who
    follows "by", or nobody.
    """
    cue = a.cue[0]
    passive = PASSIVE.search(text, max(0, cue.start - 24), cue.end)
    if not passive or passive.end("verb") <= cue.start or not a.source or a.source[0].start > cue.start:
        return a
    told = passive["verb"].lower() in TOLD or a.source[0].of(text).lower() in ("it", "there")
    content = a.content if told else tuple(sorted({*a.source, *a.content}))
    by = BY.match(text, passive.end("verb"))
    if not by:
        return replace(a, source=(), content=content)
    agent = strip(text, by.start("agent"), by.end("agent"))
    rest = [s for c in content if (s := strip(text, max(c.start, by.end()) if c.end > by.end() else c.start, c.end))]
    rest = [s for s in rest if agent is None or not s.overlap(agent)]
    return replace(a, source=(agent,), content=tuple(rest)) if agent and rest else a


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

    Pieces that surely have no role are not searched: most of a window has none.
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
    for row in [row for row, label in enumerate(path) if label == begins]:
        end = row + 1
        while end < len(path) and path[end] == begins + 1:
            end += 1
        start = int(scores.encoding.starts[cue.start + row])
        found += _lines(text, start, int(scores.encoding.ends[cue.start + end - 1]))
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
