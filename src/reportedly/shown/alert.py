"""An alert in words: a line that says what happened, the change itself with both wordings, where it stands, a link.

The same words go to a terminal, to channels and into the feed. Words of an article are printable here, and can't
mention anybody in a channel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from ..ledger.threads.alignment import aligned
from ..ledger.watched.alerts import Alert, Item, Where
from ..printable import printable, shorten
from ..values.labels import STANDINGS, count, dated

#: Most characters of a wording, and most things of one alert or digest that are told whole.
LONGEST: Final = 600
MOST: Final = 12
#: What a channel would take for a mention of people: “@here”, “<!channel>”.
_MENTION = re.compile(r"@(?=\w)|<(?=[!@#])")
_MARKS = "“”\"‘’' "


@dataclass(frozen=True, slots=True)
class AlertText:
    """An alert in words. title: one line. lines: the rest; empty lines part what is told of several things."""

    title: str
    lines: tuple[str, ...]

    @property
    def body(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


def told(alert: Alert, *, again: bool = False) -> AlertText:
    """An alert in words. again: whether it may have been told before."""
    lines: list[str] = ["(Perhaps told before: the watch was stopped while it was sending this.)"] if again else []
    shown = alert.items[:MOST]
    for where, items in groupby(shown, key=lambda item: item.where):
        if lines:
            lines.append("")
        for item in items:
            lines += _lines(item)
        lines += _place(where)
    if left := len(alert.items) - len(shown):
        lines += ["", f"and {left:,} more"]
    return AlertText(_safe(shorten(_title(alert), 160)), tuple(map(_safe, lines)))


def _title(alert: Alert) -> str:
    if alert.kind == "digest":
        return f"Since yesterday: {count(len(alert.items), 'change')} in what you watch"
    first = alert.items[0]
    who = next((item.who for item in alert.items if item.who), None)
    others = len({item.who for item in alert.items if item.who}) - 1
    named = f"{who} and {count(others, 'other')}" if who and others > 0 else who
    return f"{alert.rule}: {_HEADS[alert.kind](named, first)}"


def _said(who: str | None, first: Item) -> str:
    return f"{who or 'an unknown source'} in {first.where.name}"


def _edited(who: str | None, first: Item) -> str:
    if first.kind == "headline" and who is None:
        return f"{first.where.name} changed a headline"
    if first.kind == "taken down":
        return f"{first.where.name} took down " + (f"what {who} said" if who else "an article")
    return f"{first.where.name} changed what {who} said" if who else f"{first.where.name} changed its text"


def _found(who: str | None, first: Item) -> str:
    code = first.sentence.partition(":")[0].replace("-", " ")
    return f"{code} in {first.where.name}" + (f", {who}" if who else "")


_HEADS: Final = {"said": _said, "edited": _edited, "found": _found}


def _lines(item: Item) -> Iterator[str]:
    """One thing that is told, in a few lines."""
    who = item.who or "an unknown source"
    firm = "" if item.standing in ("asserted", "") else f" ({_firmness(item.standing)})"
    if item.kind == "said":
        yield f"{who} {item.cue or 'said'}{firm}: {_quoted(item.words)}"
        if item.other and item.before:
            yield f"   otherwise in {_named(item.other)}: {_quoted(item.before)}"
        elif item.other:
            yield f"   the same before in {_named(item.other)}"
        if item.sentence:
            yield f"   {item.sentence}"
        return
    if item.kind == "finding":
        code, _, sentence = item.sentence.partition(": ")
        yield f"{code.replace('-', ' ').capitalize()}. {sentence}"
        yield f"   here: {_quoted(item.words)}"
        if item.before and item.other:
            yield f"   {_named(item.other)}: {_quoted(item.before)}"
        if item.other and item.other.url and item.other.url != item.where.url:
            yield f"   {item.other.url}"
        return
    yield from _change(item, who, firm)


def _change(item: Item, who: str, firm: str) -> Iterator[str]:
    """What was edited, with both wordings."""
    whose = who if item.cue else item.who or ""
    yield item.kind.capitalize() + (f" – {whose}{firm}" if whose else "") + (f", {item.was} before" if item.was else "")
    if item.before:
        yield f"   was: {_quoted(item.before)}"
    if item.words:
        yield f"   now: {_quoted(item.words)}"
    if item.before and item.words:
        yield from _difference(item.before, item.words)
    if item.sentence:
        yield f"   {item.sentence}"


def _difference(before: str, words: str) -> Iterator[str]:
    """Which words differ, where these are few."""
    ours, theirs = (printable(side).strip(_MARKS).split() for side in (before, words))
    bare = [[word.casefold().strip(f"{_MARKS}.,;:!?") for word in side] for side in (ours, theirs)]
    differ = [stretch for stretch in aligned(*bare) if not stretch.same]
    old, new = (
        " … ".join(" ".join(some).strip(".,;:") for some in side if some)
        for side in ([ours[one.ours] for one in differ], [theirs[one.theirs] for one in differ])
    )
    if 0 < len(old) + len(new) <= (len(before) + len(words)) / 2:
        yield f"   {old} → {new}" if old and new else f"   without: {old}" if old else f"   with: {new}"


def _place(where: Where) -> Iterator[str]:
    title = f"“{shorten(printable(where.title).strip(_MARKS), 120)}”, " if where.title else ""
    day = f", {dated(where.published)}" if where.published else ""
    yield f"{title}{printable(where.name)}{day}"
    if where.url:
        yield where.url
    if where.versions:
        yield where.versions


def _named(where: Where) -> str:
    return where.name + (f", {dated(where.published)}" if where.published else "")


def _firmness(standing: str) -> str:
    return next((words for value, words in STANDINGS.items() if value == standing), standing)


def _quoted(words: str) -> str:
    return f"“{shorten(printable(words).strip(_MARKS).removesuffix(','), LONGEST)}”"


def _safe(line: str) -> str:
    """A line that is printable and mentions nobody; what it says looks the same."""
    indent = len(line) - len(line.lstrip(" "))
    return " " * indent + _MENTION.sub(lambda match: f"{match[0]}\u2060", printable(line))


def titles(told: Sequence[AlertText]) -> str:
    """The title of a message with several alerts."""
    return told[0].title if len(told) == 1 else f"{len(told)} alerts, the first: {told[0].title}"
