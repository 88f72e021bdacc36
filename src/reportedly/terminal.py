"""Terminal: a reading as an account to read on a screen or in a pipe.

Everything from the article passes through `printable` and goes to Rich as `Text`, never as a string:
no escape sequence reaches the terminal and no [bracket] is taken for markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from . import phrases
from .holders import Holder
from .phrases import count, printable
from .reading import Origin, Position, Reading, Statement

#: However deep the nesting and narrow the screen, words get this many columns.
_NARROWEST = 20

#: What it is about, what is said of it, how many or which statements.
Row = tuple[str, str, str]


def show(reading: Reading, console: Console) -> None:
    """Write the reading to `console`: the article, its statements one by one, then whose they are, on what they rest,
    and for and against whom they speak.
    """
    _head(reading, console)
    if not reading.statements:
        _write(console, Text("No statements were found in this article."))
        return
    digits = len(str(len(reading.statements)))
    for index, depth in reading.outline():
        _statement(reading, console, index, _indent(console, depth), digits)
    _holders(reading, console)
    _origins(reading, console)
    _stances(reading, console)


def _head(reading: Reading, console: Console) -> None:
    article = reading.article
    _write(console, Text(reading.headline, style="bold"))
    known = [printable(value) for value in (article.outlet, article.published) if value]
    if reading.statements:
        known += [count(len(reading.statements), "statement"), count(len(reading.holders), "holder")]
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
    lead = Text(" " * (indent + digits + 2))
    _write(console, Text(reading.words(statement.content)), first=lead)
    for known in (" · ".join(_known(reading, statement)), _way(statement)):
        if known:
            _write(console, Text(known, style="dim"), first=lead)
    console.print()


def _known(reading: Reading, statement: Statement) -> Iterator[str]:
    """To whom, when and where it was said, how firmly, what it answers, for and against whom it speaks."""
    if statement.addressee:
        yield phrases.to_whom(reading.article.text, statement.addressee)
    if statement.time:
        yield phrases.when(statement.time.edtf)
    if statement.place:
        yield phrases.where(reading.article.text, statement.place)
    if statement.standing.value != "asserted":
        yield _standing(reading, statement)
    for answer in statement.answers:
        yield f"{phrases.ANSWERS[answer.relation]} {answer.statement + 1}"
    if statement.stances:
        yield ", ".join(map(phrases.stance, statement.stances))


def _standing(reading: Reading, statement: Statement) -> str:
    """“alleged (“allegedly”)”; without the words where they are the cue, which stands above."""
    said, words = phrases.STANDINGS[statement.standing.value], statement.standing.spans
    return said if words == statement.cue else f"{said} (“{reading.words(words)}”)"


def _way(statement: Statement) -> str:
    """“came through: told NTB → cited by The Courier → here”; empty where the text names nobody between."""
    if not statement.chain:
        return ""
    start = "; starts at an unnamed source" if statement.unnamed else ""
    hops = [phrases.way(hop.name, hop.relation) for hop in statement.chain]
    return "came through: " + " → ".join([*hops, "here"]) + start


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
        (printable(holder.name), _description(holder), count(counts[holder], "statement")) for holder in reading.holders
    ]
    if unknown:
        rows.append(("unknown", "the text doesn’t tell", count(unknown, "statement")))
    _table(console, "Holders", rows)


def _description(holder: Holder) -> str:
    return f"{holder.kind}, {printable(holder.role)}" if holder.role else holder.kind


def _origins(reading: Reading, console: Console) -> None:
    """Which statements rest on which origin; nothing where the text gives no chain."""
    origins = reading.origins()
    if any(origin.name is not None for origin in origins):
        console.print()
        _table(
            console,
            "Origins",
            [(phrases.origin(origin.name, origin.relation), _resting(origin), "") for origin in origins],
        )


def _resting(origin: Origin) -> str:
    resting = phrases.statements(origin.statements)
    if origin.name is None or not origin.unnamed:
        return resting
    if origin.unnamed == origin.statements:
        return f"{resting}, from an unnamed source"
    return f"{resting}; {phrases.numbers(origin.unnamed)} from an unnamed source"


def _stances(reading: Reading, console: Console) -> None:
    """For and against whom the holders speak, in the order of time; nothing where nobody does."""
    positions = reading.stances()
    if positions:
        console.print()
        _table(console, "Stances", [_position(position) for position in positions])


def _position(position: Position) -> Row:
    pair = f"{printable(position.holder.name)} → {printable(position.target)}"
    turn = ", a turn" if position.turn else ""
    return (
        printable(position.time or "undated"),
        f"{pair}: {phrases.toward(position.polarity)}{turn}",
        phrases.statements([position.statement]),
    )


def _table(console: Console, title: str, rows: Sequence[Row]) -> None:
    """Rows of three cells under a title."""
    _write(console, Text(title, style="bold"))
    widths = _widths(console, rows)
    for row in rows:
        _row(console, row, widths)


def _row(console: Console, cells: Row, widths: Sequence[int]) -> None:
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


def _widths(console: Console, rows: Sequence[Row]) -> tuple[int, int, int]:
    """Widths for the three cells: as wide as they need, the first two narrowed until all fit."""
    name, description, last = (max(cell_len(row[column]) for row in rows) for column in range(3))
    room = max(console.width - last - 4, _NARROWEST)
    name = min(name, max(room // 2, room - description))
    return name, min(description, room - name), last


def _write(console: Console, text: Text, first: Text | None = None) -> None:
    """Write `text` wrapped, its first line after `first` and the others as far in; no space at a line's end."""
    lead = first or Text()
    for line in text.wrap(console, max(console.width - lead.cell_len, 1)):
        line.rstrip()
        console.print(Text.assemble(lead, line), soft_wrap=True)
        lead = Text(" " * lead.cell_len)


def _indent(console: Console, depth: int) -> int:
    return min(4 * depth, max(console.width - _NARROWEST - 6, 0))
