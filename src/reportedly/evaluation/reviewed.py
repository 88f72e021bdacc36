"""Reviewed: articles of a ledger as people corrected them, in the form of a gold file, to train and to measure with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..ledger.records import Reviewed, Snapshot
from ..ledger.reviews import Entry
from ..phrases import encodable
from .line import predictions


def lines(snapshot: Snapshot) -> Iterator[str]:
    """The lines of a gold file: every article of whose statements people said something that stands.

    Beside what gold has, a line has `url`, and `reviews`: what was said, of which attribution (its index, null for one
    that was rejected), of which field of it, with which verdict, by whom, when and why. What no review speaks of is as
    it was read: nobody has said that it is right.
    """
    for article in snapshot.reviewed():
        yield encodable(json.dumps(_line(article), ensure_ascii=False, allow_nan=False)) + "\n"


def _line(of: Reviewed) -> dict[str, Any]:
    article = of.reading.article
    known = {"url": article.url, "outlet": article.outlet, "published": article.published}
    return {
        **predictions(of.reading),
        "text": article.text,
        **{name: value for name, value in known.items() if value},
        "reviews": [_said(entry, of) for entry in of.entries],
    }


def _said(entry: Entry, of: Reviewed) -> dict[str, Any]:
    at = of.statements.index(entry.statement) if entry.statement in of.statements else None
    new = entry.subject == "new"
    return {
        "attribution": at, "field": "statement" if new else entry.field, "verdict": "missed" if new else entry.verdict,
        "value": entry.value, "by": entry.by, "at": entry.at, "why": entry.why,
    }  # fmt: skip
