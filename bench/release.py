"""What a release consists of: under what licences, and as a CycloneDX list (SBOM).

    python -m bench.release licences ENVIRONMENT   # a table in Markdown
    python -m bench.release sbom LIST              # a list of the packages, with what comes beside packages added

`make licences` and `make sbom` make what is asked for here: an environment with nothing but a release, and its list.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

import reportedly

PACKAGE = Path(reportedly.__file__).parent


@dataclass(frozen=True)
class Beside:
    """Something that comes with the package and is no package of Python's.

    licence: its SPDX identifier. purl: its address as a package elsewhere, if it is one.
    """

    kind: str
    name: str
    version: str
    licence: str
    files: tuple[str, ...]
    text: str
    purl: str | None = None


#: All that others made and that lies in the package itself. There are no fonts: pages use those of the machine.
BESIDE = (
    Beside("library", "d3", "7.9.2", "ISC", ("web/static/vendor/d3-7.9.2/d3.min.js",),
           "web/static/vendor/d3-7.9.2/LICENSE", "pkg:npm/d3@7.9.2"),
    Beside("library", "@observablehq/plot", "0.6.17", "ISC", ("web/static/vendor/plot-0.6.17/plot.umd.min.js",),
           "web/static/vendor/plot-0.6.17/LICENSE", "pkg:npm/%40observablehq/plot@0.6.17"),
    Beside("machine-learning-model", "the tagger, trained from e5-small", reportedly.__version__, "Apache-2.0",
           ("tagger/weights/encoder.onnx", "tagger/weights/tokenizer.json"), "tagger/weights/NOTICE"),
)  # fmt: skip
#: What packages say of their licences, and the SPDX identifier that it means.
NAMES = {
    "apache 2.0": "Apache-2.0", "apache license 2.0": "Apache-2.0", "apache-2.0": "Apache-2.0", "apache": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0", "apache software license": "Apache-2.0", "bsd license": "BSD",
    "bsd 3-clause": "BSD-3-Clause", "3-clause bsd license": "BSD-3-Clause", "mit license": "MIT",
    "the mit license": "MIT",
    "mit": "MIT", "isc license (iscl)": "ISC", "python software foundation license": "PSF-2.0",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0", "mpl-2.0": "MPL-2.0",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
    "gnu library or lesser general public license (lgpl)": "LGPL",
}  # fmt: skip


def licence(package: Distribution) -> str:
    """Under what licence a package says it is: an SPDX expression where it gives one."""
    said = package.metadata
    if expression := said.get("License-Expression"):
        return expression
    classes = [line.rpartition(" :: ")[2] for line in said.get_all("Classifier") or [] if line.startswith("License ::")]
    found = [name for name in classes if name != "OSI Approved"]
    stated = (said.get("License") or "").strip()
    if not found and stated and "\n" not in stated:
        found = [stated]
    return " / ".join(NAMES.get(name.lower(), name) for name in found) or "see the package"


def packages(environment: Path) -> list[Distribution]:
    """The packages in a virtual environment, in order of their names, without this one."""
    place = next(environment.glob("lib/python*/site-packages"))
    found = {re.sub(r"[-_.]+", "-", one.metadata["Name"]).lower(): one for one in distributions(path=[str(place)])}
    return [found[name] for name in sorted(found) if name != "reportedly"]


def licences(environment: Path) -> str:
    """The page of all licences."""
    rows = [f"| {one.metadata['Name']} | {licence(one)} |" for one in packages(environment)]
    beside = [f"| {one.name} {one.version} | {one.licence} | `{PACKAGE.name}/{one.text}` |" for one in BESIDE]
    return "\n".join(
        (
            "# What others made",
            "",
            "Reportedly is under the [Apache License 2.0](LICENSE). Made by `make licences`.",
            "",
            "## In the package itself",
            "",
            "| what | licence | its text |",
            "|---|---|---|",
            *beside,
            "",
            "There are no fonts: pages use those of the machine. On what data the tagger was trained stands in its",
            "[card](src/reportedly/tagger/weights/CARD.md).",
            "",
            "## Packages",
            "",
            "Installed with it, with all extras of use (`archives`, `audio`, `cluster`, `documents`, `evidence`,",
            "`export`, `ledger`, `pandas`, `postgres`, `serve`, `spacy`, `tables`, `watch`), each from its own makers;",
            "what a package says of itself:",
            "",
            "| package | licence |",
            "|---|---|",
            *rows,
        )
    )


def sbom(listed: dict[str, Any]) -> dict[str, Any]:
    """A CycloneDX list of the packages, and what comes beside them."""
    return {**listed, "components": [*listed.get("components", ()), *map(_component, BESIDE)]}


def _component(one: Beside) -> dict[str, Any]:
    file = PACKAGE / one.files[0]
    return {
        "type": one.kind,
        "bom-ref": f"beside:{one.name}@{one.version}",
        "name": one.name,
        "version": one.version,
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(file.read_bytes()).hexdigest()}],
        "licenses": [{"license": {"id": one.licence}}],
        **({"purl": one.purl} if one.purl else {}),
    }


def main() -> None:
    """Print what is asked for."""
    asked, path = sys.argv[1], Path(sys.argv[2])
    if asked == "licences":
        print(licences(path))
    else:
        print(json.dumps(sbom(json.loads(path.read_text("utf-8"))), indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
