"""Extraction: the article on a web page, without what stands around it.

Trafilatura finds it; where it finds nothing, Resiliparse is asked. Which is the better, and by how much, is measured on
real pages by `bench.extraction`.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..given import host
from .frames import framed, quoted_blocks
from .html import QUOTATION_MARKS, as_shown, declared_language, flat, link_texts, parsable
from .nesting import is_cut_off, shallow

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: The length, in code points, below which trafilatura takes its own find for none and gives all text of the page.
_SHORT: Final = 250
#: The share (0 to 1) of a text's words in links by themselves from which on it is a list of links.
_LINKS: Final = 0.5
#: The fewest words that Resiliparse has to find, and how many of them, at least, in paragraphs of so many: it gives
#: frames of pages without an article, too.
_FEWEST, _RUNNING, _SENTENCE = 100, 0.8, 12
#: Only dates that the page states: one guessed from its words or a copyright line is not reliable. The last day is
#: fixed instead of being today, so that a page gives the same article whenever it is read.
_DATES: Final = {"original_date": True, "extensive_search": False, "max_date": "2099-12-31"}
#: How much words in <blockquote> are indented, as `english.set_off` takes them for somebody's.
_INDENT: Final = "    "
_WORD: Final = re.compile(r"\w+")
_PIECE: Final = re.compile(r"\s*[\n|·•»›]\s*")


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a page has: the text of its article, and what it says of it, None where it says nothing."""

    text: str
    url: str | None
    outlet: str | None
    title: str | None
    authors: tuple[str, ...]
    published: str | None
    language: str | None


def extracted(html: str, url: str | None) -> Extracted | None:
    """The article on a page; None if there is none. html: not empty. url: where the page was, if that is known.

    May raise anything that trafilatura, lxml or htmldate raise on a broken page.
    """
    import trafilatura  # noqa: PLC0415 - loading it takes longer than reading a short article

    tree = prepared(html)
    if tree is None:
        return None
    language = declared_language(tree)
    about: Any = trafilatura.bare_extraction(
        deepcopy(tree), url=url, include_comments=False, with_metadata=True, date_extraction_params=_DATES
    )
    text = flat(about.body) if about else ""
    if len(text) < _SHORT:
        # All text of the page, not its article: which is short, or there is none.
        text = _precise(deepcopy(tree))
    text = _set_off(without_frames(text, tree), quoted_blocks(tree))
    if not text or _is_list_of_links(text, tree):
        text = _running(by_resiliparse(tree), tree)
    if not text:
        return None
    if not about:
        return Extracted(text, None, None, None, (), None, language)
    authors = tuple(filter(None, (about.author or "").split("; ")))
    return Extracted(text, about.url, about.sitename, about.title, authors, about.date, language)


def prepared(html: str) -> HtmlElement | None:
    """The tree of a page, made fit for being searched for its article; None if the page is none."""
    import trafilatura  # noqa: PLC0415

    page = parsable(html)
    tree = trafilatura.load_html(page)
    if tree is not None and is_cut_off(tree):
        tree = trafilatura.load_html(shallow(page))
    if tree is not None:
        _drop_bad_addresses(tree)
        as_shown(tree)
    return tree


def _drop_bad_addresses(tree: HtmlElement) -> None:
    """Remove each address that can't be read from a page: one keeps trafilatura from reading all of it."""
    for element in tree.iter("a", "base", "link", "meta"):
        for name in ("href", "content"):
            if host(element.get(name, "")) is None:
                del element.attrib[name]


def _precise(tree: HtmlElement) -> str:
    """What is surely an article; "" if nothing is. The tree is used up."""
    import trafilatura  # noqa: PLC0415

    found: Any = trafilatura.bare_extraction(tree, include_comments=False, favor_precision=True)
    return flat(found.body) if found else ""


def by_resiliparse(tree: HtmlElement) -> str:
    """What Resiliparse finds on a page, without frames; "" if that is nothing."""
    from lxml.html import tostring  # noqa: PLC0415 - few pages come here
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415

    page = tostring(tree, encoding="unicode")
    found = extract_plain_text(page, main_content=True, list_bullets=False, alt_texts=False)
    return without_frames("\n\n".join(line.strip() for line in found.splitlines() if line.strip()), tree)


def _running(text: str, tree: HtmlElement) -> str:
    """The text, if it is running text; else ""."""
    lengths = [len(_WORD.findall(paragraph)) for paragraph in text.split("\n\n")]
    runs = sum(length for length in lengths if length >= _SENTENCE) >= _RUNNING * sum(lengths)
    return text if sum(lengths) >= _FEWEST and runs and not _is_list_of_links(text, tree) else ""


def _set_off(text: str, quoted: set[str]) -> str:
    """The text, with what is in <blockquote> indented, as a browser shows it; not what is in quotation marks anyway.

    quoted: the paragraphs in <blockquote>, with single spaces.
    """
    paragraphs = text.split("\n\n")
    found = [" ".join(one.split()) in quoted and not one.startswith(QUOTATION_MARKS) for one in paragraphs]
    if not any(found) or 2 * sum(found) > len(found):  # some pages have all of their text in <blockquote>
        return text
    return "\n\n".join(
        _INDENT + one.replace("\n", f"\n{_INDENT}") if is_quoted else one
        for one, is_quoted in zip(paragraphs, found, strict=True)
    )


def without_frames(text: str, tree: HtmlElement) -> str:
    """The text found on a page, without the paragraphs that stand in frames."""
    frames = framed(tree)
    kept = [one for one in text.split("\n\n") if " ".join(one.split()) not in frames] if frames else [text]
    return "\n\n".join(kept)


def _is_list_of_links(text: str, tree: HtmlElement) -> bool:
    """Whether most of a text are links by themselves, as on a front page."""
    links = link_texts(tree)
    words = linked = 0
    for piece in _PIECE.split(text):
        size = len(_WORD.findall(piece))
        words += size
        linked += size * (" ".join(piece.split()) in links)
    return linked > _LINKS * words
