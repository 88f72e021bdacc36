"""Timeline: for and against whom the holders of a reading speak, drawn along time and told in a table.

A pair of holder and target is a line with a mark and a dash of its own, so that it can be told without its colour.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from .holders import Holder
from .markup import date, isolate
from .phrases import printable, toward
from .reading import Position

Pair = tuple[Holder, str]

_WIDTH, _HEIGHT = 360, 138
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 350, 14, 106
#: The right part of the drawing where some have no date to stand at.
_UNDATED = 56
#: Closer than this, two marks hide each other; characters of a label are about so wide.
_APART, _LETTER = 10, 6
#: Where a mark moves to when its place is taken: a little right, a little left, and on.
_ASIDE = [0, *(side * step * _APART for step in range(1, 20) for side in (1, -1))]

#: Marks of pairs, around (0, 0), and dashes of their lines; with more pairs they come round again.
_SHAPES = (
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
    "M-4 -4h8v8h-8z",
    "M0 -5l5 9h-10z",
    "M0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z",
    "M0 5l5 -9h-10z",
)
_DASHES = ("", "6 3", "2 3", "9 3 2 3")

#: The beginning of an EDTF date, the end for an interval of no known beginning.
_START = re.compile(r"(?:\.\.)?/?(([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?)(?![0-9])")


def timeline(positions: Sequence[Position], colours: Mapping[Holder, str]) -> str:
    """The drawing and the table as HTML. colours: of each holder its number in page.css."""
    pairs = {pair: number for number, pair in enumerate(dict.fromkeys(map(_pair, positions)))}
    places = _places(positions)
    drawing = _drawing(positions, places, pairs, colours) if any(_year(p.time) is not None for p in positions) else ""
    return f"<figure>\n{drawing}{_table(positions, pairs, colours)}\n</figure>"


def _pair(position: Position) -> Pair:
    return position.holder, position.target


# The drawing -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    x: float
    y: float

    def hides(self, other: _Place) -> bool:
        return abs(self.x - other.x) < _APART and abs(self.y - other.y) < _APART


def _places(positions: Sequence[Position]) -> list[_Place]:
    """Where each position stands: by its time from left to right, from against to for upwards."""
    years = [year for position in positions if (year := _year(position.time)) is not None]
    first, last = min(years, default=0), max(years, default=0)
    right = _RIGHT - _APART - (_UNDATED if len(years) < len(positions) else 0)
    left = _LEFT + _APART
    places: list[_Place] = []
    for position in positions:
        year = _year(position.time)
        if year is None:
            x = _RIGHT - _UNDATED / 2
        else:
            x = left + (right - left) * ((year - first) / (last - first) if last > first else 0.5)
        y = _TOP + (_BOTTOM - _TOP) * (1 - position.polarity) / 2
        places.append(_free(_Place(x, y), places))
    return places


def _free(wanted: _Place, taken: Sequence[_Place]) -> _Place:
    """The wanted place, or the next one beside it where no mark hides another; the wanted one if all are taken."""
    for aside in _ASIDE:
        place = _Place(wanted.x + aside, wanted.y)
        if _LEFT < place.x < _RIGHT and not any(place.hides(other) for other in taken):
            return place
    return wanted


def _year(edtf: str | None) -> float | None:
    """A date as years with a fraction: 2024-07 is 2024.5. None for what is no date."""
    found = _START.match(edtf or "")
    if not found:
        return None
    month = int(found[3] or 1)
    if month > 20:  # EDTF counts the seasons from 21.
        month = (month - 20) * 3
    return int(found[2]) + (month - 1) / 12 + (int(found[4] or 1) - 1) / 372


def _drawing(
    positions: Sequence[Position], places: Sequence[_Place], pairs: Mapping[Pair, int], colours: Mapping[Holder, str]
) -> str:
    dated: dict[Pair, list[_Place]] = {pair: [] for pair in pairs}
    for position, place in zip(positions, places, strict=True):
        if _year(position.time) is not None:
            dated[_pair(position)].append(place)
    lines = "".join(_line(dated[pair], number, colours[pair[0]]) for pair, number in pairs.items())
    points = "".join(
        _point(position, place, pairs[_pair(position)], colours[position.holder])
        for position, place in zip(positions, places, strict=True)
    )
    return (
        f'<svg class="timeline" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        'aria-label="Stances along time, from against to for; the table below says the same.">'
        f"{_axes()}{_labels(positions, places)}{lines}{points}</svg>\n"
    )


def _axes() -> str:
    middle = (_TOP + _BOTTOM) / 2
    across = f"H{_RIGHT}M{_LEFT} "
    return (
        f'<path class="axis faint" d="M{_LEFT} {_TOP}{across}{_BOTTOM}H{_RIGHT}"/>'
        f'<path class="axis" d="M{_LEFT} {middle:g}H{_RIGHT}"/>'
        f'<text x="{_LEFT - 8}" y="{_TOP + 4}" text-anchor="end">for</text>'
        f'<text x="{_LEFT - 8}" y="{_BOTTOM + 4}" text-anchor="end">against</text>'
    )


def _labels(positions: Sequence[Position], places: Sequence[_Place]) -> str:
    """Dates under their marks: the first, the last, and those between for which there is room."""
    dates: dict[str, float] = {}
    for position, place in zip(positions, places, strict=True):
        found = _START.match(position.time or "")
        dates.setdefault(found[1] if found else "no date", place.x)
    written: list[tuple[float, float]] = []
    labels = []
    ordered = list(dates.items())
    for label, x in [*ordered[:1], *ordered[:0:-1]]:
        half = len(label) * _LETTER / 2
        middle = min(max(x, half), _WIDTH - half)
        if all(middle + half < start or end < middle - half for start, end in written):
            written.append((middle - half - _LETTER, middle + half + _LETTER))
            labels.append(f'<text x="{middle:.1f}" y="{_HEIGHT - 6}" text-anchor="middle">{label}</text>')
    return "".join(labels)


def _line(places: Sequence[_Place], number: int, colour: str) -> str:
    """The line through the places of one pair."""
    if len(places) < 2:
        return ""
    path = "L".join(f"{place.x:.1f} {place.y:.1f}" for place in places)
    return f'<path class="line i{colour}" d="M{path}"{_dash(number)}/>'


def _point(position: Position, place: _Place, number: int, colour: str) -> str:
    return (
        f'<g class="point i{colour}" data-s="{position.statement + 1}" '
        f'transform="translate({place.x:.1f} {place.y:.1f})"><title>{escape(_told(position))}</title>'
        f'<path d="{_shape(number)}"/>{_turn(place) if position.turn else ""}</g>'
    )


def _told(position: Position) -> str:
    """“2024-05-08: Ana Reyes → Ole Lund, against (−0.9), a turn”."""
    pair = f"{printable(position.holder.name)} → {printable(position.target)}"
    return f"{printable(position.time or 'no date')}: {pair}, {_stance(position)}"


def _turn(place: _Place) -> str:
    """A ring around a mark, and a word beside it that keeps to the drawing."""
    left = place.x > _WIDTH - 50
    return (
        f'<circle r="8.5"/><text x="{-13 if left else 13}" y="4" text-anchor="{"end" if left else "start"}">turn</text>'
    )


def _shape(number: int) -> str:
    return _SHAPES[number % len(_SHAPES)]


def _dash(number: int) -> str:
    dash = _DASHES[number % len(_DASHES)]
    return f' stroke-dasharray="{dash}"' if dash else ""


# The table -------------------------------------------------------------------------------------------------------


def _table(positions: Sequence[Position], pairs: Mapping[Pair, int], colours: Mapping[Holder, str]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in ("When", "Who, toward whom", "Stance", "No."))
    rows = "\n".join(_row(p, pairs[_pair(p)], colours[p.holder]) for p in positions)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _row(position: Position, number: int, colour: str) -> str:
    statement = position.statement + 1
    cells = (
        date(position.time) or "no date",
        f"{_sign(number)} {isolate(position.holder.name)} → {isolate(position.target)}",
        _stance(position),
        f'<a href="#s{statement}" aria-label="Statement {statement}">{statement}</a>',
    )
    return f'<tr class="i{colour}" data-s="{statement}">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _sign(number: int) -> str:
    """The line and the mark of a pair, as in the drawing."""
    return (
        '<svg class="sign" viewBox="-14 -7 28 14" aria-hidden="true">'
        f'<path class="line" d="M-14 0H14"{_dash(number)}/><path class="mark" d="{_shape(number)}"/></svg>'
    )


def _stance(position: Position) -> str:
    return toward(position.polarity) + (", a turn" if position.turn else "")
