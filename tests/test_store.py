"""Keeping readings: what goes in comes out, whole or not at all, on every database."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from databases import fresh_database
from fabricated import RICH, readings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import reportedly
from reportedly import Article
from reportedly.errors import (
    InvalidQuery,
    LedgerDamaged,
    LedgerError,
    LedgerFull,
    LedgerLocked,
    LedgerReadOnly,
    NewerLedger,
    NoConnection,
    NotALedger,
    NotInLedger,
)
from reportedly.ledger import Ledger, Query
from reportedly.ledger.tables import engine, migrations, schema, store
from reportedly.ledger.threads import wordings
from reportedly.printable import UNSTORABLE
from reportedly.reading import Reading
from reportedly.values.edtf import days

SAMPLE = Path(__file__).parent.parent / "examples" / "leak.txt"


def of(text: str, url: str | None = None, outlet: str | None = None, published: str | None = "2024-05-08") -> Reading:
    return reportedly.read(Article.from_text(text, url=url, outlet=outlet, published=published))


@pytest.fixture(scope="module")
def sample() -> Reading:
    return of(SAMPLE.read_text(encoding="utf-8"), "https://courier.example/1", "The Courier")


def test_a_reading_comes_out_as_it_went_in(ledger: Ledger, sample: Reading) -> None:
    kept = ledger.add(sample)
    assert kept.outcome == "new"
    assert kept.statements == len(sample.statements) > 0
    assert ledger.reading(kept.article) == sample


def test_every_value_comes_out(ledger: Ledger) -> None:
    assert ledger.reading(ledger.add(RICH).article) == RICH


def test_spans_are_written_as_json(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    with Ledger.open(file) as ledger:
        ledger.add(RICH)
    with sqlite3.connect(file) as connection:
        rows = connection.execute("SELECT content, standing_spans FROM statements ORDER BY id").fetchall()
    expected = [([[s.start, s.end] for s in one.content], [[s.start, s.end] for s in one.standing.spans])
                for one in RICH.statements]  # fmt: skip
    assert [tuple(map(json.dumps, pair)) for pair in expected] == rows


def test_what_holds_another_may_stand_after_it(ledger: Ledger) -> None:
    first, second, *others = RICH.statements
    turned = replace(RICH, statements=(replace(first, parent=1), replace(second, parent=None), *others))
    assert ledger.reading(ledger.add(turned).article) == turned


def held(value: Any) -> Any:
    """A value as a database can hold it: what no text in one may have is replaced."""
    if isinstance(value, str):
        return UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, tuple):
        return tuple(map(held, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: held(getattr(value, field.name)) for field in fields(value)})
    return value


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(readings(st.text(alphabet=st.characters(codec="utf-16"), max_size=80)))
def test_any_reading_comes_out_as_it_went_in(ledger: Ledger, given_reading: Reading) -> None:
    # A URL of its own: of an article that is there already, the reading that was kept comes out.
    reading = replace(given_reading, article=replace(given_reading.article, url=f"https://courier.example/{uuid4()}"))
    assert ledger.reading(ledger.add(reading).article) == held(reading)


def test_the_same_article_again_changes_nothing(ledger: Ledger, sample: Reading) -> None:
    assert ledger.known(sample.article) is None
    first = ledger.add(sample)
    again = ledger.add(sample)
    assert (again.article, again.outcome) == (first.article, "unchanged")
    assert ledger.known(sample.article) == again
    assert count(ledger, schema.articles) == 1
    assert count(ledger, schema.statements) == len(sample.statements)


def test_the_same_text_of_another_outlet_is_another_article(ledger: Ledger, sample: Reading) -> None:
    ledger.add(sample)
    other = replace(sample, article=replace(sample.article, outlet="NTB", url="https://ntb.example/7"))
    assert ledger.add(other).outcome == "new"


def test_another_text_at_the_same_url_is_a_new_version(ledger: Ledger) -> None:
    url = "https://courier.example/1"
    first = ledger.add(of("“It floats,” said Ana Reyes.", url))
    second = ledger.add(of("“It sinks,” said Ana Reyes.", url))
    assert (first.outcome, second.outcome) == ("new", "new version")
    rows = select(
        ledger, sa.select(schema.articles.c["version", "current", "supersedes"]).order_by(schema.articles.c.id)
    )
    assert rows == [(1, False, None), (2, True, first.article)]


def test_many_are_kept_as_one_after_another(ledger: Ledger, tmp_path: Path, sample: Reading) -> None:
    first, second = (of(f"Ana Reyes said: “The quay is {how}.”", "https://ntb.example/1") for how in ("open", "shut"))
    named = replace(second, article=replace(second.article, title="The quay"))
    early = replace(sample, article=replace(sample.article, url=None, outlet="NTB"))
    given_readings = [first, second, second, named, sample, first, early, sample]
    with Ledger.open(tmp_path / "alone.db") as alone:
        expected = [alone.add(reading) for reading in given_readings]
        kept = list(ledger.add_many(iter(given_readings)))
        assert [one.outcome for one in kept] == [
            "new", "new version", "unchanged", "corrected", "new", "new version", "new", "unchanged",
        ]  # fmt: skip
        assert [(one.article, one.statements) for one in kept] == [(one.article, one.statements) for one in expected]
        for one in kept:
            assert ledger.reading(one.article) == alone.reading(one.article)
        for table in (schema.articles, schema.holders, schema.threads, schema.links, schema.keys):
            assert count(ledger, table) == count(alone, table)


def test_of_many_those_before_one_that_fails_are_kept(ledger: Ledger, sample: Reading) -> None:
    some = [replace(sample, article=replace(sample.article, url=f"https://ntb.example/{i}")) for i in range(4)]
    some[2] = replace(some[2], holders=(replace(some[2].holders[0], kind=cast(Any, "\ud800")),), statements=())
    with pytest.raises(InvalidQuery):
        list(ledger.add_many(some))
    assert count(ledger, schema.articles) == 2

    def broken() -> Iterator[Reading]:
        yield some[3]
        raise NotInLedger("there is no more")

    with pytest.raises(NotInLedger):
        list(ledger.add_many(broken()))
    assert count(ledger, schema.articles) == 3


def test_what_is_not_there_is_told(ledger: Ledger) -> None:
    with pytest.raises(NotInLedger, match="expected article 7 in the ledger, but there is none"):
        ledger.reading(7)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from("“”‘’ said Lund he\n.,\x00\ud800é🙂"), min_size=1, max_size=120))
def test_any_text_is_kept(where: str, text: str) -> None:
    if not text.strip():
        return
    reading = of(text)
    with Ledger.open(where) as ledger:
        out = ledger.reading(ledger.add(reading).article)
    assert len(out.article.text) == len(text)
    assert [s.content for s in out.statements] == [s.content for s in reading.statements]


def test_migrations_end_where_the_tables_are(new: str) -> None:
    opened = engine.connect(new)
    with opened.connect() as connection:
        compared = compare_metadata(
            MigrationContext.configure(connection, opts={"include_object": _is_ours}), schema.metadata
        )
    opened.dispose()
    assert compared == []
    assert ScriptDirectory.from_config(migrations.config()).get_current_head() == engine.HEAD


OLD = "The government will float the old ferry again"
#: An article as the first version kept it, the first of each table.
FIRST: dict[str, dict[str, Any]] = {
    "articles": {
        "digest": "1", "url": "https://courier.example/1", "site": "courier.example", "authors": [],
        "text": f"“{OLD},” said Ana Reyes.", "words": 11, "added_at": "2024-05-08", "version": 1, "current": True,
    },
    "holders": {"name": "Ana Reyes", "kind": "person", "key": "ana reyes", "family": "reyes"},
    "appearances": {
        "article_id": 1, "position": 0, "name": "Ana Reyes", "kind": "person", "mentions": [[54, 63]],
        "holder_id": 1,
    },
    "statements": {
        "article_id": 1, "position": 0, "appearance_id": 1, "holder_id": 1, "type": "direct",
        "confidence": 0.9, "source": [[54, 63]], "cue": [[49, 53]], "cue_text": "said", "content": [[1, 46]],
        "content_text": OLD, "standing": "asserted", "standing_spans": [],
    },
}  # fmt: skip


def test_a_ledger_of_the_first_version_is_brought_up_to_date(new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as then:
        then.setattr(engine, "HEAD", "0001")
        then.setattr(migrations, "upgrade", lambda opened: command.upgrade(migrations.config(opened), "0001"))
        opened = engine.connect(new)
        tables = sa.MetaData()
        tables.reflect(opened)
        with engine.writing(opened) as connection:
            for name, row in FIRST.items():
                connection.execute(sa.insert(tables.tables[name]), row)
            keys = [{"key": key, "statement_id": 1} for key in wordings.keys(wordings.wording(OLD))]
            connection.execute(sa.insert(tables.tables["keys"]), keys)
        opened.dispose()
    with Ledger.open(new) as ledger:
        assert [said.name for said in ledger.search(Query("governme*")).statements] == ["Ana Reyes"]
        assert [said.name for said in ledger.search(Query("floating")).statements] == ["Ana Reyes"]
        ledger.add(of("Ana Reyes said: “The government will float the old ferry again.”", "https://ntb.example/1"))
        assert [len(found.statements) for found in ledger.trace("ferry")] == [2]


def _is_ours(_: object, name: str, kind: str, *__: object) -> bool:
    return not name.startswith("statement_words") and not name.startswith("ix_statements_words")


def test_two_writers_both_succeed(where: str, sample: Reading) -> None:
    Ledger.open(where).close()

    def add(number: int) -> None:
        with Ledger.open(where) as ledger:
            for i in range(5):
                url = f"https://courier.example/{number}/{i}"
                ledger.add(replace(sample, article=replace(sample.article, url=url)))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(4)))
    with Ledger.open(where) as ledger:
        assert count(ledger, schema.articles) == 20
        assert count(ledger, schema.statements) == 20 * len(sample.statements)


KILLED = """
import sys
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from reportedly import Article, read
from reportedly.ledger import Ledger
reading = read(Article.from_text(Path(sys.argv[2]).read_text(encoding="utf-8")))
with Ledger.open(sys.argv[1]) as ledger:
    print("ready", flush=True)
    urls = (f"https://courier.example/{i}" for i in range(100_000))
    readings = (replace(reading, article=replace(reading.article, url=url)) for url in urls)
    for _ in ledger.add_many(readings) if sys.argv[3] == "many" else map(ledger.add, readings):
        pass
