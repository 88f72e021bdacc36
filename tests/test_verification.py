"""Quotations held against records: their class, whose words they are, and when; the command and its JSON."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest
from click.testing import CliRunner, Result
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import reportedly
from reportedly.cli.group import cli
from reportedly.english.verbatim import FILLERS
from reportedly.export.verification import schema, to_dict, to_json
from reportedly.holders.holder import Holder, HolderKind
from reportedly.ledger import Ledger
from reportedly.records import Record
from reportedly.records.load import of_bytes
from reportedly.span import Span
from reportedly.verification import RecordIndex, VerifiedQuotation
from reportedly.verification.index import spoken
from reportedly.verification.quoted import QuotedWords, quoted
from reportedly.verification.speakers import is_speaker
from reportedly.verification.verify import verified

HEARING = """\
REYES: We, uh, we will open the quay in June, and I have not signed the order that cuts the road. (Applause.) And 40 \
percent of the pilots, you know, said that Senator Lund had asked for 3 million dollars. It's late. I think -- we \
believe that nobody should have to choose between a flooded road and a rotten bridge.

LUND: The tide is late every day of the year, and the mayor knows it as well as I do.

REYES: We have counted twelve of the sixteen bearings. They have rust on them. That is why we shut the bridge on \
Friday night, which was -- which was late. We will not sell the yard, not this year. FILLED

