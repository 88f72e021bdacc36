"""Articles of the ledger: one with all that is known of it, and the list of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ..reading import Reading
from . import queue, schema, store
from .counting import NOT_REJECTED, with_reviews
from .lists import wanted
from .queue import Kept, kept, resting_on
from .said import Source, sources
from .store import Row


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a statement of an article stands in the ledger.

    id: its number. holder: its holder's, None where unknown or unnamed. thread: the thread's, None for one that stands
    alone. outlets, wordings: how many the thread has; 1 without one.
    """

    id: int
    holder: int | None
    thread: int | None
    outlets: int = 1
    wordings: int = 1


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article with all that the ledger knows of it.

    reading: as reviews leave it. statements: in the order of the reading's. versions: ids of all versions at its URL,
    the oldest first. findings: those on its words, as they were last looked for. sources: the other articles that these
    rest on.
    """

    id: int
    reading: Reading
    statements: tuple[Placed, ...]
    versions: tuple[int, ...]
    copy_of: Source | None
    copies: tuple[Source, ...]
    findings: tuple[Kept, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in a list. statements, findings: how many it has, but for what people rejected."""

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
class Size:
    """How much a ledger holds. articles: current versions, as are those whose statements are counted. findings: but for
    those that people said are none.
    """

    articles: int
    statements: int
    holders: int
    threads: int
    findings: int


def view(connection: sa.Connection, number: int) -> ArticleView:
    """An article by its number. Raises NotInLedger."""
    laid = store.laid(connection, number, reviewed=True)
    row, of = laid.article, schema.articles.c
    at_url = sa.select(of.id).where(of.url == row["url"]).order_by(of.version)
    versions = tuple(connection.execute(at_url).scalars()) if row["url"] else (number,)
    found = tuple(kept(connection, resting_on(schema.evidence.c.article_id, [number])))
    others = {evidence.article for one in found for evidence in one.finding.evidence} - {number}
    copy_of = sources(connection, of.id == row["copy_of"]) if row["copy_of"] else ()
    return ArticleView(
        number, laid.reading, tuple(_placed(connection, laid.rows)), versions, next(iter(copy_of), None),
        sources(connection, of.copy_of == number), found, sources(connection, of.id.in_(others)),
    )  # fmt: skip


def listed(connection: sa.Connection, limit: int, skip: int) -> Articles:
    """The current versions of articles by their day, the newest first."""
    of = schema.articles
    total = connection.execute(sa.select(sa.func.count()).select_from(of).where(of.c.current)).scalar_one()
    query = sa.select(*of.c["id", "outlet", "title", "published"]).where(of.c.current)
    query = query.order_by(of.c.published.desc().nulls_last(), of.c.id.desc()).limit(limit).offset(skip)
    rows = connection.execute(query).all()
    numbers = [row.id for row in rows]
    statements, findings = _statements(connection, numbers), _findings(connection, numbers)
    found = tuple(
        Listed(row.id, row.outlet, row.title, row.published, statements.get(row.id, 0), findings.get(row.id, 0))
        for row in rows
    )
    return Articles(found, total, skip + len(found) < total)


def size(connection: sa.Connection) -> Size:
    """How much there is."""
    of, article, holder = schema.statements, schema.articles, schema.holders
    statements = sa.select(sa.func.count()).select_from(of)
    # Few don't count: they are looked up, rather than for every statement whether its article is current.
    superseded = sa.select(sa.func.count()).select_from(of.join(article, of.c.article_id == article.c.id))
    rejected = sa.select(sa.func.count()).select_from(schema.reviewed.join(article)).where(schema.reviewed.c.rejected)
    counts = sa.select(
        sa.select(sa.func.count()).select_from(article).where(article.c.current).scalar_subquery(),
        statements.scalar_subquery()
        - superseded.where(article.c.current.is_(sa.false())).scalar_subquery()
        - rejected.where(article.c.current).scalar_subquery(),
        sa.select(sa.func.count()).select_from(holder).where(holder.c.same_as.is_(None)).scalar_subquery(),
        sa.select(sa.func.count()).select_from(schema.threads).scalar_subquery(),
        sa.select(sa.func.count()).select_from(schema.findings).where(queue.NOT_REJECTED).scalar_subquery(),
    )
    return Size(*connection.execute(counts).one())


def _placed(connection: sa.Connection, rows: Sequence[Row]) -> list[Placed]:
    spread = _spread(connection, sorted({row["thread_id"] for row in rows} - {None}))
    return [
        Placed(row["id"], row["holder_id"], row["thread_id"], *spread.get(row["thread_id"], (1, 1))) for row in rows
    ]


def _spread(connection: sa.Connection, threads: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Outlets and wordings of threads."""
    said, of = schema.statements.c, schema.articles.c
    query = (
        sa.select(said.thread_id, sa.func.count(of.site.distinct()), sa.func.count(said.content_text.distinct()))
        .join(schema.articles, said.article_id == of.id)
        .where(of.current, wanted(said.thread_id))
        .group_by(said.thread_id)
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(query, {"wanted": threads})} if threads else {}


def _statements(connection: sa.Connection, numbers: Sequence[int]) -> dict[int, int]:
    of = schema.statements
    columns = of.c.article_id.label("number"), sa.func.count().label("many")
    query = sa.select(*columns).select_from(with_reviews(of)).group_by(of.c.article_id)
    return _pairs(connection.execute(query.where(of.c.article_id.in_(numbers), NOT_REJECTED)).all())


def _findings(connection: sa.Connection, numbers: Sequence[int]) -> dict[int, int]:
    of, finding = schema.evidence, schema.findings
    columns = of.c.article_id.label("number"), sa.func.count(finding.c.id.distinct()).label("many")
    query = sa.select(*columns).select_from(of.join(finding, of.c.finding_id == finding.c.id))
    query = query.where(of.c.article_id.in_(numbers), queue.NOT_REJECTED).group_by(of.c.article_id)
    return _pairs(connection.execute(query).all())


def _pairs(rows: Iterable[sa.Row[Any]]) -> dict[int, int]:
    return {row.number: row.many for row in rows}
