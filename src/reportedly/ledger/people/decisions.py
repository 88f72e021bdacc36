"""Decisions on holders: merges, splits, links and public figures, each with its reason, and each can be undone.

The row of a merged holder stays and points to the holder it was merged into (`same_as`). So its name still finds later
articles, and it can be restored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final, Literal

import sqlalchemy as sa

from ...english.names import called
from ...errors import InvalidReview, NotInLedger
from ..tables import schema
from ..tables.around import passes_on
from ..tables.lists import among, wanted
from ..tables.prepared import Prepared
from ..tables.record import batched
from ..tables.store import insert, now
from .names import family, fuller, key

#: The author of decisions that no person made.
OURSELVES = "reportedly"
#: link: an article's holder is one of the ledger's. figure: a holder is a public figure. merge, split: of two holders.
#: apart: two holders aren't one, and nobody needs to be asked again.
Action = Literal["link", "figure", "merge", "split", "apart"]
#: Most roles, and most outlets, stored for a holder. A president has thousands, which would be costly and tell nothing
#: more.
MOST_DESCRIPTIONS = 80


# -- the tables ------------------------------------------------------------------------------------------------------


def decision(  # noqa: PLR0913, PLR0917 - the columns of the table
    action: Action, holder: int, other: int | None, appearances: Sequence[int], reason: str, by: str = OURSELVES
) -> dict[str, Any]:
    """A new row of the table `decisions`. appearances: ids of those it concerns. reason: a sentence for people."""
    return {
        "at": now(), "by": by, "action": action, "holder_id": holder, "other_id": other,
        "appearances": list(appearances), "reason": reason,
    }  # fmt: skip


def row(name: str, kind: str, role: str | None) -> dict[str, Any]:
    """A row of the table `holders` without the id."""
    return {
        "name": name, "kind": kind, "role": role, "key": key(name, kind), "family": family(name, kind),
        "called": called(name), "passes_on": passes_on(name, kind),
    }  # fmt: skip


_OWN = schema.reviewed.c
#: Statements that a review gave to another holder than their appearance, or rejected.
_REVIEWED: Final = sa.select(_OWN.statement_id).where(sa.or_(_OWN.own, _OWN.rejected))
#: Updates for a change of an appearance's holder. Built once, because building a query takes as long as running it.
_RECORDING: Final = (
    sa.update(schema.appearances)
    .where(schema.appearances.c.id == sa.bindparam("appearance"))
    .values(holder_id=sa.bindparam("holder")),
    sa.update(schema.statements)
    .where(schema.statements.c.appearance_id == sa.bindparam("appearance"), schema.statements.c.id.not_in(_REVIEWED))
    .values(holder_id=sa.bindparam("holder")),
)


def record(connection: sa.Connection, whose: Mapping[int, int]) -> None:
    """Store the holders of appearances, and of their statements unless a review decided on these.

    whose: holder id by appearance id.
    """
    values = [{"appearance": appearance, "holder": holder} for appearance, holder in sorted(whose.items())]
    for update in _RECORDING if values else ():
        connection.execute(update, values)


def _naming(query: sa.Select[Any], column: sa.Column[Any]) -> tuple[sa.Select[Any], sa.Update]:
    within = query.where(schema.statements.c.article_id == sa.bindparam("article"))
    at = sa.update(column.table).where(column.table.c.id == sa.bindparam("at"))
    return within, at.values({column.name: sa.bindparam("holder")})


_STATEMENT, _HELD = schema.statements, schema.stances
#: The query for the addressees of an article's statements with the update for their holders; the same for targets.
_NAMING: Final = (
    _naming(
        sa.select(_STATEMENT.c.id, _STATEMENT.c.addressee).where(_STATEMENT.c.addressee.is_not(None)),
        _STATEMENT.c.addressee_holder_id,
    ),
    _naming(
        sa.select(_HELD.c.id, _HELD.c.target).join(_STATEMENT, _HELD.c.statement_id == _STATEMENT.c.id),
        _HELD.c.target_holder_id,
    ),
)


def name_others(connection: sa.Connection, article: int, whose: Mapping[str, int]) -> None:
    """Store which holders the addressees and targets of an article's statements are: those it has by the same name.

    whose: holder id by name.
    """
    for query, update in _NAMING:
        named = connection.execute(query, {"article": article})
        values = [{"at": number, "holder": whose[name]} for number, name in named if name in whose]
        if values:
            connection.execute(update, values)


def describe(connection: sa.Connection, about: Iterable[tuple[int, str | None, str]]) -> None:
    """Store the roles and the outlets of holders, one row for each role and each outlet; known ones aren't repeated.

    about: holder id, role (None if there is none) and the outlet's site.
    """
    both = (row for number, role, site in about for row in ((number, role or "", ""), (number, "", site)))
    rows = {row for row in both if row[1] or row[2]}
    values = [{"holder_id": number, "role": role, "site": site} for number, role, site in sorted(rows)]
    insert(connection, schema.descriptions, values, again=True)


_MERGED: Final = sa.select(*schema.holders.c["id", "same_as"]).where(
    wanted(schema.holders.c.id), schema.holders.c.same_as.is_not(None)
)


def roots(connection: sa.Connection, numbers: Iterable[int]) -> dict[int, int]:
    """For each holder the one that it was merged into in the end; itself if it wasn't merged."""
    found = {number: number for number in numbers}
    while found:
        into = {row.id: row.same_as for row in connection.execute(_MERGED, {"wanted": sorted({*found.values()})})}
        if not into:
            break
        found = {number: into.get(at, at) for number, at in found.items()}
    return found


