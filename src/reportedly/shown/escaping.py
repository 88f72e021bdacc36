"""Escaping: words of an article as HTML. What an article holds stays text."""

from __future__ import annotations

import re
from html import escape

from ..printable import printable

#: Control characters that are not white space, and lone surrogates: HTML and UTF-8 have no place for them.
_UNSHOWABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_LINK = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f\"<>\\]+", re.IGNORECASE)
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def show(text: str) -> str:
    """Words as they stand, line breaks included."""
    return escape(_UNSHOWABLE.sub("\ufffd", text))


def isolate(text: str) -> str:
    """Words of the article within a line of ours, so that writing from right to left doesn't turn the line."""
    return f"<bdi>{escape(printable(text))}</bdi>"


def date(published: str | None) -> str:
    """A date, for readers and for machines; empty for none."""
    if not published:
        return ""
    shown = escape(printable(published))
    return f'<time datetime="{shown}">{shown}</time>' if _DATE.fullmatch(published) else shown


def link(url: str | None) -> str:
    """The article's address: a link if it leads to the web, bare text if it could do anything else."""
    if not url:
        return ""
    if not _LINK.fullmatch(url):
        return escape(printable(url))
    return f'<a href="{show(url)}" rel="noopener noreferrer">the article where it was published</a>'


def named(tag: str, names: list[str], attributes: str, inner: str) -> str:
    """An element that carries all of `names` as ids: an element has one, so the others wrap what it holds."""
    for name in names[1:]:
        inner = f'<span id="{name}">{inner}</span>'
    own = f' id="{names[0]}"' if names else ""
    return f"<{tag}{own}{attributes}>{inner}</{tag}>"
