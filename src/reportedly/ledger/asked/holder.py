"""One holder: statements, stances over time and offices; and two holders compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa

from ...errors import NotInLedger
from ...given import number
from ...holders.roles import as_role
from ...printable import shorten
from ...values.labels import count
from ..findings.queue import Kept, on_statements, on_words_of, waiting
from ..people import called, counts, decisions, figures
from ..people.called import LikelyHolder
from ..people.figures import Office
from ..tables import around, schema
from ..tables.counting import SAID, beside, with_reviews
from ..tables.lists import EVERY, page, wanted
from ..tables.record import Held, StatementRecord, order, these
from ..tables.store import folded
from .utterances import day, fullest_first, utterance

#: Most stances on a timeline: the newest, and half as many for each of two holders. More points couldn't be told apart
#: on a screen.
MOST_STANDS: Final = 400
#: Most roles, targets and findings given of one holder, and most common targets of two.
MOST_ROLES, MOST_TARGETS, MOST_FINDINGS, MOST_SHARED = 40, 200, 50, 20


@dataclass(frozen=True, slots=True)
class Named:
    """Who a holder is. figure, wikidata, figure_id: the public figure it is known to be."""

    id: int
    name: str
    kind: str
    figure: str | None = None
    wikidata: str | None = None
    figure_id: int | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """A stance of a holder by one statement.

    turn: it is clear, and the last clear one toward the same target, more than a day before, was the opposite.
    """

    said: StatementRecord
    held: Held
    turn: bool


@dataclass(frozen=True, slots=True)
class Target:
    """Whom or what a holder speaks for or against. id: its number, if it is a holder. favourable, unfavourable: how
    many stances are.
    """

    name: str
    id: int | None
    favourable: int
    unfavourable: int

    @property
    def count(self) -> int:
        """How many stances there are."""
        return self.favourable + self.unfavourable


@dataclass(frozen=True, slots=True)
class Profile:
    """A holder and what they said.

    roles: as articles have them, the commonest first. statements: one page, the newest first, an utterance once;
    repeats: for each of them the others of its thread, the earliest first. total: how many utterances there are on all
    pages. nested: how many statements stand in somebody else's words, and are left out unless they are asked for.
    stands: the newest stances, the oldest of these first. targets: those of most stances first.
    findings: stored ones that rest on its statements. aliases: names of holders merged into it.
    offices, figure, wikidata: of the public figure it is. others: who else may be meant by the name that was asked for.
    waiting: number of places in the ledger that are still to be
    examined, so that findings may be missing.
    """

    id: int
    name: str
    kind: str
    roles: tuple[str, ...]
    statements: tuple[StatementRecord, ...]
    stands: tuple[Stand, ...]
    findings: tuple[Kept, ...]
    repeats: tuple[tuple[StatementRecord, ...], ...] = ()
    total: int = 0
    nested: int = 0
    targets: tuple[Target, ...] = ()
    aliases: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    figure: str | None = None
    wikidata: str | None = None
    waiting: int = 0
    others: tuple[LikelyHolder, ...] = ()


@dataclass(frozen=True, slots=True)
class Shared:
    """A target of two holders. one, other: their newest stances toward it by date, the oldest first."""

    target: str
    id: int | None
    one: tuple[Stand, ...]
    other: tuple[Stand, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two holders side by side. shared: the targets of both, those of most stances first."""

    one: Named
    other: Named
    shared: tuple[Shared, ...]


# -- one holder ------------------------------------------------------------------------------------------------------


def who(
    connection: sa.Connection, name: str, about: str | None = None, *, nested: bool = False, limit: int = 50
) -> Profile:
    """What a holder said. name: all or part of its name. about, nested, limit: as of `profile`.

    Raises NotInLedger if there is no such holder, or if it isn't clear which is meant.
    """
    found = profile(connection, find(connection, name), limit, about=about, nested=nested)
    return replace(found, others=tuple(one for one in called.choices(connection, name) if one.id != found.id))


