"""Opening a ledger in SQLite or PostgreSQL: migration, transactions, locks, and database errors as LedgerError."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from ...errors import (
    InvalidQuery,
    LedgerDamaged,
    LedgerError,
    LedgerFull,
    LedgerLocked,
    LedgerReadOnly,
    MissingExtra,
    NewerLedger,
    NoConnection,
    NotALedger,
)

#: The newest migration. A ledger that has it is opened without loading Alembic.
HEAD = "0008"
#: Keys of PostgreSQL's advisory locks, arbitrary but ours: for migrating and for adding articles or reviews.
MIGRATING, KEEPING = 7_461_000, 7_461_010
#: Seconds that a writer waits for another.
PATIENCE = 30


def connect(where: str | Path) -> sa.Engine:
    """An engine for the ledger at a path or a `postgresql://` URL. Creates it if need be, and migrates an old one.

    Raises LedgerError if it can't be opened, isn't a ledger or was written by a newer version, and MissingExtra if
    PostgreSQL's driver isn't installed.
    """
    url = _url(where)
    try:
        engine = sa.create_engine(url, **({} if url.get_backend_name() == "sqlite" else _POSTGRESQL))
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise MissingExtra("a ledger in PostgreSQL needs the extra: pip install 'reportedly[postgres]'") from error
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    with told(engine):
        _upgrade(engine)
    return engine


#: The ping is for connections that broke since their last use; the encoding keeps the environment from setting another.
_POSTGRESQL: Mapping[str, Any] = {"pool_pre_ping": True, "connect_args": {"client_encoding": "utf8"}}


def _url(where: str | Path) -> URL:
    if isinstance(where, str) and "://" in where:
        try:
            url = make_url(where)
        except (ArgumentError, ValueError):
            # Without the cause: it repeats the URL, which may have a password.
            raise LedgerError("expected a path or postgresql://USER@HOST/DATABASE, but the URL can't be read") from None
        if url.get_backend_name() in ("postgresql", "postgres"):  # the second is libpq's other name for it
            return url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() == "sqlite":
            return url
        raise LedgerError(f"expected a path or a postgresql:// URL, but it begins with {url.drivername}://")
    path = Path(where).expanduser()
    if path.is_dir():
        raise LedgerError(f"expected a file for the ledger, but {path} is a folder")
    if not path.absolute().parent.is_dir():
        raise LedgerError(f"expected to keep the ledger in {path.absolute().parent}, but there is no such folder")
    return URL.create("sqlite", database=str(path))


def _prepare_sqlite(engine: sa.Engine) -> None:
    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _: object) -> None:
        # Transactions are begun below. The driver would begin one only before the first write, too late for the lock.
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", f"busy_timeout={PATIENCE * 1000}", "synchronous=NORMAL", "cache_size=-65536",
                       "mmap_size=268435456", "temp_store=MEMORY",
                       "wal_autocheckpoint=16384"):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # A writer takes its lock at once. Two that first read and then wrote would block each other.
        options = connection.get_execution_options()
        if options.get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection for reading. Raises LedgerError."""
    with told(engine), engine.connect() as connection:
        yield connection


