"""The scorer: gold files, the figures, holders, and what is printed."""

from __future__ import annotations

import importlib
import json
import lzma
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reportedly.article import Article
from reportedly.errors import GoldError
from reportedly.evaluation import (
    ROLES,
    GoldArticle,
    GoldHolder,
    GoldStatement,
    Match,
    Score,
    holder_is_right,
    load_gold,
    load_passages,
    load_statements,
    matches,
    normal,
    predictions,
    score,
    score_holders,
    spans_of,
    table,
)
from reportedly.holders import Holder, HolderKind
from reportedly.reading import Reading, Statement
from reportedly.span import Span

TEXT = "Ana Reyes said the port would shut. “Never,” Lund replied.\nIt was claimed that ships left."


def spans(text: str, *words: str) -> tuple[Span, ...]:
    """Where each of the words stands for the first time."""
    return tuple(Span(text.index(w), text.index(w) + len(w)) for w in words)


def gold(source: str, cue: str, content: str, text: str = TEXT, **more: Any) -> GoldStatement:
    return GoldStatement(spans(text, *([source] if source else [])), spans(text, cue), spans(text, content), **more)


def article(*attributions: GoldStatement, text: str = TEXT) -> GoldArticle:
    return GoldArticle("a", text, attributions)


def holder(name: str, kind: HolderKind = "person") -> Holder:
    return Holder(name, kind, None, (Span(0, 3),))


def ours(of: GoldStatement, holder: Holder | None = None, parent: int | None = None) -> Statement:
    return Statement(of.source, of.cue, of.content, "indirect", parent, 0.9, holder)


REYES = gold("Ana Reyes", "said", "the port would shut")
LUND = gold("Lund", "replied", "“Never,”")
CLAIM = gold("", "claimed", "ships left")
GOLD = (REYES, LUND, CLAIM)

