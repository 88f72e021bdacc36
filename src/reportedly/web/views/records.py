"""Records of what was said, and what articles quote of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse

from ...given import MOST
from ...ledger.asked.records import Records, RecordView
from .. import playing
from ..api import answer, shape
from ..api import router as json_router
from ..asking import Id, TheLedger, ThisPart
from ..on_record import nowhere, part_of, parts, rows, title
from ..pages import page
from ..turns import InTurn

router = APIRouter(include_in_schema=False, route_class=InTurn)
#: What is played takes no turn: looking through a file for the first time takes seconds.
played = APIRouter(include_in_schema=False)
api = json_router()


@router.get("/records")
def records(request: Request, ledger: TheLedger, part: ThisPart) -> Response:
    """The records, the newest first."""
    listed = ledger.records(part.size, part.skip)
    return page(request, "records.html", title="Records", listed=listed, part=part)


#: The code point of a record's text at which a part is shown.
At = Annotated[int, Query(ge=0, le=MOST, description="A code point of the record's text.")]


@router.get("/records/{number}")
def record(request: Request, ledger: TheLedger, number: Id, at: At = 0) -> Response:
    """One record, or of a long one the part that has a code point; what articles quote of it, what nobody quotes."""
    view = ledger.record(number)
    every = parts(view)
    here = part_of(every, at)
    unquoted = [one for one in view.unquoted if one.span.overlap(every[here])]
    return page(
        request, "record.html", title=title(view.about, view.name), view=view, rows=rows(view, every[here]),
        parts=every, here=here, nowhere=nowhere(view), unquoted=unquoted,
        unquoted_words=sum(len(view.words(passage).split()) for passage in unquoted),
        words=sum(len(turn.words.split()) for turn in view.turns),
        left=sum(len(view.words(passage).split()) for passage in view.unquoted),
        recordings=playing.playable(request, ledger, [number]) if view.recording else {},
    )  # fmt: skip


@played.get("/records/{number}/recording")
def recording(request: Request, ledger: TheLedger, number: Id) -> Response:
    """The audio or video file that a record is of, or the ranges of it that are asked for."""
    path, facts = playing.file(request, ledger, number)
    headers = {"Content-Encoding": "identity"}  # packed, its ranges would be others
    return FileResponse(
        path, media_type=facts.media_type, headers=headers, filename=facts.name, content_disposition_type="inline"
    )


@router.get("/records/{number}/captions.vtt")
def captions(ledger: TheLedger, number: Id) -> Response:
    """What is said in a record, as captions of its recording."""
    return Response(playing.captions(ledger.record(number)), media_type="text/vtt")


@api.get("/records", response_model=shape(Records), summary="The records of the ledger")
def records_json(ledger: TheLedger, part: ThisPart) -> Response:
    """Thirty records, the newest first, with how many quotations of how many articles stand in each."""
    return answer(ledger.records(part.size, part.skip))


@api.get("/records/{number}", response_model=shape(RecordView), summary="A record with all that articles quote of it")
def record_json(ledger: TheLedger, number: Id) -> Response:
    """Its speakers and turns, every quotation of it beside its passages, and the passages that nobody quotes."""
    return answer(ledger.record(number))
