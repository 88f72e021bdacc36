"""Fixtures that several tests share: the databases that a ledger may lie in, and the browser."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from browsers import chromium, chromium_program
from databases import empty, fresh_database, postgresql
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from reportedly.ledger import Ledger

# A busy machine is slow, and that is nobody's fault: a test fails for what it finds, not for how long it took.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """The bytes of a file by their argument's name: a file made for a test bears the time at which it was made, and two
    workers, each of which collects all tests, would give it two ids.
    """
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = chromium_program()
    if program is None:
        pytest.skip("expected Chromium or REPORTEDLY_TEST_CHROMIUM")
    with chromium(program) as opened:
        yield opened


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str | None]:
    with postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger without an article, to be copied: making the tables takes half a second, which a test need not wait."""
    path = tmp_path_factory.mktemp("tables") / "ledger.db"
    Ledger.open(path).close()
    return path


@pytest.fixture(scope="session")
def postgresql_tables(postgresql_server: str | None) -> Iterator[str | None]:
    """The URL of such a ledger, for one test after the other: a database for each would take a second of CPU."""
    if postgresql_server is None:
        yield None
        return
    with fresh_database(postgresql_server) as url:
        Ledger.open(url).close()
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest) -> str | None:
    """The PostgreSQL server, or None for SQLite: a test that asks for it runs on both."""
    if request.param == "sqlite":
        return None
    given: str | None = request.getfixturevalue("postgresql_server")
    if given is None:
        pytest.skip("expected PostgreSQL's programs or REPORTEDLY_TEST_POSTGRES")
    return given


@pytest.fixture
def new(server: str | None, tmp_path: Path) -> Iterator[str]:
    """Where a new ledger may be made, on both databases."""
    if server is None:
        yield str(tmp_path / "ledger.db")
        return
    with fresh_database(server) as url:
        yield url


@pytest.fixture
def where(server: str | None, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a ledger without an article lies, on both databases."""
    if server is None:
        yield shutil.copy(request.getfixturevalue("tables"), str(tmp_path / "ledger.db"))
        return
    url = request.getfixturevalue("postgresql_tables")
    yield url
    empty(url)


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    """A ledger without an article, on both databases."""
    with Ledger.open(where) as opened:
        yield opened


@pytest.fixture
def off_the_loop() -> Iterator[None]:
    """Fails if a ledger is asked anything in a thread that runs an event loop, where it would hold up all requests."""
    asked: list[str] = []

    @sa.event.listens_for(sa.Engine, "before_cursor_execute")
    def _check(_: object, __: object, statement: str, *___: object) -> None:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return
        asked.append(statement)

    yield
    sa.event.remove(sa.Engine, "before_cursor_execute", _check)
    assert asked == []
