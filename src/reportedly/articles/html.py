"""HTML: recognized by its start, prepared for trafilatura, and trafilatura's result turned into plain text."""

from __future__ import annotations

import html as html_entities
import re
from typing import Any

from .decoding import HEAD
from .nesting import BLOCKS

HTML_START = re.compile(
    r"(?:\ufeff|ï»¿)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|main|article|section|div|p|h1|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
XML_START = re.compile(
    r"(?:\ufeff)?\s*<(?:\?xml|!DOCTYPE\s+(?!html\b)|rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.IGNORECASE
)
TAG = re.compile(r"<[a-zA-Z!/][^<>]*>")
# On the web, &#147; means “, as in windows-1252; lxml would make it a control character, which is then dropped.
_C1_REFERENCE = re.compile(r"&#(?:x0*[89][0-9a-f]|0*1(?:2[89]|[345][0-9]));", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
#: With what a quotation may begin.
QUOTATION_MARKS = tuple("“”„‟\"'‘’‚«»‹›")
#: Five words and more, with the end of a sentence.
_SENTENCE = re.compile(r"(?:\S+\s+){4,}\S*[.!?…][\"”’')\]]*\s*$")
_CONTAINERS = ("article", "blockquote", "body", "div", "main", "section", "td")
#: How long a text between blocks has to be, in code points, to be more than a label.
_LOOSE = 40
_AS_WRITTEN = {"pre", "script", "style", "textarea"}  # elements in which white space is significant
_BLOCKS = {"p", "head", "quote", "list", "item", "table", "row", "code"}  # trafilatura's names


def parsable(html: str) -> str:
    """The page with everything repaired that lxml would fail on or drop."""
    html = html.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # a lone surrogate becomes U+FFFD
    html = _C1_REFERENCE.sub(lambda reference: html_entities.unescape(reference[0]), html)
    # trafilatura doesn't accept a fragment of a single element as HTML
    return html if re.search(r"<html\b", html[:HEAD], re.IGNORECASE) else f"<html><body>{html}</body></html>"


def declared_language(tree: Any) -> str | None:
    """The language that the page declares: the first part of <html lang> in lower case, or None."""
    declared = (tree.xpath("string(//html/@lang)") or "").strip().lower()
    found = re.match(r"[a-z]{2,3}(?![a-z])", declared)
    return found[0] if found else None


def link_texts(tree: Any) -> set[str]:
    """The texts of a page's links, with single spaces."""
    return {" ".join("".join(link.itertext()).split()) for link in tree.iter("a")} - {""}


def as_shown(tree: Any) -> None:
    """Change the tree's text to what a browser shows: quotation marks around <q>, source line breaks as spaces.

    What trafilatura would lose of an article is made plain: text between blocks becomes paragraphs, and a sentence that
    is a link is a link no more.
    """
    quotations = list(tree.iter("q"))
    for quotation in reversed(quotations):  # inner ones first: marks around them are marks of the outer one
        _mark_quotation(quotation)
    for parent in dict.fromkeys(quotation.getparent() for quotation in quotations):
        if parent.tag != "q":
            _dissolve_quotations(parent)
    for element in tree.iter():
        if element.text and element.tag not in _AS_WRITTEN:
            element.text = _SPACES.sub(" ", element.text)
        if element.tail:
            element.tail = _SPACES.sub(" ", element.tail)
    _unlink_sentences(tree)
    _wrap_loose_text(tree)


def _wrap_loose_text(tree: Any) -> None:
    """Make a paragraph of each text that stands by itself between blocks, as a browser does."""
    for element in list(tree.iter(*_CONTAINERS)):
        tags = {child.tag for child in element}
        if "br" in tags or not tags & BLOCKS:
            continue
        run: list[Any] = []
        for child in [*element, None]:
            if child is not None and child.tag not in BLOCKS:
                run.append(child)
                continue
            before = child.getprevious() if child is not None else (element[-1] if len(element) else None)
            start = run[0].getprevious() if run else before
            loose = (start.tail if start is not None else element.text) or ""
            text = loose + "".join("".join(one.itertext()) + (one.tail or "") for one in run)
            if loose.strip() and len(text.strip()) >= _LOOSE:
                paragraph = element.makeelement("p")
                paragraph.text = loose
                if start is not None:
                    start.tail = None
                else:
                    element.text = None
                paragraph.extend(run)
                element.insert(0 if start is None else element.index(start) + 1, paragraph)
            run = []


def _unlink_sentences(tree: Any) -> None:
    """Take the link from each paragraph that is a sentence and all one link: it isn't a piece of navigation."""
    for link in list(tree.iter("a")):
        paragraph = link.getparent()
        if paragraph is None or paragraph.tag != "p" or len(paragraph) != 1:
            continue
        around = f"{paragraph.text or ''}{link.tail or ''}"
        if not around.strip() and _SENTENCE.search("".join(link.itertext())):
            link.drop_tag()


def _mark_quotation(element: Any) -> None:
    """Put the content of a <q> element into quotation marks, which browsers add by themselves."""
    begins = next((text for piece in element.itertext() if (text := piece.lstrip())), "")
    if not begins.startswith(QUOTATION_MARKS):
        inner = next(element.iterancestors("q"), None) is not None
        opening, closing = "‘’" if inner else "“”"
        element.text = opening + (element.text or "")
        if len(element):
            element[-1].tail = (element[-1].tail or "") + closing
        else:
            element.text += closing


def _dissolve_quotations(parent: Any) -> None:
    """Replace the <q> in an element by what is in them: all at once, since each would move the text behind it."""
    texts: list[list[str]] = [[]]
    elements: list[Any] = []

    def take(element: Any) -> None:
        texts[-1].append(element.text or "")
        for child in element:
            if child.tag == "q":
                take(child)
            else:
                elements.append(child)
                texts.append([])
            texts[-1].append(child.tail or "")

    take(parent)
    parent[:] = elements
    parent.text = "".join(texts[0]) or None
    for element, behind in zip(elements, texts[1:], strict=True):
        element.tail = "".join(behind) or None


def flat(body: Any) -> str:
    """The text of trafilatura's tree, blocks separated by a blank line.

    Trafilatura's own plain text won't do: it adds hyphens to lists and bars to tables, which nobody published.
    """
    pieces: list[str] = []
    _collect(body, pieces)
    lines = re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(pieces))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def _collect(element: Any, pieces: list[str]) -> None:
    edge = "\n\n" if element.tag in _BLOCKS else ""
    pieces.append("\n" if element.tag == "lb" else edge)
    # The source's own line breaks are spaces by now, so one in the text was put between paragraphs by trafilatura.
    pieces.append((element.text or "").replace("\n", "\n\n"))
    for child in element:
        _collect(child, pieces)
    pieces.append("\t" if element.tag == "cell" else edge)
    pieces.append((element.tail or "").replace("\n", "\n\n"))
