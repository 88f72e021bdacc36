"""Suggestions: holders that may be one and were kept apart out of caution, with what speaks for it.

A surname beside a full name, an initial, a short form of a first name, a body's letters or a part of its name. Two that
an article has beside one another are two, and so are those of whom people have said so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from typing import Any, Final

import sqlalchemy as sa

from ...english.lexicon import GENERIC, PREPOSITIONS
from ...english.lexicon import words as closed
from ...english.names import words
from ...english.persons import PersonName, person, same_first, same_middle
from ..tables import schema
from ..tables.lists import one_of
from . import counts
from .called import LikelyHolder
from .decisions import roots
from .names import COMMON, common, fuller, is_name, letters, shared_role
from .names import field as known_for

#: Days between two articles in which a short name may still mean whoever the other has in full.
NEAR: Final = timedelta(days=14)
#: Words that tell two bodies of otherwise one name apart.
APART: Final = closed(
    "south north east west southern northern eastern western central upper lower new old great greater inner outer "
    "first second third former junior senior women women's men's youth"
)
#: Most holders of one surname among which pairs are looked for.
MOST: Final = 40


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two holders that may be one. one: the one of the fuller name, which would stay. reasons: what speaks for it."""

    one: LikelyHolder
    other: LikelyHolder
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two ids, the fuller name first. alone: whether no other holder has a name that the shorter may stand for."""

    one: int
    other: int
    reason: str
    alone: bool = True


@dataclass(slots=True)
class _Facts:
    """What is known of a holder from the articles that have it."""

    roles: set[str] = field(default_factory=set)
    outlets: dict[str, str] = field(default_factory=dict)
    days: list[str] = field(default_factory=list)
    articles: set[int] = field(default_factory=set)


def suggestions(connection: sa.Connection, limit: int = 20) -> list[Suggestion]:
    """The pairs for which most speaks, the first first."""
    holder = schema.holders.c
    query = sa.select(holder.id, holder.name, holder.kind, holder.figure_id).where(holder.same_as.is_(None))
    rows = connection.execute(query.where(holder.kind.in_(["person", "organization"]))).all()
    by_id = {row.id: row for row in rows}
    refused = _refused(connection)
    pairs = [one for one in (*_people(rows), *_bodies(rows)) if frozenset((one.one, one.other)) not in refused]
    numbers = {number for pair in pairs for number in (pair.one, pair.other)}
    facts, said = _facts(connection, numbers), counts.of(connection, sorted(numbers))

    def choice(number: int) -> LikelyHolder:
        return LikelyHolder(number, by_id[number].name, by_id[number].kind, said[number].statements)

    found = []
    for pair in pairs:
        if {by_id[pair.one].figure_id, by_id[pair.other].figure_id} - {None, by_id[pair.one].figure_id}:
            continue  # two public figures
        for_it = _speaking(facts[pair.one], facts[pair.other], alone=pair.alone)
        if for_it:
            found.append(Suggestion(choice(pair.one), choice(pair.other), (pair.reason, *for_it)))
    return sorted(found, key=lambda it: (-len(it.reasons), -it.other.statements, it.one.id, it.other.id))[:limit]


# -- by names ----------------------------------------------------------------------------------------------------------


def _people(rows: Iterable[Any]) -> Iterator[_Pair]:
    families: dict[str, list[tuple[Any, PersonName]]] = defaultdict(list)
    for row in rows:
        if row.kind == "person" and is_name(row.name) and person(row.name).family:
            families[person(row.name).family].append((row, person(row.name)))
    for family in families.values():
        short_for: dict[int, list[tuple[Any, str]]] = defaultdict(list)
        named = {row.id: row for row, _ in family}
        for (a, one), (b, other) in combinations(family[:MOST], 2):
            found = _of_one(a, one, b, other)
            if found:
                whole, short, reason = found
                short_for[short.id].append((whole, reason))
        for number, wholes in short_for.items():
            for whole, reason in wholes:
                yield _Pair(whole.id, named[number].id, reason, len(wholes) == 1)


def _of_one(a: Any, one: PersonName, b: Any, other: PersonName) -> tuple[Any, Any, str] | None:
    """The one of the fuller name, the other, and why they may be one person; None if the names tell them apart."""
    if not same_middle(one, other):
        return None
    if len(other.first) > len(one.first) or fuller(a.name, b.name, "person"):
        a, one, b, other = b, other, a, one
    if not other.first:
        return (a, b, f"{b.name!r} is a surname alone") if len(one.first) > 1 else None
    if one.first == other.first:
        return a, b, f"the same name, {a.name!r}"
    if len(other.first) == 1 and one.first.startswith(other.first):
        return a, b, f"{b.name!r} has an initial for the first name"
    return (a, b, f"{b.name!r} may be short for it") if same_first(one.first, other.first) else None


def _bodies(rows: Iterable[Any]) -> Iterator[_Pair]:
    bodies = [(row, frozenset(words(row.name)) - {"the"}) for row in rows if row.kind == "organization"]
    having: dict[str, list[tuple[Any, frozenset[str]]]] = defaultdict(list)
    by_letters: dict[str, list[Any]] = defaultdict(list)
    for row, parts in bodies:
        for part in parts - COMMON:
            having[part].append((row, parts))
        if len(parts) > 1:
            by_letters[letters(row.name)].append(row)
    for row, parts in bodies:
        wholes = by_letters.get(words(row.name)[0], []) if row.name.isupper() and len(parts) == 1 else []
        reason = f"{row.name!r} are its first letters"
        telling = sorted(parts - COMMON, key=lambda part: len(having[part]))
        if not wholes and len(parts) > 1 and telling and not common(row.name):
            wholes = [whole for whole, more in having[telling[0]] if parts < more and not (more - parts) & APART
                      and not _is_of_it(words(row.name), words(whole.name))]  # fmt: skip
            reason = f"{row.name!r} is a part of its name"
        if len(wholes) == 1:
            yield _Pair(wholes[0].id, row.id, reason)


def _is_of_it(short: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether a body with `short` in its name is another one: of that, or beside it.

    The Oval Office of the White House, United States Secret Service, the United Nations and the Red Cross; but not
    Associated Press news agency, nor Harbour Board of Sella.
    """
    number = len(short)
    if "and" in {*whole} - {*short}:
        return True
    if tuple(whole[:number]) == tuple(short):
        return whole[number] not in PREPOSITIONS and whole[-1] not in GENERIC
    before = [word for word in whole[:-number] if word != "the"]
    return tuple(whole[-number:]) == tuple(short) and bool(before) and before[-1] in PREPOSITIONS


