"""The stored findings, by kind and by how people have reviewed them. Nothing is examined here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, cast, get_args

import sqlalchemy as sa

from ...span import Span, spans_of
from ..tables import schema
from ..tables.lists import EVERY, page, wanted
from ..tables.record import Source, these_sources
from .finding import Code, Evidence, Finding, PassageEvidence

#: How a finding has been reviewed: not yet, accepted as worth attention, or rejected.
FindingState = Literal["open", "accepted", "rejected"]
STATES: Final[tuple[FindingState, ...]] = get_args(FindingState)


@dataclass(frozen=True, slots=True)
class Kept:
    """A finding as the ledger keeps it.

    id: in the ledger. found_at: when it was first found, UTC. sources: the articles that it rests on, each once.
    """

    id: int
    finding: Finding
    found_at: str
    state: FindingState = "open"
    sources: tuple[Source, ...] = ()

    def source(self, evidence: Evidence) -> Source | None:
        """The article that has the words."""
        return next((one for one in self.sources if one.id == evidence.article), None)


@dataclass(frozen=True, slots=True)
class Queue:
    """Findings to be gone through, the newest first.

    total: number of findings of the requested kinds and state, on all pages.
    codes: number of findings of each kind in the requested state. states: of each state among the requested kinds.
    waiting: number of places marked as changed and not yet examined, so that findings may be missing.
    sources: the articles that the findings on this page rest on.
    """

    findings: tuple[Kept, ...]
    total: int
    codes: dict[Code, int]
    states: dict[FindingState, int]
    waiting: int
    sources: tuple[Source, ...]


_FINDINGS, _REVIEWS, _EVIDENCE = schema.findings, schema.reviews, schema.evidence
_LAST: Final = (
    sa.select(_REVIEWS.c.verdict)
    .where(_REVIEWS.c.finding == _FINDINGS.c.key, _REVIEWS.c.undone_at.is_(None))
    .order_by(_REVIEWS.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_STATE: Final = sa.case({"accept": "accepted", "reject": "rejected"}, value=_LAST, else_="open").label("state")
_ON_NONE: Final = (
    sa.select(_EVIDENCE.c.finding_id)
    .join(schema.reviewed, schema.reviewed.c.statement_id == _EVIDENCE.c.statement_id)
    .where(schema.reviewed.c.rejected)
)
#: Condition: no statement that the finding rests on was rejected. Needed because after such a rejection findings are
#: updated only when they are next asked for.
_THERE: Final = _FINDINGS.c.id.not_in(_ON_NONE)
#: Condition: neither the finding nor a statement that it rests on was rejected.
NOT_REJECTED: Final = sa.and_(_THERE, _STATE.element != "rejected")


def queue(
    connection: sa.Connection,
    codes: Sequence[Code] = (),
    state: FindingState | None = None,
    limit: int = 50,
    skip: int = 0,
) -> Queue:
    """Stored findings, as of the last examination.

    codes: only these kinds; empty for all. state: only this state. limit, skip: the page, counted in findings.
    """
    by_code = _counted(connection, _FINDINGS.c.code, chosen((), state))
    found = tuple(kept(connection, *chosen(codes, state), limit=limit, skip=skip))
    numbers = {evidence.article for one in found for evidence in one.finding.evidence}
    return Queue(
        found,
        sum(count for code, count in by_code.items() if not codes or code in codes),
        cast("dict[Code, int]", by_code),
        cast("dict[FindingState, int]", _counted(connection, _STATE.element, chosen(codes))),
        waiting(connection),
        these_sources(connection, numbers),
    )


def waiting(connection: sa.Connection) -> int:
    """The number of changed places that are still to be examined, so that findings may be missing."""
    return connection.execute(_WAITING).scalar_one()


_WAITING: Final = sa.select(sa.func.count()).select_from(schema.dirty)


def kept(
    connection: sa.Connection, *conditions: sa.ColumnElement[bool], limit: int | None = None, skip: int = 0
) -> list[Kept]:
    """Stored findings that meet all conditions (on the table `findings`), the newest first."""
    return _kept(connection, _keeping(*conditions), {"limit": EVERY if limit is None else limit, "skip": skip})


def on_articles(connection: sa.Connection, numbers: Collection[int]) -> list[Kept]:
    """As `kept`: the findings that rest on one of these articles, by their ids."""
    return _kept(connection, _resting("article_id"), {"wanted": sorted(numbers), "limit": EVERY, "skip": 0})


def on_statements(connection: sa.Connection, numbers: Collection[int], limit: int = EVERY) -> list[Kept]:
    """As `kept`: the findings that rest on one of these statements, by their ids."""
    return _kept(connection, _resting("statement_id"), {"wanted": sorted(numbers), "limit": limit, "skip": 0})


def on_words_of(connection: sa.Connection, holder: int, limit: int) -> list[Kept]:
    """As `kept`: the findings that rest on a statement of this holder, by its id."""
    return _kept(connection, _of_holder(), {"holder": holder, "limit": limit, "skip": 0})


@cache
def _resting(column: str) -> sa.Select[Any]:
    return _keeping(
        _FINDINGS.c.id.in_(sa.select(_EVIDENCE.c.finding_id).where(wanted(_EVIDENCE.c[column]))),
    )


@cache
def _of_holder() -> sa.Select[Any]:
    statement = schema.statements
    said = sa.select(_EVIDENCE.c.finding_id).join(statement, _EVIDENCE.c.statement_id == statement.c.id)
    return _keeping(_FINDINGS.c.id.in_(said.where(statement.c.holder_id == sa.bindparam("holder"))))


def _keeping(*conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The query of `kept`, with its page as the parameters `limit` and `skip`."""
    return page(sa.select(_FINDINGS, _STATE).where(_THERE, *conditions).order_by(_FINDINGS.c.id.desc()))


