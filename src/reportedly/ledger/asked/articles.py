"""The list of articles, and one article with its reading and what the ledger knows besides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import sqlalchemy as sa

from ...evidence.kept import KeptCapture
from ...reading import Reading
from ..findings import queue
from ..findings.queue import Kept
from ..records import quotations
from ..records.quotations import HeldQuotation
from ..reviews.review import Entry, entries
from ..tables import captures, schema
from ..tables.counting import NOT_REJECTED, value, with_reviews
from ..tables.facts import FactChange, history
from ..tables.lists import page, wanted
from ..tables.readings import laid
from ..tables.record import Source, telling, these_sources, told


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in a list. statements, findings: how many, but for what people rejected."""

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
class Neighbour:
    """A statement of another article in the same thread. statement: its id."""

    article: int
    statement: int
    outlet: str | None
    published: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the ledger has a statement of the reading. outlets, wordings: how many its thread has; 1 without one.
    neighbours: the first who have it elsewhere. reviews: what people said of it, the oldest first, those undone too.

    id, holder, thread: ids in the ledger. position: among the statements of the article as they were read, from 0.
    """

    id: int
    position: int
    holder: int | None
    thread: int | None
    outlets: int
    wordings: int
    neighbours: tuple[Neighbour, ...] = ()
    reviews: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class AsRead:
    """A holder as the article was read, whatever reviews say. statements: how many were read as its own."""

    name: str
    kind: str
    statements: int


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article of the ledger.

    reading: with reviews applied. statements: one for each statement of the reading, in the same order.
    versions: ids of all versions at its URL, the oldest first. facts: its facts that were corrected, the oldest first.
    findings: stored ones that rest on its words.
    sources: the other articles that these findings rest on. reviews: those of rejected statements, of findings and of
    holders, the oldest first; reviews of a statement stand with it. holders: as they were read, in the reading's order.
    captures: what was kept of it, its page or file first.
    waiting: number of places in the ledger that are
    still to be examined, so that findings may be missing. verified: what records have of its quotations, in text order.
    """

    id: int
    reading: Reading
    statements: tuple[Placed, ...]
    versions: tuple[int, ...]
    copy_of: Source | None
    copies: tuple[Source, ...]
    findings: tuple[Kept, ...]
    sources: tuple[Source, ...]
    reviews: tuple[Entry, ...] = ()
    facts: tuple[FactChange, ...] = ()
    holders: tuple[AsRead, ...] = ()
    captures: tuple[KeptCapture, ...] = ()
    waiting: int = 0
    verified: tuple[HeldQuotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Size:
    """The numbers of what a ledger has.

    articles, statements: of current versions. holders: without merged ones. findings: without rejected ones.
    """

    articles: int
    statements: int
    holders: int
    threads: int
    findings: int


#: Most reviews given with an article (the latest), and most neighbours given with a statement (the earliest).
MOST_REVIEWS, MOST_NEIGHBOURS = 1_000, 3
_COUNT: Final = sa.func.count()


def listed(connection: sa.Connection, limit: int, skip: int = 0) -> Articles:
    """Current articles by date of publication, the newest first. limit, skip: the page, counted in articles."""
    total = connection.execute(_CURRENT).scalar_one()
    rows = tuple(Listed(*row) for row in connection.execute(_listing(), {"limit": limit, "skip": skip}))
    return Articles(rows, total, skip + len(rows) < total)


# Each query is built once, because building it takes longer than running it.

_CURRENT: Final = sa.select(_COUNT).select_from(schema.articles).where(schema.articles.c.current)


@cache
def _listing() -> sa.Select[Any]:
    article = schema.articles
    query = sa.select(*article.c["id", "outlet", "title", "published"], _statements(), _findings())
    newest = query.where(article.c.current).order_by(article.c.published.desc().nulls_last(), article.c.id.desc())
    return page(newest)


def _statements() -> sa.Label[int]:
    statement = schema.statements
    mine = (
        sa.select(_COUNT)
        .select_from(with_reviews(statement))
        .where(statement.c.article_id == schema.articles.c.id, NOT_REJECTED)
    )
    return mine.correlate(schema.articles).scalar_subquery().label("statements")


def _findings() -> sa.Label[int]:
    evidence, found = schema.evidence, schema.findings
    tables = evidence.join(found, evidence.c.finding_id == found.c.id)
    query = sa.select(sa.func.count(found.c.id.distinct())).select_from(tables)
    mine = query.where(evidence.c.article_id == schema.articles.c.id, queue.NOT_REJECTED)
    return mine.correlate(schema.articles).scalar_subquery().label("findings")


def size(connection: sa.Connection) -> Size:
    """The numbers of what the ledger has."""
    statement, article, holder = schema.statements, schema.articles, schema.holders
    # Counts all statements and subtracts those that don't count, because these are few: that is faster than to look up
    # for every statement whether its article is current.
    superseded = sa.select(_COUNT).select_from(statement.join(article, statement.c.article_id == article.c.id))
    rejected = sa.select(_COUNT).select_from(schema.reviewed.join(article)).where(schema.reviewed.c.rejected)
    counts = sa.select(
        sa.select(_COUNT).select_from(article).where(article.c.current).scalar_subquery(),
        sa.select(_COUNT).select_from(statement).scalar_subquery()
        - superseded.where(article.c.current.is_(sa.false())).scalar_subquery()
        - rejected.where(article.c.current).scalar_subquery(),
        sa.select(_COUNT).select_from(holder).where(holder.c.same_as.is_(None)).scalar_subquery(),
        sa.select(_COUNT).select_from(schema.threads).scalar_subquery(),
        sa.select(_COUNT).select_from(schema.findings).where(queue.NOT_REJECTED).scalar_subquery(),
    )
    return Size(*connection.execute(counts).one())


_VERSIONS: Final = (
    sa.select(schema.articles.c.id)
    .where(schema.articles.c.address == sa.bindparam("address"))
    .order_by(schema.articles.c.version)
)
_COPIES: Final = telling(schema.articles.c.copy_of == sa.bindparam("article"))


def view(connection: sa.Connection, number: int) -> ArticleView:
    """One article by its id. Raises NotInLedger."""
    found = laid(connection, number, reviewed=True)
    row = found.article
    at_url = {"address": row["address"]}
    versions = tuple(connection.execute(_VERSIONS, at_url).scalars()) if row["address"] else (number,)
    findings = tuple(queue.on_articles(connection, [number]))
    others = {e.article for k in findings for e in k.finding.evidence} - {number}
    copy_of = these_sources(connection, [row["copy_of"]]) if row["copy_of"] else ()
    reviews = entries(connection, number, limit=MOST_REVIEWS)[::-1]
    there = {row["id"] for row in found.rows}
    return ArticleView(
        number, found.reading, _placed(connection, number, found.rows, reviews), versions, next(iter(copy_of), None),
        told(connection, _COPIES, {"article": number}), findings, these_sources(connection, others),
        tuple(entry for entry in reviews if entry.statement not in there), history(connection, number),
        _as_read(connection, number), captures.of(connection, number), queue.waiting(connection),
        quotations.of_article(connection, number),
    )  # fmt: skip


def _as_read(connection: sa.Connection, article: int) -> tuple[AsRead, ...]:
    return tuple(AsRead(*row) for row in connection.execute(_as_read_in(), {"article": article}))


@cache
def _as_read_in() -> sa.Select[Any]:
    appearance, statement = schema.appearances, schema.statements
    tables = appearance.join(statement, statement.c.appearance_id == appearance.c.id)
    query = sa.select(*appearance.c["name", "kind"], _COUNT).select_from(tables)
    mine = query.where(appearance.c.article_id == sa.bindparam("article"), statement.c.added.is_(sa.false()))
    return mine.group_by(appearance.c.id).order_by(appearance.c.position)


def _placed(
    connection: sa.Connection, article: int, rows: Sequence[sa.RowMapping], reviews: Iterable[Entry]
) -> tuple[Placed, ...]:
    threads = {row["thread_id"] for row in rows if row["thread_id"] is not None}
    spread, beside = _spread(connection, threads), _neighbours(connection, article, threads)
    on: dict[int | None, list[Entry]] = {}
    for entry in reviews:
        on.setdefault(entry.statement, []).append(entry)
    return tuple(
        Placed(
            row["id"], row["position"], row["holder_id"], row["thread_id"], *spread.get(row["thread_id"], (1, 1)),
            tuple(beside.get(row["thread_id"], ())), tuple(on.get(row["id"], ())),
        )
        for row in rows
    )  # fmt: skip


def _spread(connection: sa.Connection, threads: Iterable[int]) -> dict[int, tuple[int, int]]:
    """The numbers of outlets and of wordings by thread."""
    rows = connection.execute(_spreading(), {"wanted": sorted(threads)})
    return {row[0]: (row[1], row[2]) for row in rows}


@cache
def _spreading() -> sa.Select[Any]:
    statement, article = schema.statements, schema.articles
    wordings = sa.func.count(value("content_text").element.distinct())
    return (
        sa.select(statement.c.thread_id, sa.func.count(article.c.site.distinct()), wordings)
        .select_from(with_reviews(statement.join(article, statement.c.article_id == article.c.id)))
        .where(article.c.current, wanted(statement.c.thread_id))
        .group_by(statement.c.thread_id)
    )


def _neighbours(connection: sa.Connection, article: int, threads: Iterable[int]) -> dict[int, list[Neighbour]]:
    """The earliest statements of each thread in other articles, by thread."""
    found: dict[int, list[Neighbour]] = {}
    for row in connection.execute(_neighbouring(), {"wanted": sorted(threads), "article": article}):
        found.setdefault(row[0], []).append(Neighbour(*row[1:6]))
    return found


@cache
def _neighbouring() -> sa.Select[Any]:
    statement, articles = schema.statements, schema.articles
    order = sa.func.row_number().over(
        partition_by=statement.c.thread_id,
        order_by=(articles.c.published.nulls_last(), articles.c.id, statement.c.position),
    )
    columns = (
        statement.c.thread_id,
        articles.c.id,
        statement.c.id,
        sa.func.coalesce(articles.c.outlet, articles.c.site),
        articles.c.published,
        value("content_text"),
    )
    first = (
        sa.select(*columns, order.label("place"))
        .select_from(with_reviews(statement.join(articles, statement.c.article_id == articles.c.id)))
        .where(
            articles.c.current, articles.c.id != sa.bindparam("article"), NOT_REJECTED, wanted(statement.c.thread_id)
        )
        .subquery()
    )
    return sa.select(first).where(first.c.place <= MOST_NEIGHBOURS).order_by(first.c.thread_id, first.c.place)
