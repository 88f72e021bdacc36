"""Values from outside, by the million: what is checked where it enters, and what comes out as words.

Unlike the inputs of `fuzz`, these are small and made of pieces that go wrong, so that each takes microseconds.
"""

from __future__ import annotations

import json
import socket
import traceback
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

from click import ClickException
from click.testing import CliRunner

from reportedly.articles import guard
from reportedly.articles.decoding import decoded
from reportedly.articles.fetching import fetch
from reportedly.articles.inputs import articles
from reportedly.cli import cli
from reportedly.english.dates import expressions
from reportedly.english.quotation import quotations
from reportedly.errors import ReportedlyError
from reportedly.given import MOST, host, is_address, is_day, number
from reportedly.ledger import Query
from reportedly.ledger.reviews.corrections import FIELDS, checked
from reportedly.printable import encodable, printable, tame
from reportedly.shown import escaping
from reportedly.values import labels
from reportedly.values.checks import Scope
from reportedly.values.edtf import days, is_time
from reportedly.web.typed import located

from .trial import Trial

PIECES = (
    "\x00", "\ud800", "\x9b", "\u202e", "\x85", "\n", "\r", "http://[", "//", "://", "javascript:", "&#xD800;",
    "9" * 40, "1e999", "null", "-", "/", "..", "X", "~", "2024", "-05", "-0500", "T10:10:10Z", "٢٠٢٤", "İ", "é", "日本",
    "“", "”", "‘", '"', "'", "[", "{", "%", "*", " ", "a", "@", "#", "on Tuesday", "last week", "in May 0000",
    "30 February 2024",
    "9999999999 days ago", "the year 99999",
)  # fmt: skip
SCOPE = Scope("Ana Reyes said it floats.", {1: None, 2: 1}, 1, [[10, 14]])
MEMBERS = ("edtf", "spans", "name", "kind", "role", "number", "text", "relation", "statement", "target", "polarity",
           "value", "cue", "content", "type")  # fmt: skip
ANSWER = (b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 302 Found\r\n", b"Content-Type: text/html\r\n", b"Location: /\r\n",
          b"Location: http://[\r\n", b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n", b"\r\n", b"0\r\n",
          b"5\r\n", b"Content-Encoding: gzip\r\n", b"\x1f\x8b\x08\x00", b"<p>It", b"\x9b", b"\x00", b":", b"-1",
          b"HTTP/9")  # fmt: skip
COMMANDS = (
    ("search", "--holder"), ("search", "--since"), ("search", "--standing"), ("search", "--limit"), ("who", "--about"),
    ("holders", "--undo"), ("findings", "--code"), ("figures", "list", "--on"), ("read", "none", "--published"),
    ("read", "none", "--url"), ("export", "none/x.csv", "--base"), ("check", "none", "--published"),
)  # fmt: skip


def _words(chance: Random, most: int = 8) -> str:
    return "".join(
        chance.choice(PIECES) if chance.random() < 0.8 else chr(chance.randrange(0x3000))
        for _ in range(chance.randrange(most))
    )


def _value(chance: Random, depth: int = 0) -> Any:
    """Anything that JSON can hold, of the form that corrections have, or nearly."""
    sort = chance.randrange(8 if depth < 3 else 4)
    if sort > 5:
        return {chance.choice(MEMBERS): _value(chance, depth + 1) for _ in range(chance.randrange(5))}
    if sort > 3:
        return [_value(chance, depth + 1) for _ in range(chance.randrange(4))]
    numbers = (0, 1, -1, 5, 10**400, 2**63, 0.5, -1.0, 1e308, float("nan"), float("inf"))
    return (None, True, chance.choice(numbers), _words(chance, 4))[sort]


def _given(chance: Random, _: Path) -> None:
    words = _words(chance)
    is_day(words)
    assert (number(words) or 0) <= MOST
    assert host(words) is not None or not is_address(words)


def _times(chance: Random, _: Path) -> None:
    words = _words(chance) if chance.random() < 0.3 else "".join(chance.choices("0123456789-/.XY?~%TZ:", k=12))
    labels.when(words)
    assert all(day is None or is_day(day) for day in days(words))
    assert not is_time(words) or any(days(words))


