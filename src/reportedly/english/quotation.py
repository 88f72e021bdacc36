"""Quotations: the stretches of a text inside quotation marks, or set off from the rest of it.

Found by rules that accept any text: curly, straight and angled double marks, single marks (distinguished from
apostrophes), single inside double, a quotation that is reopened in each paragraph and closed once, and one that is
never closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from ..span import Span, SpanIndex, strip
from .set_off import set_off

MARK = re.compile("``|''|[“”„‟«»\"‘’‚‹›']")
PARAGRAPH = re.compile(r"[^\n]+")
OPENING = frozenset("“„‟«‹‘‚")
DOUBLE_CLOSING = frozenset("”»")
SINGLE = frozenset("‘’‚‹›'")
#: The marks that can close each single opening mark.
SINGLE_CLOSING = {"‘": "’'", "'": "'’", "‚": "‘’'", "‹": "›", "›": "‹"}
BEFORE_OPENING = frozenset("([{—–-/“‘\"'«„")
AFTER_OPENING = frozenset("“‘\"'[($£€#@*.…-—–")
#: Words that begin with an apostrophe: ’90s, ’em, ’til.
CLIPPED = re.compile(r"['‘’](?:\d|em\b|til\b|tis\b|twas\b|cause\b|n['’])", re.IGNORECASE)
#: How many quotations may stand inside one another: twice as many as in any of 1,354 articles of the corpora. What is
#: quoted still deeper belongs to the innermost of these.
DEEPEST = 4
#: How far, in code points, a less ambiguous closing mark is looked for.
LOOKAHEAD = 1000
#: A closing single mark that can't be the apostrophe of a plural, or any other quotation mark.
PLAIN_CLOSING = re.compile(r"(?<=[^\ssSn])['’](?!\w)|(?<=[sSn])['’](?=[.,;:?!)]|$)|[“”\"‘]")
FEET = re.compile(r"\d['’]\d{1,2}$")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation. span: with its marks; of words set off from the text, a line, which has none.

    depth: 0 for an outer quotation, 1 for one inside another.
    closed: whether the text has its closing mark; without one it ends with its paragraph.
    continues: whether it continues an open quotation of the previous paragraph.
    """

    span: Span
    depth: int
    closed: bool
    continues: bool = False


@dataclass(frozen=True, slots=True)
class _Open:
    start: int
    single: bool


class _Found(NamedTuple):
    """A quotation of a paragraph. end: if it isn't closed, where the next one or the end of the paragraph ends it.

    level: how many stand around it.
    """

    start: int
    end: int
    closed: bool
    level: int


def quotations(text: str) -> tuple[Quotation, ...]:
    """The quotations of `text` in order of their start, an outer one before those inside it."""
    return _parted(text)[0]


def too_deep(text: str) -> tuple[Span, ...]:
    """The stretches that stand inside more than DEEPEST quotations, in which nobody's words are told apart."""
    return _parted(text)[1]


@lru_cache(maxsize=2)  # the tagger and the decoding of its scores both ask for those of the same text
def _parted(text: str) -> tuple[tuple[Quotation, ...], tuple[Span, ...]]:
    """What `quotations` and `too_deep` give."""
    found: list[Quotation] = []
    deeper: list[Span] = []
    carried = False
    apart = {line.end: (line, line != one.lines[0]) for one in set_off(text) for line in one.lines}
    paragraphs = [strip(text, *match.span()) for match in PARAGRAPH.finditer(text)]
    spans = [span for span in paragraphs if span]
    for paragraph, following in zip_longest(spans, spans[1:]):
        end, closed = 0, True
        if paragraph.end in apart:
            words, goes_on = apart[paragraph.end]
            found.append(Quotation(words, 0, closed=True, continues=goes_on))
            end = words.end
        for start, until, is_closed, level in sorted(_in_paragraph(text, paragraph, following)):
            if level == DEEPEST:
                deeper.append(Span(start, until))
            if level >= DEEPEST:
                continue
            span = Span(start, start + len(text[start:until].rstrip()))
            depth = 0 if span.start >= end else 1
            continues = carried and span.start == paragraph.start
            found.append(Quotation(span, depth, is_closed, continues))
            if depth == 0:
                end, closed = span.end, is_closed
        carried = not closed
    return tuple(found), tuple(deeper)


