"""A thread: an utterance in all its wordings, how it travelled, what it rests on, who answered it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from ...ledger import Ledger
from ...ledger.asked.trace import Trace, Wording
from ...ledger.tables.record import StatementRecord
from ...ledger.threads.alignment import aligned
from ...printable import shorten
from ...values.labels import count
from ..api import answer, shape
from ..api import router as json_router
from ..asking import Id, Part, TheLedger, ThisPart
from ..days import TimeAxis
from ..pages import page
from ..playing import playable
from ..travel import draw
from ..turns import InTurn

router = APIRouter(include_in_schema=False, route_class=InTurn)
api = json_router()

#: Wordings laid side by side, and places of each that are named: the list below has them all.
MOST_WORDINGS, MOST_PLACES = 12, 8
Edit = Literal["same", "left out", "added"]


@router.get("/threads/{number}")
def thread(request: Request, ledger: TheLedger, number: Id, part: ThisPart) -> Response:
    """An utterance that several articles have."""
    return _page(request, ledger, ledger.thread(number), part)


@router.get("/statements/{number}")
def statement(request: Request, ledger: TheLedger, number: Id, part: ThisPart) -> Response:
    """The utterance of one statement: its thread, or the statement alone. What was said of it, if it doesn't count."""
    if not ledger.stands(number):
        return RedirectResponse(f"/statements/{number}/review")
    trace = ledger.statement(number)
    if trace.thread is not None:
        return RedirectResponse(f"/threads/{trace.thread}")
    return _page(request, ledger, trace, part)


def _page(request: Request, ledger: Ledger, trace: Trace, part: Part) -> Response:
    played = playable(request, ledger, {held.record for held in trace.verified})
    return page(request, "thread.html", recordings=played, **shown(trace, part))


@api.get("/threads/{number}", response_model=shape(Trace), summary="One utterance across articles")
def thread_json(ledger: TheLedger, number: Id) -> Response:
    """Its wordings, what they rest on, what answers it."""
    return answer(ledger.thread(number))


@api.get("/statements/{number}", response_model=shape(Trace), summary="The utterance of a statement")
def statement_json(ledger: TheLedger, number: Id) -> Response:
    """The thread of a statement, or the statement alone."""
    return answer(ledger.statement(number))


@dataclass(frozen=True, slots=True)
class DiffSegment:
    """Words of a wording: as in the fullest one, added to it, or left out of it."""

    change: Edit
    words: str


@dataclass(frozen=True, slots=True)
class Way:
    """A wording beside the fullest one. dots: where on the line of time its articles stand, and which they are."""

    number: int
    wording: Wording
    pieces: tuple[DiffSegment, ...]
    dots: tuple[tuple[float, StatementRecord], ...]
    named: tuple[StatementRecord, ...]
    articles: int


def shown(trace: Trace, part: Part) -> dict[str, Any]:
    """All that the template of a thread shows."""
    fullest = max(trace.wordings, key=lambda wording: (wording.type != "indirect", len(wording.words)))
    line = TimeAxis.over(statement.source.published for statement in trace.statements if statement.source.published)
    places: dict[int | None, StatementRecord] = {one.id: one for one in trace.statements}
    statements = trace.statements[part.skip : part.skip + part.size]
    return {
        "title": shorten(fullest.words, 70),
        "trace": trace,
        "fullest": fullest,
        "said": next((statement for statement in fullest.statements if not statement.unnamed), fullest.statements[0]),
        "ways": [_way(number, wording, fullest, line) for number, wording in _in_order(trace, fullest)],
        "left_out": max(0, len(trace.wordings) - MOST_WORDINGS),
        "ticks": line.ticks() if line else [],
        "drawing": draw(trace.origins.graph),
        "origin_count": _origins(trace),
        "held": [(one, places[one.statement]) for one in trace.verified if one.statement in places][:MOST_WORDINGS],
        "statements": statements,
        "part": part,
        "more": part.skip + len(statements) < len(trace.statements),
    }


def _origins(trace: Trace) -> str:
    """How many origins are known, in words; where articles tell of none, those in records."""
    if known := trace.origins.independent:
        return count(known, "independent origin")
    return count(len(trace.ends), "origin") if trace.ends else "no known origin"


def _in_order(trace: Trace, fullest: Wording) -> Iterator[tuple[int, Wording]]:
    """The wordings with the fullest first."""
    others = [wording for wording in trace.wordings if wording is not fullest]
    return enumerate([fullest, *others][:MOST_WORDINGS], 1)


def _way(number: int, wording: Wording, fullest: Wording, line: TimeAxis | None) -> Way:
    dots = tuple(
        (line.at(statement.source.published), statement)
        for statement in wording.statements
        if line and statement.source.published
    )
    first: dict[str, StatementRecord] = {}
    for statement in wording.statements:
        first.setdefault(statement.source.site or str(statement.source.id), statement)
    return Way(
        number, wording, tuple(compared(fullest.words, wording.words)), dots, tuple(first.values())[:MOST_PLACES],
        len({statement.source.id for statement in wording.statements}),
    )  # fmt: skip


# -- words side by side ------------------------------------------------------------------------------------------------

_WORD: Final = re.compile(r"\S+\s*")
_MARKS: Final = re.compile(r"[^\w*]+")


def compared(whole: str, words: str) -> Iterator[DiffSegment]:
    """One wording laid beside another, word by word; marks and capitals don't count."""
    ours, theirs = _WORD.findall(words), _WORD.findall(whole)
    if [*map(_bare, ours)] == [*map(_bare, theirs)]:
        yield DiffSegment("same", words)
        return
    for stretch in aligned([*map(_bare, theirs)], [*map(_bare, ours)], runs=True):
        if stretch.same:
            yield DiffSegment("same", "".join(ours[stretch.theirs]))
            continue
        yield from _changed("left out", theirs[stretch.ours])
        yield from _changed("added", ours[stretch.theirs])


def _changed(change: Edit, words: Sequence[str]) -> Iterator[DiffSegment]:
    """A change, unless it is of marks alone."""
    if any(map(_bare, words)):
        yield DiffSegment(change, "".join(words))


def _bare(word: str) -> str:
    return _MARKS.sub("", word).casefold()
