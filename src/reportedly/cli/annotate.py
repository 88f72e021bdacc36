"""Commands for annotating: a blind sample, and how far those who annotated it agree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from .export import write_annotated
from .group import cli
from .ledger import COUNT, LEDGER, opened

if TYPE_CHECKING:
    from ..evaluation.annotated import AnnotatedForm

#: The form by the suffix of the output's name; brat for a name without one, a folder.
FORMS = {".jsonl": "gold", ".json": "label-studio", "": "brat"}


@cli.command("sample")
@click.argument("output", type=click.Path(path_type=Path), metavar="OUTPUT")
@LEDGER
@click.option("--size", type=COUNT, default=20, show_default=True, help="How many articles.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another number draws other articles.")
@click.option(
    "--format", "form", type=click.Choice(["gold", "label-studio", "brat"]), help="By default what OUTPUT's name tells."
)
def sample_command(output: Path, where: str, size: int, seed: int, form: str | None) -> None:
    """Write articles of the ledger, drawn by chance, to OUTPUT to be annotated blind: without what was read in them.

    Give each of two people the same file, and `agreement` tells how far they agree, `evaluate` how well their articles
    are read. OUTPUT is a .json file for Label Studio, a new folder for brat, or a .jsonl file in the form of gold.
    """
    form = form or FORMS.get(output.suffix.lower())
    if form is None:
        raise click.UsageError(f"expected --format gold, label-studio or brat: {output} doesn't tell which")
    with opened(where) as ledger, ledger.snapshot() as snapshot:
        drawn = list(snapshot.sample(size, seed))
    write_annotated(((digest, article, None) for digest, article in drawn), output, cast("AnnotatedForm", form))
    click.echo(f"Wrote {len(drawn):,} articles to {output}", err=True)


@cli.command("agreement")
@click.argument("coders", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="ANNOTATED...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def agreement_command(coders: tuple[Path, ...], as_json: bool) -> None:
    """Tell how far people agree who annotated the same articles, each in a file or folder ANNOTATED.

    Printed is Krippendorff's alpha (nominal) of each word's being source, cue or content, and of what is said of the
    statements that two of them have; beside it the share of pairs that are the same, and how many were coded twice.
    """
    from ..evaluation import agreement, agreement_json, agreement_table, load_annotated

    if len(coders) < 2:
        raise click.UsageError("expected the annotations of two people or more, but found those of one")
    found = agreement([load_annotated(path) for path in coders])
    click.echo(json.dumps(agreement_json(found)) if as_json else agreement_table(found))
