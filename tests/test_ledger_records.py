"""Records in a ledger: kept once, their speakers known, what articles quote held against them; the commands."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
import sqlalchemy as sa
from commands import run
from hearing import ABOUT, ARTICLE, HEARING, KNOWN
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

import reportedly
from reportedly.errors import InputError, NotInLedger
from reportedly.ledger import Ledger, RecordFacts
from reportedly.ledger.asked.json import plain
from reportedly.ledger.asked.records import _unquoted
from reportedly.ledger.findings.finding import OF_RECORDS
from reportedly.ledger.people.speakers import SpeakerLabel
from reportedly.ledger.records import prints, store
from reportedly.ledger.records.quotations import HeldQuotation
from reportedly.ledger.tables import engine, schema
from reportedly.records import Record
from reportedly.records.load import load, of_bytes
from reportedly.span import Span
from reportedly.verification import RecordPassage
from reportedly.web import create_app

RECORD = of_bytes(HEARING.encode(), "hearing.vtt")


def read(text: str = ARTICLE, **known: str) -> reportedly.Reading:
    return reportedly.read(text, **{**KNOWN, **known})


@pytest.fixture(scope="module")
def reading() -> reportedly.Reading:
    return read()


def classes(found: Sequence[HeldQuotation]) -> list[tuple[str | None, str, float | None]]:
    return [(one.holder, one.class_, one.time) for one in found]


SCHEMA = (files("reportedly") / "schema" / "check-1.json").read_text(encoding="utf-8")
FOUND = [
    ("Ana Reyes", "verbatim", 20.0), ("Ana Reyes", "altered", 5.0), ("Ole Lund", "verbatim", 14.0),
]  # fmt: skip


def test_a_record_comes_out_as_it_went_in(ledger: Ledger) -> None:
    kept = ledger.add_record(RECORD, ABOUT)
    assert (kept.outcome, kept.turns, kept.speakers, kept.known) == ("new", 3, 2, 0)
    with engine.reading(ledger._engine) as connection:
        stored = store.stored(connection, kept.record)
    assert (stored.record, stored.about) == (RECORD, ABOUT)
    view = ledger.record(kept.record)
    assert [view.speakers[turn.speaker or 0].name for turn in view.turns] == ["Ana Reyes", "Ole Lund", "Ana Reyes"]
    assert all(RECORD.text[turn.span.start : turn.span.end] == turn.words for turn in view.turns)


def test_the_same_file_is_one_record(ledger: Ledger) -> None:
    first = ledger.add_record(RECORD)
    assert ledger.add_record(replace(RECORD, name="other.vtt")).outcome == "unchanged"
    corrected = ledger.add_record(RECORD, ABOUT)
    assert (corrected.record, corrected.outcome) == (first.record, "corrected")
    assert ledger.add_record(RECORD, RecordFacts(place="Halden")).outcome == "unchanged"
    listed = ledger.records()
    assert [(one.about, one.turns, one.quotations) for one in listed.records] == [(ABOUT, 3, 0)]
    assert ledger.add_record(of_bytes(HEARING.replace("tide", "boat").encode(), "b.vtt")).outcome == "new"
    assert [one.id for one in ledger.records(limit=1).records] == [first.record + 1]
    assert ledger.records().total == 2


def test_a_record_without_a_file_is_known_by_what_it_says(ledger: Ledger) -> None:
    without = replace(RECORD, digest=None)
    assert [ledger.add_record(one).outcome for one in (without, replace(without, name="x"))] == ["new", "unchanged"]


def test_no_day_is_refused(ledger: Ledger) -> None:
    with pytest.raises(InputError, match="expected the day of a record as YYYY-MM-DD, found '2 March'"):
        ledger.add_record(RECORD, RecordFacts(date="2 March"))
    assert ledger.records().total == 0


@pytest.mark.parametrize("first", ["article", "record"])
def test_what_an_article_quotes_is_held_against_records(
    ledger: Ledger, reading: reportedly.Reading, first: str
) -> None:
    if first == "article":
        ledger.add(reading)
    ledger.add_record(RECORD, ABOUT)
    if first == "record":
        ledger.add(reading)
    assert ledger.verified(1) == ()
    ledger.refresh()
    found = ledger.verified(1)
    assert classes(found) == FOUND
    assert all(ARTICLE[one.spans[0].start : one.spans[0].end] == one.words for one in found)
    assert [one.statement for one in found] == [said.id for said in ledger.reading(1).statements]
    assert [(it.kind, it.quoted, it.said) for it in found[1].differences] == [("number", "twelve", "eleven")]
    view = ledger.record(1)
    assert view.quotations == found
    assert [source.title for source in view.sources] == ["The bridge"]
    assert [view.words(passage) for passage in view.unquoted] == [
        "I have not signed the order that closes the ferry, and nobody asked me to sign it.", "and you know it.",
    ]  # fmt: skip
    assert [len(view.quoting(turn.number)) for turn in view.turns] == [1, 1, 1]


def test_speakers_are_holders_of_the_ledger(ledger: Ledger, reading: reportedly.Reading) -> None:
    ledger.add(reading)
    assert ledger.add_record(RECORD, ABOUT).known == 2
    reyes, lund = ledger.record(1).speakers
    assert (reyes.holder_name, lund.holder_name) == ("Ana Reyes", "Ole Lund")
    assert reyes.reason == "the same full name, 'Ana Reyes'"
    other = ledger.add(read("“It floats,” said Ana Maria Reyes, a singer.", url="https://post.example/2"))
    singer = ledger.reading(other.article)
    assert singer.statements
    number = next(one.id for one in ledger.holders("Ana Maria Reyes"))
    ledger.merge(number, reyes.holder or 0, "one and the same")
    assert ledger.record(1).speakers[0].holder_name in {"Ana Reyes", "Ana Maria Reyes"}


def test_who_is_quoted_as_a_speaker_is_that_holder(ledger: Ledger, reading: reportedly.Reading) -> None:
    said = HEARING.replace("<v Ana Reyes>", "<v REYES>").replace("<v Ole Lund>", "<v Q>")
    ledger.add(reading)
    assert ledger.add_record(of_bytes(said.encode(), "h.vtt"), ABOUT).known == 0
    ledger.refresh()
    reyes, asking = ledger.record(1).speakers
    assert (reyes.name, reyes.holder_name) == ("REYES", "Ana Reyes")
    assert reyes.reason == "Ana Reyes is quoted with words of theirs in article 1"
    assert (asking.name, asking.holder) == ("Q", None)


#: What an article has beside a record of 2 March, its day, and whether it is told of. All share words with the record.
OCCASIONS = [
    ("“What the harbour needs is a second crane and a longer quay,” Ana Reyes said.", "2027-01-01", ["verbatim"]),
    ("“We counted rust in twelve of the sixteen bearings,” Ana Reyes said.", "2026-03-03", ["altered"]),
    ("“We counted rust in twelve of the sixteen bearings,” Ana Reyes said.", "2026-05-03", []),
    ("“We counted rust in twelve of the sixteen bearings,” Ana Reyes said.", "2026-02-20", []),
    ("“What the harbour needs is a second crane and a longer quay,” Ana Reyes said.", "2026-02-20", []),
    ("“We counted rust in twelve of the sixteen bearings,” Ole Lund said.", "2026-03-03", []),
    (ARTICLE, "2026-05-03", ["verbatim", "altered", "verbatim"]),
    (ARTICLE.rpartition("\n\n")[0], "2026-03-05", ["verbatim", "altered"]),
    (ARTICLE.rpartition("\n\n")[0], "2026-05-03", ["verbatim"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "day", "expected"), OCCASIONS)
def test_a_quotation_is_told_of_where_the_record_is_of_its_occasion(
    tables: Path, tmp_path: Path, text: str, day: str, expected: list[str]
) -> None:
    with Ledger.open(shutil.copy(tables, tmp_path / "desk.db")) as ledger:
        ledger.add_record(RECORD, ABOUT)
        ledger.add(read(text, published=day))
        ledger.refresh()
        assert [one.class_ for one in ledger.verified(1)] == expected


def test_a_record_is_taken_out(ledger: Ledger, reading: reportedly.Reading) -> None:
    ledger.add(reading)
    ledger.add_record(RECORD, ABOUT)
    ledger.refresh()
    ledger.remove_record(1)
    ledger.refresh()
    assert (ledger.verified(1), ledger.records().total, ledger.waiting()) == ((), 0, 0)
    with engine.reading(ledger._engine) as connection:
        for table in (schema.turns, schema.speakers, schema.record_prints, schema.verified):
            assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() == 0
    with pytest.raises(NotInLedger, match="expected record 1 in the ledger, but there is none"):
        ledger.record(1)
    with pytest.raises(NotInLedger):
        ledger.remove_record(1)


LABELS = [
    ("ANA REYES", None, "Ana Reyes", None),
    ("Sen. Ana Reyes", None, "Sen. Ana Reyes", "Sen."),
    ("PRESIDENT REYES", None, "President Reyes", "President"),
    ("Reyes", "mayor of Halden", "Reyes", "mayor of Halden"),
]


@pytest.mark.parametrize(("name", "role", "written", "known_as"), LABELS)
def test_labels_are_names(name: str, role: str | None, written: str, known_as: str | None) -> None:
    label = SpeakerLabel(name, role)
    assert (label.written, label.known_as) == (written, known_as)


# -- findings ----------------------------------------------------------------------------------------------------------

FERRY = """\
REYES: The ferry was bought in a hurry, and I said so at the time. We will not sell the yard to anybody, not this year \
and not the next. FILLED What the harbour needs is a second crane and a longer quay, and the money for them is there.

