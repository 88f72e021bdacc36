"""Records: transcripts, captions, debates and tables, read turn by turn."""

from __future__ import annotations

import contextlib
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.errors import Empty, InputError, NotARecord, NotFound, NotText, ReportedlyError, TooLarge
from reportedly.records import Record, clock, load, load_all
from reportedly.records.load import of_bytes

WORDS = [
    "It floats, and the tide is late.", "We asked twice: nobody answered.", "No.", "Read the report. Then ask.",
    "Who signed it?", "I did. I would do it again.", "And the quay?", "It opens in June -- not in May.",
]  # fmt: skip
#: a form of label, with {word} for what is said; who speaks in turn; their names and roles as they are read
LABELS = [
    ("{name}: {words}", ["ANA REYES", "OLE LUND"], ["ANA REYES", "OLE LUND"], None),
    ("{name}: {words}", ["Reyes", "Lund"], ["Reyes", "Lund"], None),
    ("{name}: {words}", ["THE PRESIDENT", "Q"], ["THE PRESIDENT", "Q"], None),
    ("{name}: {words}", ["SEN. ANA REYES (D-HI)", "MR. LUND"], ["SEN. ANA REYES", "MR. LUND"], ["D-HI", None]),
    (
        "{name}: {words}", ["Ana Reyes, mayor of Halden", "Ole Lund, harbour chief"], ["Ana Reyes", "Ole Lund"],
        ["mayor of Halden", "harbour chief"],
    ),
    ("{name}. {words}", ["Q", "A"], ["Q", "A"], None),
    ("{name}   {words}", ["Q", "MR. LUND:"], ["Q", "MR. LUND"], None),
    ("[00:02:11] {name}: {words}", ["Ana Reyes", "Ole Lund"], ["Ana Reyes", "Ole Lund"], None),
    ("{name} (00:02:11): {words}", ["Ana Reyes", "Ole Lund"], ["Ana Reyes", "Ole Lund"], None),
    ("00:02:11\n{name}: {words}", ["Ana Reyes", "Ole Lund"], ["Ana Reyes", "Ole Lund"], None),
    ("{name} (voice-over): {words}", ["Speaker 1", "Speaker 2"], ["Speaker 1", "Speaker 2"], ["voice-over"] * 2),
    ("{name}\n{words}", ["Ana Reyes", "Ole Lund"], ["Ana Reyes", "Ole Lund"], None),
    ("{name}:\n{words}", ["Ana Reyes", "Ole Lund"], ["Ana Reyes", "Ole Lund"], None),
    ("{name}  2:11\n{words}", ["Ana Reyes", "Ole Lund"], ["Ana Reyes", "Ole Lund"], None),
    ("{name}. {words}", ["Mr. LUND", "The PRESIDING OFFICER"], ["Mr. LUND", "The PRESIDING OFFICER"], None),
    ("{name}. {words}", ["Mr. Lund", "Mrs. Reyes"], ["Mr. Lund", "Mrs. Reyes"], None),
    ("**{name}:** {words}", ["Ana Reyes", "Ole Lund"], ["Ana Reyes", "Ole Lund"], None),
    (">> {name}: {words}", ["Ana Reyes", "Ole Lund"], ["Ana Reyes", "Ole Lund"], None),
    ("[{name}] {words}", ["Ana Reyes", "Ole Lund"], ["Ana Reyes", "Ole Lund"], None),
    ("[{name}]: {words}", ["REYES", "Q"], ["REYES", "Q"], None),
    ("[{name}] {words}", ["Reyes, mayor", "Lund"], ["Reyes", "Lund"], ["mayor", None]),
    ("[{name} 00:02:11] {words}", ["Reyes", "Lund"], ["Reyes", "Lund"], None),
    ("[00:02:11] [{name}] {words}", ["Reyes", "Lund"], ["Reyes", "Lund"], None),
    ("[{name}]\n{words}", ["Reyes", "Lund"], ["Reyes", "Lund"], None),
    ("{name} -- {words}", ["Ana Reyes", "Ole Lund"], ["Ana Reyes", "Ole Lund"], None),
    ("{name} – {words}", ["Reyes", "Lund"], ["Reyes", "Lund"], None),
    ("{name}.—{words}", ["MR. LUND", "MS. REYES"], ["MR. LUND", "MS. REYES"], None),
    ("{name}. – {words}", ["Ana Reyes (PPE)", "President"], ["Ana Reyes", "President"], ["PPE", None]),
    ("{name}. {words}", ["CHAIR REYES", "VICE CHAIR LUND"], ["CHAIR REYES", "VICE CHAIR LUND"], None),
    ("{name}: “{words}”", ["Reyes", "Lund"], ["Reyes", "Lund"], None),
    (
        "{name}: {words}", ["Mr. Lund (Tarn West) (Lab)", "The Minister for Ports (Ana Reyes)"],
        ["Mr. Lund", "The Minister for Ports"], ["Tarn West", "Ana Reyes"],
    ),
    ("{name}\n(Halden) (Con)\n{words}", ["Ana Reyes", "Ole Lund"], ["Ana Reyes", "Ole Lund"], ["Halden) (Con"] * 2),
    ("{name}: {words}", ["Ms REYES (Tarn—Ports)", "Mr LUND"], ["Ms REYES", "Mr LUND"], ["Tarn—Ports", None]),
    ("{name}: {words}", ["SPEAKER_00", "SPEAKER_01"], ["SPEAKER_00", "SPEAKER_01"], None),
    ("{name}: {words}", ["spk_0", "spk_1"], ["spk_0", "spk_1"], None),
    ("{name}: {words}", ["Moderator", "Audience member"], ["Moderator", "Audience member"], None),
    ("{name}\t{words}", ["Reyes", "Lund"], ["Reyes", "Lund"], None),
    ("{name}        {words}", ["REYES", "LUND"], ["REYES", "LUND"], None),
    ("{name} | {words}", ["Reyes", "Lund"], ["Reyes", "Lund"], None),
    ("<{name}> {words}", ["Reyes", "Lund"], ["Reyes", "Lund"], None),
    ("{name} 2:11 {words}", ["Ana Reyes", "Ole Lund"], ["Ana Reyes", "Ole Lund"], None),
    ("[00:02:11.000 --> 00:02:14.000] {name}: {words}", ["Ana Reyes", "Ole Lund"], ["Ana Reyes", "Ole Lund"], None),
    ("0:2:11.000 --> 0:2:14.500\n{name}\n{words}", ["Ana Reyes", "Ole Lund"], ["Ana Reyes", "Ole Lund"], None),
    ("*{name}:* {words}", ["Ana Reyes", "Ole Lund"], ["Ana Reyes", "Ole Lund"], None),
    ("- {name}: {words}", ["Reyes", "Lund"], ["Reyes", "Lund"], None),
    ("Speaker: {name}\n{words}", ["Ana Reyes", "Ole Lund"], ["Ana Reyes", "Ole Lund"], None),
]  # fmt: skip


