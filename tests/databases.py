"""The databases that a ledger may lie in: a SQLite file, and a PostgreSQL server started for the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

from reportedly.ledger.tables import schema

#: Where Debian keeps the server's programs.
DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
PORT = 54_329


def _program(name: str) -> str | None:
    beside = next((str(folder / name) for folder in DEBIAN if (folder / name).exists()), None)
    return beside or shutil.which(name)


@contextmanager
def postgresql() -> Iterator[str | None]:
    """The URL of a server: of REPORTEDLY_TEST_POSTGRES, else of one started for it; None without any."""
    given = os.environ.get("REPORTEDLY_TEST_POSTGRES")
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    if given or not (initdb and pg_ctl):
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="reportedly-pg-"))
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
    data = folder / "data"
    _as_postgres(initdb, "-D", str(data), "-U", "postgres", "-A", "trust", "--no-sync")
    options = f"-p {PORT} -k {folder} -c listen_addresses= -c fsync=off"
    _as_postgres(pg_ctl, "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgresql://postgres@/postgres?host={folder}&port={PORT}"
    finally:
        _as_postgres(pg_ctl, "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _as_postgres(*command: str) -> None:
    su = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*su, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def fresh_database(server: str, encoding: str = "UTF8") -> Iterator[str]:
    """The URL of a new, empty database on a server; dropped at the end."""
    name = f"reportedly_{uuid4().hex[:12]}"
    options = "" if encoding == "UTF8" else f"TEMPLATE template0 ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} {options}")  # type: ignore[arg-type] # no name can be a parameter
    try:
        yield server.replace("/postgres?", f"/{name}?") if "/postgres?" in server else _renamed(server, name)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


def empty(url: str) -> None:
    """Have a ledger's database as it was when it was made: without rows, numbers from 1, and nobody at it."""
    tables = reversed(schema.metadata.sorted_tables)  # what refers to others first
    with psycopg.connect(url) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.execute(";".join(f"DELETE FROM {table.name}" for table in tables))  # type: ignore[arg-type]
        connection.execute("SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'")


def _renamed(server: str, name: str) -> str:
    base, _, query = server.partition("?")
    return f"{base.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
