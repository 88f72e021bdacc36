"""Corrections: what a person says the values of a statement are, held against the text. Pure.

A value has the form that it has in the JSON of a reading, with spans as `[start, end]` and other statements by their
numbers in the ledger:

    holder      {"name", "kind", "role", "spans"} or {"number"} of a holder of the ledger; null for an unknown one
    source      [[start, end], ...], as are cue and content
    type        "direct", "indirect" or "mixed"
    parent      number of the statement around it, or null
    addressee   {"name", "spans"} or null; time: {"edtf", "spans"}; place: {"text", "spans"}
    chain       [{"name", "relation", "spans"}, ...]
    standing    {"value", "spans"}
    answers     [{"statement", "relation"}, ...]
    stances     [{"target", "polarity", "spans"}, ...]
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Any, Final, Literal, get_args

from ...attributions.attribution import QuotationType
from ...errors import InvalidReview
from ...holders.holder import HolderKind
from ...values.answers import Response
from ...values.chains import HopRelation
from ...values.standing import StandingValue
from ..tables.edtf import is_time
from ..tables.store import UNSTORABLE

#: What a review of a statement is on: a value, the thread that it is in, the statement as a whole.
Field = Literal[
    "statement", "holder", "source", "cue", "content", "type", "parent", "addressee", "time", "place", "chain",
    "standing", "answers", "stances", "thread",
]  # fmt: skip
FIELDS: Final[tuple[Field, ...]] = get_args(Field)
#: What a statement always has: a review corrects it, and can't leave it empty.
ALWAYS: Final = frozenset(["cue", "content", "type", "standing"])
#: What a value that was rejected is.
EMPTY: Final[Mapping[str, Any]] = {
    "holder": None, "source": [], "parent": None, "addressee": None, "time": None, "place": None, "chain": [],
    "answers": [], "stances": [],
}  # fmt: skip
#: Values of a statement that is added, where nothing is said of them.
UNSAID: Final[Mapping[str, Any]] = {**EMPTY, "standing": None}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a correction is held against: the text of the article, and the statements of it that there are, each with
    the one around it. cue: the statement's own, on which a standing rests where nothing else is said.
    """

    text: str
    parents: Mapping[int, int | None]
    statement: int | None = None
    cue: Sequence[Sequence[int]] = ()


def checked(field: Field, value: Any, scope: Scope) -> Any:
    """A value of a field, with nothing in it but what belongs there. Raises InvalidReview."""
    check = _CHECKS.get(field)
    if check is None:
        raise InvalidReview(f"expected to accept or reject a {field}, but found a correction of it")
    return check(value, scope)


def added(value: Any, scope: Scope) -> dict[str, Any]:
    """All values of a statement that was missed: cue, content and type must be there. Raises InvalidReview."""
    given = _object(value, "a statement", ("cue", "content", "type"), UNSAID)
    within = Scope(scope.text, scope.parents, None, given["cue"])
    return {field: checked(field, given[field], within) for field in FIELDS if field in given}


def _wrong(expected: str, found: object) -> InvalidReview:
    shown = json.dumps(found, ensure_ascii=True, default=str)
    return InvalidReview(f"expected {expected}, but found {shown if len(shown) <= 60 else shown[:57] + '...'}")


# -- parts -----------------------------------------------------------------------------------------------------------


