"""One holder: statements, stances over time and offices; and two holders compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa

from ...errors import NotInLedger
from ...given import number
from ...printable import shorten
from ..findings.queue import Kept, kept, on_words_of, resting_on, waiting
from ..people import decisions, figures
from ..people.figures import Office
from ..people.names import looked_up
from ..tables import schema
from ..tables.counting import beside, value, with_reviews
from ..tables.record import Held, StatementRecord, fetch, order
from ..tables.store import folded

#: Most stances on a timeline: the newest, and half as many for each of two holders. More points couldn't be told apart
#: on a screen.
MOST_STANDS: Final = 400
#: Condition: the holder said it. Needs `with_reviews`.
SAID: Final = value("standing").element != "not said"
#: Most roles, targets and findings given of one holder, and most common targets of two.
MOST_ROLES, MOST_TARGETS, MOST_FINDINGS, MOST_SHARED = 40, 200, 50, 20


@dataclass(frozen=True, slots=True)
class Named:
    """Who a holder is. figure, wikidata: the public figure it is known to be."""

    id: int
    name: str
    kind: str
    figure: str | None = None
    wikidata: str | None = None


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

    roles: as articles have them, the commonest first. statements: one page, the newest first; total: their number on
    all pages. stands: the newest stances, the oldest of these first. targets: those of most stances first.
    findings: stored ones that rest on its statements. aliases: names of holders merged into it.
    offices, figure, wikidata: of the public figure it is. waiting: number of places in the ledger that are still to be
    examined, so that findings may be missing.
    """

    id: int
    name: str
    kind: str
    roles: tuple[str, ...]
    statements: tuple[StatementRecord, ...]
    stands: tuple[Stand, ...]
    findings: tuple[Kept, ...]
    total: int = 0
    targets: tuple[Target, ...] = ()
    aliases: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    figure: str | None = None
    wikidata: str | None = None
    waiting: int = 0


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


def who(connection: sa.Connection, name: str, about: str | None = None) -> Profile:
    """What a holder said. name: all or part of its name. about: only statements with a stance toward this target.

    Raises NotInLedger if there is no such holder, or if several may be meant.
    """
    return profile(connection, find(connection, name), about=about)


def profile(
    connection: sa.Connection, number: int, limit: int = 50, skip: int = 0, about: str | None = None
) -> Profile:
    """What a holder said, by its id; for a merged holder, what the one it was merged into said.

    limit, skip: the page, in statements. about: only statements with a stance toward this target, given by part of its
    name or by its id. Raises NotInLedger.
    """
    named = called(connection, number)
    targets = _targets(connection, named.id)
    keys = _keys(targets)
    chosen = _matching(targets, about, keys) if about else None
    if chosen is None:
        total, ids = _ids(connection, named.id, limit, skip)
        standing = _standing(connection, named.id, chosen, MOST_STANDS)
    else:
        every = _standing(connection, named.id, chosen)
        total, ids, standing = len(every), every[skip : skip + limit], every[:MOST_STANDS]
    beside = on_words_of(named.id) if chosen is None else resting_on(schema.evidence.c.statement_id, every)
    by_id = {statement.id: statement for statement in fetch(connection, schema.statements.c.id.in_({*ids, *standing}))}
    return Profile(
        named.id, named.name, named.kind, tuple(_roles(connection, named.id)), tuple(by_id[i] for i in ids),
        tuple(stands((by_id[i] for i in standing), _names(chosen))[-MOST_STANDS:]),
        tuple(kept(connection, beside, limit=MOST_FINDINGS)),
        total, tuple(_told(targets, keys).values())[:MOST_TARGETS], *_known(connection, named), waiting(connection),
    )  # fmt: skip


def called(connection: sa.Connection, number: int) -> Named:
    """Who a holder is, by its id; for a merged holder, the one it was merged into. Raises NotInLedger."""
    holder, figure = schema.holders, schema.figures
    at = decisions.roots(connection, [number])[number]
    query = sa.select(*holder.c["id", "name", "kind"], figure.c.name.label("figure"), figure.c.wikidata)
    row = connection.execute(
        query.outerjoin(figure, holder.c.figure_id == figure.c.id).where(holder.c.id == at)
    ).first()
    if row is None:
        raise NotInLedger(f"expected holder {number} in the ledger, but there is none")
    return Named(row.id, row.name, row.kind, row.figure, row.wikidata)


def find(connection: sa.Connection, name: str) -> int:
    """The id of the holder with this name, or else of the only one whose name it is a part of.

    Names of merged holders lead to the one they were merged into. A number is taken as an id if it is no name.
    Raises NotInLedger if there is none or several fit.
    """
    holder, key = schema.holders, looked_up(name)
    counted = sa.select(sa.func.count()).where(schema.statements.c.holder_id == holder.c.id).scalar_subquery()
    query = sa.select(holder.c.id, holder.c.name, counted.label("count")).order_by(counted.desc(), holder.c.id)
    wanted = connection.execute(sa.select(holder.c.id).where(holder.c.key == key)).scalars().all()
    if not wanted and key:
        part = sa.select(holder.c.id).where(holder.c.key.contains(key, autoescape=True))
        wanted = connection.execute(part.limit(20)).scalars().all()
    if not wanted and (meant := number(name)) is not None:
        wanted = connection.execute(sa.select(holder.c.id).where(holder.c.id == meant)).scalars().all()
    rows = connection.execute(query.where(holder.c.id.in_({*decisions.roots(connection, wanted).values()}))).all()
    if not rows:
        raise NotInLedger(f"expected a holder called {shorten(name, 60)!r} in the ledger, but there is none")
    if len(rows) > 1:
        names = ", ".join(f"{row.name} (number {row.id}, {row.count} statements)" for row in rows[:5])
        raise NotInLedger(
            f"expected one holder called {shorten(name, 60)!r}, but there are several: {names}; say which by its number"
        )
    return int(rows[0].id)


