"""Export: a reading as JSON, in the form that `docs/json.md` describes and `schema/reading-1.json` checks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from .holders import Holder
from .reading import Reading, Statement
from .span import Span

#: Half of a pair in UTF-16, standing alone: no UTF-8 and no strict JSON parser takes it.
_SURROGATE = re.compile("[\ud800-\udfff]")
#: What `json` leaves as it is, but some readers take for the end of a line or a terminal for a command.
_UNRULY = re.compile("[\x7f-\x9f\u2028\u2029]")


def to_dict(reading: Reading) -> dict[str, Any]:
    """The reading as JSON values; the same as `json.loads(to_json(reading))`.

    A lone surrogate stands as U+FFFD, one for one, so that every offset holds and UTF-8 can carry the result.
    """
    text = _SURROGATE.sub("\ufffd", reading.article.text)
    ids = {holder: index for index, holder in enumerate(reading.holders)}
    return {
        "schema": "reportedly/reading",
        "version": 1,
        "article": _article(reading),
        "statements": [_statement(text, index, s, ids) for index, s in enumerate(reading.statements)],
        "holders": [_holder(text, index, holder) for index, holder in enumerate(reading.holders)],
    }


def to_json(reading: Reading) -> str:
    """The reading as JSON on one line, without a line break at its end; always fit for UTF-8."""
    line = json.dumps(to_dict(reading), ensure_ascii=False, allow_nan=False)
    return _UNRULY.sub(lambda match: f"\\u{ord(match.group()):04x}", line)


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that every result of `to_dict` satisfies."""
    content = files(__package__).joinpath("schema", "reading-1.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(content)
    return loaded


def _article(reading: Reading) -> dict[str, Any]:
    article = reading.article
    return {
        "id": article.id,
        "url": _clean(article.url),
        "outlet": _clean(article.outlet),
        "title": _clean(article.title),
        "authors": [_clean(author) for author in article.authors],
        "published": _clean(article.published),
        "language": _clean(article.language),
        "length": len(article.text),
    }


def _statement(text: str, index: int, statement: Statement, ids: dict[Holder, int]) -> dict[str, Any]:
    holder = statement.holder
    return {
        "id": index,
        "source": _pieces(text, statement.source),
        "cue": _pieces(text, statement.cue),
        "content": _pieces(text, statement.content),
        "type": statement.type,
        "holder": None if holder is None else _identity(ids[holder], holder),
        "parent": statement.parent,
        "confidence": round(float(statement.confidence), 3),
    }


def _holder(text: str, index: int, holder: Holder) -> dict[str, Any]:
    return {**_identity(index, holder), "mentions": _pieces(text, holder.mentions)}


def _identity(index: int, holder: Holder) -> dict[str, Any]:
    return {"id": index, "name": _clean(holder.name), "kind": holder.kind, "role": _clean(holder.role)}


def _pieces(text: str, spans: Iterable[Span]) -> list[dict[str, Any]]:
    return [{"start": span.start, "end": span.end, "text": span.of(text)} for span in spans]


def _clean(value: str | None) -> str | None:
    return None if value is None else _SURROGATE.sub("\ufffd", value)
