"""Timeline: the stances of a reading's holders over time, as an SVG drawing and a table.

Each pair of holder and target is a line with its own combination of marker and dashes, so that no line depends on its
colour alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from html import escape

from ..holders.holder import Holder
from ..printable import printable
from ..reading import Position
from ..values.labels import side
from .escaping import date, isolate

HolderTarget = tuple[Holder, str]

_WIDTH, _HEIGHT = 360, 138
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 350, 14, 106
#: The width of the area at the right for positions without a date.
_UNDATED = 56
#: The distance within which two markers hide each other, and the width of a label's character (estimated).
_APART, _LETTER = 10, 7
#: How far a marker is moved if its place is taken, tried in turn: right, left, and further each time.
_ASIDE = [0, *(way * step * _APART for step in range(1, 20) for way in (1, -1))]

#: Markers of pairs as SVG paths around (0, 0), and dashes of their lines; further pairs reuse them.
_SHAPES = (
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
    "M-4 -4h8v8h-8z",
    "M0 -5l5 9h-10z",
    "M0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z",
    "M0 5l5 -9h-10z",
)
_DASHES = ("", "6 3", "2 3", "9 3 2 3")

#: The beginning of an EDTF date; the end of an interval without a known beginning.
_START = re.compile(r"(?:\.\.)?/?(([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?)(?![0-9])")


def timeline(positions: Sequence[Position], ids: Sequence[int], colours: Mapping[Holder, str]) -> str:
    """The drawing and the table as HTML; no drawing if no position has a date.

    ids: of the statement of each position. colours: as in Prose.
    """
    pairs = {pair: number for number, pair in enumerate(dict.fromkeys(map(_pair, positions)))}
    places = _places(positions)
    dated = any(_year(position.time) is not None for position in positions)
    drawing = _drawing(positions, ids, places, pairs, colours) if dated else ""
    ring = "<figcaption>A ring marks a turn.</figcaption>\n" if drawing and any(p.turn for p in positions) else ""
    return f"<figure>\n{drawing}{ring}{_table(positions, ids, pairs, colours)}\n</figure>"


def _pair(position: Position) -> HolderTarget:
    return position.holder, position.target


# The drawing -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    x: float
    y: float


class _Taken:
    """The places that are taken, by columns of _APART, of which the first and the last place are kept."""

    def __init__(self) -> None:
        self._columns: dict[tuple[float, int], tuple[float, float]] = {}

    def add(self, place: _Place) -> None:
        """Take a place."""
        key = place.y, int(place.x // _APART)
        first, last = self._columns.get(key, (place.x, place.x))
        self._columns[key] = min(first, place.x), max(last, place.x)

    def hides(self, place: _Place) -> bool:
        """Whether a marker beside a place, on its side, would hide one there."""
        column, columns = int(place.x // _APART), self._columns
        before, after = columns.get((place.y, column - 1)), columns.get((place.y, column + 1))
        return (
            (place.y, column) in columns
            or (before is not None and place.x - before[1] < _APART)
            or (after is not None and after[0] - place.x < _APART)
        )


def _places(positions: Sequence[Position]) -> list[_Place]:
    """The place of each position: x by its time, y by its side, moved aside where another marker is."""
    columns = _columns({_year(position.time) for position in positions})
    places, taken = list[_Place](), _Taken()
    for position in positions:
        y = float(_TOP if position.polarity > 0 else _BOTTOM)
        places.append(_free(_Place(columns[_year(position.time)], y), taken))
        taken.add(places[-1])
    return places


def _columns(years: Set[float | None]) -> dict[float | None, float]:
    """The x of each date: in proportion to time, but far enough apart for markers to stand side by side if possible."""
    dated = sorted(year for year in years if year is not None)
    left, right = _LEFT + _APART, _RIGHT - _APART - (_UNDATED if None in years else 0)
    columns: dict[float | None, float] = {None: _RIGHT - _UNDATED / 2}
    if not dated:
        return columns
    first, span = dated[0], dated[-1] - dated[0]
    xs = [left + (right - left) * ((year - first) / span if span else 0.5) for year in dated]
    gap = min(2.0 * _APART, (right - left) / max(len(dated) - 1, 1))
    for i in range(1, len(xs)):
        xs[i] = max(xs[i], xs[i - 1] + gap)
    xs[-1] = min(xs[-1], right)
    for i in range(len(xs) - 1, 0, -1):
        xs[i - 1] = min(xs[i - 1], xs[i] - gap)
    return columns | dict(zip(dated, xs, strict=True))


def _free(wanted: _Place, taken: _Taken) -> _Place:
    """The wanted place, or the nearest one beside it that is free; the wanted one if none is."""
    for aside in _ASIDE:
        place = _Place(wanted.x + aside, wanted.y)
        if _LEFT < place.x < _RIGHT and not taken.hides(place):
            return place
    return wanted


def _year(edtf: str | None) -> float | None:
    """An EDTF date in years with a fraction (2024-07 is 2024.5); None if it isn't a date."""
    found = _START.match(edtf or "")
    if not found:
        return None
    month = int(found[3] or 1)
    if month > 20:  # EDTF counts the seasons from 21.
        month = (month - 20) * 3
    return int(found[2]) + (month - 1) / 12 + (int(found[4] or 1) - 1) / 372


