"""Records of what was said, and what articles quote of them."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from ...ledger.asked.records import Records, RecordView
from ..api import answer, shape
from ..api import router as json_router
from ..asking import Id, TheLedger, ThisPart
from ..on_record import nowhere, rows, title
from ..pages import page
from ..turns import InTurn

router = APIRouter(include_in_schema=False, route_class=InTurn)
api = json_router()


@router.get("/records")
def records(request: Request, ledger: TheLedger, part: ThisPart) -> Response:
    """The records, the newest first."""
    listed = ledger.records(part.size, part.skip)
    return page(request, "records.html", title="Records", listed=listed, part=part)


@router.get("/records/{number}")
def record(request: Request, ledger: TheLedger, number: Id) -> Response:
    """One record: its turns, what articles quote of each, and what nobody quotes."""
    view = ledger.record(number)
    return page(
        request, "record.html", title=title(view.about, view.name), view=view, rows=rows(view), nowhere=nowhere(view),
        words=sum(len(turn.words.split()) for turn in view.turns),
        left=sum(len(view.words(passage).split()) for passage in view.unquoted),
    )  # fmt: skip


@api.get("/records", response_model=shape(Records), summary="The records of the ledger")
def records_json(ledger: TheLedger, part: ThisPart) -> Response:
    """Thirty records, the newest first, with how many quotations of how many articles stand in each."""
    return answer(ledger.records(part.size, part.skip))


@api.get("/records/{number}", response_model=shape(RecordView), summary="A record with all that articles quote of it")
def record_json(ledger: TheLedger, number: Id) -> Response:
    """Its speakers and turns, every quotation of it beside its passages, and the passages that nobody quotes."""
    return answer(ledger.record(number))
