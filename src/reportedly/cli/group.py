"""The group to which all commands belong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..__about__ import __version__

if TYPE_CHECKING:
    from ..evidence.archive import Archive

F = TypeVar("F", bound=Callable[..., Any])


class Command(click.Command):
    """A command that takes nothing empty: `--holder "$NAME"` with an unset NAME isn't a search for everybody."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As the base class. Raises UsageError for an option or argument that is empty, or blank."""
        rest = super().parse_args(ctx, args)
        for parameter in self.get_params(ctx):
            given = ctx.params.get(parameter.name or "")
            words = given if isinstance(given, tuple) else (given,)
            if words and all(isinstance(word, str) and not word.strip() for word in words):
                raise click.BadParameter("expected words, but found none.", ctx, parameter)
        return rest


class Group(click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type


ALLOW_PRIVATE = click.option(
    "--allow-private", is_flag=True, help="Let links in feeds, and redirects, lead to private addresses too."
)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Reads news and says who said what."""


# -- options of commands that take articles ----------------------------------------------------------------------------

#: What a column may hold; `articles.columns` has the same, and takes longer to load.
HOLDS = ("text", "html", "title", "url", "outlet", "authors", "published", "language")
_PAIR = re.compile(rf"(?:{'|'.join(HOLDS)})=.+", re.DOTALL)


class Taking(Command):
    """A command that takes articles. After --column may stand several: `--column text=body title=headline`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As the base class."""
        spread: list[str] = []
        for one in args:
            if _PAIR.fullmatch(one) and spread[-2:-1] == ["--column"]:
                spread.append("--column")
            spread.append(one)
        return super().parse_args(ctx, spread)


def _columns(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> Mapping[str, str]:
    """The columns by what they hold. Raises BadParameter."""
    for one in given:
        if not _PAIR.fullmatch(one):
            raise click.BadParameter(
                f"expected one of {', '.join(HOLDS)}, “=” and the name of a column, found {one!r}."
            )
    return dict(one.split("=", 1) for one in given)


COLUMN = click.option(
    "--column", "columns", metavar="HOLDS=NAME", multiple=True, callback=_columns,
    help="Which column of a table holds the text, title, url, outlet, authors, published: text=body.",
)  # fmt: skip


def _any(_: click.Context, __: click.Parameter, given: str) -> bool:
    return given == "any"


LANGUAGE = click.option(
    "--language", "any_language", type=click.Choice(("en", "any")), default="en", show_default=True, callback=_any,
    help="Pass over what isn't in English, or read any language.",
)  # fmt: skip


def facts(command: F) -> F:
    """The options by which the user says what is known of articles, and which columns of tables hold it."""
    options = (
        click.option("--published", metavar="DATE", help="When they were published, whatever they say: YYYY-MM-DD."),
        click.option("--outlet", metavar="NAME", help="Who published them, whatever they say."),
        click.option("--title", metavar="WORDS", help="Its title, whatever it says: for one article."),
        click.option("--url", metavar="URL", help="Where it was published: for one article."),
        COLUMN,
    )
    for option in reversed(options):
        command = option(command)
    return command


def told(sentence: str) -> None:
    """Tell the user something beside the result, on standard error."""
    from ..printable import printable

    click.echo(f"reportedly: {printable(sentence)}", err=True)


def told_if_spoken(name: str, text: str) -> None:
    """Tell the user that a text is captions or a transcript, if it is: no statements are looked for in it then."""
    from ..records.spoken import spoken_form

    if form := spoken_form(text):
        what = "captions" if form == "captions" else "a transcript"
        told(f"{name}: {what}, read turn by turn, each a statement of its speaker")


@contextmanager
def evidence_extra() -> Iterator[None]:
    """A context in which what only the extra `evidence` brings is imported. Raises MissingExtra."""
    from ..errors import MissingExtra

    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtra(f"evidence needs the extra: pip install 'reportedly[evidence]' ({error.name})") from error


def evidence_in(folder: Path) -> Archive:
    """The evidence in a folder. Raises MissingExtra."""
    with evidence_extra():
        from ..evidence.archive import Archive
    return Archive(folder)
