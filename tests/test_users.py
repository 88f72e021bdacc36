"""Users: who may write to a ledger, and the tokens by which they are known."""

from __future__ import annotations

import hashlib
from pathlib import Path

import commands
import pytest
import sqlalchemy as sa
from commands import Ended

from reportedly.errors import InvalidUser, NotInLedger
from reportedly.ledger import Ledger
from reportedly.ledger.tables import schema


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
    with ledger._engine.connect() as connection:
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
