"""Quotation marks: which stretches of a text stand inside them.

Rules only, and rules that cannot fail: every text gives a list. Curly, straight and angled double
marks, single marks (told from apostrophes), single inside double, a quotation that opens anew in
each paragraph and closes once, and one that is never closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .span import Span

MARK = re.compile("[“”„‟«»\"‘’‚‹›']|``|''")
PARAGRAPH = re.compile(r"[^\n]+")
OPENING = frozenset("“„‟«‹‘‚")
DOUBLE_CLOSING = frozenset("”»")
BEFORE_OPENING = frozenset("([{—–-/“‘\"'«„")
#: Words that begin with an apostrophe: ’90s, ’em, ’til.
CLIPPED = re.compile(r"['‘’](?:\d|em\b|til\b|tis\b|twas\b|cause\b|n['’])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted stretch with its marks.

    depth: 0 for an outer quotation, 1 for one inside another.
    closed: whether its closing mark stands in the text; an open one ends with its paragraph.
    continues: whether it carries on an open quotation of the paragraph before.
    """

    span: Span
    depth: int
    closed: bool
    continues: bool = False


@dataclass(slots=True)
class _Open:
    start: int
    single: bool


def quotations(text: str) -> list[Quotation]:
    """Every quotation of `text`, by start (the outer one first)."""
    found: list[Quotation] = []
    carried = False
    for paragraph in PARAGRAPH.finditer(text):
        if not paragraph.group().strip():
            continue
        inside = list(_in_paragraph(text, paragraph.start(), paragraph.end()))
        first = len(text[paragraph.start() :]) and paragraph.start() + _indent(paragraph.group())
        for q in inside:
            continues = carried and q.depth == 0 and q.span.start == first
            found.append(Quotation(q.span, q.depth, q.closed, continues))
        outer = [q for q in inside if q.depth == 0]
        carried = bool(outer) and not max(outer, key=lambda q: q.span.end).closed
    return sorted(found, key=lambda q: (q.span.start, -q.span.end))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Quotation]:
    """The quotations of one paragraph, `text[start:end]`."""
    opened: list[_Open] = []
    for match in MARK.finditer(text, start, end):
        mark, at = match.group(), match.start()
        before = text[at - 1] if at > start else " "
        after = text[match.end()] if match.end() < end else " "
        top = opened[-1] if opened else None
        if _is_single(mark):
            if top and top.single and _closes_single(text, at, end, before, after):
                opened.pop()
                yield _close(opened, top.start, at + 1)
            elif not (top and top.single) and _opens_single(text, mark, at, before, after):
                opened.append(_Open(at, single=True))
            continue
        if top and top.single and not (mark in OPENING and mark != "“"):
            # A double mark that closes the outer quotation shows that the single one was an apostrophe.
            if len(opened) > 1 and _closes_double(mark, text[opened[-2].start], before):
                opened.pop()
                top = opened[-1]
        if top and not top.single and _closes_double(mark, text[top.start], before):
            opened.pop()
            yield _close(opened, top.start, match.end())
        elif _opens_double(mark, before, after, bool(top and not top.single)):
            if top and not top.single:
                opened.pop()
                yield _unclosed(text, opened, top.start, at)
            opened.append(_Open(at, single=False))
    while opened:
        last = opened.pop()
        if not last.single:
            yield _unclosed(text, opened, last.start, end)


def _is_single(mark: str) -> bool:
    return mark in ("‘", "’", "‚", "'", "‹", "›")


def _close(opened: list[_Open], start: int, end: int) -> Quotation:
    return Quotation(Span(start, end), min(len(opened), 1), closed=True)


def _unclosed(text: str, opened: list[_Open], start: int, end: int) -> Quotation:
    end = start + max(1, len(text[start:end].rstrip()))
    return Quotation(Span(start, end), min(len(opened), 1), closed=False)


def _closes_double(mark: str, opener: str, before: str) -> bool:
    if mark == '"':
        return opener in '"“' and (opener == '"' or not before.isspace()) and not before.isspace()
    if mark == "“":
        return opener == "„"
    return mark in DOUBLE_CLOSING or mark == "''"


def _opens_double(mark: str, before: str, after: str, inside: bool) -> bool:
    if mark == '"':
        if after.isspace():
            return False
        return before.isspace() or before in BEFORE_OPENING or not inside
    return mark in OPENING or mark == "``"


def _opens_single(text: str, mark: str, at: int, before: str, after: str) -> bool:
    if mark in ("’", "›") or not (before.isspace() or before in BEFORE_OPENING):
        return False
    return (after.isalnum() or after in "“[(\"…$£€") and not CLIPPED.match(text, at)


def _closes_single(text: str, at: int, end: int, before: str, after: str) -> bool:
    if text[at] == "‘" or before.isspace() or after.isalnum():
        return False
    if not before.isalnum():
        return True
    # “the workers' rights”: after an s or a clipped -in', a later mark may be the closing one.
    return before not in "sSn" or not _later_closing(text, at + 1, end)


def _later_closing(text: str, start: int, end: int) -> bool:
    for match in re.finditer(r"(?<=\S)['’](?!\w)|[“”\"‘]", text[start:end]):
        return match.group() in "'’"
    return False