LUND: The tide is late every day of the year, and the mayor knows it as well as I do. Nobody has asked the pilots what \
they think of the crane.

REYES: Then let us ask the pilots on Thursday evening. I have eleven letters from them on my desk already.
"""
FERRY = FERRY.replace("FILLED", " ".join(
    f"The {place} of the harbour was painted again in the week before that." for place in
    ["gate", "mast", "wall", "dock", "pier", "road", "lamp", "shed", "buoy"]
))  # fmt: skip
THERE = (
    "“The ferry was bought in a hurry, and I said so at the time,” Mayor Ana Reyes said at the hearing.\n\n"
    "“What the harbour needs is a second crane and a longer quay,” Reyes said.\n\n"
)

#: What stands in an article besides, of the day after the hearing, and the kinds of findings: one is there, or it looks
#: like one and isn't.
OTHERWISE = [
    ("“I have twelve letters from them on my desk already,” Reyes said.", ["record-differs"]),
    ("“We will sell the yard to anybody, not this year and not the next,” Reyes said.", ["record-differs"]),
    ("“Then let us ask the pilots on Thursday morning,” Reyes said.", ["record-differs"]),
    ("“The tide is late every day of the year,” Reyes said.", ["other-speaker"]),
    ("“Nobody has asked the pilots what they think of the crane,” Ana Reyes said.", ["other-speaker"]),
    ("“The ferry was bought in a hurry. The money for them is there,” Reyes said.", ["spliced"]),
    ("“The old bridge will be blown up in March whatever the council says,” Reyes said.", ["not-in-record"]),
    ("“I have eleven letters from them … already,” Reyes said.", []),
    ("“We will not sell the yard to anybody,” Reyes said. “Let us ask the pilots on Thursday evening.”", []),
    ("“I have 11 letters from them on my desk already,” Reyes said.", []),
    ("“[The mayor] said so at the time,” Reyes said.", []),
    ("“The tide is late every day of the year,” Lund said.", []),
    ("“The tide is late every day of the year,” she said.", []),
    ("“The old bridge will be blown up in March whatever the council says,” Reyes told the Tarn Courier.", []),
    ("“The old bridge will be blown up in March whatever the council says,” Reyes wrote in a letter last week.", []),
    ("“The old bridge will be blown up in March whatever the council says,” Ole Lund said.", []),
    ("“The old bridge stays,” Reyes said.", []),
    ("Reyes never said “I have twelve letters from them on my desk already.”", []),
]  # fmt: skip


@pytest.fixture(scope="module")
def recorded(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with the record of the hearing on the ferry."""
    where = Path(shutil.copy(tables, tmp_path_factory.mktemp("recorded") / "desk.db"))
    with Ledger.open(where) as ledger:
        ledger.add_record(of_bytes(FERRY.encode(), "ferry.txt"), RecordFacts("hearing on the ferry", "2026-03-02"))
    return where