"""


@pytest.mark.parametrize("how", ["one by one", "many"])
@pytest.mark.parametrize("after", [0.0, 0.05, 0.3])
def test_a_killed_writer_leaves_no_half_article(tmp_path: Path, sample: Reading, after: float, how: str) -> None:
    path = tmp_path / "ledger.db"
    writer = subprocess.Popen([sys.executable, "-c", KILLED, str(path), str(SAMPLE), how], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    writer.stdout.readline()
    try:
        writer.wait(timeout=after)
    except subprocess.TimeoutExpired:
        writer.kill()
    writer.wait()
    writer.stdout.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        (articles,), (statements,) = (
            connection.execute(f"SELECT count(*) FROM {name}").fetchone() for name in ("articles", "statements")
        )
    assert statements == articles * len(sample.statements)


# -- what goes wrong -------------------------------------------------------------------------------------------------


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("The tide was late. " * 100, encoding="utf-8")
    with pytest.raises(NotALedger, match=r"expected a ledger in .*notes.txt, but the file is no SQLite database"):
        Ledger.open(path)
    assert path.read_text(encoding="utf-8").startswith("The tide was late.")


def test_a_database_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "tides.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE tides (at TEXT)")
    with pytest.raises(NotALedger, match=r"but it is a database of something else"):
        Ledger.open(path)


def test_a_ledger_of_a_newer_version(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    Ledger.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerLedger, match=r"but it has version 9999: a newer Reportedly wrote it"):
        Ledger.open(path)


def test_a_damaged_ledger(tmp_path: Path, sample: Reading) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open(path) as ledger:
        ledger.add(sample)
    data = bytearray(path.read_bytes())
    data[4096 : len(data) // 2] = b"\xff" * (len(data) // 2 - 4096)
    path.write_bytes(data)
    with pytest.raises(LedgerDamaged, match="the file is damaged"), Ledger.open(path) as ledger:
        ledger.add(sample)


@pytest.mark.parametrize("damage", ["'[[1, 2'", "x'ff'"], ids=["JSON", "UTF-8"])
def test_a_damaged_value(tmp_path: Path, sample: Reading, damage: str) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open(path) as ledger:
        ledger.add(sample)
        with sqlite3.connect(path) as connection:
            connection.execute(f"UPDATE statements SET content = CAST({damage} AS TEXT)")
        with pytest.raises(LedgerDamaged, match="the file is damaged"):
            ledger.search(Query())


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_that_cannot_hold_every_letter(postgresql_server: str | None, encoding: str) -> None:
    if postgresql_server is None:
        pytest.skip("expected PostgreSQL's programs or REPORTEDLY_TEST_POSTGRES")
    with fresh_database(postgresql_server, encoding) as url:
        for opened in (url, url.replace("postgresql://", "postgres://")):
            with pytest.raises(LedgerError, match=f"expected a database in UTF8, but .* is in {encoding}: make one"):
                Ledger.open(opened)


def test_a_folder_and_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="is a folder"):
        Ledger.open(tmp_path)
    with pytest.raises(LedgerError, match="there is no such folder"):
        Ledger.open(tmp_path / "nowhere" / "ledger.db")


def test_a_full_disk_loses_nothing(tmp_path: Path, sample: Reading) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open(path) as ledger:
        ledger.add(sample)
    opened = engine.connect(path)

    @sa.event.listens_for(opened, "connect")
    def _small(connection: sqlite3.Connection, _: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 1}")

    opened.dispose()
    with Ledger(opened) as full, pytest.raises(LedgerFull, match="the disk is full; what was kept before is safe"):
        full.add(replace(sample, article=replace(sample.article, url="https://courier.example/2")))
    with Ledger.open(path) as ledger:
        assert ledger.reading(1) == sample


def test_a_locked_ledger(tmp_path: Path, sample: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PATIENCE", 0.05)
    path = tmp_path / "ledger.db"
    with Ledger.open(path) as ledger, sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerLocked, match="another program keeps it locked"):
            ledger.add(sample)
        other.execute("ROLLBACK")
        assert ledger.add(sample).outcome == "new"


@pytest.mark.parametrize("url", ["mysql://desk@example/news", "http://example/news"])
def test_urls_of_other_databases(url: str) -> None:
    with pytest.raises(LedgerError, match=r"expected a path or a postgresql:// URL"):
        Ledger.open(url)


def test_a_ledger_that_may_only_be_read(tmp_path: Path, sample: Reading) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open(path) as ledger:
        ledger.add(sample)
    opened = engine.connect(path)

    @sa.event.listens_for(opened, "connect")
    def _read_only(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    opened.dispose()
    with Ledger(opened) as ledger:
        with pytest.raises(LedgerReadOnly, match=r"expected to write to .*, but it may only be read"):
            ledger.add(replace(sample, article=replace(sample.article, url="https://courier.example/2")))
        assert ledger.reading(1) == sample


#: Where no server is, and a part of the URL that may stand in the message.
NOWHERE = [
    ("postgresql://desk:secret@127.0.0.1:1/news", "desk:***@127.0.0.1:1/news"),
    ("postgresql://127.0.0.1:1/news?user=desk&password=secret", "127.0.0.1:1/news"),
    ("postgresql://desk:secret@127.0.0.1:1/news?application_name=secret", "127.0.0.1:1/news"),
    ("postgresql://desk@127.0.0.1:1/news?sslpassword=secret&sslmode=require", "127.0.0.1:1/news"),
]


@pytest.mark.parametrize(("url", "named"), NOWHERE)
def test_a_server_that_is_not_there_and_no_password_in_sight(url: str, named: str) -> None:
    with pytest.raises(NoConnection) as raised:
        Ledger.open(url)
    assert "secret" not in str(raised.value)
    assert named in str(raised.value)


UNREADABLE = ["postgresql://desk:secret@example:port/news", "postgresql://desk:secret@[::1/news"]


@pytest.mark.parametrize("url", UNREADABLE)
def test_a_url_that_cannot_be_read(url: str) -> None:
    with pytest.raises(LedgerError, match="the URL can't be read") as raised:
        Ledger.open(url)
    assert "secret" not in str(raised.value)


def test_names_that_are_no_text(ledger: Ledger) -> None:
    ledger.fail("r\udce9sum\udce9.txt", "expected text, found \x00")
    assert select(ledger, sa.select(schema.failures.c["input", "reason"])) == [
        ("r\ufffdsum\ufffd.txt", "expected text, found \ufffd")
    ]
    with pytest.raises(LedgerError, match="expected "):
        ledger.versions("\udce9")


DAYS = [
    ("2024-05-08", ("2024-05-08", "2024-05-08")),
    ("2024-02", ("2024-02-01", "2024-02-29")),
    ("2024", ("2024-01-01", "2024-12-31")),
    ("../2017-01-20", (None, "2017-01-20")),
    ("2016-10-18/2016-10-20", ("2016-10-18", "2016-10-20")),
    ("2024-05-08/..", ("2024-05-08", None)),
    ("202X", ("2020-01-01", "2029-12-31")),
    ("2024-21", ("2024-03-01", "2024-05-31")),
    ("0", (None, None)),
    ("0000-99-99", (None, None)),
    ("soon/2024-05", (None, "2024-05-31")),
]


@pytest.mark.parametrize(("time", "expected"), DAYS)
def test_days_of_a_time(time: str, expected: tuple[str | None, str | None]) -> None:
    assert days(time) == expected


SITES = [
    ("https://www.courier.example/1", None, "courier.example"),
    ("https://www.courier.example/1", "The Courier", "courier"),
    (None, "THE  COURIER", "courier"),
    (None, "The", "the"),
    (None, None, ""),
]


@pytest.mark.parametrize(("url", "outlet", "expected"), SITES)
def test_what_counts_as_one_outlet(url: str | None, outlet: str | None, expected: str) -> None:
    assert store.site(url, outlet) == expected


def count(ledger: Ledger, table: sa.Table) -> int:
    return int(select(ledger, sa.select(sa.func.count()).select_from(table))[0][0])


def select(ledger: Ledger, query: sa.Select[tuple[object, ...]]) -> list[tuple[object, ...]]:
    with engine.reading(ledger._engine) as connection:
        return [tuple(row) for row in connection.execute(query)]
