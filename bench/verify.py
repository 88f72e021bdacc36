"""How well quotations are held against records.

    python -m bench.verify [--corpora DIR] [--quotations N] [--seed N] [--reading N] [--misses N] [--judged]

Quotations of every class are planted: cut from the turns of real records, and changed in the way of the class. Each is
classed with its spans and holder given; with --reading also as the product reads it in a short article of its own.
The same quotations are held against a record that they aren't from. Of articles that quote these records, the share of
whole quotations that are called verbatim or cleaned. Then time codes, from captions made of the records, and speed.
With --judged only quotations of real articles that differ, by the classes that they were given by hand.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import reportedly
from bench import judged
from reportedly.english.lexicon import NEGATIONS
from reportedly.holders.holder import Holder
from reportedly.records import Record
from reportedly.records.labels import said
from reportedly.records.load import of_bytes
from reportedly.records.record import record_of
from reportedly.span import Span
from reportedly.verification import RecordIndex, VerifiedQuotation
from reportedly.verification.quoted import QuotedWords
from reportedly.verification.verify import verified, verify

CLASSES = ("verbatim", "cleaned", "trimmed", "altered", "spliced", "other-speaker")
NAMES = ("Ana Reyes", "Ole Lund", "Karin Holm", "Jonas Brandt", "Petra Voss", "Emil Radek", "Ida Strand", "Nils Berg")
CUES = (
    "“{}” {} said on Tuesday.", "{1} said: “{0}”", "“{}” {} told reporters.", "“{}” said {}.",
    "At the meeting {1} said, “{0}”",
)  # fmt: skip
_TALK = re.compile(r"[A-Za-z][\w'’,;:$%.-]*(?: [\w'’,;:$%.-]+)+[.?!]")


@dataclass(frozen=True)
class Planted:
    """A quotation: its pieces, whose it is said to be, its class, and where its words begin in the record."""

    pieces: tuple[str, ...]
    holder: str
    class_: str
    record: int
    speaker: str
    at: int


def records(corpora: Path, only: Collection[str] | None = None) -> list[Record]:
    """The records of the corpora, or those of them with these names."""
    found = []
    with lzma.open(corpora / "records" / "records.jsonl.xz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if only is not None and row["record"] not in only:
                continue
            lines = [f"{s['speaker']}: {s['text']}" if s["speaker"] else s["text"] for s in row["segments"]]
            found.append(record_of(row["record"], "transcript", said("\n\n".join(lines))))
    return found


def named(record: Record) -> Record:
    """A record with invented names for its speakers, as text, and read again."""
    names = dict(zip(record.speakers, (f"{name}" for name in NAMES * 20), strict=False))
    kept = [turn for turn in record.turns if names.get(turn.speaker or "")]
    text = "\n\n".join(f"{names[turn.speaker or ''].upper()}: {turn.words}" for turn in kept)
    return of_bytes(text.encode(), record.name + ".txt")


def captions(record: Record) -> tuple[Record, list[tuple[int, float]]]:
    """A record as captions of seven words and three seconds each, and where each begins in it."""
    lines, places, clock = ["WEBVTT", ""], [], 0.0
    for turn in record.turns:
        words = turn.words.split()
        for at in range(0, len(words), 7):
            stamps = [f"{int(t // 3600):02}:{int(t // 60) % 60:02}:{t % 60:06.3f}" for t in (clock, clock + 3)]
            piece = " ".join(words[at : at + 7]).replace("&", "&amp;").replace("<", "")
            lines += [f"{stamps[0]} --> {stamps[1]}", f"<v {turn.speaker}>{piece}", ""]
            places.append((turn.span.start + len(" ".join(words[:at])) + bool(at), clock))
            clock += 3
    return of_bytes("\n".join(lines).encode(), record.name + ".vtt"), places


# -- planting ----------------------------------------------------------------------------------------------------------


def plant(found: Sequence[Record], how_many: int, seed: int) -> list[Planted]:
    """Quotations of all classes in equal shares, over all records."""
    chance = random.Random(seed)
    makers: dict[str, Callable[[random.Random, Record], tuple[list[str], int, int] | None]] = {
        "verbatim": _verbatim, "cleaned": _cleaned, "trimmed": _trimmed, "altered": _altered, "spliced": _spliced,
        "other-speaker": _verbatim,
    }  # fmt: skip
    planted: list[Planted] = []
    tries = 0
    while len(planted) < how_many and tries < 200 * how_many:
        tries += 1
        class_ = CLASSES[len(planted) % len(CLASSES)]
        number = chance.randrange(len(found))
        record = found[number]
        made = makers[class_](chance, record)
        if made is None:
            continue
        pieces, turn, at = made
        speaker = record.turns[turn].speaker or ""
        holder = speaker.title()
        if class_ == "other-speaker":
            others = [name for name in record.speakers if name != speaker]
            if not others:
                continue
            holder = chance.choice(others).title()
        planted.append(Planted(tuple(pieces), holder, class_, number, speaker, at))
    return planted


def _sentence(chance: random.Random, record: Record, least: int = 9, most: int = 40) -> tuple[str, int, int] | None:
    """A sentence of a turn, its turn and its place in the record's text."""
    number = chance.randrange(len(record.turns))
    turn = record.turns[number]
    sentences = [m for m in _TALK.finditer(turn.words) if least <= len(m[0].split()) <= most]
    sentences = [m for m in sentences if not re.search(r"[\[\]()\"“”]|--|\.\.", m[0])]
    if not sentences:
        return None
    chosen = chance.choice(sentences)
    return chosen[0], number, turn.span.start + chosen.start()


