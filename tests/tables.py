"""Tables of text and expectation: cases written as sub-strings, read into spans, laid beside what was found.

A statement is written with the words of its source, cue and content as they stand in the text. Each is sought where it
stands nearest: a content occurs once (an inner one: once in its parent), the cue is the nearest to it that no statement
before has, the source the nearest to the cue. What a table doesn't give (ANY) isn't compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import pytest
from drafts import Marked, scores_of
from fabricated import bare

from reportedly.articles.article import Article
from reportedly.attributions.choice import attributions
from reportedly.english.quotation import quotations
from reportedly.reading import Reading, Statement
from reportedly.span import Span, overlap

#: Not given in the table: not compared.
ANY: Final = "*"
#: The share of words that an indirect content has to have in common with the expected one.
SHARED_WORDS = 0.8
WORD = re.compile(r"\w+(?:[’'-]\w+)*")


@dataclass(frozen=True)
class Said:
    """An expected statement. source: None where the text names none."""

    source: str | None
    cue: str
    content: tuple[str, ...]
    type: str = ANY
    parent: int | str | None = ANY


@dataclass(frozen=True)
class Case:
    text: str
    statements: tuple[Said, ...]


@dataclass(frozen=True)
class Located:
    """An expected statement with its spans."""

    said: Said
    source: Span | None
    cue: Span
    content: tuple[Span, ...]


def case(text: str, *statements: Said) -> Case:
    return Case(text, statements)


def direct(source: str | None, cue: str, *content: str, parent: int | None = None) -> Said:
    return Said(source, cue, content, "direct", parent)


def indirect(source: str | None, cue: str, *content: str, parent: int | None = None) -> Said:
    return Said(source, cue, content, "indirect", parent)


def mixed(source: str | None, cue: str, *content: str, parent: int | None = None) -> Said:
    return Said(source, cue, content, "mixed", parent)


def params(tables: Mapping[str, Sequence[Any]], gaps: Mapping[str, str] | None = None) -> list[Any]:
    """Every case of every table for `pytest.mark.parametrize`, with ids such as `nested-3`.

    A case is one value, or a tuple of them.
    gaps: ids of cases that are read wrongly so far, each with what goes wrong (docs/what-it-gets-wrong.md).
    """
    known = gaps or {}
    unknown = set(known) - {f"{table}-{i}" for table, cases in tables.items() for i in range(1, len(cases) + 1)}
    assert not unknown, f"gaps that are no cases: {sorted(unknown)}"
    return [
        pytest.param(
            *(c if isinstance(c, tuple) else (c,)),
            id=id,
            marks=[pytest.mark.xfail(reason=known[id])] if id in known else [],
        )
        for table, cases in tables.items()
        for i, c in enumerate(cases, 1)
        if (id := f"{table}-{i}")
    ]


# From sub-strings to spans


def located(c: Case) -> list[Located]:
    """The expected statements with their offsets; an AssertionError tells what a table has wrong."""
    found: list[Located] = []
    for said in c.statements:
        within = found[said.parent].content if isinstance(said.parent, int) else (Span(0, len(c.text)),)
        content = tuple(_once(c.text, piece, within) for piece in said.content)
        taken = [f.cue for f in found]
        cues = [s for s in _occurrences(c.text, said.cue) if s not in taken]
        cue = _nearest(cues, content, content, f"cue {said.cue!r} of {c.text!r}")
        source = None
        if said.source is not None:
            places = [s for s in _occurrences(c.text, said.source) if not s.overlap(cue)]
            source = _nearest(places, (cue,), content, f"source {said.source!r} of {c.text!r}")
        found.append(Located(said, source, cue, content))
    return found


def _occurrences(text: str, words: str) -> list[Span]:
    """Where `words` stand in `text`, not as part of a longer word."""
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    return [Span(*match.span()) for match in re.finditer(before + re.escape(words) + after, text)]


def _once(text: str, words: str, within: Sequence[Span]) -> Span:
    places = [s for s in _occurrences(text, words) if any(w.contains(s) for w in within)]
    assert len(places) == 1, f"{words!r} should stand once, stands {len(places)} times in {text!r}"
    return places[0]


def _nearest(places: list[Span], to: Sequence[Span], outside: Sequence[Span], name: str) -> Span:
    outer = [s for s in places if not any(o.overlap(s) for o in outside)] or places
    assert outer, f"no {name}"
    return min(outer, key=lambda s: min(max(t.start - s.end, s.start - t.end, 0) for t in to))


# From found and expected to a verdict


@dataclass(frozen=True)
class Row:
    """One field of one statement, both sides."""

    field: str
    expected: str
    found: str
    right: bool


def check(c: Case, reading: Reading) -> None:
    """Fails, with both sides in view, unless `reading` has the statements of the case and no other."""
    wrong = mistakes(c, reading)
    if wrong:
        pytest.fail(wrong, pytrace=False)


def mistakes(c: Case, reading: Reading) -> str | None:
    """Both sides, with what differs flagged; None if `reading` has the statements of the case and no other."""
    grounded(c.text, reading)
    wanted, pairs = located(c), {}
    for i, j in _pairs(wanted, reading.statements):
        pairs[i] = j
    blocks: list[tuple[str, list[Row]]] = []
    for i, want in enumerate(wanted):
        if i in pairs:
            blocks.append((str(i), list(_rows(c.text, want, reading.statements[pairs[i]], pairs))))
        else:
            blocks.append((f"{i}, not found", list(_one_side(c.text, want))))
    for j, statement in enumerate(reading.statements):
        if j not in pairs.values():
            blocks.append(("not expected", list(_other_side(c.text, statement))))
    return None if all(row.right for _, rows in blocks for row in rows) else _shown(c.text, blocks)


def grounded(text: str, reading: Reading) -> None:
    """What holds for any reading of any text."""
    assert text == reading.article.text
    for i, s in enumerate(reading.statements):
        for span in (*s.source, *s.cue, *s.content, *(s.holder.mentions if s.holder else ())):
            assert span.end <= len(text), f"{span} ends after the text of {len(text)}: {text!r}"
            assert span.of(text).strip() == span.of(text) != "", f"{span} has outer white space: {span.of(text)!r}"
        assert s.cue, f"statement {i} has no cue: {text!r}"
        assert s.content, f"statement {i} has no content: {text!r}"
        assert 0.0 <= s.confidence <= 1.0, f"confidence {s.confidence} of statement {i}: {text!r}"
        for pieces in (s.source, s.cue, s.content):
            assert all(a.end <= b.start for a, b in pairwise(pieces)), f"pieces overlap: {pieces}"
        if s.parent is not None:
            assert 0 <= s.parent < len(reading.statements), f"statement {i} has parent {s.parent}: {text!r}"
            assert s.parent != i, f"statement {i} is its own parent: {text!r}"
            outer = reading.statements[s.parent].content
            assert overlap(s.content, outer), f"statement {i} stands outside its parent {s.parent}: {text!r}"
        assert s.holder is None or s.holder in reading.holders, f"{s.holder} isn't among the holders: {text!r}"


def _pairs(wanted: list[Located], found: Sequence[Statement]) -> Iterator[tuple[int, int]]:
    """Expected and found statements that mean the same, the likest first."""
    scores = [
        (_shared(w.content, s.content) + 2 * bool(overlap((w.cue,), s.cue)), -i, -j)
        for i, w in enumerate(wanted)
        for j, s in enumerate(found)
        if overlap((w.cue,), s.cue) or overlap(w.content, s.content)
    ]
    left, right = set(range(len(wanted))), set(range(len(found)))
    for _, i, j in sorted(scores, reverse=True):
        if -i in left and -j in right:
            left.remove(-i)
            right.remove(-j)
            yield -i, -j


def _shared(a: Sequence[Span], b: Sequence[Span]) -> float:
    both = overlap(a, b)
    return both / (sum(map(len, a)) + sum(map(len, b)) - both) if both else 0.0


def _rows(text: str, want: Located, found: Statement, pairs: dict[int, int]) -> Iterator[Row]:
    said = want.said
    source, cue = (want.source,) if want.source else (), (want.cue,)
    yield Row("source", _words(text, source), _words(text, found.source), _same_source(text, want, found))
    yield Row("cue", _words(text, cue), _words(text, found.cue), overlap(cue, found.cue) > 0)
    yield Row("content", _words(text, want.content), _words(text, found.content), _same_content(text, want, found))
    if said.type != ANY:
        yield Row("type", said.type, found.type, said.type == found.type)
    if said.parent != ANY:
        parent = pairs.get(said.parent, -1) if isinstance(said.parent, int) else None
        yield Row("parent", str(parent), str(found.parent), parent == found.parent)


def _one_side(text: str, want: Located) -> Iterator[Row]:
    yield Row("source", _words(text, (want.source,) if want.source else ()), "", False)
    yield Row("cue", _words(text, (want.cue,)), "", False)
    yield Row("content", _words(text, want.content), "", False)


def _other_side(text: str, found: Statement) -> Iterator[Row]:
    yield Row("source", "", _words(text, found.source), False)
    yield Row("cue", "", _words(text, found.cue), False)
    yield Row("content", "", _words(text, found.content), False)


def _same_source(text: str, want: Located, found: Statement) -> bool:
    """No source on both sides; or the last word of the expected one is covered, and the cue isn't swallowed."""
    if want.source is None:
        return not found.source
    last = list(_tokens(text, (want.source,)))[-1]
    return any(s.contains(last) for s in found.source) and not overlap(found.source, (want.cue,))


