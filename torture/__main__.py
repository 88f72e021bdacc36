"""All parts of the torture, or some: python -m torture [PART …]."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import api, damaged, disk, drips, fuzz, kills, pages, values, writers
from .trial import Part

#: Each part, and how often it tries by default: minutes for all of them on two cores.
PARTS: Mapping[str, tuple[Part, int]] = {
    "add": (kills.add, 60),
    "migrate": (kills.migrate, 15),
    "backup": (kills.backup, 15),
    "serve": (kills.serve, 4),
    "disk": (disk.full, 8),
    "damaged": (damaged.damaged, 100),
    "copies": (damaged.copies, 4),
    "writers": (writers.together, 2),
    "drips": (drips.drips, 1),
    "pages": (pages.pages, 60),
    "api": (api.api, 60),
    "fuzz": (fuzz.fuzz, 2_000),
    "values": (values.values, 20_000),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Try the parts and print what came of them; returns the exit code: 1 if there was a fault."""
    parser = argparse.ArgumentParser(prog="python -m torture", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--times", type=float, default=1.0, help="how many times as much as by default")
    parser.add_argument("--seed", type=int, help="of chance; told at the end, to do the same again")
    options = parser.parse_args(argv)
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(10**6)
    row = "{:<50}{:>9}{:>8}{:>9}".format
    print(row("what was tried", "times", "faults", "seconds"), flush=True)
    faults = 0
    for name in options.parts or PARTS:
        part, times = PARTS[name]
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(prefix=f"torture-{name}-") as folder:
            for trial in part(random.Random(f"{seed} {name}"), max(1, round(times * options.times)), Path(folder)):
                took, begun = time.monotonic() - begun, time.monotonic()
                print(row(trial.what, f"{trial.times:,}", f"{len(trial.faults):,}", f"{took:,.0f}"), flush=True)
                faults += len(trial.faults)
                for fault in trial.faults[:20]:
                    print(f"{name}: {fault}", file=sys.stderr, flush=True)
    print(f"--seed {seed}: {faults:,} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
