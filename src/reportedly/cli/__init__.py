"""The command line: arguments, printing, exit codes; nothing else.

Exit codes: 0 all went well; 1 an input failed (the others were read all the same), something was found (`check`,
`verify`), or a result can't be had or written; 2 the command was called wrongly; 3 there is nothing to compare with
(`check`, `verify`); 130 stopped by the user.
"""

from __future__ import annotations

import codecs
import errno
import sys
from io import TextIOWrapper
from typing import NoReturn

import click

from ..errors import ReportedlyError
from ..printable import plainer, printable
from . import annotate as annotate
from . import articles as articles
from . import batch as batch
from . import evidence as evidence
from . import export as export
from . import holders as holders
from . import ledger as ledger
from . import records as records
from . import serve as serve
from . import users as users
from . import watch as watch
from .group import cli


def main() -> None:
    """Run the command line; each of our errors ends as one sentence on standard error and exit code 1."""
    _let_out_anything()
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


def _let_out_anything() -> None:
    """Make standard output and error take every character, whatever the locale says.

    Where they are said to be in ASCII, as in the POSIX locale, they are in UTF-8: click has that so, too.
    """
    codecs.register_error("plainer", plainer)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            ascii_only = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding="utf-8" if ascii_only else stream.encoding, errors="plainer")


def _fail(message: str, code: int) -> NoReturn:
    click.echo(f"reportedly: {printable(message)}", err=True)
    sys.exit(code)
