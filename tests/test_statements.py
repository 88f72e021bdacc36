"""The scorer of whole statements: every field with counts that can be told by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from marked import CLAIM, LUND, REYES, TEXT, article, gold, holder, statement

from reportedly.evaluation import GoldHolder, Proportion, Score, compare, score_statements
from reportedly.reading import Statement
from reportedly.span import Span
from reportedly.values.addressees import Addressee
from reportedly.values.answers import Answer
from reportedly.values.chains import Hop
from reportedly.values.stance import Stance
from reportedly.values.standing import Standing
from reportedly.values.times import Place, Time

ON = (Span(0, 3),)


def told(name: str) -> dict[str, Any]:
    return {"addressee": Addressee(name, ON)}


def time(edtf: str) -> dict[str, Any]:
    return {"time": Time(edtf, ON)}


def place(text: str) -> dict[str, Any]:
    return {"place": Place(text, ON)}


def via(*names: str) -> dict[str, Any]:
    return {"chain": tuple(Hop(name, "cited", ON) for name in names)}


def firm(value: Any) -> dict[str, Any]:
    return {"standing": Standing(value, ON)}


def answers(*others: int) -> dict[str, Any]:
    return {"answers": tuple(Answer(other, "denies") for other in others)}


def stances(**polarities: float) -> dict[str, Any]:
    return {"stances": tuple(Stance(target, polarity, ON) for target, polarity in polarities.items())}


NTB = {"chain": ("NTB", "The Courier")}
AGAINST = {"stances": (("Lund", -1),)}

# What gold says of a statement, what we say of it → a figure and its hits, predicted, gold.
FIGURES: list[tuple[dict[str, Any], dict[str, Any], str, tuple[int, int, int]]] = [
    ({"addressee": ("reporters",)}, told("Reporters"), "addressee", (1, 1, 1)),
    ({"addressee": ("Ana Reyes",)}, told("Mayor Ana Reyes"), "addressee", (1, 1, 1)),
    ({"addressee": ("Aldo Breck",)}, told("Mr Breck"), "addressee", (0, 1, 1)),
    ({"addressee": ("reporters",)}, {}, "addressee", (0, 0, 1)),
    ({"addressee": ()}, told("reporters"), "addressee", (0, 1, 0)),
    ({"addressee": ()}, {}, "addressee", (0, 0, 0)),
    ({"time": ("2016-10-18",)}, time("2016-10-18"), "time", (1, 1, 1)),
    ({"time": ("2016-10-18",)}, time("2016-10"), "time", (0, 1, 1)),
    ({"time": ()}, time("2016-10"), "time", (0, 1, 0)),
    ({"place": ("St Bavo's",)}, place("St Bavo’s"), "place", (1, 1, 1)),
    ({"place": ("the corridor",)}, place("corridor"), "place", (1, 1, 1)),
    ({"place": ("court",)}, place("court in Orrin"), "place", (0, 1, 1)),
    (NTB, via("NTB", "Courier"), "via", (2, 2, 2)),
    (NTB, via("Courier", "NTB"), "via", (2, 2, 2)),
    (NTB, via("NTB", "NTB"), "via", (1, 2, 2)),
    (NTB, via("The Courier"), "via", (1, 1, 2)),
    (NTB, via("NTB", "Courier"), "via whole", (1, 1, 1)),
    (NTB, via("Courier", "NTB"), "via whole", (0, 1, 1)),
    (NTB, via("NTB"), "via whole", (0, 1, 1)),
    (NTB, {}, "via whole", (0, 0, 1)),
    ({"chain": ()}, {}, "via whole", (0, 0, 0)),
    ({"standing": "denied"}, firm("denied"), "standing", (1, 1, 1)),
    ({"standing": "denied"}, firm("declined"), "standing", (0, 1, 1)),
    ({"standing": "denied"}, firm("asserted"), "standing", (0, 0, 1)),
    ({"standing": "asserted"}, firm("alleged"), "standing", (0, 1, 0)),
    ({"standing": "asserted"}, firm("asserted"), "standing", (0, 0, 0)),
    ({"act": "think"}, {"act": "think"}, "act", (1, 1, 1)),
    ({"act": "say"}, {"act": "feel"}, "act", (0, 1, 0)),
    ({"act": "want"}, {}, "act", (0, 0, 1)),
    (AGAINST, stances(Lund=-0.4), "stance", (1, 1, 1)),
    (AGAINST, stances(Lund=0.4), "stance", (0, 1, 1)),
    (AGAINST, stances(Lund=0.0), "stance", (0, 1, 1)),
    (AGAINST, stances(lund=-1.0, Boye=-1.0), "stance", (1, 2, 1)),
    ({**AGAINST, "disputed": ("boye",)}, stances(Lund=-1.0, Boye=-1.0), "stance", (1, 1, 1)),
    ({"answers": (1,)}, answers(1), "answers", (1, 1, 1)),
    ({"answers": (1,)}, answers(1, 2), "answers", (1, 2, 1)),
    ({"answers": (1,)}, {}, "answers", (0, 0, 1)),
    ({"answers": ()}, answers(1), "answers", (0, 1, 0)),
]


@pytest.mark.parametrize(("expected", "given", "name", "counts"), FIGURES)
def test_figures(expected: dict[str, Any], given: dict[str, Any], name: str, counts: tuple[int, int, int]) -> None:
    passage = article(replace(REYES, listed=True, **expected), LUND, CLAIM)
    found = score_statements([passage], {"a": [statement(REYES, **given), statement(LUND), statement(CLAIM)]})
    assert Score(*counts) == found[name]


EVERYTHING = {
    **told("Boye"),
    **time("2016"),
    **place("Port"),
    **via("NTB"),
    **firm("denied"),
    **answers(0),
    **stances(B=1),
}


def test_what_gold_is_silent_on_is_left_out() -> None:
    passage = article(replace(REYES, listed=True), LUND)
    found = score_statements([passage], {"a": [statement(REYES, **EVERYTHING), statement(LUND, **EVERYTHING)]})
    assert {"statement": Proportion(1, 1), "holder": Proportion(), "kind": Proportion()} == found


def test_one_silence_does_not_hide_the_others() -> None:
    passage = article(replace(REYES, listed=True, time=None), replace(LUND, listed=True, time=("2016",)))
    found = score_statements([passage], {"a": [statement(REYES, **EVERYTHING), statement(LUND, **EVERYTHING)]})
    assert Score(1, 1, 1) == found["time"]


def test_values_of_a_statement_that_was_missed_are_not_counted_again() -> None:
    passage = article(replace(REYES, listed=True, time=("2016",)), replace(LUND, listed=True, time=("2017",)))
    found = score_statements([passage], {"a": [statement(LUND, **time("2017"))]})
    assert (Proportion(1, 2), Score(1, 1, 1)) == (found["statement"], found["time"])


def test_another_source_is_another_statement() -> None:
    passage = article(replace(REYES, listed=True, time=("2016",)))
    found = score_statements([passage], {"a": [statement(replace(REYES, source=LUND.source), **time("2016"))]})
    assert (Proportion(0, 1), Score()) == (found["statement"], found["time"])


def test_answers_are_told_by_the_statement_they_mean() -> None:
    passage = article(REYES, replace(LUND, listed=True, answers=(0,)), whole=True)
    # In this reading Reyes's statement is the second, and the first is none of gold's.
    for other, hits in ((1, 1), (0, 0)):
        given = [statement(CLAIM), statement(REYES), statement(LUND, **answers(other))]
        assert Score(hits, 1, 1) == score_statements([passage], {"a": given})["answers"]


def test_answers_count_in_the_whole_reading_though_nested_statements_are_left_out() -> None:
    passage = article(REYES, replace(LUND, listed=True, answers=(0,)))
    given = [statement(CLAIM, parent=1), statement(REYES), statement(LUND, **answers(1))]
    assert Score(1, 1, 1) == score_statements([passage], {"a": given})["answers"]


def test_wrong_times_are_a_share_of_those_given() -> None:
    passage = article(
        replace(REYES, listed=True, time=("2016",)),
        replace(LUND, listed=True, time=()),
        replace(CLAIM, listed=True, time=("2017",)),
    )
    given = [statement(REYES, **time("2016")), statement(LUND, **time("2016")), statement(CLAIM)]
    found = score_statements([passage], {"a": given})
    assert (Proportion(1, 2), Score(1, 2, 2)) == (found["time wrong"], found["time"])


def test_holders_count_where_the_statement_was_found_and_they_are_annotated() -> None:
    who = GoldHolder(("Ana Reyes",), "person")
    passage = article(replace(REYES, listed=True, holder=who), replace(LUND, listed=True), CLAIM)
    given = [
        statement(REYES, holder=holder("Reyes")),
        statement(LUND, holder=holder("Lund")),
        statement(CLAIM, parent=0),
    ]
    found = score_statements([passage], {"a": given})
    assert (Proportion(0, 1), Proportion(1, 1), Proportion(2, 2)) == (
        found["holder"],
        found["kind"],
        found["statement"],
    )


NESTED = "Reyes said Lund told her the ship sank. Boye agreed it was late."
OUTER = gold("Reyes", "said", "Lund told her the ship sank", NESTED)
OTHER = gold("Boye", "agreed", "it was late", NESTED)
INNER = gold("Lund", "told", "the ship sank", NESTED, parent=0)


def nested_figures(*given: Statement) -> dict[str, Any]:
    return score_statements([article(OUTER, OTHER, INNER, text=NESTED, whole=True)], {"a": given})


@pytest.mark.parametrize(
    ("parent", "counts"), [(0, (1, 1, 1)), (1, (0, 1, 1)), (None, (0, 0, 1))], ids=["right", "wrong", "none"]
)
def test_nested_statement_counts_only_inside_the_right_one(parent: int | None, counts: tuple[int, int, int]) -> None:
    found = nested_figures(statement(OUTER), statement(OTHER), statement(INNER, parent=parent))
    assert (Score(3, 3, 3), Score(*counts)) == (found["statement"], found["nested"])


def test_nested_statements_count_though_nobody_has_their_like() -> None:
    spurious = replace(INNER, content=gold("", "told", "told her", NESTED).content)
    found = nested_figures(statement(OUTER), statement(spurious, parent=0))
    assert (Score(1, 2, 3), Score(0, 1, 1)) == (found["statement"], found["nested"])


def test_nested_statements_are_left_out_where_gold_has_none() -> None:
    listed = [replace(a, listed=True) for a in (OUTER, OTHER)]
    given = [statement(OUTER), statement(OTHER, parent=0)]
    found = score_statements([article(*listed, text=NESTED)], {"a": given})
    assert Proportion(1, 2) == found["statement"]
    assert "nested" not in found


def test_nested_statements_are_found_where_gold_has_them() -> None:
    listed = [replace(a, listed=True) for a in (OUTER, OTHER, INNER)]
    given = [statement(OUTER), statement(OTHER), statement(INNER, parent=0)]
    found = score_statements([article(*listed, text=NESTED)], {"a": given})
    assert Proportion(3, 3) == found["statement"]


def test_a_comparison_says_what_was_expected_and_what_was_found() -> None:
    passage = article(replace(REYES, listed=True, **NTB))
    (compared,) = compare(passage, [statement(REYES, **via("Courier", "Reuters"))])
    assert (compared.field, compared.gold, compared.ours) == ("via", 0, 0)
    assert (compared.expected, compared.found, compared.hits) == (("NTB", "The Courier"), ("Courier", "Reuters"), 1)
    assert not compared.is_right


def test_an_article_that_was_not_read_counts_as_empty() -> None:
    passage = article(replace(REYES, listed=True, time=("2016",)), text=TEXT, whole=True)
    found = score_statements([passage], {})
    assert (Score(0, 0, 1), Score()) == (found["statement"], found["time"])
