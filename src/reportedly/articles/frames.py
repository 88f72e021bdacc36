"""Frames: what on a page surely isn't the article, though it stands beside it and reads like it.

Readers' comments, and lists of links under a heading that says what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from .nesting import BLOCKS

#: Headings of readers' comments: all that follows them in their element is readers'.
_COMMENTS: Final = re.compile(
    r"(?:(?:all|\d[\d,]*|visitors?[’']?|readers?[’']?|users?[’']?|latest|recent)\s+)?"
    r"comments?(?:\s*[(\[]?\d[\d,]*[)\]]?)?\s*:?"
    r"|(?:reader|join the) (?:discussion|conversation)",
    re.IGNORECASE,
)
#: Headings of links to something else.
_ELSEWHERE: Final = re.compile(
    r"related(?:\s+(?:articles?|stories|topics?|links?|content|videos?|coverage|news|posts?|reading))?"
    r"|(?:further|recommended) reading|recommended(?:\s+for you)?|see also"
    r"|read (?:more|next|also)|more on this(?: story)?"
    r"|(?:more|latest|other|top|popular|featured|trending)(?:\s+[\w’'&]+){0,3}?"
    r"\s+(?:stories|articles|news|posts|columns?|videos)"
    r"|more (?:from|on|in) [^.?!]{1,40}|you (?:might|may) also like|also (?:on|in|from) [^.?!]{1,40}"
    r"|most (?:read|popular|viewed|shared|commented)|editors?[’']s?[’']? (?:picks?|recommendations)|around the web"
    r"|from (?:around|across) the web|sponsored(?: \w+)?|[\w’' ]{1,30} recommends",
    re.IGNORECASE,
)
#: Classes and ids of what holds readers' comments.
_OF_COMMENTS: Final = re.compile(
    r"comments?[_-]?(?:area|block|body|container|content|item|list|section|text|thread|wrapper)"
    r"|(?:reader|user|visitor)s?[_-]?comments?",
    re.IGNORECASE,
)
#: Code points of a heading at most.
_LONGEST: Final = 60
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "strong", "b", "div", "span", "header")
#: The share (0 to 1) of a block's letters in links from which on it is made of links.
_LINKED: Final = 0.5


def quoted_blocks(tree: Any) -> set[str]:
    """The texts of a page, block by block and with single spaces, that stand in <blockquote> and nowhere else on it."""
    inside: set[str] = set()
    outside: set[str] = set()
    if quotes := {element for element in tree.iter("blockquote") if "pull" not in element.get("class", "").lower()}:
        _collect(tree, quotes, inside, outside)
    return inside - outside


def framed(tree: Any) -> set[str]:
    """The texts of a page, block by block and with single spaces, that stand in frames and nowhere else on it."""
    frames = {
        element
        for element in tree.iter("div", "ol", "section", "ul")
        if _OF_COMMENTS.search(f"{element.get('class', '')} {element.get('id', '')}")
    }
    for element in tree.iter(*_HEADINGS):
        words = _words(element)
        if not words or len(words) > _LONGEST:
            continue
        if _COMMENTS.fullmatch(words):
            frames.update([element, *_after(element)])
        elif _ELSEWHERE.fullmatch(words.rstrip(" :»>")):
            frames.update([element, *_links(_after(element))])
    inside: set[str] = set()
    outside: set[str] = set()
    if frames:
        _collect(tree, frames, inside, outside)
    return inside - outside


def _collect(root: Any, frames: set[Any], inside: set[str], outside: set[str]) -> None:
    """Sort the texts of all blocks into those within one of the frames and the rest."""
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, is_framed = stack.pop()
        if not isinstance(element.tag, str):
            continue
        is_framed = is_framed or element in frames
        runs = [element.text or ""]
        for child in element:
            if _holds_blocks(child):
                stack.append((child, is_framed))
                runs.append("")
            else:
                runs[-1] += " " if child.tag == "br" else _shown(child)
            runs[-1] += child.tail or ""
        (inside if is_framed else outside).update(" ".join(run.split()) for run in runs if run.strip())


def _holds_blocks(element: Any) -> bool:
    """Whether an element is a block, or a part of a line with blocks in it, as pages have them all the same."""
    return element.tag in BLOCKS or (len(element) > 0 and any(child.tag in BLOCKS for child in element.iter()))


def _shown(element: Any) -> str:
    """The text of an element within a line, with a space for each line break; "" of a comment."""
    if not isinstance(element.tag, str):
        return ""
    if not len(element):
        return element.text or ""
    pieces = [element.text or ""]
    for child in element:
        pieces += [" " if child.tag == "br" else _shown(child), child.tail or ""]
    return "".join(pieces)


def _words(element: Any) -> str:
    """The text of an element with single spaces, or only its beginning if that is longer than a heading."""
    text = ""
    for piece in element.itertext():
        text += piece
        if len(text) > 4 * _LONGEST:
            break
    return " ".join(text.split())


def _after(element: Any) -> list[Any]:
    """What follows an element; if nothing does, what follows the one in which it is alone."""
    while not len(following := list(element.itersiblings())):
        parent = element.getparent()
        if parent is None or parent.getparent() is None or _words(parent) != _words(element):
            break
        element = parent
    return following


def _links(elements: list[Any]) -> Iterator[Any]:
    """Those of the elements from the first on that are made of links, or of nothing."""
    for element in elements:
        text = len("".join("".join(element.itertext()).split()))
        linked = sum(len("".join("".join(link.itertext()).split())) for link in element.iter("a"))
        if text and linked < _LINKED * text:
            return
        yield element
