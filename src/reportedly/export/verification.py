"""A verification as JSON, as described in `docs/records.md` and by the JSON Schema in `schema/verification-1.json`."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from ..articles.article import Article
from ..printable import encodable, tame
from ..reading import Reading
from ..span import pairs_of
from ..verification import RecordPassage, Verification, VerifiedQuotation


def to_dict(verification: Verification, reading: Reading | None = None, number: int | None = None) -> dict[str, Any]:
    """The verification as JSON values, equal to `json.loads(to_json(...))` of the same.

    reading: the one that was verified, for the ids of its statements; without it they are counted from 1.
    number: the article's id in its ledger, if it is from one: what is known of the article is told then.
    """
    told = {"article": _article(number, reading.article)} if reading and number is not None else {}
    return {
        "schema": "reportedly/verification",
        "version": 1,
        **told,
        "records": [encodable(name) for name in verification.records],
        "quotations": [_quotation(one, reading) for one in verification.quotations],
        "indirect": [_indirect(one, reading) for one in verification.indirect],
    }


def to_json(verification: Verification, reading: Reading | None = None, number: int | None = None) -> str:
    """As `to_dict`, as JSON on one line, without a final line break; it can always be encoded as UTF-8."""
    return tame(json.dumps(to_dict(verification, reading, number), ensure_ascii=False, allow_nan=False))


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that every result of `to_dict` satisfies."""
    content = files("reportedly").joinpath("schema", "verification-1.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(content)
    return loaded


def _article(number: int, article: Article) -> dict[str, Any]:
    known = {"url": article.url, "outlet": article.outlet, "published": article.published, "title": article.title}
    return {"id": number, **{key: _clean(value) for key, value in known.items()}}


def _quotation(one: VerifiedQuotation, reading: Reading | None) -> dict[str, Any]:
    first = one.passages[0] if one.passages else None
    return {
        **_told(one, reading),
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


def _indirect(one: VerifiedQuotation, reading: Reading | None) -> dict[str, Any]:
    return {**_told(one, reading), "nearest": [_found(found) for found in one.nearest]}


def _told(one: VerifiedQuotation, reading: Reading | None) -> dict[str, Any]:
    at = one.statement
    return {
        "spans": pairs_of(one.spans),
        "words": encodable(one.words),
        "holder": _clean(one.holder),
        "statement": reading.id_of(at) if reading else None if at is None else at + 1,
    }


def _found(found: RecordPassage) -> dict[str, Any]:
    return {
        "record": _clean(found.record),
        "speaker": _clean(found.speaker),
        "turn": found.turn,
        "time": found.time,
        "until": found.until,
        "span": [found.span.start, found.span.end],
        "words": encodable(found.words),
    }


def _clean(words: str | None) -> str | None:
    return None if words is None else encodable(words)
