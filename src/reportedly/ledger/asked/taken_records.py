"""Records, what articles quote of them, and what articles say of whether they are genuine, row by row, for export."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath
from typing import Any, Final

import sqlalchemy as sa

from ..records import recordings
from ..tables import schema

#: Rows read from the database at once.
AT_ONCE: Final = 200
_REJECTED: Final = sa.select(schema.reviewed.c.statement_id).where(schema.reviewed.c.rejected)


def records(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """The records, by id: what is known of each, which machine heard it, which recording it is of; not its words."""
    table = schema.records
    query = sa.select(*(column for column in table.c if column.name != "moments")).order_by(table.c.id)
    for row in connection.execute(query.execution_options(yield_per=AT_ONCE)).mappings():
        hearing = row["hearing"] or {}
        known = recordings.stored(row["recording"]).facts if row["recording"] else None
        yield {
            **{name: row[name] for name in ("id", "digest", "form", "event", "date", "place", "words", "added_at")},
            "name": PurePath(row["name"]).name or row["name"], "model": hearing.get("model"),
            "model_sha256": hearing.get("model_digest"), "recording": known and known.name,
            "recording_sha256": known and known.sha256,
        }  # fmt: skip


def verified(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """What records have of the quotations of articles, by id; of a statement that was rejected without it."""
    table = schema.verified
    counts = sa.case((table.c.statement_id.not_in(_REJECTED), table.c.statement_id)).label("counting")
    query = sa.select(table, counts).order_by(table.c.id).execution_options(yield_per=AT_ONCE)
    for row in connection.execute(query).mappings():
        passages = [
            {name: at.get(name) for name in ("speaker", "turn", "time", "until", "span", "words")}
            for at in row["passages"]
        ]
        time = next((at["time"] for at in passages if at["time"] is not None), None)
        kept = {name: row[name] for name in ("id", "record_id", "article_id", "holder", "class", "marked", "words")}
        spans = {"spans": row["spans"], "differences": row["differences"]}
        yield {**kept, **spans, "statement_id": row["counting"], "time": time, "passages": passages}


def authenticity(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """What articles say of whether records are genuine, article by article, in the order of the text."""
    article = schema.articles.c
    query = sa.select(article.id, article.authenticity).order_by(article.id).execution_options(yield_per=AT_ONCE)
    for number, remarks in connection.execute(query):
        places = _places(connection, number) if remarks else {}
        for position, one in enumerate(remarks):
            yield {
                "article_id": number, "position": position, "statement_id": places.get(one["statement"]),
                "statements": [places[at] for at in one["statements"] if at in places],
                **{name: one[name] for name in ("kind", "text", "record", "own", "by")},
                **{name: one[name] for name in ("spans", "record_spans", "by_spans")},
            }  # fmt: skip


def _places(connection: sa.Connection, article: int) -> dict[int, int]:
    """The ids of an article's statements that count, by position."""
    statement = schema.statements.c
    query = sa.select(statement.position, statement.id).where(statement.article_id == article)
    return {row.position: row.id for row in connection.execute(query.where(statement.id.not_in(_REJECTED)))}


#: What gives the rows of each table.
TABLES: Final[Mapping[str, Callable[[sa.Connection], Iterator[Mapping[str, Any]]]]] = {
    "records": records, "verified": verified, "authenticity": authenticity,
}  # fmt: skip
