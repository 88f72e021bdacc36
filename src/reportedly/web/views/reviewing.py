"""Reviewing: statements value by value, findings, and who is who; and the list of reviews, which can be undone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, get_args

from fastapi import APIRouter, Body, Form, HTTPException, Path, Query, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from pydantic import BaseModel
from pydantic import Field as Member

from ...attributions.attribution import QuotationType
from ...errors import InputError, InvalidReview
from ...evaluation.reviewed import lines
from ...given import MOST
from ...holders.holder import HolderKind
from ...ledger import Ledger
from ...ledger.asked.profiles import Person
from ...ledger.reviews.corrections import ALWAYS, FieldName
from ...ledger.reviews.review import Entry, Review, UnderReview, Verdict
from ...ledger.tables.facts import CorrectedFacts
from ...printable import printable
from ...reading_process import ReadingProcess
from ...values.fields import FIELDS
from ..api import answer, shape
from ..api import router as json_router
from ..asking import Id, TheLedger, ThisPart, meant
from ..guard import limited
from ..pages import page
from ..sessions import TypedForm, Writer, local
from ..turns import InTurn
from ..typed import NAMES, inputs, missed, told, value

router = APIRouter(include_in_schema=False, route_class=InTurn)
api = json_router()

FormId = Annotated[int, Form(ge=1, le=MOST)]
Why = Annotated[str, Form(max_length=2000)]
FactWords = Annotated[str, Form(max_length=1000)]
#: The limit on corrected facts by each client: reading occupies a core for a while.
RATE = limited("30/minute", "correcting")
Back = Annotated[str, Form(max_length=300)]
HolderAppearance = Annotated[int, Member(ge=1, le=MOST)]
On = Annotated[int | None, Query(ge=1, le=MOST, description="Only on this article.")]


class Given(BaseModel):
    """What a person says: of one statement, one article or one finding."""

    verdict: Verdict = Member(description="accept, correct or reject.")
    statement: int | None = Member(None, ge=1, le=MOST, description="A statement’s number.")
    field: FieldName = Member("statement", description="Which value of it; by default the statement as a whole.")
    value: Any = Member(None, description="What it is instead, of a correction; spans are [start, end] in code points.")
    article: int | None = Member(
        None,
        ge=1,
        le=MOST,
        description="Of an article: a statement that was missed; or, accepted, that all was reviewed.",
    )
    finding: str | None = Member(None, max_length=64, description="A finding’s key.")
    why: str | None = Member(None, max_length=2000, description="In words.")


class Merging(BaseModel):
    """Two holders that are one, or that aren’t."""

    other: int = Member(ge=1, le=MOST, description="The other holder.")
    why: str = Member(min_length=1, max_length=2000)


class Splitting(BaseModel):
    """Appearances of a holder that are somebody else's."""

    appearances: list[HolderAppearance] = Member(min_length=1, max_length=1000)
    why: str = Member(min_length=1, max_length=2000)


class Number(BaseModel):
    """The number of what was kept."""

    id: int


# -- a statement -------------------------------------------------------------------------------------------------------


@router.get("/statements/{number}/review")
def statement(request: Request, ledger: TheLedger, number: Id) -> Response:
    """What is known of a statement, value by value, each to be said right, wrong or otherwise."""
    return _statement(request, ledger.under_review(number))


@router.post("/statements/{number}/review")
def say(request: Request, ledger: TheLedger, number: Id, by: Writer, typed: TypedForm) -> Response:
    """Keep what somebody says of one value; what is wrong with it is said above the form, which stays filled in."""
    form = dict(typed)
    field: Any = form.get("field", "statement")
    verdict: Any = form.get("verdict", "")
    of = ledger.under_review(number)
    try:
        said = value(field, form, of) if verdict == "correct" and field in NAMES else None
        ledger.review(Review(verdict, number, field, said, why=form.get("why", "").strip() or None), by)
    except InvalidReview as error:
        return _statement(request, of, (field, form, printable(str(error))), 400)
    return RedirectResponse(f"/statements/{number}/review#{field}", 303)


