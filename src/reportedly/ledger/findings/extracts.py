"""Quotations of less than another article has, that say something else so: “the end” of “this is not the end”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from typing import Final

from ...english.lexicon import NEGATIONS
from ...english.verbatim import EMPTY, Word, words
from ...span import Span
from ..tables.record import StatementRecord
from .collation import CONDITIONS, PROMISING, Collation, Passage, collate
from .finding import Evidence, Finding
from .quotations import ROW, Texts, is_within, may_be_altered, of_one
from .recalled import is_recalled, own_words
from .substitutions import COMMON, in_marks, spoken

#: Words around a quotation by which the writer says what was left out of it: “denied that it was”, “hardly”.
_UNSAID: Final = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|refus\w+|reject\w+|doubt\w*|dismiss\w*|hardly|scarcely|barely|rarely|seldom|far from|"
    r"anything but|instead of|rather than|unlikely|unless|if|whether|without|against|ruled? out|as long as|provided)\b",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(r"[.!?]\s")
_CONDITIONS: Final = frozenset(first for first, *_ in CONDITIONS)
#: Fewest telling words of what is quoted.
_TELLING: Final = 2


def out_of_context(statements: Sequence[StatementRecord], texts: Texts) -> Iterator[Finding]:
    """Quotations among some statements that leave out the “not” or the condition that another has.

    At most one finding a statement. texts: of their articles.
    """
    seen = set()
    for short, whole in permutations(statements, 2):
        if short.id in seen or not _is_less(short, whole, texts):
            continue
        lost = _lost(short, whole, texts)
        if lost:
            seen.add(short.id)
            told = f"what is quoted says something else without “{' '.join(lost)}”"
            sentence = f"{short.source.name} quotes {short.who} with other words than {whole.source.name}: {told}."
            yield Finding("altered-quotation", sentence, (Evidence.of(short), Evidence.of(whole)))


def _is_less(short: StatementRecord, whole: StatementRecord, texts: Texts) -> bool:
    """Whether a statement quotes a part of what another does, as far as their words tell.

    Both are of one week, or the one recalls the other.
    """
    if short.source.copy_of is not None or not of_one(short, whole):
        return False
    mine, theirs = spoken(short), spoken(whole)
    whole_of_it = len(mine) > _TELLING and mine[0] in PROMISING and is_within(mine, theirs)
    if len(mine) >= len(theirs) or not (whole_of_it or len({*mine} & {*theirs}) >= COMMON):
        return False
    recalled = len(mine) >= ROW and (short.source.published or "") > (whole.source.published or "")
    return may_be_altered(short, whole) or (recalled and is_recalled(short, texts(short.source.id)))


def _lost(short: StatementRecord, whole: StatementRecord, texts: Texts) -> Sequence[str]:
    """The words without which the one says something else than the other; none if its article has them."""
    text, theirs = texts(short.source.id), texts(whole.source.id)
    passage = Passage(tuple(_said(whole, theirs)), theirs, whole.source, (whole,))
    for span in _pieces(short):
        laid = collate(words(text, span.start, span.end), passage, _says_so(text, span))
        lost = [word for change in laid.changes for word in change.theirs]
        if short.type != "direct" and lost[:1] and lost[0] in _CONDITIONS:
            continue  # words of a condition, that aren't given as what was said by itself
        if _is_told(laid) and {change.kind for change in laid.changes} == {"sense"} and not _has(text, lost, laid):
            return lost
    return ()


def _said(statement: StatementRecord, text: str) -> Iterator[Word]:
    """What a statement quotes. A piece after the cue is a sentence of its own if one ends there: “…,” she said. “…”"""
    spans = [*_pieces(statement)]
    for span, after in zip(spans, [*spans[1:], None], strict=True):
        *first, last = words(text, span.start, span.end) or [Word("", span.start, span.start)]
        yield from first
        yield replace(last, stop=".") if after and _ENDS.search(text, span.end, after.start) else last


def _pieces(statement: StatementRecord) -> Iterator[Span]:
    """Where the quotations of a statement stand, without their marks."""
    for span, piece in zip(statement.spans, statement.words, strict=True):
        found = [Span(span.start + m.start("words"), span.start + m.end("words")) for m in in_marks(piece)]
        yield from found or ([span] if statement.type == "direct" else [])


def _is_told(laid: Collation) -> bool:
    """Whether enough is quoted that it is of this utterance."""
    telling = sum(word.form not in EMPTY for word in laid.ours)
    promise = bool(laid.ours) and laid.ours[0].form in PROMISING and telling > 0  # “I'll go”, on a condition
    return (laid.shared >= COMMON and telling >= _TELLING) or (promise and laid.shared >= len(laid.ours) > _TELLING)


def _says_so(text: str, quotation: Span) -> bool:
    """Whether the writer's own words in the sentence of a quotation negate it."""
    own = own_words(text, quotation)
    return bool(_UNSAID.search(own)) or any(word.form in NEGATIONS for word in words(own))


def _has(text: str, lost: Iterable[str], laid: Collation) -> bool:
    """Whether an article has the words lost, and the first that is quoted after them."""
    mine = " ".join((*lost, *(word.form for word in laid.ours[:2])))
    return mine in " ".join(word.form for word in words(text))
