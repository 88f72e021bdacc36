"""The docs, held to the code: what they say is printed is printed, and nothing that a user meets goes unmentioned."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

import reportedly
from bench.printed import blocks_of, run_blocks
from reportedly.cli.group import cli
from reportedly.errors import FetchError

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SCHEMAS = Path(reportedly.__file__).parent / "schema"

#: All that is promised. A name added or taken away is a change that users notice: say so in CHANGELOG.md.
PUBLIC = [
    "Addressee", "Answer", "Article", "Document", "Empty", "FetchError", "GoldError", "Holder", "Hop", "InputError",
    "MissingExtra", "ModelError", "NotFound", "NotText", "Origin", "OutputError", "Place", "Position", "Reading",
    "ReportedlyError", "Sourcing", "Span", "Stance", "Standing", "Statement", "Time", "TooLarge", "__version__", "read",
    "read_many", "to_frame",
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


@pytest.mark.parametrize("page", [p for p in PAGES if "[[[cog" in p.read_text(encoding="utf-8")], ids=lambda p: p.name)
def test_what_a_page_says_is_printed_is_printed(page: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    from cogapp import Cog  # noqa: PLC0415 - it takes over sys.path while it runs

    monkeypatch.chdir(ROOT)
    changed = Cog().main(["cog", "--check", "--diff", "-I", ".", str(page.relative_to(ROOT))])
    assert changed == 0, f"run `make docs`: {capsys.readouterr().out}"


@pytest.mark.parametrize(
    "name", ["README.md", "docs/tutorial.md", "docs/json.md", "docs/ledger.md", "docs/first-ledger.md"]
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


@pytest.mark.parametrize(("schema", "page"), [("reading-7.json", "json.md"), ("graph-1.json", "export.md")])
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
