"""Checks: the parts of a value that a person gives, validated against the article's text.

Values have the form of a reading's JSON, with spans as `[start, end]` in code points and other statements by their ids
in the ledger. Every check returns the valid value and raises InvalidReview for anything else.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ..errors import InvalidReview
from ..printable import UNSTORABLE


@dataclass(frozen=True, slots=True)
class Scope:
    """What a value is checked against.

    text: the article's. parents: the ids of its statements, each with its parent's. statement: the id of the statement
    that the value belongs to, None for a new one. cue: the spans of its cue, which usual values rest on.
    """

    text: str
    parents: Mapping[int, int | None]
    statement: int | None = None
    cue: Sequence[Sequence[int]] = ()


def wrong(expected: str, found: object) -> InvalidReview:
    """The error that something other than `expected` was found."""
    shown = json.dumps(found, ensure_ascii=True, default=str)
    return InvalidReview(f"expected {expected}, but found {shown if len(shown) <= 60 else shown[:57] + '...'}")


def members(value: Any, what: str, needed: Collection[str], more: Mapping[str, Any]) -> dict[str, Any]:
    """The members of an object. needed: required keys. more: optional keys with their defaults. what: its name."""
    if not isinstance(value, Mapping):
        raise wrong(f"an object for {what}", value)
    lacking = [key for key in needed if key not in value]
    unknown = [key for key in value if key not in needed and key not in more]
    if lacking or unknown:
        raise wrong(f"{what} with {', '.join(needed)}{' and if known ' + ', '.join(more) if more else ''}", value)
    return {**more, **value}


def items(value: Any, what: str) -> Sequence[Any]:
    """The items of a list. what: their name in the plural."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise wrong(f"a list of {what}", value)
    return value


def spans(value: Any, what: str, scope: Scope, least: int = 1) -> list[list[int]]:
    """Spans in text order, each within the text and not of white space only. least: the least number of them."""
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
    """Spans as by `spans` that don't overlap."""
    found = spans(value, what, scope, least)
    if any(one[1] > other[0] for one, other in pairwise(found)):
        raise wrong(f"pieces of {what} that don't overlap", found)
    return found


def words(value: Any, what: str) -> str:
    """A string that a database can store, without surrounding white space; not an empty one."""
    if not isinstance(value, str) or not value.strip() or UNSTORABLE.search(value):
        raise wrong(f"words for {what}", value)
    return value.strip()


def one_of(value: Any, known: Sequence[str], what: str) -> str:
    """One of the strings in `known`."""
    if not isinstance(value, str) or value not in known:
        raise wrong(f"{', '.join(known[:-1])} or {known[-1]} for {what}", value)
    return value


def statement(value: Any, what: str, scope: Scope) -> int:
    """The id of another statement of the article."""
    if not isinstance(value, int) or isinstance(value, bool) or value not in scope.parents or value == scope.statement:
        raise wrong(f"the number of another statement of the article for {what}", value)
    return value


def polarity(value: Any) -> float:
    """A polarity from -1 to 1, but not 0."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < abs(value) <= 1:
        raise wrong("a polarity from -1 to 1 that isn't 0", value)
    return float(value)
