"""Opening a ledger in SQLite or PostgreSQL: migration, transactions, locks, and database errors as LedgerError."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, count
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
from . import files, schema

_log = logging.getLogger("reportedly.ledger")

#: The newest migration. A ledger that has it is opened without loading Alembic.
HEAD = "0019"
#: Keys of PostgreSQL's advisory locks, arbitrary but ours: for migrating and for adding articles or reviews.
MIGRATING, KEEPING = 7_461_000, 7_461_010
#: Seconds that a writer waits for others unless told otherwise, and after how many of them it says so.
PATIENCE, MOMENT = 30.0, 3.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long a writer waits for others. limit: in seconds; None is PATIENCE. told: called with a sentence on that."""

    limit: float | None = None
    told: Callable[[str], object] | None = None

    @property
    def seconds(self) -> float:
        """The limit in seconds."""
        return PATIENCE if self.limit is None else self.limit


def connect(where: str | Path, waiting: Waiting = Waiting()) -> sa.Engine:
    """An engine for the ledger at a path or a `postgresql://` URL. Creates it if need be, and migrates an old one.

    waiting: how long each of its writers waits. Raises LedgerError if it can't be opened, isn't a ledger or was written
    by a newer version, and MissingExtra if PostgreSQL's driver isn't installed.
    """
    url = _url(where)
    file = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
    if file:
        files.check(file)
    access = files.access(file) if file else "write"
    try:
        engine = sa.create_engine(url, **(_POSTGRESQL if url.get_backend_name() == "postgresql" else {}))
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise MissingExtra("a ledger in PostgreSQL needs the extra: pip install 'reportedly[postgres]'") from error
    engine.update_execution_options(waiting=waiting, access=access)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, file, access)
    else:
        _prepare_postgresql(engine)
    with told(engine):
        _upgrade(engine, writable=access == "write")
    if access == "immutable" and file:
        engine.update_execution_options(unchanged=(file, files.state(file)))
    return engine


#: Seconds until a PostgreSQL server has to be reached, and to have answered one question.
REACHED, ANSWERED = 10, 120
#: The ping is for connections that broke since their last use; the encoding keeps the environment from setting another.
#: The rest ends the wait for a server that is no longer there: times in seconds, the last in milliseconds.
_POSTGRESQL: Mapping[str, Any] = {
    "pool_pre_ping": True,
    "connect_args": {
        "client_encoding": "utf8", "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3,
        "tcp_user_timeout": 60_000,
    },
}  # fmt: skip


def _prepare_postgresql(engine: sa.Engine) -> None:
    @event.listens_for(engine, "do_connect")
    def _within(_: object, __: object, ___: object, options: dict[str, Any]) -> None:
        options.setdefault("connect_timeout", REACHED)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _: object) -> None:
        if "statement_timeout" not in str(engine.url.query.get("options", "")):
            connection.execute(f"SET statement_timeout = '{ANSWERED}s'")
            connection.commit()


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


def _prepare_sqlite(engine: sa.Engine, file: Path | None, access: files.Access) -> None:
    if file and access != "write":

        @event.listens_for(engine, "do_connect")
        def _connected(*_: object) -> sqlite3.Connection:
            return files.connect(file, access)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _: object) -> None:
        # Transactions are begun below. The driver would begin one only before the first write, too late for the lock.
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", f"busy_timeout={_moment()}", "synchronous=FULL", "cache_size=-65536",
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
    with _unchanged(engine), told(engine), engine.connect() as connection:
        yield connection


@contextmanager
def _unchanged(engine: sa.Engine) -> Iterator[None]:
    """Raises LedgerError if a ledger that is read without locks has been written to since it was opened."""
    unchanged = engine.get_execution_options().get("unchanged")
    try:
        yield
    finally:
        if unchanged and files.state(unchanged[0]) != unchanged[1]:
            raise LedgerError(
                f"expected nobody to write to {_name(engine)}, in whose folder nothing may be written from here, but "
                "somebody did: open it again"
            )


