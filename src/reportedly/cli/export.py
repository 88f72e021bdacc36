"""The command that exports a ledger."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import click

from ..errors import MissingExtra, OutputError
from ..evidence.kept import folder_of
from .group import cli, evidence_in, told
from .ledger import EVIDENCE, LEDGER, bar, opened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..evaluation.annotated import AnnotatedForm, ToAnnotate
    from ..export.files import Format
    from ..ledger import Ledger

#: The default format by the suffix of the output's name.
FORMATS = {
    ".jsonld": "jsonld", ".json": "jsonld", ".csv": "csv", ".parquet": "parquet", ".jsonl": "gold", ".spacy": "spacy",
    ".wacz": "wacz",
}  # fmt: skip


@cli.command("export")
@click.argument("output", metavar="OUTPUT")
@LEDGER
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonld", "annotations", "csv", "parquet", "gold", "label-studio", "brat", "spacy", "wacz"]),
    help="By default what OUTPUT's name ends in.",
)
@click.option(
    "--base",
    metavar="IRI",
    default="urn:reportedly:",
    show_default=True,
    help="What the names of nodes begin with: an address of yours, if you publish them.",
)
@EVIDENCE
def export_command(output: str, where: str, form: str | None, base: str, place: str | None) -> None:
    """Write the whole ledger to OUTPUT, held against its published shapes.

    jsonld: one JSON-LD document, or - for standard output: utterances as schema.org has them, chains as PROV, the words
    as Web Annotations. annotations: these alone, by their own context. csv, parquet: a new folder with a file a table.
    gold: JSON Lines, the articles that people wholly reviewed, as they left them, in the form that `evaluate` reads.
    label-studio, brat: tasks, or a new folder, with every article and what was read in it, to be corrected there.
    spacy: a DocBin. wacz: what `add --keep` kept, with its index, its pages and the statements that rest on it.
    """
    form = form or FORMATS.get(Path(output).suffix.lower())
    if form is None:
        raise click.UsageError(f"expected --format, such as jsonld, csv or gold: {output} doesn't tell which")
    # JSON is UTF-8, whatever the terminal's encoding.
    to = Path(output) if output != "-" else TextIOWrapper(sys.stdout.buffer, "utf-8", write_through=True)
    with opened(where) as ledger:
        if form == "gold":
            _reviewed(ledger, to)
        elif form in ("label-studio", "brat"):
            _to_annotate(ledger, to, cast("AnnotatedForm", form))
        elif form == "spacy":
            _docs(ledger, to)
        elif form == "wacz":
            _evidence(ledger, to, folder_of(where, place))
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


def _evidence(ledger: Ledger, to: Path | IO[str], folder: Path) -> None:
    if not isinstance(to, Path):
        raise click.UsageError("expected a file for a WACZ, which is no text, but found standard output")
    evidence = evidence_in(folder)
    from ..export.wacz import export_wacz

    if left := export_wacz(ledger, evidence, to):
        told(f"left out: {left:,} articles of which nothing was kept")


def _to_annotate(ledger: Ledger, to: Path | IO[str], form: AnnotatedForm) -> None:
    with ledger.snapshot() as snapshot, bar("Writing") as progress:
        records = progress(snapshot.records())
        write_annotated(((one.digest, one.reading.article, one.reading) for one in records), to, form)


def _docs(ledger: Ledger, to: Path | IO[str]) -> None:
    if not isinstance(to, Path):
        raise click.UsageError("expected a file for a DocBin, which is no text, but found standard output")
    try:
        from spacy.tokens import DocBin
    except ModuleNotFoundError as error:
        raise MissingExtra("a DocBin needs the extra: pip install 'reportedly[spacy]'") from error
    with ledger.snapshot() as snapshot, bar("Writing") as progress:
        docs = DocBin(store_user_data=True)
        for one in progress(snapshot.records()):
            docs.add(one.reading.to_spacy())
    try:
        docs.to_disk(to)
    except OSError as error:
        raise OutputError(f"expected to write {to}, but: {error.strerror or error}") from error


def write_annotated(articles: Iterable[ToAnnotate], to: Path | IO[str], form: AnnotatedForm) -> None:
    """Write articles to annotate; beside the tasks of Label Studio its interface."""
    from ..evaluation import annotated, label_studio
    from ..export.whole import whole_file, whole_folder

    if form == "brat":
        if not isinstance(to, Path):
            raise click.UsageError("expected a folder for brat, but found standard output")
        with whole_folder(to) as folder:
            annotated.write_brat(folder, articles)
    elif isinstance(to, Path):
        with whole_file(to) as file:
            file.writelines(annotated.lines(articles, form))
        if form == "label-studio":
            with whole_file(to.with_name(annotated.CONFIG)) as file:
                file.write(label_studio.config())
    else:
        to.writelines(annotated.lines(articles, form))


def _reviewed(ledger: Ledger, to: Path | IO[str]) -> None:
    from ..evaluation.reviewed import lines
    from ..export.whole import whole_file

    with ledger.snapshot() as snapshot:
        if left := snapshot.partly_reviewed():
            told(f"left out: {left:,} articles with reviews, of which nobody says that they were wholly reviewed")
        if isinstance(to, Path):
            with whole_file(to) as file:
                file.writelines(lines(snapshot))
        else:
            to.writelines(lines(snapshot))
