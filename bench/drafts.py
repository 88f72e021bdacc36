"""Whether checking a draft finds what is wrong in it: planted drafts, each statement of which is marked.

    python -m bench.drafts [PART or FILE ...] [--misses]

PART: the name of a file in `annotation/drafts/`, without `.txt`; all of them if none is given. A FILE of your own has
the same form: articles after `=== article DAY | OUTLET | TITLE`, drafts after `=== draft NAME DAY`, in which each
statement stands between marks, `<fine>…</fine>` or the code of what is to be found there, `<altered-quotation>…`.

`annotation/drafts/` holds articles for a ledger, and drafts in which every statement is marked as fine or with the
finding that is to be made there. The checks were tuned on `tuned.txt`; the others were written afterwards, those named
after two stories (`rail-court.txt`) by people who didn't know the checks. A fault counts as found if any finding rests
on its words, as told rightly if the one that it is marked with does;
a fine statement is a false alarm if one does, or if it is said to differ or to be somebody else's; a statement has an
answer if a row of the check has words of it.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import reportedly
from reportedly import Article
from reportedly.ledger import Ledger
from reportedly.ledger.asked.checked import Check, CheckedStatement
from reportedly.span import Span

DRAFTS = Path(__file__).parent.parent / "annotation" / "drafts"
PARTS = [
    "tuned", "held-out", "later", "fresh", "last", "rail-court", "quake-police", "fire-arena", "ferry-lake",
    "pipeline-bonuses", "ferry-bank",
]  # fmt: skip
TAG = re.compile(r"<(?P<end>/?)(?P<kind>[a-z-]+)(?: (?P<sort>[a-z -]+))?>")


@dataclass(frozen=True)
class Marked:
    """A statement of a draft. kind: "fine", or the code of the finding. sort: in a word, what it is a case of."""

    kind: str
    sort: str
    span: Span


@dataclass(frozen=True)
class PlantedDraft:
    name: str
    article: Article
    marked: tuple[Marked, ...]


def planted(part: str) -> tuple[list[Article], list[PlantedDraft]]:
    """The articles and the drafts of a part, or of a file. part: its name, or the path of a file."""
    articles, drafts = [], []
    for one in re.split(r"^=== ", _file(part).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, body = one.partition("\n")
        words, *names = (cell.strip() for cell in head.split("|"))
        if words.startswith("article "):
            day, (outlet, title) = words.split()[1], names
            url = f"https://{outlet.lower().replace(' ', '')}.example/{len(articles) + 1}"
            articles.append(Article(body.strip(), url=url, outlet=outlet, published=day, title=title))
        else:
            _, name, day = words.split()
            drafts.append(_draft(name, day, body.strip()))
    return articles, drafts


def _file(part: str) -> Path:
    named = DRAFTS / f"{part}.txt"
    return named if named.exists() else Path(part)


def _draft(name: str, day: str, body: str) -> PlantedDraft:
    text, at = "", 0
    opened: list[tuple[str, str, int]] = []
    marked = []
    for tag in TAG.finditer(body):
        text += body[at : tag.start()]
        at = tag.end()
        if tag["end"]:
            kind, sort, start = opened.pop()
            marked.append(Marked(kind, sort, Span(start, len(text))))
        else:
            opened.append((tag["kind"], tag["sort"] or "", len(text)))
    return PlantedDraft(name, Article.from_text(text + body[at:], published=day), tuple(marked))


def rows_of(check: Check, one: Marked) -> list[CheckedStatement]:
    """The rows with words of a marked statement."""
    return [row for row in check.statements if any(span.overlap(one.span) for span in row.spans)]


@dataclass
class Counted:
    faults: Counter[str]
    found: Counter[str]
    right: Counter[str]
    fine: int = 0
    alarms: int = 0
    answered: int = 0


def measured(part: str) -> tuple[Counted, list[str]]:
    """The counts, and what was missed or found wrongly, in words."""
    articles, drafts = planted(part)
    counted, misses = Counted(Counter(), Counter(), Counter()), []
    with tempfile.TemporaryDirectory() as where, Ledger.open(Path(where) / "ledger.db") as ledger:
        for article in articles:
            ledger.keep(article)
        for draft in drafts:
            check = ledger.check(reportedly.read(draft.article))
            for one in draft.marked:
                misses += _count(counted, draft, check, one)
    return counted, misses


def _count(counted: Counted, draft: PlantedDraft, check: Check, one: Marked) -> Iterator[str]:
    rows = rows_of(check, one)
    codes = {code for row in rows for code in row.findings}
    counted.answered += bool(rows)
    told = f"{draft.name}: {one.kind} {one.sort}: {one.span.of(draft.article.text)}{''.join(_lines(check, rows))}"
    if one.kind == "fine":
        counted.fine += 1
        if codes or any(row.status in ("differs", "other-holder") for row in rows):
            counted.alarms += 1
            yield f"FALSE ALARM {told}"
        elif not rows:
            yield f"NO ANSWER {told}"
        return
    counted.faults[one.kind] += 1
    counted.found[one.kind] += bool(codes)
    counted.right[one.kind] += one.kind in codes
    if one.kind not in codes:
        yield f"{'MISSED' if not codes else 'OTHER KIND'} {told}"


def _lines(check: Check, rows: Sequence[CheckedStatement]) -> Iterator[str]:
    for at, row in enumerate(check.statements):
        if row in rows:
            near = f" | {row.nearest.holder}: {row.nearest.words}" if row.nearest else ""
            yield f"\n    {row.status} {', '.join(row.findings)} {row.holder}{near}"
            yield from (f"\n    {finding.sentence}" for finding in check.findings if at in finding.statements)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", default=PARTS)
    parser.add_argument("--misses", action="store_true", help="print what was missed or found wrongly")
    options = parser.parse_args(arguments)
    for part in options.parts:
        counted, misses = measured(part)
        print(f"{part}\n")
        print("| kind | planted | found | told rightly |\n|---|---|---|---|")
        for kind in sorted(counted.faults):
            print(f"| `{kind}` | {counted.faults[kind]} | {counted.found[kind]} | {counted.right[kind]} |")
        print(f"| all faults | {counted.faults.total()} | {counted.found.total()} | {counted.right.total()} |")
        print(f"\nfalse alarms on {counted.fine} fine statements: {counted.alarms}")
        print(f"statements with an answer: {counted.answered} of {counted.faults.total() + counted.fine}\n")
        if options.misses:
            print("\n".join(misses), "\n")


if __name__ == "__main__":
    main()