def _drawing(
    positions: Sequence[Position],
    ids: Sequence[int],
    places: Sequence[_Place],
    pairs: Mapping[HolderTarget, int],
    colours: Mapping[Holder, str],
) -> str:
    through: dict[HolderTarget, dict[float, list[_Place]]] = {pair: {} for pair in pairs}
    for position, place in zip(positions, places, strict=True):
        year = _year(position.time)
        if year is not None:
            through[_pair(position)].setdefault(year, []).append(place)
    lines = "".join(_line(by_year, pairs[pair], colours[pair[0]]) for pair, by_year in through.items())
    points = "".join(
        _point(position, number, place, _shape(pairs[_pair(position)]), colours[position.holder])
        for position, number, place in zip(positions, ids, places, strict=True)
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
    """The dates below their markers: the first, the last, and those between for which there is room."""
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


def _line(by_year: Mapping[float, Sequence[_Place]], number: int, colour: str) -> str:
    """The line through the places of one pair; empty if they all have one date."""
    if len(by_year) < 2:
        return ""
    path = "L".join(f"{place.x:.1f} {place.y:.1f}" for places in by_year.values() for place in places)
    return f'<path class="line i{colour}" d="M{path}"{_dash(number)}/>'


def _point(position: Position, statement: int, place: _Place, shape: str, colour: str) -> str:
    """The marker of a position, with a ring around it for a turn. statement: its id."""
    ring = '<circle r="8.5"/>' if position.turn else ""
    return (
        f'<g class="point i{colour}" data-s="{statement}" '
        f'transform="translate({place.x:.1f} {place.y:.1f})"><title>{escape(_told(position))}</title>'
        f'<path d="{shape}"/>{ring}</g>'
    )


def _told(position: Position) -> str:
    """“2024-05-08: Ana Reyes → Ole Lund, against (−0.9), a turn”."""
    pair = f"{printable(position.holder.name)} → {printable(position.target)}"
    return f"{printable(position.time or 'no date')}: {pair}, {_stance(position)}"


def _shape(number: int) -> str:
    return _SHAPES[number % len(_SHAPES)]


def _dash(number: int) -> str:
    dash = _DASHES[number % len(_DASHES)]
    return f' stroke-dasharray="{dash}"' if dash else ""


# The table -------------------------------------------------------------------------------------------------------


def _table(
    positions: Sequence[Position], ids: Sequence[int], pairs: Mapping[HolderTarget, int], colours: Mapping[Holder, str]
) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in ("When", "Who → whom", "Stance", "No."))
    rows = "\n".join(
        _row(p, number, pairs[_pair(p)], colours[p.holder]) for p, number in zip(positions, ids, strict=True)
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _row(position: Position, statement: int, number: int, colour: str) -> str:
    cells = (
        date(position.time) or "no date",
        f"{_sign(number)} {isolate(position.holder.name)} → {isolate(position.target)}",
        _stance(position),
        f'<a href="#s{statement}" aria-label="Statement {statement}">{statement}</a>',
    )
    return f'<tr class="i{colour}" data-s="{statement}">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _sign(number: int) -> str:
    """The line and the marker of a pair, as in the drawing."""
    return (
        '<svg class="sign" viewBox="-14 -7 28 14" aria-hidden="true">'
        f'<path class="line" d="M-14 0H14"{_dash(number)}/><path class="mark" d="{_shape(number)}"/></svg>'
    )


def _stance(position: Position) -> str:
    return side(position.polarity) + (", a turn" if position.turn else "")