def _ids(connection: sa.Connection, holder: int, limit: int, skip: int) -> tuple[int, list[int]]:
    """The number of a holder's statements, and the ids of one page of them, the newest first."""
    statement = schema.statements
    inside = (
        sa.select(statement.c.id)
        .select_from(with_reviews(_current()))
        .where(statement.c.holder_id == holder, schema.articles.c.current, SAID)
    )
    total = connection.execute(sa.select(sa.func.count()).select_from(inside.subquery())).scalar_one()
    page = inside.order_by(_day().desc().nulls_last(), statement.c.id.desc()).limit(limit).offset(skip)
    return total, list(connection.execute(page).scalars())


def _current() -> sa.Join:
    statement, article = schema.statements, schema.articles
    return statement.join(article, statement.c.article_id == article.c.id)


def _day() -> sa.ColumnElement[str]:
    """The day by which something was said, as `StatementRecord.day` gives it."""
    last, published = value("last").element, schema.articles.c.published
    return sa.case((last < published, last), else_=sa.func.coalesce(published, last))


def _roles(connection: sa.Connection, holder: int) -> list[str]:
    appearance = schema.appearances
    query = (
        sa.select(appearance.c.role)
        .where(appearance.c.holder_id == holder, appearance.c.role.is_not(None))
        .group_by(appearance.c.role)
    )
    return list(
        connection.execute(query.order_by(sa.func.count().desc(), appearance.c.role).limit(MOST_ROLES)).scalars()
    )


def _known(
    connection: sa.Connection, named: Named
) -> tuple[tuple[str, ...], tuple[Office, ...], str | None, str | None]:
    """A holder's aliases, the offices of the public figure it is, and that figure's name and id in Wikidata."""
    merged = decisions.merged(connection, [named.id]).get(named.id, ())
    aliases = tuple(dict.fromkeys(row.name for row in merged if row.name != named.name))
    figure = connection.execute(sa.select(schema.holders.c.figure_id).where(schema.holders.c.id == named.id)).scalar()
    offices = figures.of_figures(connection, [figure]).get(figure, ()) if figure is not None else ()
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


def _held(holder: int) -> tuple[sa.FromClause, list[sa.ColumnElement[bool]]]:
    """The joined tables with a holder's stances, and the conditions for those that count."""
    statement, held = schema.statements, schema.stances
    tables = with_reviews(_current().join(held, held.c.statement_id == statement.c.id))
    return tables, [statement.c.holder_id == holder, schema.articles.c.current, beside(held, "stances_id"), SAID]


def _targets(connection: sa.Connection, holder: int) -> list[sa.Row[Any]]:
    """A holder's targets by name, with the numbers of favourable and of all stances."""
    tables, counting = _held(holder)
    columns = schema.stances.c
    favourable = sa.func.sum(sa.case((columns.polarity > 0, 1), else_=0)).label("favourable")
    query = sa.select(columns.target, columns.target_holder_id, favourable, sa.func.count().label("all")).select_from(
        tables
    )
    return list(connection.execute(query.where(*counting).group_by(columns.target, columns.target_holder_id)))


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
    connection: sa.Connection, holder: int, chosen: Sequence[sa.Row[Any]] | None, most: int | None = None
) -> list[int]:
    """The ids of a holder's statements with stances, the newest first. chosen: only toward one of these targets."""
    tables, counting = _held(holder)
    columns, named = schema.stances.c, _names(chosen)
    toward = [] if named is None else [columns.target.in_(sorted(named))]
    query = sa.select(columns.statement_id).select_from(tables).where(*counting, *toward)
    newest = query.order_by(_day().desc().nulls_last(), columns.statement_id.desc()).limit(most)
    return list(dict.fromkeys(connection.execute(newest).scalars()))


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
    both = called(connection, one), called(connection, other)
    mine, theirs = (_targets(connection, named.id) for named in both)
    keys = _keys([*mine, *theirs])
    if about:
        mine, theirs = _matching(mine, about, keys), _matching(theirs, about, keys)
    common = _told(mine, keys).keys() & _told(theirs, keys).keys()
    told = {key: target for key, target in _told([*mine, *theirs], keys).items() if key in common}
    told = dict(islice(told.items(), MOST_SHARED))
    chosen = [row for row in (*mine, *theirs) if _key(keys, row.target, row.target_holder_id) in told]
    stood = [_by_target(_stands(connection, named.id, chosen), keys) for named in both]
    shared = (
        Shared(target.name, target.id, *(toward.get(key, ()) for toward in stood)) for key, target in told.items()
    )
    return Comparison(*both, tuple(shared))


def _stands(connection: sa.Connection, holder: int, chosen: Sequence[sa.Row[Any]]) -> list[Stand]:
    """The newest stances of a holder toward some targets, the oldest of these first."""
    ids = _standing(connection, holder, chosen, MOST_STANDS // 2)
    return stands(fetch(connection, schema.statements.c.id.in_(ids)), _names(chosen))


def _by_target(stands: Iterable[Stand], keys: Keys) -> dict[Key, tuple[Stand, ...]]:
    found: dict[Key, list[Stand]] = {}
    for stand in stands:
        found.setdefault(_key(keys, stand.held.target, stand.held.target_id), []).append(stand)
    return {key: tuple(some) for key, some in found.items()}
