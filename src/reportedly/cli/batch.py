"""The command `batch`: very many articles, read in several processes into Parquet."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from .group import ALLOW_PRIVATE, COLUMN, LANGUAGE, Taking, cli, told

if TYPE_CHECKING:
    from ..batch import RunProgress

#: Seconds between two lines of progress where standard error is no terminal.
EACH = 30.0


@cli.command("batch", cls=Taking)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--out", required=True, metavar="FOLDER", help="Where the Parquet goes: a folder, or a URL (s3://…).")
@click.option("--jobs", type=click.IntRange(1, 256), help="How many processes read; by default one for each core.")
@click.option("--ray", metavar="ADDRESS", help="Read on a Ray cluster: host:port of its first node, or auto.")
@click.option("--published", metavar="DATE", help="When they were published, whatever they say: YYYY-MM-DD.")
@click.option("--outlet", metavar="NAME", help="Who published them, whatever they say.")
@COLUMN
@ALLOW_PRIVATE
@LANGUAGE
def batch_command(
    inputs: tuple[str, ...],
    out: str,
    jobs: int | None,
    ray: str | None,
    published: str | None,
    outlet: str | None,
    columns: Mapping[str, str],
    allow_private: bool,
    any_language: bool,
) -> None:
    """Read every INPUT in several processes, and write what is found as Parquet into FOLDER.

    INPUT is what `add` takes, but for standard input. FOLDER gets articles/, statements/ and outcomes/, which says of
    each record whether it was read, skipped or failed, and why. Stopped at any moment, the same command goes on where
    it was. `add FOLDER` takes the readings into a ledger.
    """
    from ..articles.inputs import Facts
    from ..batch import run
    from ..parts.plan import HowRead
    from ..values.labels import count

    Facts(published, outlet)
    how = HowRead(published, outlet, columns, allow_private, any_language)
    with _shown() as progress:
        end = run(inputs, out, how, jobs=jobs, ray=ray, progress=progress, tell=told)
    gone = f", {end.before:,} of them before" if end.before else ""
    click.echo(
        f"{count(end.done, 'record')}{gone}: {end.read:,} read with {count(end.statements, 'statement')}, "
        f"{end.skipped:,} skipped, {end.failed:,} failed"
        + (f"; {end.duplicates:,} of those read had been read before (duplicates/)" if end.duplicates else ""),
        err=True,
    )


@contextmanager
def _shown() -> Iterator[Callable[[RunProgress], None]]:
    """What shows the progress: on a terminal a line that changes, else a line now and then."""
    last = [time.monotonic(), 0.0]
    terminal = sys.stderr.isatty()

    def show(progress: RunProgress) -> None:
        last[1] = time.monotonic()
        if terminal:
            click.echo(f"\r\x1b[K{_in_words(progress)}", nl=False, err=True)
        elif last[1] - last[0] >= EACH:
            last[0] = last[1]
            told(_in_words(progress))

    try:
        yield show
    finally:
        if terminal and last[1]:
            click.echo("\r\x1b[K", nl=False, err=True)


def _in_words(progress: RunProgress) -> str:
    left = progress.left
    rate = f", {progress.rate:.1f} a second" if progress.rate else ""
    return f"{progress.done:,} of {progress.records:,} records{rate}" + (f", {_span(left)} left" if left else "")


def _span(seconds: float) -> str:
    """A length of time in words: “40 seconds”, “12 minutes”, “5 hours”."""
    for size, one in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {one}s"
    return f"{seconds:.0f} seconds"
