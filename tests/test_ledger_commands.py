"""The ledger's commands as a user calls them: real files, what is printed, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from commands import run, run_alone

from reportedly.cli.group import cli
from reportedly.tagger import Scores, Tagger

TAPE = "“We will shut the damn port down by Friday,” Mayor Ana Reyes says on a tape obtained by Channel 9."
LINES = [
    {"text": TAPE, "outlet": "The Courier", "published": "2024-05-06", "url": "https://courier.example/1"},
    {"text": TAPE.replace("shut", "close"), "outlet": "NTB", "published": "2024-05-07", "url": "https://ntb.example/1"},
    {
        "text": "Mayor Ana Reyes hailed the harbour tunnel as “a gift to this town”.",
        "outlet": "NTB",
        "published": "2023-05-07",
    },
    {"text": "Mayor Ana Reyes condemned the harbour tunnel.", "outlet": "NTB", "published": "2024-05-07"},
]


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ledger")
    (folder / "news.jsonl").write_text("\n".join(map(json.dumps, LINES)), encoding="utf-8")
    result = run_alone("add", folder / "news.jsonl", "--ledger", folder / "desk.db")
    assert (result.returncode, result.stderr) == (0, "4 new\n")
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["new"] * 4
    return folder / "desk.db"


def test_again_is_unchanged(where: Path) -> None:
    result = run("add", "--json", where.parent / "news.jsonl", "--ledger", where)
    assert {json.loads(line)["outcome"] for line in result.stdout.splitlines()} == {"unchanged"}
    assert result.stderr == "4 unchanged\n"


def test_the_files_of_the_ledger_itself_are_not_told(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("“It floats,” said Ana Reyes.", encoding="utf-8")
    (tmp_path / "desk.txt").write_text("“It sinks,” said Ole Lund.", encoding="utf-8")
    for name in ("desk.users", "desk.version-0012", "desk.version-0012-2", "desk.users-wal"):
        (tmp_path / name).touch()
    for outcome in ("2 new\n", "2 unchanged\n"):
        result = run("add", tmp_path, "--ledger", tmp_path / "desk")
        assert (result.returncode, result.stderr) == (0, outcome)
    (tmp_path / "other.db").touch()
    result = run("add", tmp_path, "--ledger", tmp_path / "desk")
    assert result.stderr == f"reportedly: not read in the folder {tmp_path}: 1 .db\n2 unchanged\n"


def test_a_failed_input_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("“It floats,” said Ana Reyes.", encoding="utf-8")
    result = run("add", tmp_path / "none.txt", tmp_path / "good.txt", folder=tmp_path)
    assert result.returncode == 1
    assert result.stderr.startswith("reportedly: expected an article in ")
    assert result.stdout.startswith("new: ")
    assert (tmp_path / "reportedly.db").exists()


@pytest.mark.parametrize("error", [MemoryError, RecursionError])
@pytest.mark.parametrize("command", ["read", "add"])
def test_an_article_that_memory_does_not_suffice_for_is_told_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str, error: type[Exception]
) -> None:
    tag = Tagger.tag

    def failing(model: Tagger, text: str) -> Scores:
        if "endless" in text:
            raise error
        return tag(model, text)

    monkeypatch.setattr(Tagger, "tag", failing)
    monkeypatch.chdir(tmp_path)
    for name, word in [("a", "endless"), ("b", "short")]:
        (tmp_path / f"{name}.txt").write_text(f"“It is {word},” said Ana Reyes.", encoding="utf-8")
    result = CliRunner().invoke(cli, [command, "--json", "a.txt", "b.txt"])
    assert result.exit_code == 1
    assert result.stdout.count("\n") == 1
    assert result.stderr.startswith("reportedly: a.txt: expected an article that can be read with the ")
    assert "found 32 characters that need more" in result.stderr


@pytest.mark.parametrize("form", [(), ("--json",)])
@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (("search", "port"), "damn port"),
        (("search", "--holder", "reyes", "--standing", "asserted"), "damn port"),
        (("search", "--act", "say", "port"), "damn port"),
        (("search", "--document", "letter"), "Nothing was found."),
        (("search", "--sourcing", "anonymity"), "Nothing was found."),
        (("trace", "damn port"), "1 independent origin"),
        (("who", "Ana Reyes", "--about", "tunnel"), "tunnel"),
        (("findings",), "altered-quotation"),
        (("findings", "--code", "reversal"), "spoke against harbour tunnel"),
        (("versions", "https://ntb.example/1"), "version"),
    ],
)
def test_asking(where: Path, command: tuple[str, ...], form: tuple[str, ...], expected: str) -> None:
    result = run(*command, *form, "--ledger", where)
    assert (result.returncode, result.stderr) == (0, "")
    assert "\x1b" not in result.stdout
    if form:
        assert json.loads(result.stdout)
    elif expected != "1 independent origin":
        assert expected in " ".join(result.stdout.split())


def test_a_list_that_was_cut_says_so(where: Path) -> None:
    assert run("holders", "--limit", "1", "--ledger", where).stderr == "At most 1 are shown: --limit changes that.\n"


def test_a_question_loads_nothing_that_reads_or_writes(where: Path) -> None:
    slow = {"onnxruntime", "tokenizers", "trafilatura", "feedparser", "alembic", "networkx", "scipy", "edtf", "urllib3"}
    program = (
        "import sys; from reportedly.cli import main; "
        f"sys.argv[1:] = ['search', 'port', '--ledger', {str(where)!r}]; main(); "
        f"print('loaded:', sorted(set(sys.modules) & {slow!r}))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True)
    assert result.stdout.splitlines()[-1] == "loaded: []"


def test_a_draft(where: Path) -> None:
    good = "“We will shut the damn port down by Friday,” Mayor Ana Reyes says on a tape obtained by Channel 9."
    assert run("check", "-", "--ledger", where, stdin="Maria Silva said the bakery opens at six.").returncode == 0
    result = run("check", "-", "--ledger", where, stdin=good.replace("damn", "whole damn"))
    assert result.returncode == 1
    assert "altered-quotation" in result.stdout


WRONG = [
    (("search", "port", "--ledger", "none.db"), 1, "expected a ledger in none.db, found none"),
    (("search", "port", "--since", "May"), 1, "expected a day as YYYY-MM-DD, but found 'May'"),
    (("who", "Nobody"), 1, "expected a holder called 'Nobody' in the ledger"),
    (("findings", "--code", "gossip"), 2, "there is no 'gossip'"),
    (("versions", "https://nowhere.example"), 1, "expected an article with the URL"),
    (("check", "none.txt"), 1, "found no such file"),
    (("holders", "--limit", "0"), 2, "0 is not in the range"),
    (("figures", "load", "."), 1, "expected a file of public figures, found the folder ."),
    (("search", "port", "--ledger", "mysql://desk@example/news"), 1, "expected a path or a postgresql:// URL"),
]


@pytest.mark.parametrize(("command", "code", "sentence"), WRONG)
def test_what_goes_wrong_is_one_sentence(where: Path, command: tuple[str, ...], code: int, sentence: str) -> None:
    known = command if "--ledger" in command else (*command, "--ledger", str(where))
    result = run(*known, folder=where.parent)
    assert result.returncode == code
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


def test_export(where: Path, tmp_path: Path) -> None:
    result = run("export", tmp_path / "desk.jsonld", "--ledger", where)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", f"Wrote {tmp_path / 'desk.jsonld'}\n")
    assert json.loads((tmp_path / "desk.jsonld").read_text(encoding="utf-8"))["@graph"]
    result = run("export", "-", "--format", "annotations", "--ledger", where)
    assert json.loads(result.stdout)["type"] == "AnnotationCollection"
    for form in ("csv", "parquet"):
        assert run("export", tmp_path / f"desk.{form}", "--ledger", where).returncode == 0
        assert (tmp_path / f"desk.{form}" / f"statements.{form}").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (("desk.txt",), 2, "desk.txt doesn't tell"),
        (("-", "--format", "csv"), 1, "expected a folder for csv"),
        (("none/desk.jsonld",), 1, "reportedly: expected to write none/desk.jsonld, but: No such file or directory"),
    ],
)
def test_export_that_cannot_be(
    arguments: tuple[str, ...], code: int, expected: str, where: Path, tmp_path: Path
) -> None:
    result = run("export", *arguments, "--ledger", where, folder=tmp_path)
    assert result.returncode == code
    assert expected in result.stderr
    assert "Traceback" not in result.stderr
    assert not list(tmp_path.iterdir())
