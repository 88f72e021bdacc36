"""What reading needs: no package that only an extra brings, since the README's first command installs none."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]

#: Reads with modules that may not be imported: those that only extras bring.
WITHOUT = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in sys.argv[1:]:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
import reportedly, reportedly.cli
print(len(reportedly.read("“It floats,” said Ana Reyes.").statements))
"""


def needed(names: Iterable[str]) -> set[str]:
    """The distributions that these need, themselves among them; extras aside. names: as requirements or plain."""
    found: set[str] = set()
    waiting = [Requirement(name) for name in names]
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name in found or (one.marker and not one.marker.evaluate({"extra": ""})):
            continue
        found.add(name)
        with suppress(PackageNotFoundError):
            waiting += map(Requirement, requires(name) or ())
    return found


def test_reading_needs_no_package_of_an_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    always = needed(project["dependencies"])
    extra = {canonicalize_name(Requirement(r).name) for rs in project["optional-dependencies"].values() for r in rs}
    modules = [
        module
        for module, of in packages_distributions().items()
        if extra & {*map(canonicalize_name, of)}
        and not always & {*map(canonicalize_name, of)}
        and module != "reportedly"
    ]
    assert {"sqlalchemy", "networkx"} <= {*modules}
    ran = subprocess.run([sys.executable, "-c", WITHOUT, *modules], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.strip()) == (0, "1"), ran.stderr
