"""The lists of errors in bench, which isn't installed."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from marked import CLAIM, GOLD, LUND, REYES, TEXT, article, gold, holder, spans, statement

from reportedly.evaluation import FIELDS, GoldHolder, GoldStatement
from reportedly.holders.holder import Holder
from reportedly.values.addressees import Addressee
from reportedly.values.answers import Answer
from reportedly.values.chains import Hop
from reportedly.values.stance import Stance
from reportedly.values.standing import Standing
from reportedly.values.times import Place, Time


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


# --- the same as before -------------------------------------------------------------------------------------------


@pytest.fixture
def same(monkeypatch: pytest.MonkeyPatch) -> Any:
    """bench/same.py."""
    monkeypatch.syspath_prepend(Path(__file__).parents[1])
    return importlib.import_module("bench.same")


SOURCE = Path(__file__).parents[1] / "src"
TREE = {
    "annotation/passages.jsonl": json.dumps({"id": "p", "text": TEXT, "published": "2024-05-02", "outlet": "NTB"}),
    "examples/leak.txt": "“It floats,” said Ana Reyes.",
    "tests/samples/planted.txt": "=== none: shut\n--- 2024-03-04 NTB\nIt was shut.\n--- 2024-05-11 NTB\nNot so.\n",
    "tests/test_one.py": "A = 'Lund said ' 'that it rained.'\nB = ('short one', 'Lund said that it rained.', 'x' * 20)",
}


def test_every_text_of_a_tree_is_asked_for(same: Any) -> None:
    asked = same.request(TREE)
    names = [name for _, _, name, *_ in asked.commands[: asked.texts]]
    assert {TEXT, "“It floats,” said Ana Reyes.", "It was shut.", "Not so."} <= {asked.files[n] for n in names}
    assert [asked.files[n] for n in names].count("Lund said that it rained.") == 1
    assert "short one" not in asked.files.values()
    assert asked.commands[0] == ["read", "--json", names[0], "--published", "2024-05-02", "--outlet", "NTB"]
    assert ["add", "kept.jsonl"] in asked.commands[asked.texts :]


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The package as it stands, but with another version."""
    src = tmp_path / "src"
    shutil.copytree(SOURCE / "reportedly", src / "reportedly", copy_function=os.symlink)
    (src / "reportedly" / "__about__.py").unlink()
    (src / "reportedly" / "__about__.py").write_text('__version__ = "0.0.0"\n', encoding="utf-8")
    return src


def test_code_that_gives_something_else_is_told(same: Any, other: Path) -> None:
    asked = same.Request({"one.txt": TEXT}, [["read", "--json", "one.txt"], ["--version"]], 1)
    before, now = same.record(SOURCE, asked), same.record(other, asked)
    assert '"Ana Reyes"' in before[0]
    (difference,) = same.differences(asked, before, now)
    assert difference.command == ["--version"]
    summary, shown = same.told(asked, [difference], "ab12cd3", 5)
    assert summary == "not the same: 1 of 1 texts, 1 answers differ from ab12cd3"
    assert "\n+reportedly 0.0.0" in shown
    assert list(same.told(asked, same.differences(asked, before, before), "ab12cd3", 5)) == [
        "same: 1 texts, 1 answers, byte for byte as at ab12cd3"
    ]


def test_code_from_elsewhere_is_not_recorded(same: Any, tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    with pytest.raises(subprocess.CalledProcessError):
        same.record(tmp_path / "src", same.Request({}, [["--version"]], 0))


@pytest.mark.parametrize(
    ("before", "now", "lines"),
    [
        ('exit code 0\n{"a": 1, "b": 2}', 'exit code 0\n{"a": 1, "b": 3}', ['  "a": 1,', '- "b": 2', '+ "b": 3', " }"]),
        ('{"a": 1}', '{"a":1}', ['-{"a": 1}', '+{"a":1}']),
        ("[1", "[2", ["-[1", "+[2"]),
        ("x" * 300, "", [f"-{'x' * 199}…"]),
    ],
)
def test_a_difference_is_shown_by_its_lines(same: Any, before: str, now: str, lines: list[str]) -> None:
    shown = same.shown(same.Difference(["read", "one.txt"], before, now)).splitlines()
    assert shown[0] == "reportedly read one.txt"
    assert [line for line in shown[1:] if not line.startswith("@@")] == lines
