"""Fields: the values of a statement other than its spans and its holder, each described once.

JSON, the ledger, exports, corrections, forms, marks and scores follow from these descriptions. A new value needs a
stage that reads it, a class that holds it, and an entry here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

from ..span import Span, pairs_of, spans_of
from . import checks, labels
from .addressees import Addressee
from .chains import Hop
from .checks import Scope
from .documents import Document
from .edtf import days, is_time
from .exchanges import Answer
from .sourcing import Sourcing
from .stance import Stance
from .standing import Standing
from .times import Place, Time

#: The type of a part of a value. statement: the index of another statement of the article. polarity: -1 to 1.
Sort = Literal["words", "choice", "statement", "polarity", "spans"]
#: When the scorer takes two values for the same: if they are equal; if they are equal but for case, articles and
#: quotation marks; if they are names that are equal but for titles and places besides.
Sameness = Literal["exact", "wording", "name"]


@dataclass(frozen=True)
class Form:
    """How the parts of values are written as JSON: a function for each type of part that can be written differently."""

    spans: Callable[[Sequence[Span]], Any]
    words: Callable[[str], str] = str
    polarity: Callable[[float], float] = float
    statement: Callable[[int], int] = int

    @cached_property
    def by_sort(self) -> Mapping[Sort, Callable[[Any], Any]]:
        """The function for each type of part."""
        return {
            "words": self.words, "choice": str, "statement": self.statement, "polarity": self.polarity,
            "spans": self.spans,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ValuePart:
    """A part of a value.

    name: its attribute in the class and its key in JSON. column: its column in the tables. what: its name in error
    messages, by default that of the value. choices: the possible values with their labels. holder: the column with the
    id of the holder of this name.
    """

    name: str
    sort: Sort
    column: str
    what: str = ""
    choices: Mapping[Any, str] = dataclasses.field(default_factory=dict)
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Derived:
    """A column that is computed from a value's first part. kind: its type. of: computes it."""

    column: str
    kind: Literal["date"]
    of: Callable[[str], str | None]


@dataclass(frozen=True)
class Field:
    """The description of a value of statements, or of a list of values.

    name: its attribute of Statement, its key in JSON, and the field of a review.
    kind: the class of one value; str for a plain value, a word by itself, which has one part and no words in the
    article. parts: its parts in the order in which they are checked; JSON has the order of the class.
    one, many: the names of one value and of several in error messages; many is empty if a statement has at most one.
    table: the ledger's table for its values; empty if they are in the statement's own row. derived: further columns.
    usual: the default choice; every statement then has a value, which rests on the cue unless other words are given.
    role: the role of its words in the article. label: a value in words, given the article's text; other
    statements are told by their ids (`Reading.label`). between: the
    separator of labels.
    title: its label in a form. heading: its column in a notebook's table; empty if it has none. hint, example: what to
    type into the form.
    gold, figure: its key in gold files, and the name of its figure. same: when a value counts as right.
    check: checks the parts together. Raises InvalidReview.
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
        """The values of a statement as a tuple, whether it has one at most or a list."""
        return self.values(getattr(statement, self.name))

    def values(self, value: Any) -> tuple[Any, ...]:
        """The same of the attribute of a statement."""
        if self.many:
            return tuple(value)
        return () if value is None else (value,)

    def told(self, statement: object) -> tuple[Any, ...]:
        """The values of a statement, without the usual one."""
        return tuple(value for value in self.of(statement) if not self.usual or self.main(value) != self.usual)

    @property
    def plain(self) -> bool:
        """Whether a value is a word by itself."""
        return self.kind is str

    def main(self, value: object) -> Any:
        """The first part of a value: its name, its time or its choice."""
        return value if self.plain else getattr(value, self.first.name)

    def mark(self, number: int) -> str:
        """The name by which the words of a value are marked (“time”, “chain-2”). number: the value's, from 1."""
        return f"{self.role}-{number}" if self.many else self.role

    @cached_property
    def first(self) -> ValuePart:
        """The first part in the order of the class."""
        return self.named[0]

    @cached_property
    def named(self) -> tuple[ValuePart, ...]:
        """The parts in the order of the class."""
        if self.plain:
            return self.parts
        parts = {part.name: part for part in self.parts}
        return tuple(parts[member.name] for member in dataclasses.fields(self.kind))

    @property
    def second(self) -> ValuePart | None:
        """The first further part that isn't spans; None if there is none."""
        return next((part for part in self.named[1:] if part.sort != "spans"), None)

    @property
    def spans(self) -> ValuePart | None:
        """The part that holds the spans; None if there is none."""
        return next((part for part in self.parts if part.sort == "spans"), None)

    # -- JSON --------------------------------------------------------------------------------------------------------

    def written(self, statement: object, form: Form) -> Any:
        """The values of a statement as JSON: an object, null, or a list of objects."""
        value = getattr(statement, self.name)
        if self.many:
            return [self._written(one, form) for one in value]
        return None if value is None else self._written(value, form)

    def _written(self, value: object, form: Form) -> Any:
        write = form.by_sort
        if self.plain:
            return write[self.first.sort](value)
        return {part.name: write[part.sort](getattr(value, part.name)) for part in self.named}

    def read(self, given: Any, statement: Callable[[int], int] = int) -> Any:
        """The attribute of a Statement from JSON in which spans are `[start, end]`.

        statement: gives the index of a statement from its value in the JSON.
        """
        if self.many:
            return tuple(self._read(one, statement) for one in given)
        return None if given is None else self._read(given, statement)

    def _read(self, given: Any, statement: Callable[[int], int]) -> Any:
        if self.plain:
            return given
        read: Mapping[Sort, Callable[[Any], Any]] = {"statement": statement, "spans": spans_of}
        return self.kind(**{part.name: read.get(part.sort, _same)(given[part.name]) for part in self.parts})

    @property
    def empty(self) -> Any:
        """The JSON of a statement without this value."""
        return [] if self.many else None

    def checked(self, given: Any, scope: Scope) -> Any:
        """The JSON `given`, in which spans are `[start, end]`, checked against the text. Raises InvalidReview."""
        if self.many:
            return [self._checked(one, scope) for one in checks.items(given, self.many)]
        if given is None and self.usual:
            given = self.usual if self.plain else {self.first.name: self.usual}
        return None if given is None else self._checked(given, scope)

    def _checked(self, given: Any, scope: Scope) -> Any:
        if self.plain:
            return _checked(self.first, given, self.one, scope)
        more: dict[str, Any] = {"spans": []} if self.usual else {}
        needed = [part.name for part in self.named if part.name not in more]
        members = checks.members(given, self.one, needed, more)
        if self.usual:
            members["spans"] = members["spans"] or scope.cue
        found = {part.name: _checked(part, members[part.name], part.what or self.one, scope) for part in self.parts}
        self.check(found)
        return {part.name: found[part.name] for part in self.named}

    # -- tables ------------------------------------------------------------------------------------------------------

    def row(self, given: Any) -> dict[str, Any]:
        """The columns of one value in its table, from its JSON with spans as `[start, end]`; all None for no value.

        The columns for ids of holders are left None.
        """
        found: dict[str, Any] = dict.fromkeys(self.columns)
        if given is not None:
            parts = {self.first.name: given} if self.plain else given
            found |= {part.column: parts[part.name] for part in self.parts}
            main = found[self.first.column]
            found |= {one.column: one.of(main) for one in self.derived if main}
        return found

    def from_row(self, row: Mapping[Any, Any]) -> Any:
        """The JSON of one value from the columns of its table."""
        if self.plain:
            return row[self.first.column]
        return {part.name: row[part.column] for part in self.parts}

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """All columns of a value in its table."""
        return (
            *(part.column for part in self.parts),
            *(part.holder for part in self.parts if part.holder),
            *(one.column for one in self.derived),
        )

    @property
    def cells(self) -> tuple[str, ...]:
        """The columns of a value without its spans and further parts: its first part and what is derived from it."""
        return (self.first.column, *(one.column for one in self.derived))


