"""Utterances: which statements are one row of a list, since they repeat one another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa

from ..tables import schema
from ..tables.counting import value
from ..tables.record import StatementRecord

#: What may stand around the words of a quotation.
_MARKS: Final = " “”„\"‘’‚'.,;:!?"


def utterance() -> sa.ColumnElement[str]:
    """What is the same for statements of one utterance of a holder: the thread, or three words and more alike in one
    month. It needs `with_reviews` and `articles`.
    """
    statement, words = schema.statements.c, value("content_text").element
    bare = sa.func.lower(sa.func.ltrim(sa.func.rtrim(words, _MARKS), _MARKS))
    alike = bare + sa.literal(" ") + sa.func.coalesce(sa.func.substr(day(), 1, 7), "")
    return sa.case(
        (statement.thread_id.is_not(None), sa.literal("thread ") + sa.cast(statement.thread_id, sa.Text)),
        (bare.like("% % %"), alike),
        else_=sa.literal("statement ") + sa.cast(statement.id, sa.Text),
    )


def day() -> sa.ColumnElement[str]:
    """The day by which something was said, as `StatementRecord.day` gives it."""
    last, published = value("last").element, schema.articles.c.published
    return sa.case((last < published, last), else_=sa.func.coalesce(published, last))


def fullest_first(row: Sequence[StatementRecord]) -> list[StatementRecord]:
    """The statements of one utterance: the fullest of those that quote it, then the others by date."""
    first = max(row, key=lambda one: (one.around is None, one.type != "indirect", len(one.content), -one.id))
    others = sorted((one for one in row if one is not first), key=lambda one: (one.source.published or "~", one.id))
    return [first, *others]
