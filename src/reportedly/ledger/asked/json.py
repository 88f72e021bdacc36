"""Answers of the ledger as JSON: every field by its name, dates as ISO strings.

Properties, which a class derives from its fields, are written only if DERIVED names them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from ...printable import encodable, tame
from ...reading import Reading, Statement
from ...span import Span
from ..additions import Addition
from ..findings.finding import Finding
from ..records.quotations import HeldQuotation
from ..reviews.review import Entry
from ..tables.record import Source, StatementRecord
from ..threads.origins import Origins
from .holder import Target

#: Properties to write after the fields, in this order, by class.
DERIVED: Final[Mapping[type, tuple[str, ...]]] = {
    Reading: ("headline",),
    Statement: ("unnamed",),
    StatementRecord: ("who", "content", "day"),
    Source: ("name",),
    Entry: ("stands",),
    Finding: ("key",),
    Origins: ("independent", "circles"),
    Target: ("count",),
    Addition: ("over",),
    HeldQuotation: ("time",),
}


def to_json(value: object) -> str:
    """A frozen value, or a sequence of them, as JSON on one line.

    It has neither characters that UTF-8 can't encode nor, as they are, those that a terminal would act on.
    """
    return tame(json.dumps(plain(value), ensure_ascii=False, allow_nan=False))


def members(kind: type) -> tuple[str, ...]:
    """The names of the members that a frozen value of this class has in JSON, in order; see `key`."""
    return (*(field.name for field in fields(kind)), *DERIVED.get(kind, ()))


def key(name: str) -> str:
    """What a member is called in JSON: without the mark behind a word that Python keeps for itself."""
    return name.removesuffix("_")


def plain(value: object) -> Any:
    """A value as `json` takes it: frozen values as objects of their `members`, spans as `[start, end]` (code points).

    Floats are rounded to four decimals. Statements of a reading tell of one another by their ids.
    """
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, Reading):
        value = _by_ids(value)
    if is_dataclass(value):
        return {key(name): plain(getattr(value, name)) for name in members(type(value))}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    return round(value, 4) if isinstance(value, float) else value


def _by_ids(reading: Reading) -> Reading:
    """The reading with the ids of statements in the place of their indices."""
    return replace(
        reading,
        statements=tuple(
            replace(
                said,
                parent=reading.id_of(said.parent),
                answers=tuple(replace(one, statement=reading.ids([one.statement])[0]) for one in said.answers),
                provenance=tuple(replace(one, statement=reading.id_of(one.statement)) for one in said.provenance),
            )
            for said in reading.statements
        ),
        authenticity=tuple(
            replace(one, statement=reading.id_of(one.statement), statements=tuple(reading.ids(one.statements)))
            for one in reading.authenticity
        ),
    )