def _verbatim(chance: random.Random, record: Record) -> tuple[list[str], int, int] | None:
    made = _sentence(chance, record)
    if made is None:
        return None
    words, turn, at = made
    parts = words.split()
    shape = chance.random()
    if shape < 0.3:  # a cut at an end
        return [" ".join(parts[: max(7, len(parts) - 4)])], turn, at
    if shape < 0.5:  # around a cue
        middle = len(parts) // 2
        return [" ".join(parts[:middle]), " ".join(parts[middle:])], turn, at
    if shape < 0.6:
        words = words.replace("%", " percent").replace(" not ", "n't " if " did not " in words else " not ")
    return [words.capitalize() if shape > 0.9 else words], turn, at


def _cleaned(chance: random.Random, record: Record) -> tuple[list[str], int, int] | None:
    """The record itself gets the filler, so only those whose sentence has one are taken."""
    number = chance.randrange(len(record.turns))
    turn = record.turns[number]
    filled = re.compile(r",? (?:you know|I mean|uh|um|sort of|kind of),?(?= )", re.IGNORECASE)
    doubled = re.compile(r"\b(\w+(?: \w+)?),?(?: --)? \1\b(?= )")
    for match in _TALK.finditer(turn.words):
        whole = match[0]
        if not 9 <= len(whole.split()) <= 45 or re.search(r"[\[\]()\"“”]", whole):
            continue
        clean = doubled.sub(r"\1", filled.sub("", whole, count=1), count=1)
        if clean != whole and whole.split()[0] == clean.split()[0]:
            return [clean.replace(" --", ",")], number, turn.span.start + match.start()
    return None


def _trimmed(chance: random.Random, record: Record) -> tuple[list[str], int, int] | None:
    made = _sentence(chance, record, 16)
    if made is None:
        return None
    words, turn, at = made
    parts = words.split()
    start = chance.randrange(4, len(parts) - 8)
    size = chance.randrange(3, min(9, len(parts) - start - 3))
    cut = {part.strip(".,;:").casefold() for part in parts[start : start + size]}
    if cut & NEGATIONS or any("n't" in part or "n’t" in part for part in cut):
        return None
    shape = chance.random()
    if shape < 0.34:
        return [" ".join([*parts[:start], "…", *parts[start + size :]])], turn, at
    if shape < 0.67:
        return [" ".join([*parts[:start], *parts[start + size :]])], turn, at
    return [" ".join(parts[:start]), " ".join(parts[start + size :])], turn, at


def _altered(chance: random.Random, record: Record) -> tuple[list[str], int, int] | None:
    made = _sentence(chance, record)
    if made is None:
        return None
    words, turn, at = made
    parts = words.split()
    nots = [i for i, part in enumerate(parts) if part.casefold() in ("not", "never", "no") and 0 < i < len(parts) - 1]
    numbers = [i for i, part in enumerate(parts) if re.fullmatch(r"\d{1,3}(?:,\d{3})?", part)]
    shape = chance.random()
    if nots and shape < 0.7:
        del parts[nots[0]]
    elif numbers and shape < 0.9:
        parts[numbers[0]] = str(int(parts[numbers[0]].replace(",", "")) + chance.randrange(2, 30))
    else:
        middle = chance.randrange(2, len(parts) - 2)
        if shape < 0.35:
            parts.insert(middle, chance.choice(["frankly", "terribly", "never", "harbour", "always"]))
        else:
            parts[middle] = chance.choice(["harbours", "painting", "quietly", "seven", "granite", "ordered"])
    return [" ".join(parts)], turn, at