@contextmanager
def snapshot(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection for reading that sees the ledger at one moment, however long it reads. Raises LedgerError."""
    # SQLite's transactions do so anyway; PostgreSQL needs the isolation level.
    level = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with told(engine), engine.connect().execution_options(**level) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection for one write transaction, committed in the end, or rolled back on an error. Raises LedgerError."""
    with told(engine), engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def rehearsing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection for one write transaction that is rolled back in the end. Raises LedgerError."""
    with told(engine), engine.connect().execution_options(writes=True) as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()


def alone(connection: sa.Connection, lock: int) -> None:
    """Take an advisory lock until the end of the transaction, waiting while another transaction has it.

    Only for PostgreSQL, where writers would otherwise run concurrently; SQLite has one writer at a time anyway. Both
    wait for PATIENCE seconds.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(
            sa.text("SELECT set_config('lock_timeout', :wait, true)"), {"wait": f"{PATIENCE * 1000:.0f}"}
        )
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


@contextmanager
def told(engine: sa.Engine) -> Iterator[None]:
    """Re-raises errors of the database as LedgerError with a message of one sentence."""
    try:
        yield
    except DataError as error:
        raise InvalidQuery(f"expected what a database can hold, but: {_first_line(str(error.orig))}") from error
    except DBAPIError as error:
        raise _told(engine, error) from error
    except json.JSONDecodeError as error:
        raise LedgerDamaged(f"expected a sound ledger in {_name(engine)}, but {_DAMAGED}") from error
    except (UnicodeEncodeError, OverflowError) as error:
        raise InvalidQuery(f"expected what a database can hold, but: {_first_line(str(error))}") from error
    except SQLAlchemyError as error:
        sentence = f"expected the ledger {_name(engine)} to answer, but: {_first_line(str(error))}"
        raise LedgerError(_without_secrets(engine, sentence)) from error


_DAMAGED = "the file is damaged: restore it from a backup, or try `sqlite3 OLD .recover`"
_FULL = "the disk is full; what was kept before is safe"
#: Words in a database's message, the error that they mean, and the message's parts before and after the ledger's name.
_REASONS: tuple[tuple[str, type[LedgerError], str, str], ...] = (
    ("file is not a database", NotALedger, "expected a ledger in", "the file is no SQLite database"),
    ("could not decode to utf-8", LedgerDamaged, "expected a sound ledger in", _DAMAGED),
    ("malformed", LedgerDamaged, "expected a sound ledger in", _DAMAGED),
    ("disk i/o error", LedgerDamaged, "expected to read and write", "the disk reports an error"),
    ("is locked", LedgerLocked, "expected to write to", "another program keeps it locked"),
    ("lock timeout", LedgerLocked, "expected to write to", "another program keeps it locked"),
    ("disk is full", LedgerFull, "expected room for the ledger", _FULL),
    ("no space left", LedgerFull, "expected room for the ledger", _FULL),
    ("readonly", LedgerReadOnly, "expected to write to", "it may only be read"),
    ("read-only", LedgerReadOnly, "expected to write to", "it may only be read"),
    ("unable to open", LedgerError, "expected a ledger in", "it can't be opened, or nothing be written beside it"),
    ("password authentication failed", NoConnection, "expected to sign in to", "the user or password was refused"),
    ("no password supplied", NoConnection, "expected to sign in to", "the server asks for a password"),
)


def _told(engine: sa.Engine, error: DBAPIError) -> LedgerError:
    """The LedgerError for a database's error."""
    reason = str(error.orig)
    for sign, kind, expected, found in _REASONS:
        if sign in reason.lower():
            return kind(f"{expected} {_name(engine)}, but {found}")
    kind = (
        NoConnection if engine.dialect.name != "sqlite" and isinstance(error, sa.exc.OperationalError) else LedgerError
    )
    return kind(_without_secrets(engine, f"expected the ledger {_name(engine)} to answer, but: {_first_line(reason)}"))


def _first_line(reason: str) -> str:
    return (reason.strip().splitlines() or ["no reason was given"])[0]


def _name(engine: sa.Engine) -> str:
    """The file, or the URL without its password and its options, which may hold one too."""
    if engine.dialect.name == "sqlite":
        return engine.url.database or "in memory"
    return engine.url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)


def _without_secrets(engine: sa.Engine, sentence: str) -> str:
    """A message with stars for every password of the URL, which a driver may repeat."""
    options = (value for name, value in engine.url.query.items() if "password" in name)
    given = [engine.url.password, *(v for value in options for v in ([value] if isinstance(value, str) else value))]
    for secret in filter(None, given):
        sentence = sentence.replace(secret, "***")
    return sentence


def _upgrade(engine: sa.Engine) -> None:
    """Migrate the tables to HEAD, in one transaction, so that it succeeds as a whole or changes nothing.

    Raises NotALedger for a database of something else, and NewerLedger.
    """
    with engine.connect() as connection:
        version = _version(connection)
        if version == HEAD:
            return
        tables = sa.inspect(connection).get_table_names()
    if version is None and tables and "articles" not in tables:
        raise NotALedger(f"expected a ledger in {_name(engine)}, but it is a database of something else")
    from .migrations import upgrade  # noqa: PLC0415 - Alembic takes a while to load

    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        _check_encoding(connection)
        alone(connection, MIGRATING)
        version = _version(connection)
        if version is not None and version > HEAD:
            raise NewerLedger(
                f"expected a ledger of version {HEAD} or older in {_name(engine)}, but it has version {version}: "
                "a newer Reportedly wrote it"
            )
        if version != HEAD:
            upgrade(connection)


def _check_encoding(connection: sa.Connection) -> None:
    """Raise LedgerError for a PostgreSQL database that isn't in UTF-8."""
    if connection.dialect.name == "postgresql":
        encoding = connection.execute(sa.text("SHOW server_encoding")).scalar()
        if encoding != "UTF8":
            name = _name(connection.engine)
            raise LedgerError(
                f"expected a database in UTF8, but {name} is in {encoding}: make one with ENCODING 'UTF8'"
            )


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return version


def default() -> str:
    """The default location: the environment's REPORTEDLY_LEDGER, or reportedly.db in the current folder."""
    return os.environ.get("REPORTEDLY_LEDGER") or "reportedly.db"