Q: Who pays the toll on the bridge this year?
"""
#: Sentences that keep two places of a turn apart.
FILLED = " ".join(f"The {place} of the harbour was painted again in the week before that." for place in
                  ["gate", "mast", "quay", "crane", "wall", "dock", "pier", "road", "lamp"])  # fmt: skip
RECORD = of_bytes(
    HEARING.replace("FILLED", f"{FILLED} So the bridge stays shut until the bearings are new.").encode(), "h.txt"
)
INDEX = RecordIndex([RECORD])


def held(text: str, holder: str | None = "Ana Reyes", kind: HolderKind = "person", role: str | None = None,
         index: RecordIndex = INDEX) -> VerifiedQuotation:  # fmt: skip
    """What is known of the quotation whose pieces stand in curly marks."""
    spans = tuple(Span(*match.span()) for match in re.finditer("“[^”]*”", text))
    found = verified(text, QuotedWords(spans, Holder(holder, kind, role, ()) if holder else None, 0), index)
    assert found is not None
    for one in found.passages:
        record = next(record for record in index.records if record.name == one.record)
        assert record.text[one.span.start : one.span.end] == one.words
        assert record.turns[one.turn].speaker == one.speaker
    return found


#: a quotation of Ana Reyes's, its class
CLASSES = [
    ("“We will open the quay in June”", "verbatim"),
    ("“we, uh, we will open the quay in June”", "verbatim"),
    ("“we will open the quay in June,” she said, “and I have not signed the order”", "verbatim"),
    ("“I haven’t signed the order that cuts the road.”", "verbatim"),
    ("“40% of the pilots, you know, said that Sen. Lund had asked for three million dollars.”", "verbatim"),
    ("“It is late.”", "verbatim"),
    ("“They have rust on them. That is why we shut the bridge”", "verbatim"),
    ("“cuts the road. 40 percent of the pilots”", "verbatim"),
    ("“I have not signed the order [of 2 May] that cuts the road”", "verbatim"),
    ("“[W]e have counted 12 of the 16 bearings”", "verbatim"),
    ("“said that Senator Lund had asked for 3”", "verbatim"),
    ("“said that Senator Lund had asked for three”", "verbatim"),
    ("“million dollars. It’s late. I think -- we believe that nobody should have to choose”", "verbatim"),
    ("“said that Senator Lund had asked for 4”", "altered"),
    ("“said that Senator Lund had asked for 3 dollars. It’s late.”", "altered"),
    ("“said that Senator Lund had asked for 3 billion”", "altered"),
    ("“billion dollars. It’s late. I think -- we believe that nobody should have to choose”", "altered"),
    ("“twelve of the sixteen bearing[s]. They have rust on them”", "verbatim"),
    ("“40 percent of the pilots said that Senator Lund had asked for 3 million dollars”", "cleaned"),
    ("“It’s late. We believe that nobody should have to choose”", "cleaned"),
    ("“we shut the bridge on Friday night, which was late”", "cleaned"),
    ("“We will open the quay … and I have not signed the order”", "trimmed"),
    ("“We will open the quay, and I have not signed the order”", "trimmed"),
    ("“We will open the quay,” she said, “and I have not signed the order”", "trimmed"),
    ("“We will open [it] in June, and I have not signed the order”", "trimmed"),
    ("“I have signed the order that cuts the road”", "altered"),
    ("“We will open the quay in July, and I have not signed the order”", "altered"),
    ("“We will open the old quay in June”", "altered"),
    ("“We have counted thirteen of the sixteen bearings”", "altered"),
    ("“we believe that somebody should have to choose between a flooded road and a rotten bridge”", "altered"),
    ("“They have rust on them. We have counted twelve of the sixteen bearings.”", "spliced"),
    ("“I have not signed the order that cuts the road. That is why we shut the bridge on Friday night”", "spliced"),
    ("“They have rust on them. So the bridge stays shut until the bearings are new.”", "spliced"),
    ("“They have rust on them … So the bridge stays shut until the bearings are new.”", "trimmed"),
    ("“The tide is late every day of the year”", "other-speaker"),
    ("“The tide is early every day of the year”", "other-speaker"),
    ("“Who pays the toll on the bridge this year?”", "other-speaker"),
    ("“The ferry was never meant to sail in such weather, and they knew.”", "not-in-this-record"),
    ("“said that nobody”", "not-in-this-record"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CLASSES)
def test_the_class(text: str, expected: str) -> None:
    assert held(text).class_ == expected


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("“We will open the quay … and I have not signed the order”", True),
        ("“We will open the quay [then], and I have not signed the order”", True),
        ("“We will open the quay, and I have not signed the order”", False),
        ("“We will open the quay,” she said, “and I have not signed the order”", False),
        ("“We will open the quay … and I have not signed the order. 40 percent said”", False),
        ("“We will open the quay in June”", None),
    ],
)
def test_what_is_left_out_is_marked_or_not(text: str, marked: bool | None) -> None:
    assert held(text).marked == marked


#: a quotation, what differs: the kind, its words, the record's
DIFFERENCES = [
    ("“I have signed the order that cuts the road”", [("negation", "", "not")]),
    ("“We will open the old quay in July, and I have signed the order”",
     [("negation", "", "not"), ("words", "old", ""), ("words", "July", "June")]),
    (
        "“We now have counted thirteen of the sixteen bearing[s]”",
        [("number", "thirteen", "twelve"), ("words", "now", "")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DIFFERENCES)
def test_negations_and_numbers_are_told_first(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(one.kind, one.quoted, one.said) for one in held(text).differences] == expected


def test_where_it_stands() -> None:
    found = held("“They have rust on them. We have counted twelve of the sixteen bearings.”")
    assert [(one.speaker, one.turn, one.words) for one in found.passages] == [
        ("REYES", 2, "They have rust on them"), ("REYES", 2, "We have counted twelve of the sixteen bearings"),
    ]  # fmt: skip
    assert found.passage == "They have rust on them … We have counted twelve of the sixteen bearings"


def test_what_two_say_is_its_holder_s() -> None:
    record = of_bytes(b"LUND: The tide is late.\n\nREYES: I agree: the tide is late.\n\nLUND: Then we wait.", "r.txt")
    for name, turn in (("Ana Reyes", 1), ("Ole Lund", 0)):
        found = held("“The tide is late”", name, index=RecordIndex([record]))
        assert (found.class_, found.passages[0].turn) == ("verbatim", turn)


#: a holder, a role, the label of the turn, the record's other label, whether they are one
SPEAKERS = [
    ("Ana Reyes", None, "REYES", "LUND", True),
    ("Ana Reyes", None, "SEN. ANA REYES", "LUND", True),
    ("Reyes", None, "Mayor Ana Reyes", "LUND", True),
    ("Ana Reyes", None, "Ola Reyes", "LUND", False),
    ("Bob Fox", None, "Robert Fox", "LUND", True),
    ("Ana Reyes", None, "MR. LUND", "REYES", False),
    ("Ana Reyes", "president of the council", "THE PRESIDENT", "Q", True),
    ("Ana Reyes", None, "THE PRESIDENT", "Q", None),
    ("Ana Reyes", None, "THE PRESIDENT", "REYES", False),
    ("Ana Reyes", None, "Q", "THE PRESIDENT", False),
    ("Ana Reyes", "reporter for the Courier", "Q", "THE PRESIDENT", None),
    ("Ana Reyes", None, "Speaker 2", "Speaker 1", None),
    ("Ana Reyes", None, None, "LUND", None),
    (None, None, "LUND", "REYES", None),
]


@pytest.mark.parametrize(("name", "role", "label", "other", "expected"), SPEAKERS)
def test_who_speaks(name: str | None, role: str | None, label: str | None, other: str, expected: bool | None) -> None:
    text = f"{label}: It floats.\n\n{other}: No." if label else "It floats."
    record = of_bytes(text.encode(), "r.txt")
    assert record.turns[0].speaker == label
    holder = Holder(name, "person", role, ()) if name else None
    assert is_speaker(holder, record.turns[0], record) == expected


@pytest.mark.parametrize("kind", ["organization", "group", "unnamed"])
def test_a_body_is_nobody_s_turn(kind: HolderKind) -> None:
    assert held("“The tide is late every day of the year”", "Harbour Board", kind).class_ == "verbatim"


#: an article, its quotations: their pieces, and whose they are
QUOTED = [
    ("“It floats,” Ana Reyes said, “and it is late.”", [(["“It floats,”", "“and it is late.”"], "Ana Reyes")]),
    ("A notice read “nobody may cross the bridge”.\n\nIt rained.", [(["“nobody may cross the bridge”"], None)]),
    ("The “big one” came.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), QUOTED)
def test_what_an_article_quotes(text: str, expected: list[tuple[list[str], str | None]]) -> None:
    found = quoted(reportedly.read(text))
    pieces = [[text[span.start : span.end] for span in one.spans] for one in found]
    if expected and expected[0][1] is None:
        assert pieces == [words for words, _ in expected]
        return
    assert [
        (words, one.holder.name if one.holder else None) for words, one in zip(pieces, found, strict=True)
    ] == expected


# -- whatever is cut, left out or put in -------------------------------------------------------------------------------

TURN = RECORD.turns[2]
WORDS = TURN.words.split(" ")
PLAIN = [i for i, word in enumerate(WORDS) if "--" not in word]


@given(st.integers(0, len(WORDS) - 6), st.integers(5, 40))
@settings(max_examples=150, deadline=None)
def test_any_cut_of_a_turn_is_verbatim(start: int, size: int) -> None:
    cut = " ".join(WORDS[start : start + size])
    assume(list(spoken(cut, 0, len(cut))))
    found = held(f"“{cut}”")
    assert (found.class_, found.differences) == ("verbatim", ())


@given(st.integers(0, 12), st.integers(3, 20))
@settings(max_examples=60, deadline=None)
def test_a_not_left_out_is_altered(before: int, after: int) -> None:
    at = WORDS.index("not")
    found = held(f"“{' '.join([*WORDS[max(0, at - 2 - before) : at], *WORDS[at + 1 : at + 1 + after]])}”")
    assert found.class_ == "altered"
    assert found.differences[0].kind == "negation"


@given(st.integers(4, len(WORDS) - 12), st.sampled_from(["terribly", "granite", "seventeen"]))
@settings(max_examples=60, deadline=None)
def test_a_word_put_in_is_altered(at: int, word: str) -> None:
    cut = " ".join([*WORDS[at - 4 : at], word, *WORDS[at : at + 8]])
    assert held(f"“{cut}”").class_ == "altered"


@given(st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_whatever_is_quoted_has_a_class_or_no_words(text: str) -> None:
    one = f"“{text}”"
    found = verified(one, QuotedWords((Span(0, len(one)),), None, None), INDEX)
    assert found is None or found.class_ is not None
    assert "uh" in FILLERS


def test_many_records() -> None:
    others = [
        of_bytes(
            f"REYES: The {word} of the yard is shut today. The {word} is old and nobody paints it.".encode(),
            f"{word}.txt",
        )
        for word in ("gate", "mast", "crane", "dock", "pier")
    ]
    index = RecordIndex([*others, RECORD])
    found = held("“nobody should have to choose between a flooded road and a rotten bridge”", index=index)
    assert (found.class_, found.passages[0].record) == ("verbatim", "h.txt")
    assert held("“The crane is old and nobody paints it”", index=index).passages[0].record == "crane.txt"


def test_no_records() -> None:
    with pytest.raises(ValueError, match="expected at least one record, found none"):
        RecordIndex([])


# -- as a whole --------------------------------------------------------------------------------------------------------

EXAMPLES = Path(__file__).parents[1] / "examples"


def captions() -> Record:
    return of_bytes((EXAMPLES / "hearing.vtt").read_bytes(), "hearing.vtt")


def test_an_article_against_captions() -> None:
    text = (EXAMPLES / "hearing.txt").read_text(encoding="utf-8")
    found = reportedly.verify(reportedly.read(text), [captions()])
    assert [(one.class_, one.passages[0].speaker, one.passages[0].time) for one in found.quotations] == [
        ("verbatim", "Ana Reyes", 8.0), ("altered", "Ana Reyes", 13.5), ("verbatim", "Ana Reyes", 18.0),
        ("trimmed", "Ana Reyes", 27.0), ("other-speaker", "Ole Lund", 24.0),
    ]  # fmt: skip
    for one in found.quotations:
        assert " … ".join(text[span.start : span.end] for span in one.spans) == one.words
    assert [one.class_ for one in found.indirect] == [None]
    Draft202012Validator.check_schema(schema())
    Draft202012Validator(schema()).validate(to_dict(found))
    assert json.loads(to_json(found)) == to_dict(found)


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["verify", *words])


def test_the_command(tmp_path: Path) -> None:
    article, record = tmp_path / "a.txt", tmp_path / "r.txt"
    article.write_text("“We will open the quay in June,” Ana Reyes said.")
    record.write_text("REYES: We will open the quay in June, not in May.\n\nLUND: In June, then.")
    result = run(str(article), "--record", str(record))
    assert (result.exit_code, result.stdout.split("\n")[0]) == (0, "1 quotation, 1 record: 1 verbatim.")
    told = json.loads(run(str(article), "--record", str(tmp_path / "r.txt"), "--json").stdout)
    Draft202012Validator(schema()).validate(told)
    assert [(one["class"], one["turn"], one["time"]) for one in told["quotations"]] == [("verbatim", 0, None)]
    article.write_text("“We will open the quay in May,” Ana Reyes said.")
    assert run(str(article), "--record", str(record)).exit_code == 1


@pytest.mark.parametrize(
    ("text", "said", "code", "sentence"),
    [
        ("It rained.", b"REYES: We open.\n\nLUND: No.", 3, "found none: there is nothing to compare"),
        ("“We will open the quay,” Ana Reyes said.", b"", 1, "expected a record in"),
        ("“We will open the quay,” Ana Reyes said.", b"\x00\xff\x00\xfe\x81", 1, "expected text in UTF-8"),
    ],
)
def test_what_can_not_be_compared(tmp_path: Path, text: str, said: bytes, code: int, sentence: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    (tmp_path / "r.txt").write_bytes(said)
    result = run(str(tmp_path / "a.txt"), "--record", str(tmp_path / "r.txt"))
    said_so = result.stderr if isinstance(result.exception, SystemExit) else str(result.exception)
    assert sentence in said_so
    assert result.exit_code in (code, 1)


def test_a_folder_with_a_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“We will open the quay in June,” Ana Reyes said.")
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "r.txt").write_text("REYES: We will open the quay in June.\n\nLUND: No.")
    (folder / "x.json").write_text("{")
    result = run(str(tmp_path / "a.txt"), "--record", str(folder))
    assert result.exit_code == 1
    assert "1 verbatim" in result.stdout
    assert "x.json" in result.stderr
    (folder / "r.txt").unlink()
    assert run(str(tmp_path / "a.txt"), "--record", str(folder)).exit_code == 3


# -- a ledger ----------------------------------------------------------------------------------------------------------

SAID = "REYES: We will open the quay in June, not in May.\n\nLUND: In June, then."


@pytest.fixture
def quoting(where: str) -> str:
    """Where a ledger lies with four articles; the first has a newer version, the third quotes nothing."""
    texts = [
        ("“We will never open the old quay again,” Ana Reyes said.", "https://post.example/quay"),
        ("“We will open the quay in June,” Ana Reyes said.", "https://post.example/quay"),
        ("It rained in Halden.", "https://post.example/rain"),
        ("“We will open the quay in May,” Ana Reyes said.", "https://tarn.example/may"),
    ]
    with Ledger.open(where) as ledger:
        for text, url in texts:
            known = {"url": url, "outlet": "Halden Post", "published": "2026-03-02", "title": "The quay"}
            ledger.add(reportedly.read(text, **known))
    return where


@pytest.fixture
def said(tmp_path: Path) -> str:
    path = tmp_path / "said.txt"
    path.write_text(SAID)
    return str(path)


def stored(place: str) -> list[object]:
    """All that a ledger holds of its articles and statements."""
    with Ledger.open(place) as ledger, ledger.snapshot() as snapshot:
        return [dict(row) for table in ("articles", "statements") for row in snapshot.rows(table)]


def test_a_ledger_is_held_against_records(quoting: str, said: str) -> None:
    before = stored(quoting)
    with mock.patch("reportedly.cli.records.read", side_effect=AssertionError("read anew")):
        told = run(quoting, "--record", said)
        lines = run(quoting, "--record", said, "--json").stdout.splitlines()
    assert told.exit_code == 1
    assert [line for line in told.stdout.splitlines() if "Halden Post" in line] == [
        f"Halden Post · 2026-03-02 · The quay · article {number}" for number in (2, 4)
    ]
    assert told.stdout.splitlines()[-1] == "2 quotations, 2 articles: 1 verbatim, 1 altered."
    found = [json.loads(line) for line in lines]
    for one in found:
        Draft202012Validator(schema()).validate(one)
    assert [(one["article"]["id"], one["article"]["url"]) for one in found] == [
        (2, "https://post.example/quay"), (4, "https://tarn.example/may"),
    ]  # fmt: skip
    with Ledger.open(quoting) as ledger:
        ids = [ledger.article(number).reading.statements[0].id for number in (2, 4)]
    assert [one["quotations"][0]["statement"] for one in found] == ids
    assert [one["quotations"][0]["class"] for one in found] == ["verbatim", "altered"]
    assert stored(quoting) == before


def test_a_ledger_beside_an_article(tmp_path: Path, quoting: str, said: str) -> None:
    (tmp_path / "a.txt").write_text("“In June, then, as always,” Ole Lund said.")
    result = run(str(tmp_path / "a.txt"), quoting, "--record", said)
    assert [line for line in result.stdout.splitlines() if line.endswith("a.txt")] == [str(tmp_path / "a.txt")]
    assert result.stdout.splitlines()[-1].startswith("3 quotations, 3 articles: ")


def test_ledgers_with_nothing_to_compare(tmp_path: Path, tables: Path, said: str) -> None:
    result = run(str(tables), "--record", said)
    assert (result.exit_code, result.stdout) == (3, "")
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE harbours (name TEXT)")
        connection.commit()
    result = run(str(other), "--record", said)
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (1, "", 1)
