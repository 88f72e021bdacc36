"""Corrections: values of a statement given by a person, checked against the text. Pure.

A value has the same form as in the JSON of a reading, with spans as `[start, end]` in code points, but other statements
are given by their ids in the ledger:

    holder      {"name", "kind", "role", "spans"} or {"number"} of a holder of the ledger; null for an unknown one
    source      [[start, end], ...], as are cue and content
    type        "direct", "indirect" or "mixed"
    parent      id of the statement around it, or null
    document    {"text", "spans"} or null
    sourcing    [{"text", "kind", "spans"}, ...]
    addressee   {"name", "spans"} or null; time: {"edtf", "spans"}; place: {"text", "spans"}
    chain       [{"name", "relation", "spans"}, ...]
    standing    {"value", "spans"}
    act         "say", "think", "feel", "want", "rule" or "show"
    answers     [{"statement", "relation"}, ...]
    stances     [{"target", "polarity", "spans"}, ...]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from ...attributions.attribution import QuotationType
from ...errors import InvalidReview
from ...given import MOST
from ...holders.holder import HolderKind
from ...values import checks
from ...values.checks import Scope, members, one_of, pieces, spans, words, wrong
from ...values.fields import FIELDS as VALUES

#: What a review of a statement can be about: the whole statement, one of its values, or its thread.
FIELDS: Final = (
    "statement", "holder", "source", "cue", "content", "type", "parent", *(field.name for field in VALUES), "thread",
)  # fmt: skip
if TYPE_CHECKING:
    FieldName = str
else:
    FieldName = Literal[FIELDS]  # so that the API accepts and documents exactly these
#: Values that every statement has: they can be corrected, but not rejected.
ALWAYS: Final = frozenset(["cue", "content", "type", *(field.name for field in VALUES if field.usual)])
#: What a rejected value becomes.
EMPTY: Final[Mapping[str, Any]] = {
    "holder": None, "source": [], "parent": None, **{field.name: field.empty for field in VALUES if not field.usual},
}  # fmt: skip
#: Defaults for the values of an added statement.
UNSAID: Final[Mapping[str, Any]] = {**EMPTY, **{field.name: field.empty for field in VALUES if field.usual}}


def checked(field: FieldName, value: Any, scope: Scope) -> Any:
    """A corrected value of a field in its full form, without unknown members. Raises InvalidReview."""
    check = _CHECKS.get(field)
    if check is None:
        raise InvalidReview(f"expected to accept or reject a {field}, but found a correction of it")
    return check(value, scope)


def added(value: Any, scope: Scope) -> dict[str, Any]:
    """All values of a missed statement, by field. Raises InvalidReview, also if cue, content or type is missing."""
    given = members(value, "a statement", ("cue", "content", "type"), UNSAID)
    within = Scope(scope.text, scope.parents, None, given["cue"])
    return {field: checked(field, given[field], within) for field in FIELDS if field in given}


def _holder(value: Any, scope: Scope) -> Any:
    if value is None:
        return None
    if isinstance(value, Mapping) and value.get("number") is not None:
        given = members(value, "a holder", ("number",), {"name": None, "kind": None, "role": None, "spans": []})
        if type(given["number"]) is not int or not 0 < given["number"] <= MOST:
            raise wrong("the number of a holder", given["number"])
        return {"number": given["number"], "spans": spans(given["spans"] or [], "a holder", scope, 0)}
    given = members(value, "a holder", ("name", "kind"), {"role": None, "spans": [], "number": None})
    return {
        "number": None,
        "name": words(given["name"], "a holder's name"),
        "kind": one_of(given["kind"], get_args(HolderKind), "a holder's kind"),
        "role": None if given["role"] is None else words(given["role"], "a role"),
        "spans": spans(given["spans"], "a holder", scope, 0),
    }


def _parent(value: Any, scope: Scope) -> int | None:
    if value is None:
        return None
    at: int | None = checks.statement(value, "the statement around it", scope)
    around = set()
    while at is not None and at not in around:
        around.add(at)
        at = scope.parents.get(at)
    if scope.statement in around:
        raise wrong("a statement around this one that isn't in it", value)
    return int(value)


_CHECKS: Final[Mapping[FieldName, Callable[[Any, Scope], Any]]] = {
    "holder": _holder,
    "source": lambda value, scope: pieces(value, "a source", scope, 0),
    "cue": lambda value, scope: pieces(value, "a cue", scope),
    "content": lambda value, scope: pieces(value, "a content", scope),
    "type": lambda value, _: one_of(value, get_args(QuotationType), "a type"),
    "parent": _parent,
    **{field.name: field.checked for field in VALUES},
}