def profile(  # noqa: PLR0913 - what may be asked
    connection: sa.Connection, number: int, limit: int = 50, skip: int = 0, about: str | None = None, *,
    nested: bool = False,
) -> Profile:  # fmt: skip
    """What a holder said, by its id; for a merged holder, what the one it was merged into said.

    limit, skip: the page, in utterances. about: only statements with a stance toward this target, given by part of its
    name or by its id. nested: whether to give what stands in somebody else's words, too. Raises NotInLedger.
    """
    named = identity(connection, number)
    whose = _Whose(named.id, frozenset() if nested else around.nested(connection, [named.id]))
    targets = _targets(connection, whose)
    keys = _keys(targets)
    chosen = _matching(targets, about, keys) if about else None
    every = None if chosen is None else _standing(connection, whose, chosen)
    standing = _standing(connection, whose, None, MOST_STANDS) if every is None else every[:MOST_STANDS]
    total, rows = _utterances(connection, whose, limit, skip, every)
    needed = {*standing, *(number for row in rows for number in row)}
    by_id = {one.id: one for one in these(connection, needed)}
    said = [fullest_first([by_id[number] for number in row]) for row in rows]
    return Profile(
        named.id, named.name, named.kind, tuple(_roles(connection, named.id)), tuple(row[0] for row in said),
        tuple(stands((by_id[i] for i in standing), _names(chosen))[-MOST_STANDS:]),
        tuple(_findings(connection, named.id, every)), tuple(tuple(row[1:]) for row in said), total,
        counts.of(connection, [named.id])[named.id].nested, tuple(_told(targets, keys).values())[:MOST_TARGETS],
        *_known(connection, named), waiting(connection),
    )  # fmt: skip


def _findings(connection: sa.Connection, holder: int, statements: Sequence[int] | None) -> list[Kept]:
    """Those on the words of a holder. statements: only those on these, by their ids; None for all."""
    if statements is None:
        return on_words_of(connection, holder, MOST_FINDINGS)
    return on_statements(connection, statements, MOST_FINDINGS)


def identity(connection: sa.Connection, number: int) -> Named:
    """Who a holder is, by its id; for a merged holder, the one it was merged into. Raises NotInLedger."""
    at = decisions.roots(connection, [number])[number]
    row = connection.execute(_identity(), {"holder": at}).first()
    if row is None:
        raise NotInLedger(f"expected holder {number} in the ledger, but there is none")
    return Named(*row)


@cache
def _identity() -> sa.Select[Any]:
    holder, figure = schema.holders, schema.figures
    query = sa.select(*holder.c["id", "name", "kind"], figure.c.name, figure.c.wikidata, figure.c.id)
    return query.outerjoin(figure, holder.c.figure_id == figure.c.id).where(holder.c.id == sa.bindparam("holder"))


def find(connection: sa.Connection, name: str) -> int:
    """The id of the holder that a name means, or that has it as its number.

    Raises NotInLedger if there is none, or if it isn't clear which is meant.
    """
    found = called.choices(connection, name)
    meant = called.meant(found)
    if meant is not None:
        return meant.id
    if not found:
        raise NotInLedger(f"expected a holder called {shorten(name, 60)!r} in the ledger, but there is none")
    names = ", ".join(f"{one.name} (number {one.id}, {count(one.statements, 'statement')})" for one in found[:5])
    raise NotInLedger(
        f"expected one holder called {shorten(name, 60)!r}, but there are several: {names}; say which by its number"
    )


@dataclass(frozen=True, slots=True)
class _Whose:
    """A holder, and the ids of its statements that don't count."""

    id: int
    without: frozenset[int]

    @property
    def values(self) -> dict[str, Any]:
        """The parameters of `_COUNTS`."""
        return {"holder": self.id, "without": sorted(self.without)}


#: The conditions for the statements of a holder that count. They need `with_reviews` and `articles`.
_COUNTS: Final = (
    schema.statements.c.holder_id == sa.bindparam("holder"),
    schema.articles.c.current,
    SAID,
    sa.not_(wanted(schema.statements.c.id, "without")),
)

# Each query is built once, because building it takes longer than running it.


def _utterances(
    connection: sa.Connection, whose: _Whose, limit: int, skip: int, only: Sequence[int] | None
) -> tuple[int, list[list[int]]]:
    """The number of a holder's utterances, and one page of them, the newest first: the ids of each one's statements.

    only: the ids of the statements that are looked at; None for all.
    """
    queries = _uttered(only is not None)
    values = whose.values if only is None else {**whose.values, "only": sorted(only)}
    total = connection.execute(queries.total, values).scalar_one()
    shown = connection.execute(queries.shown, {**values, "limit": limit, "skip": skip})
    rows: dict[str, list[int]] = {row.utterance: [] for row in shown}
    for row in connection.execute(queries.statements, {**values, "utterances": sorted(rows)}):
        rows[row.utterance].append(row.id)
    return total, list(rows.values())


