"""A reading in the form of a line of a gold file."""

from __future__ import annotations

from typing import Any

from ..reading import Reading, Statement
from ..span import pairs_of
from ..values.fields import PAIRS, written
from .attributions import spans_of
from .gold import ROLES


def predictions(reading: Reading, id: str | None = None) -> dict[str, Any]:
    """The reading's statements, in order, in the form of a line of a gold file.

    id: the gold article's; None takes the article's own. Besides its spans, each attribution has `holder`
    (`{"name", "kind"}` or null), `parent` (index or null), `type` and `confidence`, and every value in the form of the
    JSON export, with spans as [start, end]: `document`, `addressee`, `time`, `place` (null for none), `sourcing`,
    `chain`, `standing`, `act`, `answers`, `stances`.
    """
    return {"id": id or reading.article.id, "attributions": [_attribution(s) for s in reading.statements]}


def _attribution(statement: Statement) -> dict[str, Any]:
    holder = statement.holder
    return {
        **{role: pairs_of(spans_of(statement, role)) for role in ROLES},
        "holder": holder and {"name": holder.name, "kind": holder.kind},
        "parent": statement.parent,
        "type": statement.type,
        "confidence": round(float(statement.confidence), 3),
        **written(statement, PAIRS),
    }
