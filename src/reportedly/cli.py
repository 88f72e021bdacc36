"""The command line: arguments, printing, exit codes; nothing else.

Exit codes: 0 all was read, 1 an input failed (the others were read all the same), 2 the command was called wrongly.
"""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TypedDict

import click

from . import __version__
from .article import Article
from .errors import InputError, OutputError, ReportedlyError
from .reading import Reading, read


class Facts(TypedDict):
    """What the user says of an article, over what the file says."""

    published: str | None
    outlet: str | None
    url: str | None


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Reads news and says who said what."""


@cli.command("read")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line for each article.")
@click.option("--html", "html", type=click.Path(dir_okay=False, path_type=Path), help="Write the marked article there.")
@click.option("--published", metavar="DATE", help="When it was published: YYYY-MM-DD.")
@click.option("--outlet", metavar="NAME", help="Who published it.")
@click.option("--url", metavar="URL", help="Where it was published.")
def read_command(
    inputs: tuple[str, ...], as_json: bool, html: Path | None, published: str | None, outlet: str | None, url: str | None
) -> None:
    """Find every attribution in each INPUT and say whose it is.

    INPUT is a text file, an HTML file, a URL, or - for standard input.
    """
    if html and len(inputs) > 1:
        raise click.UsageError(f"--html writes one article, but there are {len(inputs)} inputs.")
    failed = False
    facts: Facts = {"published": published, "outlet": outlet, "url": url}
    for i, name in enumerate(inputs):
        try:
            reading = read(_article(name, facts))
        except InputError as error:
            failed = True
            click.echo(f"reportedly: {error}", err=True)
            continue
        if html:
            _write_page(reading, html)
        if as_json:
            _print_json(reading)
        elif not html:
            _print_account(reading, first=i == 0)
    if failed:
        sys.exit(1)


def _article(name: str, facts: Facts) -> Article:
    if name == "-":
        return Article.from_bytes(click.get_binary_stream("stdin").read(), **facts)
    if name.lower().startswith(("http://", "https://")):
        return Article.from_url(name, published=facts["published"], outlet=facts["outlet"])
    return Article.from_file(Path(name), **facts)


def _print_json(reading: Reading) -> None:
    from .export import to_json  # each way out loads only what it needs: starting is most of a short run

    click.echo(to_json(reading).encode("utf-8"))


def _print_account(reading: Reading, first: bool) -> None:
    from rich.console import Console

    from .terminal import show

    console = Console()
    if not first:
        console.print()
    show(reading, console)


def _write_page(reading: Reading, path: Path) -> None:
    from .page import to_html

    try:
        path.write_text(to_html(reading), encoding="utf-8", errors="replace")
    except OSError as error:
        raise OutputError(f"expected to write the page to {path}, but {error.strerror or error}") from error
    click.echo(f"Wrote {path}", err=True)


@cli.command("evaluate")
@click.argument("gold", type=click.Path(path_type=Path), metavar="GOLD")
@click.option(
    "--predictions", type=click.Path(dir_okay=False, path_type=Path), help="Write what was found there, as JSON Lines."
)
def evaluate_command(gold: Path, predictions: Path | None) -> None:
    """Read the articles of GOLD, score what is found against it, print the table.

    GOLD is JSON Lines, plain or .xz: {"id", "text", "attributions": [{"source", "cue", "content"}]}, each a list
    of [start, end) in code points.
    """
    from .evaluation import load_gold, predictions as predicted, score, table

    articles = load_gold(gold)
    found = {}
    with _sink(predictions) as sink:
        for id, article in _progress(articles):
            row = {**predicted(read(Article(article.text))), "id": id}
            found[id] = row["attributions"]
            if sink:
                sink.write(json.dumps(row, ensure_ascii=False) + "\n")
    click.echo(table(score(articles, found)))
