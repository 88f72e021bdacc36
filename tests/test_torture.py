"""A small share of the torture, which takes minutes as `make torture`; and whatever was ever taken wrongly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from reportedly.errors import NotText
from torture import damaged, disk, drips, fuzz, kills, pages, values, writers
from torture.trial import Part, outcome

#: Each part and how often it tries here.
SHARE: list[tuple[str, Part, int]] = [
    ("killed while adding", kills.add, 6),
    ("killed while migrating", kills.migrate, 1),
    ("killed while backing up", kills.backup, 2),
    ("copied", damaged.copies, 1),
    ("full disk", disk.full, 2),
    ("damaged", damaged.damaged, 3),
    ("writers", writers.together, 1),
    ("drips", drips.drips, 1),
    ("pages", pages.pages, 6),
    ("values", values.values, 400),
]
FAULTS = sorted(path.relative_to(fuzz.FAULTS) for path in fuzz.FAULTS.glob("*/*"))


@pytest.mark.parametrize(("part", "times"), [share[1:] for share in SHARE], ids=[share[0] for share in SHARE])
def test_nothing_breaks(part: Part, times: int, tmp_path: Path) -> None:
    for trial in part(Random(17), times, tmp_path):
        assert trial.faults == ()


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[fuzz.Entries]:
    with fuzz.Entries(tmp_path_factory.mktemp("fuzz")) as entries:
        yield entries


@pytest.mark.parametrize("path", FAULTS, ids=str)
def test_what_was_once_taken_wrongly_no_longer_is(entries: fuzz.Entries, path: Path) -> None:
    assert entries.try_one(path.parts[0], (fuzz.FAULTS / path).read_bytes()) is None


@pytest.mark.parametrize("entry", [entry for entry in fuzz.ENTRIES if entry not in ("read", "review", "request")])
def test_an_entry_takes_anything(entries: fuzz.Entries, entry: str) -> None:
    chance, known = Random(entry), fuzz.seeds(entry)
    for _ in range(40):
        assert entries.try_one(entry, fuzz.mutated(chance, chance.choice(known), known)) is None


def test_faults_are_of_entries_that_are_there() -> None:
    assert {path.parts[0] for path in FAULTS} <= fuzz.ENTRIES.keys() == fuzz.SEEDS.keys()


def raising(error: Exception) -> None:
    raise error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (NotText("expected text, found a picture"), None),
        (NotText(""), "NotText with no sentence"),
        (KeyError("text"), "a traceback: KeyError: 'text'"),
        (RecursionError("too deep"), "a traceback: RecursionError: too deep"),
    ],
)
def test_an_outcome_is_one_of_our_errors_or_a_fault(error: Exception, expected: str | None) -> None:
    found = outcome(lambda: raising(error))
    assert found is expected if expected is None else expected in (found or "")


def test_a_child_says_what_it_did_before_it_was_killed() -> None:
    def work(said: object) -> None:
        for number in range(3):
            said(number)  # type: ignore[operator]

    assert kills.Child(work).end() == ([0, 1, 2], 0)
    assert kills.Child(lambda _: raising(NotText("no text"))).end() == ([], 2)
