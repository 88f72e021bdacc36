"""Commands on records: articles held against what was said."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..errors import InputError, MissingExtra
from ..printable import printable
from ..reading import read
from .group import ALLOW_PRIVATE, cli, told


@cli.command("verify")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@click.option(
    "--record", "records", multiple=True, required=True, type=click.Path(path_type=Path), metavar="FILE|FOLDER",
    help="A transcript, captions, a debate, a table of turns, or a folder of them; may be given several times.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line for each article.")
@ALLOW_PRIVATE
def verify_command(articles: tuple[str, ...], records: tuple[Path, ...], as_json: bool, allow_private: bool) -> None:
    """Hold what each ARTICLE or draft quotes against records of what was said.

    Of each quotation it is told whether the words are there, where, by whom, and what was changed, put in or left out.
    Never whether they are true. The exit code is 0 if all are there, 1 if there is something to look at or an input
    failed, 3 if there is nothing to compare: no quotation, or no record.
    """
    from rich.console import Console

    from ..articles.inputs import Facts
    from ..articles.inputs import articles as found_in
    from ..export import verification as export
    from ..records import Record, load_all
    from ..shown.terminal.verification import show_verification
    from ..verification import RecordIndex, verify

    failed: list[InputError | MissingExtra] = []

    def tell(error: InputError | MissingExtra) -> None:
        failed.append(error)
        told(str(error))

    loaded: list[Record] = [record for path in records for record in load_all(path, tell)]
    if not loaded:
        told("expected a record that can be read, found none: there is nothing to compare with")
        sys.exit(3)
    index = RecordIndex(loaded)
    verifications = []
    for one in found_in(articles, Facts(), allow_private=allow_private, tell=told):
        if one.article is None:
            failed.append(one.error or InputError(f"expected an article in {one.name}, found none"))
            told(str(failed[-1]))
            continue
        verifications.append(verify(read(one.article), index))
        if as_json:
            click.echo(export.to_json(verifications[-1]).encode("utf-8"))
        else:
            console = Console()
            if len(verifications) > 1:
                console.print()
            if len(articles) > 1:
                console.print(printable(one.name), markup=False, highlight=False)
            show_verification(verifications[-1], console)
    if verifications and not any(one.quotations for one in verifications):
        told("expected words in quotation marks, found none: there is nothing to compare")
        sys.exit(3)
    if failed or any(not quotation.whole for one in verifications for quotation in one.quotations):
        sys.exit(1)
