"""HTML: whether a text is any; a page made fit for trafilatura, and the text of what trafilatura finds in it."""

from __future__ import annotations

import html as html_entities
import re
from typing import Any

from .decoding import HEAD

HTML_START = re.compile(
    r"(?:\ufeff|ï»¿)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|main|article|section|div|p|h1|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
XML_START = re.compile(r"(?:\ufeff)?\s*<(?:\?xml|rss|feed|rdf:RDF|urlset|sitemapindex)\b")
TAG = re.compile(r"<[a-zA-Z!/][^<>]*>")
# &#147; means “ on the web (it counts in windows-1252); lxml would make it a control character, which is then dropped.
_C1_REFERENCE = re.compile(r"&#(?:x0*[89][0-9a-f]|0*1(?:2[89]|[345][0-9]));", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_QUOTATION_MARKS = "“”„‟\"'‘’‚«»‹›"
_AS_WRITTEN = {"pre", "script", "style", "textarea"}  # white space counts there
_BLOCKS = {"p", "head", "quote", "list", "item", "table", "row", "code"}  # trafilatura's names


def parsable(html: str) -> str:
    """The page with what lxml would choke on or lose put right."""
    html = html.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half a character becomes U+FFFD
    html = _C1_REFERENCE.sub(lambda reference: html_entities.unescape(reference[0]), html)
    # trafilatura takes a fragment of one element for no HTML at all
    return html if re.search(r"<html\b", html[:HEAD], re.IGNORECASE) else f"<html><body>{html}</body></html>"


def declared_language(tree: Any) -> str | None:
    """The page's language as it declares it: the first part of <html lang>, lower case."""
    declared = (tree.xpath("string(//html/@lang)") or "").strip().lower()
    found = re.match(r"[a-z]{2,3}(?![a-z])", declared)
    return found[0] if found else None


def as_shown(tree: Any) -> None:
    """Makes the tree's text what a browser shows: quotation marks around <q>, a line break in the source a space."""
    for quotation in reversed(list(tree.iter("q"))):  # inner ones first: each is dissolved
        _dissolve_quotation(quotation)
    for element in tree.iter():
        if element.text and element.tag not in _AS_WRITTEN:
            element.text = _SPACES.sub(" ", element.text)
        if element.tail:
            element.tail = _SPACES.sub(" ", element.tail)


def _dissolve_quotation(element: Any) -> None:
    """Puts quotation marks, which browsers add to <q> by themselves, into the text, and takes the tag away."""
    if not "".join(element.itertext()).lstrip().startswith(tuple(_QUOTATION_MARKS)):
        inner = next(element.iterancestors("q"), None) is not None
        opening, closing = "‘’" if inner else "“”"
        element.text = opening + (element.text or "")
        if len(element):
            element[-1].tail = (element[-1].tail or "") + closing
        else:
            element.text += closing
    element.drop_tag()


def flat(body: Any) -> str:
    """The text of trafilatura's tree, blocks parted by a blank line.

    Not trafilatura's own text: that adds hyphens to lists and bars to tables, which nobody published.
    """
    pieces: list[str] = []
    _collect(body, pieces)
    lines = re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(pieces))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def _collect(element: Any, pieces: list[str]) -> None:
    edge = "\n\n" if element.tag in _BLOCKS else ""
    pieces.append("\n" if element.tag == "lb" else edge)
    # As the source's own breaks are spaces by now, one in a text is trafilatura's, between paragraphs.
    pieces.append((element.text or "").replace("\n", "\n\n"))
    for child in element:
        _collect(child, pieces)
    pieces.append("\t" if element.tag == "cell" else edge)
    pieces.append((element.tail or "").replace("\n", "\n\n"))
