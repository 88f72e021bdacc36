"""Rows: readings and outcomes as rows of Parquet, and readings made of such rows again: see `docs/batch.md`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from ..articles.addresses import address_key
from ..articles.article import Article
from ..attributions.attribution import QuotationType
from ..errors import MissingExtra
from ..holders.holder import Holder, HolderKind
from ..printable import encodable
from ..reading import ReadBy, Reading, Statement
from ..span import Span, pairs_of
from ..span import spans_of as spans
from ..values.authenticity import Authenticity
from ..values.fields import BESIDE, FIELDS, ON_ROW, PAIRS
from ..values.provenance import Provenance

if TYPE_CHECKING:
    import pyarrow

#: The folders of a batch, and the tables in them.
PartTable = Literal["articles", "statements", "outcomes"]
TABLES: Final[tuple[PartTable, ...]] = ("articles", "statements", "outcomes")
#: What becomes of a record.
Became = Literal["read", "skipped", "failed"]
#: The columns by which an article is known that was there before: as a ledger would leave it unchanged.
IDENTITY: Final = ("article", "url", "outlet", "title", "authors", "published", "language")
#: Between two pieces of words.
BETWEEN: Final = " … "


@dataclass(frozen=True, slots=True)
class RecordKey:
    """A record of a batch. part: of the plan. record: which of the part's, both counted from 1."""

    part: int
    record: int


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What became of a record.

    name: what the record is called. kind: why it wasn't read, in a word or two that count; empty if it was.
    reason: the same as a sentence. url, article, language: as far as they are known; article is the text's digest.
    same_as: of a duplicate the record of the part that has the same.
    """

    key: RecordKey
    name: str
    outcome: Became
    kind: str = ""
    reason: str | None = None
    url: str | None = None
    article: str | None = None
    language: str | None = None
    statements: int | None = None
    same_as: int | None = None


def identity(known: Mapping[str, Any]) -> str:
    """A digest, hexadecimal, that two articles share if all that is known of them is the same. known: IDENTITY."""
    url = None if known["url"] is None else address_key(known["url"])
    day = None if known["published"] is None else str(known["published"])
    told = [known["article"], url, known["outlet"], known["title"], list(known["authors"]), day, known["language"]]
    return hashlib.sha256(json.dumps(told).encode("ascii")).hexdigest()


# -- schemas -----------------------------------------------------------------------------------------------------------


def arrow() -> Any:
    """The module pyarrow. Raises MissingExtra."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - takes a while to load
        import pyarrow.parquet  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise MissingExtra("readings as Parquet need the extra: pip install 'reportedly[archives]'") from error
    return pa


def schemas() -> Mapping[PartTable, pyarrow.Schema]:
    """The columns of each table. Raises MissingExtra."""
    pa = arrow()
    text, number, pairs = pa.string(), pa.int32(), pa.list_(pa.list_(pa.int32()))
    types = {"words": text, "choice": text, "statement": number, "polarity": pa.float64(), "spans": pairs}
    keys = {"part": number, "record": number}
    holder = pa.struct({"name": text, "kind": text, "role": text, "mentions": pairs})
    came = pa.struct({"field": text, "by": text, "statement": number})
    doubt = pa.struct({
        "kind": text, "text": text, "spans": pairs, "record": text, "record_spans": pairs, "own": pa.bool_(),
        "by": text, "by_spans": pairs, "statement": number, "statements": pa.list_(number),
    })  # fmt: skip
    on_row = {part.column: types[part.sort] for field in ON_ROW for part in field.named}
    on_row |= {one.column: pa.date32() for field in ON_ROW for one in field.derived}
    beside = {
        field.name: pa.list_(pa.struct({part.name: types[part.sort] for part in field.named})) for field in BESIDE
    }
    found = {
        "articles": keys | {
            "name": text, "article": text, "url": text, "outlet": text, "title": text, "authors": pa.list_(text),
            "published": pa.date32(), "language": text, "text": text, "holders": pa.list_(holder),
            "authenticity": pa.list_(doubt), "program": text, "weights": text,
        },
        "statements": keys | {
            "statement": number, "parent": number, "url": text, "outlet": text, "published": pa.date32(), "type": text,
            "holder_number": number, "holder": text, "holder_kind": text, "holder_role": text,
            "holder_confidence": pa.float64(), "confidence": pa.float64(), "source_text": text, "cue_text": text,
            "content_text": text, "source": pairs, "cue": pairs, "content": pairs,
            **on_row, **beside, "provenance": pa.list_(came),
        },
        "outcomes": keys | {
            "name": text, "outcome": text, "kind": text, "reason": text, "url": text, "article": text,
            "language": text, "statements": number, "same_as": number,
        },
    }  # fmt: skip
    return {cast(PartTable, name): pa.schema(columns) for name, columns in found.items()}


# -- into rows ---------------------------------------------------------------------------------------------------------


def encodable_article(article: Article) -> Article:
    """The article as Parquet can hold it: each lone surrogate replaced, so that every offset holds."""
    words = {name: getattr(article, name) for name in ("text", "url", "outlet", "title", "language")}
    clean = {name: given and encodable(given) for name, given in words.items()}
    authors = tuple(map(encodable, article.authors))
    return article if clean == words and authors == article.authors else replace(article, **clean, authors=authors)


def article_row(key: RecordKey, name: str, reading: Reading) -> dict[str, Any]:
    """The row of an article."""
    article, by = reading.article, reading.read_by
    holders = [
        {"name": one.name, "kind": one.kind, "role": one.role, "mentions": pairs_of(one.mentions)}
        for one in reading.holders
    ]
    return {
        "part": key.part, "record": key.record, "name": encodable(name), "article": article.id, "url": article.url,
        "outlet": article.outlet, "title": article.title, "authors": list(article.authors),
        "published": _day(article.published), "language": article.language, "text": article.text, "holders": holders,
        "authenticity": list(map(_doubt, reading.authenticity)), "program": by and by.program,
        "weights": by and by.weights,
    }  # fmt: skip