def _statement(
    request: Request, of: UnderReview, wrong: tuple[str, dict[str, str], str] = ("", {}, ""), status: int = 200
) -> Response:
    return page(
        request, "review.html", status, title=f"Review of statement {of.id}", of=of, names=NAMES, always=ALWAYS,
        now={field: told(field, of) for field in NAMES}, filled={field: inputs(field, of) for field in NAMES},
        wrong=wrong, choices=CHOICES, values={field.name: field for field in FIELDS},
    )  # fmt: skip


#: The choices of the inputs that have a fixed set.
CHOICES: dict[str, tuple[str, ...]] = {
    "kind": get_args(HolderKind),
    "type": get_args(QuotationType),
}


@router.get("/articles/{number}/missed")
def missing(request: Request, ledger: TheLedger, number: Id) -> Response:
    """A form for a statement that the article has and that was missed."""
    return _missing(request, ledger, number)


@router.post("/articles/{number}/missed")
def say_missed(request: Request, ledger: TheLedger, number: Id, by: Writer, typed: TypedForm) -> Response:
    """Keep a statement that was missed."""
    form = dict(typed)
    text = ledger.reading(number).article.text
    try:
        said = missed(form, text)
        ledger.review(Review("correct", article=number, value=said, why=form.get("why", "").strip() or None), by)
    except InvalidReview as error:
        return _missing(request, ledger, number, form, printable(str(error)), 400)
    return RedirectResponse(f"/articles/{number}", 303)


def _missing(  # noqa: PLR0913, PLR0917 - what the page shows
    request: Request, ledger: Ledger, number: int, form: dict[str, str] | None = None, wrong: str = "",
    status: int = 200,
) -> Response:  # fmt: skip
    reading = ledger.reading(number)
    return page(
        request, "missed.html", status, title="A statement that was missed", id=number, headline=reading.headline,
        text=reading.article.text, form=form or {}, wrong=wrong, choices=CHOICES,
    )  # fmt: skip


@router.get("/articles/{number}/reviewed")
def whole(request: Request, ledger: TheLedger, number: Id) -> Response:
    """A form to say that an article is wholly reviewed."""
    view = ledger.article(number)
    return page(
        request, "whole.html", title="All of it is right now", id=number, headline=view.reading.headline,
        statements=len(view.reading.statements),
    )  # fmt: skip


@router.post("/articles/{number}/reviewed")
def say_whole(ledger: TheLedger, number: Id, by: Writer) -> Response:
    """Keep that somebody has wholly reviewed an article: what stands there is right, and nothing is missed."""
    ledger.review(Review("accept", article=number), by)
    return RedirectResponse(f"/reviews?article={number}", 303)


@router.get("/articles/{number}/facts")
def known(request: Request, ledger: TheLedger, number: Id) -> Response:
    """A form for what is known of an article beside its text."""
    article = ledger.reading(number).article
    return _known(
        request, ledger, number, CorrectedFacts(article.published, article.title, article.authors, article.outlet)
    )


@router.post("/articles/{number}/facts", dependencies=[RATE])
def correct(  # noqa: PLR0913, PLR0917 - the fields of the form
    request: Request, ledger: TheLedger, number: Id, by: Writer, title: FactWords = "", outlet: FactWords = "",
    published: Annotated[str, Form(max_length=10)] = "", authors: FactWords = "",
) -> Response:  # fmt: skip
    """Correct it, and read the text again; what is wrong is said above the form, which stays filled in."""
    names = tuple(name.strip() for name in authors.split(",") if name.strip())
    given = CorrectedFacts(published or None, title.strip() or None, names, outlet.strip() or None)
    process = ReadingProcess()
    try:
        ledger.correct(number, given, by=process.read)
    except InputError as error:
        return _known(request, ledger, number, given, printable(str(error)), 400)
    finally:
        process.close()
    return RedirectResponse(f"/articles/{number}", 303)


def _known(  # noqa: PLR0913, PLR0917 - what the page shows
    request: Request, ledger: Ledger, number: int, form: CorrectedFacts, wrong: str = "", status: int = 200
) -> Response:
    headline = ledger.reading(number).headline
    return page(
        request, "facts.html", status, title="What is known of an article", id=number, headline=headline, form=form,
        wrong=wrong,
    )  # fmt: skip


