"""What the package makes of files and commands, recorded: the process that `bench.same` starts for each of two sides.

    python -P bench/record.py ASKED RECORD        with PYTHONPATH set to the src whose answers are wanted

ASKED is JSON: {"src": folder, "files": {name: text}, "commands": [[argument, …], …]}. The files are written into a new
folder, and the commands run there one after the other, in this process. A command is the command line's arguments, or
a request to the reader of the ledger made there: GET or POST, the path, and of a POST the JSON that is sent. RECORD is
written as JSON: a list with what each command gave, in their order.

It is the same file for both sides, however far apart they are, so it rests on what is published alone: the entry point
of the command line, the ledger's class and the reader's app. Other modules may be moved.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from unittest.mock import patch

from starlette.testclient import TestClient

import reportedly
from reportedly.cli import main as command_line
from reportedly.ledger import Ledger
from reportedly.web import create_app

#: Where the command line keeps a ledger if nothing else is said, and who writes in it.
LEDGER, EDITOR = "reportedly.db", "editor"
HERE = "http://127.0.0.1:8765"
#: Where commands write what they don't print.
OUT = Path("out")


def outcome(command: Sequence[str]) -> str:
    """What a command or a request gives."""
    return answer(*command) if command[0] in ("GET", "POST") else account(command)


def answer(method: str, path: str, sent: str | None = None) -> str:
    """What the reader of the ledger in the current folder answers: status, headers that matter, body."""
    with Ledger.open(LEDGER) as ledger:
        app = create_app(ledger)
        client = TestClient(app, HERE, follow_redirects=False)
        headers = {"Authorization": f"Bearer {_token(ledger)}", "Content-Type": "application/json"} if sent else {}
        response = client.request(method, path, content=sent, headers=headers)
        app.state.additions.close()
    told = [f"{name}: {response.headers[name]}" for name in ("content-type", "location") if name in response.headers]
    return "\n".join([f"status {response.status_code}", *told, response.text])


def _token(ledger: Ledger) -> str:
    """A token of the one who writes, a new one each time."""
    if any(user.name == EDITOR for user in ledger.users()):
        ledger.revoke_user(EDITOR)
    return ledger.add_user(EDITOR)


def account(arguments: Sequence[str]) -> str:
    """What a command gives, run in the current folder: its exit code, what it prints, what it writes under OUT."""
    printed, complained = _stream(), _stream()
    code: object = 0
    OUT.mkdir()
    with patch.object(sys, "argv", ["reportedly", *arguments]), redirect_stdout(printed), redirect_stderr(complained):
        try:
            command_line()
        except SystemExit as ended:
            code = ended.code
    written = [f"{path}:\n{_text(path.read_bytes())}" for path in sorted(OUT.rglob("*")) if path.is_file()]
    shutil.rmtree(OUT)
    return "\n".join([f"exit code {code}", _text(_everything(printed)), _text(_everything(complained)), *written])


def _stream() -> TextIOWrapper:
    return TextIOWrapper(BytesIO(), "utf-8", newline="", write_through=True)


def _everything(stream: TextIOWrapper) -> bytes:
    data = stream.detach()
    data.seek(0)
    return data.read()


def _text(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")


def main(asked: str, record: str) -> None:
    """Run the commands of the file `asked`, write the file `record`. Raises whatever a command raises."""
    request = json.loads(Path(asked).read_text(encoding="utf-8"))
    if not Path(reportedly.__file__).is_relative_to(request["src"]):
        sys.exit(f"expected the package in {request['src']}, found it in {reportedly.__file__}")
    to = Path(record).absolute()
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for name, text in request["files"].items():
            Path(name).write_bytes(text.encode("utf-8", "surrogateescape"))
        outcomes = [outcome(command) for command in request["commands"]]
    to.write_text(json.dumps(outcomes), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
