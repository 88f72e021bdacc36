"""What articles say of whether the records are genuine in which the words of statements stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ...values.authenticity import Authenticity
from ..tables import readings, schema
from ..tables.lists import one_of
from ..tables.record import Source, StatementRecord


@dataclass(frozen=True, slots=True)
class DoubtedRecord:
    """What an article says of whether a record is genuine. source: the article. said: statements by their ids."""

    source: Source
    said: Authenticity


def of_statements(connection: sa.Connection, statements: Sequence[StatementRecord]) -> tuple[DoubtedRecord, ...]:
    """What is said of the records in which given statements stand, in the order of their articles."""
    sources = {one.source.id: one.source for one in statements}
    asked = {one.id for one in statements}
    statement, article = schema.statements.c, schema.articles.c
    says = sa.cast(article.authenticity, sa.Text) != "[]"
    kept = connection.execute(
        sa.select(article.id, article.authenticity).where(one_of(article.id, sources), says)
    ).all()  # fmt: skip
    if not kept:
        return ()
    at = sa.select(statement.article_id, statement.position, statement.id)
    places: dict[int, dict[int, int]] = defaultdict(dict)
    for row in connection.execute(at.where(one_of(statement.article_id, {one.id for one in kept}))):
        places[row.article_id][row.position] = row.id
    said = {one.id: readings.doubted(one.authenticity, places[one.id]) for one in kept}
    return tuple(
        DoubtedRecord(source, one)
        for number, source in sources.items()
        for one in said.get(number, ())
        if not asked.isdisjoint(one.statements)
    )
