"""Holders across articles: which holder of the ledger each holder of an article is.

Cautiously: two articles' holders are one where the full name is the same and nothing speaks against it; a surname alone
says too little, but for a version of the same article or the same outlet with the same role. Whom the text doesn't name is
nobody across articles. Each time a holder is found again, the reason is kept, and it can be undone; what a person decides
outlives whatever comes later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ..errors import LedgerError, NotInLedger
from . import figures, schema
from .names import field, key, person, same_middle, shared_role, whole_first
from .store import ids, now

#: Who decides where no person does.
OURSELVES = "reportedly"


@dataclass(frozen=True, slots=True)
class Appearance:
    """A holder of an article. outlet: the article's, folded. published: ISO day. before: the holder of the same name in
    the version of the article before this one, if any.
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
        """By what it is looked up."""
        return key(self.name, self.kind)


@dataclass(frozen=True, slots=True)
class Known:
    """A holder of the ledger. roles, outlets: of the articles it is in; figure: its number among public figures."""

    id: int
    name: str
    kind: str
    roles: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    figure: int | None = None


def same(one: Appearance, other: Known) -> str | None:
    """Why a holder of an article is one of the ledger, in a sentence; None where that can't be told."""
    if one.kind != other.kind or one.kind == "unnamed":
        return None
    if one.before == other.id:
        return f"the holder {other.name!r} of the version before"
    if one.kind == "person":
        return _same_person(one, other)
    if key(other.name, other.kind) != one.key:
        return None
    if one.kind == "group" and not one.name[:1].isupper():
        return None  # residents here are not residents there
    return f"the same name, {one.name!r}"


def _same_person(one: Appearance, other: Known) -> str | None:
    mine, theirs = person(one.name), person(other.name)
    if not mine.family or mine.family != theirs.family or not same_middle(mine, theirs):
        return None
    shared = next((role for role in other.roles if shared_role(role, one.role)), None)
    if not mine.first or not theirs.first:
        if shared and one.outlet and one.outlet in other.outlets:
            return f"the same surname, outlet and role: {one.role!r} and {shared!r}"
        return None
    if mine.first != theirs.first:
        nicknamed = whole_first(mine.first) == whole_first(theirs.first)
        return f"{one.name!r} and {other.name!r}, both {shared!r}" if nicknamed and shared else None
    fields = {known for role in other.roles if (known := field(role))}
    if fields and field(one.role) not in {None, *fields}:
        return None
    if "private" in {field(one.role), *fields} and not (shared or one.outlet in other.outlets):
        return None  # many people of one name are residents somewhere
    return f"the same full name, {one.name!r}" + (f", and role: {one.role!r} and {shared!r}" if shared else "")


def choose(one: Appearance, known: Sequence[Known]) -> tuple[Known, str] | None:
    """The one holder that an article's is, and why; None where there is none, or where it could be several."""
    found = [(holder, reason) for holder in known if (reason := same(one, holder))]
    if len(found) > 1:
        nearer = [(h, r) for h, r in found if any(shared_role(role, one.role) for role in h.roles)]
        found = nearer or [(h, r) for h, r in found if h.figure is not None] or found
    return found[0] if len(found) == 1 else None


# -- in the ledger ---------------------------------------------------------------------------------------------------


def assign(connection: sa.Connection, article: int) -> None:
    """Say of every holder of an article just kept which one of the ledger it is; make new ones. In its transaction."""
    mine = _appearances(connection, article)
    if not mine:
        return
    keys = sorted({one.key for one in mine})
    known = _known(connection, keys, [one.before for one in mine if one.before is not None])
    public = figures.matching(connection, keys)
    whose: dict[int, int] = {}
    decided, made = [], []
    spare = iter(ids(connection, schema.holders, len(mine)))
    for one in mine:
        chosen = choose(one, known.get(one.key, ()))
        if chosen:
            whose[one.id] = chosen[0].id
            decided.append(_decision("link", chosen[0].id, None, [one.id], chosen[1]))
            continue
        number = whose[one.id] = next(spare)
        figure = figure_of(connection, one, public.get(one.key, ()))
        made.append(_holder(number, one, figure))
        known.setdefault(one.key, []).append(Known(number, one.name, one.kind, (one.role,) if one.role else ()))
    for table, rows in ((schema.holders, made), (schema.decisions, decided)):
        if rows:
            connection.execute(sa.insert(table), rows)
    _set(connection, whose)
    _describe(connection, mine, whose, [holder for under in known.values() for holder in under])
    _name_others(connection, article, {one.name: whose[one.id] for one in mine})


