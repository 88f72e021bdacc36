"""Commands on the holders in a ledger and on public figures."""

from __future__ import annotations

import sys
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
@click.option("--merge", nargs=2, type=NUMBER, metavar="ONE OTHER", help="Make two holders one: the fuller name stays.")
@click.option(
    "--apart", nargs=2, type=NUMBER, metavar="ONE OTHER", help="Two holders aren't one: don't suggest it again."
)
@click.option(
    "--suggest", is_flag=True, help="Go through those that may be one: y they are, n they aren't, s later, q."
)
@click.option("--split", type=NUMBER, metavar="HOLDER", help="Make a holder of its own of appearances of HOLDER.")
@click.option(
    "--appearance", "appearances", type=NUMBER, multiple=True, metavar="N", help="Which; may be given several times."
)
@REASON
@click.option(
    "--undo", type=NUMBER, metavar="DECISION", help="Take back a decision: a merge, a split, a link, a figure."
)
@click.option("--yes", is_flag=True, help="Merge without asking, whatever speaks against it.")
@click.option("--limit", type=COUNT, default=50, show_default=True, help="How many at most.")
def holders_command(
    name: str | None,
    where: str,
    as_json: bool,
    merge: tuple[int, int] | None,
    apart: tuple[int, int] | None,
    suggest: bool,
    split: int | None,
    appearances: tuple[int, ...],
    reason: str | None,
    undo: int | None,
    yes: bool,
    limit: int,
) -> None:
    """List who is in the ledger, and correct it where two are one or one is two.

    NAME, a part of a name or a number, shows every appearance with its number and why it is that holder. What is
    merged, kept apart or split is remembered for articles to come, with its reason, and `--undo` takes it back. Where
    something speaks against a merge, it is asked for first; without a terminal it needs `--yes`.
    """
    given = {
        "--merge": merge, "--apart": apart, "--split": split, "--undo": undo, "--suggest": True if suggest else None,
    }  # fmt: skip
    chosen = [option for option, value in given.items() if value is not None]
    _check(name, chosen, appearances, reason)
    with opened(where) as ledger:
        if not chosen:
            printed(ledger.holders(name, limit=limit), as_json, limit=limit)
            return
        if suggest:
            _suggest(ledger, as_json, limit)
            return
        if merge and not yes:
            _ask(ledger.doubts(*merge))
        touched = _correct(ledger, merge, apart, split, appearances, reason or "", undo)
        printed([holder for number in touched for holder in ledger.holders(str(number))], as_json)


def _check(name: str | None, chosen: list[str], appearances: tuple[int, ...], reason: str | None) -> None:
    if len(chosen) > 1:
        raise click.UsageError(f"{' and '.join(chosen)} can't be done at once")
    if chosen and name:
        raise click.UsageError(f"{chosen[0]} takes the numbers of holders, no name")
    if chosen in (["--merge"], ["--apart"], ["--split"]) and not (reason or "").strip():
        raise click.UsageError(f"{chosen[0]} needs a --reason")
    if (chosen == ["--split"]) != bool(appearances):
        raise click.UsageError("--split and --appearance need each other")


def _ask(doubts: list[str]) -> None:
    """Ask whether to merge in spite of what speaks against it. Raises Abort, and UsageError without a terminal."""
    from ..printable import printable

    if not doubts:
        return
    told = printable("; ".join(doubts))
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError(f"{told}: --yes merges them all the same")
    click.confirm(f"{told}. Are they one?", abort=True, err=True)


#: What each key says of a suggestion, and what is kept with it.
KEYS = {"y": "the same", "n": "not the same"}


def _suggest(ledger: Ledger, as_json: bool, limit: int) -> None:
    """Print the suggestions; on a terminal one after the other, each answered by a key."""
    from ..printable import printable

    found = ledger.suggestions(limit)
    if as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        printed(found, as_json, limit=limit)
        return
    for one in found:
        printed(one, as_json)
        click.echo("  one? y n, s later, q ", nl=False)
        key = ""
        while key not in {*KEYS, "s", "q"}:
            key = click.getchar().lower()
        click.echo(key)
        if key == "q":
            break
        reason = printable("; ".join(one.reasons))
        if key == "y":
            ledger.merge(one.one.id, one.other.id, f"{KEYS[key]}: {reason}")
        elif key == "n":
            ledger.keep_apart(one.one.id, one.other.id, f"{KEYS[key]}, whatever speaks for it: {reason}")


def _correct(
    ledger: Ledger,
    merge: tuple[int, int] | None,
    apart: tuple[int, int] | None,
    split: int | None,
    appearances: tuple[int, ...],
    reason: str,
    undo: int | None,
) -> list[int]:
    """Merge, split or undo as asked, and return the numbers of the holders affected."""
    if merge:
        decision = ledger.merge(*merge, reason)
    elif apart:
        decision = ledger.keep_apart(*apart, reason)
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
