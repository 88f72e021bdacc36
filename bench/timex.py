"""Expressions of time against TimeBank: how many of its TIMEX3 are found, and how many values are right.

TimeBank marks every time in an article, past or to come; ours reads them as a statement's, which is past. A TIMEX3 that
EDTF can't write (PAST_REF, durations, sets) isn't counted.
"""

from __future__ import annotations

import argparse
import re
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from reportedly.english.dates import expressions
from reportedly.english.periods import stretch, week, weekend
from reportedly.span import Span

from .corpus import add_corpora_option

TIMEBANK = Path("tempeval3", "timebank.tar.xz")
SEASONS = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}


class Timex(NamedTuple):
    """One TIMEX3 of a text."""

    span: Span
    edtf: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    add_corpora_option(parser)
    parser.add_argument("--errors", action="store_true", help="print what was read otherwise")
    options = parser.parse_args()
    if options.corpora is None:
        sys.exit("expected --corpora or REPORTEDLY_CORPORA")
    counts: Counter[str] = Counter()
    for text, published, gold in documents(options.corpora / TIMEBANK):
        found = expressions(text, published)
        for timex in gold:
            ours = next((e for e in found if e.span.overlap(timex.span)), None)
            value = ours.period.edtf if ours and ours.period else None
            counts["expressions"] += 1
            counts["found"] += ours is not None
            counts["valued"] += value is not None
            counts["right"] += value == timex.edtf
            if options.errors and value != timex.edtf:
                print(f"{published}  expected {timex.edtf:24} found {value!s:24} {timex.span.of(text)!r}")
    print(f"expressions {counts['expressions']}, found {counts['found'] / counts['expressions']:.3f}")
    print(f"values {counts['valued']}, right {counts['right'] / counts['valued']:.3f}")
    print(f"right among all {counts['right'] / counts['expressions']:.3f}")


def documents(path: Path) -> Iterator[tuple[str, date, list[Timex]]]:
    """The text, the day of publication and the TIMEX3 elements of each article in the archive."""
    with tarfile.open(path) as archive:
        for member in archive:
            if not re.search(r"(?:^|/)[^.][^/]*[.]tml$", member.name) or (file := archive.extractfile(member)) is None:
                continue
            root = ElementTree.fromstring(file.read())
            published = root.find("DCT/TIMEX3")
            body = root.find("TEXT")
            if published is not None and body is not None:
                day = date.fromisoformat(published.attrib["value"][:10])
                yield "".join(body.itertext()), day, list(timexes(body))


def timexes(body: ElementTree.Element) -> Iterator[Timex]:
    """The dates and times in one text that can be written in EDTF."""
    at = len(body.text or "")
    for element in body:
        words = "".join(element.itertext())
        for timex in element.iter("TIMEX3"):
            inner = "".join(timex.itertext())
            start = at + words.index(inner)
            edtf = converted(timex.attrib["value"]) if timex.attrib["type"] in {"DATE", "TIME"} else None
            if edtf and inner:
                yield Timex(Span(start, start + len(inner)), edtf)
        at += len(words) + len(element.tail or "")


def converted(value: str) -> str | None:
    """A TIMEX3 value as EDTF; None if it isn't a period of the calendar."""
    value = value.partition("T")[0]
    if re.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?)?", value):
        return value
    if match := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return (weekend if match[3] else week)(monday).edtf
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        year, number = int(match[1]), int(match[2])
        last = date(year, 3 * number, 31 if number in {1, 4} else 30)
        return stretch(date(year, 3 * number - 2, 1), last).edtf
    if match := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        return f"{match[1]}-{SEASONS[match[2]]}"
    if re.fullmatch(r"\d{2,3}", value):
        return value.ljust(4, "X")
    return None


if __name__ == "__main__":
    main()
