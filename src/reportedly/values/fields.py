"""Fields: the values of a statement beside its own words and whose it is, each described once.

What is written of a value, kept, exported, corrected, typed, marked and measured follows from its description, so that
a value is added by a stage that gives it, a class that holds it, and an entry here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from ..span import Span, pairs_of, spans_of
from . import checks, labels
from .addressees import Addressee
from .answers import Answer
from .chains import Hop
from .checks import Scope
from .edtf import days, is_time
from .stance import Stance
from .standing import Standing
from .times import Place, Time

#: What a part of a value is. statement: another one of the article, by its index. polarity: -1 to 1.
Sort = Literal["words", "choice", "statement", "polarity", "spans"]
#: When two values are the same to the scorer: as they are; as wordings (case, articles and quotation marks aside); as
#: names of somebody (titles and places beside them aside, too).
Sameness = Literal["exact", "wording", "name"]


@dataclass(frozen=True, slots=True)
class Form:
    """How the parts of values are written, where that is to be chosen."""

    spans: Callable[[Sequence[Span]], Any]
    words: Callable[[str], str] = str
    polarity: Callable[[float], float] = float
    statement: Callable[[int], int] = int


@dataclass(frozen=True, slots=True)
class ValuePart:
    """A part of a value.

    name: of the attribute in its class, and of the key in JSON. column: of the tables. what: what a sentence about it
    calls it; by default as the value. choices: what it may be, with its label. holder: the column with the number of
    the holder who is called so.
    """

    name: str
    sort: Sort
    column: str
    what: str = ""
    choices: Mapping[Any, str] = dataclasses.field(default_factory=dict)
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Derived:
    """A column that follows from another. kind: of what it holds."""

    column: str
    kind: Literal["date"]
    of: Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a statement, or a list of them.

    name: of the attribute of a Statement, of the key in JSON, of the subject of a review.
    kind: the class of one value. parts: its parts, in the order in which they are checked; JSON has them in that of the
    class.
    one, many: what sentences call one, and several; many is empty where a statement has one at most.
    table: where the ledger keeps them; empty where that is the statement's own row. derived: further columns there.
    usual: the choice that goes without saying; a statement always has a value then, which rests on the cue where
    nothing else is said.
    role: what words of the article are for it. label: a value for people, given the article's text. between: what
    stands between two labels.
    title, heading: what a form calls it, and the table in a notebook, which leaves it out if that is empty. hint,
    example: what to type into the form.
    gold, figure: its key in gold files, and what the figure is called. same: when the figure counts it as right.
    check: what the parts together have to be. Raises InvalidReview.
    """

    name: str
    kind: type[Any]
    parts: tuple[ValuePart, ...]
    one: str
    label: Callable[[str, Any], str]
    title: str
    hint: str
    many: str = ""
    table: str = ""
    derived: tuple[Derived, ...] = ()
    usual: str = ""
    role: str = ""
    between: str = " · "
    heading: str = ""
    example: str = ""
    gold: str = ""
    figure: str = ""
    same: Sameness = "exact"
    check: Callable[[Mapping[str, Any]], None] = lambda _: None

    # -- of a statement ----------------------------------------------------------------------------------------------

    def of(self, statement: object) -> tuple[Any, ...]:
        """The values of a statement, in its order."""
        value = getattr(statement, self.name)
        if self.many:
            return tuple(value)
        return () if value is None else (value,)

    def told(self, statement: object) -> tuple[Any, ...]:
        """The values of a statement but for what goes without saying."""
        return tuple(value for value in self.of(statement) if not self.usual or self.main(value) != self.usual)

    def main(self, value: object) -> Any:
        """What a value is before all: its name, its time, its choice."""
        return getattr(value, self.first.name)

    def mark(self, number: int) -> str:
        """What one of a statement's values, by its number from 1, is called where its words are marked."""
        return f"{self.role}-{number}" if self.many else self.role

    @property
    def first(self) -> ValuePart:
        """The part that a value is before all: the first of its class."""
        return self.named[0]

    @property
    def named(self) -> tuple[ValuePart, ...]:
        """The parts in the order of the class."""
        parts = {part.name: part for part in self.parts}
        return tuple(parts[member.name] for member in dataclasses.fields(self.kind))

    @property
    def second(self) -> ValuePart | None:
        """The part beside the first that isn't words of the article; None if there is none."""
        return next((part for part in self.named[1:] if part.sort != "spans"), None)

    @property
    def spans(self) -> ValuePart | None:
        """The part that is words of the article."""
        return next((part for part in self.parts if part.sort == "spans"), None)

    # -- JSON --------------------------------------------------------------------------------------------------------

    def written(self, statement: object, form: Form) -> Any:
        """The values of a statement as JSON: an object, null, or a list of objects."""
        found = [self._written(value, form) for value in self.of(statement)]
        return found if self.many else next(iter(found), None)

    def _written(self, value: object, form: Form) -> dict[str, Any]:
        write: Mapping[Sort, Callable[[Any], Any]] = {
            "words": form.words, "choice": str, "statement": form.statement, "polarity": form.polarity,
            "spans": form.spans,
        }  # fmt: skip
        return {part.name: write[part.sort](getattr(value, part.name)) for part in self.named}

    def read(self, given: Any, statement: Callable[[int], int] = int) -> Any:
        """Values from JSON in which spans are `[start, end]`: what an attribute of a Statement holds.

        statement: the index of a statement, from what is written for it.
        """
        if self.many:
            return tuple(self._read(one, statement) for one in given)
        return None if given is None else self._read(given, statement)

    def _read(self, given: Mapping[str, Any], statement: Callable[[int], int]) -> Any:
        read: Mapping[Sort, Callable[[Any], Any]] = {"statement": statement, "spans": spans_of}
        return self.kind(**{part.name: read.get(part.sort, _same)(given[part.name]) for part in self.parts})

    @property
    def empty(self) -> Any:
        """The JSON where there is no value."""
        return [] if self.many else None

    def checked(self, given: Any, scope: Scope) -> Any:
        """JSON in which spans are `[start, end]`, held against the text. Raises InvalidReview."""
        if self.many:
            return [self._checked(one, scope) for one in checks.items(given, self.many)]
        if given is None and self.usual:
            given = {self.first.name: self.usual}
        return None if given is None else self._checked(given, scope)

    def _checked(self, given: Any, scope: Scope) -> dict[str, Any]:
        more: dict[str, Any] = {"spans": []} if self.usual else {}
        needed = [part.name for part in self.named if part.name not in more]
        members = checks.members(given, self.one, needed, more)
        if self.usual:
            members["spans"] = members["spans"] or scope.cue
        found = {part.name: _checked(part, members[part.name], part.what or self.one, scope) for part in self.parts}
        self.check(found)
        return {part.name: found[part.name] for part in self.named}

    # -- tables ------------------------------------------------------------------------------------------------------

    def row(self, given: Mapping[str, Any] | None) -> dict[str, Any]:
        """One value in JSON with spans as `[start, end]`, or none, by the columns of its table. The columns of numbers
        of holders are empty.
        """
        found: dict[str, Any] = {part.column: given[part.name] if given else None for part in self.parts}
        found |= {part.holder: None for part in self.parts if part.holder}
        main = found[self.first.column]
        return found | {one.column: one.of(main) if main else None for one in self.derived}

    def from_row(self, row: Mapping[Any, Any]) -> dict[str, Any]:
        """One value in JSON from the columns of its table."""
        return {part.name: row[part.column] for part in self.parts}

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of a value in its table."""
        return tuple(self.row(None))

    @property
    def cells(self) -> tuple[str, ...]:
        """The columns that tell a value without its words: what it is, and what follows from that."""
        return (self.first.column, *(one.column for one in self.derived))


#: As a person gives values, too: spans are `[start, end]`.
PAIRS: Final = Form(pairs_of)


def _same(value: Any) -> Any:
    return value


def _checked(part: ValuePart, given: Any, what: str, scope: Scope) -> Any:
    match part.sort:
        case "words":
            return checks.words(given, what)
        case "choice":
            return checks.one_of(given, tuple(part.choices), what)
        case "statement":
            return checks.statement(given, what, scope)
        case "polarity":
            return checks.polarity(given)
        case "spans":
            return checks.spans(given, what, scope)


def _edtf(time: Mapping[str, Any]) -> None:
    if not is_time(time["edtf"]):
        raise checks.wrong("an EDTF time, such as 2016-10-18, 2016-10 or ../2017-01-20", time["edtf"])


# -- the values --------------------------------------------------------------------------------------------------------

ADDRESSEE: Final = Field(
    "addressee", Addressee, (
        ValuePart("name", "words", "addressee", holder="addressee_holder_id"),
        ValuePart("spans", "spans", "addressee_spans"),
    ),
    one="an addressee", role="addressee", label=labels.to_whom, title="To whom", heading="To whom", hint="Who",
    gold="addressee", figure="addressee", same="name",
)  # fmt: skip
TIME: Final = Field(
    "time", Time, (ValuePart("edtf", "words", "time"), ValuePart("spans", "spans", "time_spans")),
    one="a time", role="time", label=lambda _, time: labels.when(time.edtf), title="When", heading="When",
    hint="Day, month, year or a range (EDTF)", example="2024-05-06", check=_edtf, gold="when", figure="time",
    derived=(Derived("first", "date", lambda edtf: days(edtf)[0]), Derived("last", "date", lambda edtf: days(edtf)[1])),
)  # fmt: skip
PLACE: Final = Field(
    "place", Place, (ValuePart("text", "words", "place"), ValuePart("spans", "spans", "place_spans")),
    one="a place", role="place", label=labels.where, title="Where", hint="Where", gold="place", figure="place",
    same="wording",
)  # fmt: skip
CHAIN: Final = Field(
    "chain", Hop, (
        ValuePart("relation", "choice", "relation", "how a hop passed it on", labels.RELATIONS),
        ValuePart("spans", "spans", "spans"), ValuePart("name", "words", "name"),
    ),
    one="a hop", many="hops", table="hops", role="chain", label=lambda _, hop: labels.way(hop.name, hop.relation),
    title="How it came here", hint="name | how | words", gold="via", figure="via", same="name",
)  # fmt: skip
STANDING: Final = Field(
    "standing", Standing, (
        ValuePart("value", "choice", "standing", choices=labels.STANDINGS),
        ValuePart("spans", "spans", "standing_spans"),
    ),
    one="a standing", usual="asserted", role="standing", label=lambda _, standing: labels.STANDINGS[standing.value],
    title="How firmly", heading="Standing", hint="How firmly", gold="standing", figure="standing",
)  # fmt: skip
ANSWERS: Final = Field(
    "answers", Answer, (
        ValuePart("relation", "choice", "relation", "how it answers", labels.ANSWERS),
        ValuePart("statement", "statement", "answered_id"),
    ),
    one="an answer", many="answers", table="answers", role="answer",
    label=lambda _, answer: f"{labels.ANSWERS[answer.relation]} {answer.statement + 1}",
    title="What it answers", hint="number of a statement | how", gold="answers", figure="answers",
)  # fmt: skip
STANCES: Final = Field(
    "stances", Stance, (
        ValuePart("polarity", "polarity", "polarity"),
        ValuePart("target", "words", "target", "a target", holder="target_holder_id"),
        ValuePart("spans", "spans", "spans"),
    ),
    one="a stance", many="stances", table="stances", role="stance", between=", ",
    label=lambda _, stance: labels.stance(stance), title="For and against whom",
    hint="whom or what | for or against | words", gold="targets", figure="stance", same="name",
)  # fmt: skip

#: All of them, in the order in which JSON has them.
FIELDS: Final = (ADDRESSEE, TIME, PLACE, CHAIN, STANDING, ANSWERS, STANCES)
#: Those on a statement's own row, and those with a table of their own.
ON_ROW: Final = tuple(field for field in FIELDS if not field.table)
BESIDE: Final = tuple(field for field in FIELDS if field.table)


def written(statement: object, form: Form) -> dict[str, Any]:
    """All values of a statement as JSON, by the names of the fields."""
    return {field.name: field.written(statement, form) for field in FIELDS}


def evidence(statement: object, *, usual: bool = False) -> Iterator[tuple[Field, int, Any, tuple[Span, ...]]]:
    """For each value of a statement its field, its number from 1, itself and the words that it rests on.

    usual: also for what goes without saying. An answer rests on no words of its own.
    """
    for field in (*ON_ROW, *BESIDE):
        if field.spans:
            for number, value in enumerate(field.of(statement) if usual else field.told(statement), 1):
                yield field, number, value, getattr(value, field.spans.name)
