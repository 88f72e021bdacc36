"""The lists of errors in bench, which isn't installed."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from marked import CLAIM, GOLD, LUND, REYES, TEXT, article, gold, holder, spans, statement

from reportedly.addressees import Addressee
from reportedly.answers import Answer
from reportedly.chains import Hop
from reportedly.evaluation import FIELDS, GoldHolder, GoldStatement
from reportedly.holders import Holder
from reportedly.stance import Stance
from reportedly.standing import Standing
from reportedly.times import Place, Time


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
    found = errors.mistakes([article(*GOLD)], {"a": [statement(p) for p in predicted]})
    assert kinds == [mistake.kind for mistake in found]


@pytest.mark.parametrize(
    ("whose", "kind"),
    [(None, "wrong holder"), (holder("Lund"), "wrong holder"), (holder("Ana Reyes", "group"), "wrong kind")],
)
def test_mistakes_of_the_holder(errors: Any, whose: Holder | None, kind: str) -> None:
    annotated = replace(REYES, holder=GoldHolder(("Ana Reyes",), "person"))
    (found,) = errors.mistakes([article(annotated)], {"a": [statement(REYES, holder=whose)]})
    assert kind == found.kind
    assert "expected Ana Reyes (person), found " in errors.shown(found)


def test_snippet_marks_the_roles(errors: Any) -> None:
    assert errors.snippet(TEXT, LUND, around=7) == "… shut. [“Never,”] {Lund} <replied>. It wa …"


# --- values of statements -----------------------------------------------------------------------------------------


@pytest.fixture
def values(monkeypatch: pytest.MonkeyPatch) -> Any:
    """bench/values.py."""
    monkeypatch.syspath_prepend(Path(__file__).parents[1])
    return importlib.import_module("bench.values")


@pytest.mark.parametrize(
    ("expected", "given", "verdict"),
    [(("2016",), "2016", "right"), (("2016",), "2017", "wrong"), (("2016",), None, "missed"), ((), "2017", "spurious")],
)
def test_slips(values: Any, expected: tuple[str, ...], given: str | None, verdict: str) -> None:
    annotated = replace(REYES, listed=True, time=expected)
    ours = statement(REYES, time=given and Time(given, spans(TEXT, "replied")))
    (slip,) = values.slips([article(annotated)], {"a": [ours]}, "time")
    assert verdict == slip.verdict


def test_no_slip_where_neither_has_a_value(values: Any) -> None:
    annotated = replace(REYES, listed=True, time=())
    assert values.slips([article(annotated)], {"a": [statement(REYES)]}, "time") == []


def test_a_slip_shows_both_sides_and_the_words_ours_rests_on(values: Any) -> None:
    annotated = replace(REYES, listed=True, time=("2016",))
    ours = statement(REYES, time=Time("2017", spans(TEXT, "replied")))
    (slip,) = values.slips([article(annotated)], {"a": [ours]}, "time")
    assert values.shown(slip).splitlines() == [
        "wrong time · a · gold 0 · no date, no outlet",
        "  {Ana Reyes} <said> [the port would shut]. “Never,” Lund replied. It was claimed that ships left.",
        "  expected  2016",
        "  found     2017 on … ort would shut. “Never,” Lund [replied]. It was claimed that ships le …",
    ]


def test_slips_of_every_field_can_be_shown(values: Any) -> None:
    on = spans(TEXT, "Lund")
    full = statement(
        REYES,
        addressee=Addressee("Boye", on),
        time=Time("2017", on),
        place=Place("Port", on),
        chain=(Hop("NTB", "told", on),),
        standing=Standing("denied", on),
        answers=(Answer(1, "denies"),),
        stances=(Stance("Lund", -0.5, on),),
    )
    silent = replace(
        REYES, listed=True, addressee=(), time=(), place=(), chain=(), standing="asserted", answers=(), stances=()
    )
    passage = article(silent, LUND, whole=True)
    given = [full, statement(LUND, parent=0)]
    shown = {
        field: values.shown(slip).splitlines()[3].split("  found     ")[1].split(" on ")[0]
        for field in FIELDS
        for slip in values.slips([passage], {"a": given}, field)
    }
    assert shown == {
        "nested": "within ours 0: {Ana Reyes} <said> [the port would shut] …",
        "addressee": "Boye",
        "via": "NTB (told)",
        "time": "2017",
        "place": "Port",
        "standing": "denied",
        "answers": "denies ours 1: … [“Never,”] {Lund} <replied> …",
        "stance": "-0.50 Lund",
    }
