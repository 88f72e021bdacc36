"""In which language an article is, and what becomes of one that isn't in English."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from commands import run

from reportedly.english import language
from reportedly.english.language import check_english, other_language
from reportedly.errors import OtherLanguage

ENGLISH = "“The bridge stays shut until spring,” said Ana Lund, who runs the works department of Tarn. " * 2
#: The same news, invented, in twenty languages.
SAMPLES = Path(__file__).parent / "samples" / "languages.txt"
NEWS = dict(line.split(": ", 1) for line in SAMPLES.read_text(encoding="utf-8").splitlines())
#: What is close to another language of the list: the older versions of py3langid take one for the other.
CLOSE = {"da": {"da", "no", "nb"}, "id": {"id", "ms"}}


@pytest.mark.parametrize("code", NEWS)
def test_another_language_is_told(code: str) -> None:
    assert other_language(NEWS[code]) in CLOSE.get(code, {code})


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        ENGLISH.upper(),
        f"{ENGLISH} Wir warten auf das Gutachten, sagte der Bürgermeister.",
        "Der Bürgermeister von Tarn sagte am Dienstag, die Brücke werde nicht geöffnet.",  # under 20 words
        "反对派指责市政府多年来一直知道这个问题。",
        "Tarn 3, Orrery 1; Kikoto 2, Brask 2; Sundby 0, Halden 4; Lund, Reyes, Petrov, Marsh, Okoro, Vance booked "
        "in extra time at Quay Park, Harbour Road, Tarn.",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25",
        "",
    ],
)
def test_english_and_whatever_is_in_doubt_is_read(text: str) -> None:
    check_english(text)


def test_english_is_told_without_the_library() -> None:
    program = (
        "import sys; from reportedly.english.language import check_english; check_english(sys.argv[1]); "
        "print('py3langid' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", program, ENGLISH * 5], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_few_function_words_alone_turn_nothing_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_likeliest", lambda _: ("de", 0.89))
    assert other_language(NEWS["de"]) is None
    monkeypatch.setattr(language, "_likeliest", lambda _: ("pcm", 0.95))
    assert other_language(NEWS["de"]) is None


def test_the_error_has_the_language() -> None:
    with pytest.raises(OtherLanguage, match=r"expected an article in English, found another language \(fr\)") as told:
        check_english(NEWS["fr"])
    assert told.value.language == "fr"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(NEWS["de"], encoding="utf-8")
    (folder / "b.txt").write_text(ENGLISH, encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", [("read", "--json"), ("add", "--ledger", "desk.db")])
def test_one_article_in_another_language_is_a_sentence_and_an_error(
    news: Path, command: tuple[str, ...], tmp_path: Path
) -> None:
    ran = run(*command, news / "a.txt", folder=tmp_path)
    assert ran.returncode == 1
    assert "a.txt: expected an article in English, found another language (de); `--language any`" in ran.stderr


def test_of_several_it_is_told_and_passed_over(news: Path) -> None:
    ran = run("read", "--json", news)
    assert ran.returncode == 0
    (reading,) = map(json.loads, ran.stdout.splitlines())
    assert [one["holder"]["name"] for one in reading["statements"]] == ["Ana Lund", "Ana Lund"]
    assert ran.stderr.count("found another language (de)") == 1


def test_any_language_is_read_if_it_is_to_be(news: Path) -> None:
    ran = run("read", "--json", "--language", "any", news)
    assert (ran.returncode, ran.stderr, len(ran.stdout.splitlines())) == (0, "", 2)


def test_a_ledger_gets_the_others(news: Path, tmp_path: Path) -> None:
    desk = ["--json", "--ledger", str(tmp_path / "desk.db")]
    ran = run("add", *desk, news)
    assert ran.returncode == 0
    skipped, kept = map(json.loads, ran.stdout.splitlines())
    assert (skipped["outcome"], skipped["language"], skipped["article"]) == ("skipped", "de", None)
    assert (kept["outcome"], kept["article"]) == ("new", 1)
    assert "1 skipped" in ran.stderr
    again = run("add", *desk, "--language", "any", news)
    assert [json.loads(line)["outcome"] for line in again.stdout.splitlines()] == ["new", "unchanged"]


def test_a_batch_has_an_outcome_for_it(news: Path, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    out = tmp_path / "out"
    ran = run("batch", news, "--out", out, "--jobs", "1")
    assert ran.returncode == 0
    rows = pq.read_table(out / "outcomes").to_pylist()
    assert [(row["outcome"], row["kind"], row["language"]) for row in rows] == [
        ("skipped", "other language", "de"), ("read", None, None),
    ]  # fmt: skip
    assert "expected an article in English" in rows[0]["reason"]
    assert pq.read_table(out / "articles").column("text").to_pylist() == [ENGLISH]
    other = run("batch", news, "--out", out, "--language", "any")
    assert other.returncode == 1
    assert "another folder begins anew" in other.stderr
