"""Several writers and askers at once, on one ledger: nobody fails, nothing is lost, and nobody waits long."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random

from reportedly.ledger import Ledger, Query, Waiting

from .kills import lost, readings
from .trial import Child, Trial, damage

WRITERS, ASKERS, ARTICLES = 4, 2, 6
#: The longest that one addition or question may take beside all others, in seconds, on a machine of two cores.
LONGEST = 60.0
#: How long a writer waits for the others, in seconds: as long as `reportedly add`.
PATIENCE = 600.0


def together(chance: Random, times: int, folder: Path) -> Iterator[Trial]:
    """Processes that add different articles and ask, all begun at the same time on a new ledger."""
    faults: list[str] = []
    for number in range(times):
        path = folder / f"shared{number}.db"
        seeds = [chance.randrange(2**31) for _ in range(WRITERS)]
        begun = [Child(partial(_write, path, seed)) for seed in seeds]
        begun += [Child(partial(_ask, path)) for _ in range(ASKERS)]
        ended = [one.end() for one in begun]
        for seed, (said, code) in zip(seeds, ended, strict=False):
            if code or len(said) != ARTICLES:
                faults.append(f"round {number}: a writer ended with {code} after {len(said)} of {ARTICLES} articles")
            faults += [f"round {number}: {url} was acknowledged and is lost" for url in lost(path, seed, said)]
        for _, code in ended[WRITERS:]:
            if code:
                faults.append(f"round {number}: one who asked ended with {code}")
        faults += damage(path)
    yield Trial(f"{WRITERS} writers and {ASKERS} who ask, at once", times, tuple(faults))


def _write(path: Path, seed: int, said: Callable[[int], None]) -> None:
    with Ledger.open(path, Waiting(PATIENCE)) as ledger:
        for done, reading in enumerate(islice(readings(seed), ARTICLES)):
            begun = time.monotonic()
            ledger.add(reading)
            if time.monotonic() - begun > LONGEST:
                raise TimeoutError(f"an addition took {time.monotonic() - begun:.1f} s")
            said(done)


def _ask(path: Path, said: Callable[[int], None]) -> None:
    for done in range(ARTICLES):
        begun = time.monotonic()
        with Ledger.open(path) as ledger:
            ledger.search(Query("the"))
            ledger.trace("the")
            ledger.holders()
        if time.monotonic() - begun > LONGEST:
            raise TimeoutError(f"a question took {time.monotonic() - begun:.1f} s")
        said(done)