def _spliced(chance: random.Random, record: Record) -> tuple[list[str], int, int] | None:
    first = _sentence(chance, record, 7, 25)
    if first is None:
        return None
    for _ in range(20):
        other = _sentence(chance, record, 7, 25)
        if other is None or record.turns[other[1]].speaker != record.turns[first[1]].speaker:
            continue
        if other[2] < first[2] or len(record.text[first[2] : other[2]].split()) > 160:
            return [f"{first[0]} {other[0]}"], first[1], first[2]
    return None


# -- measuring ---------------------------------------------------------------------------------------------------------


def as_text(one: Planted, chance: random.Random) -> str:
    """A quotation in a sentence of an article."""
    if len(one.pieces) > 1:
        return f"“{one.pieces[0].rstrip(',.')},” {one.holder} said, “{one.pieces[1]}”"
    return chance.choice(CUES).format(one.pieces[0], one.holder)


def given(one: Planted, index: RecordIndex) -> VerifiedQuotation | None:
    """A quotation with its spans and holder given."""
    text, spans = "", []
    for piece in one.pieces:
        spans.append(Span(len(text), len(text) + len(piece) + 2))
        text += f"“{piece}” she said, "
    return verified(text, QuotedWords(tuple(spans), Holder(one.holder, "person", None, ()), 0), index)


def read(one: Planted, index: RecordIndex, chance: random.Random) -> VerifiedQuotation | None:
    """The same as it is read in an article of its own; None if it isn't found."""
    text = f"HALDEN — The council met on Tuesday.\n\n{as_text(one, chance)}\n\nThe meeting ended at noon.\n"
    found = verify(reportedly.read(text), index).quotations
    return max(found, key=lambda it: sum(len(s) for s in it.spans), default=None)


def classes(
    planted: Iterable[Planted], outcome: Callable[[Planted], VerifiedQuotation | None], misses: int
) -> Iterator[str]:
    """A line for each class: the share that is classed rightly, and as what the others are."""
    right: dict[str, Counter[str]] = defaultdict(Counter)
    spoken: Counter[bool] = Counter()
    wrong: list[str] = []
    for one in planted:
        found = outcome(one)
        called = str(found.class_) if found else "not found"
        right[one.class_][called] += 1
        if found and found.passages:
            spoken[found.passages[0].speaker == one.speaker] += 1
        if called != one.class_:
            wrong.append(f"{one.class_} → {called} {found.differences if found else ''}: {' | '.join(one.pieces)}")
    total = sum(sum(counts.values()) for counts in right.values())
    hits = sum(counts[class_] for class_, counts in right.items())
    for class_ in CLASSES:
        counts = right[class_]
        of = sum(counts.values())
        others = ", ".join(f"{name} {n}" for name, n in counts.most_common() if name != class_)
        yield f"  {class_:14} {counts[class_] / max(1, of):.3f} of {of}{'; ' + others if others else ''}"
    yield f"  all            {hits / max(1, total):.3f} of {total}"
    yield f"  speaker right  {spoken[True] / max(1, sum(spoken.values())):.3f}"
    yield from wrong[:misses]


def of_others(planted: Sequence[Planted], found: Sequence[Record]) -> str:
    """Quotations held against a record that they aren't from."""
    indexes = [RecordIndex([record]) for record in found]
    called: Counter[str] = Counter()
    for one in planted:
        outcome = given(one, indexes[(one.record + 1) % len(found)])
        called[str(outcome.class_) if outcome else "none"] += 1
    there = sum(called.values()) - called["not-in-this-record"]
    return f"of other records: {there} of {sum(called.values())} called anything else ({dict(called)})"


