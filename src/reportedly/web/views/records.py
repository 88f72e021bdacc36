"""Records of what was said, and what articles quote of them."""

from __future__ import annotations

from fastapi import Response

from ...ledger.asked.records import Records, RecordView
from ..api import answer, shape
from ..api import router as json_router
from ..asking import Id, TheLedger, ThisPart

api = json_router()


@api.get("/records", response_model=shape(Records), summary="The records of the ledger")
def records_json(ledger: TheLedger, part: ThisPart) -> Response:
    """Thirty records, the newest first, with how many quotations of how many articles stand in each."""
    return answer(ledger.records(part.size, part.skip))


@api.get("/records/{number}", response_model=shape(RecordView), summary="A record with all that articles quote of it")
def record_json(ledger: TheLedger, number: Id) -> Response:
    """Its speakers and turns, every quotation of it beside its passages, and the passages that nobody quotes."""
    return answer(ledger.record(number))
