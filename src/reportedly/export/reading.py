"""A reading as JSON, as described in `docs/json.md` and by the JSON Schema in `schema/reading-8.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from ..holders.holder import Holder
from ..printable import encodable, tame
from ..reading import Origin, Position, Reading, Statement
from ..span import Span
from ..values.authenticity import Authenticity
from ..values.fields import Form, written


def to_dict(reading: Reading) -> dict[str, Any]:
    """The reading as JSON values, equal to `json.loads(to_json(reading))`.

    Each lone surrogate is replaced by U+FFFD, so that every offset holds and the result can be encoded as UTF-8.
    """
    text = encodable(reading.article.text)
    ids = {holder: index for index, holder in enumerate(reading.holders)}
    return {
        "schema": "reportedly/reading",
        "version": 8,
        "read_by": _read_by(reading),
        "article": _article(reading),
        "statements": [_statement(reading, text, statement, ids) for statement in reading.statements],
        "holders": [_holder(text, index, holder) for index, holder in enumerate(reading.holders)],
        "origins": [_origin(reading, origin) for origin in reading.origins()],
        "positions": [_position(reading, position, ids) for position in reading.stances()],
        "authenticity": [_authenticity(reading, text, one) for one in reading.authenticity],
    }


def to_json(reading: Reading) -> str:
    """The reading as JSON on one line, without a final line break; it can always be encoded as UTF-8."""
    return tame(json.dumps(to_dict(reading), ensure_ascii=False, allow_nan=False))


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that every result of `to_dict` satisfies."""
    content = files("reportedly").joinpath("schema", "reading-8.json").read_text(encoding="utf-8")
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


def _read_by(reading: Reading) -> dict[str, Any] | None:
    by = reading.read_by
    return {"program": by.program, "weights": by.weights} if by else None


def _statement(reading: Reading, text: str, statement: Statement, ids: dict[Holder, int]) -> dict[str, Any]:
    holder = statement.holder
    form = Form(lambda spans: _pieces(text, spans), encodable, _polarity, lambda index: reading.ids([index])[0])
    return {
        "id": statement.id,
        "source": _pieces(text, statement.source),
        "cue": _pieces(text, statement.cue),
        "content": _pieces(text, statement.content),
        "type": statement.type,
        "holder": None if holder is None else _of(statement, ids[holder], holder),
        "parent": reading.id_of(statement.parent),
        "confidence": round(float(statement.confidence), 3),
        **written(statement, form),
        "provenance": [
            {"field": one.field, "by": one.by, "from": reading.id_of(one.statement)} for one in statement.provenance
        ],
    }


def _origin(reading: Reading, origin: Origin) -> dict[str, Any]:
    return {
        "name": _clean(origin.name),
        "relation": origin.relation,
        "statements": reading.ids(origin.statements),
        "unnamed": reading.ids(origin.unnamed),
    }


def _position(reading: Reading, position: Position, ids: dict[Holder, int]) -> dict[str, Any]:
    return {
        "holder": _identity(ids[position.holder], position.holder),
        "target": _clean(position.target),
        "polarity": _polarity(position.polarity),
        "statement": reading.id_of(position.statement),
        "time": _clean(position.time),
        "turn": position.turn,
    }


def _authenticity(reading: Reading, text: str, one: Authenticity) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "spans": _pieces(text, one.spans),
        "record": {"name": _clean(one.record), "spans": _pieces(text, one.record_spans)},
        "own": one.own,
        "by": {"name": _clean(one.by), "spans": _pieces(text, one.by_spans)},
        "statement": reading.id_of(one.statement),
        "statements": reading.ids(one.statements),
    }


def _polarity(polarity: float) -> float:
    return round(float(polarity), 3)


def _holder(text: str, index: int, holder: Holder) -> dict[str, Any]:
    return {**_identity(index, holder), "mentions": _pieces(text, holder.mentions)}


def _of(statement: Statement, index: int, holder: Holder) -> dict[str, Any]:
    return {**_identity(index, holder), "confidence": round(float(statement.holder_confidence), 3)}


def _identity(index: int, holder: Holder) -> dict[str, Any]:
    return {"id": index, "name": _clean(holder.name), "kind": holder.kind, "role": _clean(holder.role)}


def _pieces(text: str, spans: Iterable[Span]) -> list[dict[str, Any]]:
    return [{"start": span.start, "end": span.end, "text": span.of(text)} for span in spans]


def _clean(value: str | None) -> str | None:
    return None if value is None else encodable(value)
