"""Additions: articles handed in to be read, kept from before they are confirmed until it is known what came of them.

A worker that takes one on holds it for a while and says now and then that it still does. If it dies, the time runs out
and the addition is free again, so that each is brought to an end once, however often workers are stopped.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any, Final, Literal

import sqlalchemy as sa

from ..errors import InputError, NotInLedger
from ..printable import printable, shorten, storable
from .tables import schema
from .tables.store import KeptArticle, Outcome, now

AdditionState = Literal["waiting", "fetching", "reading", "done", "failed"]
#: How many additions may wait at once, and how many that are over are remembered.
MOST_WAITING, MOST_OVER = 50, 500
#: Seconds for which a worker holds an addition unless it says again that it does.
HOLD: Final = 10.0

_ADDITION: Final = schema.additions.c
_OVER: Final = _ADDITION.state.in_(["done", "failed"])
_FREE: Final = sa.and_(
    ~_OVER, sa.or_(_ADDITION.held_until.is_(None), _ADDITION.held_until < sa.bindparam("now", type_=sa.Float))
)


@dataclass(frozen=True, slots=True)
class Handed:
    """A submitted article: its URL or its text, with metadata that takes precedence over the page's.

    published: YYYY-MM-DD.
    """

    url: str | None = None
    text: str | None = None
    outlet: str | None = None
    published: str | None = None
    title: str | None = None

    @property
    def name(self) -> str:
        """A name for it until it is read: its URL or first words, in at most 80 characters."""
        return shorten(printable(self.url or (self.text or "").strip()[:1000]), 80)


@dataclass(frozen=True, slots=True)
class Addition:
    """One article on its way into the ledger.

    id: by which it is asked for. by: who handed it in. at: when, ISO 8601 in UTC. state: how far it is. article,
    outcome, statements: once it is done. error: the sentence, if it failed. over: whether nothing more will come of it.
    """

    id: str
    name: str
    by: str
    at: str
    state: AdditionState = "waiting"
    article: int | None = None
    outcome: Outcome | None = None
    statements: int | None = None
    error: str | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ("done", "failed")


@dataclass(frozen=True, slots=True)
class Taken:
    """An addition that a worker has taken on. by: the worker."""

    id: str
    by: str
    handed: Handed


class NoLongerHeld(Exception):
    """The worker held an addition for too long without saying so, and another may have taken it on."""


def hand_in(connection: sa.Connection, handed: Handed, by: str) -> Addition:
    """Store an addition. by: who hands it in. Raises InputError if too many wait."""
    waiting = connection.execute(sa.select(sa.func.count()).where(~_OVER)).scalar_one()
    if waiting >= MOST_WAITING:
        raise InputError(f"expected at most {MOST_WAITING} articles to wait, but found more; try again in a minute")
    given = {name: storable(getattr(handed, name)) for name in _HANDED}
    addition = Addition(secrets.token_urlsafe(9), handed.name, by, now())
    row = {"key": addition.id, "name": addition.name, "by": by, "at": addition.at, "state": addition.state, **given}
    connection.execute(sa.insert(schema.additions).values(row))
    return addition


def find(connection: sa.Connection, key: str) -> Addition:
    """The addition with this id. Raises NotInLedger, also if it is no longer remembered."""
    row = connection.execute(_KNOWN.where(_ADDITION.key == key)).mappings().first()
    if row is None:
        raise NotInLedger("expected an article that was handed in lately, but there is none with this id")
    return _addition(row)


def latest(connection: sa.Connection, limit: int) -> list[Addition]:
    """The latest additions, the newest first."""
    rows = connection.execute(_KNOWN.order_by(_ADDITION.id.desc()).limit(limit)).mappings()
    return [_addition(row) for row in rows]


def take(connection: sa.Connection, worker: str) -> Taken | None:
    """Take on the addition that has waited for longest; None if none is free. worker: a name that no other has."""
    query = sa.select(_ADDITION.key, *(_ADDITION[name] for name in _HANDED)).where(_FREE).order_by(_ADDITION.id)
    row = connection.execute(query.limit(1), {"now": time.time()}).mappings().first()
    if row is None:
        return None
    held = Taken(row["key"], worker, Handed(**{name: row[name] for name in _HANDED}))
    taking = sa.update(schema.additions).where(_ADDITION.key == held.id)
    connection.execute(taking.values(held_by=worker, held_until=time.time() + HOLD, state="waiting"))
    return held


def are_free(connection: sa.Connection) -> bool:
    """Whether there is an addition to take on."""
    return connection.execute(sa.select(_ADDITION.id).where(_FREE).limit(1), {"now": time.time()}).first() is not None


def hold(connection: sa.Connection, held: Taken, state: AdditionState | None = None) -> None:
    """Hold an addition for another while. state: how far it is, if that has changed. Raises NoLongerHeld."""
    _update(connection, held, held_until=time.time() + HOLD, **({"state": state} if state else {}))


def release(connection: sa.Connection, held: Taken) -> None:
    """Let another worker take it on. Raises NoLongerHeld."""
    _update(connection, held, state="waiting", held_by=None, held_until=None)


def end(connection: sa.Connection, held: Taken, kept: KeptArticle) -> None:
    """Store what came of an addition; its text is in the article from now on. Raises NoLongerHeld."""
    _update(
        connection, held, state="done", held_by=None, held_until=None, text=None, article_id=kept.article,
        outcome=kept.outcome, statements=kept.statements,
    )  # fmt: skip
    _forget(connection)


def fail(connection: sa.Connection, held: Taken, reason: str) -> None:
    """Store why nothing came of an addition; its text stays, so that it can be tried again. Raises NoLongerHeld."""
    _update(connection, held, state="failed", held_by=None, held_until=None, error=storable(reason))
    _forget(connection)


def handed(connection: sa.Connection, key: str) -> Handed:
    """What was handed in with an addition. Raises NotInLedger."""
    query = sa.select(*(_ADDITION[name] for name in _HANDED)).where(_ADDITION.key == key)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise NotInLedger("expected an article that was handed in lately, but there is none with this id")
    return Handed(**row)


_HANDED: Final = ("url", "text", "outlet", "published", "title")
_SHOWN: Final = ("name", "by", "at", "state", "outcome", "statements", "error")
_KNOWN: Final = sa.select(_ADDITION.key, _ADDITION.article_id, *(_ADDITION[name] for name in _SHOWN))


def _addition(row: sa.RowMapping) -> Addition:
    return Addition(id=row["key"], article=row["article_id"], **{name: row[name] for name in _SHOWN})


def _update(connection: sa.Connection, held: Taken, **values: Any) -> None:
    changing = sa.update(schema.additions).where(_ADDITION.key == held.id, _ADDITION.held_by == held.by, ~_OVER)
    if connection.execute(changing.values(values)).rowcount != 1:
        raise NoLongerHeld


def _forget(connection: sa.Connection) -> None:
    """Delete the oldest additions that are over."""
    newest = sa.select(_ADDITION.id).where(_OVER).order_by(_ADDITION.id.desc()).limit(MOST_OVER)
    oldest = connection.execute(sa.select(sa.func.min(newest.subquery().c.id))).scalar()
    if oldest is not None:
        connection.execute(sa.delete(schema.additions).where(_OVER, _ADDITION.id < oldest))
