"""Every way in from outside, as a function of bytes; inputs that grow from those before, or by mutation alone.

Where atheris is installed, `guided` has them grow by what code they reach. Whatever was ever found wrong lies in
faults/ENTRY, is begun with, and is tried by the tests.
"""

from __future__ import annotations

import gzip
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock
from urllib.parse import quote

from .trial import Trial, outcome

FAULTS = Path(__file__).parent / "faults"
#: Where the reader is open to whoever sits at the machine: elsewhere each page would only ask who it is.
HERE = "http://127.0.0.1:8765"
#: Seconds that one input may take; and characters of a text that is read, which takes long.
PATIENCE, READ = 30, 1_500
#: Seconds of guided fuzzing of one entry for each input that was asked for, at most.
SECONDS = 0.03
ARTICLE = (
    "“The ferry won’t sail on Friday,” Mayor Ana Reyes said. Ole Lund denied that it was sold, he told NTB on Monday."
)
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>The Courier</title><item><title>Ferry</title>'
    "<link>https://courier.example/1</link><pubDate>Wed, 08 May 2024 10:00:00 GMT</pubDate>"
    f"<description>{ARTICLE}</description></item></channel></rss>"
)
LINE = json.dumps(
    {"text": ARTICLE, "url": "https://courier.example/1", "outlet": "The Courier", "authors": ["Jo Marsh"],
     "title": "Ferry", "published": "2024-05-08T10:00:00Z", "language": "en"}
)  # fmt: skip
CSV = "name,aliases,title,of,start,end\nAna Reyes,A. Reyes,Mayor,Port Hale,2020-01-01,\n"
YAML = """- name: {first: Ana, last: Reyes, official_full: Ana Reyes}
  terms: [{type: sen, start: 2020-01-01, state: NY}]
"""


class Entries:
    """What is tried, with a ledger of an article, and no network. A context manager."""

    def __init__(self, folder: Path) -> None:
        from starlette.testclient import TestClient  # noqa: PLC0415 - what is imported here is watched by atheris

        from reportedly import Article, read  # noqa: PLC0415
        from reportedly.ledger import Ledger  # noqa: PLC0415
        from reportedly.web import create_app  # noqa: PLC0415

        self.folder = folder
        self.ledger = Ledger.open(folder / "fuzzed.db")
        self.ledger.add(read(Article.from_text(ARTICLE, url="https://courier.example/1", published="2024-05-08")))
        self.app = create_app(self.ledger)
        self.client = TestClient(self.app, base_url=HERE, raise_server_exceptions=True, follow_redirects=False)
        self._offline = mock.patch.object(socket, "getaddrinfo", _no_network)

    def __enter__(self) -> Entries:
        self._offline.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._offline.stop()
        self.app.state.additions.close()
        self.ledger.close()

    def try_one(self, entry: str, data: bytes) -> str | None:
        """What is wrong with how an entry takes some bytes."""
        with _in_time():
            return outcome(lambda: ENTRIES[entry](self, data))

    def file(self, suffix: str, data: bytes) -> Path:
        """A file with these bytes."""
        path = self.folder / f"given{suffix}"
        path.write_bytes(data)
        return path


def _no_network(*_: object, **__: object) -> list[Any]:
    raise socket.gaierror("there is no network here")


