"""Identity: which holder of the ledger each holder of an article is (entity linking).

Caution comes first. Holders of two articles are the same if the full name is and nothing speaks against it. A surname
alone isn't enough, except in a version of the same article, in the same outlet with the same role, or with a high
office. Unnamed holders aren't linked across articles, except those in an office that a file of public figures has.
Every link is stored with its reason and can be undone (`decisions`); what a person decides holds for later articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

import sqlalchemy as sa

from ...english.persons import PersonName, person, same_first, same_middle
from ..tables import schema
from ..tables.lists import among, wanted
from ..tables.prepared import Prepared
from ..tables.store import ArticleRows, ids, insert
from . import figures
from .decisions import MOST_DESCRIPTIONS, decision, describe, merged, roots, row
from .names import common, family, is_name, key, keys, shared_role
from .names import field as known_for
from .offices import same_high


@dataclass(frozen=True, slots=True)
class Appearance:
    """A holder of an article.

    id: of the appearance. kind, role: as in the article. outlet: the article's site. published: ISO date.
    before: id of the holder in its place in the previous version of the article, if there is one.
    """

    id: int
    name: str
    kind: str
    role: str | None
    outlet: str = ""
    published: str | None = None
    before: int | None = None

    @property
    def key(self) -> str:
        """The key by which its holder is looked up."""
        return key(self.name, self.kind)


@dataclass(frozen=True, slots=True)
class Known:
    """A holder of the ledger.

    roles: in the articles it is in. outlets: the current article's outlet, if it has the holder.
    figure: id of the public figure that it is. names: of the holders merged into it.
    refused: whether a person undid the figure it was taken for. split: whether a person split it off from another.
    everywhere: whether it has so many outlets that no more are stored.
    """

    id: int
    name: str
    kind: str
    roles: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    figure: int | None = None
    names: tuple[str, ...] = ()
    refused: bool = False
    split: bool = False
    everywhere: bool = False

    @property
    def all_names(self) -> tuple[str, ...]:
        """Its own name and those of the holders merged into it."""
        return (self.name, *self.names)


def same(one: Appearance, other: Known) -> str | None:
    """Why a holder of an article is one of the ledger, in words; None if that isn't certain."""
    if one.kind == "unnamed":
        return None
    if one.before == other.id:
        return f"the holder {other.name!r} of the version before"
    reasons = (_same_name(one, name, other) for name in other.all_names)
    reason = next(filter(None, reasons), None)
    return None if reason and other.split and not _alike(one, other) else reason


def _alike(one: Appearance, other: Known) -> bool:
    """Whether the outlet or a role is the same as well. Required of holders that a person split off."""
    return one.outlet in other.outlets or any(shared_role(role, one.role) for role in other.roles)


def _same_name(one: Appearance, name: str, other: Known) -> str | None:
    if one.kind != other.kind:
        return None
    if one.kind == "person":
        return _same_person(one, name, other)
    if key(name, other.kind) != one.key or not one.key:
        return None
    if one.kind == "group" and not _proper(one.name):
        return None  # the residents of two places are different ones, and so are Republicans
    if one.kind == "organization" and (common(one.name) or one.name == one.name.lower()):
        return None  # every country has a senate, every town a police, and "the study" is a different one each time
    return f"the same name, {one.name!r}"


def _proper(group: str) -> bool:
    """Whether a group is called by a name: a word after the first, a country aside, is capitalised."""
    words = re.sub(
        r"^(?:(?:[Tt]he|[Ss]ome|[Mm]any|[Mm]ost|[Aa]ll) )?(?:United (?:States|Kingdom) )?", "", group
    ).split()
    return any(word[:1].isupper() for word in words[1:])


def _same_person(one: Appearance, name: str, other: Known) -> str | None:
    mine, theirs = person(one.name), person(name)
    if not mine.family or mine.family != theirs.family or not is_name(one.name) or not is_name(name):
        return None
    shared = next((role for role in other.roles if shared_role(role, one.role)), None)
    if not mine.first or not theirs.first:
        return _same_surname(one, other, shared, one_whole=bool(mine.first or theirs.first))
    if not same_middle(mine, theirs) or not _same_field(one, other, shared):
        return None
    if mine.first != theirs.first:
        nicknamed = same_first(mine.first, theirs.first)
        return f"{one.name!r} and {name!r}, both {shared!r}" if nicknamed and shared else None
    return f"the same full name, {one.name!r}" + (f", and role: {_both(one.role, shared)}" if shared else "")