def of_articles(corpora: Path, index: RecordIndex, misses: int) -> Iterator[str]:
    """Whole quotations of real articles."""
    called: Counter[str] = Counter()
    wrong = []
    seconds = 0.0
    alone = {record.name: RecordIndex([record]) for record in index.records}
    letters = {record.name: _letters(record.text) for record in index.records}
    with lzma.open(corpora / "records" / "quoted.jsonl.xz", "rt", encoding="utf-8") as file:
        for line in file:
            for row in json.loads(line)["quotes"]:
                if not row["whole"] or _letters(row["quote"]) not in letters.get(row["record"], ""):
                    continue  # some of those called whole don't stand in the text of the record
                text = f"“{row['quote']}”"
                began = time.perf_counter()
                outcome = verified(text, QuotedWords((Span(0, len(text)),), None, None), alone[row["record"]])
                seconds += time.perf_counter() - began
                name = str(outcome.class_) if outcome else "none"
                called[name] += 1
                if outcome and not outcome.whole:
                    wrong.append(f"{name} {outcome.differences}: {row['quote']} <> {outcome.passage}")
    whole = called["verbatim"] + called["cleaned"]
    share = whole / max(1, sum(called.values()))
    yield f"whole in real articles: {share:.4f} verbatim or cleaned, {dict(called)}, {seconds:.1f} s"
    yield from wrong[:misses]


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())


def timed(planted: Sequence[Planted], found: Sequence[Record]) -> str:
    """Time codes from captions, within two seconds of the caption in which the words begin."""
    near, of = 0, 0
    made = [captions(record) for record in found]
    indexes = [RecordIndex([record]) for record, _ in made]
    for one in planted:
        if one.class_ not in ("verbatim", "trimmed", "altered"):
            continue
        outcome = given(one, indexes[one.record])
        true = max((clock for at, clock in made[one.record][1] if at <= one.at), default=0.0)
        of += 1
        time_ = outcome.passages[0].time if outcome and outcome.passages else None
        near += time_ is not None and abs(time_ - true) <= 2
    return f"time code within 2 s: {near / max(1, of):.3f} of {of}"


def speed(planted: Sequence[Planted], found: Sequence[Record]) -> str:
    """1,000 quotations against one record of 70,000 words."""
    parts: list[str] = []
    for record in found:
        parts += [f"{turn.speaker}: {turn.words}" for turn in record.turns]
        if sum(len(part.split()) for part in parts) > 70_000:
            break
    began, used = time.perf_counter(), time.process_time()
    index = RecordIndex([of_bytes("\n\n".join(parts).encode(), "long.txt")])
    for number in range(1000):
        given(planted[number % len(planted)], index)
    seconds = time.perf_counter() - began
    busy = time.process_time() - used
    size = len(index.records[0].text.split())
    return f"1,000 quotations, a record of {size:,} words: {seconds:.1f} s, of which {busy:.1f} s of a processor"


def main() -> None:
    """Print all figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--corpora", type=Path, default=Path(os.environ.get("REPORTEDLY_CORPORA", ".")))
    options.add_argument("--quotations", type=int, default=1200)
    options.add_argument("--records", type=int, default=50)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--reading", type=int, default=0, metavar="N", help="read N of them in articles of their own")
    options.add_argument("--misses", type=int, default=0)
    options.add_argument("--judged", action="store_true", help="quotations of real articles, classed by hand")
    asked = options.parse_args()
    if asked.judged:
        files = sorted(judged.FOLDER.glob("*.jsonl"))
        names = {one.record for file in files for one, _ in judged.judgements(file)}
        every = records(asked.corpora, names)
        print("\n".join(line for file in files for line in judged.scored(file, asked.corpora, every, asked.misses)))
        return
    every = records(asked.corpora)
    several = [record for record in every if len(record.speakers) > 1 and len(record.text) > 8000]
    chosen = random.Random(asked.seed).sample(several, min(asked.records, len(several)))
    found = [named(record) for record in chosen]
    planted = plant(found, asked.quotations, asked.seed)
    index = [RecordIndex([record]) for record in found]
    print(f"{len(planted)} planted in {len(found)} records, spans given")
    print("\n".join(classes(planted, lambda one: given(one, index[one.record]), asked.misses)))
    print(of_others(planted, found))
    print(timed(planted, found))
    print(speed(planted, found))
    print("\n".join(of_articles(asked.corpora, RecordIndex(every), asked.misses)))
    if asked.reading:
        chance = random.Random(asked.seed)
        print(f"the first {asked.reading}, as they are read")
        print(
            "\n".join(classes(planted[: asked.reading], lambda one: read(one, index[one.record], chance), asked.misses))
        )


if __name__ == "__main__":
    main()
