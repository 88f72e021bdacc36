"""Plan: the inputs of a batch cut into parts, once and for all, so that whoever goes on does so with the same."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Final

from ..articles.inputs import Facts, files, records
from ..errors import InputError, OutputError
from ..printable import printable, shorten
from ..reading import made_by
from .folder import PartsFolder

#: The file in which a plan stands: a line of JSON for how it is read, one for each file, and one for each part.
PLAN: Final = "plan.jsonl"
#: Records in a part, at most and at least; between them as many as give each process a dozen parts.
MOST, LEAST, EACH = 512, 16, 12
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class BatchPiece:
    """Records of one file or URL that follow one another. first: how many of it come before them. count: how many.

    at: the byte at which the first begins, if reading can begin there. A URL has one piece, without a count.
    """

    name: str
    first: int = 0
    count: int | None = None
    at: int | None = None


@dataclass(frozen=True, slots=True)
class BatchPart:
    """What is read by one process, and written and marked as done at once. number: from 1."""

    number: int
    pieces: tuple[BatchPiece, ...]

    @property
    def name(self) -> str:
        """The name of its files, without what they end in."""
        return part_name(self.number)

    @property
    def records(self) -> int:
        """How many records it has, as far as that is known."""
        return sum(1 if piece.count is None else piece.count for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class HowRead:
    """How all records of a batch are read.

    published, outlet: of all articles. columns: which columns of tables hold what. allow_private: whether links of
    feeds may lead off the public internet. any_language: whether what isn't in English is read,
    too.
    """

    published: str | None = None
    outlet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    allow_private: bool = False
    any_language: bool = False

    @property
    def facts(self) -> Facts:
        """What is known of all articles. Raises InputError."""
        return Facts(self.published, self.outlet)


@dataclass(frozen=True, slots=True)
class Plan:
    """All parts of a batch. inputs: as the user named them. made_by: the program and the weights that read them.

    files: the size of each file in bytes, by which it is told whether it is still the same.
    """

    inputs: tuple[str, ...]
    how: HowRead
    made_by: str
    files: Mapping[str, int]
    parts: tuple[BatchPart, ...]

    @property
    def records(self) -> int:
        """How many records there are, as far as that is known."""
        return sum(part.records for part in self.parts)

    def check_files(self) -> None:
        """Raise InputError if a file isn't any more what the plan was made of."""
        check_sizes(self.files)


def part_name(number: int) -> str:
    """The name of the files of a part, without what they end in."""
    return f"{number:06}"


def check_sizes(files: Mapping[str, int]) -> None:
    """Raise InputError if a file, by its name, isn't there with its size in bytes."""
    for name, size in files.items():
        found = _size(name)
        if found != size:
            now = "no such file" if found is None else f"{found:,}"
            raise InputError(f"expected {name} with {size:,} bytes, as the plan has it, found {now}")


def planned(inputs: Iterable[str], how: HowRead, jobs: int, tell: Callable[[str], object] = lambda _: None) -> Plan:
    """The plan for these inputs. tell: takes sentences for the user: what isn't read.

    Raises InputError for an input that isn't there, for standard input, which can't be read twice, and for no inputs.
    """
    names = tuple(inputs)
    if "-" in names:
        raise InputError("expected files, folders, patterns or URLs, found -: standard input can't be gone on with")
    found = [file for name in names for file in files(name, tell)]
    if missing := next((file for file in found if "://" not in file and not os.path.exists(file)), None):  # noqa: PTH110
        raise InputError(f"expected an input in {shorten(printable(missing), 200)}, found no such file")
    runs = [(file, list(_marks(file, how))) for file in found]
    total = sum(len(marks) for _, marks in runs)
    size = min(MOST, max(LEAST, -(-total // (jobs * EACH))))
    parts = tuple(BatchPart(number, pieces) for number, pieces in enumerate(_cut(runs, size), 1))
    sizes = {file: there for file in found if (there := _size(file)) is not None}
    return Plan(names, how, str(made_by()), sizes, parts)


def kept(plan: Plan, folder: PartsFolder) -> None:
    """Write a plan into its folder. Raises OutputError."""
    head = {
        "schema": "reportedly/plan", "version": _VERSION, "inputs": plan.inputs, "how": asdict(plan.how),
        "made_by": plan.made_by, "files": plan.files,
    }  # fmt: skip
    lines = [head, *([[p.name, p.first, p.count, p.at] for p in part.pieces] for part in plan.parts)]
    folder.write(PLAN, "".join(json.dumps(line) + "\n" for line in lines).encode("utf-8"))


def found(folder: PartsFolder) -> Plan | None:
    """The plan in a folder; None if there is none. Raises OutputError if it can't be read."""
    data = folder.read(PLAN)
    if data is None:
        return None
    try:
        head, *parts = (json.loads(line) for line in data.splitlines())
        if head["version"] != _VERSION:
            raise OutputError(f"expected a plan of version {_VERSION} in {folder.where}, found {head['version']}")
        cut = tuple(BatchPart(n, tuple(BatchPiece(*piece) for piece in pieces)) for n, pieces in enumerate(parts, 1))
        return Plan(tuple(head["inputs"]), HowRead(**head["how"]), head["made_by"], head["files"], cut)
    except (ValueError, KeyError, TypeError) as error:
        raise OutputError(f"expected a plan in {folder.where}/{PLAN}, found another file") from error


def check_same(there: Plan, asked: tuple[str, ...], how: HowRead) -> None:
    """Raise OutputError if a folder was begun with something else than what is asked for now."""
    differences = (
        ("of", ", ".join(there.inputs), ", ".join(asked)), ("read by", there.made_by, str(made_by())),
        ("read with", _options(there.how), _options(how)),
    )  # fmt: skip
    for what, then, now in differences:
        if then != now:
            raise OutputError(
                f"expected the batch {what} {shorten(then, 200)} with which the folder was begun, found "
                f"{shorten(now, 200)}; another folder begins anew"
            )


def _options(how: HowRead) -> str:
    given = {name: value for name, value in asdict(how).items() if value}
    return json.dumps(given) if given else "no options"


def _marks(file: str, how: HowRead) -> Iterator[int | None]:
    """For each record of a file the byte at which it begins, if reading can begin there; one None for a URL."""
    if "://" in file:
        yield None
    else:
        yield from (getattr(record, "at", None) for record in records(file, columns=how.columns))


def _cut(runs: Iterable[tuple[str, list[int | None]]], size: int) -> Iterator[tuple[BatchPiece, ...]]:
    """The pieces of each part of `size` records."""
    pieces: list[BatchPiece] = []
    room = size
    for file, marks in runs:
        first = 0
        while first < len(marks):
            count = min(room, len(marks) - first)
            piece = BatchPiece(file, first, count, marks[first])
            pieces.append(replace(piece, count=None) if "://" in file else piece)
            first, room = first + count, room - count
            if not room:
                yield tuple(pieces)
                pieces, room = [], size
    if pieces:
        yield tuple(pieces)


def _size(file: str) -> int | None:
    try:
        return os.stat(file).st_size  # noqa: PTH116 - names of files, of which there may be millions
    except OSError:
        return None
