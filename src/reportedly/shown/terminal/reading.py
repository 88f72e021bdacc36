"""A reading on a screen or in a pipe.

Everything that comes from the article passes through `printable` and goes to Rich as `Text`, never as a string:
no escape sequence reaches the terminal and no [bracket] is taken for markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.text import Text

from ...holders.holder import Holder
from ...printable import printable
from ...reading import Origin, Position, Reading, Statement
from ...values import labels
from ...values.authenticity import Authenticity
from ...values.fields import ACT, CHAIN, FIELDS, Field
from ...values.labels import count
from .lines import TableRow, indent, table, write


def show(reading: Reading, console: Console) -> None:
    """Write the reading to `console`: the article, its statements one by one, then holders, origins and the rest."""
    _head(reading, console)
    if not reading.statements:
        write(console, Text("No statements were found in this article."))
        _authenticity(reading, console)
        return
    digits = max(len(str(statement.id)) for statement in reading.statements)
    for index, depth in reading.outline():
        _statement(reading, console, index, indent(console, depth), digits)
    _holders(reading, console)
    _origins(reading, console)
    _authenticity(reading, console)
    _stances(reading, console)


def _head(reading: Reading, console: Console) -> None:
    article = reading.article
    write(console, Text(reading.headline, style="bold"))
    known = [printable(value) for value in (article.outlet, article.published) if value]
    if reading.statements:
        known += [count(len(reading.statements), "statement"), count(len(reading.holders), "holder")]
    if known:
        write(console, Text(" · ".join(known), style="dim"))
    console.print()


def _statement(reading: Reading, console: Console, index: int, indent: int, digits: int) -> None:
    statement = reading.statements[index]
    line = Text.assemble(
        _whose(reading, statement),
        " · ",
        (reading.words(statement.cue), "italic"),
        (" · ".join(("", statement.type, *_act(statement), f"{statement.confidence:.0%} sure")), "dim"),
    )
    number = f"{statement.id:>{digits}}"
    write(console, line, first=Text(" " * indent + number + "  "))
    lead = Text(" " * (indent + digits + 2))
    write(console, Text(reading.words(statement.content)), first=lead)
    for known in (" · ".join(_known(reading, statement)), _way(reading, statement)):
        if known:
            write(console, Text(known, style="dim"), first=lead)
    console.print()


def _known(reading: Reading, statement: Statement) -> Iterator[str]:
    """Addressee, time, place, standing, answers and stances of a statement, in words; “(from 1)” where carried on."""
    for field in _KNOWN:
        told = [
            _label(reading, statement, field, value) + labels.carried(reading.id_of(origin))
            for value, origin in zip(field.of(statement), statement.carried(field.name), strict=False)
            if value in field.told(statement)
        ]
        if told:
            yield field.between.join(told)


#: What is told below a statement; its chain has a line of its own, and the act stands beside its type.
_KNOWN = tuple(field for field in FIELDS if field not in (CHAIN, ACT))


def _act(statement: Statement) -> Iterator[str]:
    """“thought”; nothing for what is said."""
    return (labels.ACTS[act] for act in ACT.told(statement))


def _label(reading: Reading, statement: Statement, field: Field, value: Any) -> str:
    """“on 2024-05-07”; “alleged (“allegedly”)” for a value that is usually another, without the words in brackets where
    they are the cue, which is printed already.
    """
    label = reading.label(field, value)
    return label if not field.usual or value.spans == statement.cue else f"{label} (“{reading.words(value.spans)}”)"


def _way(reading: Reading, statement: Statement) -> str:
    """“came through: told NTB → cited by The Courier → here (from 2)”; empty for a statement without a chain."""
    if not statement.chain:
        return ""
    start = "; starts at an unnamed source" if statement.unnamed else ""
    whole = statement.whence
    hops = [
        labels.way(hop.name, hop.relation) + labels.carried(reading.id_of(origin if whole is None else None))
        for hop, origin in zip(statement.chain, statement.carried("chain"), strict=True)
    ]
    return "came through: " + " → ".join([*hops, "here"]) + labels.carried(reading.id_of(whole)) + start


def _whose(reading: Reading, statement: Statement) -> Text:
    """“she → Ana Reyes”; the name alone where it is the source itself, or where the text names no source.

    “she → probably Ana Reyes”, where that is doubted.
    """
    name = printable(statement.holder.name) if statement.holder else "unknown"
    source = reading.words(statement.source)
    whose = Text(name, style="bold" if statement.holder else "bold dim")
    doubt = ("probably ", "dim") if statement.doubted else ""
    if source and source.casefold() != name.casefold():
        return Text.assemble(source, " → ", doubt, whose)
    return Text.assemble(doubt, whose)


def _holders(reading: Reading, console: Console) -> None:
    counts = {holder: len(indices) for holder, indices in reading.by_holder().items()}
    unknown = counts.pop(None, 0)
    rows = [
        (printable(holder.name), _description(holder), count(counts[holder], "statement")) for holder in reading.holders
    ]
    if unknown:
        rows.append(("unknown", "the text doesn’t tell", count(unknown, "statement")))
    table(console, "Holders", rows)


def _description(holder: Holder) -> str:
    return f"{holder.kind}, {printable(holder.role)}" if holder.role else holder.kind


def _origins(reading: Reading, console: Console) -> None:
    """Write the origins with their statements; nothing where the text gives no chain."""
    origins = reading.origins()
    if any(origin.name is not None for origin in origins):
        console.print()
        table(
            console,
            "Origins",
            [(labels.origin(origin.name, origin.relation), _resting(reading, origin), "") for origin in origins],
        )


def _resting(reading: Reading, origin: Origin) -> str:
    resting = labels.statements(reading.ids(origin.statements))
    if origin.name is None or not origin.unnamed:
        return resting
    if origin.unnamed == origin.statements:
        return f"{resting}, from an unnamed source"
    return f"{resting}; {labels.numbers(reading.ids(origin.unnamed))} from an unnamed source"


def _authenticity(reading: Reading, console: Console) -> None:
    """Write what the article says of whether records are genuine; nothing where it says nothing of that."""
    if reading.authenticity:
        console.print()
        table(console, "Authenticity", [_doubt(reading, one) for one in reading.authenticity])


def _doubt(reading: Reading, one: Authenticity) -> TableRow:
    resting = labels.statements(reading.ids(one.statements)) if one.statements else ""
    return (
        printable(one.record),
        f"{labels.AUTHENTICITY[one.kind]} {labels.by_whom(one.by, own=one.own)}: “{reading.words(one.spans)}”",
        resting,
    )


def _stances(reading: Reading, console: Console) -> None:
    """Write the stances in order of time; nothing where there are none."""
    positions = reading.stances()
    if positions:
        console.print()
        table(console, "Stances", [_position(reading, position) for position in positions])


def _position(reading: Reading, position: Position) -> TableRow:
    pair = f"{printable(position.holder.name)} → {printable(position.target)}"
    turn = ", a turn" if position.turn else ""
    return (
        printable(position.time or "undated"),
        f"{pair}: {labels.side(position.polarity)}{turn}",
        labels.statements(reading.ids([position.statement])),
    )
