"""Keeping readings: an article with its statements goes in whole, and comes out as it went in."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, Final, Literal, cast, overload
from urllib.parse import urlsplit

import sqlalchemy as sa

from ..addressees import Addressee
from ..answers import Answer, Response
from ..article import Article
from ..attribution import QuotationType
from ..chains import Hop, Relation
from ..entities import HolderKind
from ..errors import NotInLedger
from ..holders import Holder
from ..reading import Reading, Statement
from ..span import Span
from ..stance import Stance
from ..standing import Standing, Value
from ..times import Place, Time
from . import schema
from .edtf import days
from .engine import KEEPING, alone
from .said import spans_of as spans

Outcome = Literal["new", "unchanged", "new version"]
Row = sa.RowMapping

#: No text in a database may hold half a pair of UTF-16, and PostgreSQL's none may hold a zero.
UNSTORABLE = re.compile("[\ud800-\udfff\x00]")


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a reading: the article's id in the ledger, and whether it was new."""

    article: int
    outcome: Outcome
    statements: int


_OF: Final = schema.articles.c
#: Queries that every article asks are built once: building one costs as much as asking it.
_SAME: Final = sa.select(_OF.id).where(_OF.digest == sa.bindparam("digest"))
_NEWEST: Final = (
    sa.select(_OF.id, _OF.version).where(_OF.url == sa.bindparam("url")).order_by(_OF.version.desc()).limit(1)
)


@cache
def _last(table: sa.Table) -> sa.Select[Any]:
    return sa.select(sa.func.max(table.c.id))


def keep(connection: sa.Connection, reading: Reading) -> Kept:
    """Keep a reading, in the transaction at hand. The same article again changes nothing.

    The same URL with another text is a new version, which supersedes the one before.
    """
    article, digest = reading.article, _digest(reading.article)
    # Before anything is looked up: two writers with the same article would both find that it isn't there.
    alone(connection, KEEPING)
    known = connection.execute(_SAME, {"digest": digest}).scalar()
    if known is not None:
        return Kept(known, "unchanged", len(reading.statements))
    before = _newest(connection, article.url) if article.url else None
    (number,) = ids(connection, schema.articles, 1)
    if before:
        connection.execute(sa.update(schema.articles).where(schema.articles.c.id == before["id"]).values(current=False))
    insert(connection, schema.articles, [_article_row(number, article, digest, before)])
    _keep_statements(connection, number, reading)
    return Kept(number, "new version" if before else "new", len(reading.statements))


def fail(connection: sa.Connection, name: str, reason: str) -> None:
    """Note that an input could not be read, in the transaction at hand."""
    row = {"input": _text(name), "reason": _text(reason), "at": now()}
    connection.execute(sa.insert(schema.failures).values(row))


def site(url: str | None, outlet: str | None) -> str:
    """What counts as one outlet: its name folded ("The Courier" is "courier"), else the host of its URL."""
    if outlet:
        return folded(outlet)
    host = (urlsplit(url).hostname or "") if url else ""
    return host.removeprefix("www.")


