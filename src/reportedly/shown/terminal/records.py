"""The records of a ledger, and what articles quote of them."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from ...ledger.asked.records import ListedRecord, Records, RecordView
from ...ledger.records.quotations import HeldQuotation
from ...ledger.records.store import RecordFacts
from ...printable import printable, shorten
from ...records import clock
from ...records.recording import fragment
from ...values.labels import count
from .lines import table, write

_WORDS = 200
#: Where `reportedly serve` listens, unless it is told otherwise.
_READER = "http://127.0.0.1:8765"


def show_records(found: Records, console: Console) -> None:
    """Write a list of records, two lines for each."""
    if not found.records:
        write(console, Text("Nothing was found."))
    for one in found.records:
        _listed(one, console)
    if len(found.records) < found.total:
        left = f"{len(found.records):,} of {count(found.total, 'record')}: --limit shows more."
        write(console, Text(left, style="dim"))


def _listed(one: ListedRecord, console: Console) -> None:
    head = (f"{one.id:>6}  {printable(one.name)}", "bold")
    quoted = f"{count(one.quotations, 'quotation')} of {count(one.articles, 'article')}"
    known = (one.form, count(one.turns, "turn"), f"{one.words:,} words", quoted if one.quotations else "not quoted")
    write(console, Text.assemble(head, " · ", " · ".join(known)))
    if about := _about(one.about):
        write(console, Text(about, style="dim"), Text(" " * 8))


def _about(about: RecordFacts) -> str:
    return " · ".join(printable(value) for value in (about.event, about.date, about.place) if value)


def show_record(view: RecordView, console: Console) -> None:
    """Write what is known of a record: who speaks in it, and what articles quote of it."""
    write(console, Text(printable(view.name), style="bold"))
    about = " · ".join(filter(None, (_about(view.about), view.form, f"record {view.id}")))
    write(console, Text(about, style="dim"))
    if view.speakers:
        table(console, "Who speaks", [_speaker(view, position) for position in range(len(view.speakers))])
    said = sum(len(turn.words.split()) for turn in view.turns)
    left = sum(len(view.words(passage).split()) for passage in view.unquoted)
    nobody = f"nobody quotes {left:,} of {said:,} words"
    write(console, Text(f"{count(len(view.quotations), 'quotation')}; {nobody}.", style="bold"))
    for one in view.quotations:
        _quotation(one, view, console)


def _speaker(view: RecordView, position: int) -> tuple[str, str, str]:
    one = view.speakers[position]
    holder = f"holder {one.holder}, {one.holder_name}: {one.reason}" if one.holder else "nobody whom the ledger knows"
    turns = sum(turn.speaker == position for turn in view.turns)
    name = ", ".join(filter(None, (one.name, one.role)))
    return printable(name), printable(holder), count(turns, "turn")


def _quotation(one: HeldQuotation, view: RecordView, console: Console) -> None:
    source = view.source(one)
    where = printable(source.name) if source else f"article {one.article}"
    head = (one.class_.replace("-", " "), "bold"), f" · {printable(one.holder or 'unknown')} · {where}"
    statement = f" · statement {one.statement}" if one.statement is not None else ""
    write(console, Text.assemble(*head, statement))
    write(console, Text(shorten(printable(one.words), _WORDS)), Text("  "))
    for at in one.passages:
        time = clock.code(at.time) if at.time is not None else None
        place = " · ".join(filter(None, (at.speaker or "unknown", f"turn {at.turn}", time)))
        write(console, Text(f"{printable(place)}: {shorten(printable(at.words), _WORDS)}", style="dim"), Text("  "))
        if view.recording and at.time is not None:
            address = f"{_READER}/records/{view.id}/recording{fragment(at.time, at.until)}"
            write(console, Text(address), Text("  listen  "))
