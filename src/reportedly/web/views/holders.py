"""Holders: the list, one holder's statements and stances over time, and two holders compared."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from ...given import MOST
from ...ledger.asked.holder import Comparison, Profile
from ...ledger.asked.profiles import Person
from ...ledger.people.suggestions import Suggestion
from ...ledger.tables.record import StatementRecord
from ..api import answer, shape
from ..api import router as json_router
from ..asking import PAGE, Id, TheLedger, ThisPart, meant
from ..guard import allow_style
from ..pages import each_outlet, page
from ..turns import InTurn

router = APIRouter(include_in_schema=False, route_class=InTurn)
api = json_router()

#: The digest of the `<style>` that Observable Plot 0.6.17 puts into a chart of the class "plot".
PLOT_STYLE: Final = "sha256-+TfQir1nvDucAdvE6XUQBt4ayUjpAWkbw2kCdSfekHM="
#: How many roles and targets are shown at once, and how many stances of each of two holders.
FIRST_ROLES, FIRST_TARGETS, FIRST_STANCES = 4, 12, 8

Name = Annotated[str, Query(max_length=300, description="A part of the name, or the number.")]
About = Annotated[str, Query(max_length=300, description="Only toward this target: a part of its name, or its number.")]
#: Whether what somebody else says that they said is given too.
Nested = Annotated[bool, Query(description="Also what stands in somebody else’s words.")]
Whom = Annotated[str, Query(max_length=300, description="A holder: the number, or a name that only one has.")]


@router.get("/holders")
def holders(request: Request, ledger: TheLedger, part: ThisPart, name: Name = "") -> Response:
    """Those who say most, or those of a name."""
    found = ledger.holders(name or None, part.size + 1, part.skip)
    return page(
        request, "holders.html", title="Holders", holders=found[: part.size], more=len(found) > part.size, part=part,
        name=name,
    )  # fmt: skip


@router.get("/holders/suggested")
def suggested(request: Request, ledger: TheLedger) -> Response:
    """Those who may be one, with what speaks for it, to be said so or otherwise."""
    return page(request, "suggested.html", title="May be one", suggested=ledger.suggestions(PAGE))


@router.get("/holders/{number}")
def holder(  # noqa: PLR0913, PLR0917 - what a page may be asked for
    request: Request, ledger: TheLedger, number: Id, part: ThisPart, about: About = "", nested: Nested = False
) -> Response:
    """All that one said, by date, and for or against whom."""
    profile = ledger.holder(number, part.size, part.skip, about or None, nested=nested)
    allow_style(request, PLOT_STYLE)
    return page(
        request, "holder.html", title=profile.name, profile=profile, part=part, first_roles=FIRST_ROLES, about=about,
        most_targets=FIRST_TARGETS,
        about_name=next((target.name for target in profile.targets if str(target.id) == about), about),
        nested=nested, days=list(_by_day(profile)), stands=list(reversed(profile.stands)),
        more=part.skip + len(profile.statements) < profile.total,
    )  # fmt: skip


@router.get("/compare")
def compare(request: Request, ledger: TheLedger, one: Whom = "", other: Whom = "", about: About = "") -> Response:
    """Two holders on the targets that they share; where a name could mean several, these to choose from."""
    both = meant(ledger, one), meant(ledger, other)
    comparison = None
    if all(side.number is not None for side in both):
        comparison = ledger.compare(both[0].number or 0, both[1].number or 0, about or None)
    title = f"{comparison.one.name} and {comparison.other.name}" if comparison else "Compare"
    return page(
        request, "compare.html", title=title, sides=both, comparison=comparison, about=about,
        first=FIRST_STANCES,
    )  # fmt: skip


@api.get("/holders", response_model=list[shape(Person)], summary="Those who say most, or those of a name")  # type: ignore[misc]
def holders_json(ledger: TheLedger, part: ThisPart, name: Name = "") -> Response:
    """Thirty holders with how much they say; those of a name with every appearance and why it is one."""
    return answer(ledger.holders(name or None, part.size, part.skip))


@api.get("/holders/suggested", response_model=list[shape(Suggestion)], summary="Those who may be one")  # type: ignore[misc]
def suggested_json(ledger: TheLedger) -> Response:
    """Thirty pairs of holders, those for which most speaks first; the one of the fuller name would stay."""
    return answer(ledger.suggestions(PAGE))


@api.get("/holders/{number}", response_model=shape(Profile), summary="All that one said")
def holder_json(ledger: TheLedger, number: Id, part: ThisPart, about: About = "", nested: Nested = False) -> Response:
    """Utterances by date, stances over time, roles, offices, findings."""
    return answer(ledger.holder(number, part.size, part.skip, about or None, nested=nested))


@api.get("/compare", response_model=shape(Comparison), summary="Two holders on the targets that they share")
def compare_json(
    ledger: TheLedger,
    one: Annotated[int, Query(ge=1, le=MOST)],
    other: Annotated[int, Query(ge=1, le=MOST)],
    about: About = "",
) -> Response:
    """Their stances toward each, by date."""
    return answer(ledger.compare(one, other, about or None))


def _by_day(profile: Profile) -> Iterator[tuple[str | None, list[tuple[StatementRecord, list[StatementRecord]]]]]:
    """Consecutive utterances grouped by the day by which they were made, each with one of every other outlet."""
    rows = zip(profile.statements, profile.repeats, strict=True)
    for day, some in groupby(rows, key=_day):
        yield day, [(one, each_outlet(others)) for one, others in some]


def _day(row: tuple[StatementRecord, tuple[StatementRecord, ...]]) -> str | None:
    return min((one.day for one in (row[0], *row[1]) if one.day), default=None)
