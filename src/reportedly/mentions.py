"""Mention: a place in the text that means somebody: a name, a pronoun or a description."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from .attribution import whole_words
from .lexicon import HE, IT, SHE, THEY
from .span import Span
from .tagger import Scores

Form = Literal["name", "pronoun", "description"]
#: The tagger's entity types, in the order of its labels.
ENTITY_TYPES = ("person", "organization", "place", "other")
PRONOUN = re.compile(rf"\b(?:{'|'.join(sorted(HE | SHE | THEY | IT))})\b", re.IGNORECASE)
NICKNAME = re.compile(r"\s+[\"“‘'(][^\"”’')]{1,30}[\"”’')]\s+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that means somebody. type: the entity type of a name, else None."""

    span: Span
    form: Form
    type: str | None = None


def names(text: str, scores: Scores) -> list[Mention]:
    """The named persons, organisations, places and others of `text`, in text order."""
    labels = scores.entities.argmax(-1)
    found: list[Mention] = []
    row = 0
    while row < len(labels):
        end = row + 1
        if labels[row]:
            kind = (labels[row] - 1) // 2
            while end < len(labels) and labels[end] and (labels[end] - 1) // 2 == kind and labels[end] % 2 == 0:
                end += 1
            total = scores.entities[row:end, 1:].reshape(end - row, len(ENTITY_TYPES), 2).sum((0, 2))
            span = Span(*whole_words(text, int(scores.encoding.starts[row]), int(scores.encoding.ends[end - 1])))
            name = Mention(span, "name", ENTITY_TYPES[int(np.argmax(total))])
            if found and _same(text, found[-1], name):
                last = found.pop()
                span = Span(min(last.span.start, span.start), max(last.span.end, span.end))
                name = Mention(span, "name", last.type)
            if text[span.start].isalnum():
                found.append(name)
        row = end
    return found


def _same(text: str, last: Mention, name: Mention) -> bool:
    """Whether two names are one: they touch, or only a nickname stands between them (Tarquin “Bonesaw” Ellory)."""
    if name.span.start <= last.span.end:
        return True
    between = text[last.span.end : name.span.start]
    return last.type == name.type == "person" and bool(NICKNAME.fullmatch(between))


def pronouns(text: str) -> list[Mention]:
    """Every third-person pronoun of `text`."""
    return [Mention(Span(*m.span()), "pronoun") for m in PRONOUN.finditer(text)]


def pieces(scores: Scores, mentions: Iterable[Mention]) -> list[tuple[int, int]]:
    """First and last piece of each mention, as the tagger's link head wants them."""
    encoding = scores.encoding
    found = []
    for mention in mentions:
        first = int(np.searchsorted(encoding.ends, mention.span.start, side="right"))
        last = int(np.searchsorted(encoding.starts, mention.span.end, side="left")) - 1
        first = min(first, len(encoding) - 1)
        found.append((first, max(first, min(last, len(encoding) - 1))))
    return found