_INTO: Final = Prepared(among(schema.holders.c.same_as))


def merged(connection: sa.Connection, numbers: Iterable[int]) -> dict[int, list[Mapping[str, Any]]]:
    """For each holder the rows of all that were merged into it, directly or not; without those that have none."""
    root = {number: number for number in numbers}
    found: dict[int, list[Mapping[str, Any]]] = {}
    level = sorted(root)
    while level:
        below = sorted(_INTO.mappings(connection, wanted=level), key=itemgetter("id"))
        for row in below:
            root[row["id"]] = root[row["same_as"]]
            found.setdefault(root[row["id"]], []).append(row)
        level = [row["id"] for row in below]
    return found


# -- what a person decides -------------------------------------------------------------------------------------------


def merge(connection: sa.Connection, one: int, other: int, reason: str, by: str) -> int:
    """Merge two holders, for this and all later articles; returns the id of the decision.

    The one with the fuller name stays, in doubt `one`; the other leads to it.
    Raises NotInLedger if one of them doesn't exist and InvalidReview if they are merged already.
    """
    one, other = _two(connection, one, other, "to merge")
    first, second = (_there(connection, number) for number in (one, other))
    if first["kind"] == second["kind"] and fuller(first["name"], second["name"], first["kind"]):
        one, other = other, one
    table = schema.holders
    moved = _appearances(connection, other)
    figure = connection.execute(sa.select(table.c.figure_id).where(table.c.id == other)).scalar()
    connection.execute(sa.update(table).where(table.c.id == other).values(same_as=one))
    unknown = sa.update(table).where(table.c.id == one, table.c.figure_id.is_(None))
    connection.execute(unknown.values(figure_id=figure))
    _move(connection, moved, one, {one, other})
    return _decide(connection, decision("merge", one, other, moved, reason, by))


def apart(connection: sa.Connection, one: int, other: int, reason: str, by: str) -> int:
    """Record that two holders aren't one; returns the id of the decision.

    Raises NotInLedger if one of them doesn't exist and InvalidReview if they are one already.
    """
    one, other = _two(connection, one, other, "to keep apart")
    return _decide(connection, decision("apart", one, other, (), reason, by))


def _two(connection: sa.Connection, one: int, other: int, what_for: str) -> tuple[int, int]:
    """The holders that two numbers lead to, by id. Raises NotInLedger, and InvalidReview if they are one already."""
    for number in (one, other):
        _there(connection, number)
    whole = roots(connection, (one, other))
    if whole[one] == whole[other]:
        raise InvalidReview(f"expected two holders {what_for}, but numbers {one} and {other} are one already")
    return whole[one], whole[other]


def doubts(connection: sa.Connection, one: int, other: int) -> list[str]:
    """What speaks against two holders being one, each in a sentence without its end."""
    whole = roots(connection, (one, other))
    first, second = (_there(connection, whole[number]) for number in (one, other))
    names = f"{first['name']} and {second['name']}"
    found = []
    if first["kind"] != second["kind"]:
        found.append(f"{first['name']} is of the kind {first['kind']}, {second['name']} of the kind {second['kind']}")
    elif fuller(first["name"], second["name"], first["kind"]) is None:
        found.append(f"neither of the names {names} is a part of the other; {first['name']} would stay")
    figures = {first["figure_id"], second["figure_id"]} - {None}
    if len(figures) > 1:
        found.append(f"{names} are two public figures")
    here, there = (schema.appearances.alias() for _ in range(2))
    both = sa.select(here.c.article_id).join(there, here.c.article_id == there.c.article_id)
    beside = both.where(here.c.holder_id == first["id"], there.c.holder_id == second["id"])
    if connection.execute(beside.limit(1)).first():
        found.append(f"an article has {names} beside one another")
    return found