def turns(record: Record) -> list[tuple[str | None, str]]:
    for turn in record.turns:
        assert record.text[turn.span.start : turn.span.end] == turn.words
        assert record.turn_at(turn.span.start) == record.turn_at(turn.span.end - 1) == record.turns.index(turn)
    return [(turn.speaker, turn.words) for turn in record.turns]


def of(text: str, name: str = "hearing.txt") -> Record:
    return of_bytes(text.encode(), name)


@pytest.mark.parametrize(("form", "written", "names", "roles"), LABELS)
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_a_label_of_any_form(
    form: str, written: list[str], names: list[str], roles: list[str] | None, between: str
) -> None:
    text = between.join(form.format(name=written[i % 2], words=words) for i, words in enumerate(WORDS))
    record = of(text)
    said = [f"“{words}”" if "“" in form else words for words in WORDS]
    assert turns(record) == [(names[i % 2], words) for i, words in enumerate(said)]
    assert [turn.role for turn in record.turns] == [roles[i % 2] if roles else None for i in range(len(WORDS))]
    assert {turn.start for turn in record.turns} == ({131.0} if "2:11" in form else {None})


def test_numbered_lines_as_a_court_has_them() -> None:
    lines = [f"{name}{words}" for name, words in zip(["Q.   ", "A.   "] * 4, WORDS, strict=True)]
    text = "IN THE COURT OF TARN\n\n" + "\n".join(f"{n:2}        {line}" for n, line in enumerate(lines, 1))
    assert turns(of(text)) == [("QA"[i % 2], words) for i, words in enumerate(WORDS)]


