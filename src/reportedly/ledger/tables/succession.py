"""The versions of an article, all at one address: in which order, and which is current.

A version follows those that were there before it, unless they were published on a later day: then it is an older text
that came late, and takes its place among them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

import sqlalchemy as sa

from . import schema

VersionRow = TypeVar("VersionRow", bound=Mapping[Any, Any])
_ARTICLE: Final = schema.articles.c
_AT: Final = (
    sa.select(*_ARTICLE["id", "version", "published", "supersedes", "current"])
    .where(_ARTICLE.address == sa.bindparam("address"))
    .order_by(_ARTICLE.version, _ARTICLE.id)
)
_NUMBERS: Final = (
    sa.update(schema.articles)
    .where(_ARTICLE.id == sa.bindparam("number"))
    .values(version=sa.bindparam("at"), supersedes=sa.bindparam("after"), current=sa.bindparam("last"))
)


def precedes(one: str | None, other: str | None) -> bool:
    """Whether a version was published on an earlier day than another, as far as the days (ISO) are known."""
    return one is not None and other is not None and one < other


def predecessors(versions: Sequence[VersionRow], published: str | None) -> Sequence[VersionRow]:
    """Of the versions at an address, the oldest first, those that a text of this day (ISO, or None) comes after."""
    later = (i for i, version in enumerate(versions) if precedes(published, version["published"]))
    return versions[: next(later, len(versions))]


def versions(connection: sa.Connection, address: str) -> Sequence[sa.RowMapping]:
    """The id, version, day, predecessor and currency of each version at an address, the oldest first."""
    return connection.execute(_AT, {"address": address}).mappings().all()


def settle(connection: sa.Connection, address: str) -> list[int]:
    """Number the versions at an address by their days; returns the ids of those that became current, or no longer are.

    Those of one day, or of none, stay in the order in which they were added.
    """
    before = versions(connection, address)
    ordered: list[sa.RowMapping] = []
    for version in before:
        ordered.insert(len(predecessors(ordered, version["published"])), version)
    placed: list[dict[str, Any]] = []
    for i, version in enumerate(ordered):
        after, last = ordered[i - 1]["id"] if i else None, i == len(ordered) - 1
        if (version["version"], version["supersedes"], version["current"]) != (i + 1, after, last):
            placed.append({"number": version["id"], "at": i + 1, "after": after, "last": last})
    if placed:
        connection.execute(_NUMBERS, placed)
    was = {version["id"]: version["current"] for version in before}
    return [place["number"] for place in placed if place["last"] != was[place["number"]]]
