"""Versions and facts: which text at an address is current, and what is known of it beside its text."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from click.testing import CliRunner
from fabricated import made

import reportedly
from reportedly import Article
from reportedly.cli.group import cli
from reportedly.ledger import Ledger, Query
from reportedly.ledger.reviews.review import Review
from reportedly.ledger.tables import engine, migrations, schema
from reportedly.reading import Reading
from reportedly.span import Span

URL = "https://courier.example/1"
SHUT = ("Ana Reyes", "says", "“the port will shut on Friday if the dockers walk out”")
SOLD = ("Ole Lund", "says", "“the ferry was sold to a buyer abroad last winter”")
TEXTS = {
    "A": "{Ana Reyes} {says} {“the port will shut on Friday if the dockers walk out”}. Rain fell.",
    "B": "{Ole Lund} {says} {“the ferry was sold to a buyer abroad last winter”}. Rain fell.",
    "C": "{Ana Reyes} {says} {“the quay is dry again and the cranes turn”}. Rain fell.",
}


def text(name: str) -> str:
    return TEXTS[name].replace("{", "").replace("}", "")


def of(name: str, **facts: Any) -> Reading:
    """The reading of one of TEXTS, whose words in braces are the holder, the cue and the content of its statement."""
    return made(TEXTS[name], **{"url": URL, "outlet": "The Courier", "published": "2024-05-08", **facts})


def add(ledger: Ledger, names: str) -> list[str]:
    return [ledger.add(of(name)).outcome for name in names]


#: Texts at one address in the order of adding, the outcomes, and of each version the version whose text it has again.
VERSIONS = [
    ("AA", ["new", "unchanged"], [None]),
    ("AB", ["new", "new version"], [None, None]),
    ("ABB", ["new", "new version", "unchanged"], [None, None]),
    ("ABA", ["new", "new version", "new version"], [None, None, 1]),
    ("ABAA", ["new", "new version", "new version", "unchanged"], [None, None, 1]),
    ("ABAB", ["new", *["new version"] * 3], [None, None, 1, 2]),
    ("ABCAB", ["new", *["new version"] * 4], [None, None, None, 1, 2]),
    ("ABABA", ["new", *["new version"] * 4], [None, None, 1, 2, 1]),
]


@pytest.mark.parametrize(("names", "outcomes", "again"), VERSIONS, ids=[names for names, _, _ in VERSIONS])
def test_each_change_of_the_text_is_a_version(
    ledger: Ledger, names: str, outcomes: list[str], again: list[int | None]
) -> None:
    assert add(ledger, names) == outcomes
    found = ledger.versions(URL)
    assert [version.again for version in found] == again
    assert [version.number for version in found] == list(range(1, len(again) + 1))
    last = ledger.reading(found[-1].article).article.text
    assert last == text(names[-1])
    (listed,) = ledger.articles().articles
    assert listed.id == found[-1].article


def test_what_came_back_is_what_is_asked(ledger: Ledger) -> None:
    add(ledger, "ABA")
    last = ledger.versions(URL)[-1]
    assert [said.content for said in last.added] == [SHUT[2]]
    assert [said.content for said in last.gone] == [SOLD[2]]
    assert [said.source.id for said in ledger.search(Query("dockers")).statements] == [last.article]
    assert ledger.search(Query("ferry")).statements == ()
    assert [person.name for person in ledger.holders()] == ["Ana Reyes"]
    assert [(person.name, person.statements) for person in ledger.holders("Reyes")] == [("Ana Reyes", 1)]
    assert [said.source.id for said in ledger.who("Reyes").statements] == [last.article]
    assert [said.source.id for trace in ledger.trace("dockers") for said in trace.statements] == [last.article]
    assert ledger.trace("ferry") == []
    assert (ledger.counts().articles, ledger.counts().statements) == (1, 1)
    view = ledger.article(last.article)
    assert (len(view.versions), view.versions[-1], view.copy_of, view.copies) == (3, last.article, None, ())
    with ledger.snapshot() as snapshot:
        records = list(snapshot.records())
    assert len({record.digest for record in records}) == 3
    assert [record.supersedes for record in records] == [None, records[0].digest, records[1].digest]


#: Texts at one address, each with its day of May 2024 (0: unknown), in the order of adding; the outcomes; the texts of
#: its versions, the oldest first.
DAYS = [
    ("B3 A1", "new, older version", "AB"),
    ("A1 C5 B3", "new, new version, older version", "ABC"),
    ("C5 B3 A1", "new, older version, older version", "ABC"),
    ("A1 B3 A1", "new, new version, unchanged", "AB"),
    ("A1 B3 A5", "new, new version, new version", "ABA"),
    ("A1 B3 A3", "new, new version, new version", "ABA"),
    ("A1 B0 A0", "new, new version, new version", "ABA"),
    ("B3 A0", "new, new version", "BA"),
    ("B0 A1", "new, new version", "BA"),
    ("A1 C5 A2", "new, new version, corrected", "AC"),
]


@pytest.mark.parametrize(("given", "outcomes", "texts"), DAYS, ids=[given for given, _, _ in DAYS])
def test_the_day_tells_which_version_is_current(ledger: Ledger, given: str, outcomes: str, texts: str) -> None:
    told = []
    for one in given.split():
        told.append(ledger.add(of(one[0], published=f"2024-05-0{one[1]}" if one[1] != "0" else None)).outcome)
    assert told == outcomes.split(", ")
    found = ledger.versions(URL)
    assert [text(name) for name in texts] == [ledger.reading(version.article).article.text for version in found]
    assert [version.number for version in found] == list(range(1, len(texts) + 1))
    listed = ledger.articles().articles
    assert [one.id for one in listed] == [found[-1].article]
    with ledger._engine.connect() as connection:
        article = schema.articles.c
        rows = connection.execute(sa.select(article.id, article.supersedes).order_by(article.version)).all()
    assert [row.supersedes for row in rows] == [None, *(row.id for row in rows[:-1])]


def test_a_day_that_is_corrected_tells_another_current_version(ledger: Ledger) -> None:
    for name, day in (("A", 1), ("B", 5)):
        ledger.add(of(name, published=f"2024-05-0{day}"))
    assert ledger.add(of("B", published="2024-04-30")).outcome == "corrected"
    assert [text(name) for name in "BA"] == [ledger.reading(v.article).article.text for v in ledger.versions(URL)]
    assert [said.content for said in ledger.search(Query("dockers")).statements] == [SHUT[2]]
    assert ledger.search(Query("ferry")).statements == ()


@pytest.mark.parametrize(
    "url", ["http://www.courier.example/1/", "https://m.courier.example/1?utm_source=feed", f"{URL}?fbclid=1#top"]
)
def test_one_article_under_many_addresses(ledger: Ledger, url: str) -> None:
    add(ledger, "A")
    assert ledger.add(of("A", url=url)).outcome == "unchanged"
    assert ledger.add(of("B", url=url)).outcome == "new version"
    assert ledger.add(of("A")).outcome == "new version"
    assert len(ledger.versions(url)) == 3
    assert len(ledger.articles().articles) == 1


def test_articles_at_many_addresses_become_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "old.db")
    with monkeypatch.context() as then:
        then.setattr(engine, "HEAD", "0010")
        then.setattr(migrations, "upgrade", lambda opened: command.upgrade(migrations.config(opened), "0010"))
        Ledger.open(path).close()
    articles = [("C", "", 5), ("A", "?utm_source=feed", 1), ("B", "#top", 3), ("B", "2", 3)]
    with sqlite3.connect(path) as connection:
        for number, (name, end, day) in enumerate(articles, 1):
            connection.execute(
                "INSERT INTO articles (id, digest, url, site, authors, published, text, words, added_at, version, "
                "current) VALUES (?, ?, ?, 'courier', '[]', ?, ?, 9, '2024-05-09', 1, 1)",
                (number, str(number), f"{URL}{end}", f"2024-05-0{day}", text(name)),
            )
    connection.close()
    with Ledger.open(path) as ledger:
        assert [version.article for version in ledger.versions(URL)] == [2, 3, 1]
        assert [one.id for one in ledger.articles().articles] == [1, 4]


def test_what_was_said_of_a_text_is_said_of_it_again(ledger: Ledger) -> None:
    add(ledger, "A")
    words = text("A")
    at = [[words.index("Friday"), words.index("Friday") + 6]]
    rain = {"cue": [[words.index("fell"), words.index("fell") + 4]], "content": [[words.index("Rain"), len(words)]],
            "holder": {"name": "Kari Holt", "kind": "person", "spans": at}, "type": "indirect"}  # fmt: skip
    ledger.review(Review("correct", article=1, value=rain), "li")
    for number, field, value in ((1, "place", {"text": "Friday", "spans": at}), (1, "act", "want"), (2, "parent", 1),
                                 (2, "answers", [{"statement": 1, "relation": "denies"}]),
                                 (1, "stances", [{"target": "Rain", "polarity": 1.0, "spans": at}])):  # fmt: skip
        ledger.review(Review("correct", number, field, value), "jo")  # type: ignore[arg-type]
    undone = ledger.review(Review("reject", 1), "jo")
    ledger.undo_review(undone)
    ledger.review(Review("accept", 1, "holder"), "jo")
    before = ledger.reading(1, reviewed=True)
    add(ledger, "BA")
    assert ledger.reading(3, reviewed=True) == before
    assert ledger.reading(3) == ledger.reading(1)
    carried = [entry for entry in ledger.reviews() if entry.article == 3]
    first = [entry for entry in ledger.reviews() if entry.article == 1 and entry.stands]
    assert [(one.by, one.at, one.field, one.verdict) for one in carried] == [
        (one.by, one.at, one.field, one.verdict) for one in first
    ]
    # Each stands by itself, and those of the version before it are carried on.
    ledger.undo_review(next(entry.id for entry in carried if entry.field == "act"))
    assert ledger.reading(1, reviewed=True) == before
    assert ledger.reading(3, reviewed=True).statements[0].act == "say"
    add(ledger, "BA")
    assert ledger.reading(5, reviewed=True) == ledger.reading(3, reviewed=True)


def test_who_is_meant_by_a_text_that_came_back(ledger: Ledger) -> None:
    ledger.add(made(TEXTS["C"], outlet="NTB", url="https://ntb.example/1"))
    add(ledger, "A")
    assert len(ledger.holders("Reyes")[0].seen) == 2
    ledger.split(ledger.holders("Reyes")[0].id, [ledger.holders("Reyes")[0].seen[1].id], "a namesake")
    apart = {person.id: {seen.article for seen in person.seen} for person in ledger.holders("Reyes")}
    add(ledger, "BA")
    back = {person.id: {seen.article for seen in person.seen} for person in ledger.holders("Reyes")}
    assert {number: articles - {4} for number, articles in back.items()} == apart
    assert [number for number, articles in back.items() if 4 in articles] == [
        number for number, articles in apart.items() if 2 in articles
    ]


def test_findings_of_a_withdrawn_text_go(ledger: Ledger) -> None:
    ledger.add(made(TEXTS["A"], outlet="NTB", url="https://ntb.example/1", published="2024-05-07"))
    altered = TEXTS["A"].replace("shut", "close")
    for words, expected in ((altered, 1), (TEXTS["B"], 0), (altered, 1), (TEXTS["A"], 0)):
        ledger.add(made(words, outlet="The Courier", url=URL, published="2024-05-08"))
        assert len(ledger.findings(["altered-quotation"])) == expected, words


def test_versions_count_as_one_article_of_a_thread(ledger: Ledger) -> None:
    ledger.add(made(TEXTS["A"], outlet="NTB", url="https://ntb.example/1"))
    add(ledger, "ABA")
    (trace,) = ledger.trace("dockers")
    assert {said.source.id for said in trace.statements} == {1, 4}
    with ledger._engine.connect() as connection:
        assert connection.execute(sa.select(schema.threads.c["statements", "articles"])).all() == [(3, 2)]


# -- facts -------------------------------------------------------------------------------------------------------------

FULL = {"title": "Storm", "authors": ("Jo Marsh",), "language": "en"}
#: Facts with which the same text is added again, and which are told: fact, old, new.
FACTS: list[tuple[dict[str, Any], list[tuple[str, Any, Any]]]] = [
    ({}, []),
    ({"published": "2024-05-09"}, [("published", "2024-05-08", "2024-05-09")]),
    ({"title": "Storm over"}, [("title", "Storm", "Storm over")]),
    ({"authors": ("Jo Marsh", "Li Wen")}, [("authors", ("Jo Marsh",), ("Jo Marsh", "Li Wen"))]),
    ({"outlet": "Courier on Sunday"}, [("outlet", "The Courier", "Courier on Sunday")]),
    ({"language": "en-GB"}, [("language", "en", "en-GB")]),
    ({"published": "2024-05-09", "title": "Over"},
     [("published", "2024-05-08", "2024-05-09"), ("title", "Storm", "Over")]),
    # What isn't given corrects nothing.
    ({"published": None}, []),
    ({"title": None, "authors": (), "language": None, "outlet": None}, []),
    ({"title": "", "authors": ()}, []),
    ({"title": None, "published": "2024-05-09"}, [("published", "2024-05-08", "2024-05-09")]),
]  # fmt: skip


@pytest.mark.parametrize(("given", "told"), FACTS)
def test_a_fact_is_corrected(ledger: Ledger, given: dict[str, Any], told: list[tuple[str, Any, Any]]) -> None:
    first = ledger.add(of("A", **FULL))
    again = ledger.add(of("A", **{**FULL, **given}))
    assert (again.article, again.outcome) == (first.article, "corrected" if told else "unchanged")
    assert [(change.fact, change.old, change.new) for change in again.facts] == told
    view = ledger.article(first.article)
    assert view.facts == again.facts
    assert ledger.versions(URL)[0].facts == again.facts
    assert len(view.versions) == 1
    for fact, _, new in told:
        assert getattr(view.reading.article, fact) == new
    full = of("A", **FULL).article
    for fact in {"published", "title", "authors", "outlet", "language"} - {fact for fact, _, _ in told}:
        assert getattr(view.reading.article, fact) == getattr(full, fact)


def test_what_was_not_known_is_learnt(ledger: Ledger) -> None:
    ledger.add(of("A", published=None))
    (change,) = ledger.add(of("A", title="Storm", published=None)).facts
    assert (change.fact, change.old, change.new, str(change)) == ("title", None, "Storm", "title is known now: Storm")
    ledger.add(of("A", title="Storm", published="2024-05-08"))
    assert [(c.fact, c.old, c.new) for c in ledger.article(1).facts] == [
        ("title", None, "Storm"), ("published", None, "2024-05-08")
    ]  # fmt: skip


def test_the_facts_of_each_version_are_its_own(ledger: Ledger) -> None:
    add(ledger, "AB")
    assert ledger.add(of("A", published="2024-05-12")).outcome == "new version"
    assert [(v.published, v.facts) for v in ledger.versions(URL)] == [
        ("2024-05-08", ()), ("2024-05-08", ()), ("2024-05-12", ())
    ]  # fmt: skip
    ledger.add(of("A", published="2024-05-13"))
    assert [(v.published, len(v.facts)) for v in ledger.versions(URL)] == [
        ("2024-05-08", 0), ("2024-05-08", 0), ("2024-05-13", 1)
    ]  # fmt: skip


def test_the_outlet_of_a_text_without_an_address_says_whose_it_is(ledger: Ledger) -> None:
    ledger.add(of("A", url=None))
    assert ledger.add(of("A", url=None, outlet="NTB")).outcome == "new"
    assert ledger.add(of("A", url=None, published="2024-05-09")).outcome == "corrected"


def test_what_rests_on_the_day_is_read_anew(ledger: Ledger) -> None:
    article = Article.from_text(
        "Ana Reyes said on Monday that the ferry had been sold.", url=URL, outlet="Echo", published="2024-05-08"
    )
    kept = ledger.keep(article)
    assert [said.last for said in ledger.search(Query("ferry")).statements] == ["2024-05-06"]
    assert ledger.keep(article) == kept.__class__(kept.article, "unchanged", kept.statements)
    again = ledger.keep(replace(article, published="2024-05-15"))
    assert (again.article, again.outcome) == (kept.article, "corrected")
    (said,) = ledger.search(Query("ferry")).statements
    assert (said.time, said.last, said.source.published) == ("2024-05-13", "2024-05-13", "2024-05-15")
    # A title alone, without the day: what the ledger knows is read with it.
    ledger.keep(replace(article, published=None, title="Sold"))
    (same,) = ledger.search(Query("ferry")).statements
    assert (same.id, same.time, same.source.published) == (said.id, "2024-05-13", "2024-05-15")
    # And also where the reading itself was made without it.
    ledger.add(reportedly.read(replace(article, published=None, title="Sold again")))
    assert [said.time for said in ledger.search(Query("ferry")).statements] == ["2024-05-13"]
    assert ledger.article(1).reading.read_by == reportedly.reading.made_by()


def test_a_corrected_outlet_is_what_holders_are_known_by(ledger: Ledger) -> None:
    ledger.add(of("A", outlet="Echo"))
    ledger.add(of("A", outlet="NTB"))
    with ledger._engine.connect() as connection:
        sites = connection.execute(sa.select(schema.descriptions.c.site)).scalars().all()
        assert connection.execute(sa.select(schema.articles.c.site)).scalar() == "ntb"
    assert sites == ["ntb"]
    assert [said.source.outlet for said in ledger.search(Query("dockers", outlet="NTB")).statements] == ["NTB"]
    assert ledger.search(Query("dockers", outlet="Echo")).statements == ()


def test_a_correction_is_told(tmp_path: Path) -> None:
    line = {"text": text("A"), "url": URL, "outlet": "The Courier", "published": "2024-05-08", "title": "Storm"}

    def add(form: tuple[str, ...] = (), **facts: str) -> str:
        (tmp_path / "one.jsonl").write_text(json.dumps({**line, **facts}), encoding="utf-8")
        return (
            CliRunner()
            .invoke(cli, ["add", str(tmp_path / "one.jsonl"), "--ledger", str(tmp_path / "desk.db"), *form])
            .stdout
        )

    add()
    told = add(published="2024-05-09", title="The storm\x1b[2J")
    assert told.startswith("corrected: ")
    assert told.endswith(
        "; published changed from 2024-05-08 to 2024-05-09; title changed from Storm to The storm�[2J\n"
    )
    again = json.loads(add(("--json",), published="2024-05-10"))
    assert again["outcome"] == "corrected"
    assert [(f["fact"], f["old"], f["new"]) for f in again["facts"]] == [
        ("published", "2024-05-09", "2024-05-10"), ("title", "The storm\x1b[2J", "Storm")
    ]  # fmt: skip
    shown = CliRunner().invoke(cli, ["versions", URL, "--ledger", str(tmp_path / "desk.db")]).stdout
    assert "published changed from 2024-05-09 to 2024-05-10, learnt 2" in " ".join(shown.split())


# -- ledgers that were there before ----------------------------------------------------------------------------------


@pytest.fixture
def old(new: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A ledger as 0007 left it, made by its tables: two versions of a text, with a review of the first."""
    with monkeypatch.context() as then:
        then.setattr(engine, "HEAD", "0007")
        then.setattr(migrations, "upgrade", lambda opened: command.upgrade(migrations.config(opened), "0007"))
        opened = engine.connect(new)
        tables = sa.MetaData()
        tables.reflect(opened)
        article = {"url": URL, "outlet": "The Courier", "site": "courier", "authors": [], "words": 12,
                   "published": "2024-05-08", "added_at": "2024-05-08T10:00:00+00:00"}  # fmt: skip
        with engine.writing(opened) as connection:
            for number, name in enumerate("AB", 1):
                said = of(name)
                row = {**article, "id": number, "digest": name, "text": text(name), "version": number,
                       "current": name == "B", "supersedes": 1 if name == "B" else None}  # fmt: skip
                connection.execute(sa.insert(tables.tables["articles"]), row)
                for table, values in rows(said, number).items():
                    connection.execute(sa.insert(tables.tables[table]), values)
            connection.execute(
                sa.insert(tables.tables["reviews"]),
                {"at": "2024-05-09", "by": "jo", "subject": "statement", "article_id": 2, "statement_id": 2,
                 "field": "place", "verdict": "correct",
                 "value": {"text": "Ole", "spans": [[0, 3]]}},
            )  # fmt: skip
            if connection.dialect.name == "postgresql":
                for table in ("articles", "holders", "appearances", "statements"):
                    connection.execute(sa.text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 2)"))
        opened.dispose()
    return new