@pytest.mark.parametrize(("text", "expected"), OTHERWISE)
def test_what_a_record_has_otherwise_is_found(recorded: Path, tmp_path: Path, text: str, expected: list[str]) -> None:
    with Ledger.open(shutil.copy(recorded, tmp_path / "desk.db")) as ledger:
        ledger.add(read(f"{THERE}{text}"))
        found = [kept.finding for kept in ledger.findings()]
        assert [one.code for one in found if one.code in OF_RECORDS] == expected
        for one in found:
            assert text in THERE + text
            assert all(f"{THERE}{text}"[span.start : span.end] in text for span in one.evidence[0].spans)


SENTENCES = [
    ("“I have twelve letters from them on my desk already,” Reyes said.",
     "Halden Post quotes Ana Reyes with other words than the record of the hearing on the ferry: “twelve” for "
     "“eleven”."),
    ("“The tide is late every day of the year,” Reyes said.",
     "Halden Post has Ana Reyes say what LUND says in the record of the hearing on the ferry: “The tide is late every "
     "day of the year,”."),
    ("“The old bridge will be blown up in March whatever the council says,” Reyes said.",
     "Halden Post quotes Ana Reyes with words that the record of the hearing on the ferry doesn’t have, where 2 other "
     "quotations of theirs stand: “The old bridge will be blown up in March whatever the council says,”."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_a_finding_says_what_stands_where(recorded: Path, tmp_path: Path, text: str, expected: str) -> None:
    with Ledger.open(shutil.copy(recorded, tmp_path / "desk.db")) as ledger:
        ledger.add(read(f"{THERE}{text}"))
        (one,) = [kept for kept in ledger.findings() if kept.finding.code in OF_RECORDS]
        assert one.finding.sentence == expected
        record = ledger.record(1)
        for passage in one.finding.passages:
            turn = record.turns[passage.turn]
            assert turn.words[passage.span.start - turn.span.start : passage.span.end - turn.span.start] == passage.text
        key = one.finding.key
        ledger.remove_record(1)
        assert [kept for kept in ledger.findings() if kept.finding.key == key] == []


def test_a_finding_stays_the_same_when_it_is_found_again(ledger: Ledger) -> None:
    ledger.add(read(f"{THERE}“I have twelve letters from them on my desk already,” Reyes said."))
    ledger.add_record(of_bytes(FERRY.encode(), "ferry.txt"))
    (first,) = ledger.findings(["record-differs"])
    assert ledger.add_record(of_bytes(FERRY.encode(), "ferry.txt"), RecordFacts(event="hearing")).outcome == "corrected"
    assert ledger.waiting() == 1
    (again,) = ledger.findings(["record-differs"])
    assert (again.id, again.finding.key) == (first.id, first.finding.key)
    told = run("findings", "--code", "record-differs", "--ledger", ledger._engine.url.render_as_string(False))
    assert "REYES · turn 2 · ferry.txt · record 1" in " ".join(told.stdout.split())


# -- trace and the API -------------------------------------------------------------------------------------------------


def test_a_thread_ends_at_the_record(ledger: Ledger, reading: reportedly.Reading) -> None:
    ledger.add(reading)
    again = "“What the harbour needs is a second crane and a longer quay,” Ana Reyes told the council."
    ledger.add(read(again, url="https://echo.example/1", outlet="Daily Echo"))
    assert ledger.trace("second crane")[0].ends == ()
    ledger.add_record(RECORD, ABOUT)
    ledger.refresh()
    (trace,) = ledger.trace("second crane")
    assert [one.article for one in trace.verified] == [1, 2]
    assert [(one.record, one.time) for one in trace.ends] == [(1, 20.0)]
    where = ledger._engine.url.render_as_string(hide_password=False)
    told = " ".join(run("trace", "second", "crane", "--ledger", where).stdout.split())
    assert "1 origin, verified at 00:00:20 of hearing.vtt (record 1)" in told
    assert told.count("verbatim, record 1") == 2
    (altered,) = ledger.trace("twelve of the sixteen bearings")
    assert ([one.class_ for one in altered.verified], altered.ends) == (["altered"], ())
    assert ledger.article(1).verified == ledger.verified(1)


def test_the_api(ledger: Ledger, reading: reportedly.Reading) -> None:
    ledger.add(reading)
    ledger.add_record(RECORD, ABOUT)
    ledger.refresh()
    client = TestClient(create_app(ledger), base_url="http://127.0.0.1:8765")
    listed = client.get("/api/v1/records").json()
    assert (listed["total"], listed["records"][0]["quotations"]) == (1, 3)
    record = client.get("/api/v1/records/1").json()
    assert [(one["class"], one["time"]) for one in record["quotations"]] == [
        ("verbatim", 20.0), ("altered", 5.0), ("verbatim", 14.0),
    ]  # fmt: skip
    assert [one["holder_name"] for one in record["speakers"]] == ["Ana Reyes", "Ole Lund"]
    number = ledger.reading(1).statements[1].id
    (held,) = client.get(f"/api/v1/statements/{number}").json()["verified"]
    assert (held["class"], held["differences"]) == (
        "altered", [{"kind": "number", "quoted": "twelve", "said": "eleven"}],
    )  # fmt: skip
    missing = client.get("/api/v1/records/2")
    assert missing.status_code == 404
    assert missing.json() == {"error": "Expected record 2 in the ledger, but there is none."}


# -- drafts ------------------------------------------------------------------------------------------------------------

#: What a draft has besides, and how it stands: status, findings.
DRAFTS = [
    ("“I have eleven letters from them on my desk already,” Reyes said.", "same", []),
    ("“I have 11 letters from them … already,” Reyes said.", "similar", []),
    ("“I have twelve letters from them on my desk already,” Reyes said.", "differs", ["record-differs"]),
    ("“The ferry was bought in a hurry. The money for them is there,” Reyes said.", "differs", ["spliced"]),
    ("“The tide is late every day of the year,” Reyes said.", "other-holder", ["other-speaker"]),
    ("“The old bridge will be blown up in March whatever the council says,” Reyes said.", "new", ["not-in-record"]),
    ("“The old bridge will be blown up in March whatever the council says,” Rosa Dahlberg said.", "new",
     ["no-antecedent"]),
]  # fmt: skip


@pytest.mark.parametrize("given_", [True, False], ids=["given", "kept"])
@pytest.mark.parametrize(("text", "status", "expected"), DRAFTS)
def test_a_draft_is_held_against_records(
    recorded: Path, tables: Path, text: str, status: str, expected: list[str], given_: bool
) -> None:
    records = [of_bytes(FERRY.encode(), "ferry.txt")] if given_ else []
    with Ledger.open(tables if given_ else recorded) as ledger:
        check = ledger.check(read(f"{THERE}{text}"), records)
    quoted = [one for one in check.statements if one.words.startswith("“")]  # but for what is said within the first
    assert [one.status for one in quoted] == ["same", "same", status]
    assert [finding.code for finding in check.findings] == expected
    assert [list(one.findings) for one in quoted] == [[], [], expected]
    near = quoted[2].nearest
    if status != "new":
        assert near is not None
        assert (near.holder, near.title) == (
            "LUND" if status == "other-holder" else "REYES", "ferry.txt" if given_ else "hearing on the ferry",
        )  # fmt: skip
    Draft202012Validator(json.loads(SCHEMA)).validate(plain(check))


def test_the_check_of_a_draft_beside_a_record(tmp_path: Path, tables: Path) -> None:
    (tmp_path / "hearing.vtt").write_text(HEARING)
    (tmp_path / "draft.txt").write_text("“We counted rust in twelve of the sixteen bearings,” Ana Reyes said.")
    told = run("check", tmp_path / "draft.txt", "--record", tmp_path / "hearing.vtt", "--ledger", tables)
    assert told.returncode == 1
    assert "→ The draft quotes Ana Reyes with other words than hearing.vtt at 00:00:05: “twelve” for “eleven”." in (
        " ".join(told.stdout.split())
    )
    assert "Ana Reyes · " in told.stdout
    missing = run("check", tmp_path / "draft.txt", "--record", tmp_path / "no.vtt", "--ledger", tables)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert len(missing.stderr.splitlines()) == 1


# -- prints ------------------------------------------------------------------------------------------------------------

_WORDS = st.lists(st.sampled_from(["quay", "crane", "tide", "bridge", "rust", "we", "have", "not"]), min_size=6)


@given(_WORDS, _WORDS, _WORDS)
def test_texts_with_words_in_common_share_a_print(before: list[str], common: list[str], after: list[str]) -> None:
    record = " ".join([*before, *common, *after])
    sought = set(prints.hashes(" ".join(common)).tolist())
    assert sought & {*prints.kept(record)}
    assert {*prints.kept(" ".join(common[: prints.SURE]))} & {*prints.hashes(record).tolist()}


ALIKE = [
    ("We’ll open the quay", "“we'll open THE quay,”"),
    ("we, uh, open the quay", "we open the quay"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_prints_are_of_words_alone(one: str, other: str) -> None:
    assert prints.kept(one) == prints.kept(other) != []


@given(st.lists(_WORDS, max_size=4))
def test_all_quotations_at_once_have_the_prints_of_each(said: list[list[str]]) -> None:
    quotations = [" ".join(words) for words in said]
    text = " he said. ".join(f"“{words}”" for words in quotations)
    assert prints.quoted(text) == sorted({one for words in quotations for one in prints.kept(words)})


@pytest.mark.parametrize("text", ["", "two words", "—"])
def test_few_words_have_no_prints(text: str) -> None:
    assert prints.kept(text) == []


# -- what nobody quotes ------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 60)), max_size=6))
def test_what_nobody_quotes_is_all_the_rest(given_: list[tuple[int, int]]) -> None:
    length = len(RECORD.text)
    spans = [Span(start % length, min(length, start % length + size)) for start, size in given_]
    quotations = [_quoting(RECORD, span) for span in spans]
    left = [*_unquoted(RECORD, quotations)]
    covered = {at for one in (*(p.span for p in left), *spans) for at in range(one.start, one.end)}
    assert all(at in covered or not sign.isalnum() for at, sign in enumerate(RECORD.text))
    assert not any(passage.span.overlap(span) for passage in left for span in spans)
    for passage in left:
        turn = RECORD.turns[passage.turn].span
        assert turn.start <= passage.span.start < passage.span.end <= turn.end


def _quoting(record: Record, span: Span) -> HeldQuotation:
    passage = RecordPassage(record.name, None, record.turn_at(span.start), None, span, span.of(record.text))
    return HeldQuotation(1, 1, None, None, "verbatim", None, (span,), "words", (passage,), ())


# -- the commands ------------------------------------------------------------------------------------------------------


def test_the_commands(tmp_path: Path, tables: Path) -> None:
    where = shutil.copy(tables, tmp_path / "desk.db")
    with Ledger.open(where) as ledger:
        ledger.add(read())
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "hearing.vtt").write_text(HEARING)
    (folder / "empty.txt").write_text(" ")
    added = run("record", "add", folder, "--ledger", where, "--event", "hearing on the bridge", "--date", "2026-03-02")
    assert (added.returncode, added.stdout) == (
        1, f"new: {folder / 'hearing.vtt'}, record 1, 3 turns, 2 speakers, 2 known\n",
    )  # fmt: skip
    assert added.stderr.splitlines() == [
        f"reportedly: expected a record in {folder / 'empty.txt'}, found only white space", "1 failed, 1 new",
    ]  # fmt: skip
    again = run("record", "add", folder / "hearing.vtt", "--ledger", where, "--json")
    assert json.loads(again.stdout)["outcome"] == "unchanged"
    listed = run("record", "list", "--ledger", where)
    assert "captions · 3 turns · 51 words · 3 quotations of 1 article" in " ".join(listed.stdout.split())
    shown = run("record", "show", "1", "--ledger", where)
    told = " ".join(shown.stdout.split())
    assert "altered · Ana Reyes · Halden Post · statement 2" in told
    assert "Ana Reyes · turn 0 · 00:00:05: We counted rust in eleven of the sixteen bearings" in told
    assert "3 quotations; nobody quotes" in told
    as_json = json.loads(run("record", "show", "1", "--ledger", where, "--json").stdout)
    assert [one["class"] for one in as_json["quotations"]] == ["verbatim", "altered", "verbatim"]
    assert run("record", "remove", "1", "--ledger", where).stderr == "removed: record 1\n"
    gone = run("record", "show", "1", "--ledger", where)
    assert (gone.returncode, gone.stderr) == (1, "reportedly: expected record 1 in the ledger, but there is none\n")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["add", "no.vtt"], 1, "no.vtt"),
        (["add", "no.vtt", "--date", "2 March"], 2, "expected a day as YYYY-MM-DD"),
        (["show", "1"], 1, "expected record 1 in the ledger, but there is none"),
    ],
)
def test_what_the_commands_refuse(tables: Path, arguments: list[str], code: int, told: str) -> None:
    ended = run("record", *arguments, "--ledger", tables)
    assert (ended.returncode, ended.stdout) == (code, "")
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_file_has_its_digest(tmp_path: Path) -> None:
    path = tmp_path / "hearing.vtt"
    path.write_text(HEARING)
    assert load(path).digest == RECORD.digest != of_bytes(HEARING.encode("utf-16"), "hearing.vtt").digest
