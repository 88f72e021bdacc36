"""The command that serves a ledger to the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .group import cli
from .ledger import EVIDENCE, LEDGER, opened

if TYPE_CHECKING:
    from ..ledger import Ledger
    from ..web import Settings


@cli.command("serve")
@LEDGER
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=8765, show_default=True, help="0 takes any that is free."
)
@click.option("--name", "names", multiple=True, metavar="NAME", help="A name by which browsers ask for it; may repeat.")
@click.option("--public-read", is_flag=True, help="Let everybody read without a token who can reach it.")
@click.option(
    "--trusted-proxy",
    "proxies",
    multiple=True,
    metavar="ADDR",
    help="A proxy whose X-Forwarded-For and -Proto count: its IP address or network; may repeat.",
)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    help="How many answer; by default one for each core and four at most, and on other systems than Linux one.",
)
@EVIDENCE
@click.option("--open", "browser", is_flag=True, help="Open the browser.")
def serve_command(
    where: str,
    host: str,
    port: int,
    names: tuple[str, ...],
    public_read: bool,
    proxies: tuple[str, ...],
    processes: int | None,
    place: str | None,
    browser: bool,
) -> None:
    """Open the ledger in the browser, until Ctrl-C.

    It listens at this machine alone. With any --host or --name that isn't this machine's, and with a --trusted-proxy,
    everybody who reads needs a token (unless --public-read) and everybody who writes, so the ledger has to have a user
    first.
    """
    from dataclasses import replace

    from ..evidence.kept import folder_of
    from ..web import Settings
    from ..web.serving import PROCESSES, SHARES, listening, serve

    if processes and processes > 1 and not SHARES:
        raise click.UsageError("expected --processes 1 on this system: only Linux gives several their share")
    evidence = folder_of(where, place) if place or "://" not in where else None
    settings = Settings(host, port, names, public_read, proxies, evidence)
    _check_names(settings)
    with opened(where) as ledger:
        _check_users(ledger, settings, where)
        with listening(host, port) as listener:
            settings = replace(settings, port=listener.getsockname()[1])
            address = _address(host, settings.port)
            click.echo(f"The ledger {where} is open at {address} (Ctrl-C ends it)", err=True)
            if browser:
                click.launch(address)
            serve(where, ledger, settings, listener, processes or PROCESSES)
            click.echo("Closed.", err=True)


def _check_names(settings: Settings) -> None:
    """Raise ServeError for a name that no browser asks for, and for an address that no proxy has."""
    import re
    from ipaddress import ip_network

    from ..errors import ServeError

    for name in settings.names:
        if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*", name):
            raise ServeError(f"expected a host name such as desk.example for --name, but found {name!r}")
    for proxy in settings.proxies:
        try:
            ip_network(proxy, strict=False)
        except ValueError:
            raise ServeError(f"expected an IP address or network for --trusted-proxy, but found {proxy!r}") from None


def _check_users(ledger: Ledger, settings: Settings, where: str) -> None:
    """Raise ServeError if others can reach the reader and nobody has a token."""
    import shlex

    from ..errors import ServeError

    if settings.exposed is not None and not ledger.has_users():
        named = "" if "://" in where else f" --ledger {shlex.quote(where)}"  # a URL may have a password
        raise ServeError(
            f"expected a user in the ledger before others can reach it at {settings.exposed}, but there is none; "
            f"`reportedly users --add NAME{named}` makes one"
        )


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/"
