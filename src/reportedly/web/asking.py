"""Parameters that views and the API share: the ledger, the page of a list, a day, an id, a holder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Path, Query, Request
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from ..given import MOST, is_day, number
from ..ledger import Ledger
from ..ledger.asked.profiles import Person
from ..ledger.people import called

#: Entries on one page of a list; the most holders offered where a name is ambiguous.
PAGE, CHOICES = 30, 12


# What asks the ledger nothing is a coroutine: FastAPI would run a plain function in a thread.


async def _ledger(request: Request) -> Ledger:
    ledger: Ledger = request.app.state.ledger
    return ledger


#: The open ledger; each of its methods uses a connection of its own.
TheLedger = Annotated[Ledger, Depends(_ledger)]


def _has_records(request: Request, ledger: TheLedger) -> None:
    request.state.has_records = ledger.has_records()


#: A dependency for routers: whether the header leads to records.
RECORDS = Depends(_has_records)
#: The number of an article, a holder, a thread, a statement.
Id = Annotated[int, Path(ge=1, le=MOST, description="Its number in the ledger.")]


def _day(given: object) -> object:
    if isinstance(given, str) and given and not is_day(given):
        raise PydanticCustomError("day", "a day is written as YYYY-MM-DD")
    return given or None


#: A day from a form; an empty field counts as None.
Day = Annotated[date | None, BeforeValidator(_day)]


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a list. page: counted from 1. size: entries on a page."""

    page: int = 1
    size: int = PAGE

    @property
    def skip(self) -> int:
        """The number of entries before it."""
        return (self.page - 1) * self.size


async def _part(page: Annotated[int, Query(ge=1, le=100_000, description="Which page, from 1.")] = 1) -> Part:
    return Part(page)


ThisPart = Annotated[Part, Depends(_part)]


@dataclass(frozen=True, slots=True)
class Meant:
    """What a holder's name or number in a request means.

    given: the words of the request. number: the holder's number, if it is clear. choices: the holders it could mean.
    """

    given: str
    number: int | None = None
    choices: tuple[Person, ...] = ()


def meant(ledger: Ledger, given: str) -> Meant:
    """The holder that a number or a name means."""
    if not given.strip():
        return Meant("")
    if (meant_by_number := number(given)) is not None:
        return Meant(given, meant_by_number)
    one = called.meant(ledger.called(given))
    return Meant(given, one.id) if one else Meant(given, None, tuple(ledger.holders(given, CHOICES)))
