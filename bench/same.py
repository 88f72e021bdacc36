"""Whether the package gives what it gave: byte for byte what the code of another revision makes of the same texts.

    python -m bench.same [--base REV] [--show N]

Each text is read: the passages in annotation/, the articles in examples/ and tests/samples/, and every string in
tests/*.py that may be a text (20 letters and a blank). Passages, articles and samples are also shown on a terminal and
as a page, and kept in a ledger, of which questions are asked. Texts and questions are the same for both: the texts are
those of the base.

REV, the base, is by default the last commit if something has been changed since, else the one before it. Both sides run
from a copy of src/, so what is edited meanwhile doesn't matter. What a state of src/ gives is kept in build/same of the
main worktree: none is run twice, be it committed since or asked for from another worktree.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import hashlib
import json
import lzma
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
RECORDER = Path(__file__).with_name("record.py")

#: The folders and suffixes of files with texts; the order of folders is that of the ledger's articles.
FOLDERS, ENDINGS = ("examples", "annotation", "tests"), (".jsonl", ".txt", ".html", ".py")

#: The marks of tests/drafts.py with their words: of names, and of roles that contain no other role.
NAME = re.compile(r"\{(?:(?:org|place|other|=[^:{}]+):)?([A-Za-z][^{}]*)\}")
ROLE = re.compile(r"\[[scq][\d,]*:((?:[^\[\]]|\[(?![scq][\d,]*:)[^\[\]]*\])*)\]")
#: The fewest characters of a string in a test that may be a text.
LEAST = 20
#: The number of articles that are checked against the ledger as drafts.
DRAFTED = 5
#: The most characters of a line, and the most lines, that are shown of a difference.
WIDTH, LINES = 200, 12
FACTS = ("published", "outlet", "url")
#: Where a long line of HTML or JSON is split for comparison.
JOINTS = re.compile(r"(?<=>)(?=<)|(?<=, )(?=[\"{])")
#: Articles with planted findings.
PLANTED = "tests/samples/planted.txt"
KEPT, DRAFTS, FIGURES = "kept.jsonl", "drafts.jsonl", "figures.csv"
#: Times at which a ledger stored something, which differ between runs.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")
#: The day of a review on a page, which is the day of the run.
TODAY = '<time datetime="{}">[^<]*</time>'
#: The CSRF token of a form.
SECRET = re.compile(r'(?<=name="csrf" value=")[^"]*')

#: Two public figures of the examples.
OFFICES = """\
name,aliases,wikidata,title,of,start,end
Petra Voss,,Q1,Transport Minister,Keldhaven,2022-05-01,
Karin Holm,,Q2,Opposition Leader,Keldhaven,2020-01-01,2024-07-01
Ana Reyes,A. Reyes;Ana M. Reyes,Q3,Mayor,Port Ellen,2019-01-01,
"""
#: What the ledger is asked, printed for a reader and as JSON. The order matters: some of it changes the ledger.
QUESTIONS = (
    ("figures", "list"),
    ("figures", "list", "--on", "2023-01-01"),
    ("who", "Petra Voss"),
    ("who", "Ana Reyes"),
    ("who", "Holm"),
    ("who", "Reuter", "--about", "Voss"),
    ("who", "Nobody At All"),
    ("search", "tape"),
    ("search", "swim", "--outlet", "KNA"),
    ("search", "--holder", "Voss", "--since", "2024-06-04", "--until", "2024-06-05"),
    ("search", "--standing", "denied"),
    ("search", "--standing", "alleged", "--limit", "100"),
    ("search", '"full confidence"'),
    ("search", "harb*", "--limit", "100"),
    ("trace", "let them swim"),
    ("trace", "I have never laughed at anyone who lost a home"),
    ("trace", "the port will be shut", "--limit", "10"),
    ("versions", "https://sella.example/2024/06/03/1"),
    ("findings", "--limit", "1000"),
    ("findings", "--code", "altered-quotation"),
    ("holders", "--limit", "1000"),
    ("holders", "Voss"),
    ("holders", "1"),
    ("holders", "--merge", "1", "2", "--reason", "one and the same"),
    ("holders", "--undo", "1"),
    ("check", "examples_leak.txt", "--published", "2024-06-10", "--outlet", "Harbour Sheet"),
    ("check", DRAFTS, "--published", "2024-06-10"),
    ("users",),
)
#: Pages of the reader, requested as HTML and as JSON, before and after the reviews.
PAGES = (
    "/",
    "/articles",
    "/articles/1",
    "/articles/2",
    "/articles/2/missed",
    "/statements/5",
    "/statements/8/review",
    "/statements/16/review",
    "/threads/2",
    "/threads/5",
    "/holders",
    "/holders?name=voss",
    "/holders/1",
    "/holders/1/appearances",
    "/compare?one=1&other=14",
    "/search?words=tape",
    "/search?standing=denied",
    "/findings",
    "/findings?code=altered-quotation",
    "/reviews",
    "/add",
    "/nothing",
)
API = "/api/v1"
#: Reviews by an editor.
REVIEWS: tuple[Mapping[str, object], ...] = (
    {"verdict": "reject", "statement": 16, "field": "time"},
    {"verdict": "reject", "statement": 9, "why": "nobody says that"},
    {"verdict": "accept", "statement": 5},
    {"verdict": "correct", "statement": 5, "field": "holder", "value": {"number": 1}},
    {"verdict": "correct", "statement": 8, "field": "standing", "value": {"value": "denied", "spans": [[0, 4]]}},
    {"verdict": "correct", "statement": 8, "field": "addressee", "value": {"name": "them", "spans": [[5, 9]]}},
    {"verdict": "correct", "statement": 8, "field": "place", "value": {"text": "there", "spans": [[5, 9]]}},
    {"verdict": "correct", "statement": 8, "field": "time", "value": {"edtf": "2024-06-01", "spans": [[0, 4]]}},
    {
        "verdict": "correct",
        "statement": 8,
        "field": "chain",
        "value": [{"name": "KNA", "relation": "told", "spans": [[0, 4]]}],
    },
    {"verdict": "correct", "statement": 8, "field": "answers", "value": [{"statement": 7, "relation": "denies"}]},
    {
        "verdict": "correct",
        "statement": 8,
        "field": "stances",
        "value": [{"target": "the village", "polarity": -1, "spans": [[0, 4]]}],
    },
)
#: Exports of the whole ledger.
EXPORTS = (
    ("export", "out/ledger.jsonld"),
    ("export", "out/annotations.json", "--format", "annotations"),
    ("export", "out/tables", "--format", "csv"),
    ("export", "out/gold.jsonl"),
)


@dataclass(frozen=True, slots=True)
class Request:
    """The request to both sides: files by name, and the commands to run on them, in order.

    texts: the number of commands, counted from the first, that read a text; the others are about the ledger.
    """

    files: Mapping[str, str]
    commands: Sequence[Sequence[str]]
    texts: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A command whose result has changed."""

    command: Sequence[str]
    before: str
    now: str


