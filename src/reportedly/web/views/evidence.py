"""What was kept of an article, offered again byte for byte: as a download, never as a page."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Iterator
from typing import IO, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from ...errors import EvidenceError, MissingExtra, NotInLedger
from ...evidence.kept import KeptCapture
from ...ledger import Ledger
from ..api import router as json_router
from ..asking import Id, TheLedger
from ..turns import InTurn

router = APIRouter(include_in_schema=False, route_class=InTurn)
api = json_router()

#: What every download is called, so that no browser shows it as a page of ours.
BYTES: Final = "application/octet-stream"
AT_ONCE: Final = 1 << 18


@router.get("/articles/{number}/evidence/{place}")
def evidence(request: Request, ledger: TheLedger, number: Id, place: Id) -> Response:
    """The bytes of one thing that was kept of an article. place: which, from 1."""
    return _download(request, ledger, number, place)


@api.get(
    "/articles/{number}/evidence/{place}",
    summary="What was kept of an article",
    response_class=StreamingResponse,
    responses={200: {"content": {BYTES: {}}, "description": "The bytes, once their SHA-256 has proved right."}},
)
def evidence_bytes(request: Request, ledger: TheLedger, number: Id, place: Id) -> Response:
    """The bytes that an article was read from. `captures` of the article lists them; `place` counts these from 1."""
    return _download(request, ledger, number, place)


def _download(request: Request, ledger: Ledger, number: int, place: int) -> Response:
    captures = ledger.captures(number)
    if place > len(captures):
        raise NotInLedger(f"expected something kept of article {number} at place {place}, but there is none")
    kept = captures[place - 1]
    folder = request.app.state.evidence
    if folder is None:
        raise EvidenceError("expected to be told where evidence lies, but the reader wasn't: --evidence says it")
    try:
        from ...evidence.archive import Archive  # noqa: PLC0415 - an extra
        from ...evidence.checked import body  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise MissingExtra("evidence needs the extra: pip install 'reportedly[evidence]'") from error
    headers = {
        "Content-Disposition": f'attachment; filename="article-{number}-{kept.sha256[:12]}{_suffix(kept)}"',
        "Content-Length": str(kept.size),
        "Content-Encoding": "identity",  # what is packed on the way isn't what was kept
        "Repr-Digest": f"sha-256=:{base64.b64encode(bytes.fromhex(kept.sha256)).decode()}:",
    }
    return StreamingResponse(_pieces(body(Archive(folder), kept)), media_type=BYTES, headers=headers)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(AT_ONCE):
            yield piece


def _suffix(kept: KeptCapture) -> str:
    return (mimetypes.guess_extension(kept.media_type or "") or ".bin") if kept.media_type != BYTES else ".bin"