def split(connection: sa.Connection, one: int, appearances: Sequence[int], reason: str, by: str) -> int:
    """Make a new holder of some appearances of `one`; returns the id of the decision.

    Raises NotInLedger if the holder doesn't exist, and InvalidReview if these are none or all of its appearances or
    belong to others.
    """
    there = _there(connection, one)
    one = roots(connection, [one])[one]
    mine, chosen = set(_appearances(connection, one)), sorted({*appearances})
    wrong = sorted({*chosen} - mine)
    if wrong or not chosen or mine == {*chosen}:
        found = f"{', '.join(map(str, wrong))} belong to others" if wrong else "all or none were named"
        raise InvalidReview(f"expected some appearances of {there['name']} (number {one}) to split off, but {found}")
    appearance = schema.appearances
    first = connection.execute(sa.select(appearance).where(appearance.c.id == chosen[0])).one()
    kind = "person" if first.kind == "unnamed" else first.kind
    new = sa.insert(schema.holders).values(row(first.name, kind, first.role)).returning(schema.holders.c.id)
    number = int(connection.execute(new).scalar_one())
    _move(connection, chosen, number, {one, number})
    return _decide(connection, decision("split", one, number, chosen, reason, by))


def name_figure(connection: sa.Connection, holder: int, figure: int, reason: str, appearances: Sequence[int]) -> int:
    """Record that a holder is a public figure; returns the id of the decision. appearances: those that tell."""
    table = schema.holders
    connection.execute(sa.update(table).where(table.c.id == holder).values(figure_id=figure))
    return _decide(connection, decision("figure", holder, None, appearances, reason))


def undo(connection: sa.Connection, number: int, by: str) -> None:
    """Undo a decision.

    Raises NotInLedger if there is no such decision, and InvalidReview if it has been undone already or a later one
    stands in the way.
    """
    table = schema.decisions
    done = connection.execute(sa.select(table).where(table.c.id == number)).mappings().first()
    if done is None:
        raise NotInLedger(f"expected decision {number} in the ledger, but there is none")
    if done["undone_at"]:
        raise InvalidReview(f"expected a decision that stands, but number {number} was undone at {done['undone_at']}")
    if done["action"] == "merge":
        _undo_merge(connection, done)
    elif done["action"] == "split":
        _undo_split(connection, done)
    elif done["action"] == "apart":
        pass  # nothing else has come of it
    elif done["action"] == "figure":
        holder = schema.holders
        connection.execute(sa.update(holder).where(holder.c.id == done["holder_id"]).values(figure_id=None))
    else:
        _undo_link(connection, done, by)
    connection.execute(sa.update(table).where(table.c.id == number).values(undone_at=now()))


def touched(connection: sa.Connection, number: int) -> list[int]:
    """The current holders affected by a decision: those it names and those to whom its appearances belong."""
    table, appearance = schema.decisions, schema.appearances
    done = connection.execute(sa.select(table).where(table.c.id == number)).one()
    named = {n for n in (done.holder_id, done.other_id) if n is not None}
    for some in batched(done.appearances):
        query = sa.select(appearance.c.holder_id).where(appearance.c.id.in_(some), appearance.c.holder_id.is_not(None))
        named |= set(connection.execute(query).scalars())
    return sorted({*roots(connection, named).values()})


def _undo_merge(connection: sa.Connection, done: sa.RowMapping) -> None:
    """Restore a merged holder, with its appearances and with later ones under its name, if the two names differ."""
    one, other = done["holder_id"], done["other_id"]
    table, appearance = schema.holders, schema.appearances
    at = roots(connection, [one])[one]
    connection.execute(sa.update(table).where(table.c.id == other).values(same_as=None))
    names = connection.execute(sa.select(table.c.id, table.c.key).where(table.c.id.in_([one, other]))).all()
    keys = {row.id: row.key for row in names}
    here = connection.execute(
        sa.select(appearance.c.id, appearance.c.name, appearance.c.kind).where(appearance.c.holder_id == at)
    ).all()
    moved = {*done["appearances"]}
    theirs = [
        row.id
        for row in here
        if row.id in moved or (keys[one] != keys[other] == key(row.name, row.kind) and row.id > max(moved, default=0))
    ]
    _take_figure_back(connection, one, other)
    _move(connection, theirs, other, {at, other})


def _take_figure_back(connection: sa.Connection, one: int, other: int) -> None:
    """Clear the public figure of `one` if it came from `other`, which was merged into it."""
    table, decided = schema.holders, schema.decisions
    own = connection.execute(
        sa.select(decided.c.id).where(
            decided.c.holder_id == one, decided.c.action == "figure", decided.c.undone_at.is_(None)
        )
    ).first()
    if own is None:
        theirs = sa.select(table.c.figure_id).where(table.c.id == other).scalar_subquery()
        update = sa.update(table).where(table.c.id == one, table.c.figure_id == theirs)
        connection.execute(update.values(figure_id=None))


