"""Terminal: a reading as an account to read on a screen or in a pipe.

Everything from the article passes through `printable` and goes to Rich as `Text`, never as a string:
no escape sequence reaches the terminal and no [bracket] is taken for markup.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from .holders import Holder
from .reading import Reading, Statement, printable

#: However deep the nesting and narrow the screen, words get this many columns.
_NARROWEST = 20


def show(reading: Reading, console: Console) -> None:
    """Write the reading to `console`: the article, its statements one by one, then whose they are."""
    _head(reading, console)
    if not reading.statements:
        _write(console, Text("No statements were found in this article."))
        return
    digits = len(str(len(reading.statements)))
    for index, depth in reading.outline():
        _statement(reading, console, index, _indent(console, depth), digits)
    _holders(reading, console)


def _head(reading: Reading, console: Console) -> None:
    article = reading.article
    _write(console, Text(reading.headline, style="bold"))
    known = [printable(value) for value in (article.outlet, article.published) if value]
    if reading.statements:
        known += [_count(len(reading.statements), "statement"), _count(len(reading.holders), "holder")]
    if known:
        _write(console, Text(" · ".join(known), style="dim"))
    console.print()


def _statement(reading: Reading, console: Console, index: int, indent: int, digits: int) -> None:
    statement = reading.statements[index]
    line = Text.assemble(
        _whose(reading, statement),
        " · ",
        (reading.words(statement.cue), "italic"),
        (f" · {statement.type} · {statement.confidence:.0%} sure", "dim"),
    )
    number = f"{index + 1:>{digits}}"
    _write(console, line, first=Text(" " * indent + number + "  "))
    _write(console, Text(reading.words(statement.content)), first=Text(" " * (indent + digits + 2)))
    console.print()


def _whose(reading: Reading, statement: Statement) -> Text:
    """“she → Ana Reyes”; the name alone where the text says just that, or where it names no source."""
    name = printable(statement.holder.name) if statement.holder else "unknown"
    source = reading.words(statement.source)
    whose = Text(name, style="bold" if statement.holder else "bold dim")
    if source and source.casefold() != name.casefold():
        return Text.assemble(source, " → ", whose)
    return whose


def _holders(reading: Reading, console: Console) -> None:
    counts = {holder: len(indices) for holder, indices in reading.by_holder().items()}
    unknown = counts.pop(None, 0)
    rows = [
        (printable(holder.name), _description(holder), _count(counts[holder], "statement"))
        for holder in reading.holders
    ]
    if unknown:
        rows.append(("unknown", "the text doesn’t tell", _count(unknown, "statement")))
    _write(console, Text("Holders", style="bold"))
    widths = _widths(console, rows)
    for row in rows:
        _row(console, row, widths)


def _description(holder: Holder) -> str:
    return f"{holder.kind}, {printable(holder.role)}" if holder.role else holder.kind


def _row(console: Console, cells: Sequence[str], widths: Sequence[int]) -> None:
    """Cells side by side, each wrapped to its width."""
    styles = ("bold", "", "dim")
    columns = [
        Text(cell, style=style).wrap(console, width) for cell, style, width in zip(cells, styles, widths, strict=True)
    ]
    for number in range(max(map(len, columns))):
        line = Text()
        for column, width in zip(columns, widths, strict=True):
            cell = column[number] if number < len(column) else Text()
            line.append_text(cell).append(" " * (width - cell.cell_len + 2))
        line.rstrip()
        console.print(line, soft_wrap=True)


def _widths(console: Console, rows: Sequence[tuple[str, str, str]]) -> tuple[int, int, int]:
    """Widths for name, description and count: as wide as they need, the first two narrowed until all fit."""
    name, description, count = (max(cell_len(row[column]) for row in rows) for column in range(3))
    room = max(console.width - count - 4, _NARROWEST)
    name = min(name, max(room // 2, room - description))
    return name, min(description, room - name), count


def _write(console: Console, text: Text, first: Text | None = None) -> None:
    """Write `text` wrapped, its first line after `first` and the others as far in; no space at a line's end."""
    lead = first or Text()
    for line in text.wrap(console, max(console.width - lead.cell_len, 1)):
        line.rstrip()
        console.print(Text.assemble(lead, line), soft_wrap=True)
        lead = Text(" " * lead.cell_len)


def _indent(console: Console, depth: int) -> int:
    return min(4 * depth, max(console.width - _NARROWEST - 6, 0))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
