"""Gold files: what is read from them, and the sentence for what can't be."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

import pytest
from marked import GOLD, REYES, TEXT, article, write

from reportedly.errors import GoldError
from reportedly.evaluation import ROLES, GoldArticle, GoldHolder, load_gold, load_passages, load_statements, spans_of


def row(**changes: Any) -> dict[str, Any]:
    attribution = {"source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 34]]}
    return {"id": "a", "text": TEXT, "attributions": [attribution], **changes}


def test_load_gold(tmp_path: Path) -> None:
    expected = [article(REYES)]
    plain = write(tmp_path / "gold.jsonl", row(publisher="passed over"))
    packed = tmp_path / "gold.jsonl.xz"
    packed.write_bytes(lzma.compress(b"\xef\xbb\xbf\r\n" + plain.read_bytes()))
    assert expected == load_gold(plain) == load_gold(str(packed))


DATES = [
    ({}, (None, None)),
    ({"published": "2024-05-02", "outlet": "The Courier"}, ("2024-05-02", "The Courier")),
    ({"date": "2016-10-04", "publisher": "huff-post"}, ("2016-10-04", None)),
    ({"published": None, "date": "2016-10-04", "outlet": None}, (None, None)),
]


@pytest.mark.parametrize(("facts", "expected"), DATES)
def test_when_and_by_whom_it_was_published(
    tmp_path: Path, facts: dict[str, Any], expected: tuple[object, object]
) -> None:
    (found,) = load_gold(write(tmp_path / "gold.jsonl", row(**facts)))
    assert expected == (found.published, found.outlet) == (found.article().published, found.article().outlet)
    assert found.article().text == TEXT


ATTRIBUTION = row()["attributions"][0]
UNREADABLE: list[tuple[bytes, str]] = [
    (b"{", "gold.jsonl, line 2: expected a JSON object, found something else at column 2"),
    (b"[1]", "line 2: expected a JSON object, found [1]"),
    (b"[" * 100_000, "line 2: expected a JSON object, found one beyond the parser's limits"),
    (b'{"id": "caf\xe9"}', "line 2: expected UTF-8, found the byte 0xe9 at byte 12"),
    (b"{}", "line 2: expected the key 'text', found none"),
    (json.dumps({"id": "b", "text": ""}).encode(), "line 2: expected the key 'attributions', found only 'id', 'text'"),
    (json.dumps(row(id=7)).encode(), "line 2: expected a string for 'id', found 7"),
    (json.dumps(row(text=None)).encode(), "line 2: expected a string for 'text', found null"),
    (json.dumps(row()).encode(), "line 2: expected an id that no line before has, found 'a'"),
    (json.dumps(row(published="4 May")).encode(), "a day as YYYY-MM-DD or null for 'published', found \"4 May\""),
    (json.dumps(row(date="2016-02-30")).encode(), "a day as YYYY-MM-DD or null for 'date', found \"2016-02-30\""),
    (json.dumps(row(outlet=3)).encode(), "line 2: expected a string for 'outlet', found 3"),
    (json.dumps(row(attributions={})).encode(), "line 2: expected a list for 'attributions', found {}"),
    (json.dumps(row(attributions=[3])).encode(), "line 2, attributions[0]: expected an object, found 3"),
    *(
        (
            json.dumps(row(attributions=[ATTRIBUTION, {**ATTRIBUTION, "cue": cue}])).encode(),
            f"line 2, attributions[1]: expected [start, end) with 0 <= start < end <= {len(TEXT)}, "
            f"the text's length, in 'cue', found {json.dumps(cue[0])}",
        )
        for cue in ([[80, 1000]], [[5, 5]], [[-1, 4]], [[1]], [["0", "4"]], [[True, 4]], [3], [None], [[0.0, 4]])
    ),
    (
        json.dumps(row(attributions=[{"cue": [], "content": []}])).encode(),
        "line 2, attributions[0]: expected the key 'source', found only 'cue', 'content'",
    ),
]


@pytest.mark.parametrize(("line", "message"), UNREADABLE, ids=range(len(UNREADABLE)))
def test_gold_that_cannot_be_read(tmp_path: Path, line: bytes, message: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(json.dumps(row()).encode() + b"\n" + line + b"\n")
    with pytest.raises(GoldError) as error:
        load_gold(path)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("missing.jsonl", None, "expected a gold file at"),
        ("empty.jsonl", b"\n\n", "expected an article a line, found none"),
        ("plain.jsonl.xz", b"{}", "expected xz data"),
        ("cut.jsonl.xz", lzma.compress(b"{}" * 500)[:-9], "expected xz data"),
    ],
)
def test_file_that_cannot_be_opened(tmp_path: Path, name: str, data: bytes | None, message: str) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(GoldError, match=message):
        load_gold(path)


def test_folder_is_no_gold_file(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="found none to read"):
        load_gold(tmp_path)


def test_load_statements(tmp_path: Path) -> None:
    listed = [
        {"id": "a", "attribution": 0, "holder": ["Ana Reyes", "Reyes"], "kind": "person"},
        {"id": "a", "attribution": 1, "holder": "?", "kind": "person"},
        {"id": "a", "attribution": 2, "holder": None, "kind": None},
    ]
    (found,) = load_statements(write(tmp_path / "dev.jsonl", *listed), [article(*GOLD), GoldArticle("b", "", ())])
    assert [GoldHolder(("Ana Reyes", "Reyes"), "person"), None, GoldHolder((), None)] == [
        a.holder for a in found.attributions
    ]
    assert [a.listed for a in found.attributions] == [True] * 3


def test_only_listed_statements_say_more_than_their_spans(tmp_path: Path) -> None:
    line = {"id": "a", "attribution": 0, "holder": None, "kind": None}
    (found,) = load_statements(write(tmp_path / "dev.jsonl", line), [article(*GOLD)])
    assert [a.listed for a in found.attributions] == [True, False, False]
    assert GOLD[1:] == found.attributions[1:]


# A value in the file → the field it fills, and with what.
VALUES: list[tuple[dict[str, Any], str, object]] = [
    ({}, "addressee", None),
    ({"addressee": "?"}, "addressee", None),
    ({"addressee": None}, "addressee", ()),
    ({"addressee": "reporters"}, "addressee", ("reporters",)),
    ({"when": "2016-10"}, "time", ("2016-10",)),
    ({"when": None}, "time", ()),
    ({"when": "?"}, "time", None),
    ({"place": "Port"}, "place", ("Port",)),
    ({"via": "?"}, "chain", None),
    ({"via": []}, "chain", ()),
    ({"via": ["NTB", "The Courier"]}, "chain", ("NTB", "The Courier")),
    ({"standing": "denied"}, "standing", "denied"),
    ({"standing": "?"}, "standing", None),
    ({"act": "think"}, "act", "think"),
    ({"document": "annual report"}, "document", ("annual report",)),
    ({"document": None}, "document", ()),
    ({"sourcing": ["briefed on the talks"]}, "sourcing", ("briefed on the talks",)),
    ({"act": "?"}, "act", None),
    ({"answers": 2}, "answers", (2,)),
    ({"answers": None}, "answers", ()),
    ({"targets": [["Lund", -1]]}, "stances", (("Lund", -1),)),
    ({"targets": []}, "stances", ()),
    ({"targets_disputed": [["Lund", -1]]}, "disputed", ("Lund",)),
    ({}, "disputed", ()),
]


@pytest.mark.parametrize(("changes", "field", "expected"), VALUES)
def test_values_of_a_statement(tmp_path: Path, changes: dict[str, Any], field: str, expected: object) -> None:
    line = {"id": "a", "attribution": 0, "holder": None, "kind": None, **changes}
    (listed,) = load_statements(write(tmp_path / "dev.jsonl", line), [article(*GOLD)])
    assert expected == getattr(listed.attributions[0], field)
    words = {role: [s.of(TEXT) for s in spans_of(REYES, role)] for role in ROLES}
    passage = {"id": "p", "text": TEXT, "statements": [{**words, **NOBODY, **changes}] * 3}
    (whole,) = load_passages(write(tmp_path / "passages.jsonl", passage))
    assert expected == getattr(whole.attributions[0], field)
    assert (whole.whole, listed.whole) == (True, False)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"attribution": 3}, "line 1: expected an attribution of the gold articles, found number 3 of 'a'"),
        ({"id": "z"}, "found number 0 of 'z'"),
        ({"kind": "robot"}, "expected one of person, organization, group, unnamed for 'kind'"),
        ({"holder": "Reyes"}, "expected a list for 'holder', found \"Reyes\""),
        ({"holder": [1]}, "expected names in 'holder', found [1]"),
        ({"addressee": ["Lund"]}, "line 1: expected a string for 'addressee', found [\"Lund\"]"),
        ({"when": 2016}, "line 1: expected a string for 'when', found 2016"),
        ({"via": None}, "line 1: expected a list for 'via', found null"),
        ({"via": ["NTB", None]}, "line 1: expected names in 'via', found [\"NTB\", null]"),
        (
            {"standing": "doubtful"},
            "line 1: expected one of asserted, alleged, denied, confirmed, neither, declined, retracted, "
            "not said, disputed for 'standing', found \"doubtful\"",
        ),
        ({"standing": None}, "expected a string for 'standing', found null"),
        ({"answers": 3}, "line 1: expected an index below 3, the number of statements, for 'answers', found 3"),
        ({"targets": [["Lund", 0]]}, "line 1: expected [name, 1 or -1] in 'targets', found [\"Lund\", 0]"),
        ({"targets": [["Lund", True]]}, "line 1: expected [name, 1 or -1] in 'targets', found [\"Lund\", true]"),
        ({"targets": ["Lund"]}, "line 1: expected [name, 1 or -1] in 'targets', found \"Lund\""),
    ],
)
def test_statements_that_cannot_be_read(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    line = {"id": "a", "attribution": 0, "holder": None, "kind": None, **changes}
    with pytest.raises(GoldError) as error:
        load_statements(write(tmp_path / "dev.jsonl", line), [article(*GOLD)])
    assert message in str(error.value)


def test_a_statement_is_listed_once(tmp_path: Path) -> None:
    line = {"id": "a", "attribution": 1, "holder": None, "kind": None}
    with pytest.raises(
        GoldError, match="line 2: expected an attribution that no line before has, found number 1 of 'a'"
    ):
        load_statements(write(tmp_path / "dev.jsonl", line, line), [article(*GOLD)])


def test_a_list_without_statements(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"dev\.jsonl: expected a statement a line, found none"):
        load_statements(write(tmp_path / "dev.jsonl"), [article(*GOLD)])


NOBODY: dict[str, Any] = {"holder": None, "kind": None, "parent": None}

# A passage, the source, cue and content of its statement → where source and cue start.
PLACES = [
    ("She said it rained. It poured, he said. He said it would stop.", ("He", "said", "it would stop"), (40, 43)),
    ("He said it rained. It poured, he said.", ("he", "said", "It poured,"), (30, 33)),
    ("The mayor spoke. “The then he,” he said.", ("he", "said", "“The then he,”"), (32, 35)),
    ("Lund said a.\n“b,” Lund said.", ("Lund", "said", "“b,”"), (18, 23)),
]


@pytest.mark.parametrize(("text", "words", "expected"), PLACES)
def test_passages_take_the_nearest_cue_and_source(
    tmp_path: Path, text: str, words: tuple[str, str, str], expected: tuple[int, int]
) -> None:
    pieces: dict[str, Any] = {role: [w] for role, w in zip(ROLES, words, strict=True)}
    statement: dict[str, Any] = {**pieces, **NOBODY, "kind": "group"}
    path = write(tmp_path / "p.jsonl", {"id": "p", "text": text, "statements": [statement]})
    (found,) = load_passages(path)[0].attributions
    assert expected == (found.source[0].start, found.cue[0].start)
    assert words == tuple(spans_of(found, role)[0].of(text) for role in ROLES)
    assert GoldHolder((), "group", by_kind=True) == found.holder


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"content": ["no such words"]}, 'expected content that occurs once in the text, found "no such words"'),
        ({"content": ["s"]}, 'expected content that occurs once in the text, found "s"'),
        ({"cue": ["sai"]}, "statements[0]: expected words of the text in 'cue', found \"sai\""),
        ({"source": [None]}, "expected words of the text in 'source', found null"),
        ({"parent": 1}, "expected an index below 1, the number of statements, for 'parent', found 1"),
    ],
)
def test_passages_that_cannot_be_read(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    statement = {"source": [], "cue": ["said"], "content": ["the port"], **NOBODY, **changes}
    path = write(tmp_path / "p.jsonl", {"id": "p", "text": TEXT, "statements": [statement]})
    with pytest.raises(GoldError) as error:
        load_passages(path)
    assert message in str(error.value)