def rows(said: Reading, number: int) -> dict[str, dict[str, Any]]:
    """The rows of 0007 for a reading of one statement."""
    (one,), (holder,) = said.statements, said.holders
    words = said.article.text

    def pairs(spans: tuple[Span, ...]) -> list[list[int]]:
        return [[span.start, span.end] for span in spans]

    return {
        "holders": {"id": number, "name": holder.name, "kind": "person", "key": holder.name.lower(),
                    "family": holder.name.split()[-1].lower()},
        "appearances": {"id": number, "article_id": number, "position": 0, "name": holder.name, "kind": "person",
                        "mentions": pairs(holder.mentions), "holder_id": number},
        "statements": {"id": number, "article_id": number, "position": 0, "appearance_id": number, "holder_id": number,
                       "type": one.type, "confidence": 0.9, "source": pairs(one.source), "cue": pairs(one.cue),
                       "cue_text": "says", "content": pairs(one.content), "content_text": one.content[0].of(words),
                       "standing": "asserted", "standing_spans": pairs(one.cue), "act": "say"},
    }  # fmt: skip


def test_an_old_ledger_is_brought_up_to_date(old: str) -> None:
    with Ledger.open(old) as ledger:
        assert [(v.number, v.again, v.read_by, v.facts) for v in ledger.versions(URL)] == [
            (1, None, None, ()), (2, None, None, ())
        ]  # fmt: skip
        assert ledger.add(of("B")).outcome == "unchanged"
        assert ledger.add(of("A")).outcome == "new version"
        assert ledger.add(of("A", published="2024-05-09")).outcome == "corrected"
        assert [(v.number, v.again, len(v.facts)) for v in ledger.versions(URL)] == [
            (1, None, 0), (2, None, 0), (3, 1, 1)
        ]  # fmt: skip
        assert [said.source.id for said in ledger.search(Query("dockers")).statements] == [3]
        assert [(entry.by, entry.article, entry.value["text"]) for entry in ledger.reviews()] == [("jo", 2, "Ole")]


def test_facts_are_corrected_from_the_command(tmp_path: Path) -> None:
    path = str(tmp_path / "desk.db")
    with Ledger.open(path) as ledger:
        ledger.add(reportedly.read(of("A").article))
        ledger.add(reportedly.read(of("B", published="2024-05-10").article))
    run = CliRunner().invoke(cli, ["correct", f"{URL}?utm_source=x", "--published", "2024-05-07", "--ledger", path])
    assert run.output == "corrected: article 2; published changed from 2024-05-10 to 2024-05-07\n"
    with Ledger.open(path) as ledger:
        assert [version.article for version in ledger.versions(URL)] == [2, 1]
    run = CliRunner().invoke(
        cli, ["correct", "1", "--outlet", "NTB", "--author", "Jo Marsh", "--ledger", path, "--json"]
    )
    assert [change["fact"] for change in json.loads(run.output)["facts"]] == ["authors", "outlet"]
    assert CliRunner().invoke(cli, ["correct", "1", "--outlet", "NTB", "--ledger", path]).output == (
        "unchanged: article 1\n"
    )
    assert CliRunner().invoke(cli, ["correct", "1", "--ledger", path]).exit_code == 2
