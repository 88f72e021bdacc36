"""What README and docs say is printed, made from the code: `make docs` writes it, a test compares it.

The pages call these functions in comments that cog runs (cogapp): `<!-- [[[cog … ]]] -->` before what is printed,
`<!-- [[[end]]] -->` behind it. Each gives a fenced block of Markdown. Commands run in the checkout.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: A block of Python on a page.
PYTHON = re.compile(r"^```python\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
#: What a statement begins with in an account.
NUMBER = re.compile(r"\s*\d+  ")


def account(words: str, statements: Sequence[str] = (), lists: Sequence[str] = ()) -> str:
    """What a command prints at 100 columns: all of it, or only some statements and lists of the account.

    statements: of each of these words the first statement that has them. lists: headings ("Origins").
    Raises ValueError if the account has none such.
    """
    printed = _run(words, 100).stdout.rstrip("\n")
    if not statements and not lists:
        return _fenced("text", printed)
    parts = printed.split("\n\n")
    chosen = [_first(parts, wanted, NUMBER.match) for wanted in statements]
    chosen += [_first(parts, f"{heading}\n", lambda part: part[0].isalpha()) for heading in lists]
    return _fenced("text", "\n\n".join(chosen))


def console(words: str) -> str:
    """A command behind a prompt, and what it prints on both outputs."""
    run = _run(words, 120)
    return _fenced("console", f"$ {words}\n{run.stdout}{run.stderr}".rstrip("\n"))


def example(text: str) -> str:
    """The JSON of a text, indented."""
    import reportedly  # noqa: PLC0415 - a page without examples needs no tagger
    from reportedly.export import to_dict  # noqa: PLC0415

    return _fenced("json", json.dumps(to_dict(reportedly.read(text)), ensure_ascii=False, indent=2))


def python(page: str, words: str) -> str:
    """What the first block of Python on a page that has these words prints, run after those before it.

    Raises StopIteration if no block has them.
    """
    blocks = blocks_of(ROOT / page)
    last = next(i for i, code in enumerate(blocks) if words in code)
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):  # some write files
        Path("examples").symlink_to(ROOT / "examples")
        printed = run_blocks(blocks[: last + 1])
    return _fenced("text", printed[last].rstrip("\n"))


def blocks_of(page: Path) -> list[str]:
    """The blocks of Python on a page."""
    return [block["code"] for block in PYTHON.finditer(page.read_text(encoding="utf-8"))]


def run_blocks(blocks: Iterable[str]) -> list[str]:
    """What each block prints, run one after the other in one namespace, as a reader would. Raises what they raise."""
    names: dict[str, object] = {}
    printed = []
    for code in blocks:
        with contextlib.redirect_stdout(io.StringIO()) as output:
            exec(compile(code, "<page>", "exec"), names)  # the pages are ours
        printed.append(output.getvalue())
    return printed


def _first(parts: Iterable[str], words: str, fits: Callable[[str], object]) -> str:
    for part in parts:
        if words in part and fits(part):
            return part
    raise ValueError(f"expected a part of the account with {words!r}, found none: say which others the page shows")


def _run(words: str, columns: int) -> subprocess.CompletedProcess[str]:
    """Run `reportedly …` by this interpreter, in a terminal so many columns wide."""
    _, *arguments = shlex.split(words)
    return subprocess.run(
        [sys.executable, "-m", "reportedly", *arguments],
        cwd=ROOT, env={**os.environ, "COLUMNS": str(columns)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def _fenced(language: str, printed: str) -> str:
    return f"```{language}\n{printed}\n```"
