"""Users: who may write to a ledger, and the tokens by which they are known."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import commands
import pytest
import sqlalchemy as sa
from alembic import command
from commands import Ended

from reportedly.errors import InvalidUser, NotInLedger
from reportedly.ledger import Ledger
from reportedly.ledger.tables import engine, migrations, schema


def test_a_token_is_its_users_until_it_is_revoked(ledger: Ledger) -> None:
    assert (ledger.has_users(), ledger.had_users()) == (False, False)
    kim, alex = ledger.add_user("Kim"), ledger.add_user("Alex")
    assert (ledger.user(kim), ledger.user(alex), ledger.user("guess"), ledger.has_users()) == (
        "Kim",
        "Alex",
        None,
        True,
    )
    ledger.revoke_user("Kim")
    assert (ledger.user(kim), ledger.user(alex)) == (None, "Alex")
    assert [(user.name, user.revoked_at is None) for user in ledger.users()] == [("Kim", False), ("Alex", True)]
    again = ledger.add_user("Kim")
    assert (ledger.user(kim), ledger.user(again)) == (None, "Kim")
    for name in ("Kim", "Alex"):
        ledger.revoke_user(name)
    assert (ledger.has_users(), ledger.had_users()) == (False, True)


def test_only_the_hash_of_a_token_is_kept(ledger: Ledger) -> None:
    token = ledger.add_user("Kim")
    assert ledger._private is not None
    with ledger._private.connect() as connection:
        (row,) = connection.execute(sa.select(schema.users)).all()
    assert token not in map(str, row)
    assert row.digest == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 43


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\u202eb", "\ud800", "x" * 101])
def test_names_that_are_none(ledger: Ledger, name: str) -> None:
    with pytest.raises(InvalidUser, match="expected a name of 1 to 100 printable characters"):
        ledger.add_user(name)


def test_a_name_is_one_users(ledger: Ledger) -> None:
    ledger.add_user("Kim")
    with pytest.raises(InvalidUser, match="expected a name that no user has, but 'Kim' is one"):
        ledger.add_user(" Kim ")
    with pytest.raises(NotInLedger, match="expected a user called 'Alex' in the ledger"):
        ledger.revoke_user("Alex")


@pytest.mark.parametrize("token", ["", "\x00", "\ud800", "é" * 5_000])
def test_tokens_that_nobody_has(ledger: Ledger, token: str) -> None:
    ledger.add_user("Kim")
    assert ledger.user(token) is None


def run(where: Path, *arguments: str) -> Ended:
    return commands.run("users", "--ledger", where, *arguments)


def test_the_command(tmp_path: Path) -> None:
    where = tmp_path / "desk.db"
    added = run(where, "--add", "Kim")
    assert (added.returncode, added.stderr) == (0, "The token, which is told this once:\n")
    with Ledger.open(where) as ledger:
        assert ledger.user(added.stdout.strip()) == "Kim"
    assert "Kim · since 20" in run(where).stdout
    revoked = run(where, "--revoke", "Kim")
    told = "revoked: Kim\nNobody may write in the reader now: --add NAME lets somebody.\n"
    assert (revoked.returncode, revoked.stdout, revoked.stderr) == (0, "", told)
    assert "revoked 20" in run(where).stdout
    assert run(where, "--add", "Kim", "--revoke", "Kim").returncode == 2
    nobody = run(where, "--revoke", "Alex")
    assert nobody.returncode == 1
    assert nobody.stderr == "reportedly: expected a user called 'Alex' in the ledger, but there is none\n"


def test_users_lie_in_a_file_of_their_own(tmp_path: Path) -> None:
    where = tmp_path / "desk.db"
    with Ledger.open(where) as ledger:
        token = ledger.add_user("Kim")
        ledger.backup(tmp_path / "copy.db")
    digest = hashlib.sha256(token.encode()).hexdigest().encode()
    assert digest not in where.read_bytes()
    assert digest in (tmp_path / "desk.db.users").read_bytes()
    assert (tmp_path / "desk.db.users").stat().st_mode & 0o077 == 0
    with Ledger.open(tmp_path / "copy.db") as copied:
        assert copied.user(token) == "Kim"
    (tmp_path / "desk.db.users").unlink()
    with Ledger.open(where) as shown:  # without who may write, nobody may
        assert (shown.user(token), shown.users(), shown.has_users(), shown.had_users()) == (None, [], False, True)


def test_users_of_an_old_ledger_are_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = str(tmp_path / "desk.db")
    row = {"name": "Kim", "digest": hashlib.sha256(b"old").hexdigest(), "added_at": "2026-01-01T00:00:00+00:00"}
    with monkeypatch.context() as then:
        then.setattr(engine, "HEAD", "0011")
        then.setattr(migrations, "upgrade", lambda opened: command.upgrade(migrations.config(opened), "0011"))
        opened = engine.connect(where)
        with opened.begin() as connection:
            connection.execute(sa.insert(schema.users).values(row))
        opened.dispose()
    with Ledger.open(where) as ledger:
        assert (ledger.user("old"), ledger.had_users()) == ("Kim", True)
        assert ledger.add_user("Alex") != ""
    with closing(sqlite3.connect(where)) as connection_:
        assert [name for (name,) in connection_.execute("SELECT name FROM users")] == ["in a file of their own"]
