"""Article: one published text and what is known of its publication."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Article:
    """One published text. The text is never changed: every span counts its code points.

    text: the article as published, paragraphs parted by line breaks.
    published: ISO date (YYYY-MM-DD) or None. url, outlet, title, language: None where unknown.
    """

    text: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None

    @cached_property
    def id(self) -> str:
        """SHA-256 of the text in UTF-8, hexadecimal: the same text is the same article."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
