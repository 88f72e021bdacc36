"""Users: who may write to a ledger, each by a token of which only the hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from ...errors import InvalidUser, NotInLedger
from ..tables import schema
from ..tables.engine import KEEPING, alone
from ..tables.store import now

_USER: Final = schema.users.c
#: How long a name may be.
LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may write, or might until the token was revoked. Times in UTC."""

    name: str
    added_at: str
    revoked_at: str | None


def add(connection: sa.Connection, name: str) -> str:
    """Make a user; the token, which can't be had again. Raises InvalidUser."""
    alone(connection, KEEPING)
    name = name.strip()
    if not name.isprintable() or not 0 < len(name) <= LONGEST:
        raise InvalidUser(f"expected a name of 1 to {LONGEST} printable characters, but found {name[:40]!r}")
    if name in _names(connection):
        raise InvalidUser(f"expected a name that no user has, but {name!r} is one")
    token = secrets.token_urlsafe(32)
    connection.execute(sa.insert(schema.users).values(name=name, digest=_digest(token), added_at=now()))
    return token


def revoke(connection: sa.Connection, name: str) -> None:
    """Let a user write no more. Raises NotInLedger."""
    if name not in _names(connection):
        raise NotInLedger(f"expected a user called {name!r} in the ledger, but there is none")
    revoking = sa.update(schema.users).where(_USER.name == name, _USER.revoked_at.is_(None))
    connection.execute(revoking.values(revoked_at=now()))


def find(connection: sa.Connection, token: str) -> str | None:
    """The name of the user who has a token; None if nobody has, or no more."""
    # Hashes are compared, so that the time it takes tells nothing of a token.
    query = sa.select(_USER.name).where(_USER.digest == _digest(token), _USER.revoked_at.is_(None))
    name: str | None = connection.execute(query).scalar()
    return name


def everybody(connection: sa.Connection) -> list[User]:
    """All users, those whose tokens were revoked too, in the order in which they came."""
    rows = connection.execute(sa.select(_USER.name, _USER.added_at, _USER.revoked_at).order_by(_USER.id))
    return [User(row.name, row.added_at, row.revoked_at) for row in rows]


def are_there(connection: sa.Connection) -> bool:
    """Whether anybody has a token."""
    return connection.execute(sa.select(_USER.id).where(_USER.revoked_at.is_(None)).limit(1)).first() is not None


def _names(connection: sa.Connection) -> set[str]:
    return {*connection.execute(sa.select(_USER.name).where(_USER.revoked_at.is_(None))).scalars()}


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
