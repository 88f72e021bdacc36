"""The table of values: what is written of each is read again, held against the text and the published schema."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from itertools import product
from typing import Any

import pytest
from fabricated import RICH, RICH_TEXT, readings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.errors import InvalidReview
from reportedly.export import schema
from reportedly.reading import Reading, Statement
from reportedly.values.checks import Scope
from reportedly.values.fields import FIELDS, PAIRS, Field, ValuePart, evidence

NAMED = {field.name: field for field in FIELDS}
SCOPE = Scope("Ana Reyes told the council on Monday that it floats.", {7: None, 8: 7}, 8, [[10, 14]])
WORDS = [[0, 3]]


def test_a_field_is_an_attribute_of_a_statement_and_its_parts_those_of_its_class() -> None:
    assert set(NAMED) <= {member.name for member in fields(Statement)}
    for field in FIELDS:
        members = [field.name] if field.plain else [member.name for member in fields(field.kind)]
        assert {part.name for part in field.parts} == {*members}


def test_columns_and_keys_of_gold_are_of_one_field_alone() -> None:
    for names in ([f.gold for f in FIELDS], [f.figure for f in FIELDS], [f.role for f in FIELDS]):
        assert len({*names}) == len(FIELDS)
    columns = [(field.table, column) for field in FIELDS for column in field.columns]
    assert len({*columns}) == len(columns)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_what_is_written_is_read_again(field: Field) -> None:
    values = [getattr(statement, field.name) for statement in RICH.statements]
    scope = Scope(RICH_TEXT, dict.fromkeys(range(len(values))))
    assert any(field.of(statement) for statement in RICH.statements)
    for statement, value in zip(RICH.statements, values, strict=True):
        given = field.written(statement, PAIRS)
        assert field.read(given) == value
        assert field.checked(given, scope) == given
        rows = [field.row(one) for one in (given if field.many else [given])]
        assert [field.from_row(row) for row in rows if row[field.first.column] is not None] == (
            given if field.many else [given] if given else []
        )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(readings(st.text(max_size=40)))
def test_any_value_is_read_again(reading: Reading) -> None:
    for field, statement in product(FIELDS, reading.statements):
        assert field.read(field.written(statement, PAIRS)) == getattr(statement, field.name)


def test_a_statement_is_written_with_the_number_that_it_has_elsewhere() -> None:
    form = replace(PAIRS, statement=lambda index: index + 100)
    (given,) = NAMED["answers"].written(RICH.statements[4], form)
    assert given == {"statement": 100, "relation": "denies"}
    assert NAMED["answers"].read([given], lambda number: number - 100) == RICH.statements[4].answers


#: field, value, and what it is brought to
CHECKED = [
    ("addressee", None, None),
    ("addressee", {"spans": [[18, 25], [0, 3]], "name": " council "}, {"name": "council", "spans": [[0, 3], [18, 25]]}),
    ("standing", None, {"value": "asserted", "spans": [[10, 14]]}),
    ("standing", {"value": "denied"}, {"value": "denied", "spans": [[10, 14]]}),
    ("stances", [{"target": "X", "polarity": 1, "spans": WORDS}], [{"target": "X", "polarity": 1.0, "spans": WORDS}]),
    ("document", {"text": " letter", "spans": WORDS}, {"text": "letter", "spans": WORDS}),
    (
        "sourcing",
        [{"text": "a", "kind": "knowledge", "spans": WORDS}],
        [{"text": "a", "kind": "knowledge", "spans": WORDS}],
    ),
    ("act", None, "say"),
    ("act", "think", "think"),
    ("answers", [{"statement": 7, "relation": "denies"}], [{"statement": 7, "relation": "denies"}]),
    ("chain", [], []),
]


@pytest.mark.parametrize(("name", "value", "expected"), CHECKED)
def test_a_value_is_checked(name: str, value: object, expected: object) -> None:
    assert NAMED[name].checked(value, SCOPE) == expected


WITHIN = "[start, end) within the text's 52 characters for"
EDTF = "an EDTF time, such as 2016-10-18, 2016-10 or ../2017-01-20"
STANDINGS = "asserted, alleged, denied, confirmed, neither, declined, retracted, not said or disputed"
#: field, value, the sentence
WRONG = [
    ("addressee", 3, "an object for an addressee, but found 3"),
    ("addressee", {"name": "X"}, 'an addressee with name, spans, but found {"name": "X"}'),
    ("addressee", {"name": "X", "spans": [[0, 99]]}, f"{WITHIN} an addressee, but found [0, 99]"),
    ("addressee", {"name": "X", "spans": [[3, 4]]}, f"{WITHIN} an addressee, but found [3, 4]"),
    ("place", {"text": "X", "spans": []}, "the words of the text that a place rests on, but found none"),
    ("place", {"text": "\ud800", "spans": WORDS}, 'words for a place, but found "\\ud800"'),
    ("time", {"edtf": "Monday", "spans": WORDS}, f'{EDTF}, but found "Monday"'),
    ("time", {"edtf": "Monday", "spans": [[4, 2]]}, f"{WITHIN} a time, but found [4, 2]"),
    ("standing", {"value": "sure"}, f'{STANDINGS} for a standing, but found "sure"'),
    ("standing", {}, "a standing with value and if known spans, but found {}"),
    ("act", "sing", 'say, think, feel, want, rule or show for an act, but found "sing"'),
    ("act", {"value": "say"}, 'say, think, feel, want, rule or show for an act, but found {"value": "say"}'),
    ("chain", {}, "a list of hops, but found {}"),
    (
        "chain",
        [{"name": "", "relation": "sang", "spans": []}],
        'told, obtained, recorded, published or cited for how a hop passed it on, but found "sang"',
    ),
    (
        "chain",
        [{"name": "", "relation": "told", "spans": []}],
        "the words of the text that a hop rests on, but found none",
    ),
    (
        "answers",
        [{"statement": 8, "relation": "denies"}],
        "the number of another statement of the article for an answer, but found 8",
    ),
    ("stances", [{"target": "", "polarity": 0, "spans": []}], "a polarity from -1 to 1 that isn't 0, but found 0"),
    ("stances", [{"target": "", "polarity": 1, "spans": []}], 'words for a target, but found ""'),
]


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_what_is_wrong_with_a_value_is_told(name: str, value: object, sentence: str) -> None:
    with pytest.raises(InvalidReview) as told:
        NAMED[name].checked(value, SCOPE)
    assert str(told.value) == f"expected {sentence}"


def test_words_are_told_of_all_but_what_goes_without_saying() -> None:
    found = [(field.role, number, RICH.words(spans)) for field, number, _, spans in evidence(RICH.statements[8])]
    assert found == [
        ("sourcing", 1, "asked not to be named"),
        ("chain", 1, "told NTB"),
        ("chain", 2, "which The Courier cited"),
    ]


# -- the published schema ----------------------------------------------------------------------------------------------

SCHEMA: dict[str, Any] = schema()["$defs"]
PARTS: dict[str, Callable[[ValuePart], dict[str, Any]]] = {
    "words": lambda _: {"type": "string"},
    "choice": lambda part: {"enum": list(part.choices)},
    "statement": lambda _: SCHEMA["statementId"],
    "polarity": lambda _: SCHEMA["polarity"],
    "spans": lambda _: SCHEMA["evidence"],
}


def resolved(shape: dict[str, Any]) -> dict[str, Any]:
    """A shape, or that which it refers to."""
    return SCHEMA[shape["$ref"].rpartition("/")[2]] if "$ref" in shape else shape


def of_one(field: Field) -> dict[str, Any]:
    """The shape of one value: a list's items, or what may be null."""
    shape: dict[str, Any] = SCHEMA["statement"]["properties"][field.name]
    if field.many:
        assert shape["type"] == "array"
        return resolved(shape["items"])
    if field.usual:
        return resolved(shape)
    assert shape["anyOf"][1:] == [{"type": "null"}]
    return resolved(shape["anyOf"][0])


def test_the_schema_has_every_field_in_order() -> None:
    assert SCHEMA["statement"]["required"][-len(FIELDS) - 1 :] == [*NAMED, "provenance"]
    assert list(SCHEMA["statement"]["properties"])[-len(FIELDS) - 1 :] == [*NAMED, "provenance"]
    assert SCHEMA["provenance"]["properties"]["field"]["enum"] == list(NAMED)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_the_schema_has_the_parts_of_a_field(field: Field) -> None:
    shape = of_one(field)
    if field.plain:
        assert {name: rule for name, rule in shape.items() if name != "description"} == PARTS["choice"](field.first)
        return
    assert shape["required"] == [part.name for part in field.named]
    assert not shape["additionalProperties"]
    assert {part.name: PARTS[part.sort](part) for part in field.parts} == {
        name: resolved(found) for name, found in shape["properties"].items()
    }
