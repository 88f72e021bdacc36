"""Captures: which pages and files were kept of the articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

import sqlalchemy as sa

from ...evidence.kept import KeptCapture, Stamp, from_rows, to_rows
from ...printable import storable
from . import schema

_COLUMNS: Final = schema.captures.c[
    "article_id", "uri", "at", "media_type", "size", "sha256", "warc", "record", "records", "stamp"
]


def attach(connection: sa.Connection, article: int, captures: Sequence[KeptCapture]) -> None:
    """Note what an article was read from, in the current transaction; what is noted already stays as it is."""
    there = {(kept.record, kept.stamp) for kept in of(connection, article)}
    rows = [_row(article, kept) for kept in captures if (kept.record, kept.stamp) not in there]
    if rows:
        connection.execute(sa.insert(schema.captures), rows)


def of(connection: sa.Connection, article: int) -> tuple[KeptCapture, ...]:
    """What an article was read from, in the order of keeping."""
    query = sa.select(*_COLUMNS).where(schema.captures.c.article_id == article).order_by(schema.captures.c.id)
    return tuple(_capture(row) for row in connection.execute(query))


def find(connection: sa.Connection, uri: str, sha256: str) -> KeptCapture | None:
    """The last capture of an address whose bytes have this digest; one with a stamp before others."""
    column = schema.captures.c
    query = sa.select(*_COLUMNS).where(column.sha256 == sha256, column.uri == storable(uri))
    row = connection.execute(query.order_by(column.stamp.is_(None), column.id.desc()).limit(1)).first()
    return _capture(row) if row else None


def every(connection: sa.Connection) -> Iterator[tuple[int, KeptCapture]]:
    """All captures with the ids of their articles, in the order of keeping."""
    rows = connection.execute(sa.select(*_COLUMNS).order_by(schema.captures.c.id))
    return ((row.article_id, _capture(row)) for row in rows)


def _row(article: int, kept: KeptCapture) -> dict[str, Any]:
    return {
        "article_id": article, "uri": storable(kept.uri), "at": kept.at, "media_type": storable(kept.media_type),
        "size": kept.size, "sha256": kept.sha256, "warc": kept.warc, "record": kept.record,
        "records": to_rows(kept.records), "stamp": asdict(kept.stamp) if kept.stamp else None,
    }  # fmt: skip


def _capture(row: Any) -> KeptCapture:
    return KeptCapture(
        row.uri, row.at, row.media_type, row.size, row.sha256, row.warc, row.record, from_rows(row.records),
        Stamp(**row.stamp) if row.stamp else None,
    )  # fmt: skip
