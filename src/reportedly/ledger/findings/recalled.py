"""Quotations that an article recalls: said days or months before, by the writer's own words beside them."""

from __future__ import annotations

import re
from typing import Final

from ...span import Span
from ..tables.record import StatementRecord

_SENTENCE: Final = re.compile(r"[.!?][”\"’']?\s|\n")
_QUOTATION: Final = re.compile(r"[“\"„«][^“”\"„«»]*(?:[”\"»]|$)")
# cases: tests/test_planted.py, FOUND and NOT_FOUND
#: Words by which something was said at another time than just before publication. A cue in the pluperfect is one too.
_BACK: Final = re.compile(
    r"\b(?:ago|earlier|previously|formerly|originally|initially|at first|back then|"
    r"at the (?:time|start|beginning|outset|height)|(?:in|on|during|after|at) (?:the|that|its|their) "
    r"(?:first|early|opening) (?:\w+ )?(?:hours?|days?|nights?|weeks?|months?|minutes?|hearing|meeting|session)|"
    r"(?:last|that|the same|the previous|the (?:\w+ )?before) (?:day|week|month|year|spring|summer|autumn|winter)|"
    r"when (?:the|an?|his|her|its|their|he|she|it|they)\b[^.,;]{0,60}?\b(?:was|were|had|became|\w+ed|began|broke|came|"
    r"fell|went|took|left|opened|closed))\b",
    re.IGNORECASE,
)
_HAD: Final = re.compile(r"(?:had|has) (?:\w+ )?\w+(?:ed|en|id|ld|ote|aid)\b", re.IGNORECASE)


def own_words(text: str, quotation: Span) -> str:
    """The writer's own words in the sentence of a quotation, before and after it."""
    start = max((match.end() for match in _SENTENCE.finditer(text, 0, quotation.start)), default=0)
    end = _SENTENCE.search(text, quotation.end)
    around = text[start : quotation.start], text[quotation.end : end.start() if end else len(text)]
    return " ".join(_QUOTATION.sub(" ", part) for part in around)


def is_recalled(statement: StatementRecord, text: str) -> bool:
    """Whether the writer's own words beside a quotation say that it is from some time ago.

    text: of the article.
    """
    return bool(_HAD.match(statement.cue) or _BACK.search(own_words(text, statement.spans[0])))
