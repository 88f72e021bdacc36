"""StatementRecord: a statement from the ledger, with all that is needed to compare it with those of other articles."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, Literal, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Table, bindparam, select

from ...attributions.attribution import QuotationType
from ...english.names import called
from ...span import Span, spans_of
from ...values.outlets import publishes
from ...values.sourcing import SourcingKind
from . import schema
from .around import Around, around
from .counting import NOT_REJECTED, value, with_reviews
from .lists import wanted


@dataclass(frozen=True, slots=True)
class Source:
    """The article that a statement stands in.

    id: in the ledger. site: what identifies the outlet (`store.site`). published: ISO date. copy_of: id of the article
    that this one is a copy of.
    """

    id: int
    site: str
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    copy_of: int | None = None

    @property
    def name(self) -> str:
        """What to call it in a sentence: the outlet, or else the title, or else "article" and its id."""
        return self.outlet or self.site or (f"“{self.title}”" if self.title else f"article {self.id}")


@dataclass(frozen=True, slots=True)
class Held:
    """A stance.

    target: its name. target_id: its id as a holder, if it is one. polarity: from -1 (unfavourable) to 1 (favourable).
    spans: of the words it rests on. words: these words, only if read by `worded`.
    """

    target: str
    target_id: int | None
    polarity: float
    spans: tuple[Span, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """One statement.

    id: in the ledger. position: among the article's statements, from 0. holder: id, None if unknown. name: of the
    holder in the ledger. unnamed: whether it is unnamed or unknown. kind: of the holder. role: in this article.
    spans, words: of the content, piece by piece. cue: its words. time: EDTF, as the article gives it; first, last: the
    ISO dates between which it was uttered; None if unknown. time_spans: of the words for the time.
    chain: name and relation of each hop, nearest to the holder first. answers: id of each statement answered, and the
    relation. thread: id. parent: id of the statement that it stands within. nested: whether there is one,
    and not merely an outlet's that passes it on.
    around: somebody else's statement within which it stands, so that it isn't the holder's own word.
    document: the one that speaks for the holder. sourcing: words and kind of why it is unnamed and how it knows.
    source_spans: of the words for the source, as read. sure: how surely the holder is the one, 0 to 1; 1 if people said
    so.
    """

    id: int
    source: Source
    position: int
    holder: int | None
    name: str | None
    unnamed: bool
    type: QuotationType
    spans: tuple[Span, ...]
    words: tuple[str, ...]
    cue: str = ""
    role: str | None = None
    time: str | None = None
    first: str | None = None
    last: str | None = None
    time_spans: tuple[Span, ...] = ()
    standing: str = "asserted"
    act: str = "say"
    document: str | None = None
    sourcing: tuple[tuple[str, SourcingKind], ...] = ()
    chain: tuple[tuple[str, str], ...] = ()
    answers: tuple[tuple[int, str], ...] = ()
    stances: tuple[Held, ...] = ()
    thread: int | None = None
    nested: bool = False
    kind: str | None = None
    around: Around | None = None
    parent: int | None = None
    source_spans: tuple[Span, ...] = ()
    sure: float = 1.0

    @property
    def who(self) -> str:
        """The holder's name, or "an unknown source"."""
        return self.name or "an unknown source"

    @property
    def content(self) -> str:
        """The words of the content, its pieces separated by an ellipsis."""
        return " … ".join(self.words)

    @property
    def day(self) -> str | None:
        """The ISO date by which it was said: `last` or the date of publication, whichever is earlier, if known."""
        return min(filter(None, (self.last, self.source.published)), default=None)

    def alone(self) -> StatementRecord:
        """The same without its answers."""
        return replace(self, answers=())


#: Two dates no farther apart may be the same day, because publication dates are local to a time zone.
SAME_DAY = timedelta(days=1)

#: Two articles on one event are taken to be published no farther apart; set by hand.
WITHIN = timedelta(days=7)


def near(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether the articles of two statements were published within a week. False if a date is unknown."""
    days = [date.fromisoformat(s.source.published) for s in (one, other) if s.source.published]
    return len(days) == 2 and abs(days[0] - days[1]) <= WITHIN


def said_near(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether two statements were said within a week, by the days that their articles give, or else of publication."""
    days = [(s.first or s.source.published, s.last or s.source.published) for s in (one, other)]
    known = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in days if first and last]
    return len(known) == 2 and max(first for first, _ in known) - min(last for _, last in known) <= WITHIN


