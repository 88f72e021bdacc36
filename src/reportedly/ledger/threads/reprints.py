"""Copies in the database: which articles are of one text, and which of these is the original.

The original is the agency's own article, if the others name the agency as whose text it is, or else the one that was
published first; of one day, the longest. In which order they were added says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from ..tables import schema
from ..tables.lists import wanted
from ..tables.prepared import Prepared
from .copies import are_copies, bands, may_be_copies, shingles
from .credits import credits
from .meeting import FULL, leads, meeting
from .origins import outlet_key

#: Most articles that one is compared with, those that share most bands with it. Bounds the cost of adding an article;
#: set by judgement.
MOST_COPIES: Final = 4
_ARTICLE = schema.articles.c
_ABOUT: Final = _ARTICLE["id", "text", "address", "outlet", "site", "authors", "published", "words", "copy_of"]
_TELLING: Final = Prepared(sa.select(*_ABOUT).where(wanted(_ARTICLE.id)).order_by(_ARTICLE.id))
_BANDS: Final = meeting(schema.bands.c.band, schema.bands.c.article_id)


@dataclass(frozen=True, slots=True)
class Reprint:
    """What is known of a new article's copies. bands: rows of that table. copy_of: id of the original, if there is one.

    copies: ids of articles of which the new one is the original.
    """

    bands: list[dict[str, Any]] = field(default_factory=list)
    copy_of: int | None = None
    copies: tuple[int, ...] = ()


def find(connection: sa.Connection, article: Mapping[str, Any]) -> Reprint:
    """The copies of a new article, by its row."""
    mine = shingles(article["text"])
    numbers = bands(mine)
    if not numbers or not article["current"]:
        return Reprint()
    found = leads(connection, _BANDS, numbers)
    rows = [{"band": n, "article_id": article["id"]} for n in numbers if len(found.get(n, ())) < FULL]
    shared = Counter(other for others in found.values() for other in others)
    likely = sorted(shared, key=lambda other: (-shared[other], other))[:MOST_COPIES]
    same = [
        other
        for other in _about(connection, likely)
        # A later version at the same address is the same article, not a copy.
        if not _is_version(article, other)
        and may_be_copies(mine, shingles(other["text"]))
        and are_copies(article["text"], other["text"], _apart(article, other))
    ]
    firsts = [
        one for one in _about(connection, {o["copy_of"] or o["id"] for o in same}) if not _is_version(article, one)
    ]
    if not firsts:
        return Reprint(rows)
    first, *_ = _ranked([article, *firsts], [*same, *firsts, article])
    if first is not article:
        return Reprint(rows, int(first["id"]))
    return Reprint(rows, None, tuple(sorted(int(one["id"]) for one in firsts)))


def follow(connection: sa.Connection, original: int, before: Iterable[int]) -> list[int]:
    """Make an article the original of others, and of all that were copies of these; returns the ids of them all.

    original: the id of the article. before: those of the others, of which none is a copy.
    """
    numbers = sorted({*before} - {original})
    if not numbers:
        return []
    theirs = sa.or_(_ARTICLE.id.in_(numbers), _ARTICLE.copy_of.in_(numbers)) & (_ARTICLE.id != original)
    followers = list(connection.execute(sa.select(_ARTICLE.id).where(theirs).order_by(_ARTICLE.id)).scalars())
    if followers:
        now = sa.update(schema.articles)
        connection.execute(now.where(_ARTICLE.id.in_(followers)).values(copy_of=original))
        connection.execute(now.where(_ARTICLE.id == original).values(copy_of=None))
    return followers


def succeed(connection: sa.Connection, article: Mapping[str, Any]) -> list[int]:
    """Make the copies of an article's version before those of its new one; returns their ids. article: its row."""
    before = article["supersedes"]
    if before is None or not article["current"]:
        return []
    copies = sa.select(_ARTICLE.id).where(_ARTICLE.copy_of == before, _ARTICLE.id != article["id"])
    followers = list(connection.execute(copies).scalars())
    if followers:
        original = article["copy_of"] or article["id"]
        theirs = sa.update(schema.articles).where(_ARTICLE.id.in_(followers), _ARTICLE.id != original)
        connection.execute(theirs.values(copy_of=original))
    return followers


def rank_again(connection: sa.Connection, number: int) -> list[int]:
    """Choose the original again among the copies of an article of which facts were corrected, by its id.

    Returns the ids of those of which another one is the original now.
    """
    (article,) = _about(connection, [number])
    first = article["copy_of"] or number
    copies = connection.execute(sa.select(_ARTICLE.id).where(_ARTICLE.copy_of == first)).scalars()
    every = _about(connection, {first, *copies})
    best = _ranked(every, every)[0]["id"] if len(every) > 1 else first
    return [best, *follow(connection, best, [first])] if best != first else []


def _about(connection: sa.Connection, numbers: Collection[int]) -> Sequence[Mapping[Any, Any]]:
    return _TELLING.mappings(connection, wanted=sorted(numbers)) if numbers else ()


def _is_version(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> bool:
    return one["address"] is not None and one["address"] == other["address"]


def _apart(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> int | None:
    """How many days lie between the publication of two articles; None if that isn't known."""
    days = [date.fromisoformat(row["published"]) for row in (one, other) if row["published"]]
    return abs((days[0] - days[1]).days) if len(days) == 2 else None


def _ranked(rows: Iterable[Mapping[Any, Any]], group: Iterable[Mapping[Any, Any]]) -> list[Mapping[Any, Any]]:
    """Copies in the order in which they may be the original. group: the copies that may name an agency."""
    named = {outlet_key(name) for row in group for name in credits(row["text"], row["authors"])}

    def rank(row: Mapping[Any, Any]) -> tuple[bool, str, int, int]:
        return outlet_key(row["outlet"] or row["site"]) not in named, row["published"] or "~", -row["words"], row["id"]

    return sorted(rows, key=rank)
