"""The facts of an article beside its text: as they are, and as they were before somebody corrected them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, cast, get_args

import sqlalchemy as sa

from ...articles.article import Article
from ...printable import printable, storable
from . import schema

FactName = Literal["published", "title", "authors", "outlet", "language"]
Fact = str | tuple[str, ...] | None
#: The facts that a reading rests on: days and addressees are worked out from them, and who isn't a hop of a chain.
READ_FROM: Final = ("published", "authors", "outlet")


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact of an article that was corrected.

    old, new: a list of names for authors, else a text; None or empty: it wasn't known. at: when the ledger learnt it,
    an ISO time in UTC.
    """

    fact: FactName
    old: Fact
    new: Fact
    at: str

    def __str__(self) -> str:
        """In words: “published changed from 2024-05-08 to 2024-05-09”, “title is known now: Storm”."""
        old, new = (
            printable(fact if isinstance(fact, str) else ", ".join(fact or ())) for fact in (self.old, self.new)
        )
        return f"{self.fact} changed from {old} to {new}" if old else f"{self.fact} is known now: {new}"


@dataclass(frozen=True, slots=True)
class CorrectedFacts:
    """Facts of an article that were wrong, as they are. None, empty: that isn't corrected. published: an ISO date."""

    published: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None


def corrected(article: Article, given: CorrectedFacts) -> Article:
    """An article with the facts that are given; those that aren't are as they were. Raises InputError for no day."""
    named = {name: value for name in ("published", "title", "authors", "outlet") if (value := getattr(given, name))}
    return replace(article, **cast(Any, named))


def columns(article: Article) -> dict[str, Any]:
    """The facts of an article as the table has them."""
    return {
        "outlet": storable(article.outlet),
        "title": storable(article.title),
        "authors": [storable(author) for author in article.authors],
        "published": article.published,
        "language": storable(article.language),
    }


def corrections(row: Mapping[Any, Any], article: Article, at: str) -> tuple[FactChange, ...]:
    """What an article says otherwise than the row that the ledger has of it. What it doesn't say corrects nothing.

    at: the current time, as in FactChange.
    """
    given = columns(article)
    return tuple(
        FactChange(name, _fact(row[name]), _fact(given[name]), at)
        for name in get_args(FactName)
        if given[name] and given[name] != row[name]
    )


def completed(row: Mapping[Any, Any], article: Article) -> Article:
    """An article with the facts that it doesn't give as the ledger's row has them."""
    known = {name: _fact(row[name]) for name in get_args(FactName) if not getattr(article, name)}
    return replace(article, **cast(Any, known))


def rest_on_the_same(one: Article, other: Article) -> bool:
    """Whether readings of the same text rest on the same facts in both articles."""
    return all(getattr(one, name) == getattr(other, name) for name in READ_FROM)


def record(connection: sa.Connection, number: int, changes: Iterable[FactChange]) -> None:
    """Store what facts of an article were before they were corrected, in the current transaction."""
    rows = [
        {"article_id": number, "fact": change.fact, "old": _stored(change.old), "new": _stored(change.new),
         "at": change.at}
        for change in changes
    ]  # fmt: skip
    connection.execute(sa.insert(schema.fact_changes), rows)


def history(connection: sa.Connection, number: int) -> tuple[FactChange, ...]:
    """The corrections of an article's facts, the oldest first."""
    return tuple(
        FactChange(row.fact, _fact(row.old), _fact(row.new), row.at)
        for row in connection.execute(_HISTORY, {"article": number})
    )


_HISTORY: Final = (
    sa.select(*schema.fact_changes.c["fact", "old", "new", "at"])
    .where(schema.fact_changes.c.article_id == sa.bindparam("article"))
    .order_by(schema.fact_changes.c.id)
)


def _fact(stored: Any) -> Fact:
    return tuple(stored) if isinstance(stored, list) else stored


def _stored(fact: Fact) -> str | list[str] | None:
    return list(fact) if isinstance(fact, tuple) else fact