@lru_cache(maxsize=1)
def quotation_index(text: str) -> SpanIndex[Quotation]:
    """The quotations of `text`, in the same order, by place."""
    return SpanIndex((quotation.span, quotation) for quotation in quotations(text))


def _in_paragraph(text: str, paragraph: Span, following: Span | None) -> Iterator[_Found]:
    """The quotations of one paragraph."""
    start, end = paragraph.start, paragraph.end
    opened: list[_Open] = []
    for match in MARK.finditer(text, start, end):
        mark, at = match.group(), match.start()
        before = text[at - 1] if at > start else " "
        after = text[match.end()] if match.end() < end else " "
        top = opened[-1] if opened else None
        if mark in SINGLE:
            if top and top.single and _closes_single(text, top.start, at, end, len(opened) > 1):
                opened.pop()
                yield _Found(top.start, at + 1, True, len(opened))
            elif not (top and top.single) and _opens_single(text, at, before, after):
                opened.append(_Open(at, single=True))
            continue
        if top and top.single and len(opened) > 1 and _closes_double(text, opened[-2].start, match, before, end):
            # A double mark that closes the outer quotation shows that the single mark was an apostrophe.
            opened.pop()
            top = opened[-1]
        inside = bool(top and not top.single)
        if top and inside and _closes_double(text, top.start, match, before, end):
            opened.pop()
            yield _Found(top.start, match.end(), True, len(opened))
        elif _opens_double(mark, before, after, inside):
            if top and inside:
                opened.pop()
                yield _Found(top.start, at, False, len(opened))
            opened.append(_Open(at, single=False))
    for level, last in enumerate(opened):
        if not last.single or _opens_anew(text, last.start, following):
            yield _Found(last.start, end, False, level)


def _opens_anew(text: str, start: int, following: Span | None) -> bool:
    """Whether the next paragraph begins with the same opening mark as the open quotation at `start`."""
    if following is None or text[following.start] != text[start]:
        return False
    return len(following) > 1 and _opens_single(text, following.start, " ", text[following.start + 1])


def _closes_double(text: str, start: int, match: re.Match[str], before: str, end: int) -> bool:
    mark, opener = match.group(), text[start]
    if mark == '"':
        at = match.start()
        inches = FEET.search(text, max(start, at - 4), at) and text.find('"', at + 1, end) > 0
        return opener in '"“' and not before.isspace() and not inches
    if mark == "“":
        return opener == "„"
    return mark in DOUBLE_CLOSING or mark == "''" or (mark == "«" and opener == "»")


def _opens_double(mark: str, before: str, after: str, inside: bool) -> bool:
    free = before.isspace() or before in BEFORE_OPENING
    if mark == '"':
        starts = after.isalnum() or after in AFTER_OPENING
        return not after.isspace() and (free or (not inside and starts and not before.isdigit()))
    if mark in DOUBLE_CLOSING:
        # ”Ja”, »Ja« and »Ja»: Nordic quotation marks, and mistakes.
        return not inside and free and after.isalnum()
    return mark in OPENING or mark == "``"


def _opens_single(text: str, at: int, before: str, after: str) -> bool:
    if text[at] == "’" or not (before.isspace() or before in BEFORE_OPENING):
        return False
    starts = after.isalnum() or after in AFTER_OPENING or text[at] == "‹"
    return starts and not CLIPPED.match(text, at)


def _closes_single(text: str, start: int, at: int, end: int, inside: bool) -> bool:
    opener, before = text[start], text[at - 1]
    if text[at] not in SINGLE_CLOSING[opener]:
        return False
    if opener in "‹›":
        return True
    if before.isspace() or (at + 1 < end and text[at + 1].isalnum()):
        return False
    # “the workers' rights”: after an s or a clipped -in', a later mark may be the closing one.
    return before not in "sSn" or not _later_closing(text[at + 1 : min(end, at + LOOKAHEAD)], inside)


def _later_closing(text: str, inside: bool) -> bool:
    """Whether a later mark closes the quotation less ambiguously than one that may be the apostrophe of a plural.

    inside: whether the quotation is inside another, so that it must close before the outer one.
    """
    for match in PLAIN_CLOSING.finditer(text):
        if match.group() in "'’":
            return True
        if inside or match.group() == "‘":
            return False
    return False