def _same_surname(one: Appearance, other: Known, shared: str | None, *, one_whole: bool) -> str | None:
    """As `same`, by the surname: with the same role in the same outlet, or with an office that one person holds.

    shared: a role in common. one_whole: whether one of the two has a first name.
    """
    if shared and one.outlet and one.outlet in other.outlets and not one_whole:
        return f"the same surname, outlet and role: {_both(one.role, shared)}"
    high = next((role for role in other.roles if same_high(role, one.role)), None)
    return f"the same surname and office: {_both(one.role, high)}" if high else None


def _both(role: str | None, other: str) -> str:
    """Two roles for a reason, or one if they are the same."""
    return repr(role) if role == other else f"{role!r} and {other!r}"


def _same_field(one: Appearance, other: Known, shared: str | None) -> bool:
    """Whether two of one name can be the same person by their fields: a senator isn't a footballer."""
    mine = known_for(one.role)
    theirs = {found for role in other.roles if (found := known_for(role))} | ({"public"} if other.figure else set())
    if theirs and mine not in {None, *theirs}:
        return False
    # People known only as a resident or the like may share a name by chance.
    return "private" not in {mine, *theirs} or bool(shared) or one.outlet in other.outlets


def choose(one: Appearance, known: Sequence[Known]) -> tuple[Known, str] | None:
    """The holder of the ledger that a holder of an article is, and the reason; None if none or several fit."""
    found = [(holder, reason) for holder in known if (reason := same(one, holder))]
    for prefer in (
        lambda h: h.id == one.before,
        lambda h: _named_as(one, h),
        lambda h: any(shared_role(role, one.role) for role in h.roles),
        lambda h: not h.split,
        lambda h: h.figure is not None,
    ):
        if len(found) > 1:
            found = [(holder, reason) for holder, reason in found if prefer(holder)] or found
    return found[0] if len(found) == 1 else None


def _named_as(one: Appearance, other: Known) -> bool:
    """Whether a holder has the same first name, unshortened; of an appearance without one, whether it has any."""
    firsts = {person(name).first for name in other.all_names}
    mine = person(one.name).first
    return mine in firsts if mine else firsts != {""}


# -- in the ledger ---------------------------------------------------------------------------------------------------


def assign(connection: sa.Connection, rows: ArticleRows, *, to_write: bool = True) -> Mapping[int, int]:
    """Find or create the ledger's holder for each holder of a new article, in the current transaction.

    rows: changed in place: the ids of holders are filled in. to_write: whether new holders and what is now known of
    others are written; without, the ids of new ones are merely free. Returns the public figures that holders turn out
    to be, by holder.
    """
    mine = _appearances(connection, rows)
    sure = _sure(connection, rows, mine)
    named = [replace(one, name=sure[one.id].name, kind="person") if one.kind == "unnamed" else one
             for one in mine if one.kind != "unnamed" or one.id in sure]  # fmt: skip
    if not named:
        return {}
    known = likely(connection, named, {one.figure for one in sure.values()})
    (numbers,) = ids(connection, {schema.holders: len(named)}, to_write=to_write)
    desk = _Desk(known, sure, iter(numbers))
    for one in named:
        desk.take(one)
    if to_write:
        _write(connection, named, desk)
    fill_in(rows, desk.whose, {one.name: desk.whose[one.id] for one in named})
    return desk.figures


def fill_in(rows: ArticleRows, whose: Mapping[int, int], called: Mapping[str, int]) -> None:
    """Fill in the holders of an article's rows. whose: by appearance. called: by name, for addressees and targets."""
    for appearance in rows.appearances:
        appearance["holder_id"] = whose.get(appearance["id"])
    for statement in rows.statements:
        statement["holder_id"] = whose.get(statement["appearance_id"])
        statement["addressee_holder_id"] = called.get(statement["addressee"])
    for stance in rows.beside["stances"]:
        stance["target_holder_id"] = called.get(stance["target"])