def test_labels_in_a_column_of_their_own() -> None:
    parted = [(words[: words.index(" ")], words[words.index(" ") + 1 :]) for words in (WORDS * 2) if " " in words]
    names = ["Ana Reyes", "Ole Lund"]
    text = "\n".join(f"{names[i % 2]:20}{first}\n{'':20}{rest}" for i, (first, rest) in enumerate(parted))
    assert turns(of(text)) == [(names[i % 2], f"{first} {rest}") for i, (first, rest) in enumerate(parted)]


#: lines that begin like a label, and have none
NO_LABELS = [
    "We have one rule: nobody signs alone.",
    "Remember: nobody signs alone.",
    "[Applause] We sail.\n[Laughter] We do.\n[Applause] We did.",
    "[MUSIC]\nWe sail.\n[MUSIC]\nWe do.",
    "[The] quay opens.\n[The] ferry sails.",
    "[Reyes] told us that the quay opens.",
    "[1] Lund, p. 4.\n[2] Reyes, p. 6.",
    "[T]he quay opens.\n[T]he ferry sails.",
    "Mr. Lund. I never met him.",
    "January 12\nWe signed.\nFebruary 3\nWe paid.",
    "See https://quay.example/report for more.",
    "Q",
]


@pytest.mark.parametrize("text", NO_LABELS)
def test_no_label_no_speaker(text: str) -> None:
    assert turns(of(text)) == [(None, " ".join(text.split()))]


def test_a_heading_is_no_turn_and_paragraphs_go_on() -> None:
    text = "HALDEN CITY COUNCIL\n12 March\n\nREYES:  We begin.\n\n(Applause.)\n\nWe are late.\n\nLUND: So we are."
    assert turns(of(text)) == [("REYES", "We begin. (Applause.) We are late."), ("LUND", "So we are.")]


VTT = """WEBVTT

NOTE made by hand

1
00:00:01.000 --> 00:00:04.000 position:10% align:start
<v Ana Reyes>It <i>floats</i>, &amp; it sails.

00:00:04.000 --> 00:00:06.000
<v.loud Ole Lund>No.</v> <v Ana Reyes>Yes.</v>

00:06.000 --> 00:08.000
We go<00:00:06.500><c> on</c>.
"""
ROLLED = """WEBVTT

00:00:00.000 --> 00:00:02.000 align:start position:0%
we<00:00:00.500><c> will</c><00:00:01.000><c> open</c>

00:00:02.000 --> 00:00:02.010 align:start position:0%
we will open

00:00:02.010 --> 00:00:04.000 align:start position:0%
we will open
the<00:00:02.500><c> quay</c>

00:00:04.010 --> 00:00:06.000
the quay
in June
"""
SRT = """1
00:00:01,000 --> 00:00:04,000 X1:2
REYES: We will open
the <i>quay</i>.

2
00:00:05,000 --> 00:00:06,000
In June.

3
00:00:07,000 --> 00:00:08,000
- Really?
- Yes.

4
00:00:09,000 --> 00:00:10,000
>> LUND: No - never.
"""


def test_captions_with_voices() -> None:
    record = of(VTT, "c.vtt")
    assert turns(record) == [
        ("Ana Reyes", "It floats, & it sails."), ("Ole Lund", "No."), ("Ana Reyes", "Yes. We go on."),
    ]  # fmt: skip
    assert record.form == "captions"
    assert [record.time_at(record.text.index(words)) for words in ("sails", "No", "Yes", "go")] == [1, 4, 4, 6]


