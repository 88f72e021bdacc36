"""Users: who may write to a ledger. Each has a token, of which only the hash is stored.

They lie in a file of their own beside a ledger in SQLite (`engine.private`), whose table has a mark instead: a ledger
that came here without that file lets nobody write.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from ...errors import InvalidUser, NotInLedger
from ...printable import shorten
from ..tables import schema
from ..tables.engine import KEEPING, alone
from ..tables.store import now

_USER: Final = schema.users.c
#: Most characters of a name.
LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may write, or might until the token was revoked. Times are ISO 8601 in UTC."""

    name: str
    added_at: str
    revoked_at: str | None


def add(connection: sa.Connection, name: str) -> str:
    """Add a user; returns the token, which can't be read again. Raises InvalidUser for a bad name or one in use."""
    alone(connection, KEEPING)
    name = name.strip()
    if not name.isprintable() or not 0 < len(name) <= LONGEST:
        raise InvalidUser(f"expected a name of 1 to {LONGEST} printable characters, but found {name[:40]!r}")
    if name in _names(connection):
        raise InvalidUser(f"expected a name that no user has, but {name!r} is one")
    token = secrets.token_urlsafe(32)
    connection.execute(sa.insert(schema.users).values(name=name, digest=token_digest(token), added_at=now()))
    return token


#: The row that stands in the ledger's own table once its users lie elsewhere. No token has this digest.
MARK: Final = "in a file of their own"


def mark(connection: sa.Connection) -> None:
    """Store that there were users, without who."""
    if not were_there(connection):
        row = {"name": MARK, "digest": MARK, "added_at": now(), "revoked_at": now()}
        connection.execute(sa.insert(schema.users).values(row))


def revoke(connection: sa.Connection, name: str) -> None:
    """Revoke a user's token. Raises NotInLedger if no user with this name has one."""
    if name not in _names(connection):
        raise NotInLedger(f"expected a user called {shorten(name, 60)!r} in the ledger, but there is none")
    revoking = sa.update(schema.users).where(_USER.name == name, _USER.revoked_at.is_(None))
    connection.execute(revoking.values(revoked_at=now()))


def find(connection: sa.Connection, digest: str) -> str | None:
    """The name of the user whose token has this digest; None if there is none or it was revoked."""
    # Comparing hashes keeps the time of the look-up from revealing anything about tokens.
    query = sa.select(_USER.name).where(_USER.digest == digest, _USER.revoked_at.is_(None))
    name: str | None = connection.execute(query).scalar()
    return name


def everybody(connection: sa.Connection) -> list[User]:
    """All users, also those whose tokens were revoked, in the order of adding."""
    rows = connection.execute(sa.select(_USER.name, _USER.added_at, _USER.revoked_at).order_by(_USER.id))
    return [User(row.name, row.added_at, row.revoked_at) for row in rows]


def are_there(connection: sa.Connection) -> bool:
    """Whether any user has a token that wasn't revoked."""
    return connection.execute(sa.select(_USER.id).where(_USER.revoked_at.is_(None)).limit(1)).first() is not None


def were_there(connection: sa.Connection) -> bool:
    """Whether any user was ever added, even if all their tokens were revoked."""
    return connection.execute(sa.select(_USER.id).limit(1)).first() is not None


def _names(connection: sa.Connection) -> set[str]:
    return {*connection.execute(sa.select(_USER.name).where(_USER.revoked_at.is_(None))).scalars()}


def token_digest(token: str) -> str:
    """What is stored of a token, and from which it can't be made again."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
