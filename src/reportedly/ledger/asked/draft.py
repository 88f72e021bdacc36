"""A draft as it would be in the ledger: its holders, threads and statements, found by reading alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ...reading import Reading
from ..findings.rehearsal import Rehearsed
from ..people import identity
from ..tables import schema, store
from ..tables.record import StatementRecord, batched, from_rows
from ..tables.store import ArticleRows
from ..threads import membership


@dataclass(frozen=True, slots=True)
class DraftBeside:
    """A draft that is held against the ledger. name: what sentences call it. rehearsed: as it would be in the ledger.

    number: its id there, which no article has. figures: the public figures that its holders are, where the ledger
    doesn't say so yet, by holder. before: id of the version before it at its address. same: of the article
    that is the draft itself, if the ledger has it.
    """

    number: int
    before: int | None
    same: int | None
    reading: Reading
    name: str
    rehearsed: Rehearsed
    figures: Mapping[int, int]

    @property
    def statements(self) -> tuple[StatementRecord, ...]:
        """Its statements, in text order."""
        return tuple(self.rehearsed.statements)


def draft(connection: sa.Connection, reading: Reading) -> DraftBeside:
    """A draft as it would be in the ledger. Nobody is kept out: nothing is written."""
    article = reading.article
    at = store.whereabouts(connection, article)
    rows = store.rows(connection, reading, at, to_write=False)
    figures = identity.assign(connection, rows, to_write=False)
    threads = membership.rehearse(connection, rows)
    same = None if at.same is None else int(at.same["id"])
    before = rows.article["supersedes"]
    starts = {row["statement_id"]: row["spans"] for row in reversed(rows.beside["hops"])}
    rehearsed = Rehearsed(
        article.text,
        article.authors,
        from_rows(_complete(connection, rows), rows.beside),
        threads,
        {
            row["id"]: (row["addressee"], spans[0][0] if (spans := starts.get(row["id"])) else None)
            for row in rows.statements
        },
        [(row["name"], row["holder_id"]) for row in rows.appearances if row["kind"] == "person"],
        frozenset({before, same} - {None}),
    )
    return DraftBeside(rows.id, before, same, reading, "the draft", rehearsed, figures)


def _complete(connection: sa.Connection, rows: ArticleRows) -> list[dict[str, Any]]:
    """The rows of the statements, with the columns of article and holder that a record is made of."""
    names: dict[int, str] = {}
    holders = sorted({row["holder_id"] for row in rows.statements if row["holder_id"] is not None})
    for some in batched(holders):
        called = sa.select(*schema.holders.c["id", "name"]).where(schema.holders.c.id.in_(some))
        names |= {row.id: row.name for row in connection.execute(called)}
    whose = {row["id"]: row for row in rows.appearances}
    nobody = {"name": None, "kind": None, "role": None}
    article = {f"article_{name}": rows.article[name] for name in ("id", "site", "outlet", "url", "title", "published")}
    return [
        {
            **row,
            **article,
            "copy_of": rows.article["copy_of"],
            "own": None,
            "holder": None,
            "holder_name": names.get(row["holder_id"]),
            **{name: whose.get(row["appearance_id"], nobody)[name] for name in nobody},
        }
        for row in rows.statements
    ]