def test_lines_that_roll_up_are_said_once() -> None:
    record = of(ROLLED, "c.vtt")
    assert turns(record) == [(None, "we will open the quay in June")]
    assert [record.time_at(record.text.index(words)) for words in ("we", "quay", "June")] == [0, 2.01, 4.01]


def test_subtitles_with_labels_and_dashes() -> None:
    assert turns(of(SRT, "c.srt")) == turns(of(SRT, "a name without a suffix")) == [
        ("REYES", "We will open the quay. In June."), (None, "Really?"), (None, "Yes."), ("LUND", "No - never."),
    ]  # fmt: skip


#: a name, what the file holds, its form, its turns
OTHERS = [
    (
        "debate.xml",
        '<?xml version="1.0"?><publicwhip><major-heading>Port</major-heading><speech speakername="Ana Reyes" '
        'time="14:35:00"><p>We <i>will</i> open.</p><p>In June.</p></speech>\n<speech nospeaker="true"><p>Order.</p>'
        "</speech></publicwhip>",
        "hansard",
        [("Ana Reyes", "We will open. In June."), (None, "Order.")],
    ),
    (
        "debate.xml",
        '<akomaNtoso xmlns="urn:x"><speech by="#reyes"><from>Ms Reyes:</from><p>We will.</p></speech></akomaNtoso>',
        "hansard",
        [("Ms Reyes", "We will.")],
    ),
    (
        "senate.json",
        json.dumps(
            {
                "header": {"chamber": "Senate"},
                "content": [
                    {"kind": "title", "text": "THE QUAY", "speaker": "None"},
                    {"kind": "speech", "speaker": "Mr. LUND", "text": "  Mr. LUND. Mr. President, it is shut."},
                    {"kind": "linebreak", "speaker": "None", "text": "\n"},
                    {"kind": "recorder", "speaker": "The RECORDER", "text": "The clerk read."},
                ],
            }
        ),
        "congress",
        [("Mr. LUND", "Mr. President, it is shut."), ("The RECORDER", "The clerk read.")],
    ),
    (
        "heard.json", '{"segments": [{"start": 0.5, "end": 2, "text": " We"}, {"start": 2, "text": "go"}]}', "table",
        [(None, "We go")],
    ),
    (
        "table.csv", "Speaker;Start;Text\nAna Reyes;00:00:05;\"We will; open\"\nOle Lund;7.5;No\n", "table",
        [("Ana Reyes", "We will; open"), ("Ole Lund", "No")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "held", "form", "expected"), OTHERS)
def test_other_forms(name: str, held: str, form: str, expected: list[tuple[str | None, str]]) -> None:
    record = of(held, name)
    assert turns(record) == expected
    assert record.form == form


def test_a_page_with_a_transcript() -> None:
    said = [("REYES", "We will open the quay in June, and keep it open as long as the tide allows it."),
            ("LUND", "That is not what the report says, and you have read it on the day on which it came."),
            ("REYES", "No."), ("LUND", "Yes.")]  # fmt: skip
    rows = "".join(f"<p><strong>{name}:</strong> {words}</p>" for name, words in said)
    record = of(f"<html><body><article><h1>Hearing on the port</h1>{rows}</article></body></html>", "hearing.html")
    assert (record.form, turns(record)) == ("page", said)


#: a name, what the file holds, what is said to be wrong, in these words
REFUSED: list[tuple[str, bytes, type[ReportedlyError], str]] = [
    ("a.txt", b"", Empty, "expected a record in a.txt, found nothing"),
    ("a.txt", b" \n ", Empty, "expected a record in a.txt, found only white space"),
    ("a.txt", b"\x00\x01\xff\xfe\x00", NotText, "expected text in UTF-8"),
    ("a.vtt", b"\x89PNG\r\n\x1a\n000", NotText, "a PNG image"),
    ("a.vtt", b"WEBVTT\n\n", Empty, "expected a record with words in a.vtt, found none"),
    ("a.srt", b"junk", Empty, "expected a record with words in a.srt, found none"),
    ("a.json", b'{"a": 1}', NotARecord, "expected a list of turns in the JSON of a.json"),
    ("a.json", b'{"a":', NotARecord, "found JSON that can't be read"),
    ("a.json", b"[" * 100_000, NotARecord, "found JSON that can't be read"),
    ("a.xml", b"<a><b></a>", NotARecord, "found XML that can't be read"),
    ("a.xml", b"<a/>", NotARecord, "expected speeches in the XML of a.xml, found none"),
    ("a.csv", b"a,b\n1,2\n", NotARecord, "expected a column with the words"),
    ("a.html", b"<html><body></body></html>", Empty, "HTML without one"),
]


@pytest.mark.parametrize(("name", "held", "error", "sentence"), REFUSED)
def test_what_is_no_record_is_refused_in_a_sentence(
    name: str, held: bytes, error: type[ReportedlyError], sentence: str
) -> None:
    with pytest.raises(error) as caught:
        of_bytes(held, name)
    assert sentence in str(caught.value)


def test_entities_of_xml_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hidden")
    bomb = f"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY s SYSTEM "file://{tmp_path}/secret">]>
    <l><speech speakername="Reyes">We open. &s;</speech></l>"""
    assert "hidden" not in of(bomb, "a.xml").text


def test_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("REYES: We open.\n\nLUND: No.")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.vtt.gz").write_bytes(gzip.compress(VTT.encode()))
    (tmp_path / ".hidden.txt").write_text("x")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    assert [Path(record.name).name for record in load_all(tmp_path)] == ["b.txt", "a.vtt.gz"]
    assert [len(record.turns) for record in load_all(tmp_path / "b.txt")] == [2]
    (tmp_path / "c.json").write_text("{")
    with pytest.raises(NotARecord):
        list(load_all(tmp_path))
    told: list[Exception] = []
    assert len(list(load_all(tmp_path, told.append))) == 2
    assert len(told) == 1


def test_what_is_not_there_or_too_much(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"expected a record in .*nowhere.txt, found no such file"):
        load(tmp_path / "nowhere.txt")
    with pytest.raises(InputError, match="expected a file, found the folder"):
        load(tmp_path)
    with pytest.raises(Empty, match="found no file that may be one"):
        list(load_all(tmp_path))
    with (tmp_path / "much.txt").open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(TooLarge, match=r"expected at most 20 MB in .*much.txt, found 100.0 MB"):
        load(tmp_path / "much.txt")


@pytest.mark.parametrize(
    ("written", "expected"),
    [("00:02:11", 131.0), ("[2:11]", 131.0), ("1:02:11,500", 3731.5), ("131.5", 131.5), ("noon", None), ("2:71", None)],
)
def test_times(written: str, expected: float | None) -> None:
    assert clock.seconds(written) == expected


def test_a_time_code() -> None:
    assert clock.code(3731.9) == "01:02:11"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.vtt", "a.srt", "a.json", "a.xml", "a.csv", "a.html"]))
def test_whatever_the_bytes_there_is_a_record_or_a_sentence(data: bytes, name: str) -> None:
    head = {"a.vtt": b"WEBVTT\n\n", "a.srt": b"1\n00:00:01,000 --> 00:00:02,000\n"}.get(name, b"")
    found: Record | None = None
    with contextlib.suppress(ReportedlyError):
        found = of_bytes(head + data, name)
    assert found is None or turns(found)


@given(st.text(alphabet="AQab:. \n[]()0-–>", max_size=120))
@settings(max_examples=300, deadline=None)
def test_whatever_the_text_no_word_of_a_turn_is_invented(text: str) -> None:
    try:
        record = of(text)
    except InputError:
        return
    said = "".join("".join(words.split()) for _, words in turns(record))
    left = iter("".join(text.split()))
    assert all(sign in left for sign in said)