# What is predicted against GOLD → hits, predicted, gold of some rows.
SCORES: list[tuple[str, list[GoldStatement], dict[str, tuple[int, int, int]]]] = [
    ("all right", [*GOLD], {"attribution": (3, 3, 3), "content": (3, 3, 3), "span cue": (3, 3, 3)}),
    ("nothing found", [], {"attribution": (0, 0, 3), "word content": (0, 0, 7)}),
    ("wrong source", [gold("Lund", "said", "the port would shut")], {"attribution": (0, 1, 3), "content": (1, 1, 3)}),
    ("a word of the source", [gold("Reyes", "said", "the port would shut")], {
        "attribution": (1, 1, 3), "span source": (0, 1, 2), "word source": (1, 1, 3)}),
    ("source where there is none", [gold("Lund", "claimed", "ships left")], {
        "attribution": (0, 1, 3), "content": (1, 1, 3)}),
    ("no source where there is one", [gold("", "replied", "“Never,”")], {"attribution": (0, 1, 3)}),
    ("half of the content", [gold("Ana Reyes", "said", "the port")], {"attribution": (1, 1, 3)}),
    ("less than half", [gold("Ana Reyes", "said", "port")], {"attribution": (0, 1, 3), "word content": (1, 1, 7)}),
    ("marks count in spans only", [gold("Lund", "replied", "Never")], {
        "attribution": (1, 1, 3), "span content": (0, 1, 3), "word content": (1, 1, 7)}),
    ("one gold matches once", [REYES, REYES], {"attribution": (1, 2, 3), "span content": (1, 1, 3)}),
    ("content without a word", [gold("Lund", "replied", "“")], {"attribution": (0, 0, 3), "span content": (0, 1, 3)}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("predicted", "expected"), [row[1:] for row in SCORES], ids=[row[0].replace(" ", "-") for row in SCORES]
)
def test_score(predicted: list[GoldStatement], expected: dict[str, tuple[int, int, int]]) -> None:
    found = score([article(*GOLD)], {"a": predicted})
    assert {name: Score(*counts) for name, counts in expected.items()} == {name: found[name] for name in expected}


def test_rows_of_the_table() -> None:
    assert list(score([], {})) == [
        "attribution", "content", "span source", "span cue", "span content", "word source", "word cue", "word content",
    ]  # fmt: skip


def test_article_without_a_prediction_counts_as_empty() -> None:
    assert Score(0, 0, 3) == score([article(*GOLD)], {})["attribution"]


def test_nested_predictions_are_left_out_also_those_in_the_first() -> None:
    predicted = [ours(REYES), ours(LUND, parent=0)]
    assert Score(1, 1, 3) == score([article(*GOLD)], {"a": predicted})["attribution"]


def test_spans_split_at_line_breaks_and_lose_outer_space() -> None:
    text = "Lund said one\n  two."
    whole = GoldStatement(spans(text, "Lund"), spans(text, "said"), (Span(9, len(text)),))
    parts = GoldStatement(spans(text, "Lund"), spans(text, "said "), spans(text, "one", "two."))
    found = score([article(whole, text=text)], {"a": [parts]})
    assert (Score(2, 2, 2), Score(1, 1, 1)) == (found["span content"], found["span cue"])


def test_closest_pair_is_matched_first() -> None:
    text = "Lund said a b c d."
    both = article(gold("Lund", "said", "a b c d", text), gold("Lund", "said", "a b", text), text=text)
    assert [Match(0, 1, True), Match(1, 0, True)] == matches(
        both, [gold("Lund", "said", "a b", text), gold("Lund", "said", "b c d", text)]
    )


# Random articles and their figures by the script that scored PolNeAR's published baselines.
WORDS = ("ab", "c", "x1", "é", "_", "don’t", "“", "”", ".", "\n", " ")
FIGURES = {
    1: (
        (0.1000, 0.1176, 0.1081),  # attribution
        (0.4500, 0.5294, 0.4865),  # content
        (0.0588, 0.0385, 0.0465),  # span source
        (0.2727, 0.3333, 0.3000),  # span cue
        (0.2121, 0.2000, 0.2059),  # span content
        (0.4500, 0.3600, 0.4000),  # word source
        (0.7143, 0.6250, 0.6667),  # word cue
        (0.9737, 0.9737, 0.9737),  # word content
    ),
    2: (
        (0.0800, 0.1053, 0.0909),  # attribution
        (0.3200, 0.4211, 0.3636),  # content
        (0.0000, 0.0000, 0.0000),  # span source
        (0.0526, 0.0500, 0.0513),  # span cue
        (0.2000, 0.2759, 0.2319),  # span content
        (0.3462, 0.6000, 0.4390),  # word source
        (0.7826, 0.7200, 0.7500),  # word cue
        (0.9211, 1.0000, 0.9589),  # word content
    ),
    3: (
        (0.2857, 0.3158, 0.3000),  # attribution
        (0.5238, 0.5789, 0.5500),  # content
        (0.0588, 0.0500, 0.0541),  # span source
        (0.1875, 0.1579, 0.1714),  # span cue
        (0.2895, 0.2821, 0.2857),  # span content
        (0.4737, 0.5000, 0.4865),  # word source
        (0.5000, 0.5000, 0.5000),  # word cue
        (1.0000, 0.9062, 0.9508),  # word content
    ),
}


def scattered(seed: int) -> tuple[GoldArticle, list[GoldStatement]]:
    """A random text with random attributions, gold and predicted."""
    rng = random.Random(seed)

    def below(limit: int) -> int:
        return int(rng.random() * limit)  # of a seeded generator only `random` is the same in every Python

    text = " ".join(WORDS[below(len(WORDS))] for _ in range(60))

    def pieces(most: int) -> tuple[Span, ...]:
        starts = [below(len(text) - 1) for _ in range(below(most + 1))]
        return tuple(sorted(Span(s, min(len(text), s + 1 + below(25))) for s in starts))

    def attributions() -> list[GoldStatement]:
        return [GoldStatement(pieces(1), pieces(1), pieces(2)) for _ in range(30)]

    return GoldArticle("a", text, tuple(attributions())), attributions()


@pytest.mark.parametrize("seed", FIGURES)
def test_random_articles_score_as_published_script_does(seed: int) -> None:
    random_gold, predicted = scattered(seed)
    found = score([random_gold], {"a": predicted})
    assert FIGURES[seed] == tuple((round(s.precision, 4), round(s.recall, 4), round(s.f1, 4)) for s in found.values())


def test_table_lines_up() -> None:
    assert (
        table({"attribution": Score(1, 2, 4), "span cue": Score()})
        == """\
            precision  recall     F1
attribution     0.500   0.250  0.333
span cue        0.000   0.000  0.000"""
    )


# --- gold files ---------------------------------------------------------------------------------------------------


def row(**changes: Any) -> dict[str, Any]:
    attribution = {"source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 34]]}
    return {"id": "a", "text": TEXT, "attributions": [attribution], **changes}


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return path


def test_load_gold(tmp_path: Path) -> None:
    expected = [article(REYES)]
    plain = write(tmp_path / "gold.jsonl", row(publisher="passed over"))
    packed = tmp_path / "gold.jsonl.xz"
    packed.write_bytes(lzma.compress(b"\xef\xbb\xbf\r\n" + plain.read_bytes()))
    assert expected == load_gold(plain) == load_gold(str(packed))


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


def test_predictions_read_back_as_gold(tmp_path: Path) -> None:
    statements = (ours(REYES, holder("Ana Reyes")), ours(LUND, parent=0))
    written = predictions(Reading(Article(TEXT), statements, (holder("Ana Reyes"),)), "a")
    assert written["attributions"] == [
        {
            "source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 34]], "type": "indirect", "confidence": 0.9,
            "holder": {"name": "Ana Reyes", "kind": "person"}, "parent": None,
        },
        {
            "source": [[45, 49]], "cue": [[50, 57]], "content": [[36, 44]], "type": "indirect", "confidence": 0.9,
            "holder": None, "parent": 0,
        },
    ]  # fmt: skip
    assert [article(REYES, LUND)] == load_gold(write(tmp_path / "p.jsonl", {**written, "text": TEXT}))


def test_predictions_go_by_the_articles_own_id() -> None:
    reading = Reading(Article(TEXT), (), ())
    assert predictions(reading) == {"id": Article(TEXT).id, "attributions": []}


# --- holders ------------------------------------------------------------------------------------------------------

NAMES = [
    ("Ana Reyes", "ANA  reyes", True),
    ("The Courier", "Courier", True),
    ("Mrs. Reyes", "Reyes", True),
    ("the Mr Lund", "Lund", True),
    ("Dr Ana Reyes", "Ana Reyes", True),
    ("Lund’s", "Lund", True),
    ("Dockers’", "Dockers", True),
    ("O’Neil", "O'Neil", True),
    ("ﬁnance desk", "finance desk", True),
    ("Andes Press", "des Press", False),
    ("Theresa Lund", "resa Lund", False),
    ("Lunds", "Lund", False),
    ("Reyes", "Ana Reyes", False),
]


@pytest.mark.parametrize(("left", "right", "same"), NAMES)
def test_normal_names(left: str, right: str, same: bool) -> None:
    assert same == (normal(left) == normal(right))


RIGHT = [
    (GoldHolder(("Ana Reyes",), "person"), holder("Mayor Ana Reyes"), False),
    (GoldHolder(("Ana Reyes", "Mayor Reyes"), "person"), holder("Mayor Reyes"), True),
    (GoldHolder(("Port",), "organization"), holder("the port", "group"), True),
    (GoldHolder(("Port",), "organization"), None, False),
    (GoldHolder((), None), None, True),
    (GoldHolder((), None), holder("memo", "organization"), False),
    (GoldHolder((), "unnamed", by_kind=True), holder("a senior official", "unnamed"), True),
    (GoldHolder((), "unnamed", by_kind=True), holder("critics", "group"), False),
    (GoldHolder((), "group", by_kind=True), None, False),
]


@pytest.mark.parametrize(("expected", "found", "right"), RIGHT)
def test_holder_is_right(expected: GoldHolder, found: Holder | None, right: bool) -> None:
    assert right == holder_is_right(expected, found)


def test_score_holders_counts_what_was_found_and_is_annotated() -> None:
    who = GoldHolder(("Ana Reyes",), "person")
    annotated = article(gold("Ana Reyes", "said", "the port would shut", holder=who), LUND, CLAIM)
    found = score_holders(
        [annotated], {"a": [ours(REYES, holder("Reyes")), ours(LUND, holder("Lund")), ours(CLAIM, parent=0)]}
    )
    assert (found.holder.right, found.holder.total) == (0, 1)
    assert (found.kind.right, found.kind.total) == (1, 1)
    assert Score(2, 2, 3) == found.statements


def test_nested_statement_counts_only_inside_the_right_one() -> None:
    text = "Reyes said Lund told her the ship sank. Boye agreed it was late."
    outer = gold("Reyes", "said", "Lund told her the ship sank", text)
    other = gold("Boye", "agreed", "it was late", text)
    inner = gold("Lund", "told", "the ship sank", text, parent=0)
    passage = article(outer, other, inner, text=text)
    for parent, hits in ((0, 1), (1, 0)):
        predicted = [ours(outer), ours(other), ours(inner, parent=parent)]
        found = score_holders([passage], {"a": predicted}, nested=True)
        assert (Score(3, 3, 3), Score(hits, 1, 1)) == (found.statements, found.nested)
    assert Score(2, 2, 3) == score_holders([passage], {"a": predicted}).statements


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


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"attribution": 3}, "line 1: expected an attribution of the gold articles, found number 3 of 'a'"),
        ({"id": "z"}, "found number 0 of 'z'"),
        ({"kind": "robot"}, "expected one of person, organization, group, unnamed or null for 'kind'"),
        ({"holder": "Reyes"}, "expected a list for 'holder', found \"Reyes\""),
        ({"holder": [1]}, "expected names or null for 'holder', found [1]"),
    ],
)
def test_statements_that_cannot_be_read(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    line = {"id": "a", "attribution": 0, "holder": None, "kind": None, **changes}
    with pytest.raises(GoldError) as error:
        load_statements(write(tmp_path / "dev.jsonl", line), [article(*GOLD)])
    assert message in str(error.value)


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
        ({"parent": 1}, "expected a parent below 1, the number of statements, found 1"),
    ],
)
def test_passages_that_cannot_be_read(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    statement = {"source": [], "cue": ["said"], "content": ["the port"], **NOBODY, **changes}
    path = write(tmp_path / "p.jsonl", {"id": "p", "text": TEXT, "statements": [statement]})
    with pytest.raises(GoldError) as error:
        load_passages(path)
    assert message in str(error.value)


# --- the list of errors -------------------------------------------------------------------------------------------


@pytest.fixture
def errors(monkeypatch: pytest.MonkeyPatch) -> Any:
    """bench/errors.py, which isn't installed."""
    monkeypatch.syspath_prepend(Path(__file__).parents[1])
    return importlib.import_module("bench.errors")


MISTAKES = [
    ("none", [REYES, LUND, CLAIM], []),
    ("missed", [REYES, LUND], ["missed"]),
    ("spurious", [*GOLD, gold("Ana Reyes", "said", "that")], ["spurious"]),
    ("overlap", [REYES, LUND, gold("", "claimed", "It was claimed that ships")], ["overlap"]),
    ("start", [gold("Ana Reyes", "said", "port would shut"), LUND, CLAIM], ["content start"]),
    ("end", [gold("Ana Reyes", "said", "the port would shut."), LUND, CLAIM], ["content end"]),
    ("pieces", [replace(REYES, content=spans(TEXT, "the port", "would shut")), LUND, CLAIM], ["content pieces"]),
    ("source", [gold("Lund", "said", "the port would shut"), LUND, CLAIM], ["wrong source"]),
    ("boundary", [gold("Reyes", "said", "the port would shut"), LUND, CLAIM], ["source boundary"]),
]


@pytest.mark.parametrize(("predicted", "kinds"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_mistakes(errors: Any, predicted: list[GoldStatement], kinds: list[str]) -> None:
    found = errors.mistakes([article(*GOLD)], {"a": [ours(p) for p in predicted]})
    assert kinds == [mistake.kind for mistake in found]


@pytest.mark.parametrize(
    ("whose", "kind"),
    [(None, "wrong holder"), (holder("Lund"), "wrong holder"), (holder("Ana Reyes", "group"), "wrong kind")],
)
def test_mistakes_of_the_holder(errors: Any, whose: Holder | None, kind: str) -> None:
    annotated = replace(REYES, holder=GoldHolder(("Ana Reyes",), "person"))
    (found,) = errors.mistakes([article(annotated)], {"a": [ours(REYES, whose)]})
    assert kind == found.kind
    assert "expected Ana Reyes (person), found " in errors.shown(found)


def test_snippet_marks_the_roles(errors: Any) -> None:
    assert errors.snippet(TEXT, LUND, around=7) == "… shut. [“Never,”] {Lund} <replied>. It wa …"
