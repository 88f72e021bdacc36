"""Benchmarks of the ledger: python -m bench.ledger store|ask|kill|threads|origins …, each with --help."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from . import origins, store, threads


def main(argv: Sequence[str] | None = None) -> int:
    """Run one benchmark of the ledger; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.ledger", description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    store.add_to(commands)
    threads.add_to(commands)
    origins.add_to(commands)
    options = parser.parse_args(argv)
    return int(options.run(options) or 0)


if __name__ == "__main__":
    sys.exit(main())
