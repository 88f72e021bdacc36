"""Adding: submitting a text or a URL, and watching how it is read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from ...errors import InputError
from ...ledger import Ledger
from ...ledger.additions import Addition, Handed
from ...printable import printable
from ..additions import Additions
from ..api import PREFIX, answer, shape
from ..api import router as json_router
from ..asking import TheLedger
from ..guard import limited
from ..pages import page
from ..sessions import Writer
from ..turns import InTurn

router = APIRouter(include_in_schema=False, route_class=InTurn)
api = json_router()

#: The limit on additions by each client: reading occupies a core for a while, and fetching burdens other servers.
RATE = limited("30/minute", "adding")

AdditionId = Annotated[str, Path(max_length=40, description="The addition’s id.")]
AdditionQuery = Annotated[str | None, Query(max_length=40, description="The id of an addition to be tried again.")]
#: How many of the latest additions are listed.
LATEST = 20


class New(BaseModel):
    """An article: either its address or its text."""

    url: str | None = Field(None, max_length=4000, description="Where it is on the public web.")
    text: str | None = Field(None, description="The text itself, paragraphs parted by empty lines.")
    outlet: str | None = Field(None, max_length=300)
    title: str | None = Field(None, max_length=1000)
    published: str | None = Field(None, max_length=10, description="The day, ISO: 2024-05-06.")


@router.get("/add")
def form(request: Request, ledger: TheLedger, again: AdditionQuery = None) -> Response:
    """The form, with what was handed in lately; filled in with what was handed in before and is to be tried again."""
    return _form(request, ledger, ledger.handed(again) if again else Handed())


@router.post("/add", dependencies=[RATE])
def add(  # noqa: PLR0913, PLR0917 - the fields of the form
    request: Request, ledger: TheLedger, by: Writer, url: Annotated[str, Form()] = "",
    text: Annotated[str, Form()] = "", outlet: Annotated[str, Form()] = "", published: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Take it, and go on to where it can be watched; what is wrong is said above the form, which stays filled in."""
    handed = Handed(
        url.strip() or None, text or None, outlet.strip() or None, published or None, title.strip()[:1000] or None
    )
    try:
        addition = _additions(request).hand_in(handed, by)
    except InputError as error:
        return _form(request, ledger, handed, printable(str(error)), 400)
    return RedirectResponse(f"/add/{addition.id}", 303)


@router.get("/add/{token}")
def watched(request: Request, ledger: TheLedger, token: AdditionId) -> Response:
    """How far it is, and what came of it."""
    return page(request, "added.html", title="Adding", addition=ledger.addition(token))


@api.post(
    "/articles", status_code=202, response_model=shape(Addition), summary="Hand in an article", dependencies=[RATE]
)
def add_json(request: Request, by: Writer, new: New) -> Response:
    """Takes an article to be read soon; `Location` says where to ask what has become of it. Needs a user’s token."""
    addition = _additions(request).hand_in(Handed(new.url or None, new.text, new.outlet, new.published, new.title), by)
    taken = answer(addition, 202)
    taken.headers["Location"] = f"{PREFIX}/add/{addition.id}"
    return taken


@api.get("/add", response_model=list[shape(Addition)], summary="Articles handed in")  # type: ignore[misc]
def latest_json(ledger: TheLedger) -> Response:
    """The twenty articles handed in last, the newest first, with what came of each."""
    return answer(ledger.additions(LATEST))


@api.get("/add/{token}", response_model=shape(Addition), summary="An article handed in")
def watched_json(ledger: TheLedger, token: AdditionId) -> Response:
    """How far it is, and what came of it."""
    return answer(ledger.addition(token))


def _form(request: Request, ledger: Ledger, handed: Handed, wrong: str = "", status: int = 200) -> Response:
    return page(
        request, "add.html", status, title="Add an article", handed=handed, wrong=wrong,
        latest=ledger.additions(LATEST),
    )  # fmt: skip


def _additions(request: Request) -> Additions:
    found: Additions = request.app.state.additions
    return found
