"""The scorer: gold files, the figures, holders, and what is printed."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from marked import GOLD, LUND, REYES, TEXT, article, gold, holder, spans, statement, write

from reportedly.articles.article import Article
from reportedly.evaluation import (
    AlignedPair,
    GoldArticle,
    GoldHolder,
    GoldStatement,
    Proportion,
    Score,
    as_json,
    holder_is_right,
    load_gold,
    matches,
    normal,
    predictions,
    same_name,
    score,
    table,
)
from reportedly.evaluation.figures import wilson
from reportedly.holders.holder import Holder
from reportedly.reading import Reading, Statement
from reportedly.span import Span
from reportedly.values.addressees import Addressee
from reportedly.values.answers import Answer
from reportedly.values.chains import Hop
from reportedly.values.documents import Document
from reportedly.values.sourcing import Sourcing
from reportedly.values.stance import Stance
from reportedly.values.standing import Standing
from reportedly.values.times import Place, Time


def ours(of: GoldStatement, holder: Holder | None = None, parent: int | None = None) -> Statement:
    return statement(of, holder=holder, parent=parent)


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
    assert [AlignedPair(0, 1, True), AlignedPair(1, 0, True)] == matches(
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
        table({"attribution": Score(1, 2, 4), "holder": Proportion(3, 4), "span cue": Score()})
        == """\
            precision      (95 %)  recall     F1    hits predicted    gold
attribution     0.500 0.095–0.905   0.250  0.333       1         2       4
span cue        0.000 0.000–1.000   0.000  0.000       0         0       0

                share      (95 %)   count      of
holder          0.750 0.301–0.954       3       4"""
    )


def test_figures_as_json() -> None:
    assert as_json({"via": Score(1, 2, 3), "holder": Proportion(2, 3)}) == {
        "via": {"precision": 0.5, "recall": 0.3333, "f1": 0.4, "hits": 1, "predicted": 2, "gold": 3,
                "interval": [0.0945, 0.9055]},
        "holder": {"share": 0.6667, "count": 2, "of": 3, "interval": [0.2077, 0.9385]},
    }  # fmt: skip


#: count, total, the interval as R's prop.test(correct = FALSE) gives it
INTERVALS = [(0, 10, 0.0, 0.27753), (10, 10, 0.72247, 1.0), (45, 50, 0.78640, 0.95653), (1, 1000, 0.00018, 0.00564)]


@pytest.mark.parametrize(("count", "total", "low", "high"), INTERVALS)
def test_intervals(count: int, total: int, low: float, high: float) -> None:
    assert wilson(count, total) == pytest.approx((low, high), abs=2e-5)


# --- predictions -------------------------------------------------------------------------------------------------


def test_predictions_read_back_as_gold(tmp_path: Path) -> None:
    statements = (ours(REYES, holder("Ana Reyes")), ours(LUND, parent=0))
    written = predictions(Reading(Article(TEXT), statements, (holder("Ana Reyes"),)), "a")
    bare = {
        "document": None,
        "sourcing": [],
        "addressee": None,
        "time": None,
        "place": None,
        "chain": [],
        "act": "say",
        "answers": [],
        "stances": [],
    }
    assert written["attributions"] == [
        {
            "source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 34]], "type": "indirect", "confidence": 0.9,
            "holder": {"name": "Ana Reyes", "kind": "person"}, "parent": None,
            **bare, "standing": {"value": "asserted", "spans": [[10, 14]]},
        },
        {
            "source": [[45, 49]], "cue": [[50, 57]], "content": [[36, 44]], "type": "indirect", "confidence": 0.9,
            "holder": None, "parent": 0, **bare, "standing": {"value": "asserted", "spans": [[50, 57]]},
        },
    ]  # fmt: skip
    nested = article(REYES, replace(LUND, parent=0))
    assert load_gold(write(tmp_path / "p.jsonl", {**written, "text": TEXT})) == [nested]
    assert score([nested], {"a": statements})["attribution"] == Score(1, 1, 1)


def test_predictions_carry_every_value() -> None:
    one = (Span(0, 9),)
    full = statement(
        REYES,
        addressee=Addressee("Lund", one),
        time=Time("2024-05-02", one),
        place=Place("Port", one),
        chain=(Hop("NTB", "told", one),),
        standing=Standing("denied", one),
        answers=(Answer(0, "denies"),),
        stances=(Stance("Lund", -0.5, one),),
        act="want",
        document=Document("letter", one),
        sourcing=(Sourcing("briefed on the talks", "knowledge", one),),
    )
    (written,) = predictions(Reading(Article(TEXT), (full,), ()))["attributions"]
    assert {name: written[name] for name in list(written)[7:]} == {
        "document": {"text": "letter", "spans": [[0, 9]]},
        "sourcing": [{"text": "briefed on the talks", "kind": "knowledge", "spans": [[0, 9]]}],
        "addressee": {"name": "Lund", "spans": [[0, 9]]},
        "time": {"edtf": "2024-05-02", "spans": [[0, 9]]},
        "place": {"text": "Port", "spans": [[0, 9]]},
        "chain": [{"name": "NTB", "relation": "told", "spans": [[0, 9]]}],
        "standing": {"value": "denied", "spans": [[0, 9]]},
        "act": "want",
        "answers": [{"statement": 0, "relation": "denies"}],
        "stances": [{"target": "Lund", "polarity": -0.5, "spans": [[0, 9]]}],
    }


def test_predictions_go_by_the_articles_own_id() -> None:
    reading = Reading(Article(TEXT), (), ())
    assert predictions(reading) == {"id": Article(TEXT).id, "attributions": []}


# --- names -------------------------------------------------------------------------------------------------------

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


# Ours, gold's → whether they name the same addressee, hop or target.
SAME = [
    ("reporters", "Reporters", True),
    ("Mayor Ana Reyes", "Ana Reyes", True),
    ("Ana Reyes", "Deputy Prime Minister Ana Reyes", True),
    ("Ana Reyes", "former President Ana Reyes", True),
    ("reporters in Paris", "reporters", True),
    ("tenants", "tenants of the estate", False),
    ("reporters in Paris", "reporters in London", False),
    ("Mayor Ana Reyes", "Governor Ana Reyes", False),
    ("Mayor Reyes in Paris", "Reyes", True),
    ("Mayor Reyes in Paris", "Mayor Reyes", True),
    ("ministers", "deputy ministers", False),
    ("allotment holder", "fellow allotment holder", False),
    ("Mr Breck", "Aldo Breck", False),
    ("mayor", "deputy mayor", False),
    ("Court", "Court of Appeals", False),
    ("NTB", "Reuters", False),
]


@pytest.mark.parametrize(("left", "right", "same"), SAME)
def test_same_names(left: str, right: str, same: bool) -> None:
    assert same == same_name(left, right) == same_name(right, left)


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
