"""A draft held against a ledger, on a screen or in a pipe."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from ...ledger.asked.checked import Check, CheckedStatement, CheckFinding
from ...printable import printable
from ...records import clock
from ..side_by_side import MarkedWords, side_by_side
from .lines import columns, write

#: Columns from which on both wordings stand side by side; below, one under the other.
WIDE = 100
#: How words that the other wording lacks are marked: the draft's, the ledger's.
_MARKS = (("{+", "+}", "bold"), ("[-", "-]", "bold"))
_STYLES = {"same": "green", "differs": "bold red", "other-holder": "bold red", "similar": "yellow", "new": "cyan"}
#: What stands before the lines of a row.
_INDENT = Text("  ")


def show_check(check: Check, console: Console) -> None:
    """Write the summary, then every statement beside its nearest wording, then what was found elsewhere."""
    write(console, Text(f"{check}.", style="bold"))
    for at, one in enumerate(check.statements):
        console.print()
        found = [finding for finding in check.findings if at in finding.statements]
        _row(at, one, found, console)
    for finding in check.findings:
        if not finding.statements:
            console.print()
            _finding(finding, console)


def _row(at: int, one: CheckedStatement, found: Sequence[CheckFinding], console: Console) -> None:
    head = Text.assemble(
        f"{at + 1:>3}  ", (one.status, _STYLES[one.status]), f" · {printable(one.holder or 'unknown')}"
    )
    for finding in found:
        head.append(f" · {finding.code}", style="bold")
    write(console, head)
    if one.nearest is None:
        write(console, Text(printable(one.words)), _INDENT)
    else:
        ours, theirs = side_by_side(printable(one.words), printable(one.nearest.words))
        mine, there = _marked(ours, *_MARKS[0]), _marked(theirs, *_MARKS[1])
        near = one.nearest
        time = clock.code(near.time) if near.time is not None else None
        known = (near.holder or "unknown", near.outlet, near.published, near.title, time, near.url)
        where = Text(" · ".join(printable(value) for value in known if value), style="dim")
        if console.width >= WIDE:
            columns(console, Text.assemble("draft: ", mine), Text.assemble("ledger: ", there), _INDENT)
            write(console, where, _INDENT)
        else:
            write(console, mine, Text("  draft   "))
            write(console, there, Text("  ledger  "))
            write(console, where, Text("          "))
    for finding in found:
        write(console, Text(printable(finding.sentence)), Text("  → "))


def _marked(stretches: Sequence[MarkedWords], opening: str, closing: str, style: str) -> Text:
    text = Text()
    for one in stretches:
        text.append(f"{opening}{one.words}{closing}" if one.differs else one.words, style=style if one.differs else "")
    return text


def _finding(finding: CheckFinding, console: Console) -> None:
    write(console, Text(finding.code, style="bold"))
    write(console, Text(printable(finding.sentence)), _INDENT)
