"""The docs, held to the code: what they say is printed is printed, and nothing that a user meets goes unmentioned."""

from __future__ import annotations

import difflib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

import reportedly
from bench.printed import arithmetic, blocks_of, run_blocks
from reportedly.cli.group import cli
from reportedly.errors import FetchError

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SCHEMAS = Path(reportedly.__file__).parent / "schema"

#: All that is promised. A name added or taken away is a change that users notice: say so in CHANGELOG.md.
PUBLIC = [
    "Addressee", "Answer", "Article", "Authenticity", "Document", "Empty", "FetchError", "GoldError", "Holder", "Hop",
    "InputError",
    "MissingExtra", "ModelError", "NotFound", "NotText", "Origin", "OutputError", "Place", "Position", "Reading",
    "ReportedlyError", "Sourcing", "Span", "Stance", "Standing", "Statement", "Time", "TooLarge", "__version__", "read",
    "read_many", "to_frame", "verify",
]  # fmt: skip


@pytest.fixture(scope="module")
def docs() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


def commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below one, with what is typed for it."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name, below in command.commands.items():
        yield from commands(below, f"{path} {name}")


def fields(schema: Any) -> Iterator[str]:
    """The names of all fields that a JSON Schema describes."""
    if isinstance(schema, dict):
        properties = schema.get("properties")
        yield from properties if isinstance(properties, dict) else ()
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from fields(part)


def unmentioned(names: Iterator[str] | list[str], text: str) -> list[str]:
    return sorted({name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)})


def test_a_name_that_is_part_of_another_is_no_mention() -> None:
    assert unmentioned(["--out", "read", "time"], "`--outlet` reads the times; read") == ["--out", "time"]


#: What a page prints, between the comments that make it.
PRINTED = re.compile(r"\]\]\] -->\n(.*?)<!-- \[\[\[end", re.DOTALL)
#: The least share of words, in their order, that the two outputs of a block have in common where numbers are rounded
#: otherwise than where the pages were made. It was .91 between two processors.
ALIKE = 0.85


@pytest.fixture(scope="module")
def is_rounded_as_there() -> bool:
    """Whether numbers are rounded here as where the pages were made."""
    return f"`{arithmetic()}`" in (ROOT / "docs" / "how-it-decides.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", [p for p in PAGES if "[[[cog" in p.read_text(encoding="utf-8")], ids=lambda p: p.name)
def test_what_a_page_says_is_printed_is_printed(
    page: Path, is_rounded_as_there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cogapp import Cog  # noqa: PLC0415 - it takes over sys.path while it runs

    monkeypatch.chdir(ROOT)
    fresh = tmp_path / page.name
    assert Cog().main(["cog", "-I", ".", "-o", str(fresh), str(page.relative_to(ROOT))]) == 0
    there, here = (path.read_text(encoding="utf-8") for path in (page, fresh))
    if is_rounded_as_there:
        assert here == there, "run `make docs`"
    assert PRINTED.sub("", here) == PRINTED.sub("", there)
    for ours, theirs in zip(PRINTED.findall(here), PRINTED.findall(there), strict=True):
        assert likeness(ours, theirs) >= ALIKE or ours.startswith("`"), f"run `make docs`: {ours}"


def likeness(ours: str, theirs: str) -> float:
    """The share (0 to 1) of words that two outputs have in common, in their order."""
    return difflib.SequenceMatcher(None, ours.split(), theirs.split(), autojunk=False).ratio()


@pytest.mark.parametrize(
    "name",
    ["README.md", "docs/tutorial.md", "docs/json.md", "docs/ledger.md", "docs/first-ledger.md", "docs/records.md"],
)
def test_the_python_of_a_page_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise FetchError("expected an answer, found no network")

    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("reportedly.articles.fetching.fetch", unreachable)
    blocks = blocks_of(ROOT / name)
    assert len(run_blocks(blocks)) == len(blocks) > 0


def test_every_command_and_option_is_mentioned(docs: str) -> None:
    found = list(commands(cli, "reportedly"))
    options = [o for _, command in found for p in command.params for o in p.opts if o.startswith("--")]
    assert unmentioned([path for path, _ in found], docs) == []
    assert unmentioned(options, docs) == []


@pytest.mark.parametrize(
    ("schema", "page"),
    [("reading-8.json", "json.md"), ("graph-1.json", "export.md"), ("verification-1.json", "records.md")],
)
def test_every_field_is_mentioned(schema: str, page: str) -> None:
    described = json.loads((SCHEMAS / schema).read_text(encoding="utf-8"))
    names = [name.rpartition(":")[2] for name in fields(described)]
    text = re.sub(r"```.*?```", "", (ROOT / "docs" / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert unmentioned(names, " ".join(re.findall(r"`([^`]+)`", text))) == []


def test_the_tests_that_hold_what_is_promised_are_there() -> None:
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", (ROOT / "docs" / "reliability.md").read_text("utf-8"))
    assert len(named) > 50
    files = {file: (ROOT / "tests" / file).read_text("utf-8") for file, _ in named}
    assert [f"{file}::{name}" for file, name in named if f"\ndef {name}(" not in files[file]] == []


def test_every_public_name_is_mentioned(docs: str) -> None:
    assert unmentioned(list(reportedly.__all__), docs) == []


def test_public_names_are_pinned() -> None:
    assert sorted(reportedly.__all__) == PUBLIC
    assert all(hasattr(reportedly, name) for name in PUBLIC)
