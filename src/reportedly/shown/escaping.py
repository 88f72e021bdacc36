"""Escaping: words of an article as HTML, so that nothing in them acts as markup."""

from __future__ import annotations

import re
from html import escape

from ..printable import printable

#: Control characters other than white space, which HTML doesn't allow, and lone surrogates, which UTF-8 doesn't.
_UNSHOWABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_LINK = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f\"<>\\]+", re.IGNORECASE)
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def show(text: str) -> str:
    """`text` escaped, its white space kept; characters that HTML or UTF-8 can't hold become U+FFFD."""
    return escape(holdable(text))


def holdable(text: str) -> str:
    """`text` with U+FFFD for each character that HTML or UTF-8 can't hold."""
    return _UNSHOWABLE.sub("\ufffd", text)


def isolate(text: str) -> str:
    """`text` escaped, on one line and in <bdi>, so that right-to-left words don't reorder the line around them."""
    return f"<bdi>{escape(printable(text))}</bdi>"


def date(published: str | None) -> str:
    """A date as <time>, or as plain text if it isn't an ISO date; empty for None."""
    if not published:
        return ""
    shown = escape(printable(published))
    return f'<time datetime="{shown}">{shown}</time>' if _DATE.fullmatch(published) else shown


def link(url: str | None) -> str:
    """The article's URL as a link if it is http or https, else as plain text; empty for None."""
    if not url:
        return ""
    if not _LINK.fullmatch(url):
        return escape(printable(url))
    return f'<a href="{show(url)}" rel="noopener noreferrer">the article where it was published</a>'


def named(tag: str, names: list[str], attributes: str, inner: str) -> str:
    """An element with all of `names` as ids: the first is its own, the others are on <span>s within it."""
    for name in names[1:]:
        inner = f'<span id="{name}">{inner}</span>'
    own = f' id="{names[0]}"' if names else ""
    return f"<{tag}{own}{attributes}>{inner}</{tag}>"