def folded(name: str) -> str:
    """A name without its article, its case and its punctuation."""
    words = re.sub(r"[^\w]+", " ", name.casefold()).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def now() -> str:
    """The time, UTC, ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _digest(article: Article) -> str:
    parts = (article.url or "", article.outlet or "", article.text)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _newest(connection: sa.Connection, url: str) -> Row | None:
    return connection.execute(_NEWEST, {"url": _text(url)}).mappings().first()


def ids(connection: sa.Connection, table: sa.Table, count: int) -> range:
    """The next ids of a table: writers come one after the other in SQLite, and PostgreSQL counts for them."""
    if connection.dialect.name == "sqlite":
        last = connection.execute(_last(table)).scalar() or 0
        return range(last + 1, last + 1 + count)
    # One lock a table and transaction: the ids of an article are a row, whoever else writes.
    connection.execute(sa.text("SELECT pg_advisory_xact_lock(:of)"), {"of": LOCKS[table.name]})
    sequence = sa.text(f"SELECT nextval(pg_get_serial_sequence('{table.name}', 'id')) FROM generate_series(1, :count)")
    numbers = sorted(connection.execute(sequence, {"count": count}).scalars())
    return range(numbers[0], numbers[0] + count) if numbers else range(0)


#: Numbers of the advisory locks, any that nobody else uses.
LOCKS = {"articles": 7_461_001, "appearances": 7_461_002, "statements": 7_461_003, "holders": 7_461_004}


def _article_row(number: int, article: Article, digest: str, before: Row | None) -> dict[str, Any]:
    return {
        "id": number,
        "digest": digest,
        "url": _text(article.url),
        "outlet": _text(article.outlet),
        "site": _text(site(article.url, article.outlet)),
        "title": _text(article.title),
        "authors": [_text(author) for author in article.authors],
        "published": article.published,
        "language": _text(article.language),
        "text": _text(article.text),
        "words": len(article.text.split()),
        "added_at": now(),
        "version": before["version"] + 1 if before else 1,
        "supersedes": before["id"] if before else None,
        "current": True,
    }


def _keep_statements(connection: sa.Connection, number: int, reading: Reading) -> None:
    appearances = ids(connection, schema.appearances, len(reading.holders)) if reading.holders else range(0)
    numbers = ids(connection, schema.statements, len(reading.statements)) if reading.statements else range(0)
    of = {id(holder): appearances[i] for i, holder in enumerate(reading.holders)}
    whose = [None if s.holder is None else of.get(id(s.holder)) or appearances[reading.holders.index(s.holder)]
             for s in reading.statements]  # fmt: skip
    insert(connection, schema.appearances, (
        {
            "id": appearances[i], "article_id": number, "position": i, "name": _text(holder.name), "kind": holder.kind,
            "role": _text(holder.role), "mentions": _pairs(holder.mentions),
        }
        for i, holder in enumerate(reading.holders)
    ))  # fmt: skip
    statements = list(zip(numbers, reading.statements, strict=True))
    insert(connection, schema.statements, (
        {"article_id": number, "position": i, "appearance_id": whose[i], **_statement_row(reading, numbers, i)}
        for i in _outer_first(reading)
    ))  # fmt: skip
    insert(connection, schema.hops, (
        {"statement_id": at, "position": i, "name": _text(hop.name), "relation": hop.relation,
         "spans": _pairs(hop.spans), "site": folded(_text(hop.name))}
        for at, statement in statements for i, hop in enumerate(statement.chain)
    ))  # fmt: skip
    insert(connection, schema.answers, (
        {"statement_id": at, "answered_id": numbers[answer.statement], "relation": answer.relation}
        for at, statement in statements for answer in statement.answers
    ))  # fmt: skip
    insert(connection, schema.stances, (
        {"statement_id": at, "target": _text(held.target), "polarity": float(held.polarity),
         "spans": _pairs(held.spans)}
        for at, statement in statements for held in statement.stances
    ))  # fmt: skip


def _outer_first(reading: Reading) -> list[int]:
    """Statements in the order in which databases take them: one with another in it before that, wherever it stands."""

    def depth(i: int) -> int:
        parent = reading.statements[i].parent
        return 0 if parent is None else depth(parent) + 1

    return sorted(range(len(reading.statements)), key=depth)


def insert(connection: sa.Connection, table: sa.Table, rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows that have the same columns, handed to the driver as they are: that is most of the speed."""
    values = list(rows)
    if not values:
        return
    sql, order, written = _inserting(connection.dialect, table, tuple(values[0]))
    for name in written:
        for row in values:
            row[name] = None if row[name] is None else json.dumps(row[name])
    connection.exec_driver_sql(sql, [tuple(row[name] for name in order) for row in values] if order else values)


