"""How long `reportedly read SAMPLE` takes in a fresh process: the median wall time of ten runs.

python -m bench.cold_start [SAMPLE] [--runs N]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

SAMPLE = (
    "“The quay is closed until Friday,” harbour chief Ole Lund told the agency NTB. Mayor Ana Reyes denied that she "
    "had ordered it shut, and said the council would meet on Thursday.\n"
) * 8
# What the installed script does, but with this interpreter, wherever its scripts are installed.
COMMAND = (sys.executable, "-c", "from reportedly.cli import main; main()", "read")
# pip compiles what it installs; a checkout's modules are compiled at the first run, unless this variable forbids it.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def wall_time(sample: Path) -> float:
    """Seconds from start to end of one process. Raises CalledProcessError if it fails."""
    began = time.perf_counter()
    subprocess.run([*COMMAND, str(sample)], check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    return time.perf_counter() - began


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the median and the extremes. Returns the exit code: 0, or 1 with a sentence if the command fails."""
    parser = argparse.ArgumentParser(prog="python -m bench.cold_start", description=__doc__.split("\n")[0])
    parser.add_argument("sample", nargs="?", type=Path, help="the article to read; an invented one if left out")
    parser.add_argument("--runs", type=int, default=10, help="how many processes (default %(default)s)")
    options = parser.parse_args(arguments)
    if options.runs < 1:
        parser.error("--runs must be at least 1")
    with tempfile.TemporaryDirectory() as folder:
        sample = options.sample or Path(folder, "sample.txt")
        if options.sample is None:
            sample.write_text(SAMPLE, encoding="utf-8")
        try:
            wall_time(sample)  # fills the disk cache and __pycache__
            seconds = [wall_time(sample) for _ in range(options.runs)]
        except subprocess.CalledProcessError as error:
            print(f"`reportedly read {sample}` ended with status {error.returncode}", file=sys.stderr)
            return 1
    words = len(sample.read_text(encoding="utf-8").split()) if options.sample else len(SAMPLE.split())
    print(f"cold start: median {statistics.median(seconds):.2f} s of {len(seconds)} runs, {words} words")
    print(f"fastest {min(seconds):.2f} s, slowest {max(seconds):.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
