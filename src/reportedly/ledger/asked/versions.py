"""Versions of an article, and what each changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

import sqlalchemy as sa

from ...articles.addresses import address_key
from ...errors import NotInLedger
from ...printable import printable, shorten
from ...reading import ReadBy
from ..tables import schema
from ..tables.facts import FactChange, history
from ..tables.readings import read_by
from ..tables.record import StatementRecord, fetch


@dataclass(frozen=True, slots=True)
class Change:
    """Words of one version (old) replaced in the next (new); either may be empty. before: the words before them."""

    before: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the article at a URL, and what it changed.

    number: from 1. article: its id. added_at: an ISO time in UTC. published: its day. again: the number of the first
    version with the same text, if that is another one. read_by: what read it; None: that wasn't kept. facts: those that
    were corrected since it was added, the oldest first. changes: of the text, in text order.
    gone, added: statements that only the previous version has, and that only this one has; compared by name, content
    and standing.
    """

    number: int
    article: int
    added_at: str
    title: str | None
    published: str | None
    again: int | None
    read_by: ReadBy | None
    facts: tuple[FactChange, ...]
    changes: tuple[Change, ...]
    gone: tuple[StatementRecord, ...]
    added: tuple[StatementRecord, ...]


def versions(connection: sa.Connection, url: str) -> list[Version]:
    """The versions of the article at a URL, the oldest first. Raises NotInLedger."""
    article = schema.articles
    rows = (
        connection.execute(sa.select(article).where(article.c.address == address_key(url)).order_by(article.c.version))
        .mappings()
        .all()
    )
    if not rows:
        raise NotInLedger(
            f"expected an article with the URL {shorten(printable(url), 200)} in the ledger, but there is none"
        )
    statements = [fetch(connection, article.c.id == row["id"]) for row in rows]
    first = {row["text"]: row["version"] for row in reversed(rows)}
    about = [
        (
            row["version"], row["id"], row["added_at"], row["title"], row["published"],
            None if first[row["text"]] == row["version"] else first[row["text"]], read_by(row),
            history(connection, row["id"]),
        )
        for row in rows
    ]  # fmt: skip
    found = [Version(*about[0], (), (), ())]
    for number, ((old, had), (new, has)) in enumerate(pairwise(zip(rows, statements, strict=True)), 1):
        kept, known = {_key(s) for s in has}, {_key(s) for s in had}
        found.append(
            Version(
                *about[number],
                tuple(changes(old["text"], new["text"])),
                tuple(s for s in had if _key(s) not in kept),
                tuple(s for s in has if _key(s) not in known),
            )
        )
    return found


def changes(old: str, new: str, context: int = 4) -> Iterator[Change]:
    """The differences between two texts, word by word. context: number of words to give before each."""
    ours, theirs = re.findall(r"\S+", old), re.findall(r"\S+", new)
    for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Change(" ".join(theirs[max(0, c - context) : c]), " ".join(ours[a:b]), " ".join(theirs[c:d]))


def _key(statement: StatementRecord) -> tuple[str | None, str, str]:
    return statement.name, statement.content, statement.standing
