"""Labels: the values of a statement in words, as all outputs for people show them.

All of them are safe to print: words of an article have passed through `printable`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from ..printable import printable
from .act import Act
from .addressees import Addressee
from .chains import HopRelation
from .documents import Document
from .doubts import AuthenticityKind
from .exchanges import Response
from .sourcing import Sourcing, SourcingKind
from .stance import Stance
from .standing import Firmness
from .times import Place

#: The words before a hop's name, by its relation.
RELATIONS: dict[HopRelation, str] = {
    "told": "told",
    "obtained": "obtained by",
    "recorded": "recorded by",
    "published": "published by",
    "cited": "cited by",
}
STANDINGS: dict[Firmness, str] = {
    "asserted": "asserted",
    "alleged": "alleged",
    "denied": "denied",
    "confirmed": "confirmed",
    "neither": "neither confirmed nor denied",
    "declined": "declined",
    "retracted": "retracted",
    "not said": "not said",
    "disputed": "disputed",
}
ACTS: dict[Act, str] = {
    "say": "said",
    "think": "thought",
    "feel": "felt",
    "want": "wanted",
    "rule": "ruled",
    "show": "shown",
}
AUTHENTICITY: dict[AuthenticityKind, str] = {
    "verified": "said to be genuine",
    "undisputed": "not disputed",
    "unverified": "not verified",
    "disputed": "disputed",
    "altered": "said to be altered",
    "fake": "said to be a fake",
}
SOURCING: dict[SourcingKind, str] = {"anonymity": "why unnamed", "knowledge": "how they know"}
#: What an answer does to the statement that it answers, and below the same from that statement's side.
ANSWERS: dict[Response, str] = {
    "denies": "denies",
    "confirms": "confirms",
    "doubts": "doubts",
    "declines": "declines to answer",
    "replies": "replies to",
}
ANSWERED: dict[Response, str] = {
    "denies": "denied in",
    "confirms": "confirmed in",
    "doubts": "doubted in",
    "declines": "left unanswered in",
    "replies": "replied to in",
}

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T.*)?", re.ASCII)
_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1\d)(?:-(?P<day>\d\d))?)?", re.ASCII)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_SEASON = re.compile(r"(\d{4})-(2[1-4])", re.ASCII)
_PREPOSITION = r"in|at|on|during|outside|inside|near|from|before|after|aboard"
_BEFORE_PLACE = re.compile(rf"\b(?:{_PREPOSITION})\s+(?:(?:the|a|an|his|her|its|their)\s+)?$", re.IGNORECASE)
_WITH_PREPOSITION = re.compile(rf"(?:{_PREPOSITION})\s", re.IGNORECASE)


def carried(statement: int | None) -> str:
    """“ (from 3)” for a value carried on from the statement with this id; else empty."""
    return "" if statement is None else f" (from {statement})"


def count(number: int, noun: str) -> str:
    """“1 statement”, “2 statements”."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def numbers(ids: Iterable[int]) -> str:
    """The ids of statements: “1, 3–5”."""
    runs: list[list[int]] = []
    for number in sorted(ids):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def statements(ids: Sequence[int]) -> str:
    """“statement 1”, “statements 1, 3–5”."""
    return f"{'statement' if len(ids) == 1 else 'statements'} {numbers(ids)}"


def to_whom(text: str, addressee: Addressee) -> str:
    """“to Ole Lund”, “to the committee”: as the article's `text` has it where that holds the whole name."""
    name, words = printable(addressee.name), printable(addressee.spans[0].of(text))
    return f"to {words if words.casefold().endswith(f' {name.casefold()}') else name}"


def when(edtf: str, dated: Callable[[str], str] = str) -> str:
    """“on 2024-05-07”, “in 2024”, “by 2017-01-20” for an open beginning, “since 2016” for an open end.

    dated: how a day, a month or a year is written; as it stands, or as `dated` has it.
    """
    time = printable(edtf)
    start, _, end = time.partition("/")
    if not end:
        season = _SEASON.fullmatch(time)
        if season:
            return f"in {_SEASONS[season[2]]} {season[1]}"
        return f"{'on' if _DAY.fullmatch(time) else 'in'} {dated(time)}"
    if start in ("", ".."):
        return f"by {dated(end)}"
    return f"since {dated(start)}" if end == ".." else f"between {dated(start)} and {dated(end)}"


def dated(day: str) -> str:
    """“18 October 2016”, “October 2016”, “2016”: an ISO date as one reads it; what is none stays as it is."""
    date = _DATE.fullmatch(day)
    month = int(date["month"] or 0) if date else 0
    if not date or month > 12:
        return printable(day)
    name = f"{_MONTHS[month - 1]} " if month else ""
    return f"{int(date['day'])} {name}{date['year']}" if date["day"] else f"{name}{date['year']}"


def where(text: str, place: Place) -> str:
    """“in Orle”, “at a hearing”: with what the article's `text` has before it, where that is a preposition."""
    name = printable(place.text)
    if _WITH_PREPOSITION.match(name):
        return name
    start = place.spans[0].start
    before = _BEFORE_PLACE.search(text[max(start - 20, 0) : start])
    if before:
        return f"{printable(before[0]).lower()} {name}"
    return f"{'in' if name[:1].isupper() else 'at'} {name}"


def document(given: Document) -> str:
    """“document: annual report”."""
    return f"document: {printable(given.text)}"


def sourced(given: Sourcing) -> str:
    """“how they know: briefed on the talks”."""
    return f"{SOURCING[given.kind]}: {printable(given.text)}"


def by_whom(name: str | None, *, own: bool) -> str:
    """“by the article itself”, “by Ole Lund”, “by somebody unnamed”: who says whether a record is genuine."""
    return "by the article itself" if own else f"by {printable(name)}" if name else "by somebody unnamed"


def way(name: str, relation: HopRelation) -> str:
    """“obtained by Radio Fjord”."""
    return f"{RELATIONS[relation]} {printable(name)}"


def origin(name: str | None, relation: HopRelation | None) -> str:
    """“obtained by Radio Fjord”; “no chain given” where the article names nobody between the holder and itself."""
    return "no chain given" if name is None or relation is None else way(name, relation)


def stance(held: Stance) -> str:
    """“for Ole Lund”, “against Ole Lund”."""
    return f"{side(held.polarity)} {printable(held.target)}"


def side(polarity: float) -> str:
    """“for” or “against”."""
    return "for" if polarity > 0 else "against"
