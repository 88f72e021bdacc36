"""A reading as JSON."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import jsonschema
import pytest
from fabricated import ARTICLE, READING, RICH, RICH_TEXT, TEXT, at, readings, whole
from hypothesis import given
from hypothesis import strategies as st

from reportedly.articles.article import Article
from reportedly.export import schema, to_dict, to_json
from reportedly.ledger.asked.json import DERIVED, plain
from reportedly.ledger.tables.record import Source
from reportedly.reading import ReadBy, Reading

ANY_TEXT = st.text(st.characters(), max_size=60)


def check(value: object) -> None:
    jsonschema.Draft202012Validator(schema()).validate(value)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_the_article() -> None:
    expected = {
        "id": ARTICLE.id,
        "url": "https://courier.example/tape?a=1&b=2",
        "outlet": "The Courier",
        "title": "Mayor’s tape “divides” harbour",
        "authors": ["Jo Marsh", "Li Wen"],
        "published": "2024-05-18",
        "language": "en",
        "length": len(TEXT),
    }
    assert expected == to_dict(READING)["article"]


def test_a_statement() -> None:
    found = to_dict(READING)["statements"][1]
    start = TEXT.index("“I told")
    assert found["content"][0] == {"start": start, "end": start + 24, "text": "“I told Lund, ‘Try me,’”"}
    assert [piece["text"] for piece in found["content"]][1:] == ["“He goes, ‘You wouldn’t.’ But he believed me.”"]
    assert [piece["text"] for piece in found["source"]] == ["Reyes"]
    assert [piece["text"] for piece in found["cue"]] == ["said"]
    assert 0 < found["holder"].pop("confidence") <= 1
    assert found["holder"] == {"id": 0, "name": "Ana Reyes", "kind": "person", "role": "Mayor"}
    plain = ("id", "type", "parent", "confidence")
    assert {name: found[name] for name in plain} == {"id": 2, "type": "direct", "parent": None, "confidence": 0.9}
    unknown = ("addressee", "time", "place", "chain", "answers", "stances")
    assert [found[name] for name in unknown] == [None, None, None, [], [], []]
    assert found["standing"] == {"value": "asserted", "spans": found["cue"]}


def piece(marked: str) -> dict[str, object]:
    span = at(RICH_TEXT, marked)
    return {"start": span.start, "end": span.end, "text": span.of(RICH_TEXT)}


@pytest.mark.parametrize(
    ("statement", "name", "expected"),
    [
        (3, "addressee", {"name": "harbour committee", "spans": [piece("[the harbour committee]")]}),
        (3, "time", {"edtf": "2024-05-07", "spans": [piece("[on 7 May]")]}),
        (3, "place", {"text": "Orle", "spans": [piece("committee in [Orle]")]}),
        (3, "standing", {"value": "neither", "spans": [piece("[neither confirm nor deny]")]}),
        (3, "answers", [{"statement": 1, "relation": "declines"}]),
        (4, "answers", [{"statement": 1, "relation": "denies"}]),
        (
            8,
            "chain",
            [
                {"name": "NTB", "relation": "told", "spans": [piece("[told NTB]")]},
                {"name": "The Courier", "relation": "cited", "spans": [piece("[which The Courier cited]")]},
            ],
        ),
        (
            6,
            "stances",
            [{"target": "Ole Lund", "polarity": -0.9, "spans": [piece("that [he] “"), piece("[betrayed]")]}],
        ),
    ],
)
def test_what_is_known_of_a_statement(statement: int, name: str, expected: object) -> None:
    assert expected == to_dict(RICH)["statements"][statement][name]


def test_origins_tell_which_statements_rest_on_which() -> None:
    assert to_dict(RICH)["origins"] == [
        {"name": "deckhand", "relation": "recorded", "statements": [1, 2], "unnamed": []},
        {"name": None, "relation": None, "statements": [3, 4, 5, 6, 7, 8], "unnamed": []},
        {"name": "NTB", "relation": "told", "statements": [9], "unnamed": [9]},
    ]


def test_positions_stand_in_the_order_of_time_and_mark_a_turn() -> None:
    positions = to_dict(RICH)["positions"]
    mayor = {"id": 0, "name": "Ana Reyes", "kind": "person", "role": "Mayor"}
    assert positions[1] == {
        "holder": mayor,
        "target": "Ole Lund",
        "polarity": -0.9,
        "statement": 7,
        "time": "2024-05-08",
        "turn": True,
    }
    assert [(p["statement"], p["time"], p["turn"]) for p in positions] == [
        (6, "2022", False),
        (7, "2024-05-08", True),
        (8, "2024-05-10", False),
    ]


def test_unknown_is_a_value() -> None:
    claimed = to_dict(READING)["statements"][4]
    assert (claimed["source"], claimed["holder"], claimed["parent"]) == ([], None, None)
    article = to_dict(Reading(Article("Rain."), (), ()))["article"]
    assert [article[name] for name in ("url", "outlet", "title", "published", "language")] == [None] * 5


def test_what_read_it() -> None:
    by = ReadBy("0.1.0", "abcd1234")
    assert to_dict(replace(READING, read_by=by))["read_by"] == {"program": "0.1.0", "weights": "abcd1234"}
    jsonschema.validate(to_dict(replace(READING, read_by=by)), schema())
    assert to_dict(READING)["read_by"] is None


@pytest.mark.parametrize(("confidence", "expected"), [(0.87654, 0.877), (1, 1.0), (0.0004, 0.0)])
def test_confidence_has_three_decimals_and_is_a_float(confidence: float, expected: float) -> None:
    reading = replace(READING, statements=(replace(READING.statements[0], confidence=confidence),))
    found = to_dict(reading)["statements"][0]["confidence"]
    assert (found, type(found)) == (expected, float)


def test_parents_are_ids_and_holders_indices() -> None:
    value = to_dict(READING)
    assert [s["parent"] for s in value["statements"]] == [None, None, 2, 2, None, None, 6]
    assert [s["holder"] and s["holder"]["id"] for s in value["statements"]] == [0, 0, 0, 1, None, 2, 1]
    assert [(h["id"], h["name"], h["kind"], h["role"]) for h in value["holders"]] == [
        (0, "Ana Reyes", "person", "Mayor"),
        (1, "Lund", "person", None),
        (2, "pilots’ union", "group", None),
    ]
    assert [piece["text"] for piece in value["holders"][0]["mentions"]] == ["Mayor Ana Reyes", "I", "Reyes", "me"]


def test_the_schema_allows_nothing_else() -> None:
    check(to_dict(RICH))
    value = to_dict(READING)
    check(value)
    value["statements"][0]["mood"] = "sour"
    with pytest.raises(jsonschema.ValidationError):
        check(value)


def test_a_lone_surrogate_stands_as_one_replacement_character() -> None:
    reading = whole("a\ud83d\ude00b", title="\udcff")
    written = to_json(reading)
    value = json.loads(written.encode("utf-8"))
    assert value["statements"][0]["content"] == [{"start": 0, "end": 4, "text": "a\ufffd\ufffdb"}]
    assert (value["article"]["title"], value["article"]["length"]) == ("\ufffd", 4)
    assert value["article"]["id"] == reading.article.id


@pytest.mark.parametrize("mark", ["\n", "\r", "\v", "\f", "\x1b", "\x1c", "\x7f", "\x85", "\x9b", "\u2028", "\u2029"])
def test_no_line_break_and_no_control_character_is_written(mark: str) -> None:
    written = to_json(whole(f"a {mark} b"))
    assert mark not in written
    assert len(written.splitlines()) == 1
    assert json.loads(written)["statements"][0]["content"][0]["text"] == f"a {mark} b"


def test_letters_stay_letters() -> None:
    assert "Åse sa: “nei” 🙂" in to_json(whole("Åse sa: “nei” 🙂"))


def test_no_number_that_json_lacks() -> None:
    broken = replace(READING, statements=(replace(READING.statements[0], confidence=float("nan")),))
    with pytest.raises(ValueError, match="JSON"):
        to_json(broken)


@given(readings(ANY_TEXT))
def test_any_reading_is_valid(reading: Reading) -> None:
    written = to_json(reading)
    value = json.loads(written.encode("utf-8"))
    check(value)
    assert value == to_dict(reading)
    text = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in reading.article.text)
    found = list(pieces(value))
    assert len(found) >= 3 * len(value["statements"])
    assert all(text[piece["start"] : piece["end"]] == piece["text"] for piece in found)


def pieces(value: Any) -> Iterator[dict[str, Any]]:
    """Every piece in a JSON value, however deep."""
    if isinstance(value, dict) and "start" in value:
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from pieces(part)


@dataclass(frozen=True)
class Sum:
    one: int
    other: int

    @property
    def both(self) -> int:
        return self.one + self.other


def test_what_a_class_derives_is_written_only_if_it_is_named() -> None:
    assert plain(Sum(1, 2)) == {"one": 1, "other": 2}
    assert list(plain(Source(3, "courier", published="2024-05-07"))) == [
        "id", "site", "outlet", "url", "title", "published", "copy_of", "name",
    ]  # fmt: skip
    assert all(isinstance(vars(kind)[name], property) for kind, names in DERIVED.items() for name in names)