#: The form of corrections: spans are `[start, end]`.
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

DOCUMENT: Final = Field(
    "document", Document, (ValuePart("text", "words", "document"), ValuePart("spans", "spans", "document_spans")),
    one="a document", role="document", label=lambda _, document: labels.document(document), title="Document",
    heading="Document", hint="What speaks, such as a letter", gold="document", figure="document", same="wording",
)  # fmt: skip
SOURCING: Final = Field(
    "sourcing", Sourcing, (
        ValuePart("text", "words", "text", "words of sourcing"),
        ValuePart("kind", "choice", "kind", "what words of sourcing tell", labels.SOURCING),
        ValuePart("spans", "spans", "spans"),
    ),
    one="words of sourcing", many="sourcing", table="sourcing", role="sourcing",
    label=lambda _, sourcing: labels.sourced(sourcing), title="Why unnamed, how they know", heading="Sourcing",
    hint="words | what they tell", gold="sourcing", figure="sourcing", same="wording",
)  # fmt: skip
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
ACT: Final = Field(
    "act", str, (ValuePart("act", "choice", "act", choices=labels.ACTS),),
    one="an act", usual="say", role="act", label=lambda _, act: labels.ACTS[act], title="What kind of act",
    hint="What kind of act", gold="act", figure="act",
)  # fmt: skip
ANSWERS: Final = Field(
    "answers", Answer, (
        ValuePart("relation", "choice", "relation", "how it answers", labels.ANSWERS),
        ValuePart("statement", "statement", "answered_id"),
    ),
    one="an answer", many="answers", table="answers", role="answer",
    label=lambda _, answer: f"{labels.ANSWERS[answer.relation]} {answer.statement}",
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

#: All fields, in the order of JSON.
FIELDS: Final = (DOCUMENT, SOURCING, ADDRESSEE, TIME, PLACE, CHAIN, STANDING, ACT, ANSWERS, STANCES)
#: The fields in a statement's own row, and those with a table of their own.
ON_ROW: Final = tuple(field for field in FIELDS if not field.table)
BESIDE: Final = tuple(field for field in FIELDS if field.table)


def written(statement: object, form: Form) -> dict[str, Any]:
    """All values of a statement as JSON, by the names of their fields."""
    return {field.name: field.written(statement, form) for field in FIELDS}


def evidence(statement: object, *, usual: bool = False) -> Iterator[tuple[Field, int, Any, tuple[Span, ...]]]:
    """For each value of a statement its field, its number from 1, the value and the spans that it rests on.

    usual: whether usual values are included. Answers have no spans of their own and are left out.
    """
    for field in (*ON_ROW, *BESIDE):
        if field.spans:
            for number, value in enumerate(field.of(statement) if usual else field.told(statement), 1):
                yield field, number, value, getattr(value, field.spans.name)
