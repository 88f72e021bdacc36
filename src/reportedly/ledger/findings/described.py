"""Whom a description means that the ledger knows as one person's title: “the transport minister” beside Petra Voss."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa

from ...english import lexicon
from ..tables import schema
from ..tables.record import StatementRecord, batched
from ..threads.linking import name_words
from .substitutions import quoted

#: Words of a title by which it is somebody else's, or not yet, or no longer, held.
_NOT_HELD: Final = lexicon.words("former ex late acting deputy vice shadow elect designate candidate spokesman aide")
#: Most days between the articles that call somebody by a title, with the name and without.
WITHIN: Final = timedelta(days=28)
#: Words that tell nothing of a title.
_PLAIN: Final = lexicon.words("the a an of for and in at on its his her their then")


def meant(connection: sa.Connection, statements: Iterable[StatementRecord]) -> Mapping[int, int]:
    """The holders of quotations whose holder is only described, by the statement's id.

    A description means somebody if it fits the title of one named person, and no other, in articles of the same weeks.
    """
    described = {one.id: one for one in statements if _is_described(one)}
    if not described:
        return {}
    titled = _titled(connection, described.values())
    found: dict[int, int] = {}
    for number, one in described.items():
        asked, day = _title(one.name or ""), date.fromisoformat(one.source.published or "")
        fitting = {holder for holder, title, on in titled if abs(on - day) <= WITHIN and _fits(asked, title)}
        if len(fitting) == 1:
            found[number] = fitting.pop()
    return found


def _is_described(one: StatementRecord) -> bool:
    """Whether a quotation is somebody's whom its article only describes."""
    name = one.name or ""
    described = one.kind in ("person", "unnamed") and name[:1].islower()
    return described and bool(quoted(one)) and bool(one.source.published and _title(name))


def _titled(connection: sa.Connection, described: Iterable[StatementRecord]) -> list[tuple[int, frozenset[str], date]]:
    """The named persons with a title that has a description's longest word: holder, title, day of the article."""
    appearance, article = schema.appearances, schema.articles
    days = sorted({date.fromisoformat(one.source.published) for one in described if one.source.published})
    last = sorted({max(_title(one.name or ""), key=len) for one in described})
    query = (
        sa.select(*appearance.c["holder_id", "name", "role"], article.c.published)
        .join(article, appearance.c.article_id == article.c.id)
        .where(
            article.c.current,
            article.c.published.between((days[0] - WITHIN).isoformat(), (days[-1] + WITHIN).isoformat()),
            appearance.c.kind == "person",
            appearance.c.holder_id.is_not(None),
        )
    )
    found = []
    for some in batched(last):
        one_of_them = sa.or_(*(sa.func.lower(appearance.c.role).contains(word, autoescape=True) for word in some))
        for row in connection.execute(query.where(one_of_them)):
            if row.name != row.name.lower():
                found.append((row.holder_id, _title(row.role), date.fromisoformat(row.published)))
    return found


def _title(words: str) -> frozenset[str]:
    """The words of a title, without those that tell nothing."""
    return name_words(words) - _PLAIN


def _fits(asked: frozenset[str], title: frozenset[str]) -> bool:
    return asked <= title and not (title - asked) & _NOT_HELD
