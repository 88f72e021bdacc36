"""The accuracy gate: no figure may fall below its floor.

    python -m training.gate                            compare; exit status 1 with a sentence for each figure below
    python -m training.gate --raise                    write floors upward from this run
    python -m training.gate --lower --reason "..."     take this run's figures and corpora as they are, and say why

It reads the invented passages and the cases kept for measuring in annotation/, and PolNeAR dev where
REPORTEDLY_CORPORA (or --corpora) says where the corpora are. Without them the floors of passages and cases are compared
alone, and none can be written.

The floors lie in floors.json with the SHA-256 digest of every file they were measured on: another corpus is another
measure.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench import cases
from reportedly.articles.article import Article
from reportedly.errors import ReportedlyError
from reportedly.evaluation import (
    GoldArticle,
    Metric,
    Score,
    load_gold,
    load_passages,
    load_statements,
    score,
    score_statements,
)
from reportedly.reading import Statement, read

from .corpora import lines_of

ROOT = Path(__file__).parents[1]
FLOORS = Path(__file__).parent / "floors.json"
#: In the repository, and among the corpora.
PASSAGES, CASES = "annotation/passages.jsonl", "annotation/cases/held.jsonl"
POLNEAR, STATEMENTS = "polnear/dev.jsonl.xz", "statements/dev.jsonl"
#: How the names of figures on PolNeAR dev begin.
DEV = "dev "
#: Floors are kept in thousandths and lie this far below the figure: rounding differs from processor to processor,
#: and a score near a threshold falls now on one side, now on the other.
STEP, SLACK = 1000, 0.004

Read = Callable[[Article], Sequence[Statement]]


@dataclass(frozen=True, slots=True)
class Floors:
    """What is pinned: the digests of the corpora, a floor for each figure, and every lowering with its reason."""

    corpora: Mapping[str, str]
    figures: Mapping[str, float]
    lowered: tuple[Mapping[str, object], ...] = ()


def digests(corpora: Path | None) -> dict[str, str]:
    """SHA-256 of every file that the gate reads, hexadecimal, by its path in the repository or under `corpora`."""
    files = {} if corpora is None else {name: corpora / name for name in (POLNEAR, STATEMENTS)}
    files |= {name: ROOT / name for name in (PASSAGES, CASES)}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def measure(corpora: Path | None, reader: Read) -> dict[str, float]:
    """Every figure of the gate, 0 to 1, the more the better; without corpora, those on passages and cases.

    reader: the statements of an article. Raises OSError or GoldError for a file that can't be read.
    """
    passages = load_passages(ROOT / PASSAGES)
    figures = {} if corpora is None else _measure_dev(corpora, reader)
    kinds = cases.figures(reader, map(json.loads, lines_of(ROOT / CASES)))
    usable = {f"cases {kind}": scores[cases.USABLE].f1 for kind, scores in kinds.items()}
    return figures | _values("passages", score_statements(passages, _read_all(passages, reader))) | usable


def _measure_dev(corpora: Path, reader: Read) -> dict[str, float]:
    dev = load_gold(corpora / POLNEAR)
    listed = load_statements(corpora / STATEMENTS, dev)
    found = _read_all(dev, reader)
    figures = {f"{DEV}{name}": s.f1 for name, s in score(dev, found).items()}
    return figures | _values(DEV.strip(), score_statements(listed, found))


def _read_all(articles: Iterable[GoldArticle], reader: Read) -> dict[str, Sequence[Statement]]:
    return {article.id: reader(article.article()) for article in articles}


def _values(part: str, figures: Mapping[str, Metric]) -> dict[str, float]:
    """The figures of statements: F1 or proportion; for times also the precision, as a wrong one is worse than none."""
    values = {
        f"{part} {name}": figure.f1 if isinstance(figure, Score) else figure.value
        for name, figure in figures.items()
        if name != "time wrong"
    }
    time = figures.get("time")
    return values | ({f"{part} time precision": time.precision} if isinstance(time, Score) else {})


def without_dev(floors: Floors) -> Floors:
    """The floors that can be compared without corpora."""
    corpora = {name: digest for name, digest in floors.corpora.items() if name in (PASSAGES, CASES)}
    figures = {name: floor for name, floor in floors.figures.items() if not name.startswith(DEV)}
    return replace(floors, corpora=corpora, figures=figures)


def below(floors: Floors, figures: Mapping[str, float]) -> list[str]:
    """One sentence for each floor that this run doesn't reach."""
    return [
        f"{name} must be at least {floor:.3f}, but is {figures[name]:.4f}"
        if name in figures
        else f"{name} has a floor of {floor:.3f}, but this run doesn't measure it"
        for name, floor in floors.figures.items()
        if name not in figures or figures[name] < floor
    ]