@lru_cache(maxsize=64)
def _inserting(
    dialect: sa.Dialect, table: sa.Table, columns: tuple[str, ...]
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The statement, the order of its parameters where they have no names, and the columns written as JSON."""
    compiled = sa.insert(table).compile(dialect=dialect, column_keys=list(columns))
    written = tuple(name for name in columns if isinstance(table.c[name].type, sa.JSON))
    return str(compiled), tuple(compiled.positiontup or ()), written


def _statement_row(reading: Reading, ids: Sequence[int], i: int) -> dict[str, Any]:
    statement = reading.statements[i]
    told, time, place = statement.addressee, statement.time, statement.place
    first, last = days(time.edtf) if time else (None, None)
    return {
        "id": ids[i],
        "parent_id": None if statement.parent is None else ids[statement.parent],
        "type": statement.type,
        "confidence": float(statement.confidence),
        "source": _pairs(statement.source),
        "cue": _pairs(statement.cue),
        "cue_text": _words(reading, statement.cue),
        "content": _pairs(statement.content),
        "content_text": _words(reading, statement.content),
        "addressee": told and _text(told.name),
        "addressee_spans": _pairs(told.spans) if told else None,
        "time": time and _text(time.edtf),
        "first": first,
        "last": last,
        "time_spans": _pairs(time.spans) if time else None,
        "place": place and _text(place.text),
        "place_spans": _pairs(place.spans) if place else None,
        "standing": statement.standing.value,
        "standing_spans": _pairs(statement.standing.spans),
    }


def _words(reading: Reading, spans: Iterable[Span]) -> str:
    return _text(" … ".join(span.of(reading.article.text) for span in spans))


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


@overload
def _text(value: str) -> str: ...
@overload
def _text(value: str | None) -> str | None: ...
def _text(value: str | None) -> str | None:
    """A text as a database takes it, as long as before; None stays None."""
    return None if value is None else UNSTORABLE.sub("\ufffd", value)


# -- out again -------------------------------------------------------------------------------------------------------


def reading(connection: sa.Connection, number: int) -> Reading:
    """The reading of an article, as it was kept. Raises NotInLedger."""
    row = connection.execute(sa.select(schema.articles).where(schema.articles.c.id == number)).mappings().first()
    if row is None:
        raise NotInLedger(f"expected article {number} in the ledger, but there is none")
    article = Article(
        row["text"], row["url"], row["outlet"], row["title"], tuple(row["authors"]), row["published"], row["language"]
    )
    holders = {
        r["id"]: Holder(r["name"], cast(HolderKind, r["kind"]), r["role"], spans(r["mentions"]))
        for r in _of(connection, schema.appearances, number)
    }
    rows = _of(connection, schema.statements, number)
    at = {r["id"]: r["position"] for r in rows}
    beside = _Beside.of(connection, number, at)
    return Reading(article, tuple(beside.statement(r, holders, at) for r in rows), tuple(holders.values()))


def _of(connection: sa.Connection, table: sa.Table, number: int) -> Sequence[Row]:
    query = sa.select(table).where(table.c.article_id == number).order_by(table.c.position)
    return connection.execute(query).mappings().all()


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands in tables beside the statements of one article, by statement id."""

    hops: Mapping[int, list[Hop]]
    answers: Mapping[int, list[Answer]]
    stances: Mapping[int, list[Stance]]

    @classmethod
    def of(cls, connection: sa.Connection, number: int, at: Mapping[int, int]) -> _Beside:
        found = cls({i: [] for i in at}, {i: [] for i in at}, {i: [] for i in at})
        inside = sa.select(schema.statements.c.id).where(schema.statements.c.article_id == number)
        of_hops = sa.select(schema.hops).order_by(schema.hops.c.position)
        for row in connection.execute(of_hops.where(schema.hops.c.statement_id.in_(inside))).mappings():
            hop = Hop(row["name"], cast(Relation, row["relation"]), spans(row["spans"]))
            found.hops[row["statement_id"]].append(hop)
        of_answers = sa.select(schema.answers)
        for row in connection.execute(of_answers.where(schema.answers.c.statement_id.in_(inside))).mappings():
            answer = Answer(at[row["answered_id"]], cast(Response, row["relation"]))
            found.answers[row["statement_id"]].append(answer)
        of_stances = sa.select(schema.stances).order_by(schema.stances.c.id)
        for row in connection.execute(of_stances.where(schema.stances.c.statement_id.in_(inside))).mappings():
            found.stances[row["statement_id"]].append(Stance(row["target"], row["polarity"], spans(row["spans"])))
        return found

    def statement(self, row: Row, holders: Mapping[int, Holder], at: Mapping[int, int]) -> Statement:
        number = row["id"]
        return Statement(
            source=spans(row["source"]),
            cue=spans(row["cue"]),
            content=spans(row["content"]),
            type=cast(QuotationType, row["type"]),
            parent=None if row["parent_id"] is None else at[row["parent_id"]],
            confidence=row["confidence"],
            holder=holders.get(row["appearance_id"]),
            addressee=Addressee(row["addressee"], spans(row["addressee_spans"])) if row["addressee"] else None,
            time=Time(row["time"], spans(row["time_spans"])) if row["time"] else None,
            place=Place(row["place"], spans(row["place_spans"])) if row["place"] else None,
            chain=tuple(self.hops[number]),
            standing=Standing(cast(Value, row["standing"]), spans(row["standing_spans"])),
            answers=tuple(self.answers[number]),
            stances=tuple(self.stances[number]),
        )