def _appearances(connection: sa.Connection, rows: ArticleRows) -> list[Appearance]:
    """The holders of an article, with those of its previous version, or of the one that had the same text."""
    about = rows.article
    found = [
        Appearance(row["id"], row["name"], row["kind"], row["role"], about["site"], about["published"])
        for row in rows.appearances
    ]
    if about["supersedes"] is None:
        return found
    previous, alike = (_whose(connection, version) for version in (about["supersedes"], _same_text(connection, about)))
    return [replace(one, before=_before(one, previous) or _before(one, alike)) for one in found]


def _same_text(connection: sa.Connection, about: Mapping[str, Any]) -> int | None:
    """The latest of the other versions of an article that has its text, by id; None if no other has."""
    article = schema.articles.c
    same = sa.select(article.id).where(article.address == about["address"], article.text == about["text"])
    found: int | None = connection.execute(
        same.where(article.id != about["id"]).order_by(article.version.desc()).limit(1)
    ).scalar()
    return found


def _whose(connection: sa.Connection, article: int | None) -> list[tuple[str, str, int]]:
    """Name, kind and holder id of an article's holders."""
    appearance = schema.appearances.c
    query = sa.select(appearance.name, appearance.kind, appearance.holder_id)
    named = query.where(appearance.article_id == article, appearance.holder_id.is_not(None))
    return [(row.name, row.kind, row.holder_id) for row in connection.execute(named)]


def _before(one: Appearance, earlier: Sequence[tuple[str, str, int]]) -> int | None:
    """The holder in the previous version: that of the same name, else the only person whose name can be the same.

    earlier: name, kind and holder id of the previous version's holders.
    """
    by_name = {(name, kind): holder for name, kind, holder in earlier}
    if one.kind != "person" or (one.name, one.kind) in by_name:
        return by_name.get((one.name, one.kind))
    mine = person(one.name)
    fitting = {holder for name, kind, holder in earlier if kind == "person" and _short_of(mine, person(name))}
    return fitting.pop() if len(fitting) == 1 else None


def _short_of(one: PersonName, other: PersonName) -> bool:
    """Whether two names can be one person's, in full or shortened."""
    firsts = not one.first or not other.first or same_first(one.first, other.first)
    return bool(one.family) and one.family == other.family and firsts and same_middle(one, other)


@dataclass(frozen=True, slots=True)
class _Sure:
    """The public figure (id) that a holder of an article is. name: the figure's."""

    figure: int
    name: str
    reason: str


def _sure(connection: sa.Connection, rows: ArticleRows, mine: Sequence[Appearance]) -> dict[int, _Sure]:
    """The public figures among the holders of an article, by appearance id."""
    if not mine or not figures.are_there(connection):
        return {}
    found = {}
    candidates = figures.candidates(connection, [one.name for one in mine if one.kind == "person"])
    for one in mine:
        if one.kind == "person" and (known := candidates.named(one.name, one.role, one.published)):
            found[one.id] = _Sure(known[0], candidates.names[known[0]], known[1])
        in_office = figures.holder_of(connection, one.name, one.published) if one.kind == "unnamed" else None
        if in_office and _said_in_office(connection, rows, one, in_office[0]):
            found[one.id] = _Sure(*in_office)
    return found


def _said_in_office(connection: sa.Connection, rows: ArticleRows, one: Appearance, figure: int) -> bool:
    """Whether the same figure held the office on all days on which the unnamed holder spoke (not "in 1995")."""
    days = {row["last"] for row in rows.statements if row["appearance_id"] == one.id and row["last"] is not None}
    return all(
        (found := figures.holder_of(connection, one.name, day)) and found[0] == figure
        for day in {min(day, one.published or day) for day in days}
    )