@contextmanager
def _in_time() -> Iterator[None]:
    def late(*_: object) -> None:
        raise TimeoutError(f"more than {PATIENCE} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _text(data: bytes) -> str:
    return (
        data.decode("utf-8", "surrogatepass" if b"\xed" in data else "replace")
        if _decodes(data)
        else data.decode("latin-1")
    )


def _decodes(data: bytes) -> bool:
    with suppress(UnicodeDecodeError):
        data.decode("utf-8", "surrogatepass")
        return True
    return False


def _bytes(_: Entries, data: bytes) -> None:
    from reportedly import Article  # noqa: PLC0415

    Article.from_bytes(data)


def _html(_: Entries, data: bytes) -> None:
    from reportedly import Article  # noqa: PLC0415

    Article.from_html(data)


def _read(_: Entries, data: bytes) -> None:
    from reportedly import Article, read  # noqa: PLC0415
    from reportedly.export import to_json  # noqa: PLC0415

    reading = read(Article.from_text(_text(data)[:READ]))
    json.loads(to_json(reading))
    for statement in reading.statements:
        spans = (*statement.source, *statement.cue, *statement.content)
        if not all(0 <= span.start < span.end <= len(reading.article.text) for span in spans):
            raise AssertionError(f"a span outside of the text: {statement}")
        if [*statement.content] != sorted(statement.content, key=lambda span: span.start):
            raise AssertionError(f"pieces of a content out of order: {statement.content}")


def _inputs(suffix: str) -> Callable[[Entries, bytes], None]:
    def entry(of: Entries, data: bytes) -> None:
        from reportedly.articles.inputs import Facts, articles  # noqa: PLC0415

        for found in articles([str(of.file(suffix, data))], Facts()):
            if found.article is not None:
                of.ledger.known(found.article)

    return entry


def _packed(of: Entries, data: bytes) -> None:
    _inputs(".jsonl.gz")(of, gzip.compress(data) if data[:1] != b"\x1f" else data)


def _address(_: Entries, data: bytes) -> None:
    from reportedly import Article  # noqa: PLC0415

    Article.from_url(_text(data))


def _search(of: Entries, data: bytes) -> None:
    from reportedly.ledger import Query  # noqa: PLC0415

    names = ("words", "holder", "outlet", "since", "until", "standing", "act", "document", "sourcing")
    given = dict(zip(names, (part or None for part in _text(data).split("|")), strict=False))
    of.ledger.search(Query(**{**given, "words": given.get("words") or ""}), counts=True)


def _names(of: Entries, data: bytes) -> None:
    text = _text(data)
    of.ledger.trace(text)
    of.ledger.versions(text)
    of.ledger.holders(text)
    of.ledger.figures(text)
    of.ledger.user(text)
    of.ledger.who(text)


def _review(of: Entries, data: bytes) -> None:
    from reportedly.ledger.reviews.review import Review  # noqa: PLC0415

    try:
        given = json.loads(data)
    except (ValueError, RecursionError):
        given = _text(data)
    field, value = (given[0], given[1]) if isinstance(given, list) and len(given) == 2 else ("time", given)
    number = of.ledger.review(Review("correct", 1, field, value))
    try:
        of.ledger.article(1)
        of.ledger.reading(1, reviewed=True)
        for path in ("/articles/1", "/statements/1", "/holders/1", "/api/v1/articles/1"):
            if (status := of.client.get(path).status_code) >= 500:
                raise AssertionError(f"{path} answers {status} after a review")
    finally:
        of.ledger.undo_review(number)


def _time(_: Entries, data: bytes) -> None:
    from reportedly.values import edtf  # noqa: PLC0415

    text = _text(data)
    if edtf.is_time(text):
        edtf.days(text)


def _figures(suffix: str) -> Callable[[Entries, bytes], None]:
    def entry(of: Entries, data: bytes) -> None:
        from reportedly.ledger.people import figures  # noqa: PLC0415

        figures.read(of.file(suffix, data))

    return entry


def _gold(of: Entries, data: bytes) -> None:
    from reportedly.evaluation import gold  # noqa: PLC0415

    path = of.file(".gold.jsonl", data)
    first = outcome(lambda: gold.load_gold(path))
    if first:
        raise AssertionError(first)
    gold.load_passages(path)


def _request(of: Entries, data: bytes) -> None:
    path = "/" + quote(_text(data).lstrip("/")[:5_000], safe="/?&=%+#", errors="surrogatepass")
    answer = of.client.get(path)
    if answer.status_code >= 500:
        raise AssertionError(f"{path!r} answers {answer.status_code}")


#: Each way in, by its name, and what is begun with.
ENTRIES: Mapping[str, Callable[[Entries, bytes], None]] = {
    "bytes": _bytes, "html": _html, "read": _read, "feed": _inputs(".rss"), "lines": _inputs(".jsonl"),
    "packed": _packed, "address": _address, "search": _search, "names": _names, "review": _review, "time": _time,
    "figures-csv": _figures(".csv"), "figures-yaml": _figures(".yaml"), "gold": _gold, "request": _request,
}  # fmt: skip
SEEDS: Mapping[str, Sequence[str]] = {
    "bytes": (ARTICLE, f"<html><p>{ARTICLE}</p>"),
    "html": (f'<html><head><meta charset="utf-8"><title>Ferry</title></head><p>{ARTICLE}</p><q>It <q>floats</q></q>',),
    "read": (ARTICLE, "Reyes: It floats.\nLund: “It ‘sinks’.", "He said he said “she said ‘no’”"),
    "feed": (FEED, FEED.replace("<rss", "<!DOCTYPE rss><rss"), "<feed><entry><link href='a'/></entry></feed>"),
    "lines": (LINE, '{"html": "<p>It floats.</p>"}\n' + LINE),
    "packed": (LINE,),
    "address": ("https://courier.example:80/a?b#c", "http://[::1]/", "http://user:pass@127.0.0.1/"),
    "search": ("ferr* “won’t sail”|Reyes|NTB|2024-05-01|2024-06-01|denied|say|letter|anonymity", "ferry"),
    "names": ("Ana Reyes", "https://courier.example/1", "1"),
    "review": (
        '["time", {"value": "2024-05-06"}]', '["standing", "denied"]', '["holder", {"name": "Ana Reyes"}]',
        '["content", [[1, 10]]]', '["answers", [{"statement": 1, "relation": "replies"}]]',
    ),
    "time": ("2024-05-06", "2024-05", "1999/2001", "2024-21", "156X~", "Y-17E7"),
    "figures-csv": (CSV,),
    "figures-yaml": (YAML,),
    "gold": ('{"id": "1", "text": "It floats, he said.", "attributions": [{"cue": [[14, 18]], "content": [[0, 9]]}]}',),
    "request": ("search?words=ferry&since=2024-05-01", "articles/1", "holders/1?about=1", "api/v1/threads/1"),
}  # fmt: skip


def seeds(entry: str) -> list[bytes]:
    """What an entry is begun with: good inputs, and whatever was ever taken wrongly."""
    kept = sorted((FAULTS / entry).glob("*")) if (FAULTS / entry).is_dir() else []
    return [*(seed.encode() for seed in SEEDS[entry]), *(path.read_bytes() for path in kept)]


#: Pieces that inputs from outside go wrong on.
PIECES = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"&#xD800;", b"http://[", b"\\ud800", b"9" * 40, b"-1", b"1e999",
    "\u202e\u2028\x9b".encode(), b"[[", b"{}", b"null", b"<q>", "“‘".encode(), b"%00", b"20240604", b"-0500", b"|||",
    b"\r\n\r\n", b"'\"`;--", "İſ\ufb01".encode(), b"<![CDATA[", b"]]>", b"<!DOCTYPE a>", "“".encode() * 50, b"0000",
)  # fmt: skip


