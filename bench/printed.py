"""The printed output in README and docs, produced by running the code: `make docs` writes it, a test compares it.

The pages call these functions in comments that cog (cogapp) runs: `<!-- [[[cog … ]]] -->` before the output,
`<!-- [[[end]]] -->` after it. Each returns a fenced block of Markdown. Commands run in the checkout.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: A block of Python on a page.
PYTHON = re.compile(r"^```python\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
#: The beginning of a statement in the output of `read`.
NUMBER = re.compile(r"\s*\d+  ")


def account(words: str, statements: Sequence[str] = (), lists: Sequence[str] = ()) -> str:
    """The output of a command at 100 columns: all of it, or only some statements and lists.

    statements: words, for each of which the first statement that has them is shown. lists: headings (“Origins”).
    Raises ValueError if one of them isn't in the output.
    """
    printed = _run(words, 100).stdout.rstrip("\n")
    if not statements and not lists:
        return _fenced("text", printed)
    parts = printed.split("\n\n")
    chosen = [_first(parts, wanted, NUMBER.match) for wanted in statements]
    chosen += [_first(parts, f"{heading}\n", lambda part: part[0].isalpha()) for heading in lists]
    return _fenced("text", "\n\n".join(chosen))


def console(words: str) -> str:
    """A command after a prompt, with its standard output and standard error."""
    run = _run(words, 120)
    return _fenced("console", f"$ {words}\n{run.stdout}{run.stderr}".rstrip("\n"))


def desk(words: str, lines: int | None = None) -> str:
    """A command on the ledger of examples/desk.jsonl, as `console` has it, at 100 columns.

    lines: how many are shown, with “…” for the rest; None: all.
    """
    run = _run(words, 100, _desk())
    printed = f"{run.stdout}{run.stderr}".rstrip("\n").split("\n")
    shown = printed if lines is None or lines >= len(printed) else [*printed[:lines], "…"]
    return _fenced("console", "\n".join([f"$ {words}", *shown]))


@cache
def _desk() -> Path:
    """A folder with the examples and, in reportedly.db, their ledger; it goes with this process."""
    folder = Path(_SCRATCH.name)
    (folder / "examples").symlink_to(ROOT / "examples")
    _run("reportedly add examples/desk.jsonl", 100, folder)
    return folder


_SCRATCH = tempfile.TemporaryDirectory()


def example(text: str) -> str:
    """The JSON of a text's reading, indented."""
    import reportedly  # noqa: PLC0415 - a page without examples needs no tagger
    from reportedly.export import to_dict  # noqa: PLC0415

    return _fenced("json", json.dumps(to_dict(reportedly.read(text)), ensure_ascii=False, indent=2))


def python(page: str, words: str) -> str:
    """The output of the first block of Python on a page that contains `words`, run after the blocks before it.

    Raises StopIteration if no block contains them.
    """
    blocks = blocks_of(ROOT / page)
    last = next(i for i, code in enumerate(blocks) if words in code)
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):  # some write files
        Path("examples").symlink_to(ROOT / "examples")
        printed = run_blocks(blocks[: last + 1])
    return _fenced("text", printed[last].rstrip("\n"))


def arithmetic() -> str:
    """Eight hex digits that are the same where numbers are rounded alike: a digest of what the tagger says of a sample.

    The encoder's activations are rounded to eight bits. Where two processors, or two versions of ONNX Runtime, add up
    in another order, other ones are rounded up, and probabilities differ by some hundredths.
    """
    from reportedly.tagger import Tagger  # noqa: PLC0415 - a page without it needs no tagger

    text = (ROOT / "examples" / "leak.txt").read_text(encoding="utf-8")
    return hashlib.sha256(Tagger().tag(text).entities.tobytes()).hexdigest()[:8]


def blocks_of(page: Path) -> list[str]:
    """The blocks of Python on a page."""
    return [block["code"] for block in PYTHON.finditer(page.read_text(encoding="utf-8"))]


def run_blocks(blocks: Iterable[str]) -> list[str]:
    """The output of each block, run one after the other in one namespace. Raises what they raise."""
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


def _run(words: str, columns: int, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run `reportedly …` with this interpreter in a folder, at a width of `columns`."""
    _, *arguments = shlex.split(words)
    return subprocess.run(
        [sys.executable, "-m", "reportedly", *arguments],
        cwd=folder, env={**os.environ, "COLUMNS": str(columns), "REPORTEDLY_LEDGER": "reportedly.db"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def _fenced(language: str, printed: str) -> str:
    return f"```{language}\n{printed}\n```"