def _object(value: Any, what: str, needed: Collection[str], more: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of an object: those needed, and the others with what they are if they aren't given."""
    if not isinstance(value, Mapping):
        raise _wrong(f"an object for {what}", value)
    lacking = [key for key in needed if key not in value]
    unknown = [key for key in value if key not in needed and key not in more]
    if lacking or unknown:
        raise _wrong(f"{what} with {', '.join(needed)}{' and if known ' + ', '.join(more) if more else ''}", value)
    return {**more, **value}


def _list(value: Any, what: str) -> Sequence[Any]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise _wrong(f"a list of {what}", value)
    return value


def _spans(value: Any, what: str, scope: Scope, least: int = 1) -> list[list[int]]:
    """Spans in text order, each of words of the text."""
    found = sorted(_span(span, what, scope) for span in _list(value, f"[start, end) for {what}"))
    if len(found) < least:
        raise InvalidReview(f"expected the words of the text that {what} rests on, but found none")
    return found


def _span(span: Any, what: str, scope: Scope) -> list[int]:
    match span:
        case [int(start), int(end)] if not (isinstance(start, bool) or isinstance(end, bool)):
            if 0 <= start < end <= len(scope.text) and scope.text[start:end].strip():
                return [start, end]
    raise _wrong(f"[start, end) within the text's {len(scope.text)} characters for {what}", span)


def _pieces(value: Any, what: str, scope: Scope, least: int = 1) -> list[list[int]]:
    """Spans of which none overlaps another."""
    found = _spans(value, what, scope, least)
    if any(one[1] > other[0] for one, other in pairwise(found)):
        raise _wrong(f"pieces of {what} that don't overlap", found)
    return found


def _words(value: Any, what: str) -> str:
    if not isinstance(value, str) or not value.strip() or UNSTORABLE.search(value):
        raise _wrong(f"words for {what}", value)
    return value.strip()


def _one_of(value: Any, known: Sequence[str], what: str) -> str:
    if not isinstance(value, str) or value not in known:
        raise _wrong(f"{', '.join(known[:-1])} or {known[-1]} for {what}", value)
    return value


def _number(value: Any, what: str, scope: Scope) -> int:
    """The number of another statement of the article."""
    if not isinstance(value, int) or isinstance(value, bool) or value not in scope.parents or value == scope.statement:
        raise _wrong(f"the number of another statement of the article for {what}", value)
    return value


# -- fields ----------------------------------------------------------------------------------------------------------


def _holder(value: Any, scope: Scope) -> Any:
    if value is None:
        return None
    if isinstance(value, Mapping) and value.get("number") is not None:
        given = _object(value, "a holder", ("number",), {"name": None, "kind": None, "role": None, "spans": []})
        if not isinstance(given["number"], int) or isinstance(given["number"], bool):
            raise _wrong("the number of a holder", given["number"])
        return {"number": given["number"], "spans": _spans(given["spans"] or [], "a holder", scope, 0)}
    given = _object(value, "a holder", ("name", "kind"), {"role": None, "spans": [], "number": None})
    return {
        "number": None,
        "name": _words(given["name"], "a holder's name"),
        "kind": _one_of(given["kind"], get_args(HolderKind), "a holder's kind"),
        "role": None if given["role"] is None else _words(given["role"], "a role"),
        "spans": _spans(given["spans"], "a holder", scope, 0),
    }


def _parent(value: Any, scope: Scope) -> int | None:
    if value is None:
        return None
    at: int | None = _number(value, "the statement around it", scope)
    around = set()
    while at is not None and at not in around:
        around.add(at)
        at = scope.parents.get(at)
    if scope.statement in around:
        raise _wrong("a statement around this one that isn't in it", value)
    return int(value)


def _of_name(key: str, what: str) -> Callable[[Any, Scope], Any]:
    """The check of an object with words and what they rest on, or null."""

    def check(value: Any, scope: Scope) -> Any:
        if value is None:
            return None
        given = _object(value, what, (key, "spans"), {})
        return {key: _words(given[key], what), "spans": _spans(given["spans"], what, scope)}

    return check


def _time(value: Any, scope: Scope) -> Any:
    time = _of_name("edtf", "a time")(value, scope)
    if time is not None and not is_time(time["edtf"]):
        raise _wrong("an EDTF time, such as 2016-10-18, 2016-10 or ../2017-01-20", time["edtf"])
    return time


def _hop(value: Any, scope: Scope) -> dict[str, Any]:
    given = _object(value, "a hop", ("name", "relation", "spans"), {})
    relation = _one_of(given["relation"], get_args(HopRelation), "how a hop passed it on")
    spans = _spans(given["spans"], "a hop", scope)
    return {"name": _words(given["name"], "a hop"), "relation": relation, "spans": spans}


def _standing(value: Any, scope: Scope) -> dict[str, Any]:
    if value is None:
        value = {"value": "asserted"}
    given = _object(value, "a standing", ("value",), {"spans": []})
    known = _one_of(given["value"], get_args(StandingValue), "a standing")
    return {"value": known, "spans": _spans(given["spans"] or scope.cue, "a standing", scope)}


def _answer(value: Any, scope: Scope) -> dict[str, Any]:
    given = _object(value, "an answer", ("statement", "relation"), {})
    relation = _one_of(given["relation"], get_args(Response), "how it answers")
    return {"statement": _number(given["statement"], "an answer", scope), "relation": relation}


def _stance(value: Any, scope: Scope) -> dict[str, Any]:
    given = _object(value, "a stance", ("target", "polarity", "spans"), {})
    polarity = given["polarity"]
    known = isinstance(polarity, int | float) and not isinstance(polarity, bool) and isfinite(polarity)
    if not known or not 0 < abs(polarity) <= 1:
        raise _wrong("a polarity from -1 to 1 that isn't 0", polarity)
    target = _words(given["target"], "a target")
    return {"target": target, "polarity": float(polarity), "spans": _spans(given["spans"], "a stance", scope)}


def _each(check: Callable[[Any, Scope], Any], what: str) -> Callable[[Any, Scope], Any]:
    return lambda value, scope: [check(one, scope) for one in _list(value, what)]


_CHECKS: Final[Mapping[Field, Callable[[Any, Scope], Any]]] = {
    "holder": _holder,
    "source": lambda value, scope: _pieces(value, "a source", scope, 0),
    "cue": lambda value, scope: _pieces(value, "a cue", scope),
    "content": lambda value, scope: _pieces(value, "a content", scope),
    "type": lambda value, _: _one_of(value, get_args(QuotationType), "a type"),
    "parent": _parent,
    "addressee": _of_name("name", "an addressee"),
    "time": _time,
    "place": _of_name("text", "a place"),
    "chain": _each(_hop, "hops"),
    "standing": _standing,
    "answers": _each(_answer, "answers"),
    "stances": _each(_stance, "stances"),
}
