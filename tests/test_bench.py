"""The lists of errors in bench, and what it tells of patterns; bench isn't installed."""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from marked import CLAIM, GOLD, LUND, REYES, TEXT, article, gold, holder, spans, statement, write

from reportedly.articles.article import Article
from reportedly.articles.inputs import articles
from reportedly.evaluation import FIELDS, GoldHolder, GoldStatement, Score
from reportedly.holders.holder import Holder
from reportedly.reading import Reading, Statement
from reportedly.span import Span
from reportedly.tagger import tagger
from reportedly.values.addressees import Addressee
from reportedly.values.answers import Answer
from reportedly.values.chains import Hop
from reportedly.values.documents import Document
from reportedly.values.sourcing import Sourcing
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
        act="want",
        document=Document("letter", on),
        sourcing=(Sourcing("close to Lund", "knowledge", on),),
    )
    silent = replace(
        REYES, listed=True, document=(), sourcing=(), addressee=(), time=(), place=(), chain=(), standing="asserted",
        act="say", answers=(), stances=(),
    )  # fmt: skip
    passage = article(silent, LUND, whole=True)
    given = [full, statement(LUND, parent=0)]
    shown = {
        field: values.shown(slip).splitlines()[3].split("  found     ")[1].split(" on ")[0]
        for field in FIELDS
        for slip in values.slips([passage], {"a": given}, field)
    }
    assert shown == {
        "nested": "within ours 0: {Ana Reyes} <said> [the port would shut] …",
        "document": "letter",
        "sourcing": "close to Lund",
        "addressee": "Boye",
        "via": "NTB (told)",
        "time": "2017",
        "place": "Port",
        "standing": "denied",
        "act": "want",
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
    texts = [asked.files[name] for command in asked.commands[: asked.texts] for name in command if name in asked.files]
    assert {TEXT, "“It floats,” said Ana Reyes.", "It was shut.", "Not so."} <= set(texts)
    assert texts.count("Lund said that it rained.") == 1
    assert "short one" not in texts
    assert asked.commands[0][-4:] == ["--published", "2024-05-02", "--outlet", "NTB"]
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
    asked = same.Request({"one.txt": TEXT}, [["read", "one.txt"], ["--version"]], 1)
    before, now = same.record(SOURCE, asked), same.record(other, asked)
    assert "Ana Reyes" in before[0]
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
        ("<p><b>a</b><i>b</i></p>", "<p><b>a</b><i>c</i></p>", [" <b>a</b>", "-<i>b</i>", "+<i>c</i>", " </p>"]),
        ("x" * 300, "", [f"-{'x' * 199}…"]),
    ],
)
def test_a_difference_is_shown_by_its_lines(same: Any, before: str, now: str, lines: list[str]) -> None:
    shown = same.shown(same.Difference(["read", "one.txt"], before, now)).splitlines()
    assert shown[0] == "read one.txt"
    assert [line for line in shown[1:] if not line.startswith("@@")] == lines


# --- patterns -----------------------------------------------------------------------------------------------------

TUESDAY = "Ana Reyes said on Tuesday that the port would shut."
#: A text, and a string that is none.
TABLE = f'CASES = [\n    "{TUESDAY}", "on Tuesday"\n]\n'


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> Any:
    """bench/rules.py."""
    monkeypatch.syspath_prepend(Path(__file__).parents[1])
    return importlib.import_module("bench.rules")


@pytest.fixture
def switch(rules: Any) -> Any:
    """A switch for words in brackets."""
    return rules.Switch("sources.BRACKETED", re.compile(r"\[(?P<word>\w+)\]|\((\w+)\)"))


USES = [
    ("match", ("[a] (b)",), "[a]", None, 1),
    ("search", ("so [a] (b)",), "[a]", None, 1),
    ("fullmatch", ("(b)",), "(b)", None, 1),
    ("finditer", ("[a] (b)",), ["[a]", "(b)"], [], 2),
    ("findall", ("[a] (b)",), [("a", ""), ("", "b")], [], 2),
    ("sub", (r"\g<word>\2", "[a] (b)"), "a b", "[a] (b)", 2),
    ("split", ("x[a]y(b)z",), ["x", "a", None, "y", None, "b", "z"], ["x[a]y(b)z"], 2),
]


@pytest.mark.parametrize(("use", "given", "on", "off", "matches"), USES, ids=[use[0] for use in USES])
def test_a_switch_does_what_the_pattern_does_or_matches_nothing(
    switch: Any, use: str, given: tuple[str, ...], on: object, off: object, matches: int
) -> None:
    assert on == _plain(getattr(switch, use)(*given))
    assert matches == switch.matches
    switch.off = True
    assert off == _plain(getattr(switch, use)(*given))
    assert matches == switch.matches


def _plain(found: Any) -> object:
    """Matches as the words matched."""
    if isinstance(found, re.Match):
        return found[0]
    return found if found is None or isinstance(found, str | list) else [match[0] for match in found]