def _appearances(connection: sa.Connection, article: int) -> list[Appearance]:
    """The named holders of an article."""
    of, article_of = schema.appearances, schema.articles
    about = connection.execute(
        sa.select(article_of.c.site, article_of.c.published, article_of.c.supersedes).where(article_of.c.id == article)
    ).one()
    before: dict[tuple[str, str], int] = {}
    if about.supersedes is not None:
        for row in connection.execute(sa.select(of).where(of.c.article_id == about.supersedes)):
            if row.holder_id is not None:
                before[row.name, row.kind] = row.holder_id
    found = connection.execute(
        sa.select(of.c.id, of.c.name, of.c.kind, of.c.role)
        .where(of.c.article_id == article, of.c.kind != "unnamed")
        .order_by(of.c.id)
    ).all()
    return [
        Appearance(r.id, r.name, r.kind, r.role, about.site, about.published, before.get((r.name, r.kind)))
        for r in found
    ]


def _known(connection: sa.Connection, keys: Sequence[str], before: Sequence[int]) -> dict[str, list[Known]]:
    """The holders under these keys, those merged into others as the others."""
    of = schema.holders
    one = sa.func.coalesce(of.c.same_as, of.c.id)
    under_key = sa.select(of.c.key, one.label("number"))
    rows = [*connection.execute(under_key.where(of.c.key.in_(keys)))]
    rows += [*connection.execute(under_key.where(of.c.id.in_(before)))] if before else []
    numbers = sorted({row.number for row in rows})
    about = {row.id: row for row in connection.execute(sa.select(of).where(of.c.id.in_(numbers)))}
    roles: dict[int, dict[str, None]] = {number: {} for number in numbers}
    outlets: dict[int, dict[str, None]] = {number: {} for number in numbers}
    facts = schema.descriptions
    for row in connection.execute(sa.select(facts).where(facts.c.holder_id.in_(numbers))):
        roles[row.holder_id] |= {row.role: None} if row.role else {}
        outlets[row.holder_id] |= {row.site: None} if row.site else {}
    found: dict[str, list[Known]] = {}
    for row in rows:
        who = about[row.number]
        holder = Known(who.id, who.name, who.kind, tuple(roles[who.id]), tuple(outlets[who.id]), who.figure_id)
        under = found.setdefault(row.key, [])
        if holder not in under:
            under.append(holder)
    return found


#: Descriptions that are kept of a holder: a president's thousands would cost much and tell no more.
MOST_DESCRIPTIONS = 40


def _describe(
    connection: sa.Connection, mine: Sequence[Appearance], whose: Mapping[int, int], known: Iterable[Known]
) -> None:
    """Note as what, and in which outlet, an article has its holders."""
    full = {one.id for one in known if len(one.roles) * max(1, len(one.outlets)) >= MOST_DESCRIPTIONS}
    rows = {(whose[one.id], one.role or "", one.outlet) for one in mine}
    values = [
        {"holder": number, "role": role, "site": site} for number, role, site in sorted(rows) if number not in full
    ]
    if values:
        insert = (
            "INSERT INTO descriptions (holder_id, role, site) VALUES (:holder, :role, :site) ON CONFLICT DO NOTHING"
        )
        connection.execute(sa.text(insert), values)


def _holder(number: int, one: Appearance, figure: int | None) -> dict[str, Any]:
    return {
        "id": number, "name": one.name, "kind": one.kind, "role": one.role, "key": one.key, "figure_id": figure,
    }  # fmt: skip


def figure_of(connection: sa.Connection, one: Appearance, candidates: Sequence[int]) -> int | None:
    """The public figure that a holder is: by a full name that one figure alone has, else by the office held on the day."""
    if one.kind != "person" or not person(one.name).first or not candidates:
        return None
    if len(candidates) == 1:
        return candidates[0]
    day = one.published or ""
    fitting = [n for n in candidates if any(shared_role(o.title, one.role) for o in figures.held(connection, n, day))]
    return fitting[0] if len(fitting) == 1 else None


def _set(connection: sa.Connection, whose: Mapping[int, int]) -> None:
    """Write whose appearances are, and with them their statements."""
    values = [{"appearance": appearance, "holder": holder} for appearance, holder in sorted(whose.items())]
    for table, column in ((schema.appearances, "id"), (schema.statements, "appearance_id")):
        update = sa.update(table).where(table.c[column] == sa.bindparam("appearance"))
        connection.execute(update.values(holder_id=sa.bindparam("holder")), values)


def _name_others(connection: sa.Connection, article: int, whose: Mapping[str, int]) -> None:
    """Which holders the addressees and targets of an article's statements are: those of the same name in it."""
    of, held = schema.statements, schema.stances
    names = list(whose)
    told = sa.select(of.c.id, of.c.addressee).where(of.c.article_id == article, of.c.addressee.in_(names))
    targets = (
        sa.select(held.c.id, held.c.target).join(of, held.c.statement_id == of.c.id)
        .where(of.c.article_id == article, held.c.target.in_(names))
    )  # fmt: skip
    for table, column, query in ((of, "addressee_holder_id", told), (held, "target_holder_id", targets)):
        values = [{"at": number, "holder": whose[name]} for number, name in connection.execute(query)]
        if values:
            update = sa.update(table).where(table.c.id == sa.bindparam("at"))
            connection.execute(update.values({column: sa.bindparam("holder")}), values)


