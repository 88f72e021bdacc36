"""The group to which all commands belong."""

from __future__ import annotations

import click

from ..__about__ import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Reads news and says who said what."""
