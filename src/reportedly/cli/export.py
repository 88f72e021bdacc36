"""The command that exports a ledger."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import click

from ..errors import MissingExtra
from .group import cli
from .ledger import LEDGER, bar, opened

if TYPE_CHECKING:
    from ..export.files import Format
    from ..ledger import Ledger

#: The default format by the suffix of the output's name.
FORMATS = {".jsonld": "jsonld", ".json": "jsonld", ".csv": "csv", ".parquet": "parquet", ".jsonl": "gold"}


@cli.command("export")
@click.argument("output", metavar="OUTPUT")
@LEDGER
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonld", "annotations", "csv", "parquet", "gold"]),
    help="By default what OUTPUT's name ends in.",
)
@click.option(
    "--base",
    metavar="IRI",
    default="urn:reportedly:",
    show_default=True,
    help="What the names of nodes begin with: an address of yours, if you publish them.",
)
def export_command(output: str, where: str, form: str | None, base: str) -> None:
    """Write the whole ledger to OUTPUT, held against its published shapes.

    jsonld: one JSON-LD document, or - for standard output: utterances as schema.org has them, chains as PROV, the words
    as Web Annotations. annotations: these alone, by their own context. csv, parquet: a new folder with a file a table.
    gold: JSON Lines, the articles that people reviewed, as they left them, in the form that `evaluate` reads.
    """
    form = form or FORMATS.get(Path(output).suffix.lower())
    if form is None:
        raise click.UsageError(f"expected --format jsonld, annotations, csv, parquet or gold: {output} doesn't tell")
    # JSON is UTF-8, whatever the terminal's encoding.
    to = Path(output) if output != "-" else TextIOWrapper(sys.stdout.buffer, "utf-8", write_through=True)
    with opened(where) as ledger:
        if form == "gold":
            _reviewed(ledger, to)
        else:
            _all(ledger, to, cast("Format", form), base)
    if output != "-":
        click.echo(f"Wrote {output}", err=True)


def _all(ledger: Ledger, to: Path | IO[str], form: Format, base: str) -> None:
    try:
        from ..export.files import export
    except ImportError as error:
        raise MissingExtra(f"export needs the extra: pip install 'reportedly[export]' ({error.name})") from error

    with bar("Writing") as progress:
        export(ledger, to, form, base, lambda done: progress.told(done, None))


def _reviewed(ledger: Ledger, to: Path | IO[str]) -> None:
    from ..evaluation.reviewed import lines
    from ..export.whole import whole_file

    with ledger.snapshot() as snapshot:
        if isinstance(to, Path):
            with whole_file(to) as file:
                file.writelines(lines(snapshot))
        else:
            to.writelines(lines(snapshot))