@dataclass(frozen=True, slots=True)
class _Uttered:
    """The queries of `_utterances`: how many there are, one page of them, and the statements of some."""

    total: sa.Select[Any]
    shown: sa.Select[Any]
    statements: sa.Select[Any]


@cache
def _uttered(of_some: bool) -> _Uttered:
    """of_some: whether only the statements in the parameter `only` are looked at."""
    statement, which, first = schema.statements, utterance().label("utterance"), sa.func.min(day()).label("day")
    counting = [*_COUNTS, wanted(statement.c.id, "only")] if of_some else _COUNTS
    columns: list[sa.ColumnElement[Any]] = [which, first]
    inside = sa.select(*columns).select_from(with_reviews(_current())).where(*counting).group_by(which)
    newest = inside.order_by(first.desc().nulls_last(), sa.func.max(statement.c.id).desc())
    chosen = sa.select(statement.c.id, which).select_from(with_reviews(_current())).where(*counting)
    return _Uttered(
        sa.select(sa.func.count()).select_from(inside.subquery()),
        page(newest),
        chosen.where(wanted(utterance(), "utterances")).order_by(statement.c.id),
    )


def _current() -> sa.Join:
    statement, article = schema.statements, schema.articles
    return statement.join(article, statement.c.article_id == article.c.id)


def _roles(connection: sa.Connection, holder: int) -> list[str]:
    roles: dict[str, str] = {}
    for read in connection.execute(_had_roles(), {"holder": holder}).scalars():
        if role := as_role(read):
            roles.setdefault(role.casefold(), role)
    return list(roles.values())


@cache
def _had_roles() -> sa.Select[Any]:
    appearance = schema.appearances.c
    mine = sa.select(appearance.role).where(
        appearance.holder_id == sa.bindparam("holder"), appearance.role.is_not(None)
    )
    return mine.group_by(appearance.role).order_by(sa.func.count().desc(), appearance.role).limit(MOST_ROLES)


def _known(
    connection: sa.Connection, named: Named
) -> tuple[tuple[str, ...], tuple[Office, ...], str | None, str | None]:
    """A holder's aliases, the offices of the public figure it is, and that figure's name and id in Wikidata."""
    merged = decisions.merged(connection, [named.id]).get(named.id, ())
    aliases = tuple(dict.fromkeys(row["name"] for row in merged if row["name"] != named.name))
    offices = figures.of_figures(connection, [named.figure_id]).get(named.figure_id, ()) if named.figure_id else ()
    return aliases, tuple(offices), named.figure, named.wikidata


# -- for and against whom --------------------------------------------------------------------------------------------

#: What identifies a target: its id as a holder, or else its folded name.
Key = int | str
#: The keys of targets by folded name.
Keys = Mapping[str, Key]


def _keys(rows: Iterable[sa.Row[Any]]) -> Keys:
    """The names that identify a holder: some article has the name for this holder, and none for another."""
    numbers: dict[str, set[int]] = {}
    for row in rows:
        meant = numbers.setdefault(folded(row.target), set())
        meant |= {row.target_holder_id} - {None}
    return {name: meant.pop() for name, meant in numbers.items() if len(meant) == 1}


def _key(keys: Keys, name: str, number: int | None) -> Key:
    plain = folded(name)
    return keys.get(plain, plain) if number is None else number


