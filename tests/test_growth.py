"""The kinds of text by which growth is measured, and the measuring; bench isn't installed."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _bench(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parents[1])


def bench(name: str) -> Any:
    return importlib.import_module(f"bench.{name}")


def test_a_kind_is_the_same_at_every_run_and_about_as_long_as_asked() -> None:
    shapes = bench("shapes")
    assert len(shapes.KINDS) >= 25
    for kind in shapes.KINDS:
        text = shapes.made(kind, 5_000)
        assert text == shapes.made(kind, 5_000)
        assert len(text) == pytest.approx(5_000, rel=0.3), kind


def test_a_reading_is_measured_in_a_process_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench("growth").main(["--kinds", "news", "--sizes", "300"]) == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head.split() == ["300", "growth"]
    assert row.startswith("news ")
    assert " MiB" in row


def test_what_goes_beyond_the_bounds_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench("growth").main(["--kinds", "one-word", "--sizes", "3M"]) == 1
    assert "TooLarge" in capsys.readouterr().out


@pytest.mark.parametrize(("written", "size"), [("500", 500), ("10k", 10_000), ("2M", 2_000_000)])
def test_a_size_is_written_short(written: str, size: int) -> None:
    assert size == bench("growth")._size(written)


def test_an_unknown_kind_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench("growth").main(["--kinds", "poems"])
    assert "found 'poems'" in capsys.readouterr().err
