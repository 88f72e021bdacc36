"""What an article quotes beside what records have, on a screen or in a pipe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from ...printable import printable, shorten
from ...records import clock
from ...values.labels import count
from ...verification import QuotationClass, RecordPassage, Verification, VerifiedQuotation
from .lines import write

#: The classes as they are told, with their styles.
_TOLD: dict[QuotationClass, tuple[str, str]] = {
    "not-in-this-record": ("not in this record", "bold red"), "other-speaker": ("other speaker", "bold red"),
    "altered": ("altered", "bold red"), "spliced": ("spliced", "bold red"), "trimmed": ("trimmed", "yellow"),
    "cleaned": ("cleaned", "green"), "verbatim": ("verbatim", "green"),
    "heard-otherwise": ("heard otherwise", "yellow"), "heard-alike": ("heard alike", "green"),
}  # fmt: skip
#: The classes of what a machine heard.
_HEARD: Final[frozenset[QuotationClass]] = frozenset(["heard-alike", "heard-otherwise"])
#: So many code points of a passage that may be meant are shown.
_AID = 200


#: The address at which the words of a passage are played; None if they can't be.
Played = Callable[[RecordPassage], str | None]


def show_verification(verification: Verification, console: Console, played: Played | None = None) -> None:
    """Write the summary, then every quotation beside its passage, then reading aids for what isn't quoted.

    played: gives where what a machine heard is played.
    """
    records = count(len(verification.records), "record")
    _counted([verification], records, console)
    for number, one in enumerate(verification.quotations, 1):
        console.print()
        _quotation(number, one, console, played or (lambda _: None))
    told = [one for one in verification.indirect if one.nearest]
    if told:
        console.print()
        write(console, Text("Not quoted; passages that may be meant", style="bold"))
    for one in told:
        _line("  article ", f"{one.holder or 'unknown'}: {one.words}", console)
        for near in one.nearest:
            _line("  near    ", f"{_place(near)}: {shorten(near.words, _AID)}", console)


def show_counts(verifications: Sequence[Verification], console: Console) -> None:
    """Write how many quotations of several articles are of each class."""
    _counted(verifications, f"{len(verifications):,} articles", console)


def _counted(verifications: Sequence[Verification], beside: str, console: Console) -> None:
    counts = sum((one.counts for one in verifications), Counter[QuotationClass]())
    said = ", ".join(f"{counts[class_]} {told}" for class_, (told, _) in reversed(_TOLD.items()) if counts[class_])
    head = f"{count(sum(len(one.quotations) for one in verifications), 'quotation')}, {beside}"
    write(console, Text(f"{head}: {said}." if said else f"{head}.", style="bold"))


def _quotation(number: int, one: VerifiedQuotation, console: Console, played: Played) -> None:
    told, style = _TOLD[one.class_ or "not-in-this-record"]
    head = Text.assemble(f"{number:>3}  ", (told, style))
    if one.marked is not None:
        head.append(", marked" if one.marked else ", not marked")
    if one.class_ == "heard-otherwise" and one.passages and (time := one.passages[0].time) is not None:
        head.append(f" at {clock.code(time)}, listen")
    head.append(f" · {printable(one.holder or 'unknown')}")
    write(console, head)
    _line("  article ", one.words, console)
    for found in one.passages:
        _line("  heard   " if one.class_ in _HEARD else "  record  ", found.words, console)
        _line("          ", _place(found), console, "dim")
        if one.class_ in _HEARD and (address := played(found)):
            _line("  listen  ", address, console)
    for it in one.differences:
        quoted, said = (f"“{printable(words)}”" if words else "nothing" for words in (it.quoted, it.said))
        kind = "" if it.kind == "words" else f"{it.kind}: "
        _line("  → ", f"{kind}{quoted} for {said}", console)
    for near in one.nearest:
        _line("  near    ", f"{_place(near)}: {shorten(near.words, _AID)}", console)


def _place(found: RecordPassage) -> str:
    time = None if found.time is None else clock.code(found.time)
    return " · ".join(
        value for value in (found.speaker or "unknown", f"turn {found.turn}", time, found.record) if value
    )


def _line(lead: str, words: str, console: Console, style: str = "") -> None:
    write(console, Text(printable(words), style=style), Text(lead))