# -- what is asked ---------------------------------------------------------------------------------------------------


def request(tree: Mapping[str, str]) -> Request:
    """The request for the texts in a tree. tree: contents by path in the repository."""
    rows = [row for folder in FOLDERS for path in _paths(tree, ".jsonl", folder) for row in _rows(tree[path])]
    rows += _stories(tree.get(PLANTED, ""))
    samples = {path.replace("/", "_"): tree[path] for path in _paths(tree, (".txt", ".html")) if path != PLANTED}
    literals = dict.fromkeys(text for path in _paths(tree, ".py") for _, text in strings(tree[path]))
    plain = {f"text{number:04}.txt": text for number, text in enumerate(literals)}
    known = {f"article{number:04}.txt": row for number, row in enumerate(rows)}
    files = {
        **{name: row["text"] for name, row in known.items()},
        **samples,
        **plain,
        # Every article has an outlet or a URL, without which it has no site.
        KEPT: _lines_of([row for row in [*rows, *map(_corrected, rows[:1])] if "outlet" in row or "url" in row]),
        DRAFTS: _lines_of(rows[:DRAFTED]),
        FIGURES: OFFICES,
    }
    articles = [[name, *_facts(row)] for name, row in known.items()] + [[name] for name in samples]
    read = [["read", "--json", "--html", "out/page.html", *article] for article in articles]
    read += [["read", "--json", name] for name in plain]
    shown = [["read", *article] for article in articles]
    return Request(files, [*read, *shown, *_asked()], len(read))


def _asked() -> list[list[str]]:
    """The commands on a ledger: filling it, queries, pages, reviews, exports."""
    made = [["add", KEPT], ["figures", "load", FIGURES]]
    questions = [[*question, *form] for question in QUESTIONS for form in ([], ["--json"])]
    pages = [["GET", f"{prefix}{path}"] for path in PAGES for prefix in ("", API)]
    reviews = [["POST", f"{API}/reviews", json.dumps(review)] for review in REVIEWS]
    return [*made, *questions, *pages, *reviews, *pages, *map(list, EXPORTS)]


