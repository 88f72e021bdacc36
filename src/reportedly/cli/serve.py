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


@cli.command("serve")
@LEDGER
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=8765, show_default=True, help="0 takes any that is free."
)
@click.option("--name", "names", multiple=True, metavar="NAME", help="A name by which browsers ask for it; may repeat.")
@click.option("--open", "browser", is_flag=True, help="Open the browser.")
def serve_command(where: str, host: str, port: int, names: tuple[str, ...], browser: bool) -> None:
    """Open the ledger in the browser, until Ctrl-C.

    It listens at this machine alone. At any other --host everybody who reads needs a token, so the ledger has to have
    a user first.
    """
    from ..web import Settings

    with opened(where) as ledger:
        settings = Settings(host, port, names)
        _check(ledger, settings)
        with _listening(host, port) as listener:
            address = _address(host, listener.getsockname()[1])
            click.echo(f"The ledger {where} is open at {address} (Ctrl-C ends it)", err=True)
            if browser:
                click.launch(address)
            _serve(ledger, settings, listener)


def _check(ledger: Ledger, settings: Settings) -> None:
    from ..errors import ServeError

    if not settings.open and not ledger.has_users():
        raise ServeError(
            f"expected a user in the ledger before others can reach it at {settings.host}, but there is none; "
            "`reportedly users --add NAME` makes one"
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
    """Answer requests until the user stops it."""
    import uvicorn

    from ..web import create_app

    app = create_app(ledger, settings)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, lifespan="off",
        timeout_graceful_shutdown=3,
    )  # fmt: skip
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        click.echo("Closed.", err=True)
    finally:
        app.state.additions.close()


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/"
