"""The command line: arguments, printing, exit codes; nothing else.

Exit codes: 0 all went well; 1 an input failed (the others were read all the same), something was found (`check`), or a
result can't be had or written; 2 the command was called wrongly; 130 stopped by the user.
"""

from __future__ import annotations

import errno
import sys
from typing import NoReturn

import click

from ..errors import ReportedlyError
from . import articles as articles
from . import export as export
from . import holders as holders
from . import ledger as ledger
from . import serve as serve
from . import users as users
from .group import cli


def main() -> None:
    """Run the command line; each of our errors ends as one sentence on standard error and exit code 1."""
    try:
        cli(standalone_mode=False)
    except ReportedlyError as error:
        _fail(str(error), 1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _fail("stopped before the end.", 130)
    except BrokenPipeError:
        # The reader of our output (head, less) has closed the pipe. Without this, Python would report it again on exit.
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EIO, errno.EPIPE):
            raise
        _fail(f"expected to write the result, but: {error.strerror}", 1)


def _fail(message: str, code: int) -> NoReturn:
    click.echo(f"reportedly: {message}", err=True)
    sys.exit(code)
