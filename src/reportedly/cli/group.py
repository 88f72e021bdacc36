"""The group to which all commands belong."""

from __future__ import annotations

import click

from ..__about__ import __version__


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
