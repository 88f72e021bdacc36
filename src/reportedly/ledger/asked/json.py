"""The answers of the ledger as JSON: every value by its field's name, dates as ISO texts.

What a class derives from its fields is written only if it is named here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from ...printable import encodable
from ...reading import Reading, Statement
from ...span import Span
from ..findings.finding import Finding
from ..reviews.review import Entry
from ..tables.record import Source, StatementRecord
from ..threads.origins import Origins
from .holder import Target

#: The properties of a class that its JSON has after the fields, in their order.
DERIVED: Final[Mapping[type, tuple[str, ...]]] = {
    Reading: ("headline",),
    Statement: ("unnamed",),
    StatementRecord: ("who", "content", "day"),
    Source: ("name",),
    Entry: ("stands",),
    Finding: ("key",),
    Origins: ("independent", "circles"),
    Target: ("count",),
}


def to_json(value: object) -> str:
    """A value, or a sequence of them, as JSON on one line, fit for UTF-8."""
    return json.dumps(plain(value), ensure_ascii=False, allow_nan=False)


def members(kind: type) -> tuple[str, ...]:
    """The names of what the JSON of a frozen value has, by its class."""
    return (*(field.name for field in fields(kind)), *DERIVED.get(kind, ()))


def plain(value: object) -> Any:
    """Frozen values as JSON objects with the `members` of their class, spans as `[start, end]`."""
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value):
        return {name: plain(getattr(value, name)) for name in members(type(value))}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    return round(value, 4) if isinstance(value, float) else value
