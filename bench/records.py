"""How long records take in a ledger, and whether what is quoted of them finds them.

    python -m bench.records [--corpora DIR] [--records N] [--articles N]

Transcripts of the corpora are added to a new ledger. Then the quotations of articles that stand in them letter by
letter: for how many a record that has them is among those that are looked into. Then articles that are made of them,
two quotations each: how long it takes to add one with and without records, and to hold it against them. Times are of
one core.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import reportedly
from reportedly.ledger import Ledger, RecordFacts
from reportedly.ledger.records import prints
from reportedly.ledger.tables import engine
from reportedly.reading import Reading
from reportedly.records.record import Record, Spoken, record_of


def records(corpora: Path, most: int) -> Iterator[tuple[Record, RecordFacts]]:
    """The transcripts of the corpora with their days."""
    with lzma.open(corpora / "records" / "records.jsonl.xz", "rt", encoding="utf-8") as file:
        for line, _ in zip(file, range(most), strict=False):
            row = json.loads(line)
            said = (Spoken(one["text"], one["speaker"] or None) for one in row["segments"])
            yield record_of(row["record"], "transcript", said), RecordFacts(None, row.get("date"))


def quotations(corpora: Path) -> Iterator[tuple[str, str]]:
    """Quotations that stand whole in a record, each with its name."""
    with lzma.open(corpora / "records" / "quoted.jsonl.xz", "rt", encoding="utf-8") as file:
        for line in file:
            yield from ((one["quote"], one["record"]) for one in json.loads(line)["quotes"] if one["whole"])


def made(quoted: Sequence[str], number: int) -> Reading:
    """An article of some quotations."""
    text = "\n\n".join(f"“{words},” Ana Reyes said on Tuesday." for words in quoted)
    return reportedly.read(text, url=f"https://post.example/{number}", outlet="Halden Post", published="2030-01-01")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=os.environ.get("REPORTEDLY_CORPORA"))
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--articles", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "ledger.db") as ledger:
        _measure(ledger, given)
        size = (Path(folder) / "ledger.db").stat().st_size
        print(f"the ledger's file: {size / 1e6:.0f} MB")


def _measure(ledger: Ledger, given: argparse.Namespace) -> None:
    taken = [*records(given.corpora, given.records)]
    numbers: dict[str, int] = {}
    names = {record.name for record, _ in taken}
    quoted = [(words, name) for words, name in quotations(given.corpora) if name in names]
    readings = [made([words for words, _ in quoted[2 * i : 2 * i + 2]], i) for i in range(given.articles)]
    half = len(readings) // 2
    ledger.add(made(["The tide is late every day of the year"], -1))  # whatever is loaded once
    print(f"an article added to a ledger without records: {_milliseconds(ledger, readings[:half]):.1f} ms")
    ledger.refresh()
    began = time.process_time()
    for record, about in taken:
        numbers[record.name] = ledger.add_record(record, about).record
    each = (time.process_time() - began) / len(taken)
    words = sum(len(record.text.split()) for record, _ in taken)
    print(f"{len(taken):,} records of {words:,} words added: {1000 * each:.0f} ms each")
    with engine.reading(ledger._engine) as connection:
        began = time.process_time()
        likely = [prints.records(connection, [words])[0] for words, _ in quoted]
        each = (time.process_time() - began) / len(quoted)
    texts = {numbers[record.name]: _bare(record.text) for record, _ in taken}
    there = [(_bare(words), some) for (words, _), some in zip(quoted, likely, strict=True)]
    there = [(words, some) for words, some in there if any(words in text for text in texts.values())]
    found = sum(any(words in texts[number] for number in some) for words, some in there)
    print(
        f"{len(there):,} quotations that stand in one letter by letter: one that has them is looked into for "
        f"{found / len(there):.3f}; {1000 * each:.1f} ms each"
    )
    print(f"an article added to it now: {_milliseconds(ledger, readings[half:]):.1f} ms")
    places, began = ledger.waiting(), time.process_time()
    ledger.refresh()
    print(f"places examined: {places}, {1000 * (time.process_time() - began) / max(1, places):.0f} ms each")


def _bare(text: str) -> str:
    """A text by its letters and digits: it is in several records where these are of one occasion."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _milliseconds(ledger: Ledger, readings: Sequence[Reading]) -> float:
    began = time.process_time()
    for reading in readings:
        ledger.add(reading)
    return 1000 * (time.process_time() - began) / max(1, len(readings))


if __name__ == "__main__":
    main()
