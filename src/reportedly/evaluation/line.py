"""A reading in the form of a line of a gold file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..reading import Reading, Statement
from ..span import Span
from .attributions import spans_of
from .gold import ROLES


def predictions(reading: Reading, id: str | None = None) -> dict[str, Any]:
    """The reading's statements, in order, in the form of a line of a gold file.

    id: the gold article's; None takes the article's own. Besides its spans, each attribution has `holder`
    (`{"name", "kind"}` or null), `parent` (index or null), `type` and `confidence`, and every value in the form of the
    JSON export, with spans as [start, end]: `addressee`, `time`, `place` (null for none), `chain`, `standing`,
    `answers`, `stances`.
    """
    return {"id": id or reading.article.id, "attributions": [_attribution(s) for s in reading.statements]}


def _attribution(statement: Statement) -> dict[str, Any]:
    holder = statement.holder
    return {
        **{role: _spans(spans_of(statement, role)) for role in ROLES},
        "holder": holder and {"name": holder.name, "kind": holder.kind},
        "parent": statement.parent,
        "type": statement.type,
        "confidence": round(float(statement.confidence), 3),
        **_values(statement),
    }


def _values(statement: Statement) -> dict[str, Any]:
    told, time, place = statement.addressee, statement.time, statement.place
    standing = statement.standing
    return {
        "addressee": told and {"name": told.name, "spans": _spans(told.spans)},
        "time": time and {"edtf": time.edtf, "spans": _spans(time.spans)},
        "place": place and {"text": place.text, "spans": _spans(place.spans)},
        "chain": [{"name": h.name, "relation": h.relation, "spans": _spans(h.spans)} for h in statement.chain],
        "standing": {"value": standing.value, "spans": _spans(standing.spans)},
        "answers": [{"statement": a.statement, "relation": a.relation} for a in statement.answers],
        "stances": [{"target": s.target, "polarity": s.polarity, "spans": _spans(s.spans)} for s in statement.stances],
    }


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
