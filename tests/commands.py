"""`reportedly` as a user calls it: in this process, where everything is loaded already, or in one of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from reportedly.cli import main


@dataclass(frozen=True)
class Ended:
    """What a command printed, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


class _File(io.BytesIO):
    """Keeps what was written also when it is closed."""

    def close(self) -> None:
        pass


def run(*arguments: str | Path | int, stdin: str | bytes = "", folder: Path | None = None) -> Ended:
    """Run `reportedly` with these arguments, from its first line to its exit, in this process and in a pipe."""
    given, out, error = _File(stdin.encode() if isinstance(stdin, str) else stdin), _File(), _File()
    streams = {
        name: io.TextIOWrapper(file, "utf-8") for name, file in (("stdin", given), ("stdout", out), ("stderr", error))
    }
    line = ["reportedly", *map(str, arguments)]
    code: object = 0
    with (
        chdir(folder or Path.cwd()),
        mock.patch.dict(os.environ, COLUMNS="80"),
        mock.patch.multiple(sys, argv=line, **streams),
    ):
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
        for name in ("stdout", "stderr"):
            streams[name].flush()
    assert isinstance(code, int)
    return Ended(code, out.getvalue().decode(), error.getvalue().decode())


def run_alone(*arguments: str | Path | int, stdin: str | bytes = "", folder: Path | None = None) -> Ended:
    """The same in a process of its own, which takes seconds to load what it needs."""
    given = stdin.encode() if isinstance(stdin, str) else stdin
    line = [sys.executable, "-m", "reportedly.cli", *map(str, arguments)]
    ended = subprocess.run(line, input=given, capture_output=True, timeout=120, check=False, cwd=folder)
    return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())