def _expressions(chance: Random, _: Path) -> None:
    for found in expressions(_words(chance, 12), chance.choice((None, date.min, date.max, date(2024, 5, 6)))):
        assert found.period is None or is_time(found.period.edtf), found.period


def _shown(chance: Random, _: Path) -> None:
    words = _words(chance)
    printable(words).encode()
    escaping.isolate(words).encode()
    escaping.link(words).encode()
    assert json.loads(tame(json.dumps(encodable(words), ensure_ascii=False))) == encodable(words)


def _decoded(chance: Random, _: Path) -> None:
    words = _words(chance, 12).encode("utf-8", "surrogatepass")
    data = words if chance.random() < 0.8 else words + chance.randbytes(chance.randrange(20))
    decoded(data, "x", is_html=chance.random() < 0.5, charset=chance.choice((None, "utf-7", "cp1252", "utf-16", "x")))


def _corrections(chance: Random, _: Path) -> None:
    checked(chance.choice(FIELDS), _value(chance), SCOPE)


def _queries(chance: Random, _: Path) -> None:
    Query(_words(chance), *(chance.choice((None, _words(chance, 4))) for _ in range(8)))


def _typed(chance: Random, _: Path) -> None:
    located(_words(chance, 4), f"Ana “Reyes” said\nit floats. {_words(chance)}", 3)


def _quotations(chance: Random, _: Path) -> None:
    quotations(_words(chance, 20))


def _lines(chance: Random, folder: Path) -> None:
    keys = ("text", "html", "url", "outlet", "title", "authors", "published", "language")
    line = json.dumps({key: _value(chance) for key in chance.sample(keys, chance.randrange(1, 6))})
    (folder / "a.jsonl").write_text(line if chance.random() < 0.8 else line[: chance.randrange(len(line))])
    assert [found.error or found.article for found in articles([str(folder / "a.jsonl")])]


def _answers(chance: Random, _: Path) -> None:
    sent = b"".join(chance.choices(ANSWER, k=chance.randrange(1, 12)))

    def connected(*_: object, **__: object) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            theirs.sendall(sent)
        return ours

    there = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 80))]
    with mock.patch.object(guard, "create_connection", connected), mock.patch.object(socket, "getaddrinfo") as asked:
        asked.return_value = there
        fetch("http://news.example/", reach="web")


def _commands(chance: Random, folder: Path) -> None:
    command = chance.choice(COMMANDS)
    arguments = [*command[:-1], *(["1"] if command[0] == "who" else []), f"{command[-1]}={_words(chance)}"]
    where = [] if command[0] == "read" else ["--ledger", str(folder / "none.db")]
    ended = CliRunner().invoke(cli, [*arguments, *where], standalone_mode=False)
    if ended.exception and not isinstance(ended.exception, ReportedlyError | ClickException | SystemExit):
        raise ended.exception


#: Each kind of value, and how many times as long one takes as the quickest.
VALUES: Mapping[str, tuple[Callable[[Random, Path], None], int]] = {
    "days, numbers, addresses": (_given, 1), "EDTF": (_times, 1), "expressions of time": (_expressions, 1),
    "words shown": (_shown, 1), "bytes decoded": (_decoded, 4), "corrections": (_corrections, 1),
    "queries": (_queries, 1), "words typed": (_typed, 1), "quotations": (_quotations, 1),
    "lines of JSON": (_lines, 20), "answers of servers": (_answers, 40), "options": (_commands, 100),
}  # fmt: skip


def values(chance: Random, times: int, folder: Path) -> Iterator[Trial]:
    """Try each kind of value."""
    for kind, (one, takes) in VALUES.items():
        runs, faults = max(2, times // takes), dict[str, None]()
        for _ in range(runs):
            try:
                one(chance, folder)
            except ReportedlyError as error:
                if not str(error):
                    faults[f"{type(error).__name__} without a sentence"] = None
            except Exception:
                last = " < ".join(reversed(traceback.format_exc().strip().splitlines()[-3:]))
                faults[last] = None
        yield Trial(f"values: {kind}", runs, tuple(faults))
