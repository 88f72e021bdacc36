"""Recordings: what a machine hears of them, what is kept of it, and what is said of quotations held against it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from reportedly.errors import Empty, MissingExtra, ModelError, NotARecord, NotFound
from reportedly.export.verification import schema
from reportedly.records import Record, load, load_all, sound
from reportedly.records.heard import HeardWord, as_webvtt, record_of_words, words_of
from reportedly.records.hearing import Recogniser
from reportedly.records.load import of_bytes
from reportedly.records.record import Hearing
from reportedly.span import Span
from reportedly.verification import RecordIndex, VerifiedQuotation
from reportedly.verification.heard import Listen
from reportedly.verification.kept import IndexHearing, kept_index
from reportedly.verification.quoted import QuotedWords
from reportedly.verification.sounding import alike
from reportedly.verification.verify import verified
from tests.commands import run
from tests.recordings import made, model, needs_hearing, speak

HEARING = Hearing("hearing.mp3", "ab" * 32, "tiny.en", "cd" * 32, 12.5)


def heard(words: str, name: str = "hearing.mp3") -> Record:
    """A record of words that a machine heard, one each half second."""
    said = [HeardWord(word, at / 2, at / 2 + 0.4) for at, word in enumerate(words.split())]
    return record_of_words(name, said, HEARING)


def held(quotation: str, record: Record, listen: Listen | None = None) -> VerifiedQuotation:
    """What is known of a quotation, its pieces parted by “ | ”."""
    text, spans = "", []
    for piece in quotation.split(" | "):
        spans.append(Span(len(text), len(text) + len(piece) + 2))
        text += f"“{piece}” she said, "
    found = verified(text, QuotedWords(tuple(spans), None, None), RecordIndex([record]), listen)
    assert found is not None
    for one in found.passages:
        assert record.text[one.span.start : one.span.end] == one.words
    return found


SAID = (
    "We counted rust in 12 of the 16 bearings and no money told the council. I have not signed the order that closes "
    "the ferry. Peter Foss told Jonas that the harbor would re-open in June. They were not safe, and we can't pay more "
    "than forty percent of it. They sent us to. The old light house is a lone, and that is the truth."
)

#: What is quoted, its class, and what is told of the first difference.
WITHOUT_LISTENING = [
    ("I have not signed the order that closes the ferry", "heard-alike", None),
    ("we counted rust in twelve of the sixteen bearings", "heard-alike", None),
    ("I have signed the order that closes the ferry", "heard-otherwise", ("negation", "", "not")),
    ("We counted rust in 2 of the 16 bearings", "heard-otherwise", ("number", "2", "12")),
    ("Peter Foss told Jonas that the harbor would reopen in July", "heard-otherwise", ("number", "July", "June")),
    ("Peter Voss told Jonas that the harbour would reopen in June", "heard-alike", None),
    ("Peter Lund told Jonas that the harbour would reopen in June", "heard-otherwise", ("words", "Lund", "Foss")),
    ("They were not unsafe, and we cannot pay more", "heard-otherwise", ("negation", "unsafe", "safe")),
    ("we can pay more than 40 percent of it", "heard-otherwise", ("negation", "", "can't")),
    ("more than 40 percent of it. They sent us two.", "heard-alike", None),
    ("The old lighthouse is alone, and that's the truth", "heard-alike", None),
    ("I have not signed … that closes the ferry", "heard-alike", None),
    ("I have not signed | that closes the ferry", "heard-alike", None),
    ("I had not signed the order that closes the ferry", "heard-otherwise", ("words", "had", "have")),
    ("Nobody asked the pilots about the storm that sank the yard", "not-in-this-record", None),
]


@pytest.mark.parametrize(("quotation", "class_", "difference"), WITHOUT_LISTENING)
def test_words_that_were_heard(quotation: str, class_: str, difference: tuple[str, str, str] | None) -> None:
    found = held(quotation, heard(SAID))
    differs = [(one.kind, one.quoted, one.said) for one in found.differences]
    assert (found.class_, differs[:1]) == (class_, [difference] if difference else [])


def test_it_is_told_when_the_words_are_heard() -> None:
    found = held("I have not signed the order", heard(SAID))
    assert [(one.words, one.time, one.speaker) for one in found.passages] == [
        ("I have not signed the order", 7.5, None)
    ]


#: How much less likely the quoted words are than those that were heard, and the class.
LISTENED = [
    ("We counted dust in 12 of the 16 bearings", -3.0, "heard-alike"),
    ("We counted cracks in 12 of the 16 bearings", -14.0, "heard-otherwise"),
    ("We counted rust in 2 of the 16 bearings", 0.0, "heard-otherwise"),
    ("I have signed the order that closes the ferry", 0.0, "heard-otherwise"),
    ("Nobody told the council", -14.0, "heard-otherwise"),
]


@pytest.mark.parametrize(("quotation", "less", "class_"), LISTENED)
def test_what_was_heard_otherwise_is_listened_to_again(quotation: str, less: float, class_: str) -> None:
    asked: list[Sequence[str]] = []

    def listen(record: Record, start: float, end: float, wordings: Sequence[str]) -> Sequence[float]:
        assert 0 <= start < end <= record.turns[-1].end + 1
        asked.append(wordings)
        return [-20.0, *[-20.0 + less] * (len(wordings) - 1)]

    assert held(quotation, heard(SAID), listen).class_ == class_
    assert all(one[0] in SAID for one in asked)


def test_a_verb_as_likely_with_a_not_is_not_alike() -> None:
    record = heard("We want close the ward, whatever the minister says about it")

    def listen(_: Record, __: float, ___: float, wordings: Sequence[str]) -> Sequence[float]:
        return [0.0 if "will not" in words else -1.0 for words in wordings]

    assert held("We will close the ward, whatever the minister says", record, listen).class_ == "heard-otherwise"


def test_a_recording_is_heard_once_by_each_model(tmp_path: Path) -> None:
    folder = tmp_path / "tapes"
    folder.mkdir()
    (folder / "hearing.mp3").write_bytes(b"ID3\x04 sound")
    heard_: list[Path] = []

    def hear(path: Path) -> Record:
        heard_.append(path)
        return heard(SAID, str(path))

    def classes(model: str) -> list[str | None]:
        with kept_index(tmp_path / "index", [folder], hearing=IndexHearing(hear, model)) as index:
            assert index is not None
            assert index.record(0).hearing == HEARING
            text = "“we counted rust in twelve of the sixteen bearings”"
            found = verified(text, QuotedWords((Span(0, len(text)),), None, None), index)
            return [found.class_ if found else None]

    assert classes("one") == classes("one") == ["heard-alike"]
    assert heard_ == [folder / "hearing.mp3"]
    assert classes("another") == ["heard-alike"]
    assert len(heard_) == 2
    with (
        pytest.raises(NotARecord, match="name the folder of a speech model"),
        kept_index(tmp_path / "index", [folder / "hearing.mp3"]),
    ):
        pass


#: What is quoted, whether the machine heard none of its kind, and the likelihoods of it and of the best other number.
COUNTED = [
    ("Thirty people were in the second carriage", "dirty", -3.0, -9.0, "heard-alike"),
    ("Thirty people were in the second carriage", "dirty", -3.0, -4.0, "heard-otherwise"),
    ("Thirty people were in the second carriage", "dirty", -14.0, -30.0, "heard-otherwise"),
    ("Thirty people were in the second carriage", "thirteen", 2.0, -9.0, "heard-otherwise"),
    ("On Thursday people were in the second carriage", "On first day", -3.0, -9.0, "heard-alike"),
    ("4,210 people were in the second carriage", "fought", -3.0, -9.0, "heard-otherwise"),
]


@pytest.mark.parametrize(("quotation", "said", "quoted", "others", "class_"), COUNTED)
def test_a_number_where_none_was_heard_has_to_be_likelier_than_any_other(
    quotation: str, said: str, quoted: float, others: float, class_: str
) -> None:
    record = heard(f"{said} people were in the second carriage when the lights went out")
    own = quotation.split(" people", maxsplit=1)[0]

    def listen(_: Record, __: float, ___: float, wordings: Sequence[str]) -> Sequence[float]:
        return [0.0, *(quoted if own in words else others for words in wordings[1:])]

    assert held(quotation, record, listen).class_ == class_
    assert held(quotation, record).class_ == "heard-otherwise"


@pytest.mark.parametrize(("better", "class_"), [(3.0, "heard-alike"), (-3.0, "heard-otherwise")])
def test_words_that_are_likelier_than_what_was_heard_cast_no_doubt(better: float, class_: str) -> None:
    record = heard("You cannot eat a photographer that wolves")

    def listen(_: Record, __: float, ___: float, wordings: Sequence[str]) -> Sequence[float]:
        return [0.0, *([better] * (len(wordings) - 1))]

    assert held("You cannot eat a photograph of a wolf", record, listen).class_ == class_


def test_a_transcript_that_somebody_wrote_goes_first() -> None:
    written = of_bytes(b"REYES: I have signed the order that closes the ferry, and I am glad.", "hearing.txt")
    text = "“I have signed the order that closes the ferry”"
    one = QuotedWords((Span(0, len(text)),), None, None)
    for records in ([written, heard(SAID)], [heard(SAID), written]):
        found = verified(text, one, RecordIndex(records))
        assert found is not None
        assert (found.class_, found.passages[0].record) == ("verbatim", "hearing.txt")


@pytest.mark.parametrize(
    ("one", "other", "alike_"),
    [("voss", "foss", True), ("writing", "riding", True), ("light house", "lighthouse", True),
     ("opens", "closes", False), ("kitchen", "prison", False), ("bought", "sold", False), ("", "not", False)],
)  # fmt: skip
def test_words_sound_alike(one: str, other: str, alike_: bool) -> None:
    assert (alike(one, other) >= 0.55) is alike_


# -- what is kept ------------------------------------------------------------------------------------------------------


def test_a_transcript_is_known_for_a_machines() -> None:
    record = heard(SAID)
    kept = of_bytes(as_webvtt(record).encode(), "kept.vtt")
    assert kept == replace(record, name="kept.vtt", digest=kept.digest)
    assert kept.hearing == HEARING
    assert kept.form == "recording"


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=9), st.floats(0, 4)),
        min_size=1, max_size=30,
    )
)  # fmt: skip
def test_words_and_times_come_back(said: list[tuple[str, float]]) -> None:
    at, words = 0.0, []
    for word, pause in said:
        at = round(at + pause, 3)
        words.append(HeardWord(word, at, round(at + 0.3, 3)))
        at = words[-1].end
    record = record_of_words("r.mp3", words, HEARING)
    kept = of_bytes(as_webvtt(record).encode(), "r.vtt")
    assert (kept.text, kept.moments, kept.turns) == (record.text, record.moments, record.turns)
    assert [(one.word, one.start) for one in words_of(kept)] == [(one.word, one.start) for one in words]


def test_a_turn_ends_with_a_pause() -> None:
    said = [
        HeardWord("Good", 0, 0.5),
        HeardWord("morning.", 0.5, 1),
        HeardWord("Please", 4, 4.5),
        HeardWord("sit.", 4.5, 5),
    ]
    record = record_of_words("r.mp3", said, HEARING)
    assert [(turn.words, turn.start, turn.end, turn.speaker) for turn in record.turns] == [
        ("Good morning.", 0, 1, None), ("Please sit.", 4, 5, None),
    ]  # fmt: skip


def test_a_note_without_what_it_should_tell() -> None:
    told = "\n".join(line for line in as_webvtt(heard(SAID)).split("\n") if not line.startswith("model-sha256"))
    with pytest.raises(NotARecord, match="which machine heard what"):
        of_bytes(told.encode(), "kept.vtt")


def test_only_a_machines_record_becomes_such_a_transcript() -> None:
    with pytest.raises(ValueError, match="heard"):
        as_webvtt(of_bytes(b"REYES: It floats.", "h.txt"))


# -- what is a recording, and which it is ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "begins", "is_one"),
    [("a.bin", b"ID3\x04", True), ("a.bin", b"RIFF\x00\x00\x00\x00WAVEfmt ", True),
     ("a", b"\x00\x00\x00\x18ftypmp42", True), ("A.MP3", b"", True),
     ("a.txt", b"REYES: It floats.", False), ("a.vtt", b"WEBVTT\n", False)],
)  # fmt: skip
def test_a_recording_is_known_by_how_it_begins(tmp_path: Path, name: str, begins: bytes, is_one: bool) -> None:
    path = tmp_path / name
    path.write_bytes(begins)
    assert sound.is_recording(path) is is_one


def test_a_recording_needs_a_model(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(b"ID3\x04")
    (tmp_path / "b.txt").write_text("REYES: It floats.")
    with pytest.raises(NotARecord, match="--model"):
        load(tmp_path / "a.mp3")
    assert [record.text for record in load_all(tmp_path)] == ["It floats."]  # others of a folder are read all the same


def test_without_ffmpeg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.mp3").write_bytes(b"ID3\x04")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingExtra, match="expected ffmpeg"):
        sound.seconds_of(tmp_path / "a.mp3")


@pytest.mark.parametrize(
    ("files", "found"), [([], "no model.bin in it"), (["model.bin", "config.json"], "no tokenizer.json in it")]
)
def test_a_folder_without_a_model(tmp_path: Path, files: list[str], found: str) -> None:
    for name in files:
        (tmp_path / name).touch()
    with pytest.raises(ModelError, match=found):
        Recogniser(tmp_path)
    with pytest.raises(ModelError, match="no such folder"):
        Recogniser(tmp_path / "none")


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt"):
        (tmp_path / name).touch()
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(MissingExtra, match=r"reportedly\[audio\]"):
        Recogniser(tmp_path)


# -- with a model ------------------------------------------------------------------------------------------------------

WORDS = (
    "Nobody on my staff has slept more than four hours since the storm. If the generator fails again, people will die "
    "here."
)
ARTICLE = """\
HALDEN — “Nobody on my staff has slept more than four hours since the storm,” Ana Reyes said.

