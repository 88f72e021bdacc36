"""Asking: what views and the API take from a request: the ledger, which page of a list, a day, an id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Path, Query, Request
from pydantic import BeforeValidator

from ..ledger import Ledger
from ..ledger.asked.profiles import Person

#: Entries on one page of a list; holders to choose from where a name could mean several.
PAGE, CHOICES = 30, 12


def _ledger(request: Request) -> Ledger:
    ledger: Ledger = request.app.state.ledger
    return ledger


#: The ledger, open; each of its methods takes a connection of its own for as long as it asks.
TheLedger = Annotated[Ledger, Depends(_ledger)]
#: The number of an article, a holder, a thread, a statement.
Id = Annotated[int, Path(ge=1, le=2**53, description="Its number in the ledger.")]
#: A day of a form, in which an empty field is no day.
Day = Annotated[date | None, BeforeValidator(lambda given: given or None)]


@dataclass(frozen=True, slots=True)
class Part:
    """Which page of a list, counted from 1."""

    page: int = 1
    size: int = PAGE

    @property
    def skip(self) -> int:
        """How many entries are before it."""
        return (self.page - 1) * self.size


def _part(page: Annotated[int, Query(ge=1, le=100_000, description="Which page, from 1.")] = 1) -> Part:
    return Part(page)


ThisPart = Annotated[Part, Depends(_part)]


@dataclass(frozen=True, slots=True)
class Meant:
    """A holder as somebody asks for one. given: in which words. number: which it is, if that is clear. choices: whom
    they could mean.
    """

    given: str
    number: int | None = None
    choices: tuple[Person, ...] = ()


def meant(ledger: Ledger, given: str) -> Meant:
    """Whom a number or a name means: the only one who has it, or who has it whole."""
    if not given.strip():
        return Meant("")
    if given.isdecimal():
        return Meant(given, int(given[:15]))
    found = ledger.holders(given, CHOICES)
    whole = [person for person in found if person.name.casefold() == given.strip().casefold()]
    sure = whole if len(whole) == 1 else found
    return Meant(given, sure[0].id if len(sure) == 1 else None, tuple(found))
