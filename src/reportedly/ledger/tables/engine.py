"""Opening a ledger: a SQLite file or a PostgreSQL database, brought up to date; their errors as ours."""

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
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from ...errors import (
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

#: The newest migration: a ledger at it needs no Alembic to be opened.
HEAD = "0004"
#: Numbers of PostgreSQL's advisory locks, any that nobody else uses: one brings the tables up to date, one keeps.
MIGRATING, KEEPING = 7_461_000, 7_461_010
#: How long a writer waits for another, in seconds.
PATIENCE = 30


def connect(where: str | Path) -> sa.Engine:
    """An engine on the ledger at a path or a `postgresql://` URL, which is made if it isn't there.

    Raises LedgerError if it can't be opened, is no ledger, or was written by a newer version.
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


#: A connection may have broken since it was used last; texts are UTF-8 whatever the user's environment says.
_POSTGRESQL: Mapping[str, Any] = {"pool_pre_ping": True, "connect_args": {"client_encoding": "utf8"}}


def _url(where: str | Path) -> URL:
    if isinstance(where, str) and "://" in where:
        try:
            url = make_url(where)
        except (ArgumentError, ValueError):
            # Not from the error: it has the URL in it, and the URL may have a password.
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
        # SQLAlchemy begins transactions itself: the driver would only do it before a write, and too late for a lock.
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", f"busy_timeout={PATIENCE * 1000}", "synchronous=NORMAL", "cache_size=-65536",
                       "mmap_size=268435456", "temp_store=MEMORY",
                       "wal_autocheckpoint=16384"):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # A writer takes its lock at once: two that read first and then wrote would stop each other.
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
    """A connection for reading that sees one moment, however long it reads. Raises LedgerError."""
    # A transaction of SQLite sees one moment anyway; PostgreSQL's has to be asked to.
    level = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with told(engine), engine.connect().execution_options(**level) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection for one transaction: all of it is kept or nothing. Raises LedgerError."""
    with told(engine), engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def rehearsing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection for one transaction of which nothing is kept. Raises LedgerError."""
    with told(engine), engine.connect().execution_options(writes=True) as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()


def alone(connection: sa.Connection, lock: int) -> None:
    """Wait until no other transaction has this lock, and have it until this one's end.

    SQLite's writers are alone anyway; PostgreSQL's go on beside each other if nothing stops them. They wait as long as
    SQLite's do.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(
            sa.text("SELECT set_config('lock_timeout', :wait, true)"), {"wait": f"{PATIENCE * 1000:.0f}"}
        )
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


@contextmanager
def told(engine: sa.Engine) -> Iterator[None]:
    """Errors of the database as LedgerError, in one sentence."""
    try:
        yield
    except DBAPIError as error:
        raise _told(engine, error) from error
    except json.JSONDecodeError as error:
        raise LedgerDamaged(f"expected a sound ledger in {_name(engine)}, but {_DAMAGED}") from error
    except (UnicodeEncodeError, OverflowError) as error:
        raise LedgerError(f"expected what a database can hold, but: {_first_line(str(error))}") from error
    except SQLAlchemyError as error:
        sentence = f"expected the ledger {_name(engine)} to answer, but: {_first_line(str(error))}"
        raise LedgerError(_without_secrets(engine, sentence)) from error


_DAMAGED = "the file is damaged: restore it from a backup, or try `sqlite3 OLD .recover`"
_FULL = "the disk is full; what was kept before is safe"
#: By what a database's reason is told, which error it is, and how the sentence goes on after the ledger's name.
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
    """The error of a database as ours."""
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
    """The file, or the URL without its password: of what else it says, options may hold one too, and are left out."""
    if engine.dialect.name == "sqlite":
        return engine.url.database or "in memory"
    return engine.url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)


def _without_secrets(engine: sa.Engine, sentence: str) -> str:
    """A sentence with stars for every password that the URL has, wherever a driver repeats it."""
    options = (value for name, value in engine.url.query.items() if "password" in name)
    given = [engine.url.password, *(v for value in options for v in ([value] if isinstance(value, str) else value))]
    for secret in filter(None, given):
        sentence = sentence.replace(secret, "***")
    return sentence


def _upgrade(engine: sa.Engine) -> None:
    """Bring the tables up to date: in one transaction, so that it happens whole or not at all."""
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
    """Raise LedgerError for a database that can't hold every letter."""
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
    """Where the ledger is if nobody says: REPORTEDLY_LEDGER, else reportedly.db in the current folder."""
    return os.environ.get("REPORTEDLY_LEDGER") or "reportedly.db"
