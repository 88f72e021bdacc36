"""Commands on the holders in a ledger and on public figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .group import cli
from .ledger import COUNT, JSON, LEDGER, NUMBER, opened, printed

if TYPE_CHECKING:
    from ..ledger import Ledger

REASON = click.option("--reason", metavar="WORDS", help="Why: kept with a merge or a split.")


@cli.command("holders")
@click.argument("name", required=False)
@LEDGER
@JSON
@click.option("--merge", nargs=2, type=NUMBER, metavar="ONE OTHER", help="Make holder OTHER the same as ONE.")
@click.option("--split", type=NUMBER, metavar="HOLDER", help="Make a holder of its own of appearances of HOLDER.")
@click.option(
    "--appearance", "appearances", type=NUMBER, multiple=True, metavar="N", help="Which; may be given several times."
)
@REASON
@click.option(
    "--undo", type=NUMBER, metavar="DECISION", help="Take back a decision: a merge, a split, a link, a figure."
)
@click.option("--limit", type=COUNT, default=50, show_default=True, help="How many at most.")
def holders_command(
    name: str | None,
    where: str,
    as_json: bool,
    merge: tuple[int, int] | None,
    split: int | None,
    appearances: tuple[int, ...],
    reason: str | None,
    undo: int | None,
    limit: int,
) -> None:
    """List who is in the ledger, and correct it where two are one or one is two.

    NAME, a part of a name or a number, shows every appearance with its number and why it is that holder. What is
    merged or split is remembered for articles to come, with its reason, and `--undo` takes it back.
    """
    chosen = [
        option for option, value in (("--merge", merge), ("--split", split), ("--undo", undo)) if value is not None
    ]
    _check(name, chosen, appearances, reason)
    with opened(where) as ledger:
        if not chosen:
            printed(ledger.holders(name, limit=limit), as_json, limit=limit)
            return
        touched = _correct(ledger, merge, split, appearances, reason or "", undo)
        printed([holder for number in touched for holder in ledger.holders(str(number))], as_json)


def _check(name: str | None, chosen: list[str], appearances: tuple[int, ...], reason: str | None) -> None:
    if len(chosen) > 1:
        raise click.UsageError(f"{' and '.join(chosen)} can't be done at once")
    if chosen and name:
        raise click.UsageError(f"{chosen[0]} takes the numbers of holders, no name")
    if chosen in (["--merge"], ["--split"]) and not (reason or "").strip():
        raise click.UsageError(f"{chosen[0]} needs a --reason")
    if (chosen == ["--split"]) != bool(appearances):
        raise click.UsageError("--split and --appearance need each other")


def _correct(
    ledger: Ledger,
    merge: tuple[int, int] | None,
    split: int | None,
    appearances: tuple[int, ...],
    reason: str,
    undo: int | None,
) -> list[int]:
    """Merge, split or undo as asked, and return the numbers of the holders affected."""
    if merge:
        decision = ledger.merge(*merge, reason)
    elif split is not None:
        decision = ledger.split(split, appearances, reason)
    else:
        decision = undo or 0
        ledger.undo(decision)
    if undo is not None:
        click.echo(f"undone: decision {decision}", err=True)
    else:
        click.echo(f"decision {decision}; `reportedly holders --undo {decision}` takes it back", err=True)
    return ledger.touched(decision)


@cli.group("figures")
def figures_group() -> None:
    """Public figures: names, aliases, and offices with their dates, by which holders are named surely."""


@figures_group.command("load")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@LEDGER
@JSON
def load_command(files: tuple[Path, ...], where: str, as_json: bool) -> None:
    """Load FILEs of public figures into the ledger; holders that are there already are named too.

    YAML or JSON as congress-legislators has it, or a list of {name, aliases, wikidata, offices: [{title, of, start,
    end}]}; CSV with the columns name, aliases (parted by ;), wikidata, title, of, start, end, one office a line. Packed
    ones (.gz, .xz) are read too. Loading a file again changes nothing.
    """
    from ..ledger.people.figures import read

    found = [figure for file in files for figure in read(file)]
    with opened(where, must_be=False) as ledger:
        printed(ledger.load_figures(found), as_json)


@figures_group.command("list")
@click.argument("name", required=False)
@LEDGER
@JSON
@click.option("--on", "day", metavar="DATE", help="Only offices held on this day: YYYY-MM-DD.")
@click.option("--limit", type=COUNT, default=50, show_default=True, help="How many at most.")
def list_command(name: str | None, where: str, as_json: bool, day: str | None, limit: int) -> None:
    """List public figures and their offices. NAME: words of a name or an alias."""
    with opened(where) as ledger:
        printed(ledger.figures(name, day, limit=limit), as_json, limit=limit)
