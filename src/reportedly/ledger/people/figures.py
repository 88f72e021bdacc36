"""Public figures: names, aliases and offices with dates, loaded from a file, by which holders are identified.

Two layouts are read, as YAML, JSON or CSV, compressed (.gz, .xz) or not: that of congress-legislators
(https://github.com/unitedstates/congress-legislators) and a plain one, `name, aliases, wikidata, offices`.
"""

from __future__ import annotations

import calendar
import csv
import gzip
import io
import lzma
import re
import reprlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from ...english.persons import person, same_middle
from ...errors import InputError, MissingExtra, NotFound
from ..tables import schema
from ..tables.prepared import Prepared
from .names import family, field, key
from .offices import is_office, named_office, single, titles

#: Types of terms in congress-legislators, with the titles of the offices.
TERMS = {"sen": "senator", "rep": "representative", "prez": "president", "viceprez": "vice president"}
#: A day, a month or a year.
DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True)
class Office:
    """An office and the days on which it began and ended, ISO; None where not known or not over. of: of what.

    title: in lower case. of: the place or body, None if not given.
    """

    title: str
    of: str | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A public figure. aliases: other names. wikidata: id in Wikidata, such as "Q22250"."""

    name: str
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    offices: tuple[Office, ...] = ()


def read(path: Path) -> list[Figure]:
    """The figures in a file; several entries for one figure are merged.

    Raises NotFound if there is no file, InputError, with the entry at fault, if it isn't a file of figures, and
    MissingExtra if PyYAML isn't installed.
    """
    low = path.name.lower().removesuffix(".gz").removesuffix(".xz")
    try:
        with _opened(path) as file:
            text = file.read().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise NotFound(f"expected a file of public figures in {path}, found no such file") from error
    except IsADirectoryError as error:
        raise InputError(f"expected a file of public figures, found the folder {path}") from error
    except (OSError, EOFError, lzma.LZMAError, UnicodeDecodeError) as error:
        raise InputError(f"expected a file of public figures in {path}, found one that can't be read") from error
    if "\0" in text:
        raise InputError(f"expected a file of public figures in {path}, found one that can't be read")
    entries = _csv(text, path) if low.endswith(".csv") else _yaml(text, path)
    if not isinstance(entries, list) or not entries:
        raise InputError(f"expected a list of public figures in {path}, found none")
    return _merged(_figure(entry, f"{path}, entry {number}") for number, entry in enumerate(entries, 1))


def _csv(text: str, path: Path) -> list[dict[str, Any]]:
    rows = csv.DictReader(io.StringIO(text))
    try:
        entries = list(rows)
    except csv.Error as error:
        raise InputError(f"expected CSV in {path}, line {rows.line_num}, found: {error}") from error
    if "name" not in (rows.fieldnames or ()):
        raise InputError(f'expected a column "name" in {path}, found {", ".join(rows.fieldnames or ["nothing"])}')
    for number, entry in enumerate(entries, 1):
        if None in entry:
            raise InputError(f"expected {len(rows.fieldnames or ())} columns in {path}, entry {number}, found more")
    return entries


def _opened(path: Path) -> Any:
    if path.suffix.lower() == ".gz":
        return gzip.open(path)
    return lzma.open(path) if path.suffix.lower() == ".xz" else path.open("rb")


def _yaml(text: str, path: Path) -> Any:
    try:
        import yaml  # noqa: PLC0415 - only files of figures need it
    except ModuleNotFoundError as error:
        raise MissingExtra("files of figures need the extra: pip install 'reportedly[ledger]'") from error
    # Dates are left as text, so that an impossible one is reported with its entry, as for CSV.
    loader: Any = type("Loader", (getattr(yaml, "CSafeLoader", yaml.SafeLoader),), {})
    loader.add_constructor("tag:yaml.org,2002:timestamp", lambda made, node: made.construct_scalar(node))
    try:
        return yaml.load(text, Loader=loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"expected YAML in {path}, found: {(str(error).splitlines() or ['none'])[0]}") from error


def _figure(entry: Any, where: str) -> Figure:
    if not isinstance(entry, Mapping) or not entry.get("name"):
        raise InputError(f'expected a figure with a "name" in {where}, found {_told(entry)}')
    if isinstance(entry["name"], Mapping):
        return _legislator(entry, where)
    aliases = entry.get("aliases") or ()
    if isinstance(aliases, str):
        aliases = aliases.split(";")
    if not isinstance(aliases, Sequence):
        raise InputError(f"expected a list of aliases in {where}, found {_told(aliases)}")
    offices = entry.get("offices") or ([entry] if entry.get("title") else [])
    if not isinstance(offices, list) or not all(isinstance(o, Mapping) and o.get("title") for o in offices):
        raise InputError(f'expected offices with a "title" in {where}, found {_told(offices)}')
    names = (_scalar(alias, where) for alias in aliases)
    return Figure(
        _scalar(entry["name"], where),
        tuple(name for name in names if name),
        _wikidata(entry.get("wikidata"), where),
        tuple(_office(_scalar(o["title"], where), o.get("of"), o, where) for o in offices),
    )


def _told(value: object) -> str:
    """A value as it is told in a message, cut to size before it is written out."""
    try:
        return reprlib.repr(value)[:60]
    except ValueError:
        return "a number of thousands of digits"


def _scalar(value: object, where: str) -> str:
    """A value as words. Raises InputError for one of several values, which YAML's references could make endless."""
    if not isinstance(value, str | int | float):
        raise InputError(f"expected words in {where}, found {_told(value)}")
    try:
        return str(value).strip()
    except ValueError as error:
        raise InputError(f"expected words in {where}, found {_told(value)}") from error