@dataclass(slots=True)
class _Desk:
    """The assignment of one article's holders, filled by `take`.

    known: the ledger's holders that may be meant, by id. sure: public figures by appearance.
    spare: ids for new holders. whose: holder by appearance. decided, made: rows for decisions and new holders.
    figures: newly found figures by holder. fuller: names with a first name, for holders that had only a surname.
    """

    known: dict[int, Known]
    sure: Mapping[int, _Sure]
    spare: Iterable[int]
    whose: dict[int, int] = field(default_factory=dict)
    decided: list[dict[str, Any]] = field(default_factory=list)
    made: list[dict[str, Any]] = field(default_factory=list)
    figures: dict[int, int] = field(default_factory=dict)
    fuller: dict[int, str] = field(default_factory=dict)
    _places: dict[str, set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for holder in self.known.values():
            self._place(holder)

    def _place(self, holder: Known) -> None:
        for name in holder.all_names:
            self._places.setdefault(_shelf(name, holder.kind), set()).add(holder.id)

    def take(self, one: Appearance) -> None:
        """Assign one appearance to a holder, a new one if need be."""
        sure = self.sure.get(one.id)
        chosen = self._figure(sure) if sure and one.before is None else None
        chosen = chosen or choose(one, self._candidates(one, sure))
        if chosen:
            holder, reason = chosen
            self.decided.append(decision("link", holder.id, None, [one.id], reason))
            if one.kind == holder.kind == "person" and person(one.name).first and not person(holder.name).first:
                self.fuller[holder.id] = one.name
        else:
            holder = self._make(one, sure)
        self.whose[one.id] = holder.id
        if sure and holder.figure is None and not holder.refused:
            self.figures[holder.id] = sure.figure
            self.decided.append(decision("figure", holder.id, None, [one.id], sure.reason))
            holder = replace(holder, figure=sure.figure)
        self.known[holder.id] = holder
        self._place(holder)

    def _candidates(self, one: Appearance, sure: _Sure | None) -> list[Known]:
        """The holders that may be meant: those of its name, and the one in its place in the previous version."""
        numbers = {*self._places.get(_shelf(one.name, one.kind), ()), *filter(None, (one.before,))}
        holders = [self.known[number] for number in sorted(numbers) if number in self.known]
        return [holder for holder in holders if not sure or holder.figure in {None, sure.figure}]

    def _figure(self, sure: _Sure) -> tuple[Known, str] | None:
        holders = [holder for holder in self.known.values() if holder.figure == sure.figure and not holder.split]
        return (holders[0], sure.reason) if holders else None

    def _make(self, one: Appearance, sure: _Sure | None) -> Known:
        """A new holder. A public figure whom the article calls by a surname alone gets the figure's full name."""
        name = sure.name if sure and not person(one.name).first else one.name
        number = next(iter(self.spare))
        self.made.append({"id": number, **row(name, one.kind, one.role)})
        return Known(number, name, one.kind, (one.role,) if one.role else (), (one.outlet,) if one.outlet else ())


def _shelf(name: str, kind: str) -> str:
    """What is equal for holders that may be the same: the surname of persons, the key of others."""
    return f"{kind} {family(name, kind) or key(name, kind)}"


def _write(connection: sa.Connection, named: Sequence[Appearance], desk: _Desk) -> None:
    insert(connection, schema.holders, desk.made)
    holders = schema.holders
    for number, figure in desk.figures.items():
        connection.execute(sa.update(holders).where(holders.c.id == number).values(figure_id=figure))
    for number, name in desk.fuller.items():
        about = row(name, "person", None)
        del about["role"]
        connection.execute(sa.update(holders).where(holders.c.id == number).values(about))
    insert(connection, schema.decisions, desk.decided)
    describe(connection, [_new_facts(desk.whose[one.id], one, desk.known[desk.whose[one.id]]) for one in named])


def _new_facts(number: int, one: Appearance, known: Known) -> tuple[int, str | None, str]:
    """The role and outlet to store for a holder, without those of which it has enough (MOST_DESCRIPTIONS)."""
    return (
        number,
        one.role if len(known.roles) < MOST_DESCRIPTIONS else None,
        "" if known.everywhere else one.outlet,
    )


def likely(connection: sa.Connection, mine: Sequence[Appearance], sure: set[int]) -> dict[int, Known]:
    """The holders that those of an article may be, by id. For a merged holder the one it was merged into is given.

    sure: ids of the article's public figures.
    """
    holder = schema.holders
    persons = [one for one in mine if one.kind == "person" and known_by_surname(one)]
    by: list[tuple[sa.Column[Any], set[Any]]] = [
        (holder.c.key, {found for one in mine for found in keys(one.name, one.kind)}),
        (holder.c.family, {family(one.name, one.kind) for one in persons}),
        (holder.c.id, {one.before for one in mine if one.before is not None}),
        (holder.c.figure_id, sure),
    ]
    # A query for each column: with all of them in one, joined by OR, a database would read the whole table.
    rows = {
        row["id"]: row
        for column, values in by
        if values
        for row in _having(column).mappings(connection, wanted=sorted(values))
    }
    elsewhere = [number for number, row in rows.items() if row["same_as"] is not None]
    if elsewhere:
        into = {*roots(connection, elsewhere).values()} - rows.keys()
        rows |= {row["id"]: row for row in _having(holder.c.id).mappings(connection, wanted=sorted(into))}
    whole = {number: row for number, row in rows.items() if row["same_as"] is None}
    return _with_facts(connection, whole, mine[0].outlet)


@cache
def _having(column: sa.Column[Any]) -> Prepared:
    """The holders whose value in a column is in the parameter `wanted`."""
    return Prepared(among(column))


def known_by_surname(one: Appearance) -> bool:
    """Whether holders have to be looked up by the surname: if there is no first name, or a high office."""
    return not person(one.name).first or same_high(one.role, one.role)


_FACTS: Final = schema.descriptions.c
#: The roles of holders, and whether they have the given outlet. Not all their outlets: a president has every one.
_DESCRIBED: Final = Prepared(
    sa.select(_FACTS.holder_id, _FACTS.role, _FACTS.site).where(
        wanted(_FACTS.holder_id), sa.or_(_FACTS.site == "", _FACTS.site == sa.bindparam("outlet"))
    )
)
_EVERYWHERE: Final = Prepared(
    sa.select(_FACTS.holder_id)
    .where(wanted(_FACTS.holder_id), _FACTS.site != "")
    .group_by(_FACTS.holder_id)
    .having(sa.func.count() >= MOST_DESCRIPTIONS)
)


def _with_facts(connection: sa.Connection, rows: Mapping[int, Mapping[str, Any]], outlet: str) -> dict[int, Known]:
    """Holders with their roles, names and decisions, by id. rows: of `holders`. outlet: of the current article."""
    if not rows:
        return {}
    numbers = sorted(rows)
    roles: dict[int, list[str]] = {number: [] for number in numbers}
    outlets: dict[int, list[str]] = {number: [] for number in numbers}
    # Sorted, so that both databases choose the same holder and give the same reason.
    for number, role, site in sorted(_DESCRIBED.rows(connection, wanted=numbers, outlet=outlet)):
        facts, fact = (roles, role) if role else (outlets, site)
        facts[number].append(fact)
    everywhere = set(_EVERYWHERE.firsts(connection, wanted=numbers))
    names = merged(connection, numbers)
    refused, split = _told(connection, numbers)
    return {
        number: Known(
            number, row["name"], row["kind"], tuple(roles[number]), tuple(outlets[number]), row["figure_id"],
            tuple(dict.fromkeys(m["name"] for m in names.get(number, ()))), number in refused, number in split,
            number in everywhere,
        )
        for number, row in sorted(rows.items())
    }  # fmt: skip


_DECISION: Final = schema.decisions.c
_TELLING: Final = Prepared(
    sa.union_all(
        sa.select(_DECISION.holder_id, _DECISION.action).where(
            wanted(_DECISION.holder_id), _DECISION.action == "figure", _DECISION.undone_at.is_not(None)
        ),
        sa.select(_DECISION.other_id, _DECISION.action).where(
            wanted(_DECISION.other_id), _DECISION.action == "split", _DECISION.undone_at.is_(None)
        ),
    )
)


def _told(connection: sa.Connection, numbers: Sequence[int]) -> tuple[set[int], set[int]]:
    """Those of the holders whose figure was undone, and those that were split off from another."""
    found: dict[str, set[int]] = {"figure": set(), "split": set()}
    for number, action in _TELLING.rows(connection, wanted=numbers):
        found[action].add(number)
    return found["figure"], found["split"]