# -- a finding, a holder -----------------------------------------------------------------------------------------------


@router.post("/findings/review")
def judge(  # noqa: PLR0913, PLR0917 - the fields of the form
    ledger: TheLedger, by: Writer, finding: Annotated[str, Form(max_length=64)], verdict: Annotated[Verdict, Form()],
    why: Why = "", back: Back = "/findings",
) -> Response:  # fmt: skip
    """Keep what somebody says of a finding."""
    ledger.review(Review(verdict, finding=finding, why=why.strip() or None), by)
    return RedirectResponse(local(back), 303)


@router.get("/holders/{number}/appearances")
def appearances(request: Request, ledger: TheLedger, number: Id) -> Response:
    """Every appearance of a holder with why it is this one; to merge it with another, or split some off."""
    return _appearances(request, ledger, number)


def _appearances(
    request: Request, ledger: Ledger, number: int, asked: tuple[str, str] = ("", ""), doubts: Sequence[str] = (),
) -> Response:  # fmt: skip
    """asked: whom it is to be merged with, and why. doubts: what speaks against it."""
    person = _person(ledger, number)
    return page(
        request, "appearances.html", title=f"Why {person.name} is one", person=person, asked=asked, doubts=doubts,
    )  # fmt: skip


def _person(ledger: Ledger, number: int) -> Person:
    """A holder with every appearance. Raises NotInLedger, and HTTPException (404) for one without statements."""
    found = ledger.holders(str(number), 1)
    if not found:
        ledger.holder(number, 1)  # raises what says that there is none
        raise HTTPException(404, f"Expected a holder who says something, but number {number} says nothing.")
    return found[0]


@router.post("/holders/{number}/merge")
def merge(  # noqa: PLR0913, PLR0917 - the fields of the form
    request: Request, ledger: TheLedger, number: Id, by: Writer, other: Annotated[str, Form(max_length=300)], why: Why,
    sure: Annotated[bool, Form()] = False,
) -> Response:  # fmt: skip
    """Make another holder the same as this one. other: the number, or a name that only one has.

    sure: whether to do so although something speaks against it; else that is asked.
    """
    same = meant(ledger, other)
    if same.number is None:
        raise InvalidReview(f"expected the number of a holder, or a name that only one has, but found {other[:60]!r}")
    doubts = [] if sure else ledger.doubts(number, same.number)
    if doubts:
        return _appearances(request, ledger, number, (other, _reason(why)), doubts)
    ledger.merge(number, same.number, _reason(why), by)
    return RedirectResponse(f"/holders/{number}/appearances", 303)


@router.post("/holders/suggested")
def answer_suggested(  # noqa: PLR0913, PLR0917 - the fields of the form
    ledger: TheLedger, by: Writer, one: FormId, other: FormId, verdict: Annotated[Literal["same", "apart"], Form()],
    why: Why,
) -> Response:  # fmt: skip
    """Keep that two holders are one, or that they aren't."""
    if verdict == "same":
        ledger.merge(one, other, _reason(why), by)
    else:
        ledger.keep_apart(one, other, _reason(why), by)
    return RedirectResponse("/holders/suggested", 303)


@router.post("/holders/{number}/split")
def split(
    ledger: TheLedger, number: Id, by: Writer, appearance: Annotated[list[HolderAppearance], Form()], why: Why
) -> Response:
    """Make a holder of its own of some appearances."""
    ledger.split(number, appearance, _reason(why), by)
    return RedirectResponse(f"/holders/{number}/appearances", 303)


def _reason(why: str) -> str:
    if not why.strip():
        raise InvalidReview("expected words for why, but found none")
    return why.strip()


# -- all that was said -------------------------------------------------------------------------------------------------


@router.get("/reviews")
def reviews(request: Request, ledger: TheLedger, part: ThisPart, article: On = None) -> Response:
    """What people said, the newest first."""
    entries = ledger.reviews(article, limit=part.size + 1, skip=part.skip)
    return page(
        request, "reviews.html", title="Reviews", entries=entries[: part.size], more=len(entries) > part.size,
        part=part, article=article, names=NAMES,
    )  # fmt: skip