def mutated(chance: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """An input like one that is known: cut, doubled, joined with another, bytes changed, pieces put in."""
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((1, 2, 8, 40)))
        other = chance.choice(others)
        at = chance.randrange(len(other) + 1)
        data = data[:start] + chance.choice(
            (b"", chance.randbytes(end - start), chance.choice(PIECES), data[start:end] * 3, other[at : at + 40])
        ) + data[chance.choice((start, end)) :]  # fmt: skip
    return data[:20_000]


def fuzz(chance: Random, times: int, folder: Path) -> Iterator[Trial]:
    """Try each entry: guided where atheris is installed and there is time for it, else by mutation."""
    guided = times >= 1_000 and find_spec("atheris") is not None
    for entry in ENTRIES:
        # Reading, and pages after a review, take a hundred times as long as the others.
        runs = max(2, times // 100 if entry in ("read", "review", "request") else times)
        place = folder / entry
        place.mkdir()
        if guided:
            yield _guided(entry, times, chance.randrange(2**31), place)
        else:
            by_mutation(entry, runs, chance, place)
            yield Trial(f"fuzzed: {entry}", runs, _faults(place))


def _guided(entry: str, times: int, seed: int, folder: Path) -> Trial:
    """Try so many inputs, or as many as there is time for, in a process of its own."""
    given = [entry, times, max(1, round(times * SECONDS)), seed, folder]
    ended = subprocess.run(
        [sys.executable, "-m", "torture.guided", *map(str, given)], check=False, capture_output=True, text=True,
        errors="replace",
    )  # fmt: skip
    done = re.search(r"Done (\d+) runs", ended.stderr)
    blind = "no interesting inputs were found so far" in ended.stderr
    said = (ended.stderr.strip().splitlines() or ["nothing"])[-1]
    broken = [] if done else [f"{entry}: the fuzzer ended with {ended.returncode} and said {said}"]
    broken += [f"{entry}: no input reached any code that is watched"] if blind else []
    return Trial(f"fuzzed, guided: {entry}", int(done[1]) if done else 0, (*broken, *_faults(folder)))


def _faults(folder: Path) -> tuple[str, ...]:
    return tuple(path.read_text("utf-8") for path in sorted(folder.glob("*.fault")))


def by_mutation(entry: str, runs: int, chance: Random, folder: Path) -> None:
    """Try mutated inputs; each fault is kept in the folder, with its input."""
    known = seeds(entry)
    with Entries(folder) as entries:
        for number in range(runs):
            data = known[number] if number < len(known) else mutated(chance, chance.choice(known), known)
            note(entries, entry, data, folder)


def note(entries: Entries, entry: str, data: bytes, folder: Path) -> None:
    """Try an input; keep it and its fault, of each fault the first."""
    wrong = entries.try_one(entry, data)
    if wrong and not (kept := folder / f"{abs(hash(wrong[:300])):x}.fault").exists():
        kept.write_text(f"{entry}: {wrong} – of {data[:200]!r}", "utf-8")
        kept.with_suffix(".input").write_bytes(data)
