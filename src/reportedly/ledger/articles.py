"""Articles as one looks at them: the list of all, and one with all that the ledger knows beside its reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from ..reading import Reading
from . import schema, store
from .examine import Kept, kept
from .said import Source, batched


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in a list. statements, findings: how many."""

    id: int
    outlet: str | None
    title: str | None
    published: str | None
    statements: int
    findings: int


@dataclass(frozen=True, slots=True)
class Articles:
    """Articles, the newest first. total: how many there are. more: whether others follow."""

    articles: tuple[Listed, ...]
    total: int
    more: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the ledger has a statement of the reading. outlets, wordings: how many its thread has; 1 without one."""

    id: int
    holder: int | None
    thread: int | None
    outlets: int
    wordings: int


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article of the ledger.

    statements: in the order of the reading's. versions: ids of all versions at its URL, the oldest first. findings:
    those on its words. sources: the other articles that these rest on.
    """

    id: int
    reading: Reading
    statements: tuple[Placed, ...]
    versions: tuple[int, ...]
    copy_of: Source | None
    copies: tuple[Source, ...]
    findings: tuple[Kept, ...]
    sources: tuple[Source, ...]


def listed(connection: sa.Connection, limit: int, skip: int = 0) -> Articles:
    """Current articles by their day, the newest first."""
    of, said, found = schema.articles, schema.statements, schema.findings
    count = sa.func.count()
    total = connection.execute(sa.select(count).select_from(of).where(of.c.current)).scalar_one()
    query = (
        sa.select(
            *of.c["id", "outlet", "title", "published"],
            sa.select(count).where(said.c.article_id == of.c.id).scalar_subquery().label("statements"),
            sa.select(count).where(found.c.article_id == of.c.id).scalar_subquery().label("findings"),
        )
        .where(of.c.current)
        .order_by(of.c.published.desc().nulls_last(), of.c.id.desc())
        .limit(limit)
        .offset(skip)
    )
    rows = tuple(Listed(**row) for row in connection.execute(query).mappings())
    return Articles(rows, total, skip + len(rows) < total)


def view(connection: sa.Connection, number: int) -> ArticleView:
    """One article. Raises NotInLedger."""
    reading = store.reading(connection, number)
    of = schema.articles.c
    row = connection.execute(sa.select(of.url, of.copy_of).where(of.id == number)).one()
    at_url = sa.select(of.id).where(of.url == row.url).order_by(of.version)
    versions = tuple(connection.execute(at_url).scalars()) if row.url else (number,)
    found = tuple(kept(connection, articles=[number]))
    others = {e.article for k in found for e in k.finding.evidence} - {number}
    copy_of = _sources(connection, of.id == row.copy_of) if row.copy_of else ()
    copies = _sources(connection, of.copy_of == number)
    sources = _sources(connection, of.id.in_(others))
    return ArticleView(
        number, reading, _placed(connection, number), versions, next(iter(copy_of), None), copies, found, sources
    )


def _sources(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> tuple[Source, ...]:
    columns = schema.articles.c["id", "site", "outlet", "url", "title", "published", "copy_of"]
    return tuple(Source(*row) for row in connection.execute(sa.select(*columns).where(condition).order_by(columns[0])))


def _placed(connection: sa.Connection, number: int) -> tuple[Placed, ...]:
    of = schema.statements.c
    query = sa.select(of.id, of.holder_id, of.thread_id).where(of.article_id == number).order_by(of.position)
    rows = connection.execute(query).all()
    spread = _spread(connection, {row.thread_id for row in rows if row.thread_id is not None})
    return tuple(Placed(*row, *spread.get(row.thread_id, (1, 1))) for row in rows)


def _spread(connection: sa.Connection, threads: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Outlets and wordings of each thread."""
    said, of = schema.statements.c, schema.articles.c
    query = (
        sa.select(said.thread_id, sa.func.count(of.site.distinct()), sa.func.count(said.content_text.distinct()))
        .join(schema.articles, said.article_id == of.id)
        .where(of.current)
        .group_by(said.thread_id)
    )
    found: dict[int, tuple[int, int]] = {}
    for some in batched(sorted(threads)):
        for thread, outlets, wordings in connection.execute(query.where(said.thread_id.in_(some))):
            found[thread] = outlets, wordings
    return found