def _office(title: str, of: object, dates: Mapping[str, Any], where: str) -> Office:
    start, end = _day(dates.get("start"), where, last=False), _day(dates.get("end"), where, last=True)
    if start and end and end < start:
        raise InputError(f"expected an office that ends after it starts in {where}, found {start} to {end}")
    return Office(title.lower(), _scalar(of, where) if of else None, start, end)


def _day(value: object, where: str, *, last: bool) -> str | None:
    """The ISO date of a day, a month or a year. last: whether to give a month's or year's last day or its first."""
    text = _scalar(value, where) if value else ""
    if not text:
        return None
    if not DATE.fullmatch(text):
        raise InputError(f"expected a date as YYYY-MM-DD in {where}, found {text[:40]!r}")
    year, month, day = int(text[:4]), int(text[5:7] or 0), int(text[8:] or 0)
    month = month or (12 if last else 1)
    if not 1 <= month <= 12 or not year or day > calendar.monthrange(year, month)[1]:
        raise InputError(f"expected a date as YYYY-MM-DD in {where}, found {text[:40]!r}")
    return f"{year:04}-{month:02}-{day or (calendar.monthrange(year, month)[1] if last else 1):02}"


def _wikidata(value: object, where: str) -> str | None:
    """A Wikidata id, given as such or as a URL; None if there is none."""
    text = _scalar(value or "", where).rpartition("/")[2]
    if text and not re.fullmatch(r"Q[0-9]{1,20}", text):
        raise InputError(f'expected a Wikidata id such as "Q42" in {where}, found {text[:40]!r}')
    return text or None