Order = Literal["before", "after", "unclear"]


def order(earlier: str | None, later: str | None) -> Order:
    """Whether the first ISO date is more than a day before or after the second; "unclear" otherwise."""
    if earlier is None or later is None:
        return "unclear"
    between = date.fromisoformat(later) - date.fromisoformat(earlier)
    if abs(between) <= SAME_DAY:
        return "unclear"
    return "before" if between > timedelta(0) else "after"


def innermost(thread: Sequence[StatementRecord]) -> list[StatementRecord]:
    """The statements of a thread without those that only tell who said another of them.

    Where this says nothing by itself (“refused | to pay”), it is left out instead.
    """
    whole = {statement.id for statement in thread}
    said = [one for one in thread if one.parent not in whole or says_by_itself(one.type, one.content)]
    around = {statement.parent for statement in said}
    return [statement for statement in said if statement.id not in around or statement.type == "direct"]


#: The opening of words that say nothing without those before them: “(refused) to pay”, “(have talked) about a lease”.
_PHRASE = re.compile(r"(?:to|about|of|for|with|on|over|against|into|from)\b", re.IGNORECASE)


def says_by_itself(type: str, content: str) -> bool:
    """Whether what is told of somebody is said by them, and not what they did: “that she would go”, “refused to go”."""
    return type != "indirect" or not _PHRASE.match(content)


# -- from the tables -------------------------------------------------------------------------------------------------


def sources(connection: Connection, condition: ColumnElement[bool]) -> tuple[Source, ...]:
    """The articles that meet a condition on their table, by id."""
    return told(connection, telling(condition), {})


def these_sources(connection: Connection, numbers: Collection[int]) -> tuple[Source, ...]:
    """Articles by their ids, those there are, by id."""
    return told(connection, _TOLD, {"wanted": sorted(numbers)}) if numbers else ()


def told(connection: Connection, query: Select[Any], values: Mapping[str, Any]) -> tuple[Source, ...]:
    """The articles that a query of `telling` finds with these parameters."""
    return tuple(Source(*row) for row in connection.execute(query, values))


def telling(condition: ColumnElement[bool]) -> Select[Any]:
    """The query for the articles that meet a condition on their table, by id."""
    columns = schema.articles.c["id", "site", "outlet", "url", "title", "published", "copy_of"]
    return select(*columns).where(condition).order_by(columns[0])


_TOLD: Final = telling(wanted(schema.articles.c.id))


def fetch(connection: Connection, *conditions: ColumnElement[bool]) -> list[StatementRecord]:
    """The statements that meet all conditions on `statements`, `articles` and `appearances`, by id.

    Reviews are applied: rejected statements are left out.
    """
    return _fetched(connection, _fetching(*conditions), {})


def these(connection: Connection, numbers: Collection[int], *, current: bool = False) -> list[StatementRecord]:
    """As `fetch`: statements by their ids. current: only those in current versions of articles."""
    return _fetched(connection, _these(current), {"wanted": sorted(numbers)}) if numbers else []


def in_thread(connection: Connection, number: int) -> list[StatementRecord]:
    """As `fetch`: the statements of a thread, by the thread's id, in current versions of articles."""
    return _fetched(connection, _in_thread(), {"thread": number})


@cache
def _these(current: bool) -> Select[Any]:
    chosen = wanted(schema.statements.c.id)
    return _fetching(schema.articles.c.current, chosen) if current else _fetching(chosen)


@cache
def _in_thread() -> Select[Any]:
    return _fetching(schema.articles.c.current, schema.statements.c.thread_id == bindparam("thread"))


def _fetched(connection: Connection, query: Select[Any], values: Mapping[str, Any]) -> list[StatementRecord]:
    rows = connection.execute(query, values).mappings().all()
    beside = _beside(connection, rows)
    within = around(connection, [row["id"] for row in rows if row["parent_id"] is not None])
    passing = _passing(connection, {row["parent_id"] for row in rows} - {None})
    found = (_statement(row, beside[row["id"]], within.get(row["id"])) for row in rows)
    return [replace(one, nested=False) if _is_passed_on(one, passing) else one for one in found]


