"""The contents of a ledger, record by record, for export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Literal, get_args

import sqlalchemy as sa

from ...articles.article import Article
from ...evidence.kept import KeptCapture
from ...reading import Reading
from ...values.fields import ON_ROW
from ..findings import queue
from ..reviews.review import Entry, entries
from ..tables import captures, schema
from ..tables.around import around
from ..tables.counting import NOT_REJECTED, beside, value, with_reviews
from ..tables.readings import article as article_row
from ..tables.readings import laid, published_as
from ..tables.record import StatementRecord, fetch
from . import taken_records

#: Rows read from the database at once.
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Party:
    """A holder across articles. wikidata: of the public figure it is, None if it isn't known to be one."""

    id: int
    name: str
    kind: str
    role: str | None
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class TakenArticle:
    """An article with reviews applied, and the ids of its parts in the ledger.

    digest: of outlet, URL and text, hence the same in every ledger. supersedes, copy_of: digests of other articles.
    The tuples have one item for each statement of the reading. holders, threads: ids. targets: for each of its stances
    the target's id as a holder.
    """

    id: int
    digest: str
    version: int
    supersedes: str | None
    copy_of: str | None
    reading: Reading
    holders: tuple[int | None, ...]
    threads: tuple[int | None, ...]
    targets: tuple[tuple[int | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Utterance:
    """A thread. statements: the earliest first. digests: of their articles, by article id."""

    id: int
    statements: tuple[StatementRecord, ...]
    digests: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An article with reviews applied, and these reviews.

    digest: of outlet, URL and text. statements: ids, in the reading's order. entries: the reviews of statements that
    stand, the oldest first, also those of rejected statements. holders: the holders that reviews refer to, by id.
    """

    digest: str
    reading: Reading
    statements: tuple[int, ...]
    entries: tuple[Entry, ...]
    holders: Mapping[int, Party]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The contents of a ledger at one moment. All methods are lazy, so that nothing large has to fit into memory."""

    connection: sa.Connection

    def rows(self, table: TableName) -> Iterator[Mapping[str, Any]]:
        """The rows of a table, flat, with names as well as ids, so that each row makes sense by itself."""
        return rows(self.connection, table)

    def parties(self) -> Iterator[Party]:
        """Holders across articles, without merged ones."""
        return parties(self.connection)

    def records(self) -> Iterator[TakenArticle]:
        """Every article, in the order of adding."""
        return records(self.connection)

    def current(self) -> Iterator[tuple[int, Reading]]:
        """The current version of every article, by its id, with reviews applied, in the order of adding."""
        return current(self.connection)

    def reviewed(self) -> Iterator[Reviewed]:
        """Every article of which somebody says that it was wholly reviewed, in the order of adding."""
        return reviewed(self.connection)

    def partly_reviewed(self) -> int:
        """The number of other articles with a review of a statement that stands."""
        return partly_reviewed(self.connection)

    def reading(self, article: int) -> Reading:
        """The reading of an article, by its id, with reviews applied. Raises NotInLedger."""
        return laid(self.connection, article, reviewed=True).reading

    def size(self) -> int:
        """The number of articles, all versions."""
        return int(self.connection.execute(sa.select(sa.func.count()).select_from(schema.articles)).scalar_one())

    def captures(self) -> Iterator[tuple[int, KeptCapture]]:
        """What was kept, each with the id of an article that was read from it, in the order of keeping."""
        return captures.every(self.connection)

    def utterances(self) -> Iterator[Utterance]:
        """Every thread, by id."""
        return utterances(self.connection)

    def sample(self, count: int, seed: int) -> Iterator[tuple[str, Article]]:
        """As many current articles that copy no other, drawn by chance, with their digests.

        seed: the same one draws the same articles of the same ledger.
        """
        return sample(self.connection, count, seed)


TableName = Literal[
    "articles",
    "fact_changes",
    "holders",
    "statements",
    "hops",
    "answers",
    "stances",
    "sourcing",
    "links",
    "findings",
    "records",
    "verified",
    "authenticity",
]
TABLES: tuple[TableName, ...] = get_args(TableName)


def rows(connection: sa.Connection, name: TableName) -> Iterator[Mapping[str, Any]]:
    """The rows of a table with reviews applied, flat, with names as well as ids. Keys are the columns' names."""
    if name in ("records", "verified", "authenticity"):
        yield from taken_records.TABLES[name](connection)
        return
    query = _query(name).execution_options(yield_per=AT_ONCE)
    if name != "statements":
        yield from (row._asdict() for row in connection.execute(query))
        return
    for some in connection.execute(query).partitions():
        within = around(connection, [row.id for row in some if row.parent_id is not None])
        for row in some:
            nested, said = within.get(row.id), row.standing != "not said"
            yield row._asdict() | {"within": nested and str(nested), "said": said and nested is None}


def _query(name: TableName) -> sa.Select[Any]:
    article, holder, statement = schema.articles, schema.holders, schema.statements
    if name == "articles":
        return sa.select(*(c for c in article.c if c.name != "text")).order_by(article.c.id)
    if name == "fact_changes":
        return sa.select(*schema.fact_changes.c).order_by(schema.fact_changes.c.id)
    if name == "holders":
        public = holder.outerjoin(schema.figures, holder.c.figure_id == schema.figures.c.id)
        return (
            sa.select(*holder.c["id", "name", "kind", "role", "same_as"], schema.figures.c.wikidata)
            .select_from(public)
            .order_by(holder.c.id)
        )
    if name == "statements":
        return _statements()
    if name == "findings":
        return _findings()
    table = schema.metadata.tables[name]
    within = with_reviews(table.join(statement, table.c.statement_id == statement.c.id))
    columns = [c for c in table.c if c.name not in ("id", "site")]
    query = sa.select(*columns).select_from(within).where(NOT_REJECTED, _counts(table))
    return query.order_by(statement.c.id, *(c for c in table.c if c.name in _ORDER))


#: Columns by which the rows of one statement are sorted.
_ORDER = ("position", "id", "answered_id", "other_id")
_REVIEWED = schema.reviewed.c
_REJECTED = sa.select(_REVIEWED.statement_id).where(_REVIEWED.rejected)
#: Statements that are in no thread, whatever links they have: rejected, or taken out of it by a review.
_APART = sa.select(_REVIEWED.statement_id).where(sa.or_(_REVIEWED.rejected, _REVIEWED.apart))


def _counts(table: sa.Table) -> sa.ColumnElement[bool]:
    """Condition: a row that belongs to a statement counts, and the statement that it points to wasn't rejected."""
    if table is schema.links:
        return sa.and_(*(table.c[end].not_in(_APART) for end in ("statement_id", "other_id")))
    there = table.c.answered_id.not_in(_REJECTED) if table is schema.answers else sa.true()
    return sa.and_(beside(table, schema.REVIEWS[table.name]), there)


def _findings() -> sa.Select[Any]:
    finding = schema.findings
    columns = finding.c["id", "code", "sentence", "article_id", "evidence", "found_at"]
    return sa.select(*columns).where(queue.NOT_REJECTED).order_by(finding.c.id)


def _statements() -> sa.Select[Any]:
    statement, article, holder = schema.statements, schema.articles, schema.holders
    appearance, reviewed = schema.appearances, _REVIEWED.holder
    tables = statement.join(article).outerjoin(appearance, statement.c.appearance_id == appearance.c.id)
    tables = tables.outerjoin(holder, statement.c.holder_id == holder.c.id)
    # The holder that a review gives, where one does.
    own = {name: sa.case((_REVIEWED.own, reviewed[name].as_string()), else_=appearance.c[name]) for name in _WHOSE}
    parent = value("parent_id").element
    columns = [
        *statement.c["id", "article_id", "position"], *article.c["url", "outlet", "published"],
        sa.case((parent.not_in(_REJECTED), parent)).label("parent_id"), value("type"), statement.c.holder_id,
        sa.func.coalesce(holder.c.name, own["name"]).label("holder"), own["kind"].label("holder_kind"),
        own["role"].label("holder_role"),
        *map(value, ("cue_text", "content_text", *(name for field in ON_ROW for name in field.cells))),
        *statement.c["thread_id", "confidence"], *map(value, ("source", "cue", "content")),
    ]  # fmt: skip
    return sa.select(*columns).select_from(with_reviews(tables)).where(NOT_REJECTED).order_by(statement.c.id)


_WHOSE = ("name", "kind", "role")


def _with_reviews_of(*subjects: str) -> sa.Select[Any]:
    """The ids of articles with a review of one of these subjects that stands."""
    columns = schema.reviews.c
    return sa.select(columns.article_id).where(columns.undone_at.is_(None), columns.subject.in_(subjects)).distinct()


def partly_reviewed(connection: sa.Connection) -> int:
    """The number of articles with a review that stands, but none that says that they were wholly reviewed."""
    whole = _with_reviews_of("article").subquery()
    some = _with_reviews_of("statement", "new").subquery()
    left = sa.select(sa.func.count()).select_from(some).where(some.c.article_id.not_in(sa.select(whole)))
    return int(connection.execute(left).scalar_one())


def reviewed(connection: sa.Connection) -> Iterator[Reviewed]:
    """Every article of which somebody says that it was wholly reviewed, in the order of adding."""
    for number in sorted(connection.execute(_with_reviews_of("article")).scalars().all()):
        found = laid(connection, number, reviewed=True)
        reviews = entries(connection, article=number, limit=None)
        kept = tuple(one for one in reversed(reviews) if one.stands and one.subject in ("statement", "new"))
        named = {party.id: party for party in _parties(connection, schema.holders.c.id.in_(_named(kept)))}
        statements = tuple(int(row["id"]) for row in found.rows)
        yield Reviewed(found.article["digest"], found.reading, statements, kept, named)


def _named(entries: Iterable[Entry]) -> set[int]:
    """The ids of holders that reviews refer to."""
    values = [entry.value["holder"] for entry in entries if entry.subject == "new"]
    values += [entry.value for entry in entries if entry.field == "holder"]
    return {value["number"] for value in values if value and value.get("number") is not None}


def parties(connection: sa.Connection) -> Iterator[Party]:
    """Holders across articles, without merged ones."""
    return _parties(connection, schema.holders.c.same_as.is_(None))


def _parties(connection: sa.Connection, which: sa.ColumnElement[bool]) -> Iterator[Party]:
    holder, figure = schema.holders, schema.figures
    query = sa.select(*holder.c["id", "name", "kind", "role"], figure.c.wikidata)
    query = query.select_from(holder.outerjoin(figure, holder.c.figure_id == figure.c.id)).where(which)
    for row in connection.execute(query.order_by(holder.c.id).execution_options(yield_per=AT_ONCE)):
        yield Party(row.id, row.name, row.kind, row.role, row.wikidata)


def records(connection: sa.Connection) -> Iterator[TakenArticle]:
    """Every article, in the order of adding."""
    article = schema.articles
    for some in _numbers(connection, article):
        digests = _digests(connection, some)
        for row in connection.execute(sa.select(article).where(article.c.id.in_(some)).order_by(article.c.id)).all():
            found = laid(connection, row.id, reviewed=True)
            yield TakenArticle(
                row.id, row.digest, row.version, digests.get(row.supersedes), digests.get(row.copy_of), found.reading,
                tuple(one["holder_id"] for one in found.rows),
                tuple(one["thread_id"] for one in found.rows),
                _targets(connection, row.id, found.rows),
            )  # fmt: skip


def current(connection: sa.Connection) -> Iterator[tuple[int, Reading]]:
    """The current version of every article, by its id, with reviews applied, in the order of adding."""
    there = sa.select(schema.articles.c.id).where(schema.articles.c.current).order_by(schema.articles.c.id)
    for number in connection.execute(there).scalars().all():
        yield number, laid(connection, number, reviewed=True).reading


def _digests(connection: sa.Connection, numbers: Sequence[int]) -> dict[int | None, str]:
    """The digests of the articles that the given ones supersede or copy, by id."""
    article, other = schema.articles, schema.articles.alias()
    within = sa.or_(article.c.supersedes == other.c.id, article.c.copy_of == other.c.id)
    query = sa.select(other.c.id, other.c.digest).join(article, within).where(article.c.id.in_(numbers))
    return {row.id: row.digest for row in connection.execute(query)}


def _targets(
    connection: sa.Connection, article: int, rows: Iterable[sa.RowMapping]
) -> tuple[tuple[int | None, ...], ...]:
    """The ids of the targets of each statement's stances, in the order of the reading."""
    statement, held = schema.statements, schema.stances
    found: dict[int, list[int | None]] = {row["id"]: [] for row in rows}
    tables = with_reviews(held.join(statement, held.c.statement_id == statement.c.id))
    query = sa.select(held.c.statement_id, held.c.target_holder_id).select_from(tables)
    counting = query.where(statement.c.article_id == article, NOT_REJECTED, beside(held, "stances_id"))
    for row in connection.execute(counting.order_by(held.c.id)):
        found[row.statement_id].append(row.target_holder_id)
    return tuple(map(tuple, found.values()))


def sample(connection: sa.Connection, count: int, seed: int) -> Iterator[tuple[str, Article]]:
    """As many current articles that copy no other, drawn by chance, with their digests."""
    article = schema.articles
    there = sa.select(article.c.id).where(article.c.current, article.c.copy_of.is_(None)).order_by(article.c.id)
    numbers = connection.execute(there).scalars().all()
    for number in Random(seed).sample(numbers, min(count, len(numbers))):
        row = article_row(connection, number)
        yield row["digest"], published_as(row)


def utterances(connection: sa.Connection) -> Iterator[Utterance]:
    """Every thread, by id."""
    statement_table, article = schema.statements, schema.articles
    for some in _numbers(connection, schema.threads):
        threads: dict[int, list[StatementRecord]] = {}
        for statement in fetch(connection, statement_table.c.thread_id.in_(some)):
            threads.setdefault(statement.thread or 0, []).append(statement)
        within = sa.select(article.c.id, article.c.digest).join(
            statement_table, statement_table.c.article_id == article.c.id
        )
        query = within.where(statement_table.c.thread_id.in_(some))
        digests = {row.id: row.digest for row in connection.execute(query)}
        for number, statements in sorted(threads.items()):
            ordered = sorted(statements, key=lambda statement: (statement.source.published or "~", statement.id))
            yield Utterance(
                number, tuple(ordered), {statement.source.id: digests[statement.source.id] for statement in ordered}
            )


def _numbers(connection: sa.Connection, table: sa.Table) -> Iterator[Sequence[int]]:
    """The ids of a table in batches, in ascending order. Each query starts at the id where the last one ended."""
    last = 0
    while some := connection.execute(
        sa.select(table.c.id).where(table.c.id > last).order_by(table.c.id).limit(AT_ONCE)
    ).scalars().all():  # fmt: skip
        yield some
        last = some[-1]
