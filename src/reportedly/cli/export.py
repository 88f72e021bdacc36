"""The command that takes a ledger elsewhere."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from ..errors import MissingExtra
from .group import cli
from .ledger import LEDGER, bar, opened

if TYPE_CHECKING:
    from ..export.files import Format

#: By the end of a file's name.
FORMATS = {".jsonld": "jsonld", ".json": "jsonld", ".csv": "csv", ".parquet": "parquet"}


@cli.command("export")
@click.argument("output", metavar="OUTPUT")
@LEDGER
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonld", "annotations", "csv", "parquet"]),
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
    """
    form = form or FORMATS.get(Path(output).suffix.lower())
    if form is None:
        raise click.UsageError(f"expected --format jsonld, annotations, csv or parquet: {output} doesn't tell")
    try:
        from ..export.files import export
    except ImportError as error:
        raise MissingExtra(f"export needs the extra: pip install 'reportedly[export]' ({error.name})") from error

    with opened(where) as ledger, bar("Writing") as progress:
        # JSON is UTF-8, whatever the terminal speaks.
        to = Path(output) if output != "-" else TextIOWrapper(sys.stdout.buffer, "utf-8", write_through=True)
        export(ledger, to, cast("Format", form), base, lambda done: progress.told(done, None))
    if output != "-":
        click.echo(f"Wrote {output}", err=True)