@contextmanager
def snapshot(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection for reading that sees the ledger at one moment, however long it reads. Raises LedgerError."""
    # SQLite's transactions do so anyway; PostgreSQL needs the isolation level.
    level = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with (
        _unchanged(engine),
        told(engine),
        engine.connect().execution_options(**level) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def writing(engine: sa.Engine, lock: int = KEEPING) -> Iterator[sa.Connection]:
    """A connection for one write transaction, committed in the end, or rolled back on an error.

    It waits for other writers as the ledger was told to when it was opened. lock: see `alone`. Raises LedgerError.
    """
    with told(engine), ExitStack() as stack:
        yield _begun(engine, lock, stack)


def _begun(engine: sa.Engine, lock: int, stack: ExitStack) -> sa.Connection:
    """A connection in a write transaction, both ended by `stack`."""
    waiting: Waiting = engine.get_execution_options()["waiting"]
    since, said = time.monotonic(), False
    while True:
        try:
            connection = stack.enter_context(engine.connect().execution_options(writes=True))
            stack.enter_context(connection.begin())
            alone(connection, lock)
        except DBAPIError as error:
            if not _is_locked(error) or time.monotonic() - since > waiting.seconds:
                raise
            stack.close()
            if waiting.told and not said:
                waiting.told(
                    f"waiting for another writer to {_name(engine)}, for {_minutes(waiting.seconds)} at most; "
                    "nothing is lost meanwhile"
                )
                said = True
        else:
            return connection


def _moment() -> int:
    """For how many milliseconds the database itself waits."""
    return round(1000 * min(MOMENT, PATIENCE))


def _is_locked(error: DBAPIError) -> bool:
    return any(sign in str(error.orig).lower() for sign in ("is locked", "lock timeout"))


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds > 90 else f"{seconds:.0f} seconds"


def alone(connection: sa.Connection, lock: int) -> None:
    """Take an advisory lock until the end of the transaction, waiting a moment while another transaction has it.

    Only for PostgreSQL, where writers would otherwise run concurrently; SQLite has one writer at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT set_config('lock_timeout', :wait, true)"), {"wait": str(_moment())})
        if lock == MIGRATING:  # filling a new column takes as long as it takes
            connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
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
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
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
    ("statement timeout", NoConnection, "expected an answer from", "none came within its statement_timeout"),
    ("timeout expired", NoConnection, "expected to reach", "there was no answer in time"),
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


def _upgrade(engine: sa.Engine, *, writable: bool) -> None:
    """Migrate the tables to HEAD, in one transaction, so that it succeeds as a whole or changes nothing.

    A file is copied first. Raises NotALedger for a database of something else, NewerLedger, and LedgerReadOnly for an
    old ledger that isn't writable.
    """
    with engine.connect() as connection:
        version = _version(connection)
    sqlite = engine.dialect.name == "sqlite"
    if version != HEAD:
        if not writable:
            raise LedgerReadOnly(
                f"expected a ledger of version {HEAD} in {_name(engine)}, but it has version {version} and may only be "
                "read: copy it into a folder of yours, where it can be brought up to date"
            )
        from .migrations import upgrade  # noqa: PLC0415 - Alembic takes a while to load

        if sqlite:
            _log_ahead(engine)
        with writing(engine, MIGRATING) as connection:
            _check_encoding(connection)
            version = _version(connection)
            if version != HEAD:
                if version and sqlite:
                    _copy(engine, version)
                upgrade(connection)
                if sqlite:
                    connection.exec_driver_sql(f"PRAGMA application_id={files.APPLICATION}")
        checkpoint(engine)
    elif sqlite and writable:
        _log_ahead(engine)


def _log_ahead(engine: sa.Engine) -> None:
    """Have SQLite write ahead, so that readers and a writer don't wait for one another, where it doesn't yet."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.exec_driver_sql("PRAGMA journal_mode").scalar() != "wal":
            with suppress(DBAPIError):  # another has it open; it goes on as it is
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")


def _copy(engine: sa.Engine, version: str) -> None:
    """Copy the file of an old ledger beside it, and tell where. Raises LedgerError."""
    path = Path(engine.url.database or "")
    if not engine.url.database:
        return
    ends = chain([""], (f"-{i}" for i in count(2)))
    names = (path.with_name(f"{path.name}.version-{version}{end}") for end in ends)
    target = next(name for name in names if not name.exists())
    files.copy(path, target)
    _tell(engine, f"{path} is brought from version {version} to {HEAD}; as it was it is kept in {target}")


def _tell(engine: sa.Engine, sentence: str) -> None:
    waiting: Waiting = engine.get_execution_options()["waiting"]
    (waiting.told or _log.warning)(sentence)


def private(engine: sa.Engine, *, make: bool = False) -> sa.Engine | None:
    """An engine for who may write to a ledger: in SQLite a file of their own, so that the ledger's can be shown around.

    In PostgreSQL, and in memory, it is the ledger's own. None if there is no such file yet. make: make it then.
    """
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return engine
    file = files.of_users(Path(engine.url.database))
    if not file.exists():
        if not make:
            return None
        file.touch(mode=0o600)
    opened = sa.create_engine(URL.create("sqlite", database=str(file)))
    access = files.access(file)
    opened.update_execution_options(waiting=engine.get_execution_options()["waiting"], access=access)
    _prepare_sqlite(opened, file, access)
    if make:
        with writing(opened) as connection:
            schema.users.create(connection, checkfirst=True)
    return opened


def backup(engine: sa.Engine, target: Path, *, replace: bool) -> None:
    """As `files.copy`, of an open ledger. Raises LedgerError, also if the ledger isn't a file."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        raise LedgerError(
            f"expected a ledger in a file, but {_name(engine)} is a database: `pg_dump --format=custom` backs it up"
        )
    path = Path(engine.url.database)
    if target.is_dir():
        raise LedgerError(f"expected a file for the copy, but {target} is a folder")
    if target.exists() and target.samefile(path):
        raise LedgerError(f"expected another file for the copy, but {target} is the ledger itself")
    files.copy(path, target, replace=replace)
    if files.of_users(path).exists():
        files.copy(files.of_users(path), files.of_users(target), replace=replace)


def checkpoint(engine: sa.Engine) -> None:
    """Have everything in the ledger's file itself and nothing left in its -wal, unless somebody is at it right now."""
    if engine.dialect.name != "sqlite" or not engine.url.database or not files.has_log(Path(engine.url.database)):
        return
    with suppress(DBAPIError), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=100")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql(f"PRAGMA busy_timeout={_moment()}")


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
    """The version of a ledger; None if there are no tables at all. Raises NotALedger and NewerLedger."""
    tables = {*sa.inspect(connection).get_table_names()}
    name = _name(connection.engine)
    if not tables:
        return None
    if not tables >= files.TABLES:
        raise NotALedger(f"expected a ledger in {name}, but it is a database of something else")
    version = str(connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar())
    if version > HEAD:
        raise NewerLedger(
            f"expected a ledger of version {HEAD} or older in {name}, but it has version {version}: a newer Reportedly "
            "wrote it"
        )
    return version


def default() -> str:
    """The default location: the environment's REPORTEDLY_LEDGER, or reportedly.db in the current folder."""
    return os.environ.get("REPORTEDLY_LEDGER") or "reportedly.db"
