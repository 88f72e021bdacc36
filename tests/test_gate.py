"""The accuracy gate: floors, digests, raising, lowering; with the corpora and without."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from marked import gold, holder, statement

from reportedly.articles.article import Article
from reportedly.evaluation import ROLES, load_passages, spans_of
from reportedly.reading import Statement
from reportedly.values.times import Time

TEXT = "Lund said it rained. Boye told NTB it poured."
LUND = gold("Lund", "said", "it rained", TEXT)
BOYE = gold("Boye", "told", "it poured", TEXT)


def reads_all(article: Article) -> list[Statement]:
    return [statement(LUND, holder=holder("Lund")), statement(BOYE, holder=holder("Boye"))]


def reads_half(article: Article) -> list[Statement]:
    return [statement(LUND, holder=holder("Lund"))]


def reads_times(article: Article) -> list[Statement]:
    """As reads_all, and says of everything that it was said on the day of publication."""
    return [replace(s, time=Time(str(article.published), s.cue)) for s in reads_all(article)]


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """Corpora of one article each, and a repository with one passage, in one folder."""
    words = [{role: [s.of(TEXT) for s in spans_of(a, role)] for role in ROLES} for a in (LUND, BOYE)]
    spans = [{role: [[s.start, s.end] for s in spans_of(a, role)] for role in ROLES} for a in (LUND, BOYE)]
    when = [{"when": "2024-05-02"}, {"when": None}]
    usual = {"standing": "asserted", "act": "say", "document": None}
    case = [row | usual | {"holder": name} for row, name in zip(spans, ("Lund", "Boye"), strict=True)]
    files = {
        "annotation/cases/held.jsonl": {
            "id": "case-later-01",
            "focus": "later",
            "outlet": None,
            "published": "2024-05-02",
            "text": TEXT,
            "statements": case,
        },
        "polnear/dev.jsonl": {"id": "a", "text": TEXT, "attributions": spans, "date": "2024-05-02"},
        "statements/dev.jsonl": {"id": "a", "attribution": 0, "holder": ["Lund"], "kind": "person", **when[0]},
        "annotation/passages.jsonl": {
            "id": "p",
            "text": TEXT,
            "published": "2024-05-02",
            "statements": [
                {**w, **t, "holder": w["source"][0], "kind": "person", "parent": None}
                for w, t in zip(words, when, strict=True)
            ],
        },
    }
    for name, row in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(row), encoding="utf-8")
    return tmp_path


Run = Callable[..., int]


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Any:
    """training/gate.py, which isn't installed."""
    monkeypatch.syspath_prepend(Path(__file__).parents[1])
    return importlib.import_module("training.gate")


@pytest.fixture
def run(gate: Any, corpora: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The gate on those corpora, its floors beside them."""
    monkeypatch.setattr(gate, "POLNEAR", "polnear/dev.jsonl")
    monkeypatch.setattr(gate, "ROOT", corpora)
    monkeypatch.setenv("REPORTEDLY_CORPORA", str(corpora))

    def run(*arguments: str, reader: object = reads_all) -> int:
        status: int = gate.main(arguments, reader, corpora / "floors.json")
        return status

    return run


def floors(corpora: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((corpora / "floors.json").read_text(encoding="utf-8"))
    return loaded


def test_the_passages_are_those_the_floors_were_measured_on(gate: Any) -> None:
    assert gate.changed(gate.without_dev(gate.load(gate.FLOORS)), gate.digests(None)) == []
    passages = load_passages(gate.ROOT / gate.PASSAGES)
    assert (len(passages), sum(len(passage.attributions) for passage in passages)) == (110, 377)


@pytest.fixture
def without(run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The gate with floors, but without corpora."""
    run("--raise")
    monkeypatch.delenv("REPORTEDLY_CORPORA")
    capsys.readouterr()
    return run


def test_without_corpora_the_passages_are_compared(without: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert without() == 0
    printed = capsys.readouterr().out
    assert "PolNeAR dev isn't measured" in printed
    assert {line.split()[0] for line in printed.splitlines()[1:-1]} == {"passages", "cases"}


def test_without_corpora_a_figure_below_its_floor(without: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert without(reader=reads_half) == 1
    assert capsys.readouterr().err == (
        "passages statement must be at least 0.996, but is 0.6667\ncases later must be at least 0.996, but is 0.6667\n"
    )


def test_without_corpora_other_passages(without: Run, corpora: Path, capsys: pytest.CaptureFixture[str]) -> None:
    passages = corpora / "annotation" / "passages.jsonl"
    passages.write_text(passages.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert without() == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert sentence.startswith("annotation/passages.jsonl must be the file with digest ")


@pytest.mark.parametrize("arguments", [("--raise",), ("--lower", "--reason", "why")])
def test_without_corpora_no_floor_is_written(without: Run, corpora: Path, arguments: tuple[str, ...]) -> None:
    before = floors(corpora)
    with pytest.raises(SystemExit):
        without(*arguments)
    assert before == floors(corpora)


def test_no_floors_yet(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 1
    assert "--raise writes them" in capsys.readouterr().err


def test_raise_then_hold(run: Run, corpora: Path) -> None:
    assert run("--raise", reader=reads_half) == 0
    assert floors(corpora)["figures"]["dev attribution"] == 0.662
    assert run() == 0
    assert run("--raise") == 0
    assert floors(corpora)["figures"]["dev attribution"] == 0.996


def test_values_of_statements_have_floors(run: Run, corpora: Path) -> None:
    assert run("--raise", reader=reads_times) == 0
    figures = floors(corpora)["figures"]
    assert (figures["dev time"], figures["dev time precision"]) == (0.996, 0.996)
    assert (figures["passages time"], figures["passages time precision"]) == (0.662, 0.496)
    assert "passages time wrong" not in figures


def test_figure_below_its_floor(run: Run, corpora: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("--raise")
    before = floors(corpora)
    for arguments in ((), ("--raise",)):
        assert run(*arguments, reader=reads_half) == 1
        assert "dev attribution must be at least 0.996, but is 0.6667\n" in capsys.readouterr().err
    assert before == floors(corpora)


def test_other_corpus(run: Run, corpora: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("--raise")
    before = floors(corpora)
    dev = corpora / "statements" / "dev.jsonl"
    dev.write_text(dev.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    for arguments in ((), ("--raise",)):
        assert run(*arguments) == 1
        (sentence,) = capsys.readouterr().err.splitlines()
        assert sentence.startswith("statements/dev.jsonl must be the file with digest ")
    assert before == floors(corpora)


def test_lowering_keeps_its_reason(run: Run, corpora: Path) -> None:
    run("--raise")
    assert run("--lower", "--reason", "a smaller model", reader=reads_half) == 0
    (record,) = floors(corpora)["lowered"]
    assert record["reason"] == "a smaller model"
    assert record["figures"]["dev attribution"] == {"from": 0.996, "to": 0.662}
    assert run(reader=reads_half) == 0


@pytest.mark.parametrize("arguments", [("--lower",), ("--reason", "why"), ("--lower", "--reason", " ")])
def test_lowering_needs_a_reason(run: Run, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit):
        run(*arguments)


def test_corpora_that_are_not_there(run: Run, corpora: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--corpora", str(corpora / "nowhere")) == 1
    assert "nowhere" in capsys.readouterr().err
