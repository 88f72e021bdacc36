"""What an article quotes: every quotation with all its pieces, and whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ..english.quotation import quotations
from ..english.verbatim import words
from ..holders.holder import Holder
from ..reading import Reading
from ..span import Span

#: So many words have to stand in quotation marks that belong to no statement, to be held against a record.
UNCLAIMED: Final = 4


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """A quotation: its pieces around cues, with their marks; whose it is, and in which statement; None if in none."""

    spans: tuple[Span, ...]
    holder: Holder | None
    statement: int | None


def quoted(reading: Reading) -> list[QuotedWords]:
    """The quotations of a reading, in the order of the text.

    The pieces of a direct quotation around its cue are one quotation; of mixed speech, each stretch in quotation marks
    is one by itself. What stands inside another quotation is part of it. Words in quotation marks that no statement
    has are nobody's.
    """
    text = reading.article.text
    outer = [one.span for one in quotations(text) if one.depth == 0]
    found: list[QuotedWords] = []
    claimed: set[Span] = set()
    for number, statement in enumerate(reading.statements):
        if statement.type == "indirect":
            continue
        spans = [span for span in outer if span not in claimed and _meant(span, statement.content)]
        claimed.update(spans)
        pieces = [spans] if statement.type == "direct" else [[span] for span in spans]
        found += [QuotedWords(tuple(piece), statement.holder, number) for piece in pieces if piece]
    found += [
        QuotedWords((span,), None, None)
        for span in outer
        if span not in claimed and len(words(text, span.start, span.end)) >= UNCLAIMED
    ]
    return sorted(_parted(found, text), key=lambda one: one.spans[0].start)


def _meant(span: Span, content: Iterable[Span]) -> bool:
    """Whether a stretch in quotation marks is a statement's: it shares half of it, or the most of the statement's."""
    return any(2 * span.overlap(piece) >= min(len(span), len(piece)) for piece in content) and not any(
        span.contains(piece) and 2 * len(piece) < len(span) for piece in content
    )


def _parted(found: Iterable[QuotedWords], text: str) -> Iterator[QuotedWords]:
    """The quotations, those parted where a whole paragraph of the article's own words stands between two pieces."""
    for one in found:
        spans: list[Span] = []
        for span in one.spans:
            if spans and text[spans[-1].end : span.start].strip().count("\n") > 0:
                yield QuotedWords(tuple(spans), one.holder, one.statement)
                spans = []
            spans.append(span)
        yield QuotedWords(tuple(spans), one.holder, one.statement)
