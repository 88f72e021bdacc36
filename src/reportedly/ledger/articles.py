"""Articles of the ledger: one with all that is known of it, and the list of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ..reading import Reading
from . import queue, schema
from .counting import NOT_REJECTED, with_reviews
from .queue import Kept, kept, resting_on
from .said import Source
from .store import Row, laid


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a statement of an article stands in the ledger.

    id: its number. holder: its holder's, None where unknown or unnamed. thread: the thread's, None for one that stands
    alone. articles, outlets: how many others have a statement of the thread.
    """

    id: int
    holder: int | None
    thread: int | None
    articles: int = 0
    outlets: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """An article with all that the ledger knows of it.

    source: what it is, and of which article it is a copy. version, supersedes, superseded_by: of the versions at its
    URL which this one is, and the numbers of the articles before and after it. statements: of each of the reading's
    statements where it stands in the ledger. findings: those that rest on words of it, as they were last looked for.
    """

    source: Source
    added_at: str
    version: int
    supersedes: int | None
    superseded_by: int | None
    reading: Reading
    statements: tuple[Placed, ...]
    findings: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in a list. statements, findings: how many it has, but for what people rejected."""

    source: Source
    added_at: str
    version: int
    statements: int
    findings: int


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


def article(connection: sa.Connection, number: int) -> Shown:
    """An article by its number. Raises NotInLedger."""
    found = laid(connection, number, reviewed=True)
    row = found.article
    return Shown(
        _source(row), row["added_at"], row["version"], row["supersedes"], _next(connection, row), found.reading,
        tuple(_placed(connection, found.rows, number)),
        tuple(kept(connection, resting_on(schema.evidence.c.article_id, [number]))),
    )  # fmt: skip


def articles(connection: sa.Connection, limit: int, skip: int) -> list[Listed]:
    """The current versions of articles, those that were added last first."""
    of = schema.articles
    columns = of.c["id", "site", "outlet", "url", "title", "published", "copy_of", "added_at", "version"]
    query = sa.select(*columns).where(of.c.current).order_by(of.c.id.desc()).limit(limit).offset(skip)
    rows = connection.execute(query).mappings().all()
    numbers = [row["id"] for row in rows]
    statements, findings = _statements(connection, numbers), _findings(connection, numbers)
    return [
        Listed(_source(row), row["added_at"], row["version"], statements.get(row["id"], 0), findings.get(row["id"], 0))
        for row in rows
    ]


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


def _source(row: Row) -> Source:
    return Source(*(row[name] for name in ("id", "site", "outlet", "url", "title", "published", "copy_of")))


def _next(connection: sa.Connection, row: Row) -> int | None:
    """The version that superseded one, by its number."""
    if row["current"]:
        return None
    of = schema.articles
    query = sa.select(of.c.id).where(of.c.url == row["url"], of.c.supersedes == row["id"])
    return connection.execute(query).scalar()


def _placed(connection: sa.Connection, rows: Sequence[Row], number: int) -> list[Placed]:
    threads = {row["thread_id"] for row in rows} - {None}
    others = _others(connection, sorted(threads), number) if threads else {}
    return [
        Placed(row["id"], row["holder_id"], row["thread_id"], *others.get(row["thread_id"], (0, 0))) for row in rows
    ]


def _others(connection: sa.Connection, threads: Sequence[int], number: int) -> Mapping[int, tuple[int, int]]:
    """Of threads, how many other articles and outlets have them."""
    of, article = schema.statements, schema.articles
    tables = of.join(article, of.c.article_id == article.c.id)
    own = sa.select(article.c.site).where(article.c.id == number).scalar_subquery()
    outlets = sa.func.count(sa.case((article.c.site != own, article.c.site)).distinct())
    query = sa.select(of.c.thread_id, sa.func.count(article.c.id.distinct()), outlets).select_from(tables)
    query = query.where(of.c.thread_id.in_(threads), of.c.article_id != number, article.c.current)
    query = query.group_by(of.c.thread_id)
    return {thread: (articles, outlets) for thread, articles, outlets in connection.execute(query)}


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
