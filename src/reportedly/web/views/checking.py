"""Checking: a draft pasted in, shown with its statements marked, each beside the nearest wording of the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from markupsafe import Markup
from pydantic import BaseModel, Field

from ...articles.article import Article
from ...errors import InputError
from ...ledger.asked.checked import Check, CheckedStatement, CheckFinding
from ...printable import printable
from ...shown import escaping
from ...shown.side_by_side import MarkedWords, side_by_side
from ..api import answer, shape
from ..api import router as json_router
from ..checking import Checker
from ..guard import from_here, is_from_here, limited
from ..pages import page
from ..sessions import TypedForm, sessions
from ..turns import InTurn

router = APIRouter(include_in_schema=False, route_class=InTurn)
api = json_router()

#: The limit on checks by each client: reading occupies a core for a while.
RATE = limited("30/minute", "checking")
#: The colour of each status in the style sheet, and what it is called.
STATUSES = {
    "same": ("2", "the same there"), "differs": ("7", "differs"), "other-holder": ("3", "somebody else’s there"),
    "similar": ("4", "resembles"), "new": ("x", "new"),
}  # fmt: skip


class DraftText(BaseModel):
    """A draft: its text, and what is known of its publication."""

    text: str = Field(description="The text, paragraphs parted by empty lines.")
    title: str | None = Field(None, max_length=1000)
    outlet: str | None = Field(None, max_length=300, description="Who is to publish it.")
    published: str | None = Field(None, max_length=10, description="When, as an ISO day: 2024-05-06.")


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A statement of a draft beside its nearest wording. ours, theirs: both wordings, with the words that differ."""

    number: int
    one: CheckedStatement
    colour: str
    status: str
    ours: tuple[MarkedWords, ...]
    theirs: tuple[MarkedWords, ...]
    findings: tuple[CheckFinding, ...]


def _ours(request: Request, typed: TypedForm) -> None:
    from_here(request)
    sessions(request).check_csrf(request, typed)


def _not_from_elsewhere(request: Request) -> None:
    """Raise HTTPException (403) for what another site makes a browser send; programs say nothing of a site."""
    if ("sec-fetch-site" in request.headers or "origin" in request.headers) and not is_from_here(request):
        from_here(request)


@router.get("/check")
def form(request: Request) -> Response:
    """The form."""
    return _page(request, DraftText(text="", title=None, outlet=None, published=None))


@router.post("/check", dependencies=[RATE, Depends(_ours)])
def check(
    request: Request, text: Annotated[str, Form()] = "", outlet: Annotated[str, Form()] = "",
    published: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """The draft with its statements marked; what is wrong is said above the form, which stays filled in."""
    given = DraftText.model_construct(text=text, title=None, outlet=outlet or None, published=published or None)
    try:
        reading, found = _checker(request).check(_article(given))
    except InputError as error:
        return _page(request, given, wrong=printable(str(error)))
    return _page(request, given, found, reading.article.text)


@api.post("/check", response_model=shape(Check), summary="Check a draft", dependencies=[RATE])
def check_json(request: Request, given: DraftText) -> Response:
    """Every statement of a draft with the nearest wording of the ledger, and what to look at. Nothing is kept."""
    _not_from_elsewhere(request)
    return answer(_checker(request).check(_article(given))[1])


def _article(given: DraftText) -> Article:
    """The article of a draft. Raises InputError."""
    day = given.published or datetime.now(UTC).date().isoformat()
    read = Article.from_text(given.text, outlet=given.outlet, published=day)
    return Article(read.text, outlet=read.outlet, title=given.title or read.title, published=read.published)


def _page(request: Request, given: DraftText, found: Check | None = None, text: str = "", wrong: str = "") -> Response:
    rows = list(_rows(found)) if found else []
    beside = [finding for finding in found.findings if not finding.statements] if found else []
    return page(
        request, "check.html", 400 if wrong else 200, title="Check a draft", given=given, wrong=wrong, check=found,
        rows=rows, beside=beside, paragraphs=list(_paragraphs(text, rows)),
    )  # fmt: skip


def _rows(found: Check) -> Iterator[CheckedRow]:
    for at, one in enumerate(found.statements):
        colour, status = STATUSES[one.status]
        ours, theirs = side_by_side(printable(one.words), printable(one.nearest.words)) if one.nearest else ((), ())
        findings = tuple(finding for finding in found.findings if at in finding.statements)
        yield CheckedRow(at + 1, one, colour, status, ours, theirs, findings)


def _paragraphs(text: str, rows: Sequence[CheckedRow]) -> Iterator[Markup]:
    """The draft's lines as HTML, the words of each statement a link to its row; the innermost one counts."""
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield Markup("".join(_marked(text, start, start + len(line.rstrip()), rows)))
        start += len(line)


def _marked(text: str, start: int, end: int, rows: Sequence[CheckedRow]) -> Iterator[str]:
    here = [
        (max(span.start, start), min(span.end, end), row)
        for row in rows
        for span in row.one.spans
        if span.start < end and start < span.end
    ]
    cuts = sorted({start, end, *(at for first, last, _ in here for at in (first, last))})
    for first, last in pairwise(cuts):
        words = escaping.show(text[first:last])
        over = [(b - a, row) for a, b, row in here if a <= first and last <= b]
        if not over:
            yield words
            continue
        row = min(over, key=lambda pair: (pair[0], pair[1].number))[1]
        ends = last == max(b for _, b, other in here if other is row)
        number = f' data-n="{row.number}"' if ends else ""
        stop = "" if ends else ' tabindex="-1"'  # one tab stop for each statement in a line
        classes = f"content t{row.colour} i{row.colour}"
        title = f"statement {row.number}: {row.status}"
        yield f'<a href="#c{row.number}" class="{classes}" title="{title}"{number}{stop}>{words}</a>'


def _checker(request: Request) -> Checker:
    found: Checker = request.app.state.checker
    return found
