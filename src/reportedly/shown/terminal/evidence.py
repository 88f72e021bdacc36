"""What was kept of articles, and what came of checking it, on a screen or in a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from ...evidence.kept import KeptCapture
from ...printable import printable
from .lines import write


def show_kept(kept: Iterable[KeptCapture], console: Console) -> None:
    """Write what was kept of an article, numbered from 1."""
    for number, one in enumerate(kept, 1):
        write(console, Text.assemble((printable(one.uri), "bold"), f" · {one.at}"), Text(f"{number:>2}  "))
        for line in _lines(one):
            write(console, Text(printable(line)), Text("    "))


def _lines(kept: KeptCapture) -> Iterator[str]:
    yield f"{kept.media_type or 'of no type known'} · {kept.size:,} bytes · SHA-256 {kept.sha256}"
    hops = [f"{record.status} {record.uri}" for record in kept.records if record.type == "response"]
    if len(hops) > 1:
        yield " → ".join(hops)
    yield f"record {kept.record} in {kept.warc}, at byte {kept.sealed.offset:,}"
    if kept.stamp:
        yield f"stamped at {kept.stamp.at} by {kept.stamp.by}, record {kept.stamp.record}"
