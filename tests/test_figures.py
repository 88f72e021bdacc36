"""Public figures: files of them read, and holders named by them surely, by name, alias, or the office on the day."""

from __future__ import annotations

import gzip
import json
import lzma
from pathlib import Path

import pytest
import sqlalchemy as sa
from test_people import add, known, one, only, run

from reportedly.errors import InputError, LedgerError, NotFound
from reportedly.ledger import Ledger
from reportedly.ledger.people.figures import Figure, Office, read
from reportedly.ledger.people.offices import is_office, named_office
from reportedly.ledger.tables import engine, schema

#: In the layout of congress-legislators; nobody here is anybody.
LEGISLATORS = """\
- id: {bioguide: R000001, wikidata: Q9000001, wikipedia: Ana Reyes (politician)}
  name: {first: Ana, middle: Maria, last: Reyes, nickname: Annie, official_full: Ana M. Reyes}
  terms:
  - {type: rep, start: '2009-01-06', end: '2013-01-03', state: WA, district: 1}
  - {type: sen, start: 2013-01-03, end: '2025-01-03', state: WA}
- id: {bioguide: L000001}
  name: {first: Ole, middle: Jan, last: Lund}
  terms: [{type: prez, start: '2009-01-20', end: '2017-01-20'}]
- name: {first: Ole, middle: Peter, last: Lund, suffix: Jr.}
  terms: [{type: prez, start: '2017-01-20', end: '2021-01-20'}, {type: mayor}]
- name: {first: Sam, last: Lake}
  terms: [{type: viceprez, start: '1809-03-04', end: '1813-03-04'}]
- name: {first: Robert, last: Fox, nickname: Bob}
  terms: [{type: viceprez, start: '2009-01-20', end: '2017-01-20'}]
"""
CSV = """\
name,aliases,wikidata,title,of,start,end
Maria Silva,Mimi Silva; M. Silva,http://www.wikidata.org/entity/Q9000009,Prime Minister,Norland,2010,2014-06
Maria Silva,,Q9000009,president,Norland,2015-02-01,
Jo Marsh,,,governor,WA,,
"""
PLAIN = """\
- name: Maria Silva
  aliases: [Mimi Silva]
  wikidata: Q9000009
  offices:
  - {title: Prime Minister, of: Norland, start: 2010, end: 2014-06-30}
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "legislators.yaml").write_text(LEGISLATORS, encoding="utf-8")
    (tmp_path / "norland.csv").write_text("\ufeff" + CSV, encoding="utf-8")
    return tmp_path


@pytest.fixture
def loaded(ledger: Ledger, files: Path) -> Ledger:
    ledger.load_figures(read(files / "legislators.yaml"))
    ledger.load_figures(read(files / "norland.csv"))
    return ledger


# -- files -----------------------------------------------------------------------------------------------------------


def test_the_layout_of_congress_legislators(files: Path) -> None:
    reyes, lund, junior, lake, _ = read(files / "legislators.yaml")
    assert (reyes.name, reyes.wikidata) == ("Ana M. Reyes", "Q9000001")
    assert reyes.aliases == ("Ana Reyes", "Ana Maria Reyes", "Annie Reyes", "Maria Reyes")
    assert reyes.offices == (
        Office("representative", "WA", "2009-01-06", "2013-01-03"),
        Office("senator", "WA", "2013-01-03", "2025-01-03"),
    )
    assert (lund.name, junior.name) == ("Ole Jan Lund", "Ole Peter Lund Jr.")
    assert lake.offices == (Office("vice president", "United States", "1809-03-04", "1813-03-04"),)
    assert len(junior.offices) == 1  # of the term that is none of Congress nothing is known


def test_csv_has_a_line_for_each_office(files: Path) -> None:
    silva, marsh = read(files / "norland.csv")
    assert (silva.aliases, silva.wikidata) == (("Mimi Silva", "M. Silva"), "Q9000009")
    assert silva.offices == (
        Office("prime minister", "Norland", "2010-01-01", "2014-06-30"),
        Office("president", "Norland", "2015-02-01", None),
    )
    assert marsh == Figure("Jo Marsh", (), None, (Office("governor", "WA"),))


@pytest.mark.parametrize("name", ["silva.yaml", "silva.json", "silva.yaml.xz", "silva.yml.gz", "silva.csv.xz"])
def test_layouts_and_packings(tmp_path: Path, name: str) -> None:
    entry = {"name": "Maria Silva", "aliases": ["Mimi Silva"], "wikidata": "Q9000009",
             "offices": [{"title": "prime minister", "of": "Norland", "start": "2010",
                          "end": "2014-06-30"}]}  # fmt: skip
    _, layout, *packed = name.split(".")
    packing = packed[0] if packed else ""
    text = {"json": json.dumps([entry]), "csv": "\n".join(CSV.splitlines()[:2])}.get(layout, PLAIN)
    pack = {"xz": lzma.compress, "gz": gzip.compress}.get(packing, bytes)
    (tmp_path / name).write_bytes(pack(text.encode()))
    (silva,) = read(tmp_path / name)
    assert silva.offices[0] == Office("prime minister", "Norland", "2010-01-01", "2014-06-30")
    assert "Mimi Silva" in silva.aliases


#: YAML of some hundred characters that means lists of billions.
BILLIONS = "&a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"  - &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)
BAD = [
    ("a.yaml", f"- {BILLIONS}".replace("\n  -", "\n-"), "entry 1, found .'x', 'x', 'x', 'x', 'x', 'x', ...."),
    ("a.yaml", f"- name: Ana\n  aliases:\n  - {BILLIONS}", "expected words in .*entry 1, found .'x', 'x'"),
    ("a.yaml", "- name: [Ana]\n", "expected words in .*entry 1, found .'Ana'."),
    ("a.yaml", f"- name: 0x{'f' * 5_000}\n", "found a number of thousands of digits"),
    ("a.yaml", f"- name: Ana\n  aliases: 0x{'f' * 5_000}\n", "found a number of thousands of digits"),
    ("a.yaml", "- name: Ana\n  wikidata: Q٤٢\n", "expected a Wikidata id"),
    ("a.yaml", "- name: Ana\n  offices: [{title: mayor, start: ٢٠٢٠}]\n", "expected a date as YYYY-MM-DD in .*entry 1"),
    ("a.yaml", "- name: Ana\n- wikidata: Q1\n", 'expected a figure with a "name" in .*a.yaml, entry 2, found'),
    ("a.yaml", "- Ana\n", "expected a figure with a \"name\" in .*entry 1, found 'Ana'"),
    ("a.yaml", "- name: {first: Ana}\n", "expected a last name in .*entry 1"),
    ("a.yaml", "- name: {last: Fox}\n  terms: [x]\n", "expected ids and terms as congress-legislators has them"),
    ("a.yaml", "- name: Ana\n  offices: [mayor]\n", 'expected offices with a "title" in .*entry 1'),
    ("a.yaml", "- name: Ana\n  offices: [{title: mayor, start: May}]\n", "expected a date as YYYY-MM-DD in .*entry 1"),
    (
        "a.yaml",
        "- name: Ana\n  offices: [{title: mayor, start: 2020-02-31}]\n",
        "expected a date as YYYY-MM-DD in .*entry 1",
    ),
    (
        "a.yaml",
        "- name: Ana\n  offices: [{title: mayor, start: 2020, end: 2019}]\n",
        "ends after it starts in .*entry 1",
    ),
    ("a.yaml", "- name: Ana\n  aliases: 7\n", "expected a list of aliases in .*entry 1"),
    ("a.yaml", "- name: Ana\n  wikidata: 12\n", 'expected a Wikidata id such as "Q42" in .*entry 1, found'),
    ("a.yaml", "- name: [\n", "expected YAML in .*a.yaml, found"),
    ("a.yaml", "name: Ana\n", "expected a list of public figures in .*a.yaml, found none"),
    ("a.yaml", "", "expected a list of public figures in .*a.yaml, found none"),
    ("a.csv", "who,title\nAna,mayor\n", 'expected a column "name" in .*a.csv, found who, title'),
    ("a.csv", "name,title\nAna,mayor,Orle\n", "expected 2 columns in .*a.csv, entry 1, found more"),
    ("a.csv", "name,title\n,mayor\n", 'expected a figure with a "name" in .*a.csv, entry 1'),
    ("a.csv", "", 'expected a column "name" in .*a.csv, found nothing'),
    ("a.csv", "name\nAna\x00\n", "found one that can't be read"),
    ("a.yaml.xz", "name\nAna\n", "found one that can't be read"),
    ("a.yaml.gz", "name\nAna\n", "found one that can't be read"),
]


@pytest.mark.parametrize(("name", "text", "sentence"), BAD)
def test_a_bad_file_is_one_sentence(tmp_path: Path, name: str, text: str, sentence: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=sentence) as raised:
        read(tmp_path / name)
    assert "\n" not in str(raised.value)


def test_no_file_and_no_text(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"expected a file of public figures in .*none.yaml, found no such file"):
        read(tmp_path / "none.yaml")
    (tmp_path / "a.yaml").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(InputError, match="can't be read"):
        read(tmp_path / "a.yaml")


# -- offices ---------------------------------------------------------------------------------------------------------

OFFICES = [
    ("President", "president", "United States", True),
    ("US President", "president", "United States", True),
    ("president of the United States", "president", "United States", True),
    ("former president", "president", "United States", True),
    ("French president", "president", "United States", False),
    ("vice president", "president", "United States", False),
    ("Goldman president", "president", "United States", False),
    ("president of the union", "president", "United States", False),
    ("Sen.", "senator", "WA", True),
    ("Washington senator", "senator", "WA", True),
    ("Democratic senator from Washington", "senator", "WA", True),
    ("senator from Ohio", "senator", "WA", False),
    ("congresswoman", "representative", "WA", True),
    ("spokesman for the president", "president", "United States", False),
    ("presidential candidate", "president", "United States", False),
    (None, "president", "United States", False),
]


@pytest.mark.parametrize(("role", "title", "of", "expected"), OFFICES)
def test_the_office_that_a_role_names(role: str | None, title: str, of: str, expected: bool) -> None:
    assert is_office(named_office(role), title, of) == expected


# -- holders named ---------------------------------------------------------------------------------------------------

#: A holder of an article, its day, the figure that it is, and the reason; None where that isn't sure.
NAMED = [
    ("Ana Reyes", None, "2015-01-01", "Ana M. Reyes", "by the name 'Ana Reyes'"),
    ("Annie Reyes", None, "2015-01-01", "Ana M. Reyes", "by the name 'Annie Reyes'"),
    ("Ana Reyes", "senator", "2015-01-01", "Ana M. Reyes", "senator of WA on 2015-01-01"),
    ("Ana Reyes", "former congresswoman", "2015-01-01", "Ana M. Reyes", "representative of WA until 2013-01-03"),
    ("Ana Reyes", "striker", "2015-01-01", None, ""),
    ("Ana Reyes", "resident", "2015-01-01", None, ""),
    ("Ana Q. Reyes", None, "2015-01-01", None, ""),
    ("Reyes", None, "2015-01-01", None, ""),
    ("Reyes", "Sen.", "2015-01-01", "Ana M. Reyes", "of this surname, senator of WA on 2015-01-01"),
    ("Reyes", "Sen.", "2010-01-01", None, ""),
    ("Lund", "President", "2015-03-01", "Ole Jan Lund", "of this surname, president of United States on 2015-03-01"),
    ("Lund", "President", "2018-03-01", "Ole Peter Lund Jr.", "president of United States on 2018-03-01"),
    ("Lund", "former President", "2018-03-01", "Ole Jan Lund", "president of United States until 2017-01-20"),
    ("Lund", "President", "2022-03-01", None, ""),
    ("Lund", "President", None, None, ""),
    ("Lund", "Norwegian president", "2015-03-01", None, ""),
    ("Ole Lund", "President", "2015-03-01", "Ole Jan Lund", "president of United States on 2015-03-01"),
    ("Ole Lund", None, "2015-03-01", None, ""),
    ("Ole J. Lund", None, "2015-03-01", "Ole Jan Lund", "by the name"),
    ("Sam Lake", None, "2015-03-01", None, ""),
    ("Bob Fox", None, "2015-03-01", "Robert Fox", "by the name 'Bob Fox'"),
    ("Silva", "Norland prime minister", "2014-06-30", "Maria Silva", "prime minister of Norland on 2014-06-30"),
    ("Silva", "prime minister", "2014-07-01", None, ""),
    ("Silva", "president of Norland", "2030-01-01", "Maria Silva", "president of Norland on 2030-01-01"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "role", "day", "figure", "reason"), NAMED)
@pytest.mark.parametrize("later", [False, True])
def test_who_a_holder_is(
    ledger: Ledger,
    files: Path,
    name: str,
    role: str | None,
    day: str | None,
    figure: str | None,
    reason: str,
    later: bool,
) -> None:
    """later: the file is loaded when the article is there already."""
    steps = [
        lambda: add(ledger, one(name, role), day=day),
        lambda: [ledger.load_figures(read(files / file)) for file in ("legislators.yaml", "norland.csv")],
    ]
    for step in steps if later else reversed(steps):
        step()
    (holder,) = ledger.holders()
    assert holder.figure == figure
    assert [reason in decided.reason for decided in holder.decisions] == [True] * bool(figure)


UNNAMED = [
    ("US president", "2015-03-01", "Ole Jan Lund"),
    ("American president", "2018-03-01", "Ole Peter Lund Jr."),
    ("president of Norland", "2018-03-01", "Maria Silva"),
    ("president", "2015-03-01", None),
    ("former US president", "2015-03-01", None),
    ("French president", "2015-03-01", None),
    ("US president", "2022-03-01", None),
    ("US president", None, None),
    ("senator from Washington", "2015-03-01", None),
]


@pytest.mark.parametrize(("description", "day", "figure"), UNNAMED)
def test_whoever_is_only_called_by_the_office(
    loaded: Ledger, description: str, day: str | None, figure: str | None
) -> None:
    add(loaded, one(description, None, "unnamed"), day=day)
    found = loaded.holders()
    assert [holder.figure for holder in found] == ([figure] if figure else [])
    if figure:
        assert f"{description!r} is the public figure {figure}, " in found[0].decisions[0].reason


def test_names_and_offices_of_one_figure_are_one_holder(loaded: Ledger) -> None:
    for name, role in (
        ("Annie Reyes", None),
        ("Ana Maria Reyes", None),
        ("Reyes", "Sen."),
        ("Ana Reyes", "footballer"),
    ):
        add(loaded, one(name, role), outlet=name, day="2015-01-01")
    found = {holder.name: holder.articles for holder in known(loaded, "Reyes")}
    assert found == {"Annie Reyes": 3, "Ana Reyes": 1}


def test_what_is_there_becomes_one_when_figures_are_loaded(ledger: Ledger, files: Path) -> None:
    for name, role in (("Annie Reyes", None), ("Ana Reyes", "Senator"), ("Reyes", "Sen."), ("Sam Lake", None)):
        add(ledger, one(name, role), outlet=name, day="2015-01-01")
    assert len(known(ledger, "Reyes")) == 3
    told = ledger.load_figures(read(files / "legislators.yaml"))
    assert (told.figures, len(told.decisions)) == (5, 3)
    reyes = only(ledger, "Reyes")
    assert (reyes.figure, reyes.wikidata, reyes.articles) == ("Ana M. Reyes", "Q9000001", 3)
    assert [decided.action for decided in reyes.decisions] == ["figure", "merge", "merge"]


def test_loading_again_changes_nothing(loaded: Ledger, files: Path) -> None:
    add(loaded, one("Annie Reyes"), day="2015-01-01")
    before = everything(loaded)
    for name in ("legislators.yaml", "norland.csv"):
        assert loaded.load_figures(read(files / name)).decisions == ()
    assert everything(loaded) == before


def test_a_later_file_ends_an_office_and_adds_another(loaded: Ledger, tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text(
        "name,wikidata,title,of,start,end\nMaria Silva,Q9000009,president,Norland,2015-02-01,2020-02-01\n"
        "Maria Silva,Q9000009,mayor,Orle,2021,\n"
    )
    loaded.load_figures(read(tmp_path / "new.csv"))
    (silva,) = loaded.figures("mimi silva")
    assert [(office.title, office.end) for office in silva.offices] == [
        ("prime minister", "2014-06-30"), ("president", "2020-02-01"), ("mayor", None),
    ]  # fmt: skip
    assert [office.title for office in loaded.figures("silva", "2022-01-01")[0].offices] == ["mayor"]
    with pytest.raises(LedgerError, match="expected a day as YYYY-MM-DD"):
        loaded.figures("silva", "May")


def test_a_person_says_that_it_is_somebody_else(loaded: Ledger, files: Path) -> None:
    add(loaded, one("Ana Reyes"), day="2015-01-01")
    (decided,) = only(loaded, "Reyes").decisions
    loaded.undo(decided.id)
    add(loaded, one("Ana Reyes"), outlet="Echo", day="2015-01-01")
    loaded.load_figures(read(files / "legislators.yaml"))
    assert (only(loaded, "Reyes").figure, only(loaded, "Reyes").articles) == (None, 2)


def test_a_merge_of_a_figure_is_undone(ledger: Ledger, files: Path) -> None:
    add(ledger, one("Annie Reyes"), day="2015-01-01")
    add(ledger, one("Ana Reyes"), day="2015-01-01")
    ledger.load_figures(read(files / "legislators.yaml"))
    merged = only(ledger, "Reyes")
    ledger.undo(merged.decisions[1].id)
    assert [holder.figure for holder in known(ledger, "Reyes")] == ["Ana M. Reyes", None]
    ledger.load_figures(read(files / "legislators.yaml"))
    assert len(known(ledger, "Reyes")) == 2


def test_the_command(files: Path) -> None:
    where = str(files / "desk.db")
    result = run("figures", "load", files / "legislators.yaml", files / "norland.csv", where=where)
    assert (result.returncode, result.stdout) == (0, "7 public figures; 0 holders named by them.\n")
    shown = run("figures", "list", "silva", "--on", "2012-01-01", where=where).stdout
    assert shown.splitlines() == [
        "Maria Silva · Q9000009 · M. Silva · Mimi Silva",
        "  prime minister of Norland, 2010-01-01 to 2014-06-30",
    ]
    (silva,) = json.loads(run("figures", "list", "silva", "--json", where=where).stdout)
    assert [office["title"] for office in silva["offices"]] == ["prime minister", "president"]
    (files / "bad.csv").write_text("who\nAna\n")
    failed = run("figures", "load", files / "bad.csv", where=where)
    assert (failed.returncode, len(failed.stderr.splitlines())) == (1, 1)


def everything(ledger: Ledger) -> list[object]:
    with engine.reading(ledger._engine) as connection:
        return [
            [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key, *table.c[:2]))]
            for table in (schema.figures, schema.figure_names, schema.offices, schema.holders, schema.decisions)
        ]
