"""Choice: which candidates become attributions.

The most confident candidates are kept whose contents don't overlap; quotations without a cue are added to the statement
they continue; a candidate within another's content is nested in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from ..english import sentences
from ..english.quotation import Quotation, quotation_index
from ..english.set_off import set_off
from ..span import Span, SpanIndex, overlap, strip
from ..tagger import Scores
from . import boundaries, leads
from .attribution import Attribution, QuotationType
from .decoding import FORM_CONFIDENCE, Candidate, Tagged, certain, decoded, plain

# cases: tests/test_choice.py, TABLES
SENTENCE_END = re.compile(r"[.!?][”\"’']*\s+(?=[“\"‘A-Z])|\n")
PARTICIPLE = re.compile(r"\w+ing\b")
NOT_FINITE = re.compile(r"\w+ing\b|to\b")
#: What stands before the second of two verbs with one subject.
AND = re.compile(r",? (?:and|but)(?: (?:also|then|later|\w+ly))? $")
#: The cue of whoever relays or says.
ACCORDING = re.compile(r"according to", re.IGNORECASE)
#: Verbs of speech with which the previous speaker continues.
SPEAKS = re.compile(
    r"(?:(?:also|then|later) )?(?:wrote|stated|added|tweeted|suggested|warned|declared|noted|claimed|announced|urged|"
    r"called (?:for|on)|insisted|stressed)\b"
)
#: The least confidence (0 to 1) of an attribution: best on the whole articles of dev, and near half of the F1, as
#: theory has it (Lipton et al. 2014).
FLOOR = 0.4
#: The same for a nested one.
NESTED_FLOOR = 0.35
#: The same where somebody plainly said or told something: “Lund, Reyes and Diaz all said …”.
SAID_FLOOR = 0.1
SAID = re.compile(r"(?:[\w’'-]+ ){0,3}(?:said|says|told|tells)", re.IGNORECASE)
#: The part of the shorter content (0 to 1) from which on two attributions that share it exclude each other.
SHARED = 0.5
#: How far before a participle its source may stand, in code points.
REACH = 2_000
#: Nothing but white space up to the end of the line.
ALONE = re.compile(r"[^\S\n]*(?:\n|\Z)")
#: The fewest words of a quotation that continues the previous one without a cue of its own.
CARRIED_WORDS = 4


def attributions(text: str, scores: Scores) -> tuple[Attribution, ...]:
    """The attributions of `text` in the order of their first words. scores: the tagger's, of the same text."""
    tagged = Tagged.of(text, scores)
    marks = tagged.marks
    found = [c for cue in scores.cues if (c := decoded(tagged, cue))]
    sure = [c for c in found if c.confidence >= _floor(text, c)]
    unsure = [c for c in found if _floor(text, c) > c.confidence >= NESTED_FLOOR]
    found = _joined(certain(tagged), sure, plain(tagged), unsure)
    kept = _chosen(text, _divided(text, found))
    kept = _with_set_off(text, _side_by_side(text, _with_own_subjects(text, _with_quoted(text, kept))))
    return arranged(
        text, marks, _with_subjects(text, sorted(_carried(text, kept, marks), key=lambda a: _order(text, a)))
    )


def arranged(text: str, marks: SpanIndex[Quotation], kept: Sequence[Candidate]) -> tuple[Attribution, ...]:
    """Candidates as attributions, in the same order, with type and parent. marks: the quotations of `text`."""
    depth = _quotation_depth(text, marks)
    return tuple(
        Attribution(c.source, c.cue, c.content, _type(text, c, depth, marks), parent, c.confidence)
        for c, parent in zip(kept, _parents(text, kept), strict=True)
    )


