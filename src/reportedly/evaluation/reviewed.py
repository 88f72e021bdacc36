"""Reviewed articles of a ledger, as people corrected them, in the form of a gold file for training and evaluation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..ledger.asked.snapshot import Reviewed, Snapshot
from ..ledger.reviews.review import Entry
from ..printable import encodable, tame
from .gold import parse
from .line import predictions


def lines(snapshot: Snapshot) -> Iterator[str]:
    """The lines of a gold file, one for each article that somebody has wholly reviewed.

    Besides the keys of gold, a line has `whole`, `url` and `reviews`: for each review the attribution (its index, null
    for one that was rejected), the field, the value, the verdict, by whom, when and why. Raises GoldError for a line
    that isn't valid gold.
    """
    for article in snapshot.reviewed():
        line = _line(article)
        parse(line, f"article {line['id']}")
        yield tame(encodable(json.dumps(line, ensure_ascii=False, allow_nan=False))) + "\n"


def _line(reviewed: Reviewed) -> dict[str, Any]:
    article = reviewed.reading.article
    known = {"url": article.url, "outlet": article.outlet, "published": article.published}
    return {
        # The ledger's digest instead of the article's id, since two outlets may have published the same text.
        **predictions(reviewed.reading, reviewed.digest),
        "text": article.text,
        **{name: value for name, value in known.items() if value},
        "whole": True,
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
    """A value without the ledger's ids: statements by their index, holders by name; a thread becomes None."""
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
    """The index of a statement among the attributions; None if it was rejected."""
    return reviewed.statements.index(statement) if statement in reviewed.statements else None
