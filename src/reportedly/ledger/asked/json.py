"""The answers of the ledger as JSON: every value by its field's name, dates as ISO texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from ...printable import encodable
from ...span import Span


def to_json(value: object) -> str:
    """A value, or a sequence of them, as JSON on one line, fit for UTF-8."""
    return json.dumps(plain(value), ensure_ascii=False, allow_nan=False)


def plain(value: object) -> Any:
    """Frozen values as JSON objects, their properties among the fields."""
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value):
        properties = [name for name, member in vars(type(value)).items() if isinstance(member, property)]
        return {name: plain(getattr(value, name)) for name in (*(field.name for field in fields(value)), *properties)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    return round(value, 4) if isinstance(value, float) else value
