"""Nesting: pages whose elements are nested deeper than a parser takes, written anew with all of their text.

libxml2 stops at 256 elements within one another, and what follows is lost. No page is meant to be so deep: hundreds of
elements that are never closed make it so. A browser closes most of them where the next paragraph begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

#: The depth of elements from which on a page may have been cut off by the parser.
CUT_OFF = 250
#: How deep elements are in a page written anew, and how many of them may be parts of a line, as <b> is.
DEEPEST, INLINE = 100, 16
#: Start and end tags, and the beginnings of comments.
TOKEN = re.compile(r"<!--|<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*)[^<>]*>")
#: Elements without an end tag.
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
#: Elements of which all up to the end tag is text.
RAW = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style", "textarea", "title")}
#: Elements that end an open paragraph.
BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
     "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
     "hgroup", "html", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
     "tfoot", "th", "thead", "tr", "ul"]
)  # fmt: skip
#: What some elements end beside paragraphs, if nothing but parts of a line is open within it.
ENDS = {
    "li": frozenset(["li"]), "dt": frozenset(["dt", "dd"]), "dd": frozenset(["dt", "dd"]),
    "td": frozenset(["td", "th"]), "th": frozenset(["td", "th"]), "tr": frozenset(["td", "th", "tr"]),
}  # fmt: skip


#: How many elements some need within them, without which their text is nothing.
ROOM = {"table": 3, "tbody": 2, "thead": 2, "tfoot": 2, "tr": 1, "ul": 1, "ol": 1, "dl": 1}
#: What begins instead of what would be too deep.
_PARAGRAPH = "<p>"
#: Whether anything is that deep.
_CUT_OFF = f"boolean({'/*' * CUT_OFF})"


def is_cut_off(tree: Any) -> bool:
    """Whether the elements of a tree are nested as deep as a parser takes, so that what followed may be lost."""
    return bool(tree.xpath(_CUT_OFF))


def shallow(html: str) -> str:
    """The page with the same text in elements at most DEEPEST deep, all of which are closed.

    What would be deeper is left out: a part of a line without a trace, anything else as a paragraph. A paragraph, an
    item or a cell ends where the next one begins, as in a browser.
    """
    page, at = _Page(), 0
    while token := TOKEN.search(html, at):
        page.write(html[at : token.start()])
        at = token.end()
        if not (name := token["name"]):
            at = _after(html, "-->", at)
        elif token["end"]:
            page.close(name.lower())
        elif (name := name.lower()) in RAW:
            ends = RAW[name].search(html, at)
            at = _after(html, ">", ends.end()) if ends else len(html)
            page.write(html[token.start() : at])
        elif name in VOID:
            page.write(token[0])
        else:
            page.open(name, token[0])
    page.write(html[at:])
    page.end(0)
    return "".join(page.pieces)


def _after(html: str, mark: str, start: int) -> int:
    """Where what follows a mark begins; the end of the page if the mark doesn't come."""
    at = html.find(mark, start)
    return at + len(mark) if at >= 0 else len(html)


@dataclass
class _Page:
    """A page while it is written. open elements: names, and whether each is written; places: where each name is among
    them. blocks: where those are that are no parts of a line. written, inline: how many are written, and of these
    how many are parts of a line.
    """

    pieces: list[str] = field(default_factory=list)
    opened: list[tuple[str, bool]] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)
    blocks: list[int] = field(default_factory=list)
    written: int = 0
    inline: int = 0

    def write(self, text: str) -> None:
        """Write what is no element."""
        if text:
            self.pieces.append(text)

    def open(self, name: str, tag: str) -> None:
        """Begin an element, after the end of those that it ends."""
        is_block = name in BLOCKS
        while is_block and self.blocks and self._ends(self.opened[self.blocks[-1]][0], name):
            self.end(self.blocks[-1])
        whole = not self.blocks or self.opened[self.blocks[-1]][1]
        fits = whole and self.written + ROOM.get(name, 0) < DEEPEST and (is_block or self.inline < INLINE)
        if fits:
            self.pieces.append(tag)
            self.written += 1
            self.inline += not is_block
        elif is_block and self.pieces[-1] != _PARAGRAPH:
            self.pieces.append(_PARAGRAPH)
        self.places.setdefault(name, []).append(len(self.opened))
        if is_block:
            self.blocks.append(len(self.opened))
        self.opened.append((name, fits))

    def close(self, name: str) -> None:
        """End an element and all within it; a part of a line has no end outside of its paragraph."""
        at = self.places.get(name)
        if at and (name in BLOCKS or not self.blocks or at[-1] > self.blocks[-1]):
            self.end(at[-1])

    def end(self, first: int) -> None:
        """End the open elements from one on."""
        while len(self.opened) > first:
            name, was_written = self.opened.pop()
            self.places[name].pop()
            if name in BLOCKS:
                self.blocks.pop()
            if was_written:
                self.pieces.append(f"</{name}>")
                self.written -= 1
                self.inline -= name not in BLOCKS

    def _ends(self, last: str, name: str) -> bool:
        return last == "p" or last in ENDS.get(name, ())
