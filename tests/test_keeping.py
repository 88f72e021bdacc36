"""Ledgers keep: copies, backups, folders that may only be read, files that are no ledger or are damaged."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from commands import run
from test_asking import NEWS, of

from reportedly.errors import (
    LedgerDamaged,
    LedgerError,
    LedgerFull,
    LedgerReadOnly,
    NewerLedger,
    NotALedger,
    ReportedlyError,
)
from reportedly.ledger import Ledger, Query, Waiting
from reportedly.ledger.tables import engine, files, migrations


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("week") / "desk.db"
    with Ledger.open(path) as ledger:
        for number, (text, outlet, published) in enumerate(NEWS, 1):
            ledger.add(of(text, outlet, published, number))
        ledger.refresh()
    return path


@pytest.fixture
def desk(week: Path, tmp_path: Path) -> Path:
    """A ledger of its own, to be written in."""
    return Path(shutil.copy(week, tmp_path / "desk.db"))


def articles(path: Path) -> int:
    with Ledger.open(path) as ledger:
        return ledger.counts().articles


def digests(folder: Path) -> dict[str, str]:
    """Every file of a folder, byte for byte."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


# -- copies ----------------------------------------------------------------------------------------------------------


def test_a_plain_copy_of_a_quiet_ledger_is_whole(desk: Path, tmp_path: Path) -> None:
    with Ledger.open(desk) as reading:  # keeps the -wal there
        reading.counts()
        with Ledger.open(desk) as ledger:
            ledger.add(of("“It floats,” said Ana Reyes.", "Herald", "2024-05-09", 9))
        shutil.copy(desk, tmp_path / "copy.db")
    assert articles(tmp_path / "copy.db") == len(NEWS) + 1


def test_a_new_ledger_is_whole_at_once(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "desk.db"):
        shutil.copy(tmp_path / "desk.db", tmp_path / "copy.db")
        files.check(tmp_path / "copy.db")
        with closing(sqlite3.connect(tmp_path / "copy.db")) as copied:
            assert copied.execute("PRAGMA application_id").fetchone() == (files.APPLICATION,)
            assert copied.execute("SELECT version_num FROM alembic_version").fetchone() == (engine.HEAD,)


def test_a_backup_while_others_write(desk: Path, tmp_path: Path) -> None:
    end = threading.Event()

    def write() -> None:
        with Ledger.open(desk) as other:
            for number in range(10_000):
                if end.is_set():
                    return
                other.fail(f"{number}.txt", "nothing")

    writer = threading.Thread(target=write)
    writer.start()
    with Ledger.open(desk) as ledger:
        for number in range(5):
            ledger.backup(tmp_path / f"{number}.db")
    end.set()
    writer.join()
    for number in range(5):
        assert not list(tmp_path.glob(f"*{number}.db-*"))  # one file each
        assert articles(tmp_path / f"{number}.db") == len(NEWS)


def test_a_backup_can_be_written_to(desk: Path, tmp_path: Path) -> None:
    with Ledger.open(desk) as ledger:
        ledger.backup(tmp_path / "copy.db")
    with Ledger.open(tmp_path / "copy.db") as ledger:
        ledger.fail("a.txt", "nothing")
        with engine.reading(ledger._engine) as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_a_backup_takes_no_file_s_place_unasked(desk: Path, tmp_path: Path) -> None:
    there = tmp_path / "copy.db"
    there.write_text("mine", encoding="utf-8")
    with Ledger.open(desk) as ledger:
        with pytest.raises(LedgerError, match=r"expected a new file for the copy, but .*copy.db is there already"):
            ledger.backup(there)
        assert there.read_text(encoding="utf-8") == "mine"
        with pytest.raises(LedgerError, match="is a folder"):
            ledger.backup(tmp_path)
        with pytest.raises(LedgerError, match="is the ledger itself"):
            ledger.backup(desk, replace=True)
        with pytest.raises(LedgerError, match="expected to copy"):
            ledger.backup(tmp_path / "nowhere" / "copy.db")
        ledger.backup(there, replace=True)
    assert articles(there) == len(NEWS)


def test_a_backup_on_a_full_disk_leaves_nothing(desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files, "_sync", full)
    target = tmp_path / "copies"
    target.mkdir()
    with Ledger.open(desk) as ledger, pytest.raises(LedgerFull, match="but the disk is full; nothing was changed"):
        ledger.backup(target / "copy.db")
    assert list(target.iterdir()) == []


def test_a_backup_of_a_damaged_ledger_is_none(desk: Path, tmp_path: Path) -> None:
    root = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_statements_thread_id'"
    with closing(sqlite3.connect(desk)) as connection:
        (page,) = connection.execute(root).fetchone()
    with desk.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    target = tmp_path / "copies"
    target.mkdir()
    with Ledger.open(desk) as ledger, pytest.raises(LedgerDamaged, match="the file is damaged"):
        ledger.backup(target / "copy.db")
    assert list(target.iterdir()) == []