def _passing(connection: Connection, numbers: Collection[int]) -> dict[int, tuple[str | None, str | None]]:
    """The name and kind of the holder of some statements, by id."""
    if not numbers:
        return {}
    return {row.id: (row.name, row.kind) for row in connection.execute(_HOLDERS, {"wanted": sorted(numbers)})}


def _is_passed_on(one: StatementRecord, around: Mapping[int, tuple[str | None, str | None]]) -> bool:
    """Whether a statement stands in the words of an outlet, or of a body through which it came: they only pass it on.

    around: name and kind of the holder of each statement that one stands in.
    """
    name, kind = around.get(one.parent or 0, (None, None))
    hops = {called(hop) for hop, relation in one.chain if relation != "told"}
    return publishes(name, kind) or (kind != "person" and bool(name) and called(name or "") in hops)


def _fetching(*conditions: ColumnElement[bool]) -> Select[Any]:
    """The query for the rows of `fetch`."""
    return _joined().where(NOT_REJECTED, *conditions).order_by(schema.statements.c.id)


@cache
def _joined() -> Select[Any]:
    statement, article, appearance, holder = schema.statements, schema.articles, schema.appearances, schema.holders
    columns = [
        *statement.c["id", "position", "holder_id", "thread_id", "source", "holder_confidence"],
        *map(
            value,
            (
                "type",
                "content",
                "content_text",
                "cue_text",
                "time",
                "first",
                "last",
                "time_spans",
                "standing",
                "act",
                "document",
            ),
        ),
        value("parent_id"),
        *schema.reviewed.c["own", "holder", "chain_id", "answers_id", "stances_id", "sourcing_id"],
        *(article.c[name].label(f"article_{name}") for name in ("id", "site", "outlet", "url", "title", "published")),
        article.c.copy_of,
        appearance.c.role,
        appearance.c.kind,
        appearance.c.name,
        holder.c.name.label("holder_name"),
    ]
    tables = statement.join(article, statement.c.article_id == article.c.id)
    tables = tables.outerjoin(appearance, statement.c.appearance_id == appearance.c.id)
    tables = tables.outerjoin(holder, statement.c.holder_id == holder.c.id)
    return select(*columns).select_from(with_reviews(tables))


_Beside = tuple[list[tuple[str, str]], list[tuple[int, str]], list[Held], list[tuple[str, SourcingKind]]]


def _beside(connection: Connection, rows: Sequence[RowMapping]) -> dict[int, _Beside]:
    """What stands beside statements and counts, by statement id: that of a review, or else as read."""
    found: dict[int, _Beside] = {row["id"]: ([], [], [], []) for row in rows}
    says = {row["id"]: row for row in rows}
    of_these = {"wanted": list(found)}
    for number, name, relation, review in connection.execute(_HOPS, of_these):
        if review == says[number]["chain_id"]:
            found[number][0].append((name, relation))
    for number, answered, relation, review in connection.execute(_ANSWERS, of_these):
        if review == says[number]["answers_id"]:
            found[number][1].append((answered, relation))
    for number, target, holder, polarity, spans, review in connection.execute(_STANCES, of_these):
        if review == says[number]["stances_id"]:
            found[number][2].append(Held(target, holder, polarity, spans_of(spans)))
    for number, text, kind, review in connection.execute(_SOURCING, of_these):
        if review == says[number]["sourcing_id"]:
            found[number][3].append((text, cast(SourcingKind, kind)))
    return found


def _of_statements(table: Table, order: str, *columns: str) -> Select[Any]:
    """The rows beside the statements in the list that is the parameter `wanted`, in order."""
    chosen = table.c["statement_id", *columns, "review_id"]
    return select(*chosen).where(wanted(table.c.statement_id)).order_by(table.c[order])


#: Built once, since building a query takes longer than running it.
_HOPS: Final = _of_statements(schema.hops, "position", "name", "relation")
_ANSWERS: Final = _of_statements(schema.answers, "answered_id", "answered_id", "relation")
_STANCES: Final = _of_statements(schema.stances, "id", "target", "target_holder_id", "polarity", "spans")
_HOLDERS: Final = (
    select(schema.statements.c.id, *schema.appearances.c["name", "kind"])
    .join(schema.appearances, schema.statements.c.appearance_id == schema.appearances.c.id)
    .where(wanted(schema.statements.c.id))
)
_SOURCING: Final = _of_statements(schema.sourcing, "id", "text", "kind")