def _paths(tree: Iterable[str], ending: str | tuple[str, ...], folder: str = "") -> list[str]:
    return sorted(path for path in tree if path.endswith(ending) and path.startswith(folder))


def _lines_of(rows: Iterable[Mapping[str, str]]) -> str:
    return "\n".join(map(json.dumps, rows))


def _corrected(row: Mapping[str, str]) -> dict[str, str]:
    """Another version of an article."""
    return {**row, "text": f"{row['text']}\n“We stand by every word,” Marek said on Friday.\n"}


def _rows(lines: str) -> Iterator[dict[str, str]]:
    """The articles of JSON Lines, each with its text and metadata."""
    for line in filter(str.strip, lines.splitlines()):
        row = json.loads(line)
        if isinstance(row.get("text"), str):
            yield {key: row[key] for key in ("text", "title", *FACTS) if row.get(key)}


def _stories(planted: str) -> Iterator[dict[str, str]]:
    """The articles of PLANTED, each of which follows a line with its date and outlet."""
    for number, (published, outlet, text) in enumerate(
        re.findall(r"^--- (\S+) (.*)\n((?:(?!---|===).*\n?)+)", planted, re.MULTILINE)
    ):
        url = f"https://{outlet.lower().replace(' ', '')}.example/{number}"
        yield {"text": text.strip(), "published": published, "outlet": outlet, "url": url}


def _facts(row: Mapping[str, str]) -> list[str]:
    return [part for fact in FACTS if fact in row for part in (f"--{fact}", row[fact])]


def strings(source: str) -> Iterator[tuple[int, str]]:
    """The line and text of every string in a Python file that may be a text, without the marks of drafts."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = unmarked(node.value.encode("utf-8", "replace").decode("utf-8"))
            if len(text) >= LEAST and " " in text.strip():
                yield node.lineno, text


def unmarked(text: str) -> str:
    """A text as tests/drafts.py marks it, without the marks."""
    text, marks = NAME.sub(r"\1", text), 1
    while marks:
        text, marks = ROLE.subn(r"\1", text)
    return text


# -- what is given ---------------------------------------------------------------------------------------------------


def record(src: Path, asked: Request) -> list[str]:
    """The results of the package in the folder `src`, command by command. Raises CalledProcessError if it fails."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("REPORTEDLY_")},
        **{"PYTHONPATH": str(src), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "COLUMNS": "80", "TERM": "dumb"},
        **{"TZ": "UTC", "LC_ALL": "C.UTF-8", "LOGNAME": "somebody"},
    }
    with tempfile.TemporaryDirectory() as folder:
        question, answer = Path(folder, "asked.json"), Path(folder, "record.json")
        question.write_text(
            json.dumps({"src": str(src), "files": asked.files, "commands": asked.commands}), encoding="utf-8"
        )
        # -P: modules beside the recorder must not be imported in place of the package's.
        subprocess.run([sys.executable, "-P", RECORDER, question, answer], check=True, env=environment)
        outcomes: list[str] = json.loads(answer.read_text(encoding="utf-8"))
    today = re.compile(TODAY.format(datetime.now(UTC).date()))
    return [SECRET.sub("(secret)", today.sub("(today)", MOMENT.sub("(moment)", given))) for given in outcomes]


def recorded(tree: str, asked: Request) -> list[str]:
    """The same results, cached in build/same. tree: git's hash of src/."""
    path = records() / f"{tree[:12]}-{_digest(asked)}.json.xz"
    if not path.exists():
        with copy(tree) as src:
            outcomes = record(src, asked)
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = path.with_suffix(f".{os.getpid()}")  # others may look meanwhile
        whole.write_bytes(lzma.compress(json.dumps(outcomes).encode(), preset=1))
        whole.replace(path)
    kept: list[str] = json.loads(lzma.decompress(path.read_bytes()))
    return kept


def _digest(asked: Request) -> str:
    """A digest of what results depend on besides the package: request, recorder, Python and installed libraries."""
    libraries = sorted(f"{found.name} {found.version}" for found in metadata.distributions())
    parts = [sys.version, *libraries, RECORDER.read_text(encoding="utf-8"), MOMENT.pattern, SECRET.pattern, TODAY]
    parts.append(json.dumps([asked.files, asked.commands]))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def differences(asked: Request, before: Sequence[str], now: Sequence[str]) -> list[Difference]:
    """The commands whose results differ."""
    both = zip(asked.commands, before, now, strict=True)
    return [Difference(command, was, is_) for command, was, is_ in both if was != is_]