def _same_content(text: str, want: Located, found: Statement) -> bool:
    """Direct: the same spans, marks included. Otherwise: nearly the same words, and no quotation without its mark."""
    if want.said.type == "direct":
        same = want.content == found.content
        return same and [s.of(text) for s in want.content] == [s.of(text) for s in found.content]
    a, b = set(_tokens(text, want.content)), set(_tokens(text, found.content))
    whole = all(_keeps_marks(q.span, piece) for q in quotations(text) if q.closed for piece in found.content)
    return whole and len(a & b) >= SHARED_WORDS * len(a | b)


def _keeps_marks(quotation: Span, piece: Span) -> bool:
    """Whether a piece with all the words of a quotation has its marks as well, or none of them for an inner piece."""
    words = (quotation.start + 1, quotation.end - 1)
    lone = (piece.start <= quotation.start) != (piece.end >= quotation.end)
    return not (lone and piece.start <= words[0] and piece.end >= words[1])


def _tokens(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    for span in spans:
        for match in WORD.finditer(text, span.start, span.end):
            yield Span(*match.span())


def _words(text: str, spans: Sequence[Span]) -> str:
    return " | ".join(s.of(text) for s in spans) or "-"


def _shown(text: str, blocks: list[tuple[str, list[Row]]]) -> str:
    lines = ["", text, ""]
    for name, rows in blocks:
        lines.append(f"statement {name}")
        for row in rows:
            flag = " " if row.right else "!"
            if max(len(row.expected), len(row.found)) <= 44:
                lines.append(f" {flag} {row.field:8} expected {row.expected:44} found {row.found}")
            else:
                lines.append(f" {flag} {row.field:8} expected {row.expected}")
                lines.append(f"   {'':8} found    {row.found}")
    return "\n".join(lines) + "\n"


def labelled(c: Case) -> Reading:
    """The statements of a case's text if the tagger labels every word as the case has it."""
    roles = {
        number: {"s": [w.source] if w.source else [], "c": [w.cue], "q": w.content}
        for number, w in enumerate(located(c), 1)
    }
    found = attributions(c.text, scores_of(Marked(c.text, roles, {}, {})))
    statements = [
        bare(a.cue, a.content, source=a.source, type=a.type, parent=a.parent, confidence=a.confidence) for a in found
    ]
    return Reading(Article(c.text), tuple(statements), ())


def gold(c: Case, article: Callable[[str], Any]) -> Reading:
    """The reading that a case expects: what `check` has to accept."""
    statements = [
        bare(
            (w.cue,),
            w.content,
            source=(w.source,) if w.source else (),
            type=w.said.type if w.said.type != ANY else "direct",
            parent=w.said.parent if isinstance(w.said.parent, int) else None,
            confidence=1.0,
        )
        for w in located(c)
    ]
    return Reading(article(c.text), tuple(statements), ())