def _legislator(entry: Mapping[str, Any], where: str) -> Figure:
    name = {part: _scalar(value, where) for part, value in entry["name"].items() if value}
    known = entry.get("id") or {}
    if not name.get("last"):
        raise InputError(f"expected a last name in {where}, found {_told(entry['name'])}")
    terms = entry.get("terms") or ()
    if not isinstance(known, Mapping) or not all(isinstance(term, Mapping) for term in terms):
        raise InputError(f"expected ids and terms as congress-legislators has them in {where}, found others")
    last, first, middle = name["last"], name.get("first", ""), name.get("middle", "")
    full = " ".join(filter(None, (first, middle, last, name.get("suffix"))))
    # Newspapers use the name that Wikipedia does: "George W. Bush", not "George Walker Bush".
    usual = _scalar(known.get("wikipedia") or "", where).partition(" (")[0]
    names = [name.get("official_full", ""), usual, full, f"{first} {last}".strip()]
    names += [f"{name['nickname']} {last}"] if name.get("nickname") else []
    names += [f"{middle} {last}"] if len(middle.rstrip(".")) > 1 else []
    whole, *aliases = dict.fromkeys(filter(None, names))
    offices = (_office(TERMS[t["type"]], t.get("state") or "United States", t, where) for t in terms
               if t.get("type") in TERMS)  # fmt: skip
    return Figure(whole, tuple(aliases), _wikidata(known.get("wikidata"), where), tuple(offices))


def _merged(figures: Iterable[Figure]) -> list[Figure]:
    """Figures with all entries of a figure merged: a CSV file has a line for each office."""
    found: dict[str, Figure] = {}
    for figure in figures:
        known = found.get(figure.wikidata or figure.name)
        if known:
            figure = Figure(  # noqa: PLW2901 - the same figure, with more of it
                known.name,
                tuple(dict.fromkeys((*known.aliases, *figure.aliases))),
                known.wikidata,
                tuple(dict.fromkeys((*known.offices, *figure.offices))),
            )
        found[figure.wikidata or figure.name] = figure
    return list(found.values())


# -- in the ledger ---------------------------------------------------------------------------------------------------


def keep(connection: sa.Connection, figures: Iterable[Figure]) -> int:
    """Store figures; returns how many were given.

    If a figure is stored already (by its Wikidata id, else by its name), new names and offices are added to it. An
    office with the same start replaces the stored one, so that a later file can end it.
    """
    count = 0
    for figure in figures:
        number = _number(connection, figure)
        _keep_names(connection, number, figure)
        _keep_offices(connection, number, figure)
        count += 1
    return count


def _number(connection: sa.Connection, figure: Figure) -> int:
    table = schema.figures
    same = table.c.wikidata == figure.wikidata if figure.wikidata else table.c.name == figure.name
    known = connection.execute(sa.select(table.c.id).where(same)).scalar()
    if known is not None:
        return int(known)
    new = sa.insert(table).values(name=figure.name, wikidata=figure.wikidata).returning(table.c.id)
    return int(connection.execute(new).scalar_one())


def _keep_names(connection: sa.Connection, number: int, figure: Figure) -> None:
    table = schema.figure_names
    there = set(connection.execute(sa.select(table.c.name).where(table.c.figure_id == number)).scalars())
    new = [
        {"figure_id": number, "name": name, "key": key(name, "person"), "family": family(name, "person")}
        for name in dict.fromkeys((figure.name, *figure.aliases))
        if name not in there
    ]
    if new:
        connection.execute(sa.insert(table), new)


def _keep_offices(connection: sa.Connection, number: int, figure: Figure) -> None:
    table = schema.offices
    there = {(o.title, o.of, o.start): o for o in of_figures(connection, [number]).get(number, ())}
    renewed = {(o.title, o.of, o.start): o for o in figure.offices}
    if all(there.get(at) == office for at, office in renewed.items()):
        return
    connection.execute(sa.delete(table).where(table.c.figure_id == number))
    rows = [
        {"figure_id": number, "title": o.title, "of": o.of, "start": o.start, "end": o.end}
        for o in (there | renewed).values()
    ]
    connection.execute(sa.insert(table), rows)