def by_name(found: list[Any], name: str) -> Any:
    """The one whose name ends so, in whatever folder the module is."""
    (one,) = (each for each in found if each.name.endswith(name))
    return one


def test_switches_stand_in_for_patterns_while_they_are_wanted(rules: Any) -> None:
    stage = importlib.import_module(Standing.__module__)
    before = stage.GROUPS
    with rules.switches() as found:
        names = [switch.name for switch in found]
        assert stage.GROUPS[3][1] is by_name(found, "standing.GROUPS[3]")
        assert before[3][1].pattern == stage.GROUPS[3][1].pattern
        assert len(names) == len(set(names))
    assert stage.GROUPS is before


def test_what_patterns_are_good_for(rules: Any, tmp_path: Path) -> None:
    (tmp_path / "test_times.py").write_text(TABLE, encoding="utf-8")
    said = gold("Ana Reyes", "said", "the port would shut", text=TUESDAY, listed=True, time=("2016-10-25",))
    passage = replace(article(said, text=TUESDAY), published="2016-10-26")
    articles = [Article.from_text(TUESDAY, published="2016-10-26"), Article.from_text("The port is shut.")]
    found = rules.examine(articles, {"passages": [passage]}, rules.tables(tmp_path))
    grammar, poll = by_name(found, "dates.GRAMMAR"), by_name(found, "chains.POLL")
    assert (grammar.matches, grammar.articles, grammar.decided) == (1, 1, {"time": 1})
    assert grammar.figures == {"passages time": 1.0}
    assert grammar.held_by == "test_times.py:2"
    assert rules.Rule(poll.name) == poll


def test_what_a_stage_cannot_do_without(rules: Any) -> None:
    found = rules.examine([Article.from_text(TUESDAY)], {}, {})
    assert by_name(found, "names.TOKEN").decided == {rules.FAILS: 1}


def read(*statements: Statement) -> Reading:
    return Reading(Article(TEXT), statements, ())


DIFFERENCES = [
    ("nothing", [statement(REYES)], {}),
    ("a value", [statement(REYES, time=Time("2017", ()))], {"time": 1}),
    ("a holder", [statement(REYES, holder=holder("Ana Reyes"))], {"holder": 1, "mentions": 1}),
    ("one fewer", [], {"statement": 1}),
    ("one more", [statement(REYES), statement(LUND)], {"statement": 1}),
]


@pytest.mark.parametrize(("after", "expected"), [d[1:] for d in DIFFERENCES], ids=[d[0] for d in DIFFERENCES])
def test_differences(rules: Any, after: list[Statement], expected: dict[str, int]) -> None:
    assert expected == rules.differences(read(statement(REYES)), read(*after))


def test_differences_of_places_that_mean_a_holder(rules: Any) -> None:
    there, elsewhere = (statement(REYES, holder=replace(holder("Ana Reyes"), mentions=(Span(n, 3),))) for n in (0, 1))
    assert rules.differences(read(there), read(elsewhere)) == {"mentions": 1}


def test_another_index_is_no_difference(rules: Any) -> None:
    inner = {"parent": 0, "answers": (Answer(0, "denies"),)}
    shifted = {"parent": 1, "answers": (Answer(1, "denies"),)}
    before = read(statement(REYES), statement(CLAIM, **inner))
    after = read(statement(LUND), statement(REYES), statement(CLAIM, **shifted))
    assert rules.differences(before, after) == {"statement": 1}


def test_the_texts_of_tests(rules: Any, tmp_path: Path) -> None:
    (tmp_path / "test_times.py").write_text(TABLE, encoding="utf-8")
    assert rules.tables(tmp_path) == {TUESDAY: "test_times.py:2"}


def test_a_sample_is_evenly_spread(rules: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "articles.jsonl", *({"text": f"Ship {n} sailed."} for n in range(6)))
    taken = rules.sample([str(path)], 3)
    assert [each.text for each in taken] == ["Ship 0 sailed.", "Ship 2 sailed.", "Ship 4 sailed."]


def test_rules_are_shown_by_what_speaks_for_them(rules: Any) -> None:
    held = rules.Rule("a.HELD", 2, 1, Counter(time=2), {"passages time": 0.25}, "test_times.py:7")
    free = rules.Rule("a.FREE", 2, 1, Counter(time=1))
    idle, silent = rules.Rule("a.IDLE", 2, 1), rules.Rule("a.SILENT")
    all_of_them = [held, free, idle, silent]
    columns = [list(column.cells) for column in rules.table(all_of_them).columns]
    assert columns[0] == ["a.SILENT", "a.IDLE", "a.FREE", "a.HELD"]
    assert tuple(column[3] for column in columns[3:]) == ("time 2", "passages time -0.2500", "test_times.py:7")
    assert rules.summary(all_of_them, 120) == (
        "4 patterns: 1 match nothing in 120 articles, 1 match and decide nothing there; no figure falls without 3; "
        "3 are held by no test"
    )
    assert rules.as_json(all_of_them, 120)["patterns"][0]["decided"] == {"time": 2}