def test_a_backup_from_the_command_line(desk: Path, tmp_path: Path) -> None:
    first, again = (run("backup", desk, tmp_path / "copy.db") for _ in range(2))
    assert (first.returncode, first.stderr) == (0, f"backed up: {desk} to {tmp_path / 'copy.db'}\n")
    assert (again.returncode, again.stderr.count("\n")) == (1, 1)
    assert articles(tmp_path / "copy.db") == len(NEWS)


def test_a_backup_of_a_database(where: str, tmp_path: Path) -> None:
    with Ledger.open(where) as ledger:
        if where.startswith("postgresql"):
            with pytest.raises(LedgerError, match="`pg_dump --format=custom` backs it up"):
                ledger.backup(tmp_path / "copy.db")
        else:
            ledger.backup(tmp_path / "copy.db")


# -- migration -------------------------------------------------------------------------------------------------------


def old(where: str, monkeypatch: pytest.MonkeyPatch, version: str = "0001") -> None:
    """An empty ledger as an older version left it, without an application id."""
    with monkeypatch.context() as then:
        then.setattr(engine, "HEAD", version)
        then.setattr(files, "APPLICATION", 0)
        then.setattr(migrations, "upgrade", lambda opened: command.upgrade(migrations.config(opened), version))
        engine.connect(where).dispose()