def changed(floors: Floors, found: Mapping[str, str]) -> list[str]:
    """One sentence for each corpus file that isn't the one the floors were measured on."""
    return [
        f"{name} must be the file with digest {digest[:12]}…, on which the floors were measured, "
        f"but has {found[name][:12] + '…' if name in found else 'none'}"
        for name, digest in floors.corpora.items()
        if found.get(name) != digest
    ]


def raised(floors: Floors, figures: Mapping[str, float], found: Mapping[str, str]) -> Floors:
    """The floors, moved up to this run's figures where those are higher; new figures get one."""
    highest = {name: max(floors.figures.get(name, 0.0), _floor(value)) for name, value in figures.items()}
    return replace(floors, corpora=dict(found), figures={**floors.figures, **highest})


def lowered(floors: Floors, figures: Mapping[str, float], found: Mapping[str, str], reason: str) -> Floors:
    """This run's figures and corpora as the floors, with what fell and why on record."""
    now = {name: _floor(value) for name, value in figures.items()}
    fell = {
        name: {"from": floor, "to": now.get(name)}
        for name, floor in floors.figures.items()
        if name not in now or now[name] < floor
    }
    record: dict[str, object] = {"reason": reason, "figures": fell, "corpora": _names_of_changed(floors, found)}
    return Floors(dict(found), now, (*floors.lowered, record))


def _names_of_changed(floors: Floors, found: Mapping[str, str]) -> list[str]:
    return [name for name in found if found[name] != floors.corpora.get(name)]


def _floor(value: float) -> float:
    return max(0.0, math.floor((value - SLACK) * STEP) / STEP)


def load(path: Path) -> Floors:
    """The floors of a file; none at all if there is no file yet."""
    if not path.exists():
        return Floors({}, {})
    row = json.loads(path.read_text(encoding="utf-8"))
    return Floors(row["corpora"], row["figures"], tuple(row["lowered"]))


def save(path: Path, floors: Floors) -> None:
    """Write the floors as JSON, a figure a line."""
    row = {"corpora": floors.corpora, "figures": floors.figures, "lowered": floors.lowered}
    path.write_text(json.dumps(row, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def table(floors: Floors, figures: Mapping[str, float]) -> str:
    """Figure and floor, a line each."""
    width = max(map(len, figures))
    lines = [f"{'':{width}} figure  floor"]
    for name, value in figures.items():
        floor = f"{floors.figures[name]:6.3f}" if name in floors.figures else "     –"
        lines.append(f"{name:{width}} {value:6.4f} {floor}")
    return "\n".join(lines)


def read_statements(article: Article) -> Sequence[Statement]:
    """What the package reads in an article."""
    return read(article).statements


def main(arguments: Sequence[str] | None = None, reader: Read = read_statements, path: Path = FLOORS) -> int:
    """Run the gate; 0 if every figure holds, 1 if not. reader: the statements of an article. path: the floors' file."""
    parser = argparse.ArgumentParser(prog="python -m training.gate", description=__doc__.split("\n")[0])
    parser.add_argument("--corpora", type=Path, default=os.environ.get("REPORTEDLY_CORPORA") or None)
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--raise", action="store_true", dest="up", help="write floors upward from this run")
    change.add_argument("--lower", action="store_true", help="take this run's figures as the floors; needs --reason")
    parser.add_argument("--reason", default="", help="why floors are lowered; kept in the file")
    options = parser.parse_args(arguments)
    if options.lower != bool(options.reason.strip()):
        parser.error("--lower and --reason go together: a floor falls for a reason, and the reason is kept")
    if options.corpora is None and (options.up or options.lower):
        parser.error("floors are written for every figure: --raise and --lower need the corpora")
    try:
        found, figures = digests(options.corpora), measure(options.corpora, reader)
    except (OSError, ReportedlyError) as error:
        print(error, file=sys.stderr)
        return 1
    floors = load(path) if options.corpora else without_dev(load(path))
    print(table(floors, figures))
    if not options.corpora:
        print("PolNeAR dev isn't measured: REPORTEDLY_CORPORA doesn't say where the corpora are.")
    if options.lower:
        save(path, lowered(floors, figures, found, options.reason.strip()))
        return 0
    complaints = changed(floors, found)
    if options.up and not complaints:
        save(path, raised(floors, figures, found))
    complaints += below(floors, figures)
    if not floors.figures and not options.up:
        complaints.append(f"{path.name} must hold floors, but there are none yet; --raise writes them")
    for sentence in complaints:
        print(sentence, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