def test_rules_of_nothing(rules: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rules.main([str(tmp_path / "missing.jsonl")]) == 1
    assert "missing.jsonl" in capsys.readouterr().err


WHOLE = {
    "source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 34]], "parent": None, "holder": "Ana Reyes",
    "kind": "person", "document": "letter", "addressee": None, "time": "2016", "place": None, "via": ["NTB"],
    "standing": "asserted", "act": "think", "answers": {"statement": 0, "relation": "denies"},
    "targets": [["port", -1]],
}  # fmt: skip
FORMS = [
    ("spans", {"attributions": [{role: WHOLE[role] for role in ("source", "cue", "content")}]}, REYES),
    (
        "values",
        {"statements": [WHOLE]},
        replace(
            REYES, listed=True, holder=GoldHolder(("Ana Reyes",), "person"), document=("letter",),
            addressee=(), time=("2016",), place=(),
            chain=("NTB",), standing="asserted", act="think",
            answers=(0,), stances=(("port", -1),),
        ),
    ),
    (
        "words",
        {
            "statements": [
                {"source": ["Ana Reyes"], "cue": ["said"], "content": ["the port would shut"], "parent": None,
                 "holder": None, "kind": None}
            ]
        },
        replace(REYES, listed=True, holder=GoldHolder((), None)),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), [form[1:] for form in FORMS], ids=[form[0] for form in FORMS])
def test_gold_of_every_form(rules: Any, tmp_path: Path, line: dict[str, object], expected: GoldStatement) -> None:
    path = write(tmp_path / "gold.jsonl", {"id": "a", "text": TEXT, **line})
    (found,) = rules.labelled(path)
    assert (expected,) == found.attributions


def test_whole_articles_are_scored() -> None:
    articles = importlib.import_module("bench.articles")
    gold_rows = [{**WHOLE, "document": None}, {**WHOLE, "content": [[40, 48]], "document": None, "standing": "denied"}]
    mayor = replace(statement(REYES), holder=Holder("Mayor Ana Reyes", "person", None, (Span(0, 9),)))
    longer = replace(mayor, content=(Span(15, 36),), standing=Standing("denied", mayor.cue))
    assert articles.scores([mayor], gold_rows)["found with the right holder"] == Score(1, 1, 2)
    one = articles.scores([longer], gold_rows)
    assert (one["statement found"], one["content exact"]) == (Score(1, 1, 2), Score(0, 1, 2))
    assert one["standing other than asserted"] == Score(0, 1, 0)
    assert one["act, of those found"] == Score(0, 1, 1)
    assert articles.scores([replace(longer, act="think")], gold_rows)["act, of those found"] == Score(1, 1, 1)
    assert articles.scores([], gold_rows)["statement found"] == Score(0, 0, 2)


# -- pages of an archive -----------------------------------------------------------------------------------------------


@pytest.fixture
def invented(tmp_path: Path) -> Path:
    """A file of three invented articles."""
    file = tmp_path / "articles.jsonl"
    said = "The port would shut in May, Ana Reyes told the council on Monday.\n“It is too late,” Ole Lund said."
    file.write_text(
        "".join(
            json.dumps({"title": f"Port & quay {n}", "text": f"{said}\nBerth {n} stays open."}) + "\n" for n in range(3)
        )
    )
    return file


def bench(monkeypatch: pytest.MonkeyPatch, name: str) -> Any:
    monkeypatch.syspath_prepend(Path(__file__).parents[1])
    return importlib.import_module(f"bench.{name}")


def test_a_made_page_has_its_article_alone(monkeypatch: pytest.MonkeyPatch, invented: Path, tmp_path: Path) -> None:
    archive = bench(monkeypatch, "archive")
    rows = archive.rows(None, invented, 3)
    archive.write(tmp_path / "pages.warc.gz", rows)
    found = [one.article for one in articles([str(tmp_path / "pages.warc.gz")]) if one.article]
    assert [(row["title"], row["text"]) for row in rows] == [
        (one.title, one.text.removeprefix(one.title or "").strip().replace("\n\n", "\n")) for one in found
    ]
    assert [archive.address(n) for n in range(3)] == [one.url for one in found]


def test_every_stage_is_timed(
    monkeypatch: pytest.MonkeyPatch, invented: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = bench(monkeypatch, "profile")
    before = tagger().threads
    try:
        assert profile.main(["--articles", str(invented), "--pages", "3"]) == 0
    finally:
        tagger().threads = before
    printed = capsys.readouterr().out
    stages = {stage for stage, *_ in profile.STAGES} | {"extraction", "language", "JSON", "ledger"}
    assert printed.startswith("3 pages, ")
    assert stages == {stage for stage in stages if f"\n{stage}  " in printed}
