"""The command that serves a ledger to the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .group import cli
from .ledger import LEDGER, opened

if TYPE_CHECKING:
    import socket

    from ..ledger import Ledger
    from ..web import Settings

#: Seconds for requests in hand to be answered when the reader is stopped, and for all of it to end.
GRACE, ENDING = 2, 4.5


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
@click.option("--open", "browser", is_flag=True, help="Open the browser.")
def serve_command(
    where: str,
    host: str,
    port: int,
    names: tuple[str, ...],
    public_read: bool,
    proxies: tuple[str, ...],
    browser: bool,
) -> None:
    """Open the ledger in the browser, until Ctrl-C.

    It listens at this machine alone. With any --host or --name that isn't this machine's, and with a --trusted-proxy,
    everybody who reads needs a token (unless --public-read) and everybody who writes, so the ledger has to have a user
    first.
    """
    from dataclasses import replace

    from ..web import Settings
    from ..web.examining import examining

    settings = Settings(host, port, names, public_read, proxies)
    _check_names(settings)
    with opened(where) as ledger:
        _check_users(ledger, settings, where)
        with _listening(host, port) as listener:
            settings = replace(settings, port=listener.getsockname()[1])
            address = _address(host, settings.port)
            click.echo(f"The ledger {where} is open at {address} (Ctrl-C ends it)", err=True)
            if browser:
                click.launch(address)
            with examining(where):
                _serve(ledger, settings, listener)


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


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises ServeError."""
    import socket

    from ..errors import ServeError

    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise ServeError(f"expected an address of this machine to listen at, but {host} is none") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)  # before the address is told: who asks at once waits instead of being refused
    except OSError as error:
        listener.close()
        raise ServeError(
            f"expected to listen at {host} on port {port}, but: {(error.strerror or str(error)).lower()}; "
            "--port names another"
        ) from error
    return listener


def _serve(ledger: Ledger, settings: Settings, listener: socket.socket) -> None:
    """Answer requests until the user or the system stops it."""
    import os
    import signal
    import threading
    from contextlib import suppress
    from types import FrameType

    import uvicorn

    from ..web import create_app, log
    from ..web.connections import limited

    class Server(uvicorn.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            # Whatever hangs is given up then: a transaction that isn't committed will not have been.
            end = threading.Timer(ENDING, os._exit, [1])
            end.daemon = True
            end.start()
            super().handle_exit(sig, frame)

    log.write()
    app = create_app(ledger, settings)
    config = uvicorn.Config(
        app, log_config=None, log_level="warning", access_log=False, server_header=False, lifespan="off",
        http=limited(), ws="none", timeout_graceful_shutdown=GRACE, proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=[*settings.proxies],
    )  # fmt: skip
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # which uvicorn gives the signal to when it has ended
    app.state.additions.start()
    try:
        with suppress(KeyboardInterrupt):  # which isn't raised where Ctrl-C is ignored, as in a script's background
            Server(config).run(sockets=[listener])
        click.echo("Closed.", err=True)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is ending
        app.state.additions.close()


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/"