def _joined(*lists: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of all lists, without those whose cue overlaps one of an earlier list."""
    joined: SpanIndex[Candidate] = SpanIndex()
    for candidates in lists:
        for c in [c for c in candidates if not joined.across(c.cue[0])]:
            joined.add(c.cue[0], c)
    return list(joined)


def _size(spans: Iterable[Span]) -> int:
    return sum(map(len, spans))


def _stretch(a: Candidate) -> Span:
    """From the first word of the content to the last."""
    return Span(a.content[0].start, a.content[-1].end)


def _by_content(candidates: Iterable[Candidate]) -> SpanIndex[tuple[int, Candidate]]:
    """Candidates and their indices by the stretches of their contents."""
    return SpanIndex((_stretch(c), (i, c)) for i, c in enumerate(candidates))


def _outline(a: Candidate) -> Span:
    spans = (*a.source, *a.cue, *a.content)
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def _order(text: str, a: Candidate) -> tuple[int, int, int]:
    """The sort key: by first words, then longer ones first, so that a parent comes before its children."""
    outline = a.content[-1] if boundaries.cites(a.cue[0].of(text)) else _outline(a)
    return min(outline.start, a.content[0].start), -outline.end, -_size(a.content)


def _inside(inner: Candidate, outer: Candidate) -> bool:
    """Whether cue and content of `inner` lie within the content of `outer`."""
    if _clear(inner, outer):
        return False
    return all(_contains(outer.content, s) for s in (*inner.cue, *inner.content))


def _contains(pieces: Sequence[Span], span: Span) -> bool:
    """Whether one of the pieces, which are in text order and apart, contains a span."""
    before = bisect_right(pieces, span.start, key=lambda piece: piece.start)
    return before > 0 and span.end <= pieces[before - 1].end


def _clear(a: Candidate, b: Candidate) -> bool:
    """Whether one content ends before the other begins: a quick test that settles most pairs."""
    return a.content[-1].end <= b.content[0].start or b.content[-1].end <= a.content[0].start


def _divided(text: str, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, where a piece of content claimed by several is left to the nearest; the others must have more."""
    claims: dict[Span, list[int]] = {}
    for i, candidate in enumerate(found):
        for piece in candidate.content:
            claims.setdefault(piece, []).append(i)
    result = list(found)
    for piece, claimants in claims.items():
        apart = {i: _apart(text, piece, found[i].cue[0]) for i in claimants}
        nearest = min(apart, key=apart.__getitem__)
        for i in claimants:
            rest = tuple(s for s in result[i].content if s != piece)
            if rest and i != nearest:
                result[i] = replace(result[i], content=rest)
    return result


def _apart(text: str, piece: Span, cue: Span) -> tuple[int, int]:
    """The distance of a piece from a cue: sentence ends between them, then code points."""
    between = text[piece.end : cue.start] if piece.end <= cue.start else text[cue.end : piece.start]
    return len(SENTENCE_END.findall(between)), len(between)


def _chosen(text: str, found: list[Candidate]) -> list[Candidate]:
    """The most confident candidates of which no two are incompatible."""
    same = _alike(found, lambda c: c.content)
    kept: SpanIndex[Candidate] = SpanIndex()
    for a in sorted(found, key=lambda a: (_relays(text, a, [found[i] for i in same[a.content]]), -a.confidence)):
        near = kept.across(_stretch(a))  # all others are compatible
        sure = a.confidence >= _floor(text, a) or any(_inside(a, k) for k in near)
        if sure and all(_compatible(text, a, k) for k in near):
            kept.add(_stretch(a), a)
    return list(kept)


def _alike(
    candidates: Sequence[Candidate], spans: Callable[[Candidate], tuple[Span, ...]]
) -> dict[tuple[Span, ...], list[int]]:
    """The indices of the candidates by their content, or by their source."""
    found: dict[tuple[Span, ...], list[int]] = {}
    for i, candidate in enumerate(candidates):
        found.setdefault(spans(candidate), []).append(i)
    return found


def _floor(text: str, a: Candidate) -> float:
    return SAID_FLOOR if a.source and SAID.fullmatch(a.cue[0].of(text)) else FLOOR


def _relays(text: str, a: Candidate, same: Sequence[Candidate]) -> bool:
    """Whether a candidate tells through whom another's words came: “…,” said Voss, | according to NTB |.

    same: the candidates with its content.
    """
    return bool(ACCORDING.fullmatch(a.cue[0].of(text))) and any(
        b is not a and b.source and b.confidence >= FLOOR for b in same
    )


def _compatible(text: str, a: Candidate, kept: Candidate) -> bool:
    if _clear(a, kept) or _is_cited(text, a, kept) or _is_cited(text, kept, a):
        return True
    if _inside(a, kept) or _inside(kept, a):
        return True
    return overlap(a.content, kept.content) < SHARED * min(_size(a.content), _size(kept.content))


def _is_cited(text: str, a: Candidate, by: Candidate) -> bool:
    """Whether a candidate names on whom all that another gives rests: “…, Reuters said, | citing two officials |”.

    The other doesn't itself cite: of two who are cited for the same, neither cites the other.
    """
    if not a.source or a.content != by.content:
        return False
    return boundaries.cites(a.cue[0].of(text)) and not boundaries.cites(by.cue[0].of(text))


def _carried(text: str, kept: Sequence[Candidate], marks: Iterable[Quotation]) -> list[Candidate]:
    """The candidates, with quotations that belong to none added to the one that they plainly continue.

    That is so for a quotation reopened in a new paragraph after one left open, and for a paragraph that is nothing but
    a quotation after one that ended in a quotation.
    """
    taken = SpanIndex((s, s) for a in kept for s in (*a.content, *a.source, *a.cue))
    owners = {s.end: i for i, a in enumerate(kept) for s in a.content}
    carried: dict[int, list[Span]] = {}
    previous: Quotation | None = None
    for mark in (m for m in marks if not m.depth):
        goes_on = previous and not taken.across(mark.span) and _goes_on(text, previous, mark)
        owner = owners.get(previous.span.end) if previous and goes_on else None
        if owner is not None:
            carried.setdefault(owner, []).append(mark.span)
            owners[mark.span.end] = owner
        previous = mark
    return [
        replace(a, content=tuple(sorted([*a.content, *carried[i]]))) if i in carried else a for i, a in enumerate(kept)
    ]


def _with_set_off(text: str, kept: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, with words set off from the text: of whoever signs them with a name, or, if they belong to none,
    of whoever the line before them names last.
    """
    result = list(kept)
    for block in set_off(text):
        around = Span(block.lines[0].start, block.lines[-1].end)
        signed = leads.signed(text, block.signed) if block.signed else None
        if signed:
            result = [*_outside(result, around), Candidate((signed[0],), (signed[1],), block.lines, FORM_CONFIDENCE)]
            continue
        if any(around.overlap(piece) for a in result for piece in a.content):
            result = [_up_to(text, a, around) for a in result]
            continue
        lead = list(sentences.sentences(block.lead.of(text)))[-1]
        last = Span(block.lead.start + lead.start, block.lead.end)
        tellers = [i for i, a in enumerate(result) if a.source and last.contains(a.cue[0])]
        if tellers:
            teller = max(tellers, key=lambda i: result[i].cue[0].start)
            result[teller] = replace(result[teller], content=(*result[teller].content, *block.lines))
        elif named := leads.named(text, last):
            result.append(Candidate((named[0],), (named[1],), block.lines, FORM_CONFIDENCE))
    return result


def _up_to(text: str, a: Candidate, around: Span) -> Candidate:
    """A candidate that leads to what is set off in a stretch, without what follows that in no quotation marks."""
    if a.cue[0].end > around.start or not any(around.overlap(piece) for piece in a.content):
        return a
    marks = quotation_index(text)
    return replace(a, content=tuple(s for s in a.content if s.start < around.end or marks.across(s)))


def _outside(kept: Iterable[Candidate], around: Span) -> Iterator[Candidate]:
    """The candidates without the content in a stretch, but for those whose cue stands there, too."""
    for a in kept:
        rest = a.content if around.contains(a.cue[0]) else tuple(s for s in a.content if not around.overlap(s))
        if rest:
            yield replace(a, content=rest)


def _with_subjects(text: str, kept: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, where a participle without a source gets the previous one's: “Lund said …, adding that”."""
    result = list(kept)
    sourced = sorted((b for b in kept if b.source), key=lambda b: b.cue[0].end)
    ends = [b.cue[0].end for b in sourced]
    # Of each and all before it, the one whose cue begins last.
    last = [*accumulate(sourced, partial(max, key=lambda b: b.cue[0].start))]
    for i, a in enumerate(kept):
        start = a.cue[0].start
        before = bisect_right(ends, start)
        if a.source or not before or not PARTICIPLE.match(text, start):
            continue
        nearest = last[before - 1]
        end = nearest.cue[0].end
        if start - end <= REACH and not SENTENCE_END.search(text, end, start) and not _inside(a, nearest):
            result[i] = replace(a, source=nearest.source)
    return result


def _with_quoted(text: str, kept: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, where one without a source in what another quotes gets it: “quoted | an aide | as saying”."""
    result, places = list(kept), _by_content(kept)
    for i, a in enumerate(kept):
        others = () if a.source else places.across(_stretch(a))
        around = (b.content[0].start for j, b in others if j != i and _inside(a, b))
        quoted = next((span for at in around if (span := boundaries.quoted_as(text, at, a.cue[0]))), None)
        if quoted:
            result[i] = replace(a, source=(quoted,))
    return result


def _with_own_subjects(text: str, kept: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, where a nested one that got the outer source gets the subject beside its own cue instead.

    In “the Courier reported the minister said it”, the Courier reports and the minister says. The outer content is
    extended to include all of the inner one.
    """
    result, same = list(kept), _alike(kept, lambda c: c.source)
    for i, a in enumerate(kept):
        if not a.source or NOT_FINITE.match(text, a.cue[0].start):
            continue
        for j in same[a.source]:
            b = kept[j]
            piece = b.content[0]
            if not b.cue[0].end <= piece.start < a.cue[0].start:
                continue
            own = boundaries.inner_subject(text, piece.start, a.cue[0]) if piece.end >= a.source[0].end else None
            if own is None or own.end > max(piece.end + 2, a.cue[0].start):
                continue
            result[i] = replace(a, source=(own,))
            if not piece.contains(a.cue[0]) and a.content[0].start >= a.cue[0].end:
                whole = Span(piece.start, max(piece.end, a.content[-1].end))
                result[j] = replace(result[j], content=(whole, *(s for s in b.content[1:] if s.start > whole.end)))
    return result


def _side_by_side(text: str, kept: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, where a content is cut off before the next cue of the same source: “said X | and wrote Y”."""
    result, same = list(kept), _alike(kept, lambda c: c.source)
    for i, a in enumerate(kept):
        for b in (kept[j] for j in same[a.source] if a.source):
            if a.cue[0].end >= b.cue[0].start or text[a.source[0].start : a.cue[0].start].count("\n"):
                continue
            around = next((k for k, s in enumerate(a.content) if s.contains(b.cue[0])), None)
            lead = AND.search(text, a.content[around].start, b.cue[0].start) if around is not None else None
            cut = strip(text, a.content[around].start, lead.start()) if lead and around is not None else None
            sure = cut and (cut.of(text).endswith(("”", '"')) or SPEAKS.match(text, b.cue[0].start))
            if cut and sure and around is not None and len(cut.of(text).split()) > 1:
                result[i] = replace(result[i], content=(*a.content[:around], cut))
                break
    return result


def _goes_on(text: str, previous: Quotation, mark: Quotation) -> bool:
    """Whether a quotation that belongs to no candidate continues the previous one."""
    if mark.continues:
        return True
    between = text[previous.span.end : mark.span.start]
    alone = not between.strip() and "\n" in between and ALONE.match(text, mark.span.end)
    return bool(alone) and len(mark.span.of(text).split()) >= CARRIED_WORDS


def _parents(text: str, kept: Sequence[Candidate]) -> Iterator[int | None]:
    """For each candidate the index of the one with the shortest content that it lies in, or that cites it, or None."""
    same, places, sizes = _alike(kept, lambda c: c.content), _by_content(kept), [_size(c.content) for c in kept]
    for i, a in enumerate(kept):
        citing = next((j for j in same[a.content] if _is_cited(text, a, kept[j])), None)
        at = a.cue[0].start
        around = [(sizes[j], j) for j, c in places.across(Span(at, at + 1)) if j != i and _inside(a, c)]
        yield citing if citing is not None else min(around)[1] if around else None


def _quotation_depth(text: str, marks: Iterable[Quotation]) -> NDArray[np.int64]:
    """The number of quotations around each code point, int64 (len(text) + 1,)."""
    depth = np.zeros(len(text) + 1, dtype=np.int64)
    for mark in marks:
        depth[mark.span.start : mark.span.end] = mark.depth + 1
    return depth


def _type(text: str, c: Candidate, depth: NDArray[np.int64], marks: SpanIndex[Quotation]) -> QuotationType:
    """The quotation type: words count as quoted if they are more deeply in quotation marks than the cue."""
    # A quotation that is never closed runs to the end of its paragraph and may take in the cue: that doesn't count.
    around = marks.across(c.cue[0])
    ground = max((m.depth + 1 for m in around if m.closed and m.span.contains(c.cue[0])), default=0)
    quoted = np.concatenate([depth[s.start : s.end] for s in c.content]) > ground
    words = np.array([letter.isalnum() for s in c.content for letter in s.of(text)], dtype=bool)
    if not quoted[words].any():
        return "indirect"
    return "direct" if quoted[words].all() else "mixed"