def of_figures(connection: sa.Connection, numbers: Sequence[int]) -> dict[int, list[Office]]:
    """The offices of figures by figure id, the oldest first. Figures without an office are left out."""
    table = schema.offices
    found: dict[int, list[Office]] = {}
    query = sa.select(table.c.figure_id, *table.c["title", "of", "start", "end"]).where(table.c.figure_id.in_(numbers))
    # Sorted here, because databases differ in where they sort NULL and in collation.
    for row in sorted(connection.execute(query), key=lambda row: (row.start or "", row.title, row.of or "")):
        found.setdefault(row.figure_id, []).append(Office(row.title, row.of, row.start, row.end))
    return found


def held(connection: sa.Connection, figure: int, day: str) -> list[Office]:
    """The offices that a figure (id) held on an ISO day; all that it ever held if `day` is empty."""
    return [office for office in of_figures(connection, [figure]).get(figure, ()) if not day or on(office, day)]


def on(office: Office, day: str) -> bool:
    """Whether an office was held on an ISO day. An unknown start or end counts as open."""
    return (office.start is None or office.start <= day) and (office.end is None or day <= office.end)


def known(connection: sa.Connection) -> Iterator[tuple[int, Figure]]:
    """All figures with their ids, sorted by name."""
    names: dict[int, list[str]] = {}
    for row in connection.execute(sa.select(schema.figure_names.c.figure_id, schema.figure_names.c.name)):
        names.setdefault(row.figure_id, []).append(row.name)
    table = schema.figures
    rows = sorted(connection.execute(sa.select(table)), key=lambda row: (row.name, row.id))
    for some in (rows[i : i + 500] for i in range(0, len(rows), 500)):
        offices = of_figures(connection, [row.id for row in some])
        for row in some:
            aliases = tuple(sorted(name for name in names.get(row.id, ()) if name != row.name))
            yield row.id, Figure(row.name, aliases, row.wikidata, tuple(offices.get(row.id, ())))


_ANY: Final = Prepared(sa.select(schema.figures.c.id).limit(1))


def are_there(connection: sa.Connection) -> bool:
    """Whether the ledger has any figures."""
    return bool(_ANY.rows(connection))


# -- who is one ------------------------------------------------------------------------------------------------------

#: Years before the first office and after the last one in which a figure may be quoted; set by judgement.
LIFETIME = 40
#: Fields (`names.field`) of a role that make somebody another person than the officeholder of the same name, unless the
#: role is the office.
ELSEWHERE = frozenset(["sport", "stage", "private"])


@dataclass(frozen=True, slots=True)
class Candidates:
    """The figures that the holders of an article may be.

    by_key, by_family: ids of figures by the key and by the family name of a person. names, offices: by figure id.
    """

    by_key: Mapping[str, Sequence[int]]
    by_family: Mapping[str, Sequence[int]]
    names: Mapping[int, str]
    offices: Mapping[int, Sequence[Office]]

    def named(self, name: str, role: str | None, day: str | None) -> tuple[int, str] | None:
        """The figure (id) that a person is, and the reason in words; None if that isn't certain.

        role: as in the article. day: on which it was published, an ISO date.
        """
        whole = person(name)
        if not whole.first:
            return self._titled(name, role, day)
        fitting = [n for n in self.by_key.get(whole.key, ()) if self._may_be(n, name, role, day)]
        in_office = {n: office for n in fitting if (office := self._office(n, role, day))}
        if len(in_office) == 1:
            ((number, office),) = in_office.items()
            return number, f"the public figure {self.names[number]}, {_said(office, day)}"
        if len(fitting) == 1 and not in_office:
            return fitting[0], f"the public figure {self.names[fitting[0]]}, by the name {name!r}"
        return None

    def _titled(self, name: str, role: str | None, day: str | None) -> tuple[int, str] | None:
        """As `named`, for a surname alone: by the office that was held on the day."""
        if not role or not day:
            return None
        in_office = {
            n: office for n in self.by_family.get(person(name).family, ()) if (office := self._office(n, role, day))
        }
        if len(in_office) != 1:
            return None
        ((number, office),) = in_office.items()
        return number, f"the public figure {self.names[number]}: of this surname, {_said(office, day)}"

    def _may_be(self, number: int, name: str, role: str | None, day: str | None) -> bool:
        if not same_middle(person(self.names[number]), person(name)):
            return False
        if self._office(number, role, None):
            return True
        return field(role) not in ELSEWHERE and _alive(self.offices.get(number, ()), day)

    def _office(self, number: int, role: str | None, day: str | None) -> Office | None:
        """The office of a figure that a role names: held on the day, or before it if the role is a former one."""
        named = named_office(role)
        for office in reversed(self.offices.get(number, ())):
            if not is_office(named, office.title, office.of):
                continue
            over = bool(office.end and day and office.end < day)
            if day is None or (over if named.former else on(office, day)):
                return office
        return None


