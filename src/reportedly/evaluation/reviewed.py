"""Reviewed: articles of a ledger as people corrected them, in the form of a gold file, to train and to measure with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..ledger.asked.snapshot import Reviewed, Snapshot
from ..ledger.reviews.review import Entry
from ..printable import encodable
from .gold import parse
from .line import predictions


def lines(snapshot: Snapshot) -> Iterator[str]:
    """The lines of a gold file: every article of whose statements people said something that stands.

    Beside what gold has, a line has `url`, and `reviews`: what was said, of which attribution (its index, null for one
    that was rejected), of which field of it, with which verdict, by whom, when and why. What no review speaks of is as
    it was read: nobody has said that it is right. Raises GoldError for a line that no gold file can have.
    """
    for article in snapshot.reviewed():
        line = _line(article)
        parse(line, f"article {line['id']}")
        yield encodable(json.dumps(line, ensure_ascii=False, allow_nan=False)) + "\n"


def _line(reviewed: Reviewed) -> dict[str, Any]:
    article = reviewed.reading.article
    known = {"url": article.url, "outlet": article.outlet, "published": article.published}
    return {
        # Not the article's own: two outlets may have printed one text.
        **predictions(reviewed.reading, reviewed.digest),
        "text": article.text,
        **{name: value for name, value in known.items() if value},
        "reviews": [_said(entry, reviewed) for entry in reviewed.entries],
    }


def _said(entry: Entry, reviewed: Reviewed) -> dict[str, Any]:
    at = reviewed.statements.index(entry.statement) if entry.statement in reviewed.statements else None
    new = entry.subject == "new"
    return {
        "attribution": at, "field": "statement" if new else entry.field, "verdict": "missed" if new else entry.verdict,
        "value": _values(entry.value, reviewed) if new else _value(entry.field, entry.value, reviewed), "by": entry.by,
        "at": entry.at, "why": entry.why,
    }  # fmt: skip


def _values(values: Mapping[str, Any], reviewed: Reviewed) -> dict[str, Any]:
    return {field: _value(field, value, reviewed) for field, value in values.items()}


def _value(field: str | None, value: Any, reviewed: Reviewed) -> Any:
    """A value without the numbers of this ledger: statements by their index, holders by name; threads have none."""
    if value is None or field == "thread":
        return None
    if field == "parent":
        return _index(value, reviewed)
    if field == "answers":
        return [{**one, "statement": _index(one["statement"], reviewed)} for one in value]
    if field == "holder" and value.get("number") is not None:
        party = reviewed.holders[value["number"]]
        value = {"name": party.name, "kind": party.kind, "role": party.role, **value}
    return {name: one for name, one in value.items() if name != "number"} if field == "holder" else value


def _index(statement: int, reviewed: Reviewed) -> int | None:
    """Where a statement stands among the attributions; None for one that was rejected."""
    return reviewed.statements.index(statement) if statement in reviewed.statements else None
