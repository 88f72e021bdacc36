"""The passages of an article: what it quotes without a break, and whose each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...english.quotation import quotations
from ...english.verbatim import Word, words
from ...span import Span
from ..tables.record import Source, StatementRecord
from .collation import Passage

#: Most words between two quotations of one holder with cues of their own, and most sentences that end there, if the
#: second goes on with the first: “…,” she said, adding: “…”
LINKING, ENDS = 5, 1
_WORD, _END = re.compile(r"\w+"), re.compile(r"[.!?](?=\s|$)")


def passages(source: Source, text: str, statements: Sequence[StatementRecord]) -> Iterator[Passage]:
    """What an article quotes, passage by passage. text, statements: of the article."""
    outer = [one for one in statements if not one.nested]
    run: list[tuple[Span, StatementRecord | None]] = []
    for span in quoted(text, statements):
        owner = _owner(span, outer)
        if run and not _goes_on(text, run[-1], (span, owner)):
            yield _passage(source, text, run, statements)
            run = []
        run.append((span, owner))
    if run:
        yield _passage(source, text, run, statements)


def quoted(text: str, statements: Sequence[StatementRecord]) -> list[Span]:
    """The stretches of a text in quotation marks, and those of direct speech without marks, in order."""
    found = [one.span for one in quotations(text) if not one.depth]
    bare = (span for one in statements if one.type == "direct" and not one.nested for span in one.spans)
    return sorted([*found, *(span for span in bare if not any(span.overlap(other) for other in found))])


def whole(source: Source, text: str, statements: Sequence[StatementRecord] = ()) -> Passage:
    """All of a text as one passage, whoever speaks in it."""
    return Passage(tuple(words(text)), text, source, tuple(statements), quoted=False)


def _owner(span: Span, statements: Sequence[StatementRecord]) -> StatementRecord | None:
    """The statement that has most of a stretch; None if none has any."""
    shares = [(sum(span.overlap(other) for other in one.spans), one) for one in statements]
    most = max(shares, key=lambda pair: pair[0], default=(0, None))
    return most[1] if most[0] else None


def _goes_on(text: str, one: tuple[Span, StatementRecord | None], other: tuple[Span, StatementRecord | None]) -> bool:
    """Whether a quotation is the rest of the one before: nothing but the cue stands between them."""
    (before, first), (after, second) = one, other
    if first is None or second is None:
        return first is second and not text[before.end : after.start].strip()
    between = text[before.end : after.start]
    ends = len(_END.findall(between))
    if first.id == second.id:
        return ends <= ENDS
    return first.holder == second.holder and first.name == second.name and len(_WORD.findall(between)) <= LINKING


def _passage(
    source: Source, text: str, run: Sequence[tuple[Span, StatementRecord | None]], statements: Sequence[StatementRecord]
) -> Passage:
    spans = [span for span, _ in run]
    said: list[Word] = []
    for span, after in zip(spans, [*spans[1:], None], strict=True):
        said += words(text, span.start, span.end)
        if said and after and _END.search(text[span.end : after.start]):
            said[-1] = replace(said[-1], stop=".")  # “…,” she said. “…”
    of_it = [one for one in statements if any(span.overlap(other) for span in spans for other in one.spans)]
    return Passage(tuple(said), text, source, tuple(of_it))