def shown(difference: Difference) -> str:
    """A difference as a unified diff, in which JSON has one value on each line."""
    before, now = _lines(difference.before), _lines(difference.now)
    if before == now:  # JSON written otherwise
        before, now = difference.before.splitlines(), difference.now.splitlines()
    found = list(difflib.unified_diff(before, now, "before", "now", lineterm="", n=1))
    lines = [line if len(line) <= WIDTH else f"{line[:WIDTH]}…" for line in found[2 : LINES + 2]]
    more = [f"… {len(found) - LINES - 2} lines more"] if len(found) > LINES + 2 else []
    return "\n".join([" ".join(difference.command), *lines, *more])


def _lines(outcome: str) -> list[str]:
    return [line for whole in outcome.splitlines() for line in _laid_out(whole)]


def _laid_out(line: str) -> list[str]:
    """A line split for comparison: JSON into one value on each line, anything else at JOINTS."""
    try:
        if line.startswith(("{", "[")):
            return json.dumps(json.loads(line), indent=1, ensure_ascii=False).splitlines()
    except ValueError:
        pass
    return JOINTS.split(line)


# -- revisions -------------------------------------------------------------------------------------------------------


def git(*arguments: str | Path, **environment: str) -> str:
    """The output of git without its last line break. Raises CalledProcessError."""
    done = subprocess.run(
        ["git", "-C", ROOT, *arguments], check=True, stdout=subprocess.PIPE, env={**os.environ, **environment}
    )
    return done.stdout.decode("utf-8", "surrogateescape").removesuffix("\n")


def records() -> Path:
    """The folder of recorded results, shared by all worktrees."""
    return Path(git("rev-parse", "--path-format=absolute", "--git-common-dir")).parent / "build" / "same"


def present() -> str:
    """Git's hash of src/ as it stands, with uncommitted changes and new files."""
    with tempfile.TemporaryDirectory() as folder:
        index = str(Path(folder, "index"))
        git("read-tree", "HEAD", GIT_INDEX_FILE=index)
        git("add", "--all", "src", GIT_INDEX_FILE=index)
        return git("rev-parse", f"{git('write-tree', GIT_INDEX_FILE=index)}:src")


def tree_of(revision: str) -> dict[str, str]:
    """The files of a revision that contain texts, by path; bytes that aren't UTF-8 become surrogates."""
    folders = ("annotation", "examples", "tests")
    paths = git("ls-tree", "-r", "--name-only", revision, "--", *folders).splitlines()
    return {
        path: git("show", f"{revision}:{path}") for path in paths if path.endswith((".jsonl", ".txt", ".html", ".py"))
    }


@contextmanager
def copy(tree: str) -> Iterator[Path]:
    """A temporary folder src with the files of a tree."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, "src.tar")
        git("archive", "--prefix=src/", f"--output={archive}", tree)
        with tarfile.open(archive) as files:
            files.extractall(folder, filter="data")
        yield Path(folder, "src")


def compared(base: str) -> tuple[Request, list[Difference]]:
    """The request made to the base and to the present code, and the differences of their results."""
    asked = request(tree_of(base))
    trees = git("rev-parse", f"{base}:src"), present()  # as they are now, whatever is done until both were run
    before, now = (recorded(tree, asked) for tree in trees)
    return asked, differences(asked, before, now)


def told(asked: Request, found: Sequence[Difference], base: str, show: int) -> Iterable[str]:
    """The outcome in one line, then the first `show` differences."""
    size = f"{asked.texts:,} texts, {len(asked.commands) - asked.texts:,} answers"
    if not found:
        yield f"same: {size}, byte for byte as at {base}"
        return
    yield f"not the same: {len(found):,} of {size} differ from {base}"
    yield from (shown(difference) for difference in found[:show])


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare. Returns the exit code: 0 if everything is the same, else 1."""
    parser = argparse.ArgumentParser(prog="python -m bench.same", description=__doc__.split("\n")[0])
    parser.add_argument("--base", metavar="REV", help="the revision to compare with")
    parser.add_argument("--show", type=int, default=5, metavar="N", help="how many differences (default %(default)s)")
    options = parser.parse_args(arguments)
    revision = options.base or ("HEAD" if git("status", "--porcelain") else "HEAD^")
    base = git("rev-parse", "--short", f"{revision}^{{commit}}")
    asked, found = compared(base)
    print("\n".join(told(asked, found, base, options.show)))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
