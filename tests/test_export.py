"""A reading as JSON."""

import json
from dataclasses import replace

import jsonschema
import pytest
from fabricated import ARTICLE, READING, TEXT, readings, whole
from hypothesis import given
from hypothesis import strategies as st

from reportedly.article import Article
from reportedly.export import schema, to_dict, to_json
from reportedly.reading import Reading

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
    del found["source"], found["cue"], found["content"]
    holder = {"id": 0, "name": "Ana Reyes", "kind": "person", "role": "Mayor"}
    assert found == {"id": 1, "type": "direct", "holder": holder, "parent": None, "confidence": 0.9}


def test_unknown_is_a_value() -> None:
    claimed = to_dict(READING)["statements"][4]
    assert (claimed["source"], claimed["holder"], claimed["parent"]) == ([], None, None)
    article = to_dict(Reading(Article("Rain."), (), ()))["article"]
    assert [article[name] for name in ("url", "outlet", "title", "published", "language")] == [None] * 5


@pytest.mark.parametrize(("confidence", "expected"), [(0.87654, 0.877), (1, 1.0), (0.0004, 0.0)])
def test_confidence_has_three_decimals_and_is_a_float(confidence: float, expected: float) -> None:
    reading = replace(READING, statements=(replace(READING.statements[0], confidence=confidence),))
    found = to_dict(reading)["statements"][0]["confidence"]
    assert (found, type(found)) == (expected, float)


def test_parents_and_holders_are_indices() -> None:
    value = to_dict(READING)
    assert [s["parent"] for s in value["statements"]] == [None, None, 1, 1, None, None, 5]
    assert [s["holder"] and s["holder"]["id"] for s in value["statements"]] == [0, 0, 0, 1, None, 2, 1]
    assert [(h["id"], h["name"], h["kind"], h["role"]) for h in value["holders"]] == [
        (0, "Ana Reyes", "person", "Mayor"),
        (1, "Lund", "person", None),
        (2, "pilots’ union", "group", None),
    ]
    assert [piece["text"] for piece in value["holders"][0]["mentions"]] == ["Mayor Ana Reyes", "I", "Reyes", "me"]


def test_the_schema_allows_nothing_else() -> None:
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
    for statement in value["statements"]:
        for piece in statement["source"] + statement["cue"] + statement["content"]:
            assert text[piece["start"] : piece["end"]] == piece["text"]