# -- by what articles say ----------------------------------------------------------------------------------------------


def _speaking(one: _Facts, other: _Facts, *, alone: bool) -> list[str]:
    """What speaks for two being one; empty if too little does, or if something speaks against it."""
    fields = [{found for role in each.roles if (found := known_for(role))} for each in (one, other)]
    if one.articles & other.articles or (all(fields) and not fields[0] & fields[1]):
        return []
    told: list[str] = []
    shared = next(((a, b) for a in sorted(one.roles) for b in sorted(other.roles) if shared_role(a, b)), None)
    if shared:
        told.append(f"both {shared[0]!r}" if shared[0] == shared[1] else f"{shared[0]!r} and {shared[1]!r}")
    outlet = next((name for site, name in sorted(one.outlets.items()) if site in other.outlets), None)
    if outlet:
        told.append(f"both in {outlet}")
    if not alone:
        return told  # more than one may be meant: that it was told of at the time is then too little
    near = min(((_between(a, b), a, b) for a in one.days for b in other.days), default=None)
    if near and near[0] <= NEAR:
        told.append(f"told of on {near[1]} and {near[2]}" if near[0] else f"both told of on {near[1]}")
    return [*told, "nobody else has a name that it could stand for"] if told else []


def _between(one: str, other: str) -> timedelta:
    return abs(date.fromisoformat(one) - date.fromisoformat(other))


def _facts(connection: sa.Connection, numbers: Iterable[int]) -> Mapping[int, _Facts]:
    appearance, article = schema.appearances, schema.articles
    columns = [*appearance.c["holder_id", "article_id", "role"], *article.c["site", "outlet", "published"]]
    query = sa.select(*columns).join(article, appearance.c.article_id == article.c.id)
    found: dict[int, _Facts] = defaultdict(_Facts)
    for row in connection.execute(query.where(one_of(appearance.c.holder_id, numbers), appearance.c.position >= 0)):
        facts = found[row.holder_id]
        facts.articles.add(row.article_id)
        facts.roles |= {row.role} - {None}
        if row.site:
            facts.outlets[row.site] = row.outlet or row.site
        if row.published and len(facts.days) < MOST:
            facts.days.append(row.published)
    return found


def _refused(connection: sa.Connection) -> set[frozenset[int]]:
    """The pairs that people have told apart: refused, split, or merged and taken back."""
    table = schema.decisions.c
    apart = sa.and_(table.action.in_(["apart", "split"]), table.undone_at.is_(None))
    back = sa.and_(table.action == "merge", table.undone_at.is_not(None))
    rows: Sequence[Any] = connection.execute(
        sa.select(table.holder_id, table.other_id).where(sa.or_(apart, back))
    ).all()
    at = roots(connection, {number for row in rows for number in row})
    return {frozenset((at[one], at[other])) for one, other in rows}
