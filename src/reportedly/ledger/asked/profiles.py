"""Holders of the ledger, with their appearances in articles and why these are linked; and public figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import sqlalchemy as sa

from ...english.names import words
from ...holders.roles import as_role
from ..people import called, counts, decisions, figures
from ..tables import schema
from ..tables.lists import wanted
from ..tables.record import batched


@dataclass(frozen=True, slots=True)
class Seen:
    """A holder in one article. id: the appearance's, by which it is split off. decision, reason: why it is this holder;
    None for the first, and where a merge or a split says it.

    name, role: as this article has them.
    """

    id: int
    article: int
    outlet: str | None
    published: str | None
    name: str
    role: str | None
    decision: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that stands: a merge, a split, or that a holder is a public figure."""

    id: int
    action: str
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Person:
    """A holder of the ledger and how much it says.

    role: that most articles have. articles, statements: numbers of what it said itself. nested: how many statements
    stand in somebody else's words, and aren't counted. figure, wikidata: of the public figure it is, None if it isn't
    known to be one. aliases: names of holders merged into it. decisions: those that stand, without links.
    seen: its appearances, by date; empty if no name was asked for.
    """

    id: int
    name: str
    kind: str
    role: str | None
    articles: int
    statements: int
    nested: int = 0
    figure: str | None = None
    wikidata: str | None = None
    aliases: tuple[str, ...] = ()
    decisions: tuple[Decided, ...] = ()
    seen: tuple[Seen, ...] = ()