“If the generator works again, people will die here,” she said. “Sixteen pilots have left the harbour,” she added.
"""


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(model())


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording of WORDS, as a video that lasts longer than its sound."""
    folder = tmp_path_factory.mktemp("spoken")
    speech = speak(WORDS, folder / "speech.wav")
    picture = ["-f", "lavfi", "-t", "15", "-i", "color=c=black:s=64x64:r=5"]
    return made(folder / "speech.mkv", *picture, "-i", speech, "-c:a", "flac")


@pytest.fixture(scope="module")
def transcript(spoken: Path, recogniser: Recogniser) -> Record:
    return recogniser.hear(spoken)


@needs_hearing
def test_speech_is_heard(transcript: Record, recogniser: Recogniser) -> None:
    assert transcript.text.replace("\n", " ") == WORDS
    assert transcript.hearing is not None
    assert (transcript.hearing.recording, transcript.hearing.model_digest) == ("speech.mkv", recogniser.digest)
    seconds = [moment.seconds for moment in transcript.moments]
    assert seconds == sorted(seconds)
    assert len(seconds) == len(WORDS.split())
    assert 3 < (transcript.time_at(transcript.text.index("If the")) or 0) < 6


@needs_hearing
def test_a_recording_is_listened_to_again(transcript: Record, spoken: Path, recogniser: Recogniser) -> None:
    first = WORDS[: WORDS.index(" If")]
    likely = recogniser.listen(
        transcript, 0.0, 4.5, [first, first.replace("more", "less"), first.replace("four", "ten")]
    )
    assert likely is not None
    assert likely[0] > max(likely[1:]) + 5
    elsewhere = of_bytes(as_webvtt(transcript).encode(), str(spoken.parent / "kept.vtt"))
    assert Recogniser(recogniser.folder).listen(replace(elsewhere, name="none/kept.vtt"), 0.0, 3.7, ["It"]) is None


