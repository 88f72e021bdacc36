"""Lines and tables wrapped to the console's width, without trailing spaces."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

#: The fewest columns left for words, however deep the nesting and narrow the screen.
_NARROWEST = 20

#: What the row is about, what is said of it, and how many or which statements.
TableRow = tuple[str, str, str]


def table(console: Console, title: str, rows: Sequence[TableRow]) -> None:
    """Write rows of three cells under a title."""
    write(console, Text(title, style="bold"))
    widths = _widths(console, rows)
    for row in rows:
        _row(console, row, widths)


def _row(console: Console, cells: TableRow, widths: Sequence[int]) -> None:
    """Write cells side by side, each wrapped to its width."""
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


def _widths(console: Console, rows: Sequence[TableRow]) -> tuple[int, int, int]:
    """The widths of the three columns: as wide as needed, the first two narrowed until all fit."""
    name, description, last = (max(cell_len(row[column]) for row in rows) for column in range(3))
    room = max(console.width - last - 4, _NARROWEST)
    name = min(name, max(room // 2, room - description))
    return name, min(description, room - name), last


def write(console: Console, text: Text, first: Text | None = None) -> None:
    """Write `text` wrapped: `first` before its first line, the other lines indented as far; no trailing spaces."""
    lead = first or Text()
    for line in text.wrap(console, max(console.width - lead.cell_len, 1)):
        line.rstrip()
        console.print(Text.assemble(lead, line), soft_wrap=True)
        lead = Text(" " * lead.cell_len)


def columns(console: Console, one: Text, other: Text, lead: Text) -> None:
    """Write two texts side by side after `lead`, each wrapped to half of the width."""
    width = max((console.width - lead.cell_len - 3) // 2, _NARROWEST)
    left, right = (list(text.wrap(console, width)) for text in (one, other))
    for number in range(max(len(left), len(right))):
        line = Text.assemble(lead)
        for column, gap in ((left, 3), (right, 0)):
            cell = column[number] if number < len(column) else Text()
            cell.rstrip()
            line.append_text(cell).append(" " * (width - cell.cell_len + gap if gap else 0))
        line.rstrip()
        console.print(line, soft_wrap=True)


def indent(console: Console, depth: int) -> int:
    """The indentation at a depth of nesting, in columns."""
    return min(4 * depth, max(console.width - _NARROWEST - 6, 0))
