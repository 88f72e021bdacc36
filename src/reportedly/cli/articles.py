"""Commands on articles: read them, score readings against gold."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

import click

from ..errors import InputError, OtherLanguage, OutputError, within_bounds
from ..printable import printable
from ..reading import Reading, read
from .group import ALLOW_PRIVATE, LANGUAGE, Taking, cli, facts, told, told_if_spoken

if TYPE_CHECKING:
    from ..articles.pending import Input
    from ..evaluation import GoldArticle, Metric

T = TypeVar("T")


@cli.command("read", cls=Taking)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line for each article.")
@click.option("--html", "html", type=click.Path(dir_okay=False, path_type=Path), help="Write the marked article there.")
@facts
@ALLOW_PRIVATE
@LANGUAGE
def read_command(
    inputs: tuple[str, ...],
    as_json: bool,
    html: Path | None,
    published: str | None,
    outlet: str | None,
    title: str | None,
    url: str | None,
    columns: Mapping[str, str],
    allow_private: bool,
    any_language: bool,
) -> None:
    """Find every statement in each INPUT and say whose it is.

    INPUT is what `add` takes: a text, HTML, PDF or Word file, a folder of them, a pattern, a URL, an RSS or Atom feed,
    a table (CSV, TSV, Excel, Parquet, JSON), an archive (WARC, WACZ), JSON Lines, or - for any of these on standard
    input; packed or not. What fails is told, and so is what isn't in English; the rest goes on.
    """
    from ..articles.inputs import Facts, articles
    from ..english.language import check_english

    if html and len(inputs) > 1:
        raise click.UsageError(f"--html writes one article, but there are {len(inputs)} inputs.")
    known = Facts(published, outlet, url, title)
    found = articles(inputs, known, allow_private=allow_private, columns=columns, tell=told)
    failed, passed_over, shown = False, 0, 0
    for one in _only(found, inputs[0]) if html else found:
        if one.article is None:
            failed = True
            click.echo(f"reportedly: {printable(str(one.error))}", err=True)
            continue
        try:
            with within_bounds(len(one.article.text)):
                if not any_language:
                    check_english(one.article.text)
                told_if_spoken(one.name, one.article.text)
                _tell(read(one.article), as_json, html, first=not shown)
            shown += 1
        except OtherLanguage as error:
            passed_over += 1
            told(f"{one.name}: {error}")
        except InputError as error:
            failed = True
            click.echo(f"reportedly: {printable(f'{one.name}: {error}')}", err=True)
    if failed or (passed_over == 1 and not shown):
        sys.exit(1)


def _tell(reading: Reading, as_json: bool, html: Path | None, first: bool) -> None:
    if html:
        _write_page(reading, html)
    if as_json:
        _print_json(reading)
    elif not html:
        _print_account(reading, first)


def _only(found: Iterator[Input], name: str) -> list[Input]:
    """What was found, if it is one article: a page has room for no more. Raises UsageError."""
    one = list(islice(found, 2))
    if len(one) > 1:
        raise click.UsageError(f"--html writes one article, but there are several in {printable(name)}.")
    return one


def _print_json(reading: Reading) -> None:
    from ..export import to_json  # imported where it is used, as start-up is most of a short run

    click.echo(to_json(reading).encode("utf-8"))


def _print_account(reading: Reading, first: bool) -> None:
    from rich.console import Console

    from ..shown.terminal import show

    console = Console()
    if not first:
        console.print()
    show(reading, console)


def _write_page(reading: Reading, path: Path) -> None:
    from ..shown.page import to_html

    try:
        path.write_text(to_html(reading), encoding="utf-8", errors="replace")
    except OSError as error:
        raise OutputError(f"expected to write the page to {path}, but {error.strerror or error}") from error
    click.echo(f"Wrote {path}", err=True)


@cli.command("evaluate")
@click.argument("gold", required=False, type=click.Path(path_type=Path), metavar="[GOLD]")
@click.option(
    "--statements",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Score whole statements: those that FILE lists of GOLD's articles, or without GOLD those of FILE's passages.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
@click.option(
    "--predictions", type=click.Path(dir_okay=False, path_type=Path), help="Write what was found there, as JSON Lines."
)
def evaluate_command(gold: Path | None, statements: Path | None, as_json: bool, predictions: Path | None) -> None:
    """Read the articles of GOLD, score what is found against it, print the table.

    GOLD is what people annotated: an export of Label Studio (.json), a folder of brat, what `export` writes of articles
    that were wholly reviewed, or any other JSON Lines, plain or .xz: {"id", "text", "attributions": [{"source", "cue",
    "content"}]}, each a list of [start, end) in code points; beside the text it may hold when it was "published" and by
    which "outlet".

    FILE is JSON Lines too. With GOLD it says more of some attributions, a line each: {"id", "attribution": index,
    "holder", "kind", "addressee", "when", "place", "via", "standing", "answers", "targets"}. Without GOLD it holds
    passages with all their statements: {"id", "text", "statements": [{"source", "cue", "content", "parent", "holder",
    ...}]}, spans given as words. A value that is "?" or missing isn't scored.
    """
    from ..evaluation import as_json as values
    from ..evaluation import predictions as predicted
    from ..evaluation import score, score_statements, table
    from ..values.labels import count

    articles = _gold(gold, statements)
    found = {}
    with _sink(predictions) as sink:
        for article in _progress(articles):
            reading = read(article.article())
            found[article.id] = reading.statements
            if sink:
                sink.write(json.dumps(predicted(reading, article.id), ensure_ascii=False) + "\n")
    whole = all(article.whole for article in articles)
    figures: dict[str, Metric] = {} if statements else {**score(articles, found)}
    if statements or whole:
        figures |= score_statements(articles, found)
    if as_json:
        click.echo(json.dumps(values(figures)))
        return
    click.echo(table(figures))
    said = count(sum(len(article.attributions) for article in articles), "statement")
    click.echo(f"\n{count(len(articles), 'article')}, {said}{', all that there are' if whole else ''}")


def _gold(gold: Path | None, statements: Path | None) -> list[GoldArticle]:
    """The gold articles. Raises UsageError if neither file is given, and GoldError."""
    from ..evaluation import load_annotated, load_gold, load_passages, load_statements

    if gold and statements:
        return load_statements(statements, load_gold(gold))
    if gold:
        return load_annotated(gold)
    if statements:
        return load_passages(statements)
    raise click.UsageError("evaluate needs GOLD, --statements FILE, or both.")


@contextmanager
def _sink(path: Path | None) -> Iterator[IO[str] | None]:
    """The file to write to, or None without a path. Raises OutputError."""
    if path is None:
        yield None
        return
    try:
        with path.open("w", encoding="utf-8", errors="backslashreplace") as file:
            yield file
    except OSError as error:
        raise OutputError(f"expected to write the predictions to {path}, but: {error.strerror or error}") from error


def _progress(articles: Sequence[T]) -> Iterator[T]:
    """The articles themselves, with a progress bar if standard error is a terminal."""
    from rich.console import Console
    from rich.progress import track

    yield from track(articles, "Reading", console=Console(stderr=True), disable=not sys.stderr.isatty())
