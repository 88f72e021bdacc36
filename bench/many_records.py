"""An index of thousands of records, kept in a file: how long it takes to make, how large it is, how fast it answers.

    python -m bench.many_records [--records N] [--quotations N] [--corpora DIR] [--folder DIR] [--seed N]

The records are made of those in the corpora: each of two halves of two of them, the sentences of every turn in another
order. So each sentence stands in some twenty of ten thousand, which is harder than life. Quotations are cut from
records at random, every third with a word put in. Each is held against all records. --folder keeps what is made.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.verify import records
from reportedly.holders.holder import Holder
from reportedly.records import Record, load
from reportedly.span import Span
from reportedly.verification import RecordIndex, kept_index
from reportedly.verification.quoted import QuotedWords
from reportedly.verification.verify import verified

_SENTENCE = re.compile(r"[^.?!]+[.?!]+\s*|[^.?!]+\Z")


def mixed(found: Sequence[Record], chance: random.Random) -> str:
    """A transcript of two halves, with the sentences of each turn in another order."""
    lines = []
    for half in (0, 1):
        turns = chance.choice(found).turns
        middle = len(turns) // 2
        for turn in turns[middle:] if half else turns[: middle or 1]:
            said = _SENTENCE.findall(turn.words)
            chance.shuffle(said)
            words = " ".join(part.strip() for part in said)
            lines.append(f"{turn.speaker or 'NARRATOR'}: {words}")
    return "\n\n".join(lines)


def made(folder: Path, corpora: Path, how_many: int, seed: int) -> None:
    """Writes so many records into a folder."""
    chance = random.Random(seed)
    found = records(corpora)
    for number in range(how_many):
        (folder / f"{number:05}.txt").write_text(mixed(found, chance), "utf-8")


def asked(folder: Path, how_many: int, seed: int) -> list[tuple[str, str]]:
    """Quotations from records at random, each with its speaker."""
    chance = random.Random(seed + 1)
    files = sorted(folder.glob("*.txt"))
    found: list[tuple[str, str]] = []
    while len(found) < how_many:
        turn = chance.choice(load(chance.choice(files)).turns)
        words = turn.words.split()
        if len(words) < 12:
            continue
        size = chance.randint(8, 40)
        start = chance.randrange(max(1, len(words) - size))
        cut = words[start : start + size]
        if len(found) % 3 == 0:
            cut.insert(len(cut) // 2, "harbour")
        found.append((" ".join(cut), turn.speaker or ""))
    return found


def answered(index: RecordIndex, questions: Sequence[tuple[str, str]]) -> list[float]:
    """The milliseconds of a processor that each quotation takes; tells how many are found."""
    taken: list[float] = []
    there = 0
    for words, speaker in questions:
        text = f"“{words}”"
        began = time.process_time()
        found = verified(text, QuotedWords((Span(0, len(text)),), Holder(speaker, "person", None, ()), 0), index)
        taken.append((time.process_time() - began) * 1000)
        there += found is not None and found.class_ != "not-in-this-record"
    print(f"found: {there} of {len(questions)}")
    return taken


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--records", type=int, default=10_000)
    options.add_argument("--quotations", type=int, default=300)
    options.add_argument("--corpora", type=Path, default=Path(os.environ.get("REPORTEDLY_CORPORA", ".")))
    options.add_argument("--folder", type=Path)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        if not any(folder.glob("*.txt")):
            made(folder, given.corpora, given.records, given.seed)
        file = folder / "records.index"
        for what in ("made", "opened again"):
            began, used = time.perf_counter(), time.process_time()
            with kept_index(file, [folder], print) as index:
                if index is None:
                    sys.exit("expected records, found none")
                whole, busy = time.perf_counter() - began, time.process_time() - used
                print(f"{len(index.names):,} records, {what}: {whole:.1f} s, of which {busy:.1f} s of a processor")
                print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")
                if what == "opened again":
                    taken = sorted(answered(index, asked(folder, given.quotations, given.seed)))
                    median, late = statistics.median(taken), taken[len(taken) * 99 // 100]
                    print(f"a quotation, of a processor: median {median:.1f} ms, p99 {late:.1f} ms")
        print(f"on disk: {file.stat().st_size / 2**20:,.0f} MiB")
        print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


if __name__ == "__main__":
    main()
