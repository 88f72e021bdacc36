"""The queue of findings, the newest first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from ...ledger.findings.finding import CODES, Code
from ...ledger.findings.queue import STATES, FindingState, Queue
from ..api import answer, shape
from ..api import router as json_router
from ..asking import TheLedger, ThisPart
from ..pages import page
from ..turns import InTurn

router = APIRouter(include_in_schema=False, route_class=InTurn)
api = json_router()

OfKind = Annotated[Code | None, Query(description="Only this kind.")]
InState = Annotated[FindingState, Query(description="Only what people have said this of: nothing yet, yes, no.")]


@router.get("/findings")
def findings(
    request: Request, ledger: TheLedger, part: ThisPart, code: OfKind = None, state: InState = "open"
) -> Response:
    """What was found when it was last looked for."""
    queue = ledger.queue([code] if code else (), state, part.size, part.skip)
    return page(
        request, "findings.html", title="Findings", queue=queue, part=part, code=code, state=state, states=STATES,
        codes=CODES,
    )  # fmt: skip


@api.get("/findings", response_model=shape(Queue), summary="What a person should look at")
def findings_json(ledger: TheLedger, part: ThisPart, code: OfKind = None, state: InState = "open") -> Response:
    """Thirty findings, with how many there are of each kind and in each state."""
    return answer(ledger.queue([code] if code else (), state, part.size, part.skip))
