"""docs/architecture.md and the import contracts, held against the tree; what a type is called is one thing."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import reportedly

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "architecture.md"
PACKAGE = Path(reportedly.__file__).parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
FOLDER = re.compile(r"### `(.+/)`")
ENTRY = re.compile(r"\| `([\w/.]+)` \|")


def listed(page: str) -> dict[str, list[str]]:
    """What the tables name, in order, by folder: modules and, ending in a slash, folders."""
    found: dict[str, list[str]] = {}
    folder = None
    for line in page.splitlines():
        if line.startswith("#"):
            heading = FOLDER.fullmatch(line)
            folder = heading[1].removeprefix("reportedly/") if heading else None
        elif folder is not None and (entry := ENTRY.match(line)):
            found.setdefault(folder, []).append(entry[1])
    return found


def standing(package: Path) -> dict[str, list[str]]:
    """The same of the tree."""
    return {
        "" if folder == package else f"{folder.relative_to(package)}/": [
            f"{path.name}/" if path.is_dir() else path.name
            for path in folder.iterdir()
            if (path / "__init__.py").exists() or (path.suffix == ".py" and path.name != "__init__.py")
        ]
        for folder in (init.parent for init in package.rglob("__init__.py"))
    }


def types(source: str) -> Iterator[str]:
    """The public types that a module defines: its classes, and its aliases, which are named as classes are."""
    for node in ast.parse(source).body:
        names = [node] if isinstance(node, ast.ClassDef) else getattr(node, "targets", [getattr(node, "target", None)])
        for name in (getattr(named, "name", getattr(named, "id", "")) for named in names):
            if name[:1].isupper() and not name.isupper():
                yield name


def test_the_page_names_each_module_once_in_its_folder() -> None:
    page, tree = listed(PAGE.read_text("utf-8")), standing(PACKAGE)
    assert {folder: sorted(names) for folder, names in tree.items()} == {
        folder: sorted(names) for folder, names in page.items()
    }


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("### `reportedly/`\n\n| `span.py` | spans |\n| `holders/` | whose |", {"": ["span.py", "holders/"]}),
        ("### `holders/`\n\n| `cast.py` | whose |\n\n## Beside\n\n| `bench/` | speed |", {"holders/": ["cast.py"]}),
        ("### `web/views/`\n\nSee `web/app.py`.\n\n| module |\n|---|\n| `home.py` | |", {"web/views/": ["home.py"]}),
    ],
)
def test_what_the_page_lists(page: str, expected: dict[str, list[str]]) -> None:
    assert expected == listed(page)


def test_the_page_has_the_order_of_the_contracts() -> None:
    page = listed(PAGE.read_text("utf-8"))
    layers = {
        container.replace(".", "/").removeprefix("reportedly").lstrip("/"): contract["layers"]
        for contract in CONTRACTS
        for container in contract["containers"]
    }
    assert {folder.rstrip("/") for folder in page} == set(layers)
    for folder, names in page.items():
        floor = {
            module: number
            for number, layer in enumerate(reversed(layers[folder.rstrip("/")]))
            for module in layer.split(" | ")
        }
        floors = [floor[name.removesuffix("/").removesuffix(".py")] for name in names]
        assert floors == sorted(floors), folder


def test_every_contract_is_exhaustive() -> None:
    assert all(contract["exhaustive"] for contract in CONTRACTS)


def test_types_are_found() -> None:
    source = "class Span: ...\nKind = Literal[1]\nPair: TypeAlias = tuple[int, int]\nMOST = 4\nclass _Own: ...\nT = 1\n"
    assert list(types(source)) == ["Span", "Kind", "Pair"]


def test_no_type_is_named_as_another() -> None:
    modules: dict[str, list[str]] = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for name in types(path.read_text(encoding="utf-8")):
            modules[name].append(str(path.relative_to(PACKAGE)))
    assert modules["Span"] == ["span.py"]
    assert {name: where for name, where in modules.items() if len(where) > 1} == {}
