"""`reportedly serve` in a process of its own, and clients that speak to it over plain sockets."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from lxml import html

#: Seconds that a loaded machine may take to start a server, and to read a short article.
PATIENCE = 60


@dataclass
class Server:
    """A running server. log: what it has written since it told its address."""

    process: subprocess.Popen[str]
    port: int
    log: list[str] = field(default_factory=list)

    def ask(
        self, path: str, form: dict[str, str] | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], str]:
        """Status, headers and text of an answer. form: posts it as a browser does, from one of the reader's pages."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        ours = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
        sent = {**(ours if form is not None else {}), **(headers or {})}
        line.request("GET" if form is None else "POST", path, None if form is None else urlencode(form), sent)
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text

    def connect(self, sent: bytes = b"") -> socket.socket:
        """A connection on which this has been sent."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        line.sendall(sent)
        return line

    def stop(self, how: signal.Signals = signal.SIGINT) -> float:
        """Send a signal; the seconds until the process has ended."""
        start = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(PATIENCE)
        return time.monotonic() - start


@contextmanager
def serving(ledger: Path | str, *arguments: str, port: int = 0, processes: int = 1, **options: Any) -> Iterator[Server]:
    """A server of a ledger, by default on a free port, killed in the end. options: of Popen."""
    given = ["--ledger", str(ledger), "--port", str(port), "--processes", str(processes), *arguments]
    command = [sys.executable, "-m", "reportedly.cli", "serve", *given]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8", **options)
    try:
        assert process.stderr is not None
        told = re.search(r"http://[^/]*:(\d+)/", process.stderr.readline())
        assert told is not None
        server = Server(process, int(told[1]))
        reader = threading.Thread(target=lambda: server.log.extend(process.stderr or ()), daemon=True)
        reader.start()
        until(lambda: server.ask("/signin")[0] == 200)
        yield server
    finally:
        process.kill()
        process.wait()
        reader.join(PATIENCE)
        process.stderr.close()


def until(holds: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """What `holds` gives once that is true. Raises AssertionError if it isn't in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = holds()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s for {holds}")


def csrf(page: str) -> str:
    """The CSRF token of the first form on a page."""
    return str(html.fromstring(page).xpath("//main//input[@name='csrf']/@value")[0])


def is_running(number: int) -> bool:
    """Whether a process runs. One that has ended and was not asked for its exit code doesn't."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{number}/status").read_text(encoding="ascii")
    except FileNotFoundError:
        return False
