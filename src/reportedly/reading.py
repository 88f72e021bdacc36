"""Reading: an article and every statement in it."""

from __future__ import annotations

from dataclasses import dataclass

from .article import Article
from .attribution import QuotationType
from .holders import Holder
from .span import Span


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution and its holder.

    source, cue, content, type, parent, confidence: as in Attribution.
    holder: one of the reading's holders; None where the text doesn't tell.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    type: QuotationType
    parent: int | None
    confidence: float
    holder: Holder | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article says that others said.

    statements: in text order; `parent` is an index into them. holders: in the order of their first mention.
    """

    article: Article
    statements: tuple[Statement, ...]
    holders: tuple[Holder, ...]