def test_an_old_ledger_is_copied_before_it_is_brought_up_to_date(
    new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old(new, monkeypatch)
    told: list[str] = []
    Ledger.open(new, Waiting(told=told.append)).close()
    copied = tmp_path / "ledger.db.version-0001"
    if new.startswith("postgresql"):
        assert told == []
        return
    assert told == [f"{new} is brought from version 0001 to {engine.HEAD}; as it was it is kept in {copied}"]
    with closing(sqlite3.connect(copied)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    old(str(tmp_path / "second.db"), monkeypatch)
    (tmp_path / "second.db.version-0001").write_text("mine", encoding="utf-8")
    Ledger.open(tmp_path / "second.db").close()
    assert (tmp_path / "second.db.version-0001").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "second.db.version-0001-2").exists()


def test_without_room_for_the_copy_nothing_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ledger.db"
    old(str(path), monkeypatch)
    before = digests(tmp_path)

    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as then:
        then.setattr(files, "_sync", full)
        with pytest.raises(LedgerFull, match="nothing was changed"):
            Ledger.open(path)
    assert digests(tmp_path) | {"ledger.db": before["ledger.db"]} == before | {
        name: digest for name, digest in digests(tmp_path).items() if name.endswith(("-wal", "-shm"))
    }
    Ledger.open(path).close()


# -- what is no ledger -----------------------------------------------------------------------------------------------

#: Databases of others: their statements.
FOREIGN = {
    "another table": ["CREATE TABLE tides (at TEXT)"],
    "tables of the same names": ["CREATE TABLE articles (id INTEGER PRIMARY KEY, body TEXT)",
                                 "CREATE TABLE statements (id INTEGER)", "INSERT INTO articles VALUES (1, 'mine')"],
    "Alembic's": ["CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES ('9f3c')",
                  "CREATE TABLE articles (id INTEGER)"],
    "another program's id": ["PRAGMA application_id=252006674", "CREATE TABLE dirty (id INTEGER)"],
    "an id alone": ["PRAGMA application_id=252006674"],
    "a view": ["CREATE VIEW articles AS SELECT 1 AS id"],
    "written ahead": ["PRAGMA journal_mode=WAL", "CREATE TABLE articles (id INTEGER)"],
}  # fmt: skip


@pytest.mark.parametrize("kind", FOREIGN)
@pytest.mark.parametrize("held", [False, True], ids=["closed", "in use"])
def test_a_database_of_others_stays_byte_for_byte(tmp_path: Path, kind: str, held: bool) -> None:
    path = tmp_path / "theirs.db"
    theirs = sqlite3.connect(path, isolation_level=None)
    for statement in FOREIGN[kind]:
        theirs.execute(statement)
    if not held:
        theirs.close()
    before = digests(tmp_path)
    for command_ in ("open", "copy"):
        with pytest.raises(NotALedger, match="but it is a database of something else"):
            Ledger.open(path) if command_ == "open" else files.check(path)
    after = digests(tmp_path)
    assert after["theirs.db"] == before["theirs.db"]
    assert {name for name in after if not name.endswith("-shm")} == {n for n in before if not n.endswith("-shm")}
    theirs.close()


def test_a_database_of_others_whose_tables_are_written_ahead_alone(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    theirs = sqlite3.connect(path, isolation_level=None)
    theirs.execute("PRAGMA journal_mode=WAL")
    theirs.execute("PRAGMA wal_autocheckpoint=0")
    theirs.execute("CREATE TABLE tides (at TEXT)")
    before = digests(tmp_path)
    with pytest.raises(NotALedger, match="but it is a database of something else"):
        Ledger.open(path)
    assert digests(tmp_path)["theirs.db"] == before["theirs.db"]
    theirs.close()


def test_a_schema_of_others_in_postgresql(new: str) -> None:
    if not new.startswith("postgresql"):
        pytest.skip("expected PostgreSQL")
    theirs = sa.create_engine(new.replace("postgresql://", "postgresql+psycopg://"))
    with theirs.begin() as connection:
        connection.execute(sa.text("CREATE TABLE articles (id integer)"))
        connection.execute(sa.text("CREATE TABLE alembic_version (version_num text)"))
        connection.execute(sa.text("INSERT INTO alembic_version VALUES ('0003')"))
    with pytest.raises(NotALedger, match="but it is a database of something else"):
        Ledger.open(new)
    assert sorted(sa.inspect(theirs).get_table_names()) == ["alembic_version", "articles"]
    theirs.dispose()


def test_an_empty_file_becomes_a_ledger_and_a_newer_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.touch()
    Ledger.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(NewerLedger):
        Ledger.open(path)


# -- where nothing may be written ------------------------------------------------------------------------------------

NOBODY = 65_534


@contextmanager
def only_readable(desk: Path, *more: Path) -> Iterator[Path]:
    """The ledger in a folder in which we may write nothing; the superuser becomes somebody else for it."""
    folder = Path(tempfile.mkdtemp(prefix="reportedly-"))
    for path in (desk, *more):
        shutil.copy(path, folder)
        (folder / path.name).chmod(0o444)
    folder.chmod(0o555)
    became = os.geteuid() == 0
    temporary = tempfile.mkdtemp(prefix="reportedly-")
    if became:
        os.chown(temporary, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    before, tempfile.tempdir = tempfile.tempdir, temporary
    try:
        yield folder / desk.name
    finally:
        tempfile.tempdir = before
        if became:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(folder)
        shutil.rmtree(temporary)


def test_a_ledger_where_nothing_may_be_written_answers_everything(desk: Path) -> None:
    with only_readable(desk) as path, Ledger.open(path) as ledger:
        assert ledger.search(Query("port")).statements
        assert ledger.trace("port")
        assert ledger.who("Ana Reyes").findings
        assert [kept.finding.code for kept in ledger.findings()]
        assert ledger.article(1).waiting == ledger.queue().waiting == 0
        assert ledger.versions(ledger.reading(1).article.url or "")
        with ledger.snapshot() as snapshot:
            assert len(list(snapshot.records())) == len(NEWS)
        assert ledger.check(of(NEWS[0][0].replace("damn", "whole damn"), "Herald", "2024-05-09", 9)).findings
        with pytest.raises(LedgerReadOnly, match="but it may only be read"):
            ledger.fail("a.txt", "nothing")
        assert sorted(entry.name for entry in path.parent.iterdir()) == [path.name]


def test_a_ledger_that_others_write_meanwhile_gives_an_error(desk: Path) -> None:
    with only_readable(desk) as path, Ledger.open(path) as ledger:
        assert ledger.counts().articles == len(NEWS)
        if os.getuid() == 0:
            os.seteuid(0)
            os.utime(path)
            os.seteuid(NOBODY)
        else:
            os.utime(path)
        with pytest.raises(LedgerError, match="but somebody did: open it again"):
            ledger.counts()


def test_what_was_not_written_into_the_ledger_yet_is_told(desk: Path) -> None:
    with Ledger.open(desk) as ledger:
        ledger.fail("a.txt", "nothing")
        wal = desk.with_name("desk.db-wal")
        with only_readable(desk, wal) as path, pytest.raises(LedgerReadOnly, match=r"some of it lies in desk\.db-wal"):
            Ledger.open(path)


def test_an_old_ledger_where_nothing_may_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old(str(tmp_path / "desk.db"), monkeypatch)
    with only_readable(tmp_path / "desk.db") as path, pytest.raises(LedgerReadOnly, match="it has version 0001"):
        Ledger.open(path)


# -- damage ----------------------------------------------------------------------------------------------------------


def questions(path: Path) -> None:
    """Ask everything."""
    with Ledger.open(path) as ledger:
        ledger.articles()
        for number in range(1, 7):
            ledger.article(number)
        ledger.search(Query("port"), counts=True)
        ledger.trace("port")
        ledger.holders("Reyes")
        ledger.who("Ana Reyes")
        ledger.queue()
        ledger.reviews()
        ledger.figures()
        ledger.users()
        with ledger.snapshot() as snapshot:
            list(snapshot.records())
        with engine.writing(ledger._engine) as connection:
            connection.exec_driver_sql("INSERT INTO dirty SELECT 'article', id, 1 FROM articles ON CONFLICT DO NOTHING")
        ledger.refresh()
        ledger.add(of(NEWS[0][0], "Herald", "2024-05-09", 9))


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_file_is_told_in_a_sentence(desk: Path, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(desk.read_bytes())
    for _ in range(chance.choice((1, 8, 64))):
        at = chance.randrange(len(data))
        data[at] ^= 1 << chance.randrange(8)
    if seed % 10 == 0:
        del data[chance.randrange(100, len(data)) :]
    desk.write_bytes(data)
    with suppress(ReportedlyError):
        questions(desk)
