"""Public figures: a file of names, aliases and offices with dates, by which holders are named surely.

Two layouts are read, as YAML, JSON or CSV, plain or packed (.gz, .xz): that of congress-legislators
(https://github.com/unitedstates/congress-legislators) and a plain one, `name, aliases, wikidata, offices`.
"""

from __future__ import annotations

import csv
import gzip
import lzma
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ..errors import InputError, MissingExtra, NotFound
from . import schema
from .names import key

#: What congress-legislators calls a term, and what the office is called.
TERMS = {"sen": "senator", "rep": "representative", "prez": "president", "viceprez": "vice president"}


@dataclass(frozen=True, slots=True)
class Office:
    """An office and the days on which it began and ended, ISO; None where not known or not over. of: of what."""

    title: str
    of: str | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody whom the public knows. aliases: other names. wikidata: the id there, "Q22250"."""

    name: str
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    offices: tuple[Office, ...] = ()


def read(path: Path) -> list[Figure]:
    """The figures in a file. Raises InputError for one that can't be read as such, with the entry at fault."""
    low = path.name.lower().removesuffix(".gz").removesuffix(".xz")
    try:
        with _opened(path) as file:
            text = file.read().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise NotFound(f"expected a file of public figures in {path}, found no such file") from error
    except (OSError, EOFError, lzma.LZMAError, UnicodeDecodeError) as error:
        raise InputError(f"expected a file of public figures in {path}, found one that can't be read") from error
    entries = list(csv.DictReader(text.splitlines())) if low.endswith(".csv") else _yaml(text, path)
    if not isinstance(entries, list) or not entries:
        raise InputError(f"expected a list of public figures in {path}, found none")
    return _merged(_figure(entry, f"{path}, entry {number}") for number, entry in enumerate(entries, 1))


def _opened(path: Path) -> Any:
    if path.suffix.lower() == ".gz":
        return gzip.open(path)
    return lzma.open(path) if path.suffix.lower() == ".xz" else path.open("rb")


def _yaml(text: str, path: Path) -> Any:
    try:
        import yaml  # noqa: PLC0415 - only files of figures need it
    except ModuleNotFoundError as error:
        raise MissingExtra("files of figures need the extra: pip install 'reportedly[ledger]'") from error
    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise InputError(f"expected YAML in {path}, found: {str(error).splitlines()[0]}") from error


def _figure(entry: Any, where: str) -> Figure:
    if not isinstance(entry, Mapping) or not entry.get("name"):
        raise InputError(f'expected a figure with a "name" in {where}, found {str(entry)[:60]!r}')
    if isinstance(entry["name"], Mapping):
        return _legislator(entry, where)
    offices = entry.get("offices") or ([entry] if entry.get("title") else [])
    aliases = entry.get("aliases") or ()
    if isinstance(aliases, str):
        aliases = [alias.strip() for alias in aliases.split(";")]
    if not isinstance(offices, list) or not all(isinstance(o, Mapping) and o.get("title") for o in offices):
        raise InputError(f'expected offices with a "title" in {where}, found {str(offices)[:60]!r}')
    return Figure(
        str(entry["name"]),
        tuple(str(alias) for alias in aliases if alias),
        str(entry["wikidata"]) if entry.get("wikidata") else None,
        tuple(Office(str(o["title"]).lower(), *(_day(o.get(k)) for k in ("of", "start", "end"))) for o in offices),
    )


def _day(value: object) -> str | None:
    return str(value) if value else None


def _legislator(entry: Mapping[str, Any], where: str) -> Figure:
    name = entry["name"]
    if not name.get("last"):
        raise InputError(f"expected a last name in {where}, found {name!r}")
    first, last = str(name.get("first") or ""), str(name["last"])
    whole = name.get("official_full") or f"{first} {last}".strip()
    others = [f"{first} {last}".strip()]
    others += [f"{name['nickname']} {last}"] if name.get("nickname") else []
    others += [f"{name['middle']} {last}"] if name.get("middle") and len(str(name["middle"])) > 2 else []
    offices = [
        Office(TERMS[t["type"]], _of(t), _day(t.get("start")), _day(t.get("end")))
        for t in entry.get("terms") or ()
        if t.get("type") in TERMS
    ]
    aliases = tuple(dict.fromkeys(other for other in others if other != whole))
    return Figure(str(whole), aliases, (entry.get("id") or {}).get("wikidata"), tuple(offices))


def _of(term: Mapping[str, Any]) -> str:
    return str(term.get("state") or "United States")


def _merged(figures: Iterable[Figure]) -> list[Figure]:
    """Entries of one figure as one: a CSV has a line for each office."""
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
    """Keep figures; of one that is there (by its Wikidata id, else its name) names and offices are renewed. How many."""
    count = 0
    for figure in figures:
        number = _number(connection, figure)
        for table in (schema.figure_names, schema.offices):
            connection.execute(sa.delete(table).where(table.c.figure_id == number))
        names = dict.fromkeys((figure.name, *figure.aliases))
        connection.execute(
            sa.insert(schema.figure_names),
            [{"figure_id": number, "name": name, "key": key(name, "person")} for name in names],
        )
        offices = [
            {"figure_id": number, "title": o.title, "of": o.of, "start": o.start, "end": o.end} for o in figure.offices
        ]
        if offices:
            connection.execute(sa.insert(schema.offices), offices)
        count += 1
    return count


def _number(connection: sa.Connection, figure: Figure) -> int:
    table = schema.figures
    same = table.c.wikidata == figure.wikidata if figure.wikidata else table.c.name == figure.name
    known = connection.execute(sa.select(table.c.id).where(same)).scalar()
    if known is not None:
        connection.execute(sa.update(table).where(table.c.id == known).values(name=figure.name))
        return int(known)
    added = connection.execute(
        sa.insert(table).values(name=figure.name, wikidata=figure.wikidata).returning(table.c.id)
    )
    return int(added.scalar_one())


def held(connection: sa.Connection, figure: int, day: str) -> list[Office]:
    """The offices that a figure held on a day (ISO), by title; all of them where `day` is empty."""
    table = schema.offices
    query = sa.select(table.c.title, table.c.of, table.c.start, table.c.end).where(table.c.figure_id == figure)
    if day:
        query = query.where(
            sa.or_(table.c.start.is_(None), table.c.start <= day), sa.or_(table.c.end.is_(None), table.c.end >= day)
        )
    return [Office(*row) for row in connection.execute(query.order_by(table.c.title, table.c.start))]


def known(connection: sa.Connection) -> Iterator[tuple[int, Figure]]:
    """All figures with their numbers, by name."""
    names: dict[int, list[str]] = {}
    for row in connection.execute(sa.select(schema.figure_names.c.figure_id, schema.figure_names.c.name)):
        names.setdefault(row.figure_id, []).append(row.name)
    table = schema.figures
    for row in connection.execute(sa.select(table).order_by(table.c.name)).all():
        aliases = tuple(name for name in names.get(row.id, ()) if name != row.name)
        yield row.id, Figure(row.name, aliases, row.wikidata, tuple(held(connection, row.id, "")))


def matching(connection: sa.Connection, keys: Sequence[str]) -> dict[str, list[int]]:
    """Figures by the keys of their names."""
    table = schema.figure_names
    found: dict[str, list[int]] = {}
    for row in connection.execute(sa.select(table.c.key, table.c.figure_id).where(table.c.key.in_(keys)).distinct()):
        found.setdefault(row.key, []).append(row.figure_id)
    return found
