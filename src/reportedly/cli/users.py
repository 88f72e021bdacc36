"""The command on who may write to a ledger."""

from __future__ import annotations

import click

from .group import cli
from .ledger import JSON, LEDGER, opened, printed


@cli.command("users")
@LEDGER
@JSON
@click.option("--add", "added", metavar="NAME", help="Let NAME write, and print the token: it can't be had again.")
@click.option("--revoke", "revoked", metavar="NAME", help="Let NAME write no more.")
def users_command(where: str, as_json: bool, added: str | None, revoked: str | None) -> None:
    """List who may write to the ledger in the reader, let somebody, or let somebody no more.

    As long as there never was a user, whoever sits at this machine may. From the first on writing needs a token, even
    when all have been revoked; reading does too if the reader is to be reached from elsewhere.
    """
    if added and revoked:
        raise click.UsageError("--add and --revoke can't be done at once")
    with opened(where, must_be=not added) as ledger:
        if added:
            token = ledger.add_user(added)
            click.echo("The token, which is told this once:", err=True)
            click.echo(token)
        elif revoked:
            ledger.revoke_user(revoked)
            click.echo(f"revoked: {revoked}", err=True)
            if not ledger.has_users():
                click.echo("Nobody may write in the reader now: --add NAME lets somebody.", err=True)
        else:
            printed(ledger.users(), as_json)
