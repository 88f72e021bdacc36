"""A disk that fills up, and a file that may not grow: a sentence, and whatever was kept before is there and sound."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random

from reportedly.ledger import Ledger

from .kills import lost, readings
from .trial import Child, Trial, damage

#: The room for a ledger of a few to a few dozen articles, in bytes.
ROOM = (600_000, 1_500_000)


def full(chance: Random, times: int, folder: Path) -> Iterator[Trial]:
    """Write until there is no more room: on a small disk of its own where we may mount one, else in a limited file."""
    faults: list[str] = []
    for number in range(times):
        seed, room = chance.randrange(2**31), chance.randint(*ROOM)
        with _small(folder / f"disk{number}", room if number % 2 else None) as disk:
            path = disk / "ledger.db"
            # The tables are made while there is room: the child's own limit is what ends it.
            Ledger.open(path).close()
            said, code = Child(partial(_fill, path, seed, room)).end()
            if code != 2:
                faults.append(f"disk {number}: expected one of our errors, but it ended with {code}")
            faults += [f"disk {number}: {url} was acknowledged and is lost" for url in lost(path, seed, said)]
            copy = folder / "copy.db"  # with room to look at it
            for beside in disk.glob("ledger.db*"):
                shutil.copy(beside, folder / beside.name.replace("ledger", "copy"))
            faults += damage(copy)
            for left in folder.glob("copy.db*"):
                left.unlink()
    yield Trial("a full disk", times, tuple(faults))


def _fill(path: Path, seed: int, room: int, said: Callable[[int], None]) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    with Ledger.open(path) as ledger:
        for done, reading in enumerate(islice(readings(seed), 2_000)):
            ledger.add(reading)
            said(done)


@contextmanager
def _small(folder: Path, room: int | None) -> Iterator[Path]:
    """A folder, on a disk of its own with so many bytes where one is asked for and may be mounted."""
    folder.mkdir()
    mounted = (
        room is not None
        and os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={room}", "tmpfs", str(folder)], check=False, capture_output=True
        ).returncode
    )
    try:
        yield folder
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)
