"""Recognises the holders that a ledger has already as public figures, after a file of these was loaded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from ..tables import schema
from ..tables.record import batched
from . import decisions, figures


def recognise(connection: sa.Connection) -> list[int]:
    """Record which holders are figures, and merge those that are the same figure; returns the ids of the decisions.

    Earlier decisions stand: a holder whose figure was undone isn't recognised again.
    """
    made = []
    for some in _unnamed_yet(connection):
        candidates = figures.candidates(connection, [name for row in some for name in (row.name, row.called)])
        by_holder: dict[int, list[Any]] = {}
        for row in some:
            by_holder.setdefault(row.holder_id, []).append(row)
        for holder, rows in by_holder.items():
            known = _agreed(candidates, rows)
            if known:
                made.append(_name(connection, holder, *known, [row.id for row in rows]))
    return [number for number in made if number is not None]


def _unnamed_yet(connection: sa.Connection) -> Iterator[Sequence[Any]]:
    """The appearances of persons that are no figure yet and whose figure wasn't undone, in batches of whole holders."""
    appearance, holder, article, done = schema.appearances, schema.holders, schema.articles, schema.decisions
    names = schema.figure_names
    refused = sa.select(done.c.holder_id).where(done.c.action == "figure", done.c.undone_at.is_not(None))
    wanted = sa.select(holder.c.id).where(
        holder.c.figure_id.is_(None), holder.c.same_as.is_(None), holder.c.kind == "person",
        holder.c.family.in_(sa.select(names.c.family)), holder.c.id.not_in(refused),
    )  # fmt: skip
    query = (
        sa.select(
            appearance.c.id,
            appearance.c.holder_id,
            appearance.c.name,
            appearance.c.role,
            article.c.published,
            holder.c.name.label("called"),
        )
        .join(article, appearance.c.article_id == article.c.id)
        .join(holder, appearance.c.holder_id == holder.c.id)
        .order_by(appearance.c.id)
    )
    for some in batched(sorted(connection.execute(wanted).scalars())):
        yield list(connection.execute(query.where(appearance.c.holder_id.in_(some))))


def _agreed(candidates: figures.Candidates, rows: Sequence[Any]) -> tuple[int, str] | None:
    """The figure that a holder is in every article where that is certain, and the reason; None if articles disagree."""
    found = [known for row in rows if (known := candidates.named(row.name, row.role, row.published))]
    return found[0] if len({number for number, _ in found}) == 1 else None


def _name(connection: sa.Connection, holder: int, figure: int, reason: str, appearances: Sequence[int]) -> int | None:
    """Record that a holder is a figure, or merge it with the holder that is this figure already; returns the decision.

    None if a person has told these two apart.
    """
    table, done = schema.holders, schema.decisions
    there = connection.execute(
        sa.select(table.c.id).where(table.c.figure_id == figure, table.c.same_as.is_(None)).order_by(table.c.id)
    ).scalar()
    if there is None:
        return decisions.name_figure(connection, holder, figure, reason, appearances)
    told_apart = sa.select(done.c.id).where(
        sa.or_(
            sa.and_(done.c.action == "merge", done.c.undone_at.is_not(None)),
            sa.and_(done.c.action.in_(["split", "apart"]), done.c.undone_at.is_(None)),
        ),
        done.c.holder_id.in_([there, holder]),
        done.c.other_id.in_([there, holder]),
    )
    if connection.execute(told_apart).first() is not None:
        return None
    return decisions.merge(connection, there, holder, reason, decisions.OURSELVES)