def _undo_split(connection: sa.Connection, done: sa.RowMapping) -> None:
    """Give back all appearances of the split-off holder, later ones too; its row stays, merged, for its name."""
    table, new = schema.holders, done["other_id"]
    at = roots(connection, [done["holder_id"]])[done["holder_id"]]
    if connection.execute(sa.select(table.c.same_as).where(table.c.id == new)).scalar() is not None:
        raise InvalidReview(f"expected the holder that was split off, but number {new} was merged into another since")
    connection.execute(sa.update(table).where(table.c.id == new).values(same_as=at))
    _move(connection, _appearances(connection, new), at, {at, new})


def _undo_link(connection: sa.Connection, done: sa.RowMapping, by: str) -> None:
    """Split the linked appearance off as a new holder, unless it is the only one of its holder."""
    appearance = schema.appearances
    wanted = appearance.c.id.in_(done["appearances"])
    at = set(connection.execute(sa.select(appearance.c.holder_id).where(wanted)).scalars())
    if at != {*roots(connection, [done["holder_id"]]).values()}:
        raise InvalidReview(f"expected what decision {done['id']} linked where it was, but a later decision moved it")
    if any({*_appearances(connection, number)} != {*done["appearances"]} for number in at):
        (here,) = at
        split(connection, here, done["appearances"], f"decision {done['id']} was undone", by)


def _move(connection: sa.Connection, appearances: Sequence[int], to: int, touched: Iterable[int]) -> None:
    """Give appearances to a holder, and update what depends on it.

    touched: ids of the holders whose roles and outlets change.
    """
    record(connection, dict.fromkeys(appearances, to))
    appearance = schema.appearances
    articles: set[int] = set()
    for some in batched(appearances):
        articles |= set(
            connection.execute(sa.select(appearance.c.article_id).where(appearance.c.id.in_(some))).scalars()
        )
    for article in sorted(articles):
        query = sa.select(appearance.c.name, appearance.c.holder_id).where(
            appearance.c.article_id == article, appearance.c.holder_id.is_not(None)
        )
        name_others(connection, article, {row.name: row.holder_id for row in connection.execute(query)})
    _follow(connection)
    for number in touched:
        describe_again(connection, number)


def _follow(connection: sa.Connection) -> None:
    """Move statements that a review gave to a holder to the one that it has been merged into."""
    statement = schema.statements
    query = sa.select(_OWN.statement_id, _OWN.holder_id).where(_OWN.own, _OWN.holder_id.is_not(None))
    given = {row.statement_id: row.holder_id for row in connection.execute(query.where(_OWN.rejected.is_(sa.false())))}
    at = roots(connection, {*given.values()})
    values = [{"statement": number, "holder": at[holder]} for number, holder in sorted(given.items())]
    if values:
        update = (
            sa.update(statement)
            .where(statement.c.id == sa.bindparam("statement"))
            .values(holder_id=sa.bindparam("holder"))
        )
        connection.execute(update, values)


def describe_again(connection: sa.Connection, holder: int) -> None:
    """Store the roles and outlets of a holder again, from its appearances."""
    appearance, article, facts = schema.appearances, schema.articles, schema.descriptions
    connection.execute(sa.delete(facts).where(facts.c.holder_id == holder))
    described = (
        sa.select(appearance.c.holder_id, appearance.c.role, article.c.site)
        .join(article, appearance.c.article_id == article.c.id)
        .where(appearance.c.holder_id == holder, appearance.c.position >= 0)
        .distinct()
        .limit(MOST_DESCRIPTIONS)
    )
    describe(connection, [(row.holder_id, row.role, row.site) for row in connection.execute(described)])


def _appearances(connection: sa.Connection, holder: int) -> list[int]:
    appearance = schema.appearances
    return list(
        connection.execute(
            sa.select(appearance.c.id).where(appearance.c.holder_id == holder).order_by(appearance.c.id)
        ).scalars()
    )


def _there(connection: sa.Connection, number: int) -> sa.RowMapping:
    found = connection.execute(sa.select(schema.holders).where(schema.holders.c.id == number)).mappings().first()
    if found is None:
        raise NotInLedger(f"expected holder {number} in the ledger, but there is none")
    return found


def _decide(connection: sa.Connection, values: Mapping[str, Any]) -> int:
    table = schema.decisions
    return int(connection.execute(sa.insert(table).values(values).returning(table.c.id)).scalar_one())
