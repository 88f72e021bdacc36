"""Fixtures that several tests share: the databases that a ledger may lie in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from databases import fresh_database, postgresql

from reportedly.ledger import Ledger


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str | None]:
    with postgresql() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a new ledger may be opened: a test that asks for it runs on both databases."""
    if request.param == "sqlite":
        yield str(tmp_path / "ledger.db")
        return
    server = request.getfixturevalue("postgresql_server")
    if server is None:
        pytest.skip("expected PostgreSQL's programs or REPORTEDLY_TEST_POSTGRES")
    with fresh_database(server) as url:
        yield url


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
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
