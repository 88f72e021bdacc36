"""Search: statements by their words, with filters and counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from markupsafe import Markup

from ...ledger.asked.search import Found, Share, search_words
from ...ledger.asked.search import Query as Asked
from ...printable import printable
from ...shown import escaping
from ...values.labels import ACTS, STANDINGS
from ..api import answer, shape
from ..api import router as json_router
from ..asking import Day, TheLedger, ThisPart
from ..pages import each_outlet, page, turned
from ..turns import InTurn

router = APIRouter(include_in_schema=False, route_class=InTurn)
api = json_router()

#: The greatest length of a field in characters.
LONGEST = 300
WordsQuery = Annotated[
    str,
    Query(max_length=LONGEST, description="Words, and “phrases” in quotation marks; shut* begins; none with -boat."),
]
HolderQuery = Annotated[str, Query(max_length=LONGEST, description="Part of a name, or the number of a holder.")]


@dataclass(frozen=True, slots=True)
class SearchForm:
    """The fields of the search form as filled in; an empty one doesn't filter."""

    words: str
    holder: str
    outlet: str
    since: date | None
    until: date | None
    standing: str
    act: str
    document: str
    sourcing: str
    nested: bool

    @property
    def asked(self) -> Asked:
        """The form as a query to the ledger."""
        return Asked(
            self.words, self.holder or None, self.outlet or None, self.since.isoformat() if self.since else None,
            self.until.isoformat() if self.until else None, self.standing or None,
            self.act or None, self.document or None, self.sourcing or None, self.nested,
        )  # fmt: skip


def _form(  # noqa: PLR0913, PLR0917 - the fields of a form
    words: WordsQuery = "",
    holder: HolderQuery = "",
    outlet: Annotated[str, Query(max_length=LONGEST, description="Its name or host.")] = "",
    since: Annotated[Day, Query(description="Said on this day or later.")] = None,
    until: Annotated[Day, Query(description="Said on this day or earlier.")] = None,
    standing: Annotated[str, Query(max_length=40, description="How firmly it is presented: denied, alleged …")] = "",
    act: Annotated[str, Query(max_length=40, description="What kind of act it is: say, think …")] = "",
    document: Annotated[str, Query(max_length=LONGEST, description="What speaks for the holder: a letter …")] = "",
    sourcing: Annotated[
        str, Query(max_length=LONGEST, description="Why the holder is unnamed, how it knows; or anonymity, knowledge.")
    ] = "",
    nested: Annotated[bool, Query(description="Of a holder also what stands in somebody else’s words.")] = False,
) -> SearchForm:
    return SearchForm(
        words.strip(),
        holder.strip(),
        outlet.strip(),
        since,
        until,
        standing,
        act,
        document.strip(),
        sourcing.strip(),
        nested,
    )


TheForm = Annotated[SearchForm, Depends(_form)]


@router.get("/search")
def search(request: Request, ledger: TheLedger, form: TheForm, part: ThisPart) -> Response:
    """What was found, with counts, each of which narrows the search."""
    found = ledger.search(form.asked, part.size, part.skip, counts=True)
    assert found.counts is not None
    rows = [(one, each_outlet(others)) for one, others in zip(found.statements, found.repeats, strict=True)]
    name = next((share.name for share in found.counts.holders if share.value == form.holder), None)
    return page(
        request, "search.html", title=f"Search: {form.words}" if form.words else "Search", form=form, found=found,
        rows=rows,
        part=part, facets=_facets(request, found), holder_name=name, marked=_Marker(form.words), standings=STANDINGS,
        acts=ACTS,
    )  # fmt: skip


@api.get("/search", response_model=shape(Found), summary="Statements by their words")
def search_json(ledger: TheLedger, form: TheForm, part: ThisPart) -> Response:
    """Thirty of those found, repetitions in one row, and how many there are: by holder, outlet, year and standing.

    Up to 1,000 are counted.
    """
    return answer(ledger.search(form.asked, part.size, part.skip, counts=True))


# -- what narrows ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to narrow the search to, or, if it is chosen, to widen it from again. href: leads there."""

    name: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """Values of one sort."""

    name: str
    choices: tuple[Choice, ...]


#: Values of a sort that are shown.
MOST: Final = 8


def _facets(request: Request, found: Found) -> list[Facet]:
    counts = found.counts
    assert counts is not None
    facets = [
        Facet("Holders", _choices(request, "holder", counts.holders)),
        Facet("Outlets", _choices(request, "outlet", counts.outlets)),
        Facet("Years", tuple(_year(request, share) for share in counts.years[:MOST])),
        Facet("Standing", _choices(request, "standing", counts.standings)),
    ]
    return [facet for facet in facets if facet.choices]


def _choices(request: Request, field: str, shares: Sequence[Share]) -> tuple[Choice, ...]:
    asked = request.query_params.get(field)
    names = dict[str, str](STANDINGS.items()) if field == "standing" else {}
    found = []
    for share in shares[:MOST]:
        chosen = share.value == asked
        href = turned(request, page=None, **{field: None if chosen else share.value})
        found.append(Choice(names.get(share.value, share.name or share.value), share.count, href, chosen))
    return tuple(found)


def _year(request: Request, share: Share) -> Choice:
    days = {"since": f"{share.value}-01-01", "until": f"{share.value}-12-31"}
    chosen = all(request.query_params.get(field) == day for field, day in days.items())
    to = dict.fromkeys(days) if chosen else days
    return Choice(share.value, share.count, turned(request, page=None, **to), chosen)


class _Marker:
    """Marks the words asked for where they stand, by how they begin: the ledger finds them by their stems."""

    def __init__(self, words: str) -> None:
        begins = [re.escape(word[: max(3, len(word) - 2)]) for word in search_words(words)]
        self._pattern = re.compile(rf"\b(?:{'|'.join(begins)})\w*", re.IGNORECASE) if begins else None

    def __call__(self, text: str) -> Markup:
        """Words of an article, with those that were asked for as `mark`."""
        if self._pattern is None:
            return Markup(escaping.isolate(text))
        text, at = printable(text), 0
        parts: list[str] = []
        for match in self._pattern.finditer(text):
            parts += [escaping.show(text[at : match.start()]), f"<mark>{escaping.show(match[0])}</mark>"]
            at = match.end()
        return Markup(f"<bdi>{''.join(parts)}{escaping.show(text[at:])}</bdi>")