@needs_hearing
def test_the_commands(tmp_path: Path, spoken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTEDLY_SPEECH_MODEL", str(model()))
    kept = tmp_path / "speech.vtt"
    done = run("transcribe", spoken, "--out", kept)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "NOTE Heard by a machine" in kept.read_text()
    (tmp_path / "draft.txt").write_text(ARTICLE)
    held_ = run("verify", tmp_path / "draft.txt", "--record", kept, "--json")
    told = json.loads(held_.stdout)
    Draft202012Validator(schema()).validate(told)
    assert [one["class"] for one in told["quotations"]] == ["heard-alike", "heard-otherwise", "not-in-this-record"]
    assert held_.returncode == 1
    shown = run("verify", tmp_path / "draft.txt", "--record", kept)
    assert "heard otherwise at 00:00:0" in shown.stdout
    assert ", listen" in shown.stdout
    added = run("record", "add", kept, "--ledger", tmp_path / "desk.db")
    assert added.returncode == 0, added.stderr
    listed = run("record", "list", "--ledger", tmp_path / "desk.db", "--json")
    assert '"form": "recording"' in listed.stdout


@needs_hearing
@pytest.mark.parametrize(
    ("name", "options", "error", "found"),
    [
        ("silence.wav", ["-f", "lavfi", "-i", "anullsrc=r=16000", "-t", "4"], Empty, "silence, music or noise"),
        ("chord.mp3", ["-f", "lavfi", "-i", "aevalsrc=sin(440*2*PI*t)/3+sin(554*2*PI*t)/3", "-t", "4"], Empty,
         "silence, music or noise"),
        ("mute.mp4", ["-f", "lavfi", "-i", "testsrc=s=64x64:r=5", "-t", "1"], NotARecord, "without a sound track"),
    ],
)  # fmt: skip
def test_nothing_is_said(
    tmp_path: Path, recogniser: Recogniser, name: str, options: list[str], error: type[Exception], found: str
) -> None:
    with pytest.raises(error, match=found):
        recogniser.hear(made(tmp_path / name, *options))


@needs_hearing
def test_files_that_cannot_be_heard(tmp_path: Path, recogniser: Recogniser, spoken: Path) -> None:
    (tmp_path / "empty.mp3").touch()
    (tmp_path / "damaged.mp4").write_bytes(spoken.read_bytes()[:2000])
    (tmp_path / "list.mp3").write_text(
        f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile://{spoken}\n#EXT-X-ENDLIST\n"
    )
    for name, error, found in (
        ("none.mp3", NotFound, "no such file"), ("empty.mp3", Empty, "found nothing"),
        ("damaged.mp4", NotARecord, "ffmpeg can't read"), ("list.mp3", NotARecord, "ffmpeg can't read"),
    ):  # fmt: skip
        with pytest.raises(error, match=found):
            recogniser.hear(tmp_path / name)


@pytest.mark.parametrize(("known", "read", "broken"), [(60.0, 59.5, False), (60.0, 20.0, True), (None, 20.0, False)])
def test_a_recording_without_an_end(known: float | None, read: float, broken: bool) -> None:
    assert sound.is_broken_off(known, read) is broken


@needs_hearing
def test_what_there_is_of_a_recording_is_heard(tmp_path: Path, spoken: Path, recogniser: Recogniser) -> None:
    whole = made(tmp_path / "whole.wav", "-i", spoken, "-ar", "16000")
    broken = tmp_path / "broken.wav"
    broken.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2 + 1])
    record = recogniser.hear(broken)
    assert record.text.startswith("Nobody on my staff")


@needs_hearing
def test_another_language_is_not_taken_for_english(tmp_path: Path, recogniser: Recogniser) -> None:
    german = "Der Fluss steigt seit gestern Abend, und niemand weiß, ob die alte Brücke bis zum Morgen halten wird."
    with pytest.raises(NotARecord, match="another language"):
        recogniser.hear(speak(german, tmp_path / "german.wav", "de"))
