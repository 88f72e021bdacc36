"""The article on real web pages: words kept, words of the frame let in, and pages a second.

    python -m bench.extraction [--pages DIR] [--rounds 3] [--each]

The pages are those that other packages bring for their own tests; `bench/pages.jsonl` says for each which package has
it, and which of its blocks of text are the article (`body`), or belong to it without being its text (`beside`:
headline, byline, caption), which count neither way. So no text of theirs has to be kept here. bench/README.md tells how
to get the packages.

Words are compared as bags, page by page, and the figures are means over the pages.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import trafilatura
from lxml import html as lxml_html
from resiliparse.extract.html2text import extract_plain_text

from reportedly.articles.article import Article
from reportedly.articles.decoding import decoded
from reportedly.articles.extraction import by_resiliparse, prepared, without_frames
from reportedly.articles.html import flat
from reportedly.errors import Empty

MANIFEST = Path(__file__).parent / "pages.jsonl"
WORD = re.compile(r"\w+")
#: Elements that are parts of a line; all others part blocks of text.
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
SILENT = frozenset(
    ["script", "style", "noscript", "template", "svg", "head", "select", "textarea", "iframe", "button", "object"]
)


@dataclass(frozen=True)
class RealPage:
    """A page. body, beside: the words of the article, and of what belongs to it."""

    name: str
    html: str
    body: Counter[str]
    beside: Counter[str]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.extraction", description=(__doc__ or "").split("\n")[0])
    default = Path(os.environ.get("REPORTEDLY_CORPORA", "corpora")) / "pages"
    parser.add_argument("--pages", type=Path, default=default, help="the folder with the four packages")
    parser.add_argument("--rounds", type=int, default=1, help="how often each page is taken; the fastest round counts")
    parser.add_argument("--each", action="store_true", help="print each page on which words are missed or let in")
    options = parser.parse_args()
    pages = list(real_pages(options.pages))
    print(f"{len(pages)} pages, {sum(sum(page.body.values()) for page in pages):,} words of articles\n")
    print("| | kept | of what it gives, the article's | F1 | pages a second |\n|---|---|---|---|---|")
    for name, extract in WAYS.items():
        seconds, texts = min((timed(extract, pages) for _ in range(options.rounds)), key=lambda one: one[0])
        scores = [score(text, page) for text, page in zip(texts, pages, strict=True)]
        kept, clean, f1 = (sum(column) / len(pages) for column in zip(*scores, strict=True))
        print(f"| {name} | {kept:.4f} | {clean:.4f} | {f1:.4f} | {len(pages) / seconds:.0f} |", flush=True)
        if options.each:
            for page, (recall, precision, f) in zip(pages, scores, strict=True):
                if f < 0.99:
                    print(f"    {page.name}: kept {recall:.2f}, the article's {precision:.2f}")


def real_pages(folder: Path) -> Iterator[RealPage]:
    """The pages of the manifest. Ends the program with a sentence if one isn't there, or isn't the same."""
    archives: dict[str, tarfile.TarFile] = {}
    for row in map(json.loads, MANIFEST.read_text(encoding="utf-8").splitlines()):
        path = folder / row["package"]
        try:
            archive = archives.setdefault(row["package"], tarfile.open(path))  # noqa: SIM115 - closed with the program
            opened = archive.extractfile(row["file"])
        except (OSError, KeyError, tarfile.TarError) as error:
            sys.exit(f"expected {row['file']} in {path}, found none: {error}")
        data = opened.read() if opened else b""
        if hashlib.sha256(data).hexdigest() != row["sha256"]:
            sys.exit(f"expected {row['file']} in {path} as bench/pages.jsonl has it, found another")
        html = decoded(data, row["file"], is_html=True)
        found = blocks(html)
        yield RealPage(row["file"], html, *(words(found, row[part]) for part in ("body", "beside")))


def blocks(html: str) -> list[str]:
    """The texts of a page that stand by themselves, in order, with single spaces, if there is a word in them."""
    pieces: list[list[str]] = [[]]

    def walk(element: Any) -> None:
        if not isinstance(element.tag, str) or element.tag in SILENT:
            return
        if element.tag not in INLINE:
            pieces.append([])
        pieces[-1].append(element.text or "")
        for child in element:
            walk(child)
            pieces[-1].append(child.tail or "")
        if element.tag not in INLINE:
            pieces.append([])

    walk(lxml_html.fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", html)))
    texts = (" ".join("".join(piece).split()) for piece in pieces)
    return [text for text in texts if WORD.search(text)]


def words(found: Sequence[str], ranges: Sequence[tuple[int, int]]) -> Counter[str]:
    """The words of the blocks in these ranges, first and last included."""
    return bag(" ".join(text for first, last in ranges for text in found[first : last + 1]))


def bag(text: str) -> Counter[str]:
    return Counter(WORD.findall(text.lower()))


def score(text: str, page: RealPage) -> tuple[float, float, float]:
    """Of the article's words the share kept, of the words given the share that is the article's, and their F1."""
    given = bag(text)
    kept = (given & page.body).total()
    frame = ((given - page.body) - page.beside).total()
    if not kept:
        return 0.0, 0.0, 0.0
    recall, precision = kept / page.body.total(), kept / (kept + frame)
    return recall, precision, 2 * recall * precision / (recall + precision)


def timed(extract: Callable[[str], str], pages: Sequence[RealPage]) -> tuple[float, list[str]]:
    """CPU seconds, and what was found on each page."""
    start = time.process_time()
    texts = [extract(page.html) for page in pages]
    return time.process_time() - start, texts


def by_trafilatura(**settings: bool) -> Callable[[str], str]:
    return lambda html: trafilatura.extract(html, include_comments=False, **settings) or ""


def prepared_trafilatura(**settings: bool) -> Callable[[str], str]:
    """Trafilatura on a page as Reportedly prepares it, and what Reportedly makes of it."""

    def extract(html: str) -> str:
        tree = prepared(html)
        if tree is None:
            return ""
        found: Any = trafilatura.bare_extraction(deepcopy(tree), include_comments=False, **settings)
        return without_frames(flat(found.body), tree) if found else ""

    return extract


def by_resiliparse_alone(html: str) -> str:
    return extract_plain_text(html, main_content=True, list_bullets=False, alt_texts=False)


def prepared_resiliparse(html: str) -> str:
    tree = prepared(html)
    return by_resiliparse(tree) if tree is not None else ""


def reportedly(html: str) -> str:
    try:
        return Article.from_html(html).text
    except Empty:
        return ""


WAYS: dict[str, Callable[[str], str]] = {
    "trafilatura as it comes, without comments": by_trafilatura(),
    "… `favor_precision`": by_trafilatura(favor_precision=True),
    "… `favor_recall`": by_trafilatura(favor_recall=True),
    "… `fast`": by_trafilatura(fast=True),
    "trafilatura, the page prepared, frames taken out": prepared_trafilatura(),
    "the same with `favor_precision`": prepared_trafilatura(favor_precision=True),
    "Resiliparse, main content": by_resiliparse_alone,
    "Resiliparse, the page prepared, frames taken out": prepared_resiliparse,
    "Reportedly, with title, day and authors": reportedly,
}

if __name__ == "__main__":
    main()
