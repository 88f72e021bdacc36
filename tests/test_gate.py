"""The accuracy gate: floors, digests, raising, lowering."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportedly.holders import Holder
from reportedly.reading import Statement
from reportedly.span import Span

TEXT = "Lund said it rained. Boye said it poured."
LUND, BOYE = ((0, 4), (5, 9), (10, 19)), ((21, 25), (26, 30), (31, 40))


def statement(source: tuple[int, int], cue: tuple[int, int], content: tuple[int, int]) -> Statement:
    holder = Holder(TEXT[slice(*source)], "person", None, (Span(*source),))
    return Statement((Span(*source),), (Span(*cue),), (Span(*content),), "indirect", None, 0.9, holder)


def reads_all(text: str) -> list[Statement]:
    return [statement(*LUND), statement(*BOYE)]


def reads_half(text: str) -> list[Statement]:
    return [statement(*LUND)]


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """Corpora of one article each."""
    spans = [{r: [s] for r, s in zip(("source", "cue", "content"), a, strict=True)} for a in (LUND, BOYE)]
    words = [{r: [TEXT[slice(*s)] for s in a[r]] for r in a} for a in spans]
    files = {
        "polnear/dev.jsonl": {"id": "a", "text": TEXT, "attributions": spans},
        "statements/dev.jsonl": {"id": "a", "attribution": 0, "holder": ["Lund"], "kind": "person"},
        "statements/passages.jsonl": {
            "id": "p",
            "text": TEXT,
            "statements": [{**w, "holder": w["source"][0], "kind": "person", "parent": None} for w in words],
        },
    }
    for name, row in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(row), encoding="utf-8")
    return tmp_path


Run = Callable[..., int]


@pytest.fixture
def run(corpora: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The gate on those corpora, its floors beside them."""
    monkeypatch.syspath_prepend(Path(__file__).parents[1])  # training isn't installed
    gate: Any = importlib.import_module("training.gate")
    monkeypatch.setattr(gate, "POLNEAR", "polnear/dev.jsonl")
    monkeypatch.setenv("REPORTEDLY_CORPORA", str(corpora))

    def run(*arguments: str, reader: object = reads_all) -> int:
        status: int = gate.main(arguments, reader, corpora / "floors.json")
        return status

    return run


def floors(corpora: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((corpora / "floors.json").read_text(encoding="utf-8"))
    return loaded


def test_no_corpora_is_skipped(run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("REPORTEDLY_CORPORA")
    assert run() == 0
    assert "skipped" in capsys.readouterr().out


def test_no_floors_yet(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 1
    assert "--raise writes them" in capsys.readouterr().err


def test_raise_then_hold(run: Run, corpora: Path) -> None:
    assert run("--raise", reader=reads_half) == 0
    assert floors(corpora)["figures"]["dev attribution"] == 0.662
    assert run() == 0
    assert run("--raise") == 0
    assert floors(corpora)["figures"]["dev attribution"] == 0.996


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
    passages = corpora / "statements" / "passages.jsonl"
    passages.write_text(passages.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    for arguments in ((), ("--raise",)):
        assert run(*arguments) == 1
        (sentence,) = capsys.readouterr().err.splitlines()
        assert sentence.startswith("statements/passages.jsonl must be the file with digest ")
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
