"""Checks: what a person says that a value is, part by part, held against the text of the article.

A value has the form of the JSON of a reading, with spans as `[start, end]` in code points and other statements by their
numbers. Every check returns what it checked, with nothing in it but what belongs there, and raises InvalidReview, in
one sentence, for anything else.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Any

from ..errors import InvalidReview
from ..printable import UNSTORABLE


@dataclass(frozen=True, slots=True)
class Scope:
    """What a value is held against: the text of the article, and the statements of it that there are, each with the one
    around it. statement: the one whose value it is, if it is there already. cue: that statement's, on which a value
    rests where nothing else is said.
    """

    text: str
    parents: Mapping[int, int | None]
    statement: int | None = None
    cue: Sequence[Sequence[int]] = ()


def wrong(expected: str, found: object) -> InvalidReview:
    """The error that says what was expected, and what was found."""
    shown = json.dumps(found, ensure_ascii=True, default=str)
    return InvalidReview(f"expected {expected}, but found {shown if len(shown) <= 60 else shown[:57] + '...'}")


def members(value: Any, what: str, needed: Collection[str], more: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of an object: those needed, and the others with what they are if they aren't given."""
    if not isinstance(value, Mapping):
        raise wrong(f"an object for {what}", value)
    lacking = [key for key in needed if key not in value]
    unknown = [key for key in value if key not in needed and key not in more]
    if lacking or unknown:
        raise wrong(f"{what} with {', '.join(needed)}{' and if known ' + ', '.join(more) if more else ''}", value)
    return {**more, **value}


def items(value: Any, what: str) -> Sequence[Any]:
    """The items of a list. what: what they are, in the plural."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise wrong(f"a list of {what}", value)
    return value


def spans(value: Any, what: str, scope: Scope, least: int = 1) -> list[list[int]]:
    """Spans in text order, each of words of the text. least: how many there have to be."""
    found = sorted(_span(span, what, scope) for span in items(value, f"[start, end) for {what}"))
    if len(found) < least:
        raise InvalidReview(f"expected the words of the text that {what} rests on, but found none")
    return found


def _span(span: Any, what: str, scope: Scope) -> list[int]:
    match span:
        case [int(start), int(end)] if not (isinstance(start, bool) or isinstance(end, bool)):
            if 0 <= start < end <= len(scope.text) and scope.text[start:end].strip():
                return [start, end]
    raise wrong(f"[start, end) within the text's {len(scope.text)} characters for {what}", span)


def pieces(value: Any, what: str, scope: Scope, least: int = 1) -> list[list[int]]:
    """Spans of which none overlaps another. least: how many there have to be."""
    found = spans(value, what, scope, least)
    if any(one[1] > other[0] for one, other in pairwise(found)):
        raise wrong(f"pieces of {what} that don't overlap", found)
    return found


def words(value: Any, what: str) -> str:
    """Words that a database takes, without the white space around them."""
    if not isinstance(value, str) or not value.strip() or UNSTORABLE.search(value):
        raise wrong(f"words for {what}", value)
    return value.strip()


def one_of(value: Any, known: Sequence[str], what: str) -> str:
    """One of the words that there are for it."""
    if not isinstance(value, str) or value not in known:
        raise wrong(f"{', '.join(known[:-1])} or {known[-1]} for {what}", value)
    return value


def statement(value: Any, what: str, scope: Scope) -> int:
    """The number of another statement of the article."""
    if not isinstance(value, int) or isinstance(value, bool) or value not in scope.parents or value == scope.statement:
        raise wrong(f"the number of another statement of the article for {what}", value)
    return value


def polarity(value: Any) -> float:
    """How favourable something is, -1 to 1."""
    known = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    if not known or not 0 < abs(value) <= 1:
        raise wrong("a polarity from -1 to 1 that isn't 0", value)
    return float(value)
