"""A verification as JSON, as described in `docs/records.md` and by the JSON Schema in `schema/verification-1.json`."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from ..printable import encodable, tame
from ..span import pairs_of
from ..verification import RecordPassage, Verification, VerifiedQuotation


def to_dict(verification: Verification) -> dict[str, Any]:
    """The verification as JSON values, equal to `json.loads(to_json(verification))`."""
    return {
        "schema": "reportedly/verification",
        "version": 1,
        "records": [encodable(name) for name in verification.records],
        "quotations": [_quotation(one) for one in verification.quotations],
        "indirect": [_indirect(one) for one in verification.indirect],
    }


def to_json(verification: Verification) -> str:
    """The verification as JSON on one line, without a final line break; it can always be encoded as UTF-8."""
    return tame(json.dumps(to_dict(verification), ensure_ascii=False, allow_nan=False))


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that every result of `to_dict` satisfies."""
    content = files("reportedly").joinpath("schema", "verification-1.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(content)
    return loaded


def _quotation(one: VerifiedQuotation) -> dict[str, Any]:
    first = one.passages[0] if one.passages else None
    return {
        **_told(one),
        "class": one.class_,
        "marked": one.marked,
        "record": _clean(first.record) if first else None,
        "speaker": _clean(first.speaker) if first else None,
        "turn": first.turn if first else None,
        "time": first.time if first else None,
        "passage": _clean(one.passage),
        "passages": [_found(found) for found in one.passages],
        "differences": [
            {"kind": it.kind, "quoted": encodable(it.quoted), "said": encodable(it.said)} for it in one.differences
        ],
        "nearest": [_found(found) for found in one.nearest],
    }


def _indirect(one: VerifiedQuotation) -> dict[str, Any]:
    return {**_told(one), "nearest": [_found(found) for found in one.nearest]}


def _told(one: VerifiedQuotation) -> dict[str, Any]:
    return {
        "spans": pairs_of(one.spans),
        "words": encodable(one.words),
        "holder": _clean(one.holder),
        "statement": None if one.statement is None else one.statement + 1,
    }


def _found(found: RecordPassage) -> dict[str, Any]:
    return {
        "record": _clean(found.record),
        "speaker": _clean(found.speaker),
        "turn": found.turn,
        "time": found.time,
        "span": [found.span.start, found.span.end],
        "words": encodable(found.words),
    }


def _clean(words: str | None) -> str | None:
    return None if words is None else encodable(words)