def _kept(connection: sa.Connection, query: sa.Select[Any], values: Mapping[str, Any]) -> list[Kept]:
    rows = connection.execute(query, values).mappings().all()
    found = [(row, _finding(row)) for row in rows]
    numbers = {evidence.article for _, finding in found for evidence in finding.evidence}
    told = {one.id: one for one in these_sources(connection, numbers)}
    return [
        Kept(row["id"], finding, row["found_at"], row["state"], tuple(_of(finding, told))) for row, finding in found
    ]


def _of(finding: Finding, told: Mapping[int, Source]) -> Iterator[Source]:
    """The articles that a finding rests on, in the order of its evidence."""
    return (told[number] for number in dict.fromkeys(one.article for one in finding.evidence) if number in told)


def chosen(codes: Sequence[Code], state: FindingState | None = None) -> list[sa.ColumnElement[bool]]:
    """Conditions for `kept`: of one of these kinds (of any, if none are given) and in this state (None: any)."""
    of_kind = [_FINDINGS.c.code.in_(codes)] if codes else []
    return [*of_kind, *([_STATE.element == state] if state else [])]


def _counted(
    connection: sa.Connection, by: sa.ColumnElement[str], conditions: Iterable[sa.ColumnElement[bool]]
) -> dict[str, int]:
    rows = sa.select(by.label("by")).select_from(_FINDINGS).where(_THERE, *conditions).subquery()
    query = sa.select(rows.c.by, sa.func.count()).group_by(rows.c.by).order_by(sa.func.count().desc(), rows.c.by)
    return {row[0]: row[1] for row in connection.execute(query)}


def _finding(row: sa.RowMapping) -> Finding:
    evidence = tuple(Evidence(e["article"], e["statement"], spans_of(e["spans"]), e["text"]) for e in row["evidence"])
    passages = (PassageEvidence(**{**p, "span": Span(*p["span"])}) for p in row["passages"])
    return Finding(row["code"], row["sentence"], evidence, tuple(passages))