@dataclass(frozen=True, slots=True)
class Public:
    """A public figure. offices: those held on the day asked for; without a day all."""

    id: int
    name: str
    wikidata: str | None
    aliases: tuple[str, ...]
    offices: tuple[figures.Office, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The result of loading a file of public figures.

    figures: their number. decisions: ids of the decisions on holders that were recognised.
    """

    figures: int
    decisions: tuple[int, ...]


def holders(connection: sa.Connection, name: str | None, limit: int, skip: int = 0) -> list[Person]:
    """Holders, those who said most in current versions first; by name also those of whom there is nothing.

    name: part of a name, also of a holder merged into it, or an id; None for all. limit, skip: the page, in holders.
    """
    if name:
        meant = called.numbered(connection, name)
        said = counts.of(connection, meant)
        chosen = sorted(meant, key=lambda one: (-said[one].statements, one))[skip : skip + limit]
    else:
        chosen = counts.most(connection, limit, skip)
        said = counts.of(connection, chosen)
    found = {row.id: row for row in connection.execute(_holders(), {"wanted": chosen})}
    rows = [found[number] for number in chosen]
    merged, decided = decisions.merged(connection, chosen), _decided(connection, chosen)
    seen, roles = _seen(connection, chosen) if name else {}, _roles(connection, chosen)
    return [
        Person(
            row.id, row.name, row.kind, roles.get(row.id), said[row.id].articles, said[row.id].statements,
            said[row.id].nested, row.figure, row.wikidata,
            tuple(dict.fromkeys(other["name"] for other in merged.get(row.id, ()) if other["name"] != row.name)),
            tuple(decided.get(row.id, ())), tuple(seen.get(row.id, ())),
        )
        for row in rows
    ]  # fmt: skip


@cache
def _holders() -> sa.Select[Any]:
    holder, figure = schema.holders, schema.figures
    query = sa.select(holder, figure.c.name.label("figure"), figure.c.wikidata)
    return query.outerjoin(figure, holder.c.figure_id == figure.c.id).where(wanted(holder.c.id))


def _roles(connection: sa.Connection, numbers: Sequence[int]) -> dict[int, str]:
    """The role of each holder that most articles have, of those in as many the shortest."""
    counted: dict[int, Counter[str]] = {}
    for row in connection.execute(_had_roles(), {"wanted": numbers}):
        if role := as_role(row.role):
            counted.setdefault(row.holder_id, Counter())[role] += row.articles
    return {number: min(some, key=lambda role: (-some[role], len(role), role)) for number, some in counted.items()}


@cache
def _had_roles() -> sa.Select[Any]:
    """The roles of the holders in the parameter `wanted`. Built once, because that takes longer than running it."""
    appearance = schema.appearances.c
    query = sa.select(*(appearance.holder_id, appearance.role, sa.func.count().label("articles")))
    theirs = query.where(wanted(appearance.holder_id), appearance.role.is_not(None))
    return theirs.group_by(appearance.holder_id, appearance.role)


def _decided(connection: sa.Connection, numbers: Sequence[int]) -> dict[int, list[Decided]]:
    """Merges, splits and figures that stand, by holder; both holders have a merge or a split."""
    found: dict[int, list[Decided]] = {}
    for column in ("holder_id", "other_id"):
        for row in connection.execute(_standing(column), {"wanted": numbers}):
            one = Decided(row.id, row.action, row.reason, row.by, row.at)
            found.setdefault(getattr(row, column), []).append(one)
    return found


@cache
def _standing(column: str) -> sa.Select[Any]:
    """The decisions that stand on the holders in the parameter `wanted`, without links. column: what has the holder."""
    table = schema.decisions
    query = sa.select(table).where(table.c.action != "link", table.c.undone_at.is_(None), wanted(table.c[column]))
    return query.order_by(table.c.id)


def _seen(connection: sa.Connection, numbers: Sequence[int]) -> dict[int, list[Seen]]:
    appearance, article = schema.appearances, schema.articles
    why = _links(connection, numbers)
    found: dict[int, list[Seen]] = {}
    query = (
        sa.select(
            *appearance.c["id", "article_id", "name", "role", "holder_id"],
            article.c.outlet,
            article.c.site,
            article.c.published,
        )
        .join(article, appearance.c.article_id == article.c.id)
        .where(sa.or_(appearance.c.position >= 0, _SAYING))
        .order_by(article.c.published.nulls_last(), appearance.c.id)
    )
    for some in batched(numbers):
        for row in connection.execute(query.where(appearance.c.holder_id.in_(some))):
            one = Seen(row.id, row.article_id, row.outlet or row.site or None, row.published, row.name, row.role)
            found.setdefault(row.holder_id, []).append(_explained(one, why.get(row.id)))
    return found


#: Condition: an appearance has a statement. One that only an earlier reading of an article has is told only then.
_SAYING: Final = (
    sa.select(schema.statements.c.id)
    .where(schema.statements.c.appearance_id == schema.appearances.c.id, schema.statements.c.holder_id.is_not(None))
    .exists()
)


def _explained(seen: Seen, why: tuple[int, str] | None) -> Seen:
    known = (seen.id, seen.article, seen.outlet, seen.published, seen.name, seen.role)
    return Seen(*known, *why) if why else seen


def _links(connection: sa.Connection, numbers: Sequence[int]) -> dict[int, tuple[int, str]]:
    """The links that stand (decision and reason) by appearance. Appearances of a merged holder keep their links."""
    table = schema.decisions
    merged = [row["id"] for rows in decisions.merged(connection, numbers).values() for row in rows]
    found: dict[int, tuple[int, str]] = {}
    query = sa.select(table).where(table.c.action == "link", table.c.undone_at.is_(None))
    for some in batched([*numbers, *merged]):
        for row in connection.execute(query.where(table.c.holder_id.in_(some))):
            found |= dict.fromkeys(row.appearances, (row.id, row.reason))
    return found


def public(connection: sa.Connection, name: str | None, day: str | None, limit: int) -> list[Public]:
    """Public figures sorted by name, at most `limit`.

    name: words that one of the figure's names must have, in any order. day: an ISO date; only figures in office then
    are given, with only these offices.
    """
    asked = {*words(name or "")}
    found: list[Public] = []
    for figure_id, figure in figures.known(connection):
        offices = tuple(o for o in figure.offices if not day or figures.on(o, day))
        if (day and not offices) or not any(asked <= {*words(n)} for n in (figure.name, *figure.aliases)):
            continue
        found.append(Public(figure_id, figure.name, figure.wikidata, figure.aliases, offices))
        if len(found) == limit:
            break
    return found
