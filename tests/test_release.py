"""What comes with a release: licences, a list of what it consists of, how to cite it, what is promised of security."""

from __future__ import annotations

import json
import re
import tomllib
from email.message import Message
from pathlib import Path

import pytest
import yaml

import reportedly
from bench import release

ROOT = Path(__file__).parents[1]
#: The extras of use, not of development.
USED = (
    "archives",
    "audio",
    "cluster",
    "documents",
    "evidence",
    "export",
    "ledger",
    "pandas",
    "postgres",
    "serve",
    "spacy",
    "tables",
    "watch",
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


class Package:
    """A package of which nothing but its metadata is known."""

    def __init__(self, *fields: tuple[str, str]) -> None:
        self.metadata = Message()
        for name, value in fields:
            self.metadata[name] = value


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ([("License-Expression", "MIT OR Apache-2.0"), ("License", "see LICENSE")], "MIT OR Apache-2.0"),
        ([("Classifier", "License :: OSI Approved :: MIT License")], "MIT"),
        ([("Classifier", "License :: OSI Approved"), ("License", "Apache 2.0")], "Apache-2.0"),
        ([("License", "BSD 3-Clause")], "BSD-3-Clause"),
        ([("License", "Copyright\nPermission is granted")], "see the package"),
        ([], "see the package"),
    ],
)
def test_licences(fields: list[tuple[str, str]], expected: str) -> None:
    assert expected == release.licence(Package(*fields))  # type: ignore[arg-type] # nothing else of it is asked


def test_the_list_of_licences_has_every_package_that_is_asked_for() -> None:
    page = (ROOT / "THIRD-PARTY.md").read_text("utf-8")
    listed = {re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"^\| ([\w.-]+) \| \S", page, re.MULTILINE)}
    extras = PROJECT["optional-dependencies"]
    asked = [
        *PROJECT["dependencies"],
        *(one for extra in USED for one in extras[extra]),
    ]
    names = {re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", one)[0]).lower() for one in asked}  # type: ignore[index]
    assert names - {"reportedly"} <= listed
    assert all(f"| {one.name} {one.version} | {one.licence} |" in page for one in release.BESIDE)


def test_what_others_made_in_the_package_is_there_with_its_licence() -> None:
    for one in release.BESIDE:
        assert (release.PACKAGE / one.text).is_file()
        assert all((release.PACKAGE / file).is_file() for file in one.files)
    vendored = {path.name for path in (release.PACKAGE / "web/static/vendor").iterdir()}
    assert {Path(one.text).parent.name for one in release.BESIDE if one.kind == "library"} == vendored
    assert [*release.PACKAGE.rglob("*.woff*"), *release.PACKAGE.rglob("*.ttf")] == []


def test_the_list_for_programs_has_what_comes_beside_packages() -> None:
    made = release.sbom({"bomFormat": "CycloneDX", "components": [{"type": "library", "name": "click"}]})
    assert [one["name"] for one in made["components"]] == ["click", *(one.name for one in release.BESIDE)]
    assert all(len(one["hashes"][0]["content"]) == 64 for one in made["components"][1:])
    assert json.loads(json.dumps(made)) == made


def test_how_to_cite_it() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert (cited["cff-version"], cited["version"], cited["license"]) == ("1.2.0", reportedly.__version__, "Apache-2.0")
    assert [author["name"] for author in cited["authors"]] == [author["name"] for author in PROJECT["authors"]]


def test_pythons_are_the_ones_that_are_tested() -> None:
    classes = [name.rpartition(" :: ")[2] for name in PROJECT["classifiers"] if ":: Python :: 3." in name]
    (tested,) = re.findall(r"^PYTHONS \?= (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert tested.split() == classes
    first, last = classes[0], int(classes[-1].partition(".")[2])
    assert PROJECT["requires-python"] == f">={first},<3.{last + 1}"