def _held(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """The query for columns of a holder's stances that count."""
    statement, held = schema.statements, schema.stances
    tables = with_reviews(_current().join(held, held.c.statement_id == statement.c.id))
    return sa.select(*columns).select_from(tables).where(*_COUNTS, beside(held, "stances_id"))


def _targets(connection: sa.Connection, whose: _Whose) -> list[sa.Row[Any]]:
    """A holder's targets by name, with the numbers of favourable and of all stances."""
    return list(connection.execute(_targeted(), whose.values))


@cache
def _targeted() -> sa.Select[Any]:
    held = schema.stances.c
    favourable = sa.func.sum(sa.case((held.polarity > 0, 1), else_=0)).label("favourable")
    query = _held(held.target, held.target_holder_id, favourable, sa.func.count().label("all"))
    return query.group_by(held.target, held.target_holder_id)


def _told(rows: Iterable[sa.Row[Any]], keys: Keys) -> dict[Key, Target]:
    """The targets by key, called by their commonest name, those of most stances first."""
    named: dict[Key, list[sa.Row[Any]]] = {}
    for row in rows:
        named.setdefault(_key(keys, row.target, row.target_holder_id), []).append(row)
    found = {}
    for key, group in named.items():
        name = max(group, key=lambda row: (row.all, row.target)).target
        favourable, every = sum(row.favourable for row in group), sum(row.all for row in group)
        found[key] = Target(name, key if isinstance(key, int) else None, favourable, every - favourable)
    return dict(sorted(found.items(), key=lambda item: (-item[1].count, item[1].name)))


def _matching(rows: Iterable[sa.Row[Any]], about: str, keys: Keys) -> list[sa.Row[Any]]:
    """The rows of the targets meant by `about`, an id or part of a name."""
    words, meant = folded(about), number(about)
    return [row for row in rows if words in folded(row.target) or meant == _key(keys, row.target, row.target_holder_id)]


def _names(chosen: Iterable[sa.Row[Any]] | None) -> set[str] | None:
    return None if chosen is None else {row.target for row in chosen}


def _standing(
    connection: sa.Connection, whose: _Whose, chosen: Sequence[sa.Row[Any]] | None, most: int = EVERY
) -> list[int]:
    """The ids of a holder's statements with stances, the newest first. chosen: only toward one of these targets."""
    named = _names(chosen)
    values = {**whose.values, "targets": sorted(named or ()), "limit": most, "skip": 0}
    return list(dict.fromkeys(connection.execute(_stood(named is not None), values).scalars()))


@cache
def _stood(toward_some: bool) -> sa.Select[Any]:
    """toward_some: whether only stances toward the names in the parameter `targets` count."""
    held = schema.stances.c
    query = _held(held.statement_id)
    chosen = query.where(wanted(held.target, "targets")) if toward_some else query
    return page(chosen.order_by(day().desc().nulls_last(), held.statement_id.desc()))


def stands(statements: Iterable[StatementRecord], about: set[str] | None = None) -> list[Stand]:
    """The stances of one holder's statements by date, with turns marked. about: only toward targets of these names."""
    last: dict[Key, tuple[bool, str | None]] = {}
    found = []
    for one in sorted(statements, key=lambda s: (s.day or "~", s.id)):
        for held in one.stances:
            if about is not None and held.target not in about:
                continue
            target = folded(held.target) if held.target_id is None else held.target_id
            now, before = (held.polarity > 0, one.day), last.get(target)
            turned = before is not None and before[0] != now[0] and order(before[1], now[1]) == "before"
            found.append(Stand(one, held, turned))
            last[target] = now
    return found


# -- two holders -----------------------------------------------------------------------------------------------------


def compare(connection: sa.Connection, one: int, other: int, about: str | None = None) -> Comparison:
    """What two holders, given by their ids, said for and against the same targets.

    about: only targets with this id or part of a name. Raises NotInLedger.
    """
    both = identity(connection, one), identity(connection, other)
    sides = [_Whose(named.id, around.nested(connection, [named.id])) for named in both]
    mine, theirs = (_targets(connection, whose) for whose in sides)
    keys = _keys([*mine, *theirs])
    if about:
        mine, theirs = _matching(mine, about, keys), _matching(theirs, about, keys)
    common = _told(mine, keys).keys() & _told(theirs, keys).keys()
    told = {key: target for key, target in _told([*mine, *theirs], keys).items() if key in common}
    told = dict(islice(told.items(), MOST_SHARED))
    chosen = [row for row in (*mine, *theirs) if _key(keys, row.target, row.target_holder_id) in told]
    stood = [_by_target(_stands(connection, whose, chosen), keys) for whose in sides]
    shared = (
        Shared(target.name, target.id, *(toward.get(key, ()) for toward in stood)) for key, target in told.items()
    )
    return Comparison(*both, tuple(shared))


def _stands(connection: sa.Connection, whose: _Whose, chosen: Sequence[sa.Row[Any]]) -> list[Stand]:
    """The newest stances of a holder toward some targets, the oldest of these first."""
    ids = _standing(connection, whose, chosen, MOST_STANDS // 2)
    return stands(these(connection, ids), _names(chosen))


def _by_target(stands: Iterable[Stand], keys: Keys) -> dict[Key, tuple[Stand, ...]]:
    found: dict[Key, list[Stand]] = {}
    for stand in stands:
        found.setdefault(_key(keys, stand.held.target, stand.held.target_id), []).append(stand)
    return {key: tuple(some) for key, some in found.items()}