def worded(connection: Connection, statements: Iterable[StatementRecord]) -> Iterator[StatementRecord]:
    """The same statements, with the words that their stances rest on."""
    article = schema.articles.c
    for some in batched(list(statements)):
        query = select(article.id, article.text).where(article.id.in_({one.source.id for one in some}))
        texts = {row.id: row.text for row in connection.execute(query)}
        yield from (with_words(one, texts[one.source.id]) for one in some)


def with_words(one: StatementRecord, text: str) -> StatementRecord:
    """A statement with the words that its stances rest on. text: of its article."""
    return replace(one, stances=tuple(replace(s, words=tuple(span.of(text) for span in s.spans)) for s in one.stances))


_Some = TypeVar("_Some")


def batched(ids: Sequence[_Some], size: int = 500) -> Iterator[Sequence[_Some]]:
    """Ids in batches, small enough to be the parameters of a query."""
    return (ids[i : i + size] for i in range(0, len(ids), size))


#: Separates the pieces of a content in statements.content_text.
BETWEEN: Final = " … "


def pieces(text: str, spans: Iterable[Span]) -> tuple[str, ...]:
    """The words of each piece of a content, cut from `content_text`, so that the article's text needn't be read."""
    found, at = [], 0
    for span in spans:
        found.append(text[at : at + len(span)])
        at += len(span) + len(BETWEEN)
    return tuple(found)


def from_rows(
    statements: Sequence[Mapping[str, Any]], beside: Mapping[str, Sequence[Mapping[str, Any]]]
) -> list[StatementRecord]:
    """The statements of an article that isn't in the tables, from the rows that it would have, by id.

    statements: rows with the columns of the article and the holder that `fetch` adds. beside: the rows of hops,
    answers, stances and sourcing.
    """
    by_id: dict[int, _Beside] = {row["id"]: ([], [], [], []) for row in statements}
    for hop in beside["hops"]:
        by_id[hop["statement_id"]][0].append((hop["name"], hop["relation"]))
    for answer in beside["answers"]:
        by_id[answer["statement_id"]][1].append((answer["answered_id"], answer["relation"]))
    for one in beside["stances"]:
        held = Held(one["target"], one["target_holder_id"], one["polarity"], spans_of(one["spans"]))
        by_id[one["statement_id"]][2].append(held)
    for one in beside["sourcing"]:
        by_id[one["statement_id"]][3].append((one["text"], one["kind"]))
    whose = {row["id"]: (row["name"], row["kind"]) for row in statements}
    found = (_statement(row, by_id[row["id"]], None) for row in sorted(statements, key=lambda row: row["id"]))
    return [replace(one, nested=False) if _is_passed_on(one, whose) else one for one in found]


def _statement(row: Mapping[Any, Any], beside: _Beside, within: Around | None) -> StatementRecord:
    hops, answers, stances, sourcing = beside
    spans = spans_of(row["content"])
    whose = (row["holder"] or {}) if row["own"] else {name: row[name] for name in ("name", "kind", "role")}
    source = Source(
        row["article_id"], row["article_site"], row["article_outlet"], row["article_url"], row["article_title"],
        row["article_published"], row["copy_of"],
    )  # fmt: skip
    return StatementRecord(
        id=row["id"],
        source=source,
        position=row["position"],
        holder=row["holder_id"],
        name=row["holder_name"] or whose.get("name"),
        unnamed=whose.get("kind") in (None, "unnamed"),
        kind=whose.get("kind"),
        type=cast(QuotationType, row["type"]),
        spans=spans,
        words=pieces(row["content_text"], spans),
        cue=row["cue_text"],
        role=whose.get("role"),
        time=row["time"],
        first=row["first"],
        last=row["last"],
        time_spans=spans_of(row["time_spans"]),
        standing=row["standing"],
        act=row["act"],
        document=row["document"],
        sourcing=tuple(sourcing),
        chain=tuple(hops),
        answers=tuple(answers),
        stances=tuple(stances),
        thread=row["thread_id"],
        nested=row["parent_id"] is not None,
        around=within,
        parent=row["parent_id"],
        source_spans=spans_of(row["source"]),
        sure=1.0 if row["own"] else row["holder_confidence"],
    )