# -- what a person decides -------------------------------------------------------------------------------------------


def merge(connection: sa.Connection, one: int, other: int, reason: str, by: str) -> int:
    """Make `other` the same holder as `one`, now and for all that comes; the decision's number."""
    for number in (one, other):
        _there(connection, number)
    if one == other:
        raise LedgerError(f"expected two holders to merge, but both are number {one}")
    of = schema.appearances
    moved = list(connection.execute(sa.select(of.c.id).where(of.c.holder_id == other).order_by(of.c.id)).scalars())
    holders = schema.holders
    connection.execute(
        sa.update(holders).where(sa.or_(holders.c.id == other, holders.c.same_as == other)).values(same_as=one)
    )
    _set(connection, dict.fromkeys(moved, one)) if moved else None
    _follow(connection, other, one)
    _describe_again(connection, one)
    return _decide(connection, _decision("merge", one, other, moved, reason, by))


def split(connection: sa.Connection, one: int, appearances: Sequence[int], reason: str, by: str) -> int:
    """Make a holder of its own of some appearances of `one`; the decision's number."""
    row = _there(connection, one)
    of = schema.appearances
    mine = set(connection.execute(sa.select(of.c.id).where(of.c.holder_id == one)).scalars())
    wrong = sorted(set(appearances) - mine)
    if wrong or not appearances or mine == set(appearances):
        found = f"{wrong} are not" if wrong else "all or none were named"
        raise LedgerError(f"expected some of the appearances of {row['name']} (number {one}) to split off, but {found}")
    first = connection.execute(sa.select(of).where(of.c.id == min(appearances))).mappings().one()
    values = {
        "name": first["name"],
        "kind": first["kind"],
        "role": first["role"],
        "key": key(first["name"], first["kind"]),
    }
    new = connection.execute(sa.insert(schema.holders).values(values).returning(schema.holders.c.id)).scalar_one()
    _set(connection, dict.fromkeys(appearances, new))
    for number in (one, new):
        _describe_again(connection, number)
    return _decide(connection, _decision("split", one, new, sorted(appearances), reason, by))


def undo(connection: sa.Connection, decision: int) -> None:
    """Take back a merge, a split, or that an article's holder is one of the ledger."""
    table = schema.decisions
    row = connection.execute(sa.select(table).where(table.c.id == decision)).mappings().first()
    if row is None:
        raise NotInLedger(f"expected decision {decision} in the ledger, but there is none")
    if row["undone_at"]:
        raise LedgerError(f"expected a decision that stands, but number {decision} was undone {row['undone_at']}")
    one, other, moved = row["holder_id"], row["other_id"], row["appearances"]
    if row["action"] == "merge":
        holders = schema.holders
        connection.execute(sa.update(holders).where(holders.c.id == other).values(same_as=None))
        _set(connection, dict.fromkeys(moved, other)) if moved else None
    elif row["action"] == "split":
        _set(connection, dict.fromkeys(moved, one))
    else:
        split(connection, one, moved, f"undoes decision {decision}", row["by"])
    connection.execute(sa.update(table).where(table.c.id == decision).values(undone_at=now()))


def _describe_again(connection: sa.Connection, holder: int) -> None:
    """Note anew as what the articles of a holder have it."""
    of, article, facts = schema.appearances, schema.articles, schema.descriptions
    connection.execute(sa.delete(facts).where(facts.c.holder_id == holder))
    described = (
        sa.select(of.c.holder_id, sa.func.coalesce(of.c.role, ""), article.c.site)
        .join(article, of.c.article_id == article.c.id)
        .where(of.c.holder_id == holder)
        .distinct()
        .limit(MOST_DESCRIPTIONS)
    )
    connection.execute(sa.insert(facts).from_select(["holder_id", "role", "site"], described))


def _follow(connection: sa.Connection, old: int, new: int) -> None:
    for table, column in ((schema.statements, "addressee_holder_id"), (schema.stances, "target_holder_id")):
        connection.execute(sa.update(table).where(table.c[column] == old).values({column: new}))


def _there(connection: sa.Connection, number: int) -> sa.RowMapping:
    row = connection.execute(sa.select(schema.holders).where(schema.holders.c.id == number)).mappings().first()
    if row is None:
        raise NotInLedger(f"expected holder {number} in the ledger, but there is none")
    return row


def _decision(
    action: str, holder: int, other: int | None, appearances: Sequence[int], reason: str, by: str = OURSELVES
) -> dict[str, Any]:
    return {
        "at": now(), "by": by, "action": action, "holder_id": holder, "other_id": other,
        "appearances": list(appearances), "reason": reason,
    }  # fmt: skip


def _decide(connection: sa.Connection, values: Mapping[str, Any]) -> int:
    table = schema.decisions
    return int(connection.execute(sa.insert(table).values(values).returning(table.c.id)).scalar_one())