@router.post("/reviews/undo")
def undo(
    ledger: TheLedger, by: Writer, number: Annotated[int, Form(ge=1, le=MOST)],
    kind: Annotated[Literal["review", "decision"], Form()], back: Back = "/reviews",
) -> Response:  # fmt: skip
    """Take a review or a decision on holders back."""
    (ledger.undo_review if kind == "review" else ledger.undo)(number, by)
    return RedirectResponse(local(back), 303)


@router.get("/reviews.jsonl")
def gold(ledger: TheLedger) -> Response:
    """The articles that people wholly reviewed, as they left them, in the form of a gold file."""

    def written() -> Iterator[str]:
        with ledger.snapshot() as snapshot:
            yield from lines(snapshot)

    head = {"Content-Disposition": 'attachment; filename="reviews.jsonl"'}
    return StreamingResponse(written(), media_type="application/jsonl; charset=utf-8", headers=head)


# -- as JSON -----------------------------------------------------------------------------------------------------------


@api.get("/statements/{number}/review", response_model=shape(UnderReview), summary="A statement as it may be reviewed")
def statement_json(ledger: TheLedger, number: Id) -> Response:
    """Its values in the form that a correction has, and what was said of it."""
    return answer(ledger.under_review(number))


@api.get("/holders/{number}/appearances", response_model=shape(Person), summary="Why a holder is one")
def appearances_json(ledger: TheLedger, number: Id) -> Response:
    """Every appearance of a holder in an article with why it is this one, and what was decided."""
    return answer(_person(ledger, number))


@api.get("/reviews", response_model=list[shape(Entry)], summary="What people said of what was read")  # type: ignore[misc]
def reviews_json(ledger: TheLedger, part: ThisPart, article: On = None) -> Response:
    """Thirty reviews and decisions on holders, the newest first, those undone among them."""
    return answer(ledger.reviews(article, limit=part.size, skip=part.skip))


@api.post("/reviews", status_code=201, response_model=Number, summary="Say something of what was read")
def say_json(ledger: TheLedger, by: Writer, given: Given) -> Response:
    """Keeps a review; its number. Needs a user’s token."""
    review = Review(
        given.verdict, given.statement, given.field, given.value, given.article, given.finding, given.why
    )  # fmt: skip
    return answer({"id": ledger.review(review, by)}, 201)


@api.delete("/reviews/{number}", response_model=Number, summary="Take a review back")
def undo_json(ledger: TheLedger, by: Writer, number: Id) -> Response:
    """It stays among the reviews, as undone. Needs a user’s token."""
    ledger.undo_review(number, by)
    return answer({"id": number})


@api.post("/holders/{number}/merge", status_code=201, response_model=Number, summary="Two holders are one")
def merge_json(ledger: TheLedger, by: Writer, number: Id, given: Annotated[Merging, Body()]) -> Response:
    """Keeps the decision; its number. Needs a user’s token."""
    return answer({"id": ledger.merge(number, given.other, _reason(given.why), by)}, 201)


@api.post("/holders/{number}/apart", status_code=201, response_model=Number, summary="Two holders aren’t one")
def apart_json(ledger: TheLedger, by: Writer, number: Id, given: Annotated[Merging, Body()]) -> Response:
    """Keeps the decision, so that it isn’t suggested again; its number. Needs a user’s token."""
    return answer({"id": ledger.keep_apart(number, given.other, _reason(given.why), by)}, 201)


@api.post("/holders/{number}/split", status_code=201, response_model=Number, summary="A holder is two")
def split_json(ledger: TheLedger, by: Writer, number: Id, given: Annotated[Splitting, Body()]) -> Response:
    """Keeps the decision; its number. Needs a user’s token."""
    return answer({"id": ledger.split(number, given.appearances, _reason(given.why), by)}, 201)


@api.delete("/decisions/{number}", response_model=Number, summary="Take a decision on holders back")
def undo_decision_json(ledger: TheLedger, by: Writer, number: Annotated[int, Path(ge=1, le=MOST)]) -> Response:
    """A merge is parted again, a split closed. Needs a user’s token."""
    ledger.undo(number, by)
    return answer({"id": number})