def _said(office: Office, day: str | None) -> str:
    what = office.title + (f" of {office.of}" if office.of else "")
    if day and not on(office, day):
        return f"{what} until {office.end}"
    return f"{what} on {day}" if day else what


def _alive(offices: Sequence[Office], day: str | None) -> bool:
    """Whether a figure with these offices may be quoted on a day, by LIFETIME."""
    if not day or not offices:
        return True
    years = [int(day[:4]) - int(o.end[:4]) for o in offices if o.end] if all(o.end for o in offices) else []
    ahead = [int(o.start[:4]) - int(day[:4]) for o in offices if o.start] if all(o.start for o in offices) else []
    return not (years and min(years) > LIFETIME) and not (ahead and min(ahead) > LIFETIME)


def candidates(connection: sa.Connection, names: Iterable[str]) -> Candidates:
    """The figures that persons of these names may be: looked up by first and last name, or by a surname alone."""
    whole = {person(name) for name in names}
    table = schema.figure_names
    by_key = _by(connection, table.c.key, sorted({p.key for p in whole if p.first}))
    by_family = _by(connection, table.c.family, sorted({p.family for p in whole if not p.first}))
    numbers = sorted({n for found in (*by_key.values(), *by_family.values()) for n in found})
    return Candidates(by_key, by_family, _names(connection, numbers), of_figures(connection, numbers))


def _by(connection: sa.Connection, column: sa.Column[Any], values: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    number = schema.figure_names.c.figure_id
    for some in (values[i : i + 500] for i in range(0, len(values), 500)):
        query = sa.select(column.label("by"), number).where(column.in_(some)).distinct().order_by(number)
        for row in connection.execute(query):
            found.setdefault(row.by, []).append(row.figure_id)
    return found


def _names(connection: sa.Connection, numbers: Sequence[int]) -> dict[int, str]:
    table = schema.figures
    return {row.id: row.name for row in connection.execute(sa.select(table).where(table.c.id.in_(numbers)))}


def holder_of(connection: sa.Connection, description: str, day: str | None) -> tuple[int, str, str] | None:
    """The figure that held the office of a description ("US president") on an ISO day: its id, its name, the reason.

    None if that isn't certain: without a day, for a former office, or if none or several fit.
    """
    named = named_office(description)
    if not day or named.former or not named.head:
        return None
    table, figure = schema.offices, schema.figures
    rows = connection.execute(
        sa.select(table.c.figure_id, figure.c.name, *table.c["title", "of", "start", "end"])
        .join(figure, table.c.figure_id == figure.c.id)
        .where(table.c.title.in_(single() & {*titles(named)}))
    )
    fitting = {}
    for row in rows:
        office = Office(row.title, row.of, row.start, row.end)
        if on(office, day) and is_office(named, office.title, office.of, somewhere=True):
            fitting[row.figure_id] = (row.name, office)
    if len(fitting) != 1:
        return None
    ((number, (name, office)),) = fitting.items()
    return number, name, f"{description!r} is the public figure {name}, {_said(office, day)}"
