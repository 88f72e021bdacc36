"""A ledger that is open: its database, and who may write to it."""

from __future__ import annotations

import getpass
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from .records.holding import Shelf
from .reviews import users
from .reviews.users import User
from .tables import engine
from .tables.engine import Waiting


class Opened:
    """An open database of a ledger, with its users. `Ledger` tells how it is used."""

    def __init__(self, opened: sa.Engine) -> None:
        self._engine = opened
        self._private: sa.Engine | None = None
        self._shelf = Shelf()

    @classmethod
    def open(cls, where: str | Path, waiting: Waiting = Waiting()) -> Self:  # noqa: B008 - frozen
        """The ledger at a path or a `postgresql://` URL; created if there is none.

        waiting: how long whatever is written waits while others write, and who is told of it.
        """
        return cls(engine.connect(where, waiting))

    def close(self) -> None:
        """Close all connections to the database."""
        self.checkpoint()
        self._engine.dispose()
        if self._private is not None:
            self._private.dispose()

    def checkpoint(self) -> None:
        """Have all that was kept in the ledger's file itself, so that a plain copy of it has everything."""
        engine.checkpoint(self._engine)

    def backup(self, file: str | Path, *, replace: bool = False) -> None:
        """A whole, checked copy of the ledger as it is now, while others may write; it takes the file's place at once.

        replace: whether a file that is there may be replaced. Raises LedgerError, also for a ledger in PostgreSQL.
        """
        engine.backup(self._engine, Path(file).expanduser(), replace=replace)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- users -------------------------------------------------------------------------------------------------------

    def add_user(self, name: str) -> str:
        """Add a user who may write; returns the token, of which only a hash is stored.

        Raises InvalidUser for an invalid name or one in use.
        """
        private = self._users(make=True)
        assert private is not None
        with engine.writing(private) as connection:
            token = users.add(connection, name)
            if private is not self._engine:
                # Before the user may write, so that nobody writes without a token whatever happens in between.
                with engine.writing(self._engine) as ledger:
                    users.mark(ledger)
        return token

    def revoke_user(self, name: str) -> None:
        """Revoke a user's token. Raises NotInLedger."""
        with engine.writing(self._users() or self._engine) as connection:
            users.revoke(connection, name)

    def user(self, token: str) -> str | None:
        """The name of the user with this token; None if there is none or it was revoked."""
        return self.user_of(users.token_digest(token))

    def user_of(self, digest: str) -> str | None:
        """The name of the user whose token has this digest; None if there is none or it was revoked."""
        private = self._users()
        if private is None:
            return None
        with engine.reading(private) as connection:
            return users.find(connection, digest)

    def users(self) -> list[User]:
        """All users, also those whose tokens were revoked, in the order of adding."""
        private = self._users()
        if private is None:
            return []
        with engine.reading(private) as connection:
            return users.everybody(connection)

    def has_users(self) -> bool:
        """Whether any user has a token that wasn't revoked."""
        private = self._users()
        if private is None:
            return False
        with engine.reading(private) as connection:
            return users.are_there(connection)

    def had_users(self) -> bool:
        """Whether any user was ever added. If so, writing through the reader needs a token, even if none is left."""
        with engine.reading(self._engine) as connection:
            if users.were_there(connection):
                return True
        private = self._users()
        if private is None or private is self._engine:
            return False
        with engine.reading(private) as connection:
            return users.were_there(connection)

    def _users(self, *, make: bool = False) -> sa.Engine | None:
        """Where the users lie; None if there were none yet. make: make a place for them then."""
        if self._private is None:
            self._private = engine.private(self._engine, make=make)
        return self._private


def the_user() -> str:
    """The name of the system's user."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may have users without a name
        return "a person"