def _doubt(one: Authenticity) -> dict[str, Any]:
    return {
        "kind": one.kind, "text": one.text, "spans": pairs_of(one.spans), "record": one.record,
        "record_spans": pairs_of(one.record_spans), "own": one.own, "by": one.by, "by_spans": pairs_of(one.by_spans),
        "statement": _number(one.statement), "statements": list(map(_from_one, one.statements)),
    }  # fmt: skip


def statement_rows(key: RecordKey, reading: Reading) -> Iterator[dict[str, Any]]:
    """The rows of an article's statements, in text order. Statements are told by their place in it, from 1."""
    article, text = reading.article, reading.article.text
    numbers = {holder: number for number, holder in enumerate(reading.holders)}
    form = replace(PAIRS, statement=_from_one)
    for index, one in enumerate(reading.statements):
        written = {field.name: field.written(one, form) for field in FIELDS}
        yield {
            "part": key.part, "record": key.record, "statement": index + 1, "parent": _number(one.parent),
            "url": article.url, "outlet": article.outlet, "published": _day(article.published), "type": one.type,
            "holder_number": None if one.holder is None else numbers[one.holder],
            "holder": one.holder and one.holder.name, "holder_kind": one.holder and one.holder.kind,
            "holder_role": one.holder and one.holder.role, "holder_confidence": float(one.holder_confidence),
            "confidence": float(one.confidence), "source_text": _words(text, one.source),
            "cue_text": _words(text, one.cue), "content_text": _words(text, one.content),
            "source": pairs_of(one.source), "cue": pairs_of(one.cue), "content": pairs_of(one.content),
            **_on_row(written), **{field.name: written[field.name] for field in BESIDE},
            "provenance": [
                {"field": came.field, "by": came.by, "statement": _number(came.statement)} for came in one.provenance
            ],
        }  # fmt: skip


def outcome_row(outcome: BatchOutcome) -> dict[str, Any]:
    """The row of an outcome."""
    words = {"name": outcome.name, "reason": outcome.reason, "url": outcome.url}
    return {
        "part": outcome.key.part, "record": outcome.key.record, "outcome": outcome.outcome,
        "kind": outcome.kind or None, "article": outcome.article, "language": outcome.language,
        "statements": outcome.statements, "same_as": outcome.same_as,
        **{name: given and encodable(given) for name, given in words.items()},
    }  # fmt: skip


def _on_row(written: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for field in ON_ROW:
        cells = field.row(written[field.name])
        row |= {part.column: cells[part.column] for part in field.named}
        row |= {one.column: _day(cells[one.column]) for one in field.derived}
    return row


def _from_one(index: int) -> int:
    return index + 1


def _number(index: int | None) -> int | None:
    return None if index is None else _from_one(index)


def _day(given: str | None) -> date | None:
    return None if given is None else date.fromisoformat(given)


def _words(text: str, of: Sequence[Span]) -> str:
    return BETWEEN.join(span.of(text) for span in of)


# -- out of rows -------------------------------------------------------------------------------------------------------


def readings_of(articles: Sequence[Mapping[str, Any]], statements: Sequence[Mapping[str, Any]]) -> Iterator[Reading]:
    """The readings of a part's rows, in their order, exactly as they were when they were written."""
    said: dict[int, list[Mapping[str, Any]]] = {}
    for row in statements:
        said.setdefault(row["record"], []).append(row)
    for row in articles:
        holders = tuple(
            Holder(one["name"], cast(HolderKind, one["kind"]), one["role"], spans(one["mentions"]))
            for one in row["holders"]
        )
        own = sorted(said.get(row["record"], ()), key=lambda one: int(one["statement"]))
        by = ReadBy(row["program"], row["weights"]) if row["program"] else None
        doubts = tuple(map(_doubted, row["authenticity"]))
        yield Reading(_article(row), tuple(_statement(one, holders) for one in own), holders, by, doubts)


def _doubted(row: Mapping[str, Any]) -> Authenticity:
    return Authenticity(
        row["kind"], row["text"], spans(row["spans"]), row["record"], spans(row["record_spans"]), row["own"],
        row["by"], spans(row["by_spans"]), _place(row["statement"]), tuple(map(_index, row["statements"])),
    )  # fmt: skip


def _article(row: Mapping[str, Any]) -> Article:
    published = row["published"].isoformat() if row["published"] else None
    return Article(
        row["text"], row["url"], row["outlet"], row["title"], tuple(row["authors"]), published, row["language"]
    )


def _statement(row: Mapping[str, Any], holders: Sequence[Holder]) -> Statement:
    given = {field.name: field.read(row[field.name], _index) for field in BESIDE}
    for field in ON_ROW:
        there = row[field.first.column] is not None
        value = {part.name: row[part.column] for part in field.named} if there else None
        given[field.name] = field.read(row[field.first.column] if field.plain else value)
    return Statement(
        source=spans(row["source"]), cue=spans(row["cue"]), content=spans(row["content"]),
        type=cast(QuotationType, row["type"]), parent=_place(row["parent"]), confidence=row["confidence"],
        holder=None if row["holder_number"] is None else holders[row["holder_number"]],
        holder_confidence=row["holder_confidence"],
        provenance=tuple(
            Provenance(came["field"], came["by"], _place(came["statement"])) for came in row["provenance"]
        ),
        id=row["statement"], **given,
    )  # fmt: skip


def _index(number: int) -> int:
    return number - 1


def _place(number: int | None) -> int | None:
    return None if number is None else _index(number)
