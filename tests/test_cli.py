"""The command as a user calls it: real files, what is printed, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import run, run_alone

NAVIGATION = (Path(__file__).parent / "samples" / "articles" / "nav_only.html").read_bytes()
SAMPLE = Path(__file__).parent.parent / "examples" / "leak.txt"


def test_an_account_of_the_sample_without_colour() -> None:
    result = run_alone("read", SAMPLE)
    assert (result.returncode, result.stderr) == (0, "")
    assert "\x1b" not in result.stdout
    assert "stubborn old goats" in result.stdout


def test_json_is_one_object_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“It floats,” said Ana Reyes.", encoding="utf-8")
    result = run("read", "--json", "--published", "2024-05-02", "--outlet", "The Courier", tmp_path / "a.txt", SAMPLE)
    first, second = map(json.loads, result.stdout.splitlines())
    assert (first["article"]["published"], first["article"]["outlet"]) == ("2024-05-02", "The Courier")
    assert first["statements"][0]["content"] == [{"start": 0, "end": 12, "text": "“It floats,”"}]
    assert first["statements"][0]["holder"]["name"] == "Ana Reyes"
    assert len(second["statements"]) > 10


def test_standard_input() -> None:
    result = run_alone("read", "--json", "-", stdin="“It floats,” said Ana Reyes.")
    assert json.loads(result.stdout)["statements"][0]["holder"]["name"] == "Ana Reyes"


def test_offsets_count_the_file_as_decoded(tmp_path: Path) -> None:
    (tmp_path / "crlf.txt").write_bytes("Storm\r\n\r\n“It floats,” said Ana Reyes.\r\n".encode())
    (statement,) = json.loads(run("read", "--json", tmp_path / "crlf.txt").stdout)["statements"]
    assert statement["content"] == [{"start": 9, "end": 21, "text": "“It floats,”"}]


def test_a_page(tmp_path: Path) -> None:
    result = run("read", SAMPLE, "--html", tmp_path / "out.html")
    assert result.returncode == 0
    assert "stubborn old goats" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_a_failed_input_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    result = run("read", "--json", tmp_path / "none.txt", SAMPLE)
    assert result.returncode == 1
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr.startswith("reportedly: ")
    assert len(result.stderr.splitlines()) == 1


FEED = (
    "<rss version='2.0'><channel><title>The Courier</title><item><title>Ferry</title>"
    "<link>https://courier.example/2</link><content:encoded "
    "xmlns:content='http://purl.org/rss/1.0/modules/content/'>&lt;p&gt;“It sinks,” said Ole Lund. "
    + "The quay was shut and the boats lay still. " * 20
    + "&lt;/p&gt;</content:encoded></item></channel></rss>"
)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with a text, a feed of one article, and JSON Lines of which the second is no article."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("“It floats,” said Ana Reyes.", encoding="utf-8")
    (folder / "b.rss").write_text(FEED, encoding="utf-8")
    lines = [{"text": "“It drifts,” said Petra Voss.", "outlet": "NTB"}, {"title": "No text"}]
    (folder / "c.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder


READ = [
    (("news",), ["Ana Reyes", "Ole Lund", "Petra Voss"], 1),
    (("news/*.txt", "news/b.rss"), ["Ana Reyes", "Ole Lund"], 0),
    (("news/c.jsonl",), ["Petra Voss"], 1),
]


@pytest.mark.parametrize(("inputs", "holders", "code"), READ)
def test_folders_patterns_feeds_and_json_lines(
    news: Path, monkeypatch: pytest.MonkeyPatch, inputs: tuple[str, ...], holders: list[str], code: int
) -> None:
    monkeypatch.chdir(news.parent)
    result = run("read", "--json", *inputs)
    readings = [json.loads(line) for line in result.stdout.splitlines()]
    assert [reading["statements"][0]["holder"]["name"] for reading in readings] == holders
    assert result.returncode == code
    told = result.stderr.splitlines()
    failed = [line for line in told if "not read in the folder" not in line]
    assert [line.partition(" in ")[2].partition(",")[0] for line in failed] == ["news/c.jsonl"] * code


def test_accounts_of_several_articles_stand_one_after_the_other(news: Path) -> None:
    alone = [run("read", news / name).stdout for name in ("a.txt", "b.rss", "c.jsonl")]
    together = run("read", news)
    assert together.stdout == "\n".join(alone)
    assert together.returncode == 1


def test_json_lines_and_feeds_on_standard_input(news: Path) -> None:
    result = run("read", "--json", "--outlet", "The Courier", "-", stdin=(news / "c.jsonl").read_bytes())
    (reading,) = map(json.loads, result.stdout.splitlines())
    assert (result.returncode, reading["article"]["outlet"]) == (1, "The Courier")
    assert run("read", "-", stdin=FEED.encode()).stdout == run("read", news / "b.rss").stdout


def test_a_page_and_an_address_are_for_one_article(news: Path) -> None:
    page = news.parent / "out.html"
    result = run("read", news, "--html", page)
    assert (result.returncode, page.exists()) == (2, False)
    assert "several in" in result.stderr
    result = run("read", "--json", news / "a.txt", SAMPLE, "--url", "https://courier.example/1")
    (reading,) = map(json.loads, result.stdout.splitlines())
    assert (result.returncode, reading["article"]["url"]) == (1, "https://courier.example/1")
    assert "expected one article for the URL" in result.stderr


def test_a_page_on_disk_says_where_it_was_published(tmp_path: Path) -> None:
    page = "<html><body><article><p>“It floats,” said Ana Reyes, and left the harbour.</p></article></body></html>"
    (tmp_path / "saved.html").write_text(page, encoding="utf-8")
    result = run("read", "--json", "--url", "https://courier.example/1", tmp_path / "saved.html")
    article = json.loads(result.stdout)["article"]
    assert (article["url"], article["outlet"]) == ("https://courier.example/1", "courier.example")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n\t\n"),
        ("image.png", b"\x89PNG\r\n\x1a\n" + bytes(64)),
        ("binary.txt", bytes(range(256)) * 4),
        ("nav.html", NAVIGATION),
        ("large.txt", b"The tide turned. " * 3_000_000),
    ],
    ids=lambda given: given if isinstance(given, str) else "",  # pytest would name a test by its 50 MB
)
def test_bad_input_is_one_sentence(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    result = run("read", tmp_path / name)
    assert result.returncode == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert name in line
    assert "Traceback" not in line


@pytest.mark.parametrize(
    "arguments", [("read",), ("read", "--html", "x.html", "a", "b"), ("nonsense",), ("read", "--x"), ("evaluate",)]
)
def test_a_wrong_call_ends_with_2(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr


def test_a_page_that_cannot_be_written(tmp_path: Path) -> None:
    result = run("read", SAMPLE, "--html", tmp_path / "no" / "such" / "out.html")
    assert result.returncode == 1
    assert "expected to write the page" in result.stderr


def test_every_command_has_help() -> None:
    for command in ((), ("read",), ("evaluate",)):
        result = run(*command, "--help")
        assert result.returncode == 0
        assert "Usage:" in result.stdout


def test_no_statements_is_not_an_error(tmp_path: Path) -> None:
    (tmp_path / "tide.txt").write_text("The tide turned at noon.", encoding="utf-8")
    result = run("read", tmp_path / "tide.txt")
    assert result.returncode == 0
    assert "No statements" in result.stdout


def test_evaluate(tmp_path: Path) -> None:
    text = "“It floats,” said Ana Reyes."
    gold = {"id": "a", "text": text, "attributions": [{"source": [[18, 27]], "cue": [[13, 17]], "content": [[0, 12]]}]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    result = run("evaluate", tmp_path / "gold.jsonl", "--predictions", tmp_path / "said.jsonl")
    assert result.returncode == 0
    figures = ["1.000", "0.207–1.000", "1.000", "1.000", "1", "1", "1"]
    assert result.stdout.splitlines()[1].split() == ["attribution", *figures]
    (said,) = json.loads((tmp_path / "said.jsonl").read_text(encoding="utf-8"))["attributions"]
    assert said["holder"] == {"name": "Ana Reyes", "kind": "person"}
    assert (said["content"], said["parent"]) == ([[0, 12]], None)
    assert said["standing"] == {"value": "asserted", "spans": [[13, 17]]}


FLOATS = "“It floats,” said Ana Reyes. Ole Lund said it sank."
REYES = {"source": ["Ana Reyes"], "cue": ["said"], "content": ["“It floats,”"], "parent": None}
LUND = {"source": ["Ole Lund"], "cue": ["said"], "content": ["it sank"], "parent": None}


def test_evaluate_passages(tmp_path: Path) -> None:
    whose = [{**REYES, "holder": "Ana Reyes", "kind": "person"}, {**LUND, "holder": "NTB", "kind": "organization"}]
    passage = {"id": "p", "published": "2024-05-02", "text": FLOATS, "statements": whose}
    (tmp_path / "passages.jsonl").write_text(json.dumps(passage), encoding="utf-8")
    result = run("evaluate", "--json", "--statements", tmp_path / "passages.jsonl")
    assert result.returncode == 0
    figures = json.loads(result.stdout)
    perfect = {"precision": 1.0, "recall": 1.0, "f1": 1.0, "hits": 2, "predicted": 2, "gold": 2}
    assert figures["statement"] == {**perfect, "interval": [0.3424, 1.0]}
    assert figures["holder"] == {"share": 0.5, "count": 1, "of": 2, "interval": [0.0945, 0.9055]}


def test_evaluate_the_statements_that_a_file_lists(tmp_path: Path) -> None:
    spans = [
        {role: [[FLOATS.index(words), FLOATS.index(words) + len(words)] for words in a[role] or ()] for role in a}
        for a in ({role: of[role] for role in ("source", "cue", "content")} for of in (REYES, LUND))
    ]
    articles = [{"id": name, "text": FLOATS, "attributions": spans} for name in "ab"]
    listed = {"id": "b", "attribution": 1, "holder": ["Lund", "Ole Lund"], "kind": "person"}
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    (tmp_path / "listed.jsonl").write_text(json.dumps(listed), encoding="utf-8")
    result = run(
        "evaluate",
        tmp_path / "gold.jsonl",
        "--statements",
        tmp_path / "listed.jsonl",
        "--predictions",
        tmp_path / "out",
    )
    assert result.returncode == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[:3] == [
        ["share", "(95", "%)", "count", "of"],
        ["statement", "1.000", "0.207–1.000", "1", "1"],
        ["holder", "1.000", "0.207–1.000", "1", "1"],
    ]
    assert [json.loads(line)["id"] for line in (tmp_path / "out").read_text(encoding="utf-8").splitlines()] == ["b"]


def test_evaluate_statements_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_text('\n{"id": "p", "text": "It sank.", "statements": [7]}', encoding="utf-8")
    result = run("evaluate", "--statements", tmp_path / "p.jsonl")
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert line == "reportedly: p.jsonl, line 2, statements[0]: expected an object, found 7"


def test_evaluate_a_file_that_is_no_gold(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text("not json\n", encoding="utf-8")
    result = run("evaluate", tmp_path / "gold.jsonl")
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
